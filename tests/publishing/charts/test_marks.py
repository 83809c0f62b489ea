"""The marks of a chart, thinned where there are more than can be told apart."""

from datetime import date, timedelta

import pytest

from habeas.publishing.charts.marks import Mark, newest_first, thinned
from habeas.reckoned import Days


def mark(claim: str, day: date, low: int | None, high: int | None = None, **more: object) -> Mark:
    return Mark(claim, Days(day, day), low, high, "figure", "words", f"/claims/{claim}", **more)


@pytest.mark.parametrize(
    ("low", "high", "level", "top", "exact", "is_open"),
    [
        (0, 0, 0, 0, True, False),
        (7, None, 7, 7, False, True),
        (None, 7, 7, 7, False, True),
        (3, 7, 3, 7, False, False),
    ],
)
def test_what_a_mark_shows(low, high, level, top, exact, is_open):
    found = mark("c", date(2024, 1, 1), low, high)
    assert (found.level, found.top, found.exact, found.is_open) == (level, top, exact, is_open)


def _many(days: int, a_day: int) -> list[Mark]:
    first = date(2015, 1, 1)
    return [
        mark(f"c{at:05}-{one}", first + timedelta(days=at), 100 + at % 37 + one, None, voice=f"v{one}")
        for at in range(days)
        for one in range(a_day)
    ]


def test_few_marks_are_all_kept_newest_first():
    marks = _many(20, 2)
    assert list(thinned(marks, 100)) == newest_first(marks)


def test_of_many_each_month_keeps_its_newest_of_each_voice_and_its_extremes():
    marks = [*_many(60, 3), mark("low", date(2015, 1, 5), 1), mark("high", date(2015, 1, 6), 9999)]
    kept = thinned(marks, 20)
    assert {"low", "high", "c00030-0", "c00030-1", "c00030-2"} <= {one.claim for one in kept}
    assert len(kept) <= 20


@pytest.mark.parametrize("days", [300, 3000])
def test_there_are_never_more_than_asked_for_and_the_newest_stays(days: int):
    marks = _many(days, 5)
    kept = thinned(reversed(marks), 40)
    assert len(kept) <= 40
    assert kept[0] == newest_first(marks)[0]
    assert kept == thinned(marks, 40)
