"""Which claim stands for which annotation, and in which slots the two agree.

A claim finds an annotation when its type is among those accepted, both quote the same words (at least half
of the shorter evidence, and no more than three times the annotation's or 300 characters), and both have the
same bounds or no figure.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Final

from habeas.model import Claim, ClaimType, Name, Period, is_nationality
from habeas.scoring.gold import Days, GoldClaim, GoldReport

SLOTS: Final = ("speaker", "place", "origin", "destination", "group", "date", "modality", "hedge", "unit")

LONGEST_QUOTE: Final = 300
PEOPLE: Final = {
    "women": "women",
    "men": "men",
    "children": "children",
    "minors": "children",
    "boys": "children",
    "girls": "children",
    "families": "families",
}
ALIKE: Final = {"migrants": "civilians"}
GENERIC: Final = frozenset({"detainees", "prisoners", "suspects", "fighters", "militants"})
FILLERS: Final = frozenset({"the", "a", "an", "al", "el", "of", "s"})


def same_name(mine: str | None, theirs: str | None) -> bool:
    """True where one name holds the other's words, or both are nearly the same string."""
    if mine is None or theirs is None:
        return mine is theirs
    one, other = folded(mine), folded(theirs)
    if not one or not other:
        return one == other
    ones, others = set(one.split()), set(other.split())
    if (ones <= others or others <= ones) and abs(len(ones) - len(others)) <= 4:
        return True
    return difflib.SequenceMatcher(None, one, other).ratio() >= 0.8


def folded(name: str) -> str:
    """A name without case, accents, punctuation and articles."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(word for word in re.sub(r"[^\w\s]", " ", bare).split() if word not in FILLERS)


def same_group(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Women, men, children and families must agree, nationalities not disagree; else one tag in common."""
    my_people, their_people = ({PEOPLE[tag] for tag in tags if tag in PEOPLE} for tags in (mine, theirs))
    my_nations, their_nations = ({tag for tag in tags if is_nationality(tag)} for tags in (mine, theirs))
    if my_people != their_people:
        return False
    if my_nations and their_nations and not my_nations & their_nations:
        return False
    if their_people or their_nations:
        return bool(their_people or my_nations)
    if mine and mine <= GENERIC and theirs <= GENERIC:
        return True
    return bool({ALIKE.get(tag, tag) for tag in mine} & {ALIKE.get(tag, tag) for tag in theirs})


def same_days(mine: Days | None, theirs: Days | None, kind: str, published: date | None) -> bool:
    """Equal, or within an annotated month or less; an undated `holding` may stand at the publication date."""
    if mine is None or theirs is None:
        known = mine or theirs
        if known is None:
            return True
        return kind == ClaimType.HOLDING and published is not None and known[0] <= published <= known[1]
    one_month = (theirs[0].year, theirs[0].month) == (theirs[1].year, theirs[1].month)
    return mine == theirs or (one_month and theirs[0] <= mine[0] and mine[1] <= theirs[1])


def agreement(claim: Claim, gold: GoldClaim, published: date | None = None) -> dict[str, bool]:
    """Which slots agree. One that the annotation leaves empty counts for speaker and date alone."""
    agrees = {"speaker": same_name(text_of(claim.speaker), gold.speaker)}
    for slot, wanted, names in (
        ("place", gold.place, (claim.place,)),
        ("origin", gold.origin, (claim.origin, claim.place)),
        ("destination", gold.destination, (claim.destination,)),
    ):
        if wanted:
            agrees[slot] = any(same_name(name.text, wanted) for name in names if name is not None)
    if gold.unit is not None and claim.quantity is not None:
        agrees["hedge"] = claim.quantity.approx == gold.approx
        agrees["unit"] = claim.quantity.unit == gold.unit
    if gold.group:
        agrees["group"] = same_group(claim.group, gold.group)
    agrees["date"] = same_days(period_days(claim.period), gold.days, gold.types[0], published)
    agrees["modality"] = claim.modality == gold.modality
    return agrees


def text_of(name: Name | None) -> str | None:
    return None if name is None else name.text


def period_days(period: Period | None) -> Days | None:
    if period is None or period.first is None or period.last is None:
        return None
    return period.first, period.last


def quotes(claim: Claim, gold: GoldClaim) -> bool:
    """True where the claim's evidence shares enough with the annotation's, and isn't far longer."""
    mine = sum(span.end - span.start for span in claim.evidence)
    theirs = gold.end - gold.start
    shared = sum(max(0, min(span.end, gold.end) - max(span.start, gold.start)) for span in claim.evidence)
    return shared >= 0.5 * min(mine, theirs) and mine <= max(3 * theirs, LONGEST_QUOTE)


def same_figure(claim: Claim, gold: GoldClaim) -> bool:
    """True where both have the same bounds, or neither has a figure."""
    bounds = None if claim.quantity is None else (claim.quantity.low, claim.quantity.high)
    return bounds == gold.bounds


def match(claims: Sequence[Claim], gold: GoldReport) -> dict[int, int]:
    """As many pairs (claim, annotation) as can be, each used once; the better agreement is tried first."""
    wanted = [_candidates(claim, gold) for claim in claims]
    owner: dict[int, int] = {}

    def finds(claim: int, tried: set[int]) -> bool:
        for annotation in wanted[claim]:
            if annotation in tried:
                continue
            tried.add(annotation)
            if annotation not in owner or finds(owner[annotation], tried):
                owner[annotation] = claim
                return True
        return False

    for claim in sorted(range(len(claims)), key=lambda one: len(wanted[one])):
        finds(claim, set())
    return {claim: annotation for annotation, claim in owner.items()}


def _candidates(claim: Claim, gold: GoldReport) -> list[int]:
    """The annotations that the claim may stand for, the likeliest first."""
    ranked = [
        (not annotated.optional, sum(agreement(claim, annotated, gold.published).values()), index)
        for index, annotated in enumerate(gold.claims)
        if claim.type in annotated.types and same_figure(claim, annotated) and quotes(claim, annotated)
    ]
    return [index for *_, index in sorted(ranked, reverse=True)]
