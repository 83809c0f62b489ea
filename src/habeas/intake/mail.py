"""A mail (RFC 5322) as a report: its words, its subject and the day on which it was sent.

The words are those of the message's page if it has one, else its plain text. A sender's address isn't an
outlet, and a sender's name is often that of a private person: the outlet stays open. What is attached is
looked at elsewhere (`containers.mails`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

from habeas.intake import html
from habeas.intake.days import unlikely_day
from habeas.intake.heading import stated_in
from habeas.intake.parsed import Parsed, Unparsable
from habeas.intake.stated import Stated, one_line, primary_subtag
from habeas.intake.text import decoded

SAMPLE: Final = b"Subject: A sample\nContent-Type: text/html\n\n" + html.SAMPLE
_MOST_HEADERS: Final = 2**20
_MOST_PARTS: Final = 1000
_HEADER: Final = re.compile(rb"(?:From |[!-9;-~]+[ \t]*:)")
# What mail programs put before the subject of a reply or of a message that is handed on, in many languages.
_HANDED_ON: Final = re.compile(
    r"\s*(?:re|fw|fwd|wg|aw|tr|rv|i|r|vs|sv|enc|antw|odp|ynt|ilt|رد|إعادة توجيه)\s*(?:\[\d+\])?\s*[:：]", re.I
)
_SUBJECT: Final = "Subject"


def parse(data: bytes) -> Parsed:
    """The words of the message, and what its head states."""
    message = opened_mail(data)
    body = body_of(message)
    if body is None:
        raise Unparsable("is a mail without words of its own", "save what is attached to it as files")
    if body.get_content_type() == "text/html" and (page := _page(body)) is not None:
        return Parsed(page.text, page.marks, _stated(message).or_else(page.stated))
    plain = body if body.get_content_type() == "text/plain" else None
    text = _plain(plain or _first(message, "text/plain") or body)
    if not text.strip():
        raise Unparsable("is a mail without words that can be read", "save its text as a document")
    return Parsed(text, stated=_stated(message).or_else(stated_in(text)))


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
    return one_line(_characters(part.get_filename()))


def body_of(message: Message) -> Message | None:
    """The part with the message's words: its page if there is one that says anything, else its plain text."""
    return _first(message, "text/html") or _first(message, "text/plain")


def _first(message: Message, kind: str) -> Message | None:
    own = (part for part in parts_of(message) if part.get_content_type() == kind and not is_attached(part))
    return next((part for part in own if _payload(part).strip()), None)


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _page(body: Message) -> Parsed | None:
    """The words of a page; None where nothing readable is in it, and the plain text has to do."""
    try:
        return html.parse(_words(body).encode())
    except Unparsable:
        return None


def _plain(body: Message) -> str:
    text = _words(body).replace("\r\n", "\n").replace("\r", "\n")
    if body.get_param("format") != "flowed":
        return text
    # RFC 3676: a line that ends in a space goes on in the next; a quoted one, or a signature's mark, doesn't.
    return re.sub(r"(?m)^(?!>|-- $)(.*) \n(?!>|-- $|\n)", r"\1 ", text)


def _words(part: Message) -> str:
    """The part as text, in the encoding that it names if it is in that."""
    return decoded(_payload(part), part.get_content_charset())


def _stated(message: Message) -> Stated:
    subject = one_line(_characters(message.get(_SUBJECT)))
    return Stated(
        title=subject,
        published=None if _HANDED_ON.match(subject or "") else _sent(message),
        language=primary_subtag(_characters(message.get("Content-Language"))),
    )


def _sent(message: Message) -> date | None:
    """The day on which it was sent, where the sender was; of what is handed on it would be another's day."""
    try:
        day = parsedate_to_datetime(str(message.get("Date", ""))).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return None if unlikely_day(day) else day


def _characters(header: object) -> str | None:
    """A header's words, decoded as RFC 2047 has it; None where they can't be."""
    if header is None:
        return None
    try:
        return str(make_header(decode_header(str(header))))
    except (HeaderParseError, ValueError, LookupError, TypeError):
        return None
