"""The outlines of countries, and the projection that puts them on a flat map."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]  # n × 2

# Mercator's map has no end; nobody is held further north or south.
UTMOST: Final = 80.0
ROUND: Final = np.array([2 * np.pi, 0.0])  # once around the world


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of an outline on Mercator's plane; `border` where countries lie on both its sides."""

    points: Points
    border: bool


@dataclass(frozen=True, slots=True)
class Country:
    """A country's rings on Mercator's plane, each closed; `number` is its ISO 3166 numeric code, or ""."""

    number: str
    rings: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Outlines:
    """The countries, and the arcs that their rings are made of, each once."""

    countries: tuple[Country, ...]
    arcs: tuple[Arc, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """Mercator's: angles are true, so that a small country has its shape. `scale` is pixels a radian."""

    scale: float
    west: float  # x and y, in radians, of the left upper corner
    north: float

    def flat(self, points: Points) -> Points:
        """Points on Mercator's plane as x and y, in pixels, y downwards."""
        found: Points = (points - (self.west, self.north)) * (self.scale, -self.scale)
        return found


def plane(points: Points) -> Points:
    """Longitudes and latitudes on Mercator's plane, in radians, y upwards."""
    across, up = np.radians(points[:, 0]), np.radians(np.clip(points[:, 1], -UTMOST, UTMOST))
    return np.column_stack([across, np.log(np.tan(np.pi / 4 + up / 2))])


@cache
def outlines() -> Outlines:
    """Natural Earth's countries (scripts/countries_from_natural_earth.py says of what edition)."""
    text = files("habeas.publishing").joinpath("data", "countries.json").read_text(encoding="utf-8")
    topology = json.loads(text)
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    used = Counter(_number(arc) for country in countries for ring in _rings(country) for arc in ring)
    return Outlines(
        tuple(
            Country(
                country["id"] or "",
                tuple(_with_far_side(plane(_joined(ring, arcs)) for ring in _rings(country))),
            )
            for country in countries
        ),
        tuple(
            Arc(line, used[number] > 1)
            for number, points in enumerate(arcs)
            for line in _with_far_side([plane(points)])
        ),
    )


def _decoded(arc: Sequence[Sequence[int]], transform: dict[str, Any]) -> Points:
    """An arc in degrees: TopoJSON writes whole steps from point to point."""
    steps = np.cumsum(np.array(arc, dtype=np.float64), axis=0)
    found: Points = steps * np.array(transform["scale"]) + np.array(transform["translate"])
    return _unbroken(found)


def _unbroken(line: Points) -> Points:
    """The line without its leap from 180° east to 180° west: it goes on beyond 180°."""
    return np.column_stack([np.unwrap(line[:, 0], period=360.0), line[:, 1]])


def _with_far_side(lines: Iterable[Points]) -> Iterator[Points]:
    """The lines, and those that go on beyond 180° a second time, from the west."""
    for line in lines:
        yield line
        if line[:, 0].max() > np.pi:
            yield line - ROUND
        if line[:, 0].min() < -np.pi:
            yield line + ROUND


def _rings(country: dict[str, Any]) -> Iterator[list[int]]:
    for rings in country["arcs"]:
        yield from rings


def _number(arc: int) -> int:
    """TopoJSON writes an arc that runs backwards as its complement."""
    return ~arc if arc < 0 else arc


def _joined(ring: Iterable[int], arcs: Sequence[Points]) -> Points:
    """One line of a ring's arcs: each begins where the one before ends."""
    return _unbroken(np.vstack([arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring]))


def inside(points: Points, rings: Iterable[Points]) -> NDArray[np.bool_]:
    """Which of the points lie within the rings; a ring within a ring is a hole."""
    within = np.zeros(len(points), dtype=bool)
    x, y = points[:, :1], points[:, 1:]
    for ring in rings:
        (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
        crossing = (y1 > y) != (y2 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            right = x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
        within ^= (crossing & right).sum(axis=1) % 2 == 1
    return within
