"""A browser, the application over homes that the tests made, and pages whose every request is watched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from browser.serving import served
from browser.watching import Watch
from habeas.settings import Settings
from habeas.web import make_app
from web.made_home import make_home

HERE: Final = Path(__file__).parent
# Names lead nowhere but to this machine: even what a test would miss can't leave.
ALONE: Final = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
PATIENCE: Final = 10_000  # milliseconds, on a busy machine

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
    found = shutil.which(os.environ.get("HABEAS_CHROMIUM", "chromium"))
    if found is None:
        pytest.skip("no chromium: install it (apt install chromium), or name it in HABEAS_CHROMIUM")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", ALONE]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of invented reports; not to be written to."""
    return make_home(tmp_path_factory.mktemp("browser") / "home")


@pytest.fixture(scope="package")
def made(made_home: Path) -> Iterator[str]:
    """The address where the invented home is served, for tests that change nothing."""
    with served(make_app(Settings(made_home))) as address:
        yield address


@pytest.fixture
def changing(made_home: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a copy of it, which a test may change."""
    with served(make_app(Settings(Path(shutil.copytree(made_home, tmp_path / "home"))))) as address:
        yield address


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

    def open_page(address: str, path: str = "/", **options: Any) -> Page:
        context = contexts(base_url=address, **options)
        watches.append(Watch(address).over(context))
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for watch in watches:
        watch.all_well()
