"""Tying knots anew around what changed, and putting what is made of them in the place of what was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from habeas.ledger.derived import Derived, Kind, Made
from habeas.reckoning.knots import Keys, knots, meeting


@dataclass(frozen=True, slots=True)
class Tie:
    """Members that are to be reckoned together, each with its knot; and the knots that they were in."""

    members: Mapping[str, str]
    before: frozenset[str]


def tie(derived: Derived, kind: Kind, keys: Mapping[str, Keys], gone: Iterable[str] = ()) -> Tie:
    """Give these members these keys, take out those gone, and tie all knots anew that this touches."""
    gone = set(gone)
    new = {(key, meeting(reach)) for held in keys.values() for key, reach in held.items()}
    near = derived.knots_near(kind, new, {*keys, *gone})
    kept = derived.keys_of(kind, near.keys() - keys.keys() - gone)
    tied = knots({**kept, **keys})
    derived.replace_keys(kind, {**keys, **{member: {} for member in gone}})
    derived.replace_knots(kind, {*keys, *gone}, tied)
    return Tie(tied, frozenset(near.values()))


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
