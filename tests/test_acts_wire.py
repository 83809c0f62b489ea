"""Decisions, rulings, arrivals, lines of the log: out and back without a change, as their schema says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from habeas.custody import FIRST_PREVIOUS, Arrival, ArrivalKind, LogLine
from habeas.model import Decision, Matter, Review, Ruling
from habeas.wire import acts as acts_wire

SCHEMA = json.loads((files("habeas.wire") / acts_wire.SCHEMA_FILE).read_text(encoding="utf-8"))
AT = datetime(2026, 3, 5, 10, 0, 0, 12, tzinfo=UTC)
DECISION = Decision("c_1", Review.AMENDED, "Mira Toll", AT, "a misprint", '{"detail": null}')
RULING = Ruling(Matter.EVENT, "c_1", "c_2", together=False, by="Mira Toll", at=AT, why="far", withdrawn=True)
ARRIVAL = Arrival("a" * 64, ArrivalKind.TEXT, "out", "b" * 64, "Mira Toll", AT, "habeas/1")
UNSEALED = LogLine(1, AT.isoformat(), "Mira Toll", "decide", "c_1", "b" * 64, FIRST_PREVIOUS, "")
LINE = replace(UNSEALED, hash=UNSEALED.sealed())


def test_they_come_back_unchanged() -> None:
    assert acts_wire.decision_from_wire(acts_wire.decision_to_wire(DECISION)) == DECISION
    assert acts_wire.ruling_from_wire(acts_wire.ruling_to_wire(RULING)) == RULING
    assert acts_wire.log_from_wire(acts_wire.log_to_wire(LINE)) == LINE


@pytest.mark.parametrize(
    "wire",
    [
        acts_wire.decision_to_wire(DECISION),
        acts_wire.ruling_to_wire(RULING),
        acts_wire.arrival_to_wire(ARRIVAL),
        acts_wire.log_to_wire(LINE),
    ],
)
def test_a_line_is_as_the_schema_says(wire: object) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(wire)))


def test_the_schema_is_the_one_that_the_types_give(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Make it anew with `make schema`."""
    Draft202012Validator.check_schema(SCHEMA)
    monkeypatch.setattr(acts_wire, "__file__", str(tmp_path / "acts.py"))
    acts_wire.main()
    made = (tmp_path / acts_wire.SCHEMA_FILE).read_text(encoding="utf-8")
    assert made == (files("habeas.wire") / acts_wire.SCHEMA_FILE).read_text(encoding="utf-8")


def test_a_line_whose_words_were_masked_says_so() -> None:
    assert not acts_wire.log_to_wire(LINE)["withheld"]
    assert acts_wire.log_to_wire(replace(LINE, by="reviewer 1"))["withheld"]
