"""A report's text cut for reading: into portions that a page can show, and these into paragraphs.

Both hang on the text alone, so that an offset leads to the same portion for ever. Nothing here copies the
text: portions and paragraphs are offsets, and work is linear in the portion that is shown.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from habeas.model import Mark, Report

Direction = Literal["ltr", "rtl"]

# Characters that one page shows: some forty printed pages.
PORTION: Final = 100_000
# How far back from there the end of a paragraph is looked for, then a blank.
_BACK_TO_PARAGRAPH: Final = 20_000
_BACK_TO_BLANK: Final = 200
# Longer lines are shown in pieces, so that they can be read, notes can stand beside their words, and a piece
# isn't more than one can mark at once.
_LONGEST: Final = 2_000
_PIECE: Final = 1_200
# Lines of a portion beyond this many are shown several together.
_MOST_LINES: Final = 2_000
# A text that somebody wrapped by hand has lines of about this length.
_WRAPPED_AT: Final = range(40, 101)
# One full line before a short one may be chance, as in a list.
_ENOUGH_LINES: Final = 3

_SENTENCE_END: Final = re.compile(r"[.!?…؟۔。][\"'”’»)\]]*\s")
_LAYOUT: Final = re.compile(r"\t|\n|  ")
_FIELD: Final = re.compile(r"[A-Z][\w -]{1,20}: \S.*")

# Codes of languages that are written from right to left (ISO 639; Unicode CLDR, "characterOrder").
RIGHT_TO_LEFT: Final = frozenset(
    {
        "ar",
        "arc",
        "ckb",
        "dv",
        "fa",
        "glk",
        "he",
        "ks",
        "mzn",
        "nqo",
        "prs",
        "ps",
        "sd",
        "syr",
        "ug",
        "ur",
        "yi",
    }
)


# --- portions ---


@dataclass(frozen=True, slots=True)
class Portion:
    """The part of a report's text that one page shows, and where those around it start."""

    start: int
    end: int
    number: int  # from 1
    of: int
    before: int | None = None
    after: int | None = None

    def holds(self, offset: int) -> bool:
        """True where the character at this offset is in the portion."""
        return self.start <= offset < self.end


def portion_at(text: str, offset: int = 0) -> Portion:
    """The portion that holds this offset; the nearest one for an offset outside of the text."""
    parts = max(1, round(len(text) / PORTION))
    number = min(max(offset, 0) // PORTION, parts - 1)
    if number + 1 < parts and offset >= _start_of(text, number + 1, parts):
        number += 1
    start, end = _start_of(text, number, parts), _start_of(text, number + 1, parts)
    return Portion(
        start,
        end,
        number + 1,
        parts,
        before=_start_of(text, number - 1, parts) if number else None,
        after=end if number + 1 < parts else None,
    )


def _start_of(text: str, number: int, parts: int) -> int:
    """Where the portion starts: behind a paragraph, else a blank, at or before its share of the text."""
    if number in (0, parts):
        return 0 if number == 0 else len(text)
    share = number * PORTION
    return _cut_before(text, share, ("\n", _BACK_TO_PARAGRAPH), (" ", _BACK_TO_BLANK))


def _cut_before(text: str, offset: int, *ways: tuple[str, int]) -> int:
    for letter, back in ways:
        if (found := text.rfind(letter, offset - back, offset)) >= 0:
            return found + 1
    # Never between a letter and the marks that belong to it.
    lowest = offset - _BACK_TO_BLANK
    while offset > lowest and unicodedata.combining(text[offset]):
        offset -= 1
    return offset


# --- paragraphs ---


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Where a paragraph stands in the text, and how it is to be set.

    `label` is that of the page or paragraph of the document that starts here ("page 3"). A paragraph that
    `goes_on` is a further piece of a long line; one that is `laid_out` has blanks or line ends that mean
    something, as a table's do; a `field` is a line of the heading ("Outlet: …").
    """

    start: int
    end: int
    direction: Direction | None  # None: no letter says so
    label: str | None = None
    goes_on: bool = False
    laid_out: bool = False
    field: bool = False


def paragraphs(report: Report, portion: Portion) -> list[Paragraph]:
    """The paragraphs of a portion, in order; together they hold all of it that isn't blank."""
    text, marks = report.text, _Labels(report.marks)
    found: list[Paragraph] = []
    fields = end_of_fields(text) if portion.start == 0 else 0
    for start, end, wrapped in _blocks(text, portion, marks):
        for piece, (first, last) in enumerate(_pieces(text, start, end)):
            found.append(
                Paragraph(
                    first,
                    last,
                    direction_of(text, first, last),
                    label=None if piece else marks.new_at(first),
                    goes_on=piece > 0,
                    laid_out=not wrapped and _LAYOUT.search(text, first, last) is not None,
                    field=last <= fields,
                )
            )
    return found


class _Labels:
    """The labels of a document's parts, each given once, at the first words of its part."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = marks
        self._starts = [mark.start for mark in marks]
        self._last: str | None = None

    def new_at(self, offset: int) -> str | None:
        """The label of the part that holds the offset, unless it was given before."""
        at = bisect_right(self._starts, offset) - 1
        label = self._marks[at].label if at >= 0 else None
        if label == self._last:
            return None
        self._last = label
        return label

    def parts(self, one: int, other: int) -> bool:
        """True where a part starts between two offsets."""
        return bisect_right(self._starts, one) != bisect_right(self._starts, other)


Line = tuple[int, int]


def _blocks(text: str, portion: Portion, marks: _Labels) -> Iterator[tuple[int, int, bool]]:
    """Runs of lines that are one paragraph: those that were wrapped by hand, else single lines."""
    lines = _lines(text, portion.start, portion.end)
    if len(lines) > _MOST_LINES:
        step = -(-len(lines) // _MOST_LINES)
        yield from ((some[0][0], some[-1][1], False) for some in _chunks(lines, step))
        return
    for run in _runs(text, lines, marks):
        if _is_wrapped(text, run):
            yield run[0][0], run[-1][1], True
        else:
            yield from ((start, end, False) for start, end in run)


def _lines(text: str, start: int, end: int) -> list[Line]:
    """The lines that aren't blank, without the blanks at their ends; those at their beginning are kept."""
    found: list[Line] = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        filled = stop
        while filled > start and text[filled - 1].isspace():
            filled -= 1
        if filled > start:
            found.append((start, filled))
        start = stop + 1
    return found


def _chunks(lines: Sequence[Line], step: int) -> Iterator[Sequence[Line]]:
    return (lines[at : at + step] for at in range(0, len(lines), step))


def _runs(text: str, lines: Iterable[Line], marks: _Labels) -> Iterator[list[Line]]:
    """Lines that follow one another without a blank one or a new page between them."""
    run: list[Line] = []
    for line in lines:
        if run and (text.count("\n", run[-1][1], line[0]) > 1 or marks.parts(run[-1][0], line[0])):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _is_wrapped(text: str, run: Sequence[Line]) -> bool:
    """True where no line had room for the first word of the next: then somebody wrapped them."""
    width = max(end - start for start, end in run)
    if len(run) < _ENOUGH_LINES or width not in _WRAPPED_AT:
        return False
    return all(
        before[1] - before[0] + 1 + _first_word(text, after) > width for before, after in pairwise(run)
    )


def _first_word(text: str, line: Line) -> int:
    words = text[line[0] : line[1]].split(maxsplit=1)
    return len(words[0]) if words else 0


def _pieces(text: str, start: int, end: int) -> Iterator[Line]:
    """A line of readable length as it is; a longer one cut behind sentences, else behind blanks."""
    if end - start <= _LONGEST:
        yield start, end
        return
    while end - start > _LONGEST:
        cut = _end_of_sentence(text, start + _PIECE // 2, start + _LONGEST)
        yield start, cut
        start = cut
    yield start, end


def _end_of_sentence(text: str, lowest: int, highest: int) -> int:
    """The end of the sentence that ends nearest to a piece's length, blanks after it included."""
    wanted = lowest + _PIECE // 2
    ends = [found.end() for found in _SENTENCE_END.finditer(text, lowest, highest)]
    if ends:
        return min(ends, key=lambda offset: abs(offset - wanted))
    return _cut_before(text, wanted, (" ", _BACK_TO_BLANK))


def end_of_fields(text: str) -> int:
    """Where a heading of two fields or more ("Outlet: …"), closed by a blank line, ends; else 0."""
    end, lines = 0, 0
    while (stop := text.find("\n", end, end + _LONGEST)) >= 0 and _FIELD.fullmatch(text, end, stop):
        end, lines = stop + 1, lines + 1
    closed = not text[end : end + 1].strip()
    return end if lines >= 2 and closed else 0


# --- direction ---


def direction_of(text: str, start: int = 0, end: int | None = None) -> Direction | None:
    """The direction of the first letter that has one (Unicode UAX #9, rules P2 and P3).

    It is asked here, not of a browser: what is shown in place of control characters would answer there.
    """
    for at in range(start, len(text) if end is None else end):
        kind = unicodedata.bidirectional(text[at])
        if kind == "L":
            return "ltr"
        if kind in ("R", "AL"):
            return "rtl"
    return None


def written(language: str | None) -> Direction | None:
    """The direction in which a language is written; None where the report states none."""
    if language is None:
        return None
    return "rtl" if language.lower().split("-")[0] in RIGHT_TO_LEFT else "ltr"
