"""The words on time that are about a fact, and the day on which it was stated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from habeas.reading.dates import When
from habeas.reading.english import EVENT_NOUNS
from habeas.reading.facts import Fact, anchor_token
from habeas.reading.grammar import clause_of, verb_above
from habeas.reading.scene import Scene
from habeas.reading.speakers import Credit

if TYPE_CHECKING:
    from spacy.tokens import Token

BEFORE: Final = 30  # code points by which time before a figure counts as farther


def when_of(scene: Scene, fact: Fact, credit: Credit | None) -> tuple[When | None, date | None]:
    """The words on time that are about the fact, and the day on which it was stated."""
    stated: date | None = None
    rest: list[When] = []
    for when in _in_segment(scene, fact):
        tokens = scene.sentence.tokens_in(when.start, when.end)
        if not tokens or _names_an_event(tokens):
            continue
        verb = verb_above(tokens[0])
        if (
            credit is not None
            and verb == credit.cue
            and credit.cue.i != fact.word.i
            and _of_speech(when, verb)
        ):
            stated = stated or (when.first if when.first == when.last else None)
        else:
            rest.append(when)
    if not rest:
        return None, stated
    at = scene.sentence.start(anchor_token(fact))
    own = [when for when in rest if _hangs_on(scene, when, fact)]
    if own:
        return min(own, key=lambda when: _distance(when, at)), stated
    free = [when for when in rest if not _hangs_on_other(scene, when, fact)]
    return (free[0] if free else None), stated


def _distance(when: When, at: int) -> int:
    """How far the words on time are from the figure; in a list, a figure's own follow it."""
    return when.start - at if when.start > at else at - when.start + BEFORE


def _of_speech(when: When, cue: Token) -> bool:
    """True for the time of what is said with a clause ("announced in February that …"), or a single day."""
    return when.first == when.last or any(child.dep_ == "ccomp" for child in cue.children)


def _names_an_event(tokens: list[Token]) -> bool:
    """ "The October 7 attacks": the day is part of another event's name."""
    head = tokens[-1].head if tokens[-1].dep_ in {"compound", "nmod", "nummod"} else tokens[0].head
    outside = head.i > tokens[-1].i and tokens[0].dep_ in {"compound", "nmod", "nummod", "amod"}
    return outside and head.lemma_.lower() in EVENT_NOUNS


def _in_segment(scene: Scene, fact: Fact) -> list[When]:
    """The mentions of time in the fact's part of the sentence, where semicolons part it."""
    tokens = list(scene.sentence.tokens)
    at = anchor_token(fact).i
    cuts = [token.i for token in tokens if token.text == ";"]
    first = max((cut for cut in cuts if cut < at), default=tokens[0].i - 1)
    last = min((cut for cut in cuts if cut > at), default=tokens[-1].i + 1)
    inside = [token for token in tokens if first < token.i < last]
    start, end = scene.sentence.start(inside[0]), scene.sentence.end(inside[-1])
    own = [when for when in scene.whens if start <= when.start < end]
    return own or scene.whens


def _chain(token: Token) -> Iterator[Token]:
    """The tokens above, up to and with the first verb."""
    for node in token.ancestors:
        yield node
        if node.pos_ in {"VERB", "AUX"}:
            return


def _hangs_on(scene: Scene, when: When, fact: Fact) -> bool:
    tokens = scene.sentence.tokens_in(when.start, when.end)
    chain = [node for token in tokens for node in _chain(token)]
    verb = clause_of(fact.word)
    return fact.word in chain or verb in chain or (fact.trigger is not None and fact.trigger.last in chain)


def _hangs_on_other(scene: Scene, when: When, fact: Fact) -> bool:
    tokens = scene.sentence.tokens_in(when.start, when.end)
    chain = [node for token in tokens for node in _chain(token)]
    return any(node.i in scene.triggers and node.i != fact.word.i for node in chain) or any(
        node.dep_ in {"relcl", "acl", "advcl"} for node in chain
    )
