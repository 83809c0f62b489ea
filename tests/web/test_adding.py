"""Adding by the browser: files to the disk, a job, its progress as it happens; names are hostile."""

from __future__ import annotations

import asyncio
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from newsroom import NAMES, Newsroom

from habeas.intake import Stated
from habeas.jobs import Inbox, JobLimits, Line, What, journal, running
from habeas.ledger.users import Role
from habeas.settings import Limits, Settings
from habeas.web.pages import adding
from job_hands import by_hand, obedient
from local_server import served, serving

WORDS = b"50 people are held in Orlan."


@pytest.fixture
def inbox(home: Path) -> Inbox:
    return Inbox(Settings(home))


def send(client: TestClient, *files: tuple[str, bytes], **fields: str) -> Response:
    parts = [("files", (name, data)) for name, data in files]
    return client.post("/add", data=fields, files=parts, follow_redirects=False)


def events(text: str) -> list[dict[str, Any]]:
    """The events of a stream, as a browser takes them: name, id and data."""
    found = []
    for block in text.split("\n\n"):
        lines = [line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":")]
        given = dict(lines)
        if "data" in given:
            found.append({"event": given["event"], "id": int(given["id"]), **json.loads(given["data"])})
    return found


def test_what_is_sent_is_a_job_of_whoever_sent_it(room: Newsroom, inbox: Inbox) -> None:
    answer = send(
        room.browser(Role.REVIEWER),
        ("a.txt", WORDS),
        ("b.txt", b""),
        outlet="The Orlan Post",
        published="2024-03-18",
        language="en",
    )
    (id_,) = inbox.ids()
    assert (answer.status_code, answer.headers["location"]) == (303, f"/jobs/{id_}")
    found = inbox.progress(id_).job
    assert found.by == NAMES[Role.REVIEWER]
    assert found.stated == Stated("The Orlan Post", None, None, date(2024, 3, 18), "en")
    assert [(one.name, one.size) for one in found.files] == [("a.txt", len(WORDS)), ("b.txt", 0)]
    assert inbox.path(found, found.files[0]).read_bytes() == WORDS


def test_large_files_go_to_the_disk_as_they_were_sent(client: TestClient, inbox: Inbox) -> None:
    data = bytes(range(256)) * 20_000
    answer = send(client, ("a.pdf", data), ("b.txt", b"\r\n--boundary\r\n"), ("c.txt", b"\r\n"))
    assert answer.status_code == 303, answer.text
    found = inbox.progress(inbox.ids()[0]).job
    assert [inbox.path(found, one).read_bytes() for one in found.files] == [
        data,
        b"\r\n--boundary\r\n",
        b"\r\n",
    ]


@pytest.mark.parametrize(
    ("files", "fields", "status", "words"),
    [
        ([], {"outlet": "The Orlan Post"}, 422, "came damaged"),
        ([("", b"")], {}, 422, "no file came"),
        ([("a.txt", WORDS)], {"language": "Martian"}, 422, "is no language"),
        ([("a.txt", WORDS)], {"published": "yesterday"}, 422, "write it like 2024-03-18"),
        ([("a.txt", WORDS)], {"published": "0001-01-01"}, 422, "check the year"),
        ([("a.txt", WORDS)], {"url": "javascript:alert(1)"}, 422, "is no address on the web"),
        ([("a.txt", WORDS), ("b.txt", WORDS)], {"title": "A title"}, 422, "that of one report"),
        ([("a.txt", WORDS)], {"outlet": "x" * 20_000}, 422, "too long"),
        ([("a.txt", WORDS)] * 1001, {}, 413, "more than the 1,000 files"),
    ],
)
def test_what_can_t_be_meant_is_refused_in_words_and_leaves_nothing(
    client: TestClient,
    inbox: Inbox,
    files: list[tuple[str, bytes]],
    fields: dict[str, str],
    status: int,
    words: str,
) -> None:
    answer = send(client, *files, **fields)
    assert answer.status_code == status
    assert words in answer.text
    assert [path.name for path in inbox.folder.iterdir() if path.name != ".lock"] == []


def test_too_much_is_refused_before_it_is_kept(
    client: TestClient, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "Inbox", lambda settings: Inbox(settings, JobLimits(job_bytes=1_000)))
    answer = send(client, ("a.txt", b"x" * 5_000))
    assert answer.status_code == 413
    assert "too much for one job" in answer.text
    assert inbox.ids() == []


@pytest.mark.parametrize("kept", [10, 200, 5_000])
def test_a_form_that_was_cut_off_is_no_job(client: TestClient, inbox: Inbox, kept: int) -> None:
    whole = b'--x\r\ncontent-disposition: form-data; name="files"; filename="a.txt"\r\n\r\n' + b"y" * 9_000
    answer = client.post(
        "/add", content=whole[:kept], headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert answer.status_code == 422
    assert inbox.ids() == []


@pytest.mark.parametrize(
    "disposition",
    [
        b'form-data; name="files"; filename="../../../etc/evil.txt"',
        b'form-data; name="files"; filename="..\\..\\evil.txt"',
        b'form-data; name="files"; filename="\xe2\x80\xaefdp.txt"',
        b'form-data; name="files"; filename="\xff\xfe.txt"',
        b'form-data; name="files"; filename="evil\x00/..\x00.txt"',
        b'form-data; name="files"; filename="' + b"n" * 300 + b'.txt"',
        b'form-data; name="files"; filename="<img src=x onerror=alert(1)>.txt"',
    ],
)
def test_hostile_names_are_kept_in_the_job_and_shown_harmlessly(
    client: TestClient, inbox: Inbox, disposition: bytes
) -> None:
    body = b"--x\r\ncontent-disposition: " + disposition + b"\r\n\r\n" + WORDS + b"\r\n--x--\r\n"
    answer = client.post("/add", content=body, headers={"content-type": "multipart/form-data; boundary=x"})
    (id_,) = inbox.ids()
    assert {path.name for path in (inbox.folder / id_).rglob("*")} == {"files", "00001.txt", "journal.jsonl"}
    assert answer.status_code == 200
    for hostile in ("<img", "\u202e", "\0", "../"):
        assert hostile not in answer.text.replace("../static", "")


@pytest.mark.parametrize(("role", "status"), [(Role.ANYONE, 401), (Role.VIEWER, 403)])
def test_who_may_not_add_sends_nothing(room: Newsroom, inbox: Inbox, role: Role, status: int) -> None:
    browser = room.browser(role)
    answer = send(browser, ("a.txt", WORDS))
    assert answer.status_code == status
    assert not inbox.folder.exists()


def test_a_job_is_read_and_told_as_it_happens(client: TestClient, home: Path, inbox: Inbox) -> None:
    send(client, ("a.txt", b""), ("b.txt", b"fail"), ("c.txt", b"known"), ("d.txt", b"die"))
    (id_,) = inbox.ids()
    with running(Settings(home), hands=obedient):
        stream = client.get(f"/jobs/{id_}/events")
    assert stream.headers["content-type"].startswith("text/event-stream")
    told = events(stream.text)
    assert [(one["number"], one["state"]) for one in told if one["event"] == "file"] == [
        (1, "reading"),
        (1, "done"),
        (2, "reading"),
        (2, "failed"),
        (3, "reading"),
        (3, "known already"),
        (4, "reading"),
        (4, "failed"),
    ]
    assert told[1]["words"] == "3 claims, 1 figure unread"
    assert told[1]["report"] == "a" * 64
    assert [one["event"] for one in told[-2:]] == ["job", "end"]
    page = client.get(f"/jobs/{id_}")
    assert "1 done, 1 known already, 2 failed" in page.text
    assert f'href="/reports/{"a" * 64}"' in page.text
    assert "http-equiv" not in page.text
    assert client.get(f"/jobs/{id_}.json").json()["ended"] is not None


def test_a_stream_goes_on_where_it_broke_off_and_isn_t_begun_again_after_its_end(
    client: TestClient, home: Path, inbox: Inbox
) -> None:
    send(client, ("a.txt", b""), ("b.txt", b""))
    (id_,) = inbox.ids()
    with running(Settings(home), hands=obedient):
        whole = events(client.get(f"/jobs/{id_}/events").text)
    middle = whole[2]["id"]
    rest = client.get(f"/jobs/{id_}/events?after=1", headers={"last-event-id": str(middle)})
    assert events(rest.text) == whole[3:]
    after = client.get(f"/jobs/{id_}/events", headers={"last-event-id": str(whole[-1]["id"])})
    assert (after.status_code, after.text) == (204, "")


def test_a_stream_says_that_it_lives_and_ends_at_last(
    client: TestClient, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(adding, "HEARTBEAT", 0.05)
    monkeypatch.setattr(adding, "LONGEST_STREAM", 0.3)
    send(client, ("a.txt", b""))
    text = client.get(f"/jobs/{inbox.ids()[0]}/events").text
    assert text.startswith("retry: ")
    assert "\n: still here\n" in text


def test_lines_are_told_when_they_are_written(
    client: TestClient, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "LOOK_EVERY", 0.01)
    send(client, ("a.txt", b""))
    (id_,) = inbox.ids()
    path = inbox.journal(id_)

    async def watch() -> list[bytes]:
        told = adding.told_as_it_happens(journal.job(path), inbox.tail(id_))
        seen = [await anext(told)]
        for line in (Line(at=NOW, what=What.READING, file=1), Line(at=NOW, what=What.ENDED)):
            journal.append(path, line)
            seen.append(await asyncio.wait_for(anext(told), 10))
        assert [one async for one in told] == []
        return seen

    _, reading, end = asyncio.run(watch())
    assert b'"state": "reading"' in reading
    assert b"event: end" in end


NOW = datetime(2024, 3, 18, 12, tzinfo=UTC)


def test_a_job_that_goes_on_refreshes_itself_without_scripts(client: TestClient, inbox: Inbox) -> None:
    send(client, ("a.txt", b""))
    page = client.get(f"/jobs/{inbox.ids()[0]}")
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page.text
    assert "0 of 1 through" in page.text


def test_a_job_can_be_stopped(client: TestClient, inbox: Inbox) -> None:
    send(client, ("a.txt", b""))
    (id_,) = inbox.ids()
    assert client.post(f"/jobs/{id_}/stop", follow_redirects=False).headers["location"] == f"/jobs/{id_}"
    assert inbox.stopped(id_)
    assert "Stopped" in client.get(f"/jobs/{id_}").text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            Line(at=NOW, what=What.HELD, why="the disk is full"),
            "Nothing can be read for now: the disk is full.",
        ),
        (Line(at=NOW, what=What.RECKONING), "All files are read"),
        (Line(at=NOW, what=What.DONE, file=1, claims=1, unread=2), "1 claim, 2 figures unread"),
        (Line(at=NOW, what=What.DONE, file=1, why="a feed, with nothing new"), "a feed, with nothing new"),
        (
            Line(at=NOW, what=What.DONE, file=1, language="ar"),
            "0 claims, 0 figures unread; not read: in Arabic",
        ),
        (
            Line(at=NOW, what=What.KNOWN, file=1, stays=("date", "outlet")),
            "the ledger has this report; its date and outlet as first stated",
        ),
        (Line(at=NOW, what=What.FAILED, file=1, why="is <b>\u202eempty"), "is &lt;b&gt;\ufffdempty"),
        (Line(at=NOW, what=What.LEFT_OUT, file=1), "the job was stopped before it was read"),
    ],
)
def test_what_became_is_said_in_words(client: TestClient, inbox: Inbox, line: Line, words: str) -> None:
    send(client, ("a.txt", b""))
    (id_,) = inbox.ids()
    journal.append(inbox.journal(id_), line)
    assert words in client.get(f"/jobs/{id_}").text


def test_jobs_are_listed_by_key_the_newest_first(
    client: TestClient, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "MANY", 2)
    assert "Nothing was sent" in client.get("/jobs").text
    for _ in range(3):
        send(client, ("a.txt", b""))
    newest, middle, oldest = inbox.ids()
    first = client.get("/jobs.json").json()
    assert [one["id"] for one in first["jobs"]] == [newest, middle]
    assert client.get(f"/jobs?after={first['next']}").text.count(oldest) == 1
    assert client.get(f"/jobs.json?after={first['next']}").json()["next"] is None


@pytest.mark.parametrize(
    "path", ["/jobs/nothing", "/jobs/x%00", "/jobs/nothing/events", "/jobs/nothing.json"]
)
def test_a_job_that_isn_t_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post("/jobs/nothing/stop").status_code == 404


def test_the_form_says_what_it_takes(client: TestClient) -> None:
    page = client.get("/add")
    assert "64 MB each" in page.text
    assert client.get("/add.json").json()["files"] == 1_000


def test_addresses_are_sent_one_a_line_with_files_or_alone(room: Newsroom, inbox: Inbox) -> None:
    lines = "https://velm.example/a?b=1#part\r\n\r\n http://eskeby.example:8080 \nhttps://velm.example/a?b=1"
    browser = room.browser(Role.REVIEWER)
    assert send(browser, ("a.txt", WORDS), addresses=lines).status_code == 303
    job = inbox.progress(inbox.ids()[0]).job
    assert [(one.name, one.address) for one in job.files] == [
        ("a.txt", None),
        ("https://velm.example/a?b=1", "https://velm.example/a?b=1"),
        ("http://eskeby.example:8080/", "http://eskeby.example:8080/"),
    ]
    alone = send(browser, ("", b""), addresses="https://velm.example/")
    assert "Adding 1 report" in browser.get(alone.headers["location"]).text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1/", "leads to this machine itself"),
        ("http://127.0.0.1:8000/people", "leads to this machine itself"),
        ("http://127。0。0。1/", "leads to this machine itself"),
        ("http://[::1]/", "leads to this machine itself"),
        ("http://[::ffff:127.0.0.1]/", "leads to this machine itself"),
        ("http://2130706433/", "names its host by a number"),
        ("http://0x7f.1/", "names its host by a number"),
        ("http://017700000001/", "names its host by a number"),
        ("http://①②⑦.⓪.⓪.①/", "is no address on the web"),
        ("http://10.0.0.5/", "leads to a private address"),
        ("http://169.254.169.254/latest/", "leads to a machine&#39;s own keys"),
        ("http://0.0.0.0/", "leads to an unspecified address"),
        ("http://[fe80::1%25eth0]/", "names a network card"),
        ("http://localhost./", "is an address of this machine or its own network"),
        ("http://printer.local/", "is an address of this machine or its own network"),
        ("http://mira@velm.example/", "holds a user name or a password"),
        ("http://velm.example:22/", "asks at port 22"),
        ("file:///etc/passwd", "begins with file:"),
        ("ftp://velm.example/", "begins with ftp:"),
        ("gopher://velm.example/", "begins with gopher:"),
        ("javascript:alert(1)", "begins with javascript:"),
        ("<script>alert(1)</script>", "is no address on the web"),
        ("velm.example/a", "is no address on the web"),
    ],
)
def test_an_address_inside_is_refused_at_the_door(
    client: TestClient, inbox: Inbox, address: str, words: str
) -> None:
    answer = send(client, ("a.txt", WORDS), addresses=f"https://velm.example/\n{address}")
    assert answer.status_code == 422
    assert words in answer.text.replace("&#34;", '"')
    assert "<script>alert" not in answer.text
    assert inbox.ids() == []


def test_more_addresses_than_a_job_takes_are_refused(
    client: TestClient, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "Inbox", lambda settings: Inbox(settings, JobLimits(files=2)))
    lines = "\n".join(f"https://velm.example/{number}" for number in range(3))
    assert send(client, ("", b""), addresses=lines).status_code == 422
    assert inbox.ids() == []


def test_a_title_is_not_that_of_several_addresses(client: TestClient, inbox: Inbox) -> None:
    answer = send(client, ("", b""), addresses="https://a.example/ https://b.example/", title="Held")
    assert answer.status_code == 422
    assert inbox.ids() == []


def test_a_name_that_leads_inside_fails_in_its_job(client: TestClient, home: Path, inbox: Inbox) -> None:
    with serving({"/": served(b"<p>50 people are held in Orlan.</p>")}) as server:
        send(client, ("a.txt", WORDS), addresses=f"http://velm.example:{server.port}/")
        (id_,) = inbox.ids()
        with running(Settings(home), hands=by_hand):
            told = events(client.get(f"/jobs/{id_}/events").text)
        assert server.asked == []
    last = [one for one in told if one["event"] == "file"][-1]
    assert (last["number"], last["state"]) == (2, "failed")
    assert last["words"].startswith("leads to this machine itself (a loopback address)")
    assert "1 done, 1 failed" in client.get(f"/jobs/{id_}").text


def packed(**members: bytes) -> bytes:
    into = io.BytesIO()
    with ZipFile(into, "w") as container:
        for name, data in members.items():
            container.writestr(name.replace("_", "."), data)
    return into.getvalue()


def test_the_reports_of_a_container_are_told_of_one_by_one(
    client: TestClient, home: Path, inbox: Inbox
) -> None:
    letters = packed(a_txt=b"70 people are held in Orlan.", b_pdf=b"no PDF", c_exe=b"\0")
    mail = b"From: a@example.org\nSubject: Held\n\n80 people are held in Orlan.\n"
    files = [("letters.zip", letters), ("m.eml", mail), ("bad.warc.gz", b"no WARC"), ("none.zip", packed())]
    send(client, *files)
    (id_,) = inbox.ids()
    with running(Settings(home), hands=by_hand):
        told = events(client.get(f"/jobs/{id_}/events").text)
    assert told[-1]["event"] == "end"
    page = client.get(f"/jobs/{id_}.json").json()
    letters_line, mail_line, bad_line, none_line = page["files"]
    assert (letters_line["state"], letters_line["words"]) == (
        "done",
        "1 report, 1 failed; 1 that are no reports",
    )
    failed, good = letters_line["members"]
    assert (failed["name"], failed["state"], failed["report"]) == ("b.pdf", "failed", None)
    assert "PDF" in failed["words"]
    assert (good["name"], good["state"]) == ("a.txt", "done")
    assert client.get(f"/reports/{good['report']}").status_code == 200
    assert (mail_line["state"], mail_line["members"]) == ("done", [])
    assert mail_line["report"] is not None
    assert (bad_line["state"], none_line["state"]) == ("failed", "failed")
    assert bad_line["words"]
    assert none_line["words"] == "holds no report"
    assert page["good"] is False
    shown = client.get(f"/jobs/{id_}").text
    assert f'<a href="/reports/{good["report"]}">a.txt</a>' in shown


@pytest.mark.parametrize("name", ["a.zip", "a.eml", "a.warc.gz"])
def test_a_title_is_not_that_of_all_that_a_container_holds(
    client: TestClient, inbox: Inbox, name: str
) -> None:
    answer = send(client, (name, b"PK"), title="Held")
    assert answer.status_code == 422
    assert "can hold many" in answer.text
    assert inbox.ids() == []


def test_a_container_may_be_larger_than_a_file(client: TestClient, home: Path) -> None:
    inbox = Inbox(Settings(home, limits=Limits(file_bytes=10)), JobLimits(job_bytes=1_000))
    with inbox.draft() as draft:
        draft.file("a.zip").write(b"x" * 20)
        draft.file("a.txt").write(b"x" * 20)
        draft.file("a.eml").write(b"x" * 20)
        id_ = draft.send(by="Mira Toll")
    assert [one.why is None for one in inbox.progress(id_).job.files] == [True, False, False]
    assert client.get("/add").status_code == 200
