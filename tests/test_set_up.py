"""What make and CI rest on: a fitting Python is found, a skipped test fails in CI, a benchmark runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FIND_PYTHON = ROOT / "scripts" / "find-python"
SET_UP_BROWSER = ROOT / "scripts" / "set-up-browser"


def program_in(folder: Path, name: str, script: str) -> None:
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
    program_in(tmp_path, "python3", "exit 1")
    program_in(tmp_path, "python3.12", f'exec {sys.executable} "$@"')
    ran = find_python(tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "ran\n")


def test_an_old_python_is_named(tmp_path: Path) -> None:
    program_in(tmp_path, "python3", 'test "$1" = --version && echo Python 3.9.2 || exit 1')
    ran = find_python(tmp_path)
    assert ran.returncode == 1
    assert "needs Python 3.11 or newer, and found Python 3.9.2" in ran.stderr


def test_no_python_at_all_is_said(tmp_path: Path) -> None:
    ran = find_python(tmp_path)
    assert ran.returncode == 1
    assert "found no python3" in ran.stderr


def test_a_python_without_venv_says_what_to_install(tmp_path: Path) -> None:
    program_in(tmp_path, "python3", 'case "$2" in *venv*) exit 1;; esac')
    ran = find_python(tmp_path)
    assert ran.returncode == 1
    assert "python3-venv" in ran.stderr


def set_up_browser(folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Runs `set-up-browser` where only this folder, and the shell's own tools, are searched for programs."""
    for tool in ("cat", "rm", "tail"):
        program_in(folder, tool, f'exec {shutil.which(tool)} "$@"')
    command = [shutil.which("sh") or "sh", str(SET_UP_BROWSER)]
    surroundings = {"PATH": str(folder), "TMPDIR": str(folder), **environment}
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)


def apt_in(folder: Path, *, gives: str) -> None:
    """An apt-get that notes what it is asked for, and does this when it installs."""
    asked = folder / "asked"
    program_in(folder, "apt-get", f'echo "$*" >> {asked}\ncase "$*" in *install*) {gives};; esac')


def chromium_from_apt(folder: Path) -> str:
    return f"printf '#!/bin/sh\\n' > {folder}/chromium; {shutil.which('chmod')} 755 {folder}/chromium"


def test_nobody_is_asked_for_a_chromium_that_is_there(tmp_path: Path) -> None:
    apt_in(tmp_path, gives="exit 1")
    program_in(tmp_path, "chromium", "exit 0")
    ran = set_up_browser(tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert not (tmp_path / "asked").exists()


def test_root_asks_apt_for_chromium(tmp_path: Path) -> None:
    apt_in(tmp_path, gives=chromium_from_apt(tmp_path))
    program_in(tmp_path, "id", "echo 0")
    ran = set_up_browser(tmp_path)
    assert "LEFT OUT" not in ran.stderr
    assert " install --no-install-recommends chromium" in (tmp_path / "asked").read_text("utf-8")


def test_sudo_asks_apt_where_it_needs_no_password(tmp_path: Path) -> None:
    apt_in(tmp_path, gives=chromium_from_apt(tmp_path))
    program_in(tmp_path, "id", "echo 1000")
    program_in(tmp_path, "sudo", 'shift; test "$1" = true || exec "$@"')
    assert "LEFT OUT" not in set_up_browser(tmp_path).stderr
    assert (tmp_path / "chromium").exists()


@pytest.mark.parametrize(
    ("there", "named", "why"),
    [
        ({}, {}, "there is no apt-get"),
        ({"apt-get": "exit 0", "id": "echo 1000"}, {}, "takes root, or sudo without a password"),
        ({"apt-get": "exit 0", "id": "echo 1000", "sudo": "exit 1"}, {}, "takes root, or sudo"),
        ({"apt-get": "echo no route; exit 1", "id": "echo 0"}, {}, "apt could not install it"),
        ({"apt-get": "exit 0", "id": "echo 0"}, {}, "apt installed none that can be run"),
        ({}, {"HABEAS_CHROMIUM": "/nowhere/chromium"}, "/nowhere/chromium isn't there"),
    ],
)
def test_what_is_left_out_is_said_loudly(
    tmp_path: Path, there: dict[str, str], named: dict[str, str], why: str
) -> None:
    for name, script in there.items():
        program_in(tmp_path, name, script)
    ran = set_up_browser(tmp_path, **named)
    assert ran.returncode == 0
    assert why in ran.stderr
    assert "LEFT OUT" in ran.stderr


SKIPPING = {
    "test_in_test.py": "import pytest\ndef test_one():\n    pytest.skip('no browser')\n",
    "test_in_module.py": "import pytest\npytest.importorskip('no_such_module_at_all')\n",
    "test_marked.py": "import pytest\n@pytest.mark.skip(reason='no browser')\ndef test_one(): pass\n",
}
EXPECTED = (
    "import pytest\n@pytest.mark.xfail(reason='known')\ndef test_one(): assert False\ndef test_two(): pass\n"
)


def run_pytest(folder: Path, *, in_ci: bool) -> "subprocess.CompletedProcess[str]":
    """What pytest makes of this folder, under our conftest."""
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
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", SKIPPING)
def test_in_ci_a_skipped_test_is_a_failure(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(SKIPPING[name], "utf-8")
    assert run_pytest(tmp_path, in_ci=True).returncode in (1, 2)
    assert run_pytest(tmp_path, in_ci=False).returncode in (0, 5)


def test_elsewhere_it_is_named_at_the_end_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "test_in_test.py").write_text(SKIPPING["test_in_test.py"], "utf-8")
    ran = run_pytest(tmp_path, in_ci=False)
    assert "LEFT OUT" in ran.stdout
    assert "1 tests. Skipped: no browser" in ran.stdout


def test_in_ci_an_expected_failure_stays_one(tmp_path: Path) -> None:
    (tmp_path / "test_expected.py").write_text(EXPECTED, "utf-8")
    assert run_pytest(tmp_path, in_ci=True).returncode == 0


def test_the_benchmark_of_the_start_runs() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "startup.py"), "1"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "habeas --help" in ran.stdout
    assert "times as long" in ran.stdout
