"""Erasing a report: its text, its readings, and all that people said about its claims."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from habeas.custody import ErasureMatter
from habeas.errors import LedgerFault
from habeas.ledger import rows
from habeas.ledger.erasing import Erasing, Gone, Order, unguarded
from habeas.ledger.session import fetch, portions
from habeas.ledger.tables import (
    arrivals,
    assignments,
    claims,
    decisions,
    departures,
    opinions,
    readings,
    reports,
    rulings,
    unread,
)
from habeas.model import Report


def erase_report(connection: Connection, report_id: str, order: Order) -> Gone:
    """Take the report out, with its readings, decisions, rulings, arrivals and bytes.

    Raises LedgerFault where it isn't there, or shares its container with others (`Order.with_container`).
    """
    row = next(fetch(connection, select(reports).where(reports.c.id == report_id)), None)
    if row is None:
        raise LedgerFault(f"the ledger has no report {report_id}; habeas brief lists all reports")
    erasing = Erasing(connection, order)
    erasing.touched(row["name"], report_id)
    with unguarded(connection):
        erasing.remove_sources({report_id})
        _take_out(erasing, rows.report_of(row))
    gone = erasing.gone()
    erasing.keep(ErasureMatter.REPORT, report_id)
    return gone


def _take_out(erasing: Erasing, report: Report) -> None:
    read = list(
        erasing.connection.execute(select(readings.c.id).where(readings.c.report == report.id)).scalars()
    )
    things = findings_of(erasing.connection, report, read)
    for table in (decisions, opinions, assignments):
        for some in portions(sorted(things)):
            erasing.take_out(table, table.c.claim.in_(some))
    for some in portions(sorted({*things, report.id})):
        for column in (rulings.c.one, rulings.c.other):
            erasing.take_out(rulings, column.in_(some))
    _unname(erasing, report)
    erasing.take_out(arrivals, arrivals.c.report == report.id)
    erasing.take_out(claims, claims.c.reading.in_(read))
    erasing.take_out(unread, unread.c.reading.in_(read))
    erasing.take_out(readings, readings.c.id.in_(read))
    erasing.take_out(reports, reports.c.id == report.id)


def _unname(erasing: Erasing, report: Report) -> None:
    """Exports of this report alone tell of it by its name."""
    for row in list(fetch(erasing.connection, select(departures))):
        chosen = row["chosen"].replace(f"report {report.name}", f"report {report.id[:12]}")
        erasing.rewrite(departures, row, {"chosen": chosen})


def findings_of(connection: Connection, report: Report, read: Iterable[int]) -> set[str]:
    """The ids of all claims and unread figures of these readings, the older ones too."""
    read = list(read)
    claimed = connection.execute(select(claims.c.id).where(claims.c.reading.in_(read))).scalars()
    figures = fetch(connection, select(unread).where(unread.c.reading.in_(read)))
    return {*claimed, *(rows.unread_of(row, report).id for row in figures)}
