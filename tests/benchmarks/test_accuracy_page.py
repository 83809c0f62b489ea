"""The page's figures go between its markers and nowhere else."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from habeas.errors import HabeasError

END = "<!-- end of figures -->\n"
PAGE = f"before\n<!-- figures: one -->\nold\n{END}between\n<!-- figures: two -->\n{END}"
RATES = {"precision": 0.5, "recall": 0.25, "f1": 0.333}


def test_only_what_is_between_the_markers_changes(accuracy_page: ModuleType) -> None:
    filled = accuracy_page.filled(PAGE, "two", "a \\1 b\n")
    assert filled == PAGE.replace("two -->\n", "two -->\n\na \\1 b\n\n")
    again = accuracy_page.filled(filled, "two", "a \\1 b\n")
    assert again == filled


@pytest.mark.parametrize("name", ["three", "o.e"])
def test_a_place_that_is_not_there_is_a_fault(accuracy_page: ModuleType, name: str) -> None:
    with pytest.raises(HabeasError, match="needs one"):
        accuracy_page.filled(PAGE, name, "")


def test_the_page_has_a_place_for_every_set(accuracy_page: ModuleType) -> None:
    page = accuracy_page.PAGE.read_text("utf-8")
    assert set(re.findall(r"<!-- figures: (\w+) -->", page)) == set(accuracy_page.TABLES)
    for name in accuracy_page.TABLES:
        accuracy_page.filled(page, name, "")


def test_tables_are_markdown(accuracy_page: ModuleType) -> None:
    assert accuracy_page.table(("a", "b"), [(1, "x")]) == "| a | b |\n| --- | --- |\n| 1 | x |\n"
    assert accuracy_page.share(None) == "–"


def test_where_all_should_be_found_there_is_no_precision(accuracy_page: ModuleType) -> None:
    row = {"articles": 9, "left_alone": 2, "tp": 4, "fp": 1, "fn": 2, **RATES}
    shown = accuracy_page.hrdsattack_tables({"dev": {"torture": row, "detention of several": row}})
    assert "| torture | 9 | 6 | 2 of 3 | 0.50 | 0.25 | 0.33 |" in shown
    assert "| detention of several | 9 | 6 | – | – | 0.25 | – |" in shown


def test_the_readme_has_a_place_for_those_of_the_corpus(accuracy_page: ModuleType) -> None:
    readme = accuracy_page.README.read_text("utf-8")
    assert re.findall(r"<!-- figures: (\w+) -->", readme) == ["corpus"]
