"""Waiting for what another process does: as long as a slow machine may take, and no longer than it does."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 120  # seconds


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds; fails where it never does."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
