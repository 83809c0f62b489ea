"""What watches the pages sees what it must see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import BrowserContext, Page

from browser.judging import COLOURS, grave_faults, too_wide
from browser.serving import served
from browser.watching import Watch

SHELL: Final = (
    "<!doctype html><html lang=en><title>One</title><link rel=icon href=data:,><body><main><h1>One</h1>{}"
)
STRICT: Final = {"content-security-policy": "default-src 'none'; img-src data:"}
PALE: Final = "color: #888; background: #999"
PIECES: Final = {
    "good": "<p>Words.</p>",
    "picture": "<img alt='' src='http://elsewhere.example/one.png'>",
    "frame": "<iframe title=a src='http://elsewhere.example/'></iframe>",
    "script": "<p onclick='void 0'>Words.</p><script>document.title = 'ran'</script>",
    "broken": "<script src='data:text/javascript,nowhere()'></script>",
    "dialog": "<script src='data:text/javascript,alert(1)'></script>",
    "pale": f"<p style='{PALE}'>Words.</p>",
    "pale in the dark": f"<style>@media (prefers-color-scheme: dark) {{p {{{PALE}}}}}</style><p>Words.</p>",
    "unnamed": "<input name=one>",
    "wide": "<p style='width: 600px'>Words.</p>",
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where pages with one fault each are served; those under /strict/ under a rule on content."""
    app = FastAPI()

    @app.get("/loose/{name}", response_class=HTMLResponse)
    def loose(name: str) -> str:
        return SHELL.format(PIECES[name])

    @app.get("/strict/{name}", response_class=HTMLResponse)
    def strict(name: str) -> HTMLResponse:
        return HTMLResponse(SHELL.format(PIECES[name]), headers=STRICT)

    with served(app) as at:
        yield at


@pytest.fixture
def look(address: str, contexts: Callable[..., BrowserContext]) -> Callable[[str], tuple[Watch, Page]]:
    """Opens one of the pages on a telephone."""

    def open_page(path: str) -> tuple[Watch, Page]:
        context = contexts(base_url=address, viewport={"width": 390, "height": 800})
        watch, page = Watch(address).over(context), context.new_page()
        page.goto(path)
        return watch, page

    return open_page


def test_a_good_page_is_let_pass(look: Callable[[str], tuple[Watch, Page]]) -> None:
    watch, page = look("/strict/good")
    watch.all_well()
    assert grave_faults(page, "#none") == []
    assert too_wide(page) == []


@pytest.mark.parametrize("name", ["picture", "frame"])
def test_a_request_that_leaves_is_seen(look: Callable[[str], tuple[Watch, Page]], name: str) -> None:
    watch, _ = look(f"/loose/{name}")
    assert watch.foreign[0].startswith("http://elsewhere.example/")


@pytest.mark.parametrize(
    ("path", "why"),
    [("/strict/script", "Content Security Policy"), ("/loose/broken", "nowhere is not defined")],
)
def test_what_the_browser_refuses_is_seen(
    look: Callable[[str], tuple[Watch, Page]], path: str, why: str
) -> None:
    watch, _ = look(path)
    assert why in watch.complaints[0]


def test_a_dialog_is_seen(look: Callable[[str], tuple[Watch, Page]]) -> None:
    watch, _ = look("/loose/dialog")
    assert watch.dialogs == ["1"]


@pytest.mark.parametrize(("name", "rule"), [("pale", "color-contrast"), ("unnamed", "label")])
def test_what_keeps_people_out_is_seen(
    look: Callable[[str], tuple[Watch, Page]], name: str, rule: str
) -> None:
    _, page = look(f"/loose/{name}")
    assert [fault.split()[0] for fault in grave_faults(page, "#none")] == [rule]


def test_what_is_pale_in_the_dark_alone_is_seen(look: Callable[[str], tuple[Watch, Page]]) -> None:
    _, page = look("/loose/pale in the dark")
    assert grave_faults(page, "#none", **COLOURS) == []
    page.emulate_media(color_scheme="dark")
    assert len(grave_faults(page, "#none", **COLOURS)) == 1


def test_what_sticks_out_is_seen(look: Callable[[str], tuple[Watch, Page]]) -> None:
    _, page = look("/loose/wide")
    assert "600px" in too_wide(page)[-2]
