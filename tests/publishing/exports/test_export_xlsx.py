"""The workbook, read back as another program reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given
from openpyxl import Workbook

from claim_strategies import claims, steady
from export_material import cleared_of, hostile, told
from habeas.errors import WrongUsage
from habeas.model import Claim
from habeas.publishing.exports import Form, writer_of, xlsx
from made import claim, report


def written(found: list[Claim], folder: Path) -> Workbook:
    writer_of(Form.XLSX)(cleared_of(found), folder)
    return openpyxl.load_workbook(folder / "habeas.xlsx")


def rows(book: Workbook, sheet: str) -> list[dict[str, object]]:
    head, *lines = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), line, strict=True)) for line in lines]


def test_its_sheets(tmp_path: Path) -> None:
    book = written(told(), tmp_path)
    assert book.sheetnames[:6] == ["Claims", "Events", "Figures", "Conflicts", "Unread", "Reports"]
    assert book.sheetnames[-2:] == ["About", "Columns"]
    claims_sheet = book["Claims"]
    assert claims_sheet.freeze_panes == "B2"
    assert claims_sheet.auto_filter.ref.startswith("A1:")
    assert claims_sheet["A1"].comment.text.startswith("the claim's id")


def test_days_are_days_numbers_numbers_and_open_bounds_empty(tmp_path: Path) -> None:
    held, attack, *_ = rows(written(told(), tmp_path), "Claims")
    assert (held["low"], held["high"], held["bounds"]) == (300, None, "at least")
    assert (attack["start_date"], attack["low"]) == (datetime(2024, 3, 2), None)  # noqa: DTZ001
    assert (held["place_lat"], held["approx"]) == (-33.5, False)
    assert held["as_of"] == datetime(2026, 3, 5, 10)  # noqa: DTZ001


def test_it_says_what_it_is(tmp_path: Path) -> None:
    about = {row["what"]: row["is"] for row in rows(written(told(), tmp_path), "About")}
    assert about["Asked for"] == "place Orlan"
    assert "nobody has checked" in str(about["How to read it"])
    assert about["Names of private persons"] == "masked by blocks (█)"
    meant = {
        (row["sheet"], row["column"]): row["meaning"] for row in rows(written(told(), tmp_path), "Columns")
    }
    assert "the number is never low then" in str(meant["claims", "high"])


def test_a_long_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    said = report("\U0001f469" * 20_000)
    book = written([claim(said, "holding", evidence=said.text)], tmp_path)
    (row,) = rows(book, "Claims")
    assert str(row["evidence"]).endswith("[cut here: claims.csv and the report's text have all of it]")
    assert len(str(row["evidence"]).encode("utf-16-le")) // 2 <= 32_767
    assert any(row["what"] == "Cut" for row in rows(book, "About"))


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 7)
    with pytest.raises(WrongUsage, match=r"7 rows of claims are too many: .*csv or parquet"):
        written(told(), tmp_path)


@steady
@given(claims(), hostile)
def test_no_cell_is_a_formula_or_a_link(found: Claim, title: str) -> None:
    found = replace(found, report=replace(found.report, title=title), amends=None)
    with TemporaryDirectory() as folder:
        book = written([found], Path(folder))
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
