"""The balance of the people asked for: unknown numbers of people, and all that the claims demand of them.

The people held on a day are those of the nearest count before it, with those who came and without those
who left since. Between two counts stands whatever the movements don't cover.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from habeas.reckoned import Days
from habeas.reckoning.accounts.counts import Count, breakdowns
from habeas.reckoning.accounts.figures import Bounds, hull
from habeas.reckoning.accounts.flows import Demands, Flow, flows
from habeas.reckoning.accounts.movements import Movement, Way
from habeas.reckoning.accounts.population import Asked, Fit
from habeas.reckoning.accounts.stretches import Stretches
from habeas.reckoning.accounts.system import System, Terms, total

SIGNS = {Way.IN: 1.0, Way.OUT: -1.0}
Figures = tuple[Bounds, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Balance:
    """A system, and the sums that an account asks of it; None where no claim tells of one.

    `closing` is what the movements leave of the count before: below zero where they take more than it.
    """

    system: System
    opening: Terms | None
    came: Terms | None
    left: Terms | None
    closing: Terms | None
    opened_on: Days | None
    closed_on: Days | None


def balance(
    counts: Sequence[Count], movements: Sequence[Movement], asked: Asked, weights: Mapping[str, float]
) -> Balance:
    """The balance of the asked people over the asked days."""
    opened, closed = nearest(counts, asked.days.first), nearest(counts, asked.days.last)
    standing = sorted(
        {days for days in (opened, closed) if days is not None}, key=lambda days: (days.first, days.last)
    )
    clashing = [
        days for days in clashes(counts) if days not in standing and days.overlaps(_span(opened, asked.days))
    ]
    stretches = Stretches([asked.days, *standing, *_totals(movements)])
    demands = Demands(weights)
    moving = flows(movements, asked.days, stretches, demands)
    books = _Books(counts, asked, moving, stretches, demands)
    bases = {days: books.held_as_began(days) for days in standing}
    for days in clashing:
        books.on(days).held_as_began(days)
    after = asked.days.last + timedelta(days=1)
    return Balance(
        demands.system,
        None if opened is None else books.held(opened, bases[opened], asked.days.first),
        books.moved(Way.IN),
        books.moved(Way.OUT),
        None if closed is None else books.held(closed, bases[closed], after),
        opened,
        closed,
    )


def _span(opened: Days | None, days: Days) -> Days:
    return days if opened is None else Days(min(opened.first, days.first), days.last)


def _totals(movements: Iterable[Movement]) -> list[Days]:
    return [one.days for one in movements if one.total and one.days is not None]


def nearest(counts: Iterable[Count], day: date) -> Days | None:
    """The days of the count that stands nearest to a day, and not after it.

    A count over several days is as far as it may be. Where none counts the asked people, one of a part of
    them will do, or of a whole.
    """
    before = [one for one in counts if one.days.first <= day]
    same = [one for one in before if one.fit is Fit.SAME]
    days = {one.days for one in same or before}
    return min(
        days, key=lambda one: (max(day - one.first, abs(day - one.last)), one.first, one.last), default=None
    )


def clashes(counts: Sequence[Count]) -> list[Days]:
    """The days on which counts of the asked people, or of parts or wholes of them, can't all be true."""
    same = [one for one in counts if one.fit is Fit.SAME]
    parts = sorted((one for one in counts if one.fit is Fit.PART), key=lambda one: -one.bounds.low)
    wholes = sorted(
        (one for one in counts if one.fit is Fit.WHOLE and one.bounds.high is not None), key=_high
    )
    found = {days for days, bounds in _by_days(same).items() if _cross(bounds)}
    found |= {one.days for one in same if _too_small(one, parts) or _too_great(one, wholes)}
    return sorted(found, key=lambda days: (days.first, days.last))


def _by_days(same: Iterable[Count]) -> dict[Days, list[Bounds]]:
    days: dict[Days, list[Bounds]] = {}
    for one in same:
        if one.on_one_day:
            days.setdefault(one.days, []).append(one.bounds)
    return days


def _cross(bounds: Sequence[Bounds]) -> bool:
    lowest = min((one.high for one in bounds if one.high is not None), default=None)
    return lowest is not None and lowest < max(one.low for one in bounds)


def _high(count: Count) -> int:
    return count.bounds.high or 0


def _too_small(count: Count, parts: Iterable[Count]) -> bool:
    """True where a part, told of a day of the count's, is greater; `parts` begin with the greatest."""
    for part in parts:
        if count.bounds.high is None or part.bounds.low <= count.bounds.high:
            return False
        if part.days.overlaps(count.days):
            return True
    return False


def _too_great(count: Count, wholes: Iterable[Count]) -> bool:
    for whole in wholes:
        if _high(whole) >= count.bounds.low:
            return False
        if whole.days.overlaps(count.days):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Books:
    counts: Sequence[Count]
    asked: Asked
    flows: Sequence[Flow]
    stretches: Stretches
    demands: Demands

    def moved(self, way: Way) -> Terms | None:
        """All that moved one way on the asked days; None where nothing is told to have."""
        here = self.stretches.sharing(self.asked.days.first, self.asked.days.last)
        moved = total((1.0, flow.during(here)) for flow in self.flows if flow.way is way)
        return moved or None

    def held(self, since: Days, base: int, day: date) -> Terms:
        """How many were held as a day began, from those held as the days of a count began."""
        between = range(self.stretches.before(since.first).stop, self.stretches.before(day).stop)
        moved = ((SIGNS[flow.way], flow.during(between)) for flow in self.flows)
        return total([(1.0, {base: 1.0}), *moved])

    def held_as_began(self, days: Days) -> int:
        """How many were held as these days began: an unknown, with all that their counts demand of it."""
        base = self.demands.system.unknown()
        came, left = (self._during(way, days) for way in Way)
        for bounds, claims in _figures(
            [one for one in self.counts if one.fit is Fit.SAME and one.days == days]
        ):
            self.demands.claimed(self._counted(base, came, left), bounds, claims)
        near = [one for one in self.counts if one.fit is not Fit.SAME and one.days.overlaps(days)]
        sizes = self._sizes(near, at_once=not came and not left)
        for parts in breakdowns([one for one in near if one.fit is Fit.PART], self.asked):
            self.demands.at_least(
                total([(1.0, {base: 1.0}), (1.0, came)]), {sizes[part.claims]: 1.0 for part in parts}
            )
        for whole in (one for one in near if one.fit is Fit.WHOLE):
            self.demands.at_least(total([(1.0, {sizes[whole.claims]: 1.0}), (1.0, left)]), {base: 1.0})
        return base

    def on(self, days: Days) -> _Books:
        """Books for these days alone, with what may at most have moved on them: they tell no other sum."""
        alone = Stretches([days])
        return replace(self, stretches=alone, flows=[self._at_most(way, days, alone) for way in Way])

    def _at_most(self, way: Way, days: Days, stretches: Stretches) -> Flow:
        """All that may have moved one way on these days, in one."""
        moving = (flow.movement for flow in self.flows if flow.way is way and flow.movement is not None)
        highs = [one.bounds.high for one in moving if one.days is not None and one.days.overlaps(days)]
        shares = {at: self.demands.system.unknown() for at in stretches.sharing(days.first, days.last)}
        known = [high for high in highs if high is not None]
        most = sum(known) if len(known) == len(highs) else None
        self.demands.system.demand(dict.fromkeys(shares.values(), 1.0), None, most)
        return Flow(way, shares)

    def _during(self, way: Way, days: Days) -> Terms:
        here = self.stretches.sharing(days.first, days.last)
        return total((1.0, flow.during(here)) for flow in self.flows if flow.way is way)

    def _counted(self, base: int, came: Terms, left: Terms) -> Terms:
        """How many were held at some moment of the days: some had come by then, and some had left."""
        moved = [(sign, self.demands.some_of(terms)) for sign, terms in ((1.0, came), (-1.0, left)) if terms]
        held = total([(1.0, {base: 1.0}), *moved])
        self.demands.at_least(held, {})
        return held

    def _sizes(self, near: Iterable[Count], *, at_once: bool) -> dict[tuple[str, ...], int]:
        """An unknown for each count; one for all of one population on one day on which nobody moves."""
        unknowns: dict[object, int] = {}
        sizes = {}
        for one in near:
            key = one.population if at_once and one.on_one_day else one.claims
            if key not in unknowns:
                unknowns[key] = self.demands.system.unknown()
            sizes[one.claims] = unknowns[key]
            self.demands.claimed({unknowns[key]: 1.0}, one.bounds, one.claims)
        return sizes


def _figures(here: Sequence[Count]) -> list[Figures]:
    """What the counts of some days demand; those over several days may be of different ones among them."""
    if not here:
        return []
    if here[0].on_one_day:
        return [(one.bounds, one.claims) for one in here]
    every = replace(here[0], told=tuple(told for one in here for told in one.told))
    return [(hull(one.bounds for one in here), tuple(sorted(every.claims)))]
