"""What the reports don't cover, in words that conclude nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from habeas.kept.told import testimonies_with
from habeas.ledger.shelf import Count, Shelf, Shelved
from habeas.pipeline import Desk
from habeas.publishing import phrases
from habeas.publishing.brief.pieces import Line
from habeas.publishing.brief.uncovered import PLACES_OF_DETENTION, old_counts, uncounted, unreported

MOST_PLACES: Final = 40  # of each kind, those of which most claims tell
MONTHS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Gaps:
    """Places of detention of which no newer count is reported, and months from which there is no report."""

    places: tuple[Line, ...]
    months: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Uncounted:
    place: str
    name: str
    count: str | None  # the claim with the newest one
    moves: Count


def gaps(desk: Desk, *, today: date) -> Gaps:
    """What isn't covered, of the places of detention with the most claims, and of the months up to today."""
    with desk.ledger.shelf() as shelf:
        places = list(_places(shelf))
        months = [name.removeprefix("month:") for name, _ in _months(shelf)]
    return Gaps(tuple(_old(desk, places, today)), tuple(unreported(months, today)))


def _places(shelf: Shelf) -> Iterator[_Uncounted]:
    for kind in PLACES_OF_DETENTION:
        found = shelf.page(Shelved.PLACE, ["named:yes", f"kind:{kind}"], limit=MOST_PLACES).ids
        names = shelf.names(Shelved.PLACE, found)
        for place in found:
            newest = shelf.page(Shelved.CLAIM, [f"held:{place}"], limit=1).ids
            moves = shelf.count(Shelved.EVENT, [f"place:{place}"])
            yield _Uncounted(place, names[place], next(iter(newest), None), moves)


def _old(desk: Desk, places: list[_Uncounted], today: date) -> Iterator[Line]:
    """The places whose newest count is old, the longest ago last; then those without one."""
    told = testimonies_with(desk, [one.count for one in places if one.count is not None])
    newest = {one.place: told[one.count].claim for one in places if one.count in told}
    yield from old_counts(
        ((one.place, one.name, newest[one.place]) for one in places if one.place in newest), today
    )
    for one in places:
        if one.place not in newest and one.moves.number:
            happened = f"{'more than ' if one.moves.more else ''}{phrases.count(one.moves.number, 'event')}"
            yield uncounted(one.place, one.name, happened)


def _months(shelf: Shelf) -> list[tuple[str, int]]:
    return [one for one in shelf.facets_named(Shelved.REPORT, "month:", limit=MONTHS) if one[1]]
