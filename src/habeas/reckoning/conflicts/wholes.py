"""Whether a figure is of all of some people, and whether two of one report are of different people."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from habeas.model import Claim
from habeas.reckoning.comparing import people

# A figure of "this week" is of each of its days; one of a longer time is of some day, or of many happenings.
FEW: Final = timedelta(days=6)
# A figure is set against so many others at the most, the furthest from it first.
MANY: Final = 100
# So many characters before a figure are read for words that make it one of some.
REACH: Final = 40
THEM: Final = r"(?:of|among) (?:whom|them|these|those|which)"
OTHERS_BEFORE: Final = re.compile(
    r"\b(?:a further|another|an additional|the other|the remaining|the last)\s+$", re.I
)
OTHERS_AFTER: Final = re.compile(r"\s+(?:others?|more|further|additional)\b", re.I)
SOME_BEFORE: Final = re.compile(rf"\b(?:{THEM},?(?: at least| some| about)?|including)\s+$", re.I)
SOME_AFTER: Final = re.compile(rf"\s+{THEM}\b", re.I)


def is_of_others(claim: Claim) -> bool:
    """True for a figure that is of other people than those counted before: "a further 31", "two others"."""
    return _is_told(claim, OTHERS_BEFORE, OTHERS_AFTER)


def is_of_some(claim: Claim) -> bool:
    """True for a figure that says by its words that it isn't of all: "nine of them", "two others"."""
    return is_of_others(claim) or _is_told(claim, SOME_BEFORE, SOME_AFTER)


def _is_told(claim: Claim, before: re.Pattern[str], after: re.Pattern[str]) -> bool:
    if claim.quantity is None:
        return False
    span, text = claim.quantity.span, claim.report.text
    return bool(before.search(text[max(0, span.start - REACH) : span.start]) or after.match(text, span.end))


def is_whole(claim: Claim) -> bool:
    """True for a figure of all of some people: not said to be of some, or naming which of them."""
    return not is_of_some(claim) and (claim.part_of is None or bool(people(claim.group)))


def told_apart(one: Claim, other: Claim) -> bool:
    """True where one report tells of both in one breath: figures of one sentence, or of one breakdown.

    What a speaker says in one sentence isn't contradicted in it: the figures are of different people.
    """
    if one.report.id != other.report.id:
        return False
    if one.id == other.part_of or other.id == one.part_of:
        return True
    if one.part_of is not None and one.part_of == other.part_of:
        return True
    if is_of_others(one) or is_of_others(other):
        return True
    return any(here.touches(there) for here in one.evidence for there in other.evidence)
