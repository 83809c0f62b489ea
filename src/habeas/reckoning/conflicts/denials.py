"""What is said not to have happened, or to have happened to nobody, beside what is said to have happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from habeas.model import ClaimType, Measure, Quantity
from habeas.reckoned import Amount, Conflict, Days, Known, Status, Testimony
from habeas.reckoning.comparing import bounds, is_in, is_wide, part_of_people, same_people
from habeas.reckoning.conflicts.found import (
    VERBS,
    contested,
    contradiction,
    counted,
    day,
    on,
    sentence,
    where,
)
from habeas.reckoning.ways import kind_of, left, months, shifted

# What courts haven't done ("no one has been charged") is how things stand, and denies no day's events.
DENIABLE: Final = frozenset(
    {
        ClaimType.CAPTURE,
        ClaimType.TRANSFER,
        ClaimType.REPATRIATION,
        ClaimType.RELEASE,
        ClaimType.ESCAPE,
        ClaimType.RECAPTURE,
        ClaimType.ATTACK,
        ClaimType.DEATH,
        ClaimType.EXECUTION,
    }
)
# What is told without a day is of the week before it was told.
WEEK: Final = timedelta(days=7)
SAID_TO_BE: Final = frozenset({Status.DONE, Status.UNDER_WAY, Status.ALLEGED})
NOBODY: Final = Amount(0, 0)
SOMEBODY: Final = Amount(1, None)


def asks(testimony: Testimony) -> Iterator[str]:
    """A denial asks for what is said to have happened at its place, in the months that it is about."""
    place, days = left(testimony) or testimony.destination, _about(testimony)
    if _denies(testimony) and place is not None and days is not None:
        for then in months(days):
            yield f"told {kind_of(testimony.claim).value} {place.id} {then}"


def offers(testimony: Testimony) -> Iterator[str]:
    """What is said offers itself to its places, and to all around them, in each month that it can be of."""
    days = _about(testimony)
    if testimony.claim.type not in DENIABLE or testimony.status not in SAID_TO_BE or days is None:
        return
    if days.last - days.first <= WEEK:
        for place in (left(testimony), testimony.destination):
            for spot in place.around if place is not None else ():
                for then in months(days):
                    yield f"told {kind_of(testimony.claim).value} {spot} {then}"


def conflicts(testimonies: Iterable[Testimony]) -> Iterator[Conflict]:
    """What is denied beside what is said: contradictions, or contested where it was only alleged."""
    denied: list[Testimony] = []
    said: defaultdict[str, list[Testimony]] = defaultdict(list)
    for testimony in testimonies:
        if _denies(testimony):
            denied.append(testimony)
        else:
            for key in offers(testimony):
                said[key].append(testimony)
    for denial in denied:
        near = {one.id: one for key in asks(denial) for one in said.get(key, ())}
        for one in near.values():
            if _is_denied_by(one, denial):
                yield _conflict(one, denial)


def _denies(testimony: Testimony) -> bool:
    """True for a denied happening, and for one that is said to have happened to nobody."""
    quantity = testimony.claim.quantity
    if testimony.claim.type not in DENIABLE:
        return False
    if testimony.status is Status.DENIED:
        return True
    return testimony.status is Status.DONE and quantity is not None and quantity.high == 0


def _is_denied_by(said: Testimony, denial: Testimony) -> bool:
    wide = is_wide(left(denial) or denial.destination)
    return (
        said.claim.measure in {None, Measure.FLOW}
        and said.claim.detail == denial.claim.detail
        and _is_there(left(said), left(denial))
        and _is_there(said.destination, denial.destination)
        and _is_then(said, denial)
        and _is_of(said, denial, wide=wide)
    )


def _is_there(place: Known | None, denied: Known | None) -> bool:
    return denied is None or is_in(place, denied)


def _is_then(said: Testimony, denial: Testimony) -> bool:
    """True where both are of one time; a denial of a longer time is of all that happened in it."""
    ours, theirs = _about(said), _about(denial)
    if ours is None or theirs is None or ours.last - ours.first > WEEK:
        return False
    return theirs.holds(ours) if theirs.last - theirs.first > WEEK else theirs.overlaps(ours)


def _about(testimony: Testimony) -> Days | None:
    """The days of what is told; where none is given, the week before it was told."""
    if testimony.days is not None:
        return testimony.days
    if testimony.claim.period is not None or testimony.stated is None:
        return None
    return Days(shifted(testimony.stated, -WEEK), testimony.stated)


def _is_of(said: Testimony, denial: Testimony, *, wide: bool) -> bool:
    """True where what is said is what is denied: that it was anybody, or that it was so many."""
    number = denial.claim.quantity
    if number is None or number.high == 0:
        amount = _amount(said.claim.quantity)
        return (amount.low or 0) > 0 and part_of_people(said.claim.group, denial.claim.group, wide=wide)
    told = said.claim.quantity
    return (
        told is not None
        and told.unit is number.unit
        and _lies_in(bounds(told), bounds(number))
        and same_people(said.claim.group, denial.claim.group, wide=wide)
    )


def _amount(quantity: Quantity | None) -> Amount:
    return SOMEBODY if quantity is None else bounds(quantity)


def _lies_in(one: Amount, other: Amount) -> bool:
    low, high = (other.low or 0) <= (one.low or 0), other.high
    return low and (high is None or (one.high is not None and one.high <= high))


def _conflict(said: Testimony, denial: Testimony) -> Conflict:
    verb = VERBS.get(said.claim.type, "")
    told = sentence(counted(said), verb, where(said), _when(said))
    if said.status is Status.ALLEGED:
        return contested(denial.id, (said, denial), f"{told}, it is alleged; {_not_so(denial)}")
    return contradiction(denial.id, (said, denial), f"{told}; {_not_so(denial)}: both can't be true")


def _not_so(denial: Testimony) -> str:
    quantity, when = denial.claim.quantity, _when(denial)
    if quantity is not None and quantity.high == 0:
        return sentence("nobody", VERBS.get(denial.claim.type, ""), where(denial), when)
    speaker, verb = denial.speaker or denial.actor, VERBS.get(denial.claim.type, "")
    by = f"{speaker.name} denies" if speaker is not None else "it is denied"
    who = f"that {counted(denial)}" if quantity is not None else "that anybody"
    return sentence(by, who, verb, where(denial), when)


def _when(testimony: Testimony) -> str:
    if testimony.days is not None:
        return on(testimony.days)
    return f"(told on {day(testimony.stated)})" if testimony.stated is not None else ""
