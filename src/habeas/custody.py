"""The chain of custody as values: how reports came in, what left, and the log that tells of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from habeas.errors import BrokenPromise

# What the first line of a log has for the hash of the line before it.
FIRST_PREVIOUS: Final = "0" * 64


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


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log; `hash` covers the others, among them the hash of the line before (`previous`)."""

    seq: int
    at: str
    by: str
    action: str
    subject: str
    body: str
    previous: str
    hash: str

    def sealed(self) -> str:
        """The hash that these fields have: SHA-256 of them as JSON, keys sorted, without spaces."""
        fields = {key: value for key, value in asdict(self).items() if key != "hash"}
        text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
