"""The page in a bag that checks it in any browser, offline: one file, which asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Final

_PARTS: Final = Path(__file__).parent / "data" / "verify"


def checking_page() -> str:
    """The page, its style and script inside; its policy allows these two alone, and no connection."""
    page, style, script = ((_PARTS / f"page.{kind}").read_text("utf-8") for kind in ("html", "css", "js"))
    policy = (
        f"default-src 'none'; script-src '{_hashed(script)}'; style-src '{_hashed(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return page.replace("{policy}", policy).replace("{style}", style).replace("{script}", script)


def _hashed(text: str) -> str:
    """As a content security policy names what it allows (CSP level 2, hash-source)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
