"""What people did and how things moved, as JSON: decisions, rulings, arrivals and lines of the log.

Beside the claims and reports of `wire`; the schema in `acts.schema.json` is generated from the types below
by `python -m habeas.wire.acts` (`make schema`). Times are ISO 8601 in UTC.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

# Not typing's: pydantic refuses that one below Python 3.12.
from typing_extensions import TypedDict

from habeas.custody import Arrival, ArrivalKind, LogLine
from habeas.model import FORMAT, Decision, Matter, Review, Ruling

SCHEMA_FILE: Final = "acts.schema.json"
DECISIONS: Final = "decisions.jsonl"
RULINGS: Final = "rulings.jsonl"
ARRIVALS: Final = "arrivals.jsonl"
LOG: Final = "log.jsonl"


class DecisionWire(TypedDict):
    """What a person ruled about a claim or an unread figure; `amendment` is JSON, as text."""

    format: Literal["habeas/1"]
    claim: str
    verdict: Review
    amendment: str | None
    by: str
    at: str
    why: str


class RulingWire(TypedDict):
    """What a person ruled of two things."""

    format: Literal["habeas/1"]
    matter: Matter
    one: str
    other: str
    together: bool
    withdrawn: bool
    by: str
    at: str
    why: str


class ArrivalWire(TypedDict):
    """How a report came in."""

    format: Literal["habeas/1"]
    report: str
    kind: ArrivalKind
    address: str
    carrier: str
    by: str
    at: str
    agent: str


class LogWire(TypedDict):
    """A line of the log. Where `withheld`, some fields aren't those that `hash` was made of."""

    format: Literal["habeas/1"]
    seq: int
    at: str
    by: str
    action: str
    subject: str
    body: str
    previous: str
    hash: str
    withheld: bool


def decision_to_wire(decision: Decision) -> DecisionWire:
    """The decision in the exchange format."""
    return {
        "format": FORMAT,
        "claim": decision.claim,
        "verdict": decision.verdict,
        "amendment": decision.amendment,
        "by": decision.by,
        "at": decision.at.isoformat(),
        "why": decision.why,
    }


def decision_from_wire(wire: DecisionWire) -> Decision:
    """The decision again. Raises BrokenPromise, or ValueError for what is no time."""
    return Decision(
        claim=wire["claim"],
        verdict=Review(wire["verdict"]),
        by=wire["by"],
        at=datetime.fromisoformat(wire["at"]),
        why=wire["why"],
        amendment=wire["amendment"],
    )


def ruling_to_wire(ruling: Ruling) -> RulingWire:
    """The ruling in the exchange format."""
    return {
        "format": FORMAT,
        "matter": ruling.matter,
        "one": ruling.one,
        "other": ruling.other,
        "together": ruling.together,
        "withdrawn": ruling.withdrawn,
        "by": ruling.by,
        "at": ruling.at.isoformat(),
        "why": ruling.why,
    }


def ruling_from_wire(wire: RulingWire) -> Ruling:
    """The ruling again. Raises BrokenPromise, or ValueError for what is no time."""
    return Ruling(
        matter=Matter(wire["matter"]),
        one=wire["one"],
        other=wire["other"],
        together=wire["together"],
        by=wire["by"],
        at=datetime.fromisoformat(wire["at"]),
        why=wire["why"],
        withdrawn=wire["withdrawn"],
    )


def arrival_to_wire(arrival: Arrival) -> ArrivalWire:
    """The arrival in the exchange format."""
    return {
        "format": FORMAT,
        "report": arrival.report,
        "kind": arrival.kind,
        "address": arrival.address,
        "carrier": arrival.carrier,
        "by": arrival.by,
        "at": arrival.at.isoformat(),
        "agent": arrival.agent,
    }


def log_to_wire(line: LogLine) -> LogWire:
    """The line of the log; `withheld` where its fields no longer give its hash."""
    return {
        "format": FORMAT,
        "seq": line.seq,
        "at": line.at,
        "by": line.by,
        "action": line.action,
        "subject": line.subject,
        "body": line.body,
        "previous": line.previous,
        "hash": line.hash,
        "withheld": line.sealed() != line.hash,
    }


def log_from_wire(wire: LogWire) -> LogLine:
    """The line of the log again."""
    return LogLine(**{name: wire[name] for name in LogLine.__slots__})  # type: ignore[literal-required]


def schema() -> dict[str, Any]:
    """The JSON Schema of these kinds of line, generated from the types above."""
    from pydantic import TypeAdapter  # noqa: PLC0415  pydantic is slow to import, few commands need it

    body = TypeAdapter(DecisionWire | RulingWire | ArrivalWire | LogWire).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": FORMAT, **body}


def schema_text() -> str:
    """The schema as the file in the package holds it."""
    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"


def main() -> None:
    """Write the schema beside this module."""
    Path(__file__).with_name(SCHEMA_FILE).write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
