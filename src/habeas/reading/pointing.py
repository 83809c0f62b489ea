"""What the encoder points at for the places that the rules leave empty, and for the people.

The rules fill a slot from the claim's own sentence and from those that it goes on with. Where they find
nothing, the encoder, which has read the whole passage, points at the words that fill the slot, or at none. It
can only point at words that stand in the report; a name gets the share of all the places where it stands.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from habeas.model import PEOPLE_TAGS, ROLE_TAGS, Claim, ClaimType, Name
from habeas.reading.encoder import Anchor, Seen
from habeas.reading.english import BODIES, SPEAKING_BODIES
from habeas.reading.learned import figure_anchor, word_anchor
from habeas.reading.scene import Scene
from habeas.reading.speakers import speaker_name
from habeas.reading.threads import Told

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

# Chosen on marked reports that the encoder was not trained on:
NOTHING: Final = -0.1  # on top of the share that says "nothing", since the rules may have missed it too
PERSON, ROLE = 0.8, 0.4  # how likely "women", "children", … must be, and "hostages", "suspects", …
MOVING: Final = frozenset(
    {ClaimType.TRANSFER, ClaimType.REPATRIATION, ClaimType.RELEASE, ClaimType.ESCAPE, ClaimType.RECAPTURE}
)
REACH: Final = 60  # letters of the longest word that is looked for at an offset
INNER: Final = {"compound", "amod", "nmod", "det", "nummod", "flat", "case", "poss", "punct"}


class Names:
    """The places that a report names, and the noun phrase at any of its offsets."""

    def __init__(self, scenes: Sequence[Scene]) -> None:
        self._scenes = [scene for scene in scenes if len(scene.sentence.tokens)]
        self._starts = [scene.sentence.start(scene.sentence.tokens[0]) for scene in self._scenes]
        named = {spot.name.span: spot.name for scene in scenes for spot in scene.spots}
        self._places = sorted(
            (name for name in named.values() if not _is_counted(name)), key=lambda name: name.span.start
        )

    def places(self, start: int, end: int) -> list[Name]:
        """Every place between two offsets, each time that it is named; "20 prisons" are none."""
        first = bisect_left(self._places, start, key=lambda name: name.span.start)
        last = bisect_left(self._places, end, key=lambda name: name.span.start)
        return self._places[first:last]

    def at(self, offset: int, *, bodies: bool) -> Name | None:
        """The noun phrase around an offset of the report, as a name; `bodies`: also that of a body."""
        before = bisect_right(self._starts, offset) - 1
        if before < 0:
            return None
        scene = self._scenes[before]
        tokens = scene.sentence.tokens_in(offset, offset + REACH)
        return _phrase(scene, tokens[0], bodies=bodies) if tokens else None


def pointed(
    claims: Iterable[Claim], told: dict[str, Told], scenes: Sequence[Scene], seen: Seen
) -> list[Claim]:
    """The claims, with what the encoder points at where the rules left a slot empty."""
    names = Names(scenes)
    return [_filled(claim, told[claim.id], names, seen) for claim in claims]


def _filled(claim: Claim, told: Told, names: Names, seen: Seen) -> Claim:
    anchor = _anchor(told)
    if claim.type in MOVING:
        origin = claim.origin or _choice("origin", names, seen, anchor)
        if origin is not None and (claim.destination is None or claim.destination.text != origin.text):
            claim = replace(claim, origin=origin)
        destination = claim.destination or _choice("destination", names, seen, anchor)
        if destination is not None and (claim.origin is None or claim.origin.text != destination.text):
            claim = replace(claim, destination=destination)
    else:
        claim = replace(claim, place=claim.place or _choice("place", names, seen, anchor))
    return replace(claim, group=_tags(claim.group, seen.tags(anchor)))


def _anchor(told: Told) -> Anchor:
    fact, sentence = told.fact, told.scene.sentence
    if fact.people is not None and fact.people.figure is not None:
        return figure_anchor(sentence, fact.people)
    return word_anchor(sentence, fact.word)


def _choice(slot: str, names: Names, seen: Seen, anchor: Anchor) -> Name | None:
    """The name that the encoder points at; None where it points at nothing."""
    pointing = seen.pointing(slot, anchor)
    shares: dict[str, float] = defaultdict(float)
    found: dict[str, Name] = {}
    near = names.places(pointing.pieces[0].start, pointing.pieces[-1].end)
    for name in near:
        shares[name.text] += pointing.share(name.span.start, name.span.end)
        found[name.text] = _nearer(found.get(name.text), name, anchor)
    best = pointing.best()
    if not any(name.span.start <= best.start < name.span.end for name in near):
        other = names.at(best.start, bodies=slot == "destination")
        if other is not None:
            shares[other.text] += pointing.share(other.span.start, other.span.end)
            found.setdefault(other.text, other)
    likeliest = max(shares, key=lambda text: (shares[text], text), default=None)
    if likeliest is None or shares[likeliest] <= pointing.nothing + NOTHING:
        return None
    return found[likeliest]


def _nearer(one: Name | None, other: Name, anchor: Anchor) -> Name:
    """Of two places where a name stands, the nearer to the claim."""
    at = anchor.first[0]
    return other if one is None or abs(other.span.start - at) < abs(one.span.start - at) else one


def _phrase(scene: Scene, token: Token, *, bodies: bool) -> Name | None:
    """The name whose phrase the token is part of."""
    while token.dep_ in INNER and token.head.i != token.i:
        token = token.head
    if token.pos_ not in {"NOUN", "PROPN", "PRON", "ADJ"}:
        return None
    if not bodies and token.lemma_.lower() in BODIES | SPEAKING_BODIES:
        return None
    name = speaker_name(scene.sentence, token, scene.mentions)
    return None if _is_counted(name) else name


def _is_counted(name: Name) -> bool:
    return name.text[0].isdigit()


def _tags(ruled: frozenset[str], likely: dict[str, float]) -> frozenset[str]:
    """The rules' tags; women, men and children where they found none, and a role where they found neither."""
    sure = {tag for tag, share in likely.items() if share >= (PERSON if tag in PEOPLE_TAGS else ROLE)}
    persons = sure & PEOPLE_TAGS if not ruled & PEOPLE_TAGS else set()
    roles = sure & ROLE_TAGS if not ruled & (PEOPLE_TAGS | ROLE_TAGS) else set()
    return ruled | persons | roles
