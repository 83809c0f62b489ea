"""An archive from whoever sent it: opened into an empty folder, each file held against the archive's list.

Headers are parsed one by one, and only plain files with expected names are taken: no link, no device, no
extended header, no sparse file. Nothing is compressed, so nothing grows.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyrage
from pydantic import TypeAdapter, ValidationError

from habeas.errors import HabeasError, UnreadableReport, WrongUsage
from habeas.intake.files import printable
from habeas.wire.archive import ABOUT, PATHS, SEAL, ArchiveWire, FileWire

_AGE: Final = b"age-encryption.org/v1\n"
_BLOCK: Final = tarfile.BLOCKSIZE
_AT_ONCE: Final = 2**20
# The list of files: some 150 bytes for each.
MOST_LISTED: Final = 2**29
_AGAIN: Final = "get the archive again"
_PLAIN: Final = (tarfile.REGTYPE, tarfile.AREGTYPE)

Identity = Any  # of pyrage, which has no types: x25519.Identity or ssh.Identity


def is_archive(path: Path) -> bool:
    """True for a file that begins as an archive does, encrypted or not."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            start = file.read(_BLOCK)
    except OSError:
        return False
    return start.startswith((_AGE, ABOUT.encode() + b"\0"))


def identities_in(path: Path) -> list[Identity]:
    """The keys in a file: lines of age's ("AGE-SECRET-KEY-1…"), or a private key of SSH.

    Raises WrongUsage where there is none.
    """
    try:
        data = path.read_bytes()
        if data.lstrip().startswith(b"-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(data)]
        lines = (line.strip() for line in data.decode().splitlines())
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, ValueError, pyrage.IdentityError):
        found = []
    if not found:
        raise WrongUsage(f"--identity {printable(str(path))}: there is no key of age or SSH in it")
    return list(found)


def unpack(path: Path, into: Path, identities: Sequence[Identity] = ()) -> ArchiveWire:
    """Write the archive's files into a folder, which is ours alone; gives what the archive says of itself.

    Raises UnreadableReport for an archive that isn't whole or holds anything else, HabeasError without the
    right key.
    """
    with path.open("rb") as file, _decrypted(file, path, identities) as plain:
        return _unpack(_Source(plain, path), into)


def _broken(path: Path, why: str) -> UnreadableReport:
    return UnreadableReport(printable(str(path)), f"this archive {why}", _AGAIN)


class _Source:
    """The bytes of an archive, in order."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file, self._path, self._taken = file, path, 0

    def take(self, size: int) -> bytes:
        """Exactly so many bytes. Raises UnreadableReport where there are fewer."""
        data = self._file.read(size)
        if len(data) != size:
            raise self.broken("ends too early")
        self._taken += size
        return data

    def header(self) -> tarfile.TarInfo | None:
        """The next member's header, None at the end."""
        block = self.take(_BLOCK)
        if not any(block):
            return None
        try:
            return tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, ValueError) as fault:
            raise self.broken("is damaged: a header can't be read") from fault

    def pass_padding(self, size: int) -> None:
        """What fills the last block of a member of this size: nothing may hide in it."""
        if any(self.take(-size % _BLOCK)):
            raise self.broken("holds bytes between its files")

    def pass_end(self) -> None:
        """What fills the archive's last record: nothing may hide in it."""
        if any(self.take(-self._taken % tarfile.RECORDSIZE or tarfile.RECORDSIZE)) or self._file.read(1):
            raise self.broken("goes on after its end")

    def broken(self, why: str) -> UnreadableReport:
        """The error that says why it can't be opened."""
        return _broken(self._path, why)


def _unpack(source: _Source, into: Path) -> ArchiveWire:
    about, seal = _about(source)
    if sum(file["size"] for file in about["files"].values()) > shutil.disk_usage(into).free:
        raise source.broken("needs more room than the disk has")
    missing = {**about["files"], SEAL: seal}
    while (header := source.header()) is not None:
        listed = missing.pop(header.name, None)
        if listed is None or header.type not in _PLAIN or header.size != listed["size"]:
            raise source.broken(f"holds {printable(header.name)}, which its list hasn't so")
        _keep(source, into, listed, header.name)
    source.pass_end()
    (into / SEAL).unlink(missing_ok=True)
    if missing:
        raise source.broken(f"lacks {printable(min(missing))}")
    return about


def _about(source: _Source) -> tuple[ArchiveWire, FileWire]:
    """What the archive says of itself, and the file at its end that seals this."""
    header = source.header()
    if header is None or header.name != ABOUT or header.type not in _PLAIN or header.size > MOST_LISTED:
        raise source.broken("doesn't begin with its list of files")
    data = source.take(header.size)
    source.pass_padding(header.size)
    try:
        about = TypeAdapter(ArchiveWire).validate_json(data, strict=True)
    except ValidationError as fault:
        raise source.broken("is of another version of habeas, or of none") from fault
    for name, file in about["files"].items():
        if not PATHS.fullmatch(name) or file["size"] < 0:
            raise source.broken(f"lists {printable(name)}, which no archive holds")
    return about, _seal(hashlib.sha256(data).hexdigest())


def _seal(of: str) -> FileWire:
    return {"size": len(of), "sha256": hashlib.sha256(of.encode()).hexdigest()}


def _keep(source: _Source, into: Path, listed: FileWire, name: str) -> None:
    path = into / name
    for folder in reversed(path.relative_to(into).parents):
        (into / folder).mkdir(mode=0o700, exist_ok=True)
    total, left = hashlib.sha256(), listed["size"]
    mode = 0o400 if name.startswith("vault/") else 0o600
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
        while left:
            data = source.take(min(left, _AT_ONCE))
            total.update(data)
            file.write(data)
            left -= len(data)
    source.pass_padding(listed["size"])
    if total.hexdigest() != listed["sha256"] or (mode == 0o400 and path.name != listed["sha256"]):
        raise source.broken(f"is damaged: {printable(name)} isn't what its list says")


# --- encryption ---


@contextmanager
def _decrypted(file: BinaryIO, path: Path, identities: Sequence[Identity]) -> Iterator[BinaryIO]:
    """The archive's plain bytes, decrypted as they are read."""
    encrypted = file.read(len(_AGE)) == _AGE
    file.seek(0)
    if not encrypted:
        yield file
        return
    if not identities:
        raise WrongUsage(f"{printable(str(path))} is encrypted: give the file of your key with --identity")
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1) as worker:
        job = worker.submit(_decrypt, file, writing, identities, path)
        with os.fdopen(reading, "rb") as plain:
            try:
                yield plain
            except UnreadableReport:
                plain.close()  # whoever writes into the pipe ends, and may know better why it came to this
                job.result()
                raise
        job.result()


def _decrypt(file: BinaryIO, writing: int, identities: Sequence[Identity], path: Path) -> None:
    with suppress(BrokenPipeError), os.fdopen(writing, "wb") as plain:
        try:
            pyrage.decrypt_io(file, _Unbroken(plain), identities)
        except pyrage.DecryptError as fault:
            why = "this key doesn't open it; give another --identity"
            raise HabeasError(f"{printable(str(path))}: {why}") from fault
        except OSError as fault:
            raise _broken(path, "is damaged, or ends too early") from fault


class _Unbroken(io.RawIOBase):
    """A pipe that may be closed at its other end, which then knows why."""

    def __init__(self, pipe: BinaryIO) -> None:
        super().__init__()
        self._pipe = pipe

    def write(self, data: bytes) -> int:  # type: ignore[override]
        try:
            return self._pipe.write(data)
        except BrokenPipeError:
            return len(data)
