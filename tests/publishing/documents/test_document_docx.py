"""The document as DOCX, opened again by python-docx: real endnotes, pictures, no odd characters."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from habeas.publishing.documents import Asked, Form, written
from made import claim, quantity, report
from set_by_hand import HEAD, HOSTILE, TODAY, document, held_in_orlan, printed_words, squeezed

COLUMNS = ["Figure", "Of whom, and what", "Days", "Who says so", "Checked", "Notes"]


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def words_of(root: etree._Element) -> str:
    return "".join(one.text or "" for one in root.iter(qn("w:t")))


def all_words(data: bytes) -> str:
    return squeezed(words_of(part(data, "word/document.xml")) + words_of(part(data, "word/endnotes.xml")))


@pytest.fixture(scope="module")
def made() -> bytes:
    """The claims of Orlan, as DOCX."""
    return written(document(*held_in_orlan()), Form.DOCX)


def test_all_that_is_printed_stands_in_it(made: bytes) -> None:
    there = all_words(made)
    for words in printed_words(*held_in_orlan()):
        assert squeezed(words) in there


def test_python_docx_opens_it_and_finds_headings_and_tables(made: bytes) -> None:
    opened = docx.Document(io.BytesIO(made))
    headings = [one.text for one in opened.paragraphs if one.style.name.startswith(("Title", "Heading 1"))]
    assert headings[:2] == ["What the ledger says, 18 March 2026", "People held, by place"]
    assert headings[-1] == "Notes: the exact words"
    assert [cell.text for cell in opened.tables[0].rows[0].cells] == COLUMNS
    assert opened.tables[0].rows[1].cells[0].text == "about 250"


def test_notes_are_endnotes_that_the_text_refers_to_each_once(made: bytes) -> None:
    kept = part(made, "word/endnotes.xml").findall(qn("w:endnote"))
    referred = [one.get(qn("w:id")) for one in part(made, "word/document.xml").iter(qn("w:endnoteReference"))]
    assert [one.get(qn("w:id")) for one in kept] == ["-1", "0", *referred]
    assert referred == [str(at) for at in range(1, len(referred) + 1)]
    assert "About 250 people are held in al-Hol." in words_of(kept[2])


def test_a_note_that_stands_again_is_a_field_that_leads_to_its_bookmark(made: bytes) -> None:
    root = part(made, "word/document.xml")
    names = {one.get(qn("w:name")) for one in root.iter(qn("w:bookmarkStart"))}
    fields = [one.text.split()[1] for one in root.iter(qn("w:instrText"))]
    assert fields
    assert set(fields) <= names


def test_settings_and_content_types_name_the_endnotes(made: bytes) -> None:
    settings_ = part(made, "word/settings.xml")
    placed = settings_.find(qn("w:endnotePr"))
    assert placed.find(qn("w:numFmt")).get(qn("w:val")) == "decimal"
    assert placed.getnext().tag == qn("w:compat")
    types = part(made, "[Content_Types].xml")
    assert "/word/endnotes.xml" in {one.get("PartName") for one in types}
    related = part(made, "word/_rels/document.xml.rels")
    assert "endnotes.xml" in {one.get("Target") for one in related}


def test_it_says_its_language_title_day_and_ledger() -> None:
    data = written(document(asked=Asked(TODAY, "Orlan <today>")), Form.DOCX)
    opened = docx.Document(io.BytesIO(data))
    properties = opened.core_properties
    assert (properties.title, properties.language) == ("Orlan <today>", "en-GB")
    assert properties.created is not None
    assert properties.created.date() == TODAY
    assert HEAD in all_words(data)
    assert {one.get(qn("w:val")) for one in part(data, "word/styles.xml").iter(qn("w:lang"))} == {"en-GB"}


def test_pictures_are_png_and_say_in_words_what_they_show() -> None:
    claims, _ = held_in_orlan()
    data = written(document([one for one in claims if one.place is not None]), Form.DOCX)
    (described,) = part(data, "word/document.xml").iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    )
    assert described.get("descr").startswith("People said to be held: al-Hol. 3 figures")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        (name,) = (one for one in package.namelist() if one.startswith("word/media/"))
        assert package.read(name).startswith(b"\x89PNG")


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_reports_stay_words(words: str) -> None:
    of = report(f"60 people {words}", name=words, outlet=words)
    data = written(
        document([claim(of, "holding", quantity(of, "60", 60, 60))], asked=Asked(TODAY, words)), Form.DOCX
    )
    assert docx.Document(io.BytesIO(data)).tables[0].rows[1].cells[0].text == "60"
    assert len(part(data, "word/endnotes.xml")) == 3


def test_words_that_run_from_right_to_left_say_so() -> None:
    of = report("قال المتحدث إن 60 معتقلا في السجن")
    data = written(document([claim(of, "holding", quantity(of, "60", 60, 60))]), Form.DOCX)
    assert part(data, "word/endnotes.xml").find(f".//{qn('w:rtl')}") is not None


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@settings(max_examples=25, deadline=None)
def test_any_words_stand_as_they_are_shown(words: str) -> None:
    of = report(f"60 people {words}.")
    made = document([claim(of, "holding", quantity(of, "60", 60, 60))])
    assert squeezed(made.notes[0].words) in all_words(written(made, Form.DOCX))


def test_the_same_is_the_same_byte_for_byte(made: bytes) -> None:
    assert written(document(*held_in_orlan()), Form.DOCX) == made
