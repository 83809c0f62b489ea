"""Who may do what: every route × every role, and that no route escapes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from newsroom import Newsroom
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from habeas.settings import Settings
from habeas.web import make_app
from habeas.web.access import Declared, Role, Undeclared, declared, needs, refuse_undeclared
from habeas.web.rendering import PageRouter

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# All that nobody need be signed in for, and all that a viewer may send: who adds to either must say so here.
FOR_ANYONE: Final = {"/enter", "/sign-in", "/sign-in.json", "/static", "/static/swagger"}
DOWNLOADED: Final = {"/downloads/brief", "/downloads/{id_}/file", "/downloads/{id_}/delete"}
SENT_BY_VIEWERS: Final = {"/sign-out", "/you/password", "/you/codes", "/you/codes/off", "/seen", *DOWNLOADED}


def routes() -> list[Declared]:
    """Every route of the application as it is served; no home is opened for it."""
    return list(declared(make_app(Settings(Path("nowhere")))))


def address(path: str) -> str:
    """An address that the pattern fits."""
    return re.sub(r"\{[^}]*\}", "x", path)


@pytest.fixture
def let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind the gate nothing is done: 204 tells that a request was let through."""

    async def answer(_: APIRoute, scope: Scope, receive: Receive, send: Send) -> None:
        await Response(status_code=204)(scope, receive, send)

    monkeypatch.setattr(APIRoute, "handle", answer)


@pytest.mark.usefixtures("let_through")
@pytest.mark.parametrize("role", Role)
def test_every_route_lets_in_whom_it_says_and_nobody_else(room: Newsroom, role: Role) -> None:
    browser = room.browser(role)
    asked = 0
    for route in routes():
        for method in sorted(route.methods):
            if route.path.startswith("/static"):
                continue
            answer = browser.request(method, address(route.path))
            if route.needs is not None and role >= route.needs:
                expected = {204}
            elif role is Role.ANYONE:
                expected = {303, 401}
            else:
                expected = {403}
            assert answer.status_code in expected, (method, route, role)
            if answer.status_code == 303:
                assert answer.headers["location"].startswith("/sign-in?next=")
            asked += 1
    assert asked >= 15


@pytest.mark.parametrize("role", Role)
def test_a_method_that_a_route_does_not_have_does_nothing(room: Newsroom, role: Role) -> None:
    browser = room.browser(role)
    has: dict[str, set[str]] = {}
    for route in routes():
        has.setdefault(address(route.path), set()).update(route.methods)
    for path, methods in has.items():
        for method in set(METHODS) - methods:
            answer = browser.request(method, path)
            led_on = answer.status_code == 307 and answer.headers["location"].endswith(f"{path}/")
            assert led_on or answer.status_code in {303, 401, 403, 404, 405}, (method, path)


def test_what_is_for_anyone_and_what_viewers_send_is_listed_here() -> None:
    assert {route.path for route in routes() if route.needs is Role.ANYONE} == FOR_ANYONE
    acts = [route for route in routes() if route.methods - {"GET", "HEAD", "OPTIONS"}]
    assert {route.path for route in acts if route.needs is Role.VIEWER} == SENT_BY_VIEWERS
    assert "/people/role" in {route.path for route in acts if route.needs is Role.ADMIN}


def _plain(app: FastAPI) -> None:
    app.get("/rogue")(lambda: "open")


def _within(app: FastAPI) -> None:
    inner, outer = APIRouter(), APIRouter()
    inner.get("/rogue")(lambda: "open")
    outer.include_router(inner, prefix="/deep")
    app.include_router(outer)


def _page_router(app: FastAPI) -> None:
    router = PageRouter()
    router.get("/rogue")(lambda: "open")
    app.include_router(router)


def _needs_alone(app: FastAPI) -> None:
    """Said, but not behind the gate that would check it."""
    app.get("/rogue")(needs(Role.ADMIN)(lambda: "open"))


def _mounted(app: FastAPI) -> None:
    app.mount("/rogue", Starlette())


def _starlette(app: FastAPI) -> None:
    app.add_route("/rogue", lambda _: Response("open"))


def _websocket(app: FastAPI) -> None:
    async def talk(_: Any) -> None: ...

    app.add_api_websocket_route("/rogue", talk)


@pytest.mark.parametrize(
    "add", [_plain, _within, _page_router, _needs_alone, _mounted, _starlette, _websocket]
)
def test_a_route_that_says_nothing_keeps_the_application_from_starting(add: Any) -> None:
    app = make_app(Settings(Path("nowhere")))
    refuse_undeclared(app)
    add(app)
    with pytest.raises(Undeclared, match="/rogue doesn't say which role it needs"):
        refuse_undeclared(app)


def test_the_application_asks_before_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    router = PageRouter()
    router.get("/rogue")(lambda: "open")
    monkeypatch.setattr("habeas.web.app.ROUTERS", (router,))
    with pytest.raises(Undeclared):
        make_app(Settings(Path("nowhere")))


def test_a_route_of_a_router_that_says_nothing_lets_nobody_in(room: Newsroom) -> None:
    router = PageRouter()
    router.get("/rogue")(lambda: "open")
    room.app.include_router(router)
    with pytest.raises(Undeclared):
        room.browser(Role.ADMIN).get("/rogue")
