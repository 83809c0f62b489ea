"""A workbook for LibreOffice and Excel: a sheet a table, and what it all is on the last one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from habeas.errors import WrongUsage
from habeas.publishing.exports.cells import in_words
from habeas.publishing.exports.columns import Cell, Head, Kind, Table
from habeas.publishing.exports.provenance import provenance_lines
from habeas.publishing.exports.tabled import tables
from habeas.publishing.holdings import Cleared

FILE: Final = "habeas.xlsx"
# What a cell and a sheet hold at most, by the format (Excel specifications and limits).
LONGEST: Final = 32_767
MOST_ROWS: Final = 1_048_576
CUT: Final = " … [cut here: claims.csv and the report's text have all of it]"
FIRST_DAY: Final = date(1900, 3, 1)  # before it spreadsheets count days differently

# Columns as wide as their words, in characters; others are by what they hold.
OFFSETS: Final = ("_start", "_end", "_at")
WIDTHS: Final = {
    "id": 24,
    "says": 26,
    "evidence": 70,
    "answer": 50,
    "words": 70,
    "why": 40,
    "figures": 40,
    "meaning": 80,
    "people": 26,
}
BY_KIND: Final = {Kind.DAY: 11, Kind.TIME: 17, Kind.WHOLE: 10, Kind.NUMBER: 10, Kind.FLAG: 8}
OTHERS: Final = 18
ABOUT: Final = (Head("what", Kind.TEXT, ""), Head("is", Kind.TEXT, ""))
COLUMNS: Final = (
    Head("sheet", Kind.TEXT, ""),
    Head("column", Kind.TEXT, ""),
    Head("holds", Kind.TEXT, ""),
    Head("meaning", Kind.TEXT, ""),
)


@dataclass(slots=True)
class _Book:
    """A workbook that is being written, and how many cells of it had to be cut."""

    book: Any
    formats: dict[str, Format] = field(default_factory=dict)
    cut: int = 0

    def of(self, name: str) -> Format:
        return self.formats[name]


def write(cleared: Cleared, folder: Path) -> None:
    """Write the workbook into the folder. Raises WrongUsage for more rows than a sheet has."""
    made = tables(cleared)
    _refuse_too_long(made)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(folder / FILE, options) as book:
        book.set_properties({"created": cleared.holdings.as_of.replace(tzinfo=None), "author": "habeas"})
        writing = _Book(book, _formats(book))
        for table in made:
            _write_sheet(writing, table)
        _write_about(writing, cleared, made)


def _refuse_too_long(made: Sequence[Table]) -> None:
    for table in made:
        if len(table.rows) >= MOST_ROWS:
            rows = f"{len(table.rows):,} rows of {table.name}"
            why = f"{rows} are too many: a sheet of a workbook holds {MOST_ROWS - 1:,}"
            raise WrongUsage(
                f"{why} (export them as csv or parquet, or ask for fewer with --place, --since …)"
            )


def _formats(book: Any) -> dict[str, Format]:
    top = {"valign": "top"}
    return {
        "head": book.add_format({"bold": True, "bg_color": "#E8E8E8", "text_wrap": True, **top}),
        "text": book.add_format({"text_wrap": True, **top}),
        "code": book.add_format(top),
        "number": book.add_format(top),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", **top}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left", **top}),
    }


def _write_sheet(writing: _Book, table: Table) -> None:
    sheet = writing.book.add_worksheet(table.name.capitalize())
    _write_rows(writing, sheet, table.heads, table.rows)


def _write_rows(
    writing: _Book, sheet: Worksheet, heads: Sequence[Head], rows: Sequence[Sequence[Cell]]
) -> None:
    """A header that stays in sight, filters, and the rows below it."""
    sheet.freeze_panes(1, 1)
    for column, head in enumerate(heads):
        sheet.set_column(column, column, _width(head))
        sheet.write_string(0, column, head.name, writing.of("head"))
        if head.meaning:
            sheet.write_comment(0, column, head.meaning, {"x_scale": 2})
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
    for line, row in enumerate(rows, start=1):
        for column, (head, cell) in enumerate(zip(heads, row, strict=True)):
            _write_cell(writing, sheet, (line, column), cell, head)


def _width(head: Head) -> int:
    if head.name.endswith(OFFSETS):
        return BY_KIND[Kind.WHOLE]
    return WIDTHS.get(head.name, BY_KIND.get(head.kind, OTHERS))


def _write_cell(writing: _Book, sheet: Worksheet, where: tuple[int, int], cell: Cell, head: Head) -> None:
    if cell is None or cell in ("", ()):
        return
    if isinstance(cell, bool):
        sheet.write_boolean(*where, cell, writing.of("number"))
    elif isinstance(cell, int | float):
        sheet.write_number(*where, cell, writing.of("number"))
    elif isinstance(cell, datetime):
        sheet.write_datetime(*where, cell.astimezone(UTC).replace(tzinfo=None), writing.of("time"))
    elif isinstance(cell, date) and cell >= FIRST_DAY:
        sheet.write_datetime(*where, cell, writing.of("day"))
    else:
        wrapped = head.name in WIDTHS
        text = _cut(writing, in_words(cell, head.kind))
        sheet.write_string(*where, text, writing.of("text" if wrapped else "code"))


def _cut(writing: _Book, text: str) -> str:
    if _units(text) <= LONGEST:
        return text
    writing.cut += 1
    room = LONGEST - len(CUT)
    # Counted as the format does: what stands beyond the first plane takes two.
    while _units(text) > room:
        text = text[: len(text) - max(1, (_units(text) - room) // 2)]
    return text + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _write_about(writing: _Book, cleared: Cleared, made: Sequence[Table]) -> None:
    """What the workbook is, how it is to be read, and what each column means."""
    lines = [
        *provenance_lines(cleared),
        *((f"Sheet {table.name.capitalize()}", table.gist) for table in made),
    ]
    if writing.cut:
        lines.append(
            ("Cut", f"{writing.cut} cells were longer than a workbook allows: they end in “{CUT.strip()}”")
        )
    about = writing.book.add_worksheet("About")
    _write_rows(writing, about, ABOUT, lines)
    about.set_column(0, 0, 26)
    about.set_column(1, 1, 110)
    explained = [(table.name, head.name, head.kind, head.meaning) for table in made for head in table.heads]
    _write_rows(writing, writing.book.add_worksheet("Columns"), COLUMNS, explained)
