"""Parquet for data frames: a file a table, typed; days are days, lists lists, and an open bound is null.

Words are the report's own, code point for code point: what reads Parquet runs nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from habeas.publishing.exports.columns import Cell, Head, Kind, Table
from habeas.publishing.exports.provenance import provenance_lines
from habeas.publishing.exports.tabled import tables
from habeas.publishing.holdings import Cleared

TYPES: Final = {
    Kind.TEXT: pa.string(),
    Kind.TEXTS: pa.list_(pa.string()),
    Kind.CODES: pa.list_(pa.string()),
    Kind.WHOLE: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.DAY: pa.date32(),
    Kind.TIME: pa.timestamp("ms", tz="UTC"),
    Kind.FLAG: pa.bool_(),
}


def write(cleared: Cleared, folder: Path) -> None:
    """Write the tables into the folder."""
    origin = dict(provenance_lines(cleared))
    for table in tables(cleared):
        pq.write_table(_as_arrow(table, origin), folder / f"{table.name}.parquet", compression="zstd")


def _as_arrow(table: Table, origin: dict[str, str]) -> pa.Table:
    fields = [
        pa.field(head.name, TYPES[head.kind], metadata={"meaning": head.meaning}) for head in table.heads
    ]
    schema = pa.schema(fields, metadata={"Table": table.gist, **origin})
    columns = zip(*table.rows, strict=True) if table.rows else ([] for _ in fields)
    arrays = [
        pa.array([_value(cell, head) for cell in cells], type=TYPES[head.kind])
        for head, cells in zip(table.heads, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _value(cell: Cell, head: Head) -> object:
    if isinstance(cell, tuple):
        return list(cell)
    return str(cell) if head.kind is Kind.TEXT and cell is not None else cell
