"""What the encoder points at for the places that the rules leave empty, and for the people.

The rules fill a slot from the claim's own sentence and from those that it goes on with. Where they find
nothing, the encoder, which has read the whole passage, points at the words that fill the slot, or at none. It
can only point at words that stand in the report; a name gets the share of all the places where it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from habeas.model import PEOPLE_TAGS, ROLE_TAGS, Claim, ClaimType, Name
from habeas.reading.encoder import Anchor, Seen
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
INNER: Final = {"compound", "amod", "nmod", "det", "nummod", "flat", "case", "poss", "punct"}


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a report's sentences hold, by what they may be."""

    scenes: Sequence[Scene]

    def places(self) -> Iterator[Name]:
        """Every place, each time that it is named; "20 prisons" are none."""
        names = (spot.name for scene in self.scenes for spot in scene.spots)
        return (name for name in names if not _is_counted(name))

    def at(self, offset: int) -> Name | None:
        """The noun phrase around an offset of the report, as a name."""
        for scene in self.scenes:
            for token in scene.sentence.tokens_in(offset, offset + 60)[:1]:
                return _phrase(scene, token)
        return None


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
    spans: set[tuple[int, int]] = set()
    for name in names.places():
        span = (name.span.start, name.span.end)
        if span not in spans:
            spans.add(span)
            shares[name.text] += pointing.share(*span)
            found[name.text] = _nearer(found.get(name.text), name, anchor)
    best = pointing.best()
    if not any(start <= best.start < end for start, end in spans):
        other = names.at(best.start)
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


def _phrase(scene: Scene, token: Token) -> Name | None:
    """The name whose phrase the token is part of."""
    while token.dep_ in INNER and token.head.i != token.i:
        token = token.head
    if token.pos_ not in {"NOUN", "PROPN", "PRON", "ADJ"}:
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
