"""Where rules end: what a small trained model makes of figures and of telling words.

A figure of people that no rule reads, and a word that may tell an event without a figure, are described by
features of the parse (`features.py`), and a linear model (`weights.py`: multinomial logistic regression) says
what they tell, or nothing. It is bound as the rules are: it sees only figures and words that stand in the
report, and everything else about its claims comes from the same code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from habeas.lexicon.shape import Form, TriggerRow
from habeas.model import ClaimType, Unit
from habeas.reading.events import is_told
from habeas.reading.facts import FLOWS, Context, Fact, patient_of, stance_of
from habeas.reading.features import figure_features, word_features
from habeas.reading.figures import ROOM_FOR, belongs_to_a_noun
from habeas.reading.grammar import verb_above
from habeas.reading.people import People
from habeas.reading.places import preposition
from habeas.reading.triggers import Trigger
from habeas.reading.weights import NOTHING, Model

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

RULE: Final = "learned"
# Probabilities, chosen on the reports that are for developing:
OVERRULES: Final = 0.85  # from which a figure that a rule read tells nothing after all
CORRECTS: Final = 0.6  # from which the type is another than a loose rule guessed
UNGROUNDED: Final = 0.6  # that a type needs of which no word stands near
LOOSE: Final = {"nearest", "continued"}
ALIKE: Final = (
    {ClaimType.TRANSFER, ClaimType.REPATRIATION, ClaimType.RELEASE},
)  # told by each other's words
COURT: Final = {ClaimType.TRIAL, ClaimType.CONVICTION}
ASIDE: Final = {"about", "by", "for", "with"}
WORDS: Final = {"VERB", "NOUN", "ADJ", "AUX"}


def weighed(
    model: Model | None, context: Context, people: People, facts: list[Fact], beside: Sequence[ClaimType]
) -> list[Fact]:
    """What rules and model together make of a figure; `beside` are the types of its neighbours.

    The model speaks where no rule does. Where one does, it is heard when it is surer than OVERRULES that the
    figure tells nothing of people held; and against a rule that only guesses from what stands near (LOOSE),
    when it is surer than CORRECTS of another type.
    """
    if model is None or people.figure is None or len(facts) > 1:
        return facts
    if not facts and (people.modifies or people.head.dep_ == "poss"):
        return []  # "4,300 prisoners' relatives"
    shares = model.shares(figure_features(context, people, facts, beside))
    best = model.likeliest(shares)
    kind = ClaimType(best)
    if facts:
        if shares[NOTHING] >= OVERRULES and facts[0].rule != ROOM_FOR:
            return []
        likely = kind if facts[0].rule in LOOSE and shares[best] >= CORRECTS else None
        return [replace(fact, likely=likely) for fact in facts]
    grounded = _is_grounded(context, people, kind)
    prep = preposition(people.head)
    if not grounded and prep is not None and prep.lower_ in ASIDE:
        return []  # "after their release, the lawyers still speak for 300 detainees"
    least = model.least if grounded else UNGROUNDED
    if shares[best] < least or (people.unit is Unit.CASES and kind not in COURT) or belongs_to_a_noun(people):
        return []
    word = _telling_word(context, people, kind)
    return [Fact(kind, RULE, word, _trigger(context, word, kind), people, echo=people.bare)]


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
        kind = model.says(word_features(context, token))
        if kind is None or kind is ClaimType.HOLDING or (kind in FLOWS and not is_told(token)):
            continue
        trigger = _trigger(context, token, kind)
        people = patient_of(context, trigger)
        if people is None or people.figure is None:
            yield Fact(kind, RULE, token, trigger, people, refers_back=people is None)


def candidates(context: Context) -> Iterator[Token]:
    """The words of a sentence that may tell an event: its verbs, and other words that the lexicon knows."""
    for token in context.scene.sentence.tokens:
        verb = token.pos_ == "VERB" and token.dep_ not in {"amod", "aux", "auxpass"}
        known = token.i in context.scene.triggers or stance_of(context, token) is not None
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
