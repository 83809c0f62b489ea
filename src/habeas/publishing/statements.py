"""Claims that say the same, told once; parts under their whole; figures that differ, side by side.

This is for reading only: it joins claims that agree in every slot shown, adds nothing up and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from habeas.model import Claim, ClaimType, Modality, Name, Quantity
from habeas.publishing.nesting import by_whole
from habeas.publishing.phrases import LABELS, ROLES

Key = tuple[object, ...]

# "Since 2019" is compared by its last month: it isn't a second count of every day within it.
COMPARED: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one or several claims say alike, and the statements that break its figure down."""

    claims: tuple[Claim, ...]
    parts: tuple[Statement, ...] = ()

    @property
    def lead(self) -> Claim:
        """The claim that the statement is worded from."""
        return self.claims[0]

    @property
    def reports(self) -> int:
        """How many reports say so; copies of one another are not told apart here."""
        return len({claim.report.id for claim in self.claims})


def statements(claims: Iterable[Claim]) -> list[Statement]:
    """The claims as statements, newest first, each part under the whole that it breaks down."""
    alike: dict[Key, list[Claim]] = {}
    for claim in sorted(claims, key=order):
        alike.setdefault(_says(claim), []).append(claim)
    parts = by_whole(_wholes(alike))

    def build(key: Key) -> Statement:
        return Statement(tuple(alike[key]), tuple(build(part) for part in parts.get(key, ())))

    return newest_first(build(key) for key in parts.get(None, ()))


def order(claim: Claim) -> Key:
    """The order in which claims are told, whatever the order in which they were added."""
    return (claim.report.published or date.min, claim.report.id, claim.anchor.start, claim.type.value)


def answers_last(claim: Claim) -> tuple[bool, Key]:
    """An order in which what is said comes before what denies it."""
    return claim.type is ClaimType.DENIAL or claim.modality is Modality.DENIED, order(claim)


def newest_first(found: Iterable[Statement]) -> list[Statement]:
    """The statements by the last day that they are about, the undated ones last."""
    return sorted(found, key=lambda one: (-last_day(one.lead).toordinal(), order(one.lead)))


def last_day(claim: Claim) -> date:
    """The last day of its period, else the day it was stated."""
    if claim.period is not None and claim.period.last is not None:
        return claim.period.last
    return claim.stated_on or claim.report.published or date.min


def name_key(name: Name | None) -> str | None:
    """What makes two names one: their id in the lexicon, else their words."""
    return None if name is None else name.id or name.text.casefold()


def _says(claim: Claim) -> Key:
    quantity, period = claim.quantity, claim.period
    dated = period is not None and period.first is not None
    return (
        claim.type,
        claim.detail,
        claim.modality,
        claim.measure,
        claim.review,
        quantity and (quantity.low, quantity.high, quantity.approx, quantity.unit, quantity.basis),
        *map(name_key, (claim.place, claim.origin, claim.destination)),
        claim.group,
        period and (period.first, period.last),
        None if dated else claim.stated_on,
        *_apart_from_others(claim),
    )


def _apart_from_others(claim: Claim) -> Key:
    """What keeps a claim that names no figure, or no place, from being taken for another report's."""
    if claim.quantity is None:
        return (claim.report.id, claim.anchor.start)
    return () if _places(claim) else (claim.report.id,)


def _wholes(alike: dict[Key, list[Claim]]) -> dict[Key, Key | None]:
    """The key of the whole that each statement is a part of, if it is among them."""
    owner = {claim.id: key for key, claims in alike.items() for claim in claims}
    found: dict[Key, Key | None] = {}
    for key, claims in alike.items():
        owners = (owner.get(claim.part_of) for claim in claims if claim.part_of is not None)
        found[key] = next((whole for whole in owners if whole is not None), None)
    return found


def side_by_side(found: Sequence[Statement]) -> list[list[Statement]]:
    """The statements in their order, those that count the same people on the same days in one list."""
    groups: list[list[Statement]] = []
    by_place: dict[str, list[list[Statement]]] = {}
    for statement in found:
        places = sorted(_places(statement.lead))
        near = (group for place in places for group in by_place.get(place, ()))
        group = next((group for group in near if _any_same_people(statement, group)), None)
        if group is None:
            groups.append(group := [])
        group.append(statement)
        for place in places:
            by_place.setdefault(place, []).append(group)
    return groups


def _any_same_people(statement: Statement, group: Sequence[Statement]) -> bool:
    return any(_same_people(statement.lead, other.lead) for other in group)


def differ(group: Sequence[Statement]) -> bool:
    """True where two of the figures can't both be the number."""
    counts = [statement.lead.quantity for statement in group]
    return any(
        one is not None and other is not None and one.unit is other.unit and apart(one, other)
        for one in counts
        for other in counts
    )


def apart(one: Quantity, other: Quantity) -> bool:
    """True where the first is surely fewer than the second."""
    return one.high is not None and other.low is not None and one.high < other.low


def _same_people(one: Claim, other: Claim) -> bool:
    if (one.type, one.measure) != (other.type, other.measure) or one.quantity is None:
        return False
    if any(claim.modality is not Modality.ASSERTED for claim in (one, other)):
        return False
    return whom(one) == whom(other) and _share_place(one, other) and _share_days(one, other)


def whom(claim: Claim) -> frozenset[str]:
    """The group without roles and labels, which differ with the speaker and not with the people."""
    return frozenset(tag for tag in claim.group if tag not in ROLES and tag not in LABELS)


def _share_place(one: Claim, other: Claim) -> bool:
    """True where both name one place; two that name none may well be of different ones."""
    return not _places(one).isdisjoint(_places(other))


def _places(claim: Claim) -> set[str]:
    names = (claim.place, claim.origin, claim.destination)
    return {key for name in names if (key := name_key(name))}


def _share_days(one: Claim, other: Claim) -> bool:
    mine, theirs = _days(one), _days(other)
    if mine is None or theirs is None:
        return mine is theirs
    return mine[0] <= theirs[1] and theirs[0] <= mine[1]


def _days(claim: Claim) -> tuple[date, date] | None:
    """The days that a claim is about, at most a month; else the day it was stated."""
    period = claim.period
    if period is not None and period.first is not None and period.last is not None:
        return max(period.first, period.last - COMPARED), period.last
    stated = claim.stated_on or claim.report.published
    return (stated, stated) if stated else None
