"""The files of a language: each word once in its file, bounds in order, and the lists that the rules know."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

import habeas.lexicon
from habeas.errors import BadLexicon
from habeas.lexicon import Words, load_lexicon, load_words
from habeas.lexicon.files import read_rows
from habeas.lexicon.shape import (
    CueRow,
    FacilityRow,
    GroupRow,
    HedgeRow,
    NumberRow,
    Row,
    SpeechRow,
    StanceRow,
    TriggerRow,
    VagueRow,
    WordsRow,
)

FOLDER = Path(habeas.lexicon.__file__).parent
READING = FOLDER.parent / "reading"
SIGNATURES = FOLDER.parent / "linking" / "signatures.py"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the lexicon, to be broken."""
    return Path(shutil.copytree(FOLDER, tmp_path / "lexicon", ignore=shutil.ignore_patterns("*.py", "__*")))


def faults_of(load: Callable[[], object]) -> list[str]:
    with pytest.raises(BadLexicon) as caught:
        load()
    return [fault.rsplit("/", 1)[1] for fault in caught.value.faults]


def row_faults(folder: Path, row: type[Row], *rows: str) -> list[str]:
    path = folder / "rows.yml"
    path.write_text("".join(f"- {{{one}}}\n" for one in rows), encoding="utf-8")
    return faults_of(lambda: read_rows(path, row))


def changed(path: Path, old: str, new: str) -> int:
    """Change words that stand in the file once; the line where they stand."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


# ------------------------------------------------------------------------------------- each word once


@pytest.mark.parametrize(
    ("row", "first", "again", "what"),
    [
        (NumberRow, "word: elmty, value: 3", "word: elmty, times: 4", "'elmty'"),
        (VagueRow, "word: elmfuls, low: 3", "word: Elmfuls, low: 4", "'elmfuls'"),
        (HedgeRow, "word: elmwise, bound: low", "word: elmwise, bound: high", "'elmwise' before a number"),
        (
            HedgeRow,
            "word: elmwise, bound: low, after: true",
            "word: elmwise, bound: about, after: yes",
            "'elmwise' behind a number",
        ),
        (GroupRow, "word: elmer", "word: elmer, custody: true", "'elmer'"),
        (GroupRow, "word: elmer, plural: elmen", "word: elmen", "'elmen'"),
        (FacilityRow, "word: elmhouse", "word: elmhouse, plural: elmhice", "'elmhouse'"),
        (
            TriggerRow,
            "word: elm, form: verb, type: release",
            "word: elm, form: verb, type: escape",
            "'elm' as a verb",
        ),
        (
            TriggerRow,
            "word: elm, form: noun, type: release",
            "word: elm, form: noun, type: release",
            "'elm' as a noun",
        ),
        (SpeechRow, "word: elm, kind: heard", "word: elm, kind: heard, alleged: true", "'elm' of kind heard"),
        (CueRow, "word: elm, modality: planned", "word: elm, modality: denied", "'elm'"),
        (StanceRow, "word: elm, stance: denial", "word: elm, stance: position", "'elm'"),
        (WordsRow, "name: elm nouns, words: [elm]", "name: elm nouns, words: [oak]", "'elm nouns'"),
    ],
)
def test_a_word_twice_is_a_fault(tmp_path: Path, row: type[Row], first: str, again: str, what: str) -> None:
    assert row_faults(tmp_path, row, first, again) == [
        f"rows.yml:2: {what} is already given in line 1; keep one"
    ]


def test_two_rows_in_one_line_are_two(tmp_path: Path) -> None:
    path = tmp_path / "rows.yml"
    path.write_text("[{word: elmhouse}, {word: elmhouse}]\n", encoding="utf-8")
    assert len(faults_of(lambda: read_rows(path, FacilityRow))) == 1


@pytest.mark.parametrize(
    ("row", "first", "second"),
    [
        (HedgeRow, "word: elmwise, bound: low", "word: elmwise, bound: low, after: true"),
        (TriggerRow, "word: elm, form: verb, type: release", "word: elm, form: noun, type: escape"),
        (SpeechRow, "word: elm, kind: verb", "word: elm, kind: noun"),
        (GroupRow, "word: elmfolk, plural: elmfolk", "word: elmer"),
    ],
)
def test_words_in_different_parts_are_no_fault(
    tmp_path: Path, row: type[Row], first: str, second: str
) -> None:
    path = tmp_path / "rows.yml"
    path.write_text(f"- {{{first}}}\n- {{{second}}}\n", encoding="utf-8")
    assert len(read_rows(path, row)) == 2


# --------------------------------------------------------------------------------------------- bounds


@pytest.mark.parametrize(
    ("bounds", "fault"),
    [
        ("low: 50, high: 4", "field 'high': 4 is less than low, 50"),
        ("low: -1", "field 'low': "),
    ],
)
def test_bounds_that_no_number_has_are_a_fault(tmp_path: Path, bounds: str, fault: str) -> None:
    (found,) = row_faults(tmp_path, VagueRow, f"word: elmfuls, {bounds}")
    assert found.startswith(f"rows.yml:1: {fault}")


@pytest.mark.parametrize("bounds", ["low: 4, high: 4", "low: 4", "low: 4, high: ~", "low: 0, high: 0"])
def test_bounds_in_order_are_no_fault(tmp_path: Path, bounds: str) -> None:
    path = tmp_path / "rows.yml"
    path.write_text(f"- {{word: elmfuls, {bounds}}}\n", encoding="utf-8")
    assert len(read_rows(path, VagueRow)) == 1


# ------------------------------------------------------------------------------ lists known by name


def test_every_list_has_words() -> None:
    words = load_words()
    assert [field.name for field in fields(Words) if not getattr(words, field.name)] == []
    assert {"they", "those"} <= words.plural_pronouns
    assert load_lexicon().words == words


def test_a_renamed_list_is_named_on_both_sides(folder: Path) -> None:
    line = changed(folder / "en" / "words.yml", "name: denying verbs\n", "name: denying verbz\n")
    wanted = [
        "words.yml:1: there is no sound list 'denying verbs', which the rules need",
        f"words.yml:{line}: no rule knows a list 'denying verbz'; call it 'denying verbs'",
    ]
    assert faults_of(lambda: load_words(folder)) == wanted
    assert faults_of(lambda: load_lexicon(folder)) == wanted


def test_a_list_that_no_rule_knows_is_a_fault(folder: Path) -> None:
    path = folder / "en" / "words.yml"
    lines = path.read_text(encoding="utf-8").count("\n")
    with path.open("a", encoding="utf-8") as file:
        file.write("- {name: elm nouns, words: [elm]}\n")
    (fault,) = faults_of(lambda: load_lexicon(folder))
    assert fault.startswith(f"words.yml:{lines + 1}: no rule knows a list 'elm nouns'; take it out")


def test_a_list_without_words_is_a_fault(folder: Path) -> None:
    line = changed(folder / "en" / "words.yml", "words: [accuse, suspect]", "words: []")
    assert any(
        fault.startswith(f"words.yml:{line}: field 'words'")
        for fault in faults_of(lambda: load_words(folder))
    )


@pytest.mark.parametrize("file", sorted(path.name for path in (FOLDER / "en").glob("*.yml")))
@pytest.mark.parametrize("how", ["empty", "can't be read"])
def test_each_file_of_the_language_is_needed(folder: Path, file: str, how: str) -> None:
    path = folder / "en" / file
    if how == "can't be read":
        path.unlink()
    else:
        path.write_text("# nothing\n", encoding="utf-8")
    (fault,) = faults_of(lambda: load_lexicon(folder))
    assert fault.startswith(f"{file}:1: {how}")


@pytest.mark.parametrize("file", ["places.yml", "towns.yml", "actors.yml", "countries.yml"])
def test_each_file_of_names_is_needed(folder: Path, file: str) -> None:
    (folder / file).write_text("", encoding="utf-8")
    assert any(fault.startswith(f"{file}:1: empty") for fault in faults_of(lambda: load_lexicon(folder)))


def test_the_faults_of_all_files_come_at_once(folder: Path) -> None:
    (folder / "en" / "hedges.yml").write_text("", encoding="utf-8")
    changed(folder / "en" / "words.yml", "name: denying verbs\n", "name: denying verbz\n")
    (folder / "en" / "vague.yml").write_text("- {word: elmfuls, low: 50, high: 4}\n", encoding="utf-8")
    found = {fault.split(":")[0] for fault in faults_of(lambda: load_lexicon(folder))}
    assert found == {"hedges.yml", "vague.yml", "words.yml"}


def test_the_rules_use_every_list() -> None:
    """A field of Words that nothing reads would keep a list in the lexicon for nobody."""
    files = (
        READING / "english.py",
        READING / "numbers.py",
        READING.parent / "lexicon" / "vocabulary.py",
        SIGNATURES,
    )
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    read = {node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert {field.name for field in fields(Words)} - read == set()


def test_every_list_of_english_is_imported_by_a_rule() -> None:
    english = ast.parse((READING / "english.py").read_text(encoding="utf-8"))
    names = {node.target.id for node in ast.walk(english) if isinstance(node, ast.AnnAssign)}
    used = {
        node.id
        for path in READING.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    assert names - used == set()
