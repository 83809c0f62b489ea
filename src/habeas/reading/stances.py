"""Rules for stances: positions of states and bodies, denials, accusations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from habeas.model import ClaimType, Modality
from habeas.reading.english import ALLEGED, TAKING
from habeas.reading.facts import (
    FLOWS,
    Context,
    Fact,
    first_people,
    has_pronoun_patient,
    ought,
    patient_of,
    stance_of,
    stance_taker,
    uncounted_people,
)
from habeas.reading.grammar import is_passive, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token


def stances(context: Context) -> Iterator[Fact]:
    """A state or body urges, refuses, asks something about people held, or denies or makes an allegation."""
    for token in context.scene.sentence.tokens:
        stance = stance_of(context, token)
        if stance is None or _is_conditional(token):
            continue
        inside = _complement(token)
        abuse = next((inner for inner in inside if _is_abuse(context, inner)), None)
        if stance == "denial" and abuse is not None and context.custody_near:
            yield denial(context, token, inside)
        elif stance == "position" and _has_taker(token) and _about_people(context, inside):
            yield position(context, token, inside)
        elif stance == "allegation" and abuse is not None and context.custody_near:
            yield accusation(context, token, inside)
    yield from should(context)


def denial(context: Context, token: Token, inside: list[Token]) -> Fact:
    """Somebody denies abuse of people held: "the ministry denied that detainees were tortured"."""
    people = first_people(context, inside)
    taker = stance_taker(token)
    return Fact(ClaimType.DENIAL, "denial", token, people=people, modality=Modality.DENIED, actor=taker)


def position(context: Context, token: Token, inside: list[Token]) -> Fact:
    """A state or body urges, refuses or asks something about people held: "urged the return of the women"."""
    triggers = context.scene.triggers
    return Fact(
        ClaimType.POSITION,
        "stance",
        token,
        trigger=next((triggers[inner.i] for inner in inside if inner.i in triggers), None),
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
    if any(i in indexes and trigger.type in FLOWS for i, trigger in context.scene.triggers.items()):
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
