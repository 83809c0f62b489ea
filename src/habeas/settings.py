"""Where habeas keeps its things and what it will take in: read once, frozen."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DEFAULT_HOME: Final = "habeas-data"
# The language of the words that the reader knows; a report stated to be in another isn't read.
LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may cost to take in; sizes in bytes, times in seconds."""

    file_bytes: int = 64 * 2**20
    text_chars: int = 20_000_000
    cpu_seconds: int = 60
    wall_seconds: int = 120
    memory_bytes: int = 2 * 2**30


@dataclass(frozen=True, slots=True)
class Settings:
    """The home that holds vault and ledger, and the limits on intake."""

    home: Path
    limits: Limits = Limits()

    @property
    def vault(self) -> Path:
        """The folder of preserved bytes."""
        return self.home / "vault"

    @property
    def ledger(self) -> Path:
        """The SQLite file of the ledger."""
        return self.home / "ledger.sqlite"


def settings(home: Path | None = None) -> Settings:
    """Settings for this run: the option, else HABEAS_HOME, else ./habeas-data."""
    return Settings(home=home or Path(os.environ.get("HABEAS_HOME") or DEFAULT_HOME))
