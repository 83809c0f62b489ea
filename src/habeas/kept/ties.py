"""Putting what is made of knots in the place of what was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from habeas.ledger.derived import Derived, Kind, Made


@dataclass(frozen=True, slots=True)
class Tie:
    """Members that are to be reckoned together, each with its knot; and the knots that they were in."""

    members: Mapping[str, str]
    before: frozenset[str]


def remake(
    derived: Derived, kind: Kind, tied: Tie, made: Mapping[str, tuple[Iterable[str], str]]
) -> Mapping[str, tuple[str, ...]]:
    """Put what was made (members and body, by id) in the place of what those knots had.

    Returns the members, sorted, of what they had, by id.
    """
    before = {one.id: one.members for one in derived.made_in(kind, tied.before)}
    new = []
    for id_, (members, body) in made.items():
        ordered = tuple(sorted(members))
        new.append(Made(id_, tied.members[ordered[0]], ordered, body))
    derived.remake(kind, before, new)
    return before
