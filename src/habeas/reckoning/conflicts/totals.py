"""Running totals: what is said to be all so far is no less than any part of it, and never falls."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from habeas.model import Claim, ClaimType, Measure, Unit
from habeas.reckoned import Amount, Conflict, Days, Status, Testimony
from habeas.reckoning.comparing import bounds, is_in, is_wide, part_of_people, same
from habeas.reckoning.conflicts.found import (
    NOT_BOTH,
    VERBS,
    contradiction,
    counted,
    day,
    listed,
    on,
    sentence,
    where,
)
from habeas.reckoning.conflicts.sums import too_many
from habeas.reckoning.conflicts.wholes import FEW, is_whole, told_apart
from habeas.reckoning.events import HAPPENINGS
from habeas.reckoning.ways import ends, kind_of, left, month, months, shifted

# Two running totals that don't say since when are of one count only where they are told close together.
CLOSE: Final = timedelta(days=31)
# Reports date one happening a day apart.
SAME_DAY: Final = timedelta(days=1)

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
            f"{way} {spot}" for way, place in ends(self.testimony) if place for spot in place.around
        )

    @property
    def own_spot(self) -> str | None:
        """The end of the way by which its parts are found; None where no place is named."""
        return next((f"{way} {place.id}" for way, place in ends(self.testimony) if place), None)


def asks(testimony: Testimony) -> Iterator[str]:
    """A total asks for the figures of its way and time."""
    move = _move(testimony, conventions=True)
    if move is not None and move.own_spot is not None and move.claim.measure is Measure.TOTAL:
        since = move.since or shifted(move.until, -CLOSE)
        for then in months(Days(min(since, move.until), move.until)):
            yield f"moved {kind_of(move.claim).value} {move.unit.value} {move.own_spot} {then}"


def offers(testimony: Testimony) -> Iterator[str]:
    """A figure offers itself to both ends of its way and all around them, in the month in which it ends."""
    move = _move(testimony, conventions=True)
    if move is not None and move.amount.low is not None:
        for spot in move.spots:
            yield f"moved {kind_of(move.claim).value} {move.unit.value} {spot} {month(move.until)}"


def contradictions(testimonies: Iterable[Testimony], *, conventions: bool) -> Iterator[Conflict]:
    """Each total with the figures of its time and way that are more than it, alone or together."""
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
            claims = (part.testimony, whole.testimony)
            yield contradiction(whole.testimony.id, claims, _why_total(part, whole))
    fit = [
        (low, part)
        for low, part in lows[:at]
        if low > 0
        and part.claim.measure is Measure.FLOW
        and _is_of_its_time(part, whole)
        and _is_of_its_way(part, whole)
    ]
    if together := too_many(fit, high, apart=_are_two_happenings):
        all_ = (whole.testimony, *(part.testimony for part in together))
        yield contradiction(whole.testimony.id, all_, _why_together(together, whole))


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
            for (_, mine), (_, theirs) in zip(ends(part.testimony), ends(whole.testimony), strict=True)
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
    return f"{first} and {then} {NOT_BOTH}: a running total never falls"
