"""What counts as agreement with annotated articles. The articles are invented."""

from __future__ import annotations

from datetime import date
from types import ModuleType
from typing import Any

import pytest

from habeas.lexicon import load_lexicon

BODY = (
    "<p>Police detained 40 people in Minsk, Belarus, on 6 July 2020, the ministry said.</p> <p>R&amp;D.</p>"
)


def wire(**annotation: Any) -> dict[str, Any]:
    """An article as the set has them."""
    return {
        "sample": {
            "Input.GLOBALEVENTID": 1,
            "Input.title": "Forty detained",
            "Input.publish_date": "2020-07-07 00:00:00",
            "Input.article_interface": BODY,
        },
        "merged_sample": {
            "violation_types": ["arbitrary detention"],
            "year": "2020.0",
            "month": "July",
            "date": "6.0",
            "country": "Belarus",
            "victims": [{"victim_population_type": "multiple"}],
            **annotation,
        },
    }


@pytest.mark.parametrize(
    ("year", "month", "day", "when"),
    [
        ("2020.0", "07", "6.0", "2020-07-06"),
        ("2020", "July", None, "2020-07"),
        ("2020", "Novermber", "unknown", "2020-11"),
        ("2020", "unknown", "6.0", "2020"),
        ("2020", "February", "31.0", "2020-02"),
        ("2020", "N//A", None, "2020"),
        ("March", "07", "6.0", None),
        ("13.0", None, None, None),
        (None, None, None, None),
    ],
)
def test_days_are_as_fine_as_annotated(
    detention_news: ModuleType, year: str | None, month: str | None, day: str | None, when: str | None
) -> None:
    assert detention_news.when_of(year, month, day) == when


@pytest.mark.parametrize(
    ("first", "last", "when", "agrees"),
    [
        ("2020-07-06", "2020-07-06", "2020-07-06", True),
        ("2020-07-06", "2020-07-06", "2020-07", True),
        ("2020-07-01", "2020-07-31", "2020", True),
        ("2020-07-01", "2020-07-31", "2020-07-06", False),
        ("2019-12-31", "2020-01-01", "2020", False),
    ],
)
def test_days_read_must_lie_within_those_annotated(
    detention_news: ModuleType, first: str, last: str, when: str, agrees: bool
) -> None:
    days = (date.fromisoformat(first), date.fromisoformat(last))
    assert detention_news.within(days, when) is agrees
    assert not detention_news.within(None, when)


def test_the_country_named_most_counts_and_of_equals_the_first(detention_news: ModuleType) -> None:
    assert detention_news.most_named(["SY", "IQ", None, "IQ"]) == "IQ"
    assert detention_news.most_named(["SY", "IQ"]) == "SY"
    assert detention_news.most_named([None]) is None


def test_an_article_is_its_headline_and_its_paragraphs(detention_news: ModuleType) -> None:
    (article,) = detention_news.articles([wire()])
    head, first, last = article.report.text.split("\n\n")
    assert (head, last) == ("Forty detained", "R&D.")
    assert first.startswith("Police detained")
    assert article.report.published == date(2020, 7, 7)
    assert article.detains
    assert article.several


def test_one_person_is_not_several(detention_news: ModuleType) -> None:
    (article,) = detention_news.articles([wire(victims=[{"victim_population_type": "individual"}])])
    assert not article.several


def test_what_is_read_is_held_against_what_is_annotated(detention_news: ModuleType) -> None:
    right = detention_news.articles([wire()])[0]
    wrong = detention_news.articles([wire(violation_types=["killing"])])[0]
    elsewhere = detention_news.articles([wire(country="Poland", year="2019", month=None, date=None)])[0]
    reader = detention_news.Reader(load_lexicon())
    pairs = [(article, reader.read(article)) for article in (right, wrong, elsewhere)]
    rows = detention_news.table(detention_news.compare(pairs, reader.code))
    assert {name: (row["tp"], row["fp"], row["fn"]) for name, row in rows.items()} == {
        "the gate opens": (2, 1, 0),
        "tells of detention": (2, 1, 0),
        "taken or held": (2, 1, 0),
        "torture": (0, 0, 0),
        "disappearance": (0, 0, 0),
        "death": (0, 0, 1),
        "detention of several": (2, 0, 0),
        "detention of one person": (0, 0, 0),
        "country of places": (1, 1, 1),
        "… or of bodies": (1, 1, 1),
        "date, to the year": (1, 1, 1),
        "date, to the month": (1, 0, 0),
        "date, to the day": (1, 0, 0),
    }
    assert rows["torture"]["left_alone"] == 3
    assert rows["date, to the year"]["articles"] == 2


def test_a_country_must_be_the_only_one(detention_news: ModuleType) -> None:
    reader = detention_news.Reader(load_lexicon())
    assert reader.code("Minsk, Belarus") == "BY"
    assert reader.code("Myanmar and Iran") is None
    assert reader.code(None) is None
