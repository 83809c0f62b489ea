"""What an export says of itself: when, of what, what was held back, and each file with its hash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from habeas import __version__
from habeas.publishing.holdings import Cleared

ABOUT: Final = "about.json"


def write_about(cleared: Cleared, folder: Path) -> str:
    """Write it beside the other files, as the last; the SHA-256 of it, which hangs on all of them."""
    holdings = cleared.holdings
    told = {
        "habeas": __version__,
        "as_of": holdings.as_of.isoformat(),
        "chosen": list(holdings.chosen) or ["everything"],
        "log_head": holdings.head,
        "names_of_private_persons": cleared.choice.names,
        "withheld": dict(cleared.withheld),
        "unchecked": "claims whose review is “unchecked” are a machine reading that nobody has checked",
        "files": {
            path.relative_to(folder).as_posix(): _sha256(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
    }
    data = (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
    (folder / ABOUT).write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
