"""Characters of a report that can't be shown as they are, each named where it stands.

`plain` puts one sign for all of them, which is enough for a line in a list. Who reads a report, or marks
words in it, has to see which character stands where, and the offsets of the words around it mustn't move.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from habeas.unfit import BIDI, SURROGATES

# Tabs and line feeds are layout, not signs. The separators U+2028 and U+2029 break lines unseen.
_SIGN: Final = re.compile(
    f"([\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{BIDI}{SURROGATES}\ufeff\ufffe\uffff])\\1*"
)
# Unicode's pictures of the control characters have names, "symbol for escape"; these themselves have none.
_PICTURES: Final = {chr(code): chr(0x2400 + code) for code in range(0x20)} | {"\x7f": "\u2421"}
# As the Unicode standard abbreviates them (UAX #9, and the names list).
_SHORT: Final = {
    "\x85": "NEL",
    "\u061c": "ALM",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u2028": "LSEP",
    "\u2029": "PSEP",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """A run of one such character: where it stands, what to show for it, and its whole name."""

    start: int
    end: int
    short: str  # "RLO", and of a run "RLO ×3"
    name: str  # "U+202E, right-to-left override"


def signs(text: str) -> Iterator[Sign]:
    """The runs of characters in a text that can't be shown as they are, in order."""
    return (_sign(found.start(), found.end(), found[1]) for found in _SIGN.finditer(text))


def _sign(start: int, end: int, letter: str) -> Sign:
    short = _short(letter)
    times = end - start
    return Sign(start, end, short if times == 1 else f"{short} ×{times:,}", _name(letter))


def _short(letter: str) -> str:
    return _control(letter) or _SHORT.get(letter) or f"U+{ord(letter):04X}"


def _name(letter: str) -> str:
    called = _control(letter) or unicodedata.name(letter, "control character").lower()
    return f"U+{ord(letter):04X}, {called}"


def _control(letter: str) -> str | None:
    picture = _PICTURES.get(letter)
    return unicodedata.name(picture).removeprefix("SYMBOL FOR ").lower() if picture else None


def without_signs(text: str) -> str:
    """The text as long as it was, one U+FFFD for each such character: offsets in it stay right."""
    return _SIGN.sub(lambda found: "\ufffd" * len(found[0]), text)
