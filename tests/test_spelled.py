"""A name is found however it is written, and masked without moving a letter."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import WrongUsage
from habeas.model import BLOCK
from habeas.spelled import Spelled


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Sela Marn", "said Sela Marn."),
        ("Sela Marn", "SELA MARN"),
        ("Séla Marń", "sela marn"),
        ("Sela Marn", "Se\u0301la Marn\u0301"),
        ("Sela Marn", "Sela\nMarn"),
        ("Sela Marn", "Sela\u00a0\u200bMarn’s"),
        ("Sela Marn", "Sela Ma-\nrn"),
        ("Sela Marn", "Sela Ma\u00adrn"),
        ("Sela Marn", "photos/sela_marn2.jpg"),
        ("Sela Marn", "#SelaMarn"),
        ("Łuk Strasse", "Luk Straße"),
        ("Jon Finter", "Jon ﬁnter"),
        ("Ob O'Neth", "Ob ONeth"),
        ("سيلا مارن", "قالت سِيلا مارن هنا"),
    ],
)
def test_it_is_found(name: str, text: str) -> None:
    spelled = Spelled((name,))
    masked = spelled.masked(text)
    assert spelled.is_in(text)
    assert len(masked) == len(text)
    assert masked.count("\n") == text.count("\n")
    assert not spelled.is_in(masked)
    assert not {"sela", "marn"} & set(masked.casefold().split())


@pytest.mark.parametrize("text", ["Sela Marna", "Wisela Marn", "Sela or Marn", "Marn, Sela", "Sela", ""])
def test_another_name_is_not(text: str) -> None:
    assert Spelled(("Sela Marn",)).masked(text) == text


def test_each_given_spelling_is_found_and_the_rest_stays() -> None:
    spelled = Spelled(("Sela Marn", "Marn, Sela"))
    assert spelled.masked("a Sela Marn b Marn, Sela c") == f"a {BLOCK * 9} b {BLOCK * 10} c"
    assert list(spelled.found("a Sela Marn b")) == [(2, 11)]


def test_marks_on_the_last_letter_are_masked_with_it() -> None:
    assert Spelled(("Sela Marn",)).masked("Sela Marn\u0301 x") == f"{BLOCK * 10} x"


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("https://a.example/sela-marn/1", f"https://a.example/{BLOCK * 9}/1"),
        ("https://a.example/S%C3%A9la%20Marn", f"https://a.example/{BLOCK}"),
        ("https://a.example/other", "https://a.example/other"),
        ("box/S%C3%A9la%20Marn.eml", BLOCK),
    ],
)
def test_addresses_are_masked_though_they_are_escaped(address: str, masked: str) -> None:
    assert Spelled(("Séla Marn",)).masked_address(address) == masked


@pytest.mark.parametrize("name", ["", " ", "a", "—"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(WrongUsage, match="is no name"):
        Spelled((name,))


@given(st.text(), st.sampled_from(["Sela Marn", "SÉLA\nMARN", "ﬁn Straße"]), st.text())
def test_nothing_else_moves(before: str, name: str, after: str) -> None:
    text = f"{before} {name} {after}"
    spelled = Spelled(("Sela Marn", "fin strasse"))
    masked = spelled.masked(text)
    assert len(masked) == len(text)
    assert all(new in {old, BLOCK} for old, new in zip(text, masked, strict=True))
    assert not spelled.is_in(masked)
    assert spelled.masked(unicodedata.normalize("NFD", text)).count(BLOCK) >= len(name) - 1
