"""The outbox of a home: a folder for each thing that somebody asked to take with them, until they take it.

A folder gets its name once it says what is wanted; its file gets its name once the log tells of it. Either is
there whole or not at all, and neither stays: what was taken goes, and what nobody takes goes in time.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from habeas.errors import LedgerFault, WrongUsage
from habeas.kept import Listing
from habeas.leavings import sweep, unfinished_folder
from habeas.publishing import documents, exports
from habeas.settings import Settings
from habeas.vault import sync_folder

# How long it lies there for whoever asked for it.
LASTS: Final = timedelta(hours=24)
# So many things may lie there, or be made, for one person at one time.
MOST: Final = 5
# Left free for the ledger, in bytes: what is to be taken away must not keep reports out.
SPARE_BYTES: Final = 256 * 2**20
BRIEF: Final = "brief-"
# What can be taken: the brief in each of its forms, and every export but the archive, which is a whole home.
BRIEFS: Final = tuple(f"{BRIEF}{form}" for form in documents.Form)
EXPORTS: Final = tuple(form.value for form in exports.Form if form is not exports.Form.ARCHIVE)
_ID: Final = re.compile(r"\d{8}-\d{6}-[0-9a-f]{16}")
_UNFINISHED: Final = ".part-"
_ASKED: Final = "asked.json"
_STAND: Final = "stand.json"
_NONE: Final = "there is no such download, or no more: it was taken, or lay here for too long. Make it again"

Kind = TypeVar("Kind")


class Stage(StrEnum):
    """What has come of what somebody asked for."""

    WAITING = "waiting"
    MAKING = "being made"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to take with them, and why; `form` is one of BRIEFS or EXPORTS.

    `listing` is the list that it is of, None for everything, and `chosen` says the same in words. `names` and
    `sexual_violence` let out what is held back otherwise. `title` and `changes_since` are a brief's.
    """

    form: str
    listing: Listing | None
    chosen: tuple[str, ...]
    by: str
    why: str
    at: datetime
    names: bool = False
    sexual_violence: bool = False
    title: str = ""
    changes_since: date | None = None
    base_url: str = ""

    @property
    def is_brief(self) -> bool:
        """True for a document to read, False for files of an export."""
        return self.form.startswith(BRIEF)

    @property
    def file(self) -> str:
        """What the file is called: nothing of it comes from outside."""
        if self.is_brief:
            return f"habeas-brief-{self.at:%Y-%m-%d}.{self.form.removeprefix(BRIEF)}"
        return f"habeas-{self.form}-{self.at:%Y-%m-%d}.zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file that is ready: its size in bytes, the SHA-256 that the log has of it, and what is in it.

    `held_back` says what was withheld, and how often.
    """

    size: int
    contents: str
    claims: int
    unread: int
    reports: int
    held_back: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How far it is, and since when; `begun` is how often it was begun, `why` why it isn't ready."""

    stage: Stage
    at: datetime
    begun: int = 0
    why: str | None = None
    made: Made | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing that somebody asked for, and how far it is."""

    id: str
    asked: Asked
    stand: Stand

    @property
    def goes(self) -> datetime | None:
        """When it is removed if nobody takes it; None as long as it isn't made."""
        lies = self.stand.stage in (Stage.READY, Stage.FAILED)
        return self.stand.at + LASTS if lies else None


class Outbox:
    """All that people asked for. Many may look, ask and take; one process at a time makes (`at_work`)."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.outbox

    def ask(self, asked: Asked) -> str:
        """Put down what somebody wants; its id.

        Raises WrongUsage where enough of theirs lies there or the disk is full, LedgerFault where nothing
        can be written.
        """
        if len(self.of(asked.by)) >= MOST:
            raise WrongUsage(f"{MOST} downloads of yours lie here: take or delete one, then ask again")
        at = datetime.now(UTC)
        id_ = f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(8)}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if shutil.disk_usage(self.folder).free < SPARE_BYTES:
                raise WrongUsage("the disk of the server is full: make room on it, then ask again")
            with unfinished_folder(self.folder, _UNFINISHED) as folder:
                _put(folder / _STAND, Stand(stage=Stage.WAITING, at=at))
                _put(folder / _ASKED, asked)
                folder.rename(self.folder / id_)
                sync_folder(self.folder)
        except OSError as fault:
            raise LedgerFault(
                f"the outbox can't be written to: {fault.strerror} (check its permissions and the disk)"
            ) from fault
        return id_

    def ids(self) -> list[str]:
        """The ids of all that lies there, the oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if _ID.fullmatch(path.name))

    def parcels(self) -> Iterator[Parcel]:
        """All that lies there, the oldest first."""
        for id_ in self.ids():
            with suppress(LedgerFault):  # somebody just took it
                yield self.parcel(id_)

    def of(self, by: str) -> list[Parcel]:
        """What this person asked for, the newest first."""
        return [one for one in self.parcels() if one.asked.by == by][::-1]

    def parcel(self, id_: str) -> Parcel:
        """One of them. Raises LedgerFault where there is none, or no more."""
        if _ID.fullmatch(id_) is None:
            raise LedgerFault(_NONE)
        folder = self.folder / id_
        found = Parcel(id_, _got(folder / _ASKED, _ASKED_FORM), _got(folder / _STAND, _STAND_FORM))
        if found.goes is not None and found.goes <= datetime.now(UTC):
            raise LedgerFault(_NONE)
        return found

    def path(self, parcel: Parcel) -> Path:
        """Where its file is, or will be."""
        return self.folder / parcel.id / parcel.asked.file

    def note(self, id_: str, stand: Stand) -> None:
        """Note how far it is. Raises LedgerFault where somebody deleted it meanwhile."""
        try:
            _put(self.folder / id_ / _STAND, stand)
        except FileNotFoundError as fault:
            raise LedgerFault(_NONE) from fault

    def remove(self, id_: str) -> None:
        """Let it go, with its file, whole: nobody is offered a part of it."""
        with suppress(FileNotFoundError), unfinished_folder(self.folder, _UNFINISHED) as gone:
            (self.folder / id_).rename(gone / id_)

    def sweep(self) -> None:
        """Remove what lay there for too long, and what killed runs left."""
        if self.folder.is_dir():
            sweep(self.folder, _UNFINISHED)
        for id_ in self.ids():
            try:
                self.parcel(id_)
            except LedgerFault:
                self.remove(id_)

    def empty(self) -> None:
        """Remove all that lies there."""
        for id_ in self.ids():
            self.remove(id_)

    @contextmanager
    def at_work(self) -> Iterator[bool]:
        """Whether this process may make what is asked for: False as long as another does."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            yield _locked(handle)
        finally:
            os.close(handle)


_ASKED_FORM: Final = TypeAdapter(Asked)
_STAND_FORM: Final = TypeAdapter(Stand)


def _got(path: Path, form: TypeAdapter[Kind]) -> Kind:
    try:
        return form.validate_json(path.read_bytes())
    except (OSError, ValidationError) as fault:
        raise LedgerFault(_NONE) from fault


def _put(path: Path, value: Asked | Stand) -> None:
    """Write it whole: who reads finds what was there before, or this."""
    written = path.with_name(f"{path.name}.new")
    with written.open("wb") as file:
        file.write(TypeAdapter(type(value)).dump_json(value))
        file.flush()
        os.fsync(file.fileno())
    written.replace(path)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
