"""People who are counted in a report on detention and are not in custody: those sought, hurt, displaced, dead
in the field.

What a clause says of them tells by itself that they aren't held, and no word of custody takes hold of them.
Such figures are neither claims nor unread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from habeas.model import ClaimType
from habeas.reading.english import (
    BODIES_OF,
    CHANGING,
    DEAD,
    ERRANDS,
    HOMES,
    NOT_HELD,
    POPULATION,
    SEA,
    SOUGHT,
)
from habeas.reading.grammar import links, objects, subjects, verb_above
from habeas.reading.names import NameKind
from habeas.reading.people import People
from habeas.reading.places import preposition
from habeas.reading.scene import Scene

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

SAVED: Final = "rescue"
CLEARED: Final = {"evacuate", "relocate"}
WIDE: Final = {"country", "world"}


def is_outside(scene: Scene, people: People) -> bool:
    """True for people whom their own words put outside custody."""
    if (
        _is_a_difference(scene, people)
        or _are_bodies(scene, people)
        or _saved_at_sea(scene, people)
        or _from_their_homes(people)
    ):
        return True
    if people.custody or any(link.fits for link in links(people.head, scene.triggers)):
        return people.troops and _sent_on_an_errand(people)
    return any(
        says(scene, people) for says in (_has_such_a_verb, _is_sought, _lives_at_large, _counts_comers)
    )


def _has_such_a_verb(_scene: Scene, people: People) -> bool:
    """ "Wounded 50", "45,000 were displaced", "3,000 rallied": what happened is no custody."""
    verb = verb_above(people.head)
    if verb is None or verb.lemma_.lower() not in NOT_HELD:
        return False
    return people.head in objects(verb) or people.head in subjects(verb)


def _is_sought(_scene: Scene, people: People) -> bool:
    """ "Is seeking 30 others", "looks for nine men", "200 people wanted on charges"."""
    if any(child.dep_ == "acl" and child.lemma_ in SOUGHT for child in people.head.children):
        return True
    prep = preposition(people.head)
    if prep is not None:
        return prep.lower_ == "for" and prep.head.lemma_ in SOUGHT
    verb = verb_above(people.head)
    return verb is not None and verb.lemma_ in SOUGHT and people.head in objects(verb)


def _lives_at_large(scene: Scene, people: People) -> bool:
    """ "There are 662,000 migrants in Karvania": a country's, and nobody says that they are held."""
    for prep in people.head.children:
        if prep.dep_ != "prep" or prep.lower_ != "in":
            continue
        for noun in prep.children:
            mention = scene.mention_at(noun)
            state = mention is not None and mention.of(NameKind.COUNTRY) is not None
            if (state or noun.lemma_ in WIDE) and not any(spot.detains for spot in scene.spots):
                return True
    return False


def _counts_comers(scene: Scene, people: People) -> bool:
    """ "The number of migrants entering Karvania is 50,872": nobody says that they are held."""
    if not people.bare:
        return False
    verb = verb_above(people.head)
    nouns = [*people.head.ancestors, *(subjects(verb) if verb is not None else [])]
    doing = [
        token
        for noun in nouns
        if noun.lemma_.lower() in POPULATION
        for token in noun.subtree
        if token.dep_ == "acl" and token.tag_ == "VBG" and token.head.i == token.i - 1
    ]
    return any(token.i not in scene.triggers for token in doing)


def _is_a_difference(scene: Scene, people: People) -> bool:
    """ "An increase of 40,000", "rose by 300": how many more or fewer, and not how many."""
    number = scene.first_of(people)
    if number.i - number.sent.start < 2:
        return False
    changed, prep = number.nbor(-2).lower_, number.nbor(-1).lower_
    return people.bare and changed in CHANGING and prep in {"by", "of"}


def _are_bodies(scene: Scene, people: People) -> bool:
    """ "The bodies of 909 fallen soldiers", "1,212 dead soldiers were returned"."""
    prep = preposition(people.head)
    if prep is not None and prep.lower_ == "of" and prep.head.lemma_.lower() in BODIES_OF:
        return True
    told = scene.triggers.values()
    moved = any(
        trigger.type in {ClaimType.TRANSFER, ClaimType.RELEASE, ClaimType.REPATRIATION} for trigger in told
    )
    return moved and any(child.dep_ == "amod" and child.lower_ in DEAD for child in people.head.children)


def _saved_at_sea(scene: Scene, people: People) -> bool:
    """ "The coastguard rescued 4,000 people in its waters": from drowning, not from captors."""
    verb = verb_above(people.head)
    if verb is None or verb.lemma_ != SAVED or people.custody:
        return False
    return any(token.lemma_.lower() in SEA for token in scene.sentence.tokens)


def _from_their_homes(people: People) -> bool:
    """ "Evacuated 600 residents from their homes"."""
    verb = verb_above(people.head)
    if verb is None or verb.lemma_ not in CLEARED or people.custody:
        return False
    return any(_is_home(noun) for prep in _from(verb, people.head) for noun in prep.children)


def _from(verb: Token, head: Token) -> list[Token]:
    return [
        child
        for node in (verb, head)
        for child in node.children
        if child.dep_ == "prep" and child.lower_ == "from"
    ]


def _is_home(noun: Token) -> bool:
    owned = any(child.dep_ == "poss" for child in noun.children)
    return owned and noun.lemma_.lower() in HOMES


def _sent_on_an_errand(people: People) -> bool:
    """ "1,000 officers were sent to guard the camp": they hold, and aren't held."""
    verb = verb_above(people.head)
    if verb is None:
        return False
    return any(
        child.lemma_ in ERRANDS and child.dep_ in {"xcomp", "advcl"} and child.tag_ == "VB"
        for child in verb.children
    )
