"""The map: circles by area, hollow where only "at least", names that lie on nothing, nothing fetched."""

import re
from itertools import pairwise
from math import pi

import numpy as np
import pytest
from lxml import etree

from habeas.publishing.charts.drawing import PREFIX, SVG
from habeas.publishing.charts.map import Spot, places_map
from habeas.publishing.charts.outlines import inside, outlines, plane


def spot(place: str, low: int | None, high: int | None, lat: float = 36.0, lon: float = 41.0) -> Spot:
    return Spot(place, place.title(), lat, lon, low, high, f"words of {place}", f"/places/{place}")


def drawn(*spots: Spot) -> etree._Element:
    made = places_map(spots)
    assert made is not None
    return etree.fromstring(made.wide)


def circles(root: etree._Element, place: str) -> dict[str, etree._Element]:
    (link,) = [one for one in root.iter(f"{{{SVG}}}a") if one.get("href") == f"/places/{place}"]
    return {one.get("class").removeprefix(PREFIX): one for one in link.iter(f"{{{SVG}}}circle")}


@pytest.mark.parametrize(
    ("low", "high", "expected", "classes"),
    [
        (50, 50, {"lower"}, "mark"),
        (50, None, {"lower"}, "mark at-least"),
        (None, 50, {"upper"}, "mark up-to"),
        (50, 90, {"lower", "upper"}, "mark"),
    ],
)
def test_each_figure_has_its_circles(low, high, expected, classes):
    root = drawn(spot("ustholm", low, high))
    assert circles(root, "ustholm").keys() == expected
    assert next(root.iter(f"{{{SVG}}}a")).get("class").replace(PREFIX, "") == classes


def test_the_area_of_a_circle_is_its_figure():
    root = drawn(spot("ustholm", 40_000, 40_000), spot("nedre", 10_000, 10_000, 35.0, 44.0))
    areas = [pi * float(circles(root, place)["lower"].get("r")) ** 2 for place in ("ustholm", "nedre")]
    assert areas[0] / areas[1] == pytest.approx(4, rel=0.02)


def test_a_small_figure_can_still_be_pointed_at():
    root = drawn(spot("ustholm", 90_000, None), spot("nedre", 0, 0, 35.0, 44.0))
    assert float(circles(root, "nedre")["lower"].get("r")) >= 3


def test_one_place_does_not_fill_the_world():
    root = drawn(spot("ustholm", 50, 50), spot("nedre", 50, 50, 36.01, 41.01))
    one, other = (float(circles(root, place)["lower"].get("cx")) for place in ("ustholm", "nedre"))
    assert abs(other - one) < 3


def test_places_of_one_town_stand_side_by_side():
    root = drawn(*(spot(place, 500, 500) for place in ("a", "b", "c")))
    found = sorted(
        (float(one.get("cx")), float(one.get("r")))
        for place in "abc"
        for one in [circles(root, place)["lower"]]
    )
    for (x, radius), (other, further) in pairwise(found):
        assert other - x > radius + further


def test_every_place_is_on_the_map():
    spots = [
        spot("west", 10, 10, 20.0, -75.0),
        spot("east", 10, 10, 36.0, 41.0),
        spot("north", 5, 5, 59.0, 18.0),
    ]
    root = drawn(*spots)
    for one in spots:
        circle = circles(root, one.place)["lower"]
        assert 0 < float(circle.get("cx")) < 960
        assert 0 < float(circle.get("cy")) < 560


def test_countries_are_named_where_there_is_room():
    names = [
        one.text
        for one in drawn(spot("ustholm", 5, 5)).iter(f"{{{SVG}}}text")
        if one.get("class") == f"{PREFIX}country"
    ]
    assert "IRAQ" in names
    assert "SYRIA" in names


def test_nothing_is_fetched_or_forbidden():
    made = places_map([spot("ustholm", 5, None)])
    assert made is not None
    for svg in (made.wide, made.narrow):
        assert not re.search(r"style|script|url\(|https?://(?!www\.w3\.org/2000/svg)", svg)


def test_without_places_there_is_no_map():
    assert places_map([]) is None


@pytest.mark.parametrize(
    ("lon", "lat", "number"),
    [(44.4, 33.3, "368"), (-3.7, 40.4, "724"), (0.0, 0.0, None), (-175.0, 66.5, "643"), (20.0, 66.5, "752")],
)
def test_the_outlines_are_where_countries_are(lon, lat, number):
    at = plane(np.array([[lon, lat]]))
    found = [one.number for one in outlines().countries if inside(at, one.rings)[0]]
    assert found == ([] if number is None else [number])
