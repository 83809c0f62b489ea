"""An exchange folder: what was read elsewhere, with the texts that it stands on; nothing in it is trusted.

`reports.jsonl` holds the reports with their texts and the reader of each, `claims.jsonl` and `unread.jsonl`
the lines of the exchange format, `as-read.jsonl`, `decisions.jsonl` and `rulings.jsonl` what people decided
and on what, `reports/` the documents' bytes under their SHA-256: docs/format.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Protocol

from pydantic import TypeAdapter, ValidationError

from habeas.errors import BrokenPromise, Unloadable
from habeas.intake.excerpts import excerpt_bytes
from habeas.intake.files import printable
from habeas.intake.stated import one_line, primary_subtag, web_address
from habeas.model import (
    BLOCK,
    Claim,
    Decision,
    Extent,
    Mark,
    Matter,
    Reading,
    Report,
    Review,
    Ruling,
    Unread,
    added_by,
    added_number,
)
from habeas.settings import Limits
from habeas.wire.acts import (
    DECISIONS,
    RULINGS,
    DecisionWire,
    RulingWire,
    decision_from_wire,
    decision_to_wire,
    ruling_from_wire,
    ruling_to_wire,
)
from habeas.wire.claims import (
    AS_READ,
    CLAIMS,
    DOCUMENTS,
    REPORTS,
    UNREAD,
    ClaimWire,
    ReadReportWire,
    ReportWire,
    UnreadWire,
    amended,
    claim_from_wire,
    claim_to_wire,
    report_from_wire,
    report_to_wire,
    text_sha256,
    unread_from_wire,
    unread_to_wire,
)

MOST_FAULTS: Final = 1000  # what comes after so many is hardly read any more
_SHA: Final = re.compile(r"[0-9a-f]{64}")
_READER: Final = re.compile(r"[^\s/+][^/+]{0,300}/[^/+]{1,2000}(?:\+[0-9a-f]{8})?")
# What building a claim from a well-formed line can raise where its contents don't fit.
_MISFITS: Final = (BrokenPromise, ValueError)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was read and decided elsewhere, checked: its words stand in its texts, its ids are theirs.

    `readings` are one a report, in order of the reports' ids; `added` what people added to them, a claim
    each. All claims are as read; `stated` are those on which people decided, as the folder has them then.
    `texts` are the reports (ids) that came without their documents.
    """

    folder: Path
    readings: tuple[Reading, ...]
    added: tuple[Reading, ...] = ()
    decisions: tuple[Decision, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    stated: tuple[Claim, ...] = ()
    texts: frozenset[str] = frozenset()

    def document(self, report: Report) -> bytes:
        """What the vault keeps of one of its reports: the document's bytes, else the text's.

        Raises Unloadable where they have gone since they were checked.
        """
        if report.id in self.texts:
            return report.text.encode()
        data = rebuilt(report)
        try:
            return data if data is not None else (self.folder / DOCUMENTS / report.id).read_bytes()
        except OSError as fault:
            why = f"{self.folder / DOCUMENTS / report.id}: {fault.strerror}"
            raise Unloadable((f"{why} (get the folder again)",)) from fault


Note = Callable[[str, int, str, str], None]  # a file, a line of it, what is wrong there, and the cure


class Source(Protocol):
    """Where the lines of the exchange format come from; files are called as in an exchange folder."""

    def has(self, file: str) -> bool:
        """True where there is such a file."""

    def called(self, file: str) -> str:
        """What the file is called there."""

    def lines(self, file: str, note: Note) -> Iterator[tuple[int, bytes]]:
        """Its lines with their numbers. Notes those that can't be read; raises Unloadable for none."""


@dataclass(slots=True)
class _Found:
    """What has been read of a folder so far, and its faults."""

    folder: Path
    limits: Limits
    source: Source
    reports: dict[str, Report] = field(default_factory=dict)
    readers: dict[str, str] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    as_read: dict[str, Claim] = field(default_factory=dict)
    claims: dict[str, list[Claim]] = field(default_factory=dict)
    unread: dict[str, list[Unread]] = field(default_factory=dict)
    stated: list[Claim] = field(default_factory=list)
    # Each thing on which somebody is said to have decided: its file and line.
    marked: dict[str, tuple[str, int, Review]] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    by_id: dict[str, Claim] = field(default_factory=dict)  # as read
    figures: set[str] = field(default_factory=set)  # ids of unread figures
    faults: list[str] = field(default_factory=list)

    def note(self, file: str, line: int, why: str, cure: str) -> None:
        """Keep a fault of one line. Raises Unloadable when there are too many."""
        where = printable(str(self.folder / self.source.called(file)))
        self.faults.append(f"{where}, line {line}: {why} ({cure})")
        if len(self.faults) >= MOST_FAULTS:
            self.settle()

    def settle(self) -> None:
        """Raises Unloadable with every fault, if there are any."""
        if self.faults:
            raise Unloadable(tuple(self.faults))


def is_exchange(folder: Path) -> bool:
    """True for a folder that has what an exchange folder must have."""
    return (folder / REPORTS).is_file()


def read_exchange(folder: Path, *, limits: Limits, source: Source | None = None) -> Bundle:
    """What an exchange folder holds, every slice checked against its text and every id recomputed.

    `source` gives the lines where they aren't JSON Lines. Raises Unloadable with every fault, each with file
    and line.
    """
    found = _Found(folder, limits, source or _JsonLines(folder, limits))
    _each_line(found, REPORTS, TypeAdapter(ReadReportWire), partial(_take_report, found))
    found.settle()  # claims of a report that can't be taken would be faults again
    _each_line(found, AS_READ, TypeAdapter(ClaimWire), partial(_take_as_read, found), needed=False)
    _each_line(found, CLAIMS, TypeAdapter(ClaimWire), partial(_take_claim, found))
    _each_line(found, UNREAD, TypeAdapter(UnreadWire), partial(_take_unread, found), needed=False)
    _each_line(found, DECISIONS, TypeAdapter(DecisionWire), partial(_take_decision, found), needed=False)
    _each_line(found, RULINGS, TypeAdapter(RulingWire), partial(_take_ruling, found), needed=False)
    _note_undecided(found)
    found.settle()
    readings = tuple(_readings(found))
    found.settle()
    return Bundle(
        folder,
        readings,
        added=tuple(_added(found)),
        decisions=tuple(found.decisions),
        rulings=tuple(found.rulings),
        stated=tuple(found.stated),
        texts=frozenset(found.texts),
    )


def _readings(found: _Found) -> Iterator[Reading]:
    for id_ in sorted(found.reports):
        claims = sorted(found.claims.get(id_, ()), key=lambda claim: (claim.anchor, claim.type))
        doubted = sorted(found.unread.get(id_, ()), key=lambda figure: (figure.quantity, figure.evidence))
        ids = {claim.id for claim in claims}
        strays = [claim for claim in claims if claim.part_of is not None and claim.part_of not in ids]
        if strays:
            why = (
                f"claim {strays[0].id} is part of {strays[0].part_of}, which isn't among its report's claims"
            )
            found.faults.append(
                f"{printable(str(found.folder / CLAIMS))}: {why} (put the whole beside the part)"
            )
            continue
        read = tuple(claim for claim in claims if added_by(claim.reader) is None)
        yield Reading(found.reports[id_], found.readers[id_], read, tuple(doubted))


def _added(found: _Found) -> Iterator[Reading]:
    """What people added, each in a reading of its own, in the order in which they did."""
    added = [claim for claim in found.by_id.values() if added_by(claim.reader) is not None]
    for claim in sorted(added, key=lambda claim: (claim.report.id, added_number(claim.reader), claim.anchor)):
        yield Reading(claim.report, claim.reader, (claim,))


def _each_line(
    found: _Found,
    file: str,
    shape: TypeAdapter[Any],
    take: Callable[[int, Any], None],
    *,
    needed: bool = True,
) -> None:
    """Take each line of a file that has the right shape; the others are faults."""
    if not (needed or found.source.has(file)):
        return
    for number, line in found.source.lines(file, found.note):
        try:
            wire = shape.validate_json(line, strict=True, extra="forbid")
        except ValidationError as fault:
            found.note(file, number, _first(fault), "docs/format.md has the fields")
            continue
        try:
            take(number, wire)
        except _MISFITS as fault:
            found.note(file, number, " ".join(str(fault).split()), "write the line again from its text")


@dataclass(frozen=True, slots=True)
class _JsonLines:
    """The lines of a folder's files of JSON Lines."""

    folder: Path
    limits: Limits

    def has(self, file: str) -> bool:
        return (self.folder / file).exists()

    def called(self, file: str) -> str:
        return file

    def lines(self, file: str, note: Note) -> Iterator[tuple[int, bytes]]:
        # A line holds at most one report's text, in JSON, where a character takes six bytes at most.
        longest = 6 * self.limits.text_chars + 2**20
        try:
            with (self.folder / file).open("rb") as lines:
                number = 0
                while line := lines.readline(longest):
                    number += 1
                    if len(line) == longest:
                        note(file, number, "the line is too long", "leave that report out")
                        return
                    if line.strip():
                        yield number, line
        except OSError as fault:
            why = f"{printable(str(self.folder / file))}: can't be opened: {fault.strerror}"
            raise Unloadable((f"{why} (an exchange folder holds {REPORTS} and {CLAIMS})",)) from fault


def _first(fault: ValidationError) -> str:
    one = fault.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, one["loc"]))
    more = f", and {fault.error_count() - 1} more" if fault.error_count() > 1 else ""
    return f"{where}: {one['msg']}{more}" if where else f"{one['msg']}{more}"


# --- reports ---


def _take_report(found: _Found, number: int, wire: ReadReportWire) -> None:
    marks = tuple(Mark(start, label) for start, label in wire["marks"])
    report = report_from_wire(wire["report"], wire["text"], marks)
    note = partial(found.note, REPORTS, number)
    for why, cure in _report_faults(report, wire, found):
        note(why, cure)
    if "text_sha256" in wire and rebuilt(report) is None and not _has_document(report, found):
        found.texts.add(report.id)
    if report.id in found.reports:
        note(f"report {report.id[:12]} stands here twice", "keep one reading of each report")
    found.reports[report.id], found.readers[report.id] = report, wire["reader"]


def _report_faults(report: Report, wire: ReadReportWire, found: _Found) -> Iterator[tuple[str, str]]:
    again = "export it again"
    if not _SHA.fullmatch(report.id):
        yield "its id is no SHA-256 in hex", again
        return
    if report_to_wire(report) != wire["report"]:
        yield "published: the day isn't written as 2024-03-18", again
    if len(report.text) > found.limits.text_chars or "\x00" in report.text or "\r" in report.text:
        yield "its text is too long, or holds what no text of habeas holds", again
    if not report.name or report.name != printable(report.name):
        yield "its name can't be shown", again
    for word in ("outlet", "title"):
        if getattr(report, word) != one_line(getattr(report, word)):
            yield f"its {word} can't be shown on one line", again
    if report.url != web_address(report.url):
        yield "its url is no address on the web", "write it as https://…"
    if report.language != primary_subtag(report.language):
        yield "its language is no code", "write a code such as en"
    if not _READER.fullmatch(wire["reader"]) or one_line(wire["reader"]) != wire["reader"]:
        yield "its reader has no name", "such as rules/2+0a1b2c3d, or coded/anna"
    yield from _mark_faults(report)
    yield from _text_faults(report, wire)
    if "text_sha256" not in wire or _has_document(report, found):
        yield from _document_faults(report, found)


def _mark_faults(report: Report) -> Iterator[tuple[str, str]]:
    in_order = all(before.start <= after.start for before, after in pairwise(report.marks))
    within = all(0 <= mark.start <= len(report.text) for mark in report.marks)
    if not (in_order and within and all(mark.label.isprintable() for mark in report.marks)):
        yield "its marks lie outside of its text, out of order, or can't be shown", "export it again"


def _text_faults(report: Report, wire: ReadReportWire) -> Iterator[tuple[str, str]]:
    if wire.get("text_sha256", whole := text_sha256(report.text)) != whole:
        yield "its text isn't the one that text_sha256 is of", "get the folder again"
    spans = [(0, 0), *((start, end) for start, end, _ in wire.get("cleared", ()))]
    in_order = all(before[1] <= after[0] < after[1] for before, after in pairwise(spans))
    if not in_order or any(set(report.text[start:end]) - {BLOCK, "\n"} for start, end in spans):
        yield "cleared: blocks don't stand at these offsets", "export it again"


def _has_document(report: Report, found: _Found) -> bool:
    path = found.folder / DOCUMENTS / report.id
    return path.is_symlink() or path.exists()


def _document_faults(report: Report, found: _Found) -> Iterator[tuple[str, str]]:
    """The bytes must be there: without them nobody could look a claim up in its document."""
    if rebuilt(report) is not None:
        return
    path = found.folder / DOCUMENTS / report.id
    cure = f"put the document's bytes there as {DOCUMENTS}/{report.id}"
    if path.is_symlink() or not path.is_file():
        yield f"the document of {report.name} isn't in the folder", cure
        return
    if path.stat().st_size > found.limits.file_bytes:
        yield f"the document of {report.name} is too large", "leave that report out"
        return
    with path.open("rb") as file:
        sha = hashlib.file_digest(file, "sha256").hexdigest()
    if sha != report.id:
        yield f"{DOCUMENTS}/{report.id[:12]}… holds another document", cure


def rebuilt(report: Report) -> bytes | None:
    """The document's bytes, where the text alone gives them: plain UTF-8, or an excerpt that was coded."""
    kinds = (excerpt_bytes(report) if report.extent is Extent.EXCERPT else None, report.text.encode())
    return next((data for data in kinds if data and hashlib.sha256(data).hexdigest() == report.id), None)


# --- claims and unread figures ---


def _take_as_read(found: _Found, number: int, wire: ClaimWire) -> None:
    claim = _checked_claim(found, AS_READ, number, wire)
    if claim is None:
        return
    if claim.review is not Review.UNCHECKED or claim.id in found.as_read:
        found.note(AS_READ, number, f"claim {claim.id} is decided, or stands here twice", "export it again")
    found.as_read[claim.id] = claim


def _take_claim(found: _Found, number: int, wire: ClaimWire) -> None:
    claim = _checked_claim(found, CLAIMS, number, wire)
    if claim is None:
        return
    read = found.as_read.get(claim.id, replace(claim, review=Review.UNCHECKED))
    if read.reader != claim.reader or (claim.review is Review.AMENDED and claim.id not in found.as_read):
        found.note(CLAIMS, number, f"it is amended, and not in {AS_READ} as it was read", "export both again")
        return
    if claim.review is not Review.UNCHECKED:
        found.marked[claim.id] = (CLAIMS, number, claim.review)
    found.stated.append(claim)
    known = found.claims.setdefault(claim.report.id, [])
    if any(claim.id == other.id for other in known):
        found.note(CLAIMS, number, f"claim {claim.id} stands here twice", "keep one of the two")
    known.append(read)
    found.by_id[read.id] = read


def _checked_claim(found: _Found, file: str, number: int, wire: ClaimWire) -> Claim | None:
    """The claim of a line, if it stands on its report and was read by its reader, or added by a person."""
    report = _report_of(found, file, number, wire["report"])
    if report is None:
        return None
    claim = claim_from_wire(wire, report)
    reader = found.readers[report.id]
    by_hand = added_number(claim.reader) is not None and one_line(claim.reader) == claim.reader
    if claim.reader != reader and not by_hand:
        why = f"it was read by {claim.reader}, its report by {reader}"
        found.note(file, number, why, "keep one reader's claims")
    elif (name := _differing(claim_to_wire(claim), wire)) is not None:
        found.note(file, number, f"{name} isn't what its words and offsets give", "export it again")
    elif not _is_sane(claim):
        found.note(file, number, "its quantity is beyond any number of people", "check it")
    else:
        return claim
    return None


def _take_unread(found: _Found, number: int, wire: UnreadWire) -> None:
    report = _report_of(found, UNREAD, number, wire["report"])
    if report is None:
        return
    figure = unread_from_wire(wire, report) if wire["evidence"] else None
    if figure is None or (name := _differing(unread_to_wire(figure), wire)) is not None:
        what = "evidence" if figure is None else name
        found.note(UNREAD, number, f"{what} isn't what its words and offsets give", "export it again")
    elif wire.get("id", figure.id) != figure.id:
        found.note(UNREAD, number, "id isn't what its words and offsets give", "export it again")
    elif figure in (known := found.unread.setdefault(report.id, [])):
        found.note(UNREAD, number, f"the figure “{figure.quantity.text[:60]}” stands here twice", "keep one")
    else:
        known.append(figure)
        found.figures.add(figure.id)
        review = Review(wire.get("review", Review.UNCHECKED))
        if review is not Review.UNCHECKED:
            found.marked[figure.id] = (UNREAD, number, review)


# --- what people decided ---


def _take_decision(found: _Found, number: int, wire: DecisionWire) -> None:
    decision = decision_from_wire(wire)
    if decision_to_wire(decision) != wire:
        found.note(DECISIONS, number, "it isn't written as habeas writes it", "export it again")
        return
    claim = found.by_id.get(decision.claim)
    if claim is None and decision.claim not in found.figures:
        found.note(DECISIONS, number, f"{printable(decision.claim)} isn't in the folder", "export it again")
    elif claim is not None and decision.amendment is not None:
        amended(claim, decision.amendment)  # raises where the report's words don't bear it
    found.decisions.append(decision)


def _take_ruling(found: _Found, number: int, wire: RulingWire) -> None:
    ruling = ruling_from_wire(wire)
    if ruling_to_wire(ruling) != wire:
        found.note(RULINGS, number, "it isn't written as habeas writes it", "export it again")
        return
    known = {Matter.EVENT: found.by_id.keys(), Matter.FAMILY: found.reports.keys()}.get(ruling.matter)
    if known is not None and not {ruling.one, ruling.other} <= known:
        found.note(RULINGS, number, "what was ruled on isn't in the folder", "export it again")
    found.rulings.append(ruling)


def _note_undecided(found: _Found) -> None:
    """Note each thing that is marked with what nobody is told to have decided last."""
    last: dict[str, Review] = {}
    for decision in sorted(found.decisions, key=lambda one: one.moment):
        last[decision.claim] = decision.verdict
    for id_, (file, line, review) in found.marked.items():
        if last.get(id_) is not review:
            why = f"it is marked {review}, and no decision beside it says so"
            found.note(file, line, why, f'give "review": "unchecked", or {DECISIONS} as well')


def _report_of(found: _Found, file: str, number: int, wire: ReportWire) -> Report | None:
    report = found.reports.get(wire["id"])
    if report is None:
        found.note(
            file, number, f"its report {wire['id'][:12]} isn't in {REPORTS}", "put it there, with its text"
        )
    elif report_to_wire(report) != wire:
        found.note(file, number, f"it describes its report otherwise than {REPORTS}", "export both again")
    else:
        return report
    return None


def _differing(expected: Any, wire: Any) -> str | None:
    """The first field that isn't as it would be written; ids are among them."""
    return next((name for name in expected if expected[name] != wire[name]), None)


def _is_sane(claim: Claim) -> bool:
    quantity = claim.quantity
    return quantity is None or all(bound is None or bound < 10**12 for bound in (quantity.low, quantity.high))
