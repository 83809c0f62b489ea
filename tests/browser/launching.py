"""Chromium, of the system."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, Playwright

# Names lead nowhere but to this machine: even what a test would miss can't leave.
ALONE: Final = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
PATIENCE: Final = 10_000  # milliseconds, on a busy machine


class NoChromiumError(Exception):
    """There is none on this machine."""


@contextmanager
def launch(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, running. Raises NoChromiumError."""
    found = shutil.which(os.environ.get("HABEAS_CHROMIUM", "chromium"))
    if found is None:
        raise NoChromiumError("no chromium: install it (apt install chromium), or name it in HABEAS_CHROMIUM")
    browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu", ALONE])
    try:
        yield browser
    finally:
        browser.close()
