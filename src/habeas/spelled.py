"""One name in all its spellings: found whatever its case and marks, masked so that no other word moves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final
from urllib.parse import unquote, urlsplit

from habeas.errors import WrongUsage
from habeas.model import BLOCK

# Letters that no decomposition takes apart, as names in Latin letters are written without them.
_PLAIN: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_TATWEEL: Final = "\u0640"  # lengthens an Arabic letter in print, and is none
_SOFT_HYPHEN: Final = "\u00ad"
# A word of a name may be broken at a line's end; between two words anything short may stand but letters.
_BROKEN: Final = rf"(?:{_SOFT_HYPHEN}\s*|[-\u2010]\s*\n\s*)?"
_BETWEEN: Final = r"[\W_]{0,12}"
# From so many letters on, a word of a name by itself may mean its bearer.
_TELLING: Final = 3
# Figures and underscores may touch a name, as in the name of a file; letters make it another.
_LETTER: Final = r"[^\W\d_]"


@dataclass(frozen=True, slots=False)
class Spelled:
    """A name and the other spellings that were given of it, each found as whole words.

    Case, accents, ligatures and the signs between a name's words don't matter; the order of its words does.
    Raises WrongUsage for a spelling without two letters.
    """

    spellings: tuple[str, ...]

    def __post_init__(self) -> None:
        for spelling in self.spellings:
            if sum(letter.isalnum() for letter in _folded(spelling)) < 2:
                raise WrongUsage(f"{spelling!r} is no name: give one with two letters or more")

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted({_as_pattern(spelling) for spelling in self.spellings}, key=len, reverse=True)
        return re.compile(f"(?<!{_LETTER})(?:{'|'.join(names)})(?!{_LETTER})")

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name as they were given, each once, without the shortest; none of a single one."""
        given = (word for spelling in self.spellings for word in re.findall(r"[^\W_]+", spelling))
        long = {_folded(word): word for word in given if len(_folded(word)) >= _TELLING}
        return tuple(long.values()) if len(long) > 1 else ()

    def is_in(self, text: str) -> bool:
        """True where the text has the name."""
        return self._pattern.search(_folded(text)) is not None

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the text has the name: offsets in code points, the end exclusive."""
        if not self.is_in(text):
            return
        letters = [_folded(letter) for letter in text]
        ends = list(accumulate(map(len, letters)))
        place = [index for index, letter in enumerate(letters) for _ in letter]
        for match in self._pattern.finditer("".join(letters)):
            end = place[match.end() - 1] + 1
            while end < len(text) and ends[end] == match.end():  # marks on the last letter
                end += 1
            yield place[match.start()], end

    def masked(self, text: str) -> str:
        """The text with a block for each code point of the name; line feeds stay, so that lines do."""
        pieces, at = list[str](), 0
        for start, end in self.found(text):
            # Two names may share a ligature.
            pieces += (text[at:start], re.sub(r"[^\n]", BLOCK, text[max(start, at) : end]))
            at = end
        return "".join((*pieces, text[at:]))

    def masked_address(self, address: str) -> str:
        """The address with the name masked; where that is written in escapes, all behind the host is."""
        masked = self.masked(address)
        if not self.is_in(unquote(masked)):
            return masked
        parts = urlsplit(masked)
        return f"{parts.scheme}://{parts.netloc}/{BLOCK}" if parts.netloc else BLOCK


class _Folds(dict[int, str]):
    """Each letter without case and marks, by its code point; made once for each that is met."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFKD", chr(code).casefold()).casefold().translate(_PLAIN)
        self[code] = "".join(filter(_is_kept, letters))
        return self[code]


_FOLDS: Final = _Folds()


def _folded(text: str) -> str:
    """The text without case and marks: each letter by itself, so that offsets can be told."""
    return text.translate(_FOLDS)


def _is_kept(letter: str) -> bool:
    """False for marks, and for what only directs or lengthens; a soft hyphen breaks words."""
    if letter == _SOFT_HYPHEN:
        return True
    return letter != _TATWEEL and unicodedata.category(letter) not in {"Mn", "Mc", "Me", "Cf"}


def _as_pattern(spelling: str) -> str:
    words = re.findall(r"[^\W_]+", _folded(spelling))
    return _BETWEEN.join(_BROKEN.join(map(re.escape, word)) for word in words)
