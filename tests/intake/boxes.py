"""Containers for the tests, made here: mails, mailboxes, captures of the web; archives are in `papers`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from gzip import compress
from uuid import NAMESPACE_URL, uuid5

from .papers import archive

LINE = "Forty people are held in Eskeby.\n"


def mail(
    words: str = LINE,
    *,
    subject: str = "Held in Eskeby",
    page: str | None = None,
    attached: Mapping[str, bytes] | None = None,
) -> bytes:
    """A message of these words, sent on 4 March 2024, with a page of the same and with attachments."""
    message = EmailMessage()
    message["Subject"], message["From"] = subject, "desk@varnholt.example"
    message["Date"] = "Mon, 04 Mar 2024 23:30:00 -0500"
    message.set_content(words)
    if page is not None:
        message.add_alternative(page, subtype="html")
    for name, data in (attached or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def mailbox(*messages: bytes) -> bytes:
    """A mailbox of these messages."""
    return b"".join(b"From desk Mon Mar  4 10:00:00 2024\n%b\n" % message for message in messages)


def capture(
    *answers: tuple[str, bytes],
    media: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    headers: Sequence[tuple[str, str]] = (),
    packed: bool = True,
) -> bytes:
    """A WARC of these answers, each with its request."""
    written = [_part("warcinfo", "", b"software: made for tests\r\n", "application/warc-fields")]
    for address, body in answers:
        asked = b"GET / HTTP/1.1\r\nHost: varnholt.example\r\n\r\n"
        written.append(_part("request", address, asked, "application/http; msgtype=request"))
        said = "".join(f"{name}: {value}\r\n" for name, value in [("Content-Type", media), *headers])
        answered = f"HTTP/1.1 {status}\r\n{said}\r\n".encode() + body
        written.append(_part("response", address, answered, "application/http; msgtype=response"))
    return b"".join(gzipped(part) if packed else part for part in written)


def _part(kind: str, address: str, block: bytes, media: str) -> bytes:
    """One record of a WARC (ISO 28500)."""
    identity = uuid5(NAMESPACE_URL, kind + address)
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{identity}>\r\n{target}"
        f"WARC-Date: 2024-03-04T10:00:00Z\r\nContent-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def collection(captured: bytes, pages: Sequence[str] | None = None) -> bytes:
    """A WACZ of a capture, with its list of pages."""
    parts = {"archive/data.warc.gz": captured, "datapackage.json": b"{}"}
    if pages is not None:
        lines = ['{"format": "json-pages-1.0"}', *(f'{{"url": "{page}"}}' for page in pages)]
        parts["pages/pages.jsonl"] = "\n".join(lines).encode()
    return archive(parts)


def gzipped(body: bytes) -> bytes:
    """The bytes as gzip, the same at any time."""
    return compress(body, mtime=0)
