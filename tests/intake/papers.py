"""Documents for the tests, made here: PDFs byte by byte, Word files by python-docx, pages as strings.

All places, people and figures in them are invented.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence

import docx

STORY = (
    "Some 210 people were moved from the old jail of Varnholt to a camp near Eskeby on Monday.",
    "The interior ministry of Ostmark gave no names. Relatives waited at the gate for hours.",
    "Another 30 people, all of them women, remain in the jail, according to a lawyer who saw them.",
)

WORD_TO_OPEN = "varnholt"
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_FILE_ID = bytes(range(16))
_PERMISSIONS = -44


def page(head: str = "", body: str = "", *, attributes: str = ' lang="en-GB"') -> bytes:
    """A web page with a menu, an article and a footer."""
    story = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    return (
        f"<!doctype html><html{attributes}><head><title>Moved to Eskeby</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a></nav><article><h1>210 moved to Eskeby</h1>{body}{story}</article>"
        "<footer>© Varnholt Post</footer></body></html>"
    ).encode()


def word(*paragraphs: str, title: str = "", language: str = "") -> bytes:
    """A Word file of these paragraphs."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.language = language
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: object) -> bytes:
    """The bytes of a python-docx document."""
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A zip archive of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return file.getvalue()


def pdf(
    pages: Sequence[Sequence[str]],
    *,
    title: str = "",
    language: str | None = None,
    password: str | None = None,
) -> bytes:
    """A PDF whose pages show these lines in Helvetica; with a password, encrypted by it (RC4, 40 bits)."""
    lang = f" /Lang ({language})" if language else ""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    key = _key(password) if password is not None else None
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R{lang} >>".encode(),
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Title <" + _sealed(title.encode("cp1252"), key, 4).hex().encode() + b"> >>",
    }
    for number, lines in enumerate(pages):
        at = 5 + 2 * number
        objects[at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {at + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        stream = _sealed(_drawn(lines), key, at + 1)
        objects[at + 1] = b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream)
    return _written(objects, _trailer(key, password))


def _drawn(lines: Sequence[str]) -> bytes:
    shown = b" T* ".join(b"<" + line.encode("cp1252").hex().encode() + b"> Tj" for line in lines)
    return b"BT /F1 11 Tf 14 TL 60 780 Td " + shown + b" ET"


def _written(objects: Mapping[int, bytes], trailer: bytes) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number in sorted(objects):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, objects[number])
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R %b >>\n" % (len(places) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _trailer(key: bytes | None, password: str | None) -> bytes:
    if key is None or password is None:
        return b""
    return (
        b"/ID [<%b> <%b>] /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P %d /O <%b> /U <%b> >>"
    ) % (
        _FILE_ID.hex().encode(),
        _FILE_ID.hex().encode(),
        _PERMISSIONS,
        _owner(password).hex().encode(),
        _rc4(key, _PADDING).hex().encode(),
    )


def _padded(password: str) -> bytes:
    return (password.encode("cp1252") + _PADDING)[:32]


def _owner(password: str) -> bytes:
    return _rc4(_md5(_padded(password))[:5], _padded(password))


def _key(password: str) -> bytes:
    permissions = _PERMISSIONS.to_bytes(4, "little", signed=True)
    return _md5(_padded(password) + _owner(password) + permissions + _FILE_ID)[:5]


def _sealed(data: bytes, key: bytes | None, number: int) -> bytes:
    if key is None:
        return data
    return _rc4(_md5(key + number.to_bytes(3, "little") + b"\x00\x00")[:10], data)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
