"""The brief as an HTML file, opened as readers do: nothing is fetched or run, and everybody can read it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, Page

from browser.homes import SCRIPT, hostile_home
from browser.judging import grave_faults, too_wide
from habeas.briefing import Told, write_brief
from habeas.exporting import Target, Wanted
from habeas.pipeline import desk
from habeas.publishing.holdings import Choice
from habeas.settings import settings

Scheme = Literal["light", "dark"]
NOTHING: Final = "#nothing"


def written(home: Path, path: Path) -> Path:
    with desk(settings(home), create=False) as here:
        told = Told(date(2026, 3, 18), title=f"Orlan {SCRIPT}")
        write_brief(here, Target(path), told, Wanted(), Choice(by="Ada", why="a test"))
    return path


@pytest.fixture(scope="module")
def brief(made_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The brief of the invented home."""
    folder = tmp_path_factory.mktemp("brief")
    return written(Path(shutil.copytree(made_home, folder / "home")), folder / "brief.html")


@pytest.fixture(scope="module")
def hostile_brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The brief of reports that mean harm."""
    folder = tmp_path_factory.mktemp("hostile-brief")
    return written(hostile_home(folder / "home"), folder / "brief.html")


class Opened:
    """A page of a file, with all that it asked for, said and warned of."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page, self.asked, self.said = page, list[str](), list[str]()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri())

    @property
    def unasked(self) -> list[str]:
        """What it asked for beyond itself, and what the browser said of it."""
        return [*self.asked[1:], *self.said]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(scheme: Scheme, brief: Path, browser: Browser) -> None:
    with browser.new_context(color_scheme=scheme, bypass_csp=True) as context:
        found = Opened(context.new_page(), brief)
        assert grave_faults(found.page, NOTHING) == []
        assert found.unasked == []


def test_it_has_room_on_a_telephone(brief: Path, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        assert too_wide(Opened(context.new_page(), brief).page) == []


def test_a_figure_leads_to_its_words_and_back(brief: Path, browser: Browser) -> None:
    with browser.new_context() as context:
        page = Opened(context.new_page(), brief).page
        figure = page.locator("td a.figure").first
        target = figure.get_attribute("href")
        figure.click()
        note = page.locator(f"{target}:target")
        assert note.is_visible()
        note.get_by_role("link").first.click()
        assert page.evaluate("location.hash").startswith("#at-")
        assert page.locator(":target").is_visible()


def test_strangers_words_run_nothing_and_ask_for_nothing(hostile_brief: Path, browser: Browser) -> None:
    with browser.new_context() as context:
        found = Opened(context.new_page(), hostile_brief)
        assert found.unasked == []
        assert found.page.title().startswith("Orlan <script>")
        assert found.page.locator("script, iframe, base, object, embed, main img, main style").count() == 0
