"""Claims that people coded elsewhere: a table with a claim in each row, and the words that it stands on.

The columns are the fields of a claim on the wire, flattened. Each row brings its quote, which becomes a
report; what else the row says must stand in that quote, word for word, or all of the file is refused.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol, TypeVar

from rapidfuzz import fuzz, process

from habeas.errors import BrokenPromise, Unloadable, UnreadableReport
from habeas.intake.days import unlikely_day
from habeas.intake.excerpts import excerpt
from habeas.intake.files import check_file, printable, read_bytes
from habeas.intake.guarded import parsers
from habeas.intake.standing import standing
from habeas.intake.stated import Stated, one_line, primary_subtag, web_address
from habeas.model import (
    CODED,
    Basis,
    Claim,
    ClaimType,
    Measure,
    Modality,
    Name,
    Period,
    Quantity,
    Report,
    Span,
    Unit,
    is_group_tag,
)
from habeas.settings import Limits

Choice = TypeVar("Choice", bound=StrEnum)

KINDS: Final[Mapping[str, str]] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".xls": "workbook",
    ".ods": "workbook",
}
NAMES: Final = ("place", "origin", "destination", "actor", "speaker")
BODIES: Final = frozenset({"actor", "speaker", "via"})
COLUMNS: Final = (
    *("quote", "type", "detail", "modality", "quantity", "quantity_start", "low", "high", "approx", "unit"),
    *("basis", "measure", "part_of", "group", *NAMES, "via", "period", "start_date", "end_date", "stated_on"),
    *("trigger", "outlet", "title", "url", "published", "language", "coder"),
)
# What the wire and other tables call them.
CALLED: Final[Mapping[str, str]] = {
    "quantity_text": "quantity",
    "period_text": "period",
    "trigger_text": "trigger",
    **{f"quantity_{name}": name for name in ("low", "high", "approx", "unit", "basis")},
    **{f"{name}_text": name for name in NAMES},
    **{f"period_{name}": name for name in ("start_date", "end_date")},
    **{f"report_{name}": name for name in ("outlet", "title", "url", "published", "language")},
}
# Fields of the wire that loading makes anew.
LEFT_OUT: Final = frozenset(
    {
        *("format", "id", "reader", "rule", "precision", "review", "evidence"),
        *("quantity_end", "trigger_start", "trigger_end", "period_start", "period_end"),
        *("report_id", "report_name", "report_extent"),
        *(f"{name}_{end}" for name in NAMES for end in ("id", "start", "end")),
    }
)
# Words for a column that are too far from its name to be found by likeness.
MEANT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("text", "excerpt", "passage", "words", "sentence"), "quote"),
    **dict.fromkeys(("number", "count", "figure", "amount"), "quantity"),
    **dict.fromkeys(("min", "minimum", "lower"), "low"),
    **dict.fromkeys(("max", "maximum", "upper"), "high"),
    **dict.fromkeys(("source", "said_by"), "speaker"),
    **dict.fromkeys(("date", "day", "from_date", "start"), "start_date"),
    **dict.fromkeys(("end", "to_date"), "end_date"),
    **dict.fromkeys(("location", "where", "camp", "prison"), "place"),
    **dict.fromkeys(("from",), "origin"),
    **dict.fromkeys(("to",), "destination"),
    **dict.fromkeys(("holder", "authority"), "actor"),
    **dict.fromkeys(("publisher", "newspaper"), "outlet"),
    **dict.fromkeys(("link", "address"), "url"),
    **dict.fromkeys(("annotator", "analyst", "by"), "coder"),
}
LIKELY: Final = 70  # of 100, by rapidfuzz's ratio
MOST_PEOPLE: Final = 10**12
YES: Final = frozenset({"true", "yes", "y", "x", "1"})
NO: Final = frozenset({"false", "no", "n", "0", ""})
_CODER: Final = re.compile(r"[^\s,+/][^,+/]{0,59}")
_DIGITS: Final = re.compile(r"\d{1,3}(?:[, \u00a0\u202f]\d{3})+|\d+")
# A table holds far more marks than one document; `tables` limits its rows and cells besides.
_TABLE_CHARS: Final = 120_000_000


class Wording(Protocol):
    """What is known of the words of single slots."""

    @property
    def details(self) -> frozenset[str]:
        """The words that `detail` may hold."""

    def quantity(self, words: str) -> Quantity | None:
        """The bounds that these words give."""

    def place(self, words: str) -> str | None:
        """The id of the place that they name."""

    def body(self, words: str) -> str | None:
        """The id of the body that they name."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, the line on which it begins, and its cells by column, blank ones left out."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Coding:
    """What was coded of one passage: its claims, each with its line, and those who coded them."""

    report: Report
    coders: frozenset[str]
    claims: tuple[Claim, ...]
    lines: Mapping[str, int]


def coded(path: Path, wording: Wording, *, limits: Limits) -> list[Coding]:
    """The codings in a file of rows, by report id.

    Raises UnreadableReport for a file that holds no table, Unloadable with the faults of all rows.
    """
    shown = printable(str(path))
    return codings(rows_of(path, shown, limits), shown, path.stem, wording)


def rows_of(path: Path, shown: str, limits: Limits) -> list[Row]:
    """The rows of a table. Raises UnreadableReport, and Unloadable for columns that aren't known."""
    check_file(path, shown, limits)
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise UnreadableReport(
            shown, "is no table that habeas loads", f"save it as one of {', '.join(KINDS)}"
        )
    roomy = replace(limits, text_chars=max(limits.text_chars, _TABLE_CHARS))
    guarded = parsers(roomy).parse(read_bytes(path, shown, limits), kind, shown)
    try:
        table = json.loads(guarded.text)
        columns, lines = [str(name) for name in table["columns"]], table["rows"]
        rows = [(int(line), [str(cell) for cell in cells]) for line, cells in lines]
    except (ValueError, TypeError, LookupError) as fault:
        raise UnreadableReport(shown, "made its parser answer nonsense", "save it as CSV") from fault
    names = _columns(columns, shown)
    return [Row(line, _by_name(names, cells)) for line, cells in rows]


def _by_name(names: Sequence[str | None], cells: Sequence[str]) -> Mapping[str, str]:
    pairs = zip(names, cells, strict=True)
    return {name: cell.strip() for name, cell in pairs if name is not None and cell.strip()}


def _columns(header: Sequence[str], shown: str) -> list[str | None]:
    """What each column holds; None for those that are left out."""
    if {"format", "evidence"} <= {_folded(name) for name in header} and "quote" not in map(_folded, header):
        why = "holds lines of the exchange format, without the texts that they stand on"
        raise Unloadable((f"{shown}: {why} (load the folder that holds its reports.jsonl)",))
    if {"evidence_at", "text_sha256"} <= {_folded(name) for name in header}:
        why = "is a table of an export, without the texts that it stands on"
        raise Unloadable((f"{shown}: {why} (load the folder of an export as csv)",))
    names = [CALLED.get(_folded(name), _folded(name)) for name in header]
    faults = [_unknown(name) for name in names if not _is_known(name)]
    kept = [name if name in COLUMNS else None for name in names]
    faults += [f"the column {name!r} stands twice" for name in COLUMNS if kept.count(name) > 1]
    faults += [f"there is no column {name!r}" for name in ("quote", "type") if name not in kept]
    if faults:
        raise Unloadable(tuple(f"{shown}, line 1: {fault}" for fault in faults))
    return kept


def _folded(name: str) -> str:
    return re.sub(r"[\s.\-]+", "_", name.strip().casefold().lstrip("\ufeff"))


def _is_known(name: str) -> bool:
    return name in COLUMNS or name in LEFT_OUT or not name or name.startswith("#")


def _unknown(name: str) -> str:
    like = process.extractOne(name, COLUMNS, scorer=fuzz.ratio, score_cutoff=LIKELY)
    meant = MEANT.get(name) or (like[0] if like is not None else None)
    cure = f"did you mean {meant!r}? " if meant else ""
    return f"the column {name!r} isn't known ({cure}a name that begins with # is left out)"


# --- from rows to claims ---


def codings(rows: Sequence[Row], shown: str, coder: str, wording: Wording) -> list[Coding]:
    """The codings that the rows hold, by report id; `coder` coded where no row says who.

    Raises Unloadable with the faults of all rows.
    """
    faults: list[str] = []
    readers = [_RowReader(row, coder, wording) for row in rows]
    by_report: dict[str, list[_RowReader]] = defaultdict(list)
    for reader in readers:
        if (report := reader.read()) is not None:
            by_report[report.id].append(reader)
    found = [_coding(by_report[id_]) for id_ in sorted(by_report)]
    for reader in readers:
        faults += (f"{shown}, line {reader.row.line}: {fault}" for fault in reader.faults)
    if faults:
        raise Unloadable(tuple(faults))
    return found


def _coding(readers: Sequence[_RowReader]) -> Coding:
    """What the rows of one report say together; what can't stand together is noted with the later row."""
    claims: dict[str, Claim] = {}
    lines: dict[str, int] = {}
    for reader in readers:
        claim = _part(reader, readers)
        if claim is None:
            continue
        if claims.setdefault(claim.id, claim) != claim:
            reader.faults.append(
                f"codes the same words as line {lines[claim.id]} otherwise, as the same type "
                "(keep one of the two, or give quantity or trigger further words)"
            )
        lines.setdefault(claim.id, reader.row.line)
    ordered = sorted(claims.values(), key=lambda claim: (claim.anchor, claim.type))
    return Coding(
        readers[0].report_of(), frozenset(reader.coder for reader in readers), tuple(ordered), lines
    )


def _part(reader: _RowReader, readers: Sequence[_RowReader]) -> Claim | None:
    """The row's claim, with the id of the claim that it is a part of."""
    claim, whole = reader.claim, reader.row.cells.get("part_of")
    if claim is None or whole is None:
        return claim
    wanted = " ".join(whole.split())
    found = {
        other.claim.id
        for other in readers
        if other.claim is not None
        and other is not reader
        and other.claim.type is claim.type
        and (other.claim.id == whole or other.row.cells.get("quantity") == wanted)
    }
    if len(found) != 1:
        many = "more than one row" if found else "no row"
        reader.note("part_of", f"{many} of this quote and type has the quantity “{whole}”", "give its words")
        return None
    return replace(claim, part_of=found.pop())


@dataclass(slots=True)
class _RowReader:
    """Reads one row; what is wrong with it is noted in `faults`, and reading goes on."""

    row: Row
    stem: str
    wording: Wording
    faults: list[str] = field(default_factory=list)
    report: Report | None = None
    claim: Claim | None = None

    @property
    def coder(self) -> str:
        """Who coded the row: as it says, else the file's name."""
        return " ".join(self.row.cells.get("coder", self.stem).split())

    def note(self, column: str, why: str, cure: str) -> None:
        """Keep a fault."""
        self.faults.append(f"{column}: {why} ({cure})")

    def report_of(self) -> Report:
        """The row's report, which it has."""
        if self.report is None:
            raise LookupError(f"line {self.row.line} makes no report")
        return self.report

    def read(self) -> Report | None:
        """The row's report, and in `claim` its claim; None for a row without sound words."""
        quote = self.row.cells.get("quote", "").replace("\r\n", "\n").replace("\r", "\n").strip()
        if not quote:
            self.note("quote", "there are none of the report's words", "copy the passage that says it")
            return None
        try:
            self.report = excerpt(quote, self._stated())
        except BrokenPromise as fault:
            self.note("quote", str(fault), "copy the passage again")
            return None
        try:
            self.claim = self._claim(self.report)
        except BrokenPromise as fault:
            self.faults.append(str(fault))
        return self.report

    def _stated(self) -> Stated:
        if not _CODER.fullmatch(self.coder) or one_line(self.coder) != self.coder:
            self.note("coder", f"{self.coder[:60]!r} is no name", "60 characters at most, without , + and /")
        return Stated(
            outlet=self._held("outlet", one_line, "can't be shown or is too long", "write it on one line"),
            url=self._held("url", web_address, "is no address on the web", "write it as https://…"),
            title=self._held("title", one_line, "can't be shown or is too long", "write it on one line"),
            published=self._published(),
            language=self._held("language", primary_subtag, "is no language", "write a code such as en"),
        )

    def _held(self, column: str, read: Callable[[str | None], str | None], why: str, cure: str) -> str | None:
        words = self.row.cells.get(column)
        found = read(words)
        if words is not None and found is None:
            self.note(column, f"{words[:60]!r} {why}", cure)
        return found

    def _published(self) -> date | None:
        day = self._day("published")
        if day is not None and (why := unlikely_day(day)):
            self.note("published", f"that can't be: {why}", "check the year")
        return day

    def _claim(self, report: Report) -> Claim | None:
        everything = report.span(0, len(report.text))
        kind = self._choice("type", ClaimType, None)
        quantity = self._quantity(report)
        claimed = {
            "trigger": self._words("trigger", report) or (quantity.span if quantity else everything),
            "modality": self._choice("modality", Modality, Modality.ASSERTED),
            "detail": self._detail(),
            "quantity": quantity,
            "measure": self._measure(kind, quantity),
            "group": self._group(),
            "via": tuple(self._via(report)),
            "period": self._period(report),
            "stated_on": self._day("stated_on") or report.published,
            **{name: self._name(name, report) for name in NAMES},
        }
        if kind is None or self.faults:
            return None
        return Claim(
            report=report,
            type=kind,
            evidence=(everything,),
            reader=CODED,  # who coded it is said of the whole reading
            rule=f"{kind.value}.coded",
            **claimed,  # type: ignore[arg-type]  # each is of its slot's type
        )

    # --- single slots ---

    def _quantity(self, report: Report) -> Quantity | None:
        span = self._words("quantity", report, alone=True)
        low, high, approx = self._number("low"), self._number("high"), self._flag("approx")
        basis, unit = self._choice("basis", Basis, None), self._choice("unit", Unit, Unit.PERSONS)
        if "quantity" not in self.row.cells:
            for column in ("low", "high"):
                if column in self.row.cells:
                    self.note(column, "a figure without words", "give its words in the column quantity")
            return None
        if span is None or unit is None:
            return None
        read = self.wording.quantity(span.text)
        if low is None and high is None:
            given = {"low", "high"} & self.row.cells.keys()  # what is wrong with them has been noted
            return None if given else self._as_read(span, read, unit, approx)
        if read is not None and _apart(low, high, read):
            self.note("quantity", f"“{span.text}” isn't {_bounds(low, high)}", "check low and high")
            return None
        said = read.basis if read is not None else Basis.WORDS
        return Quantity(span, low, high, bool(approx), unit, basis or said)

    def _as_read(self, span: Span, read: Quantity | None, unit: Unit, approx: bool | None) -> Quantity | None:
        if read is None:
            self.note("quantity", f"“{span.text}” can't be read as one figure", "give low, high, or both")
            return None
        return replace(read, span=span, unit=unit, approx=read.approx if approx is None else approx)

    def _measure(self, kind: ClaimType | None, quantity: Quantity | None) -> Measure | None:
        given = self._choice("measure", Measure, None)
        if quantity is None:
            if given is not None and "quantity" not in self.row.cells:
                self.note("measure", "there is no quantity that it could be of", "give the quantity's words")
            return None
        return given or usual_measure(kind)

    def _detail(self) -> str | None:
        word = self.row.cells.get("detail")
        if word is not None and word not in self.wording.details:
            self.note("detail", f"{word!r} isn't known", f"one of {', '.join(sorted(self.wording.details))}")
        return word

    def _group(self) -> frozenset[str]:
        tags = [tag.strip().replace(" ", "_") for tag in re.split("[;,]", self.row.cells.get("group", ""))]
        folded = {tag.upper() if len(tag) == 2 else tag.lower() for tag in tags if tag}
        if strange := sorted(tag for tag in folded if not is_group_tag(tag)):
            cure = "women, children, detainees, TJ … are; part them by ;"
            self.note("group", f"unknown tags: {', '.join(strange)}", cure)
        return frozenset(folded)

    def _name(self, column: str, report: Report) -> Name | None:
        span = self._words(column, report)
        return None if span is None else Name(span, self._known(column, span.text))

    def _known(self, column: str, words: str) -> str | None:
        return self.wording.body(words) if column in BODIES else self.wording.place(words)

    def _via(self, report: Report) -> Iterator[Name]:
        for words in filter(None, (one.strip() for one in self.row.cells.get("via", "").split(";"))):
            if (span := self._found("via", words, report)) is not None:
                yield Name(span, self._known("via", span.text))

    def _period(self, report: Report) -> Period | None:
        span, first, last = self._words("period", report), self._day("start_date"), self._day("end_date")
        if "period" not in self.row.cells:
            if first is not None or last is not None:
                column = "start_date" if first is not None else "end_date"
                self.note(column, "a day without words", "give the words on time in the column period")
            return None
        if first is None and last is not None:
            self.note("end_date", "there is no start_date", "give both, or start_date alone for one day")
            return None
        return None if span is None else Period(span, first, last or first)

    def _words(self, column: str, report: Report, *, alone: bool = False) -> Span | None:
        words = self.row.cells.get(column)
        return None if words is None else self._found(column, words, report, alone=alone)

    def _found(self, column: str, words: str, report: Report, *, alone: bool = False) -> Span | None:
        """Where the words stand in the quote; `alone`: they must stand there once, or at quantity_start."""
        spans = list(standing(words, report))
        if not spans:
            like = " ".join(words.split()).casefold() in " ".join(report.text.split()).casefold()
            cure = "write them as the quote has them, whole" if like else "copy them out of the quote"
            self.note(column, f"“{words[:60]}” doesn't stand in the quote", cure)
            return None
        if not alone:
            return spans[0]
        start = self._number("quantity_start")
        if start is not None:
            spans = [span for span in spans if span.start == start]
        if len(spans) != 1:
            why = f"“{words[:60]}” stands {len(spans)} times" if spans else f"“{words[:60]}” isn't at {start}"
            self.note(column, f"{why} in the quote", "give in quantity_start where it begins, counted from 0")
            return None
        return spans[0]

    def _choice(self, column: str, kind: type[Choice], usual: Choice | None) -> Choice | None:
        word = self.row.cells.get(column, "").lower()
        if not word:
            if column == "type":
                self.note(column, "it is missing", f"one of {', '.join(kind)}")
            return usual
        if word not in list(kind):
            self.note(column, f"{word[:60]!r} isn't known", f"one of {', '.join(kind)}")
            return None
        return kind(word)

    def _number(self, column: str) -> int | None:
        words = self.row.cells.get(column)
        if words is None:
            return None
        digits = re.sub(r"\D", "", words)
        if not _DIGITS.fullmatch(words) or int(digits[:20]) >= MOST_PEOPLE:
            self.note(
                column, f"{words[:60]!r} is no whole number", "write it as 7000; leave an open end blank"
            )
            return None
        return int(digits)

    def _flag(self, column: str) -> bool | None:
        word = self.row.cells.get(column, "").lower()
        if word not in YES | NO:
            self.note(column, f"{word[:60]!r} is neither yes nor no", "write true or false")
        return None if not word else word in YES

    def _day(self, column: str) -> date | None:
        words = self.row.cells.get(column)
        if words is None:
            return None
        try:
            return date.fromisoformat(words[:10] if words[10:] in ("", "T00:00:00") else words)
        except ValueError:
            self.note(column, f"{words[:60]!r} is no day", "write it like 2024-03-18")
            return None


def usual_measure(kind: ClaimType | None) -> Measure:
    """What kind of number a claim of this type has where nothing else is said."""
    if kind is ClaimType.HOLDING:
        return Measure.STOCK
    if kind in (ClaimType.ALLEGATION, ClaimType.DENIAL, ClaimType.POSITION):
        return Measure.POPULATION
    return Measure.FLOW


def _apart(low: int | None, high: int | None, read: Quantity) -> bool:
    """True where the words give other bounds than the row; what is said to be about n may be put wider."""
    if read.approx or read.basis is Basis.CONVENTION:
        return False
    below = high is not None and read.low is not None and high < read.low
    above = low is not None and read.high is not None and low > read.high
    return below or above


def _bounds(low: int | None, high: int | None) -> str:
    if low == high:
        return f"{low:,}"
    return " to ".join("open" if bound is None else f"{bound:,}" for bound in (low, high))
