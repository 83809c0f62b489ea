"""Pages that are kept: the same for everybody who may see them, until the ledger changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from made_home import HELD
from newsroom import NAMES, Newsroom

from habeas.model import Review
from habeas.pipeline import desk
from habeas.settings import Settings
from habeas.web.access import Role
from habeas.web.pages import place


def id_of_held(client: TestClient) -> str:
    """The claim that counts the people held at Orlan camp."""
    claims: list[dict[str, Any]] = client.get("/claims.json").json()["claims"]
    return str(next(one["id"] for one in claims if one["words"] == HELD))


def place_of(client: TestClient, claim: str) -> str:
    """The address of the place that a claim names."""
    slots = client.get(f"/claims/{claim}.json").json()["slots"]
    return str(next(slot["known"]["to"] for slot in slots if slot["name"] == "where"))


def reject(home: Path, claim: str) -> None:
    """Decide as another process does, which the server isn't told of, and which reckons nothing yet."""
    with desk(Settings(home)) as elsewhere:
        elsewhere.ledger.decide(claim, Review.REJECTED, by="Somebody", why="misread")


@pytest.mark.parametrize(
    "path", ["/claims", "/claims/{claim}", "/outlets/{outlet}", "/reports/{report}", "{place}"]
)
def test_a_decision_changes_a_page_that_is_kept(client: TestClient, home: Path, path: str) -> None:
    claim = id_of_held(client)
    shown = client.get(f"/claims/{claim}.json").json()["line"]
    report, outlet = shown["report"]["id"], shown["report"]["outlet"]
    address = path.format(claim=claim, report=report, outlet=outlet, place=place_of(client, claim))
    before = client.get(address).text
    assert client.get(address).text == before
    reject(home, claim)
    assert client.get(address).text != before


def test_a_drawing_changes_with_what_it_shows(client: TestClient, home: Path) -> None:
    claim = id_of_held(client)
    address = place_of(client, claim)
    assert f'href="/claims/{claim}"' in drawing(client, address)
    reject(home, claim)
    assert f'href="/claims/{claim}"' not in drawing(client, address)


def drawing(client: TestClient, address: str) -> str:
    """The chart on a place's page; empty where it has none."""
    _, _, after = client.get(address).text.partition('class="population')
    return after.partition("</svg>")[0]


def test_a_page_is_made_once_for_all_who_ask(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    known_place = place.known_place

    def noting(*asked: Any) -> Any:
        made.append(asked[1])
        return known_place(*asked)

    monkeypatch.setattr(place, "known_place", noting)
    joen = room.browser(Role.REVIEWER)
    address = place_of(joen, id_of_held(joen))
    for role in NAMES:
        assert room.browser(role).get(address).status_code == 200
    assert len(made) == 1


@pytest.mark.parametrize("first", [Role.VIEWER, Role.REVIEWER])
def test_nobody_gets_a_page_as_somebody_else_may_see_it(room: Newsroom, first: Role) -> None:
    second = next(role for role in (Role.VIEWER, Role.REVIEWER) if role is not first)
    shown = {role: room.browser(role).get("/unread").text for role in (first, second)}
    for role, text in shown.items():
        assert (NAMES[role] in text, "look at it" in text) == (True, role is Role.REVIEWER)
    assert NAMES[first] not in shown[second]


def test_when_somebody_marked_all_as_seen_is_told_to_nobody_else(room: Newsroom) -> None:
    ada, joen = room.browser(Role.VIEWER), room.browser(Role.REVIEWER)
    ada.post("/seen")
    changes = "/changes.json?since=2024-03-01"
    assert ada.get(changes).json()["seen"] is not None
    assert joen.get(changes).json()["seen"] is None


def test_nobody_who_isnt_signed_in_gets_a_page_that_is_kept(room: Newsroom) -> None:
    assert room.browser(Role.VIEWER).get("/claims").status_code == 200
    assert room.browser().get("/claims").status_code == 303
    assert room.browser().get("/claims.json").status_code == 401
