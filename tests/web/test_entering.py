"""Coming in: the printed address, once; signing in, out, and all that must not let anybody in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from fastapi.testclient import TestClient
from newsroom import BASE, PASSWORD, Newsroom

from habeas.settings import Settings
from habeas.signing.signing_in import token_hash
from habeas.web import make_app
from habeas.web.access import Role
from habeas.web.serving import Manner

MANNER = Manner(by="Ada Quay", token="Made-for-these-tests-and-no-other-use-0123456")


@pytest.fixture
def alone(home: Path) -> Iterator[TestClient]:
    """A browser before a home without users; it hasn't opened the printed address yet."""
    with TestClient(
        make_app(Settings(home), MANNER), base_url=BASE, headers={"origin": BASE}, follow_redirects=False
    ) as opened:
        yield opened


def another(browser: TestClient) -> TestClient:
    """Another browser before the same server."""
    return TestClient(browser.app, base_url=BASE, headers={"origin": BASE}, follow_redirects=False)


# --- alone on this machine ---


def test_the_printed_address_lets_one_browser_in_once(alone: TestClient) -> None:
    assert alone.get("/").status_code == 401
    entered = alone.get("/enter", params={"token": MANNER.token})
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"].split("; ")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie)
    assert MANNER.token not in entered.headers["set-cookie"]
    assert "Ada Quay" in alone.get("/").text
    assert another(alone).get("/enter", params={"token": MANNER.token}).status_code == 403
    assert alone.get("/enter", params={"token": MANNER.token}).headers["location"] == "/"


@pytest.mark.parametrize(
    "token", ["", "x", MANNER.token[:-1], MANNER.token + "x", "\u0660", MANNER.token.swapcase()]
)
def test_another_token_lets_nobody_in_and_uses_nothing_up(alone: TestClient, token: str) -> None:
    refused = alone.get("/enter", params={"token": token})
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers
    assert alone.get("/enter", params={"token": MANNER.token}).status_code == 303


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS"])
def test_only_opening_it_uses_the_address_up(alone: TestClient, method: str) -> None:
    alone.request(method, "/enter", params={"token": MANNER.token})
    assert alone.get("/enter", params={"token": MANNER.token}).status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", MANNER.token])
def test_another_cookie_lets_nobody_in(alone: TestClient, cookie: str) -> None:
    another(alone).get("/enter", params={"token": MANNER.token})
    alone.cookies.set("habeas", cookie)
    assert alone.get("/").status_code == 401
    assert (
        alone.get("/overview.json").json()["error"].startswith("open the address that habeas serve printed")
    )


def test_there_is_no_signing_in_alone(alone: TestClient) -> None:
    assert alone.get("/sign-in").headers["location"] == "/"
    assert alone.post("/sign-in", data={"name": "Ada Quay", "password": ""}).headers["location"] == "/"
    assert alone.get("/").status_code == 401


def test_alone_one_may_go_out(alone: TestClient) -> None:
    alone.get("/enter", params={"token": MANNER.token})
    token = alone.cookies["habeas"]
    assert alone.post("/sign-out").status_code == 303
    alone.cookies.set("habeas", token)
    assert alone.get("/").status_code == 401


def test_the_address_is_not_in_the_access_log(alone: TestClient) -> None:
    alone.get("/enter", params={"token": MANNER.token})
    alone.app.state.logbook._flush()  # type: ignore[attr-defined]
    kept = alone.app.state.desk.ledger.visits.accesses().accesses  # type: ignore[attr-defined]
    assert [(one.route, one.status) for one in kept] == [("/enter", 303)]
    assert MANNER.token not in str(kept)


# --- with users ---


def test_signing_in_leads_on(room: Newsroom) -> None:
    browser = room.browser()
    page = browser.get("/people?x=1", headers={"accept": "text/html"})
    assert page.headers["location"] == "/sign-in?next=%2Fpeople%3Fx%3D1"
    asked = browser.get(page.headers["location"])
    assert 'name="next" value="/people?x=1"' in asked.text
    given = {"name": "mira toll", "password": PASSWORD, "next": "/people?x=1"}
    answer = browser.post("/sign-in", data=given)
    assert (answer.status_code, answer.headers["location"]) == (303, "/people?x=1")
    assert "Mira Toll" in browser.get("/").text


@pytest.mark.parametrize(
    "next_",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "/\n/x",
        "/\t/evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(room: Newsroom, next_: str) -> None:
    browser = room.browser()
    given = {"name": "Ada Quay", "password": PASSWORD, "next": next_}
    assert browser.post("/sign-in", data=given).headers["location"] == "/"
    assert room.browser(Role.VIEWER).get("/sign-in", params={"next": next_}).headers["location"] == "/"


def test_a_page_that_is_not_there_knows_who_asks(room: Newsroom) -> None:
    assert "Ada Quay" in room.browser(Role.VIEWER).get("/nowhere").text
    assert "/claims" not in room.browser().get("/nowhere").text


def test_the_refused_are_told_the_same(room: Newsroom) -> None:
    room.ledger.users.disable("Joen Marsh", by="joen")
    told = set()
    for name, password in (("Ada Quay", "wrong"), ("Nobody", PASSWORD), ("Joen Marsh", PASSWORD)):
        answer = room.browser().post("/sign-in", data={"name": name, "password": password})
        told.add((answer.status_code, answer.text.replace(name, "")))
        assert "set-cookie" not in answer.headers
    assert len(told) == 1
    assert told.pop()[0] == 401


def test_nothing_that_was_given_is_taken_for_markup(room: Newsroom) -> None:
    given = {"name": '"><script>alert(1)</script>', "password": "<b>", "next": '/"><script>'}
    page = room.browser().post("/sign-in", data=given).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_session_that_was_brought_along_is_not_taken_over(room: Newsroom) -> None:
    """Session fixation: somebody plants a cookie of theirs, and waits for its owner to sign in."""
    planted = room.session("Ada Quay")
    for token in ("planted by a stranger", planted):
        browser = room.browser()
        browser.cookies.set("habeas", token)
        answer = browser.post("/sign-in", data={"name": "Mira Toll", "password": PASSWORD})
        given = answer.headers["set-cookie"].partition("habeas=")[2].partition(";")[0]
        assert given != token
        stranger = room.browser()
        stranger.cookies.set("habeas", token)
        assert stranger.get("/overview.json").status_code == 401


def test_a_token_is_never_in_the_ledger(room: Newsroom, home: Path) -> None:
    browser = room.browser()
    room.signs_in(browser, "Ada Quay")
    kept = b"".join(path.read_bytes() for path in home.glob("ledger.sqlite*"))
    assert browser.cookies["habeas"].encode() not in kept
    assert PASSWORD.encode() not in kept


def test_signing_out_ends_this_session_on_the_server(room: Newsroom) -> None:
    browser, elsewhere = room.browser(Role.VIEWER), room.browser(Role.VIEWER)
    token = browser.cookies["habeas"]
    answer = browser.post("/sign-out")
    assert 'habeas="";' in answer.headers["set-cookie"]
    browser.cookies.clear()
    browser.cookies.set("habeas", token)
    assert browser.get("/overview.json").status_code == 401
    assert elsewhere.get("/overview.json").status_code == 200


def test_somebody_disabled_is_out_at_once(room: Newsroom) -> None:
    browser = room.browser(Role.VIEWER)
    assert browser.get("/overview.json").status_code == 200
    assert room.browser(Role.ADMIN).post("/people/disable", data={"name": "Ada Quay"}).status_code == 303
    assert browser.get("/overview.json").status_code == 401
    assert room.signs_in(room.browser(), "Ada Quay") == 401
    assert room.browser(Role.ADMIN).post("/people/enable", data={"name": "Ada Quay"}).status_code == 303
    assert browser.get("/overview.json").status_code == 401
    assert room.signs_in(room.browser(), "Ada Quay") == 303


def test_another_role_counts_from_the_next_request(room: Newsroom) -> None:
    browser = room.browser(Role.VIEWER)
    assert browser.get("/people.json").status_code == 403
    room.browser(Role.ADMIN).post("/people/role", data={"name": "Ada Quay", "role": "admin"})
    assert browser.get("/people.json").status_code == 200


@pytest.mark.parametrize("key", ["began", "seen"])
def test_a_session_that_is_over_lets_nobody_in(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    browser = room.browser(Role.VIEWER)
    later = datetime.now(UTC) + (timedelta(hours=12) if key == "began" else timedelta(hours=2))
    if key == "began":
        room.ledger.visits.keep([], {visits_token(browser): later})
    monkeypatch.setattr("habeas.web.doors.datetime", type("Clock", (), {"now": lambda _: later}))
    assert browser.get("/overview.json").status_code == 401


def visits_token(browser: TestClient) -> str:
    """The hash of the browser's token."""
    return token_hash(browser.cookies["habeas"])


def test_using_a_session_is_put_down_to_the_minute(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = room.browser(Role.VIEWER)
    token, now = visits_token(browser), datetime.now(UTC)

    def seen() -> datetime:
        found = room.ledger.visits.whose(token, now=now, unused=timedelta(hours=1))
        assert found is not None
        return found.seen

    first = seen()
    for minutes, is_newer in ((0.5, False), (1.5, True)):
        later = now + timedelta(minutes=minutes)
        monkeypatch.setattr("habeas.web.doors.datetime", type("Clock", (), {"now": lambda _, at=later: at}))
        assert browser.get("/overview.json").status_code == 200
        room.app.state.logbook._flush()
        assert (seen() > first) is is_newer


def fail(room: Newsroom, name: str, times: int) -> None:
    """So many failures of a name, just now."""
    for _ in range(times):
        room.ledger.visits.attempt({f"name:{name}": lambda _: timedelta(0)}, now=datetime.now(UTC))


def test_too_many_tries_have_to_wait(room: Newsroom) -> None:
    browser = room.browser()
    for _ in range(3):
        assert room.signs_in(browser, "Ada Quay", "wrong") == 401
    fail(room, "ada quay", 12)
    refused = browser.post("/sign-in", data={"name": "Ada Quay", "password": PASSWORD})
    assert refused.status_code == 429
    assert 200 < int(refused.headers["retry-after"]) <= 300
    assert f"Too many tries: wait {refused.headers['retry-after']} seconds" in refused.text
    assert room.signs_in(browser, "Joen Marsh") == 303


def test_waiting_outlasts_a_restart(room: Newsroom, home: Path) -> None:
    fail(room, "ada quay", 12)
    with TestClient(
        make_app(Settings(home)), base_url=BASE, headers={"origin": BASE}, follow_redirects=False
    ) as again:
        given = {"name": "Ada Quay", "password": PASSWORD}
        assert again.post("/sign-in", data=given).status_code == 429


# --- one-time codes, from setting them up to signing in with them ---


def set_up(browser: TestClient) -> tuple[str, str]:
    """The secret that a browser has set up, and the code that it did so with."""
    secret = str(browser.get("/you/codes.json").json()["secret"])
    code = pyotp.TOTP(secret).now()
    done = browser.post("/you/codes", data={"secret": secret, "code": code, "password": PASSWORD})
    assert done.status_code == 200
    assert done.text.count("<li><code>") == 10
    return secret, code


def test_a_code_is_asked_for_and_good_once(room: Newsroom) -> None:
    secret, used = set_up(room.browser(Role.VIEWER))
    assert room.signs_in(room.browser(), "Ada Quay") == 401
    assert room.signs_in(room.browser(), "Ada Quay", code=used) == 401
    following = pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30))
    assert room.signs_in(room.browser(), "Ada Quay", code=following) == 303
    assert room.signs_in(room.browser(), "Ada Quay", code=following) == 401


def test_codes_are_not_set_up_or_off_without_the_password(room: Newsroom) -> None:
    browser = room.browser(Role.VIEWER)
    secret = pyotp.random_base32()
    given = {"secret": secret, "code": pyotp.TOTP(secret).now(), "password": "wrong"}
    assert browser.post("/you/codes", data=given).status_code == 422
    assert (
        browser.post("/you/codes", data={**given, "secret": "AAAA", "password": PASSWORD}).status_code == 422
    )
    assert not browser.get("/you.json").json()["codes"]
    set_up(browser)
    assert browser.post("/you/codes/off", data={"password": "wrong"}).status_code == 422
    assert browser.get("/you.json").json()["codes"]
    assert browser.post("/you/codes/off", data={"password": PASSWORD}).status_code == 303
    assert room.signs_in(room.browser(), "Ada Quay") == 303


def test_a_password_is_changed_by_its_owner(room: Newsroom) -> None:
    browser, elsewhere = room.browser(Role.VIEWER), room.browser(Role.VIEWER)
    new = {"after": "eight white storks", "again": "eight white storks"}
    assert browser.post("/you/password", data={"before": "wrong", **new}).status_code == 422
    assert browser.post("/you/password", data={"before": PASSWORD, **new, "again": "x"}).status_code == 422
    token = browser.cookies["habeas"]
    browser.cookies.clear()
    browser.cookies.set("habeas", token)
    changed = browser.post("/you/password", data={"before": PASSWORD, **new})
    given = changed.headers["set-cookie"].partition("habeas=")[2].partition(";")[0]
    assert given != token
    assert elsewhere.get("/overview.json").status_code == 401
    assert room.signs_in(room.browser(), "Ada Quay", "eight white storks") == 303
    assert room.signs_in(room.browser(), "Ada Quay") == 401
