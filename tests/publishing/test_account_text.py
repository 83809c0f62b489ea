"""Accounts as people and programs get them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from habeas.publishing.accounts import (
    account_lines,
    account_text,
    held_in_words,
    moved_in_words,
    uncovered_in_words,
)
from habeas.reckoned import Account, Amount, Conflict, ConflictKind, Days

ACCOUNT = Account(
    "orlan",
    None,
    frozenset({"children"}),
    Days(date(2024, 1, 1), date(2024, 12, 31)),
    opening=Amount(7000, None),
    came=Amount(None, None),
    left=Amount(2000, 2000),
    closing=Amount(5000, None),
    not_covered=Amount(0, 0),
    set_aside=("c_1",),
    conflicts=(Conflict("x_1", ConflictKind.CONTRADICTION, ("c_1", "c_2"), "why"),),
    notes=("opening: stands on \u202e7,000",),
)


@pytest.mark.parametrize(
    ("low", "high", "held", "moved"),
    [
        (None, None, "not known", "none reported"),
        (0, 0, "0", "0"),
        (0, None, "how many isn't known", "how many isn't known"),
        (5000, None, "at least 5,000", "at least 5,000"),
        (0, 30, "up to 30", "up to 30"),
        (20, 30, "between 20 and 30", "between 20 and 30"),
    ],
)
def test_numbers_of_people_in_words(low: int, high: int, held: str, moved: str) -> None:
    assert (held_in_words(Amount(low, high)), moved_in_words(Amount(low, high))) == (held, moved)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, "not known"),
        (0, 0, "0"),
        (-30, -30, "30 fewer"),
        (1200, 1200, "1,200 more"),
        (-30, 20, "between 30 fewer and 20 more"),
        (None, -10, "10 fewer, or any number fewer"),
        (0, None, "0, or any number more"),
    ],
)
def test_what_is_not_covered_in_words(low: int, high: int, words: str) -> None:
    assert uncovered_in_words(Amount(low, high)) == words


def test_an_account_as_text() -> None:
    assert account_text(ACCOUNT, title="Orlan") == (
        "Orlan: children, 2024\n"
        "\n"
        "opening       at least 7,000\n"
        "in            none reported\n"
        "out           2,000\n"
        "closing       at least 5,000\n"
        "not covered   0\n"
        "\n"
        "can't all be true: c_1, c_2\n"
        "set aside in every way of settling it: c_1\n"
        "\n"
        "- opening: stands on \ufffd7,000\n"
        "\n"
        "machine reading, unchecked\n"
    )


def test_an_account_as_a_line() -> None:
    line = account_lines([ACCOUNT])
    assert line.count("\n") == 1
    assert "\u202e" not in line
    told = json.loads(line)
    assert list(told) == [
        *("place", "holder", "group", "from", "to"),
        *("opening", "in", "out", "closing", "not_covered", "set_aside", "notes"),
    ]
    assert told["opening"] == {"low": 7000, "high": None}
    assert told["in"] == {"low": None, "high": None}
