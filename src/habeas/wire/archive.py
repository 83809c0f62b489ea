"""What an archive says of itself, as JSON: its first member, and the paths that its files can have."""

from __future__ import annotations

import re
from typing import Final, Literal

# Not typing's: pydantic refuses that one below Python 3.12.
from typing_extensions import TypedDict

FORMAT: Final = "habeas-archive/1"
ABOUT: Final = "habeas-archive.json"
SEAL: Final = "habeas-archive.sha256"  # the last member: the SHA-256 of the first, in hex
LEDGER: Final = "ledger.sqlite"
VAULT: Final = "vault"
LEXICON: Final = "lexicon"
# Everything that may be in an archive; nothing else is ever written to the disk.
PATHS: Final = re.compile(
    r"ledger\.sqlite|vault/([0-9a-f]{2})/\1[0-9a-f]{62}|lexicon(/(?!\.\.?(?:/|$))[\w.][\w .~+-]{0,60}){1,3}",
    re.A,
)


class FileWire(TypedDict):
    """One file: its size in bytes, and its SHA-256."""

    size: int
    sha256: str


class ArchiveWire(TypedDict):
    """What an archive holds, from which ledger, and who made it when and why."""

    format: Literal["habeas-archive/1"]
    habeas: str
    as_of: str
    log_head: str | None
    by: str
    why: str
    files: dict[str, FileWire]
