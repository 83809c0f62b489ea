"""An erasure that is killed: all of it is kept or none; what is kept is finished by whoever opens next."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_material import add, listing, numbered_reading, vault_with

from habeas.ledger import Ledger
from habeas.settings import Settings
from habeas.vault import Vault

CHILD = Path(__file__).with_name("ledger_child.py")
READINGS = [numbered_reading(number) for number in range(1, 4)]
# What the two erasures take out, as the child does; and how much of it can be gone when one is killed.
PARTS = 8
WORDS = ("Camp 1 held 1 people", "Camp 2 held")


def erased_in(home: Settings, step: int) -> int:
    """Erase in a process that kills itself before this step; its exit code, or the number of steps."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(CHILD), str(home.home), "erase", str(step)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment, check=False)
    return done.returncode or int(done.stdout)


def filled(home: Settings) -> Settings:
    vault_with(home, *READINGS)
    with Ledger.open(home) as ledger:
        add(ledger, *READINGS)
    return home


def holds(home: Settings, words: str) -> bool:
    files = [path for path in home.home.rglob("*") if path.is_file()]
    return any(words.encode() in path.read_bytes() for path in files)


@pytest.fixture(scope="module")
def steps(empty_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    home = Settings(home=tmp_path_factory.mktemp("counted"))
    home.ledger.write_bytes(empty_ledger.read_bytes())
    return erased_in(filled(home), 0)


def killed_at(home: Settings, step: int) -> None:
    filled(home)
    with Ledger.open(home) as ledger:
        before = listing(ledger)
    assert erased_in(home, step) == -signal.SIGKILL
    with Ledger.open(home) as ledger:  # which finishes what was kept
        kept = [erasure.matter.value for erasure in ledger.erasures()]
        assert kept in ([], ["report"], ["report", "name"])
        assert ledger.verify(Vault(home.vault)) == []
        assert (listing(ledger) == before) == (not kept)
        assert [holds(home, words) for words in WORDS] == [len(kept) < 1, len(kept) < 2]


def test_killed_at_some_steps(new_home: Callable[[], Settings], steps: int) -> None:
    for step in (1, steps, *random.Random(6).sample(range(2, steps), 8)):  # noqa: S311  the same each time
        killed_at(new_home(), step)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_every_step(new_home: Callable[[], Settings], steps: int, part: int) -> None:
    for step in range(1 + part, steps + 1, PARTS):
        killed_at(new_home(), step)
