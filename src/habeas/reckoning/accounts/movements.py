"""Happenings as movements into and out of the people asked for: which way, how sure, how many, when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf
from typing import Final

from habeas.model import ClaimType, Measure
from habeas.reckoned import Days, Event, Known, Status, Testimony
from habeas.reckoning.accounts.figures import ANY, Bounds, bounds_of, common
from habeas.reckoning.accounts.groups import narrowed, widest
from habeas.reckoning.accounts.population import Asked, Fit
from habeas.reckoning.comparing import disjoint, part_of_people

LEAVING: Final = frozenset(
    {
        ClaimType.RELEASE,
        ClaimType.ESCAPE,
        ClaimType.REPATRIATION,
        ClaimType.TRANSFER,
        ClaimType.DEATH,
        ClaimType.EXECUTION,
    }
)
ENTERING: Final = frozenset({ClaimType.CAPTURE, ClaimType.RECAPTURE})
# Between custodians: the one who moves people needn't be the one who held them.
MOVING: Final = frozenset({ClaimType.TRANSFER, ClaimType.REPATRIATION})
MOVED: Final = frozenset({Measure.FLOW, Measure.VICTIMS})
# The dead of an attack may be guards or attackers, of whom "fighters" and "militants" may be said as well.
SAID_OF_OTHERS: Final = frozenset({"fighters", "militants", "civilians"})
UNSETTLED: Final = frozenset({"missing"})


class Way(StrEnum):
    """Into the population, or out of it."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Movement:
    """A happening that moves people of those asked for: at least `bounds.low`, at most `bounds.high` of them.

    `days` are None where nothing dates it. A running total (`total`) bounds the sum of its kind's movements
    up to its last day; it is none by itself. `claims` are those that bind, sorted.
    """

    event: Event
    way: Way
    bounds: Bounds
    claims: tuple[str, ...]
    days: Days | None
    undated: bool = False
    counted: bool = True  # False: no number is said
    sure: bool = True  # False: whether they left or entered these people isn't said
    total: bool = False


def movements(events: Iterable[Event], asked: Asked, held_in: frozenset[str]) -> list[Movement]:
    """What happened, or is under way, to the people asked for, each way once, in order of the events' ids.

    `held_in` are the places where the asked holder is said to hold people.
    """
    found = (
        _movement(event, way, sure, asked)
        for event in with_their_parts(events)
        for way, sure in ways(event, asked, held_in)
    )
    return [movement for movement in found if movement is not None]


def with_their_parts(events: Iterable[Event]) -> list[Event]:
    """The events, in order of their ids, those that tell of parts of another's people joined to it."""
    every = sorted(events, key=lambda event: event.id)
    by_claim = {testimony.id: at for at, event in enumerate(every) for testimony in event.testimonies}
    whole = [_whole(at, every, by_claim) for at in range(len(every))]
    parts: dict[int, list[Event]] = defaultdict(list)
    for at, event in enumerate(every):
        parts[_end(whole, at)].append(event)
    return [_joined(every[at], parts[at]) for at in sorted(parts)]


def _whole(at: int, every: Sequence[Event], by_claim: Mapping[str, int]) -> int:
    """Where the event is that tells of the whole of this one's people; itself, where none does."""
    wholes = {by_claim.get(one.claim.part_of or "", at) for one in every[at].testimonies}
    return min((one for one in wholes if _are_of_one_kind(every[one], every[at])), default=at)


def _are_of_one_kind(one: Event, other: Event) -> bool:
    return one.status is other.status and one.total is other.total and _alike(one.type, other.type)


def _end(whole: Sequence[int], at: int) -> int:
    """The end of the way from part to whole; where events are parts of one another, the first of them."""
    seen: list[int] = []
    while at not in seen:
        seen.append(at)
        at = whole[at]
    return min(seen[seen.index(at) :])


def _joined(event: Event, parts: Sequence[Event]) -> Event:
    told = {one.id: one for part in parts for one in part.testimonies}
    return replace(event, testimonies=tuple(told[id_] for id_ in sorted(told)))


def ways(event: Event, asked: Asked, held_in: frozenset[str] = frozenset()) -> Iterator[tuple[Way, bool]]:
    """Which ways a happening takes people, and whether that is sure."""
    if asked.place is None:
        yield from _ways_of_holder(event, asked, held_in)
        return
    sure = _by_holder(event, asked)
    if sure is None:
        return
    for way, found in ((Way.OUT, _leaves(event, asked)), (Way.IN, _enters(event, asked))):
        if found is not None:
            yield way, found and sure


def _movement(event: Event, way: Way, sure: bool, asked: Asked) -> Movement | None:
    figures = _figures(event, asked)
    if not figures:
        return None
    told = _of_group(figures, asked.group)
    if told is None:
        return None
    bounds, claims = told
    low = bounds.low if sure and event.status is Status.DONE else 0
    days = event.days or _stated(event)
    counted = any(figure.bounds != ANY for figure in figures)
    return Movement(
        event, way, Bounds(low, bounds.high), claims, days, event.days is None, counted, sure, event.total
    )


def _stated(event: Event) -> Days | None:
    """The days on which an undated happening was told of."""
    told = sorted(one.stated for one in event.testimonies if one.stated is not None)
    return Days(told[0], told[0]) if told else None


# --- which way ---


def _whence(event: Event) -> Known | None:
    if event.origin is not None or event.type in ENTERING:
        return event.origin
    return None if event.type is ClaimType.TRANSFER and event.destination is None else event.place


def _whither(event: Event) -> Known | None:
    if event.destination is not None:
        return event.destination
    between = event.type is ClaimType.TRANSFER and event.origin is not None
    return event.place if between or event.type in ENTERING else None


def _leaves(event: Event, asked: Asked) -> bool | None:
    """Whether people left the asked place: surely, perhaps (False), or not at all."""
    whence, whither = _whence(event), _whither(event)
    if (
        event.type not in LEAVING
        or whence is None
        or not asked.holds_place(whence)
        or asked.holds_place(whither)
    ):
        return None
    if event.type in (ClaimType.DEATH, ClaimType.ESCAPE) and not _were_held(event):
        return False
    stays_perhaps = event.type is ClaimType.TRANSFER and (whither is None or whither.id in asked.around)
    return whence.id == asked.place or not stays_perhaps


def _enters(event: Event, asked: Asked) -> bool | None:
    """Whether people came to be held in the asked place: surely, perhaps (False), or not at all."""
    whence, whither = _whence(event), _whither(event)
    if event.type not in ENTERING | MOVING or whither is None or not asked.holds_place(whither):
        return None
    if asked.holds_place(whence):
        return None
    if event.type is ClaimType.REPATRIATION:
        return False  # who is brought home may be free there
    was_there_perhaps = event.type is ClaimType.TRANSFER and (whence is None or whence.id in asked.around)
    return whither.id == asked.place or not was_there_perhaps


def _by_holder(event: Event, asked: Asked) -> bool | None:
    """Whether a happening in a place is one of the asked holder: surely, perhaps (False), or not at all."""
    if asked.holder is None or (event.actor is not None and event.actor.id == asked.holder):
        return True
    return False if event.actor is None or event.type in MOVING else None


def _ways_of_holder(event: Event, asked: Asked, held_in: frozenset[str]) -> Iterator[tuple[Way, bool]]:
    if event.actor is None or event.actor.id != asked.holder:
        return
    if event.type in ENTERING:
        yield Way.IN, True
    elif event.type in LEAVING and not _stays_with_holder(event, held_in):
        yield Way.OUT, _were_held(event) and (event.type is not ClaimType.TRANSFER or _leaves_country(event))


def _stays_with_holder(event: Event, held_in: frozenset[str]) -> bool:
    """True for people moved to a place where the same body holds people."""
    moved = event.type is ClaimType.TRANSFER and event.destination is not None
    return moved and event.destination is not None and event.destination.id in held_in


def _leaves_country(event: Event) -> bool:
    countries = [known.around[-1] for known in (_whence(event), event.destination) if known is not None]
    return len(set(countries)) == 2


def _were_held(event: Event) -> bool:
    """Deaths leave only if the dead were held; people said to be missing haven't surely left."""
    if event.type is ClaimType.DEATH:
        tags = frozenset[str]().union(*(one.claim.group for one in event.testimonies))
        return bool(tags - SAID_OF_OTHERS)
    return not any(one.claim.detail in UNSETTLED for one in event.testimonies)


# --- how many ---


@dataclass(frozen=True, slots=True)
class _Figure:
    group: frozenset[str]
    bounds: Bounds
    is_part: bool
    claims: tuple[str, ...]


def _figures(event: Event, asked: Asked) -> list[_Figure]:
    """What the claims of a happening say of each group; without any number, that there were some people.

    Where its claims count only other units, families for persons, nothing.
    """
    of_unit: dict[frozenset[str], list[Testimony]] = defaultdict(list)
    for testimony in event.testimonies:
        quantity = testimony.claim.quantity
        if quantity is None or (quantity.unit is asked.unit and _is_of_measure(testimony, event)):
            of_unit[narrowed(testimony.claim.group)].append(testimony)
    counting = {group: [one for one in told if one.claim.quantity] for group, told in of_unit.items()}
    kept = {group: told for group, told in counting.items() if told} or of_unit
    return [_figure(group, kept[group], conventions=asked.conventions) for group in sorted(kept, key=sorted)]


def _is_of_measure(testimony: Testimony, event: Event) -> bool:
    return (testimony.claim.measure is Measure.TOTAL) if event.total else (testimony.claim.measure in MOVED)


def _figure(group: frozenset[str], told: list[Testimony], *, conventions: bool) -> _Figure:
    bounds = common(bounds_of(one.claim.quantity, conventions=conventions) for one in told)
    return _Figure(
        group, bounds, all(one.claim.part_of is not None for one in told), tuple(one.id for one in told)
    )


def _of_group(figures: list[_Figure], group: frozenset[str]) -> tuple[Bounds, tuple[str, ...]] | None:
    """How many of the asked people the figures allow, and the claims that bind; None where they count none.

    Figures of parts that can't share a person bound the whole from below; they make up all of it only
    where none is told as a part of a greater number.
    """
    touching = [figure for figure in figures if not disjoint(figure.group, group)]
    if not touching:
        return None
    within = [figure for figure in touching if part_of_people(figure.group, group)]
    least_told = max(([], _apart(within), *([figure] for figure in within)), key=_low)
    wholes = [figure for figure in touching if part_of_people(group, figure.group)]
    most_told = [min(wholes, key=lambda one: _high([one]))] if wholes else _widest(touching)
    low, high = _low(least_told), _high(most_told)
    claims = tuple(sorted({claim for figure in (*least_told, *most_told) for claim in figure.claims}))
    if high < low:  # a part larger than its whole: either may be true
        low, high = int(high), low
    return Bounds(low, None if high == inf else int(high)), claims


def _low(figures: Sequence[_Figure]) -> int:
    return sum(figure.bounds.low for figure in figures)


def _high(figures: Sequence[_Figure]) -> float:
    return sum(inf if figure.bounds.high is None else figure.bounds.high for figure in figures)


def _widest(figures: list[_Figure]) -> list[_Figure]:
    """The figures that no other holds; with one of any number, where they are parts of an untold whole."""
    widest = [one for one in figures if not any(_holds(other, one) for other in figures)]
    unknown = _Figure(frozenset(), ANY, False, ())
    return [*widest, unknown] if any(figure.is_part for figure in widest) else widest


def _apart(figures: list[_Figure]) -> list[_Figure]:
    """The narrowest figures of which no two can count one person, the greatest first."""
    narrowest = [one for one in figures if not any(_holds(one, other) for other in figures)]
    chosen: list[_Figure] = []
    for figure in sorted(narrowest, key=lambda one: (-one.bounds.low, sorted(one.group))):
        if all(disjoint(figure.group, other.group) for other in chosen):
            chosen.append(figure)
    return chosen


def _holds(one: _Figure, other: _Figure) -> bool:
    return one is not other and part_of_people(other.group, one.group)


# --- what is of one kind ---

KINDS: Final = ({ClaimType.TRANSFER, ClaimType.REPATRIATION}, {ClaimType.CAPTURE, ClaimType.RECAPTURE})


def kind_fit(one: Movement, kind: Movement) -> Fit:
    """How a movement lies to those that a total, or an announcement, is about.

    SAME or PART where it is surely one of them; CROSSING where it may be; APART where it can't be.
    """
    if one.way is not kind.way or not _alike(one.event.type, kind.event.type):
        return Fit.APART
    places = ("origin", "destination", "place")
    slots = [_slot_fit(getattr(one.event, name), getattr(kind.event, name)) for name in places]
    slots.append(_actor_fit(one.event.actor, kind.event.actor))
    groups = [_group_of(one.event), _group_of(kind.event)]
    if Fit.APART in slots or disjoint(*groups):
        return Fit.APART
    return Fit.PART if Fit.CROSSING not in slots and part_of_people(*groups) else Fit.CROSSING


def _alike(one: ClaimType, other: ClaimType) -> bool:
    return one is other or any({one, other} <= kind for kind in KINDS)


def _slot_fit(one: Known | None, kind: Known | None) -> Fit:
    if kind is None or (one is not None and kind.is_or_holds(one)):
        return Fit.PART
    if one is None or one.is_or_holds(kind) or _may_be_in(one, kind) or _may_be_in(kind, one):
        return Fit.CROSSING
    return Fit.APART


def _may_be_in(words: Known, place: Known) -> bool:
    """True for words such as "prisons in the north", of which no list tells where in the north they are."""
    return words.id.startswith("n_") and (not words.within or words.within[0] in place.around)


def _actor_fit(one: Known | None, kind: Known | None) -> Fit:
    """One convoy has a body that sends it and another that receives it: two bodies part no movements."""
    return Fit.PART if kind is None or (one is not None and one.id == kind.id) else Fit.CROSSING


def _group_of(event: Event) -> frozenset[str]:
    return widest(one.claim.group for one in event.testimonies)
