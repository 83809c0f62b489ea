"""Events and conflicts as JSON: one object a line, and the schema of both.

The schema in `reckoned.schema.json` is generated from the types below by `python -m habeas.wire.reckoned`
(`make schema`); a test fails when the two differ. There is no way back: events and conflicts are made from
claims, which have their own format (`habeas.wire`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, Literal

# Not typing's: pydantic refuses that one below Python 3.12.
from typing_extensions import TypedDict

from habeas.model import FORMAT, ClaimType, Measure, Unit
from habeas.reckoned import Conflict, ConflictKind, Days, Event, Figure, Known, Status, Voices

SCHEMA_FILE: Final = "reckoned.schema.json"


class KnownWire(TypedDict):
    """What a name is taken to be: the lexicon's id, or one made from its spellings; and the name to show.

    `score` is how alike the spellings are, 0 to 1, and `reason` why they are taken for one.
    """

    id: str
    name: str
    score: float
    reason: str


class DaysWire(TypedDict):
    """First and last day, ISO 8601, both included."""

    start_date: str
    end_date: str


class FigureWire(TypedDict):
    """What the event's claims together say of one group of people; `agreed` false: the widest bounds."""

    low: int | None
    high: int | None
    unit: Unit
    group: list[str]
    agreed: bool
    claims: list[str]


class EventWire(TypedDict):
    """One happening, one line of JSON."""

    format: Literal["habeas/1"]
    id: str
    type: ClaimType
    status: Status
    measure: Literal[Measure.FLOW, Measure.TOTAL]
    quantities: list[FigureWire]
    place: KnownWire | None
    origin: KnownWire | None
    destination: KnownWire | None
    actor: KnownWire | None
    period: DaysWire | None
    claims: list[str]
    reports: int
    voices: int
    speakers: list[str]
    uncredited: int
    differing: list[str]
    why: list[str]


class ConflictWire(TypedDict):
    """Claims that can't all be true, or that contest one another, one line of JSON."""

    format: Literal["habeas/1"]
    id: str
    kind: ConflictKind
    claims: list[str]
    why: str


def event_to_wire(event: Event, voices: Voices) -> EventWire:
    """The event with those who stand behind it."""
    return {
        "format": FORMAT,
        "id": event.id,
        "type": event.type,
        "status": event.status,
        "measure": Measure.TOTAL if event.total else Measure.FLOW,
        "quantities": [_figure(figure) for figure in event.figures],
        "place": _known(event.place),
        "origin": _known(event.origin),
        "destination": _known(event.destination),
        "actor": _known(event.actor),
        "period": _days(event.days),
        "claims": list(event.claims),
        "reports": voices.reports,
        "voices": len(voices.named),
        "speakers": list(voices.named),
        "uncredited": voices.uncredited,
        "differing": list(event.differing),
        "why": list(event.why),
    }


def conflict_to_wire(conflict: Conflict) -> ConflictWire:
    """The conflict with the ids of its claims."""
    return {
        "format": FORMAT,
        "id": conflict.id,
        "kind": conflict.kind,
        "claims": list(conflict.claims),
        "why": conflict.why,
    }


def schema() -> dict[str, Any]:
    """The JSON Schema of both kinds of line, generated from the types above."""
    from pydantic import TypeAdapter  # noqa: PLC0415  pydantic is slow to import, few commands need it

    body = TypeAdapter(EventWire | ConflictWire).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": FORMAT, **body}


def schema_text() -> str:
    """The schema as the file in the package holds it."""
    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"


def main() -> None:
    """Write the schema beside this module."""
    Path(__file__).with_name(SCHEMA_FILE).write_text(schema_text(), encoding="utf-8")


def _figure(figure: Figure) -> FigureWire:
    return {
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "group": sorted(figure.group),
        "agreed": figure.agreed,
        "claims": list(figure.claims),
    }


def _known(name: Known | None) -> KnownWire | None:
    if name is None:
        return None
    return {"id": name.id, "name": name.name, "score": round(name.score, 3), "reason": name.reason}


def _days(days: Days | None) -> DaysWire | None:
    if days is None:
        return None
    return {"start_date": days.first.isoformat(), "end_date": days.last.isoformat()}


if __name__ == "__main__":
    main()
