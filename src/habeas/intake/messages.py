"""A mail (RFC 5322) in its parts: its words, and what is attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from typing import Final

from habeas.intake.parsed import Unparsable
from habeas.intake.stated import one_line

_MOST_HEADERS: Final = 2**20
_MOST_PARTS: Final = 1000
_HEADER: Final = re.compile(rb"(?:From |[!-9;-~]+[ \t]*:)")


def opened_mail(data: bytes) -> Message:
    """The message in its parts. Raises Unparsable for what is none, or has no end of headers or parts."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not _HEADER.match(start):
        raise Unparsable("doesn't begin as a mail does", "export it from your mail program as .eml")
    if not re.search(rb"\r?\n[ \t]*\r?\n|\r\r", start[:_MOST_HEADERS]) and len(start) > _MOST_HEADERS:
        raise Unparsable("has headers without end", "save its text as a document")
    message = message_from_bytes(start)
    for number, _ in enumerate(message.walk()):
        if number > _MOST_PARTS:
            raise Unparsable(f"has more than {_MOST_PARTS:,} parts", "save what is attached to it as files")
    return message


def parts_of(message: Message) -> Iterator[Message]:
    """The parts that hold something; a message within the message is one part."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from parts_of(part)


def is_attached(part: Message) -> bool:
    """True for a part that isn't one of the message's own words."""
    own = part.get_content_type() in ("text/plain", "text/html")
    return not own or part.get_content_disposition() == "attachment" or filename_of(part) is not None


def filename_of(part: Message) -> str | None:
    """What the part says that its file is called, in characters."""
    return one_line(characters(part.get_filename()))


def body_of(message: Message) -> Message | None:
    """The part with the message's words: its page if there is one that says anything, else its plain text."""
    return first_part(message, "text/html") or first_part(message, "text/plain")


def first_part(message: Message, kind: str) -> Message | None:
    """The first of the message's own parts of this kind that isn't empty."""
    own = (part for part in parts_of(message) if part.get_content_type() == kind and not is_attached(part))
    return next((part for part in own if payload_of(part).strip()), None)


def payload_of(part: Message) -> bytes:
    """The part's bytes, as its sender meant them."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def characters(header: object) -> str | None:
    """A header's words, decoded as RFC 2047 has it; None where they can't be."""
    if header is None:
        return None
    try:
        return str(make_header(decode_header(str(header))))
    except (MessageError, ValueError, LookupError, TypeError):
        return None
