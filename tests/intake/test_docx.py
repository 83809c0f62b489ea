from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from habeas.intake.docx import parse
from habeas.intake.parsed import Unparsable

from .papers import archive, saved, word


def test_paragraphs_and_tables_in_the_order_of_the_document() -> None:
    document = docx.Document()
    document.add_paragraph("Forty people are held.")
    document.add_paragraph("")
    table = document.add_table(2, 2)
    for place, words in (((0, 0), "Camp"), ((0, 1), "Held"), ((1, 0), "Eskeby"), ((1, 1), "1,200")):
        table.cell(*place).text = words
    document.add_paragraph("None was released.")
    parsed = parse(saved(document))
    assert parsed.text == "Forty people are held.\nCamp\tHeld\nEskeby\t1,200\nNone was released."
    assert [(parsed.text[mark.start :].split("\n")[0], mark.label) for mark in parsed.marks] == [
        ("Forty people are held.", "paragraph 1"),
        ("Camp\tHeld", "table 1, row 1"),
        ("Eskeby\t1,200", "table 1, row 2"),
        ("None was released.", "paragraph 2"),
    ]


def test_merged_and_nested_cells_are_read_once() -> None:
    document = docx.Document()
    table = document.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Eskeby\nnorth"
    inner = table.cell(0, 2).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "women", "104"
    assert parse(saved(document)).text == "Eskeby north\twomen 104"


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (
            "<w:r><w:t>Forty</w:t></w:r><w:r><w:tab/><w:t>held</w:t><w:br/><w:t>here</w:t></w:r>",
            "Forty\theld\nhere",
        ),
        (
            "<w:ins><w:r><w:t>Forty</w:t></w:r></w:ins><w:del><w:r><w:delText>Fifty</w:delText></w:r></w:del>",
            "Forty",
        ),
        ("<w:del><w:r><w:t>Fifty</w:t></w:r></w:del><w:r><w:t>Forty</w:t></w:r>", "Forty"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>Forty</w:t></w:r></w:sdtContent></w:sdt>", "Forty"),
        ("<w:hyperlink><w:r><w:t>Forty</w:t></w:r></w:hyperlink>", "Forty"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>Forty</w:t></w:r>", "Forty"),
        ("<w:r><w:t>Varnholt</w:t><w:noBreakHyphen/><w:t>run</w:t></w:r>", "Varnholt-run"),
    ],
)
def test_text_is_what_a_reader_sees(inside: str, words: str) -> None:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>"))
    assert parse(saved(document)).text == words


def test_paragraphs_in_a_content_control_are_read() -> None:
    document = docx.Document()
    control = "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>Forty</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(control.format(nsdecls("w"))))
    assert parse(saved(document)).text == "Forty"


def test_what_the_properties_and_the_head_state() -> None:
    stated = parse(
        word("Published 18 March 2024", "Forty are held.", title="In Ostmark", language="en-US")
    ).stated
    assert (stated.title, str(stated.published), stated.language) == ("In Ostmark", "2024-03-18", "en")


def test_author_and_day_of_making_are_not_publication() -> None:
    stated = parse(word("Forty people are held.")).stated
    assert (stated.title, stated.outlet, stated.published, stated.language) == (None, None, None, None)


WHOLE = word("Forty people are held.")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (WHOLE[: len(WHOLE) // 2], "can't be unpacked"),
        (b"PK\x03\x04 and nothing more", "can't be unpacked"),
        (archive({"notes.txt": b"Forty"}), "no Word document"),
        (archive({"[Content_Types].xml": b"<Types"}), "no Word document"),
        (word("", " "), "without text"),
        (archive({"word/document.xml": b"0" * (513 * 2**20)}), "unpacks to more than"),
        (archive({f"{number}": b"" for number in range(10_001)}), "unpacks to more than"),
    ],
    ids=["cut", "stub", "zip", "bad-xml", "empty", "bomb", "parts"],
)
def test_unreadable_word_file_says_why(data: bytes, why: str) -> None:
    with pytest.raises(Unparsable, match=why) as fault:
        parse(data)
    assert fault.value.cure


def test_protected_archive_is_told() -> None:
    locked = bytearray(WHOLE)
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1  # the flag of an encrypted entry, in the central directory
    with pytest.raises(Unparsable, match="protected with a password"):
        parse(bytes(locked))
