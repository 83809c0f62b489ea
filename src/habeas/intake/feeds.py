"""RSS and Atom inside the guarded process, by feedparser: what a feed leads to, and nothing else of it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urljoin

import feedparser

from habeas.intake.days import stated_day
from habeas.intake.parsed import Parsed, Unparsable
from habeas.intake.stated import LONGEST

SAMPLE: Final = (
    b"<rss version='2.0'><channel><title>A sample</title><item><title>One</title>"
    b"<link>https://sample.example/1</link><pubDate>Mon, 18 Mar 2024 10:00:00 GMT</pubDate></item>"
    b"</channel></rss>"
)
# A feed keeps its last reports alone; one that holds more than this is made to do harm.
MOST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one report: its address, and the day that the feed prints, in its own time zone."""

    address: str
    published: date | None


def parse(data: bytes) -> Parsed:
    """The feed's entries as JSON, in the place of a text: a list of [address, day or null], as it has them.

    Raises Unparsable for what is no feed, or names no entries.
    """
    # A stream, never the bytes themselves: feedparser would try them as a file's name first.
    feed: Any = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        raise Unparsable("isn't a feed that can be read", "add the addresses of its reports")
    found = [(entry.get("link"), _day(entry)) for entry in feed.entries[:MOST]]
    links = [(link.strip(), day) for link, day in found if isinstance(link, str) and link.strip()]
    if not links:
        raise Unparsable("is a feed without links to reports", "add the addresses of its reports")
    return Parsed(json.dumps(links))


def _day(entry: Any) -> str | None:
    words = entry.get("published")
    day = stated_day(words) if isinstance(words, str) and len(words) <= LONGEST else None
    return None if day is None else day.isoformat()


def entries(parsed: Parsed, address: str) -> tuple[Entry, ...]:
    """What came out of the guarded process, each address whole and once; `address` is the feed's own.

    What leads back to the feed, or isn't fetched for what it is, is left out. Raises ValueError for what no
    sound parser gives.
    """
    return tuple(_each_once(_entries(json.loads(parsed.text), address), address))


def _entries(wire: Any, address: str) -> Iterator[Entry]:
    if not isinstance(wire, list) or len(wire) > MOST:
        raise ValueError("no list of entries")
    for row in wire:
        match row:
            case [str(link), str() | None as day]:
                yield Entry(_joined(address, link), date.fromisoformat(day) if day else None)
            case _:
                raise ValueError("no entry")


def _joined(address: str, link: str) -> str:
    try:
        return urljoin(address, link).partition("#")[0]
    except ValueError:  # a bracket that isn't closed
        return link


def _each_once(found: Iterator[Entry], address: str) -> Iterator[Entry]:
    seen = {address}
    for entry in found:
        if entry.address not in seen:
            seen.add(entry.address)
            yield entry
