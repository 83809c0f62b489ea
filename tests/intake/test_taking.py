from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from habeas.errors import UnreadableReport, WrongUsage
from habeas.intake import Stated, checked, take_in
from habeas.settings import Limits

from .papers import WORD_TO_OPEN, archive, page, pdf, word

LINE = "Forty people are held in Eskeby."


@pytest.mark.parametrize(
    ("name", "data", "text", "mark"),
    [
        ("a.txt", LINE.encode(), LINE, None),
        ("a.TEXT", f"{LINE}\r\n".encode("utf-16"), f"{LINE}\n", None),
        ("a.md", f"# Held\n\n{LINE}".encode(), f"# Held\n\n{LINE}", None),
        ("a.pdf", pdf([[LINE]]), LINE, "page 1"),
        ("a.docx", word(LINE), LINE, "paragraph 1"),
        ("a.html", page(body=f"<p>{LINE}</p>"), None, "paragraph 1"),
    ],
)
def test_every_kind_becomes_a_report(
    tmp_path: Path, name: str, data: bytes, text: str | None, mark: str | None
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    report, kept = take_in(path)
    assert kept == data
    assert report.id == hashlib.sha256(data).hexdigest()
    assert report.name == name
    assert report.text == text or text is None
    assert LINE in report.text
    assert report.mark_at(0) == mark


SILENT = f"{LINE}\n"
SPEAKING = (
    "Title: Of the document\nOutlet: Document Post\nPublished: 2024-01-01\n"
    f"Address: https://document.example\nLanguage: en\n\n{LINE}\n"
)
OF_DOCUMENT = Stated("Document Post", "https://document.example", "Of the document", date(2024, 1, 1), "en")
OF_OPTIONS = Stated("Option Post", "https://option.example", "Of the options", date(2024, 2, 2), "fr")
OF_SIDECAR = Stated("Sidecar Post", "https://sidecar.example", "Of the sidecar", date(2024, 3, 3), "ar")


def write_sidecar(folder: Path, said: Stated) -> None:
    row = ("a.txt", said.outlet, said.url, said.title, said.published, said.language)
    cells = ",".join("" if cell is None else str(cell) for cell in row)
    (folder / "reports.csv").write_text(f"name,outlet,url,title,published,language\n{cells}\n")


@pytest.mark.parametrize("field", ["outlet", "url", "title", "published", "language"])
def test_document_then_options_then_sidecar(tmp_path: Path, field: str) -> None:
    path = tmp_path / "a.txt"
    without = replace(OF_OPTIONS, **{field: None})

    def known(text: str, options: Stated | None, sidecar: Stated) -> object:
        path.write_text(text)
        write_sidecar(tmp_path, sidecar)
        return getattr(take_in(path, stated=options)[0], field)

    assert known(SPEAKING, OF_OPTIONS, OF_SIDECAR) == getattr(OF_DOCUMENT, field)
    assert known(SILENT, OF_OPTIONS, OF_SIDECAR) == getattr(OF_OPTIONS, field)
    assert known(SILENT, without, OF_SIDECAR) == getattr(OF_SIDECAR, field)
    assert known(SILENT, None, OF_SIDECAR) == getattr(OF_SIDECAR, field)
    assert known(SILENT, without, replace(OF_SIDECAR, **{field: None})) is None


def test_text_keeps_its_header_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SPEAKING)
    assert take_in(path)[0].text == SPEAKING


def test_language_of_the_options_is_a_code(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SILENT)
    assert take_in(path, stated=Stated(language="English"))[0].language == "en"
    with pytest.raises(WrongUsage, match="'Ostmarkish' is no language"):
        take_in(path, stated=Stated(language="Ostmarkish"))


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        (Stated(url="varnholt"), "'varnholt' is no address"),
        (Stated(outlet="x" * 501), "this outlet can't be shown or has more than 500"),
        (Stated(title="\u200e"), "this title can't be shown"),
        (Stated(published=date(1899, 12, 31)), "1899-12-31 lies before 1900"),
        (Stated(published=date(2999, 1, 1)), "2999-01-01 lies in the future"),
    ],
)
def test_options_are_held_to_what_a_sidecar_is_held_to(tmp_path: Path, stated: Stated, why: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SILENT)
    with pytest.raises(WrongUsage, match=why):
        take_in(path, stated=stated)


def test_blank_options_state_nothing_and_others_are_tidied() -> None:
    assert checked(Stated(outlet="", url=" ", title="\n", language="")) == Stated()
    said = checked(Stated(outlet=" Varnholt\n Post ", url="<https://example.org>"))
    assert said == Stated(outlet="Varnholt Post", url="https://example.org")


def test_name_may_be_given_and_can_be_printed(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b.txt"
    path.write_text(SILENT)
    assert take_in(path)[0].name == "a\\x1b.txt"
    assert take_in(path, name="https://varnholt.example/a")[0].name == "https://varnholt.example/a"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(400)
WHOLE_PDF = pdf([[LINE]] * 3)
WHOLE_WORD = word(LINE)


@pytest.mark.parametrize(
    ("name", "data", "why", "cure"),
    [
        ("a.txt", b"", "is empty", "get the document again"),
        ("a.txt", b" \r\n\t", "holds nothing but white space", "get the document again"),
        ("a.pdf", b"", "is empty", "get the document again"),
        ("a.txt", WHOLE_PDF, "isn't text but a PDF", "the ending of its kind"),
        ("a.md", WHOLE_WORD, "isn't text but a zip archive or a Word file", "the ending of its kind"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "isn't text but a PNG picture", "the ending of its kind"),
        ("a.txt", b"{\\rtf1\\ansi Forty}", "isn't text but an RTF file", "save it as text"),
        ("a.txt", bytes(range(256)) * 40, "holds binary data", "UTF-8"),
        ("a.pdf", page(), "isn't a PDF but a web page", "the ending of its kind"),
        ("a.pdf", b"nothing of the sort", "isn't a PDF", "get it again"),
        ("a.pdf", WHOLE_PDF[:300], "is a PDF without its end", "get it again"),
        ("a.pdf", pdf([[LINE]], password=WORD_TO_OPEN), "is protected with a password", "without one"),
        ("a.pdf", pdf([[]]), "has no text layer", "run OCR first"),
        ("a.docx", page(), "isn't a Word file (.docx) but a web page", "the ending of its kind"),
        ("a.docx", ENCRYPTED, "is protected with a password", "without one"),
        ("a.docx", OLE, "is an old Word file (.doc)", "save it as .docx"),
        ("a.docx", WHOLE_WORD[:900], "can't be unpacked", "get it again"),
        ("a.docx", archive({"a.txt": b"Forty"}), "is no Word document", "get it again"),
        ("a.html", b"<html><body></body></html>", "without readable text", "save the article"),
        ("a.odt", b"Forty", "is of a kind that habeas doesn't read", ".txt, .text, .md"),
        ("noending", b"Forty", "is of a kind that habeas doesn't read", ".pdf, .docx"),
    ],
)
def test_fault_is_one_line_with_file_reason_and_cure(
    tmp_path: Path, name: str, data: bytes, why: str, cure: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableReport) as fault:
        take_in(path)
    message = str(fault.value)
    assert message.startswith(f"{path}: ")
    assert why in fault.value.why
    assert cure in fault.value.cure
    assert "\n" not in message


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match="isn't there"):
        take_in(tmp_path / "a.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(UnreadableReport, match="is a folder, not a file"):
        take_in(tmp_path / "folder.txt")
    with pytest.raises(UnreadableReport, match="is a folder, not a file"):
        take_in(tmp_path)
    with pytest.raises(UnreadableReport, match="can't be opened: File name too long"):
        take_in(tmp_path / f"{'a' * 300}.txt")


def test_links_to_nothing_and_to_themselves(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    with pytest.raises(UnreadableReport, match="leads nowhere"):
        take_in(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "b.txt")
    with pytest.raises(UnreadableReport, match="can't be opened: Too many levels of symbolic links"):
        take_in(tmp_path / "b.txt")


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(UnreadableReport, match="is no regular file"):
        take_in(tmp_path / "a.txt")


def test_closed_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LINE)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableReport, match="may not be read"):
        take_in(path)


def test_oversized_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.touch()
    os.truncate(path, 70 * 2**20)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the file was opened")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableReport, match="holds 70 MB, and the limit is 64 MB"):
        take_in(path)


def test_file_that_grows_is_read_to_the_limit_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LINE * 10)
    small = os.stat_result((0o100600, 0, 0, 1, 0, 0, 5, 0, 0, 0))
    monkeypatch.setattr(Path, "stat", lambda *_, **__: small)
    with pytest.raises(UnreadableReport, match="the limit is 100 bytes"):
        take_in(path, limits=Limits(file_bytes=100))


def test_message_about_an_odd_name_can_be_printed(tmp_path: Path) -> None:
    path = tmp_path / "a\n\x1b[31m.txt"
    path.touch()
    with pytest.raises(UnreadableReport) as fault:
        take_in(path)
    assert str(fault.value).endswith("a\\n\\x1b[31m.txt: is empty (get the document again)")


def test_fault_leaves_the_next_file_readable(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(WHOLE_PDF[:300])
    (tmp_path / "good.txt").write_text(LINE)
    with pytest.raises(UnreadableReport):
        take_in(tmp_path / "bad.pdf")
    assert take_in(tmp_path / "good.txt")[0].text == LINE


def test_same_bytes_make_the_same_report(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.html").write_bytes(page())
    assert take_in(tmp_path / "one" / "a.html") == take_in(tmp_path / "two" / "a.html")
