"""Every page that there is: reached by links, fit for everybody, printable, and asking nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import Opener
from browser.homes import ADMIN
from browser.judging import COLOURS, grave_faults, too_wide
from browser.serving import Site, signed_in
from browser.walking import ask_for_a_download, page_paths, send_a_file, walk

# So many addresses of each page are looked at.
MOST: Final = 3
TELEPHONE: Final = {"width": 390, "height": 844}
# The page that tries the JSON is drawn by a library, below what is ours.
DRAWN_BY_OTHERS: Final = "#swagger"
FRAME: Final = ("banner", "navigation", "search", "contentinfo")


@dataclass(frozen=True, slots=True)
class Tour:
    """Where each page was found, by its path; and links that lead nowhere."""

    pages: Mapping[str, Sequence[tuple[Site, str]]]
    broken: Sequence[str]


@pytest.fixture(scope="package")
def tour(made: Site, peopled: Site, browser: Browser) -> Tour:
    """All pages: of somebody alone, of an admin among users, of somebody who isn't signed in."""
    pages: dict[str, list[tuple[Site, str]]] = {}
    broken: list[str] = []
    for at in (made, signed_in(peopled, browser, ADMIN), peopled):
        with browser.new_context(base_url=at.address, storage_state=at.key) as context:
            if at is made:
                send_a_file(context.request, at.address)
                ask_for_a_download(context.request, at.address)
            walked = walk(context.request)
        broken.extend(walked.broken)
        new = walked.addresses.keys() - pages.keys()
        pages |= {path: [(at, address) for address in walked.addresses[path]] for path in new}
    return Tour(pages, broken)


def test_no_link_is_broken(tour: Tour) -> None:
    assert tour.broken == []


@pytest.mark.parametrize("path", page_paths())
def test_links_lead_there(tour: Tour, path: str) -> None:
    assert tour.pages.get(path)


@pytest.mark.parametrize("path", page_paths())
def test_it_is_fit_for_everybody(tour: Tour, visit: Opener, path: str) -> None:
    found: list[str] = []
    for at, address in tour.pages.get(path, ())[:MOST]:
        found.extend(f"{address}: {fault}" for fault in _faults(visit(at, address, color_scheme="light")))
    assert found == []


def _faults(page: Page) -> Iterator[str]:
    """What is wrong with a page by day, in the dark, on a telephone and on paper."""
    yield from grave_faults(page, DRAWN_BY_OTHERS)
    page.emulate_media(color_scheme="dark")
    yield from (f"in the dark {fault}" for fault in grave_faults(page, DRAWN_BY_OTHERS, **COLOURS))
    page.set_viewport_size(TELEPHONE)
    yield from (f"too wide: {words}" for words in too_wide(page))
    page.emulate_media(media="print")
    if not page.get_by_role("heading", level=1).is_visible():
        yield "has no heading on paper"
    yield from (f"shows its {role} on paper" for role in FRAME if page.get_by_role(role).first.is_visible())
