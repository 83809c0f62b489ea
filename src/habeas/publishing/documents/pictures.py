"""The pictures of a document: who is said to be held at its chief places over time, and where, on a map.

Only what a note of the document stands for is drawn: each mark leads to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from habeas.lexicon import Lexicon
from habeas.lexicon.gazetteer import gazetteer
from habeas.model import Claim, ClaimType
from habeas.publishing.charts.drawing import Drawing
from habeas.publishing.charts.map import CAPTION, Spot, places_map
from habeas.publishing.charts.marks import Mark, thinned
from habeas.publishing.charts.population import population_chart
from habeas.publishing.charts.told import counts_everybody, is_of_people_held, mark, spot
from habeas.publishing.documents.tree import Picture, shown
from habeas.publishing.phrases import count
from habeas.publishing.statements import statements
from habeas.reckoned import Testimony

MOST_CHARTS: Final = 6
FEWEST_MARKS: Final = 2
MOST_MARKS: Final = 60  # a page isn't a screen on which one points at marks
MOST_SPOTS: Final = 150

NoteOf = Callable[[Claim], int | None]

MARKS: Final = (
    "In the charts, filled marks are numbers, hollow ones “about” that many. A line leads from bound to"
    " bound; an arrow up means at least, one down up to. Grey marks count a part of the people, squares room"
    " and not people, a broken line a convention such as “thousands”; a ring is around what can't be true"
    " together with another figure. Nothing is added up, and no line is drawn from mark to mark: between them"
    " nothing is known."
)
CIRCLES: Final = (
    "A circle's area is the latest figure of everybody held there; hollow: at least so many. Between two"
    " bounds the ring is the upper one; where only an upper bound is said, it is broken."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What pictures are made of: the claims as reckoning sees them, and what leads to each one's note."""

    told: Sequence[Testimony]
    contradicted: frozenset[str]
    note_of: NoteOf
    today: date

    def href(self, claim: Claim) -> str | None:
        """The address of the claim's note within the document."""
        number = self.note_of(claim)
        return None if number is None else f"#note-{number}"


def pictures(shown_: Shown, lexicon: Lexicon) -> tuple[Picture, ...]:
    """The map, then a chart of each of the places with most figures; none where there is nothing to draw."""
    places = _by_place(shown_)
    found = [_map(shown_, places, lexicon), *_charts(shown_, places, lexicon)]
    return tuple(one for one in found if one is not None)


def _by_place(shown_: Shown) -> dict[str, list[Testimony]]:
    """The claims of who is held, by the place that they are about."""
    found: dict[str, list[Testimony]] = defaultdict(list)
    for one in shown_.told:
        at = one.place or one.origin
        if at is not None and one.claim.type is ClaimType.HOLDING:
            found[at.id].append(one)
    return found


def _charts(
    shown_: Shown, places: Mapping[str, Sequence[Testimony]], lexicon: Lexicon
) -> Iterable[Picture | None]:
    marks = {place: _marks(shown_, told) for place, told in places.items()}
    chief = sorted(
        (place for place, found in marks.items() if len(found) >= FEWEST_MARKS),
        key=lambda place: (-len(marks[place]), place),
    )
    for place in chief[:MOST_CHARTS]:
        some = thinned(marks[place], MOST_MARKS)
        more = len(marks[place]) - len(some)
        left_out = f"Not drawn, for want of room: {count(more, 'figure')}." if more else ""
        drawing = population_chart(some, place=_name(place, places[place], lexicon))
        yield _picture(drawing, left_out)


def _marks(shown_: Shown, told: Iterable[Testimony]) -> list[Mark]:
    found: list[Mark] = []
    for one in told:
        drawn = mark(one, today=shown_.today, contradicted=one.id in shown_.contradicted)
        href = shown_.href(one.claim)
        if drawn is not None and href is not None:
            found.append(replace(drawn, href=href, figure=shown(drawn.figure), words=shown(drawn.words)))
    return found


def _map(shown_: Shown, places: Mapping[str, Sequence[Testimony]], lexicon: Lexicon) -> Picture | None:
    spots = (_spot(place, told, shown_, lexicon) for place, told in places.items())
    found = sorted((one for one in spots if one is not None), key=lambda one: (-one.size, one.place))
    return _picture(places_map(found[:MOST_SPOTS]), f"{CIRCLES} {CAPTION}")


def _spot(place: str, told: Sequence[Testimony], shown_: Shown, lexicon: Lexicon) -> Spot | None:
    """The place with its newest figure of everybody; else, where no claim counts everybody, of a part."""
    row = gazetteer(lexicon).places.get(place)
    counts = [one.claim for one in told if one.place is not None and is_of_people_held(one)]
    everybody = [claim for claim in counts if counts_everybody(claim)]
    if row is None or not counts:
        return None
    newest = statements(everybody or counts)[0].lead
    href = shown_.href(newest)
    if href is None:
        return None
    found = spot(newest, row, href=href, today=shown_.today)
    return None if found is None else replace(found, words=shown(found.words))


def _name(place: str, told: Sequence[Testimony], lexicon: Lexicon) -> str:
    """The place's name in the lexicon; of one that it doesn't know, as the claims have it."""
    at = told[0].place or told[0].origin
    return shown(gazetteer(lexicon).name(place) or (at.name if at is not None else place)).strip()


def _picture(drawing: Drawing | None, caption: str) -> Picture | None:
    if drawing is None:
        return None
    title, description = shown(drawing.title), shown(drawing.description)
    return Picture(title, description, caption, drawing.wide, drawing.narrow)
