"""What a parser makes of a document, and how that crosses the pipe: as JSON, checked on arrival."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from habeas.intake.stated import Stated, one_line, primary_subtag, web_address
from habeas.model import Mark

_LONGEST_LABEL: Final = 60
_NOTHING: Final = Stated()


class Unparsable(Exception):
    """A document that its parser can't read: why, and what to try."""

    def __init__(self, why: str, cure: str = "") -> None:
        self.why, self.cure = why, cure
        super().__init__(why)


class Rubbish(ValueError):
    """An answer that no sound parser gives."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document's text, where its parts start in it, and what it states of itself."""

    text: str
    marks: tuple[Mark, ...] = ()
    stated: Stated = _NOTHING


def joined(parts: Iterable[tuple[str, str]], *, between: str = "\n") -> tuple[str, tuple[Mark, ...]]:
    """One text of many parts, each given as (label, words), and a mark where each starts."""
    pieces: list[str] = []
    marks: list[Mark] = []
    offset = 0
    for label, words in parts:
        marks.append(Mark(offset, label))
        pieces.append(words)
        offset += len(words) + len(between)
    return between.join(pieces), tuple(marks)


def with_charset(data: bytes, charset: str | None) -> bytes:
    """What `pages.parse` takes: a page, and what its server said of its encoding."""
    return (charset or "").encode("ascii", "ignore").replace(b"\n", b"") + b"\n" + data


def to_json(parsed: Parsed) -> bytes:
    """What goes over the pipe."""
    wire = {
        "text": parsed.text,
        "marks": [[mark.start, mark.label] for mark in parsed.marks],
        "stated": stated_to_json(parsed.stated),
    }
    return json.dumps(wire, ensure_ascii=False).encode()


def stated_to_json(stated: Stated) -> dict[str, str | None]:
    """What is said of a report, as it goes over the pipe."""
    return {
        "outlet": stated.outlet,
        "url": stated.url,
        "title": stated.title,
        "published": stated.published.isoformat() if stated.published else None,
        "language": stated.language,
    }


def fault_to_json(why: str, cure: str = "") -> bytes:
    """What goes over the pipe for a document that can't be read."""
    return json.dumps({"why": why, "cure": cure}).encode()


def from_json(payload: bytes) -> Parsed:
    """What came over the pipe: nothing in it is trusted.

    Raises Unparsable for a fault that the parser reports, Rubbish for anything that isn't an answer.
    """
    try:
        wire = json.loads(payload)
    except (ValueError, RecursionError) as fault:
        raise Rubbish("no JSON") from fault
    if not isinstance(wire, dict):
        raise Rubbish("no object")
    if "why" in wire:
        raise Unparsable(
            one_line(str(wire["why"])) or "can't be parsed", one_line(str(wire.get("cure"))) or ""
        )
    text = _text(wire.get("text"))
    return Parsed(text, _marks(wire.get("marks"), len(text)), stated_from_json(wire.get("stated")))


def _text(text: Any) -> str:
    if not isinstance(text, str) or "\x00" in text:
        raise Rubbish("no text")
    try:
        text.encode()
    except UnicodeEncodeError as fault:
        raise Rubbish("text that can't be written down") from fault
    return text


def _marks(wire: Any, length: int) -> tuple[Mark, ...]:
    try:
        marks = tuple(Mark(start, label) for start, label in wire)
    except (TypeError, ValueError) as fault:
        raise Rubbish("no marks") from fault
    if not all(_is_mark(mark, length) for mark in marks):
        raise Rubbish("marks outside the text")
    if any(before.start > after.start for before, after in pairwise(marks)):
        raise Rubbish("marks out of order")
    return marks


def _is_mark(mark: Mark, length: int) -> bool:
    label_is_sound = (
        isinstance(mark.label, str) and mark.label.isprintable() and len(mark.label) <= _LONGEST_LABEL
    )
    return label_is_sound and isinstance(mark.start, int) and 0 <= mark.start <= length


def stated_from_json(wire: Any) -> Stated:
    """What came over the pipe as said of a report. Raises Rubbish."""
    if not isinstance(wire, dict) or not all(isinstance(value, str | None) for value in wire.values()):
        raise Rubbish("no statement")
    try:
        published = date.fromisoformat(day) if (day := wire.get("published")) else None
    except ValueError as fault:
        raise Rubbish("no date") from fault
    return Stated(
        outlet=one_line(wire.get("outlet")),
        url=web_address(wire.get("url")),
        title=one_line(wire.get("title")),
        published=published,
        language=primary_subtag(wire.get("language")),
    )
