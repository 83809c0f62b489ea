"""A bag from a stranger, held against its own lists of files: every byte that isn't as it was is named.

BagIt is RFC 8493. We hold bags to more than it asks: both algorithms, every file in a list, lists written in
one way, nothing to be fetched, no links. Whatever a bag may hold besides was not written by habeas.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from habeas.errors import UnreadableReport
from habeas.intake.files import printable

DECLARED: Final = "bagit.txt"
PAYLOAD: Final = "data/"
ALGORITHMS: Final = ("sha256", "sha512")
_MANIFEST: Final = re.compile(r"(tag)?manifest-([^/]+)\.txt")
_LINE: Final = re.compile(r"([0-9a-f]+)  ([^\s].*)")
_DIGITS: Final = {"sha256": 64, "sha512": 128}
_DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
# More than any bag of ours will hold; what a stranger's disk image unpacks to is another matter.
MOST_FILES: Final = 2_000_000
MOST_BYTES: Final = 2**40
# Of a list of files, and of other files that are read whole.
MOST_LISTED: Final = 2**30
_KINDS: Final = {
    stat.S_IFLNK: "a link: no bag of habeas has one",
    stat.S_IFDIR: "an empty folder that no list knows",
}


@dataclass(slots=True)
class _Bag:
    """What was found in the folder: sizes by path, and what each list says by algorithm."""

    folder: Path
    sizes: dict[str, int] = field(default_factory=dict)
    payload: dict[str, dict[str, str]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def note(self, path: str, why: str) -> None:
        """Keep one fault of one file."""
        self.faults.append(f"{printable(path)}: {why}")

    def read(self, path: str) -> bytes:
        """The bytes of a tag file, none where it can't be read; the fault is kept."""
        try:
            if self.sizes[path] > MOST_LISTED:
                self.note(path, "too large to be a list of files")
                return b""
            return (self.folder / path).read_bytes()
        except OSError as fault:
            self.note(path, f"can't be read: {fault.strerror}")
            return b""


def is_bag(folder: Path) -> bool:
    """True for a folder that says that it is a bag, or that has a bag's lists."""
    return any(
        (folder / name).is_file() for name in (DECLARED, *map("tagmanifest-{}.txt".format, ALGORITHMS))
    )


def bag_faults(folder: Path) -> list[str]:
    """Each file that was changed, is missing or was added, and whatever else a bag can't have; a line each.

    Nothing outside of the folder is opened, whatever its lists say. Raises UnreadableReport for what is no
    bag at all.
    """
    if not is_bag(folder):
        cure = "it has no bagit.txt; habeas verify --home DIR checks a home"
        raise UnreadableReport(printable(str(folder)), "is no bag", cure)
    bag = _Bag(folder)
    _walk(bag)
    _note_alike(bag)
    _check_tag_files(bag)
    _check_files(bag)
    return bag.faults


# --- what is there ---


def _walk(bag: _Bag) -> None:
    """Note the size of every file; whatever else is there is a fault."""
    total = 0
    for path, kind, size in _entries(bag, ""):
        if kind != stat.S_IFREG:
            bag.note(path, _KINDS.get(kind, "no file and no folder"))
            continue
        if not _is_plain(path):
            bag.note(path, "no file of habeas has such a name")
        bag.sizes[path] = size
        total += size
        if len(bag.sizes) > MOST_FILES or total > MOST_BYTES:
            raise UnreadableReport(
                printable(str(bag.folder)), "holds more than any bag", "look at it by hand"
            )


def _entries(bag: _Bag, under: str) -> Iterator[tuple[str, int, int]]:
    """Path, kind and size of everything that isn't a folder with something in it."""
    try:
        with os.scandir(bag.folder / under) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as fault:
        bag.note(under or ".", f"can't be looked into: {fault.strerror}")
        return
    if under and not entries:
        yield under.rstrip("/"), stat.S_IFDIR, 0
    for entry in entries:
        path = under + entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(bag, f"{path}/")
        else:
            status = entry.stat(follow_symlinks=False)
            yield path, stat.S_IFMT(status.st_mode), status.st_size


def _is_plain(path: str) -> bool:
    """True for a path of printable characters, written as Unicode writes them composed."""
    return path.isprintable() and unicodedata.is_normalized("NFC", path) and "\\" not in path


def _note_alike(bag: _Bag) -> None:
    """Names that are one on some disks (case, accents written otherwise): there one would hide the other."""
    seen: dict[str, str] = {}
    for path in bag.sizes:
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", path).casefold())
        if (other := seen.setdefault(folded, path)) != path:
            bag.note(path, f"can't be told from {printable(other)} on every disk")


# --- the lists ---


def _check_tag_files(bag: _Bag) -> None:
    if DECLARED not in bag.sizes:
        bag.note(DECLARED, "missing")
    elif bag.read(DECLARED) != _DECLARATION:
        bag.note(DECLARED, "isn't as a bag of habeas declares itself")
    if "fetch.txt" in bag.sizes:
        bag.note("fetch.txt", "names files to be fetched: a bag of habeas holds all of its own")
    for path in bag.sizes:
        found = _MANIFEST.fullmatch(path)
        if found is not None and found[2] not in ALGORITHMS:
            bag.note(
                path, f"a list by {printable(found[2])}: bags of habeas are by {' and '.join(ALGORITHMS)}"
            )
    for algorithm in ALGORITHMS:
        bag.payload[algorithm] = _listed(bag, f"manifest-{algorithm}.txt", algorithm)
        bag.tags[algorithm] = _listed(bag, f"tagmanifest-{algorithm}.txt", algorithm)


def _listed(bag: _Bag, name: str, algorithm: str) -> dict[str, str]:
    """The hashes of a list by path; whatever isn't written as habeas writes it is a fault."""
    if name not in bag.sizes:
        bag.note(name, "missing")
        return {}
    listed: dict[str, str] = {}
    text = bag.read(name).decode("utf-8", "surrogateescape")
    for number, line in enumerate(text.split("\n")[:-1], start=1):
        found = _LINE.fullmatch(line)
        if found is None or len(found[1]) != _DIGITS[algorithm]:
            bag.note(name, f"line {number} is no hash and path")
        elif (why := _misplaced(found[2], tag=name.startswith("tag"))) is not None:
            bag.note(name, f"line {number} lists {printable(found[2])}: {why}")
        elif found[2] in listed:
            bag.note(name, f"line {number} lists {printable(found[2])} again")
        else:
            listed[found[2]] = found[1]
    if text != "".join(f"{listed[path]}  {path}\n" for path in sorted(listed)):
        bag.note(name, "isn't as habeas writes it: lines in order of path, each ended by a line feed")
    return listed


def _misplaced(path: str, *, tag: bool) -> str | None:
    """Why a list can't have this path, None where it can."""
    parts = path.split("/")
    if path.startswith("/") or {"", ".", ".."} & set(parts) or "\\" in path or ":" in path:
        return "it leads out of the bag"
    if not _is_plain(path):
        return "no file of habeas has such a name"
    if tag and (len(parts) > 1 or path.startswith("tagmanifest-")):
        return "it is no tag file"
    if not tag and not path.startswith(PAYLOAD):
        return "it isn't in the payload"
    return None


# --- the files ---


def _check_files(bag: _Bag) -> None:
    payload = {path for path in bag.sizes if path.startswith(PAYLOAD)}
    lists = {f"tagmanifest-{algorithm}.txt" for algorithm in ALGORITHMS}
    _compare(bag, payload, bag.payload, "manifest")
    _compare(bag, bag.sizes.keys() - payload - lists, bag.tags, "tagmanifest")


def _compare(bag: _Bag, there: set[str], listed: Mapping[str, Mapping[str, str]], kind: str) -> None:
    """Note what is in one and not in the other, and each file whose bytes aren't those listed."""
    for path in sorted(there.union(*listed.values())):
        hashes = {algorithm: listed[algorithm].get(path) for algorithm in ALGORITHMS}
        unlisted = [f"{kind}-{algorithm}.txt" for algorithm in ALGORITHMS if hashes[algorithm] is None]
        if path not in there:
            bag.note(path, "missing")
        elif len(unlisted) == len(ALGORITHMS):
            bag.note(path, "added: no list has it")
        else:
            for name in unlisted:
                bag.note(path, f"{name} doesn't list it")
            _compare_bytes(bag, path, hashes)


def _compare_bytes(bag: _Bag, path: str, hashes: Mapping[str, str | None]) -> None:
    try:
        found = _digests(bag.folder / path)
    except OSError as fault:
        bag.note(path, f"can't be read: {fault.strerror}")
        return
    differing = [name for name in ALGORITHMS if hashes[name] not in (None, found[name])]
    if differing:
        bag.note(path, f"changed: its {' and '.join(differing)} isn't the one listed")


def _digests(path: Path) -> dict[str, str]:
    totals = {name: hashlib.new(name) for name in ALGORITHMS}
    # Not through a link that took the file's place meanwhile.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        while data := file.read(2**20):
            for total in totals.values():
                total.update(data)
    return {name: total.hexdigest() for name, total in totals.items()}
