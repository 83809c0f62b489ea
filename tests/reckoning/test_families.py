"""Which reports copy one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.linking.signatures import signature
from habeas.model import Matter, Ruling, Signature
from habeas.reckoned import Family
from habeas.reckoning.families import families, family_of, keys, shared
from made import claim, quantity, report

from .copies import BRIEF, DATELINED, FOLLOW_UP, FOOTER, INDEPENDENT, OTHER, REWORDED, STORY, THIRD

TUESDAY = date(2024, 3, 12)
DIGEST = f"{OTHER}\n\n{STORY}\n\n{THIRD}\n\n{OTHER[::-1]}\n\n{THIRD[::-1]}"


def signed(
    text: str, name: str, *, outlet: str | None = None, days: int | None = 0, counts: Sequence[str] = ()
) -> Signature:
    """The signature of a report published so many days after Tuesday, with claims of these counts."""
    published = None if days is None else TUESDAY + timedelta(days)
    of = report(text, name=name, outlet=outlet or f"outlet of {name}", published=published)
    held = [claim(of, "holding", quantity(of, words, int(words), int(words))) for words in counts]
    return signature(of, held)


def told_together(*reports: Signature, rulings: Iterable[Ruling] = ()) -> set[frozenset[str]]:
    """The names of the reports of each family of several."""
    names = {one.report: one.name for one in reports}
    return {
        frozenset(names[report] for report in family.reports)
        for family in families(reports, rulings)
        if len(family.reports) > 1
    }


def ruled(one: Signature, other: Signature, *, together: bool, hour: int = 0) -> Ruling:
    first, second = sorted((one.report, other.report))
    at = datetime(2024, 4, 1, hour, tzinfo=UTC)
    return Ruling(Matter.FAMILY, first, second, together, "Mira", at, "both by one desk")


@pytest.mark.parametrize(
    "text", [STORY, DATELINED, BRIEF, STORY + FOOTER, FOOTER + STORY, f"{STORY}\n\n{THIRD}", STORY.upper()]
)
def test_a_copy_is_found(text: str) -> None:
    assert told_together(signed(STORY, "one"), signed(text, "other")) == {frozenset({"one", "other"})}


@pytest.mark.parametrize("days", [0, 1, 3, None])
def test_a_rewording_is_found_by_what_is_rare_in_it(days: int | None) -> None:
    one, other = signed(STORY, "one"), signed(REWORDED, "other", days=days)
    assert told_together(one, other) == {frozenset({"one", "other"})}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (REWORDED, 40),
        (INDEPENDENT, 0),
        (OTHER, 0),
        (DIGEST, 0),
        ("", 0),
    ],
    ids=["long after", "another reporter", "another story", "a digest", "empty"],
)
def test_what_copies_nothing_stays_alone(text: str, days: int) -> None:
    assert told_together(signed(STORY, "one"), signed(text, "other", days=days)) == set()


def test_a_digest_does_not_make_one_family_of_its_stories() -> None:
    digest = f"{STORY}\n\n{OTHER}\n\n{THIRD}"
    told = told_together(signed(STORY, "a"), signed(OTHER, "b"), signed(THIRD, "c"), signed(digest, "d"))
    assert not any({"a", "b"} <= family or {"b", "c"} <= family or {"a", "c"} <= family for family in told)


def test_a_footer_makes_no_family() -> None:
    reports = [
        signed(text + FOOTER, text[:8], outlet="The Orlan Post") for text in (OTHER, THIRD, INDEPENDENT)
    ]
    assert told_together(*reports) == set()


@pytest.mark.parametrize(
    ("outlet", "days", "same"),
    [
        ("The Orlan Post", 7, False),
        ("The Orlan Post", 0, False),
        ("The Vesk Times", 7, False),
        ("The Vesk Times", 0, True),  # two papers, one story, one of them with other figures
    ],
)
def test_a_frame_with_new_figures_is_a_follow_up(outlet: str, days: int, *, same: bool) -> None:
    again = STORY.replace("15 women and 32", "21 women and 58").replace("All 47", "All 79")
    one = signed(STORY, "one", outlet="The Orlan Post", counts=["15", "32", "47"])
    other = signed(again, "other", outlet=outlet, days=days, counts=["21", "58", "79"])
    assert told_together(one, other) == ({frozenset({"one", "other"})} if same else set())


def test_a_follow_up_that_tells_the_old_story_below_is_no_copy() -> None:
    one = signed(STORY, "one", outlet="The Orlan Post", counts=["15", "32"])
    other = signed(FOLLOW_UP, "other", outlet="The Orlan Post", days=7, counts=["21", "58"])
    assert told_together(one, other) == set()


SHORT = "Forty men were taken from the camp of Orlan to the prison of Vesk by bus."


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (SHORT, True),
        (SHORT.upper(), True),
        (SHORT.replace("Forty", "Fifty").replace("bus", "plane"), False),
        ("Fifty men were taken.", False),
    ],
)
def test_a_short_text_is_a_copy_only_word_for_word(text: str, *, same: bool) -> None:
    assert told_together(signed(SHORT, "one"), signed(text, "other")) == (
        {frozenset({"one", "other"})} if same else set()
    )


def test_the_earliest_comes_first_and_the_undated_last() -> None:
    undated, late, early = (
        signed(STORY, "undated", days=None),
        signed(DATELINED, "late", days=2),
        signed(STORY, "early"),
    )
    (family,) = families([undated, late, early])
    assert family.reports == (early.report, late.report, undated.report)
    assert family.why == ("late: 0.95 of its words as in early", "undated: 1.00 of its words as in early")


def test_a_rewording_says_what_it_shares() -> None:
    (family,) = families([signed(STORY, "one"), signed(REWORDED, "other")])
    (why,) = family.why
    assert "the figures “2514” and the names “adar sorin”" in why
    assert family.reworded == (
        ("we do not abandon the smallest of our citizens", "we dont abandon the smallest of our citizens"),
    )


@pytest.mark.parametrize(
    ("one", "other", "flagged"),
    [
        ("We will not leave a single child behind there", "We won't leave any child behind", True),
        ("We will not leave a single child behind there", "We will not leave a single child", False),
        ("We will not leave a single child behind there", "The talks have been hard and long", False),
        (
            "We will not leave a single child behind there",
            "we will not leave a single child behind, there",
            False,
        ),
    ],
)
def test_quotations_that_copies_word_differently_are_flagged(one: str, other: str, *, flagged: bool) -> None:
    (family,) = families([signed(f"{STORY} “{one}.”", "one"), signed(f"{STORY} “{other}.”", "other")])
    assert bool(family.reworded) == flagged


def test_two_quotations_of_one_report_are_two() -> None:
    pair = " “We will bring every child home,” he said. “We will bring every woman home,” she said."
    (family,) = families([signed(STORY + pair, "one"), signed(STORY, "other")])
    assert family.reworded == ()


# --- rulings ---


def test_a_ruling_joins_what_is_not_alike() -> None:
    one, other = signed(STORY, "one"), signed(OTHER, "other")
    (family,) = families([one, other], [ruled(one, other, together=True)])
    assert set(family.reports) == {one.report, other.report}
    assert "as Mira ruled: both by one desk" in family.why[0]


def test_two_that_are_ruled_apart_are_never_in_one_family() -> None:
    one, other, third = signed(STORY, "one"), signed(DATELINED, "other"), signed(STORY + FOOTER, "third")
    apart = ruled(one, other, together=False)
    assert told_together(one, other, rulings=[apart]) == set()
    assert told_together(one, other, third, rulings=[apart]) == {frozenset({"one", "third"})}


def test_the_later_ruling_counts_in_any_order() -> None:
    one, other = signed(STORY, "one"), signed(DATELINED, "other")
    rulings = [ruled(one, other, together=False, hour=1), ruled(one, other, together=True, hour=2)]
    for order in (rulings, rulings[::-1]):
        assert told_together(one, other, rulings=order) == {frozenset({"one", "other"})}


def test_a_ruling_that_is_taken_back_says_nothing() -> None:
    one, other = signed(STORY, "one"), signed(DATELINED, "other")
    apart = ruled(one, other, together=False, hour=1)
    back = replace(apart, at=apart.at + timedelta(hours=1), withdrawn=True)
    assert told_together(one, other, rulings=[apart]) == set()
    assert told_together(one, other, rulings=[back, apart]) == {frozenset({"one", "other"})}


def test_a_ruling_on_other_things_says_nothing() -> None:
    one, other = signed(STORY, "one"), signed(OTHER, "other")
    event = replace(ruled(one, other, together=True), matter=Matter.EVENT)
    gone = replace(ruled(one, other, together=True), other="~")
    assert told_together(one, other, rulings=[event, gone]) == set()


# --- properties ---

SENTENCES = [sentence for text in (STORY, OTHER, THIRD, INDEPENDENT) for sentence in text.split(". ")]
TEXTS = [STORY, DATELINED, BRIEF, REWORDED, INDEPENDENT, FOLLOW_UP, OTHER, THIRD, SHORT, ""]


@st.composite
def ledgers(draw: st.DrawFn) -> list[Signature]:
    """The signatures of some reports, copies of one another or not."""
    text = st.sampled_from(TEXTS) | st.lists(st.sampled_from(SENTENCES), max_size=8).map(". ".join)
    found = draw(
        st.lists(st.tuples(text, st.sampled_from([None, 0, 1, 9]), st.sampled_from("ab")), max_size=8)
    )
    return [
        signed(text, f"{number}.txt", days=days, outlet=outlet)
        for number, (text, days, outlet) in enumerate(found)
    ]


@st.composite
def ruled_ledgers(draw: st.DrawFn) -> tuple[list[Signature], list[Ruling]]:
    """The same with rulings on some of their pairs."""
    reports = draw(ledgers())
    pairs = list(combinations(reports, 2))
    chosen = draw(st.lists(st.tuples(st.sampled_from(pairs), st.booleans()), max_size=4)) if pairs else []
    return reports, [ruled(*pair, together=together) for pair, together in chosen]


@given(ruled_ledgers(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_any_order_gives_one_result(made: tuple[list[Signature], list[Ruling]], chance: object) -> None:
    reports, rulings = made
    expected = families(reports, rulings)
    chance.shuffle(reports)  # type: ignore[attr-defined]
    chance.shuffle(rulings)  # type: ignore[attr-defined]
    assert families(reports, rulings) == expected
    assert sorted(report for family in expected for report in family.reports) == sorted(
        one.report for one in reports
    )


@given(ledgers())
@settings(max_examples=60, deadline=None)
def test_being_alike_is_the_same_both_ways(reports: list[Signature]) -> None:
    for one, other in combinations(reports, 2):
        assert shared(one, other) == shared(other, one)


@given(ledgers())
@settings(max_examples=60, deadline=None)
def test_families_are_what_comparing_each_with_each_finds(reports: list[Signature]) -> None:
    sets = {one.report: {one.report} for one in reports}
    for one, other in combinations(reports, 2):
        if keys(one) & keys(other) and shared(one, other) is not None:
            joined = sets[one.report] | sets[other.report]
            sets |= dict.fromkeys(joined, joined)
    assert {frozenset(family.reports) for family in families(reports)} == set(map(frozenset, sets.values()))


@given(ruled_ledgers())
@settings(max_examples=60, deadline=None)
def test_adding_one_by_one_is_adding_all(made: tuple[list[Signature], list[Ruling]]) -> None:
    reports, rulings = made
    ledger: dict[str, Signature] = {}
    kept: list[Family] = []
    for report_ in reports:
        ledger[report_.report] = report_
        near = neighbourhood(report_, ledger, kept, rulings)
        again = families([ledger[one] for one in near], rulings)
        kept = [family for family in kept if near.isdisjoint(family.reports)] + again
    assert sorted(kept, key=lambda family: family.id) == families(reports, rulings)


def neighbourhood(
    new: Signature, ledger: dict[str, Signature], kept: list[Family], rulings: list[Ruling]
) -> set[str]:
    """The report, all that share a key with it, and all in their families or ruled on beside them."""
    near = {one for one, known in ledger.items() if one == new.report or keys(known) & keys(new)}
    while True:
        more = {
            report_ for family in kept if not near.isdisjoint(family.reports) for report_ in family.reports
        }
        more |= {
            one
            for ruling in rulings
            for one in (ruling.one, ruling.other)
            if near & {ruling.one, ruling.other}
        }
        if (more := more & ledger.keys()) <= near:
            return near
        near |= more


@given(st.sampled_from([text for text in TEXTS if text]), st.sampled_from([None, 0, 9]))
def test_a_copy_is_always_of_its_family(text: str, days: int | None) -> None:
    found = families([signed(text, "one"), signed(text, "other", days=days)])
    assert len(set(family_of(found).values())) == 1


def test_a_thousand_copies_are_one_family() -> None:
    reports = [signed(STORY, f"{number}.txt") for number in range(1000)]
    (family,) = families(reports)
    assert len(family.reports) == 1000
