"""Where rules end: what two small trained models make of figures and of telling words.

A figure of people, and a word that may tell an event without a figure, are described by features of the parse
and of what the rules say (`features.py`), of which a linear model (`weights.py`: multinomial logistic
regression) says what they tell, or nothing; and a small transformer (`encoder.py`) says the same from the
passage's words alone. Their mean is heard. They are bound as the rules are: they see only figures and words
that stand in the report, and everything else about their claims comes from the same code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from habeas.lexicon.shape import Form, TriggerRow
from habeas.model import ClaimType, Unit
from habeas.reading.encoder import Anchor
from habeas.reading.english import WATCHING
from habeas.reading.events import is_told
from habeas.reading.facts import (
    FLOWS,
    Context,
    Fact,
    is_laid_down,
    is_their_deed,
    ought,
    patient_of,
    stance_of,
    stance_over,
    turned_down,
)
from habeas.reading.features import figure_features, word_features
from habeas.reading.figures import ROOM_FOR, is_whole_of_a_part, went_away
from habeas.reading.grammar import objects, verb_above
from habeas.reading.modality import is_negated
from habeas.reading.people import People
from habeas.reading.places import preposition
from habeas.reading.sentences import Sentence
from habeas.reading.triggers import Trigger
from habeas.reading.weights import NOTHING, Model

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

RULE: Final = "learned"
LOOSE: Final = {"nearest", "continued"}


@dataclass(frozen=True, slots=True)
class Least:
    """How sure the models must be: probabilities."""

    figure: float  # that a figure which no rule read tells something
    ungrounded: float  # the same where neither a noun nor a word of the type holds the number fast
    word: float  # that a word which no rule read tells something
    overrules: float  # that a figure which a rule read tells nothing
    corrects: float  # that the type is another than the one which a rule guessed from what stands near
    corrects_firm: float  # the same for the other rules
    doubts: float  # that an event which a rule read is none
    doubts_strong: float  # the same of a word that alone shows that a report is about custody


NEVER: Final = 2.0
# Chosen on marked reports that the models were not trained on:
TOGETHER: Final = Least(0.4, 0.45, 0.3, 0.65, 0.4, 0.45, 0.8, 0.95)
# Chosen on the reports that are for developing, for a text too short for the encoder:
ALONE: Final = Least(0.35, 0.6, 0.5, 0.85, 0.6, NEVER, NEVER, NEVER)
ALIKE: Final = (
    {ClaimType.TRANSFER, ClaimType.REPATRIATION, ClaimType.RELEASE},
)  # told by each other's words
ALONE_PRONOUNS: Final = {"he", "her", "him", "i", "me", "she"}
YEARS: Final = range(1900, 2100)
ASIDE: Final = {"about", "by", "for", "with"}
COURT: Final = {ClaimType.TRIAL, ClaimType.CONVICTION}
WORDS: Final = {"VERB", "NOUN", "ADJ", "AUX"}
SURE: Final = {
    "condemned",
    "no-such",
    "takeover",
    "untrue",
}  # rules of more words than the models see


def weighed(
    model: Model | None, context: Context, people: People, facts: list[Fact], beside: Sequence[ClaimType]
) -> list[Fact]:
    """What rules and models together make of a figure; `beside` are the types of its neighbours.

    Where no rule speaks, the models do. Where one does, they take the figure from it when they are sure that
    it tells nothing of people held, and correct it when they are sure of another type.
    """
    if model is None or people.figure is None or len(facts) > 1:
        return facts
    if people.bare and any(fact.part_of_claim is not None for fact in facts):
        return facts  # "of these, 467 are Iraqis, 4,253 are Arabs": what the whole is
    least = _least(context)
    features = figure_features(context, people, facts, beside)
    shares = _shares(model, context, "figure", features, figure_anchor(context.scene.sentence, people))
    best = model.likeliest(shares)
    kind = ClaimType(best)
    if facts:
        if shares[NOTHING] >= least.overrules and facts[0].rule != ROOM_FOR:
            return []
        sure = least.corrects if facts[0].rule in LOOSE else least.corrects_firm
        return [fact if _is_phrase(fact) or shares[best] < sure else _corrected(fact, kind) for fact in facts]
    if people.modifies or people.head.dep_ == "poss" or _may_be_a_year(people):
        return []  # "4,300 prisoners' relatives"
    grounded = _is_grounded(context, people, kind)
    prep = preposition(people.head)
    if not grounded and prep is not None and prep.lower_ in ASIDE:
        return []  # "after their release, the lawyers still speak for 300 detainees"
    if kind in FLOWS and (is_whole_of_a_part(people) or went_away(context, people)):
        return []
    loose = not grounded and (people.bare or context.seen is None)
    sure = least.ungrounded if loose else least.figure
    if shares[best] < sure or (people.unit is Unit.CASES and kind not in COURT):
        return []
    word = _telling_word(context, people, kind)
    return [Fact(kind, RULE, word, _trigger(context, word, kind), people, echo=people.bare)]


def _may_be_a_year(people: People) -> bool:
    """True for "2014" and "between 2014 and 2017", where no noun says what they count."""
    figure = people.figure
    bounds = (figure.low, figure.high) if figure is not None else ()
    return people.bare and all(bound is not None and bound in YEARS for bound in bounds)


def _least(context: Context) -> Least:
    return ALONE if context.seen is None else TOGETHER


def _shares(
    model: Model, context: Context, head: str, features: Sequence[str], anchor: Anchor
) -> dict[str, float]:
    """How likely each type is: the mean of what the linear model and the encoder say, where there is one."""
    shares = model.shares(features)
    if context.seen is None:
        return shares
    others = context.seen.shares(head, anchor)
    return {label: (share + others.get(label, 0.0)) / 2 for label, share in shares.items()}


def _word_shares(model: Model, context: Context, word: Token) -> dict[str, float]:
    anchor = word_anchor(context.scene.sentence, word)
    return _shares(model, context, "word", word_features(context, word), anchor)


def _is_phrase(fact: Fact) -> bool:
    """ "Go missing": a trigger of several words leaves no doubt, except of which way people go."""
    moves = any(fact.type in kinds for kinds in ALIKE)
    return fact.trigger is not None and " " in fact.trigger.row.word and not moves


def _corrected(fact: Fact, kind: ClaimType) -> Fact:
    """The fact with the type that the models are sure of."""
    return fact if kind is fact.type else replace(fact, likely=kind)


def figure_anchor(sentence: Sentence, people: People) -> Anchor:
    """The figure, and the noun that it counts."""
    figure = people.figure
    head = (sentence.start(people.head), sentence.end(people.head))
    return Anchor((figure.start, figure.end) if figure is not None else head, head)


def word_anchor(sentence: Sentence, word: Token) -> Anchor:
    """The word alone."""
    span = (sentence.start(word), sentence.end(word))
    return Anchor(span, span)


def _is_grounded(context: Context, people: People, kind: ClaimType) -> bool:
    """True where the sentence has a word of this type, not of other people, or goes on with a claim of it."""
    kinds = next((kinds for kinds in ALIKE if kind in kinds), {kind})
    told = [trigger for trigger in context.scene.triggers.values() if trigger.type in kinds]
    patients = [patient_of(context, trigger) for trigger in told]
    here = any(one is None or one is people or one.figure is not None for one in patients)
    near = context.scene.sentence.paragraph - context.story.last_paragraph <= 1
    return here or (near and any(claim.type in kinds for claim in context.story.last))


def learned_events(model: Model | None, context: Context, told: set[int]) -> Iterator[Fact]:
    """Events without a figure in words that no rule has read; `told`: the offsets of those it has."""
    if model is None:
        return
    for token in candidates(context):
        if context.scene.sentence.start(token) in told:
            continue
        shares = _word_shares(model, context, token)
        best = model.likeliest(shares)
        kind = ClaimType(best)
        if kind is ClaimType.DENIAL and turned_down(token) is not None:
            continue  # "dismissed the ministry's response to reports of torture"
        untold = kind in FLOWS and (
            (context.seen is None and not is_told(token))
            or stance_over(context, token) is not None
            or _is_watched(token)
        )
        if shares[best] < _least(context).word or kind is ClaimType.HOLDING or untold:
            continue
        if kind is ClaimType.ALLEGATION and is_their_deed(context, token):
            continue
        if kind in FLOWS and ought(token):
            if is_laid_down(context):
                continue
            kind = ClaimType.POSITION
        trigger = _trigger(context, token, kind)
        people = patient_of(context, trigger)
        if kind in FLOWS and _is_one_person(token, people):
            continue
        if people is None or people.figure is None:
            yield Fact(kind, RULE, token, trigger, people, refers_back=people is None)


def _is_one_person(word: Token, people: People | None) -> bool:
    """ "He was released", "arrested Mira Sand", "pardoned the singer": one person is no claim."""
    if people is not None:
        counted = any(child.lower_.endswith("th") for child in people.head.children)  # "a tenth defendant"
        return not (people.plural or counted or is_negated(word))
    names = (one for one in objects(word) if one.tag_ == "NNP" or one.lower_ in ALONE_PRONOUNS)
    return word.pos_ == "VERB" and next(names, None) is not None


def _is_watched(token: Token) -> bool:
    """ "A group that documents deaths in custody": what a body does for a living."""
    verb = verb_above(token)
    present = verb is not None and verb.tag_ in {"VBZ", "VBP", "VBG"}
    return present and verb is not None and verb.dep_ in {"relcl", "acl"} and verb.lemma_ in WATCHING


def is_doubted(model: Model | None, context: Context, fact: Fact) -> bool:
    """True for an event or a stance that the rules read and the models are nearly sure is none."""
    if model is None or fact.rule in SURE:
        return False
    least = _least(context)
    strong = fact.trigger is not None and fact.trigger.row.strong
    return _word_shares(model, context, fact.word)[NOTHING] >= (
        least.doubts_strong if strong else least.doubts
    )


def candidates(context: Context) -> Iterator[Token]:
    """The words of a sentence that may tell an event: its verbs, and other words that the lexicon knows."""
    for token in context.scene.sentence.tokens:
        verb = token.pos_ == "VERB" and token.dep_ not in {"amod", "aux", "auxpass"}
        told = token.i in context.scene.triggers and token.dep_ != "amod"  # not "the released prisoners"
        known = told or stance_of(context, token) is not None
        if verb or (known and token.pos_ in WORDS):
            yield token


def _telling_word(context: Context, people: People, kind: ClaimType) -> Token:
    """The nearest word above the people that tells the type, else their verb, else they themselves."""
    above = [token for token in people.head.ancestors if token.i in context.scene.triggers]
    same = [token for token in above if context.scene.triggers[token.i].type is kind]
    return same[0] if same else (verb_above(people.head) or people.head)


def _trigger(context: Context, word: Token, kind: ClaimType) -> Trigger:
    """The word as a trigger of this type: the lexicon's own where it says the same, else one made here."""
    known = context.scene.triggers.get(word.i)
    if known is not None and known.type is kind:
        return known
    form = Form.VERB if word.pos_ in {"VERB", "AUX"} else Form.NOUN
    row = TriggerRow(word=word.lemma_.lower() or word.lower_, form=form, type=kind)
    return Trigger(row, word, word)
