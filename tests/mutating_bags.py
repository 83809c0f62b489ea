"""Random harm to a bag, a change at a time: what was done, and to which file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

Harm = Callable[[Path, Random], None]


def flip(path: Path, dice: Random) -> None:
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def drop(path: Path, dice: Random) -> None:
    data = bytearray(path.read_bytes())
    del data[dice.randrange(len(data))]
    path.write_bytes(data)


def insert(path: Path, dice: Random) -> None:
    data = bytearray(path.read_bytes())
    data.insert(dice.randrange(len(data) + 1), dice.choice(b"\n 0a\x00\xff"))
    path.write_bytes(data)


def truncate(path: Path, dice: Random) -> None:
    path.write_bytes(path.read_bytes()[: dice.randrange(path.stat().st_size)])


def remove(path: Path, _: Random) -> None:
    path.unlink()


def rename(path: Path, dice: Random) -> None:
    path.rename(path.with_name(path.name + dice.choice(["x", " ", ".bak", "\u0301"])))


def add(path: Path, dice: Random) -> None:
    """Another file beside it: empty, its twin, or of some words."""
    data = dice.choice([b"", path.read_bytes(), b"50 people are held in Orlan."])
    path.with_name(path.name + dice.choice([".new", "~", ".part"])).write_bytes(data)


def link(path: Path, _: Random) -> None:
    """A link to the very same bytes in its place."""
    twin = path.with_name("twin-" + path.name)
    path.rename(twin)
    path.symlink_to(twin.name)


def lines(path: Path, dice: Random) -> None:
    """A line of it twice."""
    found = path.read_bytes().splitlines(keepends=True)
    at = dice.randrange(len(found))
    path.write_bytes(b"".join([*found[: at + 1], *found[at:]]))


HARMS: tuple[Harm, ...] = (flip, drop, insert, truncate, remove, rename, add, link, lines)


def harmed(bag: Path, into: Path, seed: int) -> tuple[str, str]:
    """A copy of the bag with one change; what was done, and the path of the file in the bag."""
    dice = Random(seed)  # noqa: S311  harm, no secret
    if into.exists():
        shutil.rmtree(into)
    shutil.copytree(bag, into)
    files = sorted(path for path in into.rglob("*") if path.is_file() and path.stat().st_size)
    # As many times among tag files as among the others, of which there are more.
    tags = [path for path in files if path.parent == into]
    path = dice.choice(dice.choice([files, tags]))
    harm = dice.choice(HARMS)
    harm(path, dice)
    return harm.__name__, path.relative_to(into).as_posix()
