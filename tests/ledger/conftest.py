"""Homes for the tests of the ledger: the empty ledger is migrated once, then copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from habeas.ledger import Ledger
from habeas.settings import Settings


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a ledger that holds nothing."""
    settings = Settings(home=tmp_path_factory.mktemp("empty"))
    Ledger.open(settings).close()
    return settings.ledger


@pytest.fixture
def new_home(empty_ledger: Path, tmp_path: Path) -> Callable[[], Settings]:
    """Makes homes, each with an empty ledger."""
    numbers = count()

    def make() -> Settings:
        settings = Settings(home=tmp_path / f"home-{next(numbers)}")
        settings.home.mkdir(mode=0o700)
        shutil.copy(empty_ledger, settings.ledger)
        return settings

    return make


@pytest.fixture
def settings(new_home: Callable[[], Settings]) -> Settings:
    """A home with an empty ledger."""
    return new_home()


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    """An empty ledger, open."""
    with Ledger.open(settings) as opened:
        yield opened
