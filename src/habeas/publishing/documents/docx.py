"""A document as DOCX, its notes as real endnotes.

python-docx writes styles, headings and pictures. It knows no notes, so their part is written here
(ECMA-376-1, 17.11); so are tables, since its own take seconds where there are many rows. Each note is an
endnote where it first stands, and a field that repeats its number wherever it stands again.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Final

import docx
import vl_convert
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from habeas.publishing.brief.page import NOTES
from habeas.publishing.documents.drawn import with_colours
from habeas.publishing.documents.tree import (
    COLUMNS,
    LANGUAGE,
    Body,
    Document,
    Heading,
    Item,
    Items,
    Marks,
    Note,
    Paragraph,
    Picture,
    Row,
    Said,
    Table,
    Words,
    cut_said,
)
from habeas.publishing.documents.tree import words as plain_words

NOTES_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
WIDTHS: Final = (28, 48, 26, 35, 20, 17)  # of the columns, in millimetres
WIDE: Final = Mm(174)
MARGIN: Final = Mm(18)
UNDER: Final = Mm(4)
TWIPS: Final = 635  # English Metric Units in a twentieth of a point
GREY: Final = RGBColor(0x55, 0x51, 0x4A)
SCALE: Final = 2.0  # pixels of a picture's file for each of its own
# The archive's members all bear the first day that ZIP can tell: the document says its day itself.
NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_RIGHT_TO_LEFT: Final = ("\u0590", "\u08ff")  # Hebrew, Arabic, Syriac, Thaana, N'Ko


def written(document: Document) -> bytes:
    """The document as DOCX."""
    word = docx.Document()
    _styled(word)
    _described(word, document)
    word.add_heading(document.title, level=0)
    if document.about:
        word.add_paragraph(document.about, style="Subtitle")
    _Writer(word, {note.number: note for note in document.notes}).whole(document)
    data = io.BytesIO()
    word.save(data)
    return _timeless(data.getvalue())


class _Writer:
    """Writes one section after the other, and the notes in the order in which they stand."""

    def __init__(self, word: Word, notes: dict[int, Note]) -> None:
        self._word = word
        self._notes = notes
        self._stood: dict[int, None] = {}

    def whole(self, document: Document) -> None:
        """Everything under the title."""
        for name, value in document.facts:
            self._paragraph("Fact", (Words(f"{name}: ", figure=True), Words(value)))
        self._bodies(document.opening)
        for section in document.sections:
            self._word.add_heading(section.title, level=1)
            self._bodies(section.body)
        self._word.add_heading(NOTES, level=1)
        if not self._stood:
            self._word.add_paragraph(document.nothing)
        _keep_notes(self._word, [self._notes[number] for number in self._stood])

    def _bodies(self, bodies: Iterable[Body]) -> None:
        for body in bodies:
            match body:
                case Heading(text):
                    self._word.add_heading(text, level=2)
                case Paragraph(said, aside):
                    self._paragraph("Aside" if aside else "Normal", said)
                case Items(items):
                    self._items(items)
                case Table(caption, rows):
                    self._table(caption, rows)
                case Picture():
                    self._picture(body)

    def _paragraph(self, style: str, said: Said) -> BaseOxmlElement:
        paragraph = self._word.add_paragraph(style=style)
        self._said(paragraph._p, said)
        return paragraph._p

    def _items(self, items: Iterable[Item], depth: int = 0) -> None:
        for item in items:
            paragraph = self._word.add_paragraph(style="List Bullet")
            if depth:
                paragraph.paragraph_format.left_indent = Mm(6) + depth * UNDER
            self._said(paragraph._p, item.said)
            self._items(item.items, depth + 1)

    # --- tables ---

    def _table(self, caption: str, rows: Iterable[Row]) -> None:
        table = parse_xml(
            f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val='Lines'/>"
            "<w:tblW w:w='5000' w:type='pct'/><w:tblLayout w:type='fixed'/>"
            "<w:tblLook w:firstRow='1' w:noHBand='1' w:noVBand='1'/></w:tblPr><w:tblGrid/></w:tbl>"
        )
        described = OxmlElement("w:tblCaption")
        described.set(qn("w:val"), caption)
        table[0].append(described)
        for width in WIDTHS:
            column = OxmlElement("w:gridCol")
            column.set(qn("w:w"), _twips(Mm(width)))
            table[1].append(column)
        table.append(self._header())
        for row in rows:
            table.append(self._row(row))
        self._word.element.body.insert_element_before(table, "w:sectPr")
        self._word.add_paragraph(style="After Table")

    def _header(self) -> BaseOxmlElement:
        """The columns' names, again on each page that the table reaches."""
        row = _row_element()
        row[0].append(OxmlElement("w:tblHeader"))
        for at, name in enumerate(COLUMNS):
            row.append(self._cell(plain_words(name), "Cell", WIDTHS[at]))
        return row

    def _row(self, row: Row) -> BaseOxmlElement:
        made = _row_element()
        rest = [(plain_words(row.checked), 4, 1), ((row.notes,), 5, 1)]
        if row.figure:
            cells = [(row.figure, 0, 1), (row.what, 1, 1), (row.when, 2, 1), (row.who, 3, 1)]
        elif row.when or row.who:
            cells = [(row.what, 0, 2), (row.when, 2, 1), (row.who, 3, 1)]
        else:
            cells = [(row.what, 0, 4)]
        for at, (said, column, span) in enumerate([*cells, *rest]):
            width = sum(WIDTHS[column : column + span])
            made.append(self._cell(said, "Cell", width, span=span, depth=0 if at else row.depth))
        return made

    def _cell(self, said: Said, style: str, width: int, *, span: int = 1, depth: int = 0) -> BaseOxmlElement:
        cell, properties = OxmlElement("w:tc"), OxmlElement("w:tcPr")
        cell.append(properties)
        _put(properties, "w:tcW", w=_twips(Mm(width)), type="dxa")
        if span > 1:
            _put(properties, "w:gridSpan", val=str(span))
        paragraph = OxmlElement("w:p")
        styled = _put(paragraph, "w:pPr")
        _put(styled, "w:pStyle", val=style)
        if depth:
            _put(styled, "w:ind", left=_twips(depth * UNDER))
        self._said(paragraph, said)
        cell.append(paragraph)
        return cell

    # --- runs ---

    def _said(self, paragraph: BaseOxmlElement, said: Said) -> None:
        for run in said:
            if isinstance(run, Marks):
                for at, number in enumerate(run.notes):
                    if at:
                        paragraph.append(_run(" ", style="EndnoteReference"))
                    self._mark(paragraph, number)
            elif run.text:
                paragraph.append(_run(run.text, bold=run.figure))

    def _mark(self, paragraph: BaseOxmlElement, number: int) -> None:
        """The endnote where it first stands, in a bookmark; elsewhere a field that shows the mark again."""
        if number in self._stood:
            _repeat(paragraph, number, list(self._stood).index(number) + 1)
            return
        self._stood[number] = None
        at = str(len(self._stood))
        bookmark = OxmlElement("w:bookmarkStart")
        bookmark.set(qn("w:id"), at)
        bookmark.set(qn("w:name"), f"note_{number}")
        paragraph.append(bookmark)
        reference = _run("", style="EndnoteReference")
        _put(reference, "w:endnoteReference", id=at)
        paragraph.append(reference)
        _put(paragraph, "w:bookmarkEnd", id=at)

    def _picture(self, picture: Picture) -> None:
        drawn = vl_convert.svg_to_png(with_colours(picture.wide), scale=SCALE)
        shape = self._word.add_picture(io.BytesIO(drawn), width=WIDE)
        properties = shape._inline.docPr
        properties.set("descr", f"{picture.title}. {picture.description}")
        properties.set("title", picture.title)
        said = (Words(f"{picture.title}. ", figure=True), Words(f"{picture.description} {picture.caption}"))
        self._paragraph("Caption", said)


def _row_element() -> BaseOxmlElement:
    row = OxmlElement("w:tr")
    _put(_put(row, "w:trPr"), "w:cantSplit")
    return row


def _run(text: str, *, bold: bool = False, style: str = "") -> BaseOxmlElement:
    run = OxmlElement("w:r")
    right_to_left = _is_right_to_left(text)
    if bold or style or right_to_left:
        properties = _put(run, "w:rPr")
        if style:
            _put(properties, "w:rStyle", val=style)
        if bold:
            _put(properties, "w:b")
        if right_to_left:
            _put(properties, "w:rtl")
    if text:
        words = _put(run, "w:t")
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        words.text = text
    return run


def _is_right_to_left(text: str) -> bool:
    """True where the first letter is of a script that runs from right to left (UAX #9, P2, roughly)."""
    first = next((letter for letter in text if letter.isalpha()), "")
    low, high = _RIGHT_TO_LEFT
    return low <= first <= high


def _repeat(paragraph: BaseOxmlElement, number: int, shown: int) -> None:
    """The number of a note that stood before: a field that Word brings up to date."""
    for kind in ("begin", "code", "separate", "shown", "end"):  # ECMA-376-1, 17.16.18
        run = _run(str(shown) if kind == "shown" else "", style="EndnoteReference")
        if kind == "code":
            code = _put(run, "w:instrText")
            code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            code.text = f" NOTEREF note_{number} \\f \\h "
        elif kind != "shown":
            _put(run, "w:fldChar", fldCharType=kind)
        paragraph.append(run)


def _put(parent: BaseOxmlElement, tag: str, **values: str) -> BaseOxmlElement:
    """A new element at the end of another, its attributes in Word's namespace."""
    child = OxmlElement(tag)
    for name, value in values.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
    return child


def _twips(length: int) -> str:
    """A length as Word's tables have it: in twentieths of a point."""
    return str(round(length / TWIPS))


# --- the notes ---


def _keep_notes(word: Word, notes: Iterable[Note]) -> None:
    """The part that holds the endnotes; the first two are the lines that Word draws above them."""
    root = parse_xml(f"<w:endnotes {nsdecls('w')}/>")
    for id_, kind in (("-1", "separator"), ("0", "continuationSeparator")):
        line = _put(root, "w:endnote", type=kind, id=id_)
        _put(_put(_put(line, "w:p"), "w:r"), f"w:{kind}")
    for at, note in enumerate(notes, 1):
        root.append(_endnote(at, note))
    part = Part(PackURI("/word/endnotes.xml"), NOTES_TYPE, _xml(root), word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.ENDNOTES)
    placed = parse_xml(
        f"<w:endnotePr {nsdecls('w')}><w:pos w:val='docEnd'/><w:numFmt w:val='decimal'/>"
        "<w:endnote w:id='-1'/><w:endnote w:id='0'/></w:endnotePr>"
    )
    # Settings have their order (CT_Settings): these come right before what is compatible with what.
    word.settings.element.find(qn("w:compat")).addprevious(placed)
    numbered = parse_xml(f"<w:endnotePr {nsdecls('w')}><w:numFmt w:val='decimal'/></w:endnotePr>")
    word.element.body.sectPr.insert(0, numbered)


def _endnote(at: int, note: Note) -> BaseOxmlElement:
    found = OxmlElement("w:endnote")
    found.set(qn("w:id"), str(at))
    paragraph = _put(found, "w:p")
    _put(_put(paragraph, "w:pPr"), "w:pStyle", val="EndnoteText")
    reference = _run("", style="EndnoteReference")
    _put(reference, "w:endnoteRef")
    paragraph.append(reference)
    paragraph.append(_run(f" {note.source}: “"))
    paragraph.append(_run(note.words))
    cut = f" ({cut_said(note.cut)})" if note.cut else ""
    paragraph.append(_run(f"”{cut}"))
    for claim in note.claims:
        paragraph.append(_run(f" {claim}", style="ClaimId"))
    return found


# --- looks ---


def _styled(word: Word) -> None:
    """A4, the styles of what python-docx's own template lacks, and the language."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    styles = word.styles
    styles["Normal"].font.size = Pt(10)
    for name, size, after in (("Cell", 8, 0), ("Fact", 10, 0), ("Aside", 10, 6), ("After Table", 4, 4)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(after)
    styles["Aside"].font.italic = True
    caption = styles["Caption"].font
    caption.bold, caption.size, caption.color.rgb = False, Pt(8.5), GREY
    text = styles.add_style("endnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.element.set(qn("w:styleId"), "EndnoteText")
    text.base_style, text.font.size = styles["Normal"], Pt(9)
    text.paragraph_format.space_after = Pt(3)
    reference = styles.add_style("endnote reference", WD_STYLE_TYPE.CHARACTER)
    reference.element.set(qn("w:styleId"), "EndnoteReference")
    reference.font.superscript = True
    claim = styles.add_style("Claim Id", WD_STYLE_TYPE.CHARACTER)
    claim.element.set(qn("w:styleId"), "ClaimId")
    claim.font.size = Pt(7)
    styles.element.append(_table_style())
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _table_style() -> BaseOxmlElement:
    line = "w:val='single' w:sz='4' w:space='0' w:color='BFB8A8'"
    return parse_xml(
        f"<w:style {nsdecls('w')} w:type='table' w:customStyle='1' w:styleId='Lines'><w:name w:val='Lines'/>"
        f"<w:tblPr><w:tblBorders><w:top {line}/><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        "<w:tblCellMar><w:top w:w='30' w:type='dxa'/><w:left w:w='40' w:type='dxa'/>"
        "<w:bottom w:w='30' w:type='dxa'/><w:right w:w='60' w:type='dxa'/></w:tblCellMar></w:tblPr>"
        "<w:tblStylePr w:type='firstRow'><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>"
    )


def _described(word: Word, document: Document) -> None:
    """What the file says of itself; its day is the document's, so that the same brief is the same file."""
    properties, moment = word.core_properties, datetime.combine(document.day, datetime.min.time())
    properties.title, properties.author, properties.last_modified_by = document.title, "habeas", "habeas"
    properties.language, properties.comments, properties.subject = LANGUAGE, document.maker, document.about
    properties.created = properties.modified = moment
    properties.revision = 1


def _xml(root: BaseOxmlElement) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _timeless(data: bytes) -> bytes:
    """The same package, its members in their order and without the time at which they were written."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, NO_TIME)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(member, old.read(name))
    return made.getvalue()
