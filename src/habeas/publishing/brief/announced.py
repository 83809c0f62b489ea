"""What was announced, beside what is reported as done: side by side, never taken from one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Self

from habeas.model import ClaimType, is_nationality
from habeas.publishing.brief.events import pointer
from habeas.publishing.brief.page import Lines, Page
from habeas.publishing.happenings import Happening, last_day, settled
from habeas.reckoned import Event, Known, Status

# What is announced as the one is often reported as the other.
MOVED: Final = frozenset({ClaimType.TRANSFER, ClaimType.REPATRIATION})
# Reports of one operation are days apart; what was done longer before was not what is announced.
BEFORE: Final = timedelta(days=7)
AFTER: Final = timedelta(days=366)
SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Done:
    """What is reported as done, by where it led, else came from, else took place, and each place around."""

    by_place: dict[str, list[Happening]]

    @classmethod
    def of(cls, happenings: Iterable[Happening]) -> Self:
        """What of these is done, in their order."""
        found: dict[str, list[Happening]] = {}
        for happening in happenings:
            if happening.event.status is Status.DONE and (place := _end(happening.event)) is not None:
                for id_ in place.around:
                    found.setdefault(id_, []).append(happening)
        return cls(found)

    def beside(self, announced: Happening, page: Page, *, or_say_so: bool = True) -> Lines:
        """Under what was announced: what is reported as done of the kind, there and since, newest first.

        Where nothing is: a line that says so, or none.
        """
        end = _end(announced.event)
        if end is None:
            return []
        found = [one for one in self.by_place.get(end.id, ()) if _may_be(announced.event, one.event)]
        if not found and not or_say_so:
            return []
        if not found:
            return page.bullet("(beside it, nothing is reported as done in these reports)", depth=1)
        told = [pointer(one, page) for one in found[:SHOWN]]
        more = [f"{len(found) - SHOWN} more above"] if len(found) > SHOWN else []
        lines = page.bullet("beside it, reported as done, each told above:", depth=1)
        return lines + [line for words in told + more for line in page.bullet(words, depth=2)]


def _end(event: Event) -> Known | None:
    return settled(event, "destination") or settled(event, "origin") or settled(event, "place")


def _may_be(announced: Event, done: Event) -> bool:
    """True where what was done may be what was announced: its kind, its way, its people, then or since."""
    kinds = {announced.type, done.type}
    if len(kinds) > 1 and not kinds <= MOVED:
        return False
    if (settled(announced, "destination") is None) != (settled(done, "destination") is None):
        return False
    origins = settled(announced, "origin"), settled(done, "origin")
    return _one_way(*origins) and _same_nations(announced, done) and _since(announced, done)


def _one_way(one: Known | None, other: Known | None) -> bool:
    return one is None or other is None or one.is_or_holds(other) or other.is_or_holds(one)


def _same_nations(announced: Event, done: Event) -> bool:
    """True unless both name nationalities, and none in common."""
    mine, theirs = _nations(announced), _nations(done)
    return not mine or not theirs or not mine.isdisjoint(theirs)


def _nations(event: Event) -> frozenset[str]:
    return frozenset(tag for one in event.testimonies for tag in one.claim.group if is_nationality(tag))


def _since(announced: Event, done: Event) -> bool:
    said = min((one.stated for one in announced.testimonies if one.stated is not None), default=None)
    day = last_day(done)
    return said is not None and day != date.min and said - BEFORE <= day <= said + AFTER
