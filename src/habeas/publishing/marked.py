"""A report's text with what was read from it marked: who underlines which words, and where they overlap.

Each paragraph becomes segments, runs of words about which the same is to be said. Evidence is drawn as
lines below the words: the claims of one passage share a line, passages that overlap lie in lanes of their
own, and what has no lane left is drawn as one line more. Figures are marked themselves, with a number that
leads to the note. Work is linear in the portion and in the spans that touch it, but for sorting; what a page
holds is bounded, however many claims a hostile report has.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final, TypeVar

from habeas.model import Claim, Report, Span, Unread
from habeas.publishing.paragraphs import Paragraph, Portion, paragraphs
from habeas.publishing.signs import Sign, signs, without_signs

Thing = TypeVar("Thing", Claim, Unread)

# Lines of evidence that can be told apart below the words.
LANES: Final = 3
# Claims, and as many unread figures, that one page has notes on.
NOTES: Final = 300
# Claims that a segment names; only what is lit up together hangs on it.
_NAMED: Final = 12
# Characters that a page names one by one; further ones are shown as U+FFFD.
_SIGNS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Segment:
    """Words about which the same is to be said.

    `text` is what to show: as long as the words, but of a `sign`, whose short name stands there instead.
    `lanes` are the lines of evidence below it, 0 the nearest; `crowded` is True where there are more than
    lanes. `depth` is how many claims stand on its first letter, `claims` are the ids of those that have a
    lane, at most a dozen.
    `figures` are the claims whose anchor it is part of, `unread` the unread figures. Notes on
    what is in `notes` are to be called behind the segment: there these anchors end.
    """

    start: int
    end: int
    text: str
    sign: Sign | None = None
    lanes: tuple[int, ...] = ()
    crowded: bool = False
    depth: int = 0
    claims: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    """A paragraph and its segments, which hold its words without a gap.

    `notes` are the claims and unread figures, by id, whose anchors end in it, in that order.
    """

    paragraph: Paragraph
    segments: tuple[Segment, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A portion of a report's text, marked.

    `claims` and `unread` are those that have a note here, `left_out` how many of the portion have none.
    `numbers` give each claim and unread figure of the whole report its number, in order of the text.
    """

    portion: Portion
    paragraphs: tuple[MarkedParagraph, ...]
    claims: tuple[Claim, ...]
    unread: tuple[Unread, ...]
    left_out: int = 0
    numbers: Mapping[str, int] = field(default_factory=dict)


def marked(
    report: Report, claims: Iterable[Claim], unread: Iterable[Unread], portion: Portion, *, at: int = 0
) -> Marked:
    """The portion with these claims and unread figures of the report marked in it.

    Where it has more than a page has notes on, those from the offset `at` on are shown.
    """
    claims = sorted(claims, key=lambda claim: (claim.anchor.start, claim.anchor.end, claim.id))
    unread = sorted(unread, key=lambda figure: (figure.quantity.start, figure.quantity.end))
    here = [one for one in claims if portion.holds(one.anchor.start)]
    doubted_here = [one for one in unread if portion.holds(one.quantity.start)]
    shown, doubted = _shown(here, at), _shown(doubted_here, at)
    found = paragraphs(report, portion)
    passages = _passages(claims, portion)
    covers = [*_lines_of(passages), *_seated(shown, doubted, found)]
    return Marked(
        portion,
        tuple(_marked(report.text, found, _Changes.of(covers), _Depth.of(passages))),
        tuple(shown),
        tuple(doubted),
        left_out=len(here) + len(doubted_here) - len(shown) - len(doubted),
        numbers=_numbers(claims, unread),
    )


def _shown(found: Sequence[Thing], at: int) -> list[Thing]:
    """As many as a page has notes on, from an offset on; if fewer are left there, the last ones."""
    if len(found) <= NOTES:
        return list(found)
    first = next((index for index, one in enumerate(found) if _anchor(one).start >= at), len(found))
    first = min(first, len(found) - NOTES)
    return list(found[first : first + NOTES])


def _anchor(one: Claim | Unread) -> Span:
    return one.anchor if isinstance(one, Claim) else one.quantity


def _numbers(claims: Iterable[Claim], unread: Iterable[Unread]) -> dict[str, int]:
    placed = [(claim.anchor.start, claim.anchor.end, claim.id) for claim in claims]
    placed += [(one.quantity.start, one.quantity.end, one.id) for one in unread]
    return {name: number for number, (_, _, name) in enumerate(sorted(placed), start=1)}


# --- what covers which words ---


@dataclass(frozen=True, slots=True, eq=False)
class _Cover:
    """Something that covers words: a line of evidence, a figure, or an unread figure."""

    start: int
    end: int
    lane: int | None = None
    crowd: bool = False
    evidence_of: tuple[str, ...] = ()
    figure: str | None = None
    unread: str | None = None


Passages = dict[tuple[int, int], list[str]]


def _passages(claims: Iterable[Claim], portion: Portion) -> Passages:
    """The slices of evidence that touch the portion, cut to it, each with the claims that stand on it."""
    found: Passages = defaultdict(list)
    for claim in claims:
        for span in dict.fromkeys(claim.evidence):
            start, end = max(span.start, portion.start), min(span.end, portion.end)
            if start < end:
                found[start, end].append(claim.id)
    return found


def _lines_of(passages: Passages) -> Iterator[_Cover]:
    """A lane for each passage, the longer of two that begin together nearest to the words.

    A lane is free again where its passage ends. Passages that find none are joined to one line.
    """
    free = list(range(LANES))
    taken: list[tuple[int, int]] = []
    crowd: list[tuple[int, int]] = []
    for start, end in sorted(passages, key=lambda one: (one[0], -one[1])):
        while taken and taken[0][0] <= start:
            heapq.heappush(free, heapq.heappop(taken)[1])
        if free:
            lane = heapq.heappop(free)
            heapq.heappush(taken, (end, lane))
            yield _Cover(start, end, lane=lane, evidence_of=tuple(passages[start, end]))
        elif crowd and start <= crowd[-1][1]:
            crowd[-1] = (crowd[-1][0], max(end, crowd[-1][1]))
        else:
            crowd.append((start, end))
    yield from (_Cover(start, end, crowd=True) for start, end in crowd)


def _seated(
    claims: Iterable[Claim], unread: Iterable[Unread], found: Sequence[Paragraph]
) -> Iterator[_Cover]:
    """The figures, each within the paragraph in which it begins: there its note is called."""
    ends = [paragraph.end for paragraph in found]
    if not ends:
        return
    for claim in claims:
        yield _Cover(*_seat(claim.anchor, found, ends), figure=claim.id)
    for figure in unread:
        yield _Cover(*_seat(figure.quantity, found, ends), unread=figure.id)


def _seat(anchor: Span, found: Sequence[Paragraph], ends: Sequence[int]) -> tuple[int, int]:
    paragraph = found[min(bisect_right(ends, anchor.start), len(found) - 1)]
    start = min(max(anchor.start, paragraph.start), paragraph.end - 1)
    return start, max(start + 1, min(anchor.end, paragraph.end))


# --- segments ---


@dataclass(frozen=True, slots=True)
class _Changes:
    """What begins and what ends at each offset at which anything does."""

    offsets: Sequence[int]
    opens: Mapping[int, Sequence[_Cover]]
    closes: Mapping[int, Sequence[_Cover]]

    @classmethod
    def of(cls, covers: Iterable[_Cover]) -> _Changes:
        opens: dict[int, list[_Cover]] = defaultdict(list)
        closes: dict[int, list[_Cover]] = defaultdict(list)
        for cover in covers:
            opens[cover.start].append(cover)
            closes[cover.end].append(cover)
        return cls(sorted(opens.keys() | closes.keys()), opens, closes)


@dataclass(frozen=True, slots=True)
class _Depth:
    """How many claims stand on a letter; those without a lane count too."""

    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, passages: Passages) -> _Depth:
        return cls(
            sorted(start for (start, _), ids in passages.items() for _ in ids),
            sorted(end for (_, end), ids in passages.items() for _ in ids),
        )

    def at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - bisect_right(self.ends, offset)


def _marked(
    text: str, found: Iterable[Paragraph], changes: _Changes, depth: _Depth
) -> Iterator[MarkedParagraph]:
    sweep, named = _Sweep(changes), 0
    for paragraph in found:
        segments: list[Segment] = []
        for start, end, covers, closing in sweep.through(paragraph.start, paragraph.end):
            whole = _segment(text[start:end], start, covers, closing, depth.at(start))
            pieces = list(_parted(whole, room=_SIGNS - named))
            named += sum(piece.sign is not None for piece in pieces)
            segments += pieces
        notes = tuple(note for segment in segments for note in segment.notes)
        yield MarkedParagraph(paragraph, tuple(segments), notes)


Stretch = tuple[int, int, tuple[_Cover, ...], tuple[_Cover, ...]]


class _Sweep:
    """Goes through the text once, and knows at each point what covers it."""

    def __init__(self, changes: _Changes) -> None:
        self._changes = changes
        self._next = 0
        self._covers: dict[_Cover, None] = {}  # insertion keeps the order

    def through(self, start: int, end: int) -> Iterator[Stretch]:
        """The stretches between two offsets on which nothing changes: from, to, what covers it, what ends."""
        self._change_until(start)
        while start < end:
            stop = end if (soon := self._upcoming()) is None else min(soon, end)
            yield start, stop, tuple(self._covers), tuple(self._changes.closes.get(stop, ()))
            self._change_until(stop)
            start = stop

    def _upcoming(self) -> int | None:
        """The next offset at which anything changes."""
        offsets = self._changes.offsets
        return offsets[self._next] if self._next < len(offsets) else None

    def _change_until(self, offset: int) -> None:
        while (at := self._upcoming()) is not None and at <= offset:
            for cover in self._changes.closes.get(at, ()):
                self._covers.pop(cover, None)
            self._covers.update(dict.fromkeys(self._changes.opens.get(at, ())))
            self._next += 1


def _segment(
    words: str, start: int, covers: Iterable[_Cover], closing: Iterable[_Cover], depth: int
) -> Segment:
    covers = tuple(covers)
    named = (id_ for cover in covers for id_ in cover.evidence_of)
    return Segment(
        start,
        start + len(words),
        words,
        lanes=tuple(sorted(cover.lane for cover in covers if cover.lane is not None)),
        crowded=any(cover.crowd for cover in covers),
        depth=depth,
        claims=tuple(islice(dict.fromkeys(named), _NAMED)),
        figures=tuple(cover.figure for cover in covers if cover.figure is not None),
        unread=tuple(cover.unread for cover in covers if cover.unread is not None),
        notes=tuple(name for cover in closing if (name := cover.figure or cover.unread) is not None),
    )


def _parted(segment: Segment, *, room: int) -> Iterator[Segment]:
    """The segment with the characters that can't be shown as they are in segments of their own."""
    words, start = segment.text, 0
    for sign in islice(signs(words), max(room, 0)):
        if start < sign.start:
            yield _part(segment, start, sign.start)
        yield replace(_part(segment, sign.start, sign.end), text=sign.short, sign=sign)
        start = sign.end
    if start < len(words):
        yield _part(segment, start, len(words))


def _part(segment: Segment, start: int, end: int) -> Segment:
    """The words of a segment between two offsets in it; its notes are called behind the last."""
    return replace(
        segment,
        start=segment.start + start,
        end=segment.start + end,
        text=without_signs(segment.text[start:end]),
        notes=segment.notes if end == len(segment.text) else (),
    )
