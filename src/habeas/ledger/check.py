"""Checking the ledger against itself and the vault: everything that `habeas verify` can find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Final

from sqlalchemy import Connection, Table, select

from habeas.ledger import tombstones
from habeas.ledger.log import Action, Entry, chain_faults, entry_of
from habeas.ledger.moved import came_as_text
from habeas.ledger.rows import (
    AlteredRow,
    Row,
    arrival_of,
    assignment_of,
    claim_of,
    claim_row,
    decision_of,
    departure_of,
    reading_digest,
    report_of,
    ruling_of,
    unread_of,
    unread_row,
)
from habeas.ledger.session import fetch
from habeas.ledger.tables import (
    FindingColumns,
    arrivals,
    assignments,
    claims,
    decisions,
    departures,
    erasures,
    log,
    opinions,
    readings,
    reports,
    rulings,
    unread,
    users,
)
from habeas.ledger.tombstones import Tombstones
from habeas.ledger.users import user_of
from habeas.model import Report
from habeas.vault import Vault

_OF_ITS_OWN: Final = frozenset({"salt", "digest"})


def faults(connection: Connection, vault: Vault) -> Iterator[str]:
    """Every fault, one sentence each."""
    if damage := _damage(connection):
        yield f"the ledger's file is damaged: {damage}"
        return  # no row of a damaged file can be trusted to be the row that was meant
    there = Tombstones.of(connection)
    yield from _orphans(connection)
    yield from vault.faults()
    for row in fetch(connection, select(reports).order_by(reports.c.id)):
        if not (vault.has(row["id"]) or row["id"] in there.files or _came_as_text(connection, row)):
            yield f"{row['name']}: the vault doesn't hold its bytes ({row['id']})"
        yield from _report_faults(connection, row)
    for row in fetch(connection, select(decisions).order_by(decisions.c.id)):
        yield from _faults_in(decision_of, row)
    for row in fetch(connection, select(rulings).order_by(rulings.c.id)):
        yield from _faults_in(ruling_of, row)
    for row in fetch(connection, select(opinions).order_by(opinions.c.id)):
        yield from _faults_in(decision_of, row)
    for row in fetch(connection, select(assignments).order_by(assignments.c.id)):
        yield from _faults_in(assignment_of, row)
    for row in fetch(connection, select(users).order_by(users.c.id)):
        yield from _faults_in(user_of, row)
    for row in fetch(connection, select(arrivals).order_by(arrivals.c.id)):
        yield from _arrival_faults(vault, row, there)
    for row in fetch(connection, select(departures).order_by(departures.c.id)):
        yield from _faults_in(departure_of, row)
    yield from tombstones.faults(connection, vault, there)
    yield from _log_faults(connection, there)


def _damage(connection: Connection) -> str | None:
    """What SQLite first finds wrong with its pages; another database answers for its own."""
    if connection.dialect.name != "sqlite":
        return None
    finding = str(connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one())
    return None if finding == "ok" else " ".join(finding.split())


def _orphans(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for table, rowid, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {rowid} of {table} belongs to a row of {parent} that is gone"


def _came_as_text(connection: Connection, row: Row) -> bool:
    return came_as_text(connection, row["id"], row["text_sha256"])


def _report_faults(connection: Connection, row: Row) -> Iterator[str]:
    try:
        report = report_of(row)
    except AlteredRow as fault:
        yield fault.what
        return
    query = select(readings).where(readings.c.report == report.id).order_by(readings.c.id)
    for reading in fetch(connection, query):
        yield from _reading_faults(connection, report, row, reading)


def _reading_faults(connection: Connection, report: Report, report_row: Row, reading: Row) -> Iterator[str]:
    claim_rows = _findings(connection, claims, reading)
    unread_rows = _findings(connection, unread, reading)
    yield from chain.from_iterable(_claim_faults(row, report, reading["reader"]) for row in claim_rows)
    yield from chain.from_iterable(_unread_faults(row, report) for row in unread_rows)
    digest = reading_digest(
        report_row["digest"],
        reading["reader"],
        (row["digest"] for row in claim_rows),
        (row["digest"] for row in unread_rows),
    )
    if digest != reading["digest"]:
        yield (
            f"{report.name}: the reading by {reading['reader']} isn't as it was stored "
            "(a claim, an unread figure or the report was added, altered or taken out)"
        )


def _findings(connection: Connection, table: Table[FindingColumns], reading: Row) -> Sequence[Row]:
    query = select(table).where(table.c.reading == reading["id"]).order_by(table.c.position)
    return list(fetch(connection, query))


def _claim_faults(row: Row, report: Report, reader: str) -> Iterator[str]:
    try:
        claim = claim_of(row, report)
    except AlteredRow as fault:
        yield fault.what
        return
    if claim.reader != reader or not _agrees(claim_row(claim), row):
        yield f"{report.name}: claim {row['id']} isn't what its row is filed under"


def _unread_faults(row: Row, report: Report) -> Iterator[str]:
    try:
        unread_figure = unread_of(row, report)
    except AlteredRow as fault:
        yield fault.what
        return
    if not _agrees(unread_row(unread_figure), row):
        yield f"{report.name}: the unread figure at {row['anchor_start']} isn't what its row is filed under"


def _agrees(expected: Row, row: Row) -> bool:
    """True where the row has what it should but for salt and digest, of which no two are alike."""
    return all(row[key] == expected[key] for key in expected if key not in _OF_ITS_OWN)


def _faults_in(value_of: Callable[[Row], object], row: Row) -> Iterator[str]:
    try:
        value_of(row)
    except AlteredRow as fault:
        yield fault.what


def _arrival_faults(vault: Vault, row: Row, there: Tombstones) -> Iterator[str]:
    yield from _faults_in(arrival_of, row)
    erased = row["carrier"] in there.files or (row["remains"] is not None and not row["carrier"])
    if not (erased or vault.has(row["carrier"])):
        yield f"{row['address']}: the vault doesn't hold what report {row['report']} was taken out of"


def _log_faults(connection: Connection, there: Tombstones) -> Iterator[str]:
    rows = list(fetch(connection, select(log).order_by(log.c.seq)))
    yield from chain_faults(rows)
    told = Counter(entry_of(row) for row in rows if row["remains"] is None)
    done = Counter(_acts(connection))
    for entry in done - told:
        yield f"log: no entry tells of {_in_words(entry)}"
    for entry in told - done:
        if not there.gone[entry.body]:
            yield f"log: the ledger no longer holds, as it was, {_in_words(entry)}"


def _acts(connection: Connection) -> Iterator[Entry]:
    """What the log should tell of, from the rows that each act left."""
    for row in fetch(connection, select(readings)):
        yield Entry(row["at"], row["reader"], Action.READ, row["report"], row["digest"])
    for row in fetch(connection, select(decisions)):
        yield Entry(row["at"], row["by"], Action.DECIDE, row["claim"], row["digest"])
    for row in fetch(connection, select(rulings)):
        yield Entry(row["at"], row["by"], Action.DECIDE, f"{row['one']} {row['other']}", row["digest"])
    for row in fetch(connection, select(opinions)):
        yield Entry(row["at"], row["by"], Action.OPINE, row["claim"], row["digest"])
    for row in fetch(connection, select(assignments)):
        yield Entry(row["at"], row["by"], Action.ASSIGN, row["claim"], row["digest"])
    for row in fetch(connection, select(arrivals)):
        yield Entry(row["at"], row["by"], Action.ARRIVE, row["report"], row["digest"])
    for row in fetch(connection, select(departures)):
        yield Entry(row["at"], row["by"], Action.EXPORT, row["form"], row["digest"])
    for row in fetch(connection, select(erasures)):
        told = row["subject"] or row["matter"]
        yield Entry(row["at"], row["by"], Action.EXPUNGE, told, row["digest"])
    for row in fetch(connection, select(users)):
        yield Entry(row["at"], row["by"], Action.USER, row["name"], row["digest"])


def _in_words(entry: Entry) -> str:
    if entry.action == Action.READ:
        return f"the reading of report {entry.subject} by {entry.by} at {entry.at}"
    if entry.action == Action.ARRIVE:
        return f"the arrival of report {entry.subject}, brought by {entry.by} at {entry.at}"
    if entry.action == Action.EXPORT:
        return f"the export as {entry.subject} by {entry.by} at {entry.at}"
    if entry.action == Action.EXPUNGE:
        return f"the erasure of {entry.subject} by {entry.by} at {entry.at}"
    if entry.action == Action.USER:
        return f"the change of user {entry.subject} by {entry.by} at {entry.at}"
    what = {Action.OPINE.value: "opinion", Action.ASSIGN.value: "assignment"}
    return f"the {what.get(entry.action, 'decision')} on {entry.subject} by {entry.by} at {entry.at}"
