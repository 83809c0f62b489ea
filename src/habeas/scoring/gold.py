"""Annotated reports: a JSON file `{"document", "published", "claims": [...]}` beside its text."""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from habeas.errors import HabeasError, WrongUsage

DATED: Final = re.compile(r"\d{4}")

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One annotated claim; `types` are the accepted ones, the preferred first."""

    types: tuple[str, ...]
    evidence: str
    start: int
    end: int
    low: int | None = None
    high: int | None = None
    approx: bool = False
    unit: str | None = None  # None: the claim has no figure
    group: frozenset[str] = frozenset()
    place: str | None = None
    origin: str | None = None
    destination: str | None = None
    speaker: str | None = None
    days: Days | None = None
    modality: str = "asserted"
    optional: bool = False

    @property
    def bounds(self) -> tuple[int | None, int | None] | None:
        """The figure's bounds; None where there is no figure."""
        return None if self.unit is None else (self.low, self.high)


@dataclass(frozen=True, slots=True)
class GoldReport:
    """The annotated claims of one report; `document` is its text's file name."""

    document: str
    published: date | None
    claims: tuple[GoldClaim, ...]


def load_gold(folder: Path) -> list[GoldReport]:
    """The annotated reports of a folder, by file name.

    Raises WrongUsage where the folder holds none, HabeasError where a file isn't what it should be.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise WrongUsage(f"{folder}: there are no annotated reports (*.json) here")
    return [_load(file) for file in files]


def _load(file: Path) -> GoldReport:
    try:
        wire = json.loads(file.read_text("utf-8"))
        published = date.fromisoformat(wire["published"]) if wire.get("published") else None
        document = wire.get("document") or f"{file.stem}.txt"
        return GoldReport(document, published, tuple(map(_gold_claim, wire["claims"])))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise HabeasError(f"{file}: this is no annotated report ({type(error).__name__}: {error})") from error


def _gold_claim(wire: Mapping[str, Any]) -> GoldClaim:
    quantity = wire.get("quantity") or {}
    return GoldClaim(
        types=tuple(wire["type"]),
        evidence=wire["evidence"],
        start=wire["start"],
        end=wire["end"],
        low=quantity.get("low"),
        high=quantity.get("high"),
        approx=bool(quantity.get("approx")),
        unit=quantity.get("unit", "persons") if quantity else None,
        group=frozenset(wire.get("group") or ()),
        place=wire.get("place"),
        origin=wire.get("origin"),
        destination=wire.get("destination"),
        speaker=wire.get("speaker"),
        days=days_of(wire.get("date")),
        modality=wire.get("modality", "asserted"),
        optional=bool(wire.get("optional")),
    )


def days_of(words: str | None) -> Days | None:
    """First and last day of "2024", "2024-03", "2024-03-18" or "a/b"; None where no year settles it."""
    if not words or not DATED.match(words):
        return None
    first, _, last = words.partition("/")
    return _first_day(first), _last_day(last or first)


def _first_day(words: str) -> date:
    year, month, day = _numbers(words, missing=1)
    return date(year, month, day)


def _last_day(words: str) -> date:
    year, month, day = _numbers(words, missing=0)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _numbers(words: str, *, missing: int) -> list[int]:
    return ([int(number) for number in words.split("-")] + [missing] * 2)[:3]


def corpus_digest(gold: Path, texts: Path) -> str:
    """One hash over the annotations and the texts that they annotate, names and bytes."""
    digest = hashlib.sha256()
    for file in _corpus(gold, texts):
        digest.update(f"{file.name}\n{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return f"sha256:{digest.hexdigest()}"


def _corpus(gold: Path, texts: Path) -> Iterator[Path]:
    for file in sorted(gold.glob("*.json")):
        yield file
        yield texts / _load(file).document
