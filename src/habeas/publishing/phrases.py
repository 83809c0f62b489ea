"""A claim's parts in words: figures with their hedge, people, days with their age, who says so.

Labels for people (fighters, militants, suspects) are a speaker's words and stand in quotation marks.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Final

import pycountry

from habeas.model import (
    CODED,
    FOREIGNERS,
    Basis,
    Claim,
    ClaimType,
    Measure,
    Modality,
    Period,
    Quantity,
    Reason,
    Report,
    Review,
    Unit,
    Unread,
    added_by,
    is_nationality,
)
from habeas.publishing.plain import plain
from habeas.reckoned import Voices
from habeas.settings import LANGUAGE

LABELS: Final[tuple[str, ...]] = ("fighters", "militants", "suspects")
ROLES: Final[tuple[str, ...]] = (
    "detainees",
    "prisoners",
    "prisoners_of_war",
    "hostages",
    "migrants",
    "civilians",
)
PEOPLE: Final[tuple[str, ...]] = ("women", "men", "children", "minors", "boys", "girls", "families")
ONE: Final = {
    "people": "person",
    "women": "woman",
    "men": "man",
    "children": "child",
    "families": "family",
    "cases": "case",
    "facilities": "facility",
    "countries": "country",
    "prisoners of war": "prisoner of war",
}

MODALITIES: Final = {
    Modality.ASSERTED: "",
    Modality.ALLEGED: "alleged",
    Modality.DENIED: "denied",
    Modality.PLANNED: "planned",
    Modality.ONGOING: "under way",
    Modality.HYPOTHETICAL: "supposed (an “if” or a risk)",
}

HEDGES: Final = {"at least": "at least", "at most": "up to", "between": "between"}

DONE: Final = {
    ClaimType.HOLDING: "held",
    ClaimType.CAPTURE: "taken into custody",
    ClaimType.TRANSFER: "moved or handed over",
    ClaimType.REPATRIATION: "repatriated",
    ClaimType.RELEASE: "released",
    ClaimType.ESCAPE: "got out",
    ClaimType.RECAPTURE: "taken back into custody",
    ClaimType.ATTACK: "in an attack or a riot",
    ClaimType.DEATH: "died",
    ClaimType.TRIAL: "before a court or under investigation",
    ClaimType.CONVICTION: "convicted",
    ClaimType.SENTENCE: "sentenced",
    ClaimType.EXECUTION: "executed",
    ClaimType.ALLEGATION: "said to be wronged",
    ClaimType.DENIAL: "the answer is about",
    ClaimType.POSITION: "the position is about",
}

MEASURES: Final = {
    Measure.STOCK: "",
    Measure.FLOW: "",
    Measure.TOTAL: "in total so far",
    Measure.REMAINING: "those left",
    Measure.CAPACITY: "a capacity, not people held",
    Measure.POPULATION: "",
    Measure.VICTIMS: "said to be harmed",
}

REASONS: Final = {
    Reason.NO_EVENT: "people in custody are named, what happened to them isn't read",
    Reason.NO_RULE: "words of custody are there, no rule connects them to this figure",
    Reason.UNCLEAR_COUNT: "what the figure counts can't be told",
}

REVIEWS: Final = {
    Review.UNCHECKED: "unchecked",
    Review.ACCEPTED: "reviewed: accepted",
    Review.AMENDED: "reviewed: amended",
    Review.REJECTED: "reviewed: rejected",
    Review.UNSURE: "unchecked: a reviewer couldn't tell",
}

FIGURES: Final = {
    Review.REJECTED: "looked at: no claim",
    Review.ACCEPTED: "looked at: claim added",
    Review.UNSURE: "looked at: a reviewer couldn't tell",
}

_DIGITS: Final = re.compile(r"\d")

SOME_CODED: Final = (
    " Lines that say “coded by people” are no machine reading: people coded these claims elsewhere."
)
SOME_ADDED: Final = (
    " Lines that say “added by” are no machine reading: a person added these claims, which it had missed."
)

# What a speaker says of people after a break-out is never put in words of our own.
UNSETTLED: Final = frozenset({"missing", "at-large"})


def review(claim: Claim) -> str:
    """Whether a person has checked the claim; of what people coded elsewhere, that they did."""
    if claim.review is not Review.UNCHECKED or not is_coded(claim):
        return REVIEWS[claim.review]
    by = added_by(claim.reader)
    return REVIEWS[claim.review] + (", coded by people" if by is None else f", added by {plain(by)}")


def by_people(claims: Iterable[Claim]) -> str:
    """What to say at the head of a text of claims that people coded or added; nothing where none are."""
    found = {added_by(claim.reader) is not None for claim in claims if is_coded(claim)}
    return (SOME_CODED if False in found else "") + (SOME_ADDED if True in found else "")


def reviews(claims: Iterable[Claim]) -> str:
    """Whether the claims of a line are checked; where they differ, how many are what."""
    found = Counter(map(review, sorted(claims, key=lambda claim: list(Review).index(claim.review))))
    if len(found) == 1:
        return next(iter(found))
    return ", ".join(f"{number} {words}" for words, number in found.items())


def is_coded(claim: Claim) -> bool:
    """True for a claim that is no machine's reading: people coded it elsewhere, or added it here."""
    return claim.reader.startswith(CODED)


def looked_at(figures: Iterable[Unread]) -> str:
    """How many unread figures there are, and how many of them people have looked at: "10, 3 looked at"."""
    found = list(figures)
    seen = sum(figure.review is not Review.UNCHECKED for figure in found)
    return f"{len(found)}, {seen} looked at" if seen else f"{len(found)}"


def read_by_person(figure: Unread) -> str:
    """What a person said of an unread figure, to stand after it; nothing where nobody looked at it."""
    return f" ·{FIGURES[figure.review]}" if figure.review in FIGURES else ""


def reviewed(claim: Claim) -> str:
    """What sets a claim apart from an unchecked machine reading, to stand after its words; else nothing."""
    said = review(claim)
    return "" if said == REVIEWS[Review.UNCHECKED] else f" ·{said}"


def figure(quantity: Quantity) -> str:
    """The number with its hedge: "at least 300", "about 50", "up to 7", "between 2 and 5".

    Where a convention gives the bounds: the words, and what they are taken as.
    """
    bounds = _bounds(quantity)
    if quantity.basis is Basis.CONVENTION:
        return f"“{plain(quantity.span.text)}” (taken as {bounds})"
    return bounds


def figure_as_said(quantity: Quantity) -> str:
    """The report's own words for an exact number, else the number with its hedge."""
    said = plain(quantity.span.text)
    if quantity.low != quantity.high or quantity.approx or quantity.basis is not Basis.WORDS:
        return figure(quantity)
    # Where a person put the number right, its words may have another, or a hedge: "at least 300".
    return (
        said
        if _DIGITS.search(said) is None or said.replace(",", "") == str(quantity.low)
        else figure(quantity)
    )


def _bounds(quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    known = [f"{bound:,}" for bound in dict.fromkeys((low, high)) if bound is not None]
    return " ".join(filter(None, (hedge(quantity), " and ".join(known))))


def hedge(quantity: Quantity) -> str:
    """What stands before the number: "at least", "up to about", "between"; nothing before an exact one."""
    kind = HEDGES.get(bounds(quantity.low, quantity.high), "")
    return " ".join(filter(None, (kind, "about" if quantity.approx else "")))


def bounds(low: int | None, high: int | None, *, approx: bool = False) -> str:
    """Which kind of bounds a number has: at least, at most, between, about or exactly; "" for none."""
    if low is None and high is None:
        return ""
    if low is None:
        return "at most"
    if high is None:
        return "at least"
    if low != high:
        return "between"
    return "about" if approx else "exactly"


def counted(claim: Claim, group: frozenset[str] | None = None) -> str:
    """The figure and whom it counts: "at least 30 women and children, nationals of Tajikistan".

    `group` goes before the claim's own, where several claims give the figure.
    """
    people = whom(claim, group)
    return people if claim.quantity is None else f"{figure(claim.quantity)} {people}"


def whom(claim: Claim, group: frozenset[str] | None = None) -> str:
    """Whom the figure counts, without it; `group` as for `counted`."""
    quantity, group = claim.quantity, claim.group if group is None else group
    if quantity is None:
        return people(group)
    return people(group, unit=quantity.unit, one=quantity.high == 1)


def people(group: frozenset[str], *, unit: Unit = Unit.PERSONS, one: bool = False) -> str:
    """Who the people are, in words: labels quoted, nationalities as countries."""
    kinds = [tag for tag in PEOPLE if tag in group]
    roles = [tag for tag in ROLES if tag in group]
    if unit is not Unit.PERSONS:
        heads, besides = [unit.value], [tag for tag in kinds + roles if tag != unit.value]
    else:
        heads, besides = (kinds, roles) if kinds else (roles or ["people"], [])
    said = [_tag_in_words(tag, unit=unit) for tag in heads]
    besides += [f"“{label}”" for label in LABELS if label in group]
    in_brackets = f" ({', '.join(tag.replace('_', ' ') for tag in besides)})" if besides else ""
    return joined([_singular(word) for word in said] if one else said) + in_brackets + _nations(group)


def _tag_in_words(tag: str, *, unit: Unit) -> str:
    # "50 families" would count families where the figure counts the people in them.
    return "family members" if (tag, unit) == ("families", Unit.PERSONS) else tag.replace("_", " ")


def joined(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def _singular(word: str) -> str:
    return ONE.get(word, word.removesuffix("s"))


def _nations(group: frozenset[str]) -> str:
    names = [country(tag) for tag in sorted(group) if is_nationality(tag)]
    of = f", nationals of {joined(names)}" if names else ""
    return of + (", foreigners" if FOREIGNERS in group else "")


@cache
def country(code: str) -> str:
    """The usual name of a country, from its ISO 3166 alpha-2 code; the code where it has none."""
    found = pycountry.countries.get(alpha_2=code)
    if found is None:
        return code
    # The register writes "Palestine, State of"; people don't.
    return " ".join(reversed(getattr(found, "common_name", found.name).split(", ")))


def verb(claim: Claim) -> str:
    """What is said of the people; where the speaker leaves open what became of them, the speaker's word."""
    if claim.detail in UNSETTLED:
        return f"said to be “{plain(claim.trigger.text)}”"
    measure = MEASURES[claim.measure] if claim.measure else ""
    besides = ", ".join(filter(None, [(claim.detail or "").replace("-", " "), measure]))
    return f"{DONE[claim.type]} ({besides})" if besides else DONE[claim.type]


def where(claim: Claim) -> str:
    """Place, and the way from origin to destination: "in Hasakah", "from Roj to Tajikistan"."""
    names = (("in", claim.place), ("from", claim.origin), ("to", claim.destination))
    return " ".join(f"{word} {plain(name.text)}" for word, name in names if name is not None)


def day(moment: date) -> str:
    """A day in words: "3 May 2024"."""
    return f"{moment.day} {calendar.month_name[moment.month]} {moment.year}"


def month(moment: date) -> str:
    """A day's month in words: "May 2024"."""
    return f"{calendar.month_name[moment.month]} {moment.year}"


def weekday(moment: date) -> str:
    """A day in words, with its day of the week: "Friday 3 May 2024"."""
    return f"{calendar.day_name[moment.weekday()]} {day(moment)}"


def days(first: date, last: date) -> str:
    """A day, a month, a year, or the first and last day, in words."""
    if first == last:
        return day(first)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    whole_month = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if whole_month and (first.year, first.month) == (last.year, last.month):
        return month(first)
    return f"{day(first)} to {day(last)}"


def when(claim: Claim, *, today: date) -> str:
    """The period; else the words that don't settle it, the day it was stated, and how old that is."""
    if (resolved := _resolved(claim.period)) is not None:
        return resolved
    words = f"“{plain(claim.period.span.text)}” (which day isn't settled), " if claim.period else ""
    stated = claim.stated_on or claim.report.published
    if stated is None:
        return f"{words}undated"
    return f"{words}stated {day(stated)}{_age(stated, today)}"


def when_briefly(claim: Claim) -> str:
    """The period, else "said" and the day it was stated, in figures."""
    period = claim.period
    if period is not None and period.first is not None and period.last is not None:
        ends = dict.fromkeys((period.first.isoformat(), period.last.isoformat()))
        return " to ".join(ends)
    stated = claim.stated_on or claim.report.published
    return f"said {stated.isoformat()}" if stated else "undated"


def _resolved(period: Period | None) -> str | None:
    if period is None or period.first is None or period.last is None:
        return None
    return days(period.first, period.last)


def _age(stated: date, today: date) -> str:
    """How long ago a day is: in days up to two months, in months up to two years, then in years."""
    old = (today - stated).days
    if old < 0:
        return ""
    if old == 0:
        return ", today"
    if old <= 60:
        return f", {count(old, 'day')} old"
    months = (today.year - stated.year) * 12 + today.month - stated.month - (today.day < stated.day)
    return f", {count(months, 'month')} old" if months < 24 else f", {count(months // 12, 'year')} old"


def behind(voices: Voices) -> str:
    """Who stands behind an event, counted: "2 voices, 3 reports that name no source, in 6 reports".

    Copies are one report there, and are counted only at the end.
    """
    named = [count(len(voices.named), "voice")] if voices.named else []
    verb = "names" if voices.uncredited == 1 else "name"
    unnamed = [f"{count(voices.uncredited, 'report')} that {verb} no source"] if voices.uncredited else []
    said = ", ".join(named + unnamed)
    return f"{said}, in {count(voices.reports, 'report')}" if voices.reports > 1 else said


def count(number: int, word: str) -> str:
    """A number and what it counts: "1 report", "12 figures"."""
    return f"{number} {word}" if number == 1 else f"{number:,} {word}s"


def who_says(claim: Claim) -> str:
    """The speaker; where the report credits nobody, its outlet, and that it names no source."""
    return "".join(says(claim))


def says(claim: Claim) -> tuple[str, str, str]:
    """The same in three: the words before the name of speaker or outlet, the name, the words after it."""
    if claim.speaker is None:
        return "", outlet(claim.report), " reports, no source named"
    by = "answered by" if claim.type is ClaimType.DENIAL else "according to"
    return f"{by} ", plain(claim.speaker.text), _via(claim)


def _via(claim: Claim) -> str:
    names = joined([plain(name.text) for name in claim.via])
    return f" (by way of {names})" if names else ""


def language(code: str) -> str:
    """The English name of a language, from its code; the code where it has none."""
    kind = "alpha_2" if len(code) == 2 else "alpha_3"
    found = pycountry.languages.get(**{kind: code})
    if found is None:
        return code
    # The register writes "Modern Greek (1453-)"; people don't.
    return str(found.name).split(" (")[0]


def not_read(report: Report) -> str:
    """That the report is stated to be in a language that isn't read: "not read: in German"; else nothing."""
    return unread_language(report.language)


def unread_language(code: str | None) -> str:
    """The same of the language with this code; nothing where none is stated, or it is read."""
    return "" if code in (None, LANGUAGE) else f"not read: in {language(code)}"


def outlet(report: Report) -> str:
    """Who published the report; its file's name where that isn't known."""
    return plain(report.outlet) if report.outlet else f"the file {plain(report.name)}"


def published(report: Report) -> str:
    """The day that the outlet prints, in words."""
    return day(report.published) if report.published else "undated"
