"""Cells that no spreadsheet runs, and that loading turns back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claim_strategies import steady
from habeas.cells import as_was, at, defused, fit_cell, from_at

# What formulas start with, and what could hide it.
PIECES = (
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "'",
    ";",
    " ",
    "\t",
    "\r",
    "\n",
    '"',
    ",",
    "1+1",
    "wort",
)
cells = st.lists(st.sampled_from(PIECES) | st.text(max_size=2)).map("".join)
FORMULA = re.compile(r"(?:^|;)\s*[=+\-@＝＋－＠\t\r]")


@steady
@given(cells)
def test_no_cell_starts_a_formula_and_each_comes_back(text: str) -> None:
    shown = fit_cell(text)
    assert len(shown) == len(text)
    assert not FORMULA.search(defused(shown))
    assert as_was(defused(shown)) == shown


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("-5 people", "'-5 people"),
        ("  @sum", "'  @sum"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("5 - 3", "5 - 3"),
        ("one;=HYPERLINK(2)", "one;'=HYPERLINK(2)"),
        ("it's 'so'", "it's 'so'"),
        ("", ""),
    ],
)
def test_only_what_could_run_gets_an_apostrophe(text: str, cell: str) -> None:
    assert defused(text) == cell
    assert as_was(cell) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\r\nc\td", "a b  c d"),
        ("12\u202e34", "12\ufffd34"),
        ("\x1b[2Jx\x00", "\ufffd[2Jx\ufffd"),
        ("a\u2028b\u0085c", "a b c"),
        ("نساء e\u0301", "نساء e\u0301"),
    ],
)
def test_a_cell_is_one_line_that_nothing_moves(text: str, shown: str) -> None:
    assert fit_cell(text) == shown


def test_places_of_words_come_back() -> None:
    assert from_at(at(3, 17)) == (3, 17)
    for wrong in ("", "3", "3..", "3-17", "-3..4", "3..x", "٣..٤"):
        with pytest.raises(ValueError, match=r"12\.\.30"):
            from_at(wrong)
