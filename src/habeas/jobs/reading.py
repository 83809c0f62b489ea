"""What a worker does: reads one file, or what an address serves, into the ledger; or reckons what came in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from habeas.capturing import Asking, Feed, capture, fetch
from habeas.errors import LedgerFault, UnreadableReport
from habeas.intake import Passed, Stated, container_kind
from habeas.intake.entries import Entry
from habeas.intake.fetching import Fetcher
from habeas.intake.sidecar import beside
from habeas.kept import reckon
from habeas.pipeline import Desk, Failure, Outcome, attempt, desk, process
from habeas.settings import Settings
from habeas.unpacking import process_container


@dataclass(frozen=True, slots=True)
class Read:
    """A file to be read: where it is, its own name, the sidecar's folder, and what was stated of it.

    `again` where it was begun before: then the ledger may have it from then. With an `address` there is no
    file yet: it is fetched, as `by` asked for; where a feed `led` to it, it may be no feed itself.
    """

    path: Path
    name: str
    beside: Path
    stated: Stated
    again: bool = False
    address: str | None = None
    led: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Reckon:
    """What came in is to be reckoned."""


@dataclass(frozen=True, slots=True)
class Done:
    """A task that is done."""


@dataclass(frozen=True, slots=True)
class NotNow:
    """A task that can't be done for now, and why: the ledger is busy, the disk is full."""

    why: str


@dataclass(frozen=True, slots=True)
class Leads:
    """An address that serves a feed: what it leads to, and the ledger has nothing from."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What became of each report of a container, and how much in it is none."""

    members: tuple[Outcome | Failure, ...]
    passed: int


Task = Read | Reckon
Answer = Outcome | Failure | Leads | Unpacked | Done | NotNow
Work = Callable[[Task], Answer]


@contextmanager
def at_desk(settings: Settings) -> Iterator[Work]:
    """Does tasks at the desk of this home, with the lexicon and the models of the reader at hand."""
    # Who sends an address may be far from this machine: nothing of its own network is ever fetched for them.
    fetcher = Fetcher(settings.fetching, allow_private=False)
    with desk(settings) as here:
        yield partial(do, desk=here, fetcher=fetcher)


def do(task: Task, desk: Desk, fetcher: Fetcher | None = None) -> Answer:
    """Do one task; `fetcher` is the guard that addresses pass (default: one that lets none inside pass)."""
    fetcher = fetcher or Fetcher(desk.settings.fetching, allow_private=False)
    try:
        if isinstance(task, Reckon):
            reckon(desk)
            return Done()
        return attempt(task.name, partial(_read, task, desk, fetcher))
    except LedgerFault as fault:
        return NotNow(str(fault))


def _read(task: Read, desk: Desk, fetcher: Fetcher) -> Outcome | Leads | Unpacked:
    try:
        if task.address is None and container_kind(task.path) is not None:
            return _taken_apart(task, desk)
        outcome = _read_file(task, desk) if task.address is None else _fetched(task, desk, fetcher)
    except MemoryError:
        raise UnreadableReport(
            task.name, "takes more memory to read than there is for one", "split it into smaller documents"
        ) from None
    if isinstance(outcome, Leads) or outcome.new or not task.again:
        return outcome
    return _from_before(outcome, desk)


def _read_file(task: Read, desk: Desk) -> Outcome:
    # As in `habeas add`: what is stated of all goes before the sidecar's row.
    stated = task.stated.or_else(beside(task.beside / task.name, task.name))
    return process(task.path, desk, stated=stated, name=task.name)


def _taken_apart(task: Read, desk: Desk) -> Unpacked:
    """Each report of a container, as `habeas add` takes it; one that can't be read keeps no other out."""
    said = beside(task.beside / task.name, task.name)
    # What a sidecar calls a container is no name of the reports in it.
    stated = task.stated.or_else(replace(said, title=None, url=None))
    pieces = process_container(task.path, desk, by=task.by, stated=stated, name=task.name)
    members: list[Outcome | Failure] = []
    passed = 0
    for piece in pieces:
        if isinstance(piece, Passed):
            passed += piece.count
        elif isinstance(piece, Outcome) and not piece.new and task.again:
            members.append(_from_before(piece, desk))
        else:
            members.append(piece)
    return Unpacked(tuple(members), passed)


def _fetched(task: Read, desk: Desk, fetcher: Fetcher) -> Outcome | Leads:
    asking = Asking(fetcher, task.by, task.stated)
    if task.led:
        return capture(task.address or "", desk, asking)
    found = fetch(task.address or "", desk, asking)
    if not isinstance(found, Feed):
        return found
    before = desk.ledger.fetched(entry.address for entry in found.entries)
    return Leads(tuple(entry for entry in found.entries if entry.address not in before))


def _from_before(outcome: Outcome, desk: Desk) -> Outcome:
    """What this job had put down before it was stopped: it isn't known already, it is done."""
    reading = desk.ledger.reading(desk.ledger.report(outcome.report_id), desk.reader)
    return Outcome(
        outcome.name,
        outcome.report_id,
        len(reading.claims),
        len(reading.unread),
        new=True,
        language=outcome.language,
    )
