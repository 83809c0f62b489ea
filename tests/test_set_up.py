"""What make and CI rest on: a fitting Python is found, a skipped test fails in CI, a benchmark runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FIND_PYTHON = ROOT / "scripts" / "find-python"


def python_in(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)


def find_python(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Runs `find-python -c …` where only this folder is searched for programs."""
    shell = shutil.which("sh")
    assert shell is not None
    command = [shell, str(FIND_PYTHON), "-c", "print('ran')"]
    return subprocess.run(command, env={"PATH": str(folder)}, capture_output=True, text=True, check=False)


def test_a_newer_python_is_found_behind_an_old_one(tmp_path: Path) -> None:
    python_in(tmp_path, "python3", "exit 1")
    python_in(tmp_path, "python3.12", f'exec {sys.executable} "$@"')
    ran = find_python(tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "ran\n")


def test_an_old_python_is_named(tmp_path: Path) -> None:
    python_in(tmp_path, "python3", 'test "$1" = --version && echo Python 3.9.2 || exit 1')
    ran = find_python(tmp_path)
    assert ran.returncode == 1
    assert "needs Python 3.11 or newer, and found Python 3.9.2" in ran.stderr


def test_no_python_at_all_is_said(tmp_path: Path) -> None:
    ran = find_python(tmp_path)
    assert ran.returncode == 1
    assert "found no python3" in ran.stderr


def test_a_python_without_venv_says_what_to_install(tmp_path: Path) -> None:
    python_in(tmp_path, "python3", 'case "$2" in *venv*) exit 1;; esac')
    ran = find_python(tmp_path)
    assert ran.returncode == 1
    assert "python3-venv" in ran.stderr


SKIPPING = {
    "test_in_test.py": "import pytest\ndef test_one():\n    pytest.skip('no browser')\n",
    "test_in_module.py": "import pytest\npytest.importorskip('no_such_module_at_all')\n",
    "test_marked.py": "import pytest\n@pytest.mark.skip(reason='no browser')\ndef test_one(): pass\n",
}
EXPECTED = (
    "import pytest\n@pytest.mark.xfail(reason='known')\ndef test_one(): assert False\ndef test_two(): pass\n"
)


def outcome(folder: Path, *, in_ci: bool) -> int:
    """The exit code of pytest in this folder, under our conftest."""
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("HABEAS", "PYTEST"))
    }
    environment |= {"HABEAS_CI": "1"} if in_ci else {}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(folder),
        str(folder),
    ]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False).returncode


@pytest.mark.parametrize("name", SKIPPING)
def test_in_ci_a_skipped_test_is_a_failure(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(SKIPPING[name], "utf-8")
    assert outcome(tmp_path, in_ci=True) in (1, 2)
    assert outcome(tmp_path, in_ci=False) in (0, 5)


def test_in_ci_an_expected_failure_stays_one(tmp_path: Path) -> None:
    (tmp_path / "test_expected.py").write_text(EXPECTED, "utf-8")
    assert outcome(tmp_path, in_ci=True) == 0


def test_the_benchmark_of_the_start_runs() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "startup.py"), "1"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "habeas --help" in ran.stdout
    assert "times as long" in ran.stdout
