"""Reports without their text: enough for a list, and read without touching what may be megabytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from habeas.ledger.session import portions
from habeas.ledger.tables import reports
from habeas.model import Extent, Report


@dataclass(frozen=True, slots=True)
class Described:
    """What a report is called, who published it, when, and in which language."""

    id: str
    name: str
    title: str | None
    outlet: str | None
    published: date | None
    language: str | None
    url: str | None
    extent: Extent

    @classmethod
    def of(cls, report: Report) -> Described:
        """The same of a report that is at hand."""
        return cls(
            report.id,
            report.name,
            report.title,
            report.outlet,
            report.published,
            report.language,
            report.url,
            report.extent,
        )


def described(connection: Connection, ids: Iterable[str]) -> dict[str, Described]:
    """These reports by their ids, of those that there are."""
    one = reports.c
    columns = (one.id, one.name, one.title, one.outlet, one.published, one.language, one.url, one.extent)
    rows = (
        row
        for some in portions(sorted(set(ids)))
        for row in connection.execute(select(*columns).where(one.id.in_(some)))
    )
    return {
        id_: Described(id_, name, title, outlet, _day(published), language, url, Extent(extent))
        for id_, name, title, outlet, published, language, url, extent in rows
    }


def _day(words: str | None) -> date | None:
    return None if words is None else date.fromisoformat(words)
