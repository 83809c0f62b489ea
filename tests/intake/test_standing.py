"""Where words that somebody gives stand in a report."""

from __future__ import annotations

import pytest

from habeas.intake.standing import standing
from made import report


@pytest.mark.parametrize("any_case", [False, True])
@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("50", "150 or 1,500 or 50% or 50.5 or 5,050", 0),
        ("500", "1,500 or 1.500", 0),
        ("50", "50, 50. 50", 3),
        ("al-Hol", "al-Hol's al-Holm", 1),
        ("7 000", "7\u00a0000 people", 1),
        ("about  50", "about\n50", 1),
        ("US", "US and USA", 1),
    ],
)
def test_words_stand_whole(words: str, text: str, found: int, any_case: bool) -> None:
    assert len(list(standing(words, report(text), any_case=any_case))) == found


def test_case_counts_unless_it_is_said_not_to() -> None:
    of = report("Al-Hol camp, AL-HOL  CAMP")
    assert list(standing("al-hol camp", of)) == []
    assert [span.text for span in standing("al-hol camp", of, any_case=True)] == [
        "Al-Hol camp",
        "AL-HOL  CAMP",
    ]
