"""What an address served: of which kind it is, and the report that it makes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from habeas.errors import UnreadableReport
from habeas.intake.fetching.capture import Captured
from habeas.intake.files import KINDS, check_kind, printable
from habeas.intake.guarded import parsers
from habeas.intake.parsed import Parsed, with_charset
from habeas.intake.stated import Stated
from habeas.intake.taking import report_of
from habeas.model import Report
from habeas.settings import Limits


class Kind(StrEnum):
    """What an address serves, as the parsers know it."""

    PAGE = "page"
    TEXT = "text"
    MARKDOWN = "markdown"
    PDF = "pdf"
    DOCX = "docx"
    FEED = "feed"


_READ: Final = frozenset({"html", *Kind} - {Kind.PAGE, Kind.FEED})
_BY_TYPE: Final[Mapping[str, Kind]] = {
    "text/html": Kind.PAGE,
    "application/xhtml+xml": Kind.PAGE,
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.MARKDOWN,
    "application/pdf": Kind.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind.DOCX,
    "application/rss+xml": Kind.FEED,
    "application/atom+xml": Kind.FEED,
    "application/rdf+xml": Kind.FEED,
}
_BY_ENDING: Final = {
    ending: Kind.PAGE if kind == "html" else Kind(kind) for ending, kind in KINDS.items() if kind in _READ
}
_WITHIN: Final = 1024
_FEED: Final = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.I)
_PAGE: Final = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.I)
_XML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed|rdf:)", re.I)
_KINDS: Final = "only web pages, text, PDF, Word files (.docx) and feeds are"


def kind_served(captured: Captured) -> Kind:
    """The kind of what was served: what its first bytes say, else what the server, else its address says.

    Raises UnreadableReport for what can be no report and no feed.
    """
    head, media_type = captured.body[:_WITHIN], captured.media_type or ""
    if b"%PDF-" in head:
        return Kind.PDF
    if _XML.match(head) and _FEED.search(head):
        return Kind.FEED
    if _PAGE.search(head) and media_type not in _BY_TYPE:
        return Kind.PAGE
    ending = re.search(r"\.\w+$", urlsplit(captured.final).path.lower())
    by_ending = _BY_ENDING.get(ending[0]) if ending is not None else None
    # A server that says of a file only that it is bytes leaves it to the name; of a page it says what it is.
    if (kind := _BY_TYPE.get(media_type) or by_ending) is not None:
        return kind
    what = printable(media_type[:80]) or "nothing"
    raise UnreadableReport(
        printable(captured.asked),
        f"serves {what}, which isn't read from an address ({_KINDS})",
        "save it as a file of its own, and add that",
    )


def parse_served(captured: Captured, kind: Kind, limits: Limits) -> Parsed:
    """What the guarded process makes of what was served. Raises UnreadableReport."""
    shown = printable(captured.asked)
    if kind is not Kind.FEED:
        check_kind(captured.body, "html" if kind is Kind.PAGE else kind, shown)
    data = captured.body if kind is not Kind.PAGE else with_charset(captured.body, captured.charset)
    return parsers(limits).parse(data, kind, shown)


def take_served(captured: Captured, kind: Kind, *, stated: Stated, limits: Limits) -> Report:
    """The report that was served: its bytes are the body, its name and address where it was in the end.

    What the document states counts, else `stated`, else where it was. Raises UnreadableReport.
    """
    parsed = parse_served(captured, kind, limits)
    known = parsed.stated.or_else(stated).or_else(Stated(url=captured.final))
    return report_of(captured.body, printable(captured.final), parsed, known)
