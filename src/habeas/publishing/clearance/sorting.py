"""Which words of a text may be somebody's name: what kind of word each is, from the lexicon, its case and the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from habeas.publishing.clearance.tagging import PERSON, Tag, is_everyday, small_words
from habeas.publishing.clearance.terms import PLACE, Terms, noun
from habeas.publishing.clearance.words import Word, is_latin

LONGEST_ACRONYM: Final = 6
CASELESS: Final = 0.02  # a text with fewer capitals than this has none to go by
FEW_WORDS: Final = 12


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
        return same and not gap.strip() and gap.count("\n") < 2 and not self.words[at - 1].owner


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
    """The kinds of the words of a text."""
    kinds = [Kind.PLAIN] * len(words)
    at = 0
    while at < len(words):
        known = terms.known(words, at, text)
        if known is not None:
            for step in range(known.length):
                kinds[at + step] = Kind.PLACE if known.kind == PLACE else Kind.KNOWN
            at += known.length
            continue
        kinds[at] = _kind(at, words, tags, kinds, text, terms)
        at += 1
    return Sorted(text, words, tags, kinds)


def caseless(words: Sequence[Word]) -> bool:
    """True for a text that has hardly a capital, so that names have none either."""
    return len(words) >= FEW_WORDS and sum(word.capital for word in words) < CASELESS * len(words)


def _kind(
    at: int, words: Sequence[Word], tags: Sequence[Tag], kinds: Sequence[Kind], text: str, terms: Terms
) -> Kind:
    word = words[at]
    if word.text[0].isdigit():
        return Kind.PLAIN
    if not is_latin(word.text):
        return Kind.FOREIGN
    if word.initials:
        return Kind.INITIALS if word.text[0].isupper() else Kind.PLAIN
    if not word.capital:
        return Kind.PARTICLE if word.key in terms.particles else Kind.PLAIN
    return _capital_kind(at, words, tags, kinds, text, terms)


def _capital_kind(
    at: int, words: Sequence[Word], tags: Sequence[Tag], kinds: Sequence[Kind], text: str, terms: Terms
) -> Kind:
    word, key = words[at], words[at].key
    heading = _in_heading(at, words)
    role = noun(word)
    follows = (
        at > 0
        and text[words[at - 1].stop : word.start].strip() == ""
        and words[at - 1].sentence == word.sentence
    )
    behind_name = follows and (kinds[at - 1] in NAMELIKE or noun(words[at - 1]) in terms.honorifics)
    if key in small_words() and not (key in terms.given and behind_name):
        return Kind.PARTICLE if key in terms.particles and not word.first else Kind.PLAIN
    if key in terms.particles or key in terms.openers:
        return Kind.PARTICLE
    if key in terms.given and not (word.first and is_everyday(key) and tags[at].pos != "PROPN"):
        if key not in terms.never or _name_follows(at, words, text):
            return Kind.UNKNOWN
    if role in terms.public or role in terms.private or role in terms.honorifics or role in terms.portfolios:
        if behind_name and not heading and key == role and kinds[at - 1] is not Kind.ROLE:
            return Kind.EVERYDAY  # "Chad Baker", "Ahmad Cook"
        if (
            follows
            and noun(words[at - 1]) in terms.honorifics
            and word.text[1:].islower()
            and role not in terms.public
        ):
            return Kind.UNKNOWN  # "Mr Baker"
        return Kind.ROLE
    if key in terms.never or role in terms.never:
        return Kind.KNOWN
    if key in terms.institutions or role in terms.institutions:
        return Kind.INSTITUTION
    if word.text.isupper() and 1 < len(word.text) <= LONGEST_ACRONYM and not heading:
        return Kind.ACRONYM
    if _parts_known(word, terms):
        return Kind.KNOWN
    if is_everyday(key):
        plain = tags[at].pos != "PROPN" or heading
        if plain and not (behind_name and not heading):
            return Kind.PLAIN if word.first or heading or tags[at].label != PERSON else Kind.EVERYDAY
        return Kind.EVERYDAY
    if word.first and tags[at].pos not in ("PROPN", "NOUN", "X") and not tags[at].label:
        return Kind.PLAIN
    return Kind.UNKNOWN


def _name_follows(at: int, words: Sequence[Word], text: str) -> bool:
    """True where a word with a capital stands right behind: "Christian Weber", not "Christian women"."""
    following = words[at + 1] if at + 1 < len(words) else None
    return following is not None and following.capital and text[words[at].stop : following.start] == " "


def _parts_known(word: Word, terms: Terms) -> bool:
    """True for "Kurdish-led", "Franco-Syrian", "Ex-President": compounds of known and everyday words."""
    parts = word.key.split("-")
    if len(parts) < 2 or parts[0] in terms.particles:
        return False
    known = terms.never | terms.institutions | terms.public | terms.private
    return all(
        part in known or (is_everyday(part) and part not in terms.given) or not part for part in parts
    ) or (
        parts[-1] in ("led", "backed", "based", "born", "allied", "era", "style", "run", "held", "controlled")
        and len(parts) == 2
        and parts[0] in known
    )


def _in_heading(at: int, words: Sequence[Word]) -> bool:
    """True where nearly every longer word of the sentence has a capital, so that capitals tell nothing."""
    sentence = words[at].sentence
    first = at
    while first > 0 and words[first - 1].sentence == sentence:
        first -= 1
    near = []
    for word in words[first : first + 40]:
        if word.sentence != sentence:
            break
        if len(word.text) > 3 and word.text[0].isalpha():
            near.append(word)
    return len(near) >= 4 and sum(word.capital for word in near) >= 0.75 * len(near)
