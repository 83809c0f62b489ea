"""The names that stand with a fact: where, from where, to where, and who acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from habeas.model import ClaimType, Name
from habeas.reading.english import DESTINATION, NO_ACTORS, ORIGIN, WITHIN
from habeas.reading.facts import Context, Fact, anchor_token
from habeas.reading.grammar import agents, objects, subjects
from habeas.reading.names import NameKind
from habeas.reading.places import Spot, under
from habeas.reading.scene import Scene
from habeas.reading.speakers import speaker_name

if TYPE_CHECKING:
    from spacy.tokens import Token


LEAVING: Final = {ClaimType.TRANSFER, ClaimType.REPATRIATION, ClaimType.RELEASE, ClaimType.ESCAPE}


@dataclass(frozen=True, slots=True)
class Slots:
    """The names that stand with a fact."""

    place: Name | None = None
    origin: Name | None = None
    destination: Name | None = None
    actor: Name | None = None


def slots_of(context: Context, fact: Fact) -> Slots:
    scene = context.scene
    trigger = fact.trigger
    token = trigger.token if trigger is not None else fact.word
    last = trigger.last if trigger is not None else fact.word
    through = {people.head.i for people in scene.people} | {spot.head.i for spot in scene.spots}
    origin = next(under(scene.spots, token, last, ORIGIN, through), None)
    destination = next(under(scene.spots, token, last, DESTINATION, through), None)
    place = next(under(scene.spots, token, last, WITHIN, through), None)
    if origin is None and fact.type in LEAVING:
        origin = _left(scene, token)
    if fact.type is ClaimType.HOLDING and (place is None or not place.detains):
        place = _facility_of(context, fact) or place
    if fact.type is ClaimType.ATTACK:
        place = next((spot for spot in scene.spots if spot.detains), place)
    if origin is None and fact.type is ClaimType.ESCAPE and len(context.story.facilities) == 1:
        origin = context.story.facility
    actor = _actor(context, fact, token)
    to = destination.name if destination is not None else _receiver(scene, token, last)
    if (
        to is None
        and actor is not None
        and fact.rule not in {"stance", "should"}
        and _receives(fact, scene, actor)
    ):
        to = actor
    if fact.echo and context.story.last:
        before = context.story.last[-1]
        return Slots(
            place.name if place else before.place,
            origin.name if origin else before.origin,
            to or before.destination,
            actor or before.actor,
        )
    return Slots(place.name if place else None, origin.name if origin else None, to, actor)


def _receives(fact: Fact, scene: Scene, actor: Name) -> bool:
    """True where who acts takes people in: "had received 2,000", a state that brings its citizens home."""
    if fact.trigger is not None and fact.trigger.row.word in {"receive", "take in", "take back", "accept"}:
        return True
    named = next(
        (mention for mention in scene.mentions if actor.span.start <= mention.start < actor.span.end), None
    )
    return (
        fact.type is ClaimType.REPATRIATION and named is not None and named.of(NameKind.COUNTRY) is not None
    )


def _left(scene: Scene, token: Token) -> Spot | None:
    """A place of detention that sends people away, or is emptied."""
    nouns = {noun.i for noun in (*subjects(token), *objects(token))} if token.pos_ == "VERB" else set()
    return next((spot for spot in scene.spots if spot.detains and spot.head.i in nouns), None)


def _facility_of(context: Context, fact: Fact) -> Spot | None:
    """The place of detention that the sentence is about, else the one that the report spoke of last."""
    near = [spot for spot in context.scene.spots if spot.detains]
    if near:
        return min(near, key=lambda spot: (not spot.known, abs(spot.head.i - anchor_token(fact).i)))
    points = {"it", "its", "there", "which", "inside"} & {
        token.lower_ for token in context.scene.sentence.tokens
    }
    if fact.rule in {"facility-has", "continued"} or (points and context.story.facility_ago <= 3):
        return context.story.facility
    return None


def _receiver(scene: Scene, token: Token, last: Token) -> Name | None:
    """A body that people are handed to: "handed over to Iraqi authorities"."""
    for prep in scene.sentence.tokens:
        if prep.lower_ != "to" or prep.dep_ not in {"prep", "dative"} or prep.head not in (token, last):
            continue
        target = next((child for child in prep.children if child.dep_ == "pobj"), None)
        if target is not None and (
            target.pos_ == "PROPN"
            or scene.mention_at(target) is not None
            or target.lemma_
            in {"authority", "custody", "delegation", "government", "official", "service", "force", "army"}
        ):
            return speaker_name(scene.sentence, target, scene.mentions)
    return None


def _actor(context: Context, fact: Fact, token: Token) -> Name | None:
    scene = context.scene
    people = fact.people.head.i if fact.people is not None else -1
    if fact.actor is not None:
        found = [fact.actor]
    elif fact.trigger is not None and fact.trigger.is_verb:
        found = agents(token) or ([] if fact.trigger.row.patient.value == "subject" else subjects(token))
    elif fact.trigger is not None:
        found = agents(token) + [child for child in token.children if child.dep_ == "poss"]
    else:
        found = subjects(token) if fact.rule == "holder-has" else []
    for noun in found:
        if noun.i == people or noun.pos_ not in {"NOUN", "PROPN", "PRON", "ADJ"} or noun.lower_ in NO_ACTORS:
            continue
        if noun.lower_ in {"they", "it", "he", "she", "who", "which", "that", "them"}:
            before = next(
                (claim.actor for claim in reversed(context.story.last) if claim.actor is not None), None
            )
            return before or context.story.voices.last
        if any(other.head.i == noun.i and other.figure is not None for other in scene.people):
            continue
        if any(spot.head.i == noun.i and spot.detains for spot in scene.spots):
            continue
        if any(other.head.i == noun.i for other in scene.people) and fact.type not in {ClaimType.ATTACK}:
            continue
        return speaker_name(scene.sentence, noun, scene.mentions)
    return None
