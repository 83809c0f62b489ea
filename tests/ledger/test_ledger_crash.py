"""Killed in the middle, and two at once: all of a report or none of it, and the next add goes on."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from ledger_material import add, listing, numbered_reading, vault_with

from habeas.errors import LedgerFault
from habeas.ledger import Ledger, session
from habeas.settings import Settings

CHILD = Path(__file__).with_name("ledger_child.py")
# BEGIN; is it there; kept; erased; report, reading, claims, unread; the log's end; the log; COMMIT.
STEPS = 11


def child(settings: Settings, *arguments: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(CHILD), str(settings.home), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def test_adding_a_report_takes_so_many_steps(settings: Settings) -> None:
    with child(settings, "stop", 0) as process:
        assert process.communicate()[0] == f"{STEPS}\n"
    assert process.returncode == 0


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_killed_while_adding(new_home: Callable[[], Settings], step: int) -> None:
    settings, undisturbed = new_home(), new_home()
    vault = vault_with(settings, numbered_reading(1))
    with Ledger.open(settings) as ledger:
        add(ledger, numbered_reading(1))
        before = listing(ledger)
        # The parent's ledger stays open: a crash must not need the last one out to tidy up.
        with child(settings, "stop", step) as process:
            process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert listing(ledger) == before
    with Ledger.open(settings) as ledger, Ledger.open(undisturbed) as expected:
        assert ledger.verify(vault) == []
        vault_with(settings, numbered_reading(2))
        assert add(ledger, numbered_reading(2)) == [True]
        add(expected, numbered_reading(1), numbered_reading(2))
        assert listing(ledger) == listing(expected)
        assert ledger.verify(vault) == []


def test_killed_while_adding_many(settings: Settings) -> None:
    with child(settings, "many", 1, 100_000, "rules/1") as process:
        assert process.stdout is not None
        while process.stdout.readline() != "25\n":
            assert process.poll() is None
        process.kill()
    with Ledger.open(settings) as ledger:
        kept = len(ledger.reports())
        assert kept >= 25
        assert len(ledger.claims()) == len(ledger.unread()) == len(ledger.log()) == kept
        vault = vault_with(settings, *(numbered_reading(number) for number in range(1, kept + 1)))
        assert ledger.verify(vault) == []
        assert add(ledger, numbered_reading(kept), numbered_reading(kept + 1)) == [False, True]


def test_writers_wait_for_one_another(tmp_path: Path) -> None:
    """Two processes make one home at once, and add reports of which some are the same."""
    settings = Settings(home=tmp_path / "new")
    readings = [numbered_reading(number) for number in range(1, 41)]
    with (
        child(settings, "many", 1, 30, "rules/1") as one,
        child(settings, "many", 11, 40, "rules/1") as other,
    ):
        one.communicate()
        other.communicate()
    assert (one.returncode, other.returncode) == (0, 0)
    with Ledger.open(settings) as ledger:
        assert len(ledger.reports()) == len(ledger.claims()) == len(ledger.log()) == 40
        assert ledger.verify(vault_with(settings, *readings)) == []
        assert add(ledger, *readings) == [False] * 40


def test_a_writer_that_waits_too_long_is_told_why(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "BUSY_SECONDS", 0.05)
    with Ledger.open(settings) as ledger, closing(sqlite3.connect(settings.ledger)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerFault, match=r"ledger\.sqlite: another habeas is still writing"):
            add(ledger, numbered_reading(1))
        assert ledger.claims() == []  # reading doesn't wait
        other.execute("ROLLBACK")
        assert add(ledger, numbered_reading(1)) == [True]
