"""Who passes on what a speaker says, and whose own document a report is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from case_files import Case

from habeas.model import Reading, Report

Read = Callable[[Report], Reading]


def _report(text: str) -> Report:
    return Case(name="voices", text=text, claims=[]).report


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        ("The monitors said that the army had said that 20 prisoners fled the jail.", "army", ["monitors"]),
        (
            "The Orlan agency quoted a ministry official as saying that 45 suspects had been arrested.",
            "a ministry official",
            ["Orlan agency"],
        ),
        ("A warden told Reuters that 45 prisoners had been released.", "A warden", ["Reuters"]),
        ("The warden said that 45 prisoners had been released.", "warden", []),
    ],
)
def test_who_passes_it_on_is_kept(text: str, speaker: str, via: list[str], read: Read) -> None:
    (claim,) = read(_report(text)).claims
    assert claim.speaker is not None
    assert claim.speaker.text == speaker
    assert [name.text for name in claim.via] == via


@pytest.mark.parametrize(
    ("outlet", "speaker"), [("Orlan Prison Watch", None), ("The Orlan Post", "Orlan Prison Watch")]
)
def test_the_outlet_is_no_speaker(outlet: str, speaker: str | None, read: Read) -> None:
    text = "Orlan Prison Watch said that 45 prisoners had been released."
    (claim,) = read(replace(_report(text), outlet=outlet)).claims
    assert (claim.speaker.text if claim.speaker else None) == speaker
