from __future__ import annotations

from datetime import date

import pytest

from habeas.intake.html import parse
from habeas.intake.parsed import Unparsable

from .papers import STORY, page


def meta(name: str, content: str, key: str = "property") -> str:
    return f'<meta {key}="{name}" content="{content}">'


def linked(**values: str) -> str:
    pairs = ", ".join(f'"{name}": "{value}"' for name, value in values.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {pairs}}}</script>'


def test_article_is_read_and_the_rest_of_the_page_is_not() -> None:
    parsed = parse(page())
    assert parsed.text == "\n".join(["210 moved to Eskeby", *STORY])
    starts = [parsed.text.index(paragraph) for paragraph in STORY]
    assert [mark.start for mark in parsed.marks] == [0, *starts]
    assert [mark.label for mark in parsed.marks] == [f"paragraph {number}" for number in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (meta("article:published_time", "2024-03-18T23:30:00+02:00"), "2024-03-18"),
        (meta("date", "20240318", "name"), "2024-03-18"),
        (meta("dc.date.issued", "18 March 2024", "name"), "2024-03-18"),
        (meta("pubdate", "Mon, 18 Mar 2024 10:00:00 GMT", "name"), "2024-03-18"),
        (meta("date", "18/03/2024", "name"), "2024-03-18"),
        (linked(datePublished="2024-03-18", dateModified="2024-04-01"), "2024-03-18"),
        (meta("article:published_time", "2024-03-18") + meta("og:updated_time", "2024-04-01"), "2024-03-18"),
        (meta("article:published_time", "2024-03-18") + meta("date", "2024-03-20", "name"), "2024-03-18"),
    ],
)
def test_date_of_publication_is_read(head: str, day: str) -> None:
    assert parse(page(head)).stated.published == date.fromisoformat(day)


@pytest.mark.parametrize(
    "head",
    [
        "",
        meta("article:modified_time", "2024-03-20T10:00:00Z"),
        meta("og:updated_time", "2024-03-20"),
        linked(dateModified="2024-04-01T10:00:00Z"),
        meta("date", "2024", "name"),
        meta("date", "2024-03", "name"),
        meta("date", "March 2024", "name"),
        meta("date", "03/04/2024", "name"),
        meta("date", "2924-03-18", "name"),
        meta("date", "1899-03-18", "name"),
        meta("copyrightyear", "2020", "itemprop"),
        meta("build", "2024-03-20T10:00:00Z", "name"),
    ],
)
def test_date_that_is_not_stated_is_not_guessed(head: str) -> None:
    assert parse(page(head)).stated.published is None


@pytest.mark.parametrize(
    ("body", "day"),
    [
        ('<time datetime="2024-03-18T10:00">Monday</time>', "2024-03-18"),
        ('<time datetime="2024-03-18">18 March</time><time datetime="2024-03-10">before</time>', None),
        (
            '<time pubdate datetime="2024-03-18">x</time><time datetime="2024-03-10">y</time>',
            "2024-03-18",
        ),
        ("<p>Published 18 March 2024</p>", "2024-03-18"),
        ("<p>The jail was opened on 18 March 2024.</p>", None),
    ],
)
def test_date_in_the_page(body: str, day: str | None) -> None:
    assert parse(page(body=body)).stated.published == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        (meta("og:site_name", "The Varnholt Post"), "The Varnholt Post"),
        (meta("og:site_name", "Salt &amp; Iron"), "Salt & Iron"),
        ('<link rel="canonical" href="https://varnholt.example/moved">', None),
        (meta("twitter:site", "@varnholtpost", "name"), None),
        ("", None),
    ],
)
def test_outlet_only_in_the_words_of_the_page(head: str, outlet: str | None) -> None:
    assert parse(page(head)).stated.outlet == outlet


def test_title_address_and_language() -> None:
    stated = parse(page('<link rel="canonical" href="https://varnholt.example/moved">')).stated
    assert (stated.title, stated.url, stated.language) == (
        "210 moved to Eskeby",
        "https://varnholt.example/moved",
        "en",
    )
    assert parse(page(attributes="")).stated.language is None


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="iso-8859-1">',
        '<meta http-equiv="Content-Type" content="text/html; charset=latin1">',
        "",
    ],
)
def test_declared_encoding(declaration: str) -> None:
    body = "<p>Caf\u00e9 “Varnholt” is where all of them were held.</p>"
    written = page(declaration, body).decode().encode("cp1252")
    assert "Caf\u00e9 “Varnholt” is where" in parse(written).text


def test_xml_declaration_is_not_obeyed_twice() -> None:
    written = b'<?xml version="1.0" encoding="iso-8859-1"?>' + page(body="<p>Caf\u00e9 of forty beds.</p>")
    assert "Caf\u00e9 of forty beds." in parse(written).text


@pytest.mark.parametrize(
    "data",
    [
        page()[:60],
        b"<html><head><script>var x = 1</script></head><body></body></html>",
        b"<!-- -->",
        b"<html>",
    ],
)
def test_page_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(Unparsable, match="web page"):
        parse(data)
