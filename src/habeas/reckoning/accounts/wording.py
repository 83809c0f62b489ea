"""The notes of an account: what stands behind its numbers, and what was left out of them, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
AHEAD: Final = (Status.UNDER_WAY, Status.PLANNED)
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
        *_so_far(moved, asked),
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
    bounding = [] if here else [one for one in held if one.fit is not Fit.SAME and one.days.overlaps(days)]
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
    return f"{' or '.join(figures) or 'the place changing hands'} ({', '.join(count.claims)})"


# --- announced, and arrived ---


def _announcements(moved: Sequence[Movement]) -> Iterator[str]:
    """Beside each movement that is planned or under way, what is told to have come of it."""
    kinds: list[list[Movement]] = []
    for one in (one for one in moved if one.event.status in AHEAD):
        alike = [kind for kind in kinds if kind_fit(one, kind[0]) is not Fit.APART]
        alike[0].append(one) if alike else kinds.append([one])
    for kind in kinds:
        if any(one.counted for one in kind):
            yield _announced(kind, [other for other in moved if _tells_of(other, kind)])


def _tells_of(other: Movement, kind: Sequence[Movement]) -> bool:
    done = other.event.status is Status.DONE and other.counted
    return done and kind_fit(other, kind[0]) is not Fit.APART


def _announced(kind: Sequence[Movement], arrived: Sequence[Movement]) -> str:
    verb, noun = ARRIVED[kind[0].way]
    reports = {one.report for movement in (*kind, *arrived) for one in movement.event.testimonies}
    these = f"in {'this report' if len(reports) == 1 else f'these {len(reports)} reports'}"
    status = next(status for status in AHEAD if any(one.event.status is status for one in kind))
    figures = " or ".join(sorted({_said(one.event) for one in kind if one.counted}))
    latest = _latest(arrived)
    if not latest:
        return f"announced: {figures} ({status.value}); no {noun} reported {these}"
    so_far = ", ".join(map(_said_when, latest))
    rest = "" if _all_arrived(kind, latest) else f"; no {noun} reported for the rest {these}"
    return f"announced: {figures} ({status.value}); reported {verb}: {so_far}{rest}"


def _latest(arrived: Sequence[Movement]) -> list[Movement]:
    """The latest total so far, and all that is told of its day and later: what nobody summed isn't summed."""
    totals = sorted((one for one in arrived if one.total and one.days is not None), key=_last_day)
    last = _last_day(totals[-1]) if totals else ("", "")
    later = (one for one in arrived if not one.total and _last_day(one)[0] >= last[0])
    return [*totals[-1:], *sorted(later, key=_last_day)]


def _last_day(movement: Movement) -> tuple[str, str]:
    return ("" if movement.days is None else movement.days.last.isoformat(), movement.event.id)


def _all_arrived(kind: Iterable[Movement], arrived: Iterable[Movement]) -> bool:
    highs = [one.bounds.high for one in kind if one.counted]
    most_told = max(one.bounds.low for one in arrived)
    return None not in highs and most_told >= max(high for high in highs if high is not None)


def _said_when(movement: Movement) -> str:
    if movement.days is None:
        return _said(movement.event)
    first, last = movement.days.first, movement.days.last
    if movement.total:
        return f"{_said(movement.event)} as of {told_day(last)}"
    return f"{_said(movement.event)} {'told of on' if movement.undated else 'on'} {told_days(first, last)}"


def _said(event: Event) -> str:
    """The figures of a happening as they were said, the wholes of breakdowns alone."""
    quantities = [one.claim.quantity for one in event.testimonies if one.claim.part_of is None]
    quantities = [one for one in quantities if one is not None] or [
        one.claim.quantity for one in event.testimonies
    ]
    return " or ".join(sorted({told(quantity) for quantity in quantities if quantity is not None})) or UNSAID


# --- totals, doubts ---


def _so_far(moved: Sequence[Movement], asked: Asked) -> Iterator[str]:
    for one in moved:
        if one.total and one.event.status is Status.DONE and one.days is not None and one.counted:
            if one.days.last < asked.days.first:
                continue
            since = "" if one.days.first < one.days.last else "; since when isn't said"
            figure = f"{_said(one.event)} so far as of {told_day(one.days.last)}"
            ids = ", ".join(one.claims)
            yield f"{one.way.value}: {figure} ({ids}) bounds a sum and is never added{since}"


def _doubts(moved: Sequence[Movement], asked: Asked) -> Iterator[str]:
    done = [one for one in moved if is_counted_in(one, asked.days)]
    here = [one for one in done if one.days is not None and (one.undated or one.days.overlaps(asked.days))]
    for way in Way:
        mine = [one for one in here if one.way is way]
        open_, unsure = [one for one in mine if not one.counted], [one for one in mine if not one.sure]
        yield from _listed(f"{way.value}: how many isn't told by a figure that binds", open_)
        yield from _listed(
            f"{way.value}: whether these {DOUBTS[way]} isn't said, so none to all of them", unsure
        )
        undated = [one for one in mine if one.undated]
        yield from _listed(f"{way.value}: when isn't said; told of in these days, perhaps earlier", undated)


def _listed(words: str, moved: Sequence[Movement]) -> Iterator[str]:
    if moved:
        told_of = (f"{_said(one.event)} ({one.event.type.value}, {', '.join(one.claims)})" for one in moved)
        yield f"{words}: {'; '.join(told_of)}"


DOUBTS: Final = {Way.IN: "came to be held here", Way.OUT: "left this custody"}
UNSAID: Final = "an unsaid number"


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
