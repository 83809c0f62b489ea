"""What isn't covered, as a section of a document: by the reports, and by the document itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from habeas.lexicon import Lexicon
from habeas.lexicon.gazetteer import gazetteer
from habeas.model import Claim, ClaimType, Report
from habeas.publishing.brief.pieces import Block, Line, bullet, text
from habeas.publishing.brief.story import Story
from habeas.publishing.brief.uncovered import PLACES_OF_DETENTION, old_counts, uncounted, unreported
from habeas.publishing.charts.told import is_of_people_held
from habeas.publishing.phrases import count
from habeas.publishing.plain import plain
from habeas.publishing.statements import last_day, order
from habeas.reckoned import Reckoned

TITLE: Final = "What isn't covered"
NOTHING_FOLLOWS: Final = "What these reports don't say. It doesn't follow that nothing happened."
NARROWED: Final = (
    "This document holds only what was asked for. Which places and months no report covers can't be told from"
    " a part: a brief of the whole ledger says it."
)


def not_covered(
    story: Story, reports: Iterable[Report], lexicon: Lexicon, *, today: date, narrowed: bool
) -> Iterator[Block]:
    """Places of detention without a newer count, and months without a report; of a part, that it is one."""
    if narrowed:
        yield Block((text(NARROWED),))
        return
    yield Block((text(NOTHING_FOLLOWS),))
    if lines := tuple(_places(story, lexicon, today)):
        yield Block(lines, "Places of detention without a count for six months or more")
    months = (f"{one.published:%Y-%m}" for one in reports if one.published is not None)
    if lines := tuple(unreported(months, today)):
        yield Block(lines, "Months from which there is no report")


def withheld(held_back: Mapping[str, int], masked: int, left_out: int) -> Iterator[Block]:
    """What was kept out of the document: by clearance, and by its length."""
    lines = [bullet(f"{number:,} {what}") for what, number in held_back.items()]
    if masked:
        lines.append(bullet(f"{count(masked, 'passage')} in the reports masked: blocks (█) stand there"))
    if left_out:
        lines.append(bullet(f"{count(left_out, 'line')} beyond what a document bears, each said where it is"))
    if lines:
        yield Block(tuple(lines), "Kept out of this document")


def _places(story: Story, lexicon: Lexicon, today: date) -> Iterator[Line]:
    names = _detention(story.reckoned, lexicon)
    newest = _newest_counts(story.reckoned)
    counted = ((place, name, newest[place]) for place, name in names.items() if place in newest)
    yield from old_counts(counted, today)
    events = _events_at(story.reckoned)
    for place, name in names.items():
        if place not in newest and (there := events.get(place)):
            yield uncounted(place, name, count(there, "event"))


def _detention(reckoned: Reckoned, lexicon: Lexicon) -> dict[str, str]:
    """The places of detention that claims name, by id, in order of their names."""
    table = gazetteer(lexicon)
    named = {
        known.id
        for one in reckoned.testimonies.values()
        for known in (one.place, one.origin, one.destination)
        if known is not None
    }
    found = (table.places[place] for place in named if place in table.places)
    held = [(plain(one.name), one.id) for one in found if one.kind in PLACES_OF_DETENTION]
    return {id_: name for name, id_ in sorted(held)}


def _newest_counts(reckoned: Reckoned) -> dict[str, Claim]:
    found: dict[str, Claim] = {}
    for one in sorted(reckoned.testimonies.values(), key=lambda one: (last_day(one.claim), order(one.claim))):
        if one.place is not None and one.claim.type is ClaimType.HOLDING and is_of_people_held(one):
            found[one.place.id] = one.claim
    return found


def _events_at(reckoned: Reckoned) -> dict[str, int]:
    found: dict[str, int] = {}
    for event in reckoned.events:
        places = {
            id_
            for one in event.testimonies
            for known in (one.place, one.origin, one.destination)
            if known is not None
            for id_ in known.around
        }
        for place in places:
            found[place] = found.get(place, 0) + 1
    return found
