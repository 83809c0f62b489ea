"""Claims and unread figures as a query finds them, each with its report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, func, select

from habeas.ledger import rows
from habeas.ledger.queries import newest
from habeas.ledger.session import fetch
from habeas.ledger.tables import FindingColumns, claims, readings, reports
from habeas.model import Claim, Report

Value = TypeVar("Value")

# How many values one query names; SQLite takes 32,766.
AT_ONCE: Final = 5000


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


def claims_where(connection: Connection, column: Column[str], values: Iterable[str]) -> list[Claim]:
    """The newest readings' claims in whose rows (or whose readings') this column has one of the values."""
    passing = [
        rows.claim_of(row, report)
        for some in portions(sorted(values))
        for row, report in found(connection, claims, [column.in_(some)])
    ]
    return sorted(passing, key=_position)


def portions(values: Iterable[Value], size: int = AT_ONCE) -> Iterator[list[Value]]:
    """The values, as many at once as one query can take."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def _position(claim: Claim) -> tuple[str, str, int, str]:
    day = claim.report.published
    return (day.isoformat() if day else "", claim.report.id, claim.anchor.start, claim.type.value)


def _joined(query: Select[*tuple[Any, ...]], table: Table[FindingColumns]) -> Select[*tuple[Any, ...]]:
    return query.select_from(table).join(readings, readings.c.id == table.c.reading).join(reports)


def _order(table: Table[FindingColumns]) -> Iterator[ColumnElement[Any]]:
    yield func.coalesce(reports.c.published, "")
    yield reports.c.id
    yield table.c.anchor_start
    if table is claims:
        yield claims.c.type
    yield table.c.position
