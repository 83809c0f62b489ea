"""Characters of reports that can't be shown as they are: they would move what stands around them."""

from __future__ import annotations

from typing import Final

INSTEAD: Final = "\ufffd"
BIDI: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
CONTROLS: Final = "\x00-\x1f\x7f-\x9f"
SURROGATES: Final = "\ud800-\udfff"
