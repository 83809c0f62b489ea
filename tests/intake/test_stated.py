from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.intake.stated import LONGEST, Stated, one_line, primary_subtag, web_address


def test_silence_is_filled_field_by_field() -> None:
    first = Stated(title="Forty held", published=date(2024, 3, 18))
    second = Stated(title="Fifty held", outlet="Varnholt Post", language="en")
    assert first.or_else(second) == Stated(
        outlet="Varnholt Post", title="Forty held", published=date(2024, 3, 18), language="en"
    )
    assert Stated().or_else(second) == second.or_else(Stated()) == second


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (None, None),
        ("", None),
        (" \n\t", None),
        ("Forty\n  held\u2028here", "Forty held here"),
        ("red\x1b[31m\u202etrap\u200b", "red[31mtrap"),
        ("می\u200cگوید", "می\u200cگوید"),
        ("x" * LONGEST, "x" * LONGEST),
        ("x" * (LONGEST + 1), None),
    ],
)
def test_one_line(words: str | None, line: str | None) -> None:
    assert one_line(words) == line


@given(st.text())
def test_one_line_can_be_printed(words: str) -> None:
    line = one_line(words)
    assert line is None or line.replace("\u200c", "").replace("\u200d", "").isprintable()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us.UTF-8", "en"),
        ("eng", "en"),
        ("English", "en"),
        ("Arabic", "ar"),
        ("ckb", "ckb"),
        ("ku", "ku"),
        (None, None),
        (" ", None),
        ("und", None),
        ("mul", None),
        ("zz", None),
        ("x-default", None),
        ("no language", None),
    ],
)
def test_primary_subtag(words: str | None, code: str | None) -> None:
    assert primary_subtag(words) == code


@pytest.mark.parametrize(
    ("words", "address"),
    [
        (" https://varnholt.example/a ", "https://varnholt.example/a"),
        ("http://varnholt.example", "http://varnholt.example"),
        ("varnholt.example", None),
        ("https://varnholt.example/a b", None),
        ("", None),
        (None, None),
    ],
)
def test_web_address(words: str | None, address: str | None) -> None:
    assert web_address(words) == address
