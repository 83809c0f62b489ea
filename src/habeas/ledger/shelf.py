"""The shelf: everything that is listed, found by what it is narrowed by, page by page.

It is derived, and made by `habeas.kept.shelving`. Each thing of a kind has a number, a rank and facets, such
as "type:transfer"; all things of a kind have the facet "". A list is what has all the facets asked for and
every word, the highest rank first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Select, Subquery, and_, exists, func, select, tuple_

from habeas.errors import WrongUsage
from habeas.ledger.session import portions
from habeas.ledger.tables import derived_facet_names, derived_facets, derived_shelf, derived_state
from habeas.ledger.words import Found, Sought, found, has_words, sought

# Things are counted to here; beyond, there are "more than" so many.
COUNTED: Final = 10_000
# So many things with the rarest facet are looked at for counting: what takes longer than a page may.
LOOKED_AT: Final = 50_000
ALL: Final = ""  # the facet of all things of a kind
MADE: Final = "shelved"  # in derived_state: how often the shelf was changed
_AFTER_ALL: Final = "\U0010ffff"
_KEY: Final = re.compile(r"([rn])([0-9]{1,18})(?:-([0-9]{1,18}))?")


class Shelved(StrEnum):
    """What is listed."""

    CLAIM = "claim"
    UNREAD = "unread"
    EVENT = "event"
    CONFLICT = "conflict"
    REPORT = "report"
    PLACE = "place"
    SPEAKER = "speaker"
    OUTLET = "outlet"
    QUEUE = "queue"  # claims that nobody has decided on, by what matters


# Numbers of things that are searched alike come from one range: a claim in the queue has the claim's own.
_RANGE: Final = 1 << 32
_RANGES: Final[dict[Shelved, int]] = {
    Shelved.QUEUE: 0,
    **{kind: at for at, kind in enumerate(one for one in Shelved if one is not Shelved.QUEUE)},
}


def numbers(kind: Shelved) -> tuple[int, int]:
    """The first and the last number that a thing of this kind may have."""
    return _RANGES[kind] * _RANGE, (_RANGES[kind] + 1) * _RANGE - 1


@dataclass(frozen=True, slots=True)
class Page:
    """Some things of a list, by id; `next` is the key of the page after this one, None of the last.

    `ranked` is False for a search for words that very many have: then those added last come first.
    """

    ids: tuple[str, ...]
    next: str | None = None
    ranked: bool = True


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; with `more`, more than that."""

    number: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list: things with a facet, which fewest have, with the others beside it, and with words."""

    kind: Shelved
    facet: int
    fewest: int
    others: tuple[int, ...]
    words: Sought
    everything: bool  # no facet narrows the list


class Shelf:
    """What is listed, through one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def ledger(self) -> str:
        """Which ledger it is of: what is kept for a version is kept for one ledger."""
        return str(self._connection.engine.url)

    @property
    def version(self) -> int:
        """Rises with each change of what is reckoned, by a report, a decision or another lexicon."""
        query = select(derived_state.c.value).where(derived_state.c.name == MADE)
        return int(self._connection.execute(query).scalar() or 0)

    def page(
        self,
        kind: Shelved,
        facets: Iterable[str] = (),
        *,
        words: str = "",
        after: str | None = None,
        limit: int = 50,
    ) -> Page:
        """So many things that have all the facets and all the words, after those of the page before.

        Of the last word its beginning is enough, unless more than 10,000 things have the word itself. Where
        so many have all words, and no facet narrows them, those added last come first: ranking them all would
        take too long. Raises WrongUsage for a key (`after`) that no page gave.
        """
        wanted = self._wanted(kind, facets, words)
        if wanted is None:
            return Page(())
        place = _place(after)
        if not wanted.words.words:
            return self._cut(_by_facet(wanted, place), limit)
        having = found(self._connection, wanted.words)
        if not self._are_many(kind, having):
            return self._cut(_by_words(wanted, having, place), limit)
        if not wanted.everything:
            return self._cut(_by_facet(wanted, place), limit)
        return self._cut(_last_added(wanted, having, place), limit, ranked=False)

    def count(self, kind: Shelved, facets: Iterable[str] = (), *, words: str = "") -> Count:
        """How many things have all the facets and words: exact to 10,000; for one facet alone, always.

        Where each facet has more than 50,000 things, only those of the highest ranks are looked at, and there
        may be more than are counted.
        """
        wanted = self._wanted(kind, facets, words)
        if wanted is None:
            return Count(0)
        if not wanted.others and not wanted.words.words:
            return Count(wanted.fewest)
        return self._counted(wanted)

    def facets_named(self, kind: Shelved, start: str, *, limit: int = 200) -> list[tuple[str, int]]:
        """The facets that start so ("outlet:"), and how many things have each; the most frequent first."""
        one = derived_facet_names.c
        query = (
            select(one.name, one.held)
            .where(one.kind == kind.value, one.name >= start, one.name < f"{start}{_AFTER_ALL}")
            .order_by(one.held.desc(), one.name)
            .limit(limit)
        )
        return [(name, held) for name, held in self._connection.execute(query)]

    def weight(self, kind: Shelved, id_: str) -> int:
        """What places, speakers and outlets are ordered by: how many claims have them; 0 if there is none."""
        return self.weights(kind, [id_])[id_]

    def weights(self, kind: Shelved, ids: Iterable[str]) -> dict[str, int]:
        """The weights of these."""
        wanted = {id_: f"{kind}:{id_}" for id_ in ids}
        held = self.held(Shelved.CLAIM, wanted.values())
        return {id_: held.get(facet, 0) for id_, facet in wanted.items()}

    def held(self, kind: Shelved, facets: Iterable[str]) -> dict[str, int]:
        """How many things of a kind have each of these facets, of those that any has."""
        one = derived_facet_names.c
        return {
            name: held
            for some in portions(sorted(set(facets)))
            for name, held in self._connection.execute(
                select(one.name, one.held).where(one.kind == kind.value, one.name.in_(some))
            )
        }

    def beside(self, kind: Shelved, facet: str, others: Iterable[str]) -> dict[str, int]:
        """How many of the things with one facet have each of these others, too, of those that any has.

        Of more than 50,000 things with the facet only those of the highest ranks are looked at.
        """
        numbers = self._numbers(kind, {facet, *others})
        if facet not in numbers:
            return {}
        names = {number: name for name, number in numbers.items() if name != facet}
        first, other = _highest(numbers[facet]), derived_facets
        query = (
            select(other.c.facet, func.count())
            .join(first, and_(first.c.rank == other.c.rank, first.c.n == other.c.n))
            .where(other.c.facet.in_(sorted(names)))
            .group_by(other.c.facet)
        )
        return {names[number]: held for number, held in self._connection.execute(query)}

    def _numbers(self, kind: Shelved, facets: Iterable[str]) -> dict[str, int]:
        one = derived_facet_names.c
        query = select(one.name, one.facet).where(one.kind == kind.value, one.name.in_(sorted(facets)))
        return {row.name: row.facet for row in self._connection.execute(query)}

    def names(self, kind: Shelved, ids: Iterable[str]) -> dict[str, str]:
        """The names to show for these places, speakers, outlets or reports, of those that there are."""
        return {row.id: row.name for row in self._rows(kind, ids)}

    def facets(self, kind: Shelved, ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """The facets of these things, of those that there are; without the one that all have."""
        rows = {row.id: [int(number) for number in row.facets.split()] for row in self._rows(kind, ids)}
        one, known = derived_facet_names.c, dict[int, str]()
        for some in portions(sorted({number for numbers in rows.values() for number in numbers})):
            query = select(one.facet, one.name).where(one.facet.in_(some))
            known |= {row.facet: row.name for row in self._connection.execute(query)}
        return {id_: frozenset(known[one] for one in numbers) - {ALL} for id_, numbers in rows.items()}

    def _rows(self, kind: Shelved, ids: Iterable[str]) -> Iterable[Any]:
        for some in portions(sorted(set(ids))):
            query = select(derived_shelf).where(
                derived_shelf.c.kind == kind.value, derived_shelf.c.id.in_(some)
            )
            yield from self._connection.execute(query)

    def _wanted(self, kind: Shelved, facets: Iterable[str], words: str) -> Wanted | None:
        """What to list; None where nothing can have it all."""
        names = {ALL, *facets}
        one = derived_facet_names.c
        query = select(one.facet, one.held).where(one.kind == kind.value, one.name.in_(names))
        known = sorted(((row.facet, row.held) for row in self._connection.execute(query)), key=_fewest)
        if len(known) < len(names):
            return None
        looked_for = sought(words)
        if words.strip() and not looked_for.words:
            return None
        # What all of a kind have narrows nothing: it comes last, or beside others that all have.
        (first, fewest), *others = known
        return Wanted(
            kind,
            first,
            fewest,
            tuple(number for number, _ in others[:-1]),
            self._rare_or_whole(kind, looked_for),
            everything=not others,
        )

    def _rare_or_whole(self, kind: Shelved, looked_for: Sought) -> Sought:
        """The same; but a last word that very many things have is no beginning of another."""
        if not looked_for.beginning:
            return looked_for
        last = Sought(looked_for.words[-1:])
        common = self._are_many(kind, found(self._connection, last))
        return replace(looked_for, beginning=not common)

    def _are_many(self, kind: Shelved, having: Found) -> bool:
        some = select(having.n).where(having.has_words, *_in_range(kind, having)).limit(COUNTED + 1)
        return self._number(some) > COUNTED

    def _counted(self, wanted: Wanted) -> Count:
        if wanted.words.words:
            having = found(self._connection, wanted.words)
            if not self._are_many(wanted.kind, having):
                return self._cut_off(_by_words(wanted, having, None).order_by(None))
            if wanted.everything:
                return Count(COUNTED, more=True)
        counted = self._cut_off(_of_highest(wanted))
        return replace(counted, more=counted.more or wanted.fewest > LOOKED_AT)

    def _cut_off(self, query: Select[Any]) -> Count:
        number = self._number(query.limit(COUNTED + 1))
        return Count(min(number, COUNTED), number > COUNTED)

    def _number(self, query: Select[Any]) -> int:
        return self._connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()

    def _cut(self, query: Select[Any], limit: int, *, ranked: bool = True) -> Page:
        rows = list(self._connection.execute(query.limit(limit + 1)))
        ids = tuple(row.id for row in rows[:limit])
        if len(rows) <= limit:
            return Page(ids, None, ranked)
        last = rows[limit - 1]
        return Page(ids, f"r{last.rank}-{last.n}" if ranked else f"n{last.n}", ranked)


def _fewest(facet: tuple[int, int]) -> tuple[int, int]:
    number, held = facet
    return held, number


def _place(after: str | None) -> tuple[int | None, int] | None:
    """The rank (None where things aren't ranked) and the number that a page comes after."""
    if not after:
        return None
    key = _KEY.fullmatch(after)
    if key is None or (key[1] == "r") != (key[3] is not None):
        raise WrongUsage(f"{after!r} is the key of no page: go back to the first page")
    return (int(key[2]), int(key[3])) if key[1] == "r" else (None, int(key[2]))


def _by_facet(wanted: Wanted, place: tuple[int | None, int] | None) -> Select[Any]:
    """Along the facet that fewest have, looking each thing up in the others, and for the words."""
    one, thing = derived_facets.alias("one"), derived_shelf.alias("thing")
    query = (
        select(thing.c.id, one.c.rank, one.c.n)
        .join(thing, and_(thing.c.kind == wanted.kind.value, thing.c.n == one.c.n))
        .where(one.c.facet == wanted.facet, *_has_all(wanted.others, one.c.rank, one.c.n))
        .order_by(one.c.rank.desc(), one.c.n.desc())
    )
    if wanted.words.words:
        query = query.where(has_words(one.c.n, wanted.words))
    return query.where(*_after(place, one.c.rank, one.c.n))


def _of_highest(wanted: Wanted) -> Select[Any]:
    """What has everything, of those with the highest ranks that have the facet that fewest have."""
    first = _highest(wanted.facet)
    query = select(first.c.n).where(*_has_all(wanted.others, first.c.rank, first.c.n))
    return query.where(has_words(first.c.n, wanted.words)) if wanted.words.words else query


def _highest(facet: int) -> Subquery:
    """What has the facet, as far as it is looked at: with a limit SQLite begins here, whatever is joined."""
    one = derived_facets.c
    query = select(one.rank, one.n).where(one.facet == facet).order_by(one.rank.desc(), one.n.desc())
    return query.limit(LOOKED_AT).subquery()


def _by_words(wanted: Wanted, having: Found, place: tuple[int | None, int] | None) -> Select[Any]:
    """All that has the words, looked up in the facets, then ranked."""
    thing = derived_shelf.c
    return _having(wanted, having, place).order_by(thing.rank.desc(), thing.n.desc())


def _last_added(wanted: Wanted, having: Found, place: tuple[int | None, int] | None) -> Select[Any]:
    """What has the words in the order of the index, which needs no ranking."""
    return _having(wanted, having, place).order_by(having.n.desc())


def _having(wanted: Wanted, having: Found, place: tuple[int | None, int] | None) -> Select[Any]:
    thing = derived_shelf.c
    facets = () if wanted.everything else (wanted.facet, *wanted.others)
    # What isn't the bare number can't be looked up by it: SQLite would ask for the words thing by thing.
    number = having.n + 0
    return (
        select(thing.id, thing.rank, thing.n)
        .select_from(having.rows)
        .join(derived_shelf, and_(thing.kind == wanted.kind.value, thing.n == number))
        .where(having.has_words, *_in_range(wanted.kind, having), *_has_all(facets, thing.rank, thing.n))
        .where(*_after(place, thing.rank, having.n))
    )


def _in_range(kind: Shelved, having: Found) -> Sequence[ColumnElement[bool]]:
    first, last = numbers(kind)
    return having.n >= first, having.n <= last


def _has_all(
    facets: Iterable[int], rank: ColumnElement[int], n: ColumnElement[int]
) -> Iterable[ColumnElement[bool]]:
    for number in facets:
        other = derived_facets.alias(f"facet_{number}")
        yield exists().where(other.c.facet == number, other.c.rank == rank, other.c.n == n)


def _after(
    place: tuple[int | None, int] | None, rank: Column[int], n: ColumnElement[int]
) -> Iterable[ColumnElement[bool]]:
    if place is not None:
        yield n < place[1] if place[0] is None else tuple_(rank, n) < tuple_(*place)
