from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest

from habeas.errors import UnreadableReport
from habeas.intake import guarded
from habeas.intake.guarded import PARSERS, Parsers
from habeas.settings import Limits

from . import hostile

LIMITS = Limits(text_chars=200_000, cpu_seconds=1, wall_seconds=30, memory_bytes=400 * 2**20)
HOSTILE = {name: f"{hostile.__name__}:{name}" for name in dir(hostile) if not name.startswith("_")}


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    opened = Parsers(LIMITS, parsers={**PARSERS, **HOSTILE})
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("spin", "took more than 1 s of CPU"),
        ("hoard", "needs more memory than 400 MB"),
        ("flood", "made its parser answer more than it may"),
        ("ramble", "holds more than 200,000 characters of text"),
        ("babble", "made its parser answer nonsense"),
        ("forge", "made its parser answer nonsense"),
        ("forge_text", "made its parser answer nonsense"),
        ("crash", "made its parser crash (SIGSEGV)"),
        ("stop", "had its parser stopped by the system"),
        ("leave", "ended its parser without an answer"),
        ("murder", "ended the process that was to parse it"),
        ("stumble", "made its parser fail (KeyError: 'rId7')"),
        ("descend", "is nested too deeply"),
    ],
)
def test_hostile_document_is_one_fault_and_the_next_is_read(kind: str, why: str, parsers: Parsers) -> None:
    with pytest.raises(UnreadableReport) as fault:
        parsers.parse(b"x" * 200_000, kind, "bad.pdf")
    assert str(fault.value).startswith(f"bad.pdf: {why}")
    assert fault.value.cure
    assert "\n" not in str(fault.value)
    assert parsers.parse(b"Forty people are held.", "text", "good.txt").text == "Forty people are held."


def test_hanging_document_is_ended_and_the_next_is_read() -> None:
    limits = Limits(wall_seconds=3)
    parsers = Parsers(limits, parsers={**PARSERS, **HOSTILE})
    parsers.parse(b"Forty people are held.", "text", "good.txt")
    with pytest.raises(UnreadableReport, match=r"bad.pdf: took longer than 3 s"):
        parsers.parse(b"x", "sleep", "bad.pdf")
    assert parsers.parse(b"Forty people are held.", "text", "good.txt").text == "Forty people are held."
    parsers.close()


def test_parser_that_kills_its_keeper_goes_too(parsers: Parsers, tmp_path: Path) -> None:
    held = tmp_path / "held"
    held.touch()
    with pytest.raises(UnreadableReport, match="ended the process that was to parse it"):
        parsers.parse(os.fsencode(held), "murder", "bad.pdf")
    with held.open() as file:
        assert _is_let_go(file), "the parser still runs"


def _is_let_go(file: IO[str], *, seconds: int = 20) -> bool:
    """True once nobody else holds a lock on this file."""
    for _ in range(10 * seconds):
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server on this machine that nobody may reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


@pytest.mark.parametrize("kind", ["dial", "dial_in_c", "dial_from_a_thread"])
def test_parser_reaches_no_network(kind: str, parsers: Parsers, listener: socket.socket) -> None:
    port = str(listener.getsockname()[1]).encode()
    assert parsers.parse(port, kind, "a.pdf").text == "refused: Operation not permitted"
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert parsers.parse(b"Forty people are held.", "text", "good.txt").text == "Forty people are held."


@pytest.mark.parametrize("kind", ["start", "start_in_c"])
def test_parser_starts_no_program(kind: str, parsers: Parsers) -> None:
    assert parsers.parse(b"x", kind, "a.pdf").text == "refused: Operation not permitted"


@pytest.mark.parametrize("kind", ["scribble", "empty", "remove"])
def test_parser_changes_no_file(kind: str, parsers: Parsers, tmp_path: Path) -> None:
    kept = tmp_path / "ledger"
    kept.write_text("kept")
    assert parsers.parse(os.fsencode(kept), kind, "a.pdf").text == "refused: Operation not permitted"
    assert kept.read_text() == "kept"


def test_unfinished_answer_never_reaches_the_next_document(
    parsers: Parsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsers.parse(b"Forty people are held.", "text", "good.txt")
    with monkeypatch.context() as patch:
        patch.setattr(guarded, "_exchange", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            parsers.parse(b"Ninety people are held.", "text", "broken-off.txt")
    assert parsers.parse(b"Forty people are held.", "text", "good.txt").text == "Forty people are held."


def _interrupted(process: subprocess.Popen[bytes], data: bytes, _parser: str, *, most: int) -> None:  # noqa: ARG001
    assert process.stdin is not None
    process.stdin.write(b'{"parser": "habeas.intake.text:parse_text", "size": %d}\n%b' % (len(data), data))
    process.stdin.flush()
    raise KeyboardInterrupt


def test_limits_hold_and_no_secret_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HABEAS_TEST_SECRET", "hidden")
    told = Parsers(LIMITS, parsers=HOSTILE)
    words = told.parse(b"x", "tell", "a.txt").text
    told.close()
    assert words.startswith(f"[1, {400 * 2**20}, 0, 0] ")
    assert "SECRET" not in words


def test_parser_can_write_no_file(parsers: Parsers, tmp_path: Path) -> None:
    target = tmp_path / "planted"
    assert parsers.parse(os.fsencode(target), "scribble", "a.txt").text.startswith("refused: ")
    assert not target.exists() or not target.read_bytes()


def test_what_a_parser_prints_is_no_answer(parsers: Parsers) -> None:
    assert parsers.parse(b"x", "chatter", "a.txt").text == "Forty people."


def test_every_document_meets_a_fresh_parser_in_one_waiting_process(parsers: Parsers) -> None:
    told = [parsers.parse(b"x", "tell", "a.txt").text.split()[-2:] for _ in range(3)]
    assert [parsers.parse(b"x", "remember", "a.txt").text for _ in range(3)] == ["document 1"] * 3
    assert len({own for own, _ in told}) == 3
    assert len({waiting for _, waiting in told}) == 1


def test_missing_library_is_told() -> None:
    broken = Parsers(LIMITS, parsers={"odd": "habeas.intake.no_such_module:parse"})
    with pytest.raises(UnreadableReport, match="install habeas again"):
        broken.parse(b"x", "odd", "a.odd")
    broken.close()


def test_process_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Parsers(LIMITS)
    with monkeypatch.context() as patch:
        patch.setattr(guarded, "_START", "import habeas.no_such_module")
        with pytest.raises(UnreadableReport, match="doesn't start"):
            broken.parse(b"Forty people are held.", "text", "a.txt")
    assert broken.parse(b"Forty people are held.", "text", "a.txt").text == "Forty people are held."
    broken.close()


def test_process_that_may_not_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    crowded = Parsers(LIMITS)
    with monkeypatch.context() as patch:
        patch.setattr(guarded.sys, "executable", "/")
        with pytest.raises(UnreadableReport, match=r"doesn't start \(.*end other programs"):
            crowded.parse(b"Forty people are held.", "text", "a.txt")
    assert crowded.parse(b"Forty people are held.", "text", "a.txt").text == "Forty people are held."
    crowded.close()


ALONE = """
import os, sys
from pathlib import Path
from habeas.intake import take_in
from habeas.intake.guarded import parsers
from habeas.settings import Limits
report, _ = take_in(Path(sys.argv[1]))
print(parsers(Limits())._process.pid, report.text)
"""


def test_process_ends_with_habeas(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text("Forty people are held.")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    told = subprocess.run(
        [sys.executable, "-W", "error", "-c", ALONE, str(report)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    process, words = told.stdout.split(maxsplit=1)
    assert words.strip() == "Forty people are held."
    assert not told.stderr
    with pytest.raises(ProcessLookupError):
        os.kill(int(process), 0)
