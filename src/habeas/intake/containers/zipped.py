"""ZIP archives, read as folders are: each document of a known kind, with the sidecar beside it."""

from __future__ import annotations

import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from habeas.intake.containers.members import Member, Overfull, Passed, Piece, Place, Refused
from habeas.intake.files import CONTAINERS, ending, in_words, kind_named
from habeas.intake.parsed import Unparsable
from habeas.intake.sidecar import MOST_BYTES, SIDECAR, BadSidecar, Rows, noted_of, rows_in
from habeas.intake.stated import Stated

# Text packs to a tenth, tables to a hundredth; what packs to less than this was made to fill memory.
_MOST_RATIO: Final = 250
_SMALL: Final = 2**20
_LONGEST: Final = 1000
_ENCRYPTED: Final = 1
_LEADS_OUT: Final = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)")
_HIDDEN: Final = "__MACOSX"
# These are read as they are unpacked, so that they may be larger than one document.
_STREAMED: Final = frozenset({"warc", "mailbox"})
_AGAIN: Final = "the archive is damaged; get it again"
BAD_PACKING: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),
)


def of_zip(file: BinaryIO, place: Place) -> Iterator[Piece]:
    """Each document; folders in it, as deep as they go, are looked through."""
    with archive(file, place) as opened:
        entries = [entry for entry in opened.infolist() if not entry.is_dir()]
        wanted = [entry for entry in entries if _is_wanted(entry)]
        yield Passed(len(entries) - len(wanted))
        notes = _Notes(opened, entries)
        met: set[str] = set()
        for entry in wanted:
            yield from _entry(opened, entry, place, notes, again=entry.filename in met)
            met.add(entry.filename)


@contextmanager
def archive(file: BinaryIO, place: Place) -> Iterator[zipfile.ZipFile]:
    """The archive, its list read. Raises Unparsable, and Overfull where that is too long."""
    try:
        opened = zipfile.ZipFile(file)
    except BAD_PACKING as fault:
        raise Unparsable("is no zip archive that can be opened", _AGAIN) from fault
    with opened:
        place.room.count(len(opened.infolist()))
        yield opened


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    """Of a known kind, and neither hidden nor a link; a sidecar is read beside the others."""
    parts = re.split(r"[/\\]", entry.filename)
    hidden = any((part.startswith(".") and part not in (".", "..")) or part == _HIDDEN for part in parts)
    if hidden or stat.S_ISLNK(entry.external_attr >> 16) or parts[-1] == SIDECAR:
        return False
    return kind_named(entry.filename) is not None


def _entry(
    opened: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Place, notes: _Notes, *, again: bool
) -> Iterator[Piece]:
    name = entry.filename[:_LONGEST]
    try:
        _check(entry, place, again=again)
        kind = kind_named(entry.filename) or ""
        with opened.open(entry) as unpacked:
            if kind in _STREAMED:
                yield from place.opened(unpacked, kind, name)  # type: ignore[arg-type]  # it reads as a file does
                return
            data = place.room.take(unpacked)  # type: ignore[arg-type]
        if ending(name) in CONTAINERS:
            yield from place.opened(BytesIO(data), kind, name)
        else:
            yield Member(place.of(name), kind, data, notes.of(entry.filename))
    except Overfull:
        raise
    except Unparsable as fault:
        yield Refused(place.of(name), fault.why, fault.cure)
    except BadSidecar as fault:
        yield Refused(place.of(name), fault.beside, fault.cure)
    except BAD_PACKING as fault:
        yield Refused(place.of(name), f"can't be unpacked ({fault})"[:200], _AGAIN)


def _check(entry: zipfile.ZipInfo, place: Place, *, again: bool) -> None:
    """Refuse what nobody should unpack, before it is. Raises Unparsable."""
    by_hand = "if you trust the archive, unpack it yourself and add the folder"
    if len(entry.filename) > _LONGEST:
        raise Unparsable(f"has a name of more than {_LONGEST:,} characters", by_hand)
    if _LEADS_OUT.match(entry.filename):
        raise Unparsable("has a name that leads out of the archive", by_hand)
    if again:
        raise Unparsable("has the name of another document of the archive", by_hand)
    if entry.flag_bits & _ENCRYPTED:
        raise Unparsable("is protected with a password", "unpack the archive with it, and add the folder")
    most = place.room.limits.file_bytes
    if entry.file_size > most and kind_named(entry.filename) not in _STREAMED:
        why = f"holds {in_words(entry.file_size)}, and the limit is {in_words(most)}"
        raise Unparsable(why, "split it into smaller documents")
    if entry.file_size > max(_SMALL, _MOST_RATIO * entry.compress_size):
        raise Unparsable(f"unpacks to more than {_MOST_RATIO} times its packed size", by_hand)


class _Notes:
    """The sidecars of an archive, each read when a document beside it is first met."""

    def __init__(self, opened: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> None:
        self._opened = opened
        self._entries = {
            str(PurePosixPath(entry.filename).parent): entry
            for entry in entries
            if PurePosixPath(entry.filename).name == SIDECAR
        }
        self._read: dict[str, Rows | BadSidecar] = {}

    def of(self, name: str) -> Stated:
        """What the sidecar in its folder says of this document. Raises BadSidecar."""
        folder = str(PurePosixPath(name).parent)
        if folder not in self._entries:
            return Stated()
        if folder not in self._read:
            self._read[folder] = self._rows(self._entries[folder])
        rows = self._read[folder]
        if isinstance(rows, BadSidecar):
            raise rows
        return noted_of(rows, PurePosixPath(name).name)

    def _rows(self, entry: zipfile.ZipInfo) -> Rows | BadSidecar:
        try:
            with self._opened.open(entry) as unpacked:
                return rows_in(unpacked.read(MOST_BYTES + 1))
        except BadSidecar as fault:
            return fault
        except BAD_PACKING as fault:
            return BadSidecar(None, f"can't be unpacked ({fault})"[:200], _AGAIN)
