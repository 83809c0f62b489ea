"""Accounts: hand-worked tables first, then what must be true of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from accounting import days, happened, told
from brute_force import MOST, Count, Move, Told, Total, ranges
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.reckoning.accounts import account

if TYPE_CHECKING:
    from habeas.reckoned import Account, Testimony

YEAR = "2024-01-01/2024-12-31"
UNKNOWN = (None, None)


def drawn(*testimonies: Testimony, of: str | None = "orlan", over: str = YEAR, **options: object) -> Account:
    """The account of Orlan over 2024, each claim of a happening an event of its own."""
    events = options.pop("events", None) or happened(testimonies)
    options = {"group": frozenset(str(options.pop("group", "")).split()), **options}
    return account(testimonies, events, place=of, days=days(over), **options)


def numbers(found: Account) -> list[tuple[int | None, int | None]]:
    amounts = (found.opening, found.came, found.left, found.closing, found.not_covered)
    return [(one.low, one.high) for one in amounts]


def held(figure: str, on: str | None, at: str = "orlan", **fields: object) -> Testimony:
    return told("holding", figure, on, at=at, **fields)


def freed(figure: str | None, on: str | None, **fields: object) -> Testimony:
    return told("release", figure, on, **{"at": "orlan", **fields})


def brought(figure: str | None, on: str | None, to: str = "orlan", **fields: object) -> Testimony:
    return told("transfer", figure, on, to=to, from_="gann", **fields)


def taken(figure: str | None, on: str | None, from_: str = "orlan", **fields: object) -> Testimony:
    return told("transfer", figure, on, from_=from_, to="gann", **fields)


# claims; opening, in, out, closing, not covered
BALANCES = {
    "nothing is known": ([], UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    "a count alone is carried through, and says nothing of who came": (
        [held("70", "2023-12-31")],
        *[(70, 70), UNKNOWN, UNKNOWN, (70, 70), (0, 0)],
    ),
    "at least 7,000 less 2,000 is at least 5,000": (
        [held("7000+", "2023-12-31"), taken("2000", "2024-03-02")],
        *[(7000, None), UNKNOWN, (2000, 2000), (5000, None), (0, 0)],
    ),
    "what two counts leave between them isn't covered": (
        [held("100", "2023-12-31"), freed("20", "2024-03-02"), held("70", "2024-12-31")],
        *[(100, 100), UNKNOWN, (20, 20), (70, 70), (-10, -10)],
    ),
    "each number is the range of its claims, and so is what they leave": (
        [held("100+", "2023-12-31"), freed("20-30", "2024-03-02"), held("70", "2024-12-31")],
        *[(100, None), UNKNOWN, (20, 30), (70, 70), (None, 0)],
    ),
    "a count on a day on which people left may have been before or after": (
        [held("100", "2024-03-02"), freed("20", "2024-03-02")],
        *[UNKNOWN, UNKNOWN, (20, 20), (80, 100), UNKNOWN],
    ),
    "a count within the days tells no opening": (
        [held("100", "2024-03-02"), freed("20", "2024-04-02")],
        *[UNKNOWN, UNKNOWN, (20, 20), (80, 80), UNKNOWN],
    ),
    "a happening that may lie outside the days is none to all of it": (
        [held("100", "2023-11-30"), freed("20", "2023-12-15/2024-01-15")],
        *[(80, 100), UNKNOWN, (0, 20), (80, 80), (0, 0)],
    ),
    "nobody is held where more left than were counted; the rest isn't covered": (
        [held("50", "2023-12-31"), freed("70", "2024-03-02")],
        *[(50, 50), UNKNOWN, (70, 70), (0, 0), (20, 20)],
    ),
    "zero is a figure": (
        [held("0", "2023-12-31"), brought("30", "2024-03-02")],
        *[(0, 0), (30, 30), UNKNOWN, (30, 30), (0, 0)],
    ),
    "an unsaid number is open above, never zero": (
        [held("100", "2023-12-31"), freed(None, "2024-03-02")],
        *[(100, 100), UNKNOWN, (0, None), (0, 100), (0, None)],
    ),
    "an approximate number is one within a tenth": (
        [held("~1000", "2023-12-31"), freed("100", "2024-03-02")],
        *[(900, 1100), UNKNOWN, (100, 100), (800, 1000), (0, 0)],
    ),
    "nearly a number ends at it": (
        [held("~1000", "2023-12-31", words="nearly 1000")],
        *[(900, 1000), UNKNOWN, UNKNOWN, (900, 1000), (0, 0)],
    ),
    "a convention binds nothing where it isn't asked for": (
        [held("2000+", "2023-12-31", basis="convention", words="thousands"), freed("20", "2024-03-02")],
        *[UNKNOWN, UNKNOWN, (20, 20), UNKNOWN, UNKNOWN],
    ),
    "plans, allegations, denials and suppositions move nothing": (
        [
            held("100", "2023-12-31"),
            freed("10", "2024-03-02", modality="planned"),
            freed("11", "2024-03-03", modality="alleged"),
            freed("12", "2024-03-04", modality="denied"),
            freed("13", "2024-03-05", modality="hypothetical"),
        ],
        *[(100, 100), UNKNOWN, UNKNOWN, (100, 100), (0, 0)],
    ),
    "what is under way has moved none to all": (
        [held("100", "2023-12-31"), freed("30", "2024-03-02", modality="ongoing")],
        *[(100, 100), UNKNOWN, (0, 30), (70, 100), (0, 0)],
    ),
    "those told to have moved are among those of whom it is under way": (
        [
            taken("70", "2024-03-02", modality="ongoing"),
            taken("20", "2024-03-05"),
        ],
        *[UNKNOWN, UNKNOWN, (20, 70), UNKNOWN, UNKNOWN],
    ),
    "families are another population than persons": (
        [
            held("100", "2023-12-31"),
            held("40", "2023-12-31", unit="families"),
            freed("9", "2024-03-02", unit="families"),
        ],
        *[(100, 100), UNKNOWN, UNKNOWN, (100, 100), (0, 0)],
    ),
    "a capacity counts no people": (
        [held("100", "2023-12-31", measure="capacity")],
        *[UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN],
    ),
    "the dead leave if they were held": (
        [held("100", "2023-12-31"), told("death", "3", "2024-03-02", at="orlan", group="detainees")],
        *[(100, 100), UNKNOWN, (3, 3), (97, 97), (0, 0)],
    ),
    "the dead of whom it isn't said that they were held may be others": (
        [held("100", "2023-12-31"), told("death", "3", "2024-03-02", at="orlan")],
        *[(100, 100), UNKNOWN, (0, 3), (97, 100), (0, 0)],
    ),
    "who escapes leaves, and who is recaptured comes": (
        [
            held("100", "2023-12-31"),
            told("escape", "20", "2024-03-02", at="orlan"),
            told("recapture", "15", "2024-03-03", at="orlan"),
        ],
        *[(100, 100), (15, 15), (20, 20), (95, 95), (0, 0)],
    ),
    "who moves within a place neither comes nor leaves": (
        [told("transfer", "15", "2024-03-03", from_="orlan", to="orlan")],
        *[UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN],
    ),
    "who was brought home may be free there": (
        [told("repatriation", "15", "2024-03-03", from_="gann", to="orlan")],
        *[UNKNOWN, (0, 15), UNKNOWN, UNKNOWN, UNKNOWN],
    ),
    "two parts that are apart bound the whole from below": (
        [held("30", "2023-12-31", group="women"), held("50", "2023-12-31", group="children")],
        *[(80, None), UNKNOWN, UNKNOWN, (80, None), (0, 0)],
    ),
    "parts that may share people don't add up": (
        [held("30", "2023-12-31", group="women"), held("50", "2023-12-31", group="foreigners")],
        *[(50, None), UNKNOWN, UNKNOWN, (50, None), (0, 0)],
    ),
    "those in a region bound those in a camp from above": (
        [held("30", "2023-12-31", at="merrin"), freed("0", "2025-03-01")],
        *[(0, 30), UNKNOWN, UNKNOWN, (0, 30), (0, 0)],
    ),
    "containment binds only on days that are shared": (
        [held("30", "2023-06-30", at="merrin"), held("50", "2023-12-31")],
        *[(50, 50), UNKNOWN, UNKNOWN, (50, 50), (0, 0)],
    ),
    "an undated count stands at the day on which it was stated": (
        [held("70", None, published="2023-12-31")],
        *[(70, 70), UNKNOWN, UNKNOWN, (70, 70), (0, 0)],
    ),
    "an undated happening told of in these days may have been before": (
        [held("100", "2023-12-31"), freed("20", None, published="2024-03-02")],
        *[(80, 100), UNKNOWN, (0, 20), (80, 100), (0, 0)],
    ),
    "of several counts the nearest before a day is its own": (
        [held("100", "2022-12-31"), held("90", "2023-12-01"), held("60", "2024-12-30")],
        *[(90, 90), UNKNOWN, UNKNOWN, (60, 60), (-30, -30)],
    ),
    "those remaining after a happening are a count": (
        [held("100", "2023-12-31"), held("60", "2024-06-01", measure="remaining")],
        *[(100, 100), UNKNOWN, UNKNOWN, (60, 60), (-40, -40)],
    ),
}


@pytest.mark.parametrize("case", BALANCES.values(), ids=BALANCES)
def test_a_balance_is_what_its_claims_allow(case: tuple) -> None:
    claims, *expected = case
    assert numbers(drawn(*claims)) == expected


# --- small accounts agree with brute force ---

FIRST, LAST = 4, 9  # the days of the account, counted from the first of March
FEW = (st.integers(0, 4), st.integers(0, 2))
counts = st.builds(lambda day, low, more: Count(2 * day, low, low + more), st.integers(0, 5), *FEW)
moves = st.builds(
    lambda way, day, low, more: Move(way, 2 * day + 1, low, low + more),
    st.sampled_from((1, -1)),
    st.integers(0, 5),
    *FEW,
)
totals = st.builds(lambda day, low, more: Total(2 * day + 1, low, low + more), st.integers(0, 5), *FEW)
moved = st.lists(moves, max_size=2, unique_by=lambda one: (one.way, one.day))
# Who leaves on a day of two counts, and is told of by a total alone, may have left between them.
stories = st.one_of(
    st.tuples(st.lists(counts, max_size=3, unique=True), moved),
    st.tuples(
        st.lists(counts, max_size=2, unique_by=lambda one: one.day),
        moved,
        st.lists(totals, max_size=2, unique_by=lambda one: one.day),
    ),
).map(lambda lists: [one for told_of in lists for one in told_of])


def as_claim(one: Told) -> Testimony:
    figure, on = f"{one.low}-{one.high}", f"2024-03-{one.day + 1:02}"
    if isinstance(one, Count):
        return held(figure, on)
    if isinstance(one, Total):
        return taken(figure, on, measure="total")
    return brought(figure, on) if one.way > 0 else taken(figure, on)


@settings(max_examples=100, deadline=None)
@given(stories)
def test_small_accounts_agree_with_brute_force(story: list[Told]) -> None:
    claims = {as_claim(one): one for one in story}
    found = drawn(*claims, over=f"2024-03-{FIRST + 1:02}/2024-03-{LAST + 1:02}")
    expected, negative, set_aside = ranges(story, FIRST, LAST)
    for (low, high), wanted in list(zip(numbers(found), expected, strict=True))[: 3 if negative else 5]:
        if wanted is None:
            assert (low, high) == UNKNOWN
        elif high is None:
            assert wanted[1] >= MOST - 1
        else:
            assert (low, high) == wanted
    assert {one for claim, one in claims.items() if claim.id in found.set_aside} <= set_aside
