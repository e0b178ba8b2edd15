"""Makes the encoder of the tests: two layers, random weights from a fixed seed, 32 dimensions.

    python3 small_encoder.py ../resources/encoder

Needs PyTorch and NumPy. Writes, each with its tokenizer.json,
  states/encoder.pt     TorchScript; input_ids, attention_mask -> (a state for each token, a pooled vector)
  sentence/encoder.pt   TorchScript; input_ids, attention_mask, token_type_ids -> one vector
  onnx/model.onnx       the network of states/, where this PyTorch can write ONNX
and reference.json: texts, and their vectors as PyTorch computes them.
"""

import json
import pathlib
import re
import sys

import torch
from torch import nn

DIMENSION, HEADS, LAYERS, LONGEST = 32, 4, 2, 32
WIDTH = 2
WORDS = "the a of in and is was to on river town king ship north winter founded born wrote near first old".split()
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
VOCABULARY = SPECIAL + WORDS + list(LETTERS) + ["##" + c for c in LETTERS] + list(".,;:!?'-()") + ["##ing", "##ed", "##er"]
NUMBER = {token: number for number, token in enumerate(VOCABULARY)}

TOKENIZER = {
    "version": "1.0",
    "truncation": None,
    "padding": None,
    "added_tokens": [
        {"id": NUMBER[t], "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
        for t in SPECIAL
    ],
    "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
    "pre_tokenizer": {"type": "BertPreTokenizer"},
    "post_processor": {
        "type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
        "pair": [],
        "special_tokens": {t: {"id": t, "ids": [NUMBER[t]], "tokens": [t]} for t in ("[CLS]", "[SEP]")},
    },
    "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
    "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": NUMBER},
}

TEXTS = [
    "",
    "river",
    "The old king was born near the river.",
    "the old king was born near the river .",
    "A town in the north, founded in winter; the first ship wrote to the king!",
    "Zebra? Quartz (1234) - unknown: \u20ac",
    "Ships and towns and rivers and kings were wintering in the northern founder's old town, "
    "and the first of the founders was writing to the king of the river on the ship that was founded in the north "
    "in the winter of 1815, when the old town was near the river and the new one was not.",
]


def words(text):
    """Lower case, cut at blanks and around punctuation: what BertPreTokenizer does to the texts above."""
    return re.findall(r"\w+|[^\w\s]", text.lower())


def pieces(word):
    """WordPiece: the longest token that fits, again and again."""
    numbers, start = [], 0
    while start < len(word):
        end = len(word)
        while end > start and ("##" if start else "") + word[start:end] not in NUMBER:
            end -= 1
        if end == start:
            return [NUMBER["[UNK]"]]
        numbers.append(NUMBER[("##" if start else "") + word[start:end]])
        start = end
    return numbers


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(DIMENSION, DIMENSION) for _ in range(4))
        self.wide, self.narrow = nn.Linear(DIMENSION, WIDTH * DIMENSION), nn.Linear(WIDTH * DIMENSION, DIMENSION)
        self.first, self.second = nn.LayerNorm(DIMENSION), nn.LayerNorm(DIMENSION)

    def heads(self, x):
        return x.view(x.size(0), x.size(1), HEADS, DIMENSION // HEADS).transpose(1, 2)

    def forward(self, x, bias):
        scores = self.heads(self.query(x)) @ self.heads(self.key(x)).transpose(2, 3) / (DIMENSION / HEADS) ** 0.5 + bias
        mixed = (scores.softmax(-1) @ self.heads(self.value(x))).transpose(1, 2).reshape(x.size(0), x.size(1), DIMENSION)
        x = self.first(x + self.out(mixed))
        return self.second(x + self.narrow(torch.nn.functional.gelu(self.wide(x))))


class States(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(len(VOCABULARY), DIMENSION)
        self.positions = nn.Embedding(LONGEST, DIMENSION)
        self.types = nn.Embedding(2, DIMENSION)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.pooler = nn.Linear(DIMENSION, DIMENSION)

    def states(self, ids, mask, types):
        positions = torch.arange(ids.size(1), device=ids.device).unsqueeze(0)
        x = self.tokens(ids) + self.positions(positions) + self.types(types)
        bias = (1.0 - mask[:, None, None, :].float()) * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, ids, mask):
        x = self.states(ids, mask, torch.zeros_like(ids))
        return x, torch.tanh(self.pooler(x[:, 0]))


class Sentence(nn.Module):
    def __init__(self, states):
        super().__init__()
        self.inner = states

    def forward(self, ids, mask, types):
        x = self.inner.states(ids, mask, types)
        weights = mask.unsqueeze(-1).float()
        return torch.nn.functional.normalize((x * weights).sum(1) / weights.sum(1), dim=-1)


def pooled(states, how):
    return {"cls": states[0], "mean": states.mean(0), "last": states[-1]}[how]


def unit(vector):
    return vector / vector.norm()


def embed(model, text, how):
    """One piece, or for a long text several, cut between words and averaged by their tokens."""
    room, parts = LONGEST - 2, [[]]
    for word in words(text):
        numbers = pieces(word)
        if len(parts[-1]) + len(numbers) > room:
            parts.append([])
        parts[-1] += numbers
    total = 0
    for part in parts:
        ids = torch.tensor([[NUMBER["[CLS]"]] + part + [NUMBER["[SEP]"]]])
        if how == "none":
            vector = model(ids, torch.ones_like(ids), torch.zeros_like(ids))[0]
        else:
            vector = pooled(model(ids, torch.ones_like(ids))[0][0], how)
        total = total + vector * max(1, len(part)) / max(1, sum(map(len, parts)))
    return unit(total)


def main(folder):
    torch.manual_seed(20)
    torch.set_grad_enabled(False)
    states = States().eval()
    sentence = Sentence(states).eval()
    ids = torch.tensor([[2, 5, 6, 7, 3]])
    example = (ids, torch.ones_like(ids))
    for name in ("states", "sentence", "onnx"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "tokenizer.json").write_text(json.dumps(TOKENIZER, indent=1) + "\n")
    torch.jit.trace(states, example).save(str(folder / "states" / "encoder.pt"))
    torch.jit.trace(sentence, (*example, torch.zeros_like(ids))).save(str(folder / "sentence" / "encoder.pt"))
    try:
        torch.onnx.export(
            states,
            example,
            str(folder / "onnx" / "model.onnx"),
            input_names=["input_ids", "attention_mask"],
            output_names=["last_hidden_state", "pooled"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in ("input_ids", "attention_mask", "last_hidden_state")},
            opset_version=14,
        )
    except Exception as e:
        print("no ONNX:", e)
    reference = [
        {
            "text": text,
            **{how: embed(states, text, how).tolist() for how in ("cls", "mean", "last")},
            "none": embed(sentence, text, "none").tolist(),
        }
        for text in TEXTS
    ]
    (folder / "reference.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
