"""Reports in the browser: the reader with its marks, copies beside each other, the original bytes."""

from __future__ import annotations

import dataclasses
import hashlib
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_home import ARABIC, HELD, UNREAD, readings

from habeas import Claim, Report, Span
from habeas.kept import reckon
from habeas.model import ClaimType, Matter, Reading, Review, Ruling, Unread
from habeas.pipeline import Desk, desk
from habeas.settings import Settings
from made import READER, claim, quantity, report, unread

ABOUT_US = {reading.report.name: reading for reading in readings()}
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> said that \u202e21\u202c are held in Orlan.\n\n"
    'A \x07 bell, \u2066isolates\u2069, <a href="javascript:alert(1)">12 men</a> & “more”.'
)


def of(name: str) -> Report:
    return ABOUT_US[name].report


def claim_of(name: str) -> Claim:
    return ABOUT_US[name].claims[0]


class Page(HTMLParser):
    """What a page holds: its ids, its links, its elements, and the words of each run of the text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.runs: dict[int, str] = {}
        self.marks: dict[int, str] = {}
        self.paragraphs: list[dict[str, str | None]] = []
        self._run: int | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.ids += [given["id"]] if given.get("id") else []
        self.links += [given["href"]] if given.get("href") else []
        self.handlers += [name for name in given if name.startswith("on") or name == "style"]
        if tag == "p" and "para" in (given.get("class") or ""):
            self.paragraphs.append(given)
        if given.get("data-o"):
            self._run = int(given["data-o"])
            self.marks[self._run] = given.get("class") or ""
        elif tag != "bdi":
            self._run = None

    def handle_data(self, data: str) -> None:
        if self._run is not None:
            self.runs[self._run] = self.runs.get(self._run, "") + data
            self._run = None


def seen(client: TestClient, path: str) -> Page:
    found = client.get(path)
    assert found.status_code == 200, found.text
    return Page(found.text)


@pytest.fixture
def here(home: Path) -> Iterator[Desk]:
    """The home's desk, to put more into it while it is served."""
    with desk(Settings(home)) as opened:
        yield opened


def put(here: Desk, text: str, claims: list[Claim], *, figures: list[Unread] | None = None) -> None:
    of = claims[0].report if claims else figures[0].report
    here.vault.put(text.encode())
    here.ledger.append(of, Reading(of, READER, tuple(claims), tuple(figures or ())))
    reckon(here)


def made(text: str, name: str = "made.txt", **fields: object) -> Report:
    return dataclasses.replace(
        report(text, name=name, **fields), id=hashlib.sha256(text.encode()).hexdigest()
    )


# --- the reader ---


def test_claims_and_unread_figures_are_marked_where_they_stand(client: TestClient) -> None:
    page = seen(client, f"/reports/{of('held.txt').id}")
    held = claim_of("held.txt")
    at = of("held.txt").text.index
    assert page.runs[at("At least 700")] == "At least 700"
    assert "fig" in page.marks[at("At least 700")].split()
    assert "l0" in page.marks[at(" people are held")].split()
    assert "doubt" in page.marks[at("12")].split()
    assert {held.id, f"n-{held.id}"} <= set(page.ids)
    assert f"/claims/{held.id}" in page.links
    text = client.get(f"/reports/{of('held.txt').id}").text
    assert "at least 700" in text
    assert "unchecked" in text
    assert "no rule connects them to this figure" in text


def test_the_runs_of_a_page_are_the_text_at_its_offsets(client: TestClient) -> None:
    for name, reading in ABOUT_US.items():
        text = reading.report.text
        page = seen(client, f"/reports/{reading.report.id}")
        assert page.runs, name
        assert all(text[start : start + len(words)] == words for start, words in page.runs.items())
        assert sum(map(len, page.runs.values())) == len("".join(text.split("\n")))


def test_no_id_stands_twice_and_every_note_leads_to_its_words(client: TestClient) -> None:
    for reading in ABOUT_US.values():
        page = seen(client, f"/reports/{reading.report.id}")
        assert len(page.ids) == len(set(page.ids))
        within = {link.removeprefix("#") for link in page.links if link.startswith("#")}
        assert within <= set(page.ids)


def test_an_arabic_report_is_set_from_right_to_left(client: TestClient) -> None:
    text = client.get(f"/reports/{of('arabic.txt').id}").text
    assert re.search(r'<article class="reading"[^>]* lang="ar" dir="rtl"', text)
    page = Page(text)
    assert page.paragraphs[0]["dir"] == "rtl"
    assert page.runs[ARABIC.index("55")] == "55"
    assert "<bdi>مخيم أورلان</bdi>" in text


def test_a_page_is_json_too(client: TestClient) -> None:
    found = client.get(f"/reports/{of('held.txt').id}.json").json()
    assert found["about"]["title"] == "The camp of Orlan"
    assert [line["paragraph"]["start"] for line in found["lines"]] == [0, len(HELD) + 2]
    assert found["progress"] == {"claims": 1, "checked": 0, "unread": 1}
    assert "text" not in found["about"]


def test_decisions_show_and_a_rejected_claim_is_struck_out(here: Desk, client: TestClient) -> None:
    held = claim_of("held.txt")
    here.ledger.decide(held.id, Review.REJECTED, by="Ada <b>", why="the camp was empty")
    reckon(here)
    text = client.get(f"/reports/{held.report.id}").text
    assert "reviewed: rejected" in text
    assert "the camp was empty" in text
    assert "Ada &lt;b&gt;" in text
    assert "gone" in Page(text).marks[0].split()
    assert "1 claim, all checked" in text


def test_the_start_of_an_id_is_enough_and_what_is_not_there_says_so(client: TestClient) -> None:
    assert client.get(f"/reports/{of('held.txt').id[:12]}").status_code == 200
    for path in (
        "/reports/0000",
        "/reports/held.txt",
        "/reports/0000/original",
        f"/reports/{of('held.txt').id}/claims/c_0",
    ):
        assert client.get(path).status_code == 404
    assert client.get(f"/reports/{of('held.txt').id}?at=-1").status_code == 422


# --- hostile reports ---


def test_hostile_text_is_words_and_nothing_else(here: Desk, client: TestClient) -> None:
    of = made(
        HOSTILE,
        '"><script>alert(2)</script>\u202etxt.exe',
        title="<b>Bold</b>\u202e",
        outlet="<i>Outlet</i>",
        url="javascript:alert(document.cookie)",
    )
    first, second = HOSTILE.split("\n\n")
    put(
        here,
        HOSTILE,
        [claim(of, "holding", quantity(of, "21", 21, 21), evidence=first, place="Orlan")],
        figures=[unread(of, "12", second)],
    )
    text = client.get(f"/reports/{of.id}").text
    page = Page(text)
    assert not {"img", "i"} & page.tags
    assert not page.handlers
    assert text.count("<script") == 2  # our own, by address
    assert not [link for link in page.links if link.lower().startswith(("javascript:", "data:", "http"))]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x07]", text)
    assert "U+202E, right-to-left override" in text
    assert page.runs[HOSTILE.index("\u202e")] == "RLO"
    assert page.runs[HOSTILE.index("21")] == "21"
    assert page.runs[0] == "<script>alert(1)</script><img src=x onerror=alert(1)> said that "
    assert html.escape("<script>alert(1)</script>") in text


def test_five_megabytes_on_one_line_come_in_parts(here: Desk, client: TestClient) -> None:
    line = "The Ministry of Rivers said that 312 people are held in Orlan prison. "
    text = line * (5_000_000 // len(line))
    of = made(text, "long.txt")
    starts = [0, len(line) * 40_000]
    claims = [
        Claim(of, ClaimType.HOLDING, of.span(at + 33, at + 36), (of.span(at, at + 69),), READER, "made")
        for at in starts
    ]
    put(here, text, claims)
    first = client.get(f"/reports/{of.id}")
    assert len(first.content) < 400_000
    assert f'id="{claims[0].id}"' in first.text
    assert f'id="{claims[1].id}"' not in first.text
    led = client.get(f"/reports/{of.id}/claims/{claims[1].id}", follow_redirects=False)
    assert led.headers["location"] == f"/reports/{of.id}?at={starts[1] + 33}#{claims[1].id}"
    there = client.get(led.headers["location"])
    assert f'id="{claims[1].id}"' in there.text
    assert "Part 29 of 50" in there.text


def test_a_crowd_of_claims_stays_a_page(here: Desk, client: TestClient) -> None:
    text = "held in Orlan prison and in the camp " * 100
    of = made(text, "crowd.txt")
    claims = [
        Claim(of, ClaimType.HOLDING, of.span(at, at + 4), (of.span(at // 3, at + 40),), READER, "made")
        for at in range(len(text) - 60)
    ]
    put(here, text, claims)
    found = client.get(f"/reports/{of.id}")
    assert len(found.content) < 1_000_000
    assert found.text.count('<li id="n-c_') == 300
    further = re.search(r'href="(/reports/[0-9a-f]+\?at=\d+)">Go on', found.text)
    assert further is not None
    assert f'id="{claims[300].id}"' in client.get(further[1]).text


# --- beside each other ---


def test_copies_stand_beside_each_other_with_what_differs(here: Desk, client: TestClient) -> None:
    one, other = of("post.txt"), of("daily.txt")
    ruling = Ruling(
        Matter.FAMILY, *sorted((one.id, other.id)), True, "Ada", datetime.now(UTC), "one agency's text"
    )
    here.ledger.keep([ruling])
    reckon(here)
    assert f"/reports/{one.id}/beside/{other.id}" in seen(client, f"/reports/{one.id}").links
    text = client.get(f"/reports/{one.id}/beside/{other.id}").text
    assert '<mark class="figure-differs">40</mark>' in text
    assert '<mark class="figure-differs">60</mark>' in text
    found = client.get(f"/reports/{one.id}/beside/{other.id}.json?changes=true").json()
    assert found["one"]["outlet"] == "The Orlan Post"
    assert len(found["beside"]["rows"]) == 2


# --- the original ---


def test_the_original_is_given_as_it_came_and_never_shown(client: TestClient) -> None:
    kept = of("arabic.txt")
    found = client.get(f"/reports/{kept.id}/original")
    assert found.content == ARABIC.encode()
    assert hashlib.sha256(found.content).hexdigest() == kept.id
    assert found.headers["content-type"] == "application/octet-stream"
    assert found.headers["content-disposition"] == f'attachment; filename="{kept.id[:12]}-arabic.txt"'
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in found.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\report.pdf", "report.pdf"),
        ('a"; filename="b.exe\r\nX: y', "a_filename_b.exe_X_y"),
        ("\u202etxt.exe", "txt.exe"),
        ("...", "report"),
        ("تقرير.pdf", "pdf"),
        ("x" * 300 + ".pdf", "x" * 76 + ".pdf"),
    ],
)
def test_a_file_gets_a_name_that_is_safe(here: Desk, client: TestClient, name: str, safe: str) -> None:
    text = "5 people are held in Orlan."
    of = made(text, name)
    put(here, text, [claim(of, "holding", quantity(of, "5", 5, 5))])
    given = client.get(f"/reports/{of.id}/original").headers["content-disposition"]
    assert given == f'attachment; filename="{of.id[:12]}-{safe}"'


def test_bytes_that_have_changed_are_not_given(home: Path, client: TestClient) -> None:
    kept = of("held.txt").id
    path = home / "vault" / kept[:2] / kept
    path.chmod(0o600)
    path.write_bytes(b"something else")
    found = client.get(f"/reports/{kept}/original")
    assert found.status_code == 404
    assert "have changed" in found.text


def test_unread_words_can_be_marked_from_their_note(client: TestClient) -> None:
    figure = ABOUT_US["held.txt"].unread[0]
    where: Span = figure.evidence
    assert where.text == UNREAD
    links = seen(client, f"/reports/{figure.report.id}").links
    assert f"/reports/{figure.report.id}/add?start={where.start}&end={where.end}" in links
