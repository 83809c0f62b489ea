from __future__ import annotations

import pytest

from habeas.intake.parsed import Unparsable
from habeas.intake.pdf import parse

from .papers import WORD_TO_OPEN, pdf


def test_pages_are_read_in_order_and_marked() -> None:
    parsed = parse(pdf([["Forty people are held."], [], ["None was released."]]))
    assert parsed.text == "Forty people are held.\n\nNone was released."
    assert [(mark.start, mark.label) for mark in parsed.marks] == [
        (0, "page 1"),
        (23, "page 2"),
        (24, "page 3"),
    ]


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (
            [
                "Some 210 people were moved from the old jail of Varnholt",
                "to a camp near Eskeby.",
                "Another 30 remain in the jail, a lawyer said, of whom",
                "two are women.",
            ],
            [
                "Some 210 people were moved from the old jail of Varnholt to a camp near Eskeby.",
                "Another 30 remain in the jail, a lawyer said, of whom two are women.",
            ],
        ),
        (
            ["Held in Ostmark", "Some 210 people were moved from the old jail of Varnholt to the camp."],
            ["Held in Ostmark", "Some 210 people were moved from the old jail of Varnholt to the camp."],
        ),
        (
            ["People held in the old jail of Varnholt: 210", "People held in the camp near Eskeby: 1,200"],
            ["People held in the old jail of Varnholt: 210", "People held in the camp near Eskeby: 1,200"],
        ),
        (
            [
                "Those who were moved on Monday were, the ministry of Ostmark said:",
                "- 104 women",
                "- 106 men",
            ],
            [
                "Those who were moved on Monday were, the ministry of Ostmark said:",
                "- 104 women",
                "- 106 men",
            ],
        ),
        (["Camp", "Eskeby", "Varnholt"], ["Camp", "Eskeby", "Varnholt"]),
    ],
)
def test_printed_lines_become_paragraphs(lines: list[str], paragraphs: list[str]) -> None:
    assert parse(pdf([lines])).text.split("\n") == paragraphs


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["The ministry of Ostmark gave no reason for the deten-", "tion of 30 more."], "detention of 30"),
        (
            ["Eskeby is a Varnholt-run camp; on Monday the guards of this Varnholt-", "run camp left."],
            "this Varnholt-run camp",
        ),
        (["The camp near Eskeby held some 1,200 people in the winter of 2019-", "2020."], "2019-2020"),
    ],
)
def test_hyphens_at_line_ends(lines: list[str], words: str) -> None:
    assert words in parse(pdf([lines])).text


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Held in Ostmark", "Held in Ostmark"),
        ("Microsoft Word - draft3.doc", None),
        ("draft3.docx", None),
        ("", None),
    ],
)
def test_title_of_the_properties(title: str, read: str | None) -> None:
    assert parse(pdf([["Forty people are held."]], title=title)).stated.title == read


@pytest.mark.parametrize(
    ("language", "read"), [("en-GB", "en"), ("ar", "ar"), ("x-unknown", None), (None, None)]
)
def test_language_of_the_catalogue(language: str | None, read: str | None) -> None:
    assert parse(pdf([["Forty people are held."]], language=language)).stated.language == read


def test_head_is_read_where_the_properties_are_silent() -> None:
    stated = parse(pdf([["Who is held in Ostmark now", "18 March 2024", "Forty people are held."]])).stated
    assert (stated.title, str(stated.published)) == ("Who is held in Ostmark now", "2024-03-18")


WHOLE = pdf([["Forty people are held."]] * 3)


@pytest.mark.parametrize(
    ("data", "why", "cure"),
    [
        (
            pdf([["Forty people are held."]], password=WORD_TO_OPEN),
            "protected with a password",
            "without one",
        ),
        (pdf([[], []]), "has no text layer", "run OCR first"),
        (WHOLE[: len(WHOLE) // 2], "without its end", "get it again"),
        (WHOLE[:-4], "without its end", "get it again"),
        (b"%PDF-1.4\nnothing\n%%EOF\n", "can't be opened", "get it again"),
    ],
)
def test_unreadable_pdf_says_why(data: bytes, why: str, cure: str) -> None:
    with pytest.raises(Unparsable, match=why) as fault:
        parse(data)
    assert cure in fault.value.cure


def test_password_of_the_owner_alone_keeps_nobody_out() -> None:
    assert parse(pdf([["Forty people are held."]], password="")).text == "Forty people are held."
