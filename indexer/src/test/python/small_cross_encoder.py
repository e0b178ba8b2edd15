"""Makes the cross-encoders of the tests from the layers of small_encoder.py: random weights from a fixed seed.

    python3 small_cross_encoder.py ../resources/cross-encoder

Needs PyTorch. Writes, each with its tokenizer.json,
  torchscript/model.pt   TorchScript; input_ids, attention_mask, token_type_ids -> one logit
  two-labels/model.pt    TorchScript; input_ids, attention_mask -> two logits
  onnx/model.onnx        the network of torchscript/, where this PyTorch can write ONNX
and reference.json: pairs, and their scores as PyTorch computes them.

With --benchmark it writes into the folder, instead, a model of the size of MiniLM-L6 (6 layers, 384 dimensions, 12 heads,
30,522 tokens) with random weights, as TorchScript.
"""

import copy
import json
import pathlib
import sys

import torch
from torch import nn

import small_encoder
from small_encoder import LONGEST, NUMBER, TOKENIZER, States, pieces, words

PAIR_TOKENIZER = copy.deepcopy(TOKENIZER)
PAIR_TOKENIZER["post_processor"]["pair"] = [
    {"SpecialToken": {"id": "[CLS]", "type_id": 0}},
    {"Sequence": {"id": "A", "type_id": 0}},
    {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
    {"Sequence": {"id": "B", "type_id": 1}},
    {"SpecialToken": {"id": "[SEP]", "type_id": 1}},
]

LONG = "the ship was near the town in the north and the king of the old river wrote to the first founder in winter, "
PAIRS = [
    ("Who founded the town?", "The old king founded the first town in the north."),
    ("Who founded the town?", ""),
    ("", "river"),
    ("zebra 1234", "Quartz (5678) - unknown: \u20ac"),
    ("the river", LONG),
    ("Who was the king born in the winter on the old ship?", LONG * 2),
    (LONG * 2, "the king"),
    (LONG, LONG),
    ("winter", LONG * 3 + "a king was born"),
]


class Classifier(nn.Module):
    def __init__(self, labels, types):
        super().__init__()
        self.inner = States()
        self.out = nn.Linear(small_encoder.DIMENSION, labels)
        self.types = types

    def logits(self, ids, mask, types):
        x = self.inner.states(ids, mask, types)
        return self.out(torch.tanh(self.inner.pooler(x[:, 0])))


class OneLabel(Classifier):
    def forward(self, ids, mask, types):
        return self.logits(ids, mask, types)


class TwoLabels(Classifier):
    def forward(self, ids, mask):
        return self.logits(ids, mask, torch.zeros_like(ids))


def tokens(text):
    return [number for word in words(text) for number in pieces(word)]


def truncated(query, passage, room):
    """The longer of both loses tokens until it is as long as the other, then both do; an odd token is the longer one's."""
    if len(query) + len(passage) > room:
        short = min(len(query), len(passage), room)
        short = min(short, max(room // 2, room - max(len(query), len(passage))))
        query, passage = (query[:short], passage[: room - short]) if len(query) <= len(passage) else (query[: room - short], passage[:short])
    return [(query, passage)]


def windows(query, passage, room):
    if len(query) + len(passage) <= room:
        return [(query, passage)]
    query = query[: room // 2]
    size = room - len(query)
    starts = [0]
    while starts[-1] + size < len(passage):
        starts.append(starts[-1] + max(1, size // 2))
    return [(query, passage[start : start + size]) for start in starts]


def score(model, query, passage, cut):
    logits = []
    for a, b in cut(tokens(query), tokens(passage), LONGEST - 3):
        ids = torch.tensor([[NUMBER["[CLS]"]] + a + [NUMBER["[SEP]"]] + b + [NUMBER["[SEP]"]]])
        types = torch.tensor([[0] * (len(a) + 2) + [1] * (len(b) + 1)])
        inputs = (ids, torch.ones_like(ids)) + ((types,) if model.types else ())
        logits.append(model(*inputs)[0])
    return logits


def benchmark(folder):
    small_encoder.DIMENSION, small_encoder.HEADS, small_encoder.LAYERS, small_encoder.LONGEST = 384, 12, 6, 512
    small_encoder.WIDTH = 4
    small_encoder.VOCABULARY = small_encoder.VOCABULARY + ["[unused%d]" % n for n in range(30522 - len(small_encoder.VOCABULARY))]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tokenizer.json").write_text(json.dumps(PAIR_TOKENIZER) + "\n")
    model = OneLabel(1, True).eval()
    ids = torch.tensor([[2, 5, 3, 6, 3]])
    torch.jit.trace(model, (ids, torch.ones_like(ids), torch.zeros_like(ids))).save(str(folder / "model.pt"))


def main(folder):
    one, two = OneLabel(1, True).eval(), TwoLabels(2, False).eval()
    # Weights as they are made differ little between pairs: larger ones make scores tell them apart.
    for model in (one, two):
        model.out.weight.mul_(8)
    ids = torch.tensor([[2, 5, 3, 6, 3]])
    example = (ids, torch.ones_like(ids), torch.zeros_like(ids))
    for name in ("torchscript", "two-labels", "onnx"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "tokenizer.json").write_text(json.dumps(PAIR_TOKENIZER, indent=1) + "\n")
    torch.jit.trace(one, example).save(str(folder / "torchscript" / "model.pt"))
    torch.jit.trace(two, example[:2]).save(str(folder / "two-labels" / "model.pt"))
    try:
        names = ["input_ids", "attention_mask", "token_type_ids"]
        torch.onnx.export(
            one,
            example,
            str(folder / "onnx" / "model.onnx"),
            input_names=names,
            output_names=["logits"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in names},
            opset_version=14,
        )
    except Exception as e:
        print("no ONNX:", e)
    reference = []
    for query, passage in PAIRS:
        reference.append(
            {
                "query": query,
                "passage": passage,
                "truncate": score(one, query, passage, truncated)[0].item(),
                "best-window": max(logits.item() for logits in score(one, query, passage, windows)),
                "two-labels": score(two, query, passage, truncated)[0].tolist(),
            }
        )
    (folder / "reference.json").write_text(json.dumps(reference, indent=1) + "\n")


if __name__ == "__main__":
    torch.manual_seed(21)
    torch.set_grad_enabled(False)
    if "--benchmark" in sys.argv:
        benchmark(pathlib.Path(sys.argv[1]))
    else:
        main(pathlib.Path(sys.argv[1]))
