"""Whose names are masked: every sentence of the two files, and what no sentence alone can tell."""

from __future__ import annotations

from typing import Final

import pytest
from clearance_material import CASES, cleared_text, holdings, marked, parts, report, sentences

from habeas.lexicon import load_lexicon
from habeas.publishing.clearance import clear
from habeas.publishing.clearance.masking import BLOCK, MINOR
from habeas.publishing.holdings import Choice

FILES: Final = tuple(sorted(path.name for path in CASES.iterdir()))
WITH_NAMES: Final = Choice(names=True, by="Ines Halder", why="for the family")


@pytest.mark.parametrize("raw", [raw for name in FILES for raw in sentences(name)])
def test_private_persons_are_masked_and_all_else_stays(raw: str) -> None:
    case = marked(raw)
    cleared = cleared_text(case.text)
    text = cleared.holdings.reports[0].text
    masks = next(iter(cleared.masks.values()), ())
    assert len(text) == len(case.text)
    for kind, start, end in case.spans:
        words = parts(case.text, start, end)
        if kind in ("private", "minor"):
            assert all(BLOCK in text[one:other] for one, other in words), (case.text[start:end], text)
        elif kind == "lead":
            assert not any(map(str.isalnum, text[start:end])), (case.text[start:end], text)
        elif kind != "doubted":
            assert BLOCK not in text[start:end], (case.text[start:end], text)
        if kind == "minor":
            young = [mask for mask in masks if mask.why == MINOR]
            assert all(any(mask.start <= one < mask.end for mask in young) for one, _ in words), text


@pytest.mark.parametrize("raw", [raw for name in FILES for raw in sentences(name) if "{" in raw])
def test_no_minors_name_leaves_where_names_are_chosen(raw: str) -> None:
    case = marked(raw)
    text = cleared_text(case.text, choice=WITH_NAMES).holdings.reports[0].text
    for kind, start, end in case.spans:
        if kind == "minor":
            assert all(BLOCK in text[one:other] for one, other in parts(case.text, start, end)), text


@pytest.mark.parametrize(
    "raw",
    [
        "[Hamid Qarzani], 41, a baker, has not seen his sons {Rebin} and {Sherko} since the raid.",
        "{Zirak}, 11, sat beside the teacher [Hande Koral].",
        "[Viyan Hisso], now 24, was 12 when she was brought to the camp.",
        "[Mostafa Geran] was 16 when he was detained in 2009.",
        "The girl's lawyer, [Lena Brook], wept.",
        "[Karim Zelhan] (b. 1987) and [Omar Solm], born on 3 May 1990, were freed.",
        "[Ruben Halder] and [Tove Halder], 61 and 58, wept.",
        "Dr [Salwa Orhan] treats them. [Orhan] keeps a list.",
        "A nephew of the teacher [Hande Koral], {Samand}, was freed.",
    ],
)
def test_adults_names_leave_beside_those_of_minors_where_names_are_chosen(raw: str) -> None:
    case = marked(raw)
    text = cleared_text(case.text, choice=WITH_NAMES).holdings.reports[0].text
    for kind, start, end in case.spans:
        assert (BLOCK in text[start:end]) == (kind == "minor"), text


@pytest.mark.parametrize(
    "raw",
    [
        "[Karim Zelhan] was freed on Monday.",
        "[Karim Zelhan], a baker, was freed with his wife, [Nour].",
        "[Amina Solm], a mother of two, and the student nurse [Tove Halder] were freed.",
        "The lawyer's client, [Karim Zelhan], wept.",
        "Dr Omar [Zelhan], 50, saw [Karim Zelhan].",
        "Karim Zelhan, 40, was freed: write to [zelhan@orlan.example].",
    ],
)
def test_names_of_unknown_age_stay_masked_where_names_are_chosen(raw: str) -> None:
    case = marked(raw)
    text = cleared_text(case.text, choice=WITH_NAMES).holdings.reports[0].text
    for _, start, end in case.spans:
        assert all(BLOCK in text[one:other] for one, other in parts(case.text, start, end)), text


def test_an_adult_of_one_report_may_be_nobody_known_in_another() -> None:
    told = [report("Karim Zelhan, 34, a baker, was freed."), report("They took Karim Zelhan, too.")]
    cleared = clear(holdings(told), WITH_NAMES, load_lexicon())
    assert {one.text for one in cleared.holdings.reports} == {
        "Karim Zelhan, 34, a baker, was freed.",
        "They took █████ ██████, too.",
    }


def text_of(text: str, **fields: object) -> str:
    return cleared_text(text, **fields).holdings.reports[0].text


def test_a_name_found_once_is_masked_wherever_it_stands() -> None:
    text = (
        "Karim Zelhan, 34, a baker, was freed.\n\nZelhan went home. KARIM ZELHAN IS FREE. Zelhan's is shut."
    )
    assert "elhan" not in text_of(text).casefold()
    assert "arim" not in text_of(text).casefold()


def test_parts_of_a_name_go_without_article_and_in_compounds() -> None:
    text = "Omar al-Zelhani, a detainee, spoke. Zelhani wept, and an al-Zelhani-led group left."
    assert "elhan" not in text_of(text)


def test_an_office_holders_surname_is_masked_where_a_private_person_bears_it() -> None:
    text = "Judge Omar Zelhan heard Karim Zelhan, 34, a baker. Zelhan wept."
    assert text_of(text) == "Judge Omar Zelhan heard █████ ██████, 34, a baker. ██████ wept."


def test_unseen_characters_inside_a_name_dont_hide_it() -> None:
    assert "Zel" not in text_of("Karim Zel\u00adhan, 34, a baker, and Omar Zel\u200bhan were freed.")


def test_a_name_that_the_text_composes_of_letters_and_marks_is_masked_whole() -> None:
    assert "lhan" not in text_of("Jose\u0301 Ze\u0301lhan, 34, a baker, was freed.")


def test_names_in_other_scripts_are_masked() -> None:
    assert text_of("He gave his name as أحمد كريم.") == "He gave his name as ████ ████."


def test_addresses_of_people_are_masked() -> None:
    masked = text_of("Write to zelhan.k@orlan.example, call +963 11 555 0199 or ask @zelhan_k.")
    assert masked.count(BLOCK) > 30
    assert "zelhan" not in masked and "555" not in masked


def test_an_address_with_a_name_in_its_path_keeps_its_host_alone() -> None:
    masked = text_of("Karim Zelhan, 34, was freed: https://orlan.example/news/karim-zelhan-freed today.")
    assert "https://orlan.example/█" in masked
    assert masked.endswith("█ today.")


def test_a_text_without_capitals_gives_up_its_names() -> None:
    masked = text_of(
        "today they told us that ahmad zelhan was moved to another prison with two of his friends"
    )
    assert "zelhan" not in masked and "ahmad" not in masked


def test_a_text_in_another_language_is_masked_but_for_numbers_and_known_names() -> None:
    text = "Karim Zelhan, 34 ans, a été libéré de la prison de Raqqa avec 20 autres."
    assert (
        text_of(text, language="fr")
        == "█████ ██████, 34 ███, █ ███ ██████ ██ ██ ██████ ██ Raqqa ████ 20 ██████."
    )


def test_a_language_that_nobody_stated_is_seen() -> None:
    text = "Der Bäcker Karim Zelhan wurde am Dienstag aus dem Gefängnis entlassen und kam zur Familie. " * 4
    assert "Zelhan" not in text_of(text) and "Familie" not in text_of(text)


def test_what_the_year_of_birth_says_hangs_on_the_reports_year() -> None:
    masks = cleared_text("Karim Zelhan was born in 2008.").masks
    assert {mask.why for one in masks.values() for mask in one} == {MINOR}
