"""Files that are made to do harm: one line of complaint or a sound report each, and the next file is read."""

from __future__ import annotations

import importlib.util
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from habeas import pipeline
from habeas.errors import Unloadable, UnreadableReport
from habeas.intake.coded import rows_of
from habeas.model import Reading, Report
from habeas.pipeline import Desk, Failure, Outcome, desk, process
from habeas.settings import Limits, Settings
from habeas.unpacking import Passed, process_each

SCRIPT = Path(__file__).parents[2] / "scripts" / "hostile_files.py"
LIMITS = Limits(cpu_seconds=20, wall_seconds=60, memory_bytes=2**30, file_bytes=16 * 2**20)
GROUPS = ("texts", "pages", "pdfs", "word files", "archives", "mails", "captures", "names")


def script() -> ModuleType:
    """The program that makes them."""
    spec = importlib.util.spec_from_file_location("hostile_files", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its classes are looked for
    spec.loader.exec_module(module)
    return module


hostile_files: Any = script()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server on this machine that none of them may reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    def nothing(report: Report, _: object) -> Reading:
        return Reading(report, "none/1")

    monkeypatch.setattr(pipeline, "read_report", nothing)
    monkeypatch.setattr(pipeline, "reader_name", lambda _: "none/1")
    monkeypatch.setattr(pipeline, "load_lexicon", lambda **_: None)
    with desk(Settings(tmp_path / "home", LIMITS)) as opened:
        yield opened


def fate_of(outcomes: list[Outcome | Failure | Passed]) -> str:
    read = any(isinstance(one, Outcome) for one in outcomes)
    refused = any(isinstance(one, Failure) for one in outcomes)
    return "partly" if read and refused else "read" if read else "refused"


@pytest.mark.parametrize("group", GROUPS)
def test_hostile_files_do_no_harm(
    group: str, here: Desk, tmp_path: Path, listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for number, one in enumerate(hostile_files.GROUPS[group](listener.getsockname()[1])):
        path = folder / one.name
        path.write_bytes(one.data)
        outcomes = list(process_each([path], here, by="ann"))
        assert one.fate in (fate_of(outcomes), "either"), one.name
        for failure in (outcome for outcome in outcomes if isinstance(outcome, Failure)):
            assert failure.why.isprintable(), one.name
            assert "a fault in habeas" not in failure.why, failure.why
            assert failure.why.endswith(")"), "says what to do"
        path.unlink()
        good = folder / "good.txt"
        good.write_text(f"{number} people are held in Varnholt.")
        assert process(good, here).new, f"the file after {one.name!a}"
        good.unlink()
    assert list(folder.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "sent"]
    assert here.ledger.verify(here.vault) == []
    assert all(report.name.isprintable() for report in here.ledger.reports())
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_hostile_workbooks_do_no_harm(tmp_path: Path) -> None:
    for one in hostile_files.GROUPS["workbooks"](9):
        path = tmp_path / one.name
        path.write_bytes(one.data)
        with pytest.raises((UnreadableReport, Unloadable)) as fault:
            rows_of(path, one.name, LIMITS)
        assert str(fault.value).startswith(one.name)
        good = tmp_path / "good.csv"
        good.write_text("quote,type\nForty people are held.,holding\n")
        assert len(rows_of(good, "good.csv", LIMITS)) == 1


def test_there_are_enough_of_them_and_they_are_the_same_every_time(tmp_path: Path) -> None:
    small = ("texts", "names", "mails")
    first, again = (
        [(one.name, one.data) for group in small for one in hostile_files.GROUPS[group](9)] for _ in range(2)
    )
    assert first == again
    assert len(first) >= 60
    names = [name for name, _ in first]
    assert len(set(names)) == len(names)
    assert set(hostile_files.GROUPS) == {*GROUPS, "workbooks"}
    assert tmp_path.is_dir()
