"""Plain text and Markdown, in whatever encoding they come."""

from __future__ import annotations

import codecs
from typing import Final

from charset_normalizer import CharsetMatch, from_bytes

from habeas.intake.heading import stated_in
from habeas.intake.parsed import Parsed, Unparsable

# Read once before any document, so that detection has built what it needs.
SAMPLE: Final = "Un caf\u00e9, deux caf\u00e9s: \u201cForty people are held\u201d.".encode("cp1252")
# UTF-32's little-endian mark begins with UTF-16's, so it is looked for first.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The encodings that documents are found in, the likelier first: where the bytes fit several equally
# well (a lone "é" does), the first is taken. Left free, detection answers with encodings of the 1980s.
_ENCODINGS: Final = (
    *("cp1252", "cp1256", "cp1251", "cp1250", "cp1254", "cp1253", "cp1255", "cp1257", "cp1258"),
    *("iso8859_6", "koi8_r", "koi8_u", "cp874", "gb18030", "big5", "cp932", "euc_jp", "cp949"),
    *("utf_16_le", "utf_16_be"),
)
# Python's, for other ends: half characters can be written in them, or their bytes are no text. UTF-7 hides
# what stands in a page, and browsers don't read it (WHATWG Encoding).
_OF_NO_DOCUMENT: Final = frozenset(
    {
        *("unicode-escape", "raw-unicode-escape"),
        *("punycode", "idna", "undefined", "utf-7", "rot-13", "mbcs", "oem"),
        *("zlib", "bz2", "hex", "base64", "uu", "quopri"),
    }
)
_EVEN_CHAOS: Final = 0.01
_EVEN_COHERENCE: Final = 0.02
_NOT_TEXT: Final = Unparsable("holds binary data, not text", "save the document as UTF-8 text")


def parse_text(data: bytes) -> Parsed:
    """A plain text as it stands."""
    return _parsed(decoded(data), markdown=False)


def parse_markdown(data: bytes) -> Parsed:
    """A Markdown text as it stands, its marks of form included."""
    return _parsed(decoded(data), markdown=True)


def _parsed(text: str, *, markdown: bool) -> Parsed:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unparsable("holds nothing but white space", "get the document again")
    return Parsed(text, stated=stated_in(text, markdown=markdown))


def decoded(data: bytes, declared: str | None = None) -> str:
    """The bytes as text, without a byte-order mark; `declared` is an encoding that the document names.

    What counts is the byte-order mark, else UTF-8 if the bytes are that, else the declared encoding, else
    the likeliest. Raises Unparsable.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _in_encoding(data[len(mark) :], encoding)
    if b"\x00" not in data:
        for encoding in filter(None, ("utf-8", _known(declared))):
            try:
                return data.decode(encoding)
            except UnicodeError:
                continue
    return _detected(data)


def _known(declared: str | None) -> str | None:
    """The encoding of this name, if documents are written in it."""
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):  # of names with a NUL in them, too
        return None
    return None if name in _OF_NO_DOCUMENT else name


def _in_encoding(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        why = f"begins as {encoding.upper()} text, but byte {fault.start + 1} after the mark isn't"
        raise Unparsable(why, "the file is damaged; get it again or save it as UTF-8 text") from fault
    if "\x00" in text:
        raise _NOT_TEXT
    return text


def _detected(data: bytes) -> str:
    matches = list(from_bytes(data, cp_isolation=list(_ENCODINGS)))
    if not matches:
        raise _NOT_TEXT
    text = data.decode(_likeliest(matches))
    if "\x00" in text:
        raise _NOT_TEXT
    return text


def _likeliest(matches: list[CharsetMatch]) -> str:
    best = matches[0]
    even = {
        encoding
        for match in matches
        if match.chaos <= best.chaos + _EVEN_CHAOS and match.coherence >= best.coherence - _EVEN_COHERENCE
        for encoding in match.could_be_from_charset
    }
    return min(
        even, key=lambda encoding: _ENCODINGS.index(encoding) if encoding in _ENCODINGS else len(_ENCODINGS)
    )
