"""The lines of a brief as pages show them: every figure linked to its words, notes numbered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from habeas.publishing import phrases
from habeas.publishing.brief.pieces import Block, Cited, Form, Lead, Line, Piece, Thing, Words, text
from habeas.publishing.notes import Notes
from habeas.publishing.plain import clipped, fit, plain
from habeas.web.telling import address

PAGES: Final = frozenset({Thing.CLAIM, Thing.EVENT, Thing.PLACE, Thing.BODY, Thing.REPORT})
# Names lead to a page only where there is one: not every name is listed.
NAMES: Final = frozenset({Thing.PLACE, Thing.BODY})
LONGEST_NOTE: Final = 1_500  # characters; beyond, the claim's own page has the rest
MOST_UNDER: Final = 8  # lines under one
STATES: Final = {words: review.value for review, words in phrases.REVIEWS.items()}


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a note where it stands in a line; the note leads back to the first such place."""

    number: int
    first: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a line, where they lead, and whether they are a figure; or the marks of notes."""

    text: str
    href: str | None = None
    figure: bool = False
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class LineShown:
    """What is said, piece by piece, whether it is checked (in words and as a state), and its notes."""

    pieces: tuple[tuple[Run, ...], ...]
    review: str
    state: str
    marks: tuple[Mark, ...]
    end: str
    form: Form
    under: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True)
class BlockShown:
    """Lines under a heading, which may lead somewhere."""

    heading: str
    href: str | None
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True)
class ToldShown:
    """A block, with how much there is in all and where it is listed."""

    block: BlockShown
    all: str | None
    href: str | None


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section of the page."""

    anchor: str
    title: str
    told: tuple[ToldShown, ...]
    listed: str | None = None  # in words, what is at:
    href: str | None = None


@dataclass(frozen=True, slots=True)
class NoteShown:
    """The exact words behind a number, whose report they are from, and the claim that was read from them."""

    number: int
    words: str
    source: str
    report: str
    language: str | None
    claim: str | None


def anchor(title: str) -> str:
    """A section's title as the end of an address: "Movements done" as "movements-done"."""
    return "-".join("".join(one if one.isalnum() else " " for one in title.lower()).split())


@dataclass(slots=True)
class Teller:
    """Shows lines one after the other, and keeps their notes.

    `linked` are the places and bodies that have a page.
    """

    linked: Collection[Lead]
    _notes: Notes = field(default_factory=Notes)
    _claims: dict[int, str] = field(default_factory=dict)
    _seen: set[int] = field(default_factory=set)

    def block(self, block: Block) -> BlockShown:
        """The block, its lines with all that stands under them."""
        return BlockShown(plain(block.heading), self.href(block.about), self.lines(block.lines))

    def lines(self, lines: Iterable[Line]) -> tuple[LineShown, ...]:
        """These lines, in their order."""
        return tuple(map(self._line, lines))

    def href(self, to: Lead | None) -> str | None:
        """The address that words lead to, if that is a page."""
        if to is None or to.thing not in PAGES or (to.thing in NAMES and to not in self.linked):
            return None
        return address(to)

    def notes(self) -> tuple[NoteShown, ...]:
        """The notes of all lines shown so far."""
        return tuple(
            NoteShown(
                note.number,
                clipped(note.words, LONGEST_NOTE),
                plain(note.source),
                note.report.id,
                note.report.language,
                self._claims.get(note.number),
            )
            for note in self._notes.each()
        )

    def _line(self, line: Line) -> LineShown:
        pieces = tuple(self._piece(piece) for piece in line.pieces)
        marks = self._marks(line.cited) if line.cited is not None else ()
        state = STATES.get(line.review, "mixed")
        return LineShown(pieces, line.review, state, marks, line.end, line.form, self._under(line))

    def _under(self, line: Line) -> tuple[LineShown, ...]:
        """What stands under a line; of much the first, and how much more there is on the page of the line."""
        shown = self.lines(line.under[:MOST_UNDER])
        more = len(line.under) - len(shown)
        return (*shown, *self.lines([text(f"{more:,} more", form=Form.ASIDE)])) if more > 0 else shown

    def _piece(self, piece: Piece) -> tuple[Run, ...]:
        return tuple(self._run(run) for run in piece if isinstance(run, Cited) or run.text)

    def _run(self, run: Words | Cited) -> Run:
        if isinstance(run, Cited):
            return Run("", marks=self._marks(run))
        return Run(fit(run.text), self.href(run.to), run.figure)

    def _marks(self, cited: Cited) -> tuple[Mark, ...]:
        numbers: dict[int, None] = {}
        for one in cited.evidence:
            number = self._notes.number(one.report, one.spans)
            numbers[number] = None
            if one.claim is not None:
                self._claims.setdefault(number, one.claim)
        return tuple(self._mark(number) for number in sorted(numbers))

    def _mark(self, number: int) -> Mark:
        first = number not in self._seen
        self._seen.add(number)
        return Mark(number, first)
