"""The notes of an account: what stands behind its numbers, and what was left out of them, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from habeas.model import Basis, Measure
from habeas.reckoned import Days, Event, Status, Testimony
from habeas.reckoning.accounts.balance import Balance
from habeas.reckoning.accounts.counts import Count, is_count
from habeas.reckoning.accounts.figures import counted, told, told_day, told_days
from habeas.reckoning.accounts.flows import is_counted_in
from habeas.reckoning.accounts.movements import Movement, Way, kind_fit
from habeas.reckoning.accounts.population import Asked, Fit, together
from habeas.reckoning.accounts.solving import Solution

ARRIVED: Final = {Way.IN: ("to have arrived", "arrival"), Way.OUT: ("to have left", "departure")}
LEFT_OUT: Final = {
    Status.PLANNED: "planned: no plan moves a balance",
    Status.ALLEGED: "only alleged",
    Status.DENIED: "denied",
}


@dataclass(frozen=True, slots=True)
class Behind:
    """All that stands behind an account."""

    asked: Asked
    drawn: Balance
    held: Sequence[Count]
    moved: Sequence[Movement]
    testimonies: Sequence[Testimony]
    solved: Solution


def notes(behind: Behind) -> tuple[str, ...]:
    """All notes of one account, each a sentence or two; claims are named by their ids."""
    asked, moved = behind.asked, behind.moved
    return (
        *_standing("opening", behind.drawn.opened_on, asked.days.first, behind.held),
        *_standing("closing", behind.drawn.closed_on, asked.days.last, behind.held),
        *_announcements(moved),
        *_so_far(moved),
        *_doubts(moved, asked),
        *_left_out(asked, moved, behind.testimonies),
        *_conflicts(behind.solved),
    )


# --- counts ---


def _standing(name: str, days: Days | None, day: date, held: Sequence[Count]) -> Iterator[str]:
    if days is None:
        later = next((one for one in held if one.fit is Fit.SAME), None)
        first = (
            f"; the first is {_figure(later)}, on {told_days(later.days.first, later.days.last)}"
            if later
            else ""
        )
        yield f"{name}: no count of these people tells it{first}"
        return
    here = [one for one in held if one.days == days and one.fit is Fit.SAME]
    bounding = [] if here else [one for one in held if one.days.overlaps(days)]
    figures = "; ".join(map(_figure, here)) or "; ".join(
        f"{_figure(one)}, {PARTS[one.fit]}" for one in bounding
    )
    since = "" if days.first <= day <= days.last else ", and what is told to have come and left since"
    yield f"{name}: stands on {figures}, on {told_days(days.first, days.last)}{since}"
    undated = sorted(claim for one in here or bounding if one.undated for claim in one.claims)
    if undated:
        yield f"{name}: {', '.join(undated)} gives no day; it stands at the day on which it was stated"


PARTS: Final = {Fit.PART: "a part of these people", Fit.WHOLE: "of whom these people are a part"}


def _figure(count: Count) -> str:
    figures = sorted({told(one.claim.quantity) for one in count.told if one.claim.quantity is not None})
    return f"{' or '.join(figures)} ({', '.join(count.claims)})"


# --- announced, and arrived ---


def _announcements(moved: Sequence[Movement]) -> Iterator[str]:
    for one in moved:
        if one.event.status in (Status.UNDER_WAY, Status.PLANNED) and one.counted and not one.total:
            yield _announced(one, [other for other in moved if _may_tell_of(other, one)])


def _may_tell_of(other: Movement, announced: Movement) -> bool:
    return other.event.status is Status.DONE and other.counted and kind_fit(other, announced) is not Fit.APART


def _announced(announced: Movement, arrived: Sequence[Movement]) -> str:
    verb, noun = ARRIVED[announced.way]
    reports = {one.report for movement in (announced, *arrived) for one in movement.event.testimonies}
    these = f"in {'this report' if len(reports) == 1 else f'these {len(reports)} reports'}"
    begun = f"announced: {_said(announced.event)} ({announced.event.status.value})"
    latest = _latest(arrived)
    if not latest:
        return f"{begun}; no {noun} reported {these}"
    so_far = " and ".join(_said_when(one) for one in latest)
    rest = "" if _all_arrived(announced, latest) else f"; no {noun} reported for the rest {these}"
    return f"{begun}; reported {verb}: {so_far}{rest}"


def _latest(arrived: Sequence[Movement]) -> list[Movement]:
    """The latest total so far; without one, each movement by its day: what nobody summed isn't summed."""
    totals = sorted((one for one in arrived if one.total and one.days is not None), key=_last_day)
    return totals[-1:] or sorted((one for one in arrived if not one.total), key=_last_day)


def _last_day(movement: Movement) -> tuple[str, str]:
    return ("" if movement.days is None else movement.days.last.isoformat(), movement.event.id)


def _all_arrived(announced: Movement, arrived: Sequence[Movement]) -> bool:
    high = announced.bounds.high
    return high is not None and sum(one.bounds.low for one in arrived) >= high


def _said_when(movement: Movement) -> str:
    if movement.days is None:
        return _said(movement.event)
    word = "as of" if movement.total else "on"
    first = movement.days.last if movement.total else movement.days.first
    return f"{_said(movement.event)} {word} {told_days(first, movement.days.last)}"


def _said(event: Event) -> str:
    """The figures of a happening as they were said, the wholes of breakdowns alone."""
    quantities = [one.claim.quantity for one in event.testimonies if one.claim.part_of is None]
    found = sorted({told(quantity) for quantity in quantities if quantity is not None})
    return " or ".join(found) or "an unsaid number"


# --- totals, doubts ---


def _so_far(moved: Sequence[Movement]) -> Iterator[str]:
    for one in moved:
        if one.total and one.event.status is Status.DONE and one.days is not None and one.counted:
            start = "" if one.days.first < one.days.last else "; since when isn't said"
            yield (
                f"{one.way.value}: {_said(one.event)} so far, as of {told_day(one.days.last)}"
                f" ({', '.join(one.claims)}), bounds what came to that day and is added to nothing{start}"
            )


def _doubts(moved: Sequence[Movement], asked: Asked) -> Iterator[str]:
    done = [one for one in moved if is_counted_in(one, asked.days)]
    here = [one for one in done if one.days is not None and (one.undated or one.days.overlaps(asked.days))]
    for one in here:
        about = f"({one.event.type.value}, {', '.join(one.claims)})"
        if not one.counted:
            yield f"{one.way.value}: how many is told by no figure that binds {about}: open above"
        elif not one.sure:
            whether = f"whether {_said(one.event)} {DOUBTS[one.way]}"
            yield f"{one.way.value}: {whether} isn't said {about}: none to all"
        if one.undated:
            yield f"{one.way.value}: when isn't said {about}: told of in these days, perhaps earlier"


DOUBTS: Final = {Way.IN: "came to be held here", Way.OUT: "left this custody"}


# --- left out ---


def _left_out(asked: Asked, moved: Sequence[Movement], testimonies: Sequence[Testimony]) -> Iterator[str]:
    statuses = Counter(one.event.status for one in moved)
    for status, why in LEFT_OUT.items():
        if statuses[status]:
            yield f"left out: {counted(statuses[status], 'movement')} {why}"
    undated = [one for one in moved if _is_undated_elsewhere(one, asked)]
    if undated:
        yield f"left out: {counted(len(undated), 'movement')} without a day, told of outside these days"
    here = [one for one in testimonies if _is_of(one, asked)]
    supposed = sum(one.status is None for one in here)
    if supposed:
        yield f"left out: {counted(supposed, 'claim')} only supposed"
    yield from _other_figures(here, asked)


def _is_undated_elsewhere(movement: Movement, asked: Asked) -> bool:
    done = movement.event.status is Status.DONE and not movement.total
    return done and movement.undated and not is_counted_in(movement, asked.days)


def _is_of(testimony: Testimony, asked: Asked) -> bool:
    """True for a claim on the asked people, or a part of them, whatever it says."""
    place = testimony.place or testimony.origin or testimony.destination
    holder = None if testimony.actor is None or asked.holder is None else testimony.actor.id
    fit = together((asked.place_fit(place), asked.holder_fit(holder), asked.group_fit(testimony.claim.group)))
    return fit in (Fit.SAME, Fit.PART)


def _other_figures(here: Sequence[Testimony], asked: Asked) -> Iterator[str]:
    capacities = sum(one.claim.measure is Measure.CAPACITY for one in here)
    if capacities:
        yield f"left out: {counted(capacities, 'capacity', 'capacities')}: places, not people"
    stocks = [one for one in here if is_count(one) and one.claim.quantity is not None]
    units = Counter(one.claim.quantity.unit for one in stocks if one.claim.quantity)
    for unit in sorted(set(units) - {asked.unit}):
        figures = counted(units[unit], "figure")
        yield f"left out: {figures} in {unit.value}, which never mix with {asked.unit.value}"
    if not asked.conventions:
        vague = [one for one in stocks if one.claim.quantity and one.claim.quantity.basis is Basis.CONVENTION]
        if vague:
            words = ", ".join(sorted({told(one.claim.quantity) for one in vague if one.claim.quantity}))
            yield f"left out: {words}: only a convention gives such words bounds"
    unplaced = sum(one.days is None and one.stated is None for one in stocks)
    if unplaced:
        yield f"left out: {counted(unplaced, 'count')} of no day, in reports of none"


def _conflicts(solved: Solution) -> Iterator[str]:
    if solved.conflicts:
        yield (
            f"{counted(len(solved.conflicts), 'set')} of claims can't all be true; none is called wrong,"
            " and the ranges hold every way of keeping the most of them"
        )
    if not solved.complete:
        yield "so many claims conflict that the ranges are wider than the ways of settling them"
