"""The few figures that come first: who is held where most is said of it, and the newest movements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from habeas.model import Basis, Claim, ClaimType, Measure, Modality
from habeas.publishing.brief.events import tell
from habeas.publishing.brief.held import by_place
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Lead, Line, Thing
from habeas.publishing.brief.saying import told
from habeas.publishing.brief.story import Story
from habeas.publishing.happenings import Happening, last_day
from habeas.publishing.statements import Statement, newest_first, side_by_side
from habeas.publishing.statements import last_day as last_day_of
from habeas.reckoned import Known, Status

Ranks = Mapping[str, tuple[bool, int]]

LAST: Final = (True, 1)
PLACES: Final = 3
BESIDE: Final = 3  # figures that differ
EVENTS: Final = (
    ("Moved or handed over", [ClaimType.TRANSFER], [Status.DONE]),
    ("Repatriated", [ClaimType.REPATRIATION], [Status.DONE]),
    ("Movements planned", [ClaimType.TRANSFER, ClaimType.REPATRIATION], [Status.PLANNED, Status.UNDER_WAY]),
)


@dataclass(frozen=True, slots=True)
class Leading:
    """One of the few figures that come first: what it is of, what that leads to, and what is said."""

    heading: str
    about: Lead | None
    lines: tuple[Line, ...]


def leading(story: Story, page: Page, ranks: Ranks) -> Iterator[Leading]:
    """Who is said to be held in the first places, then the newest movements done and planned."""
    for place, found in _places(story, ranks)[:PLACES]:
        yield Leading(place.name, Lead(Thing.PLACE, place.id), tuple(_short(told(_newest(found), page))))
    for heading, types, statuses in EVENTS:
        events = [one for status in statuses for one in story.events(types, status) if one.figures]
        if events:
            newest = max(events, key=_newest_largest)
            yield Leading(heading, None, tuple(_short([tell(newest, story.reckoned, page)])))


def _places(story: Story, ranks: Ranks) -> list[tuple[Known, list[Statement]]]:
    """The places with counts of who is held there, by rank."""
    held = [claim for claim in story.of_types([ClaimType.HOLDING]) if _counts_held(claim)]
    found = [
        (place, statements)
        for _, statements in by_place(held, story.reckoned)
        if (place := story.reckoned.testimonies[statements[0].lead.id].place) is not None
    ]
    return sorted(found, key=lambda one: (ranks.get(one[0].id, LAST), one[0].id))


def _newest(found: list[Statement]) -> list[Statement]:
    """Of the newest statements on a place that with the largest figure, with those that stand beside it."""
    groups = side_by_side(newest_first(found))
    return max(groups, key=lambda group: max(_weight(one.lead) for one in group))


def _weight(claim: Claim) -> tuple[date, bool, int]:
    """What a figure comes first by: its day, that it is a number and no "dozens", and how large it is."""
    in_words = claim.quantity is not None and claim.quantity.basis is Basis.CONVENTION
    return last_day_of(claim), not in_words, _low(claim)


def _low(claim: Claim) -> int:
    return (claim.quantity.low or 0) if claim.quantity is not None else 0


def _short(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines without what breaks their figures down; of figures that differ the first few."""
    for line in lines:
        under = () if line.cited is not None else line.under[:BESIDE]
        yield replace(line, under=tuple(replace(one, under=()) for one in under))


def _counts_held(claim: Claim) -> bool:
    stock = claim.measure is Measure.STOCK and claim.quantity is not None
    return stock and claim.modality is Modality.ASSERTED


def _newest_largest(happening: Happening) -> tuple[date, int]:
    return last_day(happening.event), max((_low(one.lead) for one in happening.figures), default=0)
