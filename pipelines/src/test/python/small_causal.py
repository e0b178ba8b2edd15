"""Makes the causal language models of the tests: a decoder with random weights from a fixed seed, and a byte-level tokenizer.

    python3 small_causal.py ../resources/causal
    python3 small_causal.py FOLDER --width 256 --layers 6     (larger, without references, to measure speed)
    python3 small_causal.py ../../main/resources/dev/winnow/pipelines/model/causal/counting --counting     (model.pt of 'winnow doctor')

Needs PyTorch and NumPy. Writes, each folder with tokenizer.json, tokenizer_config.json, generation_config.json and config.json,
  whole/model.pt    input_ids -> logits of every position; no cache
  cached/model.pt   input_ids, attention_mask, position_ids, past_key_values (a tuple of tuples) -> (logits, past_key_values)
  listed/model.pt   input_ids, attention_mask, past (a list of tensors) -> (logits of the last position, list)
and reference.json: prompts, their tokens, and what PyTorch decodes greedily after them with its log-probabilities.
"""

import argparse
import itertools
import json
import pathlib
from typing import List, Tuple

import numpy
import torch
from torch import nn

HEADS, LONGEST, REPLY, PROMPTS = 4, 4096, 16, 200
NARROW = 1e-3  # two tokens closer than this may change places where additions are done in another order
SPECIAL = ["<|bos|>", "<|im_start|>", "<|im_end|>"]
END = "<|im_end|>"
MERGES = ["Ġ t", "h e", "Ġt he", "i n", "e r", "o n", "Ġ a", "r e", "a n", "Ġ w", "Ġ s", "Ġ o", "a t", "Ġo f", "e d", "o r",
          "Ġa n", "Ġan d", "Ġ b", "e s", "Ġ f", "i t", "in g", "Ġ in", "Ġ k", "Ġk ing", "Ġs h", "i p", "Ġsh ip", "a s",
          "Ġw as"]
WORDS = "the a of in and is was to on river town king ship north winter founded born wrote near first old naïve café Ωmega 東京 🙂".split()
TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def letters():
    """A visible letter for every byte, as byte-level tokenizers write them."""
    plain = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    rest = [byte for byte in range(256) if byte not in plain]
    return {**{byte: chr(byte) for byte in plain}, **{byte: chr(256 + n) for n, byte in enumerate(rest)}}


LETTER = letters()
VOCABULARY = [*(LETTER[byte] for byte in range(256)), *(merge.replace(" ", "") for merge in MERGES), *SPECIAL]
NUMBER = {token: number for number, token in enumerate(VOCABULARY)}
RANK = {tuple(merge.split()): rank for rank, merge in enumerate(MERGES)}
TOKENIZER = {
    "version": "1.0",
    "truncation": None,
    "padding": None,
    "added_tokens": [
        {"id": NUMBER[t], "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
        for t in SPECIAL
    ],
    "normalizer": None,
    "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False},
    "post_processor": {
        "type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": "<|bos|>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
        "pair": [],
        "special_tokens": {"<|bos|>": {"id": "<|bos|>", "ids": [NUMBER["<|bos|>"]], "tokens": ["<|bos|>"]}},
    },
    "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
    "model": {
        "type": "BPE",
        "unk_token": None,
        "continuing_subword_prefix": None,
        "end_of_word_suffix": None,
        "fuse_unk": False,
        "byte_fallback": False,
        "vocab": {token: number for token, number in NUMBER.items() if token not in SPECIAL},
        "merges": MERGES,
    },
}


def tokens(text):
    """Byte-pair encoding: the merge of lowest rank, everywhere, again and again."""
    parts = [LETTER[byte] for byte in text.encode()]
    while True:
        ranked = [(RANK[pair], pair) for pair in zip(parts, parts[1:]) if pair in RANK]
        if not ranked:
            return [NUMBER[part] for part in parts]
        _, (left, right) = min(ranked)
        merged, at = [], 0
        while at < len(parts):
            both = at + 1 < len(parts) and parts[at] == left and parts[at + 1] == right
            merged.append(left + right if both else parts[at])
            at += 2 if both else 1
        parts = merged


def chat(text):
    """What TEMPLATE makes of one user's message."""
    start, end = NUMBER["<|im_start|>"], NUMBER["<|im_end|>"]
    return [start, *tokens("user\n" + text), end, *tokens("\n"), start, *tokens("assistant\n")]


class Small(nn.Module):
    """A linear layer whose weights are kept as 8-bit integers, so that files stay small; it computes in 32 bits."""

    def __init__(self, inputs, outputs, gain):
        super().__init__()
        self.register_buffer("weight", torch.randint(-127, 128, (outputs, inputs), dtype=torch.int8))
        self.scale = float(gain * (3.0 / inputs) ** 0.5 / 127)

    def forward(self, x):
        return x @ (self.weight.float() * self.scale).t()


class Layer(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.width, self.number, self.each = width, HEADS, width // HEADS
        self.query, self.key, self.value, self.out = (Small(width, width, gain) for gain in (2.0, 2.0, 2.0, 2.0))
        self.wide, self.narrow = Small(width, 2 * width, 1.5), Small(2 * width, width, 1.5)
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)

    def heads(self, x):
        return x.view(x.size(0), x.size(1), self.number, self.each).transpose(1, 2)

    def forward(self, x, bias, past: Tuple[torch.Tensor, torch.Tensor]):
        y = self.first(x)
        key = torch.cat([past[0], self.heads(self.key(y))], 2)
        value = torch.cat([past[1], self.heads(self.value(y))], 2)
        scores = self.heads(self.query(y)) @ key.transpose(2, 3) / self.each**0.5 + bias
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(x.size(0), x.size(1), self.width)
        x = x + self.out(mixed)
        return x + self.narrow(torch.nn.functional.gelu(self.wide(self.second(x)))), (key, value)


class Decoder(nn.Module):
    """Positions are added as waves of several lengths."""

    def __init__(self, width, layers):
        super().__init__()
        self.width = width
        self.register_buffer("embeddings", torch.randint(-127, 128, (len(VOCABULARY), width), dtype=torch.int8))
        self.register_buffer("frequencies", 1.0 / 3000.0 ** (torch.arange(width // 2).float() / (width // 2)))
        self.layers = nn.ModuleList(Layer(width) for _ in range(layers))
        self.last = nn.LayerNorm(width)
        self.logits = Small(width, len(VOCABULARY), 2.5)

    def forward(self, ids, mask, positions, past: List[Tuple[torch.Tensor, torch.Tensor]]):
        table = self.embeddings.float() / 64.0
        angles = positions.unsqueeze(-1).float() * self.frequencies
        x = table[ids] + 0.5 * torch.cat([angles.sin(), angles.cos()], -1)
        columns = torch.arange(mask.size(1), device=ids.device)
        seen = (columns[None, None, :] <= positions[:, :, None]) & (mask[:, None, :] > 0)
        bias = (1.0 - seen.unsqueeze(1).float()) * -10000.0
        new: List[Tuple[torch.Tensor, torch.Tensor]] = []
        for number, layer in enumerate(self.layers):
            x, both = layer(x, bias, past[number])
            new.append(both)
        return self.logits(self.last(x)), new


def nothing(decoder):
    empty = torch.zeros(1, HEADS, 0, decoder.width // HEADS)
    return [(empty, empty) for _ in decoder.layers]


class Whole(nn.Module):
    def __init__(self, decoder):
        super().__init__()
        self.inner = decoder

    def forward(self, input_ids):
        empty = torch.zeros(1, HEADS, 0, self.inner.width // HEADS)
        positions = torch.arange(input_ids.size(1), device=input_ids.device).unsqueeze(0)
        past = [(empty, empty) for _ in self.inner.layers]
        return self.inner(input_ids, torch.ones_like(input_ids), positions, past)[0]


class Cached(nn.Module):
    def __init__(self, decoder):
        super().__init__()
        self.inner = decoder

    def forward(self, input_ids, attention_mask, position_ids, past_key_values):
        logits, new = self.inner(input_ids, attention_mask, position_ids, list(past_key_values))
        return logits, tuple(new)


class Listed(nn.Module):
    def __init__(self, decoder):
        super().__init__()
        self.inner = decoder

    def forward(self, input_ids, attention_mask, past: List[torch.Tensor]) -> Tuple[torch.Tensor, List[torch.Tensor]]:
        begin = past[0].size(2)
        positions = torch.arange(begin, begin + input_ids.size(1)).unsqueeze(0)
        pairs: List[Tuple[torch.Tensor, torch.Tensor]] = []
        for number in range(len(past) // 2):
            pairs.append((past[2 * number], past[2 * number + 1]))
        logits, new = self.inner(input_ids, attention_mask, positions, pairs)
        flat: List[torch.Tensor] = []
        for both in new:
            flat.append(both[0])
            flat.append(both[1])
        return logits[:, -1:], flat


class Counting(nn.Module):
    """Says the next of eight tokens."""

    def forward(self, input_ids):
        return 20.0 * nn.functional.one_hot((input_ids + 1) % 8, 8).float()


def prompts():
    choice = numpy.random.RandomState(11)
    for number in itertools.count():
        words = [WORDS[choice.randint(len(WORDS))] for _ in range(choice.randint(1, 25))]
        yield " ".join(words) + f" {number}?"


def greedy(decoder, ids):
    """The likeliest tokens one by one, each from the whole sequence; also how far the second was behind at the closest."""
    chosen, scores, closest = [], [], float("inf")
    while len(chosen) < REPLY:
        now = torch.tensor([ids + chosen])
        positions = torch.arange(now.size(1)).unsqueeze(0)
        logits = decoder(now, torch.ones_like(now), positions, nothing(decoder))[0][0, -1].double()
        best = logits.topk(2)
        closest = min(closest, float(best.values[0] - best.values[1]))
        token = int(best.indices[0])
        scores.append(round(float(logits.log_softmax(-1)[token]), 6))
        chosen.append(token)
        if token == NUMBER[END]:
            break
    return chosen, scores, closest


def files(folder, width, layers):
    folder.mkdir(parents=True, exist_ok=True)
    config = {"model_type": "gpt2", "n_layer": layers, "n_head": HEADS, "n_embd": width, "n_positions": LONGEST}
    for name, content in {
        "tokenizer.json": TOKENIZER,
        "tokenizer_config.json": {"bos_token": "<|bos|>", "eos_token": END, "chat_template": TEMPLATE},
        "generation_config.json": {"eos_token_id": [NUMBER[END]]},
        "config.json": config,
    }.items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--width", type=int)
    arguments.add_argument("--layers", type=int)
    arguments.add_argument("--counting", action="store_true")
    given = arguments.parse_args()
    if given.counting:
        given.folder.mkdir(parents=True, exist_ok=True)
        torch.jit.trace(Counting(), (torch.tensor([[0, 1]]),)).save(str(given.folder / "model.pt"))
        return
    width, layers = given.width or 64, given.layers or 2
    torch.manual_seed(29)
    torch.set_grad_enabled(False)
    decoder = Decoder(width, layers).eval()
    ids = torch.tensor([[5, 6, 7]])
    mask = torch.ones(1, 5, dtype=torch.long)
    past = tuple((torch.randn(1, HEADS, 2, width // HEADS), torch.randn(1, HEADS, 2, width // HEADS)) for _ in range(layers))
    for name, model in {
        "whole": lambda: torch.jit.trace(Whole(decoder), (ids,)),
        "cached": lambda: torch.jit.trace(Cached(decoder), (ids, mask, torch.tensor([[2, 3, 4]]), past)),
        "listed": lambda: torch.jit.script(Listed(decoder)),
    }.items():
        files(given.folder / name, width, layers)
        model().save(str(given.folder / name / "model.pt"))
    if given.width or given.layers:
        return
    reference, closest = [], float("inf")
    for text in prompts():
        ids = chat(text)
        reply, scores, margin = greedy(decoder, ids)
        if len(reference) == PROMPTS:
            break
        if margin < NARROW:
            continue
        closest = min(closest, margin)
        reference.append({"text": text, "ids": ids, "reply": reply, "scores": scores})
    print(f"the second-best token is at least {closest:.2g} behind; {len({tuple(r['reply']) for r in reference})} replies differ")
    (given.folder / "reference.json").write_text(json.dumps(reference, ensure_ascii=False).replace("}, {", "},\n {") + "\n")


if __name__ == "__main__":
    main()
