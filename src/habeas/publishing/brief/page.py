"""What a brief is told by, and how its lines are printed: widths, depths, and the numbers of notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from habeas.publishing.brief.pieces import Brief, Cited, Form, Lead, Line, Part, Piece, Thing
from habeas.publishing.notes import Notes
from habeas.publishing.plain import wrapped
from habeas.reckoned import Known, NameKind, Testimony

Lines = list[str]


@dataclass(frozen=True, slots=True)
class Page:
    """The day from which ages are reckoned, what was asked for, and what the claims' names are taken for."""

    today: date
    fitting: tuple[str, ...] = ()
    testimonies: Mapping[str, Testimony] = field(default_factory=dict)

    @property
    def chosen(self) -> str:
        """What was asked for, as a sentence; empty for everything."""
        return f"Only what fits: {'; '.join(self.fitting)}." if self.fitting else ""

    @property
    def nothing(self) -> str:
        """What stands in a section that holds nothing."""
        return "(nothing that fits)" if self.fitting else "(nothing read)"

    def known(self, claim_id: str, slot: str) -> Known | None:
        """What the name in a claim's slot is taken to be."""
        testimony = self.testimonies.get(claim_id)
        found: Known | None = getattr(testimony, slot) if testimony is not None else None
        return found

    def lead(self, claim_id: str, slot: str) -> Lead | None:
        """Where the name in a claim's slot leads: to its place, or its body; an unknown one nowhere."""
        known = self.known(claim_id, slot)
        return lead_to(known) if known is not None else None


def lead_to(known: Known) -> Lead | None:
    """Where a name leads; nowhere where it is no name, such as "an official"."""
    if known.somebody:
        return None
    return Lead(Thing.PLACE if known.kind is NameKind.PLACE else Thing.BODY, known.id)


@dataclass(frozen=True, slots=True)
class Paper:
    """What a brief is printed on: its width in columns, and the notes so far."""

    width: int
    notes: Notes = field(default_factory=Notes)

    def text(self, words: str) -> Lines:
        """A line outside of a list."""
        return wrapped(words, width=self.width)

    def printed(self, lines: Iterable[Line], *, depth: int = 0) -> Lines:
        """The lines, each with what stands under it one step further in."""
        found: Lines = []
        for line in lines:
            steps = depth + (line.form is Form.ASIDE)
            first = "  " * steps + ("- " if line.form is Form.BULLET else "")
            found += wrapped(self._said(line), width=self.width, first=first)
            found += self.printed(line.under, depth=depth + 1)
        return found

    def part(self, part: Part, nothing: str) -> Lines:
        """A heading and what stands under it; that there is nothing, where there is nothing."""
        told: Lines = []
        for block in part.blocks:
            heading = self.text(block.heading) if block.heading else []
            lines = [*heading, *self.printed(block.lines)]
            told += ["", *lines] if told and lines else lines
        return [part.title.upper(), "", *(told or [nothing])]

    def _said(self, line: Line) -> str:
        said = " · ".join(map(self._piece, line.pieces))
        review = f" ·{line.review}" if line.review else ""
        return f"{said}{line.end}{review}" + (f" {self._marks(line.cited)}" if line.cited else "")

    def _piece(self, piece: Piece) -> str:
        return "".join(self._marks(run) if isinstance(run, Cited) else run.text for run in piece)

    def _marks(self, cited: Cited) -> str:
        return self.notes.mark((one.report, one.spans) for one in cited.evidence)


NOTES: Final = "Notes: the exact words"


def printed(brief: Brief, *, width: int) -> str:
    """The brief as plain text, no line wider than `width` columns (at least 40)."""
    paper = Paper(max(width, 40))
    chosen = paper.text(brief.chosen) if brief.chosen else []
    parts = [[*paper.text(brief.title.upper()), *chosen, "", *paper.text(brief.opening)]]
    parts += [paper.part(one, brief.nothing) for one in brief.parts]
    parts.append([NOTES.upper(), "", *(paper.notes.lines(paper.width) or [brief.nothing])])
    parts.append(paper.text(brief.foot))
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"
