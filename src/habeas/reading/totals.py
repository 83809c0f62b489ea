"""Running totals: which figures count all that has happened so far, and not one happening.

Words such as "so far" and "since January" make a figure a running total where they stand in the clause that
tells it, and not where they say how rare a happening is ("the first flight so far"). Words that only sum up
("in total, 206 were freed on Saturday") do so where they open a clause in the perfect that names no day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from habeas.reading.dates import SINCE, When
from habeas.reading.english import COUNTED, RANKING, SO_FAR, SUMMING, SUSPECTING
from habeas.reading.facts import Fact
from habeas.reading.grammar import clause_of, subjects, verb_above
from habeas.reading.scene import Scene

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

# "Which brings to 310 the number freed", "taking those arrested to 143".
BROUGHT_TO: Final = re.compile(
    r"\b(?:bring(?:s|ing)?|brought|tak(?:es|ing)|took)\b(?P<object>[^.;:]{0,80}?)\bto\s+$", re.I
)
CAME_TO: Final = {"amount", "reach", "stand"}  # "the number of dead has reached 90"
COUNTING: Final = {"counting", "including", "with"}  # "With it, the number of those exchanged is 1,788"
OBJECT: Final = 80  # code points of "brings … to" before its figure, and of its object behind it
BEHIND: Final = 30
ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th)|\w+(?:teen|ty|\wf|fif|four|six|seven|eigh|nin|ten)th")
GOVERNED: Final = {"ccomp", "xcomp"}


def is_running(scene: Scene, fact: Fact, when: When | None) -> bool:
    """True for a figure of all so far: "since January", "so far", "brings the number to 310"."""
    if fact.people is None or fact.people.figure is None:
        return False
    if (same := scene.same_as(fact.people)) is not None:
        return is_running(scene, replace(fact, people=same), when)
    if _brought_to(scene, fact) or _came_to(fact):
        return True
    told = [mark for mark in _marks(scene, SO_FAR) if _is_of(mark, fact)]
    if any(_runs(scene, mark, fact) for mark in told):
        return True
    day = when is not None and when.first is not None and when.first == when.last
    return not day and any(_sums_up(mark, fact) for mark in _marks(scene, SUMMING))


def _brought_to(scene: Scene, fact: Fact) -> bool:
    """The figure that a happening brings a count to: "bringing to 310 the number transferred"."""
    figure = fact.people.figure if fact.people is not None else None
    if figure is None:
        return False
    text = scene.sentence.report.text
    brought = BROUGHT_TO.search(text[max(0, figure.start - OBJECT) : figure.start])
    if brought is None:
        return False
    words = set(re.findall(r"\w+", f"{brought['object']} {text[figure.end : figure.end + BEHIND]}".lower()))
    return bool(words & (COUNTED | {"those"}))


def _came_to(fact: Fact) -> bool:
    """The figure that a count has come to: "the number of dead has reached 90", "the total of freed is 9"."""
    people = fact.people
    verb = verb_above(people.head) if people is not None else None
    if people is None or verb is None or people.head in subjects(verb):
        return False
    counts = [noun for noun in subjects(verb) if noun.lower_ in COUNTED and not _is_to_come(noun)]
    if verb.lemma_ in CAME_TO:
        return bool(counts)
    said = any(child.lower_ == "of" for noun in counts for child in noun.children)
    opens = verb.sent[0].lower_ in COUNTING
    return verb.lemma_ == "be" and said and (opens or any(noun.lower_ == "total" for noun in counts))


def _beside(verb: Token) -> Iterator[Token]:
    """ "Have been arrested and 1,756 killed since the coup": the participle of the number beside."""
    for number in verb.children:
        if number.dep_ == "conj" and number.pos_ == "NUM":
            yield from (child for child in number.children if child.dep_ == "acl" and child.tag_ == "VBN")


def _labels(fact: Fact) -> set[Token]:
    """ "Has taken back 14,500 women linked to the group since May": the words that only say who they are."""
    people = fact.people
    if people is None or not _is_perfect(fact):
        return set()
    return {child for child in people.head.children if child.dep_ == "acl" and child.lemma_ in SUSPECTING}


def _is_to_come(noun: Token) -> bool:
    """ "The total to be freed": a plan's."""
    return any(child.dep_ in {"acl", "relcl"} and child.tag_ == "VB" for child in noun.children)


def _marks(scene: Scene, marks: tuple[str, ...]) -> Iterator[Token]:
    """The first word of each of these that the sentence holds."""
    tokens = scene.sentence.tokens
    for mark in marks:
        words = mark.split()
        for at, token in enumerate(tokens[: len(tokens) - len(words) + 1]):
            if [one.lower_ for one in tokens[at : at + len(words)]] == words:
                yield token


def _is_of(mark: Token, fact: Fact) -> bool:
    """True for a word of the clause that tells the figure, or of one that this clause is said in."""
    if _ranks(mark, fact) or _is_of_what_it_brings(mark, fact):
        return False
    node = mark.head.head if mark.dep_ == "mark" else mark  # "since the truce began" stands beside its clause
    return clause_of(node) in _frame(fact, mark) or _is_under(node, fact)


def _frame(fact: Fact, mark: Token) -> set[Token]:
    """The verbs whose clauses tell the figure: its event's, its own, those that these are said in, and the
    first of verbs that share what opens their clause ("since May 20 have been arrested and tried")."""
    nodes = [fact.word, *([fact.people.head] if fact.people is not None else [])]
    verbs = {clause_of(node) for node in nodes}
    verbs |= {inner for verb in verbs for inner in _beside(verb)} | _labels(fact)
    above = list(verbs)
    while above:
        verb = above.pop()
        if verb.dep_ in GOVERNED or (verb.dep_ == "conj" and mark.i < verb.head.i):
            verbs.add(verb.head)
            above.append(verb.head)
    return verbs


def _is_under(node: Token, fact: Fact) -> bool:
    """True for words under the noun that the figure gives: "the number handed over since May"."""
    nouns = [] if fact.people is None else [*subjects(clause_of(fact.people.head))]
    return any(noun.lower_ in COUNTED and noun.is_ancestor(node) for noun in nouns)


def _ranks(mark: Token, fact: Fact) -> bool:
    """ "The largest airlift so far", "the 25th since 2021", "as large since May": says how rare it is."""
    head = fact.people.head if fact.people is not None else None
    at = mark.i - 1
    while at >= mark.sent.start:
        token = mark.doc[at]
        if token is head or token.is_punct or token.pos_ in {"VERB", "AUX"}:
            return False
        if token.tag_ in {"JJS", "RBS"} or token.lower_ in RANKING or ORDINAL.fullmatch(token.lower_):
            return True
        at -= 1
    return False


def _is_of_what_it_brings(mark: Token, fact: Fact) -> bool:
    """ "Seven on Monday, which brings the number hanged since May to 20": of the 20, not of the seven."""
    head = fact.people.head if fact.people is not None else fact.word
    between = mark.doc[head.i + 1 : mark.i]
    return any(one.lemma_ == "bring" for one in between) and any(one.lower_ in COUNTED for one in between)


def _sums_up(mark: Token, fact: Fact) -> bool:
    """ "In total, 900 have been freed"."""
    verb = clause_of(fact.word)
    if mark.i > verb.i or not (mark.i == mark.sent.start or _is_of(mark, fact)):
        return False
    return any(child.dep_ == "aux" and child.tag_ in {"VBP", "VBZ"} for child in verb.children)


def _runs(scene: Scene, mark: Token, fact: Fact) -> bool:
    """False for what merely sounds so: "since this morning", "24 of the 25 have now been freed"."""
    if mark.lower_ == SINCE:
        end = scene.sentence.end(mark)
        near = (when for when in scene.whens if 0 <= when.start - end <= BEHIND and when.first is not None)
        return not any(when.first == scene.sentence.report.published for when in near)
    if mark.lower_ == "already":
        return _is_perfect(fact)
    return mark.lower_ not in {"has", "have"} or not _is_of_a_known_whole(fact)


def _is_of_a_known_whole(fact: Fact) -> bool:
    """ "24 of the 25 girls"."""
    head = fact.people.head if fact.people is not None else None
    if head is None:
        return False
    nouns = [
        noun
        for prep in head.children
        if prep.lower_ == "of"
        for noun in prep.children
        if any(child.dep_ == "nummod" for child in noun.children)
    ]
    return bool(nouns) or (head.dep_ == "pobj" and head.head.head.pos_ == "NUM")


def _is_perfect(fact: Fact) -> bool:
    """ "Have been released"; not "were released", nor "the released"."""
    nodes = [fact.word, *([fact.people.head] if fact.people is not None else [])]
    verbs = [clause_of(node) for node in nodes]
    return any(child.dep_ == "aux" and child.lemma_ == "have" for verb in verbs for child in verb.children)
