"""The way from a file to the ledger, with a reader made for tests."""

import inspect
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from habeas import lexicon, pipeline
from habeas.errors import LedgerFault, UnreadableReport
from habeas.intake import Stated
from habeas.model import Reading, Report
from habeas.pipeline import Desk, Failure, Outcome, Tally, process, reread
from habeas.settings import LANGUAGE
from habeas.unpacking import process_each
from made import claim, read_by_hand


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_file_becomes_a_report_with_its_claims_and_bytes(here: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "one.txt", "\ufeff50 people are held in Orlan, 7 of somebody.\r\n")
    outcome = process(path, here)
    assert (outcome.name, outcome.claims, outcome.unread, outcome.new) == ("one.txt", 1, 1, True)
    assert here.vault.get(outcome.report_id) == path.read_bytes()
    (found,) = here.ledger.claims()
    assert found.quantity is not None
    assert found.quantity.span.text == "50"
    assert here.ledger.verify(here.vault) == []


def test_adding_twice_changes_nothing_and_parses_nothing(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = process(written(tmp_path, "one.txt", "50 people are held in Orlan."), here)
    monkeypatch.setattr(pipeline, "take_in", lambda *_, **__: pytest.fail("the file was parsed again"))
    again = process(written(tmp_path, "copy.txt", "50 people are held in Orlan."), here)
    assert again == Outcome("copy.txt", first.report_id, 0, 0, new=False)
    assert len(here.ledger.reports()) == 1


def test_lost_bytes_are_kept_again_when_the_report_comes_back(here: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "one.txt", "50 people are held in Orlan.")
    sha = process(path, here).report_id
    (kept,) = (file for file in here.settings.vault.rglob(f"{sha}*") if file.is_file())
    kept.unlink()
    assert not process(path, here).new
    assert here.vault.get(sha) == path.read_bytes()


def test_a_known_report_keeps_what_the_ledger_says_of_it(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "one.txt", "50 people are held in Orlan.")
    process(path, here, stated=Stated(outlet="The Orlan Post"))
    newer_reader(monkeypatch)
    assert process(path, here, stated=Stated(outlet="Another")).new
    assert [report.outlet for report in here.ledger.reports()] == ["The Orlan Post"]


def newer_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(report: object, lexicon: object) -> object:
        old = read_by_hand(report, lexicon)
        return replace(
            old, reader="hand/2", claims=tuple(replace(one, reader="hand/2") for one in old.claims)
        )

    monkeypatch.setattr(pipeline, "read_report", read)
    monkeypatch.setattr(pipeline, "reader_name", lambda _: "hand/2")


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(here: Desk, tmp_path: Path) -> None:
    paths = [
        written(tmp_path, "1.txt", "50 people are held in Orlan."),
        written(tmp_path, "2.txt", ""),
        tmp_path / "3.txt",
        written(tmp_path, "4.txt", "60 people are held in Veshka."),
    ]
    outcomes = list(process_each(paths, here, by="ann"))
    assert [type(outcome) for outcome in outcomes] == [Outcome, Failure, Failure, Outcome]
    assert all("2.txt" in one.why or "3.txt" in one.why for one in outcomes if isinstance(one, Failure))
    assert len(here.ledger.claims()) == 2


def test_one_file_alone_says_why_it_cannot_be_read(here: Desk, tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match=r"gone\.txt"):
        process(tmp_path / "gone.txt", here)


def test_a_claim_that_breaks_a_promise_is_a_failure_of_its_file(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_promise(report: object, _: object) -> object:
        return claim(report, "holding", group="dragons")

    monkeypatch.setattr(pipeline, "read_report", break_promise)
    (outcome,) = process_each([written(tmp_path, "1.txt", "50 people are held in Orlan.")], here, by="ann")
    assert isinstance(outcome, Failure)
    assert "dragons" in outcome.why
    assert here.ledger.reports() == []


def test_rereading_puts_a_newer_reading_beside_the_old(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process(written(tmp_path, "1.txt", "50 people are held in Orlan."), here)
    assert [outcome.new for outcome in reread(here)] == [False]
    newer_reader(monkeypatch)
    assert [(outcome.new, outcome.claims) for outcome in reread(here)] == [(True, 1)]
    assert here.ledger.readers() == [("hand/1", 1), ("hand/2", 1)]
    assert [one.reader for one in here.ledger.claims()] == ["hand/2"]
    assert [one.reader for one in here.ledger.claims(reader="hand/1")] == ["hand/1"]


def test_a_fault_of_ours_is_a_failure_of_its_report(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [written(tmp_path, f"{n}.txt", f"{n} people are held in Orlan.") for n in (50, 60)]
    list(process_each(paths, here, by="ann"))

    def stumble(report: Report, lexicon: object) -> Reading:
        if "50" in report.text:
            raise ZeroDivisionError("a fault\nof ours")
        return read_by_hand(report, lexicon)

    monkeypatch.setattr(pipeline, "read_report", stumble)
    monkeypatch.setattr(pipeline, "reader_name", lambda _: "hand/3")
    failure, done = sorted(reread(here), key=lambda one: isinstance(one, Outcome))
    assert isinstance(failure, Failure)
    assert failure.why.startswith(
        "50.txt: a fault in habeas kept this report out: ZeroDivisionError: a fault of"
    )
    assert isinstance(done, Outcome)


def test_a_fault_of_the_whole_job_is_raised(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: bytes) -> None:
        raise LedgerFault("the disk is full")

    monkeypatch.setattr(here.vault, "put", full)
    with pytest.raises(LedgerFault, match="full"):
        list(process_each([written(tmp_path, "1.txt", "50 people are held in Orlan.")], here, by="ann"))


@pytest.mark.parametrize(
    ("text", "stated", "stays"),
    [
        ("50 people.", Stated(published=date(2024, 3, 18), title="Held"), ("date", "title")),
        ("50 people.", Stated(outlet="The Orlan Post"), ()),
        ("50 people.", Stated(url="https://example.org"), ("address",)),
        ("Outlet: Mir\n\n50 people.", Stated(outlet="Another"), ()),
        ("50 people.", None, ()),
    ],
)
def test_what_is_stated_anew_is_named_where_it_would_have_counted(
    here: Desk, tmp_path: Path, text: str, stated: Stated | None, stays: tuple[str, ...]
) -> None:
    path = written(tmp_path, "one.txt", text)
    process(path, here, stated=Stated(outlet="The Orlan Post"))
    again = process(path, here, stated=stated)
    assert (again.new, again.stays) == (False, stays)


@pytest.mark.parametrize(("language", "other"), [("de", "de"), ("en", None), (None, None)])
def test_a_language_that_is_not_read_is_named(
    here: Desk, tmp_path: Path, language: str | None, other: str | None
) -> None:
    path = written(tmp_path, "one.txt", "312 Leute.")
    tally = Tally()
    for _ in range(2):
        outcome = process(path, here, stated=Stated(language=language))
        assert outcome.language == other
        tally.note(outcome)
    assert sum(tally.languages.values()) == (0 if other is None else 2)


def test_the_language_that_is_read_is_that_of_the_lexicon() -> None:
    assert inspect.signature(lexicon.load_lexicon).parameters["language"].default == LANGUAGE


def test_a_tally_counts_new_known_and_failed(tmp_path: Path) -> None:
    tally = Tally(skipped=3)
    tally.note(Outcome("a", "1", 5, 2, new=True))
    tally.note(Outcome("b", "2", 5, 2, new=False))
    tally.note(Failure(tmp_path, "why"))
    assert tally == Tally(new=1, known=1, claims=5, unread=2, failed=1, skipped=3)
    assert tally.done == 3
