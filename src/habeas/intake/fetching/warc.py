"""The exchange with a server as a WARC file (ISO 28500:2017, WARC/1.1), which any web archive's tools open.

Requests and responses stand in it byte for byte as they passed. Nothing in it is left to chance: the same
exchange gives the same file, so that its hash can be made again.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from habeas.intake.fetching.capture import AGENT, Captured, Exchange

_VERSION: Final = "WARC/1.1"
_CONTENT_TYPES: Final = {
    "warcinfo": "application/warc-fields",
    "request": "application/http; msgtype=request",
    "response": "application/http; msgtype=response",
}


class _Writer(WARCWriter):  # type: ignore[misc]
    """Writes records that have their digests already."""

    def ensure_digest(self, record: ArcWarcRecord, block: bool = True, payload: bool = True) -> None:
        """Nothing: warcio would add SHA-1 digests of its own where one was left out on purpose."""


def as_warc(captured: Captured, *, by: str, agent: str = AGENT) -> bytes:
    """The exchange as a WARC file, not compressed: who asked with what, then each request and its response.

    `by` is who asked for it. Digests are SHA-256 in base 32, as WARC tools write them.
    """
    file = BytesIO()
    writer = _Writer(file, gzip=False, warc_version="1.1")
    info = _info(captured, by=by, agent=agent)
    about = _id(info, captured.asked, "warcinfo")
    writer.write_record(_record(about, captured.at, info, "warcinfo", {}))
    for number, hop in enumerate(captured.hops):
        for record in _records(hop, number, about):
            writer.write_record(record)
    return file.getvalue()


def _info(captured: Captured, *, by: str, agent: str) -> bytes:
    fields = {
        "software": agent,
        "operator": " ".join(by.split()),
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": f"{captured.asked}, asked for at {_time(captured.at)}",
        "robots": "ignore",
    }
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()


def _records(hop: Exchange, number: int, about: str) -> tuple[ArcWarcRecord, ArcWarcRecord]:
    asked = _id(hop.sent, hop.url, f"request {number} {_time(hop.at)}")
    answered = _id(hop.received, hop.url, f"response {number} {_time(hop.at)}")
    both = {"WARC-Target-URI": hop.url, "WARC-IP-Address": hop.address, "WARC-Warcinfo-ID": about}
    payload = {"WARC-Payload-Digest": _digest(bytes.fromhex(hop.payload))} if _stands_whole(hop) else {}
    return (
        _record(asked, hop.at, hop.sent, "request", {**both, "WARC-Concurrent-To": answered}),
        _record(answered, hop.at, hop.received, "response", {**both, **payload}),
    )


def _record(id_: str, at: datetime, block: bytes, kind: str, more: Mapping[str, str]) -> ArcWarcRecord:
    content_type = _CONTENT_TYPES[kind]
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": id_,
        "WARC-Date": _time(at),
        **more,
        "WARC-Block-Digest": _digest(hashlib.sha256(block).digest()),
        "Content-Type": content_type,
    }
    # Made by hand: warcio's own builder would write the HTTP headers anew, not as they passed.
    record = ArcWarcRecord(
        "warc",
        kind,
        StatusAndHeaders("", list(headers.items()), protocol=_VERSION),
        BytesIO(block),
        None,
        content_type,
        len(block),
    )
    record.payload_length = len(block)
    return record


def _stands_whole(hop: Exchange) -> bool:
    """True where the body follows the headers as it is, not cut into chunks.

    Of chunks the standard has the digest taken without their marks, and warcio's check with them; there the
    record's own digest, of all that was received, has to do.
    """
    return hashlib.sha256(hop.received.partition(b"\r\n\r\n")[2]).hexdigest() == hop.payload


def _id(block: bytes, *names: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, ' '.join([*names, hashlib.sha256(block).hexdigest()]))}>"


def _digest(sha: bytes) -> str:
    return f"sha256:{b32encode(sha).decode()}"


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
