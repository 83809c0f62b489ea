"""Containers on their way into the ledger: each member a report, with how it came in."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from habeas import __version__, unpacking
from habeas.custody import ArrivalKind
from habeas.intake import Passed, Stated
from habeas.pipeline import Desk, Failure, Outcome, Tally, desk
from habeas.settings import Limits, Settings
from habeas.unpacking import process_each, read_each
from intake.boxes import LINE, capture, mail, mailbox
from intake.papers import archive, page

FORTY, SIXTY = b"40 people are held in Orlan.", b"60 people are held in Orlan."


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def added(here: Desk, *paths: Path, stated: Stated | None = None) -> list[Outcome | Failure | Passed]:
    return list(process_each(paths, here, by="ann", stated=stated))


def sha_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_each_member_is_a_report_that_says_where_it_came_from(here: Desk, tmp_path: Path) -> None:
    data = archive({"a.txt": FORTY, "b/c.txt": SIXTY})
    before = datetime.now(UTC).replace(microsecond=0)
    outcomes = added(here, written(tmp_path, "a.zip", data))
    assert [(one.name, one.claims, one.new) for one in outcomes if isinstance(one, Outcome)] == [
        ("a.txt", 1, True),
        ("b/c.txt", 1, True),
    ]
    first, second = sorted(here.ledger.arrivals([sha_of(FORTY), sha_of(SIXTY)]), key=lambda one: one.address)
    assert (first.report, first.kind, first.address) == (sha_of(FORTY), ArrivalKind.MEMBER, "a.txt")
    assert (second.report, second.address, second.carrier) == (sha_of(SIXTY), "b/c.txt", sha_of(data))
    assert (first.by, first.agent) == ("ann", f"habeas/{__version__}")
    assert before <= first.at <= datetime.now(UTC)
    assert here.vault.get(sha_of(data)) == data
    assert here.vault.get(sha_of(FORTY)) == FORTY
    assert here.ledger.verify(here.vault) == []


def test_adding_a_container_twice_changes_nothing(here: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "a.zip", archive({"a.txt": FORTY, "m.eml": mail(attached={"b.txt": SIXTY})}))
    added(here, path)
    height = here.ledger.height
    assert not any(one.new for one in added(here, path) if isinstance(one, Outcome))
    assert here.ledger.height == height


def test_a_report_that_comes_in_another_container_has_come_twice(here: Desk, tmp_path: Path) -> None:
    added(here, written(tmp_path, "a.txt", FORTY))
    assert here.ledger.arrivals([sha_of(FORTY)]) == []
    for name in ("a.zip", "b.zip"):
        (again,) = added(here, written(tmp_path, name, archive({name: b"", "a.txt": FORTY})))[-1:]
        assert isinstance(again, Outcome)
        assert not again.new
    assert len(here.ledger.arrivals([sha_of(FORTY)])) == 2
    assert len(here.ledger.reports()) == 1
    assert here.ledger.verify(here.vault) == []


def test_a_bad_member_is_one_failure_and_the_others_are_added(here: Desk, tmp_path: Path) -> None:
    parts = {"a.pdf": b"no PDF", "b.txt": FORTY, "../c.txt": SIXTY, "d.exe": b"MZ"}
    path = written(tmp_path, "a.zip", archive(parts))
    tally = Tally()
    outcomes = added(here, path)
    for outcome in outcomes:
        tally.note(outcome)
    assert (tally.new, tally.failed, tally.skipped, tally.done) == (1, 2, 1, 3)
    why = [one.why for one in outcomes if isinstance(one, Failure)]
    assert why[0].startswith(f"{path}/a.pdf: isn't a PDF")
    assert why[1].startswith(f"{path}/../c.txt: has a name that leads out of the archive")


def test_a_container_of_nothing_that_is_read_isn_t_kept(here: Desk, tmp_path: Path) -> None:
    added(here, written(tmp_path, "a.zip", archive({"a.pdf": b"no PDF"})), written(tmp_path, "b.zip", b"x"))
    assert list(here.vault.names()) == []


def test_a_container_that_changes_meanwhile_keeps_its_reports_out(
    here: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "a.zip", archive({"a.txt": FORTY}))
    keep = here.vault.put_file

    def changed(source: Path) -> str:
        source.write_bytes(archive({"a.txt": SIXTY}))
        return keep(source)

    monkeypatch.setattr(here.vault, "put_file", changed)
    (failure,) = added(here, path)
    assert isinstance(failure, Failure)
    assert "changed while it was taken apart" in failure.why
    assert here.ledger.reports() == []


def test_a_mail_is_a_report_itself_and_so_is_what_is_attached(here: Desk, tmp_path: Path) -> None:
    message = mail(FORTY.decode(), attached={"a.txt": SIXTY})
    added(here, written(tmp_path, "m.eml", message))
    assert {report.name for report in here.ledger.reports()} == {"m.eml", "m.eml/a.txt"}
    assert here.ledger.arrivals([sha_of(message)]) == []
    (arrival,) = here.ledger.arrivals([sha_of(SIXTY)])
    assert (arrival.address, arrival.carrier) == ("a.txt", sha_of(message))


def test_messages_of_a_mailbox_are_called_after_it(here: Desk, tmp_path: Path) -> None:
    added(here, written(tmp_path, "desk.mbox", mailbox(mail(FORTY.decode()), mail(SIXTY.decode()))))
    assert {report.name for report in here.ledger.reports()} == {"desk.mbox/message 1", "desk.mbox/message 2"}


def test_page_of_a_capture_is_called_by_its_address_which_options_go_before(
    here: Desk, tmp_path: Path
) -> None:
    path = written(tmp_path, "w.warc.gz", capture(("https://varnholt.example/1", page())))
    added(here, path, stated=Stated(outlet="Varnholt Post"))
    (report,) = here.ledger.reports()
    assert report.name == report.url == "https://varnholt.example/1"
    assert report.outlet == "Varnholt Post"
    assert report.published is None


def test_a_member_is_held_to_what_was_stated_of_it_first(here: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "a.zip", archive({"a.txt": FORTY}))
    added(here, path)
    (again,) = added(here, path, stated=Stated(outlet="Varnholt Post"))
    assert isinstance(again, Outcome)
    assert again.stays == ("outlet",)


@pytest.mark.usefixtures("by_hand")
def test_limits_of_the_home_hold_for_members(tmp_path: Path) -> None:
    with desk(Settings(tmp_path / "home", Limits(file_bytes=20))) as here:
        (failure,) = added(here, written(tmp_path, "a.zip", archive({"a.txt": FORTY})))
    assert isinstance(failure, Failure)
    assert "holds 28 bytes, and the limit is 20 bytes" in failure.why


def test_reading_without_a_ledger_takes_containers_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "a.zip", archive({"a.txt": FORTY, "b.pdf": b"no PDF", "c.exe": b"MZ"}))
    lexicon = object()
    monkeypatch.setattr(unpacking, "read_report", lambda report, given: (report.text, given is lexicon))
    first, second = read_each([path], lexicon)  # type: ignore[arg-type]
    assert first == (FORTY.decode(), True)
    assert isinstance(second, Failure)
    assert LINE not in second.why
