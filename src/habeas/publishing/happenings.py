"""Events as they are told: who gives which figure for whom, and what is a part of what.

A figure that nobody gave is never made: an event's tellings are its claims, those that say one figure of the
same people together, parts under their whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from habeas.model import Claim, Measure, Quantity, is_nationality
from habeas.publishing.nesting import by_whole
from habeas.publishing.phrases import PEOPLE
from habeas.publishing.statements import apart, order
from habeas.reckoned import Event, Known, Status, Testimony

Said = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """The claims of one event that give one figure, or none, for the same people; and its parts."""

    testimonies: tuple[Testimony, ...]
    parts: tuple[Telling, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims, in the order in which claims are told."""
        return tuple(testimony.claim for testimony in self.testimonies)

    @property
    def lead(self) -> Claim:
        """The claim that the telling is worded from."""
        return self.testimonies[0].claim

    @property
    def status(self) -> Status | None:
        """How far it has come by these claims; a person may have ruled that a plan and its deed are one."""
        return self.testimonies[0].status

    @property
    def group(self) -> frozenset[str]:
        """What all of the claims call the people: what only some do isn't put in the others' mouth."""
        return frozenset.intersection(*(claim.group for claim in self.claims))


def settled(event: Event, slot: str) -> Known | None:
    """What the event is taken to have in a slot of names; else what the first claim that names one has."""
    own: Known | None = getattr(event, slot)
    named = (getattr(one, slot) for one in event.testimonies)
    return own or next((known for known in named if known is not None), None)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with its tellings, and the events that tell of parts of its people."""

    event: Event
    tellings: tuple[Telling, ...]
    parts: tuple[Happening, ...] = ()

    @property
    def figures(self) -> tuple[Telling, ...]:
        """The tellings that give a figure."""
        return tuple(telling for telling in self.tellings if telling.lead.quantity is not None)

    def and_parts(self) -> Iterator[Happening]:
        """This one, and all that tell of parts of its people."""
        yield self
        for part in self.parts:
            yield from part.and_parts()

    @property
    def differs(self) -> bool:
        """True where two figures for the same people can't both be the number."""
        return any(
            one.status is other.status
            and _whom(one.lead) == _whom(other.lead)
            and _cant_both(one.lead.quantity, other.lead.quantity)
            for one in self.figures
            for other in self.figures
        )


def happenings(events: Iterable[Event]) -> list[Happening]:
    """The events as they are told, the newest first, each under the event whose figure it breaks down."""
    known = {event.id: _in_order(event) for event in events}
    owner = {claim: event.id for event in known.values() for claim in event.claims}
    parts = by_whole({id_: _whole_of(event, owner) for id_, event in known.items()})

    def build(id_: str) -> Happening:
        return Happening(
            known[id_], tellings(known[id_]), newest_first(build(part) for part in parts.get(id_, ()))
        )

    return list(newest_first(build(id_) for id_ in parts.get(None, ())))


def newest_first(found: Iterable[Happening]) -> tuple[Happening, ...]:
    """By the last day that they are about, else by that on which they were stated; undated ones last."""
    return tuple(
        sorted(
            found, key=lambda one: (-last_day(one.event).toordinal(), order(one.event.testimonies[0].claim))
        )
    )


def last_day(event: Event) -> date:
    """The last day that an event is about, else the last day on which it was stated."""
    if event.days is not None:
        return event.days.last
    return max((one.stated for one in event.testimonies if one.stated is not None), default=date.min)


def tellings(event: Event) -> tuple[Telling, ...]:
    """What the claims of one event say, each figure for the same people once, parts under their whole."""
    alike = _alike(_in_order(event).testimonies)
    owner = {one.id: said for said, found in alike.items() for one in found}
    parts = by_whole({said: _whole_said(said, found, owner) for said, found in alike.items()})

    def build(said: Said) -> Telling:
        return Telling(tuple(alike[said]), tuple(build(part) for part in parts.get(said, ())))

    top = [build(said) for said in parts.get(None, ())]
    return tuple(sorted(top, key=lambda telling: telling.lead.quantity is None))


def _in_order(event: Event) -> Event:
    return replace(event, testimonies=tuple(sorted(event.testimonies, key=lambda one: order(one.claim))))


def _whole_of(event: Event, owner: dict[str, str]) -> str | None:
    """The other event that holds the whole of one of this event's figures."""
    wholes = (owner.get(one.claim.part_of) for one in event.testimonies if one.claim.part_of is not None)
    return min((whole for whole in wholes if whole is not None and whole != event.id), default=None)


def _whole_said(said: Said, found: Sequence[Testimony], owner: dict[str, Said]) -> Said | None:
    wholes = (owner.get(one.claim.part_of) for one in found if one.claim.part_of is not None)
    return next((whole for whole in wholes if whole is not None and whole != said), None)


def _alike(testimonies: Iterable[Testimony]) -> dict[Said, list[Testimony]]:
    """Those that give one figure for the same people, whatever these are called.

    Who names no nationality means those of whom the others name one, unless they name several.
    """
    found: dict[Said, dict[frozenset[str], list[Testimony]]] = {}
    for testimony in testimonies:
        by_nation = found.setdefault(_says(testimony.claim), {})
        by_nation.setdefault(_nations(testimony.claim), []).append(testimony)
    alike: dict[Said, list[Testimony]] = {}
    for said, by_nation in found.items():
        together = sum(1 for nations in by_nation if nations) < 2
        for nations, theirs in by_nation.items():
            alike.setdefault((*said, None if together else nations), []).extend(theirs)
    return {said: sorted(theirs, key=lambda one: order(one.claim)) for said, theirs in alike.items()}


def _says(claim: Claim) -> Said:
    quantity = claim.quantity
    return (
        claim.type,
        claim.modality,
        claim.detail,
        claim.measure is Measure.TOTAL,
        quantity and (quantity.low, quantity.high, quantity.approx, quantity.unit, quantity.basis),
        claim.group & frozenset(PEOPLE),
    )


def _nations(claim: Claim) -> frozenset[str]:
    return frozenset(filter(is_nationality, claim.group))


def _whom(claim: Claim) -> Said:
    return claim.group & frozenset(PEOPLE), _nations(claim), claim.measure


def _cant_both(one: Quantity | None, other: Quantity | None) -> bool:
    return one is not None and other is not None and one.unit is other.unit and apart(one, other)
