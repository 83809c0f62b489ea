"""Timestamps of the log's head: asked for, checked, kept; and all that are kept, checked again."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from habeas.custody import LogLine, Stamp
from habeas.errors import BadStamp, HabeasError, LedgerFault, WrongUsage
from habeas.ledger import Ledger
from habeas.stamping.timestamps import Roots, Stamped, query, stamped, stamped_hash

# Sends what is asked, gives what is answered. Raises HabeasError.
Post = Callable[[bytes], bytes]

# How far two clocks may be apart before what they say of each other can't be true.
CLOCKS_APART: Final = timedelta(minutes=5)
LONGEST_ANSWER: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """One stamp of the log: what it says, and the line that it is of; `fault` where it doesn't hold."""

    stamp: Stamp
    line: LogLine | None
    said: Stamped | None = None
    fault: str | None = None

    @property
    def in_words(self) -> str:
        """One line for people."""
        if self.said is None or self.line is None:
            return f"timestamp by {self.stamp.address}, kept {_moment(self.stamp.at)}: {self.fault}"
        rooted = "" if self.said.trusted else " (not checked against a root: --tsa-cert)"
        return (
            f"line {self.line.seq} was there at {_moment(self.said.at)}, says {self.said.authority}{rooted}"
        )


@dataclass(frozen=True, slots=True)
class Stamping:
    """Who has a ledger's log stamped, and which certificates they trust."""

    ledger: Ledger
    by: str
    roots: Roots = ()

    def ask(self, address: str, post: Post) -> Stamped:
        """Have an authority stamp the log's last line, and keep what it answers once that is checked.

        Raises LedgerFault for an empty log, BadStamp for an answer that doesn't hold.
        """
        line = _last(self.ledger)
        asked = query(line, nonce=True)
        return self._keep(line, post(asked.der), address, asked.nonce)

    def take_response(self, path: Path) -> Stamped:
        """Keep the answer that a file brings, to a line of the log that was written as a query before.

        Raises BadStamp for an answer that doesn't hold, or is about no line of this log.
        """
        answer = _read(path)
        try:
            head = stamped_hash(answer)
        except BadStamp as fault:
            raise BadStamp(f"{path}: {fault}") from None
        line = next((one for one in self.ledger.log_lines() if one.hash == head), None)
        if line is None:
            raise BadStamp(f"{path}: it is a timestamp of {head}, which is no line of this ledger's log")
        return self._keep(line, answer, path.name, None)

    def _keep(self, line: LogLine, answer: bytes, address: str, nonce: int | None) -> Stamped:
        now = datetime.now(UTC)
        try:
            said = stamped(answer, line.hash, nonce=nonce, roots=self.roots)
            _refuse_untimely(said, line, now)
        except BadStamp as fault:
            raise BadStamp(f"{address}: {fault}; nothing was kept") from None
        self.ledger.stamp(Stamp(line.hash, address, base64.b64encode(answer).decode(), self.by, now))
        return said


def write_query(ledger: Ledger, path: Path) -> LogLine:
    """Write what to ask of the log's last line into a new file, for another machine to send.

    Without a nonce: who asks later can't know it, and no answer to this hash can be older than the hash.
    """
    line = _last(ledger)
    asked = query(line, nonce=False).der
    try:
        with path.open("xb") as file:
            file.write(asked)
    except FileExistsError:
        raise WrongUsage(f"{path} is there already; name a new file") from None
    except OSError as fault:
        with suppress(OSError):  # there is nothing, or it was begun and not written whole
            path.unlink()
        raise HabeasError(f"{path}: can't be written: {fault.strerror}") from None
    return line


def check(ledger: Ledger, *, roots: Roots = ()) -> list[Kept]:
    """Every stamp that is kept, oldest first, with what it says or why it doesn't hold."""
    lines = {line.hash: line for line in ledger.log_lines()}
    return list(checked(ledger.stamps(), lines.get, roots=roots))


def checked(
    stamps: Sequence[Stamp], line_of: Callable[[str], LogLine | None], *, roots: Roots = ()
) -> Iterator[Kept]:
    """These stamps, each checked against the line of its hash."""
    for stamp in stamps:
        line = line_of(stamp.head)
        if line is None:
            yield Kept(stamp, None, fault="no line of the log has the hash that it stamps")
            continue
        try:
            said = stamped(_answer(stamp), stamp.head, roots=roots)
            _refuse_untimely(said, line, stamp.at)
        except BadStamp as fault:
            yield Kept(stamp, line, fault=str(fault))
        else:
            yield Kept(stamp, line, said)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            answer = file.read(LONGEST_ANSWER + 1)
    except OSError as fault:
        raise WrongUsage(f"{path}: can't be read: {fault.strerror}") from None
    if len(answer) > LONGEST_ANSWER:
        raise BadStamp(f"{path}: is too long for a timestamp")
    return answer


def _refuse_untimely(said: Stamped, line: LogLine, kept: datetime) -> None:
    """The line comes first, then its stamp, then its keeping; clocks may differ a little."""
    if said.at < datetime.fromisoformat(line.at) - CLOCKS_APART:
        raise BadStamp(
            f"it says {_moment(said.at)}, which is before the line that it stamps was written "
            f"({line.at}): one of the two clocks is wrong"
        )
    if said.at > kept + CLOCKS_APART:
        raise BadStamp(
            f"it says {_moment(said.at)}, which is after it was kept ({_moment(kept)}): "
            "one of the two clocks is wrong"
        )


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _answer(stamp: Stamp) -> bytes:
    try:
        return base64.b64decode(stamp.answer, validate=True)
    except ValueError:
        raise BadStamp("what is kept of it is no answer in base64") from None


def _last(ledger: Ledger) -> LogLine:
    lines = ledger.log_lines()
    if not lines:
        raise LedgerFault("the log is empty: there is nothing to stamp yet")
    return lines[-1]
