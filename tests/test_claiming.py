"""Claims that people make of words they marked, in any script; all texts are invented."""

from __future__ import annotations

import pytest

from habeas.claiming import claim_of, figure_in, marked, sentence_around
from habeas.errors import BadSpan, BrokenPromise, WrongUsage
from habeas.lexicon import Lexicon, load_lexicon
from habeas.model import Claim, ClaimType, Measure, Report, Span, Unit
from made import report

ENGLISH = report(
    "Harbour talks go on\n\nThe U.S. envoy left. Some 45 men are kept in Veshka camp, he said. It rained.\n"
)
ARABIC = report(
    "قالت وكالة الميناء إن 50 امرأة نُقلن من مخيم فشكا إلى أورلان. وبقي٣٠ طفلا في المخيم؟ نعم.\n",
    name="arabic.txt",
    language="ar",
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def mark(source: Report, words: str) -> Span:
    start = source.text.index(words)
    return marked(source, start, start + len(words))


def made(source: Report, words: str, lexicon: Lexicon, *given: str) -> Claim:
    return claim_of(source, mark(source, words), given, lexicon)


def test_a_figure_is_read_from_marked_words(lexicon: Lexicon) -> None:
    claim = made(
        ENGLISH, "Some 45 men", lexicon, "type=holding", "quantity=Some 45", "group=men", "place=veshka camp"
    )
    assert (claim.type, claim.measure, claim.group) == (ClaimType.HOLDING, Measure.STOCK, {"men"})
    assert claim.quantity is not None
    assert (claim.quantity.low, claim.quantity.high, claim.quantity.approx) == (45, 45, True)
    assert claim.place is not None
    assert claim.place.text == "Veshka camp"
    assert [span.text for span in claim.evidence] == ["Some 45 men are kept in Veshka camp, he said."]
    assert claim.stated_on == ENGLISH.published


def test_a_claim_without_a_figure_hangs_on_the_marked_words(lexicon: Lexicon) -> None:
    claim = made(ENGLISH, " kept ", lexicon, "type=allegation")
    assert (claim.quantity, claim.anchor.text) == (None, "kept")


def test_right_to_left_words_stand_at_their_code_points(lexicon: Lexicon) -> None:
    claim = made(
        ARABIC,
        "50 امرأة",
        lexicon,
        "type=transfer",
        "low=50",
        "high=50",
        "group=women",
        "origin=مخيم فشكا",
        "destination=أورلان",
        "speaker=وكالة الميناء",
    )
    assert claim.quantity is not None
    assert (claim.quantity.low, claim.quantity.high, claim.quantity.unit) == (50, 50, Unit.PERSONS)
    assert claim.evidence[0].text.endswith("إلى أورلان.")
    assert ARABIC.text[slice(claim.origin.span.start, claim.origin.span.end)] == "مخيم فشكا"  # type: ignore[union-attr]


def test_marked_words_need_be_no_whole_words(lexicon: Lexicon) -> None:
    claim = made(ARABIC, "٣٠", lexicon, "type=holding", "low=30", "high=none")
    assert claim.quantity is not None
    assert (claim.quantity.span, claim.quantity.low, claim.quantity.high) == (mark(ARABIC, "٣٠"), 30, None)
    assert claim.evidence[0].text == "وبقي٣٠ طفلا في المخيم؟"


def test_a_figure_outside_the_marked_words_brings_its_sentence(lexicon: Lexicon) -> None:
    claim = made(ENGLISH, "rained", lexicon, "type=holding", "quantity=Some 45")
    assert [span.text for span in claim.evidence] == [
        "Some 45 men are kept in Veshka camp, he said.",
        "It rained.",
    ]


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ([], WrongUsage, "say what the words tell of"),
        (["type=holding", "quantity=امرأة"], WrongUsage, "bounds can't be read"),
        (["type=holding", "low=50", "high=40"], BrokenPromise, "can't run from 50 to 40"),
        (["type=holding", "place=Ruritania"], BrokenPromise, "doesn't stand in"),
        (["type=holding", "colour=red"], WrongUsage, "no slot 'colour'"),
    ],
)
def test_what_the_words_do_not_bear_is_refused(
    lexicon: Lexicon, given: list[str], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        made(ARABIC, "50", lexicon, *given)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 4), (0, 10_000), (19, 21)])
def test_only_words_can_be_marked(start: int, end: int) -> None:
    with pytest.raises(BadSpan, match="has no words between"):
        marked(ENGLISH, start, end)


def test_one_figure_in_marked_words_is_proposed(lexicon: Lexicon) -> None:
    found = figure_in(mark(ENGLISH, "Some 45 men"), lexicon)
    assert found is not None
    assert (found.span.is_in(ENGLISH.text), found.low, found.high, found.approx) == (True, 45, 45, True)
    assert figure_in(mark(ENGLISH, "It rained"), lexicon) is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("U.S.", "The U.S. envoy left."),
        ("left. Some 45", "The U.S. envoy left. Some 45 men are kept in Veshka camp, he said."),
        ("talks", "Harbour talks go on"),
    ],
)
def test_a_sentence_is_found_around_words(words: str, sentence: str) -> None:
    assert sentence_around(ENGLISH, mark(ENGLISH, words)).text == sentence
