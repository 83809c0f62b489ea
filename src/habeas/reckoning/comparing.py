"""Whether figures can agree, and whether two groups, places or bodies are one, apart, or one in the other.

Two answers are kept apart everywhere: what must be so by the words (`same_people`, `part_of_people`,
`is_in`), which a contradiction needs, and what can be so (`may_be_same_people`, `may_be_same_place`), which
is enough for two accounts of one happening.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from habeas.model import FOREIGNERS, PEOPLE_TAGS, ROLE_TAGS, Basis, Quantity
from habeas.reckoned import Amount, Known

# An approximate figure can be this share of it off: reporters round to the nearest hundred or thousand.
TOLERANCE: Final = 0.1
# "Nearly 7,000" is 7,000 at most; these words end a figure at its number.
ENDS_AT: Final = re.compile(r"\b(?:nearly|almost|just under|close to)\b", re.I)

Group = frozenset[str]

# Claims by the hundred thousand are of the same few groups.
GROUPS: Final = 4096

# --- quantities ---


def bounds(quantity: Quantity, *, conventions: bool = False) -> Amount:
    """What a figure allows: an approximate n is n within TOLERANCE, and "nearly n" ends at n.

    A number that rests on a convention ("dozens") says without `conventions` only that there is somebody.
    """
    if quantity.basis is Basis.CONVENTION and not conventions:
        return Amount(None if quantity.low is None else min(quantity.low, 1), None)
    if not quantity.approx:
        return Amount(quantity.low, quantity.high)
    low, high = quantity.low, quantity.high
    ends = ENDS_AT.search(quantity.span.text) is not None
    return Amount(
        None if low is None else low - _off(low),
        None if high is None else high if ends else high + _off(high),
    )


def _off(number: int) -> int:
    """How far an approximate number can be off, at least one where it is not zero."""
    return max(round(number * TOLERANCE), min(number, 1))


def agree(one: Amount, other: Amount) -> bool:
    """True where some number lies within both; an open end never disagrees."""
    return not exceeds(one, other) and not exceeds(other, one)


def exceeds(one: Amount, other: Amount) -> bool:
    """True where the least that one allows is more than the most that the other does."""
    return one.low is not None and other.high is not None and one.low > other.high


def can_agree(one: Quantity, other: Quantity, *, conventions: bool = False) -> bool:
    """True where both figures can be of the same people: one unit, and bounds that meet."""
    return one.unit is other.unit and agree(
        bounds(one, conventions=conventions), bounds(other, conventions=conventions)
    )


def narrowed(one: Amount, other: Amount) -> Amount:
    """What both allow; ask `agree` first."""
    lows = [low for low in (one.low, other.low) if low is not None]
    highs = [high for high in (one.high, other.high) if high is not None]
    return Amount(max(lows, default=None), min(highs, default=None))


# --- groups: tags of one kind unite, kinds intersect; an empty kind says nothing ---

KINDS_OF_PEOPLE: Final = {
    "women": frozenset({"women"}),
    "men": frozenset({"men"}),
    "boys": frozenset({"boys"}),
    "girls": frozenset({"girls"}),
    "children": frozenset({"boys", "girls"}),
    "minors": frozenset({"boys", "girls"}),
    "families": frozenset({"families"}),
}
# Who else the families of people held can be; a man held is not spoken of as family.
FAMILY: Final = frozenset({"families", "women", "boys", "girls"})

# "Detainees" and "prisoners" say no more than that people are held.
HELD: Final = frozenset({"detainees", "prisoners"})
# Labels that speakers use for the same people; the first two are one word for another.
ARMED: Final = frozenset({"fighters", "militants"})
LABELS: Final = ARMED | {"suspects"}
ALIKE: Final = (
    HELD | LABELS,
    HELD | ARMED | {"prisoners_of_war"},
    HELD | {"civilians", "suspects"},
    HELD | {"civilians", "migrants"},
    {"detainees", "civilians", "hostages"},
    {"prisoners_of_war", "hostages"},
)


@lru_cache(GROUPS)
def people(group: Group) -> Group:
    """The kinds of people in a group, children as boys and girls; empty where it doesn't say."""
    return frozenset(part for tag in group & PEOPLE_TAGS for part in KINDS_OF_PEOPLE[tag])


@lru_cache(GROUPS)
def nations(group: Group) -> Group:
    """The nationalities in a group, `foreigners` among them; empty where it doesn't say."""
    return group - PEOPLE_TAGS - ROLE_TAGS


@lru_cache(GROUPS)
def roles(group: Group) -> Group:
    """What the people are called, "detainees" left out as it says no more; militants are fighters."""
    return frozenset("fighters" if tag in ARMED else tag for tag in (group & ROLE_TAGS) - {"detainees"})


@lru_cache(GROUPS)
def same_people(one: Group, other: Group, *, wide: bool = False) -> bool:
    """True where both groups are the same by their words; "held in" a place and its "prisoners" are.

    `wide`: the figures are of a whole region, where "prisoners" are only some of those held.
    """
    return (
        people(one) == people(other)
        and nations(one) == nations(other)
        and _roles(one, wide=wide) == _roles(other, wide=wide)
    )


@lru_cache(GROUPS)
def part_of_people(part: Group, whole: Group, *, wide: bool = False) -> bool:
    """True where everybody in the first group must be in the second: the same people, or some of them."""
    return (
        _is_within(people(part), people(whole))
        and _is_within(nations(part), nations(whole))
        and _is_within(_roles(part, wide=wide), _roles(whole, wide=wide))
    )


@lru_cache(GROUPS)
def disjoint(one: Group, other: Group) -> bool:
    """True where nobody is in both: women and children, nationals of two countries."""
    ours, theirs = people(one), people(other)
    if ours and theirs and not ours & theirs and "families" not in ours | theirs:
        return True
    here, there = nations(one), nations(other)
    return bool(here and there) and not here & there and FOREIGNERS not in here | there


@lru_cache(GROUPS)
def may_be_same_people(one: Group, other: Group) -> bool:
    """True where both groups can be the same people, in the words of two speakers.

    Any two labels for the people held can be; women and children are not called fighters, and those swapped
    for hostages are not the hostages.
    """
    return (
        not disjoint(one, other)
        and _may_be_family(people(one), people(other))
        and _may_be_called(one, other)
        and not _is_family_of_fighters(one, other)
        and not _is_family_of_fighters(other, one)
    )


def _roles(group: Group, *, wide: bool) -> Group:
    return roles(group) if wide else roles(group) - HELD


def _is_within(part: Group, whole: Group) -> bool:
    return not whole or (bool(part) and part <= whole)


def _may_be_family(one: Group, other: Group) -> bool:
    for family, others in ((one, other), (other, one)):
        if "families" in family and others and not others & FAMILY:
            return False
    return True


def _may_be_called(one: Group, other: Group) -> bool:
    ours, theirs = one & ROLE_TAGS, other & ROLE_TAGS
    if not ours or not theirs or ours & theirs:
        return True
    return any(ours & alike and theirs & alike for alike in ALIKE)


def _is_family_of_fighters(one: Group, other: Group) -> bool:
    called = roles(other)
    return (
        bool(people(one))
        and "men" not in people(one)
        and not roles(one)
        and not people(other)
        and bool(called)
        and called <= {"fighters", "prisoners_of_war"}
    )


# --- places and bodies ---


def same(one: Known | None, other: Known | None) -> bool:
    """True where both are given and are one place or one body."""
    return one is not None and other is not None and one.id == other.id and one.kind is other.kind


def may_be_same(one: Known | None, other: Known | None) -> bool:
    """True where both are one, or one of them isn't given."""
    return one is None or other is None or same(one, other)


def is_in(part: Known | None, whole: Known | None) -> bool:
    """True where both are given and the first is the second or lies in it."""
    return part is not None and whole is not None and whole.is_or_holds(part)


def may_be_same_place(one: Known | None, other: Known | None) -> bool:
    """True where both can be one place: the same, one in the other, or one of them not given."""
    return one is None or other is None or is_in(one, other) or is_in(other, one)


def is_wide(place: Known | None) -> bool:
    """True for a country, and for what nothing but a country is known to lie around: regions, governorates.

    No place at all is wide: the figure is of everybody whom somebody holds. A name that no list knows is not.
    """
    return place is None or (len(place.within) <= 1 and not place.id.startswith("n_"))
