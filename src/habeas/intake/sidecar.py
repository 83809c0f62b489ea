"""The sidecar: `reports.csv` in a folder says what the documents beside it don't say themselves.

A column `name` holds the file's name; any of outlet, url, title, published and language may follow.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from habeas.errors import UnreadableReport
from habeas.intake.days import unlikely_day
from habeas.intake.stated import Stated, one_line, primary_subtag, web_address

SIDECAR: Final = "reports.csv"
COLUMNS: Final = ("name", "outlet", "url", "title", "published", "language")
MOST_BYTES: Final = 16 * 2**20


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Mapping[str, str]


Rows = Mapping[str, Sequence[_Row]]


class BadSidecar(Exception):
    """What is wrong with a sidecar, where, and what to do."""

    def __init__(self, line: int | None, why: str, cure: str) -> None:
        self.line, self.why, self.cure = line, why, cure
        super().__init__(why)

    @property
    def beside(self) -> str:
        """What is wrong, as said of a document beside the sidecar."""
        at = f", line {self.line}," if self.line is not None else ""
        return f"{SIDECAR} beside it{at} {self.why}"


def beside(path: Path, shown: str) -> Stated:
    """What the sidecar in the file's folder says of this file; nothing where there is none.

    Raises UnreadableReport, naming the sidecar and the line, where it can't be read or the file's row is bad.
    """
    sidecar = path.parent / SIDECAR
    try:
        if not sidecar.is_file():
            return Stated()
        entry = sidecar.stat()
        return noted_of(_rows(sidecar, entry.st_mtime_ns, entry.st_size), path.name)
    except OSError as fault:
        raise UnreadableReport(shown, f"{SIDECAR} beside it can't be opened: {fault.strerror}") from fault
    except BadSidecar as fault:
        raise UnreadableReport(shown, fault.beside, fault.cure) from fault


def noted_of(rows: Rows, name: str) -> Stated:
    """What a sidecar's rows say of the document of this name. Raises BadSidecar."""
    return _stated(rows.get(_key(name), ()))


def _key(name: str) -> str:
    # File systems and spreadsheets write one accented letter in two ways.
    return unicodedata.normalize("NFC", name.strip())


@lru_cache(maxsize=16)
def _rows(sidecar: Path, _changed: int, size: int) -> Rows:
    """The rows by file name; kept in memory as long as the sidecar doesn't change."""
    if size > MOST_BYTES:
        raise BadSidecar(None, "is too large", "split the folder")
    return rows_in(sidecar.read_bytes())


def rows_in(data: bytes) -> Rows:
    """A sidecar's rows by file name. Raises BadSidecar."""
    if len(data) > MOST_BYTES:
        raise BadSidecar(None, "is too large", "split the folder")
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadSidecar(None, "isn't in UTF-8", "save it as CSV UTF-8") from fault
    reader = csv.reader(words.splitlines(keepends=True), strict=True)
    by_name: dict[str, list[_Row]] = {}
    try:
        columns = _columns(next(reader, []))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = _Row(reader.line_num, _by_column(columns, cells, reader.line_num))
                by_name.setdefault(_key(row.cells["name"]), []).append(row)
    except csv.Error as fault:
        raise BadSidecar(reader.line_num, f"isn't CSV: {fault}", "check the quotation marks") from fault
    return by_name


def _columns(header: Sequence[str]) -> tuple[str, ...]:
    columns = tuple(cell.strip().lower() for cell in header)
    cure = f"the columns are {', '.join(COLUMNS)}, separated by commas"
    if unknown := [column for column in columns if column not in COLUMNS]:
        raise BadSidecar(1, f"has an unknown column {unknown[0]!r}", cure)
    if "name" not in columns:
        raise BadSidecar(1, "has no column 'name'", cure)
    if len(set(columns)) < len(columns):
        raise BadSidecar(1, "has a column twice", cure)
    return columns


def _by_column(columns: Sequence[str], cells: Sequence[str], line: int) -> Mapping[str, str]:
    if len(cells) != len(columns):
        why = f"has {len(cells)} cells, and the header has {len(columns)}"
        raise BadSidecar(line, why, "put cells that hold a comma between quotation marks")
    return dict(zip(columns, cells, strict=True))


def _stated(rows: Sequence[_Row]) -> Stated:
    if len(rows) > 1:
        raise BadSidecar(
            rows[1].line, f"names it again after line {rows[0].line}", "keep one of the two lines"
        )
    if not rows:
        return Stated()
    row = rows[0]
    return Stated(
        outlet=one_line(row.cells.get("outlet")),
        url=_address(row),
        title=one_line(row.cells.get("title")),
        published=_published(row),
        language=_language(row),
    )


def _address(row: _Row) -> str | None:
    words = row.cells.get("url", "").strip()
    if words and web_address(words) is None:
        raise BadSidecar(
            row.line, f"gives {words!r}, which is no address on the web", "write it as https://…"
        )
    return web_address(words)


def _published(row: _Row) -> date | None:
    words = row.cells.get("published", "").strip()
    if not words:
        return None
    try:
        day = date.fromisoformat(words)
    except ValueError as fault:
        raise BadSidecar(
            row.line, f"gives {words!r}, which is no date", "write dates as 2019-02-21"
        ) from fault
    if why := unlikely_day(day):
        raise BadSidecar(row.line, f"gives a day of publication that can't be: {why}", "check its year")
    return day


def _language(row: _Row) -> str | None:
    words = row.cells.get("language", "").strip()
    if words and primary_subtag(words) is None:
        raise BadSidecar(
            row.line, f"gives {words!r}, which is no language", "write a code such as en, ar or ku"
        )
    return primary_subtag(words)
