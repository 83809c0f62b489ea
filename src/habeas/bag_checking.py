"""A bag checked on a machine that never saw its ledger: its bytes, its words and ids, its log."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from habeas.custody import FIRST_PREVIOUS
from habeas.errors import Unloadable
from habeas.intake.bags import MOST_LISTED, PAYLOAD, bag_faults
from habeas.intake.exchange import Bundle, read_exchange
from habeas.intake.files import printable
from habeas.loading import misfits
from habeas.settings import Limits
from habeas.wire.acts import LOG, LogWire, log_from_wire
from habeas.wire.claims import TEXTS

ABOUT: Final = "about.json"
SEALING: Final = "tagmanifest-sha256.txt"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of a bag: its faults, a line each, and how much of what it holds was checked.

    `withheld` of the log's `lines` have words that were masked: these stand on their hash alone. `seal` is
    the SHA-256 of the list that all the bag's other files hang on. `after` is how many lines come after the
    head that was asked for, None without one; `asked_at` is when that was written (ISO 8601, UTC).
    """

    faults: tuple[str, ...]
    reports: int = 0
    claims: int = 0
    lines: int = 0
    withheld: int = 0
    head: str | None = None
    seal: str | None = None
    after: int | None = None
    asked_at: str | None = None


def check_bag(folder: Path, *, head: str | None = None, limits: Limits) -> Checked:
    """Hold a bag against its lists of files, its claims against its texts, its log against itself.

    `head` is the hash of a line of the log, or the bag's own seal, that was noted elsewhere: with it, a bag
    that was written anew is found out.
    Raises UnreadableReport for what is no bag.
    """
    faults = bag_faults(folder)
    payload = folder / PAYLOAD
    bundle, lines = None, list[LogWire]()
    if not any(_is_odd(path) for path in (payload, payload / TEXTS, *payload.glob("*.json*"))):
        bundle = _read(payload, limits, faults)
        lines = _log(payload, faults)
        faults += _about_faults(payload, lines)
    if bundle is not None:
        faults += misfits(bundle)
        faults += _text_faults(payload, bundle)
    faults += chain_faults(lines)
    at = next((number for number, line in enumerate(lines, start=1) if line["hash"] == head), None)
    seal = hashlib.sha256(_whole(folder / SEALING)).hexdigest()
    if head not in (None, seal) and at is None:
        told = f"the log has no line {printable(str(head))}, nor is this the bag that was noted"
        faults.append(f"{told}: it was cut short, or written anew")
    return Checked(
        tuple(dict.fromkeys(faults)),
        reports=len(bundle.readings) if bundle is not None else 0,
        claims=len(bundle.stated) if bundle is not None else 0,
        lines=len(lines),
        withheld=sum(line["withheld"] for line in lines),
        head=lines[-1]["hash"] if lines else None,
        seal=seal,
        after=len(lines) - at if at is not None else None,
        asked_at=lines[at - 1]["at"] if at is not None else None,
    )


def _is_odd(path: Path) -> bool:
    """True for what is there and is neither a file nor a folder: a link may lead anywhere."""
    mode = path.lstat().st_mode if os.path.lexists(path) else stat.S_IFREG
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def chain_faults(lines: Iterable[LogWire]) -> Iterator[str]:
    """What is wrong with a log whose lines may have words masked: of those only the hashes hold."""
    expected, previous = 1, FIRST_PREVIOUS
    for wire in lines:
        line = log_from_wire(wire)
        if line.seq != expected:
            yield f"log: line {line.seq} stands where line {expected} should"
        elif line.previous != previous:
            yield f"log: line {line.seq} doesn't follow the line before it"
        if (line.sealed() != line.hash) != wire["withheld"]:
            yield f"log: line {line.seq} isn't as it was written"
        expected, previous = line.seq + 1, line.hash


def _read(payload: Path, limits: Limits, faults: list[str]) -> Bundle | None:
    try:
        return read_exchange(payload, limits=limits)
    except Unloadable as error:
        faults += error.faults
        return None


def _text_faults(payload: Path, bundle: Bundle) -> Iterator[str]:
    """Texts by themselves that aren't those that the claims were held against, and strangers among them."""
    texts = {f"{reading.report.id}.txt": reading.report.text for reading in bundle.readings}
    for name, text in texts.items():
        if _whole(payload / TEXTS / name) != text.encode():
            yield f"{PAYLOAD}{TEXTS}/{name}: isn't the text of its report"
    for path in sorted((payload / TEXTS).glob("*")):
        if path.name not in texts:
            yield f"{PAYLOAD}{TEXTS}/{printable(path.name)}: no report of the bag has this text"


def _log(payload: Path, faults: list[str]) -> list[LogWire]:
    """The lines of the log that have the right shape; the others are faults."""
    shape, lines = TypeAdapter(LogWire), []
    for number, data in enumerate(_whole(payload / LOG).split(b"\n"), start=1):
        if data.strip():
            try:
                lines.append(shape.validate_json(data, strict=True, extra="forbid"))
            except ValidationError:
                faults.append(f"{PAYLOAD}{LOG}, line {number}: no line of a log")
    return lines


def _about_faults(payload: Path, log: Sequence[LogWire]) -> Iterator[str]:
    told: Any = None
    try:
        told = json.loads(_whole(payload / ABOUT))
    except (ValueError, RecursionError):
        yield f"{PAYLOAD}{ABOUT}: isn't what habeas writes"
    head = log[-1]["hash"] if log else None
    if isinstance(told, dict) and told.get("log_head") != head:
        yield f"{PAYLOAD}{ABOUT}: the log doesn't end where it says"


def _whole(path: Path) -> bytes:
    """A file's bytes; none of what is no file, or too large, which the lists of files tell."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_LISTED:
            return b""
        return path.read_bytes()
    except OSError:
        return b""
