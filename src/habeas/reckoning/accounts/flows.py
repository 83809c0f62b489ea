"""Movements in a balance: how many people each moves in every stretch of time, and what totals demand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from habeas.reckoned import Days, Status
from habeas.reckoning.accounts.figures import Bounds, most
from habeas.reckoning.accounts.movements import Movement, Way, kind_fit
from habeas.reckoning.accounts.population import Fit
from habeas.reckoning.accounts.stretches import BEGINNING, END, Stretches
from habeas.reckoning.accounts.system import System, Terms, total

Shares = Mapping[int, int]  # stretch to unknown


@dataclass(frozen=True, slots=True)
class Flow:
    """What one movement moves in each stretch; `movement` is None for what only totals tell of."""

    way: Way
    shares: Shares
    movement: Movement | None = None

    def during(self, stretches: range) -> Terms:
        """What it moves in these stretches."""
        return {unknown: 1.0 for at, unknown in self.shares.items() if at in stretches}


class Demands:
    """A system to which claims put demands, each with its weight."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.system = System()
        self._weights = weights

    def claimed(self, terms: Terms, bounds: Bounds, claims: tuple[str, ...]) -> None:
        """What claims say; it may be broken, at the weight of the heaviest of them (1 if none is given)."""
        weight = max((self._weights.get(claim, 1.0) for claim in claims), default=1.0)
        self.system.demand(terms, bounds.low or None, bounds.high, claims, weight)

    def at_least(self, greater: Terms, smaller: Terms) -> None:
        """What holds whatever is said: one sum is at least another."""
        self.system.demand(total([(1.0, greater), (-1.0, smaller)]), 0, None)

    def some_of(self, terms: Terms) -> Terms:
        """An unknown part of a sum, from none to all of it."""
        part = {self.system.unknown(): 1.0}
        self.at_least(terms, part)
        return part


def flows(movements: Sequence[Movement], days: Days, stretches: Stretches, demands: Demands) -> list[Flow]:
    """All that moves people: what is done, what may have come of what is under way, what only totals tell."""
    dated = [one for one in movements if one.days is not None]
    done = [_flow(one, stretches, demands) for one in dated if is_counted_in(one, days)]
    rest = [_rest(one, dated, stretches, demands) for one in _announced(dated)]
    besides = [_besides(way, dated, done, stretches, demands) for way in Way]
    return [*done, *rest, *(flow for flow in besides if flow.shares)]


def is_counted_in(movement: Movement, days: Days) -> bool:
    """True for a movement that was done; an undated one where it was told of in these days."""
    if movement.total or movement.event.status is not Status.DONE or movement.days is None:
        return False
    return not movement.undated or days.holds(movement.days)


def _flow(movement: Movement, stretches: Stretches, demands: Demands) -> Flow:
    days = _days(movement)
    shares = _shares(stretches.sharing(BEGINNING if movement.undated else days.first, days.last), demands)
    demands.claimed(dict.fromkeys(shares.values(), 1.0), movement.bounds, movement.claims)
    return Flow(movement.way, shares, movement)


def _shares(stretches: Iterable[int], demands: Demands) -> Shares:
    return {at: demands.system.unknown() for at in stretches}


def _days(movement: Movement) -> Days:
    if movement.days is None:
        raise ValueError(f"{movement.event.id} has no days: it can't stand in a balance")
    return movement.days


# --- what is under way ---


def _announced(movements: Iterable[Movement]) -> list[Movement]:
    """What is under way; of announcements that may be of one movement, that of the most people."""
    kept: list[Movement] = []
    under_way = [one for one in movements if one.event.status is Status.UNDER_WAY and not one.total]
    for one in sorted(under_way, key=lambda one: (-_most(one.bounds), one.event.id)):
        if all(kind_fit(one, other) is Fit.APART for other in kept):
            kept.append(one)
    return kept


def _most(bounds: Bounds) -> float:
    return float("inf") if bounds.high is None else bounds.high


def _rest(announced: Movement, movements: Iterable[Movement], stretches: Stretches, demands: Demands) -> Flow:
    """What may have moved of an announced movement besides those told to have moved, who are among them."""
    days = _days(announced)
    told = [one for one in movements if _may_be_of(one, announced, days.first)]
    so_far = max((one.bounds.low for one in told if one.total), default=0)
    moved = max(so_far, sum(one.bounds.low for one in told if not one.total))
    high = announced.bounds.high
    shares = _shares(stretches.sharing(days.first, END), demands)
    demands.system.demand(
        dict.fromkeys(shares.values(), 1.0), None, None if high is None else max(0, high - moved)
    )
    return Flow(announced.way, shares, announced)


def _may_be_of(one: Movement, announced: Movement, start: date) -> bool:
    is_done = one.event.status is Status.DONE and one.days is not None and one.days.last >= start
    return is_done and kind_fit(one, announced) is not Fit.APART


# --- totals so far ---


def _besides(
    way: Way, movements: Iterable[Movement], done: Sequence[Flow], stretches: Stretches, demands: Demands
) -> Flow:
    """What only totals tell of. Two totals may tell of the same people: they are never added up."""
    kinds: dict[str, list[Movement]] = defaultdict(list)
    for one in movements:
        if one.total and one.way is way and one.event.status is Status.DONE:
            kinds[_kind(one)].append(one)
    every = [one for kind in kinds.values() for one in kind]
    flow = Flow(way, _shares(_windows(every, stretches), demands))
    chains = [_chain(kinds[key], flow, done, stretches, demands) for key in sorted(kinds)]
    for at, share in flow.shares.items():
        told = total((1.0, {chain[at]: 1.0}) for chain in chains if at in chain)
        demands.at_least(told, {share: 1.0})
    return flow


def _kind(movement: Movement) -> str:
    """What makes two totals the running total of one thing."""
    event = movement.event
    names = (event.origin, event.destination, event.place, event.actor)
    groups = sorted({" ".join(sorted(one.claim.group)) for one in event.testimonies})
    return "\n".join([event.type, *("" if name is None else name.id for name in names), *groups])


def _chain(
    kind: Sequence[Movement], besides: Flow, done: Iterable[Flow], stretches: Stretches, demands: Demands
) -> Shares:
    """What the totals of one kind tell of besides the movements that are told by themselves, by stretch."""
    extra = _shares(_windows(kind, stretches), demands)
    for at, unknown in extra.items():
        demands.at_least({besides.shares[at]: 1.0}, {unknown: 1.0})
    highs = [one.bounds.high for one in kind]
    # Also where it is broken, a total tells of no more people than it says.
    demands.system.demand(dict.fromkeys(extra.values(), 1.0), None, most(highs))
    ran = _running(kind[0], extra, done, demands)
    for one in kind:
        window = _window(_days(one), stretches)
        demands.claimed(total((1.0, ran[at]) for at in window), one.bounds, one.claims)
    return extra


def _running(kind: Movement, extra: Shares, done: Iterable[Flow], demands: Demands) -> dict[int, Terms]:
    """All movements of a kind in each stretch: those surely of it, and perhaps those that may be."""
    ran: dict[int, dict[int, float]] = {at: {unknown: 1.0} for at, unknown in extra.items()}
    for flow in done:
        fit = Fit.APART if flow.movement is None else kind_fit(flow.movement, kind)
        for at, share in flow.shares.items():
            if fit is not Fit.APART and at in ran:
                ran[at] |= {share: 1.0} if fit is Fit.PART else demands.some_of({share: 1.0})
    return dict(ran)


def _windows(totals: Iterable[Movement], stretches: Stretches) -> list[int]:
    """The stretches of which any of these totals tells."""
    return sorted({at for one in totals for at in _window(_days(one), stretches)})


def _window(days: Days, stretches: Stretches) -> range:
    """From a total's start, where one is said, to its last day; of one "as of" a day, from the beginning."""
    return stretches.sharing(days.first if days.first < days.last else BEGINNING, days.last)
