"""A home with users, and what their browsers send."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.testclient import TestClient

from habeas.ledger import Ledger
from habeas.ledger.users import Role
from habeas.settings import Settings
from habeas.signing import passwords
from habeas.signing.signing_in import new_token, token_hash
from habeas.web import make_app
from habeas.web.guard import Names
from habeas.web.serving import THIS_MACHINE, Manner

BASE: Final = "http://127.0.0.1:8000"
PASSWORD: Final = "seven grey herons"
NAMES: Final = {Role.VIEWER: "Ada Quay", Role.REVIEWER: "Joen Marsh", Role.ADMIN: "Mira Toll"}


@contextmanager
def alone(home: Path) -> Iterator[TestClient]:
    """Requests of somebody alone with this home, on this machine, who opened the printed address."""
    manner = Manner()
    with TestClient(make_app(Settings(home), manner), base_url=BASE, headers={"origin": BASE}) as opened:
        opened.get("/enter", params={"token": manner.token})
        yield opened


class Newsroom:
    """The application of a home with a viewer, a reviewer and an admin; each has the same password."""

    def __init__(self, app: FastAPI, ledger: Ledger) -> None:
        self.app = app
        self.ledger = ledger

    def browser(self, role: Role = Role.ANYONE, *, base: str = BASE) -> TestClient:
        """A browser of its own, with a session of the user who has this role."""
        opened = TestClient(self.app, base_url=base, headers={"origin": base}, follow_redirects=False)
        if role is not Role.ANYONE:
            opened.cookies.set("habeas", self.session(NAMES[role]))
        return opened

    def session(self, name: str) -> str:
        """The token of a new session."""
        token, now = new_token(), datetime.now(UTC)
        self.ledger.visits.begin(token_hash(token), name, now=now, ends=now + timedelta(hours=1))
        return token

    def signs_in(self, browser: TestClient, name: str, password: str = PASSWORD, **given: str) -> int:
        """The status that a browser gets which sends the form."""
        return browser.post("/sign-in", data={"name": name, "password": password, **given}).status_code

    def told(self) -> list[tuple[str | None, str, str, str | None, int]]:
        """The access log, oldest first: who, method, route, what was opened, status."""
        kept = self.ledger.visits.accesses(limit=1000).accesses[::-1]
        return [(one.name, one.method, one.route, one.opened, one.status) for one in kept]


@contextmanager
def newsroom(home: Path, *, names: Names | None = None) -> Iterator[Newsroom]:
    """The home with users, served."""
    settings = Settings(home)
    with Ledger.open(settings) as ledger:
        hash_ = passwords.hashed(PASSWORD)
        for role, name in NAMES.items():
            ledger.users.add(name, role, hash_, by="joen")
        app = make_app(settings, Manner(names=names or Names(THIS_MACHINE)))
        with TestClient(app, base_url=BASE):
            yield Newsroom(app, ledger)
