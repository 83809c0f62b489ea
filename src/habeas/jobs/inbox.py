"""The inbox of a home: a folder for each job, with the files as they were sent, and the journal.

What comes from outside never names a file here. A folder gets its name only once all of its files are in it,
so that a job is there whole or not at all.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from habeas.errors import LedgerFault, UnreadableReport, WrongUsage
from habeas.intake import Stated, checked
from habeas.intake.entries import Entry
from habeas.intake.fetching import whole_address
from habeas.intake.files import CONTAINERS, KINDS, in_words, kind_named, printable
from habeas.intake.files import ending as ending_of
from habeas.intake.sidecar import SIDECAR
from habeas.jobs import journal
from habeas.jobs.journal import Job, Progress, Sent, Summary, Tail
from habeas.settings import Settings
from habeas.vault import sync_folder

_ID: Final = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")
_UNFINISHED: Final = ".part-"
_STOPPED: Final = "stopped"
FILES: Final = "files"
LONGEST_NAME: Final = 200
LONGEST_ADDRESS: Final = 500
_UNKNOWN: Final = ".unknown"


@dataclass(frozen=True, slots=True)
class JobLimits:
    """What may be sent at one time; sizes in bytes. What one file may hold, `settings.Limits` says."""

    files: int = 1_000
    job_bytes: int = 2 * 2**30
    # Left free for the ledger and the vault, which will hold all that is sent once more.
    spare_bytes: int = 256 * 2**20


class TooMuch(WrongUsage):
    """More was sent than one job may hold, or than the disk can."""


class Inbox:
    """All jobs of a home. Many may look and send; one process at a time works on them (`at_work`)."""

    def __init__(self, settings: Settings, limits: JobLimits | None = None) -> None:
        self.settings = settings
        self.limits = limits or JobLimits()
        self.folder = settings.inbox

    @contextmanager
    def draft(self) -> Iterator[Draft]:
        """A job that files are being sent to; gone again unless `Draft.send` was called.

        Raises TooMuch where the disk is full, LedgerFault where it can't be written to.
        """
        with _in_words():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self.folder))
            handle = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)  # says to `sweep` that somebody still sends to it
                with closing(Draft(self, folder)) as draft:
                    yield draft
            finally:
                os.close(handle)
                shutil.rmtree(folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what was being sent when a server was killed."""
        for folder in self.folder.glob(f"{_UNFINISHED}*"):
            with suppress(OSError):
                handle = os.open(folder, os.O_RDONLY)
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder)
                finally:
                    os.close(handle)

    def ids(self) -> list[str]:
        """The ids of all jobs, the newest first."""
        if not self.folder.is_dir():
            return []
        return sorted((path.name for path in self.folder.iterdir() if _ID.fullmatch(path.name)), reverse=True)

    def changed(self) -> int:
        """When a job last came or went, in nanoseconds."""
        return self.folder.stat().st_mtime_ns

    def progress(self, id_: str) -> Progress:
        """How far a job is. Raises LedgerFault where there is no such job."""
        return journal.progress(self.journal(id_))

    def summary(self, id_: str) -> Summary:
        """What was sent, and how it ended, without all that was in between. Raises as `progress`."""
        return journal.summary(self.journal(id_))

    def tail(self, id_: str, *, after: int = 1) -> Tail:
        """The lines of a job's journal after this one, as they come. Raises LedgerFault as `progress`."""
        return Tail(self.journal(id_), after=after)

    def journal(self, id_: str) -> Path:
        """The journal of a job. Raises LedgerFault where there is no such job."""
        path = self.folder / id_ / journal.NAME
        if _ID.fullmatch(id_) is None or not path.is_file():
            raise LedgerFault("there is no such job; the list of jobs shows all that were sent")
        return path

    def path(self, job: Job, sent: Sent) -> Path:
        """Where a file waits to be read."""
        return self.folder / job.id / FILES / sent.file

    def named(self, job: Job, sent: Sent) -> Path:
        """Where the file would stand beside the job's sidecar, under its own name; nothing stands there."""
        return self.folder / job.id / sent.name

    def stop(self, id_: str) -> None:
        """Ask that the files of this job that wait be left out. Raises LedgerFault as `progress`."""
        (self.journal(id_).parent / _STOPPED).touch(mode=0o600)

    def stopped(self, id_: str) -> bool:
        """True where somebody asked to stop this job."""
        return (self.folder / id_ / _STOPPED).exists()

    def clear(self, id_: str) -> None:
        """Remove the files of a job that has ended; its journal stays."""
        shutil.rmtree(self.folder / id_ / FILES, ignore_errors=True)
        (self.folder / id_ / SIDECAR).unlink(missing_ok=True)

    @contextmanager
    def at_work(self) -> Iterator[bool]:
        """Whether this process may work on the jobs: False as long as another does."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            yield _locked(handle)
        finally:
            os.close(handle)


class Draft:
    """Files that are being sent. `file` begins one, `Incoming.write` goes on, `send` makes them a job."""

    def __init__(self, inbox: Inbox, folder: Path) -> None:
        self._inbox = inbox
        self._folder = folder
        self._files: list[Incoming] = []
        self._addresses: dict[str, Entry | None] = {}
        self._left = inbox.limits.job_bytes
        (folder / FILES).mkdir(mode=0o700)

    @property
    def most(self) -> int:
        """How many bytes one job takes."""
        return self._inbox.limits.job_bytes

    @property
    def count(self) -> int:
        """How many files and addresses came."""
        return sum(one.name.lower() != SIDECAR for one in self._files) + len(self._addresses)

    @property
    def containers(self) -> tuple[str, ...]:
        """The names of those that can hold many reports."""
        return tuple(one.name for one in self._files if one.ending in CONTAINERS)

    def expect(self, size: int) -> None:
        """Refuse so many bytes before they come. Raises TooMuch."""
        limits = self._inbox.limits
        if size > limits.job_bytes:
            raise TooMuch(
                f"{in_words(size)} is too much for one job, which takes {in_words(limits.job_bytes)}: "
                "send the files in several jobs. Nothing was kept"
            )
        if shutil.disk_usage(self._folder).free < size + limits.spare_bytes:
            raise _full()

    def file(self, name: str) -> Incoming:
        """Begin the next file, whatever it is called. Raises TooMuch."""
        self._room_for_one()
        incoming = Incoming(self, harmless(name), len(self._files) + 1)
        self._files.append(incoming)
        return incoming

    def address(self, words: str, *, entry: Entry | None = None) -> None:
        """An address of a report, which is fetched when its turn comes; the same one counts once.

        `entry` is what a feed says that led to it.

        Raises TooMuch, and WrongUsage for an address that is never fetched, or lies inside the network.
        """
        try:
            address = whole_address(words, allow_private=False)
        except UnreadableReport as fault:
            raise WrongUsage(f"{fault}. Nothing was kept") from None
        if address not in self._addresses:
            self._room_for_one()
            self._addresses[address] = entry

    def _room_for_one(self) -> None:
        if len(self._files) + len(self._addresses) >= self._inbox.limits.files:
            raise TooMuch(
                f"these are more than the {self._inbox.limits.files:,} files that one job takes: "
                "send them in several jobs. Nothing was kept"
            )

    def open(self, incoming: Incoming) -> BinaryIO:
        """The file in which this one is kept."""
        path = self._path(incoming)
        return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")

    def pay(self, incoming: Incoming, size: int) -> bool:
        """Take so many bytes off what may still come; False where this file has had its share.

        Raises TooMuch.
        """
        self._left -= size
        if self._left < 0:
            self.expect(self._inbox.limits.job_bytes - self._left)
        return incoming.size <= self._most_of(incoming)

    def _most_of(self, one: Incoming) -> int:
        """How many bytes this file may have: a container, as many as the job."""
        limits = self._inbox.settings.limits
        if one.ending not in CONTAINERS or one.ending in KINDS:
            return limits.file_bytes
        return min(limits.container_bytes, self._inbox.limits.job_bytes)

    def send(self, *, by: str, stated: Stated | None = None) -> str:
        """Make what came a job, whole or not at all; its id.

        Raises WrongUsage where no file came, or as `intake.checked` does.
        """
        sent = tuple(self._sent())
        if not sent:
            raise WrongUsage("no file came, and no address: choose one or more, then send them")
        at = datetime.now(UTC).replace(microsecond=0)
        job = Job(f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(4)}", at, by, checked(stated or Stated()), sent)
        journal.begin(self._folder / journal.NAME, job)
        self._folder.rename(self._inbox.folder / job.id)
        sync_folder(self._inbox.folder)  # who is told that it came must find it after a power cut
        return job.id

    def close(self) -> None:
        """Let go of all files, sent or not."""
        for one in self._files:
            with suppress(OSError):  # a full disk takes no more of it, and nothing of it is kept
                one.close()

    def _sent(self) -> Iterator[Sent]:
        sidecar: Incoming | None = None
        for one in self._files:
            one.settle()
            why = self._too_large(one)
            if why is not None:
                self._path(one).unlink()
            elif one.name.lower() == SIDECAR:
                if sidecar is not None:
                    raise WrongUsage(f"{SIDECAR} came twice: make one of the two. Nothing was kept")
                sidecar = one
                self._path(one).rename(self._folder / SIDECAR)
                continue
            yield Sent(one.number, one.name, one.size, one.ending, why)
        for number, (address, entry) in enumerate(self._addresses.items(), start=len(self._files) + 1):
            name = printable(address)[:LONGEST_ADDRESS]
            day = None if entry is None else entry.published
            yield Sent(number, name, 0, "", address=address, led=entry is not None, published=day)

    def _path(self, incoming: Incoming) -> Path:
        return self._folder / FILES / Sent(incoming.number, "", 0, incoming.ending).file

    def _too_large(self, one: Incoming) -> str | None:
        most = self._most_of(one)
        if one.size <= most:
            return None
        return (
            f"holds {in_words(one.size)}, and the limit is {in_words(most)} (split it into smaller documents)"
        )


class Incoming:
    """One file as its bytes come."""

    def __init__(self, draft: Draft, name: str, number: int) -> None:
        self.name, self.number, self.size = name, number, 0
        self.ending = ending_of(name) if kind_named(name) is not None else _UNKNOWN
        self._draft = draft
        self._file = draft.open(self)

    def write(self, data: bytes) -> None:
        """More of the file. Raises TooMuch where the job, or the disk, has no room for it."""
        self.size += len(data)
        if self._draft.pay(self, len(data)):  # of a file that is too large the rest is only counted
            self._file.write(data)

    def close(self) -> None:
        """No more comes."""
        self._file.close()

    def settle(self) -> None:
        """No more comes, and what came is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


def harmless(name: str) -> str:
    """A name from outside as it is shown and kept: no folder before it, nothing that a screen obeys, short.

    What can't be shown is written as its escape, so that two names that differ still do.
    """
    last = re.split(r"[/\\]", name)[-1].strip()
    shown = " ".join(printable(last).split())
    if len(shown) > LONGEST_NAME:
        ending = Path(shown).suffix[:20]
        shown = f"{shown[: LONGEST_NAME - len(ending) - 1]}…{ending}"
    return shown if shown not in ("", ".", "..") else "unnamed"


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what the disk refuses into an error that says what to do."""
    try:
        yield
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _full() from fault
        raise LedgerFault(
            f"the inbox can't be written to: {fault.strerror} (check its permissions)"
        ) from fault


def _full() -> TooMuch:
    return TooMuch(
        "the disk of the server is full: make room on it, then send the files again. Nothing was kept"
    )
