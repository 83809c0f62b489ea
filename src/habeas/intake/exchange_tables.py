"""An export as CSV, read as the exchange format: its tables' rows become the lines that they were made of.

Words in the cells are for people. What a claim stands on are its offsets in the texts beside the tables; the
words must be what the text has there. Nothing in it is trusted: the tables are parsed in the guarded process,
and each line goes through the checks of an exchange folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from habeas.cells import CODES_PARTED, PIECES_PARTED, TEXTS, TEXTS_PARTED, UNNAMED, as_was, fit_cell, from_at
from habeas.errors import Unloadable
from habeas.intake.exchange import Bundle, Note, read_exchange
from habeas.intake.files import printable, read_bytes
from habeas.intake.guarded import parsers
from habeas.model import FORMAT
from habeas.settings import Limits
from habeas.wire.acts import DECISIONS, RULINGS
from habeas.wire.claims import AS_READ, CLAIMS, REPORTS, UNREAD

Wire = dict[str, Any]

# The tables that stand for the files of an exchange folder.
FILES: Final[Mapping[str, str]] = {
    REPORTS: "reports.csv",
    CLAIMS: "claims.csv",
    AS_READ: "as-read.csv",
    UNREAD: "unread.csv",
    DECISIONS: "decisions.csv",
    RULINGS: "rulings.csv",
}
MARKS: Final = "marks.csv"
DESCRIBED: Final = ("name", "outlet", "title", "url", "published", "language")
SLOTS: Final = ("place", "origin", "destination", "actor", "speaker")
AGAIN: Final = "export it again"
_SHA: Final = re.compile(r"[0-9a-f]{64}")
# A table holds far more marks than one document.
_TABLE_CHARS: Final = 120_000_000


def is_tables(folder: Path) -> bool:
    """True for a folder that holds an export as CSV."""
    return (folder / FILES[REPORTS]).is_file() and (folder / FILES[CLAIMS]).is_file()


def read_tables(folder: Path, *, limits: Limits) -> Bundle:
    """What an export as CSV holds, checked as `read_exchange` checks.

    Raises Unloadable with every fault, or UnreadableReport for a table that can't be parsed.
    """
    return read_exchange(folder, limits=limits, source=_Tables(folder, limits))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's cells by column; one that isn't there is a ValueError, as is what a cell can't hold."""

    line: int
    cells: Mapping[str, str]

    def shown(self, name: str) -> str:
        """The cell's text, "" for an empty one."""
        if name not in self.cells:
            raise ValueError(f"there is no column {name!r}")
        return as_was(self.cells[name])

    def text(self, name: str) -> str | None:
        return self.shown(name) or None

    def codes(self, name: str) -> list[str]:
        return self.shown(name).split(CODES_PARTED) if self.shown(name) else []

    def whole(self, name: str) -> int | None:
        cell = self.shown(name)
        if cell and not (cell.isascii() and cell.isdigit()):
            raise ValueError(f"{name}: {cell[:40]!r} is no whole number")
        return int(cell) if cell else None

    def number(self, name: str) -> float | None:
        return float(cell) if (cell := self.shown(name)) else None

    def flag(self, name: str) -> bool:
        cell = self.shown(name).lower()
        if cell not in ("true", "false"):
            raise ValueError(f"{name}: {cell[:40]!r} is neither true nor false")
        return cell == "true"


@dataclass(frozen=True, slots=True)
class _Tables:
    """The lines of an export as CSV; texts and descriptions of the reports are kept as they are read."""

    folder: Path
    limits: Limits
    texts: dict[str, str] = field(default_factory=dict)
    reports: dict[str, Wire] = field(default_factory=dict)

    def has(self, file: str) -> bool:
        return (self.folder / FILES[file]).exists()

    def called(self, file: str) -> str:
        return FILES[file]

    def lines(self, file: str, note: Note) -> Iterator[tuple[int, bytes]]:
        made = {
            REPORTS: self._report(self._marks() if file == REPORTS else {}),
            CLAIMS: self._claim,
            AS_READ: self._claim,
            UNREAD: self._unread,
            DECISIONS: _decision,
            RULINGS: _ruling,
        }[file]
        for row in self._rows(FILES[file]):
            try:
                wire = made(row)
            except (ValueError, OSError) as fault:
                note(file, row.line, " ".join(str(fault).split()), AGAIN)
            else:
                yield row.line, json.dumps({"format": FORMAT, **wire}).encode()

    def _rows(self, file: str) -> list[_Row]:
        """The rows of a table. Raises UnreadableReport where it is none."""
        shown = printable(str(self.folder / file))
        if (self.folder / file).is_symlink():
            raise Unloadable((f"{shown}: is a link (put the file itself there)",))
        data = read_bytes(self.folder / file, shown, self.limits)
        if data.rstrip().count(b"\n") == 0:  # its columns alone
            return []
        roomy = replace(self.limits, text_chars=max(self.limits.text_chars, _TABLE_CHARS))
        table = json.loads(parsers(roomy).parse(data, "csv", shown).text)
        columns = [str(name) for name in table["columns"]]
        return [_Row(line, dict(zip(columns, cells, strict=True))) for line, cells in table["rows"]]

    # --- reports ---

    def _marks(self) -> dict[str, list[tuple[int, str]]]:
        marks: dict[str, list[tuple[int, str]]] = {}
        if (self.folder / MARKS).exists():
            for row in self._rows(MARKS):
                mark = (row.whole("start") or 0, row.shown("label"))
                marks.setdefault(row.shown("report_id"), []).append(mark)
        return marks

    def _report(self, marks: Mapping[str, list[tuple[int, str]]]) -> Any:
        def made(row: _Row) -> Wire:
            id_ = row.shown("id")
            self.texts[id_] = self._text(id_)
            described = {name: row.text(name) for name in DESCRIBED}
            self.reports[id_] = {"id": id_, **described, "extent": row.text("extent")}
            return {
                "report": self.reports[id_],
                "reader": row.shown("reader"),
                "text": self.texts[id_],
                "marks": marks.get(id_, []),
                "text_sha256": row.shown("text_sha256"),
            }

        return made

    def _text(self, id_: str) -> str:
        """The report's text as it left. Raises ValueError where it isn't there."""
        if not _SHA.fullmatch(id_):
            raise ValueError("its id is no SHA-256 in hex")
        path = self.folder / TEXTS / f"{id_}.txt"
        if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
            raise ValueError(f"its text isn't there as {TEXTS}/{id_[:12]}….txt")
        if path.stat().st_size > 4 * self.limits.text_chars:
            raise ValueError("its text is too long")
        return path.read_bytes().decode()

    # --- claims and unread figures ---

    def _claim(self, row: _Row) -> Wire:
        report = self._report_of(row)
        text = self.texts[row.shown("report_id")]
        return {
            "id": row.shown("id"),
            "report": report,
            **{name: row.text(name) for name in ("type", "detail", "modality", "measure", "part_of")},
            "quantity": _quantity(row, text),
            "group": row.codes("group"),
            **{slot: _name(row, text, slot) for slot in SLOTS},
            "via": _via(row, text),
            "period": _period(row, text),
            "stated_on": row.text("stated_on"),
            "trigger": _span(row, text, "trigger"),
            "evidence": _pieces(row, text, "evidence", PIECES_PARTED),
            **{name: row.shown(name) for name in ("reader", "rule", "review")},
            "precision": row.number("precision"),
        }

    def _unread(self, row: _Row) -> Wire:
        report = self._report_of(row)
        text = self.texts[row.shown("report_id")]
        return {
            "report": report,
            "quantity": _span(row, text, "quantity"),
            "evidence": [_span(row, text, "evidence")],
            **{name: row.shown(name) for name in ("reason", "id", "review")},
        }

    def _report_of(self, row: _Row) -> Wire:
        id_ = row.shown("report_id")
        if id_ not in self.reports:
            raise ValueError(f"its report {printable(id_[:12])} isn't in {FILES[REPORTS]}")
        return self.reports[id_]


def _span(row: _Row, text: str, name: str) -> Wire | None:
    """The words at the offsets that the row gives; None where it gives none."""
    start, end = row.whole(f"{name}_start"), row.whole(f"{name}_end")
    if start is None or end is None:
        return None
    return _checked(row, name, [_slice(text, start, end)])[0]


def _slice(text: str, start: int, end: int) -> Wire:
    return {"text": text[start:end], "start": start, "end": end}


def _checked(row: _Row, name: str, spans: list[Wire], parted: str = "") -> list[Wire]:
    """The spans, if the row's words are what the text has there."""
    if row.shown(name) != fit_cell(parted.join(span["text"] for span in spans)):
        raise ValueError(f"{name}: the report's text has other words there")
    return spans


def _pieces(row: _Row, text: str, name: str, parted: str) -> list[Wire]:
    """The words at each of several places."""
    spans = [_slice(text, *from_at(code)) for code in row.codes(f"{name}_at")]
    return _checked(row, name, spans, parted)


def _via(row: _Row, text: str) -> list[Wire]:
    spans = _pieces(row, text, "via", TEXTS_PARTED)
    ids = row.codes("via_ids")
    if len(ids) != len(spans):
        raise ValueError("via: as many names as ids are needed")
    return [{**span, "id": None if id_ == UNNAMED else id_} for span, id_ in zip(spans, ids, strict=True)]


def _name(row: _Row, text: str, slot: str) -> Wire | None:
    span = _span(row, text, slot)
    return None if span is None else {**span, "id": row.text(f"{slot}_id")}


def _quantity(row: _Row, text: str) -> Wire | None:
    span = _span(row, text, "quantity")
    if span is None:
        return None
    return {
        **span,
        "low": row.whole("low"),
        "high": row.whole("high"),
        "approx": row.flag("approx"),
        "unit": row.shown("unit"),
        "basis": row.shown("basis"),
    }


def _period(row: _Row, text: str) -> Wire | None:
    span = _span(row, text, "period")
    return None if span is None else {**span, **{name: row.text(name) for name in ("start_date", "end_date")}}


# --- what people decided ---


def _decision(row: _Row) -> Wire:
    told = {name: row.shown(name) for name in ("claim", "verdict", "by", "at", "why")}
    return {**told, "amendment": row.text("amendment")}


def _ruling(row: _Row) -> Wire:
    told = {name: row.shown(name) for name in ("matter", "one", "other", "by", "at", "why")}
    return {**told, **{name: row.flag(name) for name in ("together", "withdrawn")}}
