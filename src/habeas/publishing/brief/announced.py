"""What was announced, beside what is reported as done: side by side, never taken from one another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from habeas.model import ClaimType, is_nationality
from habeas.publishing.brief.events import pointer
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Line, bullet
from habeas.publishing.happenings import Happening, last_day, settled
from habeas.reckoned import Event, Known, Status

# What is announced as the one is often reported as the other.
MOVED: Final = frozenset({ClaimType.TRANSFER, ClaimType.REPATRIATION})
# Reports of one operation are days apart; what was done longer before was not what is announced.
BEFORE: Final = 7  # days
AFTER: Final = 366
SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Done:
    """What is reported as done, by where it led, else came from, else took place, and each place around.

    The newest are first; `days` are their last days, as ordinals below zero, so that they rise.
    """

    by_place: dict[str, list[Happening]]
    days: dict[str, list[int]]

    @classmethod
    def of(cls, happenings: Iterable[Happening]) -> Self:
        """What of these, the newest first, is done."""
        found: dict[str, list[Happening]] = {}
        for happening in happenings:
            if happening.event.status is Status.DONE and (place := _end(happening.event)) is not None:
                for id_ in place.around:
                    found.setdefault(id_, []).append(happening)
        days = {id_: [-last_day(one.event).toordinal() for one in there] for id_, there in found.items()}
        return cls(found, days)

    def beside(self, announced: Happening, page: Page, *, or_say_so: bool = True) -> list[Line]:
        """Under what was announced: what is reported as done of the kind, there and since, newest first.

        Where nothing is: a line that says so, or none.
        """
        end, said = _end(announced.event), _first_said(announced.event)
        if end is None or said is None:
            return []
        found = [one for one in self._since(end.id, said) if _may_be(announced.event, one.event)]
        if not found:
            nothing = "(beside it, nothing is reported as done in these reports)"
            return [bullet(nothing)] if or_say_so else []
        told = [pointer(one, page) for one in found[:SHOWN]]
        more = [bullet(f"{len(found) - SHOWN:,} more")] if len(found) > SHOWN else []
        return [bullet("beside it, reported as done, each told above", end=":", under=told + more)]

    def _since(self, place: str, said: date) -> list[Happening]:
        """What was done there since a day, and shortly before."""
        days = self.days.get(place, [])
        first = bisect_left(days, -(said.toordinal() + AFTER))
        return self.by_place.get(place, [])[first : bisect_right(days, -(said.toordinal() - BEFORE))]


def _end(event: Event) -> Known | None:
    return settled(event, "destination") or settled(event, "origin") or settled(event, "place")


def _may_be(announced: Event, done: Event) -> bool:
    """True where what was done may be what was announced: its kind, its way, its people."""
    kinds = {announced.type, done.type}
    if len(kinds) > 1 and not kinds <= MOVED:
        return False
    if (settled(announced, "destination") is None) != (settled(done, "destination") is None):
        return False
    origins = settled(announced, "origin"), settled(done, "origin")
    return _one_way(*origins) and _same_nations(announced, done)


def _one_way(one: Known | None, other: Known | None) -> bool:
    return one is None or other is None or one.is_or_holds(other) or other.is_or_holds(one)


def _same_nations(announced: Event, done: Event) -> bool:
    """True unless both name nationalities, and none in common."""
    mine, theirs = _nations(announced), _nations(done)
    return not mine or not theirs or not mine.isdisjoint(theirs)


def _nations(event: Event) -> frozenset[str]:
    return frozenset(tag for one in event.testimonies for tag in one.claim.group if is_nationality(tag))


def _first_said(event: Event) -> date | None:
    """The day on which it was announced; of a plan the first of its days, where that is later."""
    said = min((one.stated for one in event.testimonies if one.stated is not None), default=None)
    planned = event.days.first if event.days is not None and event.status is Status.PLANNED else None
    return max(said, planned) if said is not None and planned is not None else said
