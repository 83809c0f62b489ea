"""How attributions are read from stand-off files, compared and counted. The texts are invented."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

TEXT = "The ministry said that 40 people were held."
NOTES = (
    "T1\tSource 0 12\tThe ministry\nT2\tCue 13 17\tsaid\nT3\tContent 18 42\tthat 40 people were held\n"
    "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\nE2\tAttribution:T2 Cue:T2 Content:T3\n"
)


def folder_of(folder: Path) -> Path:
    for name in ("one", "two"):
        for part, suffix, words in (("text", ".txt", TEXT), ("attributions", "_a.ann", NOTES)):
            (folder / part).mkdir(exist_ok=True)
            (folder / part / f"{name}{suffix}").write_text(words, "utf-8")
    return folder


def test_only_attributions_with_a_source_count(attribution: ModuleType, tmp_path: Path) -> None:
    (one,) = attribution.annotated(folder_of(tmp_path) / "attributions" / "one_a.ann")
    assert (min(one.source), max(one.source)) == (0, 11)
    assert (min(one.cue), max(one.content)) == (13, 41)


def test_agreement_needs_the_source_and_the_cue_or_words_in_common(attribution: ModuleType) -> None:
    def made(source: int, cue: int, content: int) -> object:
        return attribution.Attribution(frozenset({source}), frozenset({cue}), frozenset({content}))

    gold = made(1, 2, 3)
    assert made(1, 2, 9).agrees(gold)  # type: ignore[attr-defined]
    assert made(1, 9, 3).agrees(gold)  # type: ignore[attr-defined]
    assert not made(1, 8, 9).agrees(gold)  # type: ignore[attr-defined]
    assert not made(9, 2, 3).agrees(gold)  # type: ignore[attr-defined]


def test_both_halves_and_the_whole_are_measured(attribution: ModuleType, tmp_path: Path) -> None:
    rates = attribution.measure(folder_of(tmp_path), attribution.HALVES)
    assert [row["texts"] for row in rates.values()] == [1, 1, 2]
    assert rates["whole"]["precision"] == rates["whole"]["recall"] == rates["whole"]["f1"] == 1
    assert rates["whole"]["wanted"] == 2
    assert list(attribution.measure(tmp_path, ["even"])) == ["even"]
