"""The two parts of the corpus are those of its page."""

from __future__ import annotations

from types import ModuleType

from habeas.scoring import GoldReport, load_gold


def test_ranges_are_read_from_the_table(corpus_parts: ModuleType) -> None:
    page = (
        "| reports | part | use |\n| --- | --- | --- |\n| 001–003, 007 | one | … |\n| 004–006 | other | … |\n"
    )
    assert corpus_parts.parts(page) == {"one": frozenset({1, 2, 3, 7}), "other": frozenset({4, 5, 6})}


def test_every_report_is_in_one_part(corpus_parts: ModuleType) -> None:
    corpus = corpus_parts.CORPUS
    parts = corpus_parts.parts((corpus / "README.md").read_text("utf-8"))
    gold = load_gold(corpus / "gold")
    assert sorted(parts) == ["develop", "kept aside"]
    assert sum(len(corpus_parts.of_part(gold, numbers)) for numbers in parts.values()) == len(gold)


def test_reports_are_told_by_their_number(corpus_parts: ModuleType) -> None:
    gold = [GoldReport(name, None, ()) for name in ("001-a.txt", "002-b.txt")]
    assert corpus_parts.of_part(gold, frozenset({2, 3})) == gold[1:]
