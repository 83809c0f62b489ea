"""Reports that mean harm show harmlessly: no script of theirs runs, nobody else is asked, all is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from browser.conftest import Opener
from browser.homes import LONG, SCRIPT, hostile_home
from browser.judging import too_wide
from browser.serving import Site, site
from browser.walking import Walked, walk

# Where an address may lead: to pages and parts of pages, and to the web. Forms likewise.
ODD: Final = """() => [...document.querySelectorAll("[href], [src], [action], [formaction]")]
  .flatMap(one => ["href", "src", "action", "formaction"].map(name => one.getAttribute(name)))
  .filter(address => address !== null && !/^([/?#]|https?:|data:image.svg)/.test(address))"""
# What no template of ours holds.
MADE: Final = (
    "main script:not([src]), iframe, main style, base, object, embed, [onerror], [onload], [onclick]"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    """Where the hostile reports are served."""
    home: Path = hostile_home(tmp_path_factory.mktemp("hostile") / "home")
    with site(home, browser) as served:
        yield served


@pytest.fixture(scope="module")
def hostile_pages(hostile: Site, browser: Browser) -> Walked:
    """All pages about them."""
    with browser.new_context(base_url=hostile.address, storage_state=hostile.key) as context:
        return walk(context.request)


def test_no_page_is_broken_by_them(hostile_pages: Walked) -> None:
    assert hostile_pages.broken == []


def test_nothing_of_theirs_runs_or_leads_astray(hostile: Site, hostile_pages: Walked, visit: Opener) -> None:
    page = visit(hostile, viewport={"width": 390, "height": 844})
    for address in sorted({one for found in hostile_pages.addresses.values() for one in found[:3]}):
        page.goto(address)
        assert page.title().endswith("habeas"), address
        assert page.locator(MADE).count() == 0, address
        assert page.evaluate(ODD) == [], address
        assert too_wide(page) == [], address


def test_their_words_are_shown_as_words(hostile: Site, visit: Opener) -> None:
    page = visit(hostile, "/claims")
    page.get_by_role("main").get_by_role("link", name="1,234").first.wait_for()
    expect(page.get_by_role("main")).to_contain_text(SCRIPT)


def test_a_report_of_5_mb_on_one_line_is_shown_in_parts(hostile: Site, visit: Opener) -> None:
    page = visit(hostile, "/claims?place=Orlan+camp")
    page.get_by_role("main").get_by_role("link", name="1,234").first.click()
    page.get_by_role("link", name="in the whole report").click()
    words = page.get_by_role("article", name="The report’s text")
    expect(words).to_contain_text("On Monday 1,234 people were held in Orlan camp")
    assert len(words.inner_text()) < LONG // 10
