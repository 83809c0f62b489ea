"""Ledgers of invented reports, to be told of on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from habeas.kept import reckon
from habeas.model import Reading
from habeas.pipeline import Desk, desk
from habeas.settings import Settings

Fill = Callable[[Iterable[Reading]], Desk]


@pytest.fixture
def fill(tmp_path: Path) -> Iterator[Fill]:
    """Makes the desk of a home that holds these readings, reckoned."""
    with ExitStack() as opened:

        def filled(readings: Iterable[Reading]) -> Desk:
            here = opened.enter_context(desk(Settings(tmp_path / "home")))
            for reading in readings:
                here.ledger.append(reading.report, reading)
            reckon(here)
            return here

        yield filled
