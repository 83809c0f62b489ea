from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from habeas.errors import UnreadableReport
from habeas.intake.sidecar import SIDECAR, beside
from habeas.intake.stated import Stated


def said(folder: Path, words: str | bytes, name: str = "a.txt") -> Stated:
    data = words.encode() if isinstance(words, str) else words
    (folder / SIDECAR).write_bytes(data)
    return beside(folder / name, name)


def test_no_sidecar_says_nothing(tmp_path: Path) -> None:
    assert beside(tmp_path / "a.txt", "a.txt") == Stated()
    (tmp_path / SIDECAR).mkdir()
    assert beside(tmp_path / "a.txt", "a.txt") == Stated()


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_row_of_the_file(tmp_path: Path, start: str, end: str) -> None:
    lines = [
        "NAME, Outlet ,url,title,published,language",
        "b.txt,,,,,",
        'a.txt,Varnholt Post,https://varnholt.example/a,"Forty, or more, held",2024-03-18,en-GB',
        "",
    ]
    assert said(tmp_path, start + end.join(lines)) == Stated(
        outlet="Varnholt Post",
        url="https://varnholt.example/a",
        title="Forty, or more, held",
        published=date(2024, 3, 18),
        language="en",
    )
    assert beside(tmp_path / "b.txt", "b.txt") == beside(tmp_path / "c.txt", "c.txt") == Stated()


def test_accents_are_the_same_however_they_are_written(tmp_path: Path) -> None:
    assert said(tmp_path, "name,outlet\ncafe\u0301.txt,Post\n", "caf\u00e9.txt").outlet == "Post"


def test_changed_sidecar_is_read_again(tmp_path: Path) -> None:
    assert said(tmp_path, "name,outlet\na.txt,Post\n").outlet == "Post"
    assert said(tmp_path, "name,outlet\na.txt,Varnholt Post\n").outlet == "Varnholt Post"


@pytest.mark.parametrize(
    ("words", "line", "why"),
    [
        ("name,source\na.txt,x\n", "line 1", "unknown column 'source'"),
        ("name;outlet\na.txt;x\n", "line 1", "unknown column 'name;outlet'"),
        ("outlet\nx\n", "line 1", "no column 'name'"),
        ("", "line 1", "no column 'name'"),
        ("name,title,title\na.txt,x,y\n", "line 1", "a column twice"),
        ("name,published\n\na.txt,18/03/2024\n", "line 3", "'18/03/2024', which is no date"),
        ("name,published\na.txt,2024-13-01\n", "line 2", "'2024-13-01', which is no date"),
        ("name,published\na.txt,0001-01-01\n", "line 2", "0001-01-01 lies before 1900"),
        ("name,published\na.txt,2999-01-01\n", "line 2", "2999-01-01 lies in the future"),
        ("name,language\na.txt,Ostmarkish\n", "line 2", "'Ostmarkish', which is no language"),
        ("name,url\na.txt,varnholt\n", "line 2", "'varnholt', which is no address"),
        ("name,title\na.txt,Forty, or more\n", "line 2", "3 cells, and the header has 2"),
        ("name,title\na.txt\n", "line 2", "1 cells, and the header has 2"),
        ('name,title\na.txt,"Forty\n', "line 2", "isn't CSV"),
        ("name,title\na.txt,x\nb.txt,y\na.txt,z\n", "line 4", "names it again after line 2"),
        (b"name,title\na.txt,caf\xe9\n", "beside it", "isn't in UTF-8"),
    ],
)
def test_bad_sidecar_is_told_with_its_line(tmp_path: Path, words: str | bytes, line: str, why: str) -> None:
    with pytest.raises(UnreadableReport) as fault:
        said(tmp_path, words)
    message = str(fault.value)
    assert message.startswith("a.txt: reports.csv beside it")
    assert line in message
    assert why in message
    assert fault.value.cure


def test_bad_date_of_another_file_is_no_fault_of_this_one(tmp_path: Path) -> None:
    words = "name,outlet,published\nb.txt,Post,soon\na.txt,Varnholt Post,2024-03-18\n"
    assert said(tmp_path, words).outlet == "Varnholt Post"
