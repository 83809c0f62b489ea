"""What the claims of one happening together say of how many people of which group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from habeas.model import ROLE_TAGS, Claim, Quantity, Unit
from habeas.reckoned import Amount, Figure, Testimony
from habeas.reckoning.comparing import HELD, Group, bounds, exceeds, roles


def figures(members: Iterable[Testimony]) -> tuple[Figure, ...]:
    """A figure for each group of people that is counted, the widest group first.

    The bounds are those that every count allows, to the tolerance of an approximate one; where no number
    fits all counts, the widest that any gives, and `agreed` is False. Labels ("fighters") tell no two groups
    apart: they are a speaker's words. But a part is never set against its own whole: its label alone may tell
    it from that ("20 civilians" of 50), and where nothing does ("12 of them"), it has no figure.
    """
    members = list(members)
    claims = {one.id: one.claim for one in members}
    counted: dict[tuple[Unit, Group], list[tuple[str, Quantity]]] = {}
    for one in members:
        quantity, group = one.claim.quantity, _counted(one.claim, claims)
        if quantity is not None and group is not None:
            counted.setdefault((quantity.unit, group), []).append((one.id, quantity))
    found = [_figure(unit, group, told) for (unit, group), told in counted.items()]
    return tuple(sorted(found, key=lambda one: (one.unit.value, len(one.group), sorted(one.group))))


def _counted(claim: Claim, claims: Mapping[str, Claim]) -> Group | None:
    """Whom a claim counts; None for a part of which nothing is said that isn't said of its whole as well."""
    group, whole = claim.group - ROLE_TAGS, claims.get(claim.part_of or "")
    if whole is None or whole.group - ROLE_TAGS != group:
        return group
    return group | roles(claim.group) if roles(claim.group) - roles(whole.group) - HELD else None


def _figure(unit: Unit, group: Group, told: Sequence[tuple[str, Quantity]]) -> Figure:
    ids = tuple(sorted({claim for claim, _ in told}))
    counts = [quantity for _, quantity in told]
    for found in (_agreed(counts), _agreed(map(bounds, counts))):
        if not exceeds(found, found):
            return Figure(found.low, found.high, unit, group, ids)
    widest = _widest(counts)
    return Figure(widest.low, widest.high, unit, group, ids, agreed=False)


def _agreed(told: Iterable[Quantity | Amount]) -> Amount:
    """The bounds that all allow; the low one may exceed the high one, where they don't agree."""
    bounded = [(one.low, one.high) for one in told]
    lows = [low for low, _ in bounded if low is not None]
    highs = [high for _, high in bounded if high is not None]
    return Amount(max(lows, default=None), min(highs, default=None))


def _widest(told: Sequence[Quantity]) -> Amount:
    """The lowest low and the highest high; open where any is."""
    lows = [one.low for one in told if one.low is not None]
    highs = [one.high for one in told if one.high is not None]
    return Amount(
        min(lows) if len(lows) == len(told) else None, max(highs) if len(highs) == len(told) else None
    )
