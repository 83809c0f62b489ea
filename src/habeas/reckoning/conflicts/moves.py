"""Happenings of which claims can't all be true: figures of one event, and running totals that shrink."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from habeas.model import Claim, ClaimType, Measure, Unit
from habeas.reckoned import Amount, Conflict, Days, Event, Known, Status, Testimony
from habeas.reckoning.comparing import (
    LABELS,
    bounds,
    is_in,
    is_wide,
    part_of_people,
    same,
)
from habeas.reckoning.conflicts.found import VERBS, contradiction, counted, day, listed, on, sentence, where
from habeas.reckoning.conflicts.sums import too_many
from habeas.reckoning.conflicts.wholes import FEW, is_whole, told_apart
from habeas.reckoning.events import HAPPENINGS

HAPPENED: Final = frozenset({Status.DONE, Status.UNDER_WAY})
# Two words for people who are moved: home, or to another place.
KINDS: Final = {ClaimType.REPATRIATION: ClaimType.TRANSFER}
# Two running totals that don't say since when are of one count only where they are told close together.
CLOSE: Final = timedelta(days=31)
# Reports date one happening a day apart.
SAME_DAY: Final = timedelta(days=1)
# Words on a time that is longer than a happening: "in the course of the month", "since spring".
LONG: Final = re.compile(r"\b(?:weeks?|months?|years?|decades?|since|season|so far|to date)\b", re.I)
NOT_BOTH: Final = "both can't be true"
ON_ONE_DAY: Final = f"as reports of one day say: {NOT_BOTH}"
TOLD_AS_ONE: Final = f"in what is told as one event: {NOT_BOTH}"

Block = tuple[ClaimType, Unit, str]


@dataclass(frozen=True, slots=True)
class Move:
    """A figure of people in one happening, or of all so far. `since` is None where that isn't said."""

    testimony: Testimony
    amount: Amount
    unit: Unit
    since: date | None
    until: date

    @property
    def claim(self) -> Claim:
        """The claim that gives the figure."""
        return self.testimony.claim

    @property
    def spots(self) -> frozenset[str]:
        """Where they were and where they came, and all places around."""
        return frozenset(
            f"{way} {spot}" for way, place in _ends(self.testimony) if place for spot in place.around
        )

    @property
    def own_spot(self) -> str | None:
        """The end of the way by which its parts are found; None where no place is named."""
        return next((f"{way} {place.id}" for way, place in _ends(self.testimony) if place), None)


def kind_of(claim: Claim) -> ClaimType:
    """What happened, people brought home and people moved elsewhere taken together."""
    return KINDS.get(claim.type, claim.type)


def left(testimony: Testimony) -> Known | None:
    """Where people were before."""
    return testimony.origin or testimony.place


def _ends(testimony: Testimony) -> tuple[tuple[str, Known | None], ...]:
    return ("to", testimony.destination), ("from", left(testimony))


def keys(testimony: Testimony) -> Iterator[str]:
    """One key for each place of a figure, those around it, and each month that it is of."""
    move = _move(testimony, conventions=True)
    if move is not None:
        first = move.since or move.until - CLOSE
        for spot in move.spots:
            for month in months(Days(first, max(first, move.until))):
                yield f"moved {kind_of(move.claim).value} {move.unit.value} {spot} {month}"


def months(days: Days) -> Iterator[str]:
    """The months that these days touch."""
    moment = days.first.replace(day=1)
    while moment <= days.last:
        yield f"{moment:%Y-%m}"
        moment = (moment + timedelta(days=32)).replace(day=1)


def contradictions(
    testimonies: Sequence[Testimony], events: Iterable[Event], *, conventions: bool
) -> Iterator[Conflict]:
    """Figures of one event that can't agree, and figures that are more than what is said to be all so far."""
    for event in events:
        if event.status in HAPPENED and not event.total:
            yield from _of_one_event(event.testimonies, TOLD_AS_ONE, conventions=conventions)
    for breakout in _breakouts(testimonies):
        yield from _of_one_event(breakout, ON_ONE_DAY, conventions=conventions)
    yield from _of_totals(testimonies, conventions=conventions)


# --- figures of one event ---


def _of_one_event(testimonies: Iterable[Testimony], told_as: str, *, conventions: bool) -> Iterator[Conflict]:
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
        for _, part in lows[at:]:
            if _is_part_of_event(part, whole):
                yield contradiction((part, whole), _why_event(part, whole, told_as))


def _breakouts(testimonies: Iterable[Testimony]) -> Iterable[list[Testimony]]:
    """Escapes from one place of detention on one day: one break-out, even where joining them was too bold."""
    found: defaultdict[tuple[str, date], list[Testimony]] = defaultdict(list)
    for testimony in testimonies:
        place, days = left(testimony), testimony.days
        if (
            testimony.claim.type is ClaimType.ESCAPE
            and testimony.status in HAPPENED
            and place is not None
            and not is_wide(place)
            and days is not None
            and days.first == days.last
        ):
            found[place.id, days.first].append(testimony)
    return found.values()


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
            for (_, mine), (_, theirs) in zip(_ends(part), _ends(whole), strict=True)
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


def _why_event(part: Testimony, whole: Testimony, told_as: str) -> str:
    verb = VERBS.get(part.claim.type, "")
    place = where(whole) or where(part)
    when = on(whole.days or part.days)
    return sentence(counted(part), "and", counted(whole), verb, place, f"{when}," if when else "", told_as)


# --- running totals ---


def _of_totals(testimonies: Iterable[Testimony], *, conventions: bool) -> Iterator[Conflict]:
    """Each total beside the figures of some of its time and way that are more than it."""
    wholes: defaultdict[Block, list[Move]] = defaultdict(list)
    parts: defaultdict[Block, list[Move]] = defaultdict(list)
    for testimony in testimonies:
        move = _move(testimony, conventions=conventions)
        if move is None:
            continue
        for spot in move.spots:
            parts[kind_of(move.claim), move.unit, spot].append(move)
        if move.claim.measure is Measure.TOTAL and move.own_spot is not None:
            wholes[kind_of(move.claim), move.unit, move.own_spot].append(move)
    for block, some in wholes.items():
        lows = sorted(
            ((part.amount.low, part) for part in parts[block] if part.amount.low is not None),
            key=lambda pair: (pair[0], pair[1].testimony.id),
        )
        for whole in some:
            yield from _more_than_all(lows, whole)


def _more_than_all(lows: Sequence[tuple[int, Move]], whole: Move) -> Iterator[Conflict]:
    high = whole.amount.high
    if high is None:
        return
    at = bisect_right(lows, high, key=lambda pair: pair[0])
    for _, part in lows[at:]:
        if _is_of_its_time(part, whole) and _is_of_its_way(part, whole):
            yield contradiction((part.testimony, whole.testimony), _why_total(part, whole))
    fit = [
        (low, part)
        for low, part in lows[:at]
        if low > 0
        and part.claim.measure is Measure.FLOW
        and _is_of_its_time(part, whole)
        and _is_of_its_way(part, whole)
    ]
    if together := too_many(fit, high, apart=_are_two_happenings):
        yield contradiction(
            [whole.testimony, *(part.testimony for part in together)], _why_together(together, whole)
        )


def _are_two_happenings(one: Move, other: Move) -> bool:
    """True for those of different days, which two reports of one happening can't be of."""
    here, there = one.testimony.days, other.testimony.days
    if here is None or there is None or max(here.last - here.first, there.last - there.first) > FEW:
        return False
    return max(here.first, there.first) - min(here.last, there.last) > SAME_DAY


def _move(testimony: Testimony, *, conventions: bool) -> Move | None:
    claim = testimony.claim
    quantity, until = claim.quantity, testimony.days.last if testimony.days else testimony.stated
    if (
        testimony.status is not Status.DONE
        or claim.measure not in {Measure.FLOW, Measure.TOTAL}
        or claim.type not in HAPPENINGS
        or quantity is None
        or until is None
        or (testimony.days is None and (claim.period is not None or claim.measure is Measure.FLOW))
    ):
        return None
    since = _since(testimony)
    return Move(testimony, bounds(quantity, conventions=conventions), quantity.unit, since, until)


def _since(testimony: Testimony) -> date | None:
    """The first day of a happening; of a total, the day since which it runs: "as of Thursday" has none."""
    days = testimony.days
    if days is None or (testimony.claim.measure is Measure.TOTAL and days.first == days.last):
        return None
    return days.first


def _is_of_its_time(part: Move, whole: Move) -> bool:
    if part.until > whole.until:
        return False
    if whole.since is not None:
        return part.since is not None and part.since >= whole.since
    return part.since is None and whole.until - part.until <= CLOSE


def _is_of_its_way(part: Move, whole: Move) -> bool:
    """True where all whom the first counts went the way of the second, and are its people or some of them."""
    one, other = part.claim, whole.claim
    wide = is_wide(whole.testimony.destination or left(whole.testimony))
    return (
        part.testimony.id != whole.testimony.id
        and one.detail == other.detail
        and not told_apart(one, other)
        and is_whole(other)
        and part_of_people(one.group, other.group, wide=wide)
        and all(
            theirs is None or is_in(mine, theirs)
            for (_, mine), (_, theirs) in zip(_ends(part.testimony), _ends(whole.testimony), strict=True)
        )
        and _is_of_its_actor(part.testimony, whole.testimony)
    )


def _is_of_its_actor(part: Testimony, whole: Testimony) -> bool:
    """True where one body moves both, or the way is told from end to end, by who sends and who receives."""
    is_full = left(whole) is not None and whole.destination is not None
    return is_full or whole.actor is None or same(part.actor, whole.actor)


def _why_together(parts: Sequence[Move], whole: Move) -> str:
    ordered = sorted(parts, key=lambda part: (part.until, part.testimony.id))
    said = listed([sentence(counted(part.testimony), on(part.testimony.days)) for part in ordered])
    verb = VERBS.get(whole.claim.type, "")
    all_ = sentence(counted(whole.testimony), verb, where(whole.testimony), "in all by", day(whole.until))
    return f"{said} are together more than {all_}"


def _why_total(part: Move, whole: Move) -> str:
    verb = VERBS.get(part.claim.type, "")
    if part.claim.measure is Measure.TOTAL:
        first = sentence(counted(part.testimony), verb, where(part.testimony), "by", day(part.until))
    else:
        first = sentence(counted(part.testimony), verb, where(part.testimony), on(part.testimony.days))
    then = sentence(counted(whole.testimony), "in all by", day(whole.until))
    return f"{first}, and {then}: {NOT_BOTH}, a running total never falls"
