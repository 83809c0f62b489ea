"""What a document holds: all that is printed, what isn't covered, the method, and notes in their order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from habeas.model import Claim
from habeas.publishing.documents import Asked
from habeas.publishing.documents.setting import LONGEST_NOTE, MOST_OF_BLOCK, MOST_OF_PART
from habeas.publishing.documents.tree import Document, Marks, Picture, Row, Table, Words, marks_of
from habeas.publishing.holdings import Mask
from made import claim, quantity, report, reviewed
from set_by_hand import HEAD, HOSTILE, TODAY, document, held_in_orlan


def rows(found: Document, title: str) -> list[Row]:
    """The rows of a section's tables."""
    section = next(one for one in found.sections if one.title == title)
    return [row for body in section.body if isinstance(body, Table) for row in body.rows]


def said(runs: tuple[Words | Marks, ...]) -> str:
    return "".join(run.text for run in runs if isinstance(run, Words))


def all_words(found: Document) -> str:
    return repr(found)


def test_a_figure_stands_with_its_hedge_its_days_who_says_so_whether_it_is_checked_and_its_note() -> None:
    row = rows(document(*held_in_orlan()), "People held, by place")[1]
    assert said(row.figure) == "at least 300"
    assert said(row.what) == "people held in al-Hol"
    assert said(row.when) == "stated 18 March 2024, 2 years old"
    assert said(row.who) == "according to the Ilvan Mission"
    assert row.checked == "machine reading, unchecked"
    assert row.figure == (Words("at least 300", figure=True, note=row.notes.notes[0]),)


def test_a_part_stands_under_its_whole() -> None:
    depths = {
        said(row.figure): row.depth for row in rows(document(*held_in_orlan()), "People held, by place")
    }
    assert depths == {"about 250": 0, "at least 300": 0, "40": 1}


def test_what_a_person_has_checked_no_longer_says_that_nobody_has() -> None:
    claims, _ = held_in_orlan()
    found = document([reviewed(claims[3], "accepted")])
    assert rows(found, "People held, by place")[0].checked == "reviewed: accepted"


def test_notes_are_numbered_as_they_stand() -> None:
    found = document(*held_in_orlan())
    marks = list(marks_of(body for section in found.sections for body in section.body))
    assert list(dict.fromkeys(marks)) == [note.number for note in found.notes]


def test_notes_hold_the_exact_words_whose_they_are_and_what_was_read_from_them() -> None:
    claims, _ = held_in_orlan()
    note = next(one for one in document([claims[3]]).notes)
    assert note.words == "About 250 people are held in al-Hol."
    assert note.source == "Veshka Daily, 2 May 2024"
    assert note.claims == (claims[3].id,)


def test_of_words_too_long_for_a_note_those_around_the_figure_stay_and_the_rest_is_counted() -> None:
    long = report(f"{'before ' * 2_000}60 people{' after' * 2_000}")
    note = document([claim(long, "holding", quantity(long, "60", 60, 60))]).notes[0]
    assert "60 people" in note.words
    assert note.words.startswith("…")
    assert note.words.endswith("…")
    assert note.cut == len(long.text) - LONGEST_NOTE


def test_the_head_says_of_which_day_and_ledger_it_is_and_what_was_asked_for() -> None:
    facts = dict(document(*held_in_orlan(), chosen=("place al-Hol",)).facts)
    assert facts["As of"] == "18 March 2026"
    assert facts["Asked for"] == "place al-Hol"
    assert facts["The log ends with"] == HEAD
    assert dict(document().facts)["Asked for"] == "everything"


def test_a_title_of_ones_own_leaves_what_it_is_below() -> None:
    found = document(asked=Asked(TODAY, title=" Orlan\x00 \n today "))
    assert (found.title, found.about) == ("Orlan\ufffd today", "What the ledger says, 18 March 2026")


def test_what_is_printed_of_marks_is_true_of_the_document() -> None:
    assert "·unchecked" not in all_words(document(*held_in_orlan()))
    assert "square brackets" not in all_words(document(*held_in_orlan()))


def test_what_was_held_back_is_counted() -> None:
    claims, _ = held_in_orlan()
    masks = {claims[0].report.id: (Mask(0, 3, "a name"), Mask(5, 7, "a name"))}
    found = document(claims, masks=masks, withheld={"claims of sexual violence withheld": 2})
    words = all_words(found)
    assert "2 claims of sexual violence withheld" in words
    assert "2 passages in the reports masked" in words
    assert "Names were withheld" in words
    assert "Names were withheld" not in all_words(document(claims))


def test_what_is_not_covered_is_told_of_the_whole_and_of_no_part() -> None:
    claims, figures = held_in_orlan()
    assert "Months from which there is no report" in all_words(document(claims, figures))
    narrowed = all_words(document(claims, figures, chosen=("place al-Hol",)))
    assert "Months from which there is no report" not in narrowed
    assert "This document holds only what was asked for" in narrowed


def test_every_document_says_how_its_figures_come_to_be() -> None:
    method = next(one for one in document().sections if one.title == "How these figures come to be")
    assert "machine reading, unchecked" in repr(method)
    assert len(method.body) >= 8


# --- pictures ---


def pictures(found: Document) -> list[Picture]:
    return [body for section in found.sections for body in section.body if isinstance(body, Picture)]


def test_chief_places_have_a_chart_and_marks_lead_to_notes() -> None:
    claims, _ = held_in_orlan()
    at_hol = [replace(one, place=replace(one.place, id="al-hol")) for one in claims if one.place is not None]
    found = document(at_hol)
    assert [picture.title for picture in pictures(found)] == [
        "Where people are said to be held",
        "People said to be held: al-Hol",
    ]
    for note in found.notes:
        assert f'href="#note-{note.number}"' in pictures(found)[1].wide


def test_one_figure_makes_no_chart() -> None:
    claims, _ = held_in_orlan()
    assert pictures(document([claims[3]])) == []


# --- what goes beyond ---


def many(number: int, *, place: str = "Orlan") -> list[Claim]:
    """So many claims of one place, which differ in their figures."""
    found = []
    for at in range(number):
        of = report(f"{1000 + at} people are held in {place}.", name=f"{place}-{at}.txt")
        found.append(claim(of, "holding", quantity(of, str(1000 + at), 1000 + at, 1000 + at), place=place))
    return found


@pytest.mark.parametrize(("number", "more"), [(MOST_OF_BLOCK - 1, 0), (MOST_OF_BLOCK + 50, 51)])
def test_a_long_list_is_cut_and_says_how_much_is_left_out(number: int, more: int) -> None:
    found = document(many(number))
    assert len(rows(found, "People held, by place")) == min(number + 1, MOST_OF_BLOCK)
    assert (f"{more} lines more: left out of this document" in all_words(found)) is bool(more)


def test_a_long_section_is_cut_and_says_how_many_headings_are_left_out() -> None:
    places = MOST_OF_PART // 100 + 2
    claims = [one for at in range(places) for one in many(99, place=f"Orlan{chr(ord('a') + at)}")]
    found = document(claims)
    assert len(rows(found, "People held, by place")) == MOST_OF_PART
    assert "2 headings more, with 200 lines: left out of this document" in all_words(found)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_word_of_a_document_can_break_a_line_a_page_or_a_file(words: str) -> None:
    of = report(f"60 people {words}", name=words, outlet=words, title=words)
    found = document([claim(of, "holding", quantity(of, "60", 60, 60))])
    # repr() writes out what can't be printed.
    for letter in "\x00\x01\x0b\x1f\ufffe\uffff\u202e\u202c\u2066\u2069\u200f":
        assert repr(letter)[1:-1] not in all_words(found).replace("\\\\", "")
