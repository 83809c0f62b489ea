"""FollowTheMoney entities by its own model; never an entity of a person."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from claim_strategies import claims as any_claims
from claim_strategies import steady
from export_material import cleared_of, hostile, lexicon, told
from habeas.errors import BrokenPromise
from habeas.model import Claim
from habeas.publishing.exports import Form, ftm, writer_of
from habeas.publishing.holdings import Cleared

DAY = re.compile(r"\d{4}-\d\d-\d\d")
COUNTRY = re.compile(r"[a-z]{2}")


def faults(entities: list[dict[str, Any]]) -> list[str]:
    """What isn't as FollowTheMoney's model wants it."""
    schemata, found = ftm.model(), []
    is_ = {entity["id"]: schemata[entity["schema"]]["is"] for entity in entities}
    for entity in entities:
        schema = schemata[entity["schema"]]
        found += [f"no {name}" for name in schema["required"] if not entity["properties"].get(name)]
        for name, values in entity["properties"].items():
            told_of = schema["properties"].get(name)
            if told_of is None:
                found.append(f"unknown {name}")
                continue
            found += [f"{name}: {value!r}" for value in values if not fits(value, told_of, is_)]
            found += [f"{name} twice"] * (len(set(values)) != len(values))
    return found


def fits(value: str, property_: dict[str, Any], is_: dict[str, list[str]]) -> bool:
    kind = property_["type"]
    if not isinstance(value, str) or not value.strip() or len(value) > property_["maxLength"]:
        return False
    if kind == "entity":
        return property_["range"] in is_.get(value, ())
    patterns = {"date": DAY, "country": COUNTRY, "number": re.compile(r"-?\d+(\.\d+)?")}
    return kind not in patterns or patterns[kind].fullmatch(value) is not None


def entities(cleared: Cleared | None = None) -> list[dict[str, Any]]:
    return list(ftm.entities(cleared or cleared_of()))


def test_they_are_as_the_model_wants_them(tmp_path: Path) -> None:
    writer_of(Form.FTM)(cleared_of(base_url="https://l.example"), tmp_path)
    lines = (tmp_path / "entities.ftm.json").read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert faults(found) == []
    assert len({entity["id"] for entity in found}) == len(found)
    assert {entity["schema"] for entity in found} == {"Article", "Address", "Organization", "Event"}


def test_the_model_would_find_a_fault() -> None:
    (article, *_) = entities()
    for change in (
        {"fileName": []},
        {"publishedAt": ["2 March"]},
        {"colour": ["red"]},
        {"title": ["x" * 2000]},
    ):
        assert faults([{**article, "properties": {**article["properties"], **change}}])


def test_persons_are_no_entities() -> None:
    quoted = [json.dumps(entity) for entity in entities() if entity["schema"] != "Event"]
    assert not any("Ada Quay" in line for line in quoted)
    assert "Person" not in ftm.model()
    assert "LegalEntity" not in ftm.model()


def test_an_actor_that_the_lexicon_does_not_know_is_no_entity() -> None:
    found = [replace(one, actor=replace(one.actor, id=None)) if one.actor else one for one in told()]
    assert {entity["schema"] for entity in entities(cleared_of(found))} == {"Article", "Address", "Event"}


@pytest.mark.parametrize(("id_", "schema"), [("velm-guard", "Organization"), ("velm-court", "PublicBody")])
def test_courts_and_ministries_are_public_bodies(id_: str, schema: str) -> None:
    (body,) = (one for one in lexicon().actors if one.id == id_)
    assert ftm._body(body)["schema"] == schema


def test_an_event_leads_to_its_report_its_place_and_who_acts() -> None:
    (capture,) = (one for one in entities() if one["properties"].get("keywords") == ["capture", "done"])
    properties = capture["properties"]
    assert properties["name"] == ["12 men taken into custody in Orlan, 2 March 2024"]
    assert properties["involved"] == ["habeas-body-velm-guard"]
    assert properties["addressEntity"] == ["habeas-place-orlan-town"]
    assert properties["proof"] == [f"habeas-{told()[0].report.id}"]
    assert properties["notes"][0] == "machine reading, unchecked"
    assert (properties["startDate"], properties["country"]) == (["2024-03-02"], ["cl"])


def test_an_allegation_says_so_and_has_its_answer() -> None:
    (alleged,) = (one for one in entities() if "allegation" in one["properties"].get("keywords", ()))
    assert alleged["properties"]["name"][0].startswith("alleged: ")
    assert any("answered: " in note and "denied it" in note for note in alleged["properties"]["notes"])


def test_at_least_stays_at_least() -> None:
    (held,) = (one for one in entities() if "holding" in one["properties"].get("keywords", ()))
    assert held["properties"]["summary"] == ["at least 300 people"]


def test_what_the_model_has_not_is_a_fault_of_ours() -> None:
    with pytest.raises(BrokenPromise, match="Article has no colour"):
        ftm._entity("Article", "x", colour=["red"])


@steady
@given(any_claims(), hostile)
def test_any_claim_gives_entities_of_the_model(found: Claim, title: str) -> None:
    found = replace(found, report=replace(found.report, title=title, published=None), amends=None)
    assert [fault for fault in faults(entities(cleared_of([found]))) if not fault.startswith("no ")] == []
