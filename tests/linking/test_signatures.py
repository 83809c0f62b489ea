"""What of one report finds its copies: its own words, and the rare things that it tells."""

from __future__ import annotations

import pytest

from habeas.linking.signatures import signature
from habeas.model import Basis, Signature
from made import claim, quantity, report

STORY = (
    "Buses left the camp of Orlan at dawn and reached the town of Vesk before noon, where doctors and "
    "teachers were waiting for the children in two schools that had been cleared for them over the winter."
)


def signed(text: str) -> Signature:
    return signature(report(text), [])


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("They counted 1,247 people, of whom 313 were children.", {"1247", "313"}),
        ("They counted 1.247 people and 1 247 others.", {"1247"}),
        ("They counted 5,700 people, 200 children and 40 babies in 12,000 tents.", set()),
        ("The 12,600 of May 2019 were 14,550 by 2024.", {"12600", "14550"}),
        ("It stands at 10:315, on page 4/217.", set()),
        ("No. 0, 00 and 007 count nobody.", set()),
    ],
)
def test_figures_are_rare_by_their_digits_alone(text: str, figures: set[str]) -> None:
    assert signed(text).figures == figures


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("On Tuesday Colonel Adar Sorin spoke.", {"adar sorin"}),
        ("The camp's head, Fadel al-Morin, and Ilya bin Torv left.", {"fadel al morin", "ilya bin torv"}),
        ("Orlan's President Mira Dost spoke in al-Vesk.", {"mira dost"}),
        ("The Orlan Ministry of Justice and the Vesk Democratic Forces spoke.", set()),
        ("Orlan Takes Back Many Children From Camps Of Vesk", set()),
    ],
)
def test_names_are_those_of_several_words_that_name_no_office(text: str, names: set[str]) -> None:
    assert signed(text).names == names


def test_a_name_that_the_lexicon_knows_is_not_rare() -> None:
    of = report("Adar Sorin said that 50 people are held, Mira Dost said.")
    known = claim(of, "holding", quantity(of, "50", 50, 50), speaker="Adar Sorin")
    assert signature(of, [known]).names == {"adar sorin", "mira dost"}
    told = claim(of, "holding", quantity(of, "50", 50, 50), place=None)
    named = known.speaker
    assert named is not None
    listed = claim(of, "holding", quantity(of, "50", 50, 50), via=(type(named)(named.span, "adar"),))
    assert signature(of, [told, listed]).names == {"mira dost"}


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("“We will bring every child home,” he said.", {"we will bring every child home"}),
        ('"We won\'t leave a single child," he said.', {"we wont leave a single child"}),
        ("«We will bring every child home.»", {"we will bring every child home"}),
        ("She said: ‘We don’t know where they are’.", {"we dont know where they are"}),
        (
            "“We will bring them all,\n“and we will do it soon,” he said.",
            {"we will bring them all", "and we will do it soon"},
        ),
        ("The “so-called state” and “they said no” are short.", set()),
    ],
)
def test_quotes_are_whole_and_folded(text: str, quotes: set[str]) -> None:
    assert signed(text).quotes == quotes


def test_words_that_are_quoted_are_nobodys_own() -> None:
    quoted = " “Nothing that we have seen in these long years will ever be forgotten by any of us,” she said."
    assert (
        signed(STORY + quoted).minhash
        == signed(STORY + " “We have seen nothing of the kind here,” she said.").minhash
    )


def test_a_text_that_is_all_quotation_has_its_words_all_the_same() -> None:
    one, other = signed(f"“{STORY}”"), signed(f"“{STORY[::-1]}”")
    assert one.minhash
    assert one.minhash != other.minhash


@pytest.mark.parametrize("text", ["", "…", "50 detainees were freed.", "“”", "\n\n"])
def test_a_short_text_has_no_minhash(text: str) -> None:
    made = signed(text)
    assert (made.minhash, made.lead, made.shingles) == ((), (), 0)


def test_a_heading_of_fields_tells_nothing() -> None:
    heading = "Title: Home\nOutlet: The Vesk Times\nPublished: 2024-03-18\n\n"
    assert signed(heading + STORY).minhash == signed(STORY).minhash


def test_spelling_case_and_marks_change_nothing() -> None:
    assert signed(STORY.upper().replace("Ü", "U")).minhash == signed(STORY).minhash
    assert signed("Café 1,247 – don't go there by night or by day").minhash == (
        signed("cafe: 1247 dont go, there by night; or by day").minhash
    )


def test_counts_are_the_bounds_that_words_give() -> None:
    of = report("Of 50 people some dozens went to Vesk.")
    fifty = claim(of, "holding", quantity(of, "50", 50, 50))
    dozens = claim(of, "release", quantity(of, "dozens", 24, None, basis=Basis.CONVENTION))
    assert signature(of, [fifty, dozens]).counts == {"50-50 persons"}
    assert signature(of, [dozens, fifty]) == signature(of, [fifty, dozens])
