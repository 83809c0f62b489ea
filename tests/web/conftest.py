"""A small ledger of invented reports, and browsers' requests to the application that serves it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from made_home import make_home
from newsroom import Newsroom, alone, newsroom

from habeas.signing import passwords


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the invented reports; not to be written to."""
    return make_home(tmp_path_factory.mktemp("web") / "home")


@pytest.fixture
def home(made_home: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(made_home, tmp_path / "home"))


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """argon2 at its cheapest: what it costs isn't what is tested."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def room(home: Path, quick_hashes: None) -> Iterator[Newsroom]:  # noqa: ARG001  for what it does
    """The home with users, served."""
    with newsroom(home) as opened:
        yield opened


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    """Requests of somebody alone on this machine, who opened the printed address."""
    with alone(home) as opened:
        yield opened
