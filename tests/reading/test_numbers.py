from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.lexicon import Lexicon, load_lexicon
from habeas.reading.numbers import Figure, FigureFinder

Bounds = tuple[int | None, int | None]


@pytest.fixture(scope="module")
def finder(lexicon: Lexicon) -> FigureFinder:
    return FigureFinder(lexicon)


def only(finder: FigureFinder, text: str) -> tuple[str, Figure]:
    """The one figure of the text, with its words."""
    figures = list(finder.find(text))
    assert len(figures) == 1, [text[figure.start : figure.end] for figure in figures]
    return text[figures[0].start : figures[0].end], figures[0]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("half a million men", "half a million", 500_000),
        ("they hold 7 men", "7", 7),
        ("they hold 312 men", "312", 312),
        ("they hold 4,200 men", "4,200", 4200),
        ("they hold 1,204,310 people", "1,204,310", 1204310),
        ("they hold 4.200 men", "4.200", 4200),
        ("they hold 4 200 men", "4 200", 4200),
        ("they hold 4\u00a0200 men", "4\u00a0200", 4200),
        ("they hold 4\u202f200 men", "4\u202f200", 4200),
        ("they hold 0 men", "0", 0),
        ("two men", "two", 2),
        ("Nineteen men", "Nineteen", 19),
        ("forty-two men", "forty-two", 42),
        ("forty two men", "forty two", 42),
        ("a hundred men", "a hundred", 100),
        ("one hundred and five men", "one hundred and five", 105),
        ("three hundred women", "three hundred", 300),
        ("two thousand men", "two thousand", 2000),
        ("a thousand men", "a thousand", 1000),
        ("two thousand five hundred men", "two thousand five hundred", 2500),
        ("a dozen men", "a dozen", 12),
        ("two dozen men", "two dozen", 24),
        ("half a dozen men", "half a dozen", 6),
        ("2.5 million people", "2.5 million", 2500000),
        ("70 thousand people", "70 thousand", 70000),
        ("12k people", "12k", 12000),
        ("held 1,900 in 2019", "1,900", 1900),
        ("the 2,012 women", "2,012", 2012),
        ("2012 women were held", "2012", 2012),
    ],
)
def test_exact_number_is_read(finder: FigureFinder, text: str, words: str, value: int) -> None:
    found, figure = only(finder, text)
    assert (found, figure.low, figure.high, figure.approx, figure.basis) == (
        words,
        value,
        value,
        False,
        "words",
    )


@pytest.mark.parametrize(
    "hedge",
    [
        "about",
        "About",
        "around",
        "nearly",
        "almost",
        "some",
        "roughly",
        "approximately",
        "close to",
        "an estimated",
        "just under",
    ],
)
def test_about_keeps_the_number(finder: FigureFinder, hedge: str) -> None:
    words, figure = only(finder, f"they hold {hedge} 350 men")
    assert (words, figure.low, figure.high, figure.approx) == (f"{hedge} 350", 350, 350, True)


@pytest.mark.parametrize(
    "hedge",
    [
        "more than",
        "over",
        "at least",
        "no fewer than",
        "no less than",
        "not less than",
        "upwards of",
        "in excess of",
        "well over",
        "just over",
        "above",
    ],
)
def test_more_than_is_open_above(finder: FigureFinder, hedge: str) -> None:
    words, figure = only(finder, f"they hold {hedge} 350 men")
    assert (words, figure.low, figure.high, figure.approx) == (f"{hedge} 350", 350, None, False)


@pytest.mark.parametrize(
    "hedge", ["up to", "as many as", "fewer than", "less than", "no more than", "at most", "not more than"]
)
def test_up_to_is_open_below(finder: FigureFinder, hedge: str) -> None:
    words, figure = only(finder, f"they hold {hedge} 350 men")
    assert (words, figure.low, figure.high, figure.approx) == (f"{hedge} 350", None, 350, False)


@pytest.mark.parametrize(
    ("text", "words", "bounds", "approx"),
    [
        ("they hold 350 or more men", "350 or more", (350, None), False),
        ("they hold 350 or so men", "350 or so", (350, 350), True),
        ("they hold 350-odd men", "350-odd", (350, 350), True),
        ("they hold 350+ men", "350+", (350, None), False),
        ("they hold at most 20 men", "at most 20", (None, 20), False),
        ("between 40 and 60 men", "between 40 and 60", (40, 60), False),
        ("40 to 60 men", "40 to 60", (40, 60), False),
        ("from 40 to 60 men", "40 to 60", (40, 60), False),
        ("40-60 men", "40-60", (40, 60), False),
        ("40–60 men", "40–60", (40, 60), False),
        ("1,200–1,400 men", "1,200–1,400", (1200, 1400), False),
        ("about 40 to 60 men", "about 40 to 60", (40, 60), True),
        ("between twenty and thirty men", "between twenty and thirty", (20, 30), False),
        ("five to ten men", "five to ten", (5, 10), False),
    ],
)
def test_bounds_around_the_number(
    finder: FigureFinder, text: str, words: str, bounds: Bounds, approx: bool
) -> None:
    found, figure = only(finder, text)
    assert (found, (figure.low, figure.high), figure.approx, figure.basis) == (words, bounds, approx, "words")


@pytest.mark.parametrize(
    ("text", "words", "bounds"),
    [
        ("dozens of men", "dozens", (24, None)),
        ("Dozens of men", "Dozens", (24, None)),
        ("scores of men", "scores", (40, None)),
        ("several men", "several", (3, None)),
        ("hundreds of men", "hundreds", (200, None)),
        ("thousands of men", "thousands", (2000, None)),
        ("tens of thousands of men", "tens of thousands", (20000, None)),
        ("hundreds of thousands of men", "hundreds of thousands", (200000, None)),
        ("several hundred men", "several hundred", (200, 900)),
        ("a few hundred men", "a few hundred", (200, 900)),
        ("several thousand men", "several thousand", (2000, 9000)),
        ("scores and perhaps hundreds of men", "scores and perhaps hundreds", (40, None)),
    ],
)
def test_vague_number_stands_for_a_convention(
    finder: FigureFinder, text: str, words: str, bounds: Bounds
) -> None:
    found, figure = only(finder, text)
    assert (found, (figure.low, figure.high), figure.basis) == (words, bounds, "convention")


@pytest.mark.parametrize(
    "text",
    [
        # years and dates
        "in 2019",
        "since 2014, when the war began",
        "(2017–2019)",
        "by March 2021",
        "on 5 March",
        "on March 5, 2021",
        "on March 5",
        "the 12 of May",
        "2021-03-05",
        "05/03/2021",
        "early 2018",
        # times and spans of time
        "at 10:30",
        "at 6 pm",
        "for 20 years",
        "a ten-year term",
        "within 48 hours",
        "three weeks later",
        "two months ago",
        # ages
        "a boy of 16",
        "aged 14",
        "a 12-year-old",
        "girls under 18",
        "over the age of 15",
        # money, shares, distances, weights
        "$500",
        "€1,200",
        "US$ 3 million",
        "5,000 dollars",
        "30%",
        "30 per cent",
        "60 percent",
        "two in three",
        "one out of ten",
        "12 km",
        "ten kilometres",
        "320 hectares",
        "5 tonnes",
        # numbered things, scores, marks of lists
        "Article 3",
        "Resolution 2254",
        "No. 14",
        "page 7",
        "they won 3-1",
        "3:1",
        "3. The camp",
        "the 3rd wing",
        "the 21st division",
        "COVID-19",
        "Ward 6",
        # no number at all
        "many people",
        "a number of men",
        "a handful of men",
        "someone",
        "the often tended weight of it",
    ],
)
def test_no_count_of_people(finder: FigureFinder, text: str) -> None:
    assert [text[figure.start : figure.end] for figure in finder.find(text)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12 men aged 30 and a boy of 15", ["12"]),
        ("12 men aged 30 and 4 boys of 15", ["12", "4"]),
        ("31 women, 73 children and five guards", ["31", "73", "five"]),
        ("handed over two men and 3 women", ["two", "3"]),
        ("of 2,000 held in 2019, 40% or some 800 fled", ["2,000", "some 800"]),
        ("one hundred men and twenty women", ["one hundred", "twenty"]),
        ("more than 30 men, at least 12 of them boys", ["more than 30", "at least 12"]),
    ],
)
def test_each_count_of_a_sentence_is_found(finder: FigureFinder, text: str, words: list[str]) -> None:
    assert [text[figure.start : figure.end] for figure in finder.find(text)] == words


FINDER: Final = FigureFinder(load_lexicon())


@given(st.integers(min_value=0, max_value=999_999_999))
def test_digits_with_and_without_commas_are_the_same_number(number: int) -> None:
    for written in (f"{number:,}", str(number)):
        words, figure = only(FINDER, f"they hold some {written} men")
        assert words == f"some {written}"
        assert (figure.low, figure.high) == (number, number)


@given(st.text(alphabet=st.sampled_from("0123456789,. -–%$:/abtween to moreupndhsr\u00a0\n"), max_size=60))
def test_figures_lie_in_order_within_any_text(text: str) -> None:
    end = 0
    for figure in FINDER.find(text):
        assert end <= figure.start <= figure.number_start < figure.number_end <= figure.end <= len(text)
        assert figure.low is not None or figure.high is not None
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        end = figure.end


@given(st.integers(min_value=2, max_value=50))
def test_the_same_words_give_the_same_figures_wherever_they_stand(shift: int) -> None:
    text = "guards hold about 40 to 60 men and three boys"
    moved = [
        (f.start - shift, f.end - shift, f.low, f.high) for f in FINDER.find("x" * (shift - 1) + " " + text)
    ]
    assert moved == [(f.start, f.end, f.low, f.high) for f in FINDER.find(text)]
