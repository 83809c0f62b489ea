"""The list of reports: filters, counts that match it, paging by key, and how far each report is checked."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_home import readings
from newsroom import BASE

from habeas.kept import reckon
from habeas.ledger.described import Described
from habeas.model import Matter, Reading, Review, Ruling
from habeas.pipeline import desk
from habeas.settings import Settings
from habeas.web import make_app
from habeas.web.listing import LENGTH
from habeas.web.serving import Manner
from made import READER, claim, quantity, report

ABOUT_US = {reading.report.name: reading.report for reading in readings()}


def listed(client: TestClient, query: str = "") -> list[str]:
    """The files' names of the reports that are listed; the page has them too."""
    found = client.get(f"/reports.json{query}").json()
    page = client.get(f"/reports{query}").text
    assert all(f'href="/reports/{line["about"]["id"]}"' in page for line in found["reports"])
    assert found["listed"]["count"]["number"] == len(found["reports"])
    return [line["about"]["name"] for line in found["reports"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["arabic.txt", "beaten.txt", "held.txt", "daily.txt", "post.txt"]),
        ("?outlet=Bergen+Daily", ["daily.txt"]),
        ("?outlet=مرفأ", ["arabic.txt"]),
        ("?language=ar", ["arabic.txt"]),
        ("?year=2024&language=en", ["beaten.txt"]),
        ("?year=2023", []),
        ("?month=2024-03&outlet=The+Orlan+Post", ["beaten.txt", "held.txt", "post.txt"]),
        ("?words=camp", ["held.txt"]),
        ("?words=daily", ["daily.txt"]),
        ("?family=yes", []),
        ("?outlet=No+such+outlet", []),
    ],
)
def test_reports_are_narrowed(client: TestClient, query: str, names: list[str]) -> None:
    assert listed(client, query) == names


def test_the_list_says_how_far_each_report_is_checked(client: TestClient, home: Path) -> None:
    def line(name: str) -> dict[str, int]:
        found = client.get("/reports.json").json()["reports"]
        return next(one for one in found if one["about"]["name"] == name)

    assert [line("held.txt")[what] for what in ("claims", "to_check", "unread", "family")] == [1, 1, 1, 1]
    held = next(reading.claims[0] for reading in readings() if reading.report.name == "held.txt")
    one, other = sorted((ABOUT_US["post.txt"].id, ABOUT_US["daily.txt"].id))
    with desk(Settings(home)) as here:
        decision = here.ledger.decide(held.id, Review.ACCEPTED, by="Ada", why="it says so")
        here.ledger.keep([Ruling(Matter.FAMILY, one, other, True, "Ada", decision.at, "one text")])
        reckon(here)
    assert line("held.txt")["to_check"] == 0
    assert line("daily.txt")["family"] == 2
    assert set(listed(client, "?family=yes")) == {"post.txt", "daily.txt"}
    assert "one of 2 that copy one another" in client.get("/reports").text


def test_many_reports_are_paged_by_key(client: TestClient, home: Path) -> None:
    with desk(Settings(home)) as here:
        for number in range(LENGTH + 10):
            text = f"{number + 100} people are held in Orlan."
            of = dataclasses.replace(report(text), id=hashlib.sha256(text.encode()).hexdigest())
            counted = claim(of, "holding", quantity(of, str(number + 100), number + 100, number + 100))
            here.ledger.append(of, Reading(of, READER, (counted,)))
        reckon(here)
    first = client.get("/reports.json").json()
    second = client.get("/reports.json", params={"after": first["listed"]["next"]}).json()
    assert [len(page["reports"]) for page in (first, second)] == [LENGTH, 15]
    assert second["listed"]["next"] is None
    ids = {line["about"]["id"] for page in (first, second) for line in page["reports"]}
    assert len(ids) == LENGTH + 15
    assert client.get("/reports", params={"after": "nonsense"}).status_code == 422


def test_reports_are_described_without_their_text(home: Path) -> None:
    known = ABOUT_US["arabic.txt"]
    with desk(Settings(home)) as here:
        assert here.ledger.described([known.id, "0" * 64]) == {known.id: Described.of(known)}
        assert Described.of(known).published == known.published


def test_an_empty_ledger_says_what_to_do(tmp_path: Path) -> None:
    manner = Manner()
    with TestClient(make_app(Settings(tmp_path / "home"), manner), base_url=BASE) as opened:
        opened.get("/enter", params={"token": manner.token})
        assert 'href="/add"' in opened.get("/reports").text.split("<h1>Reports</h1>")[1]
