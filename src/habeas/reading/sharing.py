"""Figures of a list that each have their own place: "96 from Velmar, 40 from Kesh, 13 from Lomna"."""

from __future__ import annotations

from collections.abc import Iterator

from habeas.reading.facts import Fact
from habeas.reading.people import People
from habeas.reading.places import Spot, preposition
from habeas.reading.scene import Scene


def share_of(scene: Scene, fact: Fact, words: frozenset[str]) -> Spot | None:
    """The place behind a figure and before the next, where the figures of a list each have one.

    Parsers hang the later entries of such lists on the first one's place.
    """
    if fact.people is None or fact.people.figure is None:
        return None
    shares = {id(people): spots for people, spots in _shares(scene, words)}
    own = shares.get(id(fact.people), [])
    several = sum(len(spots) == 1 for spots in shares.values()) > 1
    return own[0] if several and len(own) == 1 else None


def _shares(scene: Scene, words: frozenset[str]) -> Iterator[tuple[People, list[Spot]]]:
    """Each counted mention of people, with the places that stand between it and the next."""
    counted = sorted(
        (people for people in scene.people if people.figure is not None), key=lambda one: one.head.i
    )
    starts = [scene.first_of(people).i for people in counted] + [scene.sentence.tokens[-1].i + 1]
    for people, first, last in zip(counted, starts, starts[1:], strict=False):
        inside = [spot for spot in scene.spots if first < spot.head.i < last]
        yield people, [spot for spot in inside if _leads(spot, words) and not _has_break(scene, first, spot)]


def _leads(spot: Spot, words: frozenset[str]) -> bool:
    prep = preposition(spot.head)
    return prep is not None and prep.lower_ in words


def _has_break(scene: Scene, first: int, spot: Spot) -> bool:
    """True where another clause begins between the figure and the place."""
    between = (token for token in scene.sentence.tokens if first < token.i < spot.head.i)
    return any(
        token.tag_ in {"VBD", "VBZ", "VBP", "WDT", "WP", "WRB"} or token.text == ";" for token in between
    )
