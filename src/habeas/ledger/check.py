"""Checking the ledger against itself and the vault: everything that `habeas verify` can find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from habeas.ledger import moved, tombstones
from habeas.ledger.build import build_faults, misplaced, of_another_kind
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
    stamp_of,
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
    stamps,
    unread,
    users,
)
from habeas.ledger.tombstones import Tombstones
from habeas.ledger.users import user_of
from habeas.model import Report
from habeas.vault import Vault

_OF_ITS_OWN: Final = frozenset({"salt", "digest"})


_VALUES: Final[tuple[tuple[Table[Any], Callable[[Row], object]], ...]] = (
    (decisions, decision_of),
    (rulings, ruling_of),
    (opinions, decision_of),
    (assignments, assignment_of),
    (users, user_of),
    (departures, departure_of),
    (stamps, stamp_of),
)


def faults(connection: Connection, vault: Vault, kept: Collection[str]) -> Iterator[str]:
    """Every fault, one sentence each; `kept` are the SHA-256 that the vault had before this transaction."""
    if damage := _damage(connection):
        yield f"the ledger's file is damaged: {damage}"
        return  # no row of a damaged file can be trusted to be the row that was meant
    built = list(build_faults(connection))
    yield from built
    if any(fault.startswith("the ledger's table ") for fault in built):
        return  # whose rows can't be asked for as they were kept
    if strange := list(of_another_kind(connection)):
        yield from strange
        return  # such a value can't be made into what its row was
    there = Tombstones.of(connection)
    yield from _orphans(connection)
    yield from misplaced(connection)
    yield from vault.faults()
    yield from _unheld(connection, vault, kept, there)
    for row in fetch(connection, select(reports).order_by(reports.c.id)):
        if not (vault.has(row["id"]) or row["id"] in there.files or _came_as_text(connection, row)):
            yield f"{row['name']}: the vault doesn't hold its bytes ({row['id']})"
        yield from _report_faults(connection, row)
    for table, value_of in _VALUES:
        for row in fetch(connection, select(table).order_by(table.c.id)):
            yield from _faults_in(value_of, row)
    for row in fetch(connection, select(arrivals).order_by(arrivals.c.id)):
        yield from _arrival_faults(vault, row, there)
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


def _unheld(connection: Connection, vault: Vault, kept: Collection[str], there: Tombstones) -> Iterator[str]:
    """Bytes under a right-looking name that the ledger doesn't know of."""
    held = set(connection.execute(select(reports.c.id)).scalars()) | moved.carriers(connection)
    for sha in kept:
        if sha not in held and sha not in there.files:
            yield (
                f"{vault.folder}: the ledger knows nothing of {sha}: somebody put it there, or an add was "
                "stopped before its report was in, or is still at it (add that report again, or take it away)"
            )


def _came_as_text(connection: Connection, row: Row) -> bool:
    return came_as_text(connection, row["id"], row["text_sha256"])


def _report_faults(connection: Connection, row: Row) -> Iterator[str]:
    try:
        report = report_of(row)
    except AlteredRow as fault:
        yield fault.what
        return
    query = select(readings).where(readings.c.report == report.id).order_by(readings.c.id)
    if not (found := list(fetch(connection, query))):
        yield f"{report.name}: the report has no reading, and none comes in without one"
    for reading in found:
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
    told = [entry_of(row) for row in rows if row["remains"] is None]
    done = {table: list(entries) for table, entries in _acts(connection)}
    missing = Counter(chain.from_iterable(done.values())) - Counter(told)
    lost = Counter(told) - Counter(chain.from_iterable(done.values()))
    for entry in missing:
        yield f"log: no entry tells of {_in_words(entry)}"
    for entry in lost:
        if not there.gone[entry.body]:
            yield f"log: the ledger no longer holds, as it was, {_in_words(entry)}"
    if not missing:
        yield from _disorder(told, done)


def _disorder(told: Sequence[Entry], done: Mapping[str, Sequence[Entry]]) -> Iterator[str]:
    """Tables whose rows are all there, but in another order: of two the later counts."""
    for table, entries in done.items():
        ours = set(entries)
        if [entry for entry in told if entry in ours] != entries:
            yield f"log: the rows of {table} aren't in the order in which it tells of them"


def _acts(connection: Connection) -> Iterator[tuple[str, Iterator[Entry]]]:
    """What the log should tell of, from the rows that each act left, table by table in their order."""
    for table, entry_for in _TOLD:
        yield table.name, map(entry_for, fetch(connection, select(table).order_by(table.c.id)))


_TOLD: Final[tuple[tuple[Table[Any], Callable[[Row], Entry]], ...]] = (
    (readings, lambda row: Entry(row["at"], row["reader"], Action.READ, row["report"], row["digest"])),
    (decisions, lambda row: Entry(row["at"], row["by"], Action.DECIDE, row["claim"], row["digest"])),
    (
        rulings,
        lambda row: Entry(row["at"], row["by"], Action.DECIDE, f"{row['one']} {row['other']}", row["digest"]),
    ),
    (opinions, lambda row: Entry(row["at"], row["by"], Action.OPINE, row["claim"], row["digest"])),
    (assignments, lambda row: Entry(row["at"], row["by"], Action.ASSIGN, row["claim"], row["digest"])),
    (arrivals, lambda row: Entry(row["at"], row["by"], Action.ARRIVE, row["report"], row["digest"])),
    (departures, lambda row: Entry(row["at"], row["by"], Action.EXPORT, row["form"], row["digest"])),
    (
        erasures,
        lambda row: Entry(
            row["at"], row["by"], Action.EXPUNGE, row["subject"] or row["matter"], row["digest"]
        ),
    ),
    (stamps, lambda row: Entry(row["at"], row["by"], Action.STAMP, row["head"], row["digest"])),
    (users, lambda row: Entry(row["at"], row["by"], Action.USER, row["name"], row["digest"])),
)


def _in_words(entry: Entry) -> str:
    if entry.action == Action.READ:
        return f"the reading of report {entry.subject} by {entry.by} at {entry.at}"
    if entry.action == Action.ARRIVE:
        return f"the arrival of report {entry.subject}, brought by {entry.by} at {entry.at}"
    if entry.action == Action.EXPORT:
        return f"the export as {entry.subject} by {entry.by} at {entry.at}"
    if entry.action == Action.STAMP:
        return f"the timestamp of the log's line {entry.subject}, asked for by {entry.by} at {entry.at}"
    if entry.action == Action.EXPUNGE:
        return f"the erasure of {entry.subject} by {entry.by} at {entry.at}"
    if entry.action == Action.USER:
        return f"the change of user {entry.subject} by {entry.by} at {entry.at}"
    what = {Action.OPINE.value: "opinion", Action.ASSIGN.value: "assignment"}
    return f"the {what.get(entry.action, 'decision')} on {entry.subject} by {entry.by} at {entry.at}"
