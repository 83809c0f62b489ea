"""Where places are, as far as the lexicon knows it, and how exactly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from habeas.lexicon import Lexicon, Place
from habeas.lexicon.shape import PlaceKind

WIDE: Final = frozenset({PlaceKind.GOVERNORATE, PlaceKind.REGION})


class Precision(StrEnum):
    """What the coordinates of a place are those of; a region and a country have none."""

    FACILITY = "facility"
    TOWN = "town"
    REGION = "region"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Ground:
    """A place that the lexicon knows: `lat` and `lon` are degrees (WGS 84), None for regions and countries.

    `town` and `region` are the names of the town and of the governorate that it is or lies in; `country` is
    an ISO 3166 alpha-2 code.
    """

    id: str
    name: str
    precision: Precision
    lat: float | None = None
    lon: float | None = None
    town: str | None = None
    region: str | None = None
    country: str | None = None


class Grounds:
    """The places of a lexicon, by id."""

    def __init__(self, lexicon: Lexicon | None) -> None:
        self._places = {place.id: place for place in lexicon.places} if lexicon is not None else {}
        self._countries = {one.code: one.name for one in lexicon.countries} if lexicon is not None else {}

    def get(self, id_: str | None) -> Ground | None:
        """The place or country with this id; None for those that the lexicon hasn't."""
        if id_ in self._countries:
            return Ground(id_, self._countries[id_], Precision.COUNTRY, country=id_)
        place = self._places.get(id_ or "")
        return None if place is None else self._ground(place)

    def _ground(self, place: Place) -> Ground:
        around = self._around(place)
        town = next((one for one in around if one.kind is PlaceKind.TOWN), None)
        region = next((one for one in around if one.kind is PlaceKind.GOVERNORATE), None)
        return Ground(
            place.id,
            place.name,
            _precision(place, town),
            place.lat,
            place.lon,
            town.name if town is not None else None,
            region.name if region is not None else None,
            around[-1].within if around[-1].within in self._countries else None,
        )

    def _around(self, place: Place) -> list[Place]:
        """The place and those that it lies in, the nearest first."""
        around = [place]
        while (wider := self._places.get(around[-1].within or "")) is not None and wider not in around:
            around.append(wider)
        return around


def _precision(place: Place, town: Place | None) -> Precision:
    if place.kind is PlaceKind.COUNTRY:
        return Precision.COUNTRY
    if place.kind in WIDE:
        return Precision.REGION
    # A camp without coordinates of its own has those of its town (habeas.lexicon.names).
    borrowed = town is not None and (place.lat, place.lon) == (town.lat, town.lon)
    return Precision.TOWN if borrowed else Precision.FACILITY


@lru_cache(maxsize=4)
def grounds(lexicon: Lexicon | None) -> Grounds:
    """The places of this lexicon."""
    return Grounds(lexicon)
