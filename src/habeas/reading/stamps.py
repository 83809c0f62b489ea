"""Days that stand over what they date: the headings of a chronicle, the day that opens an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from habeas.model import Period, Report, Span
from habeas.reading.dates import Calendar, When
from habeas.reading.sentences import paragraphs, plain
from habeas.reading.voices import Publisher

OPENING: Final = re.compile(r"[\s\W]*(?:on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?", re.I)
ALONE: Final = re.compile(r"[\s:.,–—-]*$")
ENTRY: Final = re.compile(r"\s*[:–—|]\s*\S|\s+-\s+\S")
HOUR: Final = re.compile(
    r"\s*(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{3,4})?(?:\s*$|\s*[–—|:-]|\s*\n)", re.I
)
HOURS: Final = 3  # entries that open with the time of day make a live page
BETWEEN: Final = 60  # code points under a heading, or it is one of the lines that describe the document


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, and where the words that it dates begin and end."""

    start: int
    end: int
    period: Period


@dataclass(frozen=True, slots=True)
class Paper:
    """A body's own paper: a press release, a statement."""

    publisher: Publisher
    day: Period


def stamps_of(report: Report) -> list[Stamp]:
    """The days that head the report's entries; a single one is the report's own date."""
    whens = list(Calendar(report.published).find(plain(report.text)))
    lines = list(paragraphs(report))
    heads = [
        (line, when)
        for line in lines
        if (when := _opening(line, whens)) is not None and when.first is not None and when.first == when.last
    ]
    stamps = list(_scopes(report, heads))
    return stamps if len({stamp.period.first for stamp in stamps}) > 1 else _by_the_hour(report, lines, whens)


def _by_the_hour(report: Report, lines: list[Span], whens: list[When]) -> list[Stamp]:
    """What a live page tells by the hour is of the day that it names as its own."""
    hours = [line for line in lines if HOUR.match(line.text)]
    day = _own_day(report, whens)
    if len(hours) < HOURS or day is None:
        return []
    return [Stamp(hours[0].start, len(report.text), day)]


def paper_of(report: Report) -> Paper | None:
    """The body whose own paper the report is, with the day that the paper bears."""
    publisher = Publisher.of(report)
    day = None if publisher.exact else _own_day(report, Calendar(report.published).find(plain(report.text)))
    return Paper(publisher, day) if day is not None else None


def _own_day(report: Report, whens: Iterable[When]) -> Period | None:
    """The day of publication, where the report's words say it."""
    for when in whens:
        if not when.relative and when.first is not None and when.first == when.last == report.published:
            return Period(report.span(when.start, when.end), when.first, when.last)
    return None


def _opening(line: Span, whens: list[When]) -> When | None:
    """The day that opens the paragraph, where nothing else stands there or a colon or dash parts it off."""
    match = OPENING.match(line.text)
    start = line.start + (match.end() if match else 0)
    for when in whens:
        if line.start <= when.start <= start < when.end <= line.end:
            rest = line.text[when.end - line.start :]
            return when if ALONE.match(rest) or ENTRY.match(rest) else None
    return None


def _scopes(report: Report, heads: list[tuple[Span, When]]) -> Iterator[Stamp]:
    """An entry is its own paragraph; a heading reaches to the next."""
    if not heads:
        return
    ends = [line.start for line, _ in heads[1:]] + [len(report.text)]
    for (line, when), end in zip(heads, ends, strict=True):
        alone = ALONE.match(line.text[when.end - line.start :]) is not None
        if alone and end - line.end < BETWEEN:
            continue
        period = Period(report.span(when.start, when.end), when.first, when.last)
        yield Stamp(line.start, end if alone else line.end, period)
