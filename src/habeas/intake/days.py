"""Dates of publication as documents print them: where one stands, and which days it can mean.

A date counts where it is printed as a date: after a label ("Published 18/03/2024"), alone on its
line, first on its line in ISO form, or in a dateline that gives the year. One in running prose never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from typing import Final

EARLIEST: Final = date(1900, 1, 1)

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>\d{4})(?!\d)"
_ISO: Final = r"(?P<year>\d{4})(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"
_NUMERIC: Final = r"(?P<first>\d{1,2})(?P<mark>[-./])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)"
_NAMED: Final = (
    rf"{_DAY}(?:\s+of)?[\s-]+{_MONTH}[\s,-]*{_YEAR}",
    rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    rf"(?P<year>\d{{4}})[\s,-]+{_MONTH}[\s-]+{_DAY}(?!\d)",
)
_FORMS: Final = tuple(re.compile(form, re.I) for form in (_ISO, _NUMERIC, *_NAMED))
_ANY_NUMERIC: Final = re.compile(rf"(?<!\d){_NUMERIC}")

_WEEKDAY: Final = re.compile(
    r"\(?(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b[.,)]*\s*", re.I
)
_TIME: Final = re.compile(
    r"(?:T|[\s,|–—-]*(?:at\s+)?)\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?\s*(?i:[ap]\.?m\b\.?)?"
    r"\s*\(?(?:(?:Z|UTC|GMT|[A-Z]{2,4}T|local time)\b)?\s*(?:[+-]\d{1,2}:?(?:\d{2})?)?\)?",
)
_PUBLISHED: Final = re.compile(
    r"(?:(?:first|originally|date)\s+)?(?:published|posted|issued|released|publication date"
    r"|publish date|date)"
    r"(?:\s+(?:on|at|date))?(?:\s*[:|–—-]\s*|\s+|$)",
    re.I,
)
_UPDATED: Final = re.compile(
    r"(?:last\s+)?(?:updated?|modified|edited|revised)(?:\s+(?:on|at))?(?:\s*[:|–—-]\s*|\s+|$)", re.I
)
# What may follow a labelled date: nothing, or a part set off from it ("| 4 min read", "by A. Name").
_SET_OFF: Final = re.compile(r"\s*(?:$|[|·•;/(–—-]|by\s|(?:last\s+)?(?:updated?|modified|edited)\b)", re.I)
_READING_TIME: Final = re.compile(r"[|·•]|\d+\s+min", re.I)
_RANGE: Final = re.compile(r"\s*(?:/|to\b|until\b|till\b|through\b|and\b|[–—-]\s*\d{4}-)", re.I)
_TOWN: Final = r"[^\W\d_][\w'’.-]*"
_DATELINE: Final = tuple(
    re.compile(
        rf"(?-i:(?=[A-Z])){_TOWN}(?:[ /,]+(?-i:(?=[A-Z])){_TOWN}){{0,4}}?[,\s]+\(?{form}\)?"
        r"(?:,?\s*\([^()]{2,40}\))?\s*(?:--|[–—-])",
        re.I,
    )
    for form in _NAMED[:2]
)
_COMPACT: Final = re.compile(r"[12]\d{7}")
_MARKUP: Final = re.compile(r"[*_`]+")


class Strength(IntEnum):
    """How plainly a line says when its document was published, plainest first."""

    HEADER = 0
    PUBLISHED = 1
    ALONE = 2
    DATELINE = 3
    UPDATED = 4


@dataclass(frozen=True, slots=True)
class Said:
    """The days that a line can mean (two where 03/04/2024 leaves the order open)."""

    line: int
    strength: Strength
    days: frozenset[date]


def latest_day() -> date:
    """Today in the part of the world where it is latest."""
    return (datetime.now(UTC) + timedelta(hours=14)).date()


def unlikely_day(stated: date) -> str | None:
    """Why a report can't have been published on this day, if it can't."""
    if stated < EARLIEST:
        return f"{stated} lies before {EARLIEST.year}"
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    return f"{stated} lies in the future" if stated > tomorrow else None


def publication_day(
    lines: Sequence[str], *, header: str | None = None, latest: date | None = None
) -> date | None:
    """The day on which a document says that it was published, from the lines of its head.

    `header` is the value of a header line ("Published: …"). `None` where nothing says so, or where
    what is said doesn't settle one day.
    """
    reader = _Reader(day_first=_day_first([*lines, header or ""]), latest=latest or latest_day())
    said = list(reader.read(lines))
    if header is not None and (days := reader.alone(header)):
        said.append(Said(0, Strength.HEADER, days))
    return _settled(said)


def stated_day(words: str, *, latest: date | None = None) -> date | None:
    """The day that the words give where they are a date and no more, and leave no choice."""
    words = _bare(words)
    if _COMPACT.fullmatch(words):
        words = f"{words[:4]}-{words[4:6]}-{words[6:]}"
    days = _Reader(day_first=None, latest=latest or latest_day()).alone(words)
    return next(iter(days)) if len(days) == 1 else None


def states_only_a_day(line: str) -> bool:
    """True for a line of a document's head that gives its date and nothing else."""
    reader = _Reader(day_first=None, latest=date.max)
    words = _bare(line)
    return bool(reader.alone(words) or reader.labelled(words))


def without_leading_iso(line: str) -> str:
    """The line without an ISO date (and time) at its start."""
    date_there = re.match(r"\s*\d{4}-\d{2}-\d{2}(?!\d)", line)
    if date_there is None:
        return line
    rest = line[date_there.end() :]
    time_there = _TIME.match(rest)
    return rest[time_there.end() :] if time_there else rest


def _settled(said: Sequence[Said]) -> date | None:
    open_days: frozenset[date] | None = None
    for strength in Strength:
        here = [one for one in said if one.strength is strength]
        if open_days is not None:
            here = [one for one in here if len(one.days) == 1 and one.days <= open_days]
        if not here:
            continue
        days = _agreed(here)
        if len(days) == 1:
            return next(iter(days))
        if not days:
            return None
        open_days = days
    return None


def _agreed(said: Sequence[Said]) -> frozenset[date]:
    """The days that all these lines can mean; of two that differ, one on the two first lines."""
    common = frozenset.intersection(*(one.days for one in said))
    # Three different dates are a list of dated entries, and none of them is the document's own.
    if common or said[0].line > 1 or len({one.days for one in said}) > 2:
        return common
    return said[0].days


def _day_first(lines: Sequence[str]) -> bool | None:
    """The order of slashed dates, where another date of the same head shows it."""
    pairs = [
        (int(m["first"]), int(m["second"]))
        for line in lines
        for m in _ANY_NUMERIC.finditer(line)
        if m["mark"] != "."
    ]
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    return day_first if day_first != month_first else None


@dataclass(frozen=True, slots=True)
class _Reader:
    day_first: bool | None
    latest: date

    def read(self, lines: Sequence[str]) -> Iterator[Said]:
        label = ""
        for number, line in enumerate(lines):
            words = label + _bare(line)
            label = ""
            if _PUBLISHED.fullmatch(words) or _UPDATED.fullmatch(words):
                label = words + " "  # its date stands on the next line
            elif said := self._said(words):
                yield Said(number, *said)

    def _said(self, words: str) -> tuple[Strength, frozenset[date]] | None:
        if said := self.labelled(words):
            return said
        if days := self.alone(words) or self._first_in_iso(words):
            return Strength.ALONE, days
        if days := self._dateline(words):
            return Strength.DATELINE, days
        return None

    def labelled(self, words: str) -> tuple[Strength, frozenset[date]] | None:
        for pattern, strength in ((_PUBLISHED, Strength.PUBLISHED), (_UPDATED, Strength.UPDATED)):
            if (label := pattern.match(words)) and (found := self._leading(words[label.end() :])):
                days, rest = found
                if days and _SET_OFF.match(rest):
                    return strength, days
        return None

    def alone(self, words: str) -> frozenset[date]:
        """The days that the words mean where they are a date (weekday, time) and no more."""
        found = self._leading(words)
        if found is None:
            return frozenset()
        days, rest = found
        rest = _WEEKDAY.sub("", rest.strip(" ,"), count=1)
        is_alone = not rest or _READING_TIME.match(rest) or _UPDATED.match(rest.lstrip("-–—/; ")) is not None
        return days if is_alone else frozenset()

    def _first_in_iso(self, words: str) -> frozenset[date]:
        form = re.match(r"(\d{4})-(\d{2})-(\d{2})(?!\d)", words)
        if form is None or _RANGE.match(words[form.end() :]):
            return frozenset()
        return self._days((int(form[1]), int(form[2]), int(form[3])))

    def _dateline(self, words: str) -> frozenset[date]:
        for pattern in _DATELINE:
            if form := pattern.match(words):
                return self._of(form)
        return frozenset()

    def _leading(self, words: str) -> tuple[frozenset[date], str] | None:
        """The days that a date at the start means, and what follows it and its time."""
        if weekday := _WEEKDAY.match(words):
            words = words[weekday.end() :]
        for pattern in _FORMS:
            if form := pattern.match(words):
                rest = words[form.end() :]
                time = _TIME.match(rest)
                return self._of(form), rest[time.end() :] if time else rest
        return None

    def _of(self, form: re.Match[str]) -> frozenset[date]:
        parts = form.groupdict()
        year = int(parts["year"])
        if "name" in parts:
            return self._days((year, _MONTHS.index(parts["name"][:3].lower()) + 1, int(parts["day"])))
        if "month" in parts:
            return self._days((year, int(parts["month"]), int(parts["day"])))
        first, second = int(parts["first"]), int(parts["second"])
        day_first, month_first = self._days((year, second, first)), self._days((year, first, second))
        if parts["mark"] == "." or self.day_first is True:
            return day_first or month_first
        if self.day_first is False:
            return month_first or day_first
        return day_first | month_first

    def _days(self, *dates: tuple[int, int, int]) -> frozenset[date]:
        return frozenset(day for parts in dates if (day := _real(*parts)) and EARLIEST <= day <= self.latest)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _bare(line: str) -> str:
    """The line without Markdown's emphasis, list and quote marks and without brackets around it."""
    return _MARKUP.sub("", line).strip().lstrip("#>|•·–—-([ \t").rstrip("|)] \t")
