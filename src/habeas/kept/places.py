"""What is said of places, as one page can show it: never all of it, where there is more than that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from habeas.errors import LedgerFault
from habeas.kept.told import around, testimonies_with, with_conflicts
from habeas.ledger.shelf import Count, Shelf, Shelved
from habeas.lexicon.gazetteer import gazetteer
from habeas.lexicon.shape import PlaceKind
from habeas.pipeline import Desk
from habeas.publishing.statements import Statement, statements
from habeas.reckoned import ConflictKind, Reckoned, Testimony, Voices
from habeas.reckoning.voices import voices

# Of claims that say the same as the newest one, so many are looked at for their voices.
ALIKE: Final = 4
MONTHS: Final = 240
HOLDING: Final = "type:holding"


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place that claims name, as the lexicon has it; `around` are the ids of what holds it, nearest first.

    `kind`, `lat` and `lon` are None where the lexicon doesn't know them. `claims` counts those that name the
    place or one within it.
    """

    id: str
    name: str
    kind: PlaceKind | None
    country: str | None
    around: tuple[str, ...]
    claims: int
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest figure of the people held at a place, the claims that give it, and who stands behind it."""

    statement: Statement
    voices: Voices
    told: tuple[Testimony, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What claims say of how many are held at a place, the newest first.

    `number` is how many claims there are; where that is more than are `told`, these are each month's newest
    (`a_month` of each). `contradicted` are those that can't be true together with others.
    """

    told: tuple[Testimony, ...]
    contradicted: frozenset[str]
    number: Count
    a_month: int | None = None


def known_places(desk: Desk, ids: Iterable[str]) -> dict[str, KnownPlace]:
    """These places, of those that claims name, by id."""
    ids = list(ids)
    with desk.ledger.shelf() as shelf:
        names, weights = shelf.names(Shelved.PLACE, ids), shelf.weights(Shelved.PLACE, ids)
    return {id_: _known(id_, names[id_], weights[id_], desk) for id_ in ids if id_ in names}


def known_place(desk: Desk, id_: str) -> KnownPlace:
    """The place with this id. Raises LedgerFault where no claim names it."""
    found = known_places(desk, [id_]).get(id_)
    if found is None:
        raise LedgerFault(f"no report names a place {id_!r}: look for it in the list of places")
    return found


def _known(id_: str, name: str, claims: int, desk: Desk) -> KnownPlace:
    table = gazetteer(desk.lexicon)
    row, held_by = table.places.get(id_), table.around(id_)
    country = (
        id_ if id_ in table.countries else next((one for one in held_by if one in table.countries), None)
    )
    if row is None:
        kind = PlaceKind.COUNTRY if id_ in table.countries else None
        return KnownPlace(id_, name, kind, country, held_by, claims)
    return KnownPlace(id_, name, row.kind, country, held_by, claims, row.lat, row.lon)


# --- how many are held ---


def latest_at(desk: Desk, places: Iterable[str]) -> dict[str, Latest]:
    """The newest figure of everybody held at each place; else, where no claim counts everybody, of a part."""
    with desk.ledger.shelf() as shelf:
        ids = {place: _newest(shelf, place) for place in places}
    told = testimonies_with(desk, {id_ for found in ids.values() for id_ in found})
    here = {place: [told[id_] for id_ in found if id_ in told] for place, found in ids.items()}
    return {place: _latest(found) for place, found in here.items() if found}


def _newest(shelf: Shelf, place: str) -> Sequence[str]:
    everybody = shelf.page(Shelved.CLAIM, [f"held:{place}", "whole:yes"], limit=ALIKE).ids
    return everybody or shelf.page(Shelved.CLAIM, [f"held:{place}"], limit=ALIKE).ids


def _latest(told: Sequence[Testimony]) -> Latest:
    newest = statements(one.claim for one in told)[0]
    ids = {claim.id for claim in newest.claims}
    behind = [one for one in told if one.id in ids]
    heard = voices(behind, {one.report: one.family or one.report for one in behind})
    return Latest(newest, heard, tuple(behind))


def counted_at(desk: Desk, place: str, *, most: int) -> Counted:
    """The claims of who is held at a place itself, no more than about so many."""
    facets = (f"names:{place}", HOLDING)
    with desk.ledger.shelf() as shelf:
        number = shelf.count(Shelved.CLAIM, facets)
        few = not number.more and number.number <= most
        a_month = None if few else _a_month(shelf, most)
        ids = shelf.page(Shelved.CLAIM, facets, limit=most).ids if a_month is None else ()
        if a_month is not None:
            ids = _newest_of_months(shelf, facets, a_month)
    found = with_conflicts(desk, ids)
    wanted = set(ids)
    return Counted(
        tuple(one for id_ in ids if (one := found.testimonies.get(id_)) is not None and _is_at(one, place)),
        frozenset(
            id_
            for one in found.conflicts
            if one.kind is ConflictKind.CONTRADICTION
            for id_ in wanted.intersection(one.claims)
        ),
        number,
        a_month,
    )


def _is_at(told: Testimony, place: str) -> bool:
    at = told.place or told.origin
    return at is not None and at.id == place


def _months(shelf: Shelf) -> list[str]:
    """The months of which claims tell, the newest first."""
    return sorted(
        (name for name, _ in shelf.facets_named(Shelved.CLAIM, "month:", limit=MONTHS)), reverse=True
    )


def _a_month(shelf: Shelf, most: int) -> int:
    return max(1, most // max(1, len(_months(shelf))))


def _newest_of_months(shelf: Shelf, facets: Sequence[str], a_month: int) -> tuple[str, ...]:
    pages = (shelf.page(Shelved.CLAIM, [*facets, month], limit=a_month) for month in _months(shelf))
    return tuple(id_ for page in pages for id_ in page.ids)


# --- the claims of an account ---


@dataclass(frozen=True, slots=True)
class Near:
    """All claims that have a say in a place's account, and their events; None where these are too many.

    `number` is how many name the place or one within it. `alone` is True where the counts of what lies around
    it were left out: these are too many, and can only bound an account from above.
    """

    told: Reckoned | None
    number: Count
    alone: bool = False


def near(desk: Desk, place: KnownPlace, *, most: int) -> Near:
    """The claims that name a place, one within it, or one around it, if they are no more than so many."""
    with desk.ledger.shelf() as shelf:
        number = shelf.count(Shelved.CLAIM, [f"place:{place.id}"])
        if number.more or number.number > most:
            return Near(None, number)
        ids = set(shelf.page(Shelved.CLAIM, [f"place:{place.id}"], limit=most).ids)
        beyond = _naming(shelf, place.around, most - len(ids))
    return Near(around(desk, ids | (beyond or set())), number, alone=beyond is None)


def _naming(shelf: Shelf, places: Iterable[str], most: int) -> set[str] | None:
    """The claims that name one of these places itself; None where they are more than so many."""
    found: set[str] = set()
    for place in places:
        found.update(shelf.page(Shelved.CLAIM, [f"names:{place}"], limit=most + 1).ids)
        if len(found) > most:
            return None
    return found


def with_figures(desk: Desk, *, most: int) -> Mapping[str, int]:
    """So many places where claims count people held, those with most claims, and how many these are."""
    with desk.ledger.shelf() as shelf:
        named = shelf.facets_named(Shelved.CLAIM, "held:", limit=most)
    return {name.removeprefix("held:"): claims for name, claims in named}
