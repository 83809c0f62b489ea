"""What people decided, laid over what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest

from habeas.model import Claim, Decision, Matter, Review, Ruling
from habeas.reckoning.decided import decided, last_decisions, reviewed, rulings_in_force
from made import claim, quantity, report

SOURCE = report("On 3 March 2024, 40 women were moved from Veshka camp to Orlan.")
MOVED = claim(SOURCE, "transfer", quantity(SOURCE, "40", 40, 40), origin="Veshka camp", group="women")
STAYING = '{"group": ["children"]}'
BROKEN = '{"place": {"text": "Sund", "start": 0, "end": 4, "id": null}}'


def decision(verdict: Review, hour: int, *, slots: str | None = None, by: str = "Mira Toll") -> Decision:
    return Decision(MOVED.id, verdict, by, datetime(2024, 4, 1, hour, tzinfo=UTC), "read it", slots)


ACCEPTED, REJECTED = decision(Review.ACCEPTED, 1), decision(Review.REJECTED, 2)
UNDONE, AMENDED = decision(Review.UNCHECKED, 3), decision(Review.AMENDED, 4, slots=STAYING)


@pytest.mark.parametrize(
    ("decisions", "review"),
    [
        ([], Review.UNCHECKED),
        ([ACCEPTED], Review.ACCEPTED),
        ([ACCEPTED, REJECTED], Review.REJECTED),
        ([ACCEPTED, REJECTED, UNDONE], Review.UNCHECKED),
        ([ACCEPTED, REJECTED, UNDONE, AMENDED], Review.AMENDED),
    ],
)
def test_the_last_decision_counts_in_any_order(decisions: Sequence[Decision], review: Review) -> None:
    for order in permutations(decisions):
        (now,) = reviewed([MOVED], order)
        assert (now.id, now.review) == (MOVED.id, review)
        counting = decided([MOVED], order).claims
        assert [one.id for one in counting] == ([] if review is Review.REJECTED else [MOVED.id])


def test_an_amendment_changes_its_slots_alone() -> None:
    (now,) = reviewed([MOVED], [AMENDED])
    assert replace(now, group=MOVED.group, review=MOVED.review) == MOVED
    assert now.group == frozenset({"children"})


@pytest.mark.parametrize(
    ("claims", "made"),
    [([], ACCEPTED), ([MOVED], decision(Review.AMENDED, 5, slots=BROKEN))],
)
def test_what_no_claim_fits_is_queued(claims: Sequence[Claim], made: Decision) -> None:
    found = decided(claims, [made])
    assert found.queued == (made,)
    assert found.claims == tuple(claims)


def test_of_two_decisions_of_one_moment_one_counts_always() -> None:
    both = [decision(Review.ACCEPTED, 1), decision(Review.REJECTED, 1, by="Ana Kest")]
    assert last_decisions(both) == last_decisions(both[::-1])


def ruling(hour: int, *, together: bool = False, withdrawn: bool = False, by: str = "Mira Toll") -> Ruling:
    at = datetime(2024, 4, 1, hour, tzinfo=UTC)
    return Ruling(Matter.EVENT, "c_1", "c_2", together, by, at, "read both", withdrawn)


JOINED, PARTED, TAKEN_BACK = ruling(1, together=True), ruling(2), ruling(3, withdrawn=True)


@pytest.mark.parametrize(
    ("rulings", "in_force"),
    [
        ([], []),
        ([JOINED], [JOINED]),
        ([JOINED, PARTED], [PARTED]),
        ([JOINED, PARTED, TAKEN_BACK], []),
        ([JOINED, ruling(1, by="Ana Kest")], [ruling(1, by="Ana Kest")]),  # in doubt apart
        ([PARTED, replace(PARTED, matter=Matter.FAMILY)], [PARTED, replace(PARTED, matter=Matter.FAMILY)]),
    ],
)
def test_the_last_ruling_on_a_pair_counts_in_any_order(
    rulings: Sequence[Ruling], in_force: Sequence[Ruling]
) -> None:
    for order in permutations(rulings):
        assert rulings_in_force(order) == in_force
