"""The rules in the order in which they are asked, and the parts of a whole that they leave to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from habeas.model import Claim
from habeas.reading.english import PART_BEFORE, PART_OPENINGS
from habeas.reading.facts import Context, Fact
from habeas.reading.figures import (
    captives_counted,
    continued,
    facility_has,
    facility_with,
    given_years,
    governed,
    holder_has,
    home_to,
    in_facility,
    nearest,
    room_for,
    said_dead,
)
from habeas.reading.grammar import verb_above
from habeas.reading.outsiders import is_outside
from habeas.reading.people import People
from habeas.reading.scene import Scene

OF_THEM: Final = ("of them", "of whom", "of these", "of those")
# "200 were among the 7,012": the second figure is the whole; "a further 12" is beside the first.
APART: Final = re.compile(
    r";|\bwhile\b|\bwhereas\b|\banother\b|\bfurther\b|\b(?:is|are|was|were|be|been)\s+among\b"
)
EACH: Final = re.compile(r"\b(?:each|either|both|every)\b[^.;:]*$", re.I)
FigureRule = Callable[[Context, People], Iterator[Fact]]


FIGURE_RULES: Final[tuple[FigureRule, ...]] = (
    room_for,
    given_years,
    governed,
    facility_with,
    facility_has,
    holder_has,
    captives_counted,
    home_to,
    in_facility,
)


# Asked only for people who are no part of others that a rule above has read.
LAST_RULES: Final[tuple[FigureRule, ...]] = (nearest, continued)


def figure_facts(context: Context) -> Iterator[tuple[People, list[Fact]]]:
    """Each counted mention of people, with what the rules make of it."""
    scene = context.scene
    counted = [
        people for people in scene.people if people.figure is not None and not is_outside(scene, people)
    ]
    found = {people.head.i: _first_of(FIGURE_RULES, context, people) for people in counted}
    for index, people in enumerate(counted):
        if people.same_as is not None and (same := found.get(people.same_as.i)):
            yield people, [replace(fact, people=people, part_of=None) for fact in same]
            continue
        whole = whole_of(context.scene, people, counted[:index])
        facts = found[people.head.i]
        if not facts and whole is not None and not said_dead(people):
            facts = [replace(fact, people=people, part_of=None) for fact in found[whole.head.i]]
        facts = found[people.head.i] = facts or _first_of(LAST_RULES, context, people)
        if whole is not None:
            facts = [replace(fact, part_of=whole) for fact in facts]
        elif (before := _whole_before(context)) is not None:
            facts = [replace(fact, part_of_claim=before) if fact.echo else fact for fact in facts]
        yield people, facts


def _first_of(rules: tuple[FigureRule, ...], context: Context, people: People) -> list[Fact]:
    """What the first rule that knows anything makes of these people."""
    return next((facts for rule in rules if (facts := list(rule(context, people)))), [])


def _whole_before(context: Context) -> Claim | None:
    """The figure told in the sentence before, that this one breaks down: "Of these, 467 are Iraqis"."""
    words = " ".join(token.lower_ for token in context.scene.sentence.tokens[:6])
    if not words.startswith(PART_OPENINGS) or not context.story.last:
        return None
    counted = [claim for claim in context.story.last if claim.quantity is not None and claim.part_of is None]
    return counted[-1] if counted else None


def whole_of(scene: Scene, people: People, before: list[People]) -> People | None:
    """The mention that this one breaks down: "104 citizens, including 31 women", "of whom nine"."""
    if not before or people.figure is None:
        return None
    text = scene.sentence.report.text
    nearest = before[-1]
    ahead = text[max(0, people.figure.start - 9) : people.figure.start].lower().strip()
    behind = text[people.figure.end : people.figure.end + 9].lower().lstrip()
    if ahead in OF_THEM or behind.startswith(OF_THEM):
        if _has_other_between(scene, nearest, people):
            return None
        return before[0] if len(before) > 1 and _listed_with(nearest, people) else nearest
    if (first := before[0]) is not people and _goes_on_with(scene, first, people):
        return first
    return next((whole for whole in reversed(before) if _breaks_down(whole, people, text)), None)


def _goes_on_with(scene: Scene, whole: People, part: People) -> bool:
    """ "There are 560 prisoners in Karsh, 46 are women, 27 are children": told of those who stand first."""
    if whole.figure is None or part.figure is None or whole.bare or not part.bare:
        return False
    number = scene.first_of(part)
    verb = verb_above(part.head)
    said = (
        verb is not None
        and verb.lemma_ == "be"
        and verb.pos_ in {"VERB", "AUX"}
        and verb.i == part.head.i + 1
    )
    between = scene.sentence.report.text[whole.figure.end : part.figure.start]
    listed = "," in between and number.i > number.sent.start and number.nbor(-1).text in {",", "and"}
    less = (
        part.figure.high is not None and whole.figure.low is not None and part.figure.high < whole.figure.low
    )
    return said and listed and less and not APART.search(between.lower())


def _breaks_down(whole: People, part: People, text: str) -> bool:
    """True where the words between two figures make the second a part of the first, and it isn't larger."""
    if whole.figure is None or part.figure is None:
        return False
    between = text[whole.figure.end : part.figure.start].lower()
    if APART.search(between) or between.lstrip().startswith(
        OF_THEM
    ):  # "96 of these …, and eight": no part of the 96
        return False
    if ":" in between and _is_of_each(whole, text, between):
        return False
    marked = any(
        f" {mark}" in between.replace(",", " ") or (mark == ":" and ":" in between) for mark in PART_BEFORE
    )
    high, low = whole.figure.high, part.figure.low
    return marked and (high is None or low is None or low <= high)


def _has_other_between(scene: Scene, whole: People, part: People) -> bool:
    """ "Handed over 18, of whom four …", where nothing tells whom the 18 counts."""
    if whole.figure is None or part.figure is None:
        return False
    first, last = whole.figure.end, part.figure.start
    return any(first <= figure.start and figure.end <= last for figure in scene.figures)


def _is_of_each(whole: People, text: str, between: str) -> bool:
    """ "Each side freed over 100: 118 here, 107 there", "1,100 people (week before: 640)"."""
    start = whole.figure.start if whole.figure is not None else 0
    return "(" in between.partition(":")[0] or bool(EACH.search(text[max(0, start - 40) : start]))


def _listed_with(a: People, b: People) -> bool:
    return b.head in a.head.conjuncts
