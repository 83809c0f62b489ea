"""Coming in: the printed address, names and passwords, codes from a phone; and what each role finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyotp
import pytest
from playwright.sync_api import BrowserContext, expect

from browser.conftest import Opener
from browser.homes import ADMIN, PASSWORD, REVIEWERS, VIEWER
from browser.serving import Site, served, sign_in
from habeas.settings import Settings
from habeas.web import make_app
from habeas.web.serving import Manner

# One for each test that changes what is kept of a user.
BO, CEM, EVA, _ = REVIEWERS
TOO_OFTEN: Final = 429


def test_the_printed_address_lets_one_browser_in(
    made_home: Path, contexts: Callable[..., BrowserContext]
) -> None:
    manner = Manner(by="Alma Reed")
    with served(make_app(Settings(made_home), manner)) as address:
        first, second = (contexts(base_url=address).new_page() for _ in range(2))
        assert second.goto("/").status == 401
        first.goto(f"/enter?token={manner.token}")
        expect(first.get_by_role("link", name="Alma Reed")).to_be_visible()
        assert "token" not in first.url
        second.goto(f"/enter?token={manner.token}")
        expect(second.get_by_role("heading", name="This address was used")).to_be_visible()
        assert second.goto("/").status == 401


def test_a_user_signs_in_and_out(peopled: Site, visit: Opener) -> None:
    page = visit(peopled, "/people/accesses")
    sign_in(page, ADMIN)
    expect(page.get_by_role("heading", name="Who opened what")).to_be_visible()
    page.get_by_role("link", name=ADMIN).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/people")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_whoever_tries_passwords_must_wait(peopled: Site, visit: Opener) -> None:
    page = visit(peopled, refusals=True)
    # Somebody who isn't there learns no more than who is. Waits double: soon one outlasts a slow machine.
    tried = {"name": "Nobody Known", "password": "one harbour lamp too few"}
    own = {"origin": peopled.address}
    for _ in range(6):
        answers = (page.request.post("/sign-in", form=tried, headers=own).status for _ in range(20))
        assert TOO_OFTEN in answers
        sign_in(page, **tried)
        if "wait" in page.get_by_role("alert").inner_text():
            return
    pytest.fail("nobody was told to wait")


@pytest.mark.parametrize(
    ("name", "shown", "hidden"),
    [
        (VIEWER, ["Overview", "Claims", "Reports"], ["Review", "Add", "People"]),
        (BO, ["Overview", "Review", "Add"], ["People"]),
        (ADMIN, ["Overview", "Review", "Add", "People"], []),
    ],
)
def test_a_role_finds_what_it_may_do(
    peopled: Site, visit: Opener, name: str, shown: list[str], hidden: list[str]
) -> None:
    page = visit(peopled, refusals=True)
    sign_in(page, name)
    sections = page.get_by_role("navigation", name="Sections")
    for words in shown:
        expect(sections.get_by_role("link", name=words, exact=True)).to_be_visible()
    for words in hidden:
        expect(sections.get_by_role("link", name=words, exact=True)).to_have_count(0)
        answer = page.request.get(f"/{words.lower()}")
        assert answer.status == 403


def test_what_a_role_may_not_see_is_refused_in_words(peopled: Site, visit: Opener) -> None:
    page = visit(peopled, refusals=True)
    sign_in(page, VIEWER)
    expect(page.get_by_role("link", name=VIEWER)).to_be_visible()
    page.goto("/people")
    expect(page.get_by_role("main")).to_contain_text("this takes the role admin")


def test_a_role_that_is_taken_away_is_gone_at_once(peopled: Site, visit: Opener) -> None:
    admin, reviewer = visit(peopled), visit(peopled)
    sign_in(reviewer, CEM)
    expect(reviewer.get_by_role("link", name="Review", exact=True)).to_be_visible()
    sign_in(admin, ADMIN)
    admin.get_by_role("link", name="People", exact=True).click()
    row = admin.get_by_role("row", name=CEM)
    row.get_by_label(f"Role of {CEM}").select_option("viewer")
    row.get_by_role("button", name="Give this role").click()
    reviewer.reload()
    expect(reviewer.get_by_role("link", name="Review", exact=True)).to_have_count(0)


def test_a_phone_s_code_is_asked_for_once_it_is_set_up(peopled: Site, visit: Opener) -> None:
    page = visit(peopled, refusals=True)
    sign_in(page, EVA)
    page.get_by_role("link", name=EVA).click()
    page.get_by_role("link", name="Set it up").click()
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    phone = pyotp.TOTP(page.locator("form.enter input[name=secret]").get_attribute("value") or "")
    page.get_by_label("Code", exact=True).fill(phone.now())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Ask for codes").click()
    spare = page.get_by_role("listitem").first.inner_text()
    page.get_by_role("link", name="I have written them down").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, EVA)
    expect(page.get_by_role("alert")).to_be_visible()
    sign_in(page, EVA, code=spare)
    expect(page.get_by_role("link", name=EVA)).to_be_visible()
