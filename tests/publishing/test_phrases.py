"""A claim's parts in words."""

from datetime import date

import pytest

from habeas.model import Basis, ClaimType, Measure, Modality, Reason, Review, Unit
from habeas.publishing import phrases
from habeas.reckoned import Voices
from made import claim, quantity, report

TODAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("words", "low", "high", "approx", "shown"),
    [
        ("300", 300, 300, False, "300"),
        ("12,000", 12000, 12000, False, "12,000"),
        ("over 300", 300, None, False, "at least 300"),
        ("nearly 300", 300, 300, True, "about 300"),
        ("up to 300", None, 300, False, "up to 300"),
        ("200 to 300", 200, 300, False, "between 200 and 300"),
        ("about 200 to 300", 200, 300, True, "between about 200 and 300"),
        ("none", 0, 0, False, "0"),
    ],
)
def test_a_figure_keeps_its_hedge(
    words: str, low: int | None, high: int | None, approx: bool, shown: str
) -> None:
    said = report(f"They hold {words} there.")
    assert phrases.figure(quantity(said, words, low, high, approx=approx)) == shown


def test_a_conventional_figure_says_what_it_is_taken_as() -> None:
    said = report("They hold dozens there.")
    figure = quantity(said, "dozens", 24, None, basis=Basis.CONVENTION)
    assert phrases.figure(figure) == phrases.figure_as_said(figure) == "“dozens” (taken as at least 24)"


@pytest.mark.parametrize(
    ("words", "low", "high", "approx", "shown"),
    [
        ("five", 5, 5, False, "five"),
        ("nearly 300", 300, 300, True, "about 300"),
        ("3,000", 3000, None, False, "at least 3,000"),
        ("3,000", 3000, 3000, False, "3,000"),
        ("at least 300", 300, 300, False, "300"),
        ("300", 30, 30, False, "30"),
    ],
)
def test_the_words_of_an_exact_number_are_kept(
    words: str, low: int | None, high: int | None, approx: bool, shown: str
) -> None:
    said = report(f"They hold {words} there.")
    assert phrases.figure_as_said(quantity(said, words, low, high, approx=approx)) == shown


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        ("", "people"),
        ("detainees", "detainees"),
        ("women children", "women and children"),
        ("women children men", "women, men and children"),
        ("detainees women", "women (detainees)"),
        ("fighters", "people (“fighters”)"),
        ("prisoners suspects militants", "prisoners (“militants”, “suspects”)"),
        ("prisoners_of_war", "prisoners of war"),
        ("families militants", "family members (“militants”)"),
        ("women TJ", "women, nationals of Tajikistan"),
        ("IQ SY detainees", "detainees, nationals of Iraq and Syria"),
        ("PS", "people, nationals of State of Palestine"),
        ("XK", "people, nationals of XK"),
        ("women foreigners", "women, foreigners"),
    ],
)
def test_people_are_named_without_labels_of_our_own(group: str, shown: str) -> None:
    assert phrases.people(frozenset(group.split())) == shown


@pytest.mark.parametrize(
    ("group", "unit", "shown"),
    [
        ("", Unit.PERSONS, "1 person"),
        ("women", Unit.PERSONS, "1 woman"),
        ("detainees", Unit.PERSONS, "1 detainee"),
        ("families", Unit.FAMILIES, "1 family"),
        ("detainees", Unit.CASES, "1 case (detainees)"),
    ],
)
def test_one_is_one(group: str, unit: Unit, shown: str) -> None:
    said = report("There is one.")
    assert (
        phrases.counted(claim(said, "holding", quantity(said, "one", 1, 1, unit=unit), group=group)) == shown
    )


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2024, 3, 18), date(2024, 3, 18), "18 March 2024"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(2019, 1, 1), date(2024, 12, 31), "2019–2024"),
        (date(2024, 3, 1), date(2024, 3, 10), "1 March 2024 to 10 March 2024"),
    ],
)
def test_days_are_told_as_widely_as_they_are_known(first: date, last: date, shown: str) -> None:
    assert phrases.days(first, last) == shown


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        (date(2026, 3, 20), "stated 20 March 2026, today"),
        (date(2026, 3, 19), "stated 19 March 2026, 1 day old"),
        (date(2026, 2, 1), "stated 1 February 2026, 47 days old"),
        (date(2025, 3, 21), "stated 21 March 2025, 11 months old"),
        (date(2024, 3, 20), "stated 20 March 2024, 2 years old"),
        (date(2027, 1, 1), "stated 1 January 2027"),
        (None, "undated"),
    ],
)
def test_what_is_undated_says_when_it_was_stated_and_how_old_that_is(stated: date | None, shown: str) -> None:
    said = report("50 are held.", published=None)
    found = claim(said, "holding", quantity(said, "50", 50, 50), stated_on=stated)
    assert phrases.when(found, today=TODAY) == shown


def test_words_that_settle_no_day_are_shown() -> None:
    said = report("On Thursday 50 were moved.")
    found = claim(said, "transfer", quantity(said, "50", 50, 50), period=("On Thursday", None, None))
    expected = "“On Thursday” (which day isn't settled), stated 18 March 2024, 2 years old"
    assert phrases.when(found, today=TODAY) == expected
    assert phrases.when_briefly(found) == "said 2024-03-18"


def test_who_says_so() -> None:
    said = report("The Orlan guard said, by way of the agency Mir, that 50 got out; it denied more.")
    assert phrases.who_says(claim(said, "escape")) == "The Orlan Post reports, no source named"
    assert (
        phrases.who_says(claim(said, "escape", speaker="The Orlan guard")) == "according to The Orlan guard"
    )
    assert phrases.who_says(claim(said, "denial", speaker="The Orlan guard")) == "answered by The Orlan guard"
    nameless = report("50 got out.", outlet=None)
    assert phrases.who_says(claim(nameless, "escape")) == "the file made.txt reports, no source named"


@pytest.mark.parametrize(
    ("named", "uncredited", "reports", "said"),
    [
        (1, 0, 1, "1 voice"),
        (0, 1, 1, "1 report that names no source"),
        (2, 3, 6, "2 voices, 3 reports that name no source, in 6 reports"),
        (0, 1, 4, "1 report that names no source, in 4 reports"),
    ],
)
def test_who_stands_behind_an_event(named: int, uncredited: int, reports: int, said: str) -> None:
    voices = Voices(tuple(map(str, range(named))), uncredited, reports)
    assert phrases.behind(voices) == said


def test_what_became_of_people_is_left_to_the_speaker() -> None:
    said = report("Some 20 are unaccounted for.")
    found = claim(said, "escape", trigger="unaccounted for", detail="missing")
    assert phrases.verb(found) == "said to be “unaccounted for”"


def test_every_reason_type_and_measure_has_words() -> None:
    assert set(phrases.REASONS) == set(Reason)
    assert set(phrases.DONE) == set(ClaimType)
    assert set(phrases.MEASURES) == set(Measure)
    assert set(phrases.MODALITIES) == set(Modality)
    assert set(phrases.REVIEWS) == set(Review)
