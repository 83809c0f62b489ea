"""Places: the map, and the list of all that claims name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Annotated, Final

from fastapi import Depends
from pydantic import Field

from habeas.kept.places import KnownPlace, Latest, known_places, latest_at, with_figures
from habeas.ledger import Shelf, Shelved
from habeas.lexicon.shape import PlaceKind
from habeas.model import Claim, Quantity, Review
from habeas.publishing import phrases
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.saying import who_says
from habeas.publishing.charts.drawing import Drawing
from habeas.publishing.charts.map import CAPTION, Spot, places_map
from habeas.publishing.charts.told import spot as spot_of
from habeas.publishing.plain import clipped, plain
from habeas.web.caching import Kept
from habeas.web.here import Here, Now
from habeas.web.listing import Listed, Option, asked, listed
from habeas.web.rendering import PageRouter
from habeas.web.telling import LISTED, Run, page_of, runs

router = PageRouter()

ON_THE_MAP: Final = 150  # places; those with most claims go first
# The SVG is for eyes; programs get what it is drawn from.
NOT_FOR_PROGRAMS: Final = Field(exclude=True)

_kept_maps: Kept[PlacesMap] = Kept(8)


# --- what is told of places ---


@dataclass(frozen=True, slots=True)
class Figure:
    """The newest figure of the people at a place, in words; `claim` is the id of one that gives it."""

    claim: str
    figure: str
    low: int | None
    high: int | None
    when: str
    who: tuple[Run, ...]
    voices: str
    review: Review
    words: str
    language: str | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place in the list; `claims` counts those that name it or a place within it."""

    id: str
    name: str
    kind: PlaceKind | None
    country: str | None
    latest: Figure | None
    claims: int


@dataclass(frozen=True, slots=True)
class PlacesMap:
    """The places on the map, and those with a figure that have no spot on it, such as whole countries."""

    places: tuple[PlaceRow, ...]
    not_on_it: tuple[PlaceRow, ...]
    more: int  # places with figures that aren't looked at, since they are too many
    looks: tuple[str, ...] = ()  # the kinds of circles, for the key
    drawing: Annotated[Drawing | None, NOT_FOR_PROGRAMS] = None


@dataclass(frozen=True, slots=True)
class PlaceFilters:
    """What places are narrowed by: their kind, the code of their country, the id of a place around them."""

    kind: str | None = None
    country: str | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceOptions:
    """What can be chosen."""

    kinds: tuple[Option, ...]
    countries: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """The map, and one part of the list of places, those that most claims name first."""

    map: PlacesMap
    listed: Listed
    places: tuple[PlaceRow, ...]
    options: PlaceOptions
    caption: str = CAPTION


# --- the list ---


@router.page("/places", "places.html", kept=True)
def places(
    here: Now, filters: Annotated[PlaceFilters, Depends()], words: str = "", after: str | None = None
) -> PlacesPage:
    """Where people are said to be held: a map, and every place that claims name."""
    with here.desk.ledger.shelf() as shelf:
        wanted = asked(shelf, asdict(filters), words=words, after=after)
        ids, told = listed(shelf, Shelved.PLACE, wanted)
        choices = _options(shelf)
    on_map = _kept_maps.get(here.state(), None, lambda: _map(here))
    return PlacesPage(on_map, told, rows(here, ids), choices)


def _options(shelf: Shelf) -> PlaceOptions:
    def named(facet: str) -> list[str]:
        return [name.removeprefix(facet) for name, _ in shelf.facets_named(Shelved.PLACE, facet)]

    countries = ((phrases.country(code), code) for code in named("country:"))
    return PlaceOptions(
        tuple(Option(kind, kind) for kind in sorted(named("kind:"))),
        tuple(Option(code, name) for name, code in sorted(countries)),
    )


def rows(here: Here, ids: Sequence[str]) -> tuple[PlaceRow, ...]:
    """These places as rows of a list."""
    known, newest = known_places(here.desk, ids), latest_at(here.desk, ids)
    page = _page(here.today, newest.values())
    return tuple(_row(known[id_], newest.get(id_), page) for id_ in ids if id_ in known)


def _page(today: date, newest: Iterable[Latest]) -> Page:
    """What the figures are worded by: the names in their claims lead to pages."""
    return page_of(today, {told.id: told for latest in newest for told in latest.told})


def _row(place: KnownPlace, latest: Latest | None, page: Page) -> PlaceRow:
    return PlaceRow(
        place.id,
        plain(place.name),
        place.kind,
        phrases.country(place.country) if place.country else None,
        _figure(latest, page) if latest is not None else None,
        place.claims,
    )


def _figure(latest: Latest, page: Page) -> Figure:
    return replace(figure(latest.statement.lead, page), voices=phrases.behind(latest.voices))


def figure(claim: Claim, page: Page) -> Figure:
    """A claim's figure in words."""
    return Figure(
        claim.id,
        phrases.counted(claim),
        *_bounds(claim.quantity),
        phrases.when(claim, today=page.today),
        runs(who_says(claim, page)),
        "",
        claim.review,
        clipped(" … ".join(span.text for span in claim.evidence), LISTED),
        claim.report.language,
    )


def _bounds(quantity: Quantity | None) -> tuple[int | None, int | None]:
    return (None, None) if quantity is None else (quantity.low, quantity.high)


# --- the map ---


def _map(here: Here) -> PlacesMap:
    counted = with_figures(here.desk, most=ON_THE_MAP + 1)
    ids = list(counted)[:ON_THE_MAP]
    known, newest = known_places(here.desk, ids), latest_at(here.desk, ids)
    told = [(known[id_], newest[id_]) for id_ in ids if id_ in known and id_ in newest]
    spots = [spot for place, latest in told if (spot := _spot(place, latest, here.today))]
    page = _page(here.today, newest.values())
    rows = {place.id: _row(place, latest, page) for place, latest in told}
    on_it = {spot.place for spot in spots}
    return PlacesMap(
        tuple(row for id_, row in rows.items() if id_ in on_it),
        tuple(row for id_, row in rows.items() if id_ not in on_it),
        len(counted) - len(ids),
        _looks(spots),
        places_map(spots),
    )


def _looks(spots: Sequence[Spot]) -> tuple[str, ...]:
    kinds = {
        "exact": any(one.low == one.high for one in spots),
        "at least": any(one.high is None for one in spots),
        "between": any(None not in (one.low, one.high) and one.low != one.high for one in spots),
        "up to": any(one.low is None for one in spots),
    }
    return tuple(kind for kind, there in kinds.items() if there)


def _spot(place: KnownPlace, latest: Latest, today: date) -> Spot | None:
    return spot_of(latest.statement.lead, place, href=f"/places/{place.id}", today=today)
