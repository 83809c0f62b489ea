"""A text is cut so that it can be read, and every offset leads to the portion that holds it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.model import Mark
from habeas.publishing import paragraphs as cut
from habeas.publishing.paragraphs import Paragraph, direction_of, paragraphs, portion_at, written
from made import report

SENTENCE = "Forty people were moved to Orlan. "


def shown(text: str, **fields: object) -> list[Paragraph]:
    of = report(text, **fields)
    return paragraphs(of, portion_at(of.text))


def words(text: str, **fields: object) -> list[str]:
    return [text[one.start : one.end] for one in shown(text, **fields)]


@pytest.mark.parametrize(
    ("text", "portions"),
    [("", 1), ("Orlan", 1), (SENTENCE * 3000, 1), (SENTENCE * 10_000, 3), ("x" * 5_000_000, 50)],
)
def test_portions_hold_the_text_without_a_gap(text: str, portions: int) -> None:
    portion, found = portion_at(text), []
    while portion.after is not None:
        found.append(portion)
        portion = portion_at(text, portion.after)
        assert portion.before == found[-1].start
        assert portion.start == found[-1].end
    found.append(portion)
    assert [one.number for one in found] == list(range(1, portions + 1))
    assert found[0].start == 0
    assert found[-1].end == len(text)
    assert {one.of for one in found} == {portions}


@pytest.mark.parametrize("text", [SENTENCE * 10_000, "x" * 300_000, "a\n" * 150_000, "e\u0301" * 150_000])
def test_an_offset_leads_to_the_portion_that_holds_it(text: str) -> None:
    for offset in (0, 1, 79_999, 99_999, 100_000, 100_001, 199_990, 200_010, len(text) - 1):
        assert portion_at(text, offset).holds(offset)
    assert portion_at(text, -5) == portion_at(text)
    assert portion_at(text, len(text) + 5).end == len(text)


def test_portions_end_where_paragraphs_do() -> None:
    text = ("x" * 999 + "\n") * 250
    assert text[portion_at(text).end - 1] == "\n"
    text = "word " * 50_000
    assert text[portion_at(text).end - 1] == " "


def test_a_mark_stays_with_its_letter() -> None:
    text = "x" + "e\u0301" * 150_000
    assert text[portion_at(text).end] == "e"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" \n\n\t\n", []),
        ("one\ntwo", ["one", "two"]),
        ("one  \n\n\n  two\n", ["one", "  two"]),
        (
            "Outlet: The Post\nPublished: 2024-03-18\n\nText",
            ["Outlet: The Post", "Published: 2024-03-18", "Text"],
        ),
    ],
)
def test_lines_are_paragraphs(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_lines_that_were_wrapped_by_hand_are_one_paragraph() -> None:
    wrapped = (
        "Forty people were moved from the prison at Orlan to\n"
        "the camp beside the river, the ministry said. They had\n"
        "been held for two years.\n"
    )
    assert [one.laid_out for one in shown(f"{wrapped}\n{wrapped}")] == [False, False]
    listed = "Held in the prison at Orlan, by the ministry: 40\nHeld in the camp: 20\n"
    assert len(shown(listed)) == 2


@pytest.mark.parametrize(
    ("text", "laid_out"),
    [("Orlan\t40", True), ("Orlan   40", True), ("Orlan 40", False), ("Orlan 40  ", False)],
)
def test_blanks_that_mean_something_are_kept(text: str, laid_out: bool) -> None:
    assert [one.laid_out for one in shown(text)] == [laid_out]


def test_a_page_begins_a_paragraph_and_is_named_once() -> None:
    line = "Forty people were moved from the prison at Orlan to\n"
    text = line * 6
    marks = (Mark(0, "page 1"), Mark(len(line) * 3, "page 2"), Mark(len(line) * 3, "page 3"))
    assert [one.label for one in shown(text, marks=marks)] == ["page 1", "page 3"]


def test_a_heading_of_fields_is_told_apart() -> None:
    text = "Outlet: The Post\nPublished: 2024-03-18\n\nThe minister: “no”.\nHeld: 40\n\n"
    assert [one.field for one in shown(text)] == [True, True, False, False]
    assert not any(one.field for one in shown("The minister: no\n\nText"))


@pytest.mark.parametrize("text", [SENTENCE * 400, "word " * 4000, "x" * 20_000])
def test_a_long_line_is_shown_in_pieces_of_readable_length(text: str) -> None:
    found = shown(text)
    assert [one.goes_on for one in found] == [False] + [True] * (len(found) - 1)
    assert all(one.end - one.start <= 2_000 for one in found)
    assert "".join(words(text)) == text.rstrip()


def test_a_page_has_so_many_paragraphs_and_no_more() -> None:
    assert len(shown("a\n" * 60_000)) <= 2_000


@given(st.text(alphabet="ab .\n\t\u202e\u0627", max_size=400), st.lists(st.integers(0, 400), max_size=4))
def test_paragraphs_hold_all_that_is_not_blank(text: str, starts: list[int]) -> None:
    marks = tuple(Mark(start, f"page {start}") for start in sorted(starts) if start <= len(text))
    found = shown(text, marks=marks)
    assert all(one.start < one.end for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    inside = {at for one in found for at in range(one.start, one.end)}
    assert all(letter.isspace() for at, letter in enumerate(text) if at not in inside)


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("40 held", "ltr"),
        ("40 محتجزين", "rtl"),
        ("\u202e«40» held", "ltr"),
        ("40 – 50", None),
        ("עצורים", "rtl"),
    ],
)
def test_the_first_letter_gives_the_direction(text: str, direction: str | None) -> None:
    assert direction_of(text) == direction


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("fa-IR", "rtl"), ("AR", "rtl"), ("en", "ltr"), (None, None)]
)
def test_a_language_is_written_in_a_direction(language: str | None, direction: str | None) -> None:
    assert written(language) == direction


def test_the_limits_fit_together() -> None:
    assert cut._BACK_TO_PARAGRAPH < cut.PORTION // 2
    assert cut._PIECE < cut._LONGEST
