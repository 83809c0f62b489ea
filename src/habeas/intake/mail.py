"""A mail (RFC 5322) as a report: its words, its subject and the day on which it was sent.

The words are those of the message's page if it has one, else its plain text. A sender's address isn't an
outlet, and a sender's name is often that of a private person: the outlet stays open. What is attached is
looked at elsewhere (`containers.mails`).
"""

from __future__ import annotations

import re
from datetime import date
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

from habeas.intake import html
from habeas.intake.days import unlikely_day
from habeas.intake.heading import stated_in
from habeas.intake.messages import body_of, characters, first_part, opened_mail, payload_of
from habeas.intake.parsed import Parsed, Unparsable
from habeas.intake.stated import Stated, one_line, primary_subtag
from habeas.intake.text import decoded

SAMPLE: Final = b"Subject: A sample\nContent-Type: text/html\n\n" + html.SAMPLE
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
    text = _plain(plain or first_part(message, "text/plain") or body)
    if not text.strip():
        raise Unparsable("is a mail without words that can be read", "save its text as a document")
    return Parsed(text, stated=_stated(message).or_else(stated_in(text)))


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
    return decoded(payload_of(part), part.get_content_charset())


def _stated(message: Message) -> Stated:
    subject = one_line(characters(message.get(_SUBJECT)))
    return Stated(
        title=subject,
        published=None if _HANDED_ON.match(subject or "") else _sent(message),
        language=primary_subtag(characters(message.get("Content-Language"))),
    )


def _sent(message: Message) -> date | None:
    """The day on which it was sent, where the sender was; of what is handed on it would be another's day."""
    try:
        day = parsedate_to_datetime(str(message.get("Date", ""))).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return None if unlikely_day(day) else day
