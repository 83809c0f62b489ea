"""Common nouns and adjectives, told from names: what no body, person or place is called by alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from habeas.lexicon import Lexicon
from habeas.lexicon.names import SYNONYMS
from habeas.lexicon.romanised import ARTICLES

TOKEN: Final = re.compile(r"[^\W_]+(?:[-.'’‘`ʿʾ][^\W_]+)*\.?['’]?")
SMALL: Final = frozenset(
    {
        "of",
        "the",
        "and",
        "in",
        "for",
        "a",
        "an",
        "at",
        "on",
        "by",
        "to",
        "from",
        "with",
        "or",
        "s",
        "&",
        "near",
        "who",
        "that",
    }
)
POSSESSIVE: Final = re.compile(r"['’]s?$")
# "centre" and "center", "defence" and "defense": one word, as the names of the lexicon have it.
BRITISH: Final = {
    word: words[0] for words in SYNONYMS if words[0].islower() for word in words[1:] if " " not in word
}


class Vocabulary:
    """The common words of one lexicon, by what they are nouns or adjectives for."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        self.bodies: frozenset[str] = (
            words.receiving_bodies
            | words.speaking_bodies
            | words.court_nouns
            | words.rulers
            | words.state_bodies
        )
        self.rulers: frozenset[str] = words.rulers - {"council", "command", "ministry", "official"}
        self.offices: frozenset[str] = words.office_nouns | words.state_servants
        self.servants: frozenset[str] = words.state_servants
        self.own_voices: frozenset[str] = words.own_voices
        self.portfolios: frozenset[str] = words.state_portfolios
        self.titles: frozenset[str] = words.titles_of_persons
        self.openers: frozenset[str] = words.nameless_openers | {row.word for row in lexicon.numbers}
        self.places: frozenset[str] = words.place_nouns
        self.times: frozenset[str] = words.time_words
        people = lexicon.persons | words.witnesses | {row.word for row in lexicon.groups}
        self.people: frozenset[str] = people | words.no_actors
        adjectives = words.plain_adjectives | words.foreign_adjectives
        self.institutional: frozenset[str] = (
            self.openers | self.bodies | self.portfolios | words.place_nouns | self.times
        )
        self.common: frozenset[str] = self.institutional | self.people | self.offices | adjectives | SMALL
        self.adjectives: frozenset[str] = adjectives

    def names(self, tokens: Sequence[str]) -> bool:
        """True where one of these words, as printed, can only be part of a name.

        A capital letter tells that, but for nouns of institutions ("Justice Ministry"), and for any common
        noun where the sentence may have begun.
        """
        return any(
            _capital(token) and len(token) > 1 and not self._is_common(token, first=place == 0)
            for place, token in enumerate(tokens)
        )

    def _is_common(self, token: str, *, first: bool) -> bool:
        word = lemma(token)
        return (
            word in self.institutional
            or word in self.adjectives
            or word in SMALL
            or (first and word in self.common)
        )


@lru_cache(maxsize=8)
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The common words of this lexicon, gathered once."""
    return Vocabulary(lexicon)


def tokens_of(words: str) -> list[str]:
    """The words of a name as printed, without punctuation around them; "SDF's" is one."""
    return TOKEN.findall(words)


def lemma(token: str) -> str:
    """The word in lower case, without possessive and regular plural: "Ministry's", "centres"."""
    word = POSSESSIVE.sub("", token.casefold().rstrip("."))
    return BRITISH.get(word, word) if (short := _singular(word)) == word else BRITISH.get(short, short)


def is_plural(token: str) -> bool:
    """True for a regular plural: "camps", "facilities"."""
    word = POSSESSIVE.sub("", token.casefold())
    return _singular(word) != word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "affairs", "series", "rights")):
        return word[:-1]
    return word


def _capital(token: str) -> bool:
    """True for a word printed as names are: "Hol", "al-Hol", "Ak-Jol", not "Al" alone."""
    return any(letter.isupper() for letter in token) and token.casefold() not in ARTICLES
