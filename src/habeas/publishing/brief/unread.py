"""What could not be read: the figures with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from habeas.model import Reason, Unread
from habeas.publishing import phrases
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Block, Lead, Line, Thing, Words, cited_unread, text, words

# What unread figures can't be chosen by.
UNTOLD: Final = ("type ", "place ", "group ", "speaker ")


def not_read(unread: Sequence[Unread], page: Page) -> list[Block]:
    """The figures that became no claim, by reason."""
    blocks: list[Block] = []
    if unread and any(words.startswith(UNTOLD) for words in page.fitting):
        blocks.append(Block((text("They have no type, place, group or speaker: any of them could fit."),)))
    for reason in Reason:
        if found := [figure for figure in unread if figure.reason is reason]:
            heading = f"{phrases.REASONS[reason]} ({phrases.looked_at(found)}):"
            blocks.append(Block(tuple(_figures(found)), heading, Lead(Thing.REASON, reason.value)))
    return blocks


def _figures(found: Iterable[Unread]) -> Iterator[Line]:
    for figure in sorted(
        found, key=lambda one: (one.report.published or date.min, one.report.id, one.quantity)
    ):
        report = figure.report
        source = (
            Words(phrases.outlet(report), Lead(Thing.REPORT, report.id)),
            Words(f", {phrases.published(report)}"),
        )
        yield Line(
            (words(f"“{figure.quantity.text}”"), source),
            f"unread{phrases.read_by_person(figure)}",
            cited_unread(figure),
        )
