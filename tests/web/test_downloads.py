"""Taking a list away by the browser: the same filters, who may, what the log keeps; nothing stays."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from newsroom import NAMES, Newsroom

from habeas.custody import Departure
from habeas.jobs import BRIEFS, EXPORTS, Outbox, Stage
from habeas.jobs.outbox import LASTS, MOST, Made, Stand
from habeas.jobs.packing import Pack, do
from habeas.kept import Listing
from habeas.ledger import Ledger
from habeas.ledger.shelf import Shelved
from habeas.ledger.users import Role
from habeas.pipeline import desk
from habeas.settings import Settings
from habeas.web.pages.downloads import FORMS
from habeas.web.pages.narrowed import PAGES

REASON = "for the yearly report"


@pytest.fixture
def outbox(home: Path) -> Outbox:
    return Outbox(Settings(home))


def ask(browser: TestClient, form: str = "csv", door: str = "", **fields: str) -> Response:
    path = door or ("brief" if form in BRIEFS else "tables")
    data = {"list": "claims", "form": form, "reason": REASON, **fields}
    return browser.post(f"/downloads/{path}", data=data, follow_redirects=False)


def make(home: Path) -> None:
    """Do what the server's worker does, here."""
    settings = Settings(home)
    outbox = Outbox(settings)
    with desk(settings) as here:
        for one in outbox.parcels():
            if one.stand.stage is Stage.WAITING:
                said = do(Pack(outbox.path(one).parent, one.asked), here)
                assert isinstance(said, Made), said
                outbox.note(one.id, Stand(stage=Stage.READY, at=datetime.now(UTC), made=said))


def taken(browser: TestClient, home: Path, **asked: str) -> bytes:
    """What somebody gets who asks for this, waits, and takes it."""
    answer = ask(browser, **asked)
    assert answer.status_code == 303, answer.text
    make(home)
    file = browser.post(f"{answer.headers['location']}/file", follow_redirects=False)
    assert file.status_code == 200, file.text
    assert int(file.headers["content-length"]) == len(file.content)
    return file.content


def rows(packed: bytes, table: str) -> list[dict[str, str]]:
    with ZipFile(io.BytesIO(packed)) as opened:
        (name,) = (name for name in opened.namelist() if name.endswith(f"/{table}.csv"))
        return [*csv.DictReader(io.StringIO(opened.read(name).decode("utf-8-sig")))]


def departures(home: Path) -> list[Departure]:
    with Ledger.open(Settings(home)) as ledger:
        return [*ledger.departures()]


def test_every_form_has_words_and_every_list_its_filters() -> None:
    assert set(FORMS) == {*BRIEFS, *EXPORTS}
    assert "archive" not in FORMS
    assert set(PAGES) >= {"claims", "events", "conflicts", "reports", "unread", "overview"}


@pytest.mark.parametrize(
    ("filters", "types", "chosen"),
    [
        ({"list": "claims", "type": "holding"}, {"holding"}, "type holding"),
        ({"list": "claims", "words": "Lantern"}, {"allegation", "denial"}, "words Lantern"),
        ({"list": "events", "type": "transfer"}, {"transfer"}, "listed among events, type transfer"),
        (
            {"list": "conflicts", "kind": "contested"},
            {"allegation", "denial"},
            "listed among contradictions, kind contested",
        ),
        ({"list": "reports", "outlet": "Bergen Daily"}, {"transfer"}, "listed among reports"),
        ({"list": "overview", "type": "holding"}, {"holding"}, "type holding"),
        ({"list": "overview", "since": "2024-03-01", "type": "transfer"}, {"transfer"}, "since 2024-03-01"),
        ({"list": "unread"}, set(), "listed among unread figures"),
    ],
)
def test_what_leaves_is_what_the_page_listed(
    client: TestClient, home: Path, filters: dict[str, str], types: set[str], chosen: str
) -> None:
    packed = taken(client, home, **filters)
    assert {row["type"] for row in rows(packed, "claims")} == types
    (departure,) = departures(home)
    assert chosen in departure.chosen
    assert (departure.form, departure.why, departure.named) == ("csv", REASON, False)


def test_without_filters_all_leaves_and_the_log_says_so(client: TestClient, home: Path) -> None:
    packed = taken(client, home)
    with desk(Settings(home)) as here:
        assert len(rows(packed, "claims")) == len(here.ledger.claims())
        assert len(rows(packed, "unread")) == len(here.ledger.unread())
        assert here.ledger.verify(here.vault) == []
    with ZipFile(io.BytesIO(packed)) as opened:
        (name,) = (name for name in opened.namelist() if name.endswith("/about.json"))
        about = opened.read(name)
    (departure,) = departures(home)
    assert (departure.chosen, departure.contents) == ("everything", hashlib.sha256(about).hexdigest())
    assert json.loads(about)["chosen"] == ["everything"]


@pytest.mark.parametrize("form", BRIEFS)
def test_a_brief_leaves_in_each_of_its_forms(client: TestClient, home: Path, form: str) -> None:
    data = taken(client, home, form=form, type="holding", title="Held in Orlan")
    assert data
    (departure,) = departures(home)
    assert (departure.form, departure.contents) == (form, hashlib.sha256(data).hexdigest())
    if form == "brief-md":
        assert "Held in Orlan" in data.decode()
        assert "700" in data.decode()
        assert "type holding" in data.decode()


def test_what_was_taken_is_gone(client: TestClient, home: Path, outbox: Outbox) -> None:
    where = ask(client).headers["location"]
    make(home)
    assert client.get(where).text.count("Download, ") == 1
    assert client.post(f"{where}/file").status_code == 200
    assert outbox.ids() == []
    assert [path.name for path in outbox.folder.iterdir()] == []
    assert client.post(f"{where}/file").status_code == 404
    assert "it was taken" in client.get(where).text


def test_who_breaks_off_can_take_it_again(client: TestClient, home: Path, outbox: Outbox) -> None:
    from habeas.web.pages.downloads import _pieces  # noqa: PLC0415  what is sent, piece by piece

    ask(client)
    make(home)
    (parcel,) = outbox.parcels()
    pieces: Iterator[bytes] = _pieces(outbox.path(parcel).open("rb"), outbox, parcel)
    assert next(pieces)
    del pieces
    assert outbox.parcel(parcel.id) == parcel
    assert client.post(f"/downloads/{parcel.id}/file").status_code == 200


def test_what_nobody_takes_goes_in_time(client: TestClient, home: Path, outbox: Outbox) -> None:
    where = ask(client).headers["location"]
    make(home)
    (parcel,) = outbox.parcels()
    stale = Stand(
        stage=Stage.READY, at=datetime.now(UTC) - LASTS - timedelta(minutes=1), made=parcel.stand.made
    )
    outbox.note(parcel.id, stale)
    assert client.post(f"{where}/file").status_code == 404  # also before it is swept
    outbox.sweep()
    assert outbox.ids() == []


def test_nothing_is_offered_before_it_is_whole(client: TestClient, home: Path) -> None:
    where = ask(client).headers["location"]
    answer = client.post(f"{where}/file")
    assert answer.status_code == 422
    assert "this download is waiting" in answer.text
    page: dict[str, Any] = client.get(f"{where}.json").json()
    assert (page["stage"], page["ended"], page["contents"]) == ("waiting", False, None)
    make(home)
    page = client.get(f"{where}.json").json()
    assert (page["stage"], page["ended"]) == ("ready", True)


@pytest.mark.parametrize(
    ("role", "form", "kind", "status"),
    [
        (Role.ANYONE, "brief-md", "brief", 401),
        (Role.VIEWER, "brief-md", "brief", 303),
        (Role.VIEWER, "csv", "tables", 403),
        (Role.VIEWER, "csv", "brief", 422),  # by the door that is open to them no table leaves
        (Role.REVIEWER, "csv", "tables", 303),
        (Role.REVIEWER, "csv", "unmasked", 403),
        (Role.REVIEWER, "archive", "tables", 422),
        (Role.ADMIN, "csv", "unmasked", 303),
        (Role.ADMIN, "brief-md", "unmasked", 303),
    ],
)
def test_who_may_take_what(room: Newsroom, role: Role, form: str, kind: str, status: int) -> None:
    more = {"names": "yes"} if kind == "unmasked" else {}
    assert ask(room.browser(role), form, kind, **more).status_code == status


def test_names_leave_only_by_their_own_door(room: Newsroom, home: Path, outbox: Outbox) -> None:
    admin = room.browser(Role.ADMIN)
    assert ask(admin, "csv", "tables", names="yes").status_code == 422
    assert ask(admin, "csv", "unmasked").status_code == 422
    assert outbox.ids() == []
    ask(admin, "csv", "unmasked", names="yes", violence="yes")
    make(home)
    (departure,) = departures(home)
    assert (departure.by, departure.named, departure.why) == (NAMES[Role.ADMIN], True, REASON)


def test_a_download_is_its_asker_s_alone(room: Newsroom, home: Path, outbox: Outbox) -> None:
    where = ask(room.browser(Role.REVIEWER)).headers["location"]
    make(home)
    for role in (Role.VIEWER, Role.ADMIN):
        other = room.browser(role)
        assert other.get(where).status_code == 404
        assert other.post(f"{where}/file").status_code == 404
        assert other.post(f"{where}/delete").status_code == 404
        assert other.get("/downloads.json").json() == {"downloads": []}
    assert len(outbox.ids()) == 1
    room.ledger.users.set_role(NAMES[Role.REVIEWER], Role.VIEWER, by="joen")
    assert room.browser(Role.REVIEWER).post(f"{where}/file").status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": " "}, "say why this leaves"),
        ({"form": "exe"}, "choose one of the formats"),
        ({"list": "secrets"}, "no list"),
        ({"colour": "red"}, "can&#39;t be narrowed by that"),
        ({"place": "Nowhere at all"}, "nothing fits"),
        ({"type": "no such type"}, "nothing fits"),
        ({"list": "overview", "since": "2031-01-01"}, "nothing fits"),
        ({"list": "overview", "since": "soon"}, "no day"),
        ({"changes": "soon"}, "no day"),
        ({"words": "x" * 201}, "longer than"),
        ({"reason": "x" * 1001}, "longer than"),
    ],
)
def test_what_can_t_be_meant_is_refused_and_nothing_is_made(
    client: TestClient, outbox: Outbox, fields: dict[str, str], words: str
) -> None:
    answer = ask(client, **{"form": "csv", "door": "tables", **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert outbox.ids() == []


def test_a_form_of_another_page_asks_for_nothing(client: TestClient, outbox: Outbox) -> None:
    data = {"list": "claims", "form": "csv", "reason": REASON}
    answer = client.post("/downloads/tables", data=data, headers={"origin": "http://elsewhere.example"})
    assert answer.status_code == 403
    assert outbox.ids() == []


def test_nobody_fills_the_disk(client: TestClient, outbox: Outbox) -> None:
    for _ in range(MOST):
        assert ask(client).status_code == 303
    answer = ask(client)
    assert answer.status_code == 422
    assert "take or delete one" in answer.text
    client.post(f"/downloads/{outbox.ids()[0]}/delete")
    assert ask(client).status_code == 303


def test_the_lists_lead_to_their_downloads(client: TestClient) -> None:
    assert "/downloads/new?type=holding&amp;list=claims" in client.get("/claims?type=holding").text
    page = client.get("/downloads/new?type=holding&list=claims").text
    assert "2 claims that fit" in page
    assert '<input type="hidden" name="type" value="holding">' in page


def test_what_is_asked_for_outlives_the_server(client: TestClient, outbox: Outbox) -> None:
    ask(client, list="events", type="transfer", words="Orlan")
    (parcel,) = outbox.parcels()
    assert parcel.asked.listing == Listing(Shelved.EVENT, ("type:transfer",), (), "Orlan")
    assert parcel.asked.base_url == ""
