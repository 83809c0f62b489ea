"""The filter by itself: run here as the kernel runs it, for processors that this machine hasn't, too."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from habeas.intake import confined
from habeas.intake.confined import _AARCH64, _X86_64, _Machine, _program

ALLOWED, REFUSED = 0x7FFF_0000, 0x0005_0000 | errno.EPERM


@dataclass(frozen=True)
class Call:
    """A system call as a filter sees it."""

    number: int
    arguments: tuple[int, ...] = ()
    audit: int | None = None


def answer(machine: _Machine, call: Call) -> int:
    """What the filter answers, its lines obeyed one by one (classic BPF, as `linux/filter.h` has it)."""
    data = {0: call.number, 4: machine.audit if call.audit is None else call.audit}
    data |= {16 + 8 * place: value for place, value in enumerate(call.arguments)}
    lines, at, held = _program(machine), 0, 0
    while True:
        code, yes, no, value = lines[at]
        at += 1
        if code == 0x20:
            held = data.get(value, 0)
        elif code == 0x06:
            return value
        else:
            passed = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[code]
            at += yes if passed else no


MACHINES = [pytest.param(_X86_64, id="x86_64"), pytest.param(_AARCH64, id="aarch64")]


@pytest.mark.parametrize("machine", MACHINES)
def test_every_listed_call_is_refused_and_others_pass(machine: _Machine) -> None:
    for number in range(500):
        if number not in machine.opens:
            expected = REFUSED if number in machine.refused else ALLOWED
            assert answer(machine, Call(number)) == expected, number


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (os.O_RDONLY, ALLOWED),
        (os.O_RDONLY | os.O_CLOEXEC, ALLOWED),
        (os.O_WRONLY, REFUSED),
        (os.O_RDWR, REFUSED),
        (os.O_CREAT, REFUSED),
        (os.O_RDONLY | os.O_TRUNC, REFUSED),
    ],
)
def test_files_are_opened_to_read_alone(machine: _Machine, flags: int, expected: int) -> None:
    for number, place in machine.opens.items():
        assert answer(machine, Call(number, (0,) * place + (flags,))) == expected


@pytest.mark.parametrize("machine", MACHINES)
def test_calls_numbered_otherwise_are_refused(machine: _Machine) -> None:
    harmless = 500
    assert answer(machine, Call(harmless)) == ALLOWED
    assert answer(machine, Call(harmless, audit=0x4000_0003)) == REFUSED  # as 32-bit programs call
    assert answer(machine, Call(harmless | 0x4000_0000)) == REFUSED  # as x32 programs call


HOOKED = """
import os, platform, socket, subprocess, sys
platform.machine = lambda: "m68k"
from habeas.intake.confined import confine
print(confine())
for attempt in (
    lambda: socket.socket().connect(("127.0.0.1", 9)),
    lambda: subprocess.run(["/bin/true"]),
    lambda: os.system("true"),
    lambda: open(sys.argv[1], "w"),
    lambda: os.unlink(sys.argv[1]),
    lambda: os.rename(sys.argv[1], sys.argv[1] + "2"),
):
    try:
        attempt()
    except PermissionError:
        print("refused")
with open(sys.argv[1]) as file:
    print(file.read())
"""


def test_python_is_bound_where_no_filter_is_known(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("kept")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    told = subprocess.run(
        [sys.executable, "-c", HOOKED, str(kept)], capture_output=True, text=True, check=True, env=environment
    )
    assert told.stdout.split() == ["python", *["refused"] * 6, "kept"]


def test_processors_without_a_list_are_not_taken_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    hooks: list[object] = []
    monkeypatch.setattr(confined.platform, "machine", lambda: "riscv64")
    monkeypatch.setattr(confined.sys, "addaudithook", hooks.append)
    assert confined.confine() is confined.Bond.PYTHON
    assert len(hooks) == 1
