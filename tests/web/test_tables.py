"""Tables of claims, events, contradictions, speakers, outlets and unread figures, with their own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from newsroom import alone

from habeas.kept import reckon
from habeas.ledger import Ledger
from habeas.model import Reading, Review
from habeas.pipeline import desk
from habeas.settings import Settings
from habeas.web import listing
from made import READER, claim, report, unread

LISTS = ("/claims", "/events", "/conflicts", "/speakers", "/outlets", "/unread")
THINGS = {"/unread": "figures"}


def listed(client: TestClient, address: str) -> list[dict[str, Any]]:
    """What the list at this address holds; it counts the same."""
    path, _, query = address.partition("?")
    page = client.get(f"{path}.json?{query}").json()
    found: list[dict[str, Any]] = page[THINGS.get(path, path.removeprefix("/"))]
    assert page["listed"]["count"] == {"number": len(found), "more": False}
    return found


@pytest.mark.parametrize("path", LISTS)
def test_a_list_counts_what_it_lists(client: TestClient, path: str) -> None:
    found = listed(client, path)
    shown = client.get(path)
    assert shown.status_code == 200
    assert len(found) > 0
    assert str(len(found)) in re.search(r'class="how-many".*', shown.text)[0]


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/claims?type=transfer", 2),
        ("/claims?type=transfer&outlet=Bergen Daily", 1),
        ("/claims?status=denied", 1),
        ("/claims?review=unchecked", 6),
        ("/claims?words=harbour+agency", 3),
        ("/claims?words=700+peo", 1),
        ("/claims?words=%22%29+OR+1", 0),
        ("/claims?words=أورلان", 1),
        ("/claims?speaker=the Harbour Agency", 3),
        ("/claims?place=Orlan camp&year=2024", 3),
        ("/claims?group=men", 2),
        ("/claims?place=nowhere", 0),
        ("/claims?type=%27+OR+1", 0),
        ("/events?differs=yes", 1),
        ("/events?type=transfer&place=Bergen prison", 1),
        ("/conflicts?kind=contested", 1),
        ("/speakers?words=harbour", 1),
        ("/speakers?named=yes", 3),
        ("/outlets?words=bergen", 1),
        ("/unread?reason=no-rule", 1),
        ("/unread?words=passing", 1),
    ],
)
def test_filters_narrow_a_list(client: TestClient, address: str, number: int) -> None:
    assert len(listed(client, address)) == number
    assert client.get(address).status_code == 200


def test_parts_of_a_list_follow_one_another(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    every = [one["id"] for one in listed(client, "/claims?type=")]  # not /claims itself, which is kept then
    monkeypatch.setattr(listing, "LENGTH", 4)
    first = client.get("/claims").text
    (further,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert [one["id"] for one in client.get("/claims.json").json()["claims"]] == every[:4]
    assert [one["id"] for one in client.get(f"/claims.json{further}").json()["claims"]] == every[4:]
    assert "rel=next" not in client.get(f"/claims{further}").text


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_ledger_says_what_to_do_next(path: str, tmp_path: Path) -> None:
    with alone(tmp_path / "home") as client:
        shown = client.get(path)
    assert 'class="nothing"' in shown.text
    assert 'href="/add"' in shown.text


@pytest.mark.parametrize("path", LISTS)
def test_filters_that_nothing_fits_lead_back(client: TestClient, path: str) -> None:
    shown = client.get(f"{path}?words=xyzzy")
    assert 'class="nothing"' in shown.text
    assert f'href="{path}"' in shown.text


@pytest.mark.parametrize(
    "address",
    ["/claims/c_nothing", "/events/e_nothing", "/conflicts/x_nothing", "/speakers/nobody", "/outlets/None"],
)
def test_what_is_not_there_is_said_not_to_be(client: TestClient, address: str) -> None:
    found = client.get(address)
    assert found.status_code == 404
    assert client.get(f"{address}.json").json()["error"]


@pytest.mark.parametrize("key", ["x", "r1", "r1-2;"])
def test_a_key_that_no_page_gave_is_refused(client: TestClient, key: str) -> None:
    assert client.get("/claims", params={"after": key}).status_code == 422


def test_a_claim_shows_its_words_where_they_stand(client: TestClient) -> None:
    (one,) = listed(client, "/claims?words=700")
    page = client.get(f"/claims/{one['id']}.json").json()
    assert " ".join(part["text"] for part in page["pieces"] if part["kind"]) == one["words"]
    assert {slot["name"]: slot["words"] for slot in page["slots"]}["how many"] == "At least 700"
    assert "at least 700" in client.get(f"/claims/{one['id']}").text


def test_any_claim_of_an_event_leads_to_it(client: TestClient) -> None:
    (event,) = listed(client, "/events?type=transfer")
    found = client.get(f"/events/{event['id']}.json").json()
    claims = [line["id"] for line in found["claims"]]
    assert len(claims) == 2
    for id_ in claims:
        answer = client.get(f"/events/e_{id_[2:]}")
        assert answer.url.path == f"/events/{event['id']}"
        assert client.get(f"/claims/{id_}.json").json()["event_id"] == event["id"]


def test_an_event_shows_each_value_with_its_voices(client: TestClient) -> None:
    (event,) = listed(client, "/events?differs=yes")
    page = client.get(f"/events/{event['id']}.json").json()
    slots = {slot["name"]: slot["values"] for slot in page["slots"]}
    assert sorted(value["words"] for value in slots["how many"]) == ["40 men", "60 men"]
    (place,) = slots["to where"]
    assert place["voices"] == ["Harbour Agency"]
    assert len(place["claims"]) == 2
    assert any("differ" in figure for figure in page["figures"])
    assert page["conflicts"][0]["id"] in client.get(f"/events/{event['id']}").text


def test_a_contradiction_shows_its_claims_side_by_side(client: TestClient) -> None:
    for one in listed(client, "/conflicts"):
        page = client.get(f"/conflicts/{one['id']}.json").json()
        assert page["sides"] == one
        assert page["one_event"] == (one["kind"] == "contradiction")
        shown = client.get(f"/conflicts/{one['id']}").text
        assert all(f"/claims/{line['id']}" in shown for line in one["claims"])


def test_speakers_and_outlets_have_pages_that_count_their_claims(client: TestClient) -> None:
    (agency,) = listed(client, "/speakers?words=harbour+agency")
    page = client.get(f"/speakers/{agency['id']}.json").json()
    assert agency["claims"] == page["heard"]["claims"] == len(page["claims"]) == 3
    assert {one["words"]: one["count"]["number"] for one in page["types"]} == {"transfer": 2, "holding": 1}
    for outlet in listed(client, "/outlets"):
        page = client.get(f"/outlets/{quote(outlet['id'])}.json").json()
        assert page["heard"]["claims"] == len(page["claims"]) == outlet["claims"]


def test_a_rejected_claim_is_listed_and_says_so(home: Path) -> None:
    with Ledger.open(Settings(home)) as ledger:
        (held,) = (one for one in ledger.claims() if one.quantity and one.quantity.low == 700)
        ledger.decide(held.id, Review.REJECTED, by="Mira Toll", why="counted twice <script>")
    with alone(home) as client:
        assert [one["id"] for one in listed(client, "/claims?review=rejected")] == [held.id]
        shown = client.get(f"/claims/{held.id}").text
    assert "it counts nowhere" in shown
    assert "Mira Toll" in shown
    assert "counted twice &lt;script&gt;" in shown


HOSTILE = (
    '<script>alert(1)</script> "><img src=x onerror=alert(2)> javascript:alert(3) \u202e12 men were held'
)


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[TestClient]:
    """A ledger with one report, of which everything that a stranger may write is meant to do harm."""
    of = report(
        f"{HOSTILE}\n\n9 {HOSTILE}",
        name="<b>name</b>.txt",
        outlet="<i>The</i>/Post'\"",
        title="<script>alert(0)</script>",
        language='en" onclick="x',
    )
    made = claim(
        of, "holding", evidence=HOSTILE, trigger="held", place="<script>", speaker="javascript:alert(3)"
    )
    with desk(Settings(tmp_path / "home")) as here:
        here.ledger.append(of, Reading(of, READER, (made,), (unread(of, "9", f"9 {HOSTILE}"),)))
        reckon(here)
    with alone(tmp_path / "home") as client:
        yield client


def test_what_reports_say_is_never_markup(hostile: TestClient) -> None:
    addresses = [*LISTS]
    for path in ("/claims", "/events", "/speakers", "/outlets"):
        addresses += [f"{path}/{quote(one['id'], safe='')}" for one in listed(hostile, path)]
    for address in addresses:
        shown = hostile.get(address)
        assert shown.status_code == 200
        assert not re.search(r"<(script(?! src=\"/static/)|img|i>|b>)", shown.text)
        assert not re.search(r"(href|src)=\"javascript:", shown.text)
        assert "\u202e" not in shown.text
        assert " onclick=" not in re.sub(r'"[^"]*"', "", shown.text)
