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
    patient_of,
    stance_of,
    uncounted_people,
)
from habeas.reading.grammar import is_passive, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token


def stances(context: Context) -> Iterator[Fact]:
    """A state or body urges, refuses, asks something about people held, or denies or makes an allegation."""
    for token in context.scene.sentence.tokens:
        stance = stance_of(context, token)
        if stance is None or any(
            child.dep_ == "mark" and child.lower_ in {"if", "unless"} for child in token.children
        ):
            continue
        inside = _complement(token)
        if stance == "denial" and any(_is_abuse(context, inner) for inner in inside):
            people = first_people(context, inside)
            yield Fact(
                ClaimType.DENIAL,
                "denial",
                token,
                None,
                people,
                modality=Modality.DENIED,
                actor=_stance_taker(token),
            )
        elif stance == "position" and _has_taker(token) and _about_people(context, inside):
            people = uncounted_people(context, inside)
            about = next(
                (context.scene.triggers[inner.i] for inner in inside if inner.i in context.scene.triggers),
                None,
            )
            yield Fact(
                ClaimType.POSITION,
                "stance",
                token,
                about,
                people,
                modality=Modality.ASSERTED,
                actor=_stance_taker(token),
            )
        elif (
            stance == "allegation"
            and context.custody_near
            and any(_is_abuse(context, inner) for inner in inside)
        ):
            people = first_people(context, inside)
            yield Fact(
                ClaimType.ALLEGATION,
                "accusation",
                token,
                None,
                people,
                modality=Modality.ALLEGED,
                actor=_accused(token),
            )
    yield from _should(context)


def _should(context: Context) -> Iterator[Fact]:
    """ "Argued that countries should repatriate their citizens": what somebody says ought to be done."""
    for trigger in context.scene.triggers.values():
        token = trigger.token
        if (
            trigger.is_verb
            and trigger.type in FLOWS | {ClaimType.HOLDING}
            and any(child.dep_ == "aux" and child.lower_ in {"should", "must"} for child in token.children)
        ):
            credit = context.scene.credit_of(token)
            if (
                credit is not None
                and context.custody_near
                and (patient_of(context, trigger) is not None or has_pronoun_patient(context, trigger))
            ):
                people = patient_of(context, trigger)
                if people is None or people.figure is None:
                    yield Fact(
                        ClaimType.POSITION,
                        "should",
                        token,
                        trigger,
                        people,
                        modality=Modality.ASSERTED,
                        actor=None,
                    )


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


def _stance_taker(token: Token) -> Token | None:
    if token.pos_ == "VERB":
        found = subjects(token)
        return found[0] if found else None
    for child in token.children:
        if child.dep_ == "poss":
            return child
    verb = next((node for node in token.ancestors if node.pos_ in {"VERB", "AUX"}), None)
    found = subjects(verb) if verb is not None else []
    return found[0] if found else None


def _accused(token: Token) -> Token | None:
    return (
        next((child for child in token.children if child.dep_ == "dobj"), None)
        if token.pos_ == "VERB"
        else None
    )
