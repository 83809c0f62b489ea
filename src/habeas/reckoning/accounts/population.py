"""The people that an account is of, and how those that a claim counts lie to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from habeas.model import Unit
from habeas.reckoned import Days, Event, Known, Testimony
from habeas.reckoning.accounts.groups import narrowed
from habeas.reckoning.comparing import disjoint, part_of_people


class Fit(StrEnum):
    """How some people lie to others."""

    SAME = "same"
    PART = "part"  # each of them is one of the others
    WHOLE = "whole"  # each of the others is one of them
    CROSSING = "crossing"  # some may be
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Asked:
    """A population (place, holder, group, by id and tag; None: any) and the days of its account.

    `around` are the places that hold the asked one. Families and persons are different populations.
    """

    place: str | None
    holder: str | None
    group: frozenset[str]
    days: Days
    unit: Unit = Unit.PERSONS
    around: frozenset[str] = frozenset()
    conventions: bool = False  # whether bounds by convention bind

    def holds_place(self, place: Known | None) -> bool:
        """True where this place is the asked one or lies in it."""
        return place is not None and self.place in place.around

    def place_fit(self, place: Known | None) -> Fit:
        """How the people in a place lie to those in the asked one."""
        if place is None:
            return Fit.SAME if self.place is None else Fit.WHOLE
        if self.place is None or self.place in place.within:
            return Fit.PART
        if place.id == self.place:
            return Fit.SAME
        return Fit.WHOLE if place.id in self.around else Fit.APART

    def holder_fit(self, holder: str | None) -> Fit:
        """How the people that a body holds lie to those of the asked holder."""
        if holder == self.holder:
            return Fit.SAME
        if self.holder is None:
            return Fit.PART
        return Fit.WHOLE if holder is None else Fit.APART

    def group_fit(self, group: frozenset[str]) -> Fit:
        """How the people of these tags lie to those of the asked group."""
        return group_fit(group, self.group)


def group_fit(group: frozenset[str], other: frozenset[str]) -> Fit:
    """How the people of these tags lie to those of the others."""
    if narrowed(group) == narrowed(other):
        return Fit.SAME
    if disjoint(group, other):
        return Fit.APART
    if part_of_people(group, other):
        return Fit.PART
    return Fit.WHOLE if part_of_people(other, group) else Fit.CROSSING


def together(fits: Iterable[Fit]) -> Fit:
    """How people lie to others by several of their traits at once."""
    found = set(fits) - {Fit.SAME}
    if not found:
        return Fit.SAME
    if Fit.APART in found:
        return Fit.APART
    return found.pop() if len(found) == 1 else Fit.CROSSING


def places_around(
    place: str | None, testimonies: Iterable[Testimony], events: Iterable[Event]
) -> frozenset[str]:
    """The ids of the places that hold this one, as far as any name of these claims tells."""
    named = [known for known in _places(testimonies, events) if known.id == place]
    return frozenset(around for known in named for around in known.within)


def _places(testimonies: Iterable[Testimony], events: Iterable[Event]) -> Iterator[Known]:
    for one in chain[Testimony | Event](testimonies, events):
        yield from (known for known in (one.place, one.origin, one.destination) if known is not None)
