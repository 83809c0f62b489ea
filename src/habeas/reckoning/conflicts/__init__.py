"""Claims that can't all be true, and allegations beside what answers them.

A contradiction is irreducible: leave any one of its claims out and the others can be true together. None of
them is called wrong. An allegation and its denial aren't a contradiction: they are contested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from habeas.reckoned import Conflict, ConflictKind, Event, Testimony
from habeas.reckoning.conflicts import answers, breakdowns, counts, denials, moves

__all__ = ["conflicts", "keys"]


def keys(testimony: Testimony) -> frozenset[str]:
    """What a claim shares with every claim that it can be in conflict with, outside its own event.

    Claims of one event can contradict one another too: those are found by `events.keys`.
    """
    kinds = (breakdowns, counts, moves, denials, answers)
    return frozenset(chain.from_iterable(kind.keys(testimony) for kind in kinds))


def conflicts(
    testimonies: Iterable[Testimony], events: Iterable[Event] = (), *, conventions: bool = False
) -> list[Conflict]:
    """The conflicts among these claims, in order of their ids, whatever the order of the claims.

    `events` are the happenings that the same claims tell of. With `conventions` the bounds of "dozens" and
    "thousands" bind as well.
    """
    claims = sorted({one.id: one for one in testimonies}.values(), key=lambda one: one.id)
    told = sorted(events, key=lambda event: event.id)
    found: dict[str, Conflict] = {}
    for conflict in chain(
        breakdowns.contradictions(claims, conventions=conventions),
        counts.contradictions(claims, conventions=conventions),
        moves.contradictions(claims, told, conventions=conventions),
        denials.conflicts(claims),
        answers.conflicts(claims),
    ):
        found.setdefault(conflict.id, conflict)
    return sorted(_irreducible(found.values()), key=lambda conflict: conflict.id)


def _irreducible(found: Iterable[Conflict]) -> Iterator[Conflict]:
    """The conflicts that hold no smaller contradiction, and no contested pair that a contradiction is of."""
    ordered = sorted(found, key=lambda conflict: (len(conflict.claims), conflict.kind.value, conflict.id))
    kept: dict[str, list[frozenset[str]]] = {}
    for conflict in sorted(ordered, key=lambda one: one.kind is ConflictKind.CONTESTED):
        claims = frozenset(conflict.claims)
        if any(smaller <= claims for claim in conflict.claims for smaller in kept.get(claim, ())):
            continue
        for claim in conflict.claims:
            kept.setdefault(claim, []).append(claims)
        yield conflict
