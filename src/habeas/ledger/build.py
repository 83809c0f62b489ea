"""How the ledger's file is built: tables and guards as the migrations make them, rows in their places.

What lies behind the index of words is left out: each SQLite builds it its own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Integer, Table, create_engine, func, or_, select, text
from sqlalchemy.pool import StaticPool

from habeas.ledger.session import SCHEMA, upgrade
from habeas.ledger.tables import DERIVED, PASSING, claims, erased, metadata, readings, unread

# What a database holds, by its kind and name, as it was made.
Built = dict[tuple[str, str], str | None]

_BEHIND_THE_INDEX: Final = "derived_words_"
_SQLITES_OWN: Final = "sqlite_"
_KEPT: Final = tuple(table for table in metadata.sorted_tables if table not in (*DERIVED, *PASSING))
# Their rows are numbered from 1 as they come; a report is known by its id, a finding by its place.
_NUMBERED: Final = tuple(table for table in _KEPT if "id" in table.c and isinstance(table.c.id.type, Integer))


def build_faults(connection: Connection) -> Iterator[str]:
    """Tables, columns, guards and indexes that are missing, altered, or nobody of ours made."""
    if connection.dialect.name != "sqlite":
        return
    expected, found = _as_made(), _built(connection)
    for kind, name in sorted(expected.keys() | found.keys()):
        if (kind, name) not in found:
            yield f"the ledger's {kind} {name} is gone{_what_it_did(kind)}"
        elif (kind, name) not in expected:
            yield f"the ledger has the {kind} {name}, which habeas didn't make"
        elif expected[kind, name] != found[kind, name]:
            yield f"the ledger's {kind} {name} isn't as habeas makes it"
    revisions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if revisions != [SCHEMA.head]:
        yield f"the ledger says of its own form {', '.join(map(str, revisions))}, but it is {SCHEMA.head}"


def of_another_kind(connection: Connection) -> Iterator[str]:
    """Rows that hold bytes or fractions where words or whole numbers were kept; SQLite lets them in."""
    if connection.dialect.name != "sqlite":
        return
    for table in _KEPT:
        wrong = or_(
            *(
                func.typeof(column).not_in(("null", "integer" if _is_number(column) else "text"))
                for column in table.c
            )
        )
        rows = connection.execute(select(text("rowid")).select_from(table).where(wrong)).scalars()
        yield from (f"row {row} of {table.name} holds something that no row was kept with" for row in rows)


def misplaced(connection: Connection) -> Iterator[str]:
    """Rows that don't stand where they came in: numbered from 1, or in the order of their reading."""
    if connection.dialect.name == "sqlite":
        for table in _NUMBERED:
            yield from _out_of_number(connection, table)
    for table in (claims, unread):
        places = select(
            table.c.reading,
            func.count().label("number"),
            func.min(table.c.position).label("first"),
            func.max(table.c.position).label("last"),
        ).group_by(table.c.reading)
        for reading, number, first, last in connection.execute(places):
            if (first, last) != (0, number - 1):
                yield f"row {reading} of {readings.name} doesn't have its {table.name} in their places"


def _out_of_number(connection: Connection, table: Table[Any]) -> Iterator[str]:
    """Where a number is missing that no erasure took out."""
    gone = _erased_ids(connection, table)
    expected = 1
    for id_ in connection.execute(select(table.c.id).order_by(table.c.id)).scalars():
        while expected in gone and expected < id_:
            expected += 1
        if id_ != expected:
            yield f"row {id_} of {table.name} stands where row {expected} should"
            return
        expected += 1


def _erased_ids(connection: Connection, table: Table[Any]) -> set[int]:
    places = connection.execute(select(erased.c.place).where(erased.c.place.startswith(f"{table.name} ")))
    numbers = (place.rpartition(" ")[2] for place in places.scalars())
    return {int(number) for number in numbers if number.isdecimal()}


def _is_number(column: Any) -> bool:
    return isinstance(column.type, Integer)


def _what_it_did(kind: str) -> str:
    return ", which kept rows from being changed" if kind == "trigger" else ""


@cache
def _as_made() -> Built:
    """What the migrations make."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        upgrade(connection)
        made = _built(connection)
    engine.dispose()
    return made


def _built(connection: Connection) -> Built:
    rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master"))
    return {
        (kind, name): sql
        for kind, name, sql in rows
        if kind in ("trigger", "view") or not name.startswith((_BEHIND_THE_INDEX, _SQLITES_OWN))
    }
