"""Tables from strangers, inside the guarded process: CSV, JSON Lines and workbooks to rows of plain cells.

What goes back is JSON in the place of a text: the columns, and each row with the line that it begins on. No
formula is evaluated: of a cell that has one, the value that was saved with it counts.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, load_workbook

from habeas.intake.parsed import Parsed, Unparsable
from habeas.intake.text import decoded

MOST_ROWS: Final = 500_000
MOST_COLUMNS: Final = 200
# Of one cell: an export lists in one where each word of a report in another language was masked.
MOST_CHARS: Final = 2_000_000
SHEET: Final = "claims"
DELIMITERS: Final = (",", ";", "\t")
_TOO_LONG: Final = Unparsable(f"has more than {MOST_ROWS:,} rows", "split it into smaller files")

Line = tuple[int, Sequence[str]]


def parse_csv(data: bytes) -> Parsed:
    """Rows of comma-, semicolon- or tab-separated values; the first row names the columns."""
    # Not before: a spreadsheet's quotes run over several lines, whose breaks count in the line's number.
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    csv.field_size_limit(MOST_CHARS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        return _parsed(_numbered(reader))
    except csv.Error as fault:
        why = f"isn't CSV at line {reader.line_num}: {fault}"
        raise Unparsable(why, "check the quotation marks there") from fault


def parse_lines(data: bytes) -> Parsed:
    """JSON Lines: an object a line; what is nested counts by its path, as in `quantity.text`."""
    rows: list[tuple[int, Mapping[str, str]]] = []
    for number, line in enumerate(decoded(data).split("\n"), start=1):
        if line.strip():
            rows.append((number, dict(_flat(_object(line, number)))))
    columns = list(dict.fromkeys(name for _, cells in rows for name in cells))
    body = ((number, [cells.get(name, "") for name in columns]) for number, cells in rows)
    return _parsed([(0, columns), *body] if rows else [])


def parse_workbook(data: bytes) -> Parsed:
    """The rows of a workbook's sheet "claims", else of the only one that holds anything."""
    try:
        with load_workbook(io.BytesIO(data)) as workbook:
            sheets = {name: workbook.get_sheet_by_name(name) for name in workbook.sheet_names}
            return _parsed(_of_sheet(_chosen(sheets)))
    except CalamineError as fault:
        raise Unparsable(f"isn't a workbook that can be read ({fault})", "save it as .xlsx again") from fault


def _chosen(sheets: Mapping[str, CalamineSheet]) -> CalamineSheet:
    filled = {name: sheet for name, sheet in sheets.items() if sheet.end is not None}
    called = [name for name in filled if name.strip().casefold() == SHEET]
    if len(called or filled) == 1:
        return filled[(called or list(filled))[0]]
    if not filled:
        raise Unparsable(
            "holds no rows", "name the columns in the first row, and put one claim in each further"
        )
    why = f"has {len(filled)} sheets: {', '.join(filled)}"
    raise Unparsable(why[:300], f"call the one that holds the claims “{SHEET}”")


def _of_sheet(sheet: CalamineSheet) -> Iterator[Line]:
    last_row, last_column = sheet.end or (0, 0)
    if last_row >= MOST_ROWS:
        raise _TOO_LONG
    if last_column >= MOST_COLUMNS:
        raise Unparsable(f"has more than {MOST_COLUMNS} columns", "keep the columns of the claims alone")
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        yield number, [_cell(cell) for cell in cells]


def _numbered(reader: Any) -> Iterator[Line]:
    """Each row with the number of the line on which it begins."""
    before = 0
    for cells in reader:
        yield before + 1, cells
        before = reader.line_num


def _delimiter(text: str) -> str:
    """The one that takes the first line apart into the most cells."""
    first = text.lstrip("\n").split("\n", 1)[0]
    return max(DELIMITERS, key=first.count)


def _parsed(lines: Iterable[Line]) -> Parsed:
    columns: Sequence[str] | None = None
    rows: list[Line] = []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if columns is None:
            columns = _without_blank_end(cells)
            continue
        if len(rows) == MOST_ROWS:
            raise _TOO_LONG
        rows.append((number, _fitted(cells, columns, number)))
    if columns is None or not rows:
        raise Unparsable(
            "holds no rows", "name the columns in the first row, and put one claim in each further"
        )
    return Parsed(json.dumps({"columns": columns, "rows": rows}))


def _fitted(cells: Sequence[str], columns: Sequence[str], number: int) -> Sequence[str]:
    """The cells, as many as there are columns."""
    kept = _without_blank_end(cells)
    if len(kept) > len(columns):
        why = f"has {len(kept)} cells in line {number}, and {len(columns)} columns"
        raise Unparsable(why, "put cells that hold a comma between quotation marks")
    return [*kept, *[""] * (len(columns) - len(kept))]


def _without_blank_end(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError) as fault:
        raise Unparsable(f"isn't JSON in line {number} ({fault})", "write one JSON object a line") from fault
    if not isinstance(found, dict):
        raise Unparsable(f"holds no JSON object in line {number}", "write one JSON object a line")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _flat(value: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{path}{name}.")
        elif isinstance(inner, list):
            words = (one.get("text") if isinstance(one, dict) else one for one in inner)
            yield f"{path}{name}", ";".join(map(_cell, words))
        else:
            yield f"{path}{name}", _cell(inner)


def _cell(value: object) -> str:
    """A cell as plain words: whole numbers without a point, days in ISO 8601, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if len(words := str(value)) > MOST_CHARS:
        raise Unparsable(f"has a cell of more than {MOST_CHARS:,} characters", "quote the passage alone")
    return words
