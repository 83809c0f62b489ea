"""The pages of places: the map and the list, one place with its chart, its table and its account."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lxml import html
from made_places import make_places_home
from newsroom import BASE

from habeas.settings import Settings
from habeas.web import make_app
from habeas.web.pages import place
from habeas.web.serving import Manner


@pytest.fixture(scope="session")
def places_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of many counts at invented places; not to be written to."""
    return make_places_home(tmp_path_factory.mktemp("places") / "home")


@pytest.fixture(scope="module")
def places(places_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Requests of somebody alone with a copy of it."""
    home = Path(shutil.copytree(places_home, tmp_path_factory.mktemp("served") / "home"))
    manner = Manner()
    with TestClient(make_app(Settings(home), manner), base_url=BASE, headers={"origin": BASE}) as opened:
        opened.get("/enter", params={"token": manner.token})
        yield opened


@pytest.fixture
def served(places_home: Path, tmp_path: Path) -> Iterator[TestClient]:
    """The same with a copy of its own, of which nothing is kept yet."""
    home, manner = Path(shutil.copytree(places_home, tmp_path / "home")), Manner()
    with TestClient(make_app(Settings(home), manner), base_url=BASE, headers={"origin": BASE}) as opened:
        opened.get("/enter", params={"token": manner.token})
        yield opened


def _page(places: TestClient, path: str) -> html.HtmlElement:
    answer = places.get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def _links(drawing: html.HtmlElement) -> list[str]:
    return [link.get("href") for link in drawing.iter("a")]


# --- the list and the map ---


def test_the_list_holds_every_place_with_its_newest_figure(places: TestClient) -> None:
    rows = {row["name"]: row for row in places.get("/places.json").json()["places"]}
    assert len(rows) == 11
    assert rows["Orlan camp"]["latest"]["figure"] == "about 27,000 people"
    assert rows["Orlan camp"]["latest"]["voices"] == "1 voice"
    assert rows["Fellside camp"]["latest"]["high"] is None
    assert rows["Norway"]["latest"] is None
    assert rows["Quay prison"] | {"latest": None} == {
        "id": "quay-prison",
        "name": "Quay prison",
        "kind": "prison",
        "country": "Norway",
        "latest": None,
        "claims": 2,
    }


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ("kind=camp", {"Orlan camp", "Ustholm camp", "Fellside camp"}),
        ("words=quay", {"Quay prison"}),
        ("within=nordvik", {"Quay prison", "Harbour prison", "Old Mill prison"}),
        ("country=NO&kind=region", {"Skarland region"}),
        ("kind=base", set()),
    ],
)
def test_the_list_is_narrowed(places: TestClient, filters: str, names: set[str]) -> None:
    page = places.get(f"/places.json?{filters}").json()
    assert {row["name"] for row in page["places"]} == names
    assert page["listed"]["count"] == {"number": len(names), "more": False}
    assert places.get(f"/places?{filters}").status_code == 200


def test_the_map_shows_each_place_with_coordinates_and_names_the_others(places: TestClient) -> None:
    page = _page(places, "/places")
    for drawing in page.xpath("//svg[contains(@class, 'places-map-')]"):
        assert sorted(_links(drawing)) == sorted(
            f"/places/{place}"
            for place in (
                "orlan-camp",
                "ustholm-camp",
                "quay-prison",
                "harbour-prison",
                "old-mill-prison",
                "fellside-camp",
                "stonegate-prison",
                "bergsund-prison",
            )
        )
    on_map = places.get("/places.json").json()["map"]
    assert [row["name"] for row in on_map["not_on_it"]] == ["Skarland region"]
    assert "no statement of ours" in page.text_content()


# --- one place ---


def test_a_place_has_a_mark_for_each_claim_that_can_be_drawn(places: TestClient) -> None:
    page, told = _page(places, "/places/orlan-camp"), places.get("/places/orlan-camp.json").json()
    drawn = [line["said"]["claim"] for line in told["held"]["lines"] if not line["said"]["not_drawn"]]
    assert len(drawn) == 20
    for name in ("wide", "narrow"):
        (drawing,) = page.xpath(f"//svg[contains(@class, 'population-{name}')]")
        assert sorted(_links(drawing)) == sorted(f"/claims/{claim}" for claim in drawn)


def test_the_table_holds_all_that_the_chart_shows_and_what_it_does_not(places: TestClient) -> None:
    page = _page(places, "/places/orlan-camp")
    (table,) = page.xpath("//table[contains(@class, 'figures')]")
    rows = [" ".join(" ".join(row.itertext()).split()) for row in table.xpath("tbody/tr")]
    assert len(rows) == 21
    assert rows[0].startswith("denied: 5,000 people")
    assert rows[0].endswith("not drawn: denied")
    assert rows[1].startswith("about 27,000 people stated 30 August 2025")
    assert "machine reading, unchecked" in rows[1]
    assert sum("contradicted" in row for row in rows) == 2


def test_the_newest_figure_of_everybody_stands_first_in_its_words(places: TestClient) -> None:
    newest = places.get("/places/orlan-camp.json").json()["held"]["newest"]
    assert [one["figure"] for one in newest["figures"]] == ["about 27,000 people"]
    assert (
        newest["figures"][0]["words"]
        == "About 27,000 people are held in Orlan camp, the Harbour Agency said."
    )


def test_what_came_and_went(places: TestClient) -> None:
    moves = places.get("/places/orlan-camp.json").json()["moves"]

    def figures(way: str) -> list[str]:
        return [one["told"]["pieces"][0][0]["text"] for one in moves[way]]

    assert figures("came") == ["40"]
    assert figures("left") == ["at least 150", "1,200"]
    assert figures("there") == []


def test_a_region_tells_of_what_lies_within_it(places: TestClient) -> None:
    told = places.get("/places/skarland.json").json()
    assert told["within"][0]["name"] == "Orlan camp"
    assert {line["said"]["figure"] for line in told["held"]["lines"]} == {"at least 50,000"}
    moved = [one["told"]["pieces"][0][0]["text"] for one in told["moves"]["there"]]
    assert sorted(moved) == ["1,200", "40", "at least 150"]


def test_contradictions_stand_side_by_side(places: TestClient) -> None:
    told = places.get("/places/orlan-camp.json").json()
    (one,) = told["contradictions"]
    assert {claim["said"][0]["text"] for claim in one["claims"]} == {"56,800", "49,000"}


# --- the account ---


def test_the_account_is_that_of_the_command_line(places: TestClient) -> None:
    account = places.get("/places/orlan-camp.json?from=2024-07-07&to=2025-04-16").json()["account"]
    assert [(line["name"], line["words"]) for line in account["sheet"]["lines"]] == [
        ("Held as 7 July 2024 began", "41,300"),
        ("Came in", "40"),
        ("Left", "at least 150"),
        ("Held as 16 April 2025 ended", "37,200"),
        ("Not covered by any report", "3,990 fewer, or any number more"),
    ]
    assert account["command"] == "habeas account 'Orlan camp' --from 2024-07-07 --to 2025-04-16"


def test_notes_of_an_account_lead_to_the_claims_that_they_name(places: TestClient) -> None:
    page = _page(places, "/places/orlan-camp")
    (notes,) = page.xpath("//h3[.='What stands behind it']/following-sibling::ul[1]")
    assert any(re.fullmatch(r"/claims/c_[0-9a-f]{20}", link) for link in _links(notes))
    assert "c_" not in notes.text_content()


def test_very_many_claims_are_looked_at_month_by_month(
    served: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "LOOKED_AT", 8)
    held = served.get("/places/orlan-camp.json").json()["held"]
    assert (held["number"]["number"], held["a_month"]) == (21, 1)
    days = [line["said"]["day"][:7] for line in held["lines"]]
    assert len(days) == len(set(days)) > 15
    shown = served.get("/places/orlan-camp").text
    assert "Of 21 claims of how many are held here, the newest 1 of each month were looked at" in shown


def test_an_account_of_very_many_claims_is_left_to_the_command_line(
    served: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "DRAWN", 10)
    monkeypatch.setattr(place, "DRAWN_UNASKED", 5)
    few, many = (served.get(f"/places/{one}.json").json() for one in ("quay-prison", "orlan-camp"))
    assert few["account"]["sheet"] is not None
    assert (many["account"]["sheet"], many["account"]["why_not"]) == (None, "too many")
    assert "habeas account" in served.get("/places/orlan-camp").text


def test_an_account_that_takes_a_while_is_drawn_up_for_whoever_asks_one_at_a_time(
    served: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "DRAWN_UNASKED", 5)
    waiting = served.get("/places/orlan-camp.json").json()["account"]
    assert (waiting["sheet"], waiting["why_not"]) == (None, "not asked for")
    with place._drawing_up:
        busy = served.get("/places/orlan-camp?from=2024-01-01")
        assert (busy.status_code, "ask again in a few seconds" in busy.text) == (503, True)
    assert served.get("/places/orlan-camp.json?from=2024-01-01").json()["account"]["sheet"] is not None


# --- what is asked wrongly, and what isn't there ---


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/places/no-such-place", 404, "no report names a place"),
        ("/places/orlan-camp?from=yesterday", 422, "is no day"),
        ("/places/orlan-camp?from=2025-01-01&to=2024-01-01", 422, "swap the days"),
        ("/places?after=nonsense", 422, "key of no page"),
    ],
)
def test_faults_say_what_to_do(places: TestClient, path: str, status: int, words: str) -> None:
    answer = places.get(path)
    assert answer.status_code == status
    assert words in html.fromstring(answer.text).text_content()


def test_an_empty_field_is_no_filter(places: TestClient) -> None:
    assert places.get("/places/orlan-camp?from=&to=").status_code == 200
    assert len(places.get("/places.json?words=&kind=&country=").json()["places"]) == 11


def test_programs_get_figures_and_no_drawings(places: TestClient) -> None:
    for path in ("/places.json", "/places/orlan-camp.json"):
        assert "<svg" not in places.get(path).text


@pytest.mark.parametrize("path", ["/places", "/places/orlan-camp"])
def test_pages_hold_nothing_that_their_policy_forbids(places: TestClient, path: str) -> None:
    page = _page(places, path)
    assert page.xpath("//@style | //style | //script[not(@src)]") == []
    assert [link for link in page.xpath("//main//@href") if not link.startswith(("/", "#", "?"))] == []
