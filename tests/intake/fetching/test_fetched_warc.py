"""The WARC of an exchange: what other tools find in it."""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from habeas import __version__
from habeas.intake.fetching import Captured, Exchange, as_warc
from local_server import leading_to, served

AT = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
BODY = b"<html><p>Forty people are held in Velm.</p></html>"
PACKED = gzip.compress(BODY, mtime=0)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)


def hop(path: str, received: bytes, payload: bytes, *, status: int = 200, seconds: int = 0) -> Exchange:
    return Exchange(
        url=f"https://velm.example/{path}",
        address="2606:4700::1111",
        at=AT + timedelta(seconds=seconds),
        status=status,
        sent=f"GET /{path} HTTP/1.1\r\nHost: velm.example\r\n\r\n".encode(),
        received=received,
        payload=hashlib.sha256(payload).hexdigest(),
    )


def captured(*hops: Exchange) -> Captured:
    last = hops[-1]
    return Captured(hops[0].url, last.url, BODY, "text/html", None, last.at, hops)


def records(warc: bytes) -> list[tuple[ArcWarcRecord, bytes]]:
    """The records as warcio reads them, their digests checked."""
    found = ArchiveIterator(BytesIO(warc), check_digests="raise", no_record_parse=False)
    return [(record, record.content_stream().read()) for record in found]


def test_every_hop_stands_in_it_with_who_asked_and_when() -> None:
    led = leading_to("/new")
    warc = as_warc(
        captured(hop("old", led, b"", status=302), hop("new", served(BODY), BODY, seconds=1)), by="Mira Toll"
    )
    info, *rest = records(warc)
    assert info[0].rec_type == "warcinfo"
    fields = dict(line.split(": ", 1) for line in info[1].decode().split("\r\n") if line)
    assert fields["software"] == f"habeas/{__version__}"
    assert fields["operator"] == "Mira Toll"
    assert fields["conformsTo"].endswith("/warc-1.1/")
    told = [
        (one.rec_type, *(one.rec_headers.get_header(name) for name in ("WARC-Target-URI", "WARC-Date")))
        for one, _ in rest
    ]
    assert told == [
        ("request", "https://velm.example/old", "2026-03-05T10:00:00Z"),
        ("response", "https://velm.example/old", "2026-03-05T10:00:00Z"),
        ("request", "https://velm.example/new", "2026-03-05T10:00:01Z"),
        ("response", "https://velm.example/new", "2026-03-05T10:00:01Z"),
    ]
    assert rest[-1][1] == BODY
    assert rest[1][0].http_headers.get_header("Location") == "/new"
    for request, response in ((rest[0][0], rest[1][0]), (rest[2][0], rest[3][0])):
        paired = request.rec_headers.get_header("WARC-Concurrent-To")
        assert paired == response.rec_headers.get_header("WARC-Record-ID")
        assert response.rec_headers.get_header("WARC-IP-Address") == "2606:4700::1111"
    ids = [one.rec_headers.get_header("WARC-Record-ID") for one, _ in (info, *rest)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("received", "payload", "digested"),
    [
        (served(BODY), BODY, True),
        (served(PACKED, Content_Encoding="gzip"), PACKED, True),
        (CHUNKED, BODY, False),
    ],
)
def test_what_passed_stands_in_it_byte_for_byte(received: bytes, payload: bytes, *, digested: bool) -> None:
    warc = as_warc(captured(hop("", received, payload)), by="Mira Toll")
    assert received in warc
    response, body = records(warc)[-1]
    assert body == BODY
    digest = response.rec_headers.get_header("WARC-Payload-Digest")
    assert (digest is not None) is digested


def test_a_changed_byte_is_found_by_other_tools() -> None:
    warc = as_warc(captured(hop("", served(BODY), BODY)), by="Mira Toll")
    with pytest.raises(Exception, match="digest failed"):
        records(warc.replace(b"Forty", b"Fifty"))


def test_the_same_exchange_is_the_same_file() -> None:
    one = captured(hop("", served(BODY), BODY))
    assert as_warc(one, by="Mira Toll") == as_warc(one, by="Mira Toll")
    assert as_warc(one, by="Mira Toll") != as_warc(one, by="Ode Karr")
    other = as_warc(captured(hop("", served(BODY), BODY, seconds=1)), by="Mira Toll")
    assert as_warc(one, by="Mira Toll") != other


def test_a_name_can_write_no_record() -> None:
    warc = as_warc(captured(hop("", served(BODY), BODY)), by="Mira\r\n\r\nWARC/1.1\r\nWARC-Type: response")
    assert len(records(warc)) == 3
