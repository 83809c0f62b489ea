"""What is sent becomes a job, whole or not at all, and nothing of it names a file."""

import errno
import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from habeas.errors import LedgerFault, WrongUsage
from habeas.intake import Stated
from habeas.jobs import Inbox, JobLimits, State, TooMuch
from habeas.jobs.inbox import LONGEST_NAME, Incoming, harmless
from habeas.settings import Limits, Settings


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(Settings(tmp_path / "home", Limits(file_bytes=100)), JobLimits(files=4, job_bytes=300))


def sent(inbox: Inbox, *files: tuple[str, bytes], by: str = "Mira", stated: Stated | None = None) -> str:
    with inbox.draft() as draft:
        for name, data in files:
            draft.file(name).write(data)
        return draft.send(by=by, stated=stated)


def test_what_was_sent_is_a_job_that_waits(inbox: Inbox) -> None:
    id_ = sent(inbox, ("a.txt", b"one"), ("b.PDF", b"two"), stated=Stated(outlet=" The Orlan  Post "))
    found = inbox.progress(id_)
    assert inbox.ids() == [id_]
    assert (found.job.by, found.job.stated) == ("Mira", Stated(outlet="The Orlan Post"))
    assert [one.state for one in found.files.values()] == [State.WAITING, State.WAITING]
    paths = [inbox.path(found.job, one) for one in found.job.files]
    assert [path.name for path in paths] == ["00001.txt", "00002.pdf"]
    assert [path.read_bytes() for path in paths] == [b"one", b"two"]
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    assert (inbox.folder / id_).stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\evil.pdf", "evil.pdf"),
        ("C:\\fakepath\\report.docx", "report.docx"),
        ("a\0b.txt", "a\\x00b.txt"),
        ("annual\u202efdp.exe.txt", "annual\\u202efdp.exe.txt"),
        ("\u2066right\u2069.txt", "\\u2066right\\u2069.txt"),
        ("line\nbreak.txt", "line\\nbreak.txt"),
        ("تقرير.pdf", "تقرير.pdf"),
        (".", "unnamed"),
        ("..", "unnamed"),
        ("x/..", "unnamed"),
        ("", "unnamed"),
        ("<script>alert(1)</script>.txt", "script>.txt"),
        ("  two   words .txt", "two words .txt"),
    ],
)
def test_names_from_outside_are_made_harmless(name: str, shown: str) -> None:
    assert harmless(name) == shown


@pytest.mark.parametrize("name", ["n" * 300 + ".pdf", "n" * 300, "n." + "e" * 300, "\u202e" * 300])
def test_a_long_name_is_cut_and_keeps_its_ending(name: str) -> None:
    assert len(harmless(name)) <= LONGEST_NAME
    assert harmless("n" * 300 + ".pdf").endswith("….pdf")


@pytest.mark.parametrize(
    "name",
    [
        "../../escaped.txt",
        "/etc/escaped.txt",
        "..",
        "journal.jsonl",
        "x\0.txt",
        ".lock",
        "stopped",
        "é" * 300,
    ],
)
def test_no_name_leads_out_of_the_job(inbox: Inbox, name: str) -> None:
    before = set(inbox.folder.parent.parent.rglob("*"))
    id_ = sent(inbox, (name, b"words"))
    new = set(inbox.folder.parent.parent.rglob("*")) - before
    job = inbox.folder / id_
    kept = {job / "files" / "00001.txt", job / "files" / "00001.unknown"} & new
    assert len(kept) == 1
    assert new == {inbox.folder.parent, inbox.folder, job, job / "files", job / "journal.jsonl", *kept}
    assert inbox.named(inbox.progress(id_).job, inbox.progress(id_).job.files[0]).parent == job


def test_one_name_twice_is_two_files(inbox: Inbox) -> None:
    found = inbox.progress(sent(inbox, ("a.txt", b"one"), ("a.txt", b"two")))
    assert [inbox.path(found.job, one).read_bytes() for one in found.job.files] == [b"one", b"two"]


def test_a_sidecar_is_no_file_to_be_read(inbox: Inbox) -> None:
    id_ = sent(inbox, ("a.txt", b"one"), ("Reports.csv", b"name,outlet\na.txt,Post\n"))
    assert [one.name for one in inbox.progress(id_).job.files] == ["a.txt"]
    assert (inbox.folder / id_ / "reports.csv").is_file()


def test_a_file_that_is_too_large_fails_alone(inbox: Inbox) -> None:
    id_ = sent(inbox, ("large.txt", b"x" * 101), ("small.txt", b"x" * 100))
    large, small = inbox.progress(id_).files.values()
    assert (large.state, small.state) == (State.FAILED, State.WAITING)
    assert large.sent.why == ("holds 101 bytes, and the limit is 100 bytes (split it into smaller documents)")
    assert [path.name for path in (inbox.folder / id_ / "files").iterdir()] == ["00002.txt"]


@pytest.mark.parametrize(
    ("files", "error", "words"),
    [
        ([], WrongUsage, "no file came"),
        ([("reports.csv", b"name\n")], WrongUsage, "no file came"),
        ([("reports.csv", b"name\n"), ("reports.csv", b"name\n"), ("a.txt", b"a")], WrongUsage, "came twice"),
        ([("a.txt", b"a")] * 5, TooMuch, "more than the 4 files"),
        ([("a.txt", b"a" * 101)] * 3, TooMuch, "303 bytes is too much for one job, which takes 300 bytes"),
    ],
)
def test_what_can_be_no_job_leaves_nothing(
    inbox: Inbox, files: list[tuple[str, bytes]], error: type[WrongUsage], words: str
) -> None:
    with pytest.raises(error, match=words):
        sent(inbox, *files)
    assert list(inbox.folder.iterdir()) == []


def test_what_is_stated_is_checked_as_on_the_command_line(inbox: Inbox) -> None:
    with pytest.raises(WrongUsage, match="is no language"):
        sent(inbox, ("a.txt", b"a"), stated=Stated(language="Martian"))
    assert inbox.ids() == []


def test_a_full_disk_is_told_before_anything_comes(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(TooMuch, match="disk of the server is full"), inbox.draft() as draft:
        draft.expect(10)


def test_a_disk_that_fills_up_leaves_nothing(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Incoming, "write", full)
    with pytest.raises(TooMuch, match="disk of the server is full"):
        sent(inbox, ("a.txt", b"a"))
    assert list(inbox.folder.iterdir()) == []


def test_what_was_being_sent_when_a_server_was_killed_is_removed(inbox: Inbox) -> None:
    left = inbox.folder / ".part-left"
    left.mkdir(parents=True)
    with inbox.draft() as draft:
        draft.file("a.txt").write(b"still coming")
        inbox.sweep()
        assert not left.exists()
        id_ = draft.send(by="Mira")
    assert inbox.ids() == [id_]


@pytest.mark.parametrize(
    "id_", ["", "..", "../..", "20240101-000000-00000000", "x\0", "20240101-000000-0000000g"]
)
def test_no_other_folder_is_a_job(inbox: Inbox, id_: str) -> None:
    with pytest.raises(LedgerFault, match="no such job"):
        inbox.progress(id_)


def test_one_process_works_at_a_time(inbox: Inbox) -> None:
    with inbox.at_work() as first, inbox.at_work() as second:
        assert (first, second) == (True, False)
    with inbox.at_work() as third:
        assert third


def test_the_first_line_says_who_sent_what(inbox: Inbox) -> None:
    path = inbox.journal(sent(inbox, ("a.txt", b"one"), by="Mira Okoro"))
    first = json.loads(path.read_text("utf-8"))
    assert first["by"] == "Mira Okoro"
    (file,) = first["files"]
    said = {"number": 1, "name": "a.txt", "size": 3, "ending": ".txt", "why": None, "address": None}
    assert said.items() <= file.items()
