"""Lexicon files: what is read, and that every fault is named by file and line, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.errors import BadLexicon
from habeas.lexicon.files import Faults, read_lined, read_rows
from habeas.lexicon.shape import CountryRow, PlaceKind, PlaceRow

GOOD = """\
# a comment
- id: old-mill
  name: Old Mill
  kind: prison
  within: XX
  aliases: [Mill prison, yes, NO, 12]
  lat: 1.5
  source: invented
- id: far-field
  name: Far Field
  kind: camp
  note: ~
  source: invented
"""


def written(folder: Path, text: str | bytes, name: str = "places.yml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults_of(folder: Path, text: str | bytes) -> list[str]:
    path = written(folder, text)
    with pytest.raises(BadLexicon) as caught:
        read_rows(path, PlaceRow)
    return [fault.removeprefix(f"{path}:") for fault in caught.value.faults]


def test_rows_are_read_in_order(tmp_path: Path) -> None:
    mill, field = read_rows(written(tmp_path, GOOD), PlaceRow)
    assert (mill.id, mill.kind, mill.lat, mill.lon) == ("old-mill", PlaceKind.PRISON, 1.5, None)
    assert (field.id, field.note, field.aliases) == ("far-field", None, [])


def test_words_stay_words(tmp_path: Path) -> None:
    mill, _ = read_rows(written(tmp_path, GOOD), PlaceRow)
    assert mill.aliases == ["Mill prison", "yes", "NO", "12"]
    (norway,) = read_rows(written(tmp_path, "- {code: NO, note: x}"), CountryRow)
    assert norway.code == "NO"


def test_rows_know_their_lines(tmp_path: Path) -> None:
    assert [lined.line for lined in read_lined(written(tmp_path, GOOD), PlaceRow)] == [2, 9]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert len(read_rows(written(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()), PlaceRow)) == 2


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n", "~\n"])
def test_a_file_without_rows_is_a_fault(tmp_path: Path, text: str) -> None:
    (fault,) = faults_of(tmp_path, text)
    assert fault.startswith("1: ")
    assert ("not a list" if text == "~\n" else "empty") in fault


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            "- id: a\n  name: A\n  kind: camp\n",
            1,
            "field 'source' is missing; a row has the fields id, name,",
        ),
        ("- id: a\n  name: A\n  kind: camp\n  source: s\n  hue: x\n", 5, "unknown field 'hue'"),
        (
            "- id: a\n  name: A\n  kind: cmp\n  source: s\n",
            3,
            "field 'kind': input should be 'camp', 'prison'",
        ),
        ("- id: a\n  name: A\n  kind: camp\n  lat: 91\n  source: s\n", 4, "field 'lat'"),
        ("- id: Bad Id\n  name: A\n  kind: camp\n  source: s\n", 1, "field 'id'"),
        (
            "- id: a\n  name: A\n  aliases:\n  - b\n  - [c]\n  kind: camp\n  source: s\n",
            5,
            "field 'aliases.1'",
        ),
        ("- id: a\n  name: A\n  name: B\n  kind: camp\n  source: s\n", 3, "field 'name' given twice"),
        ("- id: a\n  name: A\n  kind: camp\n  source: ''\n", 4, "field 'source'"),
        ("-\n  - a\n", 2, "not a row; a row has the fields"),
        ("id: a\n", 1, "not a list"),
        ("- id: !!python/name:os.system a\n  name: A\n  kind: camp\n  source: s\n", 1, "tags"),
        ("- id: a\n  name: &x A\n  kind: camp\n  source: *x\n", 2, "anchors"),
        ("- id: a\n  name: 'A\n  kind: camp\n", 4, "not YAML"),
        ("- id: a\n- id: [b\n- id: c\n", 3, "not YAML"),
        ("- id: a\x00\n", 1, "not YAML"),
        (b"- id: \xff\n", 1, "UTF-8"),
    ],
)
def test_a_fault_says_where_and_what(tmp_path: Path, text: str | bytes, line: int, words: str) -> None:
    assert any(fault.startswith(f"{line}: ") and words in fault for fault in faults_of(tmp_path, text)), (
        faults_of(tmp_path, text)
    )


def test_broken_yaml_says_where_the_broken_thing_began(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, "- id: a\n  note: 'it begins here\n  name: B\n  x: y'z'\n")
    assert "from line 1" in fault


def test_an_anchored_bomb_is_refused_quickly(tmp_path: Path) -> None:
    rows = "".join(f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    assert any("anchors" in fault for fault in faults_of(tmp_path, f"- &a0 [x]\n{rows}"))


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "none.yml"
    with pytest.raises(BadLexicon) as caught:
        read_rows(path, PlaceRow)
    assert caught.value.faults == (f"{path}:1: can't be read: no such file or directory",)


def test_an_id_given_twice_is_a_fault_even_where_its_row_is_wrong(tmp_path: Path) -> None:
    row = "- id: a\n  name: A\n  kind: camp\n  source: s\n"
    faults = faults_of(tmp_path, f"{row}{row}  hue: x\n")
    assert faults == [
        "5: 'a' is already given in line 1; ids and codes are unique",
        *(fault for fault in faults if fault.startswith("9: unknown field 'hue'")),
    ]
    assert len(faults) == 2


def test_all_faults_of_many_files_come_at_once(tmp_path: Path) -> None:
    faults = Faults()
    first = written(tmp_path, "- id: a\n  name: A\n  kind: camp\n- [b]\n", "one.yml")
    second = written(tmp_path, "- {code: XX, hue: x, note: n}\n", "two.yml")
    read_rows(first, PlaceRow, faults)
    read_rows(second, CountryRow, faults)
    with pytest.raises(BadLexicon) as caught:
        faults.settle()
    found = [":".join(fault.split(":")[:2]) for fault in caught.value.faults]
    assert found == [f"{first}:1", f"{first}:4", f"{second}:1"]
    assert str(caught.value).count("\n") == 2


def test_no_faults_nothing_raised() -> None:
    Faults().settle()
