"""Knots: what shared keys connect, and what only seems to share one."""

from __future__ import annotations

import pytest

from habeas.reckoning.knots import EVERYTHING, everywhere, knots, number

WIDE, PLACE, TIME, NARROW = EVERYTHING, 1, 2, 0


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, {}),
        ({"a": ["k"], "b": ["k", "l"], "c": ["l"], "d": ["m"]}, {"a": "a", "b": "a", "c": "a", "d": "d"}),
        ({"c": ["k"], "a": [], "b": ["k"]}, {"b": "b", "c": "b"}),
    ],
)
def test_shared_keys_connect(keys: dict[str, list[str]], expected: dict[str, str]) -> None:
    assert knots({thing: everywhere(held) for thing, held in keys.items()}) == expected


@pytest.mark.parametrize(
    ("reaches", "expected"),
    [
        ((NARROW, NARROW), "ab"),
        ((PLACE, PLACE), "ab"),
        ((PLACE, TIME), "aa"),
        ((NARROW, WIDE, NARROW), "aaa"),
        ((PLACE, NARROW, TIME, PLACE), "abaa"),
    ],
)
def test_under_a_key_those_meet_that_reach_far_enough_together(
    reaches: tuple[int, ...], expected: str
) -> None:
    keys = {name: {1: reach} for name, reach in zip("abcd", reaches, strict=False)}
    assert "".join(knots(keys).values()) == expected


def test_a_key_is_a_number_that_every_database_holds() -> None:
    assert all(0 <= number(f"key {key}") < 2**63 for key in range(200))
    assert len({number(f"key {key}") for key in range(200)}) == 200
