"""Which people a group's tags count: within others, apart from them, or neither is sure.

Tags of one kind unite, kinds intersect: {women, children, TJ} is Tajik women and children together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from habeas.model import FOREIGNERS, PEOPLE_TAGS, is_nationality

# These say no more than that the people are held.
NO_MORE: Final = frozenset({"detainees", "prisoners"})
YOUNG: Final = frozenset({"boys", "girls"})
# The members of families are women, men and children in shares that nobody says.
FAMILIES: Final = "families"


def narrowed(group: frozenset[str]) -> frozenset[str]:
    """The tags that tell these people from others who are held; minors are children."""
    tags = group - NO_MORE
    return (tags - {"minors"}) | {"children"} if "minors" in tags else tags


def is_within(part: frozenset[str], whole: frozenset[str]) -> bool:
    """True where each of the part's people is one of the whole's."""
    pairs = zip(_kinds(part), _kinds(whole), strict=True)
    return all(not wide or (bool(narrow) and narrow <= wide) for narrow, wide in pairs)


def are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """True where nobody can be in both: women and children, two nationalities; labels never part people."""
    (people, nations, _), (peoples, others, _) = _kinds(one), _kinds(other)
    return _parted(people, peoples, FAMILIES) or _parted(nations, others, FOREIGNERS)


def widest(groups: Iterable[frozenset[str]]) -> frozenset[str]:
    """The narrowest group that is sure to hold all of these: a kind of tags that one lacks is open."""
    kinds = zip(*map(_kinds, groups), strict=True)
    return frozenset().union(*(frozenset().union(*tags) for tags in kinds if all(tags)))


def _parted(tags: frozenset[str], others: frozenset[str], blurred: str) -> bool:
    return bool(tags) and bool(others) and not tags & others and blurred not in tags | others


def _kinds(group: frozenset[str]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The tags of people, of nationality and of role; children are boys and girls."""
    tags = narrowed(group)
    people = tags & PEOPLE_TAGS
    nations = frozenset(tag for tag in tags if tag == FOREIGNERS or is_nationality(tag))
    young = YOUNG if "children" in people else frozenset()
    return (people - {"children"}) | young, nations, tags - people - nations
