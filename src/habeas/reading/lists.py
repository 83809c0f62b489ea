"""Which word lists this process reads with: those of the first lexicon that reads.

The rules take their lists by name when they are imported (`english.py`), so one process reads with one set
of lists. All else that a lexicon holds is taken from it at each reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from habeas.errors import WrongUsage
from habeas.lexicon import Words, load_words


@dataclass(slots=True)
class _Taken:
    """The lists that the rules have been given; none before the first reading."""

    words: Words | None = None


_TAKEN: Final = _Taken()


def take(words: Words) -> None:
    """Give the rules these lists. Raises WrongUsage where they have been given others already."""
    if _TAKEN.words is None:
        _TAKEN.words = words
    if _TAKEN.words != words:
        raise WrongUsage(
            "this process reads with the word lists of another lexicon already: en/words.yml can be chosen "
            "only before the first report is read; read with this lexicon in a process of its own"
        )


def taken() -> Words:
    """The lists that the rules have; the package's where nothing has been read yet."""
    if _TAKEN.words is None:
        _TAKEN.words = load_words()
    return _TAKEN.words
