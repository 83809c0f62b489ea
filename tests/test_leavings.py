"""What killed runs left is taken away; what somebody works on isn't."""

import os
from pathlib import Path

import pytest

from habeas.leavings import hold, sweep, unfinished_folder


def test_a_folder_goes_unless_it_was_given_a_name(tmp_path: Path) -> None:
    with unfinished_folder(tmp_path, ".out.part-") as folder:
        (folder / "a.txt").touch()
    assert list(tmp_path.iterdir()) == []
    with unfinished_folder(tmp_path, ".out.part-") as folder:
        folder.replace(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_was_left_goes_and_what_is_in_use_stays(tmp_path: Path) -> None:
    (tmp_path / ".out.part-1" / "deep").mkdir(parents=True)
    (tmp_path / ".out.part-2").touch()
    (tmp_path / ".other.part-3").touch()
    with unfinished_folder(tmp_path, ".out.part-") as used, (tmp_path / ".out.part-4").open("w") as file:
        hold(file.fileno())
        sweep(tmp_path, ".out.part-")
        left = {path.name for path in tmp_path.iterdir()}
    assert left == {used.name, ".out.part-4", ".other.part-3"}


@pytest.mark.parametrize("name", ["[x]", "a*"])
def test_a_name_is_no_pattern(tmp_path: Path, name: str) -> None:
    (tmp_path / ".x.part-1").touch()
    (tmp_path / ".ab.part-1").touch()
    (tmp_path / f".{name}.part-1").touch()
    sweep(tmp_path, f".{name}.part-")
    assert {path.name for path in tmp_path.iterdir()} == {".x.part-1", ".ab.part-1"}


def test_what_a_link_leads_to_stays(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (tmp_path / ".out.part-1").symlink_to(kept)
    os.mkfifo(tmp_path / ".out.part-2")
    sweep(tmp_path, ".out.part-")
    assert kept.exists()
