"""Who holds people, as the place says: "prisons run by the army", "jails it guards", "army-run camps"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from habeas.model import Name
from habeas.reading.english import BODIES, KEEPERS
from habeas.reading.grammar import agents, is_passive
from habeas.reading.scene import Scene
from habeas.reading.speakers import speaker_name

if TYPE_CHECKING:
    from habeas.reading.tokens import Token


def keeper_of(scene: Scene, place: Name | None) -> Name | None:
    """Who keeps the place of detention, where its own phrase says so; None where two of them do."""
    sites = [spot for spot in scene.spots if spot.detains]
    own = [spot for spot in sites if spot.name == place] or (sites if len(sites) == 1 else [])
    keepers = [noun for spot in own for verb in spot.head.children for noun in _keepers(verb)]
    if len(keepers) != 1 or keepers[0].pos_ not in {"NOUN", "PROPN"}:
        return None
    return speaker_name(scene.sentence, keepers[0], scene.mentions)


def _keepers(verb: Token) -> list[Token]:
    """The agent of a participle after the noun, or who keeps it in a relative clause or before a hyphen."""
    if verb.lemma_ not in KEEPERS:
        return []
    if verb.dep_ in {"acl", "relcl"} and is_passive(verb):
        return agents(verb)
    if verb.dep_ == "relcl":
        named = (child for child in verb.children if child.dep_ == "nsubj")
        return [child for child in named if child.pos_ == "PROPN" or child.lemma_.lower() in BODIES]
    hyphened = verb.i - 2 >= verb.sent.start and verb.nbor(-1).text == "-"
    before = verb.dep_ in {"amod", "compound"} and hyphened
    return [verb.nbor(-2)] if before and verb.nbor(-2).pos_ == "PROPN" else []
