"""Captures of the web: WARC (ISO 28500), and WACZ, a zip archive with WARCs and a list of pages.

Each page that a server answered with (status 200), of a kind that is read, is a document with its address.
The day of its capture says nothing of the day on which it was published.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain
from typing import Any, BinaryIO, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from habeas.intake.containers.members import Member, Overfull, Passed, Piece, Place, Refused
from habeas.intake.containers.zipped import BAD_PACKING, archive
from habeas.intake.parsed import Unparsable
from habeas.intake.stated import Stated, web_address

MEDIA: Final[Mapping[str, str]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_OK: Final = "200"
_UNPACKED: Final = frozenset({"", "gzip", "x-gzip", "deflate", "identity"})
_CAPTURES: Final = re.compile(r"archive/[^/]+\.(?:warc|warc\.gz)", re.I)
_PAGES: Final = re.compile(r"pages/[^/]+\.jsonl", re.I)
_MOST_PAGES: Final = 64 * 2**20
_LONGEST: Final = 2000
_AGAIN: Final = "it is cut short or damaged; capture the page again"


def of_web_archive(file: BinaryIO, place: Place) -> Iterator[Piece]:
    """Each page of a WARC."""
    yield from _some(_pages(file, place, None))


def of_web_collection(file: BinaryIO, place: Place) -> Iterator[Piece]:
    """Each page of a WACZ: of those that its list names, where it has one."""
    with archive(file, place) as opened:
        names = opened.namelist()
        if not (captures := [name for name in names if _CAPTURES.fullmatch(name)]):
            raise Unparsable(
                "holds no capture of the web", "it is no WACZ; if it is a zip archive, call it .zip"
            )
        listed = frozenset().union(*(_listed(opened.read(name)) for name in names if _is_list(opened, name)))
        yield from _some(chain.from_iterable(_captured(opened, name, place, listed) for name in captures))


def _captured(opened: zipfile.ZipFile, name: str, place: Place, listed: frozenset[str]) -> Iterator[Piece]:
    try:
        with opened.open(name) as unpacked:
            yield from _pages(unpacked, place, listed or None)  # type: ignore[arg-type]  # it reads as a file
    except BAD_PACKING as fault:
        yield Refused(place.of(name), f"can't be unpacked ({fault})"[:200], _AGAIN)


def _some(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces; none at all is a fault."""
    some = False
    for piece in pieces:
        some = True
        yield piece
    if not some:
        raise Unparsable("holds no page that was captured", "capture the page again")


def _is_list(opened: zipfile.ZipFile, name: str) -> bool:
    return _PAGES.fullmatch(name) is not None and opened.getinfo(name).file_size <= _MOST_PAGES


def _listed(data: bytes) -> frozenset[str]:
    """The addresses in a list of pages: JSON Lines, the first of which describes the list."""
    found: set[str] = set()
    for line in data.splitlines():
        with suppress(ValueError, RecursionError):
            page = json.loads(line)
            if isinstance(page, dict) and isinstance(page.get("url"), str):
                found.add(page["url"])
    return frozenset(found)


def _pages(file: BinaryIO, place: Place, listed: frozenset[str] | None) -> Iterator[Piece]:
    met = 0
    try:
        exchanges = ArchiveIterator(file)
        for met, exchange in enumerate(exchanges, start=1):  # noqa: B007
            place.room.count()
            yield from _answer(exchange, exchanges, place, listed)
    except (ArchiveLoadFailed, zlib.error, EOFError, AttributeError, ValueError) as fault:
        yield Refused(place.address, f"can't be read after {met:,} of its parts ({fault})"[:200], _AGAIN)


def _answer(exchange: Any, exchanges: Any, place: Place, listed: frozenset[str] | None) -> Iterator[Piece]:
    """The page, if this is what a server answered with."""
    if exchange.rec_type != "response" or exchange.http_headers is None:
        return
    address = (exchange.rec_headers.get_header("WARC-Target-URI") or "")[:_LONGEST]
    kind = MEDIA.get(_media(exchange.http_headers))
    is_page = listed is None or address in listed
    if kind is None or not is_page or exchange.http_headers.get_statuscode() != _OK:
        yield Passed(1)
    else:
        try:
            data = _body(exchange, place)
            _check_end(exchanges)
            yield Member(place.of(address), kind, data, Stated(url=web_address(address)))
        except Overfull:
            raise
        except Unparsable as fault:
            yield Refused(place.of(address), fault.why, fault.cure)


def _check_end(exchanges: Any) -> None:
    """Refuse a page behind which more stands than the capture says. Raises Unparsable."""
    faults = exchanges.err_count
    exchanges.read_to_end()
    if exchanges.err_count > faults:
        raise Unparsable("isn't as long as the capture says", _AGAIN)


def _media(headers: Any) -> str:
    return str(headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _body(exchange: Any, place: Place) -> bytes:
    """The page's bytes, as its server meant them. Raises Unparsable."""
    if exchange.rec_headers.get_header("WARC-Truncated"):
        raise Unparsable("was cut short when it was captured", "capture the page again")
    packed = str(exchange.http_headers.get_header("Content-Encoding") or "").strip().lower()
    try:
        data = place.room.take(exchange.content_stream())
    except (zlib.error, EOFError, OSError) as fault:
        raise Unparsable(f"can't be unpacked ({fault})"[:200], _AGAIN) from fault
    left = getattr(exchange.raw_stream, "limit", 0)
    if left and not exchange.raw_stream.read(1):
        raise Unparsable("ends before all of it was there", _AGAIN)
    # Some programs note how the page was packed, and keep it unpacked.
    if packed not in _UNPACKED and not data.lstrip().startswith((b"<", b"%PDF")):
        raise Unparsable(
            f"is packed as “{packed[:20]}”, which habeas doesn't unpack", "capture the page again"
        )
    return data
