"""The document as PDF, opened again by pypdfium2: all words, outline, title; no report is markup."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from habeas.publishing.documents import Asked, Form, written
from made import claim, quantity, report
from set_by_hand import HEAD, HOSTILE, TODAY, document, held_in_orlan, printed_words, squeezed


def text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as opened:
        return squeezed("".join(page.get_textpage().get_text_range() for page in opened))


@pytest.fixture(scope="module")
def made() -> bytes:
    """The claims of Orlan, as PDF."""
    return written(document(*held_in_orlan()), Form.PDF)


def test_all_that_is_printed_stands_in_it(made: bytes) -> None:
    there = text(made)
    for words in printed_words(*held_in_orlan()):
        assert squeezed(words) in there


def test_it_has_an_outline_a_title_a_language_and_tags(made: bytes) -> None:
    with pypdfium2.PdfDocument(made) as opened:
        titles = [one.get_title() for one in opened.get_toc()]
        assert opened.get_metadata_dict()["Title"] == "What the ledger says, 18 March 2026"
        assert opened.is_tagged()
    assert titles[0] == "What the ledger says, 18 March 2026"
    assert {"People held, by place", "What isn't covered", "Notes: the exact words"} <= set(titles)
    assert b"en-GB" in made


def test_it_says_its_own_title_and_ledger() -> None:
    there = text(written(document(asked=Asked(TODAY, "Orlan #today")), Form.PDF))
    assert "Orlan#today" in there
    assert HEAD in there


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_reports_stay_words(words: str) -> None:
    of = report(f"60 people {words}", name=words, outlet=words)
    there = text(
        written(
            document([claim(of, "holding", quantity(of, "60", 60, 60))], asked=Asked(TODAY, words)), Form.PDF
        )
    )
    assert "60people" in there
    passwd = Path("/etc/passwd")
    assert not passwd.exists() or passwd.read_text().splitlines()[0] not in there


def test_markup_of_typst_is_shown_as_it_is_written() -> None:
    of = report('60 people #read("/etc/passwd") $x$ *bold* = head')
    there = text(written(document([claim(of, "holding", quantity(of, "60", 60, 60))]), Form.PDF))
    assert '#read("/etc/passwd")$x$*bold*=head' in there


def test_letters_that_no_font_has_are_shown_as_lacking_and_arabic_as_it_is() -> None:
    of = report("60 people 中文, in Arabic: السجن, in Hebrew: שלום")
    there = text(written(document([claim(of, "holding", quantity(of, "60", 60, 60))]), Form.PDF))
    assert "中" not in there
    assert "\ufffd\ufffd" in there
    assert set("السجن") <= set(there)
    assert set("שלום") <= set(there)


def test_the_same_is_the_same_byte_for_byte(made: bytes) -> None:
    assert written(document(*held_in_orlan()), Form.PDF) == made
