"""The chain of custody as values: how reports came in, what left, and the log that tells of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from habeas.errors import BrokenPromise, WrongUsage

_HASH: Final = re.compile(r"[0-9a-f]{64}")

# What the first line of a log has for the hash of the line before it.
FIRST_PREVIOUS: Final = "0" * 64
# What the log calls an erasure.
ERASING: Final = "expunge"


class ArrivalKind(StrEnum):
    """By which way a report came in that no file of its own brought."""

    FETCHED = "fetched"  # from an address; the carrier is the exchange with the server, as WARC
    MEMBER = "member"  # out of a container, which is the carrier
    TEXT = "text"  # only its text, cleared by those who sent it; the carrier is that text


@dataclass(frozen=True, slots=True)
class Arrival:
    """How one report came in, so that its bytes can be found again where they were taken from.

    `address` is the URL, or the member's path in its container; `carrier` the SHA-256 under which the vault
    holds what the report was taken out of; `agent` the version of habeas that took it.
    """

    report: str
    kind: ArrivalKind
    address: str
    carrier: str
    by: str
    at: datetime
    agent: str

    def __post_init__(self) -> None:
        if not (self.address.strip() and self.by.strip()):
            raise BrokenPromise("an arrival needs an address, and somebody who brought it")


@dataclass(frozen=True, slots=True)
class Departure:
    """One export: who took what out, when and why.

    `form` is the format, `chosen` the filters in words ("everything" without any), `named` True where names
    of private persons went along; `contents` is the SHA-256 of the export's list of files with their hashes.
    """

    form: str
    chosen: str
    named: bool
    contents: str
    by: str
    at: datetime
    why: str

    def __post_init__(self) -> None:
        if not (self.by.strip() and self.why.strip()):
            raise BrokenPromise("an export needs somebody who asks for it, and a reason")


class ErasureMatter(StrEnum):
    """What was erased."""

    REPORT = "report"  # with all that stood on it
    NAME = "name"  # out of every report, and of what people wrote


@dataclass(frozen=True, slots=True)
class Erasure:
    """One lawful erasure: of what, by whom, when (UTC) and why.

    `subject` is the id of a report, which the log has anyway; empty for a name, of which nothing stays.
    `contents` is the SHA-256 of the list of all that went, row for row.
    """

    matter: ErasureMatter
    subject: str
    by: str
    at: datetime
    why: str
    contents: str

    def __post_init__(self) -> None:
        if not (self.by.strip() and self.why.strip()):
            raise BrokenPromise("an erasure needs somebody who answers for it, and a reason")

    @property
    def told(self) -> str:
        """What the log calls what was erased."""
        return self.subject or self.matter.value

    @property
    def in_words(self) -> str:
        """When, by whom and why, as in "erased on 2031-03-05 by Mira Toll: asked by her lawyer"."""
        return f"erased on {self.at.date()} by {self.by}: {self.why}"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log; `hash` covers the others, among them the hash of the line before (`previous`).

    Of a line that held an erased name `subject` and `body` are empty: its hash can't be taken again.
    """

    seq: int
    at: str
    by: str
    action: str
    subject: str
    body: str
    previous: str
    hash: str

    @property
    def contents(self) -> bytes:
        """What `hash` is the SHA-256 of: the other fields as JSON, keys sorted, without spaces, in UTF-8."""
        fields = {key: value for key, value in asdict(self).items() if key != "hash"}
        return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def sealed(self) -> str:
        """The hash that these fields have."""
        return hashlib.sha256(self.contents).hexdigest()


@dataclass(frozen=True, slots=True)
class Held:
    """The line of a log that a hash noted elsewhere is of, and how many lines came since.

    `erasures` of them tell of an erasure: what these took words out of can't be held against that hash.
    """

    line: LogLine
    since: int
    erasures: int


def held(lines: Iterable[LogLine], noted: str) -> Held | None:
    """Where in the log the hash stands that was noted elsewhere; None where it is no line's.

    Then the log was cut off before that line, or made anew. Case and blanks around it don't matter; raises
    WrongUsage for what can't be a hash.
    """
    noted = noted.strip().lower()
    if not _HASH.fullmatch(noted):
        raise WrongUsage(
            f"--head {noted!r} is no hash of a log: give the 64 letters and figures that verify printed"
        )
    found: LogLine | None = None
    since = erasures = 0
    for line in lines:
        since += 1
        erasures += line.action == ERASING
        if line.hash == noted:
            found, since, erasures = line, 0, 0
    return None if found is None else Held(found, since, erasures)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an authority answered when it was shown the log's head: a timestamp by RFC 3161.

    `head` is the hash of the log's line that it stamps, `address` the authority's URL (or the name of the
    file that brought its answer), `answer` that answer whole: a TimeStampResp in DER, in base64, in which
    the certificates are.
    """

    head: str
    address: str
    answer: str
    by: str
    at: datetime

    def __post_init__(self) -> None:
        if not (_HASH.fullmatch(self.head) and self.answer and self.address.strip() and self.by.strip()):
            raise BrokenPromise("a stamp needs a head, an answer, an address, and somebody who asked for it")
