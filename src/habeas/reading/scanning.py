"""Regular expressions that look only where one of a few words begins, found by an automaton.

Python tries a pattern at each character. A pattern of hundreds of words, or one that opens with something
optional, takes long to fail at all of them, and fails at nearly all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ahocorasick_rs import AhoCorasick

# Letters that a pattern takes for others when it ignores case, though lowering doesn't.
FOLDED: Final = str.maketrans({"İ": "i", "ı": "i", "ſ": "s"})
BLANKS: Final = tuple(chr(code) for code in range(0x3001) if chr(code).isspace())
DIGIT: Final = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Scanner:
    """A pattern that ignores case, and the openings with one of which all that it matches begins."""

    pattern: re.Pattern[str]
    _automaton: AhoCorasick = field(repr=False)
    _digits: bool

    @classmethod
    def of(cls, pattern: re.Pattern[str], openings: Iterable[str], *, digits: bool = False) -> Scanner:
        """A scanner; a space that ends an opening stands for any white space; `digits`: any digit opens."""
        forms = {
            form
            for opening in openings
            for form in (
                [opening[:-1] + blank for blank in BLANKS] if opening.endswith(" ") else [opening.lower()]
            )
        }
        return cls(pattern, AhoCorasick(sorted(forms)), digits)

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """What `pattern.finditer(text)` gives."""
        folded = text.translate(FOLDED).lower() if not text.isascii() else text.lower()
        if len(folded) != len(text):  # a letter that lowers to two: offsets would drift
            yield from self.pattern.finditer(text)
            return
        starts = {start for _, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True)}
        if self._digits:
            starts.update(match.start() for match in DIGIT.finditer(text))
        position = 0
        for start in sorted(starts):
            if start >= position and (match := self.pattern.match(text, start)) is not None:
                position = match.end()
                yield match

    def is_in(self, text: str) -> bool:
        """True where the pattern matches anywhere."""
        return next(self.find(text), None) is not None
