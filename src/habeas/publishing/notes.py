"""Numbered notes: every line of a brief leads to the exact words that it stands on."""

from __future__ import annotations

from collections.abc import Iterable

from habeas.model import Report, Span
from habeas.publishing.phrases import outlet, published
from habeas.publishing.plain import wrapped

Key = tuple[str, tuple[Span, ...]]


class Notes:
    """Hands out one number for each piece of evidence, and tells at the end what each one holds."""

    def __init__(self) -> None:
        self._numbers: dict[Key, int] = {}
        self._reports: dict[str, Report] = {}

    def number(self, report: Report, evidence: tuple[Span, ...]) -> int:
        """The number of these words; the same words of the same report keep their number."""
        self._reports.setdefault(report.id, report)
        return self._numbers.setdefault((report.id, evidence), len(self._numbers) + 1)

    def mark(self, evidence: Iterable[tuple[Report, tuple[Span, ...]]]) -> str:
        """The numbers as they stand in a line: "[1][4]"."""
        numbers = sorted({self.number(report, words) for report, words in evidence})
        return "".join(f"[{number}]" for number in numbers)

    def lines(self, width: int) -> list[str]:
        """Each note with outlet, date, page and the exact words, at most `width` columns wide."""
        return [
            line
            for (report_id, evidence), number in self._numbers.items()
            for line in _note(number, self._reports[report_id], evidence, width)
        ]


def _note(number: int, report: Report, evidence: tuple[Span, ...], width: int) -> list[str]:
    words = " … ".join(span.text for span in evidence)
    label = report.mark_at(evidence[0].start)
    source = ", ".join(filter(None, [outlet(report), published(report), label]))
    return wrapped(f"{source}: “{words}”", width=width, first=f"[{number}] ")
