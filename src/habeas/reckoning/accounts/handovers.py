"""A place that changes hands: nobody moves, and all who are held there pass to another holder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from habeas.model import ClaimType
from habeas.reckoned import Amount, Days, Event, Status, Testimony
from habeas.reckoning.accounts.counts import Count, is_count
from habeas.reckoning.accounts.figures import Bounds
from habeas.reckoning.accounts.movements import Movement, Way
from habeas.reckoning.accounts.population import Asked, Fit

NOBODY = Bounds(0, 0)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Handover:
    """A place passes to the asked holder, or from it; `way` is None where nothing tells which."""

    event: Event
    days: Days
    way: Way | None


def handovers(events: Iterable[Event], testimonies: Sequence[Testimony], asked: Asked) -> list[Handover]:
    """The times when the asked place passed from the asked holder or to it, in order."""
    if asked.place is None or asked.holder is None:
        return []
    found = [
        Handover(event, event.days, _way(event, event.days, testimonies, asked))
        for event in events
        if event.days is not None and _is_handover(event, asked)
    ]
    return sorted(found, key=lambda one: (one.days.first, one.days.last, one.event.id))


def _is_handover(event: Event, asked: Asked) -> bool:
    """True where the place itself passes: a transfer in it, done, of no number of people."""
    passes = event.type is ClaimType.TRANSFER and event.status is Status.DONE
    counted = any(one.claim.quantity is not None for one in event.testimonies)
    return passes and not counted and event.place is not None and event.place.id == asked.place


def _way(event: Event, days: Days, testimonies: Sequence[Testimony], asked: Asked) -> Way | None:
    """Away from who was last said to hold people there before, and to who is first said to after."""
    before, after = _holder(testimonies, asked, until=days), _holder(testimonies, asked, since=days)
    takes_or_gives = event.actor is not None and event.actor.id == asked.holder
    if before == asked.holder or (takes_or_gives and before is None and after not in (None, asked.holder)):
        return Way.OUT
    if after == asked.holder or (takes_or_gives and before is not None):
        return Way.IN
    return None


def _holder(
    testimonies: Sequence[Testimony], asked: Asked, *, until: Days | None = None, since: Days | None = None
) -> str | None:
    holding = sorted(
        (day, one.id, one.actor.id)
        for one in testimonies
        if is_count(one) and one.actor is not None and one.place is not None and one.place.id == asked.place
        if (day := one.days.first if one.days is not None else one.stated) is not None
    )
    if until is not None:
        return next((body for day, _, body in reversed(holding) if day < until.first), None)
    return next((body for day, _, body in holding if since is not None and day > since.last), None)


def passed_on(
    found: Iterable[Handover], held_there: Callable[[Days], Amount]
) -> Iterator[tuple[Movement, list[Count]]]:
    """All who were held in the place, as a movement; and that who gives it holds nobody after.

    `held_there` says how many were held in the place, by whomever, as a day ended.
    """
    for one in found:
        if one.way is None:
            continue
        eve, morrow = one.days.first - A_DAY, one.days.last + A_DAY
        amount = held_there(Days(eve, eve))
        all_there = Bounds(amount.low or 0, amount.high)
        claims = tuple(sorted(one.event.claims))
        is_known = amount != Amount(None, None)
        moving = Movement(one.event, one.way, all_there, claims, one.days, counted=is_known)
        if one.way is Way.OUT:
            yield moving, [_count(one, morrow, NOBODY)]
        else:
            yield moving, [_count(one, eve, NOBODY)] + ([_count(one, morrow, all_there)] if is_known else [])


def _count(handover: Handover, day: date, bounds: Bounds) -> Count:
    event = handover.event
    told = tuple(sorted(event.testimonies, key=lambda one: one.id))
    return Count(Fit.SAME, event.place, None, frozenset(), Days(day, day), bounds, False, told)
