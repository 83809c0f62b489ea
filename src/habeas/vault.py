"""The vault: the bytes of every document under their SHA-256, written once and never changed.

A file stands at `vault/ab/abcdef…`, mode 0400, in folders of mode 0700. It gets its name only once
all its bytes are on the disk, so that a run that is killed leaves no file that lies. What such a run
leaves without a name, the next one that writes takes away.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from habeas.errors import LedgerFault

_SHA: Final = re.compile(r"[0-9a-f]{64}")
_SUBFOLDER: Final = re.compile(r"[0-9a-f]{2}")
_FOR_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
# Files that a killed run left behind; they have no name yet, so they claim nothing.
_UNFINISHED: Final = ".part-"
# From so many documents on, waiting once for all that is to be written beats waiting for each.
_WORTH_A_SYNC: Final = 64
_BATCH: Final = 5_000
_PIECE: Final = 2**20


class Vault:
    """Preserved bytes in one folder; the folder is made with the first document."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._swept = False

    def put(self, data: bytes) -> str:
        """Keep these bytes and give their SHA-256 in hex; bytes that are there already are left alone.

        Raises LedgerFault where the folder can't be written to.
        """
        sha = hashlib.sha256(data).hexdigest()
        if not self.has(sha):
            try:
                with self._writing():
                    self._write(self._path(sha), data)
            except OSError as fault:
                raise self._unwritable(fault) from fault
        return sha

    def put_file(self, path: Path) -> str:
        """Keep the bytes of a file, however large, and give their SHA-256, as `put` does.

        Raises LedgerFault where the folder can't be written to, OSError where the file can't be read.
        """
        with path.open("rb") as file:
            sha = hashlib.file_digest(file, "sha256").hexdigest()
            if self.has(sha):
                return sha
            file.seek(0)
            return self._copied(file)

    def _copied(self, source: BinaryIO) -> str:
        """Keep what is read from here under the SHA-256 of what was really copied."""
        try:
            with self._writing():
                return self._written(source)
        except OSError as fault:
            raise self._unwritable(fault) from fault

    def _written(self, source: BinaryIO) -> str:
        handle, part = tempfile.mkstemp(prefix=_UNFINISHED, dir=self.folder)
        hashed = hashlib.sha256()
        try:
            with os.fdopen(handle, "wb") as copy:
                while piece := source.read(_PIECE):
                    hashed.update(piece)
                    copy.write(piece)
                copy.flush()
                os.fchmod(copy.fileno(), 0o400)
                os.fsync(copy.fileno())
            path = self._path(hashed.hexdigest())
            path.parent.mkdir(mode=0o700, exist_ok=True)
            Path(part).replace(path)
            for folder in (path.parent, self.folder):
                sync_folder(folder)
        finally:
            Path(part).unlink(missing_ok=True)
        return hashed.hexdigest()

    def put_all(self, documents: Iterable[bytes]) -> None:
        """Keep many documents; as safe as putting one after the other, and much faster.

        Raises LedgerFault where the folder can't be written to; some of them may then be kept.
        """
        documents = iter(documents)
        while batch := list(islice(documents, _BATCH)):
            if len(batch) < _WORTH_A_SYNC:
                for data in batch:
                    self.put(data)
            else:
                self._put_batch({hashlib.sha256(data).hexdigest(): data for data in batch})

    def _put_batch(self, batch: Mapping[str, bytes]) -> None:
        unfinished: dict[Path, Path] = {}
        try:
            with self._writing():
                for sha, data in batch.items():
                    if not self.has(sha):
                        unfinished[self._path(sha)] = self._unfinished(self._path(sha), data, sync=False)
                os.sync()  # once for all: their bytes are on the disk before the first has its name
                for path, part in unfinished.items():
                    part.replace(path)
                os.sync()
        except OSError as fault:
            raise self._unwritable(fault) from fault
        finally:
            for part in unfinished.values():
                part.unlink(missing_ok=True)

    def get(self, sha: str) -> bytes:
        """The bytes with this SHA-256. Raises LedgerFault if they are absent or have changed."""
        if not self.has(sha):
            raise LedgerFault(f"{self.folder}: the vault doesn't hold {sha} (bring it back from a copy)")
        try:
            data = self._path(sha).read_bytes()
        except OSError as fault:
            raise LedgerFault(f"{self._path(sha)}: {fault.strerror} (check its permissions)") from fault
        if hashlib.sha256(data).hexdigest() != sha:
            raise LedgerFault(f"{self._path(sha)}: these bytes have changed (bring them back from a copy)")
        return data

    def has(self, sha: str) -> bool:
        """True where a file stands under this SHA-256; whether its bytes are right, `faults` says."""
        return _SHA.fullmatch(sha) is not None and self._path(sha).is_file()

    def expunge(self, sha: str) -> None:
        """Take these bytes out for good, where somebody who may do so ordered it; absent ones are fine.

        Raises LedgerFault where the folder can't be written to.
        """
        path = self._path(sha)
        try:
            if self.has(sha):
                path.unlink()
                sync_folder(path.parent)
        except OSError as fault:
            raise self._unwritable(fault) from fault

    def sweep(self) -> None:
        """Take out what runs that were killed had begun to write: it may be bytes that have been expunged.

        Whatever is being written meanwhile fails, and says so; nothing that was kept is lost.
        """
        for path in self.folder.glob(f"??/{_UNFINISHED}*"):
            path.unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """The SHA-256 of every document in the vault, in order."""
        for path in sorted(self.folder.glob("??/*")):
            if self.has(path.name) and path == self._path(path.name):
                yield path.name

    def faults(self) -> Iterator[str]:
        """Everything that isn't as the vault wrote it, one line each, in order of path.

        Other bytes, other names, links; files that a killed run left have no name yet, and claim nothing.
        """
        for path in self._paths():
            if fault := _fault_of(path) or self._misplaced(path):
                yield f"{path}: {fault}"

    def notes(self) -> Iterator[str]:
        """What is no fault of the bytes: what killed runs left, and what others than the owner may open."""
        kept = list(self._paths())
        if left := [path for path in kept if self._is_unfinished(path)]:
            yield f"{left[0]}: a run that was stopped left {_as_this(left)}; the next add clears it away"
        if open_ := [path for path in kept if _is_open(path)]:
            yield (
                f"{open_[0]}: others than its owner may open {_as_this(open_)}; where the disk keeps such "
                f"modes, take them back: chmod -R go= {self.folder}"
            )

    def _paths(self) -> Iterator[Path]:
        """Everything in the vault, links among it, but not what they lead to."""
        for folder, folders, files in os.walk(self.folder):
            folders.sort()
            yield from (Path(folder) / name for name in sorted((*folders, *files)))

    def _misplaced(self, path: Path) -> str | None:
        """What is wrong with a file or folder that is one, by its name and its bytes."""
        if path.is_dir():
            known = path.parent == self.folder and _SUBFOLDER.fullmatch(path.name)
            return None if known else "no folder of the vault has this name"
        if self._is_unfinished(path):
            return None
        if not _SHA.fullmatch(path.name) or path != self._path(path.name):
            return "no document of the vault has this name"
        try:
            with path.open("rb") as file:
                sha = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as fault:
            return f"can't be read: {fault.strerror}"
        return None if sha == path.name else "its bytes aren't those that it was named for"

    def _is_unfinished(self, path: Path) -> bool:
        """True for a file without a name yet, where the vault writes such: beside its documents, or above."""
        folder = path.parent
        beside = folder.parent == self.folder and _SUBFOLDER.fullmatch(folder.name) is not None
        return path.name.startswith(_UNFINISHED) and (folder == self.folder or beside)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the folder, together with others who write; before the first time, clear it of leavings."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            if not self._swept:
                self._sweep(handle)
            # Some network disks know no locks: there nothing is swept, and all else goes on.
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_SH)
            yield
        finally:
            os.close(handle)

    def _sweep(self, handle: int) -> None:
        """Take away what killed runs left, unless somebody is writing: then it may be theirs."""
        self._swept = True
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in filter(self._is_unfinished, self._paths()):
                left.unlink(missing_ok=True)

    def _path(self, sha: str) -> Path:
        return self.folder / sha[:2] / sha

    def _unwritable(self, fault: OSError) -> LedgerFault:
        return LedgerFault(
            f"{self.folder}: the vault can't be written to: {fault.strerror} "
            "(check its permissions and the space on the disk)"
        )

    def _write(self, path: Path, data: bytes) -> None:
        self._unfinished(path, data, sync=True).replace(path)
        # A new name lasts through a power cut only once its folder is on the disk too.
        for folder in (path.parent, self.folder):
            sync_folder(folder)

    def _unfinished(self, path: Path, data: bytes, *, sync: bool) -> Path:
        """A file with these bytes beside where `path` will be, which has no name yet."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fchmod(file.fileno(), 0o400)
                if sync:
                    os.fsync(file.fileno())
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        return Path(unfinished)


def _fault_of(path: Path) -> str | None:
    """What keeps this from being looked into: a link, something that is no file, what can't be read."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return "is a link, and the vault holds none: what it leads to can change"
    if stat.S_ISDIR(mode):
        return None if os.access(path, os.R_OK | os.X_OK) else "can't be looked into"
    return None if stat.S_ISREG(mode) else "is neither file nor folder"


def _is_open(path: Path) -> bool:
    mode = path.lstat().st_mode
    return not stat.S_ISLNK(mode) and bool(mode & _FOR_OTHERS)


def _as_this(paths: list[Path]) -> str:
    return "this" if len(paths) == 1 else f"this and {len(paths) - 1:,} more"


def sync_folder(folder: Path) -> None:
    """Bring a folder onto the disk: only then a name in it lasts through a power cut. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
