"""A map of where people are said to be held: a circle a place, its area the latest figure.

A full circle is a number, a hollow one "at least" so many. Where the figure is an interval the full circle
is its lower bound, the ring around it the upper one; where only an upper bound is said, the ring is broken.
Drawn here and not by Vega-Lite: names can't be kept apart without the projection, coasts and borders are to
look different, and only what is on the map need be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import Final

import numpy as np
import pycountry
from lxml import etree

from habeas.publishing.charts.drawing import Drawing, Frame, Link, add, canvas, link, written
from habeas.publishing.charts.labels import Anchor, Box, Label, Wanted, around, labels, width
from habeas.publishing.charts.outlines import Country, Points, Projection, inside, outlines, plane
from habeas.publishing.phrases import count, country

KIND: Final = "places-map"
FRAMES: Final = (Frame("wide", 960, 560, 13.0), Frame("narrow", 358, 400, 12.0))
MOST_LABELS: Final = {"wide": 24, "narrow": 9}
LARGEST: Final = {"wide": 36.0, "narrow": 22.0}  # the radius of the largest circle
SMALLEST: Final = 3.0  # no figure is too small to be pointed at

BOLD: Final = 1.14  # how much wider bold type is
COUNTRY_TYPE: Final = {"wide": 11.5, "narrow": 10.0}
SPACED: Final = 1.35  # capitals are wider, and set apart
GRID: Final = 25  # so many lines each way on which a country's name is tried

EDGE: Final = 6.0  # between the map's edge and what is written on it
PADDING: Final = 8.0
APART: Final = 3.0  # between circles of one town

# Degrees of longitude at the least: some 700 km in Syria, so that one camp doesn't fill the world.
NARROWEST: Final = 7.5
MARGIN: Final = 0.12  # of the map, free around the outermost places; circles and names need it
# Points so far outside, in maps, are moved to there: they aren't seen, and needn't be told apart.
OUTSIDE: Final = 1.0

CAPTION: Final = (
    "Borders are those of Natural Earth (1:50m) and no statement of ours. A place without coordinates of its"
    " own stands at its town; places of one town stand side by side."
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its latest figure, for the map.

    `low` and `high` are the figure's bounds, None where open, one of them known; `words` all that is told
    where a reader points at it; `href` the place's page. `lat` and `lon` are degrees (WGS 84).
    """

    place: str
    name: str
    lat: float
    lon: float
    low: int | None
    high: int | None
    words: str
    href: str
    approx: bool = False

    @property
    def size(self) -> int:
        """What the largest of its circles shows."""
        return max(self.low or 0, self.high or 0)


@dataclass(frozen=True, slots=True)
class _View:
    """What part of the world a map shows, and how large its circles are: `unit` is one person's radius."""

    frame: Frame
    projection: Projection
    unit: float
    beside: Mapping[str, float] = field(default_factory=dict)  # how far right of its town a place stands

    def at(self, spot: Spot) -> tuple[float, float]:
        x, y = self.projection.flat(plane(np.array([[spot.lon, spot.lat]])))[0]
        return float(x) + self.beside.get(spot.place, 0.0), float(y)

    def radius(self, people: int) -> float:
        return max(SMALLEST, self.unit * sqrt(people))


def places_map(spots: Iterable[Spot]) -> Drawing | None:
    """The map of these places, wide and narrow; None where there are none."""
    shown = sorted(spots, key=lambda spot: (-spot.size, spot.place))
    if not shown:
        return None
    title = "Where people are said to be held"
    wide, narrow = (_drawn(shown, frame, title) for frame in FRAMES)
    return Drawing(title, _description(shown), wide, narrow)


def _description(spots: Sequence[Spot]) -> str:
    largest = "; ".join(spot.words for spot in spots[:3])
    return (
        f"{count(len(spots), 'place')}, by the latest figure of each. The largest: {largest}."
        " The table holds all."
    )


def _drawn(spots: Sequence[Spot], frame: Frame, title: str) -> str:
    view = _view(spots, frame)
    root = canvas(frame, kind=KIND, title=title)
    add(root, "rect", "sea", width=frame.width, height=frame.height)
    _draw_land(root, view)
    circles = [around(*view.at(spot), view.radius(spot.size)) for spot in spots]
    told = _told(max(spot.size for spot in spots))
    scale = _scale_box(told, view, circles)
    named = _names(spots, view, taken=[*circles, scale])
    _draw_countries(root, view, taken=[*circles, scale, *(_label_box(one, frame) for one in named)])
    _draw_scale(root, told, view, scale)
    linked = {spot.place: _circle(spot, view) for spot in spots}
    for one in named:
        add(linked[one.key], "text", "label", x=one.x, y=one.y, text_anchor=one.anchor).text = one.words
    root.extend(linked.values())
    return written(root)


# --- what part of the world ---


def _view(spots: Sequence[Spot], frame: Frame) -> _View:
    flat = plane(np.array([[spot.lon, spot.lat] for spot in spots]))
    (west, south), (east, north) = flat.min(axis=0), flat.max(axis=0)
    least = np.radians(NARROWEST)
    across = max(float(east - west), least) / (1 - 2 * MARGIN)
    up = max(float(north - south), least * frame.height / frame.width) / (1 - 2 * MARGIN)
    scale = min(frame.width / across, frame.height / up)
    projection = Projection(
        scale,
        float(west + east) / 2 - frame.width / scale / 2,
        float(north + south) / 2 + frame.height / scale / 2,
    )
    most = max(spot.size for spot in spots)
    view = _View(frame, projection, LARGEST[frame.name] / sqrt(most or 1))
    return replace(view, beside=_beside(spots, view))


def _beside(spots: Sequence[Spot], view: _View) -> dict[str, float]:
    """Places of one town side by side, the largest first, the row's middle where the town is."""
    towns: dict[tuple[float, float], list[Spot]] = {}
    for spot in spots:
        towns.setdefault((spot.lat, spot.lon), []).append(spot)
    moved: dict[str, float] = {}
    for found in towns.values():
        at = -sum(view.radius(spot.size) + APART / 2 for spot in found)
        for spot in found:
            half = view.radius(spot.size) + APART / 2
            moved[spot.place] = at + half
            at += 2 * half
    return moved


# --- land and borders ---


def _draw_land(root: etree._Element, view: _View) -> None:
    known = outlines()
    rings = [ring for one in known.countries for ring in _seen(one.rings, view)]
    add(root, "path", "land", d="".join(f"{_line(ring)}Z" for ring in rings))
    for kind, wanted in (("coast", False), ("border", True)):
        arcs = _seen((arc.points for arc in known.arcs if arc.border is wanted), view)
        add(root, "path", kind, d="".join(map(_line, arcs)))


def _seen(lines: Iterable[Points], view: _View) -> Iterator[Points]:
    """The lines that may cross the map, on it, what is far outside of it drawn near."""
    edge = np.array([view.frame.width, view.frame.height], dtype=np.float64)
    for line in lines:
        flat = view.projection.flat(line)
        if (flat.max(axis=0) < 0).any() or (flat.min(axis=0) > edge).any():
            continue
        near = np.clip(flat, -OUTSIDE * edge, (1 + OUTSIDE) * edge)
        moved = (near != flat).any(axis=1)
        near[moved] = np.round(near[moved] / 100) * 100
        yield near


def _line(points: Points) -> str:
    """The line as a path, to a tenth of a pixel; points that fall on the one before are left out."""
    rounded = np.round(points, 1)
    kept = np.ones(len(rounded), dtype=bool)
    kept[1:] = (rounded[1:] != rounded[:-1]).any(axis=1)
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in rounded[kept])


# --- circles and names ---


def _circle(spot: Spot, view: _View) -> etree._Element:
    x, y = view.at(spot)
    found = link(Link(spot.href, f"{spot.name}: {spot.words}", _classes(spot)))
    if spot.high is not None and spot.low != spot.high:
        add(found, "circle", "upper", cx=x, cy=y, r=view.radius(spot.high))
    if spot.low is not None:
        add(found, "circle", "lower", cx=x, cy=y, r=view.radius(spot.low))
    return found


def _classes(spot: Spot) -> tuple[str, ...]:
    return tuple(
        filter(
            None,
            (
                "at-least" if spot.high is None else "",
                "up-to" if spot.low is None else "",
                "approx" if spot.approx else "",
            ),
        )
    )


def _names(spots: Sequence[Spot], view: _View, *, taken: Iterable[Box]) -> list[Label]:
    """The names of as many places as there is room for, the largest first."""
    frame = view.frame
    return labels(
        (Wanted(spot.place, spot.name, *view.at(spot), view.radius(spot.size)) for spot in spots),
        frame=_within(frame),
        taken=taken,
        size=frame.type_size * BOLD,
        most=MOST_LABELS[frame.name],
    )


def _within(frame: Frame) -> Box:
    return Box(EDGE, EDGE, frame.width - EDGE, frame.height - EDGE)


def _label_box(label: Label, frame: Frame) -> Box:
    wide = width(label.words, frame.type_size * BOLD)
    left = label.x - {Anchor.START: 0.0, Anchor.MIDDLE: wide / 2, Anchor.END: wide}[label.anchor]
    return Box(left, label.y - frame.type_size, left + wide, label.y + 0.3 * frame.type_size)


# --- names of countries, set where their land is widest ---


def _draw_countries(root: etree._Element, view: _View, *, taken: Iterable[Box]) -> None:
    """The names of the countries whose land has room for them on this map."""
    full, grid = [*taken], _grid(view.frame)
    for one in outlines().countries:
        rings = tuple(_seen(one.rings, view))
        if not (rings and (name := _country_name(one))):
            continue
        size = COUNTRY_TYPE[view.frame.name]
        wide = width(name, size) * SPACED
        free = (box for box in _boxes(grid[inside(grid, rings)], wide, size) if _is_free(box, view, full))
        if (box := next((box for box in free if _holds(rings, box)), None)) is not None:
            add(root, "text", "country", x=box.left, y=box.bottom - 0.3 * size).text = name
            full.append(box)


def _country_name(one: Country) -> str:
    """Its usual name in capitals, as on maps; none where the register has no such country."""
    found = pycountry.countries.get(numeric=one.number) if one.number else None
    return country(found.alpha_2).upper() if found is not None else ""


def _grid(frame: Frame) -> Points:
    """Where names are tried: points all over the map."""
    across, down = np.meshgrid(
        np.linspace(0, frame.width, GRID)[1:-1], np.linspace(0, frame.height, GRID)[1:-1]
    )
    return np.column_stack([across.ravel(), down.ravel()])


def _boxes(middles: Points, wide: float, size: float) -> Iterator[Box]:
    """A name's box around each of these points, those deepest inside the land first."""
    if not len(middles):
        return
    centre = middles.mean(axis=0)
    for x, y in middles[np.argsort(((middles - centre) ** 2).sum(axis=1), kind="stable")]:
        yield Box(x - wide / 2, y - 0.6 * size, x + wide / 2, y + 0.6 * size)


def _is_free(box: Box, view: _View, full: Iterable[Box]) -> bool:
    frame = _within(view.frame)
    return frame.holds(box) and not any(box.meets(other) for other in full)


def _holds(rings: Iterable[Points], box: Box) -> bool:
    """True where the ends of a name lie on the country's own land."""
    middle = (box.top + box.bottom) / 2
    return bool(inside(np.array([[box.left, middle], [box.right, middle]]), rings).all())


# --- what a circle's area says ---


def _draw_scale(root: etree._Element, told: Sequence[int], view: _View, box: Box) -> None:
    """Circles that say what area means, one in the other."""
    size = view.frame.type_size
    scale = add(root, "g", "scale")
    add(scale, "rect", "", x=box.left, y=box.top, width=box.right - box.left, height=box.bottom - box.top)
    most = max(map(view.radius, told))
    foot, middle = box.bottom - PADDING, box.left + PADDING + most
    for people in told:
        radius = view.radius(people)
        add(scale, "circle", "", cx=middle, cy=foot - radius, r=radius)
        words = add(scale, "text", "", x=middle + most + PADDING, y=foot - 2 * radius + 0.4 * size)
        words.text = f"{people:,}"


def _scale_box(told: Sequence[int], view: _View, circles: Sequence[Box]) -> Box:
    """The corner where the scale covers fewest circles, low ones and left ones first."""
    frame, radius, size = view.frame, max(map(view.radius, told)), view.frame.type_size
    wide = 2 * radius + width(f"{max(told):,}", size) + 3 * PADDING
    high = 2 * radius + size / 2 + 2 * PADDING
    corners = [
        Box(left, top, left + wide, top + high)
        for top in (frame.height - high - EDGE, EDGE)
        for left in (EDGE, frame.width - wide - EDGE)
    ]
    return min(corners, key=lambda corner: sum(corner.meets(circle) for circle in circles))


def _told(most: int) -> list[int]:
    """Round numbers for the scale: the largest that is no more than most, and a tenth of it."""
    if most < 2:
        return [1]
    power = 10 ** (len(str(most)) - 1)
    large = next(step * power for step in (5, 2, 1) if step * power <= most)
    return [large] if large < 10 else [large, large // 10]
