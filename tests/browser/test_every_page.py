"""Every page that there is: reached by links, fit for everybody, printable, and asking nobody else."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Browser

from browser.conftest import Opener
from browser.judging import COLOURS, grave_faults, too_wide
from browser.serving import Site
from browser.walking import Walked, page_paths, walk

TELEPHONE: Final = {"width": 390, "height": 844}
# The page that tries the JSON is drawn by a library, below what is ours.
DRAWN_BY_OTHERS: Final = "#swagger"
FRAME: Final = ("banner", "navigation", "search", "contentinfo")


@pytest.fixture(scope="package")
def walked(made: Site, browser: Browser) -> Walked:
    """Where links lead."""
    with browser.new_context(base_url=made.address, storage_state=made.key) as context:
        return walk(context.request)


def test_no_link_is_broken(walked: Walked) -> None:
    assert walked.broken == []


@pytest.mark.parametrize("path", page_paths())
def test_links_lead_there(walked: Walked, path: str) -> None:
    assert walked.addresses.get(path)


@pytest.mark.parametrize("path", page_paths())
def test_nothing_keeps_anybody_out(made: Site, walked: Walked, visit: Opener, path: str) -> None:
    page = visit(made, color_scheme="light")
    for address in walked.addresses.get(path, ()):
        page.emulate_media(color_scheme="light")
        page.goto(address)
        assert grave_faults(page, DRAWN_BY_OTHERS) == [], address
        page.emulate_media(color_scheme="dark")
        assert grave_faults(page, DRAWN_BY_OTHERS, **COLOURS) == [], f"{address}, in the dark"


@pytest.mark.parametrize("path", page_paths())
def test_a_telephone_has_room_for_it(made: Site, walked: Walked, visit: Opener, path: str) -> None:
    page = visit(made, viewport=TELEPHONE)
    for address in walked.addresses.get(path, ()):
        page.goto(address)
        assert too_wide(page) == [], address


@pytest.mark.parametrize("path", page_paths())
def test_print_shows_the_page_alone(made: Site, walked: Walked, visit: Opener, path: str) -> None:
    page = visit(made)
    page.emulate_media(media="print")
    for address in walked.addresses.get(path, ()):
        page.goto(address)
        assert page.get_by_role("heading", level=1).is_visible(), address
        assert [role for role in FRAME if page.get_by_role(role).first.is_visible()] == [], address
