"""What a feed leads to, as it comes out of the guarded process: nothing in it is trusted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urljoin

from habeas.intake.parsed import Parsed

# A feed keeps its last reports alone; one that holds more than this is made to do harm.
MOST: Final = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one report: its address, and the day that the feed prints, in its own time zone."""

    address: str
    published: date | None


def entries(parsed: Parsed, address: str) -> tuple[Entry, ...]:
    """What came out of the guarded process, each address whole and once; `address` is the feed's own.

    What leads back to the feed, or isn't fetched for what it is, is left out. Raises ValueError for what no
    sound parser gives.
    """
    return tuple(_each_once(_entries(json.loads(parsed.text), address), address))


def _entries(wire: Any, address: str) -> Iterator[Entry]:
    if not isinstance(wire, list) or len(wire) > MOST:
        raise ValueError("no list of entries")
    for row in wire:
        match row:
            case [str(link), str() | None as day]:
                yield Entry(_joined(address, link), date.fromisoformat(day) if day else None)
            case _:
                raise ValueError("no entry")


def _joined(address: str, link: str) -> str:
    try:
        return urljoin(address, link).partition("#")[0]
    except ValueError:  # a bracket that isn't closed
        return link


def _each_once(found: Iterator[Entry], address: str) -> Iterator[Entry]:
    seen = {address}
    for entry in found:
        if entry.address not in seen:
            seen.add(entry.address)
            yield entry
