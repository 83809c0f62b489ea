"""The log: each act with the hash of the one before it, so that none can be changed or taken out unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from habeas.custody import ERASING, FIRST_PREVIOUS, LogLine
from habeas.ledger.rows import Row, canonical, sha256_of
from habeas.ledger.session import fetch
from habeas.ledger.tables import log

_BESIDE_HASH: Final = frozenset({"hash", "remains"})


class Action(StrEnum):
    """What was done."""

    READ = "read"  # the subject is a report's id, the body its reading's digest
    DECIDE = "decide"  # the subject is a claim's id, or two things with a space between; the body a digest
    ASSIGN = "assign"  # the subject is the claim's id
    OPINE = "opine"  # the subject is the claim's id; what was said stands in no log
    ARRIVE = "arrive"  # the subject is the id of the report that came in, the body the arrival's digest
    EXPORT = "export"  # the subject is the format, the body the digest of what is kept of the export
    STAMP = "stamp"  # the subject is the hash of the log's line that was stamped, the body the stamp's digest
    EXPUNGE = ERASING  # the subject is a report's id or "name", the body the digest of the erasure
    USER = "user"  # the subject is a user's name, the body the digest of what was changed


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: when (ISO 8601, UTC), who, what, on what, and the digest of what it wrote."""

    at: str
    by: str
    action: str
    subject: str
    body: str


def now() -> datetime:
    """This second in UTC."""
    return moment().replace(microsecond=0)


def moment() -> datetime:
    """Now in UTC, to the microsecond: of two decisions on one thing the later counts."""
    return datetime.now(UTC)


def write_entry(connection: Connection, entry: Entry) -> None:
    """Append the entry to the chain; the caller holds the only transaction that writes."""
    write_entries(connection, (entry,))


def write_entries(connection: Connection, new: Iterable[Entry]) -> None:
    """Append the entries to the chain in their order, as `write_entry` does."""
    last = _last(connection)
    before, previous = (last.seq, last.hash) if last is not None else (0, FIRST_PREVIOUS)
    rows = []
    for seq, entry in enumerate(new, start=before + 1):
        contents = {**asdict(entry), "seq": seq, "previous": previous}
        previous = _hash_of(contents)
        rows.append({**contents, "hash": previous})
    if rows:
        connection.execute(insert(log), rows)


def height(connection: Connection) -> int:
    """How many entries there are."""
    last = _last(connection)
    return 0 if last is None else int(last.seq)


def head(connection: Connection) -> str | None:
    """The hash of the last entry: noted elsewhere, it shows later that no entry was cut off the end."""
    last = _last(connection)
    return None if last is None else last.hash


@dataclass(frozen=True, slots=True)
class Act:
    """An entry and its number in the log, from 1."""

    seq: int
    entry: Entry


def acts(connection: Connection, *, after: int, since: date | None, limit: int) -> list[Act]:
    """At most so many acts that came after this one, and on this day (UTC) or later, oldest first."""
    query = select(log).where(log.c.seq > after).order_by(log.c.seq).limit(limit)
    if since is not None:
        query = query.where(log.c.at >= since.isoformat())
    return [Act(row["seq"], entry_of(row)) for row in fetch(connection, query)]


def _last(connection: Connection) -> Any:
    return connection.execute(select(log.c.seq, log.c.hash).order_by(log.c.seq.desc()).limit(1)).first()


def entry_of(row: Row) -> Entry:
    """The entry that a row of the log holds."""
    return Entry(row["at"], row["by"], row["action"], row["subject"], row["body"])


def chain_faults(rows: Iterable[Row]) -> Iterator[str]:
    """What is wrong with the chain, for all rows in order of `seq`."""
    expected, previous = 1, FIRST_PREVIOUS
    for row in rows:
        if row["seq"] != expected:
            yield f"log: entry {row['seq']} stands where entry {expected} should"
        elif row["previous"] != previous:
            yield f"log: entry {row['seq']} doesn't follow the entry before it"
        if _hash_of(row) != (row["hash"] if row["remains"] is None else row["remains"]):
            yield f"log: entry {row['seq']} isn't as it was written"
        expected, previous = row["seq"] + 1, row["hash"]


def line_of(row: Row) -> LogLine:
    """The whole line that a row of the log holds."""
    return LogLine(**{name: row[name] for name in LogLine.__slots__})


def emptied(row: Row) -> dict[str, str]:
    """What a line that held an erased name is to become: its hash stays for the next line to hang on."""
    gone = {"subject": "", "body": ""}
    return {**gone, "remains": _hash_of({**row, **gone})}


def _hash_of(row: Row) -> str:
    return sha256_of(canonical({key: row[key] for key in row if key not in _BESIDE_HASH}))
