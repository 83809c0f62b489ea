"""Claims that can't all be true, and allegations beside what answers them.

A contradiction is irreducible: leave any one of its claims out and the others can be true together. None of
them is called wrong. An allegation and its denial aren't a contradiction: they are contested.

Each conflict is found from an anchor: a whole that looks for its parts, a denial that looks for what it
denies, an allegation that looks for its answers. What an anchor `asks` for and others `offer` brings together
all that has a say, so that a new claim touches few anchors: itself, and those that ask for what it offers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from habeas.reckoned import Conflict, ConflictKind, Event, Testimony
from habeas.reckoning.conflicts import answers, breakdowns, counts, denials, happenings, totals

__all__ = ["asks", "conflicts", "found", "keys", "offers", "settled"]

KINDS: Final = (breakdowns, counts, happenings, totals, denials, answers)


def asks(testimony: Testimony) -> frozenset[str]:
    """What a claim looks for as an anchor; empty for one from which no conflict is found."""
    return frozenset(chain.from_iterable(kind.asks(testimony) for kind in KINDS))


def offers(testimony: Testimony) -> frozenset[str]:
    """What a claim can be found by: every claim in a conflict offers something that its anchor asks for."""
    return frozenset(chain.from_iterable(kind.offers(testimony) for kind in KINDS))


def keys(testimony: Testimony) -> frozenset[str]:
    """All that it asks for and offers. Claims of one event can be in conflict without a key in common."""
    return asks(testimony) | offers(testimony)


def conflicts(
    testimonies: Iterable[Testimony], events: Iterable[Event] = (), *, conventions: bool = False
) -> list[Conflict]:
    """The conflicts among these claims, in order of their ids, whatever the order of the claims.

    `events` are the happenings that the same claims tell of. With `conventions` the bounds of "dozens" and
    "thousands" bind as well.
    """
    return settled(found(testimonies, events, conventions=conventions))


def found(
    testimonies: Iterable[Testimony], events: Iterable[Event] = (), *, conventions: bool = False
) -> Iterator[Conflict]:
    """What each anchor finds: a conflict may come from two of them, and may hold a smaller one.

    Those found from one anchor are the same among all claims and among those alone that offer what it asks
    for (for an event: among its own).
    """
    claims = sorted({one.id: one for one in testimonies}.values(), key=lambda one: one.id)
    for event in sorted(events, key=lambda event: event.id):
        yield from happenings.of_event(event, conventions=conventions)
    yield from breakdowns.contradictions(claims, conventions=conventions)
    yield from counts.contradictions(claims, conventions=conventions)
    yield from happenings.contradictions(claims, conventions=conventions)
    yield from totals.contradictions(claims, conventions=conventions)
    yield from denials.conflicts(claims)
    yield from answers.conflicts(claims)


def settled(found: Iterable[Conflict]) -> list[Conflict]:
    """What all anchors found, each once, none that holds a smaller one, in order of their ids."""
    first = {one.id: one for one in sorted(found, key=lambda one: (one.anchor, one.why), reverse=True)}
    return sorted(_irreducible(list(first.values())), key=lambda conflict: conflict.id)


def _irreducible(found: Sequence[Conflict]) -> Iterator[Conflict]:
    """The conflicts that hold no smaller contradiction; what contradicts isn't contested as well."""
    kept: dict[str, list[frozenset[str]]] = {}
    for conflict in sorted(
        found, key=lambda one: (one.kind is ConflictKind.CONTESTED, len(one.claims), one.id)
    ):
        claims = frozenset(conflict.claims)
        if any(smaller <= claims for claim in conflict.claims for smaller in kept.get(claim, ())):
            continue
        for claim in conflict.claims:
            kept.setdefault(claim, []).append(claims)
        yield conflict
