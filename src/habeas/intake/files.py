"""Finding documents, telling their kinds, and reading their bytes within limits."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from habeas.errors import UnreadableReport
from habeas.intake.sidecar import SIDECAR
from habeas.settings import Limits

KINDS: Final[Mapping[str, str]] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "mail",
}
# What holds documents of these kinds; a mail is both.
CONTAINERS: Final[Mapping[str, str]] = {
    ".zip": "zip",
    ".mbox": "mailbox",
    ".eml": "mail",
    ".warc": "warc",
    ".warc.gz": "warc",
    ".wacz": "wacz",
}
_PLAIN: Final = frozenset({"text", "markdown", "html"})
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
# What a file's first bytes say that it is, whatever its name says.
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or a Word file"),
    (b"PK\x05\x06", "an empty zip archive"),
    (_OLE, "an old or protected Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_PAGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+)?html", re.I)
# The mark of a PDF may stand behind a few bytes that a mail program or server put there.
_PDF_MARK_WITHIN: Final = 1024
_JOINERS: Final = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Found:
    """The files to take in, and how many things in folders were passed over."""

    files: tuple[Path, ...]
    skipped: int

    @property
    def containers(self) -> tuple[Path, ...]:
        """Those of the files that hold reports, as far as their names say."""
        return tuple(path for path in self.files if ending(path.name) in CONTAINERS)


def find_files(paths: Sequence[Path]) -> Found:
    """The files that these paths name; folders are walked through, in order of name.

    In folders, files of unknown kinds, hidden ones, sidecars and links that lead out of the folder are
    skipped and counted. A path that is named itself is always among the files, even if it can't be
    read, and so is a folder that can't be opened: `take_in` says what is wrong with it.
    """
    files: list[Path] = []
    skipped = 0
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        for found, wanted in _walk(path):
            if wanted:
                files.append(found)
            else:
                skipped += 1
    return Found(_each_once(files), skipped)


def _each_once(files: Sequence[Path]) -> tuple[Path, ...]:
    """Without those that an earlier path names in other words ("a.txt", "./a.txt")."""
    by_place = {Path(os.path.normpath(path.absolute())): path for path in reversed(files)}
    return tuple(reversed(by_place.values()))


def _walk(root: Path) -> Iterator[tuple[Path, bool]]:
    """Each file below the folder and whether it is wanted; hidden and linked folders count as one."""
    closed: list[Path] = []
    inside = root.resolve()
    for place, folders, names in os.walk(root, onerror=lambda fault: closed.append(Path(fault.filename))):
        folder = Path(place)
        for name in sorted(folders):
            if name.startswith(".") or (folder / name).is_symlink():
                folders.remove(name)
                yield folder / name, False
        folders.sort()
        for name in sorted(names):
            yield folder / name, _is_wanted(folder / name, inside)
    yield from ((folder, True) for folder in closed)


def _is_wanted(path: Path, inside: Path) -> bool:
    if path.name.startswith(".") or path.name == SIDECAR or kind_named(path.name) is None:
        return False
    try:
        target = path.resolve(strict=path.is_symlink())
        return not path.is_symlink() or (target.is_relative_to(inside) and target.is_file())
    except (OSError, RuntimeError):  # a link to nothing, or to itself
        return False


def printable(name: str) -> str:
    """The name with every character escaped that a terminal could obey or that can't be written down."""
    return "".join(mark if _is_plain(mark) else mark.encode("unicode_escape").decode() for mark in name)


def _is_plain(mark: str) -> bool:
    return mark.isprintable() or mark in _JOINERS or unicodedata.category(mark) == "Zs"


def ending(name: str) -> str:
    """The part of a file's name that says its kind, in lower case: ".txt", ".warc.gz"."""
    folded = name.lower()
    return ".warc.gz" if folded.endswith(".warc.gz") else PurePath(folded).suffix


def kind_named(name: str) -> str | None:
    """The kind of document or container that a file's name says it is; None for a kind that isn't read."""
    return KINDS.get(ending(name)) or CONTAINERS.get(ending(name))


def kind_of(path: Path, shown: str) -> str:
    """The kind of document that the file's name says it is. Raises UnreadableReport."""
    kind = KINDS.get(path.suffix.lower())
    if kind is None and ending(path.name) in CONTAINERS:
        raise UnreadableReport(shown, "holds documents, and is none itself", "name one of those in it")
    if kind is None:
        raise UnreadableReport(
            shown,
            "is of a kind that habeas doesn't read",
            f"save it as one of {', '.join(dict.fromkeys((*KINDS, *CONTAINERS)))}",
        )
    return kind


def read_bytes(path: Path, shown: str, limits: Limits) -> bytes:
    """The file's bytes, never more than the limit. Raises UnreadableReport."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except OSError as fault:
        raise unopened(path, shown, fault) from fault
    if len(data) > limits.file_bytes:
        raise _oversized(shown, len(data), limits)
    if not data:
        raise UnreadableReport(shown, "is empty", "get the document again")
    return data


def check_file(path: Path, shown: str, limits: Limits) -> None:
    """Refuse what is no file, or too large a one, before it is read. Raises UnreadableReport."""
    try:
        entry = path.stat()
    except OSError as fault:
        raise unopened(path, shown, fault) from fault
    if stat.S_ISDIR(entry.st_mode):
        if not os.access(path, os.R_OK | os.X_OK):
            raise UnreadableReport(shown, "is a folder that may not be opened", "check its permissions")
        raise UnreadableReport(shown, "is a folder, not a file", "name the files in it")
    if not stat.S_ISREG(entry.st_mode):
        raise UnreadableReport(shown, "is no regular file", "save its content as a file first")
    if entry.st_size > limits.file_bytes:
        raise _oversized(shown, entry.st_size, limits)


def unopened(path: Path, shown: str, fault: OSError) -> UnreadableReport:
    """Why a file couldn't be opened, in words."""
    if isinstance(fault, FileNotFoundError):
        why = "is a link that leads nowhere" if path.is_symlink() else "isn't there"
        return UnreadableReport(shown, why, "check the path")
    if isinstance(fault, PermissionError):
        return UnreadableReport(shown, "may not be read", "check its permissions")
    return UnreadableReport(shown, f"can't be opened: {fault.strerror}", "check the path")


def _oversized(shown: str, size: int, limits: Limits) -> UnreadableReport:
    why = f"holds {in_words(size)}, and the limit is {in_words(limits.file_bytes)}"
    return UnreadableReport(shown, why, "split it into smaller documents")


def in_words(size: int) -> str:
    """A number of bytes as people write it: "64 MB", "2 GB", "900 bytes"."""
    for power, unit in ((30, "GB"), (20, "MB"), (10, "kB")):
        if size >= 2**power:
            return f"{round(size / 2**power, 1):g} {unit}"
    return f"{size} bytes"


def check_kind(data: bytes, kind: str, shown: str) -> None:
    """Refuse a document whose bytes aren't of the kind that its name says. Raises UnreadableReport."""
    if kind == "docx" and data.startswith(_OLE):
        raise _old_office(data, shown)
    if kind == "docx" and not data.startswith(b"PK\x03\x04"):
        raise _mistaken(shown, "a Word file (.docx)", data)
    if kind == "pdf" and b"%PDF-" not in data[:_PDF_MARK_WITHIN]:
        raise _mistaken(shown, "a PDF", data)
    if kind in _PLAIN and (really := _signature(data)):
        raise UnreadableReport(
            shown, f"isn't text but {really}", "give it the ending of its kind, or save it as text"
        )


def _signature(data: bytes) -> str | None:
    return next((what for mark, what in _SIGNATURES if data.startswith(mark)), None)


def _mistaken(shown: str, expected: str, data: bytes) -> UnreadableReport:
    really = _signature(data) or ("a web page" if _PAGE.match(data) else None)
    why = f"isn't {expected}" + (f" but {really}" if really else "")
    cure = (
        "give it the ending of its kind"
        if really
        else "the file is damaged or has a wrong name; get it again"
    )
    return UnreadableReport(shown, why, cure)


def _old_office(data: bytes, shown: str) -> UnreadableReport:
    if _ENCRYPTED_PACKAGE in data:
        return UnreadableReport(shown, "is protected with a password", "save a copy without one")
    return UnreadableReport(shown, "is an old Word file (.doc)", "save it as .docx")
