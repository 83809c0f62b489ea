"""What says the same is compared once, and comes out as if each two were compared."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given

from habeas.model import Claim
from habeas.reckoned import Testimony
from habeas.reckoning import compared
from habeas.reckoning.compared import Compared
from habeas.reckoning.likeness import Likeness, likeness, loose_bar, strict_bar
from reckoning.test_events import claims_of_reports, known, told


@given(claims_of_reports)
def test_what_is_kept_in_mind_is_what_comparing_gives(claims: list[Claim]) -> None:
    told_of = known([*claims, *(told(100 + serial, place=None) for serial in range(3))])
    by_id = {one.id: one for one in told_of}
    kept = Compared(by_id)
    for one, other in permutations(told_of, 2):
        assert kept.likeness(one.id, other.id) == likeness(one, other)
        assert kept.bar(one.id, other.id) == strict_bar(one, other)
        assert kept.bar(one.id, other.id, loose=True) == loose_bar(one, other)


def test_what_says_the_same_is_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Sequence[Testimony]] = []
    monkeypatch.setattr(compared, "likeness", lambda *pair: asked.append(pair) or Likeness(0.0))
    told_of = {one.id: one for one in known([told(serial) for serial in range(9)])}
    kept = Compared(told_of)
    for one, other in permutations(told_of, 2):
        kept.likeness(one, other)
    assert len(asked) == 1
