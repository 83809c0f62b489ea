"""A day with the bundled reports, as whoever runs `habeas serve` has it: read, check, decide, undo, add."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from browser.conftest import Opener
from browser.homes import demo_home
from browser.serving import Site
from intake.papers import pdf

MINUTE = 60_000  # milliseconds: a reader has to start first
PRINTED = re.compile(r"(http://127\.0\.0\.1:\d+)/enter\?token=\S+")
HELD = "Over 4,000 ISIS prisoners, minors among them, had been held there by the SDF before the attack."
LINES = (
    "Iraq has taken over 612 detainees from a prison in Hasakah, the Justice",
    "Ministry said on Monday.",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Site]:
    """The bundled reports, served by the command itself."""
    home = demo_home(tmp_path_factory.mktemp("demo") / "home")
    command = [
        sys.executable,
        "-m",
        "habeas",
        "serve",
        "--home",
        str(home),
        "--port",
        "0",
        "--by",
        "Alma Reed",
    ]
    surroundings = {**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings) as serving:
        assert serving.stdout is not None
        printed = PRINTED.search(serving.stdout.readline())
        assert printed is not None
        with browser.new_context() as context:
            context.new_page().goto(printed[0])
            yield Site(printed[1], context.storage_state())
        serving.send_signal(signal.SIGINT)
    assert serving.returncode == 0


def test_a_figure_is_one_click_from_its_words(demo: Site, visit: Opener) -> None:
    page = visit(demo)
    page.get_by_role("main").get_by_role("link", name="at least 4,000", exact=True).first.click()
    expect(page.get_by_role("blockquote")).to_contain_text(HELD)
    page.get_by_role("link", name="in the whole report").click()
    expect(page.get_by_role("article", name="The report’s text")).to_contain_text(HELD)
    page.go_back()
    page.go_back()
    page.get_by_role("link", name="note 1", exact=True).first.click()
    expect(page.locator(":target")).to_contain_text("The population of al-Hol has fallen from about 24,000")


def test_a_paper_is_added_and_read(demo: Site, visit: Opener) -> None:
    page = visit(demo)
    page.get_by_role("link", name="Add", exact=True).click()
    paper = {
        "name": "handover.pdf",
        "mimeType": "application/pdf",
        "buffer": pdf([LINES], title="A handover"),
    }
    page.get_by_label("Reports to add").set_input_files([paper])
    page.get_by_label("Day of publication").fill("2026-02-24")
    page.get_by_label("Outlet").fill("The Hasakah Letter")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Added 1 file")).to_be_visible(timeout=MINUTE)
    page.get_by_role("link", name="handover.pdf").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A handover")
    expect(page.get_by_role("mark").filter(has_text="612")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text("17 reports")
    expect(page.get_by_role("link", name="612", exact=True).first).to_be_visible()
