"""The guard: hosts, origins, headers, and how large a form may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from newsroom import BASE, Newsroom, newsroom
from starlette.responses import Response
from starlette.websockets import WebSocketDisconnect

from habeas.web.access import Role
from habeas.web.guard import Names
from habeas.web.rendering import PageRouter
from habeas.web.serving import THIS_MACHINE

HTTPS = "https://ledger.example"


@pytest.fixture
def public(home: Path, quick_hashes: None) -> Newsroom:  # noqa: ARG001  for what it does
    """The same home behind a proxy that does TLS."""
    names = Names({*THIS_MACHINE, "Ledger.Example"}, tls=True, behind_proxy=True)
    with newsroom(home, names=names) as opened:
        yield opened


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 401),
        ("127.0.0.1", 401),
        ("LOCALHOST:1", 401),
        ("localhost.", 401),
        ("[::1]:8000", 401),
        ("evil.example", 421),
        ("evil.example:8000", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost@evil.example", 421),
        ("evil.example/localhost", 421),
        ("localhost, evil.example", 421),
        ("127.0.0.1:8000:1", 421),
        ("10.0.0.1", 421),
        ("", 421),
    ],
)
def test_only_names_that_were_allowed_are_answered(room: Newsroom, host: str, status: int) -> None:
    answer = room.browser().get("/overview.json", headers={"host": host})
    assert answer.status_code == status
    if status == 421:
        assert "--allow-host" in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("origin", "site", "let_in"),
    [
        (BASE, None, True),
        (BASE, "same-origin", True),
        (None, None, False),
        (None, "same-origin", False),
        ("null", None, False),
        ("", None, False),
        ("http://127.0.0.1:8001", None, False),
        ("http://127.0.0.1", None, False),
        ("https://127.0.0.1:8000", None, False),
        ("http://localhost:8000", None, False),
        ("http://evil.example", None, False),
        ("http://127.0.0.1:8000.evil.example", None, False),
        ("http://127.0.0.1:8000@evil.example", None, False),
        (BASE, "cross-site", False),
        (BASE, "same-site", False),
        (BASE, "none", False),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "ODD"])
def test_a_form_comes_from_a_page_of_ours(
    room: Newsroom, origin: str | None, site: str | None, let_in: bool, method: str
) -> None:
    browser = room.browser(Role.ADMIN)
    del browser.headers["origin"]
    given = {"origin": origin, "sec-fetch-site": site}
    headers = {name: value for name, value in given.items() if value is not None}
    answer = browser.request(method, "/people/disable", data={"name": "Ada Quay"}, headers=headers)
    assert answer.status_code == ((303 if method == "POST" else 405) if let_in else 403)
    assert room.ledger.users.known("Ada Quay").disabled is (let_in and method == "POST")


def test_two_hosts_or_two_origins_are_none(room: Newsroom) -> None:
    twice = [("origin", BASE), ("origin", BASE)]
    browser = room.browser(Role.ADMIN)
    del browser.headers["origin"]
    assert browser.post("/sign-out", headers=twice).status_code == 403
    hosts = [("host", "127.0.0.1:8000"), ("host", "127.0.0.1:8000")]
    assert browser.get("/", headers=hosts).status_code == 421


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/nowhere", "/people", "/openapi.json", "/static/app.css", "/static/nothing"]
)
@pytest.mark.parametrize("role", [Role.ANYONE, Role.VIEWER])
def test_every_answer_carries_the_headers(room: Newsroom, path: str, role: Role) -> None:
    found = room.browser(role).get(path).headers
    policy = found["content-security-policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'"} <= set(policy)
    assert "unsafe" not in found["content-security-policy"]
    assert found["x-content-type-options"] == "nosniff"
    assert found["cache-control"] == "no-store"
    assert found["cross-origin-opener-policy"] == "same-origin"
    assert found["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in found
    assert "server" not in found


def test_a_fault_of_ours_carries_them_too(room: Newsroom) -> None:
    router = PageRouter()

    @router.bare("/broken")
    def break_down() -> Response:
        raise ZeroDivisionError

    room.app.include_router(router)
    browser = TestClient(room.app, base_url=BASE, raise_server_exceptions=False)
    browser.cookies.set("habeas", room.session("Ada Quay"))
    answer = browser.get("/broken")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_files_whose_address_tells_their_content_are_kept(room: Newsroom) -> None:
    page = room.browser().get("/sign-in").text
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in room.browser().get(style).headers["cache-control"]


def test_behind_tls_cookies_and_pages_are_for_tls_alone(public: Newsroom) -> None:
    browser = public.browser(base=HTTPS)
    answer = browser.post("/sign-in", data={"name": "Ada Quay", "password": "seven grey herons"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-habeas=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"].startswith("max-age=63072000")
    assert browser.get("/").status_code == 200


def test_behind_tls_nothing_leads_out_of_it(public: Newsroom) -> None:
    led = public.browser(base="http://ledger.example").get("/sign-in/")
    assert led.headers["location"] == f"{HTTPS}/sign-in"


def test_behind_tls_a_form_comes_from_there(public: Newsroom) -> None:
    """The proxy speaks plain HTTP to us; the browser's origin is the proxy's."""
    browser = public.browser(base="http://ledger.example")
    given = {"name": "Ada Quay", "password": "seven grey herons"}
    told = [
        browser.post("/sign-in", data=given, headers={"origin": origin}).status_code
        for origin in (HTTPS, "HTTPS://LEDGER.EXAMPLE", f"{HTTPS}:443", "http://ledger.example")
    ]
    assert told == [303, 303, 303, 403]


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("198.51.100.4", "198.51.100.4"),
        ("203.0.113.9, 198.51.100.4", "198.51.100.4"),
        ("2001:db8::7", "2001:db8::7"),
        ("nobody", "testclient"),
        ("203.0.113.9,", "testclient"),
    ],
)
def test_the_proxy_says_who_comes_in_what_it_wrote_last(public: Newsroom, said: str, address: str) -> None:
    browser = public.browser(base=HTTPS)
    browser.post("/sign-in", data={"name": "Ada Quay", "password": "x"}, headers={"x-forwarded-for": said})
    public.app.state.logbook._flush()
    assert public.ledger.visits.accesses().accesses[0].address == address


def test_without_a_proxy_nobody_says_who_they_are(room: Newsroom) -> None:
    browser = room.browser()
    browser.get("/sign-in", headers={"x-forwarded-for": "198.51.100.4", "forwarded": "for=198.51.100.4"})
    room.app.state.logbook._flush()
    assert room.ledger.visits.accesses().accesses[0].address == "testclient"


@pytest.mark.parametrize("chunked", [True, False])
def test_a_form_that_is_too_large_is_not_read(room: Newsroom, chunked: bool) -> None:
    body = b"name=" + b"x" * (2**20)
    pieces = (body[at : at + 2**16] for at in range(0, len(body), 2**16))
    answer = room.browser(Role.ADMIN).post(
        "/people/disable",
        content=pieces if chunked else body,
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 413
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_nothing_is_read_of_what_nobody_may_send(room: Newsroom) -> None:
    answer = room.browser().post("/people/disable", content=b"x" * 2**22)
    assert answer.status_code == 401


def test_a_websocket_is_closed(room: Newsroom) -> None:
    with pytest.raises(WebSocketDisconnect), room.browser(Role.ADMIN).websocket_connect("/"):
        pass


def test_refusals_are_put_down(room: Newsroom) -> None:
    browser = room.browser(Role.ADMIN)
    browser.get("/", headers={"host": "evil.example"})
    browser.post("/sign-out", headers={"origin": "null"})
    room.app.state.logbook._flush()
    assert room.told() == [
        (None, "GET", "-", "refused: host evil.example", 421),
        (None, "POST", "-", "refused: origin null", 403),
    ]
