from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.intake import find_files
from habeas.intake.files import in_words, printable


def plant(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Forty people are held.")


def names(folder: Path, files: tuple[Path, ...]) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in files]


def test_folders_are_walked_in_order_and_the_rest_is_counted(tmp_path: Path) -> None:
    plant(
        tmp_path,
        "b.txt",
        "a.PDF",
        "c/d.md",
        "c/a.docx",
        "B/z.html",
        "e.markdown",
        "f.xhtml",
        "g.text",
        "h.htm",
    )
    plant(
        tmp_path, "reports.csv", "notes.odt", "Makefile", ".hidden.txt", ".git/a.txt", ".git/b.txt", "c/x.jpg"
    )
    found = find_files([tmp_path])
    assert names(tmp_path, found.files) == [
        *("a.PDF", "b.txt", "e.markdown", "f.xhtml", "g.text", "h.htm"),
        *("B/z.html", "c/a.docx", "c/d.md"),
    ]
    assert found.skipped == 6


def test_named_paths_are_always_there_and_once(tmp_path: Path) -> None:
    plant(tmp_path, "a.txt", "b.odt", ".hidden.txt")
    missing = tmp_path / "missing.txt"
    named = [tmp_path / "b.odt", missing, tmp_path / ".hidden.txt", tmp_path / "x" / ".." / "a.txt"]
    found = find_files([*named, tmp_path, tmp_path / "a.txt"])
    assert found.files == tuple(named)
    assert found.skipped == 2


def test_links_stay_inside_the_folder(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    plant(inside, "a.txt", "deep/b.txt")
    plant(outside, "secret.txt")
    (inside / "again.txt").symlink_to(inside / "a.txt")
    (inside / "out.txt").symlink_to(outside / "secret.txt")
    (inside / "nowhere.txt").symlink_to(inside / "gone.txt")
    (inside / "itself.txt").symlink_to(inside / "itself.txt")
    (inside / "folder.txt").symlink_to(inside / "deep")
    (inside / "out").symlink_to(outside)
    (inside / "deep" / "loop").symlink_to(inside)
    found = find_files([inside])
    assert names(inside, found.files) == ["a.txt", "again.txt", "deep/b.txt"]
    assert found.skipped == 6


def test_folder_that_is_a_link_may_be_named(tmp_path: Path) -> None:
    plant(tmp_path / "real", "a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert find_files([tmp_path / "link"]).files == (tmp_path / "link" / "a.txt",)


def test_closed_folder_is_not_passed_over_in_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "a.txt", "closed/b.txt")
    scan = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = find_files([tmp_path])
    assert names(tmp_path, found.files) == ["a.txt", "closed"]


def test_nothing_named_finds_nothing(tmp_path: Path) -> None:
    assert find_files([]).files == find_files([tmp_path]).files == ()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a b.txt", "a b.txt"),
        ("تقرير.txt", "تقرير.txt"),
        ("می\u200cگوید.txt", "می\u200cگوید.txt"),
        ("a\nb\x1b[31m.txt", "a\\nb\\x1b[31m.txt"),
        ("a\u202etxt.pdf", "a\\u202etxt.pdf"),
        ("a\udcff.txt", "a\\udcff.txt"),
    ],
)
def test_names_can_be_printed(name: str, shown: str) -> None:
    assert printable(name) == shown


@given(st.text(st.characters()))
def test_any_name_becomes_one_line_that_can_be_written_down(name: str) -> None:
    assert len(printable(name).encode().splitlines()) <= 1


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (900, "900 bytes"), (64 * 2**20, "64 MB"), (2 * 2**30, "2 GB"), (1536, "1.5 kB")],
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert in_words(size) == words
