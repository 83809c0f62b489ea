"""What a feed leads to, and that it can't lead habeas anywhere else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from habeas.errors import UnreadableReport
from habeas.intake.entries import MOST, Entry, entries
from habeas.intake.feeds import parse
from habeas.intake.guarded import Parsers
from habeas.intake.parsed import Parsed, Unparsable
from habeas.settings import Limits

FEED = "https://velm.example/news/feed.xml"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Velm Post</title>
<item><title>One</title><link>https://velm.example/1</link>
<pubDate>Mon, 18 Mar 2024 23:30:00 +0300</pubDate></item>
<item><title>Two</title><link> /2#top </link><pubDate>yesterday</pubDate></item>
<item><title>Once more</title><link>https://velm.example/1</link></item>
<item><title>Nowhere</title></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Velm</title>
<entry><title>One</title><link rel="alternate" href="one.html"/>
<published>2024-03-18T01:00:00Z</published></entry>
<entry><title>Two</title><link href="http://127.0.0.1/keys"/>
<updated>2024-03-19T01:00:00Z</updated></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://velm.example/1"><title>One</title>
<link>https://velm.example/1</link><dc:date>2024-03-18</dc:date></item></rdf:RDF>"""
BILLION = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">%b]><rss version="2.0"><channel>
<item><link>https://velm.example/&z;</link></item></channel></rss>""" % b"".join(
    b'<!ENTITY %c "%b">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"bcdefghijklmnopqrstuvwxyz"
)


@pytest.mark.parametrize(
    ("feed", "found"),
    [
        (RSS, [("https://velm.example/1", "2024-03-18"), ("https://velm.example/2", None)]),
        (ATOM, [("https://velm.example/news/one.html", "2024-03-18"), ("http://127.0.0.1/keys", None)]),
        (RDF, [("https://velm.example/1", None)]),
        (RSS.replace(b"</channel></rss>", b""), [("https://velm.example/1", "2024-03-18")]),
    ],
)
def test_a_feed_leads_to_its_reports(feed: bytes, found: list[tuple[str, str | None]]) -> None:
    expected = [Entry(address, date.fromisoformat(day) if day else None) for address, day in found]
    assert list(entries(parse(feed), FEED))[: len(expected)] == expected


@pytest.mark.parametrize(
    "feed",
    [
        b"<html><body>Velm</body></html>",
        b"{}",
        b"",
        b"<rss version='2.0'><channel><item><title>No link</title></item></channel></rss>",
    ],
)
def test_what_leads_nowhere_is_refused(feed: bytes) -> None:
    with pytest.raises(Unparsable) as fault:
        parse(feed)
    assert fault.value.cure


def test_a_feed_is_never_taken_for_the_name_of_a_file_or_an_address(tmp_path: Path) -> None:
    there = tmp_path / "feed.xml"
    there.write_bytes(RSS)
    for words in (bytes(there), b"http://127.0.0.1:9/feed"):
        with pytest.raises(Unparsable, match="isn't a feed"):
            parse(words)


def test_a_bomb_of_entities_is_one_fault_and_the_next_feed_is_read() -> None:
    parsers = Parsers(Limits(cpu_seconds=1, wall_seconds=30, memory_bytes=600 * 2**20))
    try:
        _quietly(parsers, BILLION)
        _quietly(parsers, b"<rss>" + b"<a>" * 200_000)
        assert len(entries(parsers.parse(RSS, "feed", FEED), FEED)) == 2
    finally:
        parsers.close()


def _quietly(parsers: Parsers, feed: bytes) -> None:
    """Refused, or read without what the bomb would have become."""
    try:
        assert len(parsers.parse(feed, "feed", FEED).text) < 10_000
    except UnreadableReport as fault:
        assert fault.cure


@pytest.mark.parametrize("text", ["{}", "[[1, null]]", '[["a"]]', '[["a", "no day"]]', '["a"]', "nonsense"])
def test_what_no_sound_parser_gives_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        entries(Parsed(text), FEED)


def test_a_feed_is_read_so_far_and_no_further() -> None:
    many = json.dumps([[f"https://velm.example/{number}", None] for number in range(MOST + 1)])
    with pytest.raises(ValueError, match="no list of entries"):
        entries(Parsed(many), FEED)
