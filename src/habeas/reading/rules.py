"""The rules in the order in which they are asked, and the parts of a whole that they leave to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from habeas.model import Claim
from habeas.reading.english import PART_BEFORE, PART_OPENINGS
from habeas.reading.facts import Context, Fact
from habeas.reading.figures import (
    captives_counted,
    continued,
    described,
    facility_has,
    facility_with,
    given_years,
    governed,
    holder_has,
    home_to,
    in_facility,
    nearest,
    room_for,
)
from habeas.reading.people import People

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
LAST_RULES: Final[tuple[FigureRule, ...]] = (nearest, described, continued)


def figure_facts(context: Context) -> Iterator[tuple[People, list[Fact]]]:
    """Each counted mention of people, with what the rules make of it."""
    counted = [people for people in context.scene.people if people.figure is not None]
    found = {people.head.i: _first_of(FIGURE_RULES, context, people) for people in counted}
    for index, people in enumerate(counted):
        whole = _whole_of(context, people, counted[:index])
        facts = found[people.head.i]
        if not facts and whole is not None:
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


def _whole_of(context: Context, people: People, before: list[People]) -> People | None:
    """The mention that this one breaks down: "104 citizens, including 31 women", "of whom nine"."""
    wholes = [other for other in before if other.figure is not None]
    if not wholes or people.figure is None:
        return None
    sentence = context.scene.sentence
    text = sentence.report.text
    nearest = wholes[-1]
    after = text[people.figure.end : people.figure.end + 9].lower().lstrip()
    if text[max(0, people.figure.start - 9) : people.figure.start].lower().strip() in {
        "of whom",
        "of them",
        "of these",
        "of those",
    }:
        return wholes[0] if len(wholes) > 1 and _listed_with(nearest, people) else nearest
    if after.startswith(("of them", "of whom", "of these", "of those")):
        return wholes[0] if len(wholes) > 1 and _listed_with(nearest, people) else nearest
    for whole in reversed(wholes):
        assert whole.figure is not None  # noqa: S101  kept by the filter above
        between = text[whole.figure.end : people.figure.start].lower()
        if (
            any(
                f" {mark}" in between.replace(",", " ") or (mark == ":" and ":" in between)
                for mark in PART_BEFORE
            )
            and ";" not in between
            and "another" not in between
            and "further" not in between
        ):
            total = _total(whole)
            if total is None or people.figure.low is None or people.figure.low <= total:
                return whole
    return None


def _listed_with(a: People, b: People) -> bool:
    return b.head in a.head.conjuncts


def _total(people: People) -> int | None:
    return people.figure.high if people.figure is not None else None
