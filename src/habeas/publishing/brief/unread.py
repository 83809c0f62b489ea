"""What could not be read: the figures with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from habeas.model import Reason, Unread
from habeas.publishing import phrases
from habeas.publishing.brief.page import Lines, Page, closed

# What unread figures can't be chosen by.
UNTOLD: Final = ("type ", "place ", "group ", "speaker ")


def not_read(unread: Sequence[Unread], page: Page) -> Lines:
    lines: Lines = []
    if unread and any(words.startswith(UNTOLD) for words in page.fitting):
        lines += [*page.text("They have no type, place, group or speaker: any of them could fit."), ""]
    for reason in Reason:
        if found := [figure for figure in unread if figure.reason is reason]:
            head = page.text(f"{phrases.REASONS[reason]} ({phrases.looked_at(found)}):")
            lines += [*head, *_figures(found, page), ""]
    return closed(lines)


def _figures(found: Iterable[Unread], page: Page) -> Lines:
    return [
        line
        for figure in sorted(
            found, key=lambda one: (one.report.published or date.min, one.report.id, one.quantity)
        )
        for line in page.bullet(
            f"“{figure.quantity.text}” · {phrases.outlet(figure.report)}, {phrases.published(figure.report)}"
            f" ·unread{phrases.read_by_person(figure)}"
            f" {page.notes.mark([(figure.report, (figure.evidence,))])}"
        )
    ]
