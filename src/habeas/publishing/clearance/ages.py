"""Ages in a text: that of whoever a name stands for, and all that some words give."""

from __future__ import annotations

import re
from typing import Final

from habeas.publishing.clearance.sorting import Run, Sorted
from habeas.publishing.clearance.terms import Terms

GROWN: Final = 18
OLDEST: Final = 120
NEAR: Final = 80  # code points beside a name in which its bearer's age is looked for

_N: Final = r"(?P<n>\d{1,3}|[a-z]+(?:-[a-z]+)?)"
_END: Final = r"[\"'”’»]?\s*"
_SO: Final = r"(?:(?:now|then|only|just|still|barely|about|around|not yet|not even)\s+)*"
_BE: Final = r"(?:(?:who|he|she)\s+)?(?:(?:is|was|were|are|had|has|been|being)\s+)*"
_OLD: Final = (
    r"(?:[\s-](?P<unit>years?|months?|weeks?|days?)[\s-](?:old|of age)"
    r"|\s*(?:y/o|y\.o\.|yo|yrs?\.?(?:[\s-]old)?))(?!\w)"
)
_AFTER: Final = (
    r"(?=\s*(?:[,.;)\]!?—–]|$|when\b|at (?:the time|arrest|trial|sentencing)\b"
    r"|(?:and|or|then|now|from|who|was|is)\b))"
)
_COUNTED: Final = r"(?:others|people|men|women|%)"
_SUFFERED: Final = (
    r"(?:married|taken|detained|arrested|captured|recruited|orphaned|jailed|abducted|kidnapped|conscripted"
    r"|widowed|pregnant|imprisoned|enslaved|sold|held|disappeared|vanished|raped|died|killed)"
)
# "X, 14,", "X (14)", "X, aged six": what stands right behind a name.
BEHIND: Final = tuple(
    re.compile(_END + pattern, re.I)
    for pattern in (
        rf"[,(]\s*{_SO}(?:aged?\s+)?(?P<n>\d{{1,3}}){_AFTER}",
        rf",\s*{_SO}(?P<n>[a-z]+(?:-[a-z]+)?)(?=[,.;])",
        rf"[,(]\s*(?:m|f|male|female|boy|girl)\.?,?\s*{_SO}(?:aged?\s+)?(?P<n>\d{{1,3}})\b",
        rf"[,(]?\s*{_BE}{_SO}(?:(?:turned|turns|became|aged|at|an?|the)\s+)*{_N}{_OLD}",
        rf"[,(]?\s*{_BE}{_SO}(?:aged|age|at the age of|at age|of age|turned|turns)\s+{_N}\b(?!\s*{_COUNTED})",
        rf"(?:is|was|had been|has been|are|were)\s+{_SO}{_N}(?:\s+years?\s+old\b|{_AFTER})",
    )
)
BEFORE: Final = re.compile(
    rf"{_N}[\s-](?P<unit>year|month|week|day)s?[\s-]old[\s,\"“']+(?:[\w-]+\s+){{0,2}}[\"“']?$", re.I
)
# Anywhere in a sentence: "14-year-old", "aged six", "turned 12", "married off at 13", "both seven".
ANYWHERE: Final = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b{_N}(?:{_OLD}|[\s-]years?[\s-]olds\b)",
        rf"\b(?:age of|aged?|turned|turning|turns)\s+{_SO}{_N}\b",
        rf"\b(?:boys?|girls?|child|children|sisters|brothers|siblings|twins|cousins) of\s+{_SO}{_N}\b",
        rf"\b(?:all|most|the whole) of (?:his|her|their) {_N} years\b",
        rf"\b(?:he|she|who)\s+(?:is|was|were)\s+{_SO}{_N}{_AFTER}",
        rf"(?:^|[“\"]){_N}[,.]?[”\"]",
        r"(?:^|[.;“\"]\s*)at (?P<n>ten|eleven|twelve|[a-z]+teen)\s",
        rf",\s*at\s+{_N}\s+(?:the|already|still|one of)\b",
        rf"\b(?:both|all|each)\s+(?:aged\s+)?{_N}(?=\s*[,.;)—–-])",
        rf"(?:^|[.;“\"]\s*)at\s+(?:just |only )?{_N},",
        rf"(?:,|\band)\s+(?:is|was|are|were)\s+{_SO}{_N}(?=\s*[.,;])",
        rf"\b{_SUFFERED}\s+(?:\w+\s+){{0,2}}at\s+(?:just |only |the age of )?{_N}\b(?!\s*(?:%|[ap]\.?m|:))",
    )
)
UNDER: Final = re.compile(rf"\bunder(?:\s+the\s+age\s+of)?\s+{_N}\b", re.I)
BORN: Final = re.compile(
    r"\b(?:born|came into the world|b\.|dob|d\.o\.b\.|date of birth)[^;]{0,30}?\b(?P<year>(?:19|20)\d\d)\b",
    re.I,
)
BORN_BEHIND: Final = re.compile(rf"[\"'”’»]?\s*[,(]?\s*(?:who )?(?:was )?{BORN.pattern}", re.I)
# "X and Y, 10 and 12", "X, Y and Z (aged 3, 5 and nine)": one age for each of several names.
SEVERAL: Final = re.compile(
    r"(?:\s*[,(–—-]\s*(?:aged?|ages|both|all|are|were)?|\s*(?:are|were)(?: (?:now|then|aged))?)\s*"
    r"(?P<ages>(?:\d{1,3}|[a-z]+(?:-[a-z]+)?)(?:(?:,\s*and|\s+and|,)\s+(?:\d{1,3}|[a-z]+(?:-[a-z]+)?))+)",
    re.I,
)
# "was seven when the soldiers came in 2021": how old somebody is now hangs on the year.
THEN: Final = re.compile(
    r"(?:was|were)\b[^.;]*?\b(?:when|at the time)\b[^.;]*?\bin (?:\w+ )?(?P<year>(?:19|20)\d\d)\b"
)


def age_of(text: Sorted, run: Run, terms: Terms, year: int | None = None) -> int | None:
    """The age in years that stands right beside a name, now where this year tells; None for none."""
    stop, start = text.words[run.last].stop, text.words[run.first].start
    behind = text.text[stop : stop + NEAR].split("\n\n")[0]
    for pattern in BEHIND:
        if (match := pattern.match(behind)) and (years := _age(match, terms)) is not None:
            return years + _since(behind, year)
    match = BEFORE.search(text.text[max(0, start - NEAR) : start])
    return None if match is None else _age(match, terms)


def ages_of_several(text: Sorted, run: Run, terms: Terms) -> list[int]:
    """The ages behind the last of several names: "X and Y, 10 and 12"."""
    stop = text.words[run.last].stop
    match = SEVERAL.match(text.text[stop : stop + NEAR].split("\n\n")[0])
    if match is None:
        return []
    found = (_years(part, terms) for part in re.split(r",\s*and\s+|\s+and\s+|,\s*", match["ages"]))
    return [years for years in found if years is not None]


def _since(behind: str, year: int | None) -> int:
    """The years between what a text tells of and this one: 3 for "was six when they came in 2021" in 2024."""
    match = THEN.match(behind.lstrip()) if year is not None else None
    return 0 if match is None or year is None else max(0, year - int(match["year"]))


def is_born_adult(text: Sorted, run: Run, year: int | None) -> bool:
    """True for "X (b. 1987)" in a later year by which its bearer has come of age, whatever the month."""
    stop = text.words[run.last].stop
    match = BORN_BEHIND.match(text.text[stop : stop + NEAR].split("\n\n")[0])
    return match is not None and year is not None and year - int(match["year"]) > GROWN


def is_young(words: str, terms: Terms, year: int | None) -> bool:
    """True where some words give an age under 18, or a year of birth that makes one in this year."""
    found = [_age(match, terms) for pattern in ANYWHERE for match in pattern.finditer(words)]
    if any(years is not None and years < GROWN for years in found):
        return True
    if any((years := _age(match, terms)) is not None and years <= GROWN for match in UNDER.finditer(words)):
        return True
    return year is not None and any(year - int(match["year"]) <= GROWN for match in BORN.finditer(words))


def _age(match: re.Match[str], terms: Terms) -> int | None:
    """The years that a match gives: none yet where it counts months or days."""
    years = _years(match["n"], terms)
    unit = match.groupdict().get("unit") or "year"
    return years if years is None or unit.lower().startswith("year") else 0


def _years(words: str, terms: Terms) -> int | None:
    if words.isdigit():
        return int(words) if int(words) <= OLDEST else None
    parts = words.casefold().split("-")
    values = [value for part in parts if (value := terms.numbers.get(part)) is not None]
    return sum(values) if values and len(values) == len(parts) and sum(values) <= OLDEST else None
