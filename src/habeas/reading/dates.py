"""Words on time, and the first and last day they are about, counted from the publication date.

What the text and the publication date don't settle stays open: a month without a year in an undated
report, "recently", "in the past months". "Early", "mid" and "late" in a month are days 1-10, 11-20 and
21 to its end (the annotation guide); in a year they don't narrow it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from habeas.reading.scanning import Scanner

MONTHS: Final = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
ABBREVIATED: Final = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if n} | {"sept": 9}
WEEKDAYS: Final = {name.lower(): n for n, name in enumerate(calendar.day_name)}
SMALL: Final = {
    w: n
    for n, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
} | {"a": 1, "an": 1, "the": 1}

_MONTH: Final = r"(?:" + "|".join([*MONTHS, *(f"{m}\\." for m in ABBREVIATED), *ABBREVIATED]) + r")"
_WEEKDAY: Final = r"(?:" + "|".join(WEEKDAYS) + r")"
_YEAR: Final = r"(?:19|20)\d\d"
_COUNT: Final = r"(?:\d{1,3}|" + "|".join(SMALL) + r")"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_UNIT: Final = r"(?:days?|weeks?|months?|years?)"
_HOURS: Final = r"(?:day|night|evening|morning|afternoon)"
_CLOSE: Final = r"(?=\s*[,.;:)\"]|$)"  # nothing says after or before what
_SIDE: Final = r"(?:start|beginning|end|close)"
_SOME: Final = r"(?:a\s+few|few|several|many|some|a\s+couple\s+of)"
_SPELLS: Final = r"(?:days|weeks|months|years|decades)"
_PART: Final = r"(?:early|late|mid|mid-|the\s+(?:beginning|start|middle|end)\s+of)[\s-]*(?:in\s+)?"

PATTERN: Final = re.compile(
    rf"""(?P<lead>\b(?:since|as\s+of|by|until|before|after|from|between|through|in|on|during)\s+)?
    (?:(?:the\s+)?(?:morning|evening|afternoon|night)\s+of\s+)?
    (?P<body>
      (?P<iso>{_YEAR}-\d\d-\d\d)
    | (?<![\d.])(?P<dotted>(?:3[01]|[12]\d|0?[1-9])\.(?:1[0-2]|0?[1-9])\.{_YEAR})
    | (?:{_WEEKDAY},?\s+)?(?:the\s+)?(?P<d1>{_DAY})(?:st|nd|rd|th)?
        (?:\s*(?:-|–|to|and)\s*(?P<d1b>{_DAY})(?:st|nd|rd|th)?)?\s+(?:of\s+)?(?P<m1>{_MONTH})
        (?:,?\s+(?P<y1>{_YEAR})|\s+(?:of\s+)?(?P<rel1>last|this|next)\s+year)?
    | (?:{_WEEKDAY},?\s+)?(?P<m2>{_MONTH})\s+(?P<d2>{_DAY})(?:st|nd|rd|th)?(?!\d|,\d|\.\d)
        (?:\s*[-–]\s*(?P<d2b>\d{{1,2}}))?
        (?:,?\s+(?P<y2>{_YEAR})|\s+(?:of\s+)?(?P<rel2>last|this|next)\s+year)?
    | (?P<part>{_PART})?(?P<m3>{_MONTH})
        (?:,?\s+(?:of\s+)?(?P<y3>{_YEAR})|\s+(?:of\s+)?(?P<rel3>last|this|next)\s+year)?
    | (?P<lastmonth>last|next|this\s+past)\s+(?P<m4>{_MONTH})
    | (?P<yesterday>yesterday|today|tonight|tomorrow|last\s+night|this\s+(?:morning|afternoon|evening)
        |overnight(?!\s+(?:(?:on|to|into|from|between)\s+)?(?:{_WEEKDAY}|{_MONTH}|\d)))
    | (?P<night>(?<=during\ )the\s+night|(?<=in\ )the\s+(?:night|early\s+hours))
        (?!\s+(?:of|on|to|into|from|between)\b)
    | (?:(?P<dayrel>last|next|this(?:\s+past)?|the\s+(?:previous|following)|(?:earlier|early|late)(?:\s+on)?)
        \s+)?
        (?P<weekday>{_WEEKDAY})
    | (?P<relpart>{_PART})(?P<relmonth>last|this|next)\s+month
    | (?:the\s+)?(?:
        (?P<nth>first|second|third|fourth|last)\s+(?:(?P<months>{_COUNT})\s+months|(?P<slice>quarter|half))\s+of
        |(?P<side>{_SIDE})\s+of|(?P<allof>whole\s+of|rest\s+of))
        \s+(?:(?P<sliceyear>{_YEAR})|(?P<slicerel>the|this|last|next)\s+(?P<sliceunit>month|year))
    | (?P<newyear>(?<=since\ )the\s+(?:year\s+began|new\s+year))
    | (?P<firstof>the\s+first\s+of\s+(?:the|this)\s+month)
    | (?P<nthday>(?<=on\ )the\s+(?P<ordinal>{_DAY})(?:st|nd|rd|th)
        (?=[,.;:)]|\s+(?:after|and|as|at|but|by|during|for|from|had|has|have|in|near|outside|was|were|when|while)\b))
    | (?P<then>(?<=since\ )then)
    | (?P<same>the\s+same|that(?:\s+same)?)\s+(?P<sameunit>{_HOURS}|week|month|year)
    | (?P<before>the\s+(?:previous\s+(?:day|night|evening)|(?:day|night|evening)\s+before{_CLOSE}))
    | (?:(?P<earlier>earlier|later|so\s+far)\s+(?:in\s+|on\s+)?)?
        (?:(?P<thisrel>last|this(?:\s+past)?|next|the\s+previous|the\s+past|the)\s+(?P<unit>day|week|month|year|weekend)
          (?!(?<=the\ day|he\ week|e\ month|he\ year|weekend)\s+(?:of|after|before|that)
            |(?<=week)\s+of\s+{_MONTH})
          |the\s+(?P<unitbefore>week|month|year)\s+before{_CLOSE})
    | (?P<ago>{_COUNT})\s+(?P<agounit>{_UNIT})\s+ago
    | (?P<later>{_COUNT})\s+(?P<laterunit>{_UNIT})\s+(?:(?P<back>earlier)|later|after\s+that)
    | (?P<nextday>the\s+(?:next|following)\s+{_HOURS}|the\s+day\s+after{_CLOSE})
    | (?P<openpart>(?:early|late|mid)[\s-]+)?(?P<year>{_YEAR})(?:\s*[-–/]\s*(?P<yearb>\d\d(?:\d\d)?))?
        (?![\d,.]*\d|\s*%|-\d)
    | (?P<vague>recently|lately|(?:in\s+)?recent\s+{_SPELLS}
        |(?:(?:in|over|for|within)\s+)?(?:the|these)\s+(?:past|last|coming|next)\s+(?:(?:{_COUNT}|{_SOME})\s+)?(?:hours|{_SPELLS})
        |(?:{_SOME}\s+)?{_SPELLS}\s+(?:ago|earlier|later|before|after)
        |{_COUNT}\s+{_UNIT}\s+(?:before|after|into)
        |(?:(?:last|next|this|the)\s+(?:spring|summer|autumn|winter)|(?:last|next|this)\s+fall)(?!\s+of))
    )\b(?(m2)(?:\s+and\s+(?P<andday>{_DAY})(?=[,.;)]|$|\s+{_YEAR}))?)""",
    re.X | re.I,
)
# Where words on time, or what leads them in, can begin: a new alternative of the pattern needs its own here.
OPENINGS: Final = """
    since as by until before after from between through in on during over for within so
    the these this that last next first second third fourth whole rest start beginning end close
    morning evening afternoon night earlier later recent few several many some days weeks months years decades
"""
STEMS: Final = (
    "early late mid yesterday today tonight tomorrow overnight recently lately"  # anything may follow
)
SCANNER: Final = Scanner.of(
    PATTERN,
    [
        *(f"{word} " for word in (*OPENINGS.split(), *SMALL)),
        *(*STEMS.split(), *WEEKDAYS, *(month[:3] for month in MONTHS)),
    ],
    digits=True,
)
BREAK: Final = re.compile(r"\n|\s{2}")  # of a paragraph, in text whose line ends may have become spaces
MONTH_WORD: Final = re.compile(rf"(?:(?:{_PART})?|{_DAY}\s+(?:of\s+)?){_MONTH}\b", re.I)
# A bare year counts only behind one of these, or it may be a number of anything.
YEAR_LEADS: Final = re.compile(
    r"(?:\b(?:in|since|by|during|of|until|from|to|and|through|between|early|late|mid|year|and\s+then|for|throughout)[\s-]*|\()$",
    re.I,
)
# Behind one of these a number is a year whatever follows: "in 2019 prisoners were freed".
SURE_LEADS: Final = re.compile(r"\b(?:in|since|by|during|throughout|early|late|mid|year)[\s-]*$", re.I)
COUNTED: Final = re.compile(
    r"(?P<other>\s+(?:and|to|or)\s+\d+(?:,\d{3})*)?\s+(?P<middle>[\w-]+\s+)??"
    r"(?P<what>[a-z]{3,}s|people|men|women|children)\b(?!\s+ago)"
)
# None of these stands between such a number and the people whom it counts, nor is one of them people.
NO_PEOPLE: Final = """
    a an the and or but with when while as at by for from has had have he her his in is it its of on she that
    their they this to was were which who will would days weeks months years does
"""
SMALL_WORDS: Final = frozenset(NO_PEOPLE.split())
CHANGED_TO: Final = re.compile(
    r"\b(?:amount|bring|brought|c[ao]me|climb|decline|decrease|down|drop|f[ae]ll|gr[eo]w|increase|jump|number|r[io]se"
    r"|shr[aiu]nk|total|up)[a-z]*\b[^.;]*\bto\s+$",
    re.I,
)
DISTANCE: Final = re.compile(rf"(?P<count>{_COUNT})\s+(?P<unit>{_UNIT})\s+(?P<way>after|before)", re.I)
WEEK_WORDS: Final = re.compile(r"\bweek$", re.I)
CLAUSE: Final = 60  # code points from "two days after" to the day that it counts from
# "Said on Wednesday that since then": the day of speech isn't what "then" stands for.
SPOKEN: Final = re.compile(r"\b(?:said|told|announced|reported|confirmed|added|stated)\b[^.;,]{0,40}$")
SINCE: Final = "since"
# "Before 2019", "after 7 October": the day bounds when it was, and isn't that day.
BOUNDS: Final = frozenset({"before", "after"})
NEAR: Final = 500  # code points back to the day that "the next day" counts from
SHIFTS: Final = {"last": -1, "the previous": -1, "the week before": -1, "next": 1}


@dataclass(frozen=True, slots=True)
class When:
    """Words on time at their offsets, the days they name, and the word that leads them in."""

    start: int
    end: int
    first: date | None
    last: date | None
    lead: str
    relative: bool  # counted from the publication date: "Thursday", "last month"
    current: bool = False  # "today", "now": the day of publication itself


class Calendar:
    """Resolves words on time for one report."""

    def __init__(self, published: date | None) -> None:
        # A day outside these years can't be reckoned with; nothing is counted from it.
        self._published = published if published is not None and 1900 <= published.year <= 2200 else None
        self._years: dict[tuple[int, int], int] = {}  # of days that the text names with their year

    def find(self, text: str) -> Iterator[When]:
        """Every mention of time in the text, in order; intervals ("between A and B") are one mention."""
        self._years = {
            (_month_number(match["m1"] or match["m2"]), int(match["d1"] or match["d2"])): int(year)
            for match in _matches(text)
            if (match["m1"] or match["m2"]) and (year := match["y1"] or match["y2"])
        }
        found = _with_distances(text, _with_shared_years(text, list(self._single(text))))
        index = 0
        while index < len(found):
            joined = _joined(text, found[index], found[index + 1]) if index + 1 < len(found) else None
            yield joined or found[index]
            index += 2 if joined else 1

    def ahead(self, text: str, when: When) -> When:
        """The same words where the sentence looks forward: "on Thursday" is then the next one."""
        if self._published is None or when.last is None or not when.relative:
            return when
        match = PATTERN.search(text, when.start)
        named = match is not None and (match["rel1"] or match["rel2"] or match["rel3"])  # "5 May this year"
        if match is None or named or when.last > self._published or when.lead == SINCE:
            return when
        if match["weekday"] and not match["dayrel"]:
            return _moved(when, days=7)
        if match["m1"] or match["m2"] or match["m3"]:
            years = 1 if when.last < self._published else 0
            return _years_on(when, years)
        return when

    def _single(self, text: str) -> Iterator[When]:
        before: When | None = None
        for match in _matches(text):
            if match["year"] and not (match["lead"] or YEAR_LEADS.search(text[: match.start("body")])):
                continue
            if match["year"] and _is_count(match, text):
                continue
            if match["m3"] and _is_other_word(match, text):
                continue
            lead = " ".join((match["lead"] or "").lower().split())
            near = before if before is not None and _is_near(text, before, match) else None
            days = self._days(match, near, lead)
            relative = not (
                match["iso"] or match["dotted"] or match["y1"] or match["y2"] or match["y3"] or match["year"]
            )
            first, last = days if days is not None and lead not in BOUNDS else (None, None)
            if lead == SINCE and last is not None:
                last = max(self._published, last) if self._published is not None else None
                first = first if last is not None else None
            start = match.start("body")
            counted = match["m2"] and not match["y2"] and lead == "in"  # "in November 46 detainees"
            end = match.end("m2") if counted else match.end()
            when = When(start, end, first, last, lead, relative, bool(match["yesterday"]))
            before = when if first is not None else before
            yield when

    def _days(self, match: re.Match[str], before: When | None, lead: str) -> tuple[date, date] | None:
        if match["iso"]:
            return _day(*(int(part) for part in match["iso"].split("-")))
        if match["dotted"]:  # day first: who begins with the month writes slashes
            return _day(*(int(part) for part in reversed(match["dotted"].split("."))))
        if match["m1"] or match["m2"]:
            return self._dated(match)
        if match["m3"] or match["m4"]:
            return self._month(match)
        if match["year"]:
            return _years(match)
        if match["nth"] or match["side"] or match["allof"]:
            return self._slice(match, lead)
        if match["nextday"] or match["later"] or match["before"]:
            return _counted(before, match)
        if match["then"]:
            told = before is not None and SPOKEN.search(match.string[: before.start]) is None
            return (before.first, before.last) if told and before and before.first and before.last else None
        if match["same"]:
            return _as_named(before, match["sameunit"].lower())
        if match["weekday"] and before is not None and (beside := _weekday_beside(match, before)) is not None:
            return beside
        if self._published is None or match["vague"]:
            return None
        return self._relative(match, self._published, before)

    def _slice(self, match: re.Match[str], lead: str) -> tuple[date, date] | None:
        """ "The first nine months of the year", "the start of 2023" after "since"."""
        whole = self._whole(match)
        if whole is None:
            return None
        if match["nth"]:
            return _months_of(whole, match) if whole[0].month != whole[1].month else None
        starts = (match["side"] or "").lower() in {"start", "beginning"}
        if match["side"] and lead in {SINCE, "by"}:
            return (whole[0] if starts else whole[1],) * 2
        if (match["sliceunit"] or "").lower() == "month":
            return _part_of_month(whole[0].year, whole[0].month, (match["side"] or "").lower())
        return whole

    def _whole(self, match: re.Match[str]) -> tuple[date, date] | None:
        """The year or month that a start, an end or a number of months is of."""
        if match["sliceyear"]:
            return _year(int(match["sliceyear"]))
        if self._published is None:
            return None
        shift = SHIFTS.get(match["slicerel"].lower(), 0)
        if match["sliceunit"].lower() == "year":
            return _year(self._published.year + shift)
        return _part_of_month(*_month_from(self._published, shift), "")

    def _dated(self, match: re.Match[str]) -> tuple[date, date] | None:
        month = _month_number(match["m1"] or match["m2"])
        day = int(match["d1"] or match["d2"])
        if match["m2"] and not match["y2"] and (match["lead"] or "").lower().strip() == "in":
            year_of = self._year_of(month, 1, month_only=True)
            return _part_of_month(year_of, month, "") if year_of is not None else None
        year, relation = match["y1"] or match["y2"], match["rel1"] or match["rel2"]
        if relation:
            number = _year_shifted(self._published, relation)
        else:
            number = int(year) if year else self._year_of(month, day)
        if number is None:
            return None
        days = _day(number, month, day)
        until = match["d1b"] or match["d2b"] or match["andday"]
        if days is None or until is None:
            return days
        end = _day(number, month, int(until))
        return (days[0], end[1]) if end and end[1] >= days[0] else days

    def _year_of(self, month: int, day: int, *, month_only: bool = False) -> int | None:
        """The latest year in which the date isn't far past the publication; a month has begun by then."""
        if not month_only and (month, day) in self._years:
            return self._years[month, day]
        if self._published is None:
            return None
        near = self._published + timedelta(days=0 if month_only else 7)
        return near.year if (month, day) <= (near.month, near.day) else near.year - 1

    def _month(self, match: re.Match[str]) -> tuple[date, date] | None:
        month = _month_number(match["m3"] or match["m4"])
        if match["m3"] and match["y3"]:
            year: int | None = int(match["y3"])
        elif relation := match["rel3"]:
            year = _year_shifted(self._published, relation)
        else:
            year = self._year_of(month, 1, month_only=True)
            if (
                match["m4"]
                and self._published
                and (year, month) == (self._published.year, self._published.month)
            ):
                year = self._published.year - 1
        if year is None:
            return None
        return _part_of_month(year, month, (match["part"] or "").lower())

    def _relative(self, match: re.Match[str], today: date, before: When | None) -> tuple[date, date] | None:
        if match["yesterday"]:
            words = match["yesterday"].lower()
            shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(" ".join(words.split()), 0)
            return (today + timedelta(days=shift),) * 2
        if match["night"]:  # of the day named before, which may be either side of midnight
            return (today, today) if before is None else None
        if match["newyear"]:
            return (date(today.year, 1, 1),) * 2
        if match["firstof"]:
            return (today.replace(day=1),) * 2
        if match["nthday"]:
            return _latest(int(match["ordinal"]), today)
        if match["weekday"]:
            return _weekday(match, today)
        if match["ago"]:
            return _ago(_number(match["ago"]), match["agounit"].lower().rstrip("s"), today)
        if match["relmonth"]:
            shift = {"last": -1, "this": 0, "next": 1}[match["relmonth"].lower()]
            return _part_of_month(*_month_from(today, shift), match["relpart"].lower())
        if match["unit"] or match["unitbefore"]:
            return _unit(match, today, before)
        return None


@lru_cache(maxsize=8)
def _matches(text: str) -> tuple[re.Match[str], ...]:
    """Everything that may be words on time; a report's text is asked several times."""
    return tuple(SCANNER.find(text))


def _is_near(text: str, before: When, match: re.Match[str]) -> bool:
    """True where words can count from a day named before, a night only in the same paragraph."""
    between = text[before.end : match.start()]
    return len(between) <= NEAR and not (match["night"] and BREAK.search(between))


def _with_shared_years(text: str, whens: list[When]) -> list[When]:
    """ "In March and October 2021": the year that the last of a list names is everyone's."""
    for index in reversed(range(len(whens) - 1)):
        a, b = whens[index], whens[index + 1]
        between = text[a.end : b.start].lower().strip(" ,")
        yearless = a.relative and MONTH_WORD.match(text, a.start) is not None
        if between not in {"", "and", "or"} or not yearless or b.relative or b.first is None:
            continue
        if MONTH_WORD.search(text, b.start, b.end):
            whens[index] = _in_year(text, a, b.first.year)
    return whens


def _with_distances(text: str, whens: list[When]) -> list[When]:
    """ "Two days after the riot of 3 October": counted from the single day that the same clause names."""
    found: list[When] = []
    for when in whens:
        before = found[-1] if found else None
        distance = DISTANCE.fullmatch(text, before.start, before.end) if before is not None else None
        if before is None or distance is None or not _is_of_distance(text, before, when):
            found.append(when)
            continue
        first, last = _at_distance(distance, when)
        found[-1] = When(before.start, when.end, first, last, before.lead, when.relative)
    return found


def _is_of_distance(text: str, distance: When, when: When) -> bool:
    between = text[distance.end : when.start]
    near = len(between) <= CLAUSE and not re.search(r"[,.;:()\n]|\b(?:that|when|which|who)\b", between)
    return near and when.first is not None and when.first == when.last and when.lead in {"", "on"}


def _at_distance(distance: re.Match[str], when: When) -> tuple[date | None, date | None]:
    unit, count = distance["unit"].lower().rstrip("s"), _number(distance["count"])
    if when.first is None or unit not in {"day", "week"}:
        return None, None
    days = count * (7 if unit == "week" else 1) * (-1 if distance["way"].lower() == "before" else 1)
    return (when.first + timedelta(days=days),) * 2


def _joined(text: str, a: When, b: When) -> When | None:
    """Two mentions that are one: an interval, "Monday and Tuesday", or "Tuesday of last week"."""
    return (
        _day_of_week(text, a, b)
        or _day_of_week(text, b, a)
        or _interval(text, a, b)
        or _one_after_another(text, a, b)
    )


def _day_of_week(text: str, day: When, week: When) -> When | None:
    """ "Tuesday of last week", "last week on Thursday": the day that lies in the week beside it."""
    first, second = sorted((day, week), key=lambda when: when.start)
    between = text[first.end : second.start].lower().strip()
    named = text[day.start : day.end].lower()
    whole = (
        week.first is not None and week.first.weekday() == 0 and WEEK_WORDS.search(text, week.start, week.end)
    )
    if named not in WEEKDAYS or not whole or week.first is None or between not in {"", "of", "on"}:
        return None
    found = week.first + timedelta(days=WEEKDAYS[named])
    return When(first.start, second.end, found, found, first.lead, relative=True)


def _one_after_another(text: str, a: When, b: When) -> When | None:
    """ "On Monday and Tuesday", "Monday or Tuesday", "in January and February": the one follows the other."""
    between = text[a.end : b.start].lower().strip()
    if (
        between not in {"and", "or", "and on", "or on", "and in"}
        or "respectively" in text[b.end : b.end + 80]
    ):
        return None
    if a.last is None or b.first is None or b.first - a.last != timedelta(days=1):
        return None
    return When(a.start, b.end, a.first, b.last, a.lead, a.relative or b.relative)


def _interval(text: str, a: When, b: When) -> When | None:
    """ "Between January 2018 and October 2019", "from 2014 to 2017" as one mention."""
    between = text[a.end : b.start].lower().strip()
    joins = (a.lead == "between" and between == "and") or (
        a.lead == "from" and between in {"to", "until", "through"}
    )
    if not joins or b.last is None:
        return None
    first = a.first
    if a.relative and MONTH_WORD.match(text, a.start) and (not b.relative or first is None or first > b.last):
        first = _in_year(text, a, b.last.year).first  # "between 3 May and 9 May 2021": the year is both days'
    if first is None or first > b.last:
        return None
    return When(a.start, b.end, first, b.last, a.lead, a.relative or b.relative)


def _in_year(text: str, when: When, year: int) -> When:
    """The same words, where the text names their year beside them."""
    # The lead stands for whatever led them in: it lets "May" be a month.
    words = f"during {text[when.start : when.end]} {year}"
    read = next(Calendar(None).find(words), None)
    if read is None or read.first is None:
        return replace(when, first=None, last=None)
    return replace(when, first=read.first, last=read.last, relative=False)


def _is_count(match: re.Match[str], text: str) -> bool:
    """ "Up to 2000 prisoners", "rose to 2000": a number of people that looks like a year."""
    before = text[: match.start("body")]
    after = COUNTED.match(text, match.end())
    opens = re.search(r"\bfrom\s+$", before, re.I) is not None and not (after and after["other"])
    if opens or SURE_LEADS.search(before):
        return False
    words = {after["what"], (after["middle"] or "").strip().lower()} if after is not None else SMALL_WORDS
    return not words & SMALL_WORDS or CHANGED_TO.search(before[-CLAUSE:]) is not None


def _is_other_word(match: re.Match[str], text: str) -> bool:
    """ "May" the verb and "march" the walk aren't months; months are capitalised, "may" needs a companion."""
    word = text[match.start("m3") : match.end("m3")]
    if not word[0].isupper():
        return True
    alone = not (match["y3"] or match["rel3"] or match["part"] or match["lead"])
    return alone and word.lower().rstrip(".") in {"may", "march", "mar", "jan", "dec", "sun", "august"}


def _month_number(name: str) -> int:
    word = name.lower().rstrip(".")
    return MONTHS.get(word) or ABBREVIATED[word]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else SMALL[word.lower()]


def _day(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        return (date(year, month, day),) * 2
    except ValueError:
        return None


def _part_of_month(year: int, month: int, part: str) -> tuple[date, date]:
    last = calendar.monthrange(year, month)[1]
    if part.startswith("early") or "beginning" in part or "start" in part:
        return date(year, month, 1), date(year, month, 10)
    if part.startswith("mid") or "middle" in part:
        return date(year, month, 11), date(year, month, 20)
    if part.startswith("late") or "end" in part:
        return date(year, month, 21), date(year, month, last)
    return date(year, month, 1), date(year, month, last)


def _years(match: re.Match[str]) -> tuple[date, date] | None:
    first = int(match["year"])
    last = first
    if match["yearb"]:
        short = match["yearb"]
        last = int(short) if len(short) == 4 else first - first % 100 + int(short)
    return (date(first, 1, 1), date(last, 12, 31)) if last >= first else None


def _year_shifted(published: date | None, relation: str) -> int | None:
    if published is None:
        return None
    return published.year + {"last": -1, "this": 0, "next": 1}[relation.lower()]


def _weekday_beside(match: re.Match[str], before: When) -> tuple[date, date] | None:
    """ "The following Monday", "the previous Monday": counted from the day named before."""
    relation = " ".join((match["dayrel"] or "").lower().split())
    day = before.first
    if day is None or day != before.last or relation not in {"the following", "the previous"}:
        return None
    wanted = WEEKDAYS[match["weekday"].lower()]
    if relation == "the following":
        return (day + timedelta(days=(wanted - day.weekday() - 1) % 7 + 1),) * 2
    return (day - timedelta(days=(day.weekday() - wanted - 1) % 7 + 1),) * 2


def _weekday(match: re.Match[str], today: date) -> tuple[date, date]:
    """The latest such weekday up to the day of publication; "next" the one after it."""
    back = (today.weekday() - WEEKDAYS[match["weekday"].lower()]) % 7
    relation = " ".join((match["dayrel"] or "").lower().split())
    if relation == "next":
        return (today + timedelta(days=7 - back),) * 2
    if relation == "last" and back == 0:
        back = 7
    return (today - timedelta(days=back),) * 2


def _latest(number: int, today: date) -> tuple[date, date] | None:
    """ "On the 3rd": the latest such day of a month up to publication."""
    year, month = _month_from(today, 0 if number <= today.day else -1)
    return _day(year, month, number)


def _year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


def _months_of(year: tuple[date, date], match: re.Match[str]) -> tuple[date, date] | None:
    """So many months at the start or the end of a year, one of its quarters or halves."""
    nth = ["first", "second", "third", "fourth"]
    word = match["nth"].lower()
    length = {"quarter": 3, "half": 6}.get((match["slice"] or "").lower()) or _number(match["months"])
    index = 12 // length - 1 if word == "last" else nth.index(word)
    if not 1 <= length <= 12 or (match["months"] and word not in {"first", "last"}):
        return None
    start = 13 - length if word == "last" else index * length + 1
    end = start + length - 1
    if end > 12:
        return None
    return date(year[0].year, start, 1), _part_of_month(year[0].year, end, "")[1]


def _ago(count: int, unit: str, today: date) -> tuple[date, date] | None:
    if unit == "day":
        return (today - timedelta(days=count),) * 2
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * count)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return _part_of_month(*_month_from(today, -count), "")
    return date(today.year - count, 1, 1), date(today.year - count, 12, 31)


def _month_from(today: date, shift: int) -> tuple[int, int]:
    """Year and month, so many months from today's."""
    months = today.year * 12 + today.month - 1 + shift
    return months // 12, months % 12 + 1


def _unit(match: re.Match[str], today: date, before: When | None) -> tuple[date, date] | None:
    """ "Last week", "earlier this month", "over the weekend", "the previous year"."""
    relation = " ".join((match["thisrel"] or "the previous").lower().split())
    unit = (match["unit"] or match["unitbefore"]).lower()
    edge = " ".join((match["earlier"] or "").lower().split())
    if relation == "the past" or (relation == "the" and not edge and unit != "weekend"):
        return None
    if relation == "the previous" and before is not None and before.first == before.last and before.first:
        today = before.first
    first, last = _span(unit, SHIFTS.get(relation, 0), today)
    if not first <= today <= last:
        return first, last
    if edge == "later":
        return today, last
    # "This year" is named like a year of any other number; the week and the month run until today.
    return first, last if unit == "year" and edge != "earlier" else min(last, today)


def _span(unit: str, shift: int, today: date) -> tuple[date, date]:
    """The day, week, month, year or weekend so many after today's."""
    if unit == "day":
        return (today + timedelta(days=shift),) * 2
    if unit == "weekend":  # the latest one that has begun on a Sunday, else the one before
        saturday = today - timedelta(days=(today.weekday() - 5) % 7 or 7) + timedelta(days=7 * max(shift, 0))
        return saturday, saturday + timedelta(days=1)
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * shift)
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return _year(today.year + shift)
    return _part_of_month(*_month_from(today, shift), "")


def _counted(before: When | None, match: re.Match[str]) -> tuple[date, date] | None:
    """Days after or before the last date that the text named; only where that was a single day."""
    if before is None or before.first is None or before.last is None:
        return None
    unit, count = (match["laterunit"] or "day").lower().rstrip("s"), _number(match["later"] or "one")
    count = -count if match["back"] or match["before"] else count
    if unit == "year" and _span("month", 0, before.first) == (before.first, before.last):
        return _part_of_month(before.first.year + count, before.first.month, "")
    if before.first != before.last:
        return None
    if unit == "month":
        return _part_of_month(*_month_from(before.first, count), "")
    if unit == "year":
        return _year(before.first.year + count)
    return (before.first + timedelta(days=count * (7 if unit == "week" else 1)),) * 2


def _as_named(before: When | None, unit: str) -> tuple[date, date] | None:
    """ "The same day", "that month": the one that the text named last."""
    if before is None or before.first is None or before.last is None:
        return None
    a, b = before.first, before.last
    if unit == "year":
        return _year(a.year) if a.year == b.year else None
    if unit == "month":
        return _part_of_month(a.year, a.month, "") if (a.year, a.month) == (b.year, b.month) else None
    # "The same week" says how far apart two things are, seldom which seven days.
    return (a, b) if a == b and unit != "week" else None


def _moved(when: When, *, days: int) -> When:
    if when.first is None or when.last is None:
        return when
    step = timedelta(days=days)
    return When(when.start, when.end, when.first + step, when.last + step, when.lead, when.relative)


def _years_on(when: When, years: int) -> When:
    if when.first is None or when.last is None or not years:
        return when
    try:
        first, last = (
            when.first.replace(year=when.first.year + years),
            when.last.replace(year=when.last.year + years),
        )
    except ValueError:  # 29 February
        return when
    return When(when.start, when.end, first, last, when.lead, when.relative)
