"""Tables of claims that people coded: what is read of a row, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from habeas.errors import Unloadable, UnreadableReport
from habeas.intake import coded as coded_module
from habeas.intake.coded import Coding, coded
from habeas.lexicon import load_lexicon
from habeas.model import Basis, Claim, Extent, Measure, Modality, Unit
from habeas.reading.wording import Wording
from habeas.settings import Limits

QUOTE = "About 50 women were moved from Karsh prison to Orlan on Monday, the governor said."
ROW = {"quote": QUOTE, "type": "transfer", "quantity": "About 50"}


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording(load_lexicon())


def sheet(folder: Path, *rows: Mapping[str, object], name: str = "anna.csv", delimiter: str = ",") -> Path:
    """A file of these rows, CSV or JSON Lines by its name."""
    path = folder / name
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        return path
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [columns, *([str(row.get(column, "")) for column in columns] for row in rows)]
    quoted = (delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    path.write_text("\n".join(quoted) + "\n", "utf-8")
    return path


def workbook(folder: Path, sheets: Mapping[str, Sequence[Sequence[object]]], name: str = "anna.xlsx") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        made = book.create_sheet(title)
        for row in rows:
            made.append(list(row))
    book.save(folder / name)
    return folder / name


def read(path: Path, wording: Wording) -> list[Coding]:
    return coded(path, wording, limits=Limits())


def one(path: Path, wording: Wording) -> Claim:
    (coding,) = read(path, wording)
    (claim,) = coding.claims
    return claim


def faults(path: Path, wording: Wording) -> list[str]:
    with pytest.raises(Unloadable) as refused:
        read(path, wording)
    return [fault.removeprefix(f"{path}, ") for fault in refused.value.faults]


def test_a_row_becomes_a_claim_on_its_quote(tmp_path: Path, wording: Wording) -> None:
    given = {
        **ROW,
        "group": "women; TJ",
        "origin": "Karsh prison",
        "destination": "Orlan",
        "speaker": "governor",
        "period": "on Monday",
        "start_date": "2024-03-18",
        "outlet": "The Orlan Post",
        "published": "2024-03-19",
        "url": "https://example.org/1",
    }
    (coding,) = read(sheet(tmp_path, given), wording)
    (claim,) = coding.claims
    assert coding.coders == {"anna"}
    assert (claim.report.text, claim.report.extent) == (QUOTE, Extent.EXCERPT)
    assert (claim.report.outlet, claim.report.published) == ("The Orlan Post", date(2024, 3, 19))
    assert claim.quantity is not None
    assert (claim.quantity.span.text, claim.quantity.low, claim.quantity.high) == ("About 50", 50, 50)
    assert (claim.quantity.approx, claim.quantity.unit, claim.measure) == (True, Unit.PERSONS, Measure.FLOW)
    assert claim.group == {"women", "TJ"}
    assert claim.origin is not None
    assert (claim.origin.text, QUOTE[claim.origin.span.start :][:5]) == ("Karsh prison", "Karsh")
    assert claim.period is not None
    assert (claim.period.first, claim.period.last) == (date(2024, 3, 18), date(2024, 3, 18))
    assert (claim.stated_on, claim.modality) == (date(2024, 3, 19), Modality.ASSERTED)
    assert [span.text for span in claim.evidence] == [QUOTE]


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("50", (50, 50, False, Basis.WORDS)),
        ("at least 50", (50, None, False, Basis.WORDS)),
        ("up to 50", (None, 50, False, Basis.WORDS)),
        ("some 7,000", (7000, 7000, True, Basis.WORDS)),
        ("dozens", (24, None, False, Basis.CONVENTION)),
    ],
)
def test_bounds_that_are_not_given_are_those_of_the_words(
    tmp_path: Path, wording: Wording, words: str, bounds: tuple[object, ...]
) -> None:
    path = sheet(tmp_path, {"quote": f"Orlan says {words} women fled.", "type": "escape", "quantity": words})
    quantity = one(path, wording).quantity
    assert quantity is not None
    assert (quantity.low, quantity.high, quantity.approx, quantity.basis) == bounds


def test_bounds_that_are_given_count_and_a_blank_one_is_open(tmp_path: Path, wording: Wording) -> None:
    quantity = one(sheet(tmp_path, {**ROW, "low": "45", "high": "55", "approx": "yes"}), wording).quantity
    assert quantity is not None
    assert (quantity.low, quantity.high, quantity.approx) == (45, 55, True)
    quantity = one(sheet(tmp_path, {**ROW, "low": "45", "high": ""}), wording).quantity
    assert quantity is not None
    assert (quantity.low, quantity.high) == (45, None)


def test_known_names_have_the_lexicons_ids(tmp_path: Path, wording: Wording) -> None:
    quote = "The SDF moved 50 men from al-Hol camp to Tajikistan."
    given = {"origin": "al-Hol camp", "destination": "Tajikistan", "actor": "The SDF"}
    claim = one(sheet(tmp_path, {"quote": quote, "type": "transfer", "quantity": "50", **given}), wording)
    names = [claim.origin, claim.destination, claim.actor]
    assert [name and name.id for name in names] == ["al-hol", "TJ", "sdf"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"quote": ""}, "quote: there are none of the report's words"),
        ({"type": "party"}, "type: 'party' isn't known"),
        ({"type": ""}, "type: it is missing"),
        ({"quantity": "60"}, "quantity: “60” doesn't stand in the quote"),
        ({"quantity": "about 50"}, "write them as the quote has them, whole"),
        ({"quantity": "women"}, "quantity: “women” can't be read as one figure"),
        ({"quantity": "", "low": 50}, "low: a figure without words"),
        ({"quantity": "50", "approx": "", "low": 500}, "quantity: “50” isn't 500 to open"),
        ({"low": "many"}, "low: 'many' is no whole number"),
        ({"low": "9" * 13}, "is no whole number"),
        ({"low": 60, "high": 50}, "can't run from 60 to 50"),
        ({"approx": "perhaps"}, "approx: 'perhaps' is neither yes nor no"),
        ({"unit": "trucks"}, "unit: 'trucks' isn't known"),
        ({"measure": "flood"}, "measure: 'flood' isn't known"),
        ({"modality": "sung"}, "modality: 'sung' isn't known"),
        ({"detail": "gossip"}, "detail: 'gossip' isn't known"),
        ({"group": "women; wizards"}, "group: unknown tags: wizards"),
        ({"place": "Veshka"}, "place: “Veshka” doesn't stand in the quote"),
        ({"speaker": "gov"}, "speaker: “gov” doesn't stand in the quote"),
        ({"via": "governor; mayor"}, "via: “mayor” doesn't stand in the quote"),
        ({"start_date": "2024-03-18"}, "start_date: a day without words"),
        ({"period": "on Monday", "start_date": "18.3.2024"}, "start_date: '18.3.2024' is no day"),
        ({"period": "on Monday", "end_date": "2024-03-18"}, "end_date: there is no start_date"),
        ({"published": "2999-01-01"}, "published: that can't be"),
        ({"url": "javascript:alert(1)"}, "url: 'javascript:alert(1)' is no address on the web"),
        ({"language": "klingonish"}, "language: 'klingonish' is no language"),
        ({"coder": "anna,ben"}, "coder: 'anna,ben' is no name"),
        ({"part_of": "104"}, "part_of: no row of this quote and type has the quantity “104”"),
    ],
)
def test_a_row_that_its_quote_does_not_carry_is_refused_with_its_line(
    tmp_path: Path, wording: Wording, row: dict[str, object], told: str
) -> None:
    (fault,) = faults(sheet(tmp_path, ROW, {**ROW, **row}), wording)
    assert fault.startswith("line 3: ")
    assert told in fault
    assert fault.endswith(")") or "can't run" in fault


def test_all_faults_are_told_at_once(tmp_path: Path, wording: Wording) -> None:
    path = sheet(tmp_path, {**ROW, "type": "party", "place": "Veshka"}, ROW, {**ROW, "quote": ""})
    told = [fault.split(":")[0] for fault in faults(path, wording)]
    assert told == ["line 2", "line 2", "line 4"]


def test_lines_are_counted_past_breaks_within_cells(tmp_path: Path, wording: Wording) -> None:
    path = sheet(tmp_path, {**ROW, "quote": f"{QUOTE}\nA second\nline."}, {**ROW, "type": "party"})
    assert faults(path, wording)[0].startswith("line 5: ")


def test_a_figure_that_stands_twice_needs_its_offset(tmp_path: Path, wording: Wording) -> None:
    row = {"quote": "12 men and 12 women fled.", "type": "escape", "quantity": "12"}
    (fault,) = faults(sheet(tmp_path, row), wording)
    assert "stands 2 times" in fault
    men, women = {**row, "group": "men", "quantity_start": 0}, {**row, "group": "women", "quantity_start": 11}
    (coding,) = read(sheet(tmp_path, women, men), wording)
    assert [(claim.anchor.start, sorted(claim.group)) for claim in coding.claims] == [
        (0, ["men"]),
        (11, ["women"]),
    ]


def test_rows_of_one_passage_share_a_report_and_those_of_another_outlet_do_not(
    tmp_path: Path, wording: Wording
) -> None:
    quote = "104 citizens, including 31 women, came home."
    whole = {"quote": quote, "type": "repatriation", "quantity": "104", "outlet": "The Orlan Post"}
    part = {**whole, "quantity": "31", "group": "women", "part_of": "104"}
    (coding,) = read(sheet(tmp_path, part, whole), wording)
    assert [claim.part_of for claim in coding.claims] == [None, coding.claims[0].id]
    (one_outlet, other) = read(sheet(tmp_path, whole, {**whole, "outlet": "Veshka Daily"}), wording)
    assert one_outlet.report.id != other.report.id


def test_the_order_of_the_rows_changes_nothing(tmp_path: Path, wording: Wording) -> None:
    rows = [ROW, {**ROW, "quote": "At least 3 men died.", "type": "death", "quantity": "At least 3"}, ROW]
    forth, back = (read(sheet(tmp_path, *order), wording) for order in (rows, rows[::-1]))
    assert [(one.report, one.claims) for one in forth] == [(one.report, one.claims) for one in back]


def test_the_same_words_coded_in_two_ways_are_refused(tmp_path: Path, wording: Wording) -> None:
    (fault,) = faults(sheet(tmp_path, ROW, {**ROW, "group": "women", "coder": "ben"}), wording)
    assert fault.startswith("line 3: codes the same words as line 2 otherwise")


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("quantitty", "did you mean 'quantity'?"),
        ("Source", "did you mean 'speaker'?"),
        ("xyzzy", "isn't known (a name that begins with #"),
        ("QUANTITY_TEXT", "'quantity' stands twice"),
    ],
)
def test_unknown_columns_are_named_with_the_likely_one(
    tmp_path: Path, wording: Wording, column: str, told: str
) -> None:
    (fault,) = faults(sheet(tmp_path, {**ROW, column: "x"}), wording)
    assert fault.startswith("line 1: ")
    assert told in fault


def test_a_table_of_an_export_says_what_to_load(tmp_path: Path, wording: Wording) -> None:
    (fault,) = faults(sheet(tmp_path, {**ROW, "evidence_at": "0..4", "text_sha256": "5c"}), wording)
    assert "load the folder of an export as csv" in fault


def test_missing_columns_are_named(tmp_path: Path, wording: Wording) -> None:
    assert faults(sheet(tmp_path, {"quantity": "50"}), wording) == [
        "line 1: there is no column 'quote'",
        "line 1: there is no column 'type'",
    ]


def test_headers_in_any_case_and_columns_that_are_left_out(tmp_path: Path, wording: Wording) -> None:
    row = {"QUOTE": QUOTE, "Type": "Transfer", "Quantity.Text": "About 50", "# note": "look again", "id": "7"}
    assert one(sheet(tmp_path, row), wording).id == one(sheet(tmp_path, ROW), wording).id


@pytest.mark.parametrize(
    ("name", "delimiter", "encoding"),
    [
        ("a.csv", ",", "utf-8-sig"),
        ("a.csv", ";", "cp1252"),
        ("a.tsv", "\t", "utf-8"),
        ("a.csv", ";", "utf-16"),
    ],
)
def test_encodings_and_delimiters_are_found_out(
    tmp_path: Path, wording: Wording, name: str, delimiter: str, encoding: str
) -> None:
    row = {"quote": "“50 hommes”, a dit le préfet d’Orlan.", "type": "transfer", "quantity": "50"}
    path = sheet(tmp_path, row, name=name, delimiter=delimiter)
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    assert one(path, wording).report.text == row["quote"]


def test_json_lines_flat_and_as_on_the_wire(tmp_path: Path, wording: Wording) -> None:
    nested = {
        "quote": QUOTE,
        "type": "transfer",
        "quantity": {"text": "About 50", "low": 50, "high": 50, "approx": True},
        "group": ["women", "TJ"],
        "via": [{"text": "governor"}],
        "place": None,
        "report": {"outlet": "The Orlan Post"},
    }
    claim = one(sheet(tmp_path, nested, name="anna.jsonl"), wording)
    assert (claim.group, claim.report.outlet) == ({"women", "TJ"}, "The Orlan Post")
    assert [name.text for name in claim.via] == ["governor"]


def test_a_workbook_is_read_and_its_formulas_are_not_run(tmp_path: Path, wording: Wording) -> None:
    header = ["quote", "type", "quantity", "low", "high", "period", "start_date", "#"]
    row = [QUOTE, "transfer", "About 50", 50, 50.0, "on Monday", date(2024, 3, 18), "=1+1"]
    claim = one(workbook(tmp_path, {"codebook": [["a"]], "Claims": [header, row]}), wording)
    assert claim.quantity is not None
    assert (claim.quantity.low, claim.quantity.high) == (50, 50)
    assert claim.period is not None
    assert claim.period.first == date(2024, 3, 18)


def test_a_row_of_a_workbook_that_is_nothing_but_a_formula_has_no_words(
    tmp_path: Path, wording: Wording
) -> None:
    path = workbook(
        tmp_path, {"claims": [["quote", "type"], ['=WEBSERVICE("https://example.org")', "death"]]}
    )
    (fault,) = faults(path, wording)
    assert fault.startswith("line 2: quote: there are none")


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        (
            {"one": [["quote"]], "two": [["quote"]]},
            "has 2 sheets: one, two (call the one that holds the claims",
        ),
        ({"one": []}, "holds no rows"),
        ({"one": [["quote", "type"]]}, "holds no rows"),
        ({"one": [["quote"], *[["x"] * 201]]}, "has more than 200 columns"),
    ],
)
def test_workbooks_that_hold_no_one_table_are_refused(
    tmp_path: Path, wording: Wording, sheets: dict[str, list[list[object]]], told: str
) -> None:
    with pytest.raises(UnreadableReport, match=told.replace("(", r"\(")):
        read(workbook(tmp_path, sheets), wording)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"quote,type\n", "holds no rows"),
        ("a.csv", b'quote,type\n"open,transfer\n', "isn't CSV"),
        ("a.csv", b"quote,type\na,b,c\n", "3 cells in line 2"),
        ("a.csv", b"\x00\x01\x02\xff", "binary"),
        ("a.xlsx", b"no zip at all", "isn't a workbook"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 100, "isn't a workbook"),
        ("a.jsonl", b'{"quote": 1', "isn't JSON in line 1"),
        ("a.jsonl", b"\n[1]\n", "no JSON object in line 2"),
        ("a.jsonl", b'{"quote": "a", "quote": "b"}', "stands twice"),
        ("a.jsonl", b'{"a":' * 100_000, "JSON in line 1"),
        ("a.txt", b"quote", "no table that habeas loads"),
    ],
)
def test_files_that_hold_no_table_are_refused(
    tmp_path: Path, wording: Wording, name: str, data: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableReport) as refused:
        read(path, wording)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_lines_of_the_exchange_format_alone_are_sent_on(tmp_path: Path, wording: Wording) -> None:
    path = sheet(tmp_path, {"format": "habeas/1", "type": "transfer", "evidence": []}, name="a.jsonl")
    with pytest.raises(Unloadable, match=r"load the folder that holds its reports\.jsonl"):
        read(path, wording)


def test_the_limit_on_the_files_size_holds(tmp_path: Path, wording: Wording) -> None:
    with pytest.raises(UnreadableReport, match="the limit is"):
        coded(sheet(tmp_path, ROW), wording, limits=Limits(file_bytes=10))


def test_every_column_has_one_reading() -> None:
    names = {*coded_module.COLUMNS}
    assert set(coded_module.CALLED.values()) | set(coded_module.MEANT.values()) <= names
    assert not (coded_module.LEFT_OUT | set(coded_module.MEANT) | set(coded_module.CALLED)) & names


def test_a_sheet_that_claims_to_be_endless_ends_no_more_than_its_parser(
    tmp_path: Path, wording: Wording
) -> None:
    book = openpyxl.Workbook()
    sheet_of_two = book.worksheets[0]
    sheet_of_two["A1"], sheet_of_two["XFD1048576"] = "quote", "far away"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(UnreadableReport, match=r"made its parser|more memory|has more than"):
        read(tmp_path / "far.xlsx", wording)
    assert one(sheet(tmp_path, ROW), wording).quantity is not None
