"""Events and conflicts as JSON: as their schema says, and as the schema's types say."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from habeas.model import Unit
from habeas.reckoned import Conflict, ConflictKind, Event, Figure, Voices
from habeas.wire import reckoned as wire
from habeas.wire.claims import to_line
from made import claim, quantity, report
from reckoned_by_hand import event

SCHEMA = json.loads((files("habeas.wire") / wire.SCHEMA_FILE).read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
VOICES = Voices(("The guard",), 2, 4)


def returned() -> Event:
    """50 women who came from Orlan to Veshka on a day."""
    day = date(2024, 3, 14)
    said = report("50 women came from Orlan to Veshka on Thursday.")
    told = claim(
        said,
        "repatriation",
        quantity(said, "50", 50, 50),
        group="women",
        origin="Orlan",
        destination="Veshka",
        period=("on Thursday", day, day),
    )
    figure = Figure(50, None, Unit.PERSONS, frozenset({"women", "TJ"}), (told.id,), agreed=False)
    return event(told, figures=(figure,), differing=("origin",), why=("joined: same day",))


def test_an_event_is_written_as_its_schema_says() -> None:
    told = returned()
    line = json.loads(to_line(wire.event_to_wire(told, VOICES)))
    VALIDATOR.validate(line)
    assert line == {
        "format": "habeas/1",
        "id": told.id,
        "type": "repatriation",
        "status": "done",
        "measure": "flow",
        "quantities": [
            {
                "low": 50,
                "high": None,
                "unit": "persons",
                "group": ["TJ", "women"],
                "agreed": False,
                "claims": list(told.claims),
            }
        ],
        "place": None,
        "origin": {"id": "n_orlan", "name": "Orlan", "score": 1.0, "reason": "made"},
        "destination": {"id": "n_veshka", "name": "Veshka", "score": 1.0, "reason": "made"},
        "actor": None,
        "period": {"start_date": "2024-03-14", "end_date": "2024-03-14"},
        "claims": list(told.claims),
        "reports": 4,
        "voices": 1,
        "speakers": ["The guard"],
        "uncredited": 2,
        "differing": ["origin"],
        "why": ["joined: same day"],
    }


@pytest.mark.parametrize("kind", ConflictKind)
def test_a_conflict_is_written_as_its_schema_says(kind: ConflictKind) -> None:
    told = Conflict("x_1", kind, ("c_1", "c_2"), "50 and 70 can't both be true")
    line = json.loads(to_line(wire.conflict_to_wire(told)))
    VALIDATOR.validate(line)
    assert line == {
        "format": "habeas/1",
        "id": "x_1",
        "kind": kind.value,
        "claims": ["c_1", "c_2"],
        "why": "50 and 70 can't both be true",
    }


@pytest.mark.parametrize(
    "change",
    [{"status": "hoped for"}, {"measure": "stock"}, {"voices": "two"}, {"period": {}}, {"claims": None}],
)
def test_what_the_schema_does_not_say_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate({**wire.event_to_wire(returned(), VOICES), **change})


def test_the_schema_is_the_one_that_the_types_give() -> None:
    """Make it anew with `make schema`."""
    Draft202012Validator.check_schema(SCHEMA)
    assert (files("habeas.wire") / wire.SCHEMA_FILE).read_text(encoding="utf-8") == wire.schema_text()


def test_make_schema_writes_the_schema(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(wire, "__file__", str(tmp_path / "reckoned.py"))
    wire.main()
    assert (tmp_path / wire.SCHEMA_FILE).read_text(encoding="utf-8") == wire.schema_text()
