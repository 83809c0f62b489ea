"""The document as HTML, read by lxml: each figure leads to its words and back, nothing is fetched or run."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser

from habeas.publishing.documents import Asked, Form, written
from made import claim, quantity, report
from set_by_hand import HEAD, HOSTILE, TODAY, document, held_in_orlan, printed_words, squeezed


def page(*found: object, **fields: object) -> parser.HtmlElement:
    return parser.document_fromstring(written(document(*found, **fields), Form.HTML))


def text(root: parser.HtmlElement) -> str:
    return squeezed(root.find("body").text_content())


def test_all_that_is_printed_stands_in_it() -> None:
    there = text(page(*held_in_orlan()))
    for words in printed_words(*held_in_orlan()):
        assert squeezed(words) in there


def test_each_figure_leads_to_its_words_and_each_note_back_to_its_figures() -> None:
    root = page(*held_in_orlan())
    targets = {one.get("id") for one in root.iter() if one.get("id")}
    links = [one.get("href") for one in root.iter("a", "{*}a")]
    assert links
    assert all(link.removeprefix("#") in targets for link in links)
    for figure in root.find_class("figure"):
        assert figure.get("href", "").startswith("#note-")
    for note in root.xpath("//ol[@class='notes']/li"):
        backs = [one.get("href") for one in note.iter("a")]
        assert backs
        assert all(back.startswith(f"#at-{note.get('id').removeprefix('note-')}") for back in backs)


def test_ids_are_unique() -> None:
    ids = [one.get("id") for one in page(*held_in_orlan()).iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def test_nothing_is_fetched_and_nothing_runs() -> None:
    root = page(*held_in_orlan())
    addresses = [
        value
        for one in root.iter()
        for name, value in one.attrib.items()
        if name in {"href", "src", "action"}
    ]
    assert all(address.startswith("#") for address in addresses)
    assert root.xpath("//script | //iframe | //object | //link | //base | //img") == []
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    (style,) = root.iter("style")
    assert not re.search(r"url\(|@import", style.text)


def test_the_policy_allows_this_style_and_nothing_else() -> None:
    root = page(*held_in_orlan())
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = root.iter("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not [one for one in root.iter() if one.get("style")]


def test_it_says_its_language_title_day_and_ledger() -> None:
    root = page(*held_in_orlan(), asked=Asked(TODAY, "Orlan <today>"))
    assert root.get("lang") == "en-GB"
    assert root.findtext("head/title") == "Orlan <today>"
    assert root.findtext(".//h1") == "Orlan <today>"
    assert HEAD in text(root)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_reports_stay_words(words: str) -> None:
    of = report(f"60 people {words}", name=words, outlet=words, language=words[:9])
    plain = page([claim(of, "holding", quantity(of, "60", 60, 60))], asked=Asked(TODAY, words))
    tags = {one.tag for one in plain.iter()}
    assert tags <= {one.tag for one in page(*held_in_orlan()).iter()} | {"p"}


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@settings(max_examples=50, deadline=None)
def test_any_words_stand_as_they_are_shown(words: str) -> None:
    of = report(f"60 people {words}.")
    made = document([claim(of, "holding", quantity(of, "60", 60, 60))])
    root = parser.document_fromstring(written(made, Form.HTML))
    (quoted,) = root.xpath("//ol[@class='notes']//bdi")
    assert squeezed(quoted.text_content()) == squeezed(made.notes[0].words)


def test_the_same_is_the_same() -> None:
    made = document(*held_in_orlan())
    assert written(made, Form.HTML) == written(document(*held_in_orlan()), Form.HTML)
