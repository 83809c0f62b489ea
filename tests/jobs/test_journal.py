"""A journal grows at its end, and says what a job has come to, whatever was cut off."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from habeas.errors import LedgerFault
from habeas.intake import Stated
from habeas.jobs import journal
from habeas.jobs.journal import Job, Line, Sent, State, Summary, Tail, What

NOW = datetime(2024, 3, 18, 12, tzinfo=UTC)
JOB = Job(
    "20240318-120000-00000000", NOW, "Mira", Stated(), (Sent(1, "a.txt", 3, ".txt"), Sent(2, "b", 1, ""))
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    journal.begin(tmp_path / "journal.jsonl", JOB)
    return tmp_path / "journal.jsonl"


def line(what: What, file: int | None = None, why: str | None = None) -> Line:
    return Line(at=NOW, what=what, file=file, why=why)


@pytest.mark.parametrize(
    ("lines", "states", "held", "ended"),
    [
        ([], [State.WAITING, State.WAITING], None, False),
        ([line(What.READING, 1)], [State.READING, State.WAITING], None, False),
        ([line(What.READING, 2), line(What.DONE, 2)], [State.WAITING, State.DONE], None, False),
        ([line(What.FAILED, 1, "is empty"), line(What.KNOWN, 2)], [State.FAILED, State.KNOWN], None, False),
        ([line(What.HELD, why="busy")], [State.WAITING, State.WAITING], "busy", False),
        ([line(What.HELD, why="busy"), line(What.READING, 1)], [State.READING, State.WAITING], None, False),
        (
            [line(What.LEFT_OUT, 1), line(What.LEFT_OUT, 2), line(What.ENDED)],
            [State.LEFT_OUT] * 2,
            None,
            True,
        ),
    ],
)
def test_progress_is_the_sum_of_the_lines(
    path: Path, lines: list[Line], states: list[State], held: str | None, ended: bool
) -> None:
    for one in lines:
        journal.append(path, one)
    found = journal.progress(path)
    assert [one.state for one in found.files.values()] == states
    assert (found.held, found.ended is not None, found.last) == (held, ended, 1 + len(lines))
    assert found.read == all(state.final for state in states)


def test_a_line_that_was_cut_off_says_nothing_and_harms_nothing(path: Path) -> None:
    journal.append(path, line(What.READING, 1))
    with path.open("ab") as file:
        file.write(b'{"at": "2024-03-18T12:00:00Z", "what": "do')
    assert journal.progress(path).files[1].state is State.READING
    journal.append(path, line(What.DONE, 1))
    found = journal.progress(path)
    assert (found.files[1].state, found.last) == (State.DONE, 4)


def test_what_was_begun_and_never_ended_is_counted(path: Path) -> None:
    for what in (What.READING, What.READING, What.WAITING, What.READING):
        journal.append(path, line(what, 1))
    assert journal.progress(path).files[1].begun == 2


def test_a_tail_gives_each_line_once_and_none_before_its_end(path: Path) -> None:
    journal.append(path, line(What.READING, 1))
    tail = Tail(path, after=2)
    assert tail.more() == []
    with path.open("ab") as file:
        file.write(b'{"at": "2024-03-18T12:00:00Z", "what": "done", "file": 1')
    assert tail.more() == []
    with path.open("ab") as file:
        file.write(b', "claims": 3}\n')
    (done,) = tail.more()
    assert (done.number, done.what, done.claims) == (3, What.DONE, 3)
    assert tail.more() == []


@pytest.mark.parametrize("first", [b"", b"{}\n", b"\xff\n", b'{"id": "x"'])
def test_a_damaged_journal_is_named(tmp_path: Path, first: bytes) -> None:
    (tmp_path / "journal.jsonl").write_bytes(first)
    with pytest.raises(LedgerFault, match="journal is damaged"):
        journal.progress(tmp_path / "journal.jsonl")


def test_a_summary_says_how_a_job_ended_and_nothing_before(path: Path) -> None:
    assert journal.summary(path) == Summary(JOB, None)
    journal.append(path, Line(at=NOW, what=What.FAILED, file=1, why="x" * 5_000))
    assert journal.summary(path).ended is None
    journal.append(path, Line(at=NOW, what=What.ENDED, counts=((State.FAILED, 1), (State.DONE, 1))))
    ended = journal.summary(path).ended
    assert ended is not None
    assert dict(ended.counts) == {State.FAILED: 1, State.DONE: 1}
