"""Names in bytes: what a document holds beside the text that was taken out of it.

A page's menus, the alternative text of a picture, a field of a DOCX: they became no text, but they lie in the
vault. Only words are looked for; nothing is parsed, and little of what is packed is unpacked.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from habeas.spelled import Spelled

# As much of one document is unpacked: no more than one may hold at all.
MOST_UNPACKED: Final = 64 * 2**20
_TAG: Final = re.compile(r"<[^<>]*>")
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_GZIP_WINDOW: Final = 31
_ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")


def holds(data: bytes, name: Spelled) -> bool:
    """True where these bytes have the name in text, markup, addresses, or packed with ZIP or gzip.

    Not seen are PDF's packed streams beside the text, pictures, and what lies packed within what is packed.
    """
    return any(_has(piece, name) for piece in (data, *_unpacked(data)))


def _has(data: bytes, name: Spelled) -> bool:
    for encoding in _ENCODINGS:
        text = data.decode(encoding, errors="ignore")
        if name.is_in(text):
            return True
        if encoding == "utf-8":
            bare = html.unescape(_TAG.sub("", text))
            unbroken = re.sub(r"=\r?\n", "", text)  # as quoted-printable breaks lines
            if any(name.is_in(one) for one in (bare, unbroken, unquote(text))):
                return True
    return False


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What is packed in it, as far as it can be unpacked, up to a limit for all of it."""
    if data.startswith(_ZIP):
        yield from _members(data)
    elif data.startswith(_GZIP):
        yield _gunzipped(data)


def _members(data: bytes) -> Iterator[bytes]:
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                with archive.open(member) as file:
                    piece = file.read(left)
                left -= len(piece)
                yield piece
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        return  # damaged, or locked: what came before was looked at


def _gunzipped(data: bytes) -> bytes:
    """All members one after the other, as a WARC has them."""
    pieces, left = list[bytes](), MOST_UNPACKED
    while data.startswith(_GZIP) and left > 0:
        unpacking = zlib.decompressobj(_GZIP_WINDOW)
        try:
            piece = unpacking.decompress(data, left)
        except zlib.error:
            break
        pieces.append(piece)
        left -= len(piece)
        data = unpacking.unused_data
    return b"".join(pieces)
