"""Parts of wholes: which figure of a report breaks down which.

Three things say so: words of the sentence ("104 citizens, including 31 women"), words that point back
("seven of those freed are civilians") and numbers that add up. A part is never larger than its whole, of
another type, of other people's nationality or of another day; a figure of people beside others is no part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from habeas.model import Claim, ClaimType, Measure, Quantity, is_nationality
from habeas.reading.english import PART_BEFORE
from habeas.reading.partitives import Portion, goes_on, is_among, portion_of
from habeas.reading.people import People
from habeas.reading.rules import whole_of
from habeas.reading.scene import Scene
from habeas.reading.sums import added_up
from habeas.reading.threads import Told, are_parted

NEAR: Final = 1  # paragraphs back to "them"
FAR: Final = 3  # paragraphs back to "those who came back"
LONGEST: Final = 16  # entries of a list
PARTED: Final = "|".join(re.escape(mark) for mark in PART_BEFORE if mark.isalpha() or " " in mark)
HEADING: Final = re.compile(rf"\b(?:{PARTED}):\s*$", re.I)
BULLET: Final = re.compile(r"[ \t]{0,8}[-•*–—]?[ \t]{0,8}")
ENTRY: Final = re.compile(BULLET.pattern + r"\d")
COMPARED: Final = ("from ", "than ", "with ", "against ", "compared to ")


def with_wholes(told: Sequence[Told]) -> list[Told]:
    """The claims, in order, each with the whole that it breaks down; none with a whole that is no claim."""
    wholes = _Wholes(told)
    for one in told:
        wholes.settle(one, wholes.said(one))
    for one, whole in added_up(told, wholes.fit):
        wholes.settle(one, whole)
    for one in told:
        wholes.settle(one, wholes.headed(one))
    for one in told:
        wholes.settle(one, wholes.pointed_at(one))
    return wholes.settled()


class _Wholes:
    """The wholes found so far, by their parts' ids."""

    def __init__(self, told: Sequence[Told]) -> None:
        counted = (one for one in told if one.claim.quantity is not None)
        # All of one sentence stand together, since claims come in the order of their anchors.
        self._sentences = [(scene, list(some)) for scene, some in groupby(counted, key=lambda one: one.scene)]
        self._place = {scene: place for place, (scene, _) in enumerate(self._sentences)}
        self._all = told
        self._by_id = {one.claim.id: one for one in told}
        self._found: dict[str, Told] = {}
        self._nations: dict[str, frozenset[str]] = {}  # "of the Ukrainians who came home, 82 …"

    def settle(self, part: Told, whole: Told | None) -> None:
        """Keep the whole of a part that has none yet, where the two fit."""
        if whole is not None and part.claim.id not in self._found and self.fit(part, whole):
            self._found[part.claim.id] = whole

    def settled(self) -> list[Told]:
        """The claims with their wholes; a part of a running total is one itself."""
        return [self._settled(one) for one in self._all]

    def fit(self, part: Told, whole: Told) -> bool:
        """True where the one may break the other down."""
        return _fits(part, whole) and part not in self._upwards(whole)

    def said(self, one: Told) -> Told | None:
        """The whole that the words of the one sentence give."""
        if (whole := self._by_id.get(one.claim.part_of or "")) is not None:
            return whole
        whole = self._in_sentence(one)
        if whole is None or one.fact.people is None:
            return None
        between = [
            other for other in self._here(one) if _stands_before(whole, other) and _stands_before(other, one)
        ]
        # "104 citizens, that is 31 women …, and five Kazakhs, a mother with four children": not of the 104
        return whole if all(whole in self._upwards(other) for other in between) else None

    def headed(self, one: Told) -> Told | None:
        """The whole that heads a list of its parts: "4,660 prisoners, including:" and below it "8 women"."""
        before = self._sentences[: self._place.get(one.scene, 0)]
        for _, sentence in reversed(before[-LONGEST:]):
            first = sentence[0]
            if _heads(first, one):
                return first if first.claim.type is one.claim.type else None
        return None

    def pointed_at(self, one: Told) -> Told | None:
        """The whole that a figure's words point back to."""
        if one.claim.id in self._found or one.claim.quantity is None:
            return None
        portion = portion_of(one.scene, one.fact)
        if portion is None:
            return self._beside(one)
        if portion.here and _counts_before(one):
            return None  # "67 releases, three of them …": of the 67, which are no claim
        self._nations[one.claim.id] = frozenset(tag for tag in portion.tags if is_nationality(tag))
        return self._before(one, portion)

    def _in_sentence(self, one: Told) -> Told | None:
        people = one.fact.people
        if people is None or people.figure is None:
            return None
        before = _people_before(one)
        after = (other for other in one.scene.people if _is_part_of(one.scene, people, other))
        if (whole := next(after, None)) is not None:
            found: People | None = whole
        elif before and is_among(one.scene, people):
            found = before[-1]
        else:
            found = whole_of(one.scene, people, before)
        same = (other for other in self._here(one) if other.claim.type is one.claim.type)
        return next((other for other in same if other.fact.people is found), None) if found else None

    def _beside(self, one: Told) -> Told | None:
        """The whole of the portion before it in the sentence: "nine of them are women and 23 children"."""
        people = one.fact.people
        if people is None or not goes_on(one.scene, people):
            return None
        before = [other for other in self._here(one) if _stands_before(other, one)]
        return self._found.get(before[-1].claim.id) if before else None

    def _before(self, one: Told, portion: Portion) -> Told | None:
        """Whom the portion is of: of "them", the only figure that fits in the nearest sentence with any; of
        "the freed", the nearest of all near by, where they are one number."""
        found: list[Told] = []
        for sentence in self._sentences_before(one, portion):
            named = sentence if portion.kinds else [self._upwards(other)[-1] for other in sentence]
            found += [whole for whole in named if self._answers(one, whole, portion)]
            if found and not portion.described:
                break
        found = [whole for whole in found if whole.claim.detail == one.claim.detail] or found
        numbers = {_bounds(whole) for whole in found}
        return found[0] if len(numbers) == 1 and not are_parted(one, found[0]) else None

    def _sentences_before(self, one: Told, portion: Portion) -> Iterator[list[Told]]:
        """The claims of its type of each sentence before, the nearest first."""
        reach = FAR if portion.described else NEAR
        for _, sentence in reversed(self._sentences[: self._place[one.scene]]):
            if portion.number is None and one.paragraph - sentence[0].paragraph > reach:
                return
            same = (other for other in reversed(sentence) if other.claim.type is one.claim.type)
            yield [other for other in same if not _is_compared(other.claim)]

    def _here(self, one: Told) -> list[Told]:
        """The counted claims of its sentence."""
        place = self._place.get(one.scene)
        return self._sentences[place][1] if place is not None else []

    def _answers(self, one: Told, whole: Told, portion: Portion) -> bool:
        """True for the number, or the kind of people, that the portion is said to be of."""
        claim, quantity = whole.claim, whole.claim.quantity
        if quantity is None or not self.fit(one, whole):
            return False
        if claim.type is ClaimType.ESCAPE and claim.detail != one.claim.detail:
            return False  # who got out, and who of them is at large
        if portion.number is not None:
            return quantity.low == quantity.high == portion.number
        # Whom a happening's people are some of isn't everybody to whom the like happened so far.
        if portion.described and claim.measure is Measure.TOTAL and one.claim.measure is not Measure.TOTAL:
            return False
        if portion.described and one.claim.period is not None and claim.period is None:
            return False  # "nine of those who left on Monday": of others, for all that the report says
        return portion.kinds <= claim.group

    def _upwards(self, one: Told) -> list[Told]:
        """The claim, its whole, that one's whole and so on."""
        line = [one]
        while (whole := self._found.get(line[-1].claim.id)) is not None and whole not in line:
            line.append(whole)
        return line

    def _settled(self, one: Told) -> Told:
        claim, whole = one.claim, self._found.get(one.claim.id)
        if whole is None:
            return replace(one, claim=replace(claim, part_of=None))
        total = claim.measure is Measure.FLOW and self._upwards(one)[-1].claim.measure is Measure.TOTAL
        own = any(is_nationality(tag) for tag in claim.group)
        nations = frozenset() if own else self._nations.get(claim.id, frozenset())
        settled = replace(
            claim,
            part_of=whole.claim.id,
            measure=Measure.TOTAL if total else claim.measure,
            group=claim.group | nations,
            detail=claim.detail or whole.claim.detail,
        )
        return replace(one, claim=settled)


def _people_before(one: Told) -> list[People]:
    """The people who are counted before these in the sentence."""
    counted = [people for people in one.scene.people if people.figure is not None]
    people = one.fact.people
    return counted[: counted.index(people)] if people is not None and people in counted else []


def _is_part_of(scene: Scene, part: People, whole: People) -> bool:
    """ "60 of the 182": the number that stands before the whole."""
    span = scene.part_of(whole)
    return span is not None and part.figure is not None and part.figure.end == span.end


def _heads(heading: Told, one: Told) -> bool:
    """True where the heading ends in "including:", and each line from there on begins with a figure."""
    if heading.claim.quantity is None or one.claim.quantity is None:
        return False
    text = one.claim.report.text[heading.claim.quantity.span.end : one.claim.quantity.span.start]
    opening, *lines = text.split("\n")
    entries = [line for line in lines[:-1] if line.strip()]
    begins = bool(lines) and BULLET.fullmatch(lines[-1]) is not None
    return bool(HEADING.search(opening)) and begins and all(ENTRY.match(line) for line in entries)


def _counts_before(one: Told) -> bool:
    """True where a number stands before this one in its sentence."""
    return any(figure.end <= one.claim.anchor.start for figure in one.scene.figures)


def _bounds(told: Told) -> tuple[int | None, int | None]:
    quantity = told.claim.quantity
    return (quantity.low, quantity.high) if quantity is not None else (None, None)


def _stands_before(other: Told, one: Told) -> bool:
    return other.claim.anchor.start < one.claim.anchor.start


def _fits(part: Told, whole: Told) -> bool:
    """True for figures of one type, unit and modality, the part smaller, that nothing keeps apart."""
    mine, theirs = part.claim, whole.claim
    if mine.quantity is None or theirs.quantity is None:
        return False
    if mine.type is not theirs.type or mine.modality is not theirs.modality:
        return False
    nations, others = ({tag for tag in claim.group if is_nationality(tag)} for claim in (mine, theirs))
    if nations and others and not nations & others:
        return False
    return _may_be_less(mine.quantity, theirs.quantity) and _may_be_of_one_day(mine, theirs)


def _may_be_less(part: Quantity, whole: Quantity) -> bool:
    """True where the one number may be of some of the people of the other, and isn't the same again."""
    if part.unit is not whole.unit or (part.low, part.high) == (whole.low, whole.high):
        return False
    return part.low is None or whole.high is None or part.low < whole.high


def _may_be_of_one_day(mine: Claim, theirs: Claim) -> bool:
    days = [
        (claim.period.first, claim.period.last)
        for claim in (mine, theirs)
        if claim.period is not None and claim.period.first is not None and claim.period.last is not None
    ]
    return len(days) < 2 or (days[0][0] <= days[1][1] and days[1][0] <= days[0][1])


def _is_compared(claim: Claim) -> bool:
    """ "187 arrests, up from 142 in December": the number of another time."""
    start = claim.anchor.start
    return claim.report.text[max(0, start - 12) : start].lower().endswith(COMPARED)
