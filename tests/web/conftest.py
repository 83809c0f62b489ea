"""A small ledger of invented reports, and browsers' requests to the application that serves it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_home import make_home

from habeas.settings import Settings
from habeas.web import make_app
from habeas.web.serving import Manner

BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the invented reports; not to be written to."""
    return make_home(tmp_path_factory.mktemp("web") / "home")


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(made_home, tmp_path / "home"))


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    """Requests of somebody alone on this machine, who opened the printed address."""
    manner = Manner()
    with TestClient(make_app(Settings(home), manner), base_url=BASE, headers={"origin": BASE}) as opened:
        opened.get("/enter", params={"token": manner.token})
        yield opened
