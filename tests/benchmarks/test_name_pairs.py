"""Which pairs of names the measuring program takes for joined. The pairs are invented."""

from __future__ import annotations

from types import ModuleType

import pytest

from habeas.lexicon import load_lexicon
from habeas.reading.names import NameFinder


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("Orlan Prison", "ORLAN PRISON", True),
        ("Orlan Prison", "Orlan Jail", True),
        ("el-Orlan", "al-Orlan", True),
        ("Orlan Defence Force", "Orlan Defense Force", True),
        ("Orlan Prison", "Orland Prison", False),
    ],
)
def test_spellings_that_the_lexicon_makes_fall_together(
    name_pairs: ModuleType, one: str, other: str, joined: bool
) -> None:
    assert name_pairs.spelt_alike(one, other) is joined
    assert name_pairs.spelt_alike(other, one) is joined


def test_names_known_under_one_id_fall_together(name_pairs: ModuleType) -> None:
    joins = name_pairs.known_as_one(NameFinder(load_lexicon()))
    assert joins("SDF", "Syrian Democratic Forces")
    assert not joins("SDF", "Syrian Interior Ministry")
    assert not joins("SDF fighters from Orlan", "Syrian Democratic Forces")


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("Salim Orlani", "Saleem Urlani", True),
        ("Salim Orlani", "Salam Orlani", False),
        ("Salim Orlani", "Syrian Democratic Forces", False),
        ("SDF spokesman Salim Orlani", "Syrian Democratic Forces", True),
        ("an official", "an official", False),
    ],
)
def test_names_that_the_ledger_takes_for_one(
    name_pairs: ModuleType, one: str, other: str, joined: bool
) -> None:
    assert name_pairs.alike(load_lexicon())(one, other) is joined


def test_joins_are_counted(name_pairs: ModuleType) -> None:
    rows = [
        {"schema": "Company", "name1": "Orlan Prison", "name2": "Orlan Jail", "is_match": "true"},
        {"schema": "Company", "name1": "Orlan", "name2": "Veshka", "is_match": "true"},
        {"schema": "Company", "name1": "Orlan Prison", "name2": "orlan jail", "is_match": "false"},
        {"schema": "Person", "name1": "A. Orlan", "name2": "B. Orlan", "is_match": "false"},
    ]
    labelled = name_pairs.pairs(rows)
    table = name_pairs.measure(labelled, NameFinder(load_lexicon()), load_lexicon())
    lexicon = table["bodies"]["lexicon"]
    assert (lexicon["same"], lexicon["tp"], lexicon["not_same"]) == (2, 1, 1)
    assert table["persons"]["lexicon"]["not_same"] == 1
    assert table["bodies"]["equal but for case"]["tp"] == 0
