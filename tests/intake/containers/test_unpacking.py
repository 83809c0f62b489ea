"""Containers taken apart in their own process: what comes out, what is refused, and what goes on."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

from habeas.errors import UnreadableReport
from habeas.intake.containers import Member, Passed, Piece, Refused, unpack, unpacking
from habeas.intake.containers.frames import read_piece, write_end, write_piece
from habeas.intake.parsed import Rubbish
from habeas.intake.stated import Stated
from habeas.settings import Limits

from ..boxes import LINE, capture, collection, gzipped, mail, mailbox
from ..papers import STORY, archive, page, pdf

LIMITS = Limits(file_bytes=400_000, cpu_seconds=5, wall_seconds=60, unpacked_bytes=2_000_000, members=60)
TEXT = LINE.encode()


def out_of(folder: Path, name: str, data: bytes, limits: Limits = LIMITS) -> list[Piece]:
    path = folder / name
    path.write_bytes(data)
    return list(unpack(path, name, limits))


def told(pieces: Sequence[Piece]) -> list[str]:
    """Each piece in a word: "text a.txt", "refused b.pdf", "passed 2"."""
    words = []
    for piece in pieces:
        match piece:
            case Member():
                words.append(f"{piece.kind} {piece.address}")
            case Refused():
                words.append(f"refused {piece.address}")
            case Passed():
                words.append(f"passed {piece.count}")
    return words


def packed(*entries: tuple[zipfile.ZipInfo | str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as opened:
        for entry, data in entries:
            opened.writestr(entry, data)
    return file.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.zip", archive({"a.txt": TEXT, "b/c.md": TEXT}), ["text a.txt", "markdown b/c.md"]),
        ("a.zip", archive({"a.txt": TEXT, "b.exe": b"MZ", ".c.txt": TEXT}), ["passed 2", "text a.txt"]),
        ("a.zip", archive({"__MACOSX/a.txt": TEXT, "b/.git/c.txt": TEXT}), ["passed 2"]),
        ("a.zip", archive({"b.zip": archive({"a.txt": TEXT})}), ["text b.zip/a.txt"]),
        ("a.zip", packed((link("a.txt"), b"/etc/passwd"), ("b.txt", TEXT)), ["passed 1", "text b.txt"]),
        ("a.zip", packed(("a/", b""), ("a/b.txt", TEXT)), ["text a/b.txt"]),
        (
            "a.zip",
            archive({"m.eml": mail(), "b.mbox": mailbox(mail())}),
            ["mail m.eml", "mail b.mbox/message 1"],
        ),
        (
            "a.zip",
            archive({"w.warc.gz": capture(("https://a.example/", page()))}),
            ["html w.warc.gz/https://a.example/"],
        ),
        ("a.zip", packed(("a.txt", TEXT), method=zipfile.ZIP_LZMA), ["text a.txt"]),
        ("m.eml", mail(), ["mail "]),
        ("m.eml", mail(attached={"a.pdf": b"%PDF-", "b.png": b"x"}), ["mail ", "passed 1", "pdf a.pdf"]),
        ("m.eml", mail(" ", attached={"a.txt": TEXT}), ["text a.txt"]),
        ("m.eml", mail(" ", attached={"a.png": b"x"}), ["mail ", "passed 1"]),
        ("m.eml", mail(attached={"a.zip": archive({"b.txt": TEXT})}), ["mail ", "text a.zip/b.txt"]),
        ("m.eml", mail(attached={"c/../../b.txt": TEXT}), ["mail ", "text b.txt"]),
        ("m.mbox", mailbox(mail(), mail()), ["mail message 1", "mail message 2"]),
        ("m.mbox", mailbox(mail(attached={"a.txt": TEXT})), ["mail message 1", "text message 1/a.txt"]),
        ("w.warc", capture(("https://a.example/", page()), packed=False), ["html https://a.example/"]),
        ("w.warc.gz", capture(("https://a.example/", page())), ["html https://a.example/"]),
        ("w.warc.gz", capture(("https://a.example/", page()), status="404 Not Found"), ["passed 1"]),
        ("w.warc.gz", capture(("https://a.example/a.js", b"x"), media="text/javascript"), ["passed 1"]),
        (
            "w.warc.gz",
            capture(("https://a.example/", pdf([["Forty"]])), media="application/pdf"),
            ["pdf https://a.example/"],
        ),
        (
            "w.wacz",
            collection(
                capture(("https://a.example/", page()), ("https://ads.example/", page())),
                ["https://a.example/"],
            ),
            ["html https://a.example/", "passed 1"],
        ),
        ("w.wacz", collection(capture(("https://a.example/", page()))), ["html https://a.example/"]),
    ],
)
def test_members_come_out(tmp_path: Path, name: str, data: bytes, expected: list[str]) -> None:
    assert told(out_of(tmp_path, name, data)) == expected


def test_two_attachments_of_one_name_have_two_addresses(tmp_path: Path) -> None:
    message = mail(attached={"a.txt": TEXT, "b.txt": b"Sixty people are held."})
    pieces = out_of(tmp_path, "m.eml", message.replace(b'"b.txt"', b'"a.txt"'))
    assert told(pieces) == ["mail ", "text a.txt", "text 2 a.txt"]


def test_a_mail_in_a_mail_is_a_mail_of_its_own(tmp_path: Path) -> None:
    outer = EmailMessage()
    outer["Subject"] = "Fwd: Held in Eskeby"
    outer.set_content("See below.\n")
    outer.add_attachment(message_from_bytes(mail(), policy=policy.default))
    assert told(out_of(tmp_path, "m.eml", bytes(outer))) == ["mail ", "mail message.eml"]


@pytest.mark.parametrize(
    ("name", "data", "address", "why"),
    [
        ("a.zip", archive({"../a.txt": TEXT}), "../a.txt", "leads out of the archive"),
        ("a.zip", archive({"b/../../a.txt": TEXT}), "b/../../a.txt", "leads out of the archive"),
        ("a.zip", archive({"/etc/a.txt": TEXT}), "/etc/a.txt", "leads out of the archive"),
        ("a.zip", archive({"C:\\a.txt": TEXT}), "C:\\a.txt", "leads out of the archive"),
        ("a.zip", archive({"a\\..\\b.txt": TEXT}), "a\\..\\b.txt", "leads out of the archive"),
        ("a.zip", archive({"x" * 2000 + ".txt": TEXT}), "x" * 1000, "a name of more than 1,000"),
        ("a.zip", archive({"a.txt": b"x" * 390_000 * 4}), "a.txt", "holds 1.5 MB, and the limit is"),
        ("a.zip", archive({"b.zip": b"no archive"}), "b.zip", "is no zip archive"),
        ("a.zip", archive({"m.eml": b"\x00\x01"}), "m.eml", "doesn't begin as a mail does"),
        (
            "a.zip",
            archive({"reports.csv": b"odd\n", "a.txt": TEXT}),
            "a.txt",
            "reports.csv beside it, line 1, has an unknown",
        ),
        (
            "a.zip",
            archive({"reports.csv": b"name\n\xff", "a.txt": TEXT}),
            "a.txt",
            "reports.csv beside it isn't in UTF-8",
        ),
        ("a.zip", b"PK\x03\x04 and nothing else", "", "is no zip archive"),
        ("m.mbox", b"no mailbox", "", "is no mailbox"),
        (
            "m.mbox",
            mailbox(b"Subject: a\n\n" + b"x" * 500_000, mail()),
            "message 1",
            "holds more than 390.6 kB",
        ),
        ("w.warc", b"no capture", "", "can't be read after 0 of its parts"),
        ("w.warc", b"\n\n", "", "holds no page that was captured"),
        ("w.wacz", archive({"a.txt": TEXT}), "", "holds no capture of the web"),
        (
            "w.warc",
            capture(("https://a.example/", b"x"), headers=[("Content-Encoding", "br")]),
            "https://a.example/",
            "is packed as “br”",
        ),
        (
            "w.warc",
            capture(("https://a.example/", gzipped(b"x" * 500_000)), headers=[("Content-Encoding", "gzip")]),
            "https://a.example/",
            "unpacks to more than 390.6 kB",
        ),
        (
            "w.warc",
            capture(("https://a.example/", page()), packed=False)[:-300],
            "https://a.example/",
            "ends before all of it was there",
        ),
        (
            "w.warc",
            capture(("https://a.example/", page()), packed=False).replace(
                b"</footer></body></html>", b"</footer></body></html>more"
            ),
            "https://a.example/",
            "isn't as long as the capture says",
        ),
    ],
)
def test_what_is_wrong_is_one_line_that_names_it(
    tmp_path: Path, name: str, data: bytes, address: str, why: str
) -> None:
    refused = [piece for piece in out_of(tmp_path, name, data) if isinstance(piece, Refused)]
    assert [piece.address for piece in refused] == [address]
    assert why in refused[0].why
    assert refused[0].cure


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", archive({"../a.txt": TEXT, "b.zip": b"no archive", "c.pdf": b"", "d.txt": TEXT})),
        (
            "a.zip",
            archive({"b.zip": archive({f"{number}.txt": TEXT for number in range(5)})[:-9], "d.txt": TEXT}),
        ),
        ("m.mbox", mailbox(b"no mail", b"Subject: a\n\n" + b"x" * 500_000, mail())),
        ("w.warc.gz", capture(("https://a.example/", b"x" * 500_000), ("https://b.example/", page()))),
    ],
)
def test_one_bad_member_doesn_t_keep_the_others_out(tmp_path: Path, name: str, data: bytes) -> None:
    pieces = out_of(tmp_path, name, data)
    assert isinstance(pieces[-1], Member)
    assert any(isinstance(piece, Refused) for piece in pieces)


def test_document_that_stands_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed(("a.txt", TEXT), ("a.txt", b"Sixty people are held."))
    pieces = out_of(tmp_path, "a.zip", data)
    assert told(pieces) == ["text a.txt", "refused a.txt"]
    assert pieces[0] == Member("a.txt", "text", TEXT)


def test_a_document_with_a_password_is_refused(tmp_path: Path) -> None:
    data = bytearray(archive({"a.txt": TEXT}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    (piece,) = out_of(tmp_path, "a.zip", bytes(data))
    assert isinstance(piece, Refused)
    assert piece.why == "is protected with a password"


def test_containers_in_containers_go_so_deep_and_no_deeper(tmp_path: Path) -> None:
    inner = archive({"a.txt": TEXT})
    for _ in range(6):
        inner = archive({"a.txt": TEXT, "b.zip": inner})
    pieces = out_of(tmp_path, "a.zip", inner)
    assert told(pieces)[:4] == [f"text {'b.zip/' * depth}a.txt" for depth in range(4)]
    assert pieces[4:] == [
        Refused("b.zip/" * 3 + "b.zip", "lies in 4 containers, one in the other", pieces[4].cure)
    ]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (replace(LIMITS, members=7), "holds more than 7 members"),
        (replace(LIMITS, unpacked_bytes=100), "unpacks to more than 100 bytes"),
    ],
)
def test_what_holds_too_much_ends_there(tmp_path: Path, limits: Limits, why: str) -> None:
    inner = archive({f"{number}.txt": TEXT for number in range(5)})
    *_, last = out_of(tmp_path, "a.zip", archive({"a.zip": inner, "b.zip": inner}), limits)
    assert isinstance(last, Refused)
    assert (last.address, last.why) == ("", why)


def test_sidecars_speak_of_the_documents_beside_them(tmp_path: Path) -> None:
    sidecar = b"name,outlet,published\na.txt,Varnholt Post,2024-03-03\n"
    parts = {"a.txt": TEXT, "b/a.txt": TEXT, "b/reports.csv": sidecar}
    passed, first, second = out_of(tmp_path, "a.zip", archive(parts))
    assert passed == Passed(1)
    assert first == Member("a.txt", "text", TEXT)
    assert second == Member(
        "b/a.txt", "text", TEXT, Stated(outlet="Varnholt Post", published=date(2024, 3, 3))
    )


def test_page_of_a_capture_brings_its_address_and_its_bytes_unpacked(tmp_path: Path) -> None:
    packed_page = capture(("https://a.example/", gzipped(page())), headers=[("Content-Encoding", "gzip")])
    (piece,) = out_of(tmp_path, "w.warc.gz", packed_page)
    assert piece == Member("https://a.example/", "html", page(), Stated(url="https://a.example/"))


def test_messages_are_the_bytes_that_were_sent(tmp_path: Path) -> None:
    first, second = mail("From there they were moved.\n\nFrom Eskeby, too.\n"), mail(LINE)
    pieces = out_of(tmp_path, "m.mbox", mailbox(first, second))
    assert pieces == [Member("message 1", "mail", first), Member("message 2", "mail", second + b"\n")]


@pytest.mark.parametrize(("data", "why"), [(b"", "is empty"), (b"x" * 2000, "the limit is 1000 bytes")])
def test_container_that_can_t_be_opened_is_told(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(UnreadableReport, match=f"^a.zip: .*{why}"):
        out_of(tmp_path, "a.zip", data, replace(LIMITS, container_bytes=1000))


def test_container_that_isn_t_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match=r"^a\.zip: isn't there"):
        list(unpack(tmp_path / "a.zip", "a.zip", LIMITS))


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import os; os.kill(os.getpid(), 11)", "made its parser crash (SIGSEGV)"),
        ("import sys; sys.exit(3)", "ended its parser without an answer"),
        ("print('nonsense')", "made its parser answer nonsense (no JSON)"),
        ("print('[1]')", "made its parser answer nonsense (no piece of a container)"),
        ("import time; time.sleep(100)", "took longer than 2 s"),
        ("\nwhile True: pass", "took longer than 2 s"),
        ('print(\'{"member": "a", "kind": "text", "size": 9, "noted": {}}\\nshort\')', "ended its parser"),
    ],
)
def test_whatever_becomes_of_the_process_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, why: str
) -> None:
    monkeypatch.setattr(unpacking, "_START", code)
    (piece,) = out_of(tmp_path, "a.zip", b"x", replace(LIMITS, wall_seconds=2))
    assert isinstance(piece, Refused)
    assert piece.why.startswith(why)


def test_nobody_waits_for_a_process_that_nobody_listens_to(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive({f"{number}.txt": TEXT * 5000 for number in range(9)}))
    pieces = unpack(path, "a.zip", LIMITS)
    assert isinstance(next(pieces), Member)
    pieces.close()  # type: ignore[attr-defined]


PIECES = [
    Member(
        "a/ü.txt",
        "text",
        b"\x00\xff\n",
        Stated("Varnholt Post", "https://a.example", "Held", date(2024, 3, 3), "en"),
    ),
    Refused("b.pdf", "is protected with a password", "save a copy without one"),
    Passed(3),
]


def test_pieces_cross_the_pipe_as_they_are() -> None:
    pipe = BytesIO()
    for piece in PIECES:
        write_piece(piece, pipe)
    write_end(pipe)
    pipe.seek(0)
    assert [read_piece(pipe, LIMITS) for _ in PIECES] == PIECES
    assert read_piece(pipe, LIMITS) is None


@pytest.mark.parametrize(
    "line",
    [
        b"[]\n",
        b"{\n",
        b'{"member": "a", "kind": "exe", "size": 1, "noted": {}}\nx',
        b'{"member": "a", "kind": "text", "size": -1, "noted": {}}\nx',
        b'{"member": "a", "kind": "text", "size": 400001, "noted": {}}\nx',
        b'{"member": "a", "kind": "text", "size": 1, "noted": []}\nx',
        b'{"member": 1, "kind": "text", "size": 1, "noted": {}}\nx',
        b'{"member": "a", "kind": "text", "size": 1, "noted": {"published": "someday"}}\nx',
        b'{"passed": -1}\n',
        b'{"passed": "1"}\n',
        b'{"refused": "a", "why": 1, "cure": ""}\n',
        b"[" * 100_000 + b"\n",
    ],
)
def test_nothing_from_the_pipe_is_trusted(line: bytes) -> None:
    with pytest.raises(Rubbish):
        read_piece(BytesIO(line), LIMITS)


def test_names_from_the_pipe_can_be_printed() -> None:
    pipe = BytesIO(b'{"refused": "a\\u001b[31m\\ud800.txt", "why": "\\u202eodd", "cure": ""}\n')
    assert read_piece(pipe, LIMITS) == Refused("a\\x1b[31m\\ud800.txt", "odd", "")


def test_stories_stay_whole(tmp_path: Path) -> None:
    """The bytes that come out are those that went in, whatever the way."""
    for name, data in (
        ("a.zip", archive({"a.html": page()})),
        ("w.warc.gz", capture(("https://a.example/", page()))),
    ):
        (piece,) = out_of(tmp_path, name, data)
        assert isinstance(piece, Member)
        assert piece.data == page()
        assert STORY[0].encode() in piece.data
