"""A small transformer's view of a report: what each figure and word tells, and which words go with it.

It is MiniLM (Wang et al., 2020, https://arxiv.org/abs/2002.10957; the six layers of all-MiniLM-L6-v2, Apache
License 2.0) trained on `tests/training` by `scripts/train_encoder.py`. It reads whole passages, so that
it knows what the sentences around a figure are about; it makes no words of its own: it can only weigh figures
and words that stand in the report, and point at others that do.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from habeas.model import Span
from habeas.reading.pieces import END, START, Piece, Vocabulary
from habeas.reading.weights import ENCODER

SHORTEST: Final = 60
LONGEST: Final = 480  # pieces that are read at once
WINDOWS: Final = 64  # tables that are kept: 2 MB each
EDGE: Final = 96  # pieces at a window's edge that are read for what is beside them alone
Numbers = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Two stretches of a report that stand for one claim: a figure and its noun, or a word twice."""

    first: tuple[int, int]
    second: tuple[int, int]


class Encoder:
    """The network, and how its columns are to be read."""

    def __init__(self, path: Path = ENCODER) -> None:
        import onnxruntime  # noqa: PLC0415  slow to import

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # reports are read side by side
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        about = self._session.get_modelmeta().custom_metadata_map
        self.vocabulary = Vocabulary(json.loads(about["pieces"]))
        self.layout = Layout(**json.loads(about["layout"]))
        self.material: str = json.loads(about["material"])  # a digest of what it was trained on

    def read(self, lines: Iterable[Span], text: str) -> Seen | None:
        """What the network makes of these passages of a text, together.

        None for a text of fewer words than SHORTEST: it learned from whole reports, of a sentence it guesses.
        """
        if len(text.split()) < SHORTEST:
            return None
        pieces = [piece for line in lines for piece in self.vocabulary.cut(text, line.start, line.end)]
        starts = range(0, max(1, len(pieces) - 2 * EDGE), LONGEST - 2 * EDGE)
        windows = [pieces[at : at + LONGEST] for at in starts]
        # A long report has more windows than fit into memory: some are kept, others read again when asked.
        rows = lru_cache(maxsize=WINDOWS)(lambda at: self._rows(windows[at]))
        return Seen(self.layout, windows, rows)

    def _rows(self, pieces: Sequence[Piece]) -> Numbers:
        known = self.vocabulary.numbers
        numbers = [known[START], *(piece.number for piece in pieces), known[END]]
        (rows,) = self._session.run(None, {"pieces": np.array([numbers], dtype=np.int64)})
        found: Numbers = rows[0]
        return found


@dataclass(frozen=True)
class Layout:
    """Which columns say what: `columns[head]` is the first column and how many; `labels[head]` their names.

    `near[slot]` weighs how far a word stands from the claim that it may go with: before it in the first
    half, after it in the second, by powers of two.
    """

    columns: dict[str, tuple[int, int]]
    labels: dict[str, list[str]]
    near: dict[str, list[float]]
    width: int


@dataclass(frozen=True)
class Seen:
    """What the network made of one report; offsets are the report's."""

    layout: Layout
    windows: Sequence[Sequence[Piece]]  # pieces that are read at once
    rows: Callable[[int], Numbers]  # of a window: (pieces + 2, columns), the first and last for its edges

    def shares(self, head: str, anchor: Anchor) -> dict[str, float]:
        """The probability of each label of `figure` or `word`."""
        window, first, second = self.at(anchor)
        sums = self._sum(window, head, first, second)
        powers = np.exp(sums - sums.max())
        return dict(zip(self.layout.labels[head], (powers / powers.sum()).tolist(), strict=True))

    def tags(self, anchor: Anchor) -> dict[str, float]:
        """For each tag of a group, how likely it is one of the people's."""
        window, first, second = self.at(anchor)
        sums = self._sum(window, "group", first, second)
        return dict(zip(self.layout.labels["group"], (1 / (1 + np.exp(-sums))).tolist(), strict=True))

    def pointing(self, slot: str, anchor: Anchor) -> Pointing:
        """Which words the slot of a claim may be filled with."""
        window, first, second = self.at(anchor)
        asked = self._sum(window, f"ask-{slot}", first, second)
        begin, count = self.layout.columns[f"answer-{slot}"]
        sums = self.rows(window)[:, begin : begin + count] @ asked / self.layout.width**0.5
        away = np.arange(len(sums)) - (second[0] + 1)
        near = np.array(self.layout.near[slot], dtype=np.float32)
        half = len(near) // 2
        steps = np.minimum(np.log2(np.abs(away) + 1).astype(int), half - 1)
        sums = sums + near[steps + half * (away > 0)]
        nothing = self._sum(window, "nothing", first, second)
        sums[0] = nothing[self.layout.labels["nothing"].index(slot)]
        powers = np.exp(sums[:-1] - sums[:-1].max())
        shares = powers / powers.sum()
        return Pointing(self.windows[window], float(shares[0]), shares[1:])

    def at(self, anchor: Anchor) -> tuple[int, list[int], list[int]]:
        """The window that has the anchor furthest from its edges, and the places of its pieces there."""
        last = bisect_right(
            self.windows, anchor.first[0], key=lambda pieces: pieces[0].start if pieces else 0
        )
        fit = [
            (min(first[0], len(self.windows[at]) - first[-1]), at, first)
            for at in range(max(0, last - 3), last)
            if (first := places(self.windows[at], *anchor.first))
        ]
        if not fit:
            return 0, [0], [0]
        _, at, first = max(fit)
        return at, first, places(self.windows[at], *anchor.second) or first

    def _sum(self, window: int, head: str, first: list[int], second: list[int]) -> Numbers:
        total: Numbers = self._mean(window, f"{head}/1", first) + self._mean(window, f"{head}/2", second)
        return total

    def _mean(self, window: int, name: str, places: list[int]) -> Numbers:
        begin, count = self.layout.columns[name]
        mean: Numbers = self.rows(window)[[place + 1 for place in places], begin : begin + count].mean(axis=0)
        return mean


@dataclass(frozen=True, slots=True)
class Pointing:
    """How likely each piece is of the words that fill a slot, and that nothing in the report does."""

    pieces: Sequence[Piece]
    nothing: float
    shares: Numbers

    def share(self, start: int, end: int) -> float:
        """The share of the words between two offsets."""
        return float(sum(self.shares[place] for place in places(self.pieces, start, end)))

    def best(self) -> Piece:
        """The likeliest piece."""
        return self.pieces[int(self.shares.argmax())]


def places(pieces: Sequence[Piece], start: int, end: int) -> list[int]:
    """Which of the pieces overlap two offsets, in order."""
    first = bisect_right(pieces, start, key=lambda piece: piece.end)
    last = bisect_left(pieces, end, key=lambda piece: piece.start)
    return list(range(first, last))


@cache
def load_encoder(path: Path = ENCODER) -> Encoder | None:
    """The encoder; None where its file isn't there."""
    return Encoder(path) if path.is_file() else None
