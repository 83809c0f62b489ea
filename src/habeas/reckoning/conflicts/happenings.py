"""Figures of one happening that can't agree."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from habeas.model import Claim, ClaimType, Measure
from habeas.reckoned import Conflict, Event, Status, Testimony
from habeas.reckoning.comparing import LABELS, bounds, is_in, is_wide, part_of_people
from habeas.reckoning.conflicts.found import NOT_BOTH, VERBS, contradiction, counted, on, sentence, where
from habeas.reckoning.conflicts.wholes import FEW, MANY, is_whole, told_apart
from habeas.reckoning.ways import ends, kind_of, left

HAPPENED: Final = frozenset({Status.DONE, Status.UNDER_WAY})
# Words on a time that is longer than a happening: "in the course of the month", "since spring".
LONG: Final = re.compile(r"\b(?:weeks?|months?|years?|decades?|since|season|so far|to date)\b", re.I)
TOLD_AS_ONE: Final = f"{NOT_BOTH}: they are told of one event"


def asks(testimony: Testimony) -> Iterator[str]:
    """An escape asks for those from its place on its day."""
    return _breakout(testimony)


def offers(testimony: Testimony) -> Iterator[str]:
    """An escape offers itself to those from its place on its day."""
    return _breakout(testimony)


def of_event(event: Event, *, conventions: bool) -> Iterator[Conflict]:
    """Figures of one event that can't agree."""
    if event.status in HAPPENED and not event.total:
        for part, whole in _disagreeing(event.testimonies, conventions=conventions):
            yield contradiction(event.id, (part, whole), _why(part, whole, TOLD_AS_ONE))


def contradictions(testimonies: Iterable[Testimony], *, conventions: bool) -> Iterator[Conflict]:
    """Figures of one break-out that can't agree, whether it is told as one event or as several."""
    for breakout in _breakouts(testimonies):
        for part, whole in _disagreeing(breakout, conventions=conventions):
            yield contradiction(whole.id, (part, whole), _why(part, whole, NOT_BOTH))


def _disagreeing(
    testimonies: Iterable[Testimony], *, conventions: bool
) -> Iterator[tuple[Testimony, Testimony]]:
    """Pairs of claims of one event: the first gives more than the second, of the same people or of some."""
    told = [
        (bounds(testimony.claim.quantity, conventions=conventions), testimony)
        for testimony in sorted(testimonies, key=lambda one: one.id)
        if testimony.claim.quantity is not None and testimony.claim.measure is Measure.FLOW
    ]
    lows = sorted(
        ((amount.low, testimony) for amount, testimony in told if amount.low is not None),
        key=lambda pair: (pair[0], pair[1].id),
    )
    for amount, whole in told:
        if amount.high is None:
            continue
        at = bisect_right(lows, amount.high, key=lambda pair: pair[0])
        more = (part for _, part in reversed(lows[at:]) if _is_part_of_event(part, whole))
        for part in islice(more, MANY):
            yield part, whole


def _breakouts(testimonies: Iterable[Testimony]) -> Iterable[list[Testimony]]:
    """Escapes from one place of detention on one day: one break-out, even where joining them was too bold."""
    found: defaultdict[str, list[Testimony]] = defaultdict(list)
    for testimony in testimonies:
        for key in _breakout(testimony):
            found[key].append(testimony)
    return found.values()


def _breakout(testimony: Testimony) -> Iterator[str]:
    place, days = left(testimony), testimony.days
    if (
        testimony.claim.type is ClaimType.ESCAPE
        and testimony.status in HAPPENED
        and place is not None
        and not is_wide(place)
        and days is not None
        and days.first == days.last
    ):
        yield f"out of {place.id} {days.first}"


def _is_part_of_event(part: Testimony, whole: Testimony) -> bool:
    """True where the first are the same people as the second, or some of them, told of one happening."""
    one, other = part.claim, whole.claim
    return (
        one.quantity is not None
        and other.quantity is not None
        and one.quantity.unit is other.quantity.unit
        and kind_of(one) is kind_of(other)
        and one.detail == other.detail
        and not told_apart(one, other)
        and is_whole(other)
        and _is_told_of_its_time(part, whole)
        and _are_among(one, other)
        and all(
            mine is None or theirs is None or is_in(mine, theirs)
            for (_, mine), (_, theirs) in zip(ends(part), ends(whole), strict=True)
        )
    )


def _is_told_of_its_time(part: Testimony, whole: Testimony) -> bool:
    """True unless the first is of a longer time than the second: a year's is of many happenings."""
    if part.days is None:
        return part.claim.period is None or LONG.search(part.claim.period.span.text) is None
    return part.days == whole.days or part.days.last - part.days.first <= FEW


def _are_among(part: Claim, whole: Claim) -> bool:
    """As `part_of_people`; but of one event, any two labels are for the same people."""
    ours, theirs = part.group, whole.group
    if ours & LABELS and theirs & LABELS:
        ours, theirs = ours - LABELS, theirs - LABELS
    return part_of_people(ours, theirs)


def _why(part: Testimony, whole: Testimony, told_as: str) -> str:
    verb = VERBS.get(part.claim.type, "")
    place = where(whole) or where(part)
    when = on(whole.days or part.days)
    return sentence(counted(part), "and", counted(whole), verb, place, when, told_as)
