"""How far people who decide blind agree: Krippendorff's alpha, for verdicts and for figures.

Krippendorff, Content Analysis (4th ed. 2019), chapter 12; nominal, since verdicts have no order, and since of
two readings of one figure neither is nearer to the truth for being nearer to the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from habeas.model import Claim, Decision, Review


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two or more people agree on some things.

    `alpha` is 1 where they always agree, 0 where they agree as often as chance would have it; None where it
    can't be told: fewer than two units, or one value throughout. `units` are the claims on which two said
    something, `same` those on which they said the same, `people` is how many took part.
    """

    alpha: float | None
    units: int
    same: int
    people: int


@dataclass(frozen=True, slots=True)
class Said:
    """What two people said of one claim, as it was read."""

    claim: Claim
    opinions: Sequence[Decision]


def verdicts(said: Iterable[Said]) -> Agreement:
    """How far they agree on whether claims are right."""
    return _agreement([{one.by: one.verdict.value for one in both.opinions} for both in said])


def figures(said: Iterable[Said]) -> Agreement:
    """How far they agree on the bounds of a claim's figure; who rejects or can't tell gives none."""
    return _agreement(
        [
            {one.by: bounds for one in both.opinions if (bounds := _bounds(both.claim, one)) is not None}
            for both in said
        ]
    )


def _bounds(claim: Claim, opinion: Decision) -> str | None:
    """The figure as this person has it; None where they say nothing of one."""
    slots = json.loads(opinion.amendment) if opinion.amendment is not None else {}
    if opinion.verdict in (Review.REJECTED, Review.UNSURE):
        return None
    if "quantity" in slots:
        quantity = slots["quantity"]
        return "none" if quantity is None else f"{quantity['low']} {quantity['high']} {quantity['unit']}"
    if claim.quantity is None:
        return None
    return f"{claim.quantity.low} {claim.quantity.high} {claim.quantity.unit}"


def _agreement(units: Iterable[dict[str, str]]) -> Agreement:
    told = [unit for unit in units if len(unit) > 1]
    people = sorted({by for unit in told for by in unit})
    same = sum(len(set(unit.values())) == 1 for unit in told)
    return Agreement(_alpha(told, people), len(told), same, len(people))


def _alpha(units: Sequence[dict[str, str]], people: Sequence[str]) -> float | None:
    values = sorted({value for unit in units for value in unit.values()})
    if len(units) < 2 or len(values) < 2:
        return None
    import krippendorff  # noqa: PLC0415  slow to import, and only one page needs it

    number = {value: float(at) for at, value in enumerate(values)}
    unsaid = float("nan")
    data = [[number[unit[by]] if by in unit else unsaid for unit in units] for by in people]
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))
