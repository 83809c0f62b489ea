"""A list taken along in a browser: asked for, waited for, taken once; with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import Opener
from browser.serving import Site
from habeas.jobs import Outbox, despatching
from habeas.settings import Settings

MINUTE = 60_000  # milliseconds: a worker has to start first


@contextmanager
def at_work(home: Path) -> Iterator[Outbox]:
    with despatching(Settings(home)):
        yield Outbox(Settings(home))


@pytest.mark.parametrize("scripts", [True, False])
def test_what_a_list_shows_is_taken_once(
    changing: Site, tmp_path: Path, visit: Opener, scripts: bool
) -> None:
    page = visit(changing, "/claims?type=holding", java_script_enabled=scripts)
    page.get_by_role("link", name="Download what fits").click()
    page.get_by_label("Markdown").check()
    page.get_by_label("Reason").fill("for the editors")
    page.get_by_role("button", name="Make it", exact=True).click()
    with at_work(tmp_path / "home"):
        expect(page.get_by_role("heading", name="Ready to be taken")).to_be_visible(timeout=MINUTE)
        with page.expect_download() as taking:
            page.get_by_role("button", name="Download").click()
        words = Path(taking.value.path()).read_text("utf-8")
    assert taking.value.suggested_filename.startswith("habeas-brief-")
    assert "type holding" in words
    assert "700" in words
