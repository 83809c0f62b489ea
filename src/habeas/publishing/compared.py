"""Two reports of one family beside each other: what both say in the same words, and what only one says.

Paragraphs are set beside the paragraph that they are most like, in the order of both reports, and compared
word by word; case, accents, and the shape of quotation marks and dashes make no difference. The work is
bounded: of long reports only the beginning is compared, and said to be.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from habeas.model import Report, Span
from habeas.publishing.paragraphs import Portion, paragraphs
from habeas.publishing.signs import without_signs

# What is compared at most of each report: some twenty printed pages.
MOST_LETTERS: Final = 50_000
MOST_PARAGRAPHS: Final = 300
# Paragraphs that share fewer of their words than this aren't beside each other.
_ALIKE: Final = 0.35
# A paragraph is joined to its neighbour's row where that makes both sides so much more alike.
_BETTER: Final = 0.05
# So few words that are the same between longer changes are chance: "of the".
_CHANCE: Final = 2

_WORD: Final = re.compile(r"\w+(?:[’'.,-]\w+)*|[^\w\s]")
_DIGIT: Final = re.compile(r"\d")
_SHAPES: Final = str.maketrans("‘’‚‛“”„‟«»–—―‐‑−", '\'\'\'\'""""""------')

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one report: whether the other has them too at this point.

    `figure` is True for a figure that the other doesn't have; `reworded` for words of a quotation that the
    other report words differently.
    """

    start: int
    end: int
    text: str
    differs: bool = False
    figure: bool = False
    reworded: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What stands beside each other; one side is empty where the other report has nothing like it.

    `alike` is the share of words that both have, 0 to 1.
    """

    one: tuple[Piece, ...]
    other: tuple[Piece, ...]
    alike: float = 0.0

    @property
    def same(self) -> bool:
        """True where both say the same in the same words."""
        pieces = (*self.one, *self.other)
        return bool(self.one and self.other) and not any(piece.differs for piece in pieces)


@dataclass(frozen=True, slots=True)
class Side:
    """A report to compare, and the words in it that give figures of its claims."""

    report: Report
    figures: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """Two reports beside each other.

    `shared` is the share of words that both have, 0 to 1; `reworded` are the quotations that they word
    differently; `cut` is True where a report is longer than what is compared.
    """

    rows: tuple[Row, ...]
    reworded: tuple[Row, ...]
    shared: float
    cut: bool


def beside(one: Side, other: Side, reworded: Iterable[tuple[str, str]] = ()) -> Beside:
    """Two reports beside each other; `reworded` are a family's pairs of quotations, as it has them."""
    here, there = _Text.of(one), _Text.of(other)
    rows = [_row(*some, here, there) for some in _aligned(here, there)]
    pairs = list(_placed(reworded, here, there))
    told = [_row([mine], [theirs], here, there) for mine, theirs in pairs]
    quoted = _quoted([mine for mine, _ in pairs]), _quoted([theirs for _, theirs in pairs])
    return Beside(
        tuple(replace(row, one=quoted[0].of(row.one), other=quoted[1].of(row.other)) for row in rows),
        tuple(told),
        _shared(rows, here, there),
        cut=here.cut or there.cut,
    )


# --- words ---


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of what is compared of a report: where each stands, and what it is compared as."""

    side: Side
    blocks: tuple[Range, ...]  # paragraphs, by offsets
    words: tuple[Range, ...]  # by offsets
    folded: tuple[str, ...]
    cut: bool

    @classmethod
    def of(cls, side: Side) -> _Text:
        text = side.report.text
        end = min(len(text), MOST_LETTERS)
        found = paragraphs(side.report, Portion(0, end, 1, 1))
        blocks = [(one.start, one.end) for one in found if not one.field]
        kept = tuple(blocks[:MOST_PARAGRAPHS])
        words = [found.span() for start, stop in kept for found in _WORD.finditer(text, start, stop)]
        folded = [_folded(text[start:stop]) for start, stop in words]
        cut = end < len(text) or len(kept) < len(blocks)
        return cls(side, kept, tuple(words), tuple(folded), cut)

    def between(self, start: int, end: int) -> Range:
        """The words that start between two offsets, as their first and last number."""
        return bisect_left(self.words, (start, 0)), bisect_left(self.words, (end, 0))

    def gives_figure(self, word: Range) -> bool:
        """True for a word that has a digit, or is part of a figure that was read."""
        if _DIGIT.search(self.side.report.text, *word):
            return True
        return any(span.start < word[1] and word[0] < span.end for span in self.side.figures)


def _folded(word: str) -> str:
    """The word without case, accents and the shape of its marks; of a figure its digits."""
    if word[0].isdigit():
        return word.replace(",", "")
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_SHAPES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


class _Letters:
    """A letter for each word, so that texts of words compare as fast as words of letters do."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def spelt(self, words: Iterable[str]) -> str:
        # From U+E000 on: below it stand surrogates, which are no letters.
        return "".join(self._letters.setdefault(word, chr(0xE000 + len(self._letters))) for word in words)


# --- which paragraphs stand beside each other ---

Aligned = tuple[list[Range], list[Range]]


def _aligned(here: _Text, there: _Text) -> list[Aligned]:
    """The paragraphs of each row, by offsets."""
    letters = _Letters()
    mine, theirs = _spelt(here, letters), _spelt(there, letters)
    if not mine or not theirs:
        return [([one], []) for one in here.blocks] + [([], [one]) for one in there.blocks]
    rows = list(_path(_likeness(mine, theirs), mine, theirs))
    rows = _joined(rows, mine, theirs)
    return [([here.blocks[at] for at in some], [there.blocks[at] for at in others]) for some, others in rows]


def _spelt(text: _Text, letters: _Letters) -> list[str]:
    return [letters.spelt(text.folded[slice(*text.between(*block))]) for block in text.blocks]


def _likeness(mine: Sequence[str], theirs: Sequence[str]) -> NDArray[np.float64]:
    """How much joining each pair gains: the words that both have, where they are enough."""
    alike = process.cdist(mine, theirs, scorer=Indel.normalized_similarity, dtype=np.float64)
    lengths = np.add.outer([len(one) for one in mine], [len(one) for one in theirs])
    return np.where(alike >= _ALIKE, alike * lengths, 0.0)


Numbers = tuple[list[int], list[int]]


def _path(gains: NDArray[np.float64], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Numbers]:
    """The pairs that gain most while both keep their order; what has no pair stands alone."""
    best = np.zeros((len(mine) + 1, len(theirs) + 1))
    for at in range(len(mine) - 1, -1, -1):
        paired = gains[at] + best[at + 1, 1:]
        either = np.maximum(paired, best[at + 1, :-1])
        # From the right: the best that is left further on.
        best[at, :-1] = np.maximum.accumulate(either[::-1])[::-1]
    at, to = 0, 0
    while at < len(mine) or to < len(theirs):
        here = best[at, to]
        if at < len(mine) and here == best[at + 1, to]:
            yield [at], []
            at += 1
        elif to < len(theirs) and here == best[at, to + 1]:
            yield [], [to]
            to += 1
        else:
            yield [at], [to]
            at, to = at + 1, to + 1


def _joined(rows: Sequence[Numbers], mine: Sequence[str], theirs: Sequence[str]) -> list[Numbers]:
    """The rows, with what stands alone joined to a neighbour where a paragraph was only split in two."""
    joined: list[Numbers] = []
    for row in rows:
        if joined and (one := _as_one(joined[-1], row, mine, theirs)) is not None:
            joined[-1] = one
        else:
            joined.append(row)
    return joined


def _as_one(before: Numbers, row: Numbers, mine: Sequence[str], theirs: Sequence[str]) -> Numbers | None:
    both = before[0] + row[0], before[1] + row[1]
    one_stands_alone = not all(before) or not all(row)
    if not one_stands_alone or not all(both):
        return None
    apart = max(_alike(before, mine, theirs), _alike(row, mine, theirs))
    return both if _alike(both, mine, theirs) > max(apart, _ALIKE) + _BETTER else None


def _alike(row: Numbers, mine: Sequence[str], theirs: Sequence[str]) -> float:
    one, other = "".join(mine[at] for at in row[0]), "".join(theirs[at] for at in row[1])
    return Indel.normalized_similarity(one, other) if one and other else 0.0


# --- which words differ ---


def _row(mine: Sequence[Range], theirs: Sequence[Range], here: _Text, there: _Text) -> Row:
    words, others = _words_of(mine, here), _words_of(theirs, there)
    letters = _Letters()
    one = letters.spelt(here.folded[at] for at in words)
    other = letters.spelt(there.folded[at] for at in others)
    same = _same(one, other)
    return Row(
        tuple(_pieces(mine, words, {at for at, _ in same}, here)),
        tuple(_pieces(theirs, others, {at for _, at in same}, there)),
        alike=2 * len(same) / max(1, len(one) + len(other)),
    )


def _words_of(blocks: Iterable[Range], text: _Text) -> list[int]:
    return [at for block in blocks for at in range(*text.between(*block))]


def _same(one: str, other: str) -> list[tuple[int, int]]:
    """The words that both have, as pairs of their numbers, without those that meet by chance."""
    runs = [
        (code.src_start, code.src_end, code.dest_start)
        for code in Indel.opcodes(one, other)
        if code.tag == "equal"
    ]
    ends = [(0, 0), *((end, to + end - start) for start, end, to in runs)]
    starts = [*((start, to) for start, _, to in runs), (len(one), len(other))]
    return [
        (at, to + at - start)
        for number, (start, end, to) in enumerate(runs)
        if end - start > _CHANCE
        or _gap(ends[number], (start, to)) <= _CHANCE
        or _gap((end, to + end - start), starts[number + 1]) <= _CHANCE
        for at in range(start, end)
    ]


def _gap(end: tuple[int, int], start: tuple[int, int]) -> int:
    """How many words lie between two runs, in the report that has more of them there."""
    return max(start[0] - end[0], start[1] - end[1])


def _pieces(blocks: Sequence[Range], words: Sequence[int], same: set[int], text: _Text) -> Iterator[Piece]:
    """The words of some paragraphs as pieces without a gap; blanks beside a change are no part of it."""
    if not blocks:
        return
    start, end = blocks[0][0], blocks[-1][1]
    for first, last, figure in _changed(words, same, text):
        if start < first:
            yield _piece(text, start, first)
        yield _piece(text, first, last, differs=True, figure=figure)
        start = last
    if start < end:
        yield _piece(text, start, end)


def _changed(words: Sequence[int], same: set[int], text: _Text) -> Iterator[tuple[int, int, bool]]:
    """The runs of words that the other report hasn't, by offsets; figures among them apart."""
    run: tuple[int, int, bool] | None = None
    for number, word in enumerate(words):
        start, end = text.words[word]
        figure = number not in same and text.gives_figure((start, end))
        if run is not None and (number in same or figure is not run[2]):
            yield run
            run = None
        if number not in same:
            run = (start if run is None else run[0], end, figure)
    if run is not None:
        yield run


def _piece(text: _Text, start: int, end: int, *, differs: bool = False, figure: bool = False) -> Piece:
    return Piece(start, end, without_signs(text.side.report.text[start:end]), differs, figure)


def _shared(rows: Iterable[Row], here: _Text, there: _Text) -> float:
    words = len(here.words) + len(there.words)
    alike = sum(row.alike * (_length(row.one, here) + _length(row.other, there)) for row in rows)
    return alike / words if words else 0.0


def _length(pieces: Sequence[Piece], text: _Text) -> int:
    if not pieces:
        return 0
    first, last = text.between(pieces[0].start, pieces[-1].end)
    return last - first


# --- quotations that were reworded ---


def _placed(reworded: Iterable[tuple[str, str]], here: _Text, there: _Text) -> Iterator[tuple[Range, Range]]:
    """Where the two wordings of a quotation stand, of the pairs that these two reports have."""
    pairs = list(reworded)
    if not pairs:
        return
    mine, theirs = _Searched(here.side.report.text), _Searched(there.side.report.text)
    for one, other in pairs:
        for first, second in ((one, other), (other, one)):
            found, found_too = mine.find(first), theirs.find(second)
            if found is not None and found_too is not None:
                yield found, found_too
                break


class _Searched:
    """The letters and digits alone of a text, folded as families fold quotations, each with its offset."""

    def __init__(self, text: str) -> None:
        letters = (
            (letter, at)
            for at, written in enumerate(islice(text, MOST_LETTERS))
            for letter in unicodedata.normalize("NFKD", written.casefold())
            if letter.isalnum()
        )
        found = list(letters)
        self._letters = "".join(letter for letter, _ in found)
        self._offsets = [at for _, at in found]

    def find(self, words: str) -> Range | None:
        """Where these words first stand, whatever marks and blanks are between them."""
        wanted = "".join(letter for letter in words if letter.isalnum())
        at = self._letters.find(wanted) if wanted else -1
        return None if at < 0 else (self._offsets[at], self._offsets[at + len(wanted) - 1] + 1)


@dataclass(frozen=True, slots=True)
class _Quoted:
    """Stretches of a report that are quotations worded differently, in order and apart."""

    starts: Sequence[int]
    ends: Sequence[int]

    def of(self, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
        """The pieces, parted where such a quotation begins or ends, those in it marked."""
        return tuple(part for piece in pieces for part in self._parts(piece))

    def _parts(self, piece: Piece) -> Iterator[Piece]:
        inner = sorted(at for at in (*self.starts, *self.ends) if piece.start < at < piece.end)
        edges = [piece.start, *inner, piece.end]
        for start, end in pairwise(edges):
            text = piece.text[start - piece.start : end - piece.start]
            yield replace(piece, start=start, end=end, text=text, reworded=self._hold(start))

    def _hold(self, offset: int) -> bool:
        return bisect_right(self.starts, offset) > bisect_right(self.ends, offset)


def _quoted(spans: Iterable[Range]) -> _Quoted:
    found = sorted(set(spans))
    return _Quoted([start for start, _ in found], sorted(end for _, end in found))
