"""Claims and unread figures as a query finds them, each with its report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, func, select

from habeas.ledger import rows
from habeas.ledger.queries import newest
from habeas.ledger.session import fetch, portions
from habeas.ledger.tables import FindingColumns, claims, readings, reports, unread
from habeas.model import Claim, Report, Unread

Value = TypeVar("Value", str, int)


def found(
    connection: Connection,
    table: Table[FindingColumns],
    conditions: Sequence[ColumnElement[bool]],
    reader: str | None = None,
) -> Iterator[tuple[rows.Row, Report]]:
    """The rows that pass of each report's newest, or this reader's, reading, in order, with their reports."""
    passing = [readings.c.id.in_(newest(reader)), *conditions]
    wanted = _joined(select(readings.c.report), table).where(*passing)
    kept = {
        row["id"]: rows.report_of(row)
        for row in fetch(connection, select(reports).where(reports.c.id.in_(wanted)))
    }
    query = _joined(select(readings.c.report, table), table).where(*passing).order_by(*_order(table))
    for row in fetch(connection, query):
        yield row, kept[row.pop("report")]


def claims_of_reports(connection: Connection, report_ids: Iterable[str]) -> list[Claim]:
    """All claims of these reports' newest readings."""
    newest_ones = {reading: report for report, reading in _newest_of(connection, report_ids)}
    return _with_reports(connection, _rows(connection, claims.c.reading, newest_ones), newest_ones)


def unread_of_reports(connection: Connection, report_ids: Iterable[str]) -> list[Unread]:
    """All unread figures of these reports' newest readings."""
    newest_ones = {reading: report for report, reading in _newest_of(connection, report_ids)}
    found_rows = list(_rows(connection, unread.c.reading, newest_ones))
    kept = _reports(connection, (newest_ones[row["reading"]] for row in found_rows))
    figures = (rows.unread_of(row, kept[newest_ones[row["reading"]]]) for row in found_rows)
    return sorted(figures, key=lambda one: (*_day(one.report), one.quantity.start))


def claims_with_ids(connection: Connection, ids: Iterable[str]) -> list[Claim]:
    """The newest readings' claims that have these ids."""
    # One step after the other: asked for all at once, SQLite looks through every reading for every id.
    all_rows = list(_rows(connection, claims.c.id, ids))
    held = {
        report
        for some in portions(sorted({row["reading"] for row in all_rows}))
        for (report,) in connection.execute(select(readings.c.report).where(readings.c.id.in_(some)))
    }
    newest_ones = {reading: report for report, reading in _newest_of(connection, held)}
    return _with_reports(connection, (row for row in all_rows if row["reading"] in newest_ones), newest_ones)


def _newest_of(connection: Connection, report_ids: Iterable[str]) -> Iterator[tuple[str, int]]:
    for some in portions(sorted(report_ids)):
        query = (
            select(readings.c.report, func.max(readings.c.id))
            .where(readings.c.report.in_(some))
            .group_by(readings.c.report)
        )
        yield from ((report, reading) for report, reading in connection.execute(query))


def _rows(connection: Connection, column: Column[Value], values: Iterable[Value]) -> Iterator[rows.Row]:
    for some in portions(sorted(values)):
        yield from fetch(connection, select(column.table).where(column.in_(some)))


def _with_reports(
    connection: Connection, found_rows: Iterable[rows.Row], report_of: Mapping[int, str]
) -> list[Claim]:
    found_rows = list(found_rows)
    kept = _reports(connection, (report_of[row["reading"]] for row in found_rows))
    return sorted((rows.claim_of(row, kept[report_of[row["reading"]]]) for row in found_rows), key=_position)


def _reports(connection: Connection, ids: Iterable[str]) -> dict[str, Report]:
    return {
        row["id"]: rows.report_of(row)
        for some in portions(sorted(set(ids)))
        for row in fetch(connection, select(reports).where(reports.c.id.in_(some)))
    }


def _position(claim: Claim) -> tuple[str, str, int, str]:
    return (*_day(claim.report), claim.anchor.start, claim.type.value)


def _day(report: Report) -> tuple[str, str]:
    return report.published.isoformat() if report.published else "", report.id


def _joined(query: Select[*tuple[Any, ...]], table: Table[FindingColumns]) -> Select[*tuple[Any, ...]]:
    return query.select_from(table).join(readings, readings.c.id == table.c.reading).join(reports)


def _order(table: Table[FindingColumns]) -> Iterator[ColumnElement[Any]]:
    yield func.coalesce(reports.c.published, "")
    yield reports.c.id
    yield table.c.anchor_start
    if table is claims:
        yield claims.c.type
    yield table.c.position
