"""Counts of people held: of the asked people, of a part of them, or of a whole that they are part of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from habeas.model import Basis, Measure, is_nationality
from habeas.reckoned import Days, Known, Status, Testimony
from habeas.reckoning.accounts.figures import Bounds, bounds_of
from habeas.reckoning.accounts.groups import narrowed
from habeas.reckoning.accounts.population import Asked, Fit, together
from habeas.reckoning.comparing import disjoint

COUNTING: Final = frozenset({Measure.STOCK, Measure.REMAINING})
STANDING: Final = frozenset({Status.DONE, Status.UNDER_WAY})


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of people held, by all claims that give it: repetition decides nothing.

    `fit` says how they lie to the asked people. `days` are those that the figure is about; of one whose
    words settle none, the day it was stated (`undated`).
    """

    fit: Fit
    place: Known | None
    holder: str | None
    group: frozenset[str]
    days: Days
    bounds: Bounds
    undated: bool
    told: tuple[Testimony, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claims that give it, sorted."""
        return tuple(testimony.id for testimony in self.told)

    @property
    def place_id(self) -> str | None:
        """The id of the place, if one is told."""
        return None if self.place is None else self.place.id

    @property
    def population(self) -> tuple[object, ...]:
        """What two counts on one day share if they count the same people."""
        return (self.place_id, self.holder, self.group, self.days)

    @property
    def on_one_day(self) -> bool:
        """True where it is about a single day."""
        return self.days.first == self.days.last

    def is_apart_from(self, other: Count) -> bool:
        """True where nobody can be counted in both."""
        if disjoint(self.group, other.group) or (
            None not in (self.holder, other.holder) and self.holder != other.holder
        ):
            return True
        here, there = self.place, other.place
        return (
            here is not None
            and there is not None
            and not (here.is_or_holds(there) or there.is_or_holds(here))
        )


def counts(testimonies: Iterable[Testimony], asked: Asked) -> list[Count]:
    """The figures of people held that bear on the asked ones, in order of days, fit and claims."""
    counting = [one for one in testimonies if is_count(one)]
    shared = _held_by_several(counting)
    alike: dict[tuple[object, ...], list[Count]] = defaultdict(list)
    for testimony in counting:
        if (found := _count(testimony, asked, shared)) is not None:
            alike[*found.population, found.bounds].append(found)
    return sorted(map(_one, alike.values()), key=order)


def is_count(testimony: Testimony) -> bool:
    """True for a claim that says how many are held, or are left, and not only supposes or denies it."""
    return testimony.claim.measure in COUNTING and testimony.status in STANDING


def _count(testimony: Testimony, asked: Asked, shared: frozenset[str]) -> Count | None:
    claim, days = testimony.claim, testimony.days
    quantity = claim.quantity
    if quantity is None or quantity.unit is not asked.unit or (testimony.stated is None and days is None):
        return None
    if quantity.basis is Basis.CONVENTION and not asked.conventions:
        return None
    place = testimony.place or testimony.origin
    holder = _holder(testimony, place, asked, shared)
    if place is None and holder is None:
        return None  # held somewhere by somebody: no population that could be named
    fit = together((asked.place_fit(place), asked.holder_fit(holder), asked.group_fit(claim.group)))
    if fit in (Fit.APART, Fit.CROSSING):
        return None
    bounds = bounds_of(quantity, conventions=asked.conventions)
    return Count(
        fit,
        place,
        holder,
        narrowed(claim.group),
        days or _day_of(testimony),
        bounds,
        days is None,
        (testimony,),
    )


def _day_of(testimony: Testimony) -> Days:
    assert testimony.stated is not None  # noqa: S101  the caller has seen to it
    return Days(testimony.stated, testimony.stated)


def _holder(testimony: Testimony, place: Known | None, asked: Asked, shared: frozenset[str]) -> str | None:
    """Who holds the people; nobody in particular where one holds all in a place and none is asked for."""
    if testimony.actor is None:
        return None
    one_holds_all = place is not None and place.id not in shared and not is_nationality(place.id)
    return None if asked.holder is None and one_holds_all else testimony.actor.id


def _held_by_several(counting: Iterable[Testimony]) -> frozenset[str]:
    """The places where people are held by more than one body at a time, or that hold other such places.

    What one body holds there, or in a country, is only a part; elsewhere it is all who are held in the place.
    """
    holding: dict[str, list[tuple[str, Days]]] = defaultdict(list)
    for testimony in counting:
        place = testimony.place or testimony.origin
        if place is None or testimony.actor is None or (testimony.days is None and testimony.stated is None):
            continue
        days = testimony.days or _day_of(testimony)
        for around in place.around:
            holding[around].append((testimony.actor.id if around == place.id else place.id, days))
    return frozenset(place for place, held in holding.items() if _any_at_once(held))


def _any_at_once(held: list[tuple[str, Days]]) -> bool:
    """True where two of these bodies differ and share a day."""
    ends: dict[str, Days] = {}
    for body, days in sorted(held, key=lambda one: (one[1].first, one[1].last, one[0])):
        if any(other != body and days.first <= kept.last for other, kept in ends.items()):
            return True
        kept_days = ends.get(body)
        if kept_days is None or kept_days.last < days.last:
            ends[body] = days
    return False


def _one(alike: list[Count]) -> Count:
    told = {testimony.id: testimony for count in alike for testimony in count.told}
    every = tuple(told[id_] for id_ in sorted(told))
    return replace(alike[0], told=every, undated=all(count.undated for count in alike))


def order(count: Count) -> tuple[object, ...]:
    """By days, then by fit, then by claims."""
    return (count.days.first, count.days.last, count.fit.value, count.claims)


# --- parts and wholes on days that they share ---


def breakdowns(parts: Sequence[Count], asked: Asked) -> Iterator[list[Count]]:
    """Parts of the asked people whose sum is no more than all of them: each alone, and those that are apart.

    Parts by who the people are, and parts by place, are two divisions of one whole and never add up.
    """
    yield from ([part] for part in parts)
    by_group = [part for part in parts if part.place_id == asked.place and part.holder == asked.holder]
    by_place = [part for part in parts if part.group == narrowed(asked.group)]
    for division in map(_disjoint, (by_group, by_place)):
        if len(division) > 1 and _share_days(division):
            yield division


def _disjoint(parts: Iterable[Count]) -> list[Count]:
    """Counts of which no two can count one person; of those that could, the greater."""
    chosen: list[Count] = []
    for part in sorted(parts, key=lambda part: (-part.bounds.low, part.claims)):
        if all(part.is_apart_from(other) for other in chosen):
            chosen.append(part)
    return chosen


def _share_days(division: Sequence[Count]) -> bool:
    return max(part.days.first for part in division) <= min(part.days.last for part in division)
