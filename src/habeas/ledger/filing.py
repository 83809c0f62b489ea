"""Putting things on the shelf, and taking them off again: only rows that change are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from habeas.ledger.session import execute_all, portions
from habeas.ledger.shelf import ALL, MADE, Shelf, Shelved, numbers
from habeas.ledger.tables import (
    derived_facet_names,
    derived_facets,
    derived_searched,
    derived_shelf,
    derived_state,
)
from habeas.ledger.words import folded, replace_words

AT_ONCE: Final = 5_000  # things


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing as it is listed: `rank` is not negative, the highest comes first; `name` is what to show."""

    id: str
    rank: int
    facets: frozenset[str]
    words: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """What stands on the shelf for a thing."""

    n: int
    rank: int
    name: str = ""
    facets: frozenset[int] = frozenset()
    words: str | None = None  # None for what is searched by the words of another kind


@dataclass(slots=True)
class _Changes:
    """What is to be written for some things, by their ids."""

    before: dict[str, _Placed] = field(default_factory=dict)
    after: dict[str, _Placed] = field(default_factory=dict)

    def rows(self, placed: Mapping[str, _Placed], other: Mapping[str, _Placed]) -> list[dict[str, int]]:
        """A row for each facet of these things, without those that the other has as well."""
        nothing = _Placed(-1, -1)
        return sorted(
            (
                {"facet": number, "rank": one.rank, "n": one.n}
                for id_, one in placed.items()
                for number in one.facets - self._same(one, other.get(id_, nothing))
            ),
            key=lambda row: (row["facet"], row["rank"], row["n"]),
        )

    @staticmethod
    def _same(one: _Placed, other: _Placed) -> frozenset[int]:
        return other.facets if (one.rank, one.n) == (other.rank, other.n) else frozenset()


class Filing:
    """The shelf, to be changed, through one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, kind: Shelved, entries: Iterable[Entry]) -> set[str]:
        """Put these things on the shelf, in the place of what stood there for them.

        Returns the facets that more or fewer things have now.
        """
        changed: set[str] = set()
        for some in portions(entries, AT_ONCE):
            changed |= self._put(kind, {one.id: one for one in some})
        return changed

    def take(self, kind: Shelved, ids: Iterable[str]) -> set[str]:
        """Take these things off the shelf; the facets that fewer things have now."""
        changed: set[str] = set()
        for some in portions(sorted(set(ids)), AT_ONCE):
            changed |= self._write(kind, _Changes(before=self._placed(kind, some)))
        return changed

    def entries(self, kind: Shelved, ids: Iterable[str]) -> dict[str, Entry]:
        """These things as they stand on the shelf, of those that do; their words folded."""
        facets = Shelf(self._connection).facets(kind, ids := set(ids))
        return {
            id_: Entry(id_, one.rank, facets[id_], one.words or "", one.name)
            for id_, one in self._placed(kind, ids).items()
        }

    def with_facets(self, kind: Shelved, facets: Iterable[str]) -> set[str]:
        """The ids of all things of this kind that have one of these facets."""
        one, named, thing = derived_facets.c, derived_facet_names.c, derived_shelf.c
        query = (
            select(thing.id)
            .join(derived_facets, one.n == thing.n)
            .join(derived_facet_names, named.facet == one.facet)
            .where(thing.kind == kind.value, named.kind == kind.value)
        )
        return {
            id_
            for some in portions(sorted(set(facets)))
            for (id_,) in self._connection.execute(query.where(named.name.in_(some)))
        }

    def done(self) -> None:
        """Note that the shelf is another now; forget the facets that nothing has any more."""
        self._connection.execute(delete(derived_facet_names).where(derived_facet_names.c.held == 0))
        name, value = derived_state.c.name, derived_state.c.value
        made = self._connection.execute(select(value).where(name == MADE)).scalar()
        self._connection.execute(delete(derived_state).where(name == MADE))
        self._connection.execute(insert(derived_state).values(name=MADE, value=str(int(made or 0) + 1)))

    def _put(self, kind: Shelved, entries: Mapping[str, Entry]) -> set[str]:
        before = self._placed(kind, entries)
        known = self._numbers_of(kind, {ALL}.union(*(one.facets for one in entries.values())))
        places = self._places(kind, entries, before)
        after = {
            id_: _Placed(
                places[id_],
                one.rank,
                one.name,
                frozenset(known[facet] for facet in (ALL, *one.facets)),
                None if kind is Shelved.QUEUE else folded(one.words),
            )
            for id_, one in entries.items()
        }
        same = {id_ for id_ in before if before[id_] == after[id_]}
        return self._write(
            kind,
            _Changes(
                {id_: one for id_, one in before.items() if id_ not in same},
                {id_: one for id_, one in after.items() if id_ not in same},
            ),
        )

    def _placed(self, kind: Shelved, ids: Iterable[str]) -> dict[str, _Placed]:
        """What stands there for these things."""
        thing, searched = derived_shelf.c, derived_searched.c
        query = (
            select(thing.id, thing.n, thing.rank, thing.name, thing.facets, searched.words)
            .outerjoin(derived_searched, searched.n == thing.n)
            .where(thing.kind == kind.value)
        )
        return {
            row.id: _Placed(
                row.n,
                row.rank,
                row.name,
                frozenset(map(int, row.facets.split())),
                None if kind is Shelved.QUEUE else row.words,
            )
            for some in portions(sorted(ids))
            for row in self._connection.execute(query.where(thing.id.in_(some)))
        }

    def _places(
        self, kind: Shelved, entries: Mapping[str, Entry], before: Mapping[str, _Placed]
    ) -> dict[str, int]:
        """The numbers of these things: a claim in the queue has the claim's own."""
        if kind is Shelved.QUEUE:
            return {id_: one.n for id_, one in self._placed(Shelved.CLAIM, entries).items()}
        first, _ = numbers(kind)
        query = select(func.max(derived_shelf.c.n)).where(derived_shelf.c.kind == kind.value)
        last = self._connection.execute(query).scalar()
        unused = iter(range(first if last is None else last + 1, numbers(kind)[1]))
        return {id_: before[id_].n if id_ in before else next(unused) for id_ in entries}

    def _numbers_of(self, kind: Shelved, facets: Iterable[str]) -> dict[str, int]:
        """The number of each of these facets; those that are new get one."""
        one, known = derived_facet_names.c, dict[str, int]()
        for some in portions(sorted(facets)):
            query = select(one.name, one.facet).where(one.kind == kind.value, one.name.in_(some))
            known |= {row.name: row.facet for row in self._connection.execute(query)}
        new = sorted(set(facets) - known.keys())
        last = self._connection.execute(select(func.coalesce(func.max(one.facet), 0))).scalar_one()
        known |= {name: last + at for at, name in enumerate(new, start=1)}
        rows = ({"facet": known[name], "kind": kind.value, "name": name, "held": 0} for name in new)
        execute_all(self._connection, insert(derived_facet_names), rows)
        return known

    def _write(self, kind: Shelved, changes: _Changes) -> set[str]:
        gone = changes.rows(changes.before, changes.after)
        new = changes.rows(changes.after, changes.before)
        execute_all(self._connection, _DELETE_FACET, gone)
        execute_all(self._connection, insert(derived_facets), new)
        if kind is not Shelved.QUEUE:
            self._replace_words(changes)
        for some in portions(one.n for one in changes.before.values()):
            query = delete(derived_shelf).where(derived_shelf.c.kind == kind.value)
            self._connection.execute(query.where(derived_shelf.c.n.in_(some)))
        execute_all(self._connection, insert(derived_shelf), _shelf_rows(kind, changes.after))
        return self._count(gone, new)

    def _replace_words(self, changes: _Changes) -> None:
        before = {one.n: one.words for one in changes.before.values()}
        after = {one.n: one.words or "" for one in changes.after.values()}
        gone = [n for n, words in before.items() if after.get(n) != words]
        replace_words(
            self._connection, gone, {n: words for n, words in after.items() if before.get(n) != words}
        )

    def _count(self, gone: Iterable[Mapping[str, int]], new: Iterable[Mapping[str, int]]) -> set[str]:
        """Count what each facet has now; the names of those that have more or fewer."""
        differences = Counter(row["facet"] for row in new)
        differences.subtract(row["facet"] for row in gone)
        changed = {number: by for number, by in differences.items() if by}
        rows = ({"number": number, "by": by} for number, by in sorted(changed.items()))
        execute_all(self._connection, _COUNT_FACET, rows)
        one = derived_facet_names.c
        return {
            name
            for some in portions(sorted(changed))
            for (name,) in self._connection.execute(select(one.name).where(one.facet.in_(some)))
        }


def _shelf_rows(kind: Shelved, placed: Mapping[str, _Placed]) -> Iterator[dict[str, Any]]:
    for id_, one in sorted(placed.items(), key=lambda pair: pair[1].n):
        yield {
            "kind": kind.value,
            "n": one.n,
            "id": id_,
            "rank": one.rank,
            "name": one.name,
            "facets": " ".join(map(str, sorted(one.facets))),
        }


_DELETE_FACET: Final = delete(derived_facets).where(
    derived_facets.c.facet == bindparam("facet"),
    derived_facets.c.rank == bindparam("rank"),
    derived_facets.c.n == bindparam("n"),
)
_COUNT_FACET: Final = (
    update(derived_facet_names)
    .where(derived_facet_names.c.facet == bindparam("number"))
    .values(held=derived_facet_names.c.held + bindparam("by"))
)
