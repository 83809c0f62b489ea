"""Word documents: paragraphs and tables in the order in which they stand.

The text is what a reader sees: tracked insertions and content controls are in, deletions are out.
Headers, footers, footnotes and text boxes aren't read.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.opc.exceptions import OpcError, PackageNotFoundError
from lxml import etree

from habeas.intake.heading import stated_in
from habeas.intake.parsed import Parsed, Unparsable, joined
from habeas.intake.stated import Stated, one_line, primary_subtag

# A document unpacks to some ten times its size; one that says it holds more is a bomb, or no report.
_MOST_UNPACKED: Final = 512 * 2**20
_MOST_PARTS: Final = 10_000
_AGAIN: Final = "the file is cut short or damaged; get it again"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL = (_W + name for name in ("p", "tbl", "tr", "tc"))
# Wrappers whose content is part of the text.
_WRAPPERS: Final = frozenset(
    _W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)
# Parts of a paragraph that are no text of it, or that were deleted.
_LEFT_OUT: Final = frozenset(
    _W + name for name in ("pPr", "rPr", "sdtPr", "del", "moveFrom", "drawing", "pict", "object", "instrText")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
_SIGNS: Final = {
    _W + "tab": "\t",
    _W + "ptab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
}
# The title that python-docx reports for a file without properties.
_MADE_UP_TITLE: Final = "Word Document"


def parse(data: bytes) -> Parsed:
    """The paragraphs and the rows of tables, a mark at each, and what the properties state."""
    _check_archive(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except (
        *(PackageNotFoundError, OpcError, zipfile.BadZipFile),
        *(NotImplementedError, RuntimeError, EOFError, KeyError, ValueError, IndexError, AttributeError),
        *(zlib.error, lzma.LZMAError, etree.LxmlError),
    ) as fault:
        raise Unparsable("is no Word document that can be opened", _AGAIN) from fault
    text, marks = joined(_lines(document.element.body))
    if not text.strip():
        raise Unparsable("is a Word document without text", "if it holds pictures of pages, run OCR first")
    return Parsed(text, marks, _stated(document).or_else(stated_in(text)))


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as fault:
        raise Unparsable("is a Word file that can't be unpacked", _AGAIN) from fault
    if any(part.flag_bits & 1 for part in parts):
        raise Unparsable("is protected with a password", "save a copy without one")
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise Unparsable(
            f"unpacks to more than {_MOST_UNPACKED // 2**20} MB or {_MOST_PARTS:,} parts",
            "if you trust it, save its text as a new document",
        )


def _lines(body: Any) -> Iterator[tuple[str, str]]:
    """Each paragraph and each row that isn't empty: ("paragraph 3", words), ("table 1, row 2", words)."""
    paragraphs = tables = 0
    for block in _children(body, {_PARAGRAPH, _TABLE}):
        if block.tag == _TABLE:
            tables += 1
            for number, row in enumerate(_rows(block), start=1):
                if row.strip():
                    yield f"table {tables}, row {number}", row
        elif (words := _words(block)).strip():
            paragraphs += 1
            yield f"paragraph {paragraphs}", words


def _children(parent: Any, tags: set[str]) -> Iterator[Any]:
    """The elements of these tags, directly below or in wrappers."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tags)


def _rows(table: Any) -> Iterator[str]:
    for row in _children(table, {_ROW}):
        yield "\t".join(_cell(cell) for cell in _children(row, {_CELL}))


def _cell(cell: Any) -> str:
    """The words of a cell on one line, those of a table inside it included."""
    blocks = _children(cell, {_PARAGRAPH, _TABLE})
    words = (" ".join(_rows(block)) if block.tag == _TABLE else _words(block) for block in blocks)
    return " ".join(" ".join(words).split())


def _words(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


def _pieces(node: Any) -> Iterator[str]:
    for child in node:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _pieces(child)


def _stated(document: Any) -> Stated:
    properties = document.core_properties
    title = one_line(properties.title)
    return Stated(
        title=title if title != _MADE_UP_TITLE else None,
        language=primary_subtag(properties.language),
    )
