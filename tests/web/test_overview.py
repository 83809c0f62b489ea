"""The overview and what has changed: the brief's own words, each figure a click from its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from made_home import HELD, readings
from newsroom import Newsroom

from habeas.kept import reckon, reckoned
from habeas.model import Reading, Report, Review
from habeas.pipeline import desk
from habeas.publishing.brief import brief
from habeas.settings import Settings
from habeas.web import make_app
from habeas.web.access import Role
from habeas.web.serving import Manner
from made import READER, claim, quantity, report

LATER = "On 2 April 2024, 75 men were moved from Orlan camp to Bergen prison, the Harbour Agency said."


def said(line: dict[str, Any]) -> Iterator[str]:
    """What a line says, and what stands under it, without the numbers of notes."""
    yield " · ".join("".join(run["text"] for run in piece) for piece in line["pieces"])
    for under in line["under"]:
        yield from said(under)


def lines(page: dict[str, Any]) -> list[str]:
    """Every line of the sections."""
    blocks = (told["block"] for section in page["sections"] for told in section["told"])
    return [words for block in blocks for line in block["lines"] for words in said(line)]


def section(page: dict[str, Any], title: str) -> list[dict[str, Any]]:
    """The blocks of a section; none where there is nothing."""
    (found,) = (one["told"] for one in page["sections"] if one["title"] == title)
    return [told["block"] for told in found]


def later() -> Reading:
    """A report of a transfer that comes after the others."""
    of: Report = report(LATER, name="later.txt", published=date(2024, 4, 3), title="Moved again")
    figure = quantity(of, "75", 75, 75)
    made = claim(
        of,
        "transfer",
        figure,
        group="men",
        trigger="moved",
        origin="Orlan camp",
        destination="Bergen prison",
        speaker="the Harbour Agency",
        period=("On 2 April 2024", date(2024, 4, 2), date(2024, 4, 2)),
    )
    return Reading(of, READER, (made,))


def add(home: Path, new: Reading) -> None:
    with desk(Settings(home)) as here:
        here.ledger.append(new.report, new)
        reckon(here)


def decide(home: Path, words: str, verdict: Review, *, by: str = "Somebody") -> str:
    """Decide on the claim with these words; its id."""
    with desk(Settings(home)) as here:
        (found,) = (one for one in here.ledger.claims() if one.evidence[0].text == words)
        here.ledger.decide(found.id, verdict, by=by, why="looked at it")
        reckon(here)
        return found.id


def test_the_page_says_what_the_brief_says_in_its_words(client: TestClient, home: Path) -> None:
    page = client.get("/overview.json").json()
    with desk(Settings(home)) as here:
        claims, reports = here.ledger.claims(), here.ledger.reports()
        printed = brief(claims, here.ledger.unread(), reports, reckoned(here), today=_today(page), width=5000)
    told = re.sub(r"\[\d+\]", "", printed)
    assert len(lines(page)) > 5
    for words in lines(page):
        assert words in told
    assert [one["title"].upper() for one in page["sections"]] == [
        title for title in re.findall(r"\n\n([A-Z ,]+)\n\n(?!\()", told) if title not in NOT_SECTIONS
    ]


NOT_SECTIONS = {"REPORTS READ", "POSITIONS"}


def _today(page: dict[str, Any]) -> date:
    return date.fromisoformat(page["today"])


def test_every_figure_leads_to_a_page_with_its_words(client: TestClient) -> None:
    page = client.get("/")
    figures = dict(re.findall(r'<a href="([^"]+)" class="figure">([^<]+)</a>', page.text))
    assert len(figures) >= 3
    for address, figure in figures.items():
        found = client.get(address)
        assert found.status_code == 200
        assert re.search(r"\d+", figure)[0] in found.text  # type: ignore[index]


def test_every_link_of_the_page_is_there(client: TestClient) -> None:
    for address in sorted(set(re.findall(r'href="(/(?!static)[^"#]*)"', client.get("/").text))):
        if address not in MADE_ELSEWHERE:
            assert client.get(address.replace("&amp;", "&")).status_code == 200, address


MADE_ELSEWHERE = {"/review", "/reports"}


def test_notes_lead_to_the_words_and_back(client: TestClient) -> None:
    shown = client.get("/").text
    notes = set(re.findall(r'<li id="note-(\d+)"', shown))
    assert notes == set(re.findall(r'href="#note-(\d+)"', shown))
    assert notes == set(re.findall(r'id="ref-(\d+)"', shown)) == set(re.findall(r'href="#ref-(\d+)"', shown))
    assert HELD in shown


def test_figures_that_differ_stand_side_by_side(client: TestClient) -> None:
    blocks = section(client.get("/overview.json").json(), "Movements done")
    (moved,) = (line for block in blocks for line in block["lines"])
    told = list(said(moved))
    assert "the figures differ" in told[0]
    assert [words.split()[0] for words in told[1:]] == ["40", "60"]


def test_no_allegation_is_told_without_its_answer(client: TestClient) -> None:
    blocks = section(client.get("/overview.json").json(), "Allegations and answers")
    told = [words for block in blocks for line in block["lines"] for words in said(line)]
    assert [words.split(":")[0] for words in told][:2] == ["alleged", "answer, denied"]


def test_what_nobody_has_checked_says_so(client: TestClient, home: Path) -> None:
    assert "6 machine reading, unchecked" in client.get("/").text
    decide(home, HELD, Review.ACCEPTED)
    shown = client.get("/").text
    assert "5 machine reading, unchecked" in shown
    assert "1 accepted" in shown
    assert "reviewed: accepted" in shown


def test_what_was_rejected_is_gone(client: TestClient, home: Path) -> None:
    assert "at least 700" in client.get("/").text
    decide(home, HELD, Review.REJECTED)
    shown = client.get("/").text
    assert "at least 700" not in shown
    assert "1 rejected" in shown


def test_what_is_counted_is_what_is_listed(client: TestClient) -> None:
    page = client.get("/overview.json").json()
    listed = [told for one in page["sections"] for told in one["told"] if told["all"] and told["href"]]
    assert listed
    for told in listed:
        path, _, filters = told["href"].partition("?")
        count = client.get(f"{path}.json?{filters}").json()["listed"]["count"]["number"]
        assert told["all"].split()[0] == str(count), told["href"]


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("place=Orlan", 3),
        ("type=denial", 1),
        ("group=men", 2),
        ("words=beaten", 2),
        ("since=2024-03-01&until=2024-03-31", 6),
        ("since=2025-01-01", 0),
        ("place=Nowhere", 0),
        ("type=holding&group=men", 0),
    ],
)
def test_filters_narrow_the_page_and_can_be_taken_away(client: TestClient, asked: str, number: int) -> None:
    page = client.get(f"/overview.json?{asked}").json()
    assert page["claims"]["number"] == number
    assert len(page["chips"]) == asked.count("=")
    for chip in page["chips"]:
        assert client.get(chip["without"]).status_code == 200
    assert client.get(f"/?{asked}").status_code == 200


@pytest.mark.parametrize(
    "asked", ["type=nonsense", "group=nonsense", "since=tomorrow", "since=2024-05-01&until=2024-04-01"]
)
def test_what_cant_be_meant_is_refused_in_words(client: TestClient, asked: str) -> None:
    found = client.get(f"/?{asked}")
    assert found.status_code == 422
    assert asked.split("=")[1].split("&", maxsplit=1)[0] in found.text


def test_an_empty_ledger_says_what_to_do(tmp_path: Path) -> None:
    manner = Manner()
    with TestClient(make_app(Settings(tmp_path), manner), base_url="http://127.0.0.1:8000") as opened:
        opened.get("/enter", params={"token": manner.token})
        shown = opened.get("/")
    assert shown.status_code == 200
    assert "Nothing has been read yet" in shown.text
    assert 'href="/add"' in shown.text


def test_what_isnt_covered_concludes_nothing(client: TestClient) -> None:
    gaps = client.get("/overview.json").json()["gaps"]
    assert next(iter(said(gaps["months"][0]))).startswith("April 2024 to ")
    shown = client.get("/").text
    assert "It doesn’t follow that nothing happened" in shown


# --- what has changed ---


def test_it_says_what_came_in_since_all_was_marked_as_seen(client: TestClient, home: Path) -> None:
    assert client.get("/overview.json").json()["since"] is None
    assert client.post("/seen").status_code == 200
    assert client.get("/overview.json").json()["since"]["number"] == 0
    add(home, later())
    since = client.get("/overview.json").json()["since"]
    assert (since["number"], since["claims"], since["new_events"]) == (1, 1, 1)
    assert "Moved again" in client.get("/").text
    changes = client.get("/changes.json").json()
    assert any("75" in words for words in lines(changes))
    client.post("/seen")
    assert client.get("/overview.json").json()["since"]["number"] == 0


def test_other_peoples_decisions_are_news_ones_own_arent(client: TestClient, home: Path) -> None:
    me = client.get("/overview.json") and "you"
    client.post("/seen")
    decide(home, HELD, Review.ACCEPTED, by=me)
    assert client.get("/overview.json").json()["since"]["decided"] == 0
    decided = decide(home, HELD, Review.REJECTED, by="Ada")
    since = client.get("/overview.json").json()["since"]
    assert [(one["by"], one["verdict"], one["href"]) for one in since["decisions"]] == [
        ("Ada", "rejected", f"/claims/{decided}")
    ]


def test_what_one_person_has_seen_another_hasnt(room: Newsroom) -> None:
    first = room.browser(Role.VIEWER)
    first.post("/seen")
    assert first.get("/overview.json").json()["since"] is not None
    second = room.browser(Role.REVIEWER)
    second.cookies.set("seen", first.cookies["seen"])
    assert second.get("/overview.json").json()["since"] is None


@pytest.mark.parametrize("kept", ["", "nonsense", "1.1.999999999999.0123456789abcdef", "9" * 5000])
def test_a_cookie_that_cant_be_read_is_no_look(client: TestClient, kept: str) -> None:
    client.cookies.set("seen", kept)
    assert client.get("/overview.json").json()["since"] is None


def test_changes_since_a_day_are_those_of_the_text(client: TestClient, home: Path) -> None:
    add(home, later())
    page = client.get("/changes.json?since=2024-04-01").json()
    assert page["changes"]["number"] == 1
    assert [one["title"] for one in page["changes"]["reports"]] == ["Moved again"]
    assert any(words.startswith("75 men moved or handed over") for words in lines(page))
    before = client.get("/changes.json?since=2024-03-22").json()
    assert before["changes"]["number"] == 2
    assert client.get("/changes?since=2024-04-01").status_code == 200


def test_made_readings_are_all_told_of(client: TestClient) -> None:
    """What the other tests lean on: five reports, six claims, one unread figure."""
    page = client.get("/overview.json").json()
    assert page["reports"] == len(list(readings()))
    assert (page["claims"]["number"], page["unread"]["number"]) == (6, 1)
