"""Groups of people as populations: one name for one population, and the group that holds several."""

from __future__ import annotations

from collections.abc import Iterable

from habeas.reckoning.comparing import HELD, nations, people, roles


def narrowed(group: frozenset[str]) -> frozenset[str]:
    """What tells these people from others who are held: alike for all names of one population."""
    return people(group) | nations(group) | (roles(group) - HELD)


def widest(groups: Iterable[frozenset[str]]) -> frozenset[str]:
    """The narrowest group that is sure to hold all of these: a kind of tags that one lacks is open."""
    kinds = zip(*((people(one), nations(one), roles(one) - HELD) for one in groups), strict=True)
    return frozenset().union(*(frozenset().union(*tags) for tags in kinds if all(tags)))
