"""A browser, the application over homes that the tests made, and pages whose every request is watched."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from browser.homes import with_copies, with_users
from browser.launching import PATIENCE, NoChromiumError, launch
from browser.serving import Site, site, users_site
from browser.watching import Watch
from web.made_home import make_home

HERE: Final = Path(__file__).parent
Opener = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder in one process, where there are several: one browser, each home made once."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.xdist_group("browser"))


# As long as this folder's tests run, not longer: Playwright runs a loop that asyncio's own tests can't share.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, of the system."""
    with sync_playwright() as playwright, ExitStack() as running:
        try:
            launched = running.enter_context(launch(playwright))
        except NoChromiumError as missing:
            pytest.skip(str(missing))
        expect.set_options(timeout=PATIENCE)
        yield launched


@pytest.fixture(scope="package")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of invented reports; not to be written to."""
    return with_copies(make_home(tmp_path_factory.mktemp("browser") / "home"))


@pytest.fixture(scope="package")
def made(made_home: Path, browser: Browser) -> Iterator[Site]:
    """Where the invented home is served, for tests that change nothing."""
    with site(made_home, browser) as served:
        yield served


@pytest.fixture
def changing(made_home: Path, tmp_path: Path, browser: Browser) -> Iterator[Site]:
    """Where a copy of it is served, which a test may change."""
    with site(Path(shutil.copytree(made_home, tmp_path / "home")), browser) as served:
        yield served


@pytest.fixture(scope="package")
def peopled(made_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Where a home with users is served, who sign in themselves; its claims are left as they are."""
    home = Path(shutil.copytree(made_home, tmp_path_factory.mktemp("peopled") / "home"))
    with users_site(with_users(home)) as served:
        yield served


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes contexts (each a browser of its own: cookies, size, scheme) that are closed after the test."""
    opened: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        opened.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}))
        opened[-1].set_default_timeout(PATIENCE)
        return opened[-1]

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def visit(contexts: Callable[..., BrowserContext]) -> Iterator[Opener]:
    """Opens pages in a context of their own; after the test, all must have gone well in them."""
    watches: list[Watch] = []

    def open_page(at: Site, path: str = "/", *, refusals: bool = False, **options: Any) -> Page:
        usual = {"base_url": at.address, "storage_state": at.key, "reduced_motion": "reduce"}
        context = contexts(**{**usual, **options})
        watches.append(Watch(at.address, refusals).over(context))
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for watch in watches:
        watch.all_well()
