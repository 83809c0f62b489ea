"""Mail: a message with what is attached to it, and mailboxes (mbox, RFC 4155) of many messages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from email.message import Message
from io import BytesIO
from typing import BinaryIO, Final

from habeas.intake.containers.members import Member, Passed, Piece, Place, Refused
from habeas.intake.files import CONTAINERS, ending, in_words, kind_named
from habeas.intake.messages import body_of, filename_of, is_attached, opened_mail, parts_of
from habeas.intake.parsed import Unparsable

# RFC 4155: "From ", a sender, and the time as asctime writes it; only so it is no sentence of a message.
_FROM: Final = re.compile(
    rb"From \S.*\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:\d+ +)?"
    rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b.*\d{4}"
)
_PIECE: Final = 2**16  # of a line: some messages are one line of many megabytes
_LONGEST: Final = 200


def of_mail(file: BinaryIO, place: Place) -> Iterator[Piece]:
    """The message itself, where it has words of its own or nothing attached that is read; then what is."""
    data = place.room.take(file)
    message = opened_mail(data)
    attached = [part for part in parts_of(message) if is_attached(part)]
    named = [(part, kind) for part in attached if (kind := _kind(part)) is not None]
    place.room.count(1 + len(attached))
    if not named or body_of(message) is not None:
        yield Member(place.address, "mail", data)
    yield Passed(len(attached) - len(named))
    names: Counter[str] = Counter()
    for part, kind in named:
        yield from _attachment(part, kind, _name(part, names), place)


def _kind(part: Message) -> str | None:
    if part.get_content_type() == "message/rfc822":
        return "mail"
    return kind_named(filename_of(part) or "")


def _name(part: Message, names: Counter[str]) -> str:
    """What the attachment is called; the second of that name with a number."""
    said = (filename_of(part) or "message.eml").rsplit("/", 1)[-1].rsplit("\\", 1)[-1]
    name = f"…{said[-_LONGEST:]}" if len(said) > _LONGEST else said
    names[name] += 1
    return name if names[name] == 1 else f"{names[name]} {name}"


def _attachment(part: Message, kind: str, name: str, place: Place) -> Iterator[Piece]:
    inner = part.get_payload()
    # A message within a message is there in parts already: it is written down again as it was read.
    whole = part.get_content_type() == "message/rfc822" and isinstance(inner, list) and len(inner) == 1
    data = inner[0].as_bytes() if whole else part.get_payload(decode=True)  # type: ignore[index,union-attr]
    if not isinstance(data, bytes):
        yield Refused(place.of(name), "can't be taken out of its message", "save it from your mail program")
    elif kind == "mail" or ending(name) in CONTAINERS:
        yield from place.opened(BytesIO(data), kind, name)
    else:
        try:
            yield Member(place.of(name), kind, place.room.take(BytesIO(data)))
        except Unparsable as fault:
            yield Refused(place.of(name), fault.why, fault.cure)


def _without_blank_end(message: bytearray) -> bytes:
    """Without the empty line that parts it from the next: so it is the message that was sent."""
    return bytes(message.removesuffix(b"\r\n" if message.endswith(b"\r\n") else b"\n"))


def of_mailbox(file: BinaryIO, place: Place) -> Iterator[Piece]:
    """Each message, numbered from 1, with what is attached to it."""
    most = place.room.limits.file_bytes
    for number, data in enumerate(_messages(file, most), start=1):
        name = f"message {number}"
        if len(data) > most:
            why = f"holds more than {in_words(most)}"
            yield Refused(place.of(name), why, "save its text as a document of its own")
        elif data.strip():
            yield from place.opened(BytesIO(data), "mail", name)


def _messages(file: BinaryIO, most: int) -> Iterator[bytes]:
    """The bytes of each message, without the line that begins it; of one too large, only a part."""
    first = file.readline(_PIECE)
    if not _FROM.match(first):
        raise Unparsable(
            "is no mailbox that can be read", "export it from your mail program as mbox, or as .eml files"
        )
    held, at_start = bytearray(), first.endswith(b"\n")
    while piece := file.readline(_PIECE):
        if at_start and _FROM.match(piece):
            yield _without_blank_end(held)
            held.clear()
        elif len(held) <= most:
            held += piece
        at_start = piece.endswith(b"\n")
    yield bytes(held)
