"""What came in by another way than as a file of its own, what left, and timestamps; told of in the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, insert, select

from habeas.custody import Arrival, ArrivalKind, Departure, Stamp
from habeas.errors import LedgerFault
from habeas.ledger import log, rows
from habeas.ledger.log import Action, Entry
from habeas.ledger.session import fetch, portions
from habeas.ledger.tables import arrivals, departures, stamps
from habeas.ledger.tables import log as lines


def keep_arrivals(connection: Connection, new: Iterable[Arrival]) -> None:
    """Keep how reports came in; the same way twice is kept twice, for it has come twice."""
    kept = [rows.arrival_row(arrival) for arrival in new]
    if not kept:
        return
    connection.execute(insert(arrivals), kept)
    log.write_entries(
        connection, (Entry(row["at"], row["by"], Action.ARRIVE, row["report"], row["digest"]) for row in kept)
    )


def keep_departure(connection: Connection, departure: Departure) -> None:
    """Keep that an export left."""
    row = rows.departure_row(departure)
    connection.execute(insert(departures).values(row))
    log.write_entry(connection, Entry(row["at"], row["by"], Action.EXPORT, row["form"], row["digest"]))


def keep_stamp(connection: Connection, stamp: Stamp) -> None:
    """Keep a timestamp. Raises LedgerFault where what it stamps is no line of this log."""
    if connection.execute(select(lines.c.seq).where(lines.c.hash == stamp.head)).first() is None:
        raise LedgerFault(f"no line of this ledger's log has the hash {stamp.head}, which was stamped")
    row = rows.stamp_row(stamp)
    connection.execute(insert(stamps).values(row))
    log.write_entry(connection, Entry(row["at"], row["by"], Action.STAMP, row["head"], row["digest"]))


def arrivals_of(connection: Connection, reports: Iterable[str]) -> Iterator[Arrival]:
    """How these reports (ids) came in, oldest first."""
    for some in portions(sorted(set(reports))):
        query = select(arrivals).where(arrivals.c.report.in_(some)).order_by(arrivals.c.id)
        yield from map(rows.arrival_of, fetch(connection, query))


def came_as_text(connection: Connection, report: str, text: str) -> bool:
    """True where this report (id) came in as this text alone (its SHA-256), without its document."""
    wanted = (arrivals.c.report == report, arrivals.c.kind == ArrivalKind.TEXT, arrivals.c.carrier == text)
    return connection.execute(select(arrivals.c.id).where(*wanted)).first() is not None


def carriers(connection: Connection) -> set[str]:
    """The SHA-256 of everything that reports were taken out of."""
    return set(connection.execute(select(arrivals.c.carrier).distinct()).scalars())


def fetched(connection: Connection, addresses: Iterable[str]) -> dict[str, str]:
    """Those of these addresses that a report was fetched from, each with the id of the last that was."""
    last: dict[str, str] = {}
    for some in portions(sorted(set(addresses))):
        query = select(arrivals.c.address, arrivals.c.report).order_by(arrivals.c.id)
        asked = query.where(arrivals.c.address.in_(some), arrivals.c.kind == ArrivalKind.FETCHED.value)
        last.update((address, report) for address, report in connection.execute(asked))
    return last
