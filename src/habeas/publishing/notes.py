"""Numbered notes: every line of a brief leads to the exact words that it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from habeas.model import Report, Span
from habeas.publishing.phrases import outlet, published
from habeas.publishing.plain import wrapped

Key = tuple[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Note:
    """A number, and the words that it leads to."""

    number: int
    report: Report
    evidence: tuple[Span, ...]

    @property
    def source(self) -> str:
        """Outlet, day and page."""
        label = self.report.mark_at(self.evidence[0].start)
        return ", ".join(filter(None, [outlet(self.report), published(self.report), label]))

    @property
    def words(self) -> str:
        """The exact words."""
        return " … ".join(span.text for span in self.evidence)


class Notes:
    """Hands out one number for each piece of evidence, and tells at the end what each one holds."""

    def __init__(self) -> None:
        self._numbers: dict[Key, int] = {}
        self._reports: dict[str, Report] = {}

    def number(self, report: Report, evidence: tuple[Span, ...]) -> int:
        """The number of these words; the same words of the same report keep their number."""
        self._reports.setdefault(report.id, report)
        return self._numbers.setdefault((report.id, evidence), len(self._numbers) + 1)

    def known(self, report: str, evidence: tuple[Span, ...]) -> int | None:
        """The number of these words of the report with this id, if they have one."""
        return self._numbers.get((report, evidence))

    def mark(self, evidence: Iterable[tuple[Report, tuple[Span, ...]]]) -> str:
        """The numbers as they stand in a line: "[1][4]"."""
        numbers = sorted({self.number(report, words) for report, words in evidence})
        return "".join(f"[{number}]" for number in numbers)

    def lines(self, width: int) -> list[str]:
        """Each note with outlet, date, page and the exact words, at most `width` columns wide."""
        return [line for note in self.each() for line in _note(note, width)]

    def each(self) -> Iterator[Note]:
        """All notes, by their numbers."""
        for (report_id, evidence), number in self._numbers.items():
            yield Note(number, self._reports[report_id], evidence)


def _note(note: Note, width: int) -> list[str]:
    return wrapped(f"{note.source}: “{note.words}”", width=width, first=f"[{note.number}] ")
