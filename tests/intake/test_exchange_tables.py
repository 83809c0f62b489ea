"""An export as CSV, read again: the same claims, or a line that says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claim_strategies import claims as any_claims
from claim_strategies import days, steady
from export_material import cleared_of, told
from habeas.errors import Unloadable, UnreadableReport
from habeas.intake.exchange import Bundle
from habeas.intake.exchange_tables import is_tables, read_tables
from habeas.model import Claim, Extent, Mark, Report, Review
from habeas.publishing.exports import Form, writer_of
from habeas.settings import Limits
from made import READER, report, unread


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    said = report("7 of somebody.", marks=(Mark(0, "page 1"), Mark(2, "page 2")))
    writer_of(Form.CSV)(cleared_of([*told()], unread=[unread(said, "7")]), tmp_path)
    return tmp_path


def read(folder: Path) -> Bundle:
    return read_tables(folder, limits=Limits())


def found_in(bundle: Bundle) -> list[Claim]:
    return [claim for reading in bundle.readings for claim in reading.claims]


def test_claims_figures_and_marks_come_back(folder: Path) -> None:
    bundle = read(folder)
    by_id = {claim.id: claim for claim in found_in(bundle)}
    assert by_id == {claim.id: claim for claim in told()}
    (doubted,) = (reading for reading in bundle.readings if reading.unread)
    assert [figure.quantity.text for figure in doubted.unread] == ["7"]
    assert [mark.label for mark in doubted.report.marks] == ["page 1", "page 2"]
    assert bundle.texts == {reading.report.id for reading in bundle.readings}


def test_it_is_known_by_its_files(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert is_tables(folder)
    assert not is_tables(tmp_path_factory.mktemp("empty"))


# Descriptions as intake leaves them: on one line, nothing invisible in them.
lines = st.text(st.sampled_from("=+-@'; \"aé٣,ن"), min_size=1, max_size=12).map(str.strip).filter(bool)


@st.composite
def exported(draw: st.DrawFn) -> Claim:
    """Any claim of any report as a ledger has them."""
    made = draw(any_claims())
    kept = Report(
        id=made.report.id,
        name=" ".join(draw(lines).split()),
        text=made.report.text,
        outlet=" ".join(draw(lines).split()),
        title=draw(st.none() | lines.map(lambda words: " ".join(words.split()))),
        published=draw(st.none() | days),
        language=draw(st.sampled_from([None, "en", "ar"])),
        extent=draw(st.sampled_from(Extent)),
    )
    slots = ("place", "origin", "destination", "actor", "speaker")
    names = {slot: getattr(made, slot) for slot in slots}
    ids = st.sampled_from([None, "orlan-town", "CL"])
    return replace(
        made,
        **{slot: name and replace(name, id=draw(ids)) for slot, name in names.items()},
        via=tuple(replace(name, id=draw(ids)) for name in made.via),
        report=kept,
        reader=READER,
        rule="made.rule",
        detail=None,
        part_of=None,
        review=Review.UNCHECKED,
        amends=None,
    )


@steady
@given(exported())
def test_any_claim_comes_back(made: Claim) -> None:
    assume("\r" not in made.report.text and "\x00" not in made.report.text)  # no text of habeas holds these
    with TemporaryDirectory() as folder:
        writer_of(Form.CSV)(cleared_of([made]), Path(folder))
        (back,) = found_in(read(Path(folder)))
    assert (back, back.id) == (made, made.id)


def change(file: str, of: str, with_: str) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        text = (folder / file).read_text("utf-8-sig")
        assert of in text
        (folder / file).write_text(text.replace(of, with_, 1), "utf-8-sig", newline="")

    return changed


def lose_a_text(folder: Path) -> None:
    next((folder / "texts").iterdir()).unlink()


def change_a_text(folder: Path) -> None:
    for path in (folder / "texts").iterdir():
        path.write_text(path.read_text("utf-8").replace("300", "900"), "utf-8")


def link_a_text(folder: Path) -> None:
    path = next((folder / "texts").iterdir())
    (folder / "elsewhere").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(folder / "elsewhere")


def link_a_table(folder: Path) -> None:
    (folder / "claims.csv").rename(folder / "elsewhere.csv")
    (folder / "claims.csv").symlink_to(folder / "elsewhere.csv")


def lead_outside(folder: Path) -> None:
    (id_,) = {claim.report.id for claim in told()}
    change("reports.csv", id_, "../../etc/passwd")(folder)


@pytest.mark.parametrize(
    ("harm", "told_of"),
    [
        (change("claims.csv", "300 people are", "900 people are"), "line 2: evidence: .*other words"),
        (change("claims.csv", 'At least 300",0,12', 'At least 300",1,12'), "line 2: quantity: .*other words"),
        (change("claims.csv", 'At least 300",0,12', 'At least 300",0,1e9'), "'1e9' is no whole number"),
        (change("claims.csv", '"at least",300,""', '"at least",,""'), "line 2: "),
        (change("claims.csv", '"holding"', '"party"'), "line 2: type: "),
        (change("claims.csv", '"holding"', '"capture"'), "line 2: .*id isn't what"),
        (change("claims.csv", '"false"', '"maybe"'), "approx: 'maybe' is neither true nor false"),
        (change("claims.csv", '"unchecked"', '"accepted"'), "it is marked accepted, and no decision"),
        (change("claims.csv", '"quantity_start"', '"quantity_begin"'), "there is no column 'quantity_start'"),
        (change("claims.csv", "0..58", "0-58"), "isn't written like 12..30"),
        (change("claims.csv", "0..58", "0..9999999"), "other words there|can't stand"),
        (change("reports.csv", '"Orlan today"', '"Orlan\u200btoday"'), "its title can't be shown"),
        (change("reports.csv", '"2024-03-18"', '"18/03/2024"'), "reports.csv, line"),
        (change("unread.csv", '"no-rule"', '"because"'), "unread.csv, line 2: reason"),
        (lose_a_text, r"its text isn't there as texts/"),
        (change_a_text, "text_sha256"),
        (link_a_text, "its text isn't there as texts/"),
        (link_a_table, "claims.csv: is a link"),
        (lead_outside, "its id is no SHA-256"),
    ],
)  # fmt: skip
def test_what_was_changed_keeps_it_out(folder: Path, harm: Callable[[Path], None], told_of: str) -> None:
    harm(folder)
    with pytest.raises(Unloadable, match=told_of):
        read(folder)


def test_a_table_that_is_none_says_so(folder: Path) -> None:
    (folder / "claims.csv").write_bytes(b'"id","type"\r\n"a\r\n"b",')
    with pytest.raises(UnreadableReport, match="isn't CSV"):
        read(folder)


def test_without_claims_it_has_its_reports(tmp_path: Path) -> None:
    writer_of(Form.CSV)(cleared_of([], reports=[report("Nobody was there.")]), tmp_path)
    (reading,) = read(tmp_path).readings
    assert (reading.report.text, reading.claims) == ("Nobody was there.", ())
