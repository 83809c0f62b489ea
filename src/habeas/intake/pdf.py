"""PDF: the text layer page by page, its printed lines joined into paragraphs again."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from habeas.intake.heading import stated_in
from habeas.intake.parsed import Parsed, Unparsable, joined
from habeas.intake.stated import Stated, one_line, primary_subtag

_END_MARK: Final = b"%%EOF"
# Servers and mail programs add bytes behind the end; no complete PDF has more than a few.
_END_WITHIN: Final = 4096
_AGAIN: Final = "the file is cut short or damaged; get it again"
# pdfium's sign for a hyphen at the end of a line, which it has joined with the next.
_LINE_HYPHEN: Final = "\ufffe"
_BROKEN_WORD: Final = re.compile(r"(\w{1,60})\ufffe(?=(\w{1,60}))")
_ENDS_IN_HYPHEN: Final = re.compile(r"\w-$")
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LISTED: Final = re.compile(r"(?:[•▪◦‣●–—*-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s")
# A line shorter than this share of the page's width ends its paragraph.
_FULL_LINE: Final = 0.75
# A sentence goes on over a shorter one too, where the next begins in lower case.
_HALF_LINE: Final = 0.5
# Narrower pages are lists or tables, and their lines stay apart.
_NARROWEST: Final = 40
_MADE_UP_TITLE: Final = re.compile(r"microsoft word|untitled|.*\.(?:docx?|pdf|indd|qxd|rtf)$", re.I)


def parse(data: bytes) -> Parsed:
    """The text of each page, a mark at each, and the title and language that the file states."""
    if _END_MARK not in data[-_END_WITHIN:]:
        raise Unparsable("is a PDF without its end", _AGAIN)
    with closing(_opened(data)) as document:
        pages = [_page_text(page) for page in _pages(document)]
        stated = Stated(title=_title(document), language=_language(document))
    if not any(page.strip() for page in pages):
        raise Unparsable("is a PDF that has no text layer", "run OCR first")
    known_words = frozenset(re.findall(r"\w+(?:-\w+)*", "\n".join(pages).lower()))
    clean = (_cleaned(page, known_words) for page in pages)
    text, marks = joined((f"page {number}", page) for number, page in enumerate(clean, start=1))
    return Parsed(text, marks, stated.or_else(stated_in(text)))


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if fault.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise Unparsable("is protected with a password", "save a copy without one") from fault
        raise Unparsable("is a PDF that can't be opened", _AGAIN) from fault


def _pages(document: pypdfium2.PdfDocument) -> Iterator[pypdfium2.PdfPage]:
    for number in range(len(document)):
        try:
            yield document[number]
        except pypdfium2.PdfiumError as fault:
            raise Unparsable(f"is a PDF whose page {number + 1} can't be read", _AGAIN) from fault


def _page_text(page: pypdfium2.PdfPage) -> str:
    words = str(page.get_textpage().get_text_range())
    lines = [line.strip() for line in words.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(_paragraphs(lines))


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """The page's paragraphs: a printed line that fills the page's width goes on in the next."""
    width = _width(lines)
    paragraph = lines[0]
    for line, following in pairwise(lines):
        if not _goes_on(line, following, width):
            yield paragraph
            paragraph = following
        elif _ENDS_IN_HYPHEN.search(line):
            paragraph += following
        else:
            paragraph += f" {following}"
    yield paragraph


def _width(lines: list[str]) -> int:
    """The usual length of the page's longest printed lines; one longer line (an address) doesn't count."""
    lengths = sorted(len(printed) for line in lines for printed in line.split(_LINE_HYPHEN))
    return lengths[len(lengths) * 9 // 10]


def _goes_on(line: str, following: str, width: int) -> bool:
    if not line or not following or width < _NARROWEST or _LISTED.match(following):
        return False
    if line[-1].isdigit() and following[-1].isdigit():  # rows of a table
        return False
    length = len(line.rsplit(_LINE_HYPHEN, maxsplit=1)[-1])
    if following[0].islower() and line[-1] not in ".!?:;":
        return length >= width * _HALF_LINE
    return length >= width * _FULL_LINE


def _cleaned(page: str, known_words: frozenset[str]) -> str:
    """The text with its line-end hyphens settled, and without what can't be written down."""

    def settled(parts: re.Match[str]) -> str:
        first, second = parts[1], parts[2]
        if f"{first}-{second}".lower() in known_words:
            return f"{first}-"
        is_one_word = (first + second).lower() in known_words or (first + second).islower()
        return first if is_one_word and not (first + second).isdigit() else f"{first}-"

    return _UNWRITABLE.sub("", _BROKEN_WORD.sub(settled, page))


def _title(document: pypdfium2.PdfDocument) -> str | None:
    """The title in the file's properties, unless it is one that a program put there."""
    title = one_line(document.get_metadata_dict().get("Title"))
    return title if title is not None and not _MADE_UP_TITLE.match(title) else None


def _language(document: pypdfium2.PdfDocument) -> str | None:
    size = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    if size <= 2:  # nothing but its closing NUL
        return None
    words = ctypes.create_string_buffer(size)
    pdfium.FPDFCatalog_GetLanguage(document, ctypes.cast(words, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return primary_subtag(words.raw.decode("utf-16-le", "replace").rstrip("\x00"))
