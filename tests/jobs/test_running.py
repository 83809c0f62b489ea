"""Jobs in real processes: whatever dies, the rest is read, and what was begun is read after all."""

import os
import signal
import subprocess
import sys
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from habeas.jobs import Bounds, Inbox, Line, Progress, State, What, board, journal, running
from habeas.jobs.reading import Answer, Task
from habeas.jobs.worker import Hands
from habeas.pipeline import desk
from habeas.settings import Settings
from job_hands import clumsy, obedient, unfit
from patience import until


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "home")


def sent(settings: Settings, *orders: str) -> str:
    with Inbox(settings).draft() as draft:
        for number, order in enumerate(orders, start=1):
            draft.file(f"{number}.txt").write(order.encode())
        return draft.send(by="Mira")


def ended(settings: Settings, id_: str) -> Progress:
    """The job, once it has ended."""
    inbox = Inbox(settings)
    until(lambda: inbox.progress(id_).ended)
    return inbox.progress(id_)


def states(progress: Progress) -> list[State]:
    return [became.state for became in progress.files.values()]


def begun(settings: Settings) -> list[list[str]]:
    noted = settings.home / "begun"
    return [line.split() for line in noted.read_text().splitlines()] if noted.exists() else []


def at_work(
    settings: Settings,
    hands: Hands[Task, Answer] = obedient,
    file_seconds: float = 600,
    idle_seconds: float = 600,
) -> AbstractContextManager[None]:
    bounds = Bounds(file_seconds=file_seconds, idle_seconds=idle_seconds)
    return running(settings, bounds=bounds, hands=hands)


def test_what_becomes_of_each_file_is_noted_and_the_files_go(settings: Settings) -> None:
    id_ = sent(settings, "", "fail", "known")
    with at_work(settings):
        found = ended(settings, id_)
        until(lambda: not (settings.inbox / id_ / "files").exists())
    assert states(found) == [State.DONE, State.FAILED, State.KNOWN]
    done, failed, _ = (became.line for became in found.files.values())
    assert done is not None and failed is not None
    assert (done.claims, done.unread, done.report) == (3, 1, "a" * 64)
    assert failed.why == "isn't a PDF (get it again)"


def test_a_worker_that_dies_fails_its_file_alone(settings: Settings) -> None:
    id_ = sent(settings, "", "die", "")
    with at_work(settings):
        found = ended(settings, id_)
    assert states(found) == [State.DONE, State.FAILED, State.DONE]
    assert found.files[2].line is not None
    assert "ended the process that was reading it" in str(found.files[2].line.why)
    first, _, third = begun(settings)
    assert first[1] != third[1]  # another process went on


def test_a_worker_that_is_killed_from_outside_fails_its_file_alone(settings: Settings) -> None:
    id_ = sent(settings, "hang", "")
    with at_work(settings):
        until(lambda: begun(settings))
        os.kill(int(begun(settings)[0][1]), signal.SIGKILL)
        found = ended(settings, id_)
    assert states(found) == [State.FAILED, State.DONE]


def test_a_signal_to_stop_that_goes_to_all_processes_is_the_server_s(settings: Settings) -> None:
    id_ = sent(settings, "hang until told")
    with at_work(settings):
        until(lambda: begun(settings))
        for stop in (signal.SIGINT, signal.SIGTERM):
            os.kill(int(begun(settings)[0][1]), stop)
        (settings.home / "go").touch()
        assert states(ended(settings, id_)) == [State.DONE]


def test_a_worker_that_hangs_is_ended(settings: Settings) -> None:
    id_ = sent(settings, "hang", "")
    with at_work(settings, file_seconds=0.5):
        found = ended(settings, id_)
    assert states(found) == [State.FAILED, State.DONE]
    assert found.files[1].line is not None
    assert "takes longer than" in str(found.files[1].line.why)


def test_a_worker_that_takes_too_much_memory_fails_its_file_alone(settings: Settings) -> None:
    id_ = sent(settings, "eat", "")
    with running(settings, bounds=Bounds(memory_bytes=2**30), hands=obedient):
        found = ended(settings, id_)
    assert states(found) == [State.FAILED, State.DONE]
    assert found.files[1].line is not None
    assert "perhaps for want of memory" in str(found.files[1].line.why)


def test_a_server_that_stops_in_mid_file_goes_on_at_its_next_start(settings: Settings) -> None:
    id_ = sent(settings, "hang", "")
    with at_work(settings):
        until(lambda: begun(settings))
    found = Inbox(settings).progress(id_)
    assert states(found) == [State.WAITING, State.WAITING]
    (settings.home / "go").touch()
    with at_work(settings):
        assert states(ended(settings, id_)) == [State.DONE, State.DONE]


SERVER = """
import sys, time
from pathlib import Path
from habeas.jobs import running
from habeas.settings import Settings
from job_hands import obedient
if __name__ == "__main__":
    with running(Settings(Path(sys.argv[1])), hands=obedient):
        time.sleep(600)
"""


def test_a_server_that_is_killed_in_mid_file_takes_its_worker_along_and_the_next_goes_on(
    settings: Settings, tmp_path: Path
) -> None:
    id_ = sent(settings, "hang", "")
    (tmp_path / "server.py").write_text(SERVER)
    places = os.pathsep.join(place for place in sys.path if place)
    command = [sys.executable, str(tmp_path / "server.py"), str(settings.home)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": places}) as server:
        until(lambda: begun(settings))
        server.kill()
    worker = int(begun(settings)[0][1])
    until(lambda: not _alive(worker))
    assert states(Inbox(settings).progress(id_)) == [State.READING, State.WAITING]
    (settings.home / "go").touch()
    with at_work(settings):
        assert states(ended(settings, id_)) == [State.DONE, State.DONE]
    assert [line[2] for line in begun(settings)] == ["first", "again", "first"]


def _alive(process: int) -> bool:
    """Whether a process still runs; it may be reaped at any moment, also while one looks."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return "Z" not in status.rsplit(")", 1)[-1].split()[0]


def test_a_file_that_thrice_outlived_its_server_fails(settings: Settings) -> None:
    id_ = sent(settings, "", "")
    for _ in range(3):
        journal.append(Inbox(settings).journal(id_), Line(at=datetime.now(UTC), what=What.READING, file=1))
    with at_work(settings):
        found = ended(settings, id_)
    assert states(found) == [State.FAILED, State.DONE]


def test_a_small_job_needn_t_wait_for_a_large_one(settings: Settings) -> None:
    large = sent(settings, *[""] * 6)
    small = sent(settings, "")
    with at_work(settings):
        ended(settings, small)
        ended(settings, large)
    at = [became.line.at for became in Inbox(settings).progress(large).files.values() if became.line]
    (early,) = (became.line.at for became in Inbox(settings).progress(small).files.values() if became.line)
    assert early < at[-1]


def test_what_can_t_be_done_now_is_tried_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "FIRST_WAIT", 0.01)
    id_ = sent(settings, "busy")
    with at_work(settings):
        until(lambda: Inbox(settings).progress(id_).held)
        assert Inbox(settings).progress(id_).held == "another habeas is still writing"
        (settings.home / "go").touch()
        assert states(ended(settings, id_)) == [State.DONE]


def test_a_job_that_somebody_stops_leaves_the_rest_out(settings: Settings) -> None:
    id_ = sent(settings, "hang", "", "")
    with at_work(settings):
        until(lambda: begun(settings))
        Inbox(settings).stop(id_)
        until(lambda: states(Inbox(settings).progress(id_))[1:] == [State.LEFT_OUT] * 2)
        os.kill(int(begun(settings)[0][1]), signal.SIGKILL)
        assert states(ended(settings, id_)) == [State.FAILED, State.LEFT_OUT, State.LEFT_OUT]


def test_workers_that_find_no_ledger_say_so_on_the_job(settings: Settings) -> None:
    id_ = sent(settings, "")
    with at_work(settings, hands=unfit):
        until(lambda: Inbox(settings).progress(id_).held)
    assert Inbox(settings).progress(id_).held == "home: a newer habeas wrote this ledger"


def test_a_job_ends_even_where_reckoning_can_t(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "FIRST_WAIT", 0.01)
    id_ = sent(settings, "")
    with at_work(settings, hands=clumsy):
        found = ended(settings, id_)
    assert states(found) == [State.DONE]
    assert "couldn't be worked out" in str(found.note)


def test_idle_workers_end(settings: Settings) -> None:
    id_ = sent(settings, "")
    with at_work(settings, idle_seconds=0.3):
        ended(settings, id_)
        worker = int(begun(settings)[0][1])
        until(lambda: not _alive(worker))
        again = sent(settings, "")
        assert states(ended(settings, again)) == [State.DONE]


def test_the_server_loads_no_reading_models() -> None:
    check = "import sys, habeas.jobs; print([one for one in ('spacy', 'onnxruntime') if one in sys.modules])"
    places = os.pathsep.join(place for place in sys.path if place)
    command = [sys.executable, "-c", check]
    said = subprocess.run(command, env={**os.environ, "PYTHONPATH": places}, capture_output=True, check=True)
    assert said.stdout == b"[]\n"


def test_a_real_worker_reads_a_report_into_the_ledger(
    settings: Settings,
) -> None:
    with Inbox(settings).draft() as draft:
        words = b"Officials said 312 detainees were held in Dunmark prison on Thursday."
        draft.file("../one\x00.txt").write(words)
        draft.file("empty.txt")
        draft.file("copy.txt").write(words)
        draft.file("reports.csv").write(b"name,outlet,published\none\\x00.txt,The Orlan Post,2024-03-18\n")
        id_ = draft.send(by="Mira")
    with running(settings):
        found = ended(settings, id_)
    assert states(found) == [State.DONE, State.FAILED, State.KNOWN]
    assert found.files[1].line is not None and found.files[2].line is not None
    assert found.files[1].line.claims == 1
    assert found.files[2].line.why == "is empty (get the document again)"
    with desk(settings, create=False) as here:
        (report,) = here.ledger.reports()
        assert (report.name, report.outlet, str(report.published)) == (
            "one\\x00.txt",
            "The Orlan Post",
            "2024-03-18",
        )
        assert here.vault.get(report.id) == words
        assert here.ledger.verify(here.vault) == []
