"""Characters that can't be shown are named, and move no offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.publishing.signs import signs, without_signs


@pytest.mark.parametrize(
    ("text", "short", "name"),
    [
        ("12\u202e34", "RLO", "U+202E, right-to-left override"),
        ("12\u206634", "LRI", "U+2066, left-to-right isolate"),
        ("12\x1b34", "escape", "U+001B, escape"),
        ("12\x0034", "null", "U+0000, null"),
        ("12\x7f34", "delete", "U+007F, delete"),
        ("12\x9b34", "U+009B", "U+009B, control character"),
        ("12\u2028", "LSEP", "U+2028, line separator"),
        ("12\u200f\u200f\u200f34", "RLM ×3", "U+200F, right-to-left mark"),
    ],
)
def test_a_sign_is_named(text: str, short: str, name: str) -> None:
    (sign,) = signs(text)
    assert (sign.start, sign.short, sign.name) == (2, short, name)
    assert text[sign.start : sign.end].strip(text[2]) == ""


@pytest.mark.parametrize("text", ["held\tin\nOrlan", "بازداشت\u200cشدگان", "e\u0301", "👨\u200d👩"])
def test_what_people_write_is_no_sign(text: str) -> None:
    assert not list(signs(text))
    assert without_signs(text) == text


@given(st.text(alphabet=st.characters(codec=None)))
def test_nothing_moves(text: str) -> None:
    shown = without_signs(text)
    assert len(shown) == len(text)
    assert not list(signs(shown))
    named = [at for sign in signs(text) for at in range(sign.start, sign.end)]
    assert [at for at, (one, other) in enumerate(zip(text, shown, strict=True)) if one != other] == named
