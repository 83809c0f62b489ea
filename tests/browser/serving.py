"""The application, served on this machine for as long as somebody looks at it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from playwright.sync_api import Browser, Page, StorageState

from browser.homes import PASSWORD
from habeas.settings import Settings
from habeas.web import make_app
from habeas.web.here import Here, here
from habeas.web.serving import Manner

PATIENCE = 30  # seconds that a start may take on a busy machine


@dataclass(frozen=True, slots=True)
class Site:
    """Where a home is served, and what a browser keeps that was let in (None: nobody was)."""

    address: str
    key: StorageState | None = None


@contextmanager
def site(home: Path, browser: Browser, *, today: date | None = None) -> Iterator[Site]:
    """A home without users, served; its address was opened once, as whoever started it would."""
    manner = Manner(by="Alma Reed")
    with served(_app(home, manner, today)) as address, browser.new_context() as context:
        context.new_page().goto(f"{address}/enter?token={manner.token}")
        yield Site(address, context.storage_state())


@contextmanager
def users_site(home: Path, *, today: date | None = None) -> Iterator[Site]:
    """A home with users, served; nobody has signed in."""
    with served(_app(home, Manner(), today)) as address:
        yield Site(address)


def signed_in(at: Site, browser: Browser, name: str) -> Site:
    """The same site, for somebody who has signed in there."""
    with browser.new_context(base_url=at.address) as context:
        page = context.new_page()
        page.goto("/")
        sign_in(page, name)
        page.get_by_role("link", name=name).wait_for()
        return Site(at.address, context.storage_state())


def sign_in(page: Page, name: str, password: str = PASSWORD, code: str | None = None) -> None:
    """Fill the page for signing in, and send it."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    if code is not None:
        page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of the application while it runs, "http://127.0.0.1:41234"."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(_config(app))
        running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        running.start()
        try:
            _wait_for(server, running)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            running.join(PATIENCE)


def _app(home: Path, manner: Manner, today: date | None) -> FastAPI:
    app = make_app(Settings(home), manner)
    if today is not None:
        fixed: date = today

        def that_day(request: Request) -> Here:
            found = here(request)
            return Here(found.desk, found.visitor, fixed)

        app.dependency_overrides[here] = that_day
    return app


def _config(app: FastAPI) -> uvicorn.Config:
    # Streams of progress may still be held open when a test ends.
    return uvicorn.Config(
        app, log_level="error", access_log=False, lifespan="on", timeout_graceful_shutdown=1
    )


def _wait_for(server: uvicorn.Server, running: threading.Thread) -> None:
    until = time.monotonic() + PATIENCE
    while not server.started:
        assert running.is_alive(), "the application didn't start"
        assert time.monotonic() < until, "the application takes too long to start"
        time.sleep(0.02)
