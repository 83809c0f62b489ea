"""The precision of a rule is what was measured, and nothing where too little was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from habeas.reading.precision import ENOUGH, Judged, judgements


@pytest.mark.parametrize(
    ("right", "judged", "share"),
    [(0, 0, None), (19, ENOUGH - 1, None), (20, ENOUGH, 1.0), (0, 20, 0.0), (2, 21, 0.1), (36, 41, 0.88)],
)
def test_a_share_needs_enough_judged_claims(right: int, judged: int, share: float | None) -> None:
    assert Judged(right, judged).share == share


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert judgements(tmp_path / "none.json") == {}


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "precision.json"
    file.write_text(json.dumps({"release.governed": {"right": 49, "judged": 52}}), "utf-8")
    assert judgements(file) == {"release.governed": Judged(49, 52)}
