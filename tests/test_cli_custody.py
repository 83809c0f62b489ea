"""Bags and archives on the command line: made, checked, loaded, refused."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from test_cli import Run, reports, run

__all__ = ["reports", "run"]

KEY = pyrage.x25519.Identity.generate()


@pytest.fixture
def home(run: Run, reports: Path, tmp_path: Path) -> Path:
    assert run("add", reports, "--home", tmp_path / "home").code == 0
    return tmp_path / "home"


def export(run: Run, home: Path, *arguments: object) -> str:
    done = run("export", *arguments, "--reason", "for the court", "--by", "Mira Toll", "--home", home)
    assert (done.code, done.err) == (0, "")
    return done.out


def test_a_bag_is_checked_where_there_is_no_home(run: Run, home: Path, tmp_path: Path) -> None:
    told = export(run, home, tmp_path / "bag", "--format", "bag")
    noted = told.split("the bag's own hash is ")[1][:64]
    checked = run("verify", tmp_path / "bag")
    assert checked.code == 0
    assert checked.out.startswith("sound: 2 reports, 3 claims, ")
    assert noted in checked.out
    assert "this is the very bag" in run("verify", tmp_path / "bag", "--head", noted).out
    assert not (tmp_path / "habeas-data").exists()


def test_a_head_that_was_noted_of_the_ledger_is_found_in_the_bag(
    run: Run, home: Path, tmp_path: Path
) -> None:
    head = run("verify", "--home", home).out.split("log ends with ")[1][:64]
    export(run, home, tmp_path / "bag", "--format", "bag")
    assert "0 lines came after it" in run("verify", tmp_path / "bag", "--head", head).out


def test_each_fault_of_a_bag_is_a_line_and_exit_1(run: Run, home: Path, tmp_path: Path) -> None:
    export(run, home, tmp_path / "bag", "--format", "bag")
    (tmp_path / "bag" / "data" / "versions.json").unlink()
    (tmp_path / "bag" / "\x1b[31mred").write_text("more", "utf-8")
    checked = run("verify", tmp_path / "bag")
    assert checked.code == 1
    assert "data/versions.json: missing\n" in checked.out
    assert "\x1b" not in checked.out
    assert all(line for line in checked.out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (
            ["verify", "reports"],
            1,
            "reports: is no bag (it has no bagit.txt; habeas verify --home DIR checks",
        ),
        (["verify", "gone"], 1, "gone: isn't there"),
        (["export", "x", "--format", "archive"], 2, "names too: give --include-names"),
        (["export", "x", "--format", "archive", "--format", "csv"], 2, "no other format beside it"),
        (["export", "x", "--format", "archive", "--type", "escape"], 2, "no filters"),
        (["export", "x", "--format", "jsonl", "--encrypt-to", "age1"], 2, "goes with --format archive"),
        (["export", "x", "--format", "bag", "--format", "jsonl"], 2, "a bag lists every file of its folder"),
        (["load", "reports/a.txt", "--identity", "x"], 2, "--identity goes with an encrypted archive"),
    ],
)
def test_what_can_not_be_meant_is_told(
    run: Run, home: Path, tmp_path: Path, arguments: list[str], code: int, told: str
) -> None:
    more = ["--reason", "x", "--home", str(home)] if arguments[0] == "export" else []
    done = run(*arguments, *more)
    assert done.code == code
    assert told in " ".join(done.err.split())
    assert not (tmp_path / "x").exists()


def test_an_archive_becomes_a_home_again(run: Run, home: Path, tmp_path: Path) -> None:
    head = run("verify", "--home", home).out.split("log ends with ")[1][:64]
    told = export(run, home, tmp_path / "all.habeas", "--format", "archive", "--include-names")
    assert "whoever has this file can read all of it" in told
    restored = run("load", tmp_path / "all.habeas", "--home", tmp_path / "new")
    assert (restored.code, restored.err) == (0, "")
    assert restored.out == f"restored 2 reports into {tmp_path / 'new'}; log ends with {head}\n"
    assert head in run("verify", "--home", tmp_path / "new").out
    again = run("load", tmp_path / "all.habeas", "--home", tmp_path / "new")
    assert again.code == 2
    assert "holds something" in again.err


def test_an_encrypted_archive_asks_for_the_key(run: Run, home: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(str(KEY), "utf-8")
    keys = ["--include-names", "--encrypt-to", str(KEY.to_public())]
    told = export(run, home, tmp_path / "all.habeas", "--format", "archive", *keys)
    assert "whoever has this file" not in told
    without = run("load", tmp_path / "all.habeas", "--home", tmp_path / "new")
    assert without.code == 2
    assert "--identity" in without.err
    into = ["--home", tmp_path / "new", "--identity", tmp_path / "key"]
    assert run("load", tmp_path / "all.habeas", *into).code == 0


def test_a_bag_is_loaded_as_it_says(run: Run, home: Path, tmp_path: Path) -> None:
    export(run, home, tmp_path / "bag", "--format", "bag")
    loaded = run("load", tmp_path / "bag", "--home", tmp_path / "new", "--by", "Ana Brell")
    assert (loaded.code, loaded.out) == (0, "loaded 3 claims from 2 reports, 1 figure unread\n")
    shown = [run("claims", "--home", one, "--format", "jsonl").out for one in (home, tmp_path / "new")]
    assert shown[0] == shown[1]
