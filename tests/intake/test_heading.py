from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.intake.heading import stated_in
from habeas.intake.stated import Stated

LATEST = date(2026, 11, 30)
BODY = "\nForty people are held in Eskeby, the ministry said on Monday.\n"


def read(text: str, *, markdown: bool = False) -> Stated:
    return stated_in(text, markdown=markdown, latest=LATEST)


FULL = Stated(
    outlet="The Varnholt Post",
    url="https://varnholt.example/a?b=1",
    title="Forty held in Eskeby",
    published=date(2024, 3, 18),
    language="en",
)


PLAIN = """\
Title: Forty held in Eskeby
Outlet: The Varnholt Post
Published: 2024-03-18
Address: https://varnholt.example/a?b=1
Language: en
"""
OTHER_KEYS = """\
HEADLINE:Forty held in Eskeby
author: Ida Holm
publisher : The Varnholt Post
date: 18 March 2024, 10:00
url: <https://varnholt.example/a?b=1>
lang: English
"""
BELOW_THE_TITLE = """\
Forty held in Eskeby

Publication: The Varnholt Post
Date: 18/03/2024
URL: https://varnholt.example/a?b=1
Language: en-GB
"""


@pytest.mark.parametrize("head", [PLAIN, OTHER_KEYS, BELOW_THE_TITLE])
def test_header_lines(head: str) -> None:
    assert read(head + BODY) == FULL
    assert read("\n" + head + "Forty people are held in Eskeby.\nOutlet: another\n") == FULL


FRONT = (
    '---\ntitle: "Forty held in Eskeby"\noutlet: The Varnholt Post\ntags: [a, b]\n  - odd\ndate: 2024-03-18\n'
    "url: 'https://varnholt.example/a?b=1'\nlanguage: en\n---\n"
)


def test_front_matter() -> None:
    assert read(FRONT + "# Another heading\n" + BODY, markdown=True) == FULL
    assert read(FRONT.replace("\n---\n", "\n...\n") + BODY, markdown=True) == FULL


def test_rule_across_the_page_is_no_front_matter() -> None:
    assert read("---\nOutlet: The Varnholt Post\n" + BODY, markdown=True).outlet is None


@pytest.mark.parametrize(
    "text",
    [
        "VARNHOLT: Forty people are held.\nOutlet: The Varnholt Post\n",
        "Forty people are held.\nTwo are ill.\nOutlet: The Varnholt Post\n",
        "Forty people are held.\n\nThe ministry of Ostmark said: forty. Outlet: none\n",
    ],
)
def test_line_further_down_is_no_header(text: str) -> None:
    assert read(text).outlet is None


@pytest.mark.parametrize(
    "address", ["varnholt.example/a", "javascript:alert(1)", "https://a b.example", "file:///a"]
)
def test_address_must_be_one_of_the_web(address: str) -> None:
    assert read(f"Title: Forty held\nAddress: {address}\n{BODY}").url is None


def test_date_of_the_header_beats_all_others() -> None:
    assert read(f"Date: 18 March 2024\n\nPublished 20 March 2024\n{BODY}").published == date(2024, 3, 18)
    assert read(f"Date: spring 2024\n\nPublished 20 March 2024\n{BODY}").published == date(2024, 3, 20)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Forty held in Eskeby camp\n", "Forty held in Eskeby camp"),
        ("\n\n  Forty held in Eskeby camp \n\n", "Forty held in Eskeby camp"),
        ("2024-03-18 Forty held in Eskeby camp\n", "Forty held in Eskeby camp"),
        ("2024-03-18\nForty held in Eskeby camp\n", "Forty held in Eskeby camp"),
        ("2024-03-18 WORLD\nForty held in Eskeby camp\n", "Forty held in Eskeby camp"),
        ("LONG READ\nForty held in Eskeby camp\nPublished 18/03/2024\n", "Forty held in Eskeby camp"),
        ("Camp closed\n", "Camp closed"),
        ("Camp closed\nBy Ida Holm of Varnholt\n", "Camp closed"),
        ("2023-11-12 15:15:04 - Source: Varnholt Post\n", None),
        ("Forty people are held.\n", None),
        ("Forty people are held, said “a guard.”\n", None),
        ("2024-03-18 Forty people are held in Eskeby.\n", None),
        (f"Forty {'long ' * 40}words\n", None),
        ("Photo: a camp near Eskeby\n", None),
        ("***\n", None),
    ],
)
def test_title_of_a_plain_text(head: str, title: str | None) -> None:
    assert read(head + BODY).title == title


def test_lone_line_is_no_title() -> None:
    assert read("Forty held in Eskeby camp\n").title is None


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("# Forty held #\n", "Forty held"),
        ("A kicker\n\n# Forty held\n", "Forty held"),
        ("Forty held\n===\n", "Forty held"),
        ("#hashtag and nothing more here\n", "hashtag and nothing more here"),
        ("Forty held in Eskeby camp\n", "Forty held in Eskeby camp"),
        ("## Forty held in Eskeby camp\n", "Forty held in Eskeby camp"),
    ],
)
def test_title_of_a_markdown_text(head: str, title: str) -> None:
    assert read(head + BODY, markdown=True).title == title


def test_date_below_the_head_does_not_count() -> None:
    lines = "".join(f"Line {number} of the story, which goes on.\n" for number in range(12))
    assert read(lines + "26 May 2019\n").published is None
    assert read("26 May 2019\n" + lines).published == date(2019, 5, 26)


@given(st.text(), st.booleans())
def test_any_text_has_a_head(text: str, markdown: bool) -> None:
    read(f"Title: {text}\n{text}", markdown=markdown)
    stated = read(text, markdown=markdown)
    assert stated.title is None or stated.title.strip()
