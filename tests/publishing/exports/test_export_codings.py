"""ACLED's and UCDP's columns, and their ways with vague numbers, days and places."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from export_material import cleared_of, known
from habeas.model import Basis, Claim, Quantity, Span
from habeas.publishing.exports import Form, acled, ucdp, writer_of
from habeas.publishing.exports.grounds import Ground, Precision
from habeas.reckoned import Status
from made import claim, quantity, report
from reckoned_by_hand import as_testimony, event

ACLED = [
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type"),
    *("sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2"),
    *("inter2", "interaction", "civilian_targeting", "iso", "region", "country"),
    *("admin1", "admin2", "admin3", "location", "latitude", "longitude"),
    *("geo_precision", "source", "source_scale", "notes", "fatalities", "tags"),
    *("timestamp",),
]


def written(form: Form, folder: Path, *, claims: list[Claim] | None = None) -> list[dict[str, str]]:
    writer_of(form)(cleared_of(claims), folder)
    with (folder / f"{form}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def happening(
    kind: str, *, days: tuple[date, date], place: str = "orlan-town", dead: str = ""
) -> list[Claim]:
    """Some happening in Orlan on these days, and its dead."""
    said = report(f"In Orlan they fought that day{dead and f'; {dead} died'}.")
    period = ("that day", *days)
    found = [known(claim(said, kind, trigger="fought", place="Orlan", period=period), place=place)]
    if dead:
        low = {"dozens": 24, "hundreds": 200}.get(dead) or int(dead.rsplit(maxsplit=1)[-1])
        basis = Basis.CONVENTION if dead.isalpha() else Basis.WORDS
        high = None if dead.isalpha() or dead.startswith("at least") else low
        found.append(claim(said, "death", quantity(said, dead, low, high, basis=basis)))
    return found


DAY = (date(2024, 3, 2), date(2024, 3, 2))


def test_acleds_columns_are_acleds_in_its_order(tmp_path: Path) -> None:
    rows = written(Form.ACLED, tmp_path)
    assert list(rows[0])[: len(ACLED)] == ACLED
    assert all(name.startswith("habeas_") for name in list(rows[0])[len(ACLED) :])


def test_only_what_acled_has_a_type_for_leaves(tmp_path: Path) -> None:
    rows = {row["sub_event_type"]: row for row in written(Form.ACLED, tmp_path)}
    assert set(rows) == {"Armed clash", "Arrests"}
    clash, arrests = rows["Armed clash"], rows["Arrests"]
    assert (clash["event_type"], clash["fatalities"]) == ("Battles", "12")
    assert clash["habeas_deaths"] == "“dozens” (taken as at least 24) people"
    assert clash["habeas_deaths_bounds"] == "at least"
    assert (arrests["actor1"], arrests["fatalities"]) == ("Velm Guard", "0")
    assert (arrests["iso"], arrests["country"], arrests["admin1"]) == ("152", "Chile", "Velm governorate")
    assert (arrests["location"], arrests["geo_precision"], arrests["latitude"]) == ("Orlan", "1", "-33.5")
    assert "[machine reading, unchecked]" in arrests["notes"]


@pytest.mark.parametrize(
    ("words", "low", "high", "basis", "fatalities"),
    [
        ("12", 12, 12, "words", 12),
        ("none", 0, 0, "words", 0),
        ("at least 7", 7, None, "words", 7),
        ("up to 7", None, 7, "words", 0),
        ("4 to 6", 4, 6, "words", 4),
        ("several", 3, None, "convention", 3),
        ("dozens", 24, None, "convention", 12),
        ("several dozens", 24, None, "convention", 12),
        ("scores", 40, None, "convention", 20),
        ("hundreds", 200, None, "convention", 100),
        ("several hundred", 200, 900, "convention", 100),
        ("dozens, if not hundreds", 24, None, "convention", 12),
        ("thousands", 2000, None, "convention", 1000),
        ("tens of thousands", 20000, None, "convention", 10000),
        ("hundreds of thousands", 200000, None, "convention", 100000),
        ("a clutch", 5, None, "convention", 5),
    ],
)
def test_acleds_way_with_vague_numbers(
    words: str, low: int | None, high: int | None, basis: str, fatalities: int
) -> None:
    assert acled.coded(Quantity(Span(0, len(words), words), low, high, basis=Basis(basis))) == fatalities


@pytest.mark.parametrize(
    ("last", "precision", "day"),
    [
        (date(2024, 3, 2), "1", "2024-03-02"),
        (date(2024, 3, 8), "2", "2024-03-05"),
        (date(2024, 3, 31), "3", "2024-03-16"),
        (date(2024, 4, 30), None, None),
    ],
)
def test_acleds_way_with_days(last: date, precision: str | None, day: str | None, tmp_path: Path) -> None:
    found = happening("capture", days=(date(2024, 3, 2), last))
    rows = written(Form.ACLED, tmp_path, claims=found)
    assert [(row["time_precision"], row["event_date"]) for row in rows] == ([(precision, day)] if day else [])


@pytest.mark.parametrize(
    ("place", "precision"), [("orlan-town", ["1"]), ("velm-province", ["3"]), ("CL", []), ("nowhere", [])]
)
def test_acleds_way_with_places(place: str, precision: list[str], tmp_path: Path) -> None:
    rows = written(Form.ACLED, tmp_path, claims=happening("capture", days=DAY, place=place))
    assert [row["geo_precision"] for row in rows] == precision


def test_a_riot_is_one(tmp_path: Path) -> None:
    fight, *_ = happening("attack", days=DAY)
    said = fight.report
    riot = known(
        claim(said, "attack", trigger="fought", place="Orlan", period=("that day", *DAY), detail="riot"),
        place="orlan-town",
    )
    (row,) = written(Form.ACLED, tmp_path, claims=[riot])
    assert (row["event_type"], row["sub_event_type"], row["actor1"]) == ("Riots", "Mob violence", "Rioters")


@pytest.mark.parametrize("form", [Form.ACLED, Form.UCDP])
def test_what_is_only_alleged_or_planned_leaves_as_no_event(form: Form, tmp_path: Path) -> None:
    fight, dead = happening("attack", days=DAY, dead="12")
    made = cleared_of(
        [fight, dead], events=[event(as_testimony(fight, status=Status.ALLEGED), status=Status.ALLEGED)]
    )
    writer_of(form)(made, tmp_path)
    assert (tmp_path / f"{form}.csv").read_text("utf-8-sig").count("\n") == 1


# --- UCDP ---


def test_ucdp_has_only_events_with_dead(tmp_path: Path) -> None:
    (row,) = written(Form.UCDP, tmp_path)
    assert (row["best"], row["low"], row["high"], row["deaths_unknown"]) == ("24", "24", "24", "24")
    assert row["habeas_deaths_bounds"] == "at least"
    assert (row["where_prec"], row["date_prec"], row["adm_1"]) == ("1", "1", "Velm governorate")
    assert (row["geom_wkt"], row["priogrid_gid"]) == ("POINT (-70.5 -33.75)", "80860")
    assert (row["type_of_violence"], row["side_a"], row["code_status"]) == ("", "", "Check deaths")
    assert [*row][:5] == ["id", "relid", "year", "active_year", "code_status"]


def test_where_reports_differ_the_best_is_the_lower_and_high_the_highest(tmp_path: Path) -> None:
    one, nine = happening("attack", days=DAY, dead="9")
    other, twelve = happening("attack", days=DAY, dead="at least 12")
    made = cleared_of([one, nine, other, twelve], events=[event(one, other)])
    writer_of(Form.UCDP)(made, tmp_path)
    with (tmp_path / "ucdp.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["best"], row["low"], row["high"]) == ("9", "9", "12")
    assert row["habeas_deaths_bounds"] == "exactly; at least"
    assert row["number_of_sources"] == "2"


@pytest.mark.parametrize(
    ("days", "code"), [(1, 1), (2, 2), (6, 2), (7, 3), (8, 4), (31, 4), (32, 5), (365, 5)]
)
def test_ucdps_way_with_days(days: int, code: int) -> None:
    assert ucdp.date_precision(days) == code


@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    [(-89.9, -179.9, 1), (-89.9, 179.9, 720), (0.1, 0.1, 129_961), (33.3, 44.4, 177_569), (None, None, None)],
)
def test_the_cells_of_prio_grid(lat: float | None, lon: float | None, cell: int | None) -> None:
    assert ucdp.priogrid(Ground("x", "x", Precision.TOWN, lat, lon)) == cell


def test_deaths_of_another_passage_are_not_the_events(tmp_path: Path) -> None:
    fight, *_ = happening("attack", days=DAY)
    elsewhere = report("9 died of cold.")
    cold = claim(elsewhere, "death", quantity(elsewhere, "9", 9, 9))
    assert written(Form.UCDP, tmp_path, claims=[fight, cold]) == []
