"""The access log's rows, the pages that show them, and what an admin may do to others."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from fastapi.responses import Response
from fastapi.testclient import TestClient
from newsroom import BASE, Newsroom
from starlette.requests import Request

from habeas.errors import LedgerFault
from habeas.ledger.visits import Visits
from habeas.vault import Vault
from habeas.web.access import Role, opens
from habeas.web.rendering import PageRouter


def test_who_opened_what_is_put_down(room: Newsroom) -> None:
    browser = room.browser(Role.VIEWER)
    browser.get("/")
    browser.get("/people")
    room.browser().get("/people")
    room.browser(Role.ADMIN).post("/people/role", data={"name": "Ada Quay", "role": "reviewer"})
    nobody = room.browser()
    room.signs_in(nobody, "Ada Quay")
    room.signs_in(room.browser(), "Ada Quay", "wrong")
    browser.post("/sign-out")
    room.app.state.logbook._flush()
    assert room.told() == [
        ("Ada Quay", "GET", "/", None, 200),
        ("Ada Quay", "GET", "/people", None, 403),
        (None, "GET", "/people", None, 401),
        ("Mira Toll", "POST", "/people/role", "user Ada Quay", 303),
        ("Ada Quay", "POST", "/sign-in", None, 303),
        (None, "POST", "/sign-in", None, 401),
        ("Ada Quay", "POST", "/sign-out", None, 303),
    ]


@pytest.fixture
def with_files(room: Newsroom) -> Iterator[Newsroom]:
    """The same with a route that gives a file, and one that fails."""
    router = PageRouter()

    @router.bare("/files/{report}")
    def download(report: str, request: Request) -> Response:
        if report == "broken":
            raise ZeroDivisionError
        if report == "export":
            opens(request, "export 2031-03")
        return Response("bytes", headers={"Content-Disposition": f'attachment; filename="{report}"'})

    room.app.include_router(router)
    return room


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second that doesn't come: only what is put down at once is there."""
    monkeypatch.setattr("habeas.web.logbook.EVERY", 3600)


@pytest.mark.usefixtures("slow")
def test_what_matters_is_put_down_before_the_answer(with_files: Newsroom) -> None:
    room = with_files
    room.browser(Role.VIEWER).get("/")
    assert room.told() == []  # a page that is read waits for no disk
    room.browser(Role.VIEWER).get("/files/3f")
    room.browser(Role.VIEWER).get("/files/export")
    room.browser(Role.VIEWER).get("/people")
    room.signs_in(room.browser(), "Ada Quay")
    assert room.told() == [
        ("Ada Quay", "GET", "/", None, 200),
        ("Ada Quay", "GET", "/files/{report}", "report 3f", 200),
        ("Ada Quay", "GET", "/files/{report}", "export 2031-03", 200),
        ("Ada Quay", "GET", "/people", None, 403),
        ("Ada Quay", "POST", "/sign-in", None, 303),
    ]


@pytest.mark.usefixtures("slow")
def test_strangers_cannot_make_the_disk_work(room: Newsroom) -> None:
    room.browser().get("/")
    room.browser().post("/people/disable")
    room.signs_in(room.browser(), "Nobody")
    assert room.told() == []


def test_no_file_leaves_that_cannot_be_put_down(
    with_files: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise LedgerFault("the disk is full")

    browser = TestClient(with_files.app, base_url=BASE, raise_server_exceptions=False)
    browser.cookies.set("habeas", with_files.session("Ada Quay"))
    with monkeypatch.context() as broken:
        broken.setattr(Visits, "keep", full)
        answer = browser.get("/files/3f")
    assert answer.status_code == 500
    assert answer.text != "bytes"
    with_files.app.state.logbook._flush()
    assert ("Ada Quay", "GET", "/files/{report}", "report 3f", 200) in with_files.told()


def test_a_fault_is_put_down_too(with_files: Newsroom) -> None:
    with pytest.raises(ZeroDivisionError):
        with_files.browser(Role.VIEWER).get("/files/broken")
    with_files.app.state.logbook._flush()
    assert with_files.told() == [("Ada Quay", "GET", "/files/{report}", "report broken", 500)]


def test_an_address_is_put_down_up_to_its_bound(with_files: Newsroom) -> None:
    with_files.browser(Role.VIEWER).get(f"/files/{'x' * 5000}")
    assert len(with_files.told()[0][3] or "") == 300


def test_all_that_waits_is_put_down_at_the_end(room: Newsroom) -> None:
    logbook = room.app.state.logbook
    browser = room.browser(Role.VIEWER)
    threads = [threading.Thread(target=browser.get, args=("/overview.json",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    logbook.__exit__(None, None, None)
    assert room.told() == [("Ada Quay", "GET", "/overview.json", None, 200)] * 8


def test_an_admin_sees_who_there_is(room: Newsroom) -> None:
    page = room.browser(Role.ADMIN).get("/people.json").json()
    assert [(one["name"], one["role"], one["is_you"]) for one in page["people"]] == [
        ("Ada Quay", "viewer", False),
        ("Joen Marsh", "reviewer", False),
        ("Mira Toll", "admin", True),
    ]
    assert "password" not in str(page)


@pytest.mark.parametrize("act", ["disable", "enable", "role"])
def test_nobody_changes_themselves_or_who_is_not_there(room: Newsroom, act: str) -> None:
    browser = room.browser(Role.ADMIN)
    for name, status in (("mira TOLL", 422), ("Nobody", 404)):
        answer = browser.post(f"/people/{act}", data={"name": name, "role": "viewer"})
        assert answer.status_code == status
    assert browser.post("/people/role", data={"name": "Ada Quay", "role": "anyone"}).status_code == 422
    assert [user.role for user in room.ledger.users.all()] == [Role.VIEWER, Role.REVIEWER, Role.ADMIN]


def test_the_access_log_is_shown_page_by_page(room: Newsroom) -> None:
    browser, reader = room.browser(Role.ADMIN), room.browser(Role.VIEWER)
    for _ in range(60):
        reader.get("/overview.json")
    room.app.state.logbook._flush()
    first = browser.get("/people/accesses.json").json()
    assert len(first["accesses"]) == 50
    rest = browser.get("/people/accesses.json", params={"before": first["next"]}).json()
    assert len(rest["accesses"]) == 10
    assert rest["next"] is None
    assert "/overview.json" in browser.get("/people/accesses").text
    assert browser.get("/people/accesses", params={"before": "x"}).status_code == 422


def test_what_strangers_write_is_shown_as_words(room: Newsroom) -> None:
    room.browser().get("/", headers={"host": "<script>alert(1)</script>"})
    room.app.state.logbook._flush()
    page = room.browser(Role.ADMIN).get("/people/accesses").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_ledger_is_sound_after_all_that(room: Newsroom) -> None:
    admin = room.browser(Role.ADMIN)
    admin.post("/people/role", data={"name": "Ada Quay", "role": "reviewer"})
    admin.post("/people/disable", data={"name": "Ada Quay"})
    assert room.ledger.verify(Vault(room.app.state.desk.settings.vault)) == []
    assert [entry.by for entry in room.ledger.log()][-2:] == ["Mira Toll", "Mira Toll"]
