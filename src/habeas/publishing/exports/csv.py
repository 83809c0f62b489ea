"""CSV: a file a table, and each report's text as it leaves, so that all of it can be loaded again.

RFC 4180: commas, CR LF, quotes doubled; every text is quoted, numbers aren't. UTF-8 with a byte-order mark,
without which Excel takes it for another encoding.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from habeas.cells import TEXTS, defused
from habeas.publishing.exports.cells import in_words
from habeas.publishing.exports.columns import Cell, Head, Kind, Table
from habeas.publishing.exports.tabled import tables
from habeas.publishing.holdings import Cleared

ENCODING: Final = "utf-8-sig"
COLUMNS: Final = "columns.csv"

EXPLAINED: Final = (
    Head("table", Kind.TEXT, "the file that has it"),
    Head("column", Kind.TEXT, "its name"),
    Head("holds", Kind.TEXT, "what its cells hold"),
    Head("meaning", Kind.TEXT, "what they mean"),
)


def write(cleared: Cleared, folder: Path) -> None:
    """Write the tables, what their columns mean, and the reports' texts into the folder."""
    made = tables(cleared)
    for table in made:
        write_csv(folder / f"{table.name}.csv", table.heads, table.rows)
    write_csv(folder / COLUMNS, EXPLAINED, _explained(made))
    (folder / TEXTS).mkdir(mode=0o700, exist_ok=True)
    for report in cleared.holdings.reports:
        (folder / TEXTS / f"{report.id}.txt").write_bytes(report.text.encode())


def write_csv(
    path: Path,
    heads: Sequence[Head],
    rows: Iterable[Sequence[Cell]],
    *,
    tags: Sequence[str] = (),
    encoding: str = ENCODING,
) -> None:
    """Write one table; `tags` are a second row of names, where there are any."""
    kinds = [head.kind for head in heads]
    with path.open("x", encoding=encoding, newline="") as file:
        lines = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        lines.writerow([head.name for head in heads])
        if tags:
            lines.writerow(tags)
        lines.writerows([_cell(*pair) for pair in zip(row, kinds, strict=True)] for row in rows)


def _cell(cell: Cell, kind: Kind) -> str | int | float:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    return defused(in_words(cell, kind))


def _explained(made: Iterable[Table]) -> list[tuple[str, ...]]:
    return [(table.name, head.name, head.kind, head.meaning) for table in made for head in table.heads]
