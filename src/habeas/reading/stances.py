"""Rules for stances: positions of states and bodies, denials, accusations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from habeas.lexicon.shape import StanceRow
from habeas.model import ClaimType, Modality
from habeas.reading.english import (
    ALLEGED,
    ASKING,
    BODIES,
    CONDEMNED,
    CONDEMNING,
    HEARSAY,
    HIDDEN,
    TAKING,
    UNTRUE,
)
from habeas.reading.facts import (
    FLOWS,
    Context,
    Fact,
    first_people,
    has_pronoun_patient,
    ought,
    patient_of,
    stance_row,
    stance_taker,
    turned_down,
    uncounted_people,
)
from habeas.reading.grammar import is_passive, objects, subjects
from habeas.reading.modality import is_negated
from habeas.reading.scene import HELD_TAGS

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

ANAPHORS: Final = {"it", "this", "that", "these", "those", "them", "which"}
CALLING: Final = {"be", "brand", "call", "consider", "deem", "describe", "find", "label"}
EXISTENCE: Final = {"existence", "involvement", "responsibility", "wrongdoing", "guilt", "role"}


def stances(context: Context) -> Iterator[Fact]:
    """A state or body urges, refuses, asks something about people held, or denies or makes an allegation."""
    for token in context.scene.sentence.tokens:
        if context.custody_near and _condemns(token):
            yield condemnation(context, token)
            continue
        if context.custody_near and _calls_untrue(context, token):
            yield denial(context, token, _complement(token))
            continue
        row = stance_row(context, token)
        if row is None or _is_conditional(token):
            continue
        inside = _complement(token)
        abuse = any(_is_abuse(context, inner) for inner in inside)
        if row.stance == "denial" and context.custody_near and _denies(context, token):
            yield denial(context, token, inside)
        elif _takes_position(token, row) and _is_about(context, token, inside, row):
            yield position(context, token, inside)
        elif (
            row.stance == "allegation"
            and context.custody_near
            and ((abuse and not _accuses_held(context, token)) or _accuses(context, token))
        ):
            yield accusation(context, token, inside)
    yield from no_such(context)
    yield from should(context)


def _denies(context: Context, token: Token) -> bool:
    """True for "deny" with what is denied, and "reject" with something that was said; not "denied access"."""
    if token.pos_ == "VERB" and is_passive(token):
        return False
    objects = [child for child in token.children if child.dep_ in {"dobj", "dative"}]
    if turned_down(token) is not None:
        return False
    said = any(noun.lower_ in ANAPHORS or _is_abuse(context, noun) for noun in objects)
    if not said and _tells_event(context, _complement(token)):
        return False  # "denied that 12 had escaped": the escape is denied, nobody is accused
    if token.lemma_.lower() == "deny" and token.pos_ == "VERB":
        clause = any(child.dep_ in {"ccomp", "xcomp", "pcomp"} for child in token.children)
        return said or clause or not objects or objects[0].lemma_.lower() in EXISTENCE
    inside = _complement(token)
    return said or token.dep_ == "relcl" or any(_is_abuse(context, inner) for inner in inside)


def _takes_position(token: Token, row: StanceRow) -> bool:
    """True for a word of a position with its taker, and for "rejected a petition"."""
    if row.stance == "denial":
        return turned_down(token) in ASKING
    return row.stance == "position" and _has_taker(token)


def _tells_event(context: Context, inside: list[Token]) -> bool:
    """True where something that happened to people held is told, and no abuse."""
    types = {context.scene.triggers[token.i].type for token in inside if token.i in context.scene.triggers}
    return bool(types & FLOWS) and ClaimType.ALLEGATION not in types


def _calls_untrue(context: Context, token: Token) -> bool:
    """ "Called the report slander", "such talk is baseless": what was alleged is said to be untrue."""
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    said = [child for child in token.children if child.dep_ in {"dobj", "nsubj"} and child.pos_ != "PROPN"]
    named = any(
        noun.lower_ in ANAPHORS or noun.lemma_.lower() in HEARSAY or _is_abuse(context, noun) for noun in said
    )
    if _tells_event(context, [inner for noun in said for inner in noun.subtree]):
        return False  # "reports that 40 had escaped were false"
    kinds = {"oprd", "attr", "acomp", "ccomp", "prep", "advcl", "xcomp"}
    words = {
        inner.lemma_.lower() for child in token.children if child.dep_ in kinds for inner in child.subtree
    }
    return (
        named
        and bool(words & UNTRUE)
        and token.lemma_ in {"call", "describe", "label", "brand", "be", "dismiss"}
    )


def no_such(context: Context) -> Iterator[Fact]:
    """Somebody says that there is no such thing: "there are no secret prisons", "there is no torture"."""
    for token in context.scene.sentence.tokens:
        there = token.lemma_ == "be" and any(child.dep_ == "expl" for child in token.children)
        none = [
            child
            for child in token.children
            if child.dep_ in {"attr", "nsubj"} and any(one.lower_ == "no" for one in child.children)
        ]
        credited = context.scene.credit_of(token) is not None
        if there and credited and any(_is_denied_to_be(context, noun) for noun in none):
            yield Fact(ClaimType.DENIAL, "no-such", token, modality=Modality.DENIED)


def _is_denied_to_be(context: Context, noun: Token) -> bool:
    """True for abuse, and for people or places of detention that nobody owns to: "political prisoners"."""
    trigger = context.scene.triggers.get(noun.i)
    if trigger is not None and trigger.type is ClaimType.ALLEGATION:
        return True
    held = any(one.head == noun and one.custody for one in context.scene.people)
    site = any(spot.head == noun and spot.detains for spot in context.scene.spots)
    return (held or site) and any(child.lower_ in HIDDEN for child in noun.children)


def _condemns(token: Token) -> bool:
    """ "Called the trials unfair", "their detention is a breach of the convention": abuse is alleged."""
    if token.pos_ not in {"VERB", "AUX"} or token.lemma_ not in CALLING or is_negated(token):
        return False
    if token.lemma_ == "call" and any(child.lower_ in {"on", "upon", "for"} for child in token.children):
        return False  # "called for an end to arbitrary arrests"
    kinds = {"oprd", "attr", "acomp", "ccomp", "prep", "xcomp", "dobj"}
    told = [child for child in token.children if child.dep_ in kinds and child.lemma_ != "be"]
    said = [inner for child in told for inner in child.subtree]
    subject = [inner for noun in subjects(token) for inner in noun.subtree] if token.lemma_ == "be" else said
    condemning = (inner.lemma_.lower() in CONDEMNING and not _is_put_to(inner) for inner in said)
    return any(condemning) and any(inner.lemma_.lower() in CONDEMNED for inner in subject)


def _is_put_to(word: Token) -> bool:
    """ "Illegal fighters", "a cruel group": what somebody is called, not what is done to them."""
    return word.dep_ == "amod" and word.head.pos_ in {"NOUN", "PROPN"} and word.head.lemma_ not in CONDEMNED


def _accuses(context: Context, token: Token) -> bool:
    """True where a body is accused of doing something: "accuse Ankara of sending people back"."""
    accused = _accused(token)
    if accused is None or is_passive(token):
        return False
    mention = context.scene.mention_at(accused)
    body = mention is not None or accused.lemma_.lower() in BODIES or accused.pos_ == "PROPN"
    deed = any(child.lower_ == "of" for child in token.children if child.dep_ == "prep")
    return body and deed and not any(one.head == accused for one in context.scene.people)


def _accuses_held(context: Context, token: Token) -> bool:
    """ "The suspects are accused of torture": it was done by those held, not to them."""
    accused = objects(token) if token.pos_ == "VERB" else []
    held = {one.head for one in context.scene.people if one.custody or one.tags & HELD_TAGS}
    return not held.isdisjoint(accused)


def _is_about(context: Context, token: Token, inside: list[Token], row: StanceRow) -> bool:
    """True where the position is about people held: by what it governs, or, of a firm word, by its taker."""
    if row.commits and _tells_event(context, inside):
        return False  # "pledged to take back its citizens": their return is planned
    if _about_people(context, inside):
        return True
    taker = stance_taker(token)
    held = any(one.head == taker and one.tags != {"families"} for one in context.scene.people)
    return row.firm and context.custody_near and taker is not None and not held


def denial(context: Context, token: Token, inside: list[Token]) -> Fact:
    """Somebody denies abuse of people held: "the ministry denied that detainees were tortured"."""
    people = first_people(context, inside)
    taker = stance_taker(token)
    return Fact(ClaimType.DENIAL, "denial", token, people=people, modality=Modality.DENIED, actor=taker)


def condemnation(context: Context, token: Token) -> Fact:
    """Somebody calls what is done to people held unlawful or unfair: "called the trials unfair"."""
    inside = list(token.subtree)
    people = first_people(context, inside)
    return Fact(ClaimType.ALLEGATION, "condemned", token, people=people, modality=Modality.ALLEGED)


def position(context: Context, token: Token, inside: list[Token]) -> Fact:
    """A state or body urges, refuses or asks something about people held: "urged the return of the women"."""
    triggers = context.scene.triggers
    events = (triggers[inner.i] for inner in inside if inner.i in triggers)
    return Fact(
        ClaimType.POSITION,
        "stance",
        token,
        trigger=next((found for found in events if found.type is not ClaimType.ALLEGATION), None),
        people=uncounted_people(context, inside),
        modality=Modality.ASSERTED,
        actor=stance_taker(token),
    )


def accusation(context: Context, token: Token, inside: list[Token]) -> Fact:
    """Somebody accuses somebody of abuse of people held: "accused the guards of torture"."""
    triggers = (context.scene.triggers.get(inner.i) for inner in inside)
    abuse = next((one for one in triggers if one is not None and one.type is ClaimType.ALLEGATION), None)
    return Fact(
        ClaimType.ALLEGATION,
        "accusation",
        token,
        people=first_people(context, inside),
        modality=Modality.ALLEGED,
        detail=abuse.row.detail if abuse is not None else None,
        actor=_accused(token),
    )


def should(context: Context) -> Iterator[Fact]:
    """What somebody says ought to be done: "argued that countries should repatriate their citizens"."""
    for trigger in context.scene.triggers.values():
        told = trigger.is_verb and trigger.type in FLOWS | {ClaimType.HOLDING} and ought(trigger.token)
        credited = context.scene.credit_of(trigger.token) is not None and context.custody_near
        people = patient_of(context, trigger)
        counted = people is not None and people.figure is not None
        if told and credited and not counted and (people or has_pronoun_patient(context, trigger)):
            yield Fact(
                ClaimType.POSITION, "should", trigger.token, trigger, people, modality=Modality.ASSERTED
            )


def _is_conditional(token: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ in {"if", "unless"} for child in token.children)


def _complement(token: Token) -> list[Token]:
    """What the word governs: its objects and clauses, not what is said beside them."""
    kinds = {"xcomp", "ccomp", "dobj", "prep", "dative", "acl", "oprd", "pcomp", "nmod"}
    return [inner for child in token.children if child.dep_ in kinds for inner in child.subtree]


def _is_abuse(context: Context, token: Token) -> bool:
    trigger = context.scene.triggers.get(token.i)
    return token.lemma_.lower() in ALLEGED or (trigger is not None and trigger.type is ClaimType.ALLEGATION)


def _has_taker(token: Token) -> bool:
    if token.pos_ != "VERB":
        return True
    return bool(subjects(token)) and not (is_passive(token) and token.dep_ != "acl")


def _about_people(context: Context, inside: list[Token]) -> bool:
    """True where the position is about people held: their return, trial, release, their camps."""
    if not context.custody_near:
        return any(
            (trigger := context.scene.triggers.get(token.i)) is not None and trigger.row.strong
            for token in inside
        )
    indexes = {token.i for token in inside}
    if any(
        i in indexes and trigger.type in FLOWS | {ClaimType.ALLEGATION}
        for i, trigger in context.scene.triggers.items()
    ):
        return True
    people = any(one.head.i in indexes for one in context.scene.people) or any(
        token.lower_ in {"them", "camps", "prisons"} for token in inside
    )
    return people and any(token.lemma_ in TAKING for token in inside)


def _accused(token: Token) -> Token | None:
    return (
        next((child for child in token.children if child.dep_ == "dobj"), None)
        if token.pos_ == "VERB"
        else None
    )
