"""Contradictions, and allegations beside their answers: the list, and one with its claims side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Final

from fastapi import Depends

from habeas.errors import LedgerFault
from habeas.kept.told import conflicts_with, opposed
from habeas.ledger import Shelved
from habeas.publishing.brief.page import Page
from habeas.publishing.statements import answers_last
from habeas.reckoned import Conflict, ConflictKind, Reckoned
from habeas.web.here import Now
from habeas.web.listing import Listed, Option, asked, listed, most_named, name_of, options, types, years
from habeas.web.rendering import PageRouter
from habeas.web.telling import ClaimLine, claim_line, page_of

router = PageRouter()

KINDS: Final = {
    ConflictKind.CONTRADICTION.value: "can't all be true",
    ConflictKind.CONTESTED.value: "contested: alleged and answered",
}


@dataclass(frozen=True, slots=True)
class ConflictFilters:
    """What contradictions are narrowed by."""

    kind: str | None = None
    type: str | None = None
    place: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    report: str | None = None
    claim: str | None = None
    year: str | None = None
    month: str | None = None


@dataclass(frozen=True, slots=True)
class ConflictOptions:
    """What can be chosen; `place` is what stands in its field."""

    kinds: tuple[Option, ...]
    types: tuple[Option, ...]
    years: tuple[Option, ...]
    places: tuple[Option, ...]
    place: str | None


@dataclass(frozen=True, slots=True)
class Sides:
    """Claims that can't all be true, or an allegation and its answers, in the order of their telling."""

    id: str
    kind: str
    why: str
    claims: tuple[ClaimLine, ...]


@dataclass(frozen=True, slots=True)
class ConflictsPage:
    """Contradictions and what is contested, those with the newest claims first."""

    listed: Listed
    conflicts: tuple[Sides, ...]
    options: ConflictOptions


@router.page("/conflicts", "conflicts.html", kept=True)
def conflicts(
    here: Now, filters: Annotated[ConflictFilters, Depends()], words: str = "", after: str | None = None
) -> ConflictsPage:
    """All sets of claims that can't all be true, and all that is contested."""
    with here.desk.ledger.shelf() as shelf:
        wanted = asked(shelf, asdict(filters), words=words, after=after)
        ids, told = listed(shelf, Shelved.CONFLICT, wanted)
        chosen = wanted.chosen
        choices = ConflictOptions(
            options(KINDS),
            types(shelf, Shelved.CONFLICT),
            years(shelf, Shelved.CONFLICT),
            most_named(shelf, Shelved.PLACE),
            name_of(shelf, Shelved.PLACE, chosen.get("place")),
        )
    return ConflictsPage(told, sides_of(here, ids), choices)


def sides_of(here: Now, ids: Sequence[str]) -> tuple[Sides, ...]:
    """These contradictions, each with its claims."""
    found = opposed(here.desk, ids)
    by_id = {one.id: one for one in found.conflicts}
    page = page_of(here.today, found.testimonies)
    return tuple(_told(by_id[id_], found, page) for id_ in ids if id_ in by_id)


def _told(conflict: Conflict, found: Reckoned, page: Page) -> Sides:
    claims = [found.testimonies[id_].claim for id_ in conflict.claims]
    lines = tuple(claim_line(claim, page) for claim in sorted(claims, key=answers_last))
    return Sides(conflict.id, conflict.kind.value, conflict.why, lines)


# --- one of them ---


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """The claims side by side; `events` is for each of them the event that it tells of, None where none."""

    sides: Sides
    events: tuple[str | None, ...]
    one_event: bool


@router.page("/conflicts/{id}", "conflict.html")
def conflict(here: Now, id: str) -> ConflictPage:  # noqa: A002
    """One contradiction. Raises LedgerFault where the claims are in no such conflict, or no more."""
    found = conflicts_with(here.desk, [id])
    one = next(iter(found.conflicts), None)
    if one is None:
        raise LedgerFault(
            f"there is no contradiction {id}, or no more: a decision or another report may have settled it"
        )
    sides = _told(one, found, page_of(here.today, found.testimonies))
    event_of = {claim: event.id for event in found.events for claim in event.claims}
    events = tuple(event_of.get(line.id) for line in sides.claims)
    return ConflictPage(sides, events, len(set(events)) == 1 and events[0] is not None)
