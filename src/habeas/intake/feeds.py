"""RSS and Atom inside the guarded process, by feedparser: what a feed leads to, and nothing else of it."""

from __future__ import annotations

import io
import json
from typing import Any, Final

import feedparser

from habeas.intake.days import stated_day
from habeas.intake.entries import MOST
from habeas.intake.parsed import Parsed, Unparsable
from habeas.intake.stated import LONGEST

SAMPLE: Final = (
    b"<rss version='2.0'><channel><title>A sample</title><item><title>One</title>"
    b"<link>https://sample.example/1</link><pubDate>Mon, 18 Mar 2024 10:00:00 GMT</pubDate></item>"
    b"</channel></rss>"
)


def parse(data: bytes) -> Parsed:
    """The feed's entries as JSON, in the place of a text: a list of [address, day or null], as it has them.

    Raises Unparsable for what is no feed, or names no entries.
    """
    # A stream, never the bytes themselves: feedparser would try them as a file's name first.
    try:
        feed: Any = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except (LookupError, AttributeError, TypeError, ValueError) as fault:  # it stumbles over broken entries
        raise Unparsable("is a feed that is broken", "add the addresses of its reports") from fault
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
