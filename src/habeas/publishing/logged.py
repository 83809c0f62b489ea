"""The log in words: what was done to a ledger, by whom and when; of what left or was erased, also why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Final

from habeas.custody import Departure, Erasure, LogLine
from habeas.publishing.plain import escaped_json, plain, wrapped

VERBS: Final[Mapping[str, str]] = {
    "read": "read",
    "decide": "decided on",
    "assign": "asked two people to decide on",
    "opine": "said what they think of",
    "arrive": "brought",
    "export": "exported",
    "stamp": "had stamped the line",
    "expunge": "erased",
    "user": "changed user",
}


def log_text(
    lines: Iterable[LogLine], left: Iterable[Departure], erased: Iterable[Erasure], *, width: int
) -> str:
    """A line an act, as wide as asked for; under an export or an erasure what it was of, and why."""
    more = _reasons(left, erased)
    told: list[str] = []
    for line in lines:
        said = f"{line.seq} · {line.at[:19]} · {line.by} {VERBS.get(line.action, line.action)} {line.subject}"
        told += wrapped(plain(said).rstrip(), width=width)
        if why := more.get((line.at, line.by)):
            told += wrapped(plain(why), width=width, first="    ")
    return "".join(f"{one}\n" for one in told)


def log_lines(lines: Iterable[LogLine], left: Iterable[Departure], erased: Iterable[Erasure]) -> str:
    """The same as JSON Lines with all hashes; `more` is what an export or an erasure was of, and why."""
    more = _reasons(left, erased)
    return "".join(
        escaped_json(
            json.dumps({**asdict(line), "more": more.get((line.at, line.by))}, ensure_ascii=False) + "\n"
        )
        for line in lines
    )


def _reasons(left: Iterable[Departure], erased: Iterable[Erasure]) -> dict[tuple[str, str], str]:
    """What stands beside the log on exports and erasures, by when and by whom they were made."""
    found = {
        (one.at.isoformat(), one.by): (
            f"{one.chosen}, names of private persons {'included' if one.named else 'masked'}: {one.why}"
        )
        for one in left
    }
    return found | {(one.at.isoformat(), one.by): one.why for one in erased}
