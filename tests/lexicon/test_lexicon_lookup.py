"""What is known of a word or a name, in whatever spelling it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from habeas.lexicon import Country, load_lexicon
from habeas.lexicon.lookup import Entry, Known, every_entry, folded, look_up, near
from habeas.lexicon.own import lexicon_files

ENTRIES = every_entry("en", None)


def known(word: str) -> Known:
    return look_up(word, load_lexicon(), ENTRIES)


def files(entries: tuple[Entry, ...]) -> set[str]:
    return {entry.file for entry in entries}


def test_every_file_has_entries() -> None:
    assert {entry.file for entry in ENTRIES} == set(lexicon_files("en"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("al-Hol", "AL HOL"), ("Sina’a", "Sinaa"), ("Hesekê", "heseke"), ("  release ", "Release")],
)
def test_case_accents_and_apostrophes_make_no_difference(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("al-hol", ["al-hol"]),
        ("EL HOL", ["al-hol"]),
        ("heseke", ["hasakah"]),
        ("sdf", ["sdf"]),
        ("tajiks", ["TJ"]),
        ("elmstead", []),
    ],
)
def test_names_are_found_by_every_spelling(word: str, ids: list[str]) -> None:
    found = [named.code if isinstance(named, Country) else named.id for named, _ in known(word).names]
    assert found == ids


def test_a_name_rests_on_its_rows() -> None:
    ((_, rows),) = known("al-Hol").names
    (row,) = rows
    assert row.file == "places.yml"
    line = row.path.read_text("utf-8").splitlines()[row.line - 1]
    assert "al-hol" in line


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Detainee", {"en/groups.yml"}),
        ("prisoners of war", {"en/groups.yml"}),
        ("according to", {"en/speech.yml"}),
        ("portions", {"en/words.yml"}),
    ],
)
def test_words_are_found_in_their_files(word: str, found: set[str]) -> None:
    assert found <= files(known(word).entries)


def test_an_own_row_is_told_beside_the_one_that_it_replaces(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "triggers.yml").write_text("- {word: release, form: verb, type: transfer}\n", "utf-8")
    (tmp_path / "places.yml").write_text("- {id: al-hol, aliases: [al-Elm]}\n", "utf-8")
    entries, lexicon = every_entry("en", tmp_path), load_lexicon(own=tmp_path)
    verbs = [
        (entry.own, entry.replaced)
        for entry in look_up("release", lexicon, entries).entries
        if entry.file == "en/triggers.yml" and entry.row.form == "verb"
    ]
    assert verbs == [(False, True), (True, False)]
    ((_, rows),) = look_up("el-elm", lexicon, entries).names
    assert [row.own for row in rows] == [False, True]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("detanee", "detainee"), ("Gwayran", "Ghwayran"), ("Tajikstan", "Tajikistan"), ("goverend", "governed")],
)
def test_near_spellings_are_named(word: str, meant: str) -> None:
    assert meant in near(word, load_lexicon(), ENTRIES, ["governed"])


def test_nothing_is_near_to_nonsense() -> None:
    assert near("xqzzyq", load_lexicon(), ENTRIES) == []
