"""The lines of a brief set as lists and tables, their notes numbered in the order in which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from habeas.model import Review, Span
from habeas.publishing import phrases
from habeas.publishing.brief.pieces import Block, Cited, Column, Form, Line, Part, Piece, text
from habeas.publishing.brief.pieces import Words as Told
from habeas.publishing.charts.told import UNCHECKED
from habeas.publishing.documents.tree import (
    Body,
    Heading,
    Item,
    Items,
    Marks,
    Note,
    Paragraph,
    Row,
    Said,
    Table,
    Words,
    shown,
)
from habeas.publishing.notes import Note as Numbered
from habeas.publishing.notes import Notes
from habeas.publishing.phrases import count

# A document that nobody can open, or read, helps nobody: what goes beyond is counted, and printed elsewhere.
MOST_OF_BLOCK: Final = 200  # lines under one heading, those under lines as well
MOST_OF_PART: Final = 400
LONGEST_NOTE: Final = 2_000  # characters of a report's words
AROUND: Final = LONGEST_NOTE // 2
ELSEWHERE: Final = "left out of this document; habeas brief prints all"

# As pages may have it (BCP 47); what a report is stated to be in is its outlet's word.
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_BETWEEN: Final = Words(" · ")

Key = tuple[str, tuple[Span, ...]]


@dataclass(slots=True)
class Setter:
    """Sets one part after the other; keeps the notes, and how many lines were left out.

    `anchors` are where the words of a claim's figure start in its report, by the note's key: of words too
    long for a note, those around it are kept.
    """

    anchors: Mapping[Key, int] = field(default_factory=dict)
    left_out: int = 0
    _notes: Notes = field(default_factory=Notes)
    _claims: dict[int, dict[str, None]] = field(default_factory=dict)

    def part(self, part: Part, nothing: str) -> tuple[Body, ...]:
        """What stands in a part, each block under its heading; that there is nothing, where there is."""
        found: list[Body] = []
        for block in self._within(part.blocks):
            found += [Heading(shown(block.heading).strip())] if block.heading else []
            found += self.block(block, part.title) if part.table else self.lines(block.lines)
        return tuple(found) or (Paragraph((Words(nothing),), aside=True),)

    def block(self, block: Block, title: str) -> list[Body]:
        """Its lines as a table; what is no line of a list stands around it."""
        rows = [line for line in block.lines if line.form is Form.BULLET]
        besides = [line for line in block.lines if line.form is not Form.BULLET]
        caption = f"{title}: {shown(block.heading).strip()}" if block.heading else title
        table = [Table(caption, tuple(self._rows(rows)))] if rows else []
        return [*table, *self.lines(besides)]

    def lines(self, lines: Iterable[Line]) -> list[Body]:
        """These lines as lists and paragraphs."""
        found: list[Body] = []
        items: list[Item] = []
        for line in lines:
            if line.form is Form.BULLET:
                items.append(self._item(line))
                continue
            found += [Items(tuple(items))] if items else []
            items = []
            found.append(Paragraph(self._said(line), aside=line.form is Form.ASIDE))
            found += [Items(tuple(map(self._item, line.under)))] if line.under else []
        return found + ([Items(tuple(items))] if items else [])

    def known(self, report: str, spans: tuple[Span, ...]) -> int | None:
        """The number of these words, if a line stands on them."""
        return self._notes.known(report, spans)

    def notes(self) -> tuple[Note, ...]:
        """The notes of all that was set."""
        return tuple(map(self._note, self._notes.each()))

    # --- lines ---

    def _item(self, line: Line) -> Item:
        return Item(self._said(line), tuple(map(self._item, line.under)))

    def _said(self, line: Line) -> Said:
        """All of a line in one run, as it is printed."""
        pieces = [self._piece(piece) for piece in line.pieces]
        runs = _joined(pieces)
        runs += [Words(shown(line.end))] if line.end else []
        runs += [Words(f" · {checked(line.review)}")] if line.review else []
        marks = self._marks(line.cited)
        return _linked((*runs, *([marks] if marks.notes else [])), marks)

    def _rows(self, lines: Iterable[Line], depth: int = 0) -> Iterator[Row]:
        for line in lines:
            yield self._row(line, depth)
            yield from self._rows(line.under, depth + 1)

    def _row(self, line: Line, depth: int) -> Row:
        columns: dict[Column | None, list[list[Words | Marks]]] = {None: []}
        at: Column | None = None
        for piece in line.pieces:
            at = next((one.column for one in piece if isinstance(one, Told) and one.column), at)
            columns.setdefault(at, []).append(self._piece(piece))
        what = _joined(columns[None]) + ([Words(shown(line.end))] if line.end else [])
        marks = self._marks(line.cited)
        figure, whom = _parted(_linked(what, marks))
        when = tuple(_joined(columns.get(Column.WHEN, [])))
        who = tuple(_joined(columns.get(Column.WHO, [])))
        return Row(depth, figure, whom, when, who, checked(line.review), marks)

    def _piece(self, piece: Piece) -> list[Words | Marks]:
        return [self._run(run) for run in piece if isinstance(run, Cited) or run.text]

    def _run(self, run: Told | Cited) -> Words | Marks:
        return self._marks(run) if isinstance(run, Cited) else Words(shown(run.text), run.figure)

    # --- notes ---

    def _marks(self, cited: Cited | None) -> Marks:
        numbers: dict[int, None] = {}
        for one in cited.evidence if cited is not None else ():
            number = self._notes.number(one.report, one.spans)
            numbers[number] = None
            if one.claim is not None:
                self._claims.setdefault(number, {})[one.claim] = None
        return Marks(tuple(sorted(numbers)))

    def _note(self, told: Numbered) -> Note:
        report, spans = told.report, told.evidence
        words, cut = _shortened(spans, self.anchors.get((report.id, spans), spans[0].start))
        claims = tuple(self._claims.get(told.number, ()))
        language = report.language if report.language and _TAG.fullmatch(report.language) else None
        return Note(told.number, shown(told.source).strip(), words, language, claims, cut)

    # --- what goes beyond ---

    def _within(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks as far as a document bears them; then how much more there is."""
        room, lines, headings = MOST_OF_PART, 0, 0
        for block in blocks:
            kept = _up_to(block.lines, min(room, MOST_OF_BLOCK))
            more = _size(block.lines) - _size(kept)
            room -= _size(kept)
            if not kept and block.lines:
                lines, headings = lines + more, headings + 1
            elif more:
                self.left_out += more
                rest = text(f"{count(more, 'line')} more: {ELSEWHERE}.", form=Form.ASIDE)
                yield replace(block, lines=(*kept, rest))
            else:
                yield block
        if headings:
            self.left_out += lines
            said = f"{count(headings, 'heading')} more, with {count(lines, 'line')}: {ELSEWHERE}."
            yield Block((text(said, form=Form.ASIDE),))


def checked(review: str) -> str:
    """Whether somebody checked it, in words that can stand alone."""
    return UNCHECKED if review == phrases.REVIEWS[Review.UNCHECKED] else shown(review)


def _joined(pieces: Iterable[list[Words | Marks]]) -> list[Words | Marks]:
    found: list[Words | Marks] = []
    for piece in pieces:
        found += [_BETWEEN] if found and piece else []
        found += piece
    return found


def _linked(said: Iterable[Words | Marks], marks: Marks) -> Said:
    """The same, each figure leading to the first of these notes."""
    first = next(iter(marks.notes), None)
    return tuple(replace(run, note=first) if isinstance(run, Words) and run.figure else run for run in said)


def _parted(said: Said) -> tuple[Said, Said]:
    """What stands up to the figure, and what it counts; all in the second where there isn't one figure."""
    figures = [at for at, run in enumerate(said) if isinstance(run, Words) and run.figure]
    if len(figures) != 1:
        return (), said
    end = figures[0] + 1
    counted = said[end:]
    if counted and isinstance(counted[0], Words):
        counted = (replace(counted[0], text=counted[0].text.lstrip()), *counted[1:])
    return said[:end], counted


def _shortened(spans: tuple[Span, ...], anchor: int) -> tuple[str, int]:
    """The words, of very long ones those around the figure; and how many characters are left out."""
    long = sum(len(span.text) for span in spans)
    if long <= LONGEST_NOTE:
        return shown(" … ".join(span.text for span in spans)).strip(), 0
    holding = next((span for span in spans if span.start <= anchor < span.end), spans[0])
    at = max(0, anchor - holding.start - AROUND)
    kept = holding.text[at : at + LONGEST_NOTE]
    before, after = "… " if at else "", " …" if at + LONGEST_NOTE < len(holding.text) else ""
    return f"{before}{shown(kept).strip()}{after}", long - len(kept)


def _size(lines: Iterable[Line]) -> int:
    return sum(1 + _size(line.under) for line in lines)


def _up_to(lines: Iterable[Line], most: int) -> tuple[Line, ...]:
    """The first lines, no more than so many with all that stands under them; a line is cut at its end."""
    kept: list[Line] = []
    for line in lines:
        if most <= 0:
            break
        under = _up_to(line.under, most - 1)
        kept.append(line if _size(under) == _size(line.under) else replace(line, under=under))
        most -= 1 + _size(under)
    return tuple(kept)
