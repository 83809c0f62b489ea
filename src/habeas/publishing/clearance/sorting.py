"""Which words of a text may be somebody's name: the kind of each, by the lexicon, its case and the model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from habeas.publishing.clearance.tagging import PERSON, Tag, is_everyday, is_word, small_words
from habeas.publishing.clearance.terms import PLACE, Terms, noun
from habeas.publishing.clearance.words import Word, is_latin

ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+")
LONGEST_ACRONYM: Final = 6
CASELESS: Final = 0.02  # a text with fewer capitals than this has none to go by
FEW_WORDS: Final = 12
HEADING: Final = 40  # words
SHORT: Final = 3  # letters in words that headings may leave small; so many longer words make none
NEARLY_ALL: Final = 0.75
ENDS: Final = (".", "!", "?")
# Before one of these a given name that opens a sentence, and is an everyday word too, is that word.
COMMON_USE: Final = frozenset(
    {"the", "a", "an", "he", "she", "it", "they", "this", "that", "these", "those", "we", "you", "i", "there"}
    | {"of", "for", "in", "to", "at", "any", "all", "some", "her", "his", "is", "be", "not"}
)
COMPOUNDS: Final = frozenset(
    {"led", "backed", "based", "born", "allied", "era", "style", "run", "held", "controlled"}
)


class Kind(Enum):
    """What a word may be of a name."""

    PLAIN = auto()  # no name
    KNOWN = auto()  # of a place, body or people that the lexicon has, or a word that names nobody
    PLACE = auto()  # of a place that the lexicon has
    ROLE = auto()  # an office, a role, a title
    INSTITUTION = auto()
    ACRONYM = auto()
    INITIALS = auto()
    PARTICLE = auto()  # "al", "bin", inside a name
    EVERYDAY = auto()  # a word of English with the capital of a name
    UNKNOWN = auto()
    FOREIGN = auto()  # not in Latin letters


NAMELIKE: Final = frozenset({Kind.UNKNOWN, Kind.EVERYDAY, Kind.INITIALS, Kind.FOREIGN})


@dataclass(frozen=True, slots=True)
class Sorted:
    """A text with its words, what the model says of them, and their kinds."""

    text: str
    words: Sequence[Word]
    tags: Sequence[Tag]
    kinds: Sequence[Kind]

    def gap(self, at: int) -> str:
        """What stands between the word before this one and this one; "\\n\\n" where there is none."""
        if at <= 0 or at >= len(self.words):
            return "\n\n"
        return self.text[self.words[at - 1].stop : self.words[at].start]

    def joined(self, at: int) -> bool:
        """True where this word follows the one before it without anything but space, in one sentence."""
        gap = self.gap(at)
        same = 0 < at < len(self.words) and self.words[at - 1].sentence == self.words[at].sentence
        soft = gap in ("' ", "’ ")  # "Vasyl' Hrytsenko"
        return (
            same
            and (soft or gap.strip() in ("", "."))
            and gap.count("\n") < 2
            and not self.words[at - 1].owner
        )


@dataclass(frozen=True, slots=True)
class Run:
    """Words first to last (inclusive) that may be one name, and the parts that it is known by."""

    first: int
    last: int
    parts: tuple[str, ...]

    @property
    def length(self) -> int:
        """How many words it has."""
        return self.last - self.first + 1


def sort_words(text: str, words: Sequence[Word], tags: Sequence[Tag], terms: Terms) -> Sorted:
    """The kinds of the words of a text; those of addresses are no names."""
    kinds = [Kind.PLAIN] * len(words)
    sorter = _Sorter(text, words, tags, terms, kinds)
    addresses = [match.span() for match in ADDRESS.finditer(text)]
    at = 0
    while at < len(words):
        known = terms.known(words, at, text)
        if any(start <= words[at].start < end for start, end in addresses):
            at += 1
        elif known is not None:
            kinds[at : at + known.length] = [Kind.PLACE if known.kind == PLACE else Kind.KNOWN] * known.length
            at += known.length
        else:
            kinds[at] = sorter.kind(at)
            at += 1
    return Sorted(text, words, tags, kinds)


def caseless(words: Sequence[Word]) -> bool:
    """True for a text that has hardly a capital, so that names have none either."""
    return len(words) >= FEW_WORDS and sum(word.capital for word in words) < CASELESS * len(words)


@dataclass(frozen=True, slots=True)
class _Sorter:
    """Tells the kinds of words one after the other: `kinds` are those of the words before."""

    text: str
    words: Sequence[Word]
    tags: Sequence[Tag]
    terms: Terms
    kinds: Sequence[Kind]

    def kind(self, at: int) -> Kind:
        """The kind of a word that the lexicon doesn't know as a place's or a body's name."""
        word = self.words[at]
        if word.text[0].isdigit():
            return Kind.PLAIN
        if not is_latin(word.text):
            return Kind.FOREIGN
        if word.initials:
            return Kind.INITIALS if word.text[0].isupper() else Kind.PLAIN
        if not word.capital:
            dutch = word.text[0] in "'’"  # "van 't Hoff"
            return Kind.PARTICLE if dutch or word.key in self.terms.particles else Kind.PLAIN
        return self._small(at) or self._given(at) or self._listed(at) or self._other(at)

    def _small(self, at: int) -> Kind | None:
        """ "The", "In"; "Al", "Abu", "Van"."""
        word, key = self.words[at], self.words[at].key
        if key in small_words() and not (key in self.terms.given and (self._behind(at) or self._leads(at))):
            if word.text.istitle() and len(key) > 2 and self._behind(at) and not self._in_heading(at):
                return Kind.EVERYDAY  # "Ba Than": no small word has a capital there
            return Kind.PARTICLE if key in self.terms.particles and not word.first else Kind.PLAIN
        return Kind.PARTICLE if key in self.terms.particles or key in self.terms.openers else None

    def _given(self, at: int) -> Kind | None:
        """A given name; not "Mark the day", nor "Christian women"."""
        word, key = self.words[at], self.words[at].key
        if key not in self.terms.given or (word.first and is_word(key) and self._in_common_use(at)):
            return None
        return Kind.UNKNOWN if key not in self.terms.never or self._leads(at) else None

    def _listed(self, at: int) -> Kind | None:
        """A word of the lexicon's lists: one that names nobody, a role, a word of institutions."""
        word, terms = self.words[at], self.terms
        key, role = word.key, noun(word)
        if (key in terms.never or role in terms.never) and not (key in terms.given and self._behind(at)):
            return Kind.KNOWN
        if role in terms.public or role in terms.private or role in terms.honorifics | terms.portfolios:
            return self._role(at)
        if key in terms.institutions or role in terms.institutions:
            return Kind.INSTITUTION
        if word.text.isupper() and 1 < len(word.text) <= LONGEST_ACRONYM and not self._in_heading(at):
            return Kind.ACRONYM
        return Kind.KNOWN if _parts_known(word, terms) else None

    def _role(self, at: int) -> Kind:
        """A role, but not behind a name or "Mr": "Chad Baker", "Mr Cook"."""
        word, role = self.words[at], noun(self.words[at])
        if self._is_surname(at, role):
            return Kind.UNKNOWN
        if not (self._behind(at) and word.key == role):
            return Kind.ROLE
        if self.kinds[at - 1] is not Kind.ROLE:
            return Kind.ROLE if self._in_heading(at) else Kind.EVERYDAY
        title = word.text[1:].islower() and role not in self.terms.public
        return Kind.UNKNOWN if title and noun(self.words[at - 1]) in self.terms.honorifics else Kind.ROLE

    def _is_surname(self, at: int, role: str) -> bool:
        """ "The detainee Baker Sulem": a calling with a capital between a role without one and a name."""
        calling = role in self.terms.private and role not in self.terms.honorifics | self.terms.public
        behind = (
            at > 0 and self.kinds[at - 1] is Kind.PLAIN and noun(self.words[at - 1]) in self.terms.private
        )
        behind = behind or (at > 0 and self.kinds[at - 1] is Kind.ROLE)
        between = self.text[self.words[at - 1].stop : self.words[at].start] if at else ""
        return calling and behind and between == " " and not self.words[at - 1].capital and self._leads(at)

    def _other(self, at: int) -> Kind:
        """A word that no list has: of English, or unknown."""
        if not is_everyday(self.words[at].key):
            return Kind.UNKNOWN
        heading = self._in_heading(at) and not self._ends_name(at)
        if not heading and (self.tags[at].pos == "PROPN" or self._behind(at) or self._ends_name(at)):
            return Kind.EVERYDAY
        shown = self.words[at].first or heading or self.tags[at].label != PERSON
        return Kind.PLAIN if shown else Kind.EVERYDAY

    def _behind(self, at: int) -> bool:
        """True right behind a name-like word or "Mr"."""
        if at == 0 or self.words[at - 1].sentence != self.words[at].sentence:
            return False
        gap = self.text[self.words[at - 1].stop : self.words[at].start]
        before = self.kinds[at - 1] in NAMELIKE or noun(self.words[at - 1]) in self.terms.honorifics
        return before and gap.strip() in ("", ".")

    def _ends_name(self, at: int) -> bool:
        """ "Piet van der Horst", "PIET VAN DER HORST": behind the small words inside a name."""
        first = at
        while first > 0 and self.kinds[first - 1] is Kind.PARTICLE:
            first -= 1
        return first < at and first > 0 and self.kinds[first - 1] in NAMELIKE

    def _leads(self, at: int) -> bool:
        """True where a word with a capital stands right behind: "Christian Weber", not "Christian women"."""
        if at + 1 >= len(self.words):
            return False
        between = self.text[self.words[at].stop : self.words[at + 1].start]
        return self.words[at + 1].capital and between == " "

    def _in_common_use(self, at: int) -> bool:
        """True for "Mark the day", "Will he": a given name that is an everyday word, opening a sentence."""
        return at + 1 >= len(self.words) or self.words[at + 1].key in COMMON_USE

    def _in_heading(self, at: int) -> bool:
        """True where nearly every longer word of a sentence without end has a capital: it tells nothing."""
        sentence = self.words[at].sentence
        first = at
        while first > 0 and self.words[first - 1].sentence == sentence:
            first -= 1
        long: list[Word] = []
        for word in self.words[first : first + HEADING]:
            if word.sentence != sentence:
                break
            if self.text[word.stop : word.stop + 1] in ENDS and not word.initials:
                return False
            if len(word.text) > SHORT and word.text[0].isalpha():
                long.append(word)
        return len(long) > SHORT and sum(word.capital for word in long) >= NEARLY_ALL * len(long)


def _parts_known(word: Word, terms: Terms) -> bool:
    """True for "Kurdish-led", "Franco-Syrian", "Ex-President": compounds of known and everyday words."""
    parts = word.key.split("-")
    if len(parts) < 2 or parts[0] in terms.particles:
        return False
    known = terms.never | terms.institutions | terms.public | terms.private
    if all(part in known or (is_everyday(part) and part not in terms.given) or not part for part in parts):
        return True
    return parts[-1] in COMPOUNDS and len(parts) == 2 and parts[0] in known
