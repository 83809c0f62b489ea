"""Figures: numbers in digits and words, with their hedges, as bounds (the annotation guide's table).

What a figure counts is settled elsewhere (`people.py`); here only what can't be a count of people is left
out: years, dates, times, money, shares, ages, distances, numbered things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from habeas.lexicon import Lexicon
from habeas.lexicon.shape import Bound
from habeas.model import Basis

SPACES: Final = (
    " \u00a0\u2007\u2009\u202f"  # between thousands: space, no-break, figure, thin, narrow no-break
)
DIGITS: Final = rf"\d{{1,3}}(?:[,.{SPACES}]\d{{3}})+(?![\d,.]*\d)|\d+(?:\.\d+)?"
# Behind a number, these say that it measures something else than people.
MEASURE_AFTER: Final = re.compile(
    r"""^(?:[-\s]?(?:%|percent|per\s+cent|percentage|km|kms|kilomet\w+|mi|miles?|met(?:er|re)s?|hectares?|acres?
    |years?|yrs?|months?|weeks?|days?|hours?|minutes?|seconds?|nights?|decades?|centur\w+
    |year[- ]olds?|o'clock|am|pm|a\.m|p\.m|gmt|tons?|tonnes?|kg|kilos?|dollars?|euros?|pounds?|lira|dinars?
    |usd|billion|trillion|degrees?|times|stor(?:e)?ys?|rounds?\s+of|votes?|seats?|goals?|points?)\b
    |%|[-–]year|[-–:/.,]\d|st\b|nd\b|rd\b|th\b)""",
    re.X | re.I,
)
MEASURE_BEFORE: Final = re.compile(
    r"""(?:[$€£¥\#№\[]\s?|\b(?:us|usd|eur)\$?\s?|\d[:/.]|\d[-–]|[/]
    |\b(?:articles?|no\.?|nos\.|number|resolution|chapter|section|law|act|phase|page|pages|paragraph|para\.?|level|figure
    |interviews?|footnotes?|tables?|annex|appendix|aged|ages?|verse|channel|route|highway|division|brigade|battalion)\s)$""",
    re.X | re.I,
)
LABEL_BEFORE: Final = re.compile(r"\b(?:unit|block|ward|annex|camp|cell|wing|sector|hall|building)\s$", re.I)
FROM_BEFORE: Final = re.compile(r"\b(?:by|from)\b[\w\s]{0,20}$", re.I)
CHANGED: Final = 60  # code points back to "rose" and the like
HALVES: Final = {"dozen": 6, "million": 500_000}
LONGEST: Final = 12  # digits; a longer number counts no people
MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
MONTH_BEFORE: Final = re.compile(rf"\b{MONTH}\.?\s+(?:\d{{1,2}}\s?(?:,|and|to|[-–])\s?)?$", re.I)
MONTH_AFTER: Final = re.compile(rf"^(?:\s?[-–]\s?\d{{1,2}})?\s+(?:of\s+)?{MONTH}\b", re.I)
YEAR_BEFORE: Final = re.compile(
    r"\b(?:in|since|until|till|from|by|during|through|throughout|before|after|early|late|mid|year|of|between|to|and|the|(?:19|20)\d\d[-–])[\s-]*$",
    re.I,
)


# "Two in three", "one in ten": a share; "under 18" with no noun, "a boy of 16": an age; "1." a list.
SHARE_AFTER: Final = re.compile(
    r"^\s+(?:in|out\s+of)\s+(?:every\s+)?(?:\d{1,2}\b(?![,\d])|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)\b"
    r"|^\s+\w+\s+in\s+(?:every\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|twenty|\d{1,2})"
    r"(?=\s+(?:is|are|was|were|has|have|had)\b|\s?[.,;])",
    re.I,
)
SHARE_BEFORE: Final = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine)\s+(?:in|out\s+of)\s+(?:every\s+)?$", re.I
)
AGE_BEFORE: Final = re.compile(
    r"\b(?:boys?|girls?|m[ae]n|wom[ae]n|child(?:ren)?|teenagers?|youths?|aged?|ages)\s+(?:of\s+)?$|\b(?:under|over|below|above)(?:\s+the\s+age\s+of)\s+$|\b(?:under|over|below|above)\s+$"
    r"|\b(?:youngest|oldest|eldest)\b(?:\s\w+){0,4}\s+$",
    re.I,
)
AGE_AFTER: Final = re.compile(r"^,?\s+(?:when|at\s+the\s+time)\b", re.I)
LIST_AFTER: Final = re.compile(r"^[.)](?:\s|$)")
PARTICLE_BEFORE: Final = re.compile(
    r"\b(?:hand|hands|handed|handing|turn|turns|turned|turning|give|gives|gave|given|giving|pass|passes|passed|passing|bring|brings|brought"
    r"|take|takes|took|taken|taking|deliver|delivers|delivered)\s+$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its hedge: offsets of both in the text, and the bounds that they give."""

    start: int
    end: int
    number_start: int
    number_end: int
    low: int | None
    high: int | None
    approx: bool
    basis: Basis


class FigureFinder:
    """Finds figures in text, by the lexicon's numbers, vague numbers and hedges."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._values = {row.word: row.value for row in lexicon.numbers if row.value is not None}
        self._times = {row.word: row.times for row in lexicon.numbers if row.times is not None}
        self._vague = {row.word: row for row in lexicon.vague}
        self._before = {row.word: row.bound for row in lexicon.hedges if not row.after}
        self._after = {row.word: row.bound for row in lexicon.hedges if row.after}
        self._changed = re.compile(rf"\b(?:{_any(lexicon.words.changing_words)})\b[^.;:]{{0,40}}$", re.I)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        times = _any(word for word in self._times if len(word) > 1)
        letters = _any(word for word in self._times if len(word) == 1)
        digits = rf"(?:{DIGITS})(?:(?:\s|-)?(?:{times})\b(?:\s\d{{1,3}}\b)?|(?:{letters})\b)?"
        word = _any([*self._values, *self._times])
        half = rf"half\s+a\s+(?:{_any(HALVES)})"
        words = rf"(?:{half}|(?:an?\s+)?(?:{word})(?:(?:\s+and\s+|\s*-\s*|\s+)(?:{word}))*)\b"
        number = rf"(?:{digits}|\b{words})"
        vague = rf"\b(?:{_any(self._vague)})\b"
        signs = "".join(word for word in self._before if not word[0].isalpha())
        spelled = _any(word for word in self._before if word[0].isalpha())
        before = rf"(?:\b(?:{spelled})\s+|[{re.escape(signs)}]\s?)"
        after = rf"(?:\s?(?:{_any(self._after)})(?!\w))"
        return re.compile(
            rf"(?P<hedge>{before}*)(?:"
            rf"(?P<vague>{vague})"
            rf"|(?P<range>(?:between\s+)(?P<a>{number})\s+and\s+(?:{before})?(?P<b>{number}))"
            rf"|(?:from\s+)?(?P<c>{number})\s+to\s+(?P<d>{number})"
            rf"|(?P<e>{digits})\s?[-–—]\s?(?P<f>{digits})"
            rf"|(?P<number>{number}))(?P<after>{after})?(?![\w])",
            re.I,
        )

    def find(self, text: str) -> Iterator[Figure]:
        """Every figure that may count people, in order."""
        for match in self._pattern.finditer(text):
            for part in self._parted(match, text):
                if (figure := self._figure(part, text)) is not None:
                    yield figure

    def _parted(self, match: re.Match[str], text: str) -> Iterator[re.Match[str]]:
        """The match; both its numbers apart where one came to be the other: "rose from 500 to 930"."""
        before = text[max(0, match.start() - CHANGED) : match.start("c")] if match["c"] else ""
        if not (FROM_BEFORE.search(before) and self._changed.search(before)):
            yield match
            return
        start = match.start("hedge") if match["hedge"] else match.start("c")
        halves = (
            self._pattern.match(text, start, match.end("c")),
            self._pattern.match(text, match.start("d"), match.end()),
        )
        yield from (half for half in halves if half is not None)

    def _figure(self, match: re.Match[str], text: str) -> Figure | None:
        start = match.start("hedge") if match["hedge"] else _number_start(match)
        number = _number_start(match)
        number_end = match.start("after") if match["after"] else match.end()
        if start and (text[start - 1].isalnum() or text[start - 1] in "-–'’_"):
            return None
        if _measures(text, number, number_end, hedged=bool(match["hedge"])) or _is_share(
            text, number, number_end
        ):
            return None
        if (
            match["hedge"]
            and match["hedge"].lower().startswith("over")
            and PARTICLE_BEFORE.search(text[:start])
        ):
            start = number  # "handed over two men": the verb's own word
            match = self._pattern.match(text, number) or match
        bounds = self._bounds(match)
        if bounds is None:
            return None
        low, high, approx, basis = bounds
        return Figure(start, match.end(), number, number_end, low, high, approx, basis)

    def _bounds(self, match: re.Match[str]) -> tuple[int | None, int | None, bool, Basis] | None:
        hedges = [self._before[word] for word in _pieces(match["hedge"], self._before)]
        if match["after"]:
            hedges.append(self._after[" ".join(match["after"].lower().split())])
        if match["vague"]:
            row = self._vague[" ".join(match["vague"].lower().split())]
            return (*_hedged_vague(row.low, row.high, hedges), Basis.CONVENTION)
        if (first := match["a"] or match["c"] or match["e"]) is not None:
            low, high = self._value(first), self._value(match["b"] or match["d"] or match["f"])
            if (
                match["e"]
                and low is not None
                and high is not None
                and low < 10
                and 1000 <= high >= low * 1000
            ):
                low *= 1000  # "2-3,000"
            if low is None or high is None or low > high or (low >= 1900 and high <= 2099 and match["e"]):
                return None
            return low, high, Bound.ABOUT in hedges, Basis.WORDS
        value = self._value(match["number"])
        if value is None:
            return None
        return (*_hedged(value, hedges), Basis.WORDS)

    def _value(self, words: str) -> int | None:
        """The number that digits or words stand for; None where it isn't a whole one."""
        text = re.sub(rf"(?<=\d)[{SPACES}]+(?=\d)", "", words.lower())
        text = re.sub(r"(?<=\d),(?=\d)|(?<=\d)\.(?=\d{3}(?!\d))", "", text)
        pieces = re.findall(r"\d+(?:\.\d+)?|[a-z]+", text)
        if any(len(piece) > LONGEST for piece in pieces if piece[0].isdigit()):
            return None
        if pieces[0] == "half":
            return HALVES[pieces[-1]]
        total = current = 0.0
        for piece in pieces:
            if piece[0].isdigit():
                current += float(piece)
            elif piece in self._values:
                current += self._values[piece] or 0
            elif piece in self._times:
                times = self._times[piece]
                if times in {12, 100}:
                    current = (current or 1) * times
                else:
                    total, current = total + (current or 1) * times, 0.0
        value = total + current
        return int(value) if value == int(value) else None


def _any(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


def _number_start(match: re.Match[str]) -> int:
    for name in ("vague", "range", "c", "e", "number"):
        if match[name] is not None:
            return match.start(name)
    return match.start()


def _pieces(hedge: str, known: Iterable[str]) -> list[str]:
    """The hedge's words split into the lexicon's entries, longest first."""
    left, found = " ".join(hedge.lower().split()), []
    ordered = sorted(known, key=len, reverse=True)
    while left:
        entry = next((word for word in ordered if left.startswith(word)), None)
        if entry is None:
            break
        found.append(entry)
        left = left[len(entry) :].lstrip()
    return found


def _hedged(value: int, hedges: list[Bound]) -> tuple[int | None, int | None, bool]:
    if Bound.LOW in hedges:
        return value, None, False
    if Bound.HIGH in hedges:
        return None, value, False
    return value, value, Bound.ABOUT in hedges


def _hedged_vague(low: int, high: int | None, hedges: list[Bound]) -> tuple[int | None, int | None, bool]:
    if Bound.LOW in hedges:
        return low, None, False
    if Bound.HIGH in hedges and high is not None:
        return None, high, False
    return low, high, False


def _measures(text: str, start: int, end: int, *, hedged: bool) -> bool:
    """True where the number is a year, a date, a time, money, a share, an age or a measure."""
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    if MEASURE_AFTER.match(after) or MEASURE_BEFORE.search(before):
        return True
    if LABEL_BEFORE.search(before) and not re.match(r"\s+\w", after):
        return True  # "camp 5", not "in Roj camp 40 women"
    words = text[start:end]
    if not words[0].isdigit():
        return False
    if words.isdigit() and int(words) <= 31 and _is_day(before, after):
        return True
    is_year = words.isdigit() and len(words) == 4 and "1900" <= words <= "2099"
    return is_year and not hedged and (_year_stands(before, after))


def _is_day(before: str, after: str) -> bool:
    """True beside a month: "3 May", "on May 3"; not "in May 3 men"."""
    counted = re.search(rf"\bin\s+{MONTH}\.?\s+$", before, re.I) and re.match(r"\s+[a-z]", after, re.I)
    return bool(MONTH_AFTER.match(after) or (MONTH_BEFORE.search(before) and not counted))


def _year_stands(before: str, after: str) -> bool:
    if (
        YEAR_BEFORE.search(before)
        or MONTH_BEFORE.search(before)
        or re.search(rf"{MONTH}\.?,?\s+(?:\d{{1,2}},?\s+)?$", before, re.I)
    ):
        return True
    return not re.match(r"\s+[a-z]", after)


def _is_share(text: str, start: int, end: int) -> bool:
    """True where the number is part of a share, an age or the mark of a list."""
    before, after = text[max(0, start - 30) : start], text[end : end + 30]
    if SHARE_AFTER.match(after) or SHARE_BEFORE.search(before):
        return True
    number = text[start:end]
    small = int(number) < 100 if number.isdigit() else re.fullmatch(r"[a-z]+(?:-[a-z]+)?", number) is not None
    if small and AGE_BEFORE.search(before) and not re.match(r"\s+\w", after):
        return True
    if (
        small
        and AGE_AFTER.match(after)
        and re.search(r"\b(?:is|was|be|were|are)\s+(?:only\s+|just\s+)?$", before, re.I)
    ):
        return True  # "who was 16 when he was arrested"
    return (
        not before.strip()
        and start - len(before) <= 0
        and bool(LIST_AFTER.match(after))
        and text[start:end].isdigit()
    )
