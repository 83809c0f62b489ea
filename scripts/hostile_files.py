"""Files that are made to harm whoever reads them, into a folder; the same bytes every time.

    python scripts/hostile_files.py FOLDER [--port PORT]

Each is of a kind that habeas takes in, or is called as if it were. Those that would have a reader connect to
somewhere name PORT on this machine, where a listener can find out. What has to become of each stands beside
it: a line of complaint, or a sound report; tests/intake/test_hostile_files.py looks.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

MB: Final = 2**20
WORDS: Final = b"Forty people are held in the old jail of Varnholt, the ministry said on Monday."
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


class Fate(StrEnum):
    """What may become of a file."""

    REFUSED = "refused"  # one line or more of complaint, and no report
    READ = "read"  # at least one report, and no complaint
    PARTLY = "partly"  # reports and complaints
    EITHER = "either"  # a report or a complaint: other versions of a library may judge otherwise


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file: its name as it stands in the folder, its bytes, and what may become of it."""

    name: str
    data: bytes
    fate: Fate


Made = Iterator[Hostile]


def refused(name: str, data: bytes) -> Hostile:
    """A file that must be refused."""
    return Hostile(name, data, Fate.REFUSED)


def read(name: str, data: bytes) -> Hostile:
    """A file that must be read."""
    return Hostile(name, data, Fate.READ)


def partly(name: str, data: bytes) -> Hostile:
    """A container of which something is read, something not."""
    return Hostile(name, data, Fate.PARTLY)


def either(name: str, data: bytes) -> Hostile:
    """A file of which either may become."""
    return Hostile(name, data, Fate.EITHER)


# --- plain text ---


def texts(_port: int) -> Made:
    """Odd encodings, control characters, text without end or sense."""
    line = WORDS.decode()
    yield refused("text-nul.txt", b"Forty\x00people " * 500)
    yield refused("text-only-mark.txt", b"\xef\xbb\xbf")
    yield either("text-only-marks-of-direction.txt", "\u202e\u2066\n".encode("utf-16"))
    yield refused("text-cut-utf16.txt", line.encode("utf-16") + b"\x00")
    yield refused("text-half-pair-utf16.txt", b"\xff\xfe" + b"\x00\xd8" + line.encode("utf-16-le"))
    yield refused("text-beyond-unicode-utf32.txt", b"\xff\xfe\x00\x00" + b"\xff\xff\xff\x7f" * 9)
    yield refused("text-program.txt", b"\x7fELF" + bytes(5000))
    yield refused("text-gzip.txt", gzip.compress(WORDS, mtime=0))
    yield refused("text-noise.txt", noise(200_000))
    yield either("text-utf16-without-mark.txt", line.encode("utf-16-le"))
    yield either("text-utf7.txt", (line + " Häftlinge ☂").encode("utf-7"))
    yield either("text-overlong.txt", WORDS + b"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf")
    yield either("text-half-pairs.txt", WORDS + b"\xed\xa0\x80\xed\xb0\x80")
    yield either("text-mixed.txt", WORDS + "Häftlinge".encode() + "Häftlinge".encode("latin-1") + b"\x81\x8d")
    yield read("text-one-line.txt", b"forty people are held and " * (10 * MB // 26))
    yield read("text-one-word.txt", b"a" * (10 * MB))
    yield read("text-one-number.txt", b"9" * (2 * MB))
    yield read("text-numbers.txt", b"40 41 42 1,000 2.5 " * 40_000)
    yield read("text-lines.txt", b"\n" * (2 * MB) + WORDS)
    yield read("text-returns.txt", b"\r" * MB + WORDS)
    yield read("text-brackets.txt", b"(" * 200_000 + WORDS + b")" * 200_000)
    yield read("text-quotes.txt", b'"' * 300_000 + WORDS)
    yield read("text-colons.txt", b"Title: " * 100_000 + WORDS)
    yield read("text-marks.txt", (line + "a" + "\u0301" * 400_000).encode())
    yield read("text-bidi.txt", f"\u202e{line}\u2066 dleh era\u2069\u200f".encode())
    yield read("text-tags.txt", (line + "".join(map(chr, range(0xE0000, 0xE0080)))).encode())
    yield read("text-terminal.txt", b"\x1b]0;owned\x07\x1b[2J\x1b[31m" + WORDS + b"\x1b[0m")
    yield read("text-formula.txt", b'=HYPERLINK("http://a.example","x")\n@SUM(1)\n+1\n-1\n' + WORDS)
    yield read("text-script.txt", b"<script>alert(1)</script>\n\n" + WORDS)
    yield read(
        "text-lies.txt", b"Published: 9999-99-99\nAddress: javascript:alert(1)\nLanguage: ../..\n\n" + WORDS
    )
    yield read("text-front-matter.md", b"---\n" + b"title: &a [*a, *a]\n" * 5_000 + b"---\n" + WORDS)
    yield read("text-headings.md", b"#" * 100_000 + b" Held\n" + WORDS)


# --- pages ---


def pages(port: int) -> Made:
    """Entities, outside addresses, nesting, encodings that pages name."""
    address = f"http://127.0.0.1:{port}/page"
    story = b"<p>" + WORDS * 9 + b"</p>"
    laughs = _laughs()
    yield either("page-laughs.xhtml", laughs + b"<html><body><p>&l9;</p>" + story + b"</body></html>")
    outside = f'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "{address}">]>'
    yield read(
        "page-entities.xhtml", outside.encode() + b"<html><body><p>&a;&b;</p>" + story + b"</body></html>"
    )
    yield read("page-dtd.xhtml", f'<!DOCTYPE html SYSTEM "{address}"><html><body>'.encode() + story)
    fetched = "".join(
        f"<{tag} {name}='{address}'></{tag}>"
        for tag, name in (
            ("img", "src"),
            ("iframe", "src"),
            ("link", "href"),
            ("script", "src"),
            ("object", "data"),
        )
    )
    head = f"<base href='{address}'><meta http-equiv='refresh' content='0;url={address}'>"
    yield read("page-fetches.html", f"<html><head>{head}</head><body>{fetched}".encode() + story)
    include = f'<x xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{address}"/></x>'
    yield read("page-includes.xhtml", f"<html><body>{include}".encode() + story)
    yield either("page-deep.html", b"<div>" * 200_000 + story)
    yield either("page-deep-lists.html", b"<ul><li>" * 30_000 + story)
    yield either("page-deep-tables.html", b"<table><tr><td>" * 10_000 + story)
    yield either("page-deep-spans.html", b"<p>" + b"<b><i>" * 50_000 + WORDS)
    yield either(
        "page-attributes.html", b"<p " + b" ".join(b"a%d=1" % n for n in range(10_000)) + b">" + story
    )
    yield either("page-long-attribute.html", b"<p title='" + b"x" * (5 * MB) + b"'>" + story)
    yield either("page-open-comment.html", b"<html><body>" + story + b"<!--" + b"-" * MB)
    yield either("page-open-script.html", b"<html><body>" + story + b"<script>" + b"<" * MB)
    yield either("page-many-paragraphs.html", b"<html><body>" + b"<p>" * 30_000 + story)
    yield either("page-one-line.html", b"<html><body><p>" + WORDS * 60_000)
    yield either("page-nuls.html", b"<html><body>\x00" + story + b"\x00" * 1000)
    nested = b"[" * 100_000 + b"]" * 100_000
    data = b"<script type='application/ld+json'>" + nested + b"</script>"
    yield either("page-deep-data.html", b"<html><head>" + data + b"</head><body>" + story)
    for encoding in (
        "utf-7",
        "unicode_escape",
        "rot13",
        "zlib_codec",
        "punycode",
        "idna",
        "utf-32",
        "no-such",
    ):
        declared = f"<html><head><meta charset='{encoding}'></head><body>".encode()
        yield either(f"page-says-{encoding}.html", declared + story + b"<p>\\ud800 +2AA- \xe9</p>")
    yield either("page-says-punycode-long.html", b"<meta charset=punycode>" + b"\xe9" + b"a-" * MB)
    yield either("page-half-pair.html", b"<html><body>" + story + b"<p>&#xD800;&#x110000;&#0;</p>")
    yield either(
        "page-names-odd.html", b"<html><head><title>\x1b[31m\xe2\x80\xae</title></head><body>" + story
    )
    days = b"".join(b"<meta name='date' content='%d-99-99'>" % year for year in range(3000))
    yield either("page-days.html", b"<html><head>" + days + b"</head><body>" + story)
    yield refused("page-empty.html", b"<html></html>")
    yield refused("page-picture.html", b"\x89PNG\r\n\x1a\n" + noise(5000))
    yield refused("page-noise.html", noise(300_000))


def _laughs() -> bytes:
    """A billion laughs: ten entities, each ten of the one before."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "held ">{entities}]>'.encode()


# --- PDF ---


def pdfs(port: int) -> Made:
    """Bombs, circles, lies about where things are, actions."""
    yield either("pdf-bomb.pdf", pdf(zlib.compress(b" " * (200 * MB), 1), filters="/FlateDecode"))
    layers = drawn(WORDS)
    for _ in range(20):
        layers = zlib.compress(layers)
    yield either("pdf-layers.pdf", pdf(layers, filters="/FlateDecode " * 20))
    shown = b"BT /F1 11 Tf 60 780 Td " + b"(a) Tj " * 400_000 + b"ET"
    yield either("pdf-shown-without-end.pdf", pdf(shown))
    yield either("pdf-saved-states.pdf", pdf(b"q " * 500_000 + drawn(WORDS)))
    yield either("pdf-deep-array.pdf", pdf(drawn(WORDS), more=b"/X " + b"[" * 100_000 + b"]" * 100_000))
    yield either(
        "pdf-deep-dictionary.pdf", pdf(drawn(WORDS), more=b"/X " + b"<</A " * 50_000 + b">>" * 50_000)
    )
    sound = pdf(drawn(WORDS))
    yield either("pdf-own-kid.pdf", sound.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"))
    yield either("pdf-own-parent.pdf", sound.replace(b"/Parent 2 0 R", b"/Parent 5 0 R"))
    yield either("pdf-own-contents.pdf", sound.replace(b"/Contents 6 0 R", b"/Contents 5 0 R"))
    yield either("pdf-own-length.pdf", sound.replace(b"/Length ", b"/Length 6 0 R %"))
    yield either("pdf-own-catalog.pdf", sound.replace(b"/Pages 2 0 R", b"/Pages 1 0 R"))
    yield either("pdf-many-pages.pdf", sound.replace(b"/Count 1", b"/Count 2147483647"))
    yield either("pdf-many-kids.pdf", pdf(drawn(WORDS), kids=10_000))
    yield either("pdf-negative-length.pdf", sound.replace(b"/Length ", b"/Length -"))
    yield either("pdf-broken-xref.pdf", sound.replace(b"\n0000000", b"\n9999999"))
    yield either("pdf-no-xref.pdf", sound.replace(b"xref", b"fear"))
    yield either("pdf-xref-before-itself.pdf", sound.replace(b"/Size", b"/Prev 9 /Size"))
    yield either("pdf-xref-far-away.pdf", sound.replace(b"startxref\n", b"startxref\n99999999999"))
    yield either("pdf-huge-page.pdf", sound.replace(b"[0 0 595 842]", b"[0 0 1e30 1e30]"))
    yield either("pdf-no-numbers.pdf", sound.replace(b"[0 0 595 842]", b"[nan inf () <>]"))
    open_action = f"/OpenAction << /S /URI /URI (http://127.0.0.1:{port}/pdf) >>".encode()
    yield read("pdf-opens-address.pdf", pdf(drawn(WORDS), more=open_action))
    yield read("pdf-starts-program.pdf", pdf(drawn(WORDS), more=b"/OpenAction << /S /Launch /F (/bin/sh) >>"))
    script = f"/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:{port}'\\)) >>".encode()
    yield read("pdf-script.pdf", pdf(drawn(WORDS), more=script))
    yield refused("pdf-cut.pdf", sound[: len(sound) // 2])
    yield refused("pdf-only-ends.pdf", b"%PDF-1.4\n" + b"%%EOF\n" * 1000)
    yield refused("pdf-page.pdf", b"<html><body>" + WORDS)
    yield refused("pdf-noise.pdf", b"%PDF-1.7\n" + noise(300_000) + b"\n%%EOF\n")
    yield refused("pdf-protected.pdf", sound.replace(b"/Root", b"/Encrypt << /Filter /Odd /V 9 >> /Root"))
    yield either("pdf-and-zip.pdf", sound + archive([("a.txt", WORDS)]))
    yield either("pdf-and-page.html", b"<html><body><p>" + WORDS * 9 + b"</p><!--" + sound + b"-->")


def drawn(words: bytes) -> bytes:
    """A page's stream that shows these words."""
    return b"BT /F1 11 Tf 60 780 Td (" + words + b") Tj ET"


def pdf(stream: bytes, *, filters: str = "", more: bytes = b"", kids: int = 1) -> bytes:
    """A PDF of one page with this stream; `more` is for its catalog; the page stands there `kids` times."""
    packed = f" /Filter [{filters}]".encode() if filters else b""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R"
        b" /Resources << /Font << /F1 3 0 R >> >> >>"
    )
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R %b >>" % more,
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b" ".join([b"5 0 R"] * kids), kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (Held) >>",
        page,
        b"<< /Length %d%b >>\nstream\n%b\nendstream" % (len(stream), packed, stream),
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< /Size 7 /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)


# --- Word files and workbooks ---

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def word_files(port: int) -> Made:
    """Entities, outside relations, nesting, bombs."""
    address = f"http://127.0.0.1:{port}/word"
    laughs = _laughs().decode()
    yield either("word-laughs.docx", word(body(_paragraph("&l9;")), head=laughs))
    outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "{address}">]>'
    yield either("word-entities.docx", word(body(_paragraph("&a;&b; Forty people are held.")), head=outside))
    outward = f'Target="{address}" TargetMode="External"'
    template = f'<Relationship Id="r9" Type="{_RELATIONS}/attachedTemplate" {outward}/>'
    yield read("word-template.docx", word(body(_paragraph(WORDS.decode())), relations=template))
    own = f'<Relationship Id="r9" Type="{_RELATIONS}/aFChunk" Target="document.xml"/>'
    yield either("word-own-part.docx", word(body(_paragraph(WORDS.decode())), relations=own))
    gone = f'<Relationship Id="r9" Type="{_RELATIONS}/image" Target="../../../etc/passwd"/>'
    yield either("word-part-outside.docx", word(body(_paragraph(WORDS.decode())), relations=gone))
    yield refused(
        "word-deep-wrappers.docx",
        word(body("<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000)),
    )
    cell = "<w:tbl><w:tr><w:tc>"
    yield refused("word-deep-tables.docx", word(body(cell * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000)))
    yield refused("word-bomb.docx", with_field(word(body("")), 24, struct.pack("<I", 600 * MB)))
    yield either("word-quiet-bomb.docx", word(body(_paragraph("a" * (40 * MB)))))
    yield either(
        "word-many-parts.docx",
        archive([*word_parts(body("")), *((f"word/{n}.xml", b"") for n in range(12_000))]),
    )
    yield refused("word-empty.docx", archive([]))
    yield refused("word-no-types.docx", archive([("word/document.xml", WORDS)]))
    yield refused("word-cut.docx", word(body(_paragraph("a")))[:-200])
    yield refused("word-noise.docx", b"PK\x03\x04" + noise(100_000))
    yield refused("word-old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(5000))
    yield refused("word-not-xml.docx", word("<w:document"))
    yield refused("word-protected.docx", encrypted(word(body(_paragraph("a")))))
    yield refused("word-is-page.docx", b"<html><body>" + WORDS)
    yield refused("word-as-text.txt", word(body(_paragraph("a"))))
    yield either("word-utf16.docx", word(body(_paragraph("Häftlinge")), encoding="utf-16"))


def _paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def body(inner: str) -> str:
    """A Word file's document of these paragraphs and tables."""
    return f"<w:document {_W}><w:body>{inner}</w:body></w:document>"


def word_parts(document: str, *, relations: str = "", encoding: str = "utf-8") -> list[tuple[str, bytes]]:
    """The parts of a Word file."""
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
    return [
        ("[Content_Types].xml", _TYPES.encode()),
        ("_rels/.rels", f'<Relationships xmlns="{package}">{main}</Relationships>'.encode()),
        (
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{package}">{relations}</Relationships>'.encode(),
        ),
        ("word/document.xml", document.encode(encoding)),
    ]


def word(document: str, *, head: str = "", relations: str = "", encoding: str = "utf-8") -> bytes:
    """A Word file with this document."""
    return archive(word_parts(head + document, relations=relations, encoding=encoding))


def workbooks(_port: int) -> Made:
    """Workbooks of claims (habeas load): bombs, entities, cells without end."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>quote</t></is></c></row>'
    yield refused("book-bomb.xlsx", workbook(" " * (300 * MB)))
    yield refused(
        "book-laughs.xlsx",
        workbook(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>', head=_laughs().decode()
        ),
    )
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    yield refused("book-far-cell.xlsx", workbook(rows + far))
    yield refused("book-cut.xlsx", workbook(rows)[:-100])
    yield refused("book-noise.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(100_000))
    yield refused("book-many-cells.csv", b"quote,type\n" + b"," * (5 * MB))
    yield refused("book-long-cell.csv", b"quote,type\n" + b"a" * (5 * MB) + b",holding\n")
    yield refused("book-deep.jsonl", b'{"a":' * 100_000)


def workbook(rows: str, *, head: str = "") -> bytes:
    """A workbook of these rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    sheet = f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    return archive(
        [
            (
                "[Content_Types].xml",
                b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            ),
            ("_rels/.rels", f'<Relationships xmlns="{package}">{office}</Relationships>'.encode()),
            (
                "xl/_rels/workbook.xml.rels",
                f'<Relationships xmlns="{package}">{sheet}</Relationships>'.encode(),
            ),
            (
                "xl/workbook.xml",
                f'<workbook xmlns="{main}" xmlns:r="{_RELATIONS}"><sheets>'
                '<sheet name="claims" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
            ),
            (
                "xl/worksheets/sheet1.xml",
                f'{head}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode(),
            ),
        ]
    )


# --- archives ---


def archives(_port: int) -> Made:
    """Bombs, names that attack, lies of the directory."""
    good = ("good.txt", WORDS)
    yield partly("zip-bomb.zip", archive([("bomb.txt", bytes(100 * MB)), good]))
    yield partly("zip-quiet-bomb.zip", archive([("bomb.txt", WORDS * (20 * MB // len(WORDS))), good]))
    yield partly("zip-overlapping.zip", overlapping(500))
    inner = archive([good])
    for _ in range(12):
        inner = archive([("good.txt", WORDS), ("in.zip", inner)])
    yield partly("zip-nested.zip", inner)
    wide = archive([(f"{n}.txt", WORDS + b"%d" % n) for n in range(10)])
    yield read("zip-wide.zip", archive([(f"{n}.zip", wide) for n in range(10)]))
    yield refused("zip-many.zip", many_entries(120_000))
    outside = [
        "../up.txt",
        "a/../../up.txt",
        "/etc/cron.d/a.txt",
        "C:\\a.txt",
        "..\\up.txt",
        "\\\\host\\a.txt",
    ]
    yield partly("zip-names-outside.zip", archive([*((name, WORDS) for name in outside), good]))
    odd = [
        "a\x1b[31mred.txt",
        "a\nb.txt",
        "\u202etxt.exe.txt",
        "a\x00.exe.txt",
        "~.txt",
        "-rf.txt",
        "$(id).txt",
        "😀.txt",
    ]
    yield either("zip-names-odd.zip", archive([*((name, WORDS + name.encode()) for name in odd), good]))
    yield partly("zip-name-long.zip", archive([("x" * 60_000 + ".txt", WORDS), good]))
    yield partly("zip-name-twice.zip", archive([good, ("good.txt", WORDS * 2)]))
    yield read("zip-link.zip", archive([("link.txt", b"/etc/passwd"), good], links={"link.txt"}))
    yield refused("zip-protected.zip", encrypted(archive([good])))
    yield partly("zip-wrong-sum.zip", with_field(archive([("bad.txt", WORDS), good]), 16, b"\0\0\0\0"))
    yield partly(
        "zip-larger-than-said.zip", with_field(archive([("bad.txt", WORDS * 90), good]), 24, b"\5\0\0\0")
    )
    yield either(
        "zip-smaller-than-said.zip", with_field(archive([("bad.txt", WORDS), good]), 24, b"\0\0\1\0")
    )
    yield partly(
        "zip-said-to-be-huge.zip", with_field(archive([("bad.txt", WORDS), good]), 24, b"\xfe\xff\xff\xff")
    )
    yield partly("zip-packed-oddly.zip", with_field(archive([("bad.txt", WORDS), good]), 10, b"\x63\0"))
    yield either(
        "zip-elsewhere.zip", with_field(archive([("bad.txt", WORDS), good]), 42, b"\xff\xff\xff\x7f")
    )
    yield refused("zip-cut.zip", archive([good])[:-30])
    yield refused("zip-noise.zip", b"PK\x03\x04" + noise(100_000))
    yield refused("zip-warc.zip", capture([("https://a.example/", WORDS)]))
    yield read("zip-behind-a-pdf.zip", pdf(drawn(WORDS)) + archive([good]))
    yield either("zip-comment.zip", archive([good], comment=b"PK\x05\x06" + bytes(18)))
    sidecar = b"name,published,url\ngood.txt,2999-01-01,javascript:alert(1)\n"
    yield refused("zip-sidecar-lies.zip", archive([("reports.csv", sidecar), good]))
    yield refused("zip-sidecar-bomb.zip", archive([("reports.csv", b"name\n" + b"," * (40 * MB)), good]))
    yield refused("zip-sidecar-quotes.zip", archive([("reports.csv", b'name\n"' + b"a" * MB), good]))
    every = [*texts(9), *pages(9), *word_files(9)]
    small = [(one.name, one.data) for one in every if len(one.data) < 100_000]
    yield partly("zip-of-all-that.zip", archive(small))


def archive(
    parts: Sequence[tuple[str, bytes]],
    *,
    links: set[str] = frozenset(),
    comment: bytes = b"",  # type: ignore[assignment]
) -> bytes:
    """A zip archive of these parts; two may have one name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.comment = comment
        for name, data in parts:
            entry = zipfile.ZipInfo("a", LONG_AGO)
            entry.filename, entry.compress_type = name, zipfile.ZIP_DEFLATED
            entry.external_attr = (0o120777 if name in links else 0o100644) << 16
            packed.NameToInfo.pop(name, None)  # so that a name may stand twice without a warning
            packed.writestr(entry, data)
    return file.getvalue()


def with_field(data: bytes, offset: int, field: bytes) -> bytes:
    """The archive with this field of the first entry of its directory set."""
    place = data.index(b"PK\x01\x02") + offset
    return data[:place] + field + data[place + len(field) :]


def encrypted(data: bytes) -> bytes:
    """The archive, its entries said to be encrypted."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := out.find(mark, place + 1)) >= 0:
            out[place + offset] |= 1
    return bytes(out)


def overlapping(count: int) -> bytes:
    """An archive whose directory names one and the same part so many times (D. Fifield, 2019)."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(WORDS) + packed.flush()
    local = _local(b"0.txt", body)
    central = b"".join(_central(b"%d.txt" % n, body, 0) for n in range(count))
    return local + central + _end(count, len(central), len(local))


def many_entries(count: int) -> bytes:
    """An archive with so many entries of nothing."""
    local = _local(b"0.txt", b"\x03\x00")
    central = b"".join(_central(b"%d.txt" % n, b"\x03\x00", 0) for n in range(count))
    return local + central + _end64(count, len(central), len(local))


def _local(name: bytes, body: bytes) -> bytes:
    head = (20, 0, 8, 0, 0x21, binascii.crc32(WORDS), len(body), len(WORDS), len(name), 0)
    return b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *head) + name + body


def _central(name: bytes, body: bytes, place: int) -> bytes:
    head = (
        20,
        20,
        0,
        8,
        0,
        0x21,
        binascii.crc32(WORDS),
        len(body),
        len(WORDS),
        len(name),
        0,
        0,
        0,
        0,
        0,
        place,
    )
    return b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", *head) + name


def _end(count: int, size: int, place: int) -> bytes:
    return b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, min(count, 65535), min(count, 65535), size, place, 0)


def _end64(count: int, size: int, place: int) -> bytes:
    record = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, place)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, place + size, 1)
    return record + locator + _end(count, size, place)


# --- mail ---


def mails(_port: int) -> Made:
    """Headers and parts without end, nesting, encodings, names."""
    head = b"Subject: Held\nDate: Mon, 04 Mar 2024 10:00:00 +0000\n"
    plain = head + b"\n" + WORDS + b"\n"
    yield refused("mail-endless-headers.eml", b"".join(b"X-%d: y\n" % n for n in range(300_000)))
    yield either("mail-folded-header.eml", b"Subject: a\n" + b" b\n" * 100_000 + b"\n" + WORDS)
    yield either("mail-long-header.eml", b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\n" + WORDS)
    yield either("mail-odd-words.eml", b"Subject: =?utf-8?b?////?= =?odd?q?a?= =?utf-16?b?2AA=?=\n\n" + WORDS)
    yield either("mail-odd-day.eml", head.replace(b"04 Mar 2024", b"99 Foo 99999999999") + b"\n" + WORDS)
    yield either("mail-comments.eml", b"Date: " + b"(" * 100_000 + b"\nSubject: Held\n\n" + WORDS)
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000))
    yield refused("mail-deep-parts.eml", head + deep)
    within = plain
    for _ in range(60):
        within = (
            head
            + b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
            + within
        )
    yield either("mail-in-mail.eml", within)
    parts = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 20_000
    yield refused("mail-many-parts.eml", head + parts)
    boundary = b"Content-Type: multipart/mixed; boundary=" + b"b" * 100_000 + b"\n\n"
    yield either("mail-long-boundary.eml", head + boundary + WORDS)
    yield either("mail-no-boundary.eml", head + b"Content-Type: multipart/mixed\n\n" + WORDS)
    for encoding in ("utf-7", "zlib_codec", "unicode_escape", "punycode", "utf-16"):
        typed = b"Content-Type: text/plain; charset=%b\n\n" % encoding.encode()
        yield either(f"mail-says-{encoding}.eml", head + typed + WORDS + b" \\ud800 +2AA-\n")
    coded = b"Content-Transfer-Encoding: %b\n\n"
    yield either("mail-bad-base64.eml", head + coded % b"base64" + b"!" * 100_000)
    yield either("mail-bad-quoted.eml", head + coded % b"quoted-printable" + b"=ZZ=" * 100_000)
    yield either("mail-uuencoded.eml", head + coded % b"x-uuencode" + b"begin 666 a\n\xff\xff\n")
    yield either("mail-terminal.eml", head.replace(b"Held", b"\x1b[31mHeld\x07") + b"\n" + WORDS)
    yield read("mail-attached-outside.eml", attached("../../../tmp/up.txt", WORDS))
    yield either("mail-attached-odd-name.eml", attached("a\x1b[31m\u202etxt.txt", WORDS))
    bomb = archive([("bomb.txt", bytes(40 * MB))])
    yield partly("mail-attached-bomb.eml", attached("bomb.zip", bomb))
    yield refused("mail-noise.eml", noise(100_000))
    start = b"From a Mon Mar  4 10:00:00 2024\n"
    yield partly("mailbox-endless-headers.mbox", start + b"X: y\n" * 300_000 + start + plain)
    yield read(
        "mailbox-one-line.mbox",
        start + head + b"\n" + b"forty people " * (10 * MB // 13) + b"\n" + start + plain,
    )
    yield partly("mailbox-noise.mbox", start + noise(100_000) + b"\n" + start + plain)
    yield read("mailbox-empty-messages.mbox", start * 1000 + plain)
    yield refused("mailbox-none.mbox", noise(100_000))


def attached(name: str, data: bytes) -> bytes:
    """A mail with this attached to it."""
    named = base64.b64encode(name.encode()).decode()
    return (
        b"Subject: Held\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        + WORDS
        + f'\n--b\nContent-Disposition: attachment; filename="=?utf-8?b?{named}?="\n'.encode()
        + b"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(data)
        + b"--b--\n"
    )


# --- captures of the web ---


def captures(port: int) -> Made:
    """Lengths that lie, bombs, addresses that attack."""
    page = b"<html><body><p>" + WORDS * 9 + b"</p></body></html>"
    address = f"http://127.0.0.1:{port}/"
    sound = capture([(address, page)])
    yield read("capture-of-this-machine.warc", sound)
    for said in ("99999999", "10", "-1", "many", "9" * 5000):
        yield either(f"capture-length-{said[:9]}.warc", capture([(address, page)], length=said))
    yield refused("capture-without-end.warc", b"WARC/1.1\r\n" + b"X: y\r\n" * 300_000)
    yield refused("capture-without-head.warc", noise(100_000))
    yield either("capture-without-address.warc", capture([("", page)]))
    odd = (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a.example/\x1b[31m",
        "https://a.example/" + "x" * 9000,
    )
    yield either("capture-odd-addresses.warc", capture([(one, page + one.encode()) for one in odd]))
    bomb = gzip.compress(bytes(100 * MB), mtime=0)
    yield partly("capture-bomb.warc", capture([(address, bomb)], packed="gzip") + sound)
    yield either(
        "capture-bomb.warc.gz",
        gzip.compress(sound, mtime=0) + gzip.compress(b"WARC/1.1\r\nX: " + bytes(200 * MB), mtime=0),
    )
    yield partly(
        "capture-not-gzip.warc",
        capture([(address, page)], packed="gzip").replace(b"<html>", b"\x1f\x8b<htm") + sound,
    )
    yield partly("capture-brotli.warc", capture([(address, noise(5000))], packed="br") + sound)
    yield either(
        "capture-chunks.warc", capture([(address, b"zz\r\n" + page)], more="Transfer-Encoding: chunked\r\n")
    )
    yield either("capture-cut.warc.gz", gzip.compress(sound, mtime=0)[:-40])
    yield either("capture-one-gzip.warc.gz", gzip.compress(sound * 50, mtime=0))
    yield either("capture-again.warc", sound.replace(b"WARC-Type: response", b"WARC-Type: revisit"))
    yield either("capture-status.warc", sound.replace(b"HTTP/1.1 200 OK", b"HTTP/9.9 \x1b[31m 200"))
    yield either("capture-old.warc", sound.replace(b"WARC/1.1", b"WARC/9.9"))
    listed = archive([("archive/a.warc", sound), ("pages/pages.jsonl", b"[" * 100_000 + b"\n{\n[]\n1\n")])
    yield read("collection-odd-list.wacz", listed)
    yield either(
        "collection-list-bomb.wacz",
        archive([("archive/a.warc", sound), ("pages/pages.jsonl", bytes(100 * MB))]),
    )
    yield partly(
        "collection-half.wacz", archive([("archive/a.warc", noise(5000)), ("archive/b.warc", sound)])
    )
    yield refused("collection-empty.wacz", archive([("datapackage.json", b"{}")]))
    yield refused("collection-none.wacz", page)


def capture(
    answers: Sequence[tuple[str, bytes]], *, length: str | None = None, packed: str = "", more: str = ""
) -> bytes:
    """A WARC of these answers; `length` is what its records say that they hold."""
    out = []
    for address, body in answers:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{more}"
        if packed:
            head += f"Content-Encoding: {packed}\r\n"
        block = head.encode() + b"\r\n" + body
        said = str(len(block)) if length is None else length
        warc = (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
            "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
            "WARC-Date: 2024-03-04T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {said}\r\n\r\n"
        )
        out.append(warc.encode() + block + b"\r\n\r\n")
    return b"".join(out)


# --- names ---


def names(_port: int) -> Made:
    """Names that attack terminals, shells and tables."""
    odd = (
        "-rf.txt",
        "$(touch owned).txt",
        "a;b&c.txt",
        "a\x1b]0;owned\x07.txt",
        "a\nb.txt",
        "a\rb.txt",
        "\u202etxt.exe.txt",
    )
    for number, name in enumerate(
        (*odd, "=1+1.txt", "..txt.txt", "\udcff\udcfe.txt", "CON.txt", "a" * 240 + ".txt", " .txt")
    ):
        yield read(name, WORDS + b" %d" % number)
    yield refused("no-text.txt.pdf", WORDS)


def noise(size: int) -> bytes:
    """Bytes without sense, the same every time."""
    state, out = 88172645463325252, bytearray()
    while len(out) < size:
        state ^= (state << 13) & 0xFFFF_FFFF_FFFF_FFFF
        state ^= state >> 7
        state ^= (state << 17) & 0xFFFF_FFFF_FFFF_FFFF
        out += state.to_bytes(8, "little")
    return bytes(out[:size])


GROUPS: Final[Mapping[str, Callable[[int], Made]]] = {
    "texts": texts,
    "pages": pages,
    "pdfs": pdfs,
    "word files": word_files,
    "archives": archives,
    "mails": mails,
    "captures": captures,
    "names": names,
    "workbooks": workbooks,
}


def main() -> None:
    """Write them all, and say what has to become of each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=9)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True)
    fates = {}
    for make in GROUPS.values():
        for one in make(asked.port):
            (asked.folder / one.name).write_bytes(one.data)
            fates[one.name] = one.fate
    print(json.dumps(fates, indent=1))


if __name__ == "__main__":
    main()
