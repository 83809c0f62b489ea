"""GeoJSON by RFC 7946: longitude first, and nothing on the map that has no place there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import shape

from export_material import cleared_of, known
from habeas.publishing.exports import Form, writer_of
from made import claim, report
from reckoned_by_hand import event


def written(folder: Path, **more: Any) -> dict[str, dict[str, Any]]:
    writer_of(Form.GEOJSON)(cleared_of(**more), folder)
    return {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.geojson")}


def features(collection: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {feature["properties"]["type"]: feature for feature in collection["features"]}


def test_they_are_collections_of_valid_features(tmp_path: Path) -> None:
    for collection in written(tmp_path).values():
        assert collection["type"] == "FeatureCollection"
        assert "crs" not in collection
        for feature in collection["features"]:
            assert {"type", "id", "geometry", "properties"} == set(feature)
            if feature["geometry"] is not None:
                point = shape(feature["geometry"])
                assert (point.is_valid, point.geom_type) == (True, "Point")


def test_longitude_comes_first_and_the_precision_is_told(tmp_path: Path) -> None:
    found = features(written(tmp_path)["claims"])
    camp, prison = found["holding"], found["attack"]
    assert camp["geometry"] == {"type": "Point", "coordinates": [-70.25, -33.5]}
    assert (camp["properties"]["precision"], prison["properties"]["precision"]) == ("town", "facility")
    assert (camp["properties"]["low"], camp["properties"]["high"]) == (300, None)
    assert camp["properties"]["bounds"] == "at least"


def test_what_has_no_coordinates_is_unlocated(tmp_path: Path) -> None:
    found = features(written(tmp_path)["claims"])
    assert found["release"]["geometry"] is None
    assert found["release"]["properties"]["low"] == 0


@pytest.mark.parametrize(
    ("slots", "stands_at", "coordinates"),
    [
        ({"origin": "dorn-prison", "destination": "orlan-town"}, "destination", [-70.25, -33.5]),
        ({"origin": "dorn-prison", "destination": "CL"}, "origin", [-70.5, -33.75]),
        ({"destination": "CL"}, "destination", None),
    ],
)
def test_a_movement_stands_where_it_leads_to(
    slots: dict[str, str], stands_at: str, coordinates: list[float] | None, tmp_path: Path
) -> None:
    said = report("They were moved from Dorn to Velm.")
    words = {"origin": "Dorn", "destination": "Velm"}
    made = known(claim(said, "transfer", **{slot: words[slot] for slot in slots}), **slots)
    (feature,) = written(tmp_path, claims=[made], events=[event(made)])["events"]["features"]
    assert feature["properties"]["stands_at"] == stands_at
    assert (feature["geometry"] or {}).get("coordinates") == coordinates


def test_an_allegation_has_its_answer(tmp_path: Path) -> None:
    found = features(written(tmp_path)["claims"])
    assert found["allegation"]["properties"]["answered_by"] == [found["denial"]["id"]]


def test_words_can_move_nothing(tmp_path: Path) -> None:
    said = report("\u202e60\x1b[2J held.")
    (feature,) = written(tmp_path, claims=[claim(said, "holding")])["claims"]["features"]
    assert feature["properties"]["evidence"] == "\ufffd60\ufffd[2J held."
