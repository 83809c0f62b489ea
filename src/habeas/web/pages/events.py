"""Events: the list, and one event with the voices behind each value of each slot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Final

from fastapi import Depends
from fastapi.responses import RedirectResponse

from habeas.errors import LedgerFault
from habeas.kept.told import around, events_with
from habeas.ledger import Shelved
from habeas.publishing import phrases
from habeas.publishing.brief.events import PREFIXES, SLOTS
from habeas.publishing.brief.page import Page
from habeas.publishing.plain import plain
from habeas.reckoned import Event, Figure, Reckoned, Testimony
from habeas.reckoning.voices import voices
from habeas.web.here import Now
from habeas.web.listing import (
    REVIEWS,
    STATUSES,
    Listed,
    Option,
    asked,
    listed,
    most_named,
    name_of,
    options,
    types,
    years,
)
from habeas.web.rendering import PageRouter
from habeas.web.telling import ClaimLine, Run, Told, claim_line, event_line, known_name, page_of

router = PageRouter()

VOICES: Final = {"1": "one", "2": "two", "3+": "three and more"}
# Claims that an event's page shows; where there are more, the newest.
SHOWN: Final = 100
# Lines that stand under an event in a list.
UNDER: Final = 8


@dataclass(frozen=True, slots=True)
class EventFilters:
    """What events are narrowed by."""

    type: str | None = None
    status: str | None = None
    place: str | None = None
    actor: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    report: str | None = None
    group: str | None = None
    voices: str | None = None
    differs: str | None = None
    review: str | None = None
    year: str | None = None
    month: str | None = None


@dataclass(frozen=True, slots=True)
class EventOptions:
    """What can be chosen; `place` is what stands in its field."""

    types: tuple[Option, ...]
    statuses: tuple[Option, ...]
    voices: tuple[Option, ...]
    reviews: tuple[Option, ...]
    years: tuple[Option, ...]
    places: tuple[Option, ...]
    place: str | None


@dataclass(frozen=True, slots=True)
class EventItem:
    """An event in a list: its line, and how many voices and reports stand behind it."""

    id: str
    type: str
    told: Told
    behind: str
    claims: int
    differs: bool


@dataclass(frozen=True, slots=True)
class EventsPage:
    """Events, the newest first."""

    listed: Listed
    events: tuple[EventItem, ...]
    options: EventOptions


@router.page("/events", "events.html", kept=True)
def events(
    here: Now, filters: Annotated[EventFilters, Depends()], words: str = "", after: str | None = None
) -> EventsPage:
    """All events, narrowed by what happened, where, and who stands behind it."""
    with here.desk.ledger.shelf() as shelf:
        wanted = asked(shelf, asdict(filters), words=words, after=after)
        ids, told = listed(shelf, Shelved.EVENT, wanted)
        chosen = wanted.chosen
        choices = EventOptions(
            types(shelf, Shelved.EVENT),
            tuple(one for one in options(STATUSES) if one.value != "supposed"),
            options(VOICES),
            options(REVIEWS),
            years(shelf, Shelved.EVENT),
            most_named(shelf, Shelved.PLACE),
            name_of(shelf, Shelved.PLACE, chosen.get("place")),
        )
    return EventsPage(told, items(here, ids), choices)


def items(here: Now, ids: Sequence[str]) -> tuple[EventItem, ...]:
    """These events as lists have them, in this order."""
    found = events_with(here.desk, ids)
    by_id = {event.id: event for event in found.events}
    page = page_of(here.today, found.testimonies)
    return tuple(event_item(by_id[id_], found, page) for id_ in ids if id_ in by_id)


def event_item(event: Event, found: Reckoned, page: Page) -> EventItem:
    """An event in a list."""
    return EventItem(
        event.id,
        event.type.value,
        _shortened(event_line(event, found, page)),
        phrases.behind(found.voices[event.id]),
        len(event.claims),
        differs(event),
    )


def _shortened(told: Told) -> Told:
    """The line with the first of what stands under it; the event's own page has all, slot by slot."""
    if len(told.under) <= UNDER:
        return told
    more = phrases.count(len(told.under) - UNDER, "more line")
    return replace(told, under=(*told.under[:UNDER], Told(((Run(more),),), "")))


def differs(event: Event) -> bool:
    """True where the claims don't agree in a slot or a figure."""
    return bool(event.differing) or not all(figure.agreed for figure in event.figures)


# --- one event ---


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a slot, who gives it, and the claims that do."""

    words: str
    to: str | None
    voices: tuple[str, ...]
    behind: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlotValues:
    """One slot of an event: the values that claims give, the one that most give first."""

    name: str
    values: tuple[Value, ...]
    silent: int  # claims that say nothing of it


@dataclass(frozen=True, slots=True)
class Against:
    """A contradiction, or what is contested, that has one of the event's claims."""

    id: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event: its figures, each slot with its voices, its claims, and why they are one event."""

    item: EventItem
    figures: tuple[str, ...]
    slots: tuple[SlotValues, ...]
    why: tuple[str, ...]
    conflicts: tuple[Against, ...]
    claims: tuple[ClaimLine, ...]
    left_out: int
    total: bool


@router.page("/events/{id}", "event.html")
def event(here: Now, id: str) -> EventPage:  # noqa: A002
    """One event; the id of any of its claims, with "e_" for "c_", leads to it. Raises LedgerFault."""
    found = around(here.desk, [f"c_{id.removeprefix('e_')}"])
    claim = f"c_{id.removeprefix('e_')}"
    one = next((event for event in found.events if claim in event.claims), None)
    if one is None:
        raise LedgerFault(
            f"there is no event {id}: its claim was rejected, or tells of no happening; look at claim {claim}"
        )
    if one.id != id:
        return RedirectResponse(f"/events/{one.id}")  # type: ignore[return-value]  # sent on as it is
    page = page_of(here.today, found.testimonies)
    newest = sorted(one.testimonies, key=lambda told: (told.stated is not None, told.stated), reverse=True)
    return EventPage(
        event_item(one, found, page),
        tuple(map(_figure, one.figures)),
        tuple(_slots(one)),
        one.why,
        tuple(Against(each.id, each.kind.value, each.why) for each in found.conflicts),
        tuple(claim_line(told.claim, page) for told in newest[:SHOWN]),
        max(0, len(newest) - SHOWN),
        one.total,
    )


def _figure(figure: Figure) -> str:
    """Whom the claims together count, and the bounds that they allow."""
    bounds = _bounds(figure.low, figure.high)
    said = f"{bounds} {phrases.people(figure.group, unit=figure.unit, one=figure.high == 1)}"
    return said if figure.agreed else f"{said}: the figures differ"


def _bounds(low: int | None, high: int | None) -> str:
    if low is None:
        return f"up to {high:,}"
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"between {low:,} and {high:,}"


def _slots(event: Event) -> Iterator[SlotValues]:
    """Each slot that a claim fills, with all that is said of it."""
    for name, words in WORDS.items():
        said: dict[str, list[Testimony]] = {}
        for one in event.testimonies:
            if value := words(one):
                said.setdefault(value, []).append(one)
        if said:
            ordered = sorted(said.items(), key=lambda pair: (-len(pair[1]), pair[0]))
            silent = len(event.testimonies) - sum(len(some) for some in said.values())
            yield SlotValues(
                LABELS.get(name, name), tuple(_value(words, some, name) for words, some in ordered), silent
            )


def _value(words: str, told: Sequence[Testimony], slot: str) -> Value:
    behind = voices(told, {one.report: one.family or one.report for one in told})
    known = known_name(getattr(told[0], slot)) if slot in NAMED else None
    return Value(
        words,
        known.to if known is not None else None,
        behind.named,
        phrases.behind(behind),
        tuple(one.id for one in told),
    )


def _status(one: Testimony) -> str | None:
    return None if one.status is None else (PREFIXES[one.status].removesuffix(": ") or "said to be so")


def _counted(one: Testimony) -> str | None:
    return phrases.counted(one.claim) if one.claim.quantity is not None else None


def _speaker(one: Testimony) -> str:
    return plain(one.speaker.name) if one.speaker is not None else phrases.who_says(one.claim)


NAMED: Final = frozenset({"place", "origin", "destination", "actor", "speaker"})
LABELS: Final = {**{name: slot.told for name, slot in SLOTS.items()}, "speaker": "who says so"}
WORDS: Final[dict[str, Callable[[Testimony], str | None]]] = {
    "type": SLOTS["type"].words,
    "how far it has come": _status,
    "how many": _counted,
    **{name: slot.words for name, slot in SLOTS.items() if name != "type"},
    "speaker": _speaker,
}
