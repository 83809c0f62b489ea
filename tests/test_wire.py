"""The exchange format: out and back without a change, and as its schema says."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from claim_strategies import claims, reports, steady, unread_figures
from habeas.errors import BrokenPromise
from habeas.model import Claim, ClaimType, Measure, Quantity, Report, Unread
from habeas.wire import claims as wire

SCHEMA = json.loads((files("habeas.wire") / wire.SCHEMA_FILE).read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


@steady
@given(claims())
def test_a_claim_comes_back_unchanged(claim: Claim) -> None:
    line = wire.to_line(wire.claim_to_wire(claim)).encode()
    assert wire.claim_from_wire(json.loads(line), claim.report) == claim


@steady
@given(unread_figures())
def test_an_unread_figure_comes_back_unchanged(figure: Unread) -> None:
    line = wire.to_line(wire.unread_to_wire(figure)).encode()
    assert wire.unread_from_wire(json.loads(line), figure.report) == figure


@steady
@given(reports())
def test_a_report_comes_back_unchanged(report: Report) -> None:
    described = json.loads(json.dumps(wire.report_to_wire(report)))
    assert "text" not in described
    assert wire.report_from_wire(described, report.text, report.marks) == report


@steady
@given(claims() | unread_figures())
def test_a_line_is_as_the_schema_says(value: Claim | Unread) -> None:
    VALIDATOR.validate(json.loads(line_of(value)))


def test_the_schema_is_the_one_that_the_types_give() -> None:
    """Make it anew with `make schema`."""
    Draft202012Validator.check_schema(SCHEMA)
    assert (files("habeas.wire") / wire.SCHEMA_FILE).read_text(encoding="utf-8") == wire.schema_text()


def test_make_schema_writes_the_schema(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(wire, "__file__", str(tmp_path / "claims.py"))
    wire.main()
    assert (tmp_path / wire.SCHEMA_FILE).read_text(encoding="utf-8") == wire.schema_text()


TEXT = "On Thursday, 50 people\u2028were sent\u0085to \u2029Dorn."
REPORT = Report(id="a" * 64, name="a.txt", text=TEXT)


def a_wire(**changes: Any) -> dict[str, Any]:
    claim = Claim(
        report=REPORT,
        type=ClaimType.TRANSFER,
        trigger=REPORT.span(28, 32),
        evidence=(REPORT.span(0, len(TEXT)),),
        reader="rules/2+1a2b3c4d",
        rule="transfer.sent",
        quantity=Quantity(REPORT.span(13, 15), 50, 50),
        measure=Measure.FLOW,
    )
    return {**wire.claim_to_wire(claim), **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "habeas/2"},
        {"type": "moved"},
        {"modality": None},
        {"measure": "sum"},
        {"evidence": "words"},
        {"evidence": [{"text": "50", "start": "13", "end": 15}]},
        {"place": {"text": "Dorn", "start": 1, "end": 5}},
        {"review": "maybe"},
    ],
)
def test_the_schema_refuses(changes: dict[str, Any]) -> None:
    VALIDATOR.validate(json.loads(json.dumps(a_wire())))
    with pytest.raises(ValidationError):
        VALIDATOR.validate(json.loads(json.dumps(a_wire(**changes))))


@pytest.mark.parametrize("key", sorted(a_wire()))
def test_the_schema_misses_what_is_left_out(key: str) -> None:
    left = {name: value for name, value in a_wire().items() if name != key}
    with pytest.raises(ValidationError):
        VALIDATOR.validate(json.loads(json.dumps(left)))


@steady
@given(st.lists(claims() | unread_figures(), max_size=3))
def test_one_line_each_whoever_splits_them(values: list[Claim | Unread]) -> None:
    """U+2028 and its like stand in strings; nothing that splits lines may split there."""
    lines = wire.to_lines(to_wire(value) for value in values)
    parted = [json.loads(line) for line in lines.splitlines()]
    assert parted == [json.loads(line) for line in lines.split("\n") if line]
    assert parted == [json.loads(json.dumps(to_wire(value))) for value in values]


def test_line_breaks_in_strings_survive() -> None:
    line = wire.to_line(a_wire())  # type: ignore[arg-type]  # a plain dict of the same shape
    assert "\\u2028" in line
    assert line.splitlines() == [line]
    assert json.loads(line)["evidence"][0]["text"] == TEXT


def test_words_stay_readable() -> None:
    arabic = "\u0645\u0639\u062a\u0642\u0644"
    assert arabic in wire.to_line(a_wire(detail=arabic))  # type: ignore[arg-type]  # a plain dict of the same shape


@pytest.mark.parametrize(
    "changes",
    [
        {"evidence": [{"text": "50 PEOPLE", "start": 13, "end": 22}]},
        {"quantity": {**a_wire()["quantity"], "low": 51}},
        {"quantity": {**a_wire()["quantity"], "start": 14, "end": 16}},
        {"evidence": []},
    ],
)
def test_a_line_that_breaks_a_promise_is_refused(changes: dict[str, Any]) -> None:
    assert wire.claim_from_wire(a_wire(), REPORT)  # type: ignore[arg-type]  # a plain dict of the same shape
    with pytest.raises(BrokenPromise):
        wire.claim_from_wire(a_wire(**changes), REPORT)  # type: ignore[arg-type]  # the same


def to_wire(value: Claim | Unread) -> wire.ClaimWire | wire.UnreadWire:
    return wire.claim_to_wire(value) if isinstance(value, Claim) else wire.unread_to_wire(value)


def line_of(value: Claim | Unread) -> str:
    return wire.to_line(to_wire(value))
