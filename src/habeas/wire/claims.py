"""Claims and unread figures as JSON: the exchange format `habeas/1`, its schema, and the way back.

Offsets count code points in the report's text. The schema in `claims.schema.json` is generated from
the types below by `python -m habeas.wire.claims` (`make schema`); a test fails when the two differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, NotRequired

# Not typing's: pydantic refuses that one below Python 3.12.
from typing_extensions import TypedDict

from habeas.errors import BrokenPromise
from habeas.model import (
    FORMAT,
    Basis,
    Claim,
    ClaimType,
    Extent,
    Mark,
    Measure,
    Modality,
    Name,
    Period,
    Quantity,
    Reason,
    Report,
    Review,
    Span,
    Unit,
    Unread,
)

SCHEMA_FILE: Final = "claims.schema.json"
# What an exchange folder holds.
REPORTS: Final = "reports.jsonl"
CLAIMS: Final = "claims.jsonl"
UNREAD: Final = "unread.jsonl"
AS_READ: Final = "as-read.jsonl"  # the claims that people amended since, as they were read
TEXTS: Final = "texts"  # each report's text by itself, where there is such a folder
DOCUMENTS: Final = "reports"  # the documents' bytes, each under its SHA-256

# The slots that a person may put right; what the claim stands on and who read it aren't among them.
AMENDABLE: Final = frozenset(
    {
        *("type", "detail", "modality", "quantity", "measure", "part_of", "group", "place", "origin"),
        *("destination", "actor", "speaker", "via", "period", "stated_on"),
    }
)

# JSON lets these stand unescaped, but many readers of lines (Python's splitlines among them) break there.
_LINE_BREAKS: Final = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\u0085\u2028\u2029"}


class SpanWire(TypedDict):
    """Words and where they stand."""

    text: str
    start: int
    end: int


class NameWire(SpanWire):
    """A name as written, and its id in the lexicon where it is known."""

    id: str | None


class QuantityWire(SpanWire):
    """Bounds and the words that give them."""

    low: int | None
    high: int | None
    approx: bool
    unit: Unit
    basis: Basis


class PeriodWire(SpanWire):
    """First and last day, ISO 8601; both null where the words can't be resolved."""

    start_date: str | None
    end_date: str | None


class ReportWire(TypedDict):
    """The report that a claim comes from, without its text."""

    id: str
    name: str
    outlet: str | None
    title: str | None
    url: str | None
    published: str | None
    language: str | None
    extent: Extent


class ClaimWire(TypedDict):
    """One claim, one line of JSON."""

    format: Literal["habeas/1"]
    id: str
    report: ReportWire
    type: ClaimType
    detail: str | None
    modality: Modality
    quantity: QuantityWire | None
    measure: Measure | None
    part_of: str | None
    group: list[str]
    place: NameWire | None
    origin: NameWire | None
    destination: NameWire | None
    actor: NameWire | None
    speaker: NameWire | None
    via: list[NameWire]
    period: PeriodWire | None
    stated_on: str | None
    trigger: SpanWire
    evidence: list[SpanWire]
    reader: str
    rule: str
    precision: float | None
    review: Review


class UnreadWire(TypedDict):
    """One figure that became no claim; what prints it for people adds its id and what they said of it."""

    format: Literal["habeas/1"]
    report: ReportWire
    quantity: SpanWire
    evidence: list[SpanWire]
    reason: Reason
    id: NotRequired[str]
    review: NotRequired[Review]


class ReadReportWire(TypedDict):
    """One report with its text and who read it: a line of an exchange folder's reports.jsonl.

    `text_sha256` is of the text's UTF-8 bytes. A report with it may come without its document: it stands on
    this text alone. `cleared` are the spans that blocks stand in for, and why.
    """

    format: Literal["habeas/1"]
    report: ReportWire
    reader: str
    text: str
    marks: list[tuple[int, str]]
    text_sha256: NotRequired[str]
    cleared: NotRequired[list[tuple[int, int, str]]]


def read_report_to_wire(
    report: Report, reader: str, cleared: Iterable[tuple[int, int, str]] = ()
) -> ReadReportWire:
    """The report with its text, who read it, and the spans of the text that were cleared, and why."""
    return {
        "format": FORMAT,
        "report": report_to_wire(report),
        "reader": reader,
        "text": report.text,
        "marks": [(mark.start, mark.label) for mark in report.marks],
        "text_sha256": text_sha256(report.text),
        "cleared": list(cleared),
    }


def text_sha256(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def report_to_wire(report: Report) -> ReportWire:
    """The report's description, without its text."""
    return {
        "id": report.id,
        "name": report.name,
        "outlet": report.outlet,
        "title": report.title,
        "url": report.url,
        "published": _iso(report.published),
        "language": report.language,
        "extent": report.extent,
    }


def report_from_wire(wire: ReportWire, text: str, marks: tuple[Mark, ...] = ()) -> Report:
    """The report again, from its description and its text."""
    return Report(
        id=wire["id"],
        name=wire["name"],
        text=text,
        outlet=wire["outlet"],
        title=wire["title"],
        url=wire["url"],
        published=_day(wire["published"]),
        language=wire["language"],
        extent=Extent(wire["extent"]),
        marks=marks,
    )


def claim_to_wire(claim: Claim) -> ClaimWire:
    """The claim in the exchange format."""
    return {
        "format": FORMAT,
        "id": claim.id,
        "report": report_to_wire(claim.report),
        "type": claim.type,
        "detail": claim.detail,
        "modality": claim.modality,
        "quantity": _quantity_to_wire(claim.quantity),
        "measure": claim.measure,
        "part_of": claim.part_of,
        "group": sorted(claim.group),
        "place": _name_to_wire(claim.place),
        "origin": _name_to_wire(claim.origin),
        "destination": _name_to_wire(claim.destination),
        "actor": _name_to_wire(claim.actor),
        "speaker": _name_to_wire(claim.speaker),
        "via": [wire for name in claim.via if (wire := _name_to_wire(name))],
        "period": _period_to_wire(claim.period),
        "stated_on": _iso(claim.stated_on),
        "trigger": _span_to_wire(claim.trigger),
        "evidence": [_span_to_wire(span) for span in claim.evidence],
        "reader": claim.reader,
        "rule": claim.rule,
        "precision": claim.precision,
        "review": claim.review,
    }


def claim_from_wire(wire: ClaimWire, report: Report) -> Claim:
    """The claim again, checked against its report's text.

    An amended claim keeps the id that it says. Raises BrokenPromise where the words aren't the report's.
    """
    return Claim(
        amends=wire["id"] if wire["review"] == Review.AMENDED else None,
        report=report,
        type=ClaimType(wire["type"]),
        trigger=_span(wire["trigger"]),
        evidence=tuple(_span(span) for span in wire["evidence"]),
        reader=wire["reader"],
        rule=wire["rule"],
        modality=Modality(wire["modality"]),
        detail=wire["detail"],
        quantity=_quantity(wire["quantity"]),
        measure=Measure(wire["measure"]) if wire["measure"] is not None else None,
        part_of=wire["part_of"],
        group=frozenset(wire["group"]),
        place=_name(wire["place"]),
        origin=_name(wire["origin"]),
        destination=_name(wire["destination"]),
        actor=_name(wire["actor"]),
        speaker=_name(wire["speaker"]),
        via=tuple(name for item in wire["via"] if (name := _name(item))),
        period=_period(wire["period"]),
        stated_on=_day(wire["stated_on"]),
        precision=wire["precision"],
        review=Review(wire["review"]),
    )


def amended(claim: Claim, amendment: str) -> Claim:
    """The claim with an amendment's slots (a JSON object in the exchange format) in place of its own.

    Its id, report, evidence, reader and rule stay. Raises BrokenPromise where the amendment is none, or
    where the words in it aren't the report's.
    """
    try:
        slots = json.loads(amendment)
        if strange := sorted(set(slots) - AMENDABLE):
            raise BrokenPromise(f"{claim.id}: an amendment can't change {', '.join(strange)}")
        wire = {**claim_to_wire(claim), **slots, "review": Review.AMENDED}
        return claim_from_wire(wire, claim.report)  # type: ignore[arg-type]  # checked by the constructors
    except (ValueError, TypeError, LookupError, AttributeError) as fault:
        raise BrokenPromise(f"{claim.id}: this is no amendment in the exchange format: {fault}") from fault


def unread_to_wire(unread: Unread) -> UnreadWire:
    """The unread figure in the exchange format."""
    return {
        "format": FORMAT,
        "report": report_to_wire(unread.report),
        "quantity": _span_to_wire(unread.quantity),
        "evidence": [_span_to_wire(unread.evidence)],
        "reason": unread.reason,
    }


def unread_from_wire(wire: UnreadWire, report: Report) -> Unread:
    """The unread figure again, checked against its report's text."""
    return Unread(report, _span(wire["quantity"]), _span(wire["evidence"][0]), Reason(wire["reason"]))


def to_line(wire: Mapping[str, object]) -> str:
    """One line of JSON Lines, without its line feed."""
    return json.dumps(wire, ensure_ascii=False, allow_nan=False).translate(_LINE_BREAKS)


def to_lines(wires: Iterable[Mapping[str, object]]) -> str:
    """JSON Lines, each ended by a line feed."""
    return "".join(to_line(wire) + "\n" for wire in wires)


def schema() -> dict[str, Any]:
    """The JSON Schema of every kind of line, generated from the types above."""
    from pydantic import TypeAdapter  # noqa: PLC0415  pydantic is slow to import, few commands need it

    body = TypeAdapter(ClaimWire | UnreadWire | ReadReportWire).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": FORMAT, **body}


def schema_text() -> str:
    """The schema as the file in the package holds it."""
    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"


def main() -> None:
    """Write the schema beside this module."""
    Path(__file__).with_name(SCHEMA_FILE).write_text(schema_text(), encoding="utf-8")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None


def _span_to_wire(span: Span) -> SpanWire:
    return {"text": span.text, "start": span.start, "end": span.end}


def _span(wire: SpanWire | NameWire | QuantityWire | PeriodWire) -> Span:
    return Span(wire["start"], wire["end"], wire["text"])


def _name_to_wire(name: Name | None) -> NameWire | None:
    return None if name is None else {**_span_to_wire(name.span), "id": name.id}


def _name(wire: NameWire | None) -> Name | None:
    return None if wire is None else Name(_span(wire), wire["id"])


def _quantity_to_wire(quantity: Quantity | None) -> QuantityWire | None:
    if quantity is None:
        return None
    return {
        **_span_to_wire(quantity.span),
        "low": quantity.low,
        "high": quantity.high,
        "approx": quantity.approx,
        "unit": quantity.unit,
        "basis": quantity.basis,
    }


def _quantity(wire: QuantityWire | None) -> Quantity | None:
    if wire is None:
        return None
    return Quantity(
        _span(wire), wire["low"], wire["high"], wire["approx"], Unit(wire["unit"]), Basis(wire["basis"])
    )


def _period_to_wire(period: Period | None) -> PeriodWire | None:
    if period is None:
        return None
    return {
        **_span_to_wire(period.span),
        "start_date": _iso(period.first),
        "end_date": _iso(period.last),
    }


def _period(wire: PeriodWire | None) -> Period | None:
    if wire is None:
        return None
    return Period(_span(wire), _day(wire["start_date"]), _day(wire["end_date"]))


if __name__ == "__main__":
    main()
