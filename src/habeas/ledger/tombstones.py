"""What erasures left behind: what was erased lawfully, and whether that still fits together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from habeas.custody import Erasure
from habeas.ledger import rows
from habeas.ledger.erasing import Left, contents_of, of_bytes, place_of
from habeas.ledger.session import fetch, portions
from habeas.ledger.tables import (
    arrivals,
    assignments,
    claims,
    decisions,
    departures,
    erased,
    erasures,
    log,
    opinions,
    readings,
    reports,
    rulings,
    stamps,
    unread,
)
from habeas.vault import Vault

_SALTED: Final[tuple[Table[Any], ...]] = (
    *(reports, claims, unread, decisions, rulings, opinions, assignments),
    *(arrivals, departures, erasures, stamps),
)


@dataclass(frozen=True, slots=True)
class Tombstones:
    """What the erasures of a ledger say that they took out.

    `gone` counts the digests of rows that were taken out, `remains` has the digest of what is left by place,
    `files` are the SHA-256 of bytes that went.
    """

    gone: Counter[str]
    remains: Mapping[str, str]
    files: frozenset[str]

    @classmethod
    def of(cls, connection: Connection) -> Tombstones:
        """Those of this ledger."""
        gone, remains = Counter[str](), dict[str, str]()
        files = set[str]()
        for row in fetch(connection, select(erased).order_by(erased.c.id)):
            kind, _, name = row["place"].partition(" ")
            if kind == "vault":
                files.add(name)
            elif row["after"]:
                remains[row["place"]] = row["after"]
            else:
                gone[row["before"]] += 1
                remains.pop(row["place"], None)  # a number may be given anew
        return cls(gone, remains, frozenset(files))


def erasure_of(connection: Connection, sha: str) -> Erasure | None:
    """The erasure that took out these bytes, or the report with this id."""
    query = select(erasures).join(erased, erased.c.erasure == erasures.c.id)
    query = query.where(erased.c.place.in_((of_bytes(sha), f"reports {sha}")), erased.c.after == "")
    found = fetch(connection, query.order_by(erasures.c.id.desc()).limit(1))
    return next((rows.erasure_of(row) for row in found), None)


def erased_among(connection: Connection, shas: Iterable[str]) -> list[str]:
    """Those of these bytes that an erasure took out, in order."""
    places = {of_bytes(sha): sha for sha in shas}
    return [
        places[place]
        for some in portions(sorted(places))
        for place in connection.execute(
            select(erased.c.place).distinct().where(erased.c.place.in_(some)).order_by(erased.c.place)
        ).scalars()
    ]


def erasures_starting(connection: Connection, prefix: str) -> list[Erasure]:
    """The erasures of reports whose id starts so."""
    query = select(erasures).where(erasures.c.subject.startswith(prefix.lower(), autoescape=True))
    query = query.where(erasures.c.subject != "").order_by(erasures.c.id)
    return [rows.erasure_of(row) for row in fetch(connection, query)]


def faults(connection: Connection, vault: Vault, there: Tombstones) -> Iterator[str]:
    """Every erasure that isn't as it was stored, and every row or file that doesn't fit one."""
    yield from _erasure_faults(connection)
    for table in _SALTED:
        query = select(*_marks(table))
        if not (there.gone or there.remains):  # then no row may say that it lost words
            query = query.where(table.c.remains.is_not(None))
        for row in fetch(connection, query):
            yield from _row_faults(table, row, row["digest"], there)
    for row in fetch(connection, select(readings.c.id, readings.c.digest)):
        if there.gone[row["digest"]]:
            yield f"{place_of(readings, row)} is there again, though it was erased"
    for row in fetch(connection, select(log.c.seq, log.c.hash, log.c.remains)):
        yield from _row_faults(log, row, row["hash"], there)
    for sha in sorted(there.files):
        if vault.has(sha):
            yield f"the vault holds {sha} again, which was erased"


def _erasure_faults(connection: Connection) -> Iterator[str]:
    left: dict[int, list[Left]] = defaultdict(list)
    for row in fetch(connection, select(erased).order_by(erased.c.id)):
        left[row["erasure"]].append(Left(row["place"], row["before"], row["after"]))
    for row in fetch(connection, select(erasures).order_by(erasures.c.id)):
        try:
            erasure = rows.erasure_of(row)
        except rows.AlteredRow as fault:
            yield fault.what
            continue
        if erasure.contents != contents_of(left[row["id"]]):
            yield f"erasure {row['id']} of {row['at']}: what it took out isn't listed as it was"


def _row_faults(table: Table[Any], row: rows.Row, digest: str, there: Tombstones) -> Iterator[str]:
    place = place_of(table, row)
    if there.gone[digest]:
        yield f"{place} is there again, though it was erased"
    elif row["remains"] != there.remains.get(place):
        lost = "has lost words, which no erasure tells of" if row["remains"] else "has words that were erased"
        yield f"{place} {lost}"


def _marks(table: Table[Any]) -> Iterable[Any]:
    """What a row of the table is known by, and its digests."""
    keys = (column for column in table.primary_key.columns)
    return (*keys, table.c.digest, table.c.remains)
