"""What comes out of a container, piece by piece, and how far in it lies.

Used inside the guarded process, but for the values, which go over the pipe: `frames`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from habeas.intake.files import in_words
from habeas.intake.parsed import Unparsable
from habeas.intake.stated import Stated
from habeas.settings import Limits

NOTHING: Final = Stated()


@dataclass(frozen=True, slots=True)
class Member:
    """A document in a container; `address` finds it there: a path, "message 3", a URL, or "" for the whole.

    `kind` is that of its parser (`guarded.PARSERS`); `noted` is what stands beside it, in a sidecar or in
    the protocol by which it was captured.
    """

    address: str
    kind: str
    data: bytes = field(repr=False)
    noted: Stated = NOTHING


@dataclass(frozen=True, slots=True)
class Refused:
    """A member, or all the rest of a container ("" for its address), that can't be taken out, and why."""

    address: str
    why: str
    cure: str


@dataclass(frozen=True, slots=True)
class Passed:
    """So many members that are no reports: of unknown kinds, hidden, links, pages that weren't found."""

    count: int


Piece = Member | Refused | Passed


class Overfull(Unparsable):
    """A container that holds more than may be taken out of one: nothing further is."""


class Room:
    """What may still be taken out of one container and of all that lie in it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._members, self._bytes = limits.members, limits.unpacked_bytes

    def count(self, members: int = 1) -> None:
        """Look at so many more members. Raises Overfull."""
        self._members -= members
        if self._members < 0:
            why = f"holds more than {self.limits.members:,} members"
            raise Overfull(why, "unpack it, and add its folders one after the other")

    def take(self, file: BinaryIO) -> bytes:
        """The rest of this file. Raises Unparsable where it is too large for one document, or Overfull."""
        most = self.limits.file_bytes
        data = file.read(most + 1)
        self._bytes -= len(data)
        if self._bytes < 0:
            why = f"unpacks to more than {in_words(self.limits.unpacked_bytes)}"
            raise Overfull(why, "if you trust it, unpack it and add its folders one after the other")
        if len(data) > most:
            raise Unparsable(f"unpacks to more than {in_words(most)}", "split it into smaller documents")
        return data


@dataclass(frozen=True, slots=True)
class Place:
    """Where a container lies: its address in the outermost one, "" for that itself, and how deep."""

    room: Room
    opener: Callable[[BinaryIO, str, Place], Iterator[Piece]]
    address: str = ""
    depth: int = 1

    def of(self, name: str) -> str:
        """The address of what has this name here."""
        return f"{self.address}/{name}" if self.address else name

    def opened(self, file: BinaryIO, kind: str, name: str) -> Iterator[Piece]:
        """What a container that lies here under this name holds."""
        if self.depth >= self.room.limits.nesting:
            why = f"lies in {self.depth} containers, one in the other"
            return iter((Refused(self.of(name), why, "unpack the outer ones, and add it by itself"),))
        return self.opener(file, kind, replace(self, address=self.of(name), depth=self.depth + 1))
