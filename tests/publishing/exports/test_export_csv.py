"""CSV as spreadsheets and programs read it; nothing in it can run."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from claim_strategies import claims, steady
from export_material import cleared_of, hostile, told
from habeas.model import Claim
from habeas.publishing.exports import Form, writer_of
from made import claim, quantity, report

DANGEROUS = re.compile(r"[=+\-@＝＋－＠\t\r]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def written(found: list[Claim], folder: Path) -> Path:
    writer_of(Form.CSV)(cleared_of(found), folder)
    return folder


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_the_files(tmp_path: Path) -> None:
    written(told(), tmp_path)
    (id_,) = {one.report.id for one in told()}
    names = [
        "as-read",
        "claims",
        "columns",
        "conflicts",
        "decisions",
        "events",
        "figures",
        "marks",
        "reports",
        "rulings",
        "unread",
    ]
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == [f"{name}.csv" for name in names]
    assert (tmp_path / "texts" / f"{id_}.txt").read_text("utf-8") == told()[0].report.text


def test_it_is_rfc_4180_with_a_mark_for_excel(tmp_path: Path) -> None:
    data = (written(told(), tmp_path) / "claims.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") == len(told()) + 1


def test_each_column_is_explained(tmp_path: Path) -> None:
    written(told(), tmp_path)
    explained = {(row[0], row[1]) for row in cells(tmp_path / "columns.csv")[1:]}
    for path in tmp_path.glob("*.csv"):
        if path.stem != "columns":
            assert {(path.stem, name) for name in cells(path)[0]} <= explained


def test_numbers_are_numbers(tmp_path: Path) -> None:
    line = (written(told(), tmp_path) / "claims.csv").read_text("utf-8-sig").splitlines()[1]
    assert ',-33.5,-70.25,"town",' in line
    assert ',"at least 300","at least",300,"","false","at least",' in line


@pytest.mark.parametrize("words", ["=1+1 people", "+60", "-60", "@60", "＝60", "\t60", "60;=1+1"])
def test_words_that_look_like_formulas_are_text(words: str, tmp_path: Path) -> None:
    said = report(f"{words} are held.")
    made = claim(said, "holding", quantity(said, words, 60, 60))
    head, row = cells(written([made], tmp_path) / "claims.csv")
    cell = dict(zip(head, row, strict=True))["quantity"]
    assert not DANGEROUS.match(cell.lstrip())
    assert ";=" not in cell


@steady
@given(claims(), hostile, hostile)
def test_no_cell_starts_a_formula(found: Claim, title: str, outlet: str) -> None:
    found = replace(found, report=replace(found.report, title=title, outlet=outlet), amends=None)
    with TemporaryDirectory() as folder:
        for path in written([found], Path(folder)).glob("*.csv"):
            for row in cells(path):
                for cell in row:
                    assert not DANGEROUS.match(cell.strip()) or NUMBER.fullmatch(cell)
                    assert "\n" not in cell
                    assert "\r" not in cell


@steady
@given(claims(), hostile)
def test_parted_by_semicolons_it_holds_no_formula_either(found: Claim, title: str) -> None:
    """As spreadsheets part it in countries whose decimal sign is the comma."""
    found = replace(found, report=replace(found.report, title=title), amends=None)
    with TemporaryDirectory() as folder:
        text = (written([found], Path(folder)) / "reports.csv").read_text("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        for cell in row[1:]:
            assert not DANGEROUS.match(cell.strip())
