"""The archive: one file with everything, originals too, for a ledger's own people.

A tar without compression (so that nothing in it can be larger than the file), its first member the list of
all others with size and SHA-256; encrypted with age where recipients are named.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyrage

from habeas.errors import HabeasError, WrongUsage
from habeas.publishing.plain import plain
from habeas.wire.archive import ABOUT, SEAL

# What one header of tar takes without an extension that readers may do differently.
LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A file to go into an archive: its path there, where it is, and what it must be."""

    name: str
    path: Path
    size: int
    sha256: str


def part(name: str, path: Path, sha256: str | None = None) -> Part:
    """The part that this file makes, with the hash that it has now unless another is known.

    Raises HabeasError for a name that is too long.
    """
    if len(name.encode()) > LONGEST:
        raise HabeasError(f"{plain(name)}: too long a name for an archive (give the file a shorter one)")
    if sha256 is None:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return Part(name, path, path.stat().st_size, sha256)


def write_archive(file: BinaryIO, told: Mapping[str, Any], parts: Sequence[Part]) -> None:
    """Write the archive, a part after the other; `told` is what it says of itself besides its files.

    Raises HabeasError where a part isn't what it was when it was listed.
    """
    files = {part.name: {"size": part.size, "sha256": part.sha256} for part in parts}
    about = json.dumps({**told, "files": files}, ensure_ascii=False, indent=1).encode()
    with tarfile.open(fileobj=file, mode="w|", format=tarfile.GNU_FORMAT) as tar:
        tar.addfile(_header(ABOUT, len(about)), io.BytesIO(about))
        seal = hashlib.sha256(about).hexdigest().encode()
        for one in parts:
            with one.path.open("rb") as source:
                reader = _Hashing(source)
                tar.addfile(_header(one.name, one.size), reader)
            if reader.total.hexdigest() != one.sha256:
                raise HabeasError(
                    f"{one.path}: its bytes have changed, so nothing was archived (habeas verify)"
                )
        tar.addfile(_header(SEAL, len(seal)), io.BytesIO(seal))


class _Hashing(io.RawIOBase):
    """A file whose bytes are hashed as they are read."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = source
        self.total = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.total.update(data)
        return data


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header


# --- encryption ---


Recipient = Any  # of pyrage, which has no types: x25519.Recipient or ssh.Recipient


def recipients_of(given: Sequence[str]) -> list[Recipient]:
    """Those who are to open it: age recipients ("age1…") or public keys of SSH. Raises WrongUsage."""
    return [_recipient(words.strip()) for words in given]


def _recipient(words: str) -> Recipient:
    kind = pyrage.ssh.Recipient if words.startswith("ssh-") else pyrage.x25519.Recipient
    try:
        return kind.from_str(words)
    except pyrage.RecipientError:
        told = "this is no recipient; give one of age (age1…) or a public key of SSH"
        raise WrongUsage(f"--encrypt-to {plain(words)[:40]}: {told}") from None


@contextmanager
def encrypted(file: BinaryIO, recipients: Sequence[Recipient]) -> Iterator[BinaryIO]:
    """Where to write what the file gets encrypted; the file itself where there is nobody to encrypt to."""
    if not recipients:
        yield file
        return
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1) as worker:
        job = worker.submit(_encrypt, reading, file, recipients)
        with os.fdopen(writing, "wb") as plain_file:
            yield plain_file
        job.result()


def _encrypt(reading: int, file: BinaryIO, recipients: Sequence[Recipient]) -> None:
    # Closed whatever happens: else whoever writes would wait for ever.
    with os.fdopen(reading, "rb") as source:
        pyrage.encrypt_io(source, file, recipients)
