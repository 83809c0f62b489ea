"""Counts of people held that can't all be true: of one population, or of a part of it and of the whole.

A population is who is held where, and by whom. A count is of one day or of a few, or it is compared with
none: numbers change, and "in 2023" is no count of every day of that year.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Final

from habeas.model import Claim, ClaimType, Measure, Unit
from habeas.reckoned import Amount, Conflict, Days, Known, Status, Testimony
from habeas.reckoning.comparing import (
    bounds,
    disjoint,
    is_in,
    is_wide,
    may_be_same,
    part_of_people,
    same,
)
from habeas.reckoning.conflicts.breakdowns import SAID_TO_BE_SO
from habeas.reckoning.conflicts.found import (
    contradiction,
    counted,
    listed,
    on,
    sentence,
    where,
    who,
)
from habeas.reckoning.conflicts.sums import too_many
from habeas.reckoning.conflicts.wholes import FEW, MANY, is_whole, told_apart

SINCE: Final = re.compile(r"\bsince\b", re.I)
# What once was so is of no day that is known, whatever the day on which it is told.
ONCE: Final = re.compile(
    r"\b(?:once|formerly|used to|at one (?:point|time)|at (?:its|their|the) (?:peak|height|highest)"
    r"|had (?:once |been )?(?:held|housed|lived|hosted|kept|stood))\b",
    re.I,
)
# "In the prisons of the north-east": of places of one kind there, not of everybody who is held there.
KINDS: Final = {
    "camps": re.compile(r"\bcamps\b", re.I),
    "prisons": re.compile(
        r"\b(?:prisons|jails|cells|(?:detention|holding) (?:cent(?:er|re)s|facilities|sites))\b",
        re.I,
    ),
}
KIND: Final = {
    "camps": re.compile(r"\bcamps?\b", re.I),
    "prisons": re.compile(
        r"\b(?:prisons?|jails?|cells?|cent(?:er|re)s?|facilit(?:y|ies)|reformator(?:y|ies))\b", re.I
    ),
}

Block = tuple[Unit, str, str]


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of people held, who they are by place and holder, and the days that it is of.

    `moments` are the days in words; for an undated claim of an undated report, that report.
    """

    testimony: Testimony
    amount: Amount
    unit: Unit
    days: Days | None
    moments: tuple[str, ...]

    @property
    def claim(self) -> Claim:
        """The claim that gives the figure."""
        return self.testimony.claim

    @property
    def spot(self) -> str:
        """The place; for those held in no place that is named, the holder."""
        place, holder = self.testimony.place, self.testimony.actor
        return place.id if place is not None else _held_by(holder)

    @property
    def spots(self) -> list[str]:
        """The place, all around it, and the holder: where it may be a part of a greater count."""
        place, holder = self.testimony.place, self.testimony.actor
        around = [] if place is None else list(place.around)
        return around if holder is None else [*around, _held_by(holder)]


def _held_by(holder: Known | None) -> str:
    return f"by {holder.id if holder is not None else ''}"


def asks(testimony: Testimony) -> Iterator[str]:
    """A count asks for those of its place and days, of which it may be the whole."""
    count = _count(testimony, conventions=True)
    if count is not None and count.amount.high is not None and is_whole(count.claim):
        for moment in count.moments:
            yield f"held {count.unit.value} {count.spot} {moment}"


def offers(testimony: Testimony) -> Iterator[str]:
    """A count offers itself to its place, all around it and who holds them, for each of its days."""
    count = _count(testimony, conventions=True)
    if count is not None and count.amount.low is not None:
        for spot in count.spots:
            for moment in count.moments:
                yield f"held {count.unit.value} {spot} {moment}"


def contradictions(testimonies: Iterable[Testimony], *, conventions: bool) -> Iterator[Conflict]:
    """Counts of one day that can't be true together, two by two, and disjoint parts of one count."""
    parts: defaultdict[Block, list[Count]] = defaultdict(list)
    wholes: defaultdict[Block, list[Count]] = defaultdict(list)
    for testimony in testimonies:
        count = _count(testimony, conventions=conventions)
        if count is None:
            continue
        for moment in count.moments:
            for spot in count.spots:
                parts[count.unit, spot, moment].append(count)
            if count.amount.high is not None and is_whole(count.claim):
                wholes[count.unit, count.spot, moment].append(count)
    for block, some in wholes.items():
        yield from _within(parts[block], some)


def _count(testimony: Testimony, *, conventions: bool) -> Count | None:
    figure = _figure(testimony, conventions=conventions)
    if figure is None or (testimony.place is None and testimony.actor is None):
        return None
    days = _days_of(testimony)
    moments = _moments(testimony, days)
    return Count(testimony, *figure, days, moments) if moments else None


def _figure(testimony: Testimony, *, conventions: bool) -> tuple[Amount, Unit] | None:
    """How many are said to be held; that nobody is held at all is a count of zero."""
    claim = testimony.claim
    if claim.type is not ClaimType.HOLDING:
        return None
    if claim.quantity is None:
        return (Amount(0, 0), Unit.PERSONS) if testimony.status is Status.DENIED else None
    if testimony.status not in SAID_TO_BE_SO or claim.measure not in {Measure.STOCK, Measure.REMAINING}:
        return None
    return bounds(claim.quantity, conventions=conventions), claim.quantity.unit


def _days_of(testimony: Testimony) -> Days | None:
    """The days that a count is of; an undated one stands at the day on which it was stated."""
    days, period = testimony.days, testimony.claim.period
    if days is not None and period is not None and SINCE.search(period.span.text):
        return Days(days.last, days.last)
    if days is not None:
        return days if days.last - days.first <= FEW else None
    if testimony.stated is None or not _is_undated(testimony):
        return None
    return Days(testimony.stated, testimony.stated)


def _moments(testimony: Testimony, days: Days | None) -> tuple[str, ...]:
    if days is not None:
        length = (days.last - days.first).days
        return tuple((days.first + timedelta(days=step)).isoformat() for step in range(length + 1))
    alone = testimony.days is None and testimony.stated is None and _is_undated(testimony)
    return (testimony.report,) if alone else ()


def _is_undated(testimony: Testimony) -> bool:
    """True where nothing at all is said on time, so that it is of the day on which it is told."""
    return testimony.claim.period is None and not ONCE.search(_words(testimony.claim))


def _words(claim: Claim) -> str:
    return " ".join(" ".join(span.text for span in claim.evidence).split())


def _within(parts: Sequence[Count], wholes: Sequence[Count]) -> Iterator[Conflict]:
    """The contradictions of one place and one day."""
    lows = sorted(
        ((part.amount.low, part) for part in parts if part.amount.low is not None),
        key=lambda pair: (pair[0], pair[1].testimony.id),
    )
    for whole in wholes:
        high = whole.amount.high
        if high is None:
            continue
        at = bisect_right(lows, high, key=lambda pair: pair[0])
        more = (part for _, part in reversed(lows[at:]) if _is_part(part, whole))
        for part in islice(more, MANY):
            claims = (part.testimony, whole.testimony)
            yield contradiction(whole.testimony.id, claims, _why(part, whole))
        inside = [(low, part) for low, part in lows[:at] if low > 0 and _is_part(part, whole)]
        together = too_many(inside, high, apart=_are_apart)
        if together:
            all_ = (whole.testimony, *(part.testimony for part in together))
            yield contradiction(whole.testimony.id, all_, _why_together(together, whole))


def _is_part(part: Count, whole: Count) -> bool:
    """True where all whom the first counts must be among those whom the second does, or be they."""
    wide = is_wide(whole.testimony.place)
    return (
        part.testimony.id != whole.testimony.id
        and not told_apart(part.claim, whole.claim)
        and part_of_people(part.claim.group, whole.claim.group, wide=wide)
        and _is_held_within(part.testimony, whole.testimony)
        and (not wide or _is_of_its_kinds(part, whole))
    )


def _is_held_within(part: Testimony, whole: Testimony) -> bool:
    if whole.place is None:
        return same(part.actor, whole.actor)
    if same(part.place, whole.place):
        return may_be_same(part.actor, whole.actor)
    return is_in(part.place, whole.place) and (whole.actor is None or same(part.actor, whole.actor))


def _is_of_its_kinds(part: Count, whole: Count) -> bool:
    """True where a figure of a region's prisons, or camps, is compared with one of the same kind of place."""
    of_whole = {kind for kind, plural in KINDS.items() if plural.search(_words(whole.claim))}
    if part.spot == whole.spot:
        return of_whole == {kind for kind, plural in KINDS.items() if plural.search(_words(part.claim))}
    if not of_whole:
        return True
    place = part.testimony.place.name if part.testimony.place is not None else ""
    return any(KIND[kind].search(f"{place} {_words(part.claim)}") for kind in of_whole)


def _are_apart(one: Count, other: Count) -> bool:
    """True where nobody is in both: disjoint people, or two places of which neither holds the other."""
    if disjoint(one.claim.group, other.claim.group):
        return True
    here, there = one.testimony.place, other.testimony.place
    return here is not None and there is not None and _are_two_places(here, there)


def _are_two_places(here: Known, there: Known) -> bool:
    # Regions overlap, and a name that no list knows may be another name of a known place.
    known = bool(here.within and there.within) and not is_wide(here) and not is_wide(there)
    return known and not is_in(here, there) and not is_in(there, here)


def _why(part: Count, whole: Count) -> str:
    less, more = _counted(whole.testimony), counted(part.testimony)
    if part.spot == whole.spot:
        place = whole.testimony if whole.testimony.place is not None else part.testimony
        return sentence(more, "and", less, "held", where(place), _when(part, whole), "can't both be true")
    return sentence(
        more, "held", where(part.testimony), "and", less, "held", where(whole.testimony), _when(part, whole),
        "can't both be true: the first are among the second",
    )  # fmt: skip


def _counted(testimony: Testimony) -> str:
    quantity = testimony.claim.quantity
    nobody = quantity is None or quantity.high == 0
    return sentence("no", who(testimony.claim.group) or "people") if nobody else counted(testimony)


def _why_together(parts: Sequence[Count], whole: Count) -> str:
    said = listed([sentence(counted(part.testimony), where(part.testimony)) for part in parts])
    return sentence(
        said, "are together more than", counted(whole.testimony), "held", where(whole.testimony),
        _when(parts[0], whole),
    )  # fmt: skip


def _when(one: Count, other: Count) -> str:
    if one.days is None or other.days is None:
        return "by one undated report"
    first, last = max(one.days.first, other.days.first), min(one.days.last, other.days.last)
    undated = [count for count in (one, other) if count.testimony.days is None]
    said = f", the day on which {'both were' if len(undated) == 2 else 'one was'} stated," if undated else ""
    return on(Days(first, last)) + said
