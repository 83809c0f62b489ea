"""Claims and unread figures as a query finds them, each with its report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, func, select

from habeas.ledger import rows
from habeas.ledger.queries import id_starts, standing
from habeas.ledger.session import fetch, portions
from habeas.ledger.tables import FindingColumns, claims, readings, reports, unread
from habeas.model import Claim, Report, Unread, added_by, figure_place

Value = TypeVar("Value", str, int)


def found(
    connection: Connection,
    table: Table[FindingColumns],
    conditions: Sequence[ColumnElement[bool]],
    reader: str | None = None,
) -> Iterator[tuple[rows.Row, Report]]:
    """The rows that pass of each report's newest, or this reader's, reading, in order, with their reports."""
    passing = [*standing(table, reader), *conditions]
    wanted = _joined(select(readings.c.report), table).where(*passing)
    kept = {
        row["id"]: rows.report_of(row)
        for row in fetch(connection, select(reports).where(reports.c.id.in_(wanted)))
    }
    query = _joined(select(readings.c.report, table), table).where(*passing).order_by(*_order(table))
    for row in fetch(connection, query):
        yield row, kept[row.pop("report")]


def claims_of_reports(connection: Connection, report_ids: Iterable[str]) -> list[Claim]:
    """All claims of these reports' newest readings, and those that people added."""
    there = Standing.of(connection, report_ids)
    return _with_reports(connection, there.kept(_rows(connection, claims.c.reading, there.report_of)), there)


def claims_with_ids(connection: Connection, ids: Iterable[str]) -> list[Claim]:
    """The claims of newest readings, and those that people added, that have these ids."""
    # One step after the other: asked for all at once, SQLite looks through every reading for every id.
    all_rows = list(_rows(connection, claims.c.id, ids))
    held = {
        report
        for some in portions(sorted({row["reading"] for row in all_rows}))
        for (report,) in connection.execute(select(readings.c.report).where(readings.c.id.in_(some)))
    }
    there = Standing.of(connection, held)
    return _with_reports(connection, there.kept(all_rows), there)


def unread_of_reports(connection: Connection, report_ids: Iterable[str]) -> list[Unread]:
    """All unread figures of these reports' newest readings."""
    there = Standing.of(connection, report_ids)
    found_rows = list(_rows(connection, unread.c.reading, there.report_of.keys() - there.added))
    kept = _reports(connection, (there.report_of[row["reading"]] for row in found_rows))
    figures = (rows.unread_of(row, kept[there.report_of[row["reading"]]]) for row in found_rows)
    return sorted(figures, key=lambda one: (*_day(one.report), one.quantity.start))


def unread_with_ids(connection: Connection, ids: Iterable[str]) -> list[Unread]:
    """The unread figures of newest readings that have these ids, in the same order."""
    wanted = set(ids)
    near = unread_of_reports(connection, reports_of_figures(connection, wanted))
    return [figure for figure in near if figure.id in wanted]


def reports_of_figures(connection: Connection, ids: Iterable[str]) -> set[str]:
    """The reports that unread figures with these ids could be in."""
    places = (place for id_ in ids if (place := figure_place(id_)) is not None)
    return {
        id_
        for prefix in sorted({prefix for prefix, _ in places})
        for (id_,) in connection.execute(select(reports.c.id).where(id_starts(reports.c.id, prefix)))
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """The readings of some reports that count, with the report of each; `added` are what people added."""

    report_of: Mapping[int, str]
    added: frozenset[int]

    @classmethod
    def of(cls, connection: Connection, report_ids: Iterable[str]) -> Standing:
        """Those of these reports."""
        newest, added = dict[str, int](), dict[int, str]()
        for some in portions(sorted(report_ids)):
            query = select(readings.c.id, readings.c.report, readings.c.reader)
            for id_, report, reader in connection.execute(query.where(readings.c.report.in_(some))):
                if added_by(reader) is not None:
                    added[id_] = report
                else:
                    newest[report] = max(id_, newest.get(report, 0))
        return cls({**{id_: report for report, id_ in newest.items()}, **added}, frozenset(added))

    def kept(self, found_rows: Iterable[rows.Row]) -> list[rows.Row]:
        """The rows that count; of a claim that a later reader found too, the person's."""
        there = [row for row in found_rows if row["reading"] in self.report_of]
        theirs = {row["id"] for row in there if row["reading"] in self.added}
        return [row for row in there if row["reading"] in self.added or row["id"] not in theirs]


def _rows(connection: Connection, column: Column[Value], values: Iterable[Value]) -> Iterator[rows.Row]:
    for some in portions(sorted(values)):
        yield from fetch(connection, select(column.table).where(column.in_(some)))


def _with_reports(connection: Connection, found_rows: Sequence[rows.Row], there: Standing) -> list[Claim]:
    kept = _reports(connection, (there.report_of[row["reading"]] for row in found_rows))
    claimed = (rows.claim_of(row, kept[there.report_of[row["reading"]]]) for row in found_rows)
    return sorted(claimed, key=_position)


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
