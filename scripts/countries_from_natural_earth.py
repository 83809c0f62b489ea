"""Write src/habeas/publishing/data/countries.json: the outlines of countries that maps are drawn on.

    python scripts/countries_from_natural_earth.py countries-50m.json

The file named is that of world-atlas 2.0.2 (github.com/topojson/world-atlas), which is Natural Earth 4.1
at 1:50,000,000 as TopoJSON. Antarctica, islands smaller than SMALLEST and all names are left out, since no
map of ours can show them; the outlines stay as they are, point for point.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parents[1] / "src" / "habeas" / "publishing" / "data" / "countries.json"
ANTARCTICA: Final = "010"
# Degrees, the longer side of an island's box: less than that is a dot on any map of several countries.
SMALLEST: Final = 0.12
SOURCE: Final = "Natural Earth 4.1, 1:50m, public domain (naturalearthdata.com), by way of world-atlas 2.0.2"

Json = dict[str, Any]


def main(path: Path) -> int:
    """Write the file anew."""
    atlas = json.loads(path.read_text(encoding="utf-8"))
    kept = [
        {"type": "MultiPolygon", "id": country.get("id"), "arcs": polygons}
        for country in atlas["objects"]["countries"]["geometries"]
        if country.get("id") != ANTARCTICA and (polygons := _large(country, atlas))
    ]
    numbers = {arc: number for number, arc in enumerate(sorted({*_arcs(kept)}))}
    topology = {
        "type": "Topology",
        "source": SOURCE,
        "transform": atlas["transform"],
        "objects": {"countries": {"type": "GeometryCollection", "geometries": _renumbered(kept, numbers)}},
        "arcs": [atlas["arcs"][arc] for arc in numbers],
    }
    DATA.write_text(json.dumps(topology, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


def _large(country: Json, atlas: Json) -> list[list[list[int]]]:
    """The country's polygons, each a list of rings of arcs, but the smallest islands."""
    polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    return [rings for rings in polygons if _side(rings[0], atlas) >= SMALLEST]


def _side(ring: list[int], atlas: Json) -> float:
    points = [point for arc in ring for point in _decoded(atlas["arcs"][_number(arc)], atlas["transform"])]
    return max(max(at) - min(at) for at in zip(*points, strict=True))


def _decoded(arc: list[list[int]], transform: Json) -> list[tuple[float, float]]:
    """The arc's points in degrees; TopoJSON writes each as steps from the one before."""
    across, up = (accumulate(steps) for steps in zip(*arc, strict=True))
    return [(x * transform["scale"][0], y * transform["scale"][1]) for x, y in zip(across, up, strict=True)]


def _number(arc: int) -> int:
    """The arc's place in the list: TopoJSON writes one that runs backwards as its complement."""
    return ~arc if arc < 0 else arc


def _arcs(countries: list[Json]) -> Iterator[int]:
    rings = chain.from_iterable(polygon for country in countries for polygon in country["arcs"])
    return (_number(arc) for ring in rings for arc in ring)


def _renumbered(countries: list[Json], numbers: dict[int, int]) -> list[Json]:
    def new(arc: int) -> int:
        return ~numbers[~arc] if arc < 0 else numbers[arc]

    return [
        {**country, "arcs": [[[new(arc) for arc in ring] for ring in rings] for rings in country["arcs"]]}
        for country in countries
    ]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
