"""Parquet, read back with its types."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from export_material import HEAD, cleared_of
from habeas.publishing.exports import Form, writer_of
from habeas.publishing.exports.tabled import tables
from made import claim, report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    writer_of(Form.PARQUET)(cleared_of(), tmp_path)
    return tmp_path


def test_a_file_a_table_with_its_columns(folder: Path) -> None:
    for found in tables(cleared_of()):
        kept = pq.read_table(folder / f"{found.name}.parquet")
        assert kept.column_names == [head.name for head in found.heads]
        assert kept.num_rows == len(found.rows)
        assert kept.schema.field(0).metadata[b"meaning"].decode() == found.heads[0].meaning


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("low", pa.int64()),
        ("place_lat", pa.float64()),
        ("start_date", pa.date32()),
        ("approx", pa.bool_()),
        ("group", pa.list_(pa.string())),
        ("as_of", pa.timestamp("ms", tz="UTC")),
        ("evidence", pa.string()),
    ],
)
def test_columns_have_types(folder: Path, name: str, kind: pa.DataType) -> None:
    assert pq.read_schema(folder / "claims.parquet").field(name).type == kind


def test_open_bounds_are_null_and_zero_is_zero(folder: Path) -> None:
    rows = {row["type"]: row for row in pq.read_table(folder / "claims.parquet").to_pylist()}
    assert (rows["holding"]["low"], rows["holding"]["high"]) == (300, None)
    assert (rows["release"]["low"], rows["release"]["high"]) == (0, 0)
    assert rows["attack"]["start_date"] == date(2024, 3, 2)
    assert rows["capture"]["group"] == ["men"]


def test_the_file_says_where_it_comes_from(folder: Path) -> None:
    said = pq.read_schema(folder / "claims.parquet").metadata
    assert said[b"Hash of the ledger's log"].decode() == HEAD
    assert b"nobody has checked" in said[b"How to read it"]


def test_words_are_the_reports_own(tmp_path: Path) -> None:
    said = report("=1+1 e\u0301\n\u200f60 held.")
    writer_of(Form.PARQUET)(cleared_of([claim(said, "holding")]), tmp_path)
    (row,) = pq.read_table(tmp_path / "claims.parquet").to_pylist()
    assert row["evidence"] == said.text


def test_nothing_at_all_has_its_columns_as_well(tmp_path: Path) -> None:
    writer_of(Form.PARQUET)(cleared_of([]), tmp_path)
    assert pq.read_table(tmp_path / "claims.parquet").num_rows == 0
