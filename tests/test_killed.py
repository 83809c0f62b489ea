"""kill -9 at any moment while reports are added, claims decided on, files exported: nothing is half done.

The moments are spread over as long as the undisturbed command takes, by a seed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from habeas.ledger import Ledger
from habeas.settings import Settings
from habeas.vault import Vault
from habeas.wire.claims import claim_to_wire, to_lines

CHILD: Final = Path(__file__).with_name("killed_child.py")
REPORTS: Final = 20
UNKNOWN: Final = re.compile(r"the ledger knows nothing of ([0-9a-f]{64}):")

Run = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Runs a command of habeas in a folder, killed after so many seconds or left to end."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, str(CHILD)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
    ) as child:  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        stdin, stdout = child.stdin, child.stdout
        assert stdout.readline() == "ready\n"

        def runner(folder: Path, *arguments: object, after: float | None = None) -> dict[str, Any]:
            asked = {"arguments": [*map(str, arguments)], "folder": str(folder), "after": after}
            stdin.write(json.dumps(asked) + "\n")
            stdin.flush()
            answered: dict[str, Any] = json.loads(stdout.readline())
            return answered

        yield runner
        stdin.close()


@dataclass(frozen=True)
class Start:
    """A folder with reports, and with `home`, to which they were added; what each command takes in it."""

    folder: Path
    ids: tuple[str, ...]
    claims: tuple[str, ...]
    seconds: dict[str, float]

    def copied(self, to: Path, *, added: bool) -> Path:
        shutil.copytree(self.folder / "reports", to / "reports")
        if added:
            shutil.copytree(self.folder / "home", to / "home")
        return to


@pytest.fixture(scope="module")
def start(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Start:
    folder = tmp_path_factory.mktemp("start")
    (folder / "reports").mkdir()
    texts = [
        f"{1000 + number} people are held in Orlan. Joen Marsh saw {2000 + number} people are held in Veshka."
        for number in range(REPORTS)
    ]
    for number, text in enumerate(texts):
        (folder / "reports" / f"{number:02}.txt").write_text(text, "utf-8")
    added = run(folder, *ADD)
    assert added["code"] == 0, added
    with Ledger.open(Settings(folder / "home")) as ledger:
        claims = tuple(claim.id for claim in ledger.claims())
    assert len(claims) == 2 * REPORTS
    seconds = {"add": added["took"]}
    for once in ("cold", "warm"):
        shutil.copytree(folder / "home", folder / once / "home")
        decided = run(folder / once, *DECIDE, *claims, *BY)
        exported = run(folder / once, *EXPORT)
        assert decided["code"] == exported["code"] == 0, (decided, exported)
        seconds |= {"decide": decided["took"], "export": exported["took"]}
    ids = tuple(hashlib.sha256(text.encode()).hexdigest() for text in texts)
    return Start(folder, ids, claims, seconds)


ADD: Final = ("add", "reports", "--home", "home")
DECIDE: Final = ("decide", "accept", "--home", "home")
BY: Final = ("--by", "Mira Toll", "--why", "seen")
EXPORT: Final = ("export", "out", "--format", "jsonl", "--reason", "a test", "--home", "home")


def moment(start: Start, command: str, seed: int) -> float:
    """A moment while the command runs, or just after it ended; every other one is in its later half."""
    earliest = 0.5 * (seed % 2)
    share = Random(f"{command} {seed}").uniform(earliest, 1.1)  # noqa: S311  chance for tests
    return share * start.seconds[command]


def state(home: Path) -> tuple[list[str], list[str], str]:
    """What verify says, the log's hashes, and all claims."""
    settings = Settings(home)
    with Ledger.open(settings) as ledger:
        lines = [line.hash for line in ledger.log_lines()]
        claims = to_lines(claim_to_wire(claim) for claim in ledger.claims())
        return ledger.verify(Vault(settings.vault)), lines, claims


def killed_while_adding(start: Start, run: Run, folder: Path, seed: int) -> None:
    start.copied(folder, added=False)
    ran = run(folder, *ADD, after=moment(start, "add", seed))
    lines: list[str] = []
    if (folder / "home" / "ledger.sqlite").exists() and (folder / "home" / "ledger.sqlite").stat().st_size:
        faults, lines, _ = state(folder / "home")
        # At most the report that was under way has its bytes there already.
        unknown = [found[1] for fault in faults if (found := UNKNOWN.search(fault))]
        assert len(faults) == len(unknown) <= 1
        assert set(unknown) <= set(start.ids)
    if ran["code"] == 0:
        assert len(lines) == REPORTS
    again = run(folder, *ADD)
    assert again["code"] == 0, again
    faults, now, claims = state(folder / "home")
    assert faults == []
    assert now[: len(lines)] == lines
    assert len(now) == REPORTS
    assert claims == state(start.folder / "home")[2]
    assert list(Vault(folder / "home" / "vault").notes()) == []


def killed_while_deciding(start: Start, run: Run, folder: Path, seed: int) -> None:
    start.copied(folder, added=True)
    command = (*DECIDE, *start.claims, *BY)
    ran = run(folder, *command, after=moment(start, "decide", seed))
    faults, lines, _ = state(folder / "home")
    assert faults == []
    decided = len(lines) - REPORTS
    assert decided in (0, len(start.claims))
    if ran["code"] == 0:
        assert decided
    again = run(folder, *command)
    assert again["code"] == 0, again
    faults, now, _ = state(folder / "home")
    assert faults == []
    assert now[: len(lines)] == lines


def killed_while_exporting(start: Start, run: Run, folder: Path, seed: int) -> None:
    start.copied(folder, added=True)
    ran = run(folder, *EXPORT, after=moment(start, "export", seed))
    faults, lines, _ = state(folder / "home")
    assert faults == []
    out = folder / "out"
    if ran["code"] == 0:
        assert out.exists()
    if out.exists():
        # The log tells of it first: no folder has its name that nobody is told of.
        assert whole(out)
        assert len(lines) == REPORTS + 1
        out.rename(folder / "before")
    again = run(folder, *EXPORT)
    assert again["code"] == 0, again
    assert whole(out)
    faults, now, _ = state(folder / "home")
    assert faults == []
    assert now[: len(lines)] == lines
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def whole(folder: Path) -> bool:
    """True where an export has all its files, as its about.json tells."""
    told: dict[str, str] = json.loads((folder / "about.json").read_text("utf-8"))["files"]
    there = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "about.json"
    }
    return bool(told) and told == there


KILLED: Final = [killed_while_adding, killed_while_deciding, killed_while_exporting]


@pytest.mark.parametrize("killed", KILLED)
@pytest.mark.parametrize("seed", range(7))
def test_killed_at_a_random_moment(
    start: Start, run: Run, tmp_path: Path, killed: Callable[[Start, Run, Path, int], None], seed: int
) -> None:
    killed(start, run, tmp_path / "one", seed)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("killed", KILLED)
def test_killed_at_many_random_moments(
    start: Start, run: Run, tmp_path: Path, killed: Callable[[Start, Run, Path, int], None]
) -> None:
    for seed in range(100, 167):
        killed(start, run, tmp_path / str(seed), seed)
        shutil.rmtree(tmp_path / str(seed))
