"""The type and the measure that the words around a trigger settle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from habeas.model import ROLE_TAGS, ClaimType, Measure, Modality, Name, is_nationality
from habeas.reading.dates import When
from habeas.reading.english import ESCAPED, LEFT
from habeas.reading.facts import (
    FLOWS,
    Context,
    Fact,
    anchor_token,
    ought,
    own_citizens,
    own_tags,
    stance_over,
)
from habeas.reading.figures import ROOM_FOR
from habeas.reading.learned import RULE as LEARNED
from habeas.reading.modality import is_ruled_out
from habeas.reading.people import RELATIVES
from habeas.reading.places import preposition
from habeas.reading.scene import Scene
from habeas.reading.slots import Slots, is_arrest
from habeas.reading.totals import is_running
from habeas.reading.triggers import Trigger

if TYPE_CHECKING:
    pass


INMATES: Final = {"detainees", "prisoners"}


def settled_type(fact: Fact, slots: Slots, context: Context) -> ClaimType:
    """The type that the words around the trigger settle."""
    kind, scene = fact.type, context.scene
    words = {token.lower_ for token in scene.sentence.tokens}
    trigger = fact.trigger
    if kind is ClaimType.ALLEGATION and trigger is not None and is_ruled_out(trigger.token):
        return ClaimType.DENIAL  # "nobody was beaten"
    if trigger is None or fact.rule == LEARNED or fact.type in {ClaimType.POSITION, ClaimType.DENIAL}:
        return kind
    inside = {token.lower_ for token in trigger.token.subtree}
    word = trigger.row.word
    if kind in {ClaimType.TRANSFER, ClaimType.REPATRIATION} and _set_free(context, fact, trigger):
        return ClaimType.RELEASE
    if kind is ClaimType.TRANSFER and (
        _goes_home(scene, fact, slots, inside) or _are_going_home(context, fact, slots)
    ):
        return ClaimType.REPATRIATION
    if word == "sentence" and not trigger.is_verb and trigger.token.head.lemma_ == "carry":
        return ClaimType.EXECUTION
    if kind is ClaimType.CAPTURE and _had_got_out(context, fact):
        return ClaimType.RECAPTURE
    if (by_word := _by_word(scene, trigger, slots, inside)) is not None:
        return by_word
    if word == "claim" and "lives" not in words:
        return ClaimType.POSITION
    if kind in FLOWS and (stance_over(context, trigger.token) is not None or ought(trigger.token)):
        return ClaimType.POSITION
    return kind


def _by_word(scene: Scene, trigger: Trigger, slots: Slots, inside: set[str]) -> ClaimType | None:
    """What words of several senses tell, by those beside them."""
    word = trigger.row.word
    if word == "detain" and trigger.is_verb and is_arrest(scene, trigger):
        return ClaimType.CAPTURE
    if word == "jail" and trigger.is_verb and {"years", "life", "months"} & inside:
        return ClaimType.SENTENCE
    if word == "return" and slots.destination is not None and _is_facility(scene, slots.destination):
        return ClaimType.TRANSFER  # "returned to their cells"
    if word == "leave" and any(child.dep_ == "auxpass" for child in trigger.token.children):
        return ClaimType.HOLDING  # "are left in the old jail"
    if word == "give up" and trigger.is_verb and "themselves" in inside:
        return ClaimType.CAPTURE
    return None


def _had_got_out(context: Context, fact: Fact) -> bool:
    """ "Caught six fugitives"; "all inmates were captured", "caught some of them", after an escape."""
    if fact.people is not None and fact.people.head.lemma_.lower() in ESCAPED:
        return True
    told = context.story.last
    escaped = any(claim.type is ClaimType.ESCAPE for claim in told)
    held = fact.people is not None and fact.people.custody and bool(fact.people.tags & INMATES)
    return escaped and (held or fact.refers_back)


def _goes_home(scene: Scene, fact: Fact, slots: Slots, inside: set[str]) -> bool:
    """People moved to the country whose nationals they are, or in so many words home."""
    if fact.trigger is not None and any(
        token.lower_ == "repatriation" and token.head.lower_ == "for" for token in fact.trigger.token.subtree
    ):
        return True
    if {"home", "homeland"} & inside or (
        {"countries", "country"} & inside and {"own", "home", "origin"} & inside
    ):
        return True
    if fact.people is not None and own_citizens(fact.people):
        return True
    codes = {tag for tag in own_tags(fact) if is_nationality(tag)}
    relatives = bool(fact.people and fact.people.tags & RELATIVES and not fact.people.tags & ROLE_TAGS)
    if slots.destination is None and codes and fact.detail == "deportation":
        return True  # "3,418 Afghans were expelled from Pakistan"
    if slots.destination is None and relatives and not codes:  # "Germany flew out eight women"
        return slots.actor is not None and scene.is_state(slots.actor)
    to = scene.country_of(slots.destination) if slots.destination is not None else None
    if to is None:
        return False
    # Women, children and families brought to a state go to their own; men may be handed to another.
    return to in codes or (
        relatives and not codes and slots.destination is not None and slots.destination.id == to
    )


def _are_going_home(context: Context, fact: Fact, slots: Slots) -> bool:
    """ "A further batch of 150 families is to leave": the report has told that such people go home."""
    story = context.story
    if fact.people is None or not story.homebound:
        return False
    to = context.scene.country_of(slots.destination) if slots.destination is not None else None
    codes = {tag for tag in own_tags(fact) if is_nationality(tag)}
    if codes:
        return bool(codes & story.homebound) and (to is None or to in codes)
    going = bool(story.last) and all(claim.type is ClaimType.REPATRIATION for claim in story.last)
    return going and to is None and (fact.people.bare or fact.people.weak or "families" in fact.people.tags)


def _is_facility(scene: Scene, name: Name) -> bool:
    return any(spot.detains and spot.name.span == name.span for spot in scene.spots)


def _set_free(context: Context, fact: Fact, trigger: Trigger) -> bool:
    """Prisoners of war and hostages that are returned are set free, and so is who is swapped."""
    tags = fact.people.tags if fact.people is not None else frozenset()
    weak = fact.people is not None and fact.people.weak
    swapped = context.story.swapped or context.scene.swaps
    return (
        bool(tags & {"prisoners_of_war", "hostages"})
        or (weak and swapped)
        or _is_traded(context.scene, trigger)
    )


def _is_traded(scene: Scene, trigger: Trigger) -> bool:
    """ "303 soldiers came back for 303 prisoners": a swap."""
    for people in scene.people:
        prep = preposition(people.head)
        traded = people.custody and people.figure is not None
        if traded and prep is not None and prep.lower_ == "for" and prep.head == trigger.token:
            return True
    return False


def detail_of(fact: Fact, kind: ClaimType) -> str | None:
    """The controlled word under the type: what the trigger says, and for a sentence which one."""
    if kind is ClaimType.SENTENCE and fact.detail is None:
        words = {token.lower_ for token in fact.word.subtree}
        return next((word for word in ("death", "life") if word in words), None)
    return fact.detail if kind is fact.type or fact.detail == "deportation" else None


def measure_of(scene: Scene, kind: ClaimType, fact: Fact, modality: Modality, when: When | None) -> Measure:
    """What kind of number the quantity is; what is only planned runs up no total."""
    if kind in {ClaimType.ALLEGATION, ClaimType.DENIAL, ClaimType.POSITION}:
        return Measure.POPULATION
    near = {child.lower_ for child in anchor_token(fact).children}
    if (
        near & LEFT
        or (kind is ClaimType.HOLDING and fact.word.lemma_ == "leave")
        or (kind is ClaimType.HOLDING and fact.word.lower_ in LEFT)
    ):
        return Measure.REMAINING
    if kind is ClaimType.HOLDING:
        return Measure.CAPACITY if fact.rule == ROOM_FOR else Measure.STOCK
    if modality in {Modality.PLANNED, Modality.HYPOTHETICAL}:
        return Measure.FLOW
    return Measure.TOTAL if is_running(scene, fact, when) else Measure.FLOW
