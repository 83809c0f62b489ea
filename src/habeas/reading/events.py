"""Rules for what happens to people whom no number counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from habeas.lexicon.shape import Form, Needs, TriggerRow
from habeas.model import ClaimType
from habeas.reading.english import (
    ACCUSING,
    CARRYING,
    CONTROLLING,
    DENYING,
    FINDING,
    HEARSAY,
    INTENTIONS,
    SEIZING,
    STEPS_OF,
    TELLING,
)
from habeas.reading.facts import (
    TAKEOVER,
    Context,
    Fact,
    counts,
    fact_of,
    has_pronoun_patient,
    is_laid_down,
    is_their_deed,
    ought,
    patient_of,
    stance_of,
)
from habeas.reading.grammar import Link, Role, is_passive, objects, subjects
from habeas.reading.places import preposition
from habeas.reading.scene import HELD_TAGS
from habeas.reading.triggers import Trigger

if TYPE_CHECKING:
    from habeas.reading.tokens import Token


CARRIED: Final = {
    ClaimType.CAPTURE,
    ClaimType.EXECUTION,
}  # "carried out executions", "conducted mass arrests"


def bare_events(context: Context) -> Iterator[Fact]:
    """Something happens to people whom no number counts: "the last residents were bused out"."""
    yield from takeovers(context)
    for trigger in context.scene.triggers.values():
        if trigger.type is ClaimType.ATTACK:
            fact = attack(context, trigger)
        elif trigger.type is ClaimType.ALLEGATION:
            fact = abuse(context, trigger)
        else:
            fact = event(context, trigger) if is_told(trigger.token) else None
        if fact is not None:
            yield fact


def takeovers(context: Context) -> Iterator[Fact]:
    """A place of detention changes hands, or those held in it seize it: "troops took control of the camp"."""
    for token in context.scene.sentence.tokens:
        seizing = {subject.i for subject in subjects(token)}
        rebels = next((one for one in context.scene.people if one.head.i in seizing and not one.troops), None)
        inmates = rebels is not None and rebels.custody
        if token.pos_ != "VERB" or not _takes_facility(context, token, inside=inmates):
            continue
        if not is_told(token) or _wished(context, token):
            continue
        kind = ClaimType.TRANSFER if rebels is None else ClaimType.ATTACK
        trigger = Trigger(TriggerRow(word=token.lemma_.lower(), form=Form.VERB, type=kind), token, token)
        yield Fact(kind, TAKEOVER, token, trigger, detail="riot" if inmates else None)


def attack(context: Context, trigger: Trigger) -> Fact | None:
    """An attack on a place of detention, or a riot in it: "gunmen stormed the prison"."""
    if not _hits_facility(context, trigger) or _wished(context, trigger.token):
        return None
    return Fact(ClaimType.ATTACK, "attack", trigger.token, trigger, detail=trigger.row.detail)


def abuse(context: Context, trigger: Trigger) -> Fact | None:
    """Abuse of people held that somebody alleges or the report states: "detainees were beaten"."""
    if not _is_alleged(context, trigger):
        return None
    people = patient_of(context, trigger)
    return Fact(ClaimType.ALLEGATION, "abuse", trigger.token, trigger, people, detail=trigger.row.detail)


def event(context: Context, trigger: Trigger) -> Fact | None:
    """What happened to uncounted people held, or to what stands for them: "the last were bused out"."""
    if ought(trigger.token) and is_laid_down(context):
        return None
    people = patient_of(context, trigger)
    link = Link(trigger, Role.OBJECT, direct=True)
    if people is None:
        if trigger.type is ClaimType.HOLDING or not (
            has_pronoun_patient(context, trigger) or _speaks_alone(context, trigger)
        ):
            return None
        return replace(fact_of(link, None, "event"), refers_back=True)
    nobody = any(child.lower_ in {"no", "not"} for child in people.head.children)
    held = bool(people.custody or people.tags & HELD_TAGS) or any(
        spot.detains for spot in context.scene.spots
    )
    if trigger.row.needs is Needs.CUSTODY and not held:
        return None
    if people.figure is not None or not (people.plural or nobody) or not counts(context, people, link):
        return None
    if trigger.type is ClaimType.HOLDING and not (
        is_passive(trigger.token) and any(spot.detains for spot in context.scene.spots)
    ):
        return None
    return fact_of(link, people, "event")


def is_told(token: Token) -> bool:
    """True where the trigger heads what the sentence tells, not a purpose, a condition or an aside."""
    node = token
    while node.head != node:
        if node.pos_ in {"VERB", "AUX"} and _is_condition(node):
            return False
        onward = _told_by(node)
        if onward is None:
            return False
        node = onward
    return True


def _told_by(node: Token) -> Token | None:
    """The next token up, where what the node tells is told by it too."""
    parent, dep, lemma = node.head, node.dep_, node.head.lemma_.lower()
    if dep in {"ccomp", "conj", "parataxis"}:
        return parent
    if dep == "xcomp":
        return parent if lemma in TELLING or parent.pos_ == "ADJ" else None
    if dep == "pcomp":
        return parent.head if parent.head.lemma_ in ACCUSING | {"process", "start", "plan"} else None
    if dep == "acl":
        return parent if lemma in INTENTIONS | HEARSAY or _is_there(parent) else None
    if _is_there(node):
        return parent
    if node.lemma_.lower() in HEARSAY and dep == "dobj" and lemma in FINDING:
        return parent  # "had received reports that …"
    if node.pos_ in {"NOUN", "PROPN"} and parent.pos_ in {"VERB", "AUX"}:
        negated = any(child.dep_ == "neg" for child in parent.children)
        carries = lemma in CARRYING and not negated
        return parent if carries and dep in {"nsubj", "nsubjpass", "dobj"} else None
    if dep in {"pobj", "prep"}:
        return parent if lemma in STEPS_OF or parent.pos_ == "ADP" else None
    return parent if dep in {"acomp", "oprd"} else None


def _is_there(noun: Token) -> bool:
    """ "There has been a prison break", "there were no escapes"."""
    return noun.dep_ in {"attr", "nsubj"} and any(child.dep_ == "expl" for child in noun.head.children)


def _is_condition(verb: Token) -> bool:
    return any(
        child.dep_ == "mark" and child.lower_ in {"if", "unless", "whether"} for child in verb.children
    )


def _is_alleged(context: Context, trigger: Trigger) -> bool:
    """True for abuse of people held that somebody alleges or the report states, not for a word in passing."""
    if not context.custody_near or is_their_deed(context, trigger.token):
        return False
    credit = context.scene.credit_of(trigger.token)
    if credit is not None and credit.cue.lemma_ not in DENYING:
        return True
    if credit is not None and any(above == credit.cue for above in trigger.token.ancestors):
        return True  # what is denied has been alleged: "denies torturing detainees"
    return is_told(trigger.token) and (trigger.is_verb or credit is not None)


def _takes_facility(context: Context, verb: Token, *, inside: bool) -> bool:
    """True for "seized the prison" and "took control of the prison"; `inside`: those held there do."""
    lemma, taken = verb.lemma_.lower(), objects(verb)
    sites = {spot.head for spot in context.scene.spots if spot.detains}
    if lemma in SEIZING and not sites.isdisjoint(taken):
        return True
    control = next((noun for noun in taken if noun.lower_ == "control"), None)
    if lemma not in CONTROLLING or control is None:
        return False
    return inside or not sites.isdisjoint(control.subtree)


def _wished(context: Context, token: Token) -> bool:
    """True where a position governs the word: "demanded an investigation of the raid"."""
    return any(node.pos_ == "VERB" and stance_of(context, node) == "position" for node in token.ancestors)


def _speaks_alone(context: Context, trigger: Trigger) -> bool:
    """A noun that needs no patient: "a mass escape from a prison", "the prison break"."""
    token = trigger.token
    if trigger.type in CARRIED and token.dep_ == "dobj" and token.tag_ == "NNS":
        return token.head.lemma_ in {"carry", "conduct", "stage"} and context.custody_near
    return (
        trigger.type is ClaimType.ESCAPE
        and not trigger.is_verb
        and (
            trigger.row.word != "escape"
            or any(spot.detains for spot in context.scene.spots)
            or context.story.custody_ago <= 1
        )
    )


def _hits_facility(context: Context, trigger: Trigger) -> bool:
    """True where the attack is on, at or in a place of detention."""
    token = trigger.token
    for spot in context.scene.spots:
        if not spot.detains:
            continue
        prep = preposition(spot.head)
        if trigger.is_verb and spot.head in objects(token):
            return True
        if (
            prep is not None
            and prep.lower_ in {"on", "at", "against", "in", "inside", "of"}
            and (prep.head == token or (trigger.is_verb and prep.head == token))
        ):
            return True
        if token.dep_ in {"nsubj", "nsubjpass"} and prep is not None and prep.head == token.head:
            return True
        if spot.head.head == token and spot.head.dep_ in {"compound", "nmod", "poss"}:
            return True
    if not trigger.is_verb:
        return any(
            child.lower_ in {"prison", "jail", "camp"} for child in token.children if child.dep_ == "compound"
        )
    return trigger.row.word in {"riot", "mutiny"} and context.custody_near
