"""The columns that CSV, workbooks and Parquet share, and what their cells say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from export_material import HEAD, cleared_of, told
from habeas.model import Basis, Mark, Review
from habeas.publishing.exports.tabled import tables
from habeas.publishing.holdings import Cleared, Mask
from made import claim, quantity, report, unread


def rows_of(cleared: Cleared, name: str) -> list[dict[str, Any]]:
    (found,) = (one for one in tables(cleared) if one.name == name)
    return [dict(zip([head.name for head in found.heads], row, strict=True)) for row in found.rows]


def claim_rows(cleared: Cleared | None = None) -> dict[str, dict[str, Any]]:
    return {row["type"]: row for row in rows_of(cleared or cleared_of(), "claims")}


@pytest.mark.parametrize(
    ("words", "low", "high", "approx", "bounds", "hedge"),
    [
        ("300", 300, 300, False, "exactly", ""),
        ("none", 0, 0, False, "exactly", ""),
        ("over 300", 300, None, False, "at least", "at least"),
        ("at least about 300", 300, None, True, "at least", "at least about"),
        ("up to 300", None, 300, False, "at most", "up to"),
        ("nearly 300", 300, 300, True, "about", "about"),
        ("200 to 300", 200, 300, False, "between", "between"),
    ],
)
def test_no_bound_is_flattened(
    words: str, low: int | None, high: int | None, approx: bool, bounds: str, hedge: str
) -> None:
    said = report(f"They hold {words} there.")
    made = claim(said, "holding", quantity(said, words, low, high, approx=approx))
    row = claim_rows(cleared_of([made]))["holding"]
    assert (row["low"], row["high"], row["approx"]) == (low, high, approx)
    assert (row["bounds"], row["hedge"], row["quantity"]) == (bounds, hedge, words)


def test_a_figure_by_convention_says_so() -> None:
    row = claim_rows()["death"]
    assert (row["low"], row["high"], row["basis"]) == (24, None, Basis.CONVENTION)
    assert row["figure"] == "“dozens” (taken as at least 24)"


def test_zero_is_no_empty_cell_and_nothing_is_no_zero() -> None:
    rows = claim_rows()
    assert (rows["release"]["low"], rows["release"]["high"]) == (0, 0)
    assert (rows["attack"]["low"], rows["attack"]["quantity"], rows["attack"]["bounds"]) == (None, None, None)


def test_an_allegation_stands_with_its_answer() -> None:
    rows = claim_rows()
    assert rows["allegation"]["answered_by"] == (rows["denial"]["id"],)
    assert rows["allegation"]["answer"] == (
        "The Orlan Post reports, no source named: “The Velm Guard denied it.”",
    )
    assert (rows["denial"]["answered_by"], rows["denial"]["answer"]) == ((), ())
    (contested,) = rows_of(cleared_of(), "conflicts")
    assert contested["words"][1].endswith("“The Velm Guard denied it.”")


def test_places_have_coordinates_as_exact_as_the_lexicon_is() -> None:
    rows = claim_rows()
    camp, prison = rows["holding"], rows["attack"]
    assert (camp["place_lat"], camp["place_lon"], camp["place_precision"]) == (-33.5, -70.25, "town")
    assert (prison["place_lat"], prison["place_lon"], prison["place_precision"]) == (
        -33.75,
        -70.5,
        "facility",
    )
    assert (camp["place_country"], camp["place"], camp["place_id"]) == ("CL", "Orlan camp", "orlan-camp")
    assert rows["release"]["place_lat"] is None


def test_words_stand_beside_their_offsets() -> None:
    text = told()[0].report.text
    for row in rows_of(cleared_of(), "claims"):
        for name in ("quantity", "place", "actor", "speaker", "period", "trigger"):
            if row[f"{name}_start"] is not None:
                assert text[row[f"{name}_start"] : row[f"{name}_end"]] == row[name]
        start, _, end = row["evidence_at"][0].partition("..")
        assert text[int(start) : int(end)] == row["evidence"]


@pytest.mark.parametrize(
    ("review", "state"),
    [
        (Review.UNCHECKED, "machine reading, unchecked"),
        (Review.ACCEPTED, "reviewed: accepted"),
        (Review.REJECTED, "reviewed: rejected"),
        (Review.UNSURE, "unchecked: a reviewer couldn't tell"),
    ],
)
def test_what_nobody_has_checked_says_so(review: Review, state: str) -> None:
    row = claim_rows(cleared_of([replace(told()[0], review=review)]))["holding"]
    assert (row["review_state"], row["review"]) == (state, review)


def test_what_people_coded_is_no_machine_reading() -> None:
    row = claim_rows(cleared_of([replace(told()[0], reader="coded/anna+1a2b3c4d")]))["holding"]
    assert row["review_state"] == "unchecked, coded by people"


def test_each_row_says_where_it_comes_from() -> None:
    for name in ("claims", "events", "figures", "conflicts", "reports"):
        for row in rows_of(cleared_of(), name):
            assert (row["log_head"], row["as_of"].isoformat()) == (HEAD, "2026-03-05T10:00:00+00:00")
            assert row["exported_by"].startswith("habeas ")


@pytest.mark.parametrize(
    ("base", "link"), [("", "claims/"), ("https://l.example/x/", "https://l.example/x/claims/")]
)
def test_links_lead_to_the_web_application(base: str, link: str) -> None:
    row = claim_rows(cleared_of(base_url=base))["holding"]
    assert row["permalink"] == link + row["id"]


def test_an_event_has_its_voices_and_its_figures_apart() -> None:
    events = {row["type"]: row for row in rows_of(cleared_of(), "events")}
    capture = events["capture"]
    assert (capture["figures"], capture["place"], capture["place_precision"]) == (
        ("12 men",),
        "Orlan",
        "town",
    )
    assert (capture["voices"], capture["voices_uncredited"], capture["status"]) == (0, 1, "done")
    assert claim_rows()["capture"]["event_id"] == capture["id"]
    assert claim_rows()["holding"]["event_id"] is None


def test_a_masked_report_says_where() -> None:
    made = cleared_of()
    (id_,) = (one.id for one in made.holdings.reports)
    (row,) = rows_of(replace(made, masks={id_: (Mask(46, 54, "name"),)}), "reports")
    assert (row["masked"], row["masked_at"], row["claims"]) == (1, ("46..54",), 7)


def test_marks_and_unread_figures_have_tables() -> None:
    said = report("7 of somebody.", marks=(Mark(0, "page 1"), Mark(2, "page 2")))
    made = cleared_of([], unread=[unread(said, "7")])
    assert [row["label"] for row in rows_of(made, "marks")] == ["page 1", "page 2"]
    (row,) = rows_of(made, "unread")
    assert (row["quantity"], row["quantity_start"], row["review_state"]) == (
        "7",
        0,
        "machine reading, unchecked",
    )


def test_every_column_has_a_name_of_its_own_and_a_meaning() -> None:
    for found in tables(cleared_of()):
        names = [head.name for head in found.heads]
        assert len(set(names)) == len(names), found.name
        assert all(head.meaning for head in found.heads), found.name
        assert found.gist
