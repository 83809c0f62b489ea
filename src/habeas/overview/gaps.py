"""What the reports don't cover, in words that conclude nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from habeas.kept.told import testimonies_with
from habeas.ledger.shelf import Count, Shelf, Shelved
from habeas.lexicon.shape import PlaceKind
from habeas.pipeline import Desk
from habeas.publishing import phrases
from habeas.publishing.brief.pieces import Lead, Line, Thing, Words, bullet, cited, spaced, words
from habeas.publishing.statements import last_day

OLD: Final = 183  # days: half a year
PLACES_OF_DETENTION: Final = (PlaceKind.CAMP, PlaceKind.PRISON, PlaceKind.FACILITY)
MOST_PLACES: Final = 40  # of each kind, those of which most claims tell
MOST_MONTHS: Final = 24
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
    return Gaps(tuple(_old(desk, places, today)), tuple(_unreported(months, today)))


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
    counts = {one.place: told[one.count].claim for one in places if one.count in told}
    by_day = sorted(counts.items(), key=lambda item: last_day(item[1]), reverse=True)
    named = {one.place: one for one in places}
    for place, claim in by_day:
        day = last_day(claim)
        if (today - day).days > OLD and day != date.min:
            said = Words(f"no count since {phrases.day(day)}", Lead(Thing.CLAIM, claim.id))
            name = Words(named[place].name, Lead(Thing.PLACE, place))
            yield Line(((name, Words(": "), said),), cited=cited([claim]))
    for one in places:
        if one.place not in counts and one.moves.number:
            happened = f"{'more than ' if one.moves.more else ''}{phrases.count(one.moves.number, 'event')}"
            lead = words(one.name, Lead(Thing.PLACE, one.place))
            yield bullet(spaced([lead, f"no count; the reports tell of {happened} there"], ": "))


def _months(shelf: Shelf) -> list[tuple[str, int]]:
    return [one for one in shelf.facets_named(Shelved.REPORT, "month:", limit=MONTHS) if one[1]]


def _unreported(months: list[str], today: date) -> Iterator[Line]:
    """The stretches of whole months without a report between the first report and now, the newest first."""
    known = {_number(month) for month in months}
    if not known:
        return
    stretches: list[tuple[int, int]] = []
    for month in range(min(known), today.year * 12 + today.month - 1):
        if month in known:
            continue
        if stretches and stretches[-1][1] == month - 1:
            stretches[-1] = (stretches[-1][0], month)
        else:
            stretches.append((month, month))
    for first, last in stretches[: -MOST_MONTHS - 1 : -1]:
        until = f" to {_month(last)}" if last != first else ""
        yield bullet(f"{_month(first)}{until}")


def _number(month: str) -> int:
    """A month, counted from the year 0."""
    year, of_year = month.split("-")
    return int(year) * 12 + int(of_year) - 1


def _month(number: int) -> str:
    return phrases.month(date(number // 12, number % 12 + 1, 1))
