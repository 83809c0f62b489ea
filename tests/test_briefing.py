"""The brief as a file: whole or not at all, cleared, told of in the log; the same for the same ledger."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from habeas import briefing, exporting, pipeline
from habeas.briefing import Told, write_brief
from habeas.errors import HabeasError, WrongUsage
from habeas.exporting import Target, Wanted
from habeas.ledger import ClaimFilter
from habeas.pipeline import Desk, desk, process
from habeas.publishing.holdings import Choice, Cleared, Holdings
from habeas.settings import settings
from made import READER, read_by_hand
from set_by_hand import lexicon

TOLD = Told(date(2026, 3, 18))
CHOICE = Choice(by="Ada", why="for a test")
FORMS = ("html", "md", "docx", "pdf")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with reports of two years, one in another language."""
    monkeypatch.setattr(pipeline, "read_report", read_by_hand)
    monkeypatch.setattr(pipeline, "reader_name", lambda _: READER)
    monkeypatch.setattr(pipeline, "load_lexicon", lambda **_: lexicon())
    place = tmp_path / "home"
    with desk(settings(place)) as here:
        for name, text in (
            ("old.txt", "Date: 2024-03-18\n\n50 people are held in Orlan. 7 of somebody."),
            ("new.txt", "Date: 2025-05-02\n\n60 people are held in Orlan, 70 people are held in Veshka."),
            ("none.txt", "Date: 2025-05-03\n\nNobody is named."),
        ):
            path = tmp_path / name
            path.write_text(text, "utf-8")
            process(path, here)
    return place


@pytest.fixture
def here(home: Path) -> Iterator[Desk]:
    with desk(settings(home), create=False) as opened:
        yield opened


@pytest.mark.parametrize("form", FORMS)
def test_a_brief_is_written_and_told_of_in_the_log(form: str, here: Desk, tmp_path: Path) -> None:
    path = tmp_path / f"brief.{form}"
    left = write_brief(here, Target(path), TOLD, Wanted(), CHOICE)
    assert len(left.holdings.claims) == 3
    (departure,) = here.ledger.departures()
    assert (departure.form, departure.by, departure.why) == (f"brief-{form}", "Ada", "for a test")
    assert (departure.chosen, departure.named) == ("everything", False)
    assert departure.contents == hashlib.sha256(path.read_bytes()).hexdigest()
    assert here.ledger.verify(here.vault) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_same_ledger_gives_the_same_file(form: str, home: Path, tmp_path: Path) -> None:
    found = []
    for name in ("one", "other"):
        shutil.copytree(home, tmp_path / name / "home")
        with desk(settings(tmp_path / name / "home"), create=False) as copied:
            write_brief(copied, Target(tmp_path / name / f"b.{form}"), TOLD, Wanted(), CHOICE)
        found.append((tmp_path / name / f"b.{form}").read_bytes())
    assert found[0] == found[1]


def written(here: Desk, path: Path, told: Told = TOLD, wanted: Wanted | None = None) -> str:
    write_brief(here, Target(path), told, wanted or Wanted(), CHOICE)
    return path.read_text("utf-8")


def test_filters_narrow_it_and_all_reports_are_counted(here: Desk, tmp_path: Path) -> None:
    wanted = Wanted(ClaimFilter(place="Veshka"), ("place veshka",))
    text = written(here, tmp_path / "b.md", wanted=wanted)
    assert "**70**" in text
    assert "**50**" not in text
    assert "**60**" not in text
    assert "Only what fits" not in text
    assert "- **Asked for:** place veshka" in text
    assert "Of 3 reports, 1 says something that fits" in text
    assert "1 claim, 1 figure unread, of 3 reports." in text


def test_changes_since_a_day_are_told_beside_what_was_before(here: Desk, tmp_path: Path) -> None:
    text = written(here, tmp_path / "b.md", Told(date(2026, 3, 18), changes_since=date(2025, 1, 1)))
    assert text.startswith("# What has changed since 1 January 2025\n")
    assert "**60**" in text
    assert "before\\:" in text or "before: " in text
    assert "say (2), beside those from before (1)" in text


def test_changes_of_a_part_count_all_reports(here: Desk, tmp_path: Path) -> None:
    wanted = Wanted(ClaimFilter(place="Veshka"), ("place veshka",))
    told = Told(date(2026, 3, 18), changes_since=date(2025, 1, 1))
    assert "say (2), beside those from before (1)" in written(here, tmp_path / "b.md", told, wanted)


def test_it_says_what_it_is_the_brief_of(here: Desk, tmp_path: Path) -> None:
    head = here.ledger.log_head()
    text = written(here, tmp_path / "b.md", Told(date(2026, 3, 18), title="Orlan, spring"))
    assert text.startswith("# Orlan, spring\n\n*What the ledger says, 18 March 2026*\n")
    assert f"- **The log ends with:** {head}" in text


def test_what_leaves_has_passed_clearance(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clear(holdings: Holdings, choice: Choice, _: object) -> Cleared:
        return Cleared(holdings, choice, withheld={"claims held back": 3})

    monkeypatch.setattr(exporting, "clear", clear)
    assert "3 claims held back" in written(here, tmp_path / "b.md")


# --- whole or not at all ---


def test_an_unknown_ending_is_refused_with_the_known_ones(here: Desk, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"\.html, \.md, \.docx, \.pdf"):
        write_brief(here, Target(tmp_path / "b.odt"), TOLD, Wanted(), CHOICE)
    assert here.ledger.departures() == []


def test_a_file_that_is_there_is_kept_unless_it_may_be_replaced(here: Desk, tmp_path: Path) -> None:
    path = tmp_path / "b.md"
    path.write_text("mine")
    with pytest.raises(WrongUsage, match="--replace"):
        write_brief(here, Target(path), TOLD, Wanted(), CHOICE)
    assert path.read_text() == "mine"
    write_brief(here, Target(path, replace=True), TOLD, Wanted(), CHOICE)
    assert path.read_text("utf-8").startswith("# What the ledger says")


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_what_is_no_file_is_never_replaced(kind: str, here: Desk, tmp_path: Path) -> None:
    path = tmp_path / "b.md"
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WrongUsage, match="is no file"):
        write_brief(here, Target(path, replace=True), TOLD, Wanted(), CHOICE)


def test_a_brief_that_fails_leaves_nothing_and_is_not_told_of(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> bytes:
        raise HabeasError("no")

    monkeypatch.setattr(briefing, "written", fails)
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(HabeasError, match="no"):
        write_brief(here, Target(out / "b.md"), TOLD, Wanted(), CHOICE)
    assert list(out.iterdir()) == []
    assert here.ledger.departures() == []


def test_one_that_cannot_be_logged_does_not_leave(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise HabeasError("the log can't be written")

    monkeypatch.setattr(type(here.ledger), "depart", fails)
    out = tmp_path / "out"
    with pytest.raises(HabeasError, match="log"):
        write_brief(here, Target(out / "b.md"), TOLD, Wanted(), CHOICE)
    assert list(out.iterdir()) == []


def test_what_a_killed_run_left_is_taken_away_by_the_next(here: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / ".b.md.part-killed").mkdir(parents=True)
    write_brief(here, Target(out / "b.md"), TOLD, Wanted(), CHOICE)
    assert [path.name for path in out.iterdir()] == ["b.md"]


def test_only_its_writer_may_open_it(here: Desk, tmp_path: Path) -> None:
    write_brief(here, Target(tmp_path / "b.md"), TOLD, Wanted(), CHOICE)
    assert (tmp_path / "b.md").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_made_is_named(here: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HabeasError, match="can't be written"):
        write_brief(here, Target(tmp_path / "file" / "b.md"), TOLD, Wanted(), CHOICE)
