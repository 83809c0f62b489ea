"""The document as Markdown, read by a parser of CommonMark: words stay words, notes are footnotes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from habeas.publishing.documents import Asked, Form, written
from habeas.publishing.documents.markdown import escaped
from made import claim, quantity, report
from set_by_hand import HEAD, HOSTILE, TODAY, document, held_in_orlan, printed_words, squeezed

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def markdown(*found: object, **fields: object) -> str:
    return written(document(*found, **fields), Form.MARKDOWN).decode()


def read(text: str) -> str:
    """The words that a reader sees, squeezed, without the numbers of notes."""
    words: list[str] = []
    for token in PARSER.parse(re.sub(r"\[\^\d+\]:?", "", text)):
        words += [child.content for child in token.children or ()]
    return squeezed("".join(words))


def test_all_that_is_printed_stands_in_it() -> None:
    there = read(markdown(*held_in_orlan()))
    for words in printed_words(*held_in_orlan()):
        assert squeezed(words) in there


def test_each_mark_has_its_note_and_each_note_its_marks() -> None:
    text = markdown(*held_in_orlan())
    notes = set(re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE))
    marks = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert notes == marks != set()


def test_each_row_of_a_table_has_as_many_cells() -> None:
    rows = [line for line in markdown(*held_in_orlan()).splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7}


def test_it_says_its_title_day_and_ledger() -> None:
    text = markdown(asked=Asked(TODAY, "Orlan *today*"))
    assert text.startswith("# Orlan \\*today\\*\n\n*What the ledger says, 18 March 2026*\n")
    assert HEAD in text


@pytest.mark.parametrize(
    "words", [*HOSTILE, "www.evil.example a@evil.example", "1. item", "= =", "+ x", "~~x~~"]
)
def test_words_of_reports_stay_words(words: str) -> None:
    tokens = PARSER.parse(escaped(words))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    kinds = {child.type for child in tokens[1].children or ()}
    assert kinds <= {"text", "text_special"}


def shown(text: str) -> str:
    return "".join(child.content for token in PARSER.parse(text) for child in token.children or ())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_words_stand_as_they_are(words: str) -> None:
    assert squeezed(shown(escaped(words))) == squeezed(words)


def test_an_address_in_a_report_is_no_link() -> None:
    of = report("60 people, see https://evil.example and www.evil.example", outlet="https://evil.example")
    text = markdown([claim(of, "holding", quantity(of, "60", 60, 60))])
    assert "https://" not in text
    assert "www." not in text


def test_the_same_is_the_same() -> None:
    assert markdown(*held_in_orlan()) == markdown(*held_in_orlan())
