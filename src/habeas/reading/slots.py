"""The names that stand with a fact: where, from where, to where, and who acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from habeas.lexicon.shape import Patient
from habeas.model import ClaimType, Name, is_nationality
from habeas.reading.english import (
    ACCUSING,
    BODIES,
    DESTINATION,
    NO_ACTORS,
    ORIGIN,
    SHORT_FORMS,
    TITLES,
    VEHICLES,
    WITHIN,
)
from habeas.reading.facts import Context, Fact, anchor_token
from habeas.reading.grammar import agents, is_passive, objects, subjects
from habeas.reading.places import Spot, preposition, under
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
    """The fact's names; what the sentence leaves open stays open, but for an event that goes on."""
    own = _own_slots(context, fact)
    if not fact.echo or not context.story.last:
        return own
    before = context.story.last[-1]
    return Slots(
        own.place or before.place,
        own.origin or before.origin,
        own.destination or before.destination,
        own.actor or before.actor,
    )


def _own_slots(context: Context, fact: Fact) -> Slots:
    token = fact.trigger.token if fact.trigger is not None else fact.word
    actor = _actor(context, fact, token)
    receives = fact.trigger is not None and fact.trigger.row.receives
    origin = _origin(context, fact, token)
    destination = _destination(context.scene, fact, token, actor)
    place = _place(context, fact)
    if fact.trigger is not None and fact.trigger.row.arrives:
        destination, place = destination or place, None
    own = destination == actor and receives and fact.type is ClaimType.TRANSFER
    return Slots(
        _resolved(context, place),
        _resolved(context, origin),
        _resolved(context, destination),
        None if own else actor,
    )


def _resolved(context: Context, name: Name | None) -> Name | None:
    """ "The camp", where the report has named one place of detention and no other: that one."""
    story = context.story
    known = story.facility is not None and story.facility.known and len(story.named) == 1
    if name is None or name.id is not None or not known or story.facility is None:
        return name
    before = context.scene.sentence.report.text[: name.span.start].rstrip().lower()
    definite = before.endswith((" the", "\nthe", "this", "that")) or before == "the"
    return story.facility.name if definite and name.text.lower() in SHORT_FORMS else name


def _hanging(scene: Scene, fact: Fact, words: frozenset[str]) -> Spot | None:
    """The first place that hangs on the fact's word by one of these prepositions."""
    token = fact.trigger.token if fact.trigger is not None else fact.word
    last = fact.trigger.last if fact.trigger is not None else fact.word
    through = {people.head.i for people in scene.people} | {agent.i for agent in agents(token)}
    if words is not WITHIN:  # "from prisons in Syria to Iraq"; but the place of prisons isn't the event's
        through |= {spot.head.i for spot in scene.spots}
    return next(under(scene.spots, token, last, words, through), None)


def _beside_people(scene: Scene, fact: Fact, words: frozenset[str]) -> Spot | None:
    """The place in the people's own phrase: "96 from one prison, 40 from another"."""
    if fact.people is None:
        return None
    own = {fact.people.head.i, scene.first_of(fact.people).i}
    for spot in scene.spots:
        prep = preposition(spot.head)
        if (
            prep is not None
            and prep.lower_ in words
            and prep.head.i in own
            and not _is_nationality(fact, spot)
        ):
            return spot
    return None


def _is_nationality(fact: Fact, spot: Spot) -> bool:
    """ "Migrants from Niger": the country that they are of."""
    return fact.people is not None and spot.name.id in fact.people.tags


def _place(context: Context, fact: Fact) -> Name | None:
    place = _hanging(context.scene, fact, WITHIN)
    if fact.type is ClaimType.HOLDING and (place is None or not place.detains):
        place = _facility_of(context, fact) or place
    if fact.type is ClaimType.ATTACK:
        place = next((spot for spot in context.scene.spots if spot.detains), place)
    return place.name if place is not None else None


def _origin(context: Context, fact: Fact, token: Token) -> Name | None:
    """Where people are moved or get away from: said with "from", or the place that they are people of."""
    if fact.type not in LEAVING:
        return None
    scene = context.scene
    spot = _beside_people(scene, fact, ORIGIN) or _hanging(scene, fact, ORIGIN) or _left(scene, fact, token)
    if spot is not None and _is_nationality(fact, spot):
        spot = None
    if spot is None and fact.type is ClaimType.ESCAPE and len(context.story.facilities) == 1:
        spot = context.story.facility
    return spot.name if spot is not None else None


def _left(scene: Scene, fact: Fact, token: Token) -> Spot | None:
    """A place of detention that sends people away or is emptied, or whose residents they are."""
    if fact.trigger is not None and fact.trigger.row.receives:
        return None
    nouns = {noun.i for noun in (*subjects(token), *objects(token))} if token.pos_ == "VERB" else set()
    for spot in scene.spots:
        prep = preposition(spot.head)
        theirs = fact.people is not None and prep is not None and prep.head == fact.people.head
        if spot.detains and (spot.head.i in nouns or (theirs and prep is not None and prep.lower_ == "of")):
            return spot
    return None


def _destination(scene: Scene, fact: Fact, token: Token, actor: Name | None) -> Name | None:
    """Where to, or to whom; a state that takes its own home is the destination itself."""
    last = fact.trigger.last if fact.trigger is not None else fact.word
    leaves = fact.trigger is not None and fact.trigger.row.word in {"leave", "depart", "set out"}
    words = DESTINATION | {"for"} if leaves else DESTINATION
    spot = _beside_people(scene, fact, words) or _hanging(scene, fact, words)
    if spot is not None:
        return spot.name
    if (receiver := _receiver(scene, token, last)) is not None:
        return receiver
    if fact.trigger is not None and fact.trigger.row.receives:
        taking = {noun.i for noun in subjects(token)}
        place = next((spot for spot in scene.spots if spot.head.i in taking), None)
        return place.name if place is not None else actor
    return actor if actor is not None and _brings_home(fact, scene, actor) else None


def _brings_home(fact: Fact, scene: Scene, actor: Name) -> bool:
    """True for a state that brings people home."""
    if fact.type is not ClaimType.REPATRIATION or fact.rule in {"stance", "should"}:
        return False
    codes = {tag for tag in (fact.people.tags if fact.people else ()) if is_nationality(tag)}
    return scene.is_state(actor) and (not codes or scene.country_of(actor) in codes)


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
            target.pos_ == "PROPN" or scene.mention_at(target) is not None or target.lemma_ in BODIES
        ):
            return speaker_name(scene.sentence, target, scene.mentions)
    return None


def _actor(context: Context, fact: Fact, token: Token) -> Name | None:
    """Who holds, moves, tries, attacks, is accused or takes the position."""
    for noun in _acting(fact, token):
        if noun.lower_ in {"they", "it", "he", "she", "who", "which", "that", "them"}:
            own = (one for one in context.scene.credits if one.who == noun)
            credit = next(own, None) or context.scene.credit_of(noun)
            if (
                credit is not None
                and credit.speaker is not None
                and noun.lower_ in {"it", "they", "he", "she"}
            ):
                return credit.speaker  # "the army said that it had moved 20"
            told = (claim.actor for claim in reversed(context.story.last) if claim.actor is not None)
            return next(told, None) or context.story.speaker
        if _may_act(context.scene, fact, noun):
            return speaker_name(context.scene.sentence, noun, context.scene.mentions)
    return None


def _acting(fact: Fact, token: Token) -> list[Token]:
    if fact.actor is not None:
        return [fact.actor]
    under_accusation = token.dep_ == "pcomp" or fact.type is ClaimType.ALLEGATION
    if under_accusation and (accused := _accused(token)) is not None:
        return [accused]
    if fact.trigger is None:
        return subjects(token) if fact.rule == "holder-has" else []
    if not fact.trigger.is_verb:
        return agents(token) + [child for child in token.children if child.dep_ == "poss"]
    suffers = fact.trigger.row.patient is Patient.SUBJECT or is_passive(token)
    return agents(token) or ([] if suffers else subjects(token))


def _accused(token: Token) -> Token | None:
    """Who is accused, where the word stands under "accuse"."""
    verb = next((node for node in token.ancestors if node.lemma_ in ACCUSING), None)
    if verb is None:
        return None
    return next((child for child in verb.children if child.dep_ == "dobj"), None)


def _may_act(scene: Scene, fact: Fact, noun: Token) -> bool:
    """False for the people themselves, counted people, vehicles, places and words for anybody."""
    if fact.people is not None and noun.i == fact.people.head.i:
        return False
    if noun.pos_ not in {"NOUN", "PROPN", "ADJ"} or noun.lower_ in NO_ACTORS or noun.lemma_ in VEHICLES:
        return False
    if not _is_body(scene, noun):
        return False
    if any(other.head.i == noun.i and (other.figure is not None or other.weak) for other in scene.people):
        return False
    return not any(spot.head.i == noun.i and spot.detains for spot in scene.spots)


def _is_body(scene: Scene, noun: Token) -> bool:
    """True for a name, a body, an office or armed people; a number, an aim or a wing doesn't act."""
    armed = any(
        one.head == noun and (one.troops or one.tags & {"fighters", "militants"}) for one in scene.people
    )
    lemma = noun.lemma_.lower()
    return noun.pos_ == "PROPN" or scene.mention_at(noun) is not None or lemma in BODIES | TITLES or armed
