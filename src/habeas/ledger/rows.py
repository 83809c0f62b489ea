"""Reports, claims, unread figures and decisions as rows, and the way back through the constructors.

Each row carries a digest of its own contents. A row whose digest no longer fits, or that breaks a
promise of the model, never becomes a value again: it is an `AlteredRow`. Digests hold neither times
of adding nor numbers that depend on the order of adding, save a decision's, which is of its moment.

A row's salt is random and part of its digest. Once an erasure has taken the salt with the row's words, the
digest stays for the log to hang on, and nobody can tell by hashing whether a guess at those words is right.
What an erasure left of a row is sound under a digest of its own, `remains`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from habeas.custody import Arrival, ArrivalKind, Departure, Erasure, ErasureMatter, Stamp
from habeas.errors import BrokenPromise, LedgerFault
from habeas.model import Assignment, Claim, Decision, Mark, Matter, Name, Report, Review, Ruling, Unread
from habeas.wire.claims import (
    claim_from_wire,
    claim_to_wire,
    report_from_wire,
    report_to_wire,
    unread_from_wire,
    unread_to_wire,
)

Row = Mapping[str, Any]

# Not digested: the digests themselves, a text that has its own, and what places a row in this one file.
_BESIDE_DIGEST: Final = frozenset({"digest", "remains", "text", "reading", "position"})
# What a row has beside the value that it holds; ids of such rows are numbers in the order of adding.
_BESIDE_VALUE: Final = frozenset({"id", "digest", "remains", "salt"})
_SALT_BYTES: Final = 16
# What rebuilding a row can raise when its contents were changed.
_MISFITS: Final = (BrokenPromise, ValueError, TypeError, LookupError, AttributeError)


_RULED: Final = {True: "together", False: "apart"}


class AlteredRow(LedgerFault):
    """A row that isn't as it was stored; `what` says which, without the advice."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(f"{what}; run habeas verify")


def canonical(value: object) -> str:
    """JSON in one spelling: keys sorted, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256_of(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def fold(words: str) -> str:
    """Words as filters compare them: caseless, composed, each run of white space one space."""
    return " ".join(unicodedata.normalize("NFC", words.casefold()).split())


def digest_of(row: Row) -> str:
    """The digest of a row's contents with its salt; rows of ledgers before revision 0006 have none."""
    contents = {key: row[key] for key in row if key not in _BESIDE_DIGEST}
    if contents.get("salt") is None:
        contents.pop("salt", None)
    return sha256_of(canonical(contents))


def unnumbered(row: Row) -> Row:
    """The row without its number, which no digest covers."""
    return {key: row[key] for key in row if key != "id"}


def is_sound(row: Row) -> bool:
    """True where the row is as it was stored, or as an erasure has left it."""
    remains = row.get("remains")
    return bool(digest_of(row) == (row["digest"] if remains is None else remains))


def new_salt() -> str:
    """Sixteen random bytes, in hex."""
    return secrets.token_hex(_SALT_BYTES)


def report_row(report: Report) -> dict[str, Any]:
    """The report as a row."""
    return _sealed(
        {
            **report_to_wire(report),
            "extent": report.extent.value,
            "text": report.text,
            "text_sha256": sha256_of(report.text),
            "marks": canonical([[mark.start, mark.label] for mark in report.marks]),
        }
    )


def report_of(row: Row) -> Report:
    """The report again; raises AlteredRow."""
    fault = AlteredRow(f"{row['name']}: the report isn't as it was stored")
    if not is_sound(row):
        raise fault
    try:
        if row["text_sha256"] != sha256_of(row["text"]):
            raise AlteredRow(f"{row['name']}: the text isn't as it was stored")
        marks = tuple(Mark(start, label) for start, label in json.loads(row["marks"]))
        return report_from_wire(row, row["text"], marks)  # type: ignore[arg-type]  # holds the wire's keys
    except _MISFITS as misfit:
        raise fault from misfit


def claim_row(claim: Claim) -> dict[str, Any]:
    """The claim as a row, without its reading and position."""
    body = {key: value for key, value in claim_to_wire(claim).items() if key != "report"}
    places = (claim.place, claim.origin, claim.destination)
    return _sealed(
        {
            "id": claim.id,
            "type": claim.type.value,
            "modality": claim.modality.value,
            "first_day": claim.period.first.isoformat() if claim.period and claim.period.first else None,
            "last_day": claim.period.last.isoformat() if claim.period and claim.period.last else None,
            "stated_on": claim.stated_on.isoformat() if claim.stated_on else None,
            "anchor_start": claim.anchor.start,
            "tags": _tags(claim.group),
            "place_ids": _ids(places),
            "place_words": _words(name.text for name in places if name),
            "speaker_ids": _ids((claim.speaker,)),
            "speaker_words": _words(name.text for name in (claim.speaker,) if name),
            "evidence_words": _words(span.text for span in claim.evidence),
            "body": canonical(body),
        }
    )


def claim_of(row: Row, report: Report) -> Claim:
    """The claim again, checked against its report's text; raises AlteredRow."""
    fault = AlteredRow(f"{report.name}: claim {row['id']} isn't as it was stored")
    if not is_sound(row):
        raise fault
    try:
        claim = claim_from_wire(json.loads(row["body"]), report)
    except _MISFITS as misfit:
        raise fault from misfit
    if claim.id != row["id"]:
        raise fault
    return claim


def unread_row(unread: Unread) -> dict[str, Any]:
    """The unread figure as a row, without its reading and position."""
    body = {key: value for key, value in unread_to_wire(unread).items() if key != "report"}
    return _sealed(
        {
            "reason": unread.reason.value,
            "anchor_start": unread.quantity.start,
            "evidence_words": _words((unread.evidence.text,)),
            "body": canonical(body),
        }
    )


def unread_of(row: Row, report: Report) -> Unread:
    """The unread figure again, checked against its report's text; raises AlteredRow."""
    fault = AlteredRow(f"{report.name}: the unread figure at {row['anchor_start']} isn't as it was stored")
    if not is_sound(row):
        raise fault
    try:
        return unread_from_wire(json.loads(row["body"]), report)
    except _MISFITS as misfit:
        raise fault from misfit


def reading_digest(report: str, reader: str, claims: Iterable[str], unread: Iterable[str]) -> str:
    """The digest of a reading, from the digests of its report, claims and unread figures in order."""
    parts = {"report": report, "reader": reader, "claims": list(claims), "unread": list(unread)}
    return sha256_of(canonical(parts))


def decision_row(decision: Decision) -> dict[str, Any]:
    """The decision as a row."""
    return _sealed(
        {
            "claim": decision.claim,
            "verdict": decision.verdict.value,
            "amendment": decision.amendment,
            "by": decision.by,
            "at": decision.at.isoformat(),
            "why": decision.why,
        }
    )


def decision_of(row: Row) -> Decision:
    """The decision again; raises AlteredRow."""
    fault = AlteredRow(f"decision {row['id']} on {row['claim']} isn't as it was stored")
    contents = _contents(row, fault)
    try:
        values = {"verdict": Review(row["verdict"]), "at": datetime.fromisoformat(row["at"])}
        return Decision(**{**contents, **values})
    except _MISFITS as misfit:
        raise fault from misfit


def ruling_row(ruling: Ruling) -> dict[str, Any]:
    """The ruling as a row."""
    return _sealed(
        {
            "matter": ruling.matter.value,
            "one": ruling.one,
            "other": ruling.other,
            "verdict": "withdrawn" if ruling.withdrawn else _RULED[ruling.together],
            "by": ruling.by,
            "at": ruling.at.isoformat(),
            "why": ruling.why,
        }
    )


def ruling_of(row: Row) -> Ruling:
    """The ruling again; raises AlteredRow."""
    fault = AlteredRow(f"ruling {row['id']} on {row['one']} and {row['other']} isn't as it was stored")
    contents = _contents(row, fault)
    try:
        verdict = contents.pop("verdict")
        values = {"matter": Matter(row["matter"]), "at": datetime.fromisoformat(row["at"])}
        ruled = {"together": verdict == _RULED[True], "withdrawn": verdict == "withdrawn"}
        return Ruling(**{**contents, **values, **ruled})
    except _MISFITS as misfit:
        raise fault from misfit


def assignment_row(assignment: Assignment) -> dict[str, Any]:
    """The assignment as a row."""
    return _sealed({**asdict(assignment), "at": assignment.at.isoformat()})


def assignment_of(row: Row) -> Assignment:
    """The assignment again; raises AlteredRow."""
    fault = AlteredRow(f"assignment {row['id']} of {row['claim']} isn't as it was stored")
    contents = _contents(row, fault)
    try:
        return Assignment(**{**contents, "at": datetime.fromisoformat(row["at"])})
    except _MISFITS as misfit:
        raise fault from misfit


def arrival_row(arrival: Arrival) -> dict[str, Any]:
    """The arrival as a row."""
    return _sealed({**asdict(arrival), "kind": arrival.kind.value, "at": arrival.at.isoformat()})


def arrival_of(row: Row) -> Arrival:
    """The arrival again; raises AlteredRow."""
    fault = AlteredRow(f"arrival {row['id']} of {row['report']} isn't as it was stored")
    contents = _contents(row, fault)
    try:
        values = {"kind": ArrivalKind(row["kind"]), "at": datetime.fromisoformat(row["at"])}
        return Arrival(**{**contents, **values})
    except _MISFITS as misfit:
        raise fault from misfit


def departure_row(departure: Departure) -> dict[str, Any]:
    """The export as a row."""
    return _sealed({**asdict(departure), "named": int(departure.named), "at": departure.at.isoformat()})


def departure_of(row: Row) -> Departure:
    """The export again; raises AlteredRow."""
    fault = AlteredRow(f"export {row['id']} of {row['at']} isn't as it was stored")
    contents = _contents(row, fault)
    try:
        values = {"named": bool(row["named"]), "at": datetime.fromisoformat(row["at"])}
        return Departure(**{**contents, **values})
    except _MISFITS as misfit:
        raise fault from misfit


def stamp_row(stamp: Stamp) -> dict[str, Any]:
    """The timestamp as a row."""
    return _sealed({**asdict(stamp), "at": stamp.at.isoformat()})


def stamp_of(row: Row) -> Stamp:
    """The timestamp again; raises AlteredRow."""
    fault = AlteredRow(f"timestamp {row['id']} of {row['at']} isn't as it was stored")
    contents = _contents(row, fault)
    try:
        return Stamp(**{**contents, "at": datetime.fromisoformat(row["at"])})
    except _MISFITS as misfit:
        raise fault from misfit


def erasure_row(erasure: Erasure) -> dict[str, Any]:
    """The erasure as a row."""
    return _sealed({**asdict(erasure), "matter": erasure.matter.value, "at": erasure.at.isoformat()})


def erasure_of(row: Row) -> Erasure:
    """The erasure again; raises AlteredRow."""
    fault = AlteredRow(f"erasure {row['id']} of {row['at']} isn't as it was stored")
    contents = _contents(row, fault)
    try:
        values = {"matter": ErasureMatter(row["matter"]), "at": datetime.fromisoformat(row["at"])}
        return Erasure(**{**contents, **values})
    except _MISFITS as misfit:
        raise fault from misfit


def _contents(row: Row, fault: AlteredRow) -> dict[str, Any]:
    """What a numbered row holds, without its number, salt and digests; raises the fault."""
    if not is_sound(unnumbered(row)):
        raise fault
    return {key: row[key] for key in row if key not in _BESIDE_VALUE}


def _sealed(row: dict[str, Any]) -> dict[str, Any]:
    salted = {**row, "salt": new_salt()}
    return {**salted, "digest": digest_of(salted)}


def _tags(tags: Iterable[str]) -> str:
    """Tags between bars, so that one search for `|tag|` finds a whole tag and no part of one."""
    return "".join(f"|{tag}" for tag in sorted(tags)) + "|"


def _ids(names: Iterable[Name | None]) -> str:
    return _tags({fold(name.id) for name in names if name is not None and name.id is not None})


def _words(pieces: Iterable[str]) -> str:
    """Folded pieces a line each: folded words hold no line feed, so no search runs across two pieces."""
    return "\n".join(fold(piece) for piece in pieces)
