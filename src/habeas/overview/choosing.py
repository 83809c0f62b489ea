"""What of a ledger is told on one page: of each sort the newest, of places those with the most claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from habeas.kept.told import around, conflicts_with, events_with, testimonies_with
from habeas.ledger.shelf import Count, Shelved
from habeas.model import ClaimType, Reason
from habeas.overview.asked import Choice
from habeas.pipeline import Desk
from habeas.publishing.brief.happened import ATTACKS, COURTS, MOVES
from habeas.publishing.brief.whole import SUPPOSED
from habeas.reckoned import Conflict, ConflictKind, Event, Family, Reckoned, Status

HAPPENED: Final = (*MOVES, *ATTACKS, *COURTS)
MOST_DONE: Final = 6  # events of one type
MOST_EVENTS: Final = 3  # of one type, of those that aren't done
MOST_PLACES: Final = 12
PLACES_ASKED: Final = 40
MOST_HELD: Final = 5  # statements on one place
MOST_SUPPOSED: Final = 3
MOST_CONFLICTS: Final = 6
MOST_CHARGES: Final = 10
MOST_POSITIONS: Final = 40
MOST_RETURNS: Final = 24
MOST_FOUND: Final = 200  # claims, where words or months were asked for
MOST_UNREAD: Final = 4  # for one reason

Counts = Mapping[str, Count]

Made = TypeVar("Made", Event, Conflict, Family)


@dataclass(slots=True)
class Chosen:
    """The ids of what is told, and how much there is of each sort.

    Where it was `searched` for: some claims, with what they share an event or a conflict with, uncounted.
    """

    searched: bool = False

    claims: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    conflicts: set[str] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)
    counts: dict[tuple[str, ...], Count] = field(default_factory=dict)
    held: Counts = field(default_factory=dict)  # by place
    returns: Counts = field(default_factory=dict)  # by state

    def count(self, *sort: str) -> Count | None:
        """How much there is of this sort; None where that wasn't counted."""
        return None if self.searched else self.counts.get(sort, Count(0))


def choose(choice: Choice) -> Chosen:
    """What is told of what fits: some of each sort, counted; of what was searched the newest."""
    chosen = Chosen(choice.searched)
    if choice.searched:
        return _newest(choice, chosen)
    _choose_held(choice, chosen)
    _choose_events(choice, chosen)
    _choose_said(choice, chosen)
    for kind in ConflictKind:
        chosen.conflicts.update(choice.ids(Shelved.CONFLICT, f"kind:{kind}", limit=MOST_CONFLICTS))
        chosen.counts["conflict", kind] = choice.count(Shelved.CONFLICT, f"kind:{kind}")
    for reason in Reason:
        chosen.unread += choice.ids(Shelved.UNREAD, f"reason:{reason}", limit=MOST_UNREAD)
        chosen.counts["unread", reason] = choice.count(Shelved.UNREAD, f"reason:{reason}")
    return chosen


def _newest(choice: Choice, chosen: Chosen) -> Chosen:
    """Counting each sort of what has some words, or lies in some months, would take too long."""
    chosen.claims.update(choice.ids(Shelved.CLAIM, limit=MOST_FOUND))
    chosen.unread += choice.ids(Shelved.UNREAD, limit=MOST_FOUND // 10)
    return chosen


def _choose_held(choice: Choice, chosen: Chosen) -> None:
    """The newest statements on each of the places with the most claims, and the newest of all."""
    holding = f"type:{ClaimType.HOLDING}"
    chosen.counts["held",] = choice.count(Shelved.CLAIM, holding)
    chosen.claims.update(choice.ids(Shelved.CLAIM, holding, limit=MOST_PLACES))
    named = choice.shelf.page(Shelved.PLACE, ["named:yes"], limit=PLACES_ASKED).ids
    counts = choice.shelf.held(Shelved.CLAIM, (f"held:{place}" for place in named))
    for place in [one for one in named if counts.get(f"held:{one}")][:MOST_PLACES]:
        chosen.claims.update(choice.ids(Shelved.CLAIM, holding, f"names:{place}", limit=MOST_HELD))


def count_held(choice: Choice, places: Iterable[str]) -> Counts:
    """How many claims there are on who is held in each of these places, and in those within it."""
    return {
        place: choice.count(Shelved.CLAIM, f"type:{ClaimType.HOLDING}", f"at:{place}") for place in places
    }


def count_returns(choice: Choice, countries: Iterable[str]) -> Counts:
    """How many events there are of people brought back to each of these states, or from it."""
    returned = f"type:{ClaimType.REPATRIATION}", f"status:{Status.DONE}"
    return {one: choice.count(Shelved.EVENT, *returned, f"place:{one}") for one in countries}


def _choose_events(choice: Choice, chosen: Chosen) -> None:
    for kind in HAPPENED:
        for status in Status:
            facets = f"type:{kind}", f"status:{status}"
            most = MOST_DONE if status is Status.DONE else MOST_EVENTS
            chosen.events.update(choice.ids(Shelved.EVENT, *facets, limit=most))
            chosen.counts[kind, status] = choice.count(Shelved.EVENT, *facets)
        supposed = f"type:{kind}", f"status:{SUPPOSED}"
        chosen.claims.update(choice.ids(Shelved.CLAIM, *supposed, limit=MOST_SUPPOSED))
        chosen.counts[kind, SUPPOSED] = choice.count(Shelved.CLAIM, *supposed)


def _choose_said(choice: Choice, chosen: Chosen) -> None:
    """Allegations with what contests them, answers, positions, and returns home."""
    for kind in (ClaimType.ALLEGATION, ClaimType.DENIAL):
        charges = choice.ids(Shelved.CLAIM, f"type:{kind}", limit=MOST_CHARGES)
        chosen.claims.update(charges)
        chosen.counts[kind,] = choice.count(Shelved.CLAIM, f"type:{kind}")
        for claim in charges:  # an allegation is never told without its answer
            contested = choice.shelf.page(Shelved.CONFLICT, [f"claim:{claim}"], limit=MOST_CONFLICTS)
            chosen.conflicts.update(contested.ids)
    said = f"type:{ClaimType.POSITION}"
    chosen.claims.update(choice.ids(Shelved.CLAIM, said, limit=MOST_POSITIONS))
    chosen.counts[ClaimType.POSITION,] = choice.count(Shelved.CLAIM, said)
    returned = f"type:{ClaimType.REPATRIATION}", f"status:{Status.DONE}"
    chosen.events.update(choice.ids(Shelved.EVENT, *returned, limit=MOST_RETURNS))


def known(desk: Desk, chosen: Chosen) -> Reckoned:
    """What was chosen, as it is reckoned: each event and conflict whole."""
    if chosen.searched:
        return around(desk, chosen.claims)
    told = testimonies_with(desk, chosen.claims)
    return together(
        Reckoned(testimonies=told), events_with(desk, chosen.events), conflicts_with(desk, chosen.conflicts)
    )


def together(*found: Reckoned) -> Reckoned:
    """Several parts of what is reckoned as one; what is in two of them is in it once."""
    return Reckoned(
        events=_once(event for one in found for event in one.events),
        conflicts=_once(conflict for one in found for conflict in one.conflicts),
        families=_once(family for one in found for family in one.families),
        voices={id_: voices for one in found for id_, voices in one.voices.items()},
        testimonies={id_: told for one in found for id_, told in one.testimonies.items()},
    )


def _once(found: Iterable[Made]) -> tuple[Made, ...]:
    by_id = {one.id: one for one in found}
    return tuple(by_id[id_] for id_ in sorted(by_id))
