"""Texts with the names in them marked, and holdings made by hand. All people are invented."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final

import yaml

from habeas import Claim, Report, Unread
from habeas.custody import Arrival, LogLine
from habeas.lexicon import Lexicon, load_lexicon
from habeas.model import Decision, Ruling
from habeas.publishing.clearance import clear
from habeas.publishing.holdings import Choice, Cleared, Holdings
from habeas.reckoned import Reckoned

CASES: Final = Path(__file__).parent / "cases"
AT: Final = datetime(2024, 4, 1, 12, tzinfo=UTC)
MARKED: Final = re.compile(
    r"\[(?P<private>[^\]]+)\]|\{(?P<minor>[^}]+)\}|<(?P<office>[^>]+)>|~(?P<doubted>[^~]+)~|\|(?P<lead>[^|]+)\|"
    r"|\((?P<other>[A-Z][^()\[\]]*|al-[^()]*)\)"
)
# Titles and small words inside the marks: whether they go is of no matter.
SMALL: Final = frozenset(
    [
        "dr",
        "mr",
        "mr.",
        "mrs",
        "ms",
        "sheikh",
        "the",
        "of",
        "and",
        "abu",
        "um",
        "umm",
        "al",
        "el",
        "bin",
        "van",
        "der",
        "t",
        "de",
    ]
)
WORD: Final = re.compile(r"[^\W\d_][\w'’.-]*")


@dataclasses.dataclass(frozen=True, slots=True)
class Marked:
    """A text, and what in it is whose: (kind, start, end)."""

    text: str
    spans: tuple[tuple[str, int, int], ...]


def marked(raw: str) -> Marked:
    """The text without its marks, and where they were."""
    text, spans, at = "", [], 0
    for match in MARKED.finditer(raw):
        text += raw[at : match.start()]
        words = match[match.lastgroup or 0]
        spans.append((str(match.lastgroup), len(text), len(text) + len(words)))
        text, at = text + words, match.end()
    return Marked(text + raw[at:], tuple(spans))


def sentences(name: str) -> list[str]:
    """The marked sentences of a file of cases."""
    rows: list[str] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return rows


def parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words between these offsets, small ones left out."""
    found = (
        (match.start() + start, match.end() + start, match[0]) for match in WORD.finditer(text[start:end])
    )
    return [(one, other) for one, other, word in found if word.casefold() not in SMALL]


def report(text: str, **fields: Any) -> Report:
    """A report of this text."""
    return Report(
        fields.pop("id", f"{abs(hash(text)):064x}"[:64]), fields.pop("name", "made.txt"), text, **fields
    )


def holdings(
    reports: Iterable[Report] = (),
    claims: Iterable[Claim] = (),
    *,
    unread: Iterable[Unread] = (),
    reckoned: Reckoned | None = None,
    decisions: Iterable[Decision] = (),
    rulings: Iterable[Ruling] = (),
    arrivals: Iterable[Arrival] = (),
    log: Iterable[LogLine] = (),
    chosen: tuple[str, ...] = (),
) -> Holdings:
    """Holdings with these in them; the reports of the claims come with them."""
    claims = tuple(claims)
    found = {one.id: one for one in (*reports, *(claim.report for claim in claims))}
    return Holdings(
        reports=tuple(found[id_] for id_ in sorted(found)),
        readers=dict.fromkeys(found, "hand/1"),
        claims=claims,
        unread=tuple(unread),
        reckoned=reckoned or Reckoned(),
        decisions=tuple(decisions),
        rulings=tuple(rulings),
        arrivals=tuple(arrivals),
        log=tuple(log),
        head=None,
        chosen=chosen,
        as_of=AT,
    )


def cleared_text(
    text: str, *, choice: Choice | None = None, lexicon: Lexicon | None = None, **fields: Any
) -> Cleared:
    """What leaves of one report with this text, published in April 2024."""
    made = report(text, **{"published": date(2024, 4, 1), **fields})
    return clear(holdings([made]), choice or Choice(), lexicon or load_lexicon())


def dumped(value: Any) -> str:
    """Everything in a value as JSON, so that no field can be forgotten."""
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return value if value is None or isinstance(value, str | int | float) else str(value)
