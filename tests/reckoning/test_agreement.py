"""Krippendorff's alpha, worked out by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from habeas.model import Claim, Decision, Review
from habeas.reckoning.agreement import Said, figures, verdicts
from made import claim, quantity, report

WHEN = datetime(2024, 3, 18, tzinfo=UTC)
SOURCE = report("50 people are held in Orlan.")
HELD = claim(SOURCE, "holding", quantity(SOURCE, "50", 50, 50))


def said(*verdicts: str | int, of: Claim = HELD) -> Said:
    """What the first, the second, … person says; a number is an amendment to that number."""
    return Said(of, tuple(_opinion(f"person {at}", one) for at, one in enumerate(verdicts)))


def _opinion(by: str, verdict: str | int) -> Decision:
    if isinstance(verdict, str):
        return Decision(HELD.id, Review(verdict), by, WHEN, "seen")
    slots = {"quantity": {"low": verdict, "high": verdict, "unit": "persons"}}
    return Decision(HELD.id, Review.AMENDED, by, WHEN, "seen", json.dumps(slots))


def test_alpha_as_worked_out_by_hand() -> None:
    """Four claims, eight verdicts: five accepted, three rejected; one pair of four differs.

    Observed disagreement: 2 of 8 ordered pairs = 1/4. Expected: 2·5·3 / (8·7) = 30/56.
    Alpha = 1 - (1/4) / (30/56) = 8/15.
    """
    both = [
        *(said("accepted", "accepted") for _ in range(2)),
        said("rejected", "rejected"),
        said("accepted", "rejected"),
    ]
    found = verdicts(both)
    assert found.alpha == pytest.approx(8 / 15)
    assert (found.units, found.same, found.people) == (4, 3, 2)


def test_figures_are_compared_as_each_has_them() -> None:
    """Values 50 50 | 50 45 | 45 45: observed 2/6, expected 2·3·3/(6·5) = 18/30; alpha = 1 - 5/9 = 4/9."""
    both = [
        said("accepted", 50),
        said("accepted", 45),
        said(45, 45),
        said("rejected", 45),  # one of them has no figure
        said("accepted", "unsure"),
    ]
    found = figures(both)
    assert found.alpha == pytest.approx(4 / 9)
    assert (found.units, found.same) == (3, 2)


@pytest.mark.parametrize(
    "both",
    [[], [said("accepted", "rejected")], [said("accepted", "accepted"), said("accepted", "accepted")]],
)
def test_alpha_cannot_always_be_told(both: list[Said]) -> None:
    assert verdicts(both).alpha is None
