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
    """What a document may cost to take in; sizes in bytes, times in seconds.

    The last are those of containers: the file itself, how many members are looked at, how much they may come
    to unpacked, and how many containers may lie one in the other.
    """

    file_bytes: int = 64 * 2**20
    text_chars: int = 20_000_000
    cpu_seconds: int = 60
    wall_seconds: int = 120
    memory_bytes: int = 2 * 2**30
    container_bytes: int = 8 * 2**30
    members: int = 100_000
    unpacked_bytes: int = 16 * 2**30
    nesting: int = 4


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one address may cost to fetch, redirects and all; sizes in bytes, times in seconds."""

    seconds: float = 60
    connect_seconds: float = 15
    redirects: int = 10
    header_bytes: int = 64 * 2**10
    body_bytes: int = 64 * 2**20  # as it is sent, and again once it is unpacked
    # Of one feed; the pages of a feed are asked for one after the other, so long apart at one host.
    entries: int = 500
    pause_seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Settings:
    """The home that holds vault and ledger, the limits on intake, and the lexicon that was named."""

    home: Path
    limits: Limits = Limits()
    fetching: FetchLimits = FetchLimits()
    lexicon: Path | None = None

    @property
    def vault(self) -> Path:
        """The folder of preserved bytes."""
        return self.home / "vault"

    @property
    def ledger(self) -> Path:
        """The SQLite file of the ledger."""
        return self.home / "ledger.sqlite"

    @property
    def inbox(self) -> Path:
        """The folder of what was sent to the server, until it is read."""
        return self.home / "inbox"

    @property
    def outbox(self) -> Path:
        """The folder of what somebody asked the server for, until they take it."""
        return self.home / "outbox"

    @property
    def own_lexicon(self) -> Path | None:
        """The folder of an analyst's own lexicon: the one that was named, else the home's if it has one."""
        kept = self.home / "lexicon"
        return self.lexicon or (kept if kept.is_dir() else None)


def settings(home: Path | None = None, lexicon: Path | None = None) -> Settings:
    """Settings for this run: the options, else HABEAS_HOME and HABEAS_LEXICON, else ./habeas-data."""
    named = home or Path(os.environ.get("HABEAS_HOME") or DEFAULT_HOME)
    return Settings(home=named, lexicon=named_lexicon(lexicon))


def named_lexicon(lexicon: Path | None = None) -> Path | None:
    """The folder of additions to the lexicon: the option, else HABEAS_LEXICON, else none."""
    named = os.environ.get("HABEAS_LEXICON")
    return lexicon or (Path(named) if named else None)
