"""Which figures count some of people told of before: "seven of those freed", "among them were 40 minors"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from habeas.model import PEOPLE_TAGS
from habeas.reading.english import PART_OPENINGS
from habeas.reading.facts import Fact
from habeas.reading.grammar import objects, subjects, verb_above
from habeas.reading.groups import is_further
from habeas.reading.people import People
from habeas.reading.scene import Scene

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

POINTERS: Final = {"these", "those", "them", "whom", "which"}
DEFINITE: Final = {"the", "these", "those", "its", "their", "all", "both"}
MEMBERS: Final = {"among", "of"}
OF_THEM: Final = re.compile(r"\b(?:all|most|many|none|some|majority) of (?:them|these|those|whom)\b", re.I)
AMONG_THEM: Final = re.compile(r"[^,.;:]{0,60} among(?:st)? (?:them|whom)\b", re.I)
OPENING: Final = ("of", "among")


@dataclass(frozen=True, slots=True)
class Portion:
    """What a figure's words say of the people whom it counts some of."""

    number: int | None = None  # "two of the 41"
    tags: frozenset[str] = frozenset()  # "31 of the children"
    described: bool = False  # "of those freed", "of the dead", and not only "of them"
    here: bool = False  # "three of them": who may stand in the sentence itself

    @property
    def kinds(self) -> frozenset[str]:
        """What kind of people they are some of: women, children and so on."""
        return self.tags & PEOPLE_TAGS


def portion_of(scene: Scene, fact: Fact) -> Portion | None:
    """Of whom the figure counts some, where its words point back to them."""
    people = fact.people
    if people is None or people.figure is None or is_further(scene, people) or _is_definite(scene, people):
        return None
    return (
        _of_whom(scene, scene.first_of(people), people)
        or _were_among(scene, people)
        or _opened(scene, people)
        or _predicated(scene, fact, people)
    )


def is_among(scene: Scene, people: People) -> bool:
    """ "38 people, two traders among them": of those counted right before."""
    end = people.figure.end if people.figure is not None else scene.sentence.end(people.head)
    return AMONG_THEM.match(scene.sentence.report.text, end) is not None


def goes_on(scene: Scene, people: People) -> bool:
    """ "Nine of them are women and 23 are children": a bare number beside a portion, of the same people."""
    return people.bare and not is_further(scene, people) and not _is_definite(scene, people)


def _is_definite(scene: Scene, people: People) -> bool:
    """ "The 50", "all 47": the people themselves, and not some of them."""
    near = {child.lower_ for head in (people.head, scene.first_of(people)) for child in head.children}
    return bool(near & DEFINITE)


def _of_whom(scene: Scene, number: Token, people: People) -> Portion | None:
    """ "Seven of those who came back", "26 of the dead", "two of the 41"."""
    figure = people.figure
    behind = scene.sentence.tokens_in(figure.end, figure.end + len(" of")) if figure is not None else []
    prep = behind[-1] if behind else None
    if prep is None or prep.lower_ != "of" or prep.i - number.i > 6:
        return None
    found = _whole_under(scene, prep)
    return replace(found, here=not found.described) if found is not None else None


def _whole_under(scene: Scene, prep: Token) -> Portion | None:
    """What a preposition names as the whole; None for one that isn't definite ("of whom" aside)."""
    whole = next((child for child in prep.children if child.dep_ in {"pobj", "pcomp"}), None)
    if whole is None:
        following = prep.doc[prep.i + 1] if prep.i + 1 < prep.sent.end else None
        return Portion() if following is not None and following.lower_ in POINTERS else None
    if whole.lower_ in POINTERS:
        return Portion(described=whole.lower_ == "those" and bool(whole.children))
    if not any(child.lower_ in {"the", "these", "those", "their", "its"} for child in whole.children):
        return None
    named = next((one for one in scene.people if one.head is whole), None)
    figure = named.figure if named is not None else None
    number = figure.low if figure is not None and figure.low == figure.high else None
    return Portion(number, named.tags if named is not None else frozenset(), described=True)


def _were_among(scene: Scene, people: People) -> Portion | None:
    """ "Six guards were among the freed", "among them were 40 minors"."""
    verb = verb_above(people.head)
    if verb is None or verb.lemma_ != "be":
        return None
    preps = (child for child in verb.children if child.dep_ == "prep" and child.lower_ == "among")
    return next((found for prep in preps if (found := _whole_under(scene, prep)) is not None), None)


def _opened(scene: Scene, people: People) -> Portion | None:
    """ "Of the men who came home, 82 are privates", "They were 17 women and 41 children"."""
    tokens = scene.sentence.tokens
    words = " ".join(token.lower_ for token in tokens[:6])
    first = tokens[0]
    if people.head in first.subtree:
        return None  # "of the 210 …": the whole
    if first.lower_ in OPENING:
        return _whole_under(scene, first)
    verb = verb_above(people.head)
    told = verb is not None and verb.dep_ in {"ROOT", "ccomp", "conj"} and people.head in _complements(verb)
    return Portion() if told and words.startswith(PART_OPENINGS) else None


def _complements(verb: Token) -> list[Token]:
    """What a verb says that its subject is or holds, with all that is joined to it."""
    heads = [child for child in verb.children if child.dep_ in {"attr", "dobj"}]
    return [one for head in (*heads, *objects(verb)) for one in (head, *head.conjuncts)]


def _predicated(scene: Scene, fact: Fact, people: People) -> Portion | None:
    """ "Fifteen are fighters", "82 had defended the town": a bare number that goes on with people told of."""
    if not people.bare:
        return None
    number = scene.first_of(people)
    text = number.doc.text[number.doc[number.sent.start].idx : number.idx]
    if OF_THEM.search(text):
        return Portion()  # "all of them were conscripts and 82 had defended the town"
    verb = verb_above(people.head)
    if verb is None or people.head not in subjects(verb) or not fact.echo:
        return None
    be = verb.lemma_ in {"be", "hold", "come", "belong"}
    return (
        Portion() if be and any(child.dep_ in {"attr", "dobj", "prep"} for child in verb.children) else None
    )
