"""Words from reports can't rewrite a terminal, nor a line of JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.publishing.plain import clipped, escaped_json, plain, plain_lines, wrapped

HOSTILE = "\x1b[2J\x9b31m\u202e12\u2066 held\u2028\r\x07\x00"


def test_controls_and_overrides_become_visible() -> None:
    assert plain(HOSTILE) == "�[2J�31m�12� held ��"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  held\n\tin \xa0 Orlan ", "held in Orlan"),
        ("[bold]50[/bold]", "[bold]50[/bold]"),
        ("محتجزين", "محتجزين"),
        ("بازداشت\u200cشدگان", "بازداشت\u200cشدگان"),  # a joiner is part of how Persian is spelt
        ("e\u0301", "e\u0301"),
    ],
)
def test_what_people_write_stays(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_plain_text_is_one_line_without_controls(text: str) -> None:
    shown = plain(text)
    assert len(shown.splitlines()) <= 1
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in shown)
    assert plain(shown) == shown


def test_lines_of_a_message_stay_lines() -> None:
    assert plain_lines("a\x1b\nb") == "a�\nb"


@given(st.text(alphabet=st.characters(codec=None)))
def test_escaped_json_means_the_same_and_holds_no_line_ends(text: str) -> None:
    line = escaped_json(json.dumps({"text": text}, ensure_ascii=False))
    assert json.loads(line) == {"text": text}
    assert len(line.splitlines()) == 1
    assert line.encode()


def test_escapes_leave_other_letters_alone() -> None:
    assert escaped_json('"Dêrik\u202e"') == '"Dêrik\\u202e"'


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("all of it", 9, "all of it"),
        ("more than fits here", 12, "more than…"),
        ("one, two", 7, "one…"),
        ("unbreakable", 5, "unbr…"),
    ],
)
def test_long_words_are_cut_between_words(text: str, width: int, shown: str) -> None:
    assert clipped(text, width) == shown


def test_lines_are_wrapped_under_their_first_word() -> None:
    assert wrapped("five people were moved", width=14, first="- ") == ["- five people", "  were moved"]
