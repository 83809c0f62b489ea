"""The journal of a job: JSON Lines, the first says what was sent, each other what became of it.

Only one process writes to a journal, and only at its end. A line that a crash cut off says nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from habeas.errors import LedgerFault
from habeas.intake import Stated

NAME: Final = "journal.jsonl"
# Bytes that hold a journal's last line, where that says that the job has ended.
_LONGEST_END: Final = 2_000


class State(StrEnum):
    """What a file has come to."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    KNOWN = "known already"
    FAILED = "failed"
    LEFT_OUT = "left out"

    @property
    def final(self) -> bool:
        """True where nothing more will be done about the file."""
        return self not in (State.WAITING, State.READING)


class What(StrEnum):
    """What a line of the journal tells; the first six of one file, the others of the whole job."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    KNOWN = "known"
    FAILED = "failed"
    LEFT_OUT = "left out"
    HELD = "held"  # nothing can be done for now, and why
    RECKONING = "reckoning"
    ENDED = "ended"


STATES: Final = {
    What.WAITING: State.WAITING,
    What.READING: State.READING,
    What.DONE: State.DONE,
    What.KNOWN: State.KNOWN,
    What.FAILED: State.FAILED,
    What.LEFT_OUT: State.LEFT_OUT,
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One file or address as it was sent: its number, its name made harmless, its size in bytes."""

    number: int
    name: str
    size: int
    ending: str  # of the file that holds it, such as ".pdf"; what the name ends in, where it is a known kind
    why: str | None = None  # why it was turned away at the door; None where it is kept to be read
    address: str | None = None  # of a report that is still to be fetched; then there is no file
    led: bool = False  # a feed led to it, so it may be no feed itself: two could lead to each other for ever
    published: date | None = None  # the day that the feed prints with it

    @property
    def file(self) -> str:
        """The name of the file that holds it: nothing of it comes from outside."""
        return f"{self.number:05}{self.ending}"


@dataclass(frozen=True, slots=True)
class Job:
    """What one person sent at one time, and what they state of all of it."""

    id: str
    at: datetime
    by: str
    stated: Stated
    files: tuple[Sent, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """What became of one report of a container; `why` says why it became none."""

    name: str
    state: State
    report: str | None = None
    claims: int = 0
    unread: int = 0
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the journal after the first; `number` counts the journal's lines from 1."""

    at: datetime
    what: What
    number: int = 0
    file: int | None = None
    report: str | None = None
    claims: int = 0
    unread: int = 0
    why: str | None = None
    stays: tuple[str, ...] = ()
    language: str | None = None
    members: tuple[Member, ...] = ()  # of a container: those that failed first, and not all of very many
    counts: tuple[tuple[State, int], ...] = ()  # of a job that has ended: how many files are in each state


@dataclass(frozen=True, slots=True)
class Summary:
    """What was sent, and how it ended; `ended` is None as long as it goes on."""

    job: Job
    ended: Line | None


@dataclass(slots=True)
class Became:
    """What has become of one file; `begun` is how often it was begun and never ended."""

    sent: Sent
    state: State = State.WAITING
    line: Line | None = None
    begun: int = 0

    def take(self, line: Line) -> None:
        """Note one more line that is about this file."""
        self.begun += {What.READING: 1, What.WAITING: -1}.get(line.what, 0)
        self.line, self.state = line, STATES.get(line.what, self.state)


@dataclass(slots=True)
class Progress:
    """How far a job is: the sum of its journal's lines."""

    job: Job
    files: dict[int, Became] = field(default_factory=dict)
    held: str | None = None
    reckoning: bool = False
    ended: datetime | None = None
    last: int = 1  # the number of the last line that was noted
    note: str | None = None  # what went wrong after the files were read

    def __post_init__(self) -> None:
        self.files = {
            sent.number: Became(sent, State.WAITING if sent.why is None else State.FAILED)
            for sent in self.job.files
        }

    def take(self, line: Line) -> None:
        """Note one more line."""
        self.last = line.number
        if line.file is not None:
            self.files[line.file].take(line)
        self.held = line.why if line.what is What.HELD else None
        self.reckoning = line.what is What.RECKONING
        if line.what is What.ENDED:
            self.ended, self.note = line.at, line.why

    def count(self, *states: State) -> int:
        """How many files are in one of these states."""
        return sum(became.state in states for became in self.files.values())

    def counts(self) -> tuple[tuple[State, int], ...]:
        """How many files are in each state that one is in."""
        counted = ((state, self.count(state)) for state in State)
        return tuple((state, number) for state, number in counted if number)

    @property
    def read(self) -> bool:
        """True where nothing more will be done about any file."""
        return all(became.state.final for became in self.files.values())


_JOB: Final = TypeAdapter(Job)
_LINE: Final = TypeAdapter(Line)


def begin(path: Path, job: Job) -> None:
    """Write the first line of a journal that isn't there yet."""
    with path.open("xb") as file:
        file.write(_JOB.dump_json(job) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def append(path: Path, line: Line) -> None:
    """Add a line; it is on the disk when this returns."""
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(end - 1)
        cut_off = file.read(1) != b"\n"  # by a crash: what stands there ends here, and says nothing
        file.write(b"\n" * cut_off + _LINE.dump_json(line, exclude={"number"}, exclude_defaults=True) + b"\n")
        file.flush()
        os.fsync(file.fileno())


class Tail:
    """The lines of a journal as they come: each call gives those that weren't there before."""

    def __init__(self, path: Path, *, after: int = 1) -> None:
        self._path = path
        self._after = after
        self._at = 0
        self._number = 0

    def more(self) -> list[Line]:
        """The whole lines that were added, without those up to line `after` and those that say nothing."""
        with self._path.open("rb") as file:
            file.seek(self._at)
            added = file.read()
        whole = added[: added.rfind(b"\n") + 1]
        self._at += len(whole)
        return list(self._lines(whole))

    def _lines(self, added: bytes) -> Iterator[Line]:
        for written in added.splitlines():
            self._number += 1
            if self._number > max(self._after, 1) and (line := _line(written, self._number)) is not None:
                yield line


def progress(path: Path) -> Progress:
    """How far the job of this journal is. Raises LedgerFault where its first line is damaged."""
    found = Progress(job(path))
    for line in Tail(path).more():
        found.take(line)
    return found


def summary(path: Path) -> Summary:
    """The first and the last line of this journal alone. Raises LedgerFault as `job` does."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _LONGEST_END))
        *_, last = file.read().splitlines() or [b""]
    line = _line(last, 0)
    return Summary(job(path), line if line is not None and line.what is What.ENDED else None)


def job(path: Path) -> Job:
    """What was sent. Raises LedgerFault where the journal's first line is damaged."""
    with path.open("rb") as file:
        first = file.readline()
    try:
        return _JOB.validate_json(first)
    except ValidationError as fault:
        raise LedgerFault(f"{path}: this journal is damaged; move its folder away") from fault


def _line(written: bytes, number: int) -> Line | None:
    try:
        line = _LINE.validate_json(written)
    except ValidationError:
        return None
    return Line(**{name: getattr(line, name) for name in Line.__slots__} | {"number": number})
