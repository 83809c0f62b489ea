"""Text to word pieces: what the encoder reads, and where in the text each piece stands.

Words and marks are split apart, lower-cased, stripped of accents, and cut greedily into the longest pieces
that the vocabulary has: WordPiece, as BERT uses it (Devlin et al., 2019, https://arxiv.org/abs/1810.04805).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

WORD: Final = re.compile(r"[^\W_]+|[^\w\s]|_")
INSIDE: Final = "##"  # before a piece that goes on with a word
LONGEST: Final = 40  # letters of a word that is cut; a longer one is unknown
START, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece by its number in the vocabulary, and its word's first and last offset (exclusive)."""

    number: int
    start: int
    end: int


class Vocabulary:
    """The pieces that the encoder knows, in the order of their numbers."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self.numbers: Final = {piece: number for number, piece in enumerate(pieces)}
        self._cut = cache(self._pieces_of)

    def cut(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Piece]:
        """The pieces of the text between two offsets."""
        for match in WORD.finditer(text, start, len(text) if end is None else end):
            for number in self._cut(match[0]):
                yield Piece(number, match.start(), match.end())

    def _pieces_of(self, word: str) -> tuple[int, ...]:
        spread = unicodedata.normalize("NFD", word.lower())
        letters = "".join(letter for letter in spread if not unicodedata.combining(letter))
        found: list[int] = []
        at = 0
        while at < len(letters) <= LONGEST:
            for end in range(len(letters), at, -1):
                piece = letters[at:end] if at == 0 else INSIDE + letters[at:end]
                if piece in self.numbers:
                    found.append(self.numbers[piece])
                    at = end
                    break
            else:
                return (self.numbers[UNKNOWN],)
        return tuple(found) or (self.numbers[UNKNOWN],)
