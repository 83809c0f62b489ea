"""Scores of whole reports, worked out by hand, and the floors that they hold."""

import json
from pathlib import Path

import pytest

from habeas import Reading
from habeas.errors import HabeasError, WrongUsage
from habeas.scoring import (
    GoldReport,
    MissedFloor,
    Score,
    corpus_digest,
    hold_floors,
    load_gold,
    score,
    set_floors,
    summary,
)
from made import READER, claim, quantity, report, unread

TEXT = "50 were moved. 60 were freed. 70 were tried. Raiders attacked."
SAID = report(TEXT)


def wire(words: str, kind: str, figure: int | None, **slots: object) -> dict[str, object]:
    start = TEXT.index(words)
    bounds = {"text": str(figure), "low": figure, "high": figure, "approx": False, "unit": "persons"}
    return {
        "type": [kind],
        "quantity": None if figure is None else bounds,
        "group": [],
        "date": None,
        "speaker": None,
        "modality": "asserted",
        "evidence": words,
        "start": start,
        "end": start + len(words),
        "optional": False,
        **slots,
    }


def gold_of(folder: Path, *claims: dict[str, object], name: str = "made") -> list[GoldReport]:
    (folder / f"{name}.txt").write_text(TEXT, "utf-8")
    said = {"document": f"{name}.txt", "published": "2024-03-18", "claims": list(claims)}
    (folder / f"{name}.json").write_text(json.dumps(said), "utf-8")
    return load_gold(folder)


def read(words: str, kind: str, figure: str | None, **slots: object):
    found = quantity(SAID, figure, int(figure), int(figure)) if figure else None
    return claim(SAID, kind, found, evidence=words, **slots)


@pytest.fixture
def total(tmp_path: Path) -> Score:
    """Two found (one an event), one extra, two missed, one optional found, one optional missed."""
    gold = gold_of(
        tmp_path,
        wire("50 were moved.", "transfer", 50, speaker="the guard"),
        wire("60 were freed.", "release", 60),
        wire("70 were tried.", "trial", 70),
        wire("Raiders attacked.", "attack", None),
        wire("50 were moved.", "release", 50, optional=True),
        wire("Raiders attacked.", "escape", None, optional=True),
    )
    claims = (
        read("50 were moved.", "transfer", "50"),
        read("50 were moved.", "release", "50"),
        read("60 were freed.", "capture", "60"),
        read("Raiders attacked.", "attack", None),
    )
    return score(
        zip(gold, [Reading(SAID, READER, claims, (unread(SAID, "70", "70 were tried."),))], strict=True)
    )


def test_claims_are_counted(total: Score) -> None:
    found = total.overview()
    assert found["documents"] == 1
    assert found["all"] == {"precision": 0.667, "recall": 0.5, "f1": 0.571, "tp": 2, "fp": 1, "fn": 2}
    assert found["figures"] == {"precision": 0.5, "recall": 0.333, "f1": 0.4, "tp": 1, "fp": 1, "fn": 2}
    assert found["events"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "tp": 1, "fp": 0, "fn": 0}


def test_figures_read_under_another_type_and_figures_left_unread_are_counted(total: Score) -> None:
    found = total.overview()
    assert found["figure_recall_any_type"] == 0.667
    assert found["missed_figures_unread"] == "1 of 2"


def test_slots_count_where_a_required_claim_was_found(total: Score) -> None:
    found = total.overview()
    assert found["slots"]["speaker"] == 0.5
    assert found["slot_n"] == {
        "speaker": 2,
        "place": 0,
        "origin": 0,
        "destination": 0,
        "group": 0,
        "date": 2,
        "modality": 2,
        "hedge": 1,
        "unit": 1,
    }
    assert found["slots"]["place"] is None


def test_disagreements_name_what_is_wrong(total: Score) -> None:
    assert total.disagreements == [
        "speaker | made.txt | transfer | – ≠ the guard | 50 were moved.",
        "extra | made.txt | capture | (60, 60) | 60 were freed.",
        "missed | made.txt | release | (60, 60) | 60 were freed.",
        "missed | made.txt | trial | (70, 70) | 70 were tried.",
    ]


def test_the_summary_has_a_line_for_each_figure(total: Score) -> None:
    lines = summary(total).splitlines()
    assert lines[0] == f"{'documents':24} 1"
    assert [line.split()[0] for line in lines] == list(total.overview())


def test_claims_and_unread_figures_of_a_report_without_annotations_are_counted(tmp_path: Path) -> None:
    gold = gold_of(tmp_path)
    reading = Reading(SAID, READER, (read("60 were freed.", "release", "60"),), (unread(SAID, "70"),))
    total = score([(gold[0], reading)])
    assert total.ceilings() == {"claims_of_nothing": 1, "unread_of_nothing": 1}
    assert total.overview()["all"]["f1"] == 0.0


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"document": "a.txt"}',
        '{"claims": [{"type": ["death"]}]}',
        '{"claims": [], "published": "soon"}',
    ],
)
def test_a_file_that_is_no_annotation_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.json").write_text(content, "utf-8")
    with pytest.raises(HabeasError, match=r"odd\.json: this is no annotated report"):
        load_gold(tmp_path)


def test_a_folder_without_annotations_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="no annotated reports"):
        load_gold(tmp_path)


def test_floors_are_written_and_held(total: Score, tmp_path: Path) -> None:
    file = tmp_path / "floors" / "floors.json"
    file.parent.mkdir()
    set_floors(file, total, "sha256:1")
    held = json.loads(file.read_text("utf-8"))
    assert held["reports"] == 1
    assert held["floors"]["figures_f1"] == 0.4
    assert held["ceilings"] == {"claims_of_nothing": 0, "unread_of_nothing": 0}
    hold_floors(file, total, "sha256:1")


@pytest.mark.parametrize(
    ("part", "name", "value"), [("floors", "figures_f1", 0.41), ("ceilings", "unread_of_nothing", -1)]
)
def test_a_missed_floor_is_named(total: Score, tmp_path: Path, part: str, name: str, value: float) -> None:
    file = tmp_path / "floors.json"
    set_floors(file, total, "sha256:1")
    held = json.loads(file.read_text("utf-8"))
    held[part][name] = value
    file.write_text(json.dumps(held), "utf-8")
    with pytest.raises(MissedFloor, match=f"{name} is .* {value}"):
        hold_floors(file, total, "sha256:1")
    before = file.read_text("utf-8")
    with pytest.raises(MissedFloor, match="--lower"):
        set_floors(file, total, "sha256:1")
    assert file.read_text("utf-8") == before
    set_floors(file, total, "sha256:1", lower=True)
    hold_floors(file, total, "sha256:1")


def test_floors_of_other_reports_do_not_count(total: Score, tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    set_floors(file, total, "sha256:1")
    told = r"floors\.json: its floors are of other reports: .* changed .*\(1 reports then, 1 now\)"
    with pytest.raises(MissedFloor, match=told):
        hold_floors(file, total, "sha256:2")


def test_floors_move_to_other_reports_only_where_that_is_accepted(total: Score, tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    set_floors(file, total, "sha256:1")
    before = file.read_text("utf-8")
    with pytest.raises(MissedFloor, match="other reports") as caught:
        set_floors(file, total, "sha256:2")
    assert str(caught.value).endswith("nothing was written; --lower accepts this")
    assert file.read_text("utf-8") == before
    (change,) = set_floors(file, total, "sha256:2", lower=True)
    assert "other reports" in change
    hold_floors(file, total, "sha256:2")


def test_what_lower_accepts_is_named(total: Score, tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    assert set_floors(file, total, "sha256:1") == []
    held = json.loads(file.read_text("utf-8"))
    held["floors"]["figures_f1"] = 0.41
    file.write_text(json.dumps(held), "utf-8")
    assert set_floors(file, total, "sha256:1", lower=True) == ["figures_f1 is 0.4, its floor is 0.41"]
    assert set_floors(file, total, "sha256:1") == []


@pytest.mark.parametrize("content", [None, "{}", "["])
def test_a_file_without_floors_says_how_to_make_them(
    total: Score, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "floors.json"
    if content is not None:
        file.write_text(content, "utf-8")
    with pytest.raises(WrongUsage, match="--set-floors"):
        hold_floors(file, total, "sha256:1")


def test_the_digest_changes_with_annotation_text_and_name(tmp_path: Path) -> None:
    digests = set()
    gold_of(tmp_path)
    digests.add(corpus_digest(tmp_path, tmp_path))
    assert corpus_digest(tmp_path, tmp_path) in digests
    gold_of(tmp_path, wire("60 were freed.", "release", 60))
    digests.add(corpus_digest(tmp_path, tmp_path))
    (tmp_path / "made.txt").write_text(TEXT + "!", "utf-8")
    digests.add(corpus_digest(tmp_path, tmp_path))
    (tmp_path / "made.json").rename(tmp_path / "other.json")
    digests.add(corpus_digest(tmp_path, tmp_path))
    assert len(digests) == 4
