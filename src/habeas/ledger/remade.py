"""What is derived, thing by thing, so that two makings of it can be held against each other.

The numbers that rows get as they come differ from making to making: the names of what they number stand for
them. Lists count without their order, for some were sets.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, and_, func, select
from sqlalchemy.exc import DatabaseError

from habeas.ledger.rows import Row, canonical
from habeas.ledger.session import fetch
from habeas.ledger.tables import (
    derived_claims,
    derived_facet_names,
    derived_facets,
    derived_keys,
    derived_knots,
    derived_meanings,
    derived_members,
    derived_mentions,
    derived_reports,
    derived_searched,
    derived_shelf,
    derived_ties,
    derived_values,
)

# What a thing is called in each table.
_KNOWN_BY: Final[dict[Table[Any], tuple[str, ...]]] = {
    derived_reports: ("report",),
    derived_claims: ("claim",),
    derived_mentions: ("report",),
    derived_meanings: ("meaning",),
    derived_ties: ("meaning",),
    derived_keys: ("kind", "member"),
    derived_knots: ("kind", "member"),
    derived_values: ("kind", "id"),
    derived_members: ("kind", "id"),
}
# Meanings that no name has any more are left where they are, with their ties.
_LEFT: Final = (derived_meanings, derived_ties)
_LISTED: Final = select(
    *derived_shelf.c["kind", "id", "rank", "name", "facets"], derived_searched.c.words
).outerjoin(derived_searched, derived_searched.c.n == derived_shelf.c.n)
# A claim in the queue has the claim's own number, so a row's kind is its facet's.
_FACETS: Final = (
    select(*derived_shelf.c["kind", "id"], derived_facets.c.rank, derived_facet_names.c.name)
    .join(derived_facet_names, derived_facet_names.c.facet == derived_facets.c.facet)
    .join(
        derived_shelf,
        and_(
            derived_shelf.c.n == derived_facets.c.n,
            derived_shelf.c.kind == derived_facet_names.c.kind,
        ),
    )
)
_COUNTED: Final = (derived_shelf, derived_facets, derived_searched)


def things(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Everything that is derived: what it is, as in "event e_…", and a hash of one row of it."""
    for table, keys in _KNOWN_BY.items():
        for row in fetch(connection, _kept(table)):
            yield " ".join(str(row[key]) for key in keys), _hash(table.name, row)
    facets = {str(row["facet"]): row["name"] for row in fetch(connection, select(derived_facet_names))}
    for row in fetch(connection, _LISTED):
        named = sorted(facets.get(number, number) for number in row["facets"].split())
        yield f"{row['kind']} {row['id']}", _hash("listed", {**row, "facets": named})
    for row in fetch(connection, _FACETS):
        yield f"{row['kind']} {row['id']}", _hash("facets", row)
    for row in fetch(connection, select(*derived_facet_names.c["kind", "name", "held"])):
        yield f"{row['kind']} list {row['name']}", _hash("names", row)
    for table in _COUNTED:
        number = connection.execute(select(func.count()).select_from(table)).scalar_one()
        yield f"number of rows of {table.name}", _hash(table.name, {"number": number})


def misfit_index(connection: Connection) -> bool:
    """True where the index of words isn't that of the words; to be asked in a transaction that may write."""
    if connection.dialect.name != "sqlite":
        return False
    try:
        connection.exec_driver_sql(
            "INSERT INTO derived_words (derived_words, rank) VALUES ('integrity-check', 1)"
        )
    except DatabaseError:
        return True
    return False


def _kept(table: Table[Any]) -> Select[*tuple[Any, ...]]:
    query = select(table)
    if table in _LEFT:
        return query.where(table.c.meaning.in_(select(derived_mentions.c.meaning)))
    return query


def _hash(table: str, row: Row) -> bytes:
    spelled = canonical([table, {key: _unordered(value) for key, value in row.items()}])
    return hashlib.sha256(spelled.encode(errors="surrogatepass")).digest()


def _unordered(value: Any) -> Any:
    """The value with all lists sorted, also those in JSON; words that only look like JSON stay words."""
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:
            return _unordered(json.loads(value))
        except (ValueError, RecursionError):
            return value
    if isinstance(value, list):
        return sorted(map(_unordered, value), key=canonical)
    if isinstance(value, dict):
        return {key: _unordered(one) for key, one in value.items()}
    return value
