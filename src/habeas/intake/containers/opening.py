"""A container of any kind, opened inside the guarded process; what is wrong with one is one piece of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, Final

from habeas.intake.child import explained
from habeas.intake.containers.mails import of_mail, of_mailbox
from habeas.intake.containers.members import Overfull, Piece, Place, Refused, Room
from habeas.intake.containers.web import of_web_archive, of_web_collection
from habeas.intake.containers.zipped import of_zip
from habeas.settings import Limits

_OPENERS: Final[Mapping[str, Callable[[BinaryIO, Place], Iterator[Piece]]]] = {
    "zip": of_zip,
    "mail": of_mail,
    "mailbox": of_mailbox,
    "warc": of_web_archive,
    "wacz": of_web_collection,
}


def pieces(file: BinaryIO, kind: str, limits: Limits) -> Iterator[Piece]:
    """All that is in the file, and in what lies in it, in order."""
    try:
        yield from _opened(file, kind, Place(Room(limits), _opened))
    except Overfull as fault:
        yield Refused("", fault.why, fault.cure)


def _opened(file: BinaryIO, kind: str, place: Place) -> Iterator[Piece]:
    """What the container at this place holds; where it can't go on, it says so, and those around it go on."""
    try:
        yield from _OPENERS[kind](file, place)
    except Overfull:
        raise
    except Exception as fault:  # noqa: BLE001  containers from strangers make their parsers raise anything
        yield Refused(place.address, *explained(fault, place.room.limits))
