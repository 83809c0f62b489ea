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
    """Requests of somebody on this machine."""
    with TestClient(make_app(Settings(home)), base_url="http://127.0.0.1:8000") as opened:
        yield opened
