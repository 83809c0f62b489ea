"""The columns of events, of the figures told of them, and of conflicts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal

from habeas.model import Claim
from habeas.publishing.exports.around import Around
from habeas.publishing.exports.columns import Cell, Column, Kind, Table, table
from habeas.publishing.exports.grounds import Ground
from habeas.publishing.exports.provenance import review_state
from habeas.publishing.exports.tabled_claims import provenance, voice_columns
from habeas.publishing.happenings import settled, tellings
from habeas.publishing.phrases import behind, bounds, counted, days, people, who_says
from habeas.publishing.statements import answers_last
from habeas.reckoned import Conflict, Event, Figure

Place = Literal["place", "origin", "destination"]
PLACES: Final[tuple[Place, ...]] = ("place", "origin", "destination")


def events_table(here: Around) -> Table:
    """Every event, a row each."""
    gist = "One happening a row, as one claim or many tell of it. Figures stand side by side: none is made."
    return table("events", gist, [*_event_columns(here)], here.cleared.holdings.reckoned.events)


def _event_columns(here: Around) -> Iterator[Column[Event]]:
    yield Column("id", Kind.TEXT, "the event's id", lambda event: event.id)
    yield Column(
        "permalink",
        Kind.TEXT,
        "the event's page in the web application",
        lambda event: here.link(f"events/{event.id}"),
    )
    yield Column("type", Kind.TEXT, "the type that most of its claims give", lambda event: event.type)
    yield Column(
        "status",
        Kind.TEXT,
        "done, under way, planned, alleged or denied: only what is done has happened",
        lambda event: event.status,
    )
    yield Column(
        "total", Kind.FLAG, "true for a running total (so far): never add these up", lambda event: event.total
    )
    yield Column("figures", Kind.TEXTS, "what each figure says, with its hedge (table figures)", _said)
    for slot in PLACES:
        yield from _place(slot, here)
    yield Column("actor", Kind.TEXT, "who does it", lambda event: _known(event, "actor", "name"))
    yield Column("actor_id", Kind.TEXT, "its id in the lexicon", lambda event: _known(event, "actor", "id"))
    yield Column(
        "start_date",
        Kind.DAY,
        "the first day that it is about; empty where no words settle it",
        lambda event: event.days.first if event.days is not None else None,
    )
    yield Column(
        "end_date",
        Kind.DAY,
        "the last day that it is about",
        lambda event: event.days.last if event.days is not None else None,
    )
    yield Column("when", Kind.TEXT, "the same in words", _when)
    yield from voice_columns(here.voices)
    yield Column(
        "behind", Kind.TEXT, "who stands behind it, counted, in words", lambda event: _behind(event, here)
    )
    yield Column(
        "review_state",
        Kind.TEXT,
        "whether its claims are checked",
        lambda event: review_state(_claims(event)),
    )
    yield Column("differing", Kind.CODES, "in what its claims differ", lambda event: event.differing)
    yield Column("claims", Kind.CODES, "ids of its claims, the earliest first", lambda event: event.claims)
    yield Column(
        "why",
        Kind.TEXTS,
        "why its claims are taken for one happening, or were kept apart",
        lambda event: event.why,
    )
    yield from provenance(here)


def _claims(event: Event) -> list[Claim]:
    return [one.claim for one in event.testimonies]


def _said(event: Event) -> tuple[str, ...]:
    leads = (telling.lead for telling in tellings(event) if telling.lead.quantity is not None)
    return tuple(dict.fromkeys(map(counted, leads)))


def _place(slot: Place, here: Around) -> Iterator[Column[Event]]:
    def ground(part: Callable[[Ground], Cell]) -> Callable[[Event], Cell]:
        def get(event: Event) -> Cell:
            known = settled(event, slot)
            found = here.ground(known.id) if known is not None else None
            return part(found) if found is not None else None

        return get

    yield Column(
        slot, Kind.TEXT, f"{slot}: what it is taken to be", lambda event: _known(event, slot, "name")
    )
    yield Column(f"{slot}_id", Kind.TEXT, "its id", lambda event: _known(event, slot, "id"))
    yield Column(f"{slot}_lat", Kind.NUMBER, "its latitude, degrees (WGS 84)", ground(lambda it: it.lat))
    yield Column(f"{slot}_lon", Kind.NUMBER, "its longitude, degrees (WGS 84)", ground(lambda it: it.lon))
    yield Column(
        f"{slot}_precision", Kind.TEXT, "what the coordinates are those of", ground(lambda it: it.precision)
    )
    yield Column(f"{slot}_country", Kind.TEXT, "its country (ISO 3166)", ground(lambda it: it.country))


def _known(event: Event, slot: str, part: Literal["id", "name"]) -> str | None:
    known = settled(event, slot)
    return None if known is None else known.id if part == "id" else known.name


def _when(event: Event) -> str | None:
    return days(event.days.first, event.days.last) if event.days is not None else None


def _behind(event: Event, here: Around) -> str | None:
    voices = here.voices(event)
    return behind(voices) if voices is not None else None


# --- figures ---


def figures_table(here: Around) -> Table:
    """What the claims of an event together say of one group of people, a row each."""
    gist = "One figure of one event a row: what its claims together allow for one group of people."
    pairs = [(event, figure) for event in here.cleared.holdings.reckoned.events for figure in event.figures]
    return table("figures", gist, [*_figure_columns(here)], pairs)


def _figure_columns(here: Around) -> Iterator[Column[tuple[Event, Figure]]]:
    def part(get: Callable[[Figure], Cell]) -> Callable[[tuple[Event, Figure]], Cell]:
        return lambda pair: get(pair[1])

    yield Column("event_id", Kind.TEXT, "the event", lambda pair: pair[0].id)
    yield Column("low", Kind.WHOLE, "lower bound; empty where it is open (up to)", part(lambda it: it.low))
    yield Column(
        "high", Kind.WHOLE, "upper bound; empty where it is open (at least)", part(lambda it: it.high)
    )
    yield Column(
        "bounds", Kind.TEXT, "at least, at most, between, exactly", part(lambda it: bounds(it.low, it.high))
    )
    yield Column("unit", Kind.TEXT, "what is counted", part(lambda it: it.unit))
    yield Column("group", Kind.CODES, "who the people are", part(lambda it: tuple(sorted(it.group))))
    yield Column("people", Kind.TEXT, "the same in words", part(lambda it: people(it.group, unit=it.unit)))
    yield Column(
        "agreed",
        Kind.FLAG,
        "false: the claims can't all be true, the bounds are the widest",
        part(lambda it: it.agreed),
    )
    yield Column("claims", Kind.CODES, "ids of the claims", part(lambda it: it.claims))
    yield from provenance(here)


# --- conflicts ---


def conflicts_table(here: Around) -> Table:
    """Every set of claims that can't all be true, or that contest one another, a row each."""
    gist = "One row a set of claims that can't all be true (contradiction), or an allegation and its answer."
    return table("conflicts", gist, [*_conflict_columns(here)], here.cleared.holdings.reckoned.conflicts)


def _conflict_columns(here: Around) -> Iterator[Column[Conflict]]:
    yield Column("id", Kind.TEXT, "its id", lambda conflict: conflict.id)
    yield Column("kind", Kind.TEXT, "contradiction, or contested", lambda conflict: conflict.kind)
    yield Column("why", Kind.TEXT, "what sets them against one another", lambda conflict: conflict.why)
    yield Column("claims", Kind.CODES, "ids of its claims", lambda conflict: conflict.claims)
    yield Column(
        "words", Kind.TEXTS, "who says what; what denies comes last", lambda conflict: _words(conflict, here)
    )
    yield from provenance(here)


def _words(conflict: Conflict, here: Around) -> tuple[str, ...]:
    found = sorted((here.claims[id_] for id_ in conflict.claims if id_ in here.claims), key=answers_last)
    return tuple(f"{who_says(one)}: “{' … '.join(span.text for span in one.evidence)}”" for one in found)
