"""What to ask of the ledger: the filter, and the conditions that it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Column, ColumnElement, Table, and_, func, or_, select

from habeas.errors import WrongUsage
from habeas.ledger.rows import fold
from habeas.ledger.tables import FindingColumns, claims, readings, reports, unread
from habeas.model import ADDED, ClaimType, is_group_tag


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims to show; `None` lets all pass.

    `place` (place, origin or destination) and `speaker` are a part of the words written, in any case,
    or the id. `group` is one tag that the claim's group holds. `since` and `until` keep claims whose
    period overlaps those days; a claim without a resolved period stands at the day it was stated, and
    one with neither is left out. `text` is a part of the evidence, in any case. `report` is the start
    of a report's id, or its name.

    Unread figures have no type, place, group or speaker: of these any could be theirs, so only
    `report`, `text`, and the days (against their report's day of publication) narrow them.
    """

    type: ClaimType | None = None
    place: str | None = None
    group: str | None = None
    speaker: str | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None
    report: str | None = None

    def __post_init__(self) -> None:
        if self.group is not None and not is_group_tag(self.group):
            raise WrongUsage(f"{self.group!r} is no group; women, children, fighters, foreigners, TJ … are")
        if self.since is not None and self.until is not None and self.until < self.since:
            raise WrongUsage(f"until {self.until} comes before since {self.since}: swap them")


EVERYTHING: Final = ClaimFilter()


def claim_conditions(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """The conditions on claims joined with their readings and reports."""
    if wanted.type is not None:
        yield claims.c.type == wanted.type.value
    if wanted.place is not None:
        yield _named(claims.c.place_words, claims.c.place_ids, wanted.place)
    if wanted.group is not None:
        yield claims.c.tags.contains(f"|{wanted.group}|", autoescape=True)
    if wanted.speaker is not None:
        yield _named(claims.c.speaker_words, claims.c.speaker_ids, wanted.speaker)
    if wanted.since is not None:
        yield func.coalesce(claims.c.last_day, claims.c.stated_on) >= wanted.since.isoformat()
    if wanted.until is not None:
        yield func.coalesce(claims.c.first_day, claims.c.stated_on) <= wanted.until.isoformat()
    yield from _shared_conditions(wanted, claims.c.evidence_words)


def unread_conditions(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """The conditions on unread figures joined with their readings and reports."""
    if wanted.since is not None:
        yield reports.c.published >= wanted.since.isoformat()
    if wanted.until is not None:
        yield reports.c.published <= wanted.until.isoformat()
    yield from _shared_conditions(wanted, unread.c.evidence_words)


def report_is(id_or_name: str) -> ColumnElement[bool]:
    """The report whose id starts so, or whose name this is."""
    return or_(reports.c.id.startswith(id_or_name.lower(), autoescape=True), reports.c.name == id_or_name)


def standing(table: Table[FindingColumns], reader: str | None = None) -> Iterator[ColumnElement[bool]]:
    """The conditions on what counts: of each report's newest reading, and what people added to it.

    Of a claim that both have, the person's counts. With `reader`: what this reader has read.
    """
    if reader is not None:
        yield table.c.reading.in_(select(readings.c.id).where(readings.c.reader == reader))
        return
    added = select(readings.c.id).where(is_added())
    whole = select(func.max(readings.c.id)).where(~is_added()).group_by(readings.c.report)
    yield or_(table.c.reading.in_(whole), table.c.reading.in_(added))
    if table is claims:
        theirs = select(claims.c.id).where(claims.c.reading.in_(added))
        yield or_(table.c.reading.in_(added), claims.c.id.not_in(theirs))


def is_added() -> ColumnElement[bool]:
    """A reading that is what a person added to a report's newest reading."""
    return readings.c.reader.startswith(ADDED, autoescape=True)


def id_starts(column: Column[str], prefix: str) -> ColumnElement[bool]:
    """Ids in hex that start so; as a range, which an index answers where LIKE looks at every row."""
    return and_(column >= prefix, column < f"{prefix}g")


def _shared_conditions(wanted: ClaimFilter, evidence: Column[str]) -> Iterator[ColumnElement[bool]]:
    if wanted.text is not None:
        yield evidence.contains(fold(wanted.text), autoescape=True)
    if wanted.report is not None:
        yield report_is(wanted.report)


def _named(words: Column[str], ids: Column[str], wanted: str) -> ColumnElement[bool]:
    folded = fold(wanted)
    return or_(words.contains(folded, autoescape=True), ids.contains(f"|{folded}|", autoescape=True))
