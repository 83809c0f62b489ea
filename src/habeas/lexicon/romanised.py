"""How alike two spellings of a name are, where Arabic or Kurdish is written in Latin letters.

Romanisations agree on most consonants and on few vowels: Hasakah, Hassakeh, Hasaka; Ghwayran, Gweran. So two
words are compared consonant by consonant and, in between, vowels by vowels, each difference with a cost that
says how often it is only one of spelling: e for i is cheap, a for i makes another name (Salim, Salam). The
costs were chosen by hand after the ALA-LC and UN romanisation tables of Arabic and the Hawar alphabet of
Kurdish, and tried on the pairs in tests/lexicon/test_romanised.py. Names that differ in a number, a single
letter, or in any consonant of another sound are never alike.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

MARKS: Final = str.maketrans(dict.fromkeys("'’‘`´ʿʾʼ", ""))
# Turkish and Kurdish letters that lose their sound with their mark.
LETTERS: Final = str.maketrans({"ş": "sh", "ç": "ch", "ğ": "gh", "ı": "i", "ß": "ss", "ø": "o", "ł": "l"})
WORD: Final = re.compile(r"[^\W_]+")
DOUBLE: Final = re.compile(r"(.)\1+")
VOWEL: Final = re.compile("[aeiou]")
GLIDE: Final = re.compile("[wy]")

ARTICLES: Final = frozenset({"al", "el", "ul", "the"})
# Before the sun letters the article takes their sound: ash-Shaddadi, Deir ez-Zor.
ASSIMILATED: Final = re.compile(r"[aeu](sh|th|dh|[strndzl])")
DOUBLED: Final = re.compile(r"^e(?=([tdrzsnl])\1[a-z]{2})")
SERVANT: Final = re.compile(r"abd(?:[aeu]l|[eu]([rshdtnz])(?=\1))(.{3,})")  # Abdulrahman, Abdurrahman
OF_GOD: Final = re.compile(r"abd[aeu]ll?ah?")
FAITH: Final = re.compile(r"(.{3,}?)[aeu]dd(?:i|ee)ne?")  # Salahuddin, Nureddine
SERVANTS: Final = frozenset({"abdul", "abdel", "abdal", "abdoul"})
SONS: Final = frozenset({"bin", "ibn", "ben"})

SOUND: Final = re.compile(r"(kh|gh|sh|tch|ch|th|dh|zh|ph|dj|ck|[bcdfghjklmnpqrstvxz])\1*")
SAME_SOUND: Final = {"ck": "k", "c": "k", "x": "kh", "ph": "f", "v": "f", "tch": "ch", "dj": "j"}
# One letter for the sounds that spellings confuse; two words that differ here are never compared.
CLASSES: Final = {
    **dict.fromkeys(("k", "q", "kh"), "k"),
    **dict.fromkeys(("g", "gh", "j", "zh"), "g"),
    **dict.fromkeys(("s", "sh", "ch"), "s"),
    **dict.fromkeys(("d", "dh", "t", "th"), "d"),
    **dict.fromkeys(("b", "p"), "b"),
}
CONFUSED: Final = {
    frozenset(pair.split()): cost
    for pair, cost in {
        "k q": 0.05,
        "k kh": 0.2,
        "q kh": 0.3,
        "g gh": 0.1,
        "g j": 0.2,
        "sh ch": 0.1,
        "s sh": 0.3,
        "d dh": 0.15,
        "t th": 0.15,
        "dh th": 0.15,
        "b p": 0.2,
        "j zh": 0.15,
    }.items()
}
OTHER_SOUND: Final = 0.5

# Y and W are the diphthongs of Zeidan, Zaydan and of Hawl, Haul.
VOWELS: Final = (
    (re.compile("ee"), "i"),
    (re.compile("oo|ou"), "u"),
    (re.compile("a+"), "a"),
    (re.compile("a[iye]|e[iy]"), "Y"),
    (re.compile("a[uwo]|ow"), "W"),
    (re.compile("[ow]"), "u"),
    (re.compile("y"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile("Yi"), "Y"),
    (re.compile("Wu"), "W"),
)
SWAPPED: Final = {
    frozenset(pair): cost
    for pair, cost in {
        "ae": 0.1,
        "ei": 0.1,
        "Ye": 0.1,
        "Yi": 0.1,
        "Wu": 0.1,
        "Ya": 0.4,
        "Wa": 0.4,
        "ue": 0.3,
    }.items()
}
OTHER_VOWEL: Final = 0.5
LEFT_OUT: Final = {"e": 0.1, "a": 0.15, "i": 0.2, "u": 0.2, "Y": 0.5, "W": 0.5}
FIRST: Final = 2.0  # a vowel before the first consonant tells names apart: Ahmad, Hamad
LAST: Final = 1.5

CONTRADICTED: Final = 0.4  # one difference as great as this makes two names
MOST: Final = (
    0.05,
    0.1,
    0.2,
    0.35,
)  # by the number of consonants in a word, what its differences may come to
MOST_IN_ALL: Final = 0.4
SHORTEST_SLIP: Final = 5  # letters in a word that may be mistyped
SHORTEST_SLIPPED: Final = 10  # letters in the whole name
SLIP: Final = 0.9
NEARLY: Final = 0.99  # other letters, and nothing that tells them apart


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How alike two spellings are, 0 to 1, and in what they differ."""

    score: float
    reason: str


@lru_cache(maxsize=65536)
def folded(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: no case, accents, apostrophes, hyphens or Arabic articles."""
    words = _words(name)
    kept = [word for place, word in enumerate(words) if not _is_article(words, place)]
    return tuple(part for place, word in enumerate(kept or words) for part in _parts(word, first=place == 0))


def first_name_first(name: str) -> str:
    """A person's name in its order: "ZEIDAN, Faiq" is Faiq Zeidan. Any other name as it is."""
    family, comma, first = name.partition(", ")
    return f"{first} {family.title()}" if comma and family.isupper() and "," not in first else name


@lru_cache(maxsize=65536)
def skeleton(words: tuple[str, ...]) -> str:
    """The consonants of folded words, one letter for all that spellings confuse; "" where there are none.

    Names with other skeletons are never alike, wherever the words are divided: Deir ez-Zor, Deirezzor.
    """
    return "".join(_bones(word) for word in words)


def resemblance(ones: tuple[str, ...], others: tuple[str, ...]) -> Resemblance | None:
    """How alike two names are, as folded words; None where they aren't one name by their spelling."""
    if ones == others:
        return Resemblance(1.0, "the same words")
    if skeleton(ones) != skeleton(others):
        return None
    pairs = _paired(ones, others)
    costs = [_cost(one, other) for one, other in pairs]
    if sum(costs) > MOST_IN_ALL or any(
        cost > _most(one) for cost, (one, _) in zip(costs, pairs, strict=True)
    ):
        return None
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    if not differing:  # the same letters, divided otherwise
        return Resemblance(NEARLY, "the same letters, divided otherwise")
    return Resemblance(min(NEARLY, round(1 - sum(costs), 2)), _told(differing))


def contradicted(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """True where a sound or vowel makes two names of them, whatever spelling lies between."""
    if skeleton(ones) != skeleton(others):
        return True
    return any(_worst(one, other) >= CONTRADICTED for one, other in _paired(ones, others))


def slipped(ones: tuple[str, ...], others: tuple[str, ...]) -> Resemblance | None:
    """How alike two names are that differ by one mistyped letter of one long word; None for any other two."""
    if len(ones) != len(others) or not may_slip(ones):
        return None
    differing = [(one, other) for one, other in zip(ones, others, strict=True) if one != other]
    if len(differing) != 1:
        return None
    one, other = differing[0]
    if min(len(one), len(other)) < SHORTEST_SLIP or not (one.isalpha() and other.isalpha()):
        return None
    if OSA.distance(one, other, score_cutoff=1) > 1:
        return None
    return Resemblance(SLIP, f"one letter apart: {one}, {other}")


def may_slip(words: Sequence[str]) -> bool:
    """True for a name so long that one mistyped letter leaves no doubt of it."""
    return sum(map(len, words)) >= SHORTEST_SLIPPED


def slips(bones: str) -> frozenset[str]:
    """What a skeleton becomes when one consonant is left out: two of a mistyped name share one of these."""
    return frozenset(bones[:place] + bones[place + 1 :] for place in range(len(bones))) | {bones}


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold().translate(MARKS).translate(LETTERS))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return WORD.findall(bare.replace(".", "") if re.fullmatch(r"(?:\w\.)+\w?", bare) else bare)


def _is_article(words: Sequence[str], place: int) -> bool:
    word = words[place]
    if place + 1 == len(words):
        return False
    if word in ARTICLES:
        return True
    assimilated = ASSIMILATED.fullmatch(word)
    return assimilated is not None and words[place + 1].startswith(assimilated[1])


def _parts(word: str, *, first: bool) -> Iterator[str]:
    """The word as it is compared, in two where it is a name made of two."""
    if word in SONS:
        yield "bin"
    elif word in SERVANTS:
        yield "abd"
    elif OF_GOD.fullmatch(word):
        yield "abdallah"
    elif servant := SERVANT.fullmatch(word):
        yield from ("abd", servant[2])
    elif faith := FAITH.fullmatch(word):
        yield from (faith[1], "din")
    else:
        yield word if first else DOUBLED.sub("", word, count=1)


@lru_cache(maxsize=65536)
def _heard(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The consonants of a word, and the vowels before, between and after them (one more)."""
    word = re.sub(r"(?<=[aeiouy])h$", "", word)
    consonants: list[str] = []
    vowels: list[str] = []
    position = 0
    for sound in SOUND.finditer(word):
        vowels.append(_vowels(word[position : sound.start()]))
        consonants.append(SAME_SOUND.get(sound[1], sound[1]))
        position = sound.end()
    return tuple(consonants), (*vowels, _vowels(word[position:]))


def _vowels(letters: str) -> str:
    for pattern, sound in VOWELS:
        letters = pattern.sub(sound, letters)
    return letters


def _exact(word: str) -> bool:
    """Numbers, letters that stand for words (YPG, YPJ) and other scripts are compared as they are."""
    return VOWEL.search(word) is None or not word.isascii() or not word.isalpha() or len(word) == 1


@lru_cache(maxsize=65536)
def _bones(word: str) -> str:
    if _exact(word):
        return f"[{word}]"
    consonants, vowels = _heard(word)
    return "".join(CLASSES.get(sound, sound) for sound in consonants) or f"[{''.join(vowels)}]"


def _paired(ones: Sequence[str], others: Sequence[str]) -> list[tuple[str, str]]:
    """The words of two names of one skeleton side by side, as one word where they are divided otherwise."""
    if [_bones(word) for word in ones] == [_bones(word) for word in others]:
        return list(zip(ones, others, strict=True))
    return [("".join(ones), "".join(others))]


def _most(word: str) -> float:
    if _exact(word):
        return 0.0
    heard = len(_heard(word)[0]) + (GLIDE.match(word) is not None)
    return MOST[min(heard, len(MOST) - 1)]


def _cost(one: str, other: str) -> float:
    return sum(_costs(one, other))


def _worst(one: str, other: str) -> float:
    return max(_costs(one, other), default=0.0)


def _costs(one: str, other: str) -> Iterator[float]:
    """What each difference between two words of one skeleton costs, sound by sound."""
    if one == other:
        return
    (consonants, vowels), (other_consonants, other_vowels) = _heard(one), _heard(other)
    if _exact(one) or _exact(other) or len(consonants) != len(other_consonants):
        yield 1.0
        return
    for sound, instead in zip(consonants, other_consonants, strict=True):
        if sound != instead:
            yield CONFUSED.get(frozenset((sound, instead)), OTHER_SOUND)
    for place, (sound, instead) in enumerate(zip(vowels, other_vowels, strict=True)):
        if sound != instead:
            yield _between(sound, instead) * _weight(place, len(consonants), sound, instead)


def _weight(place: int, last: int, sound: str, instead: str) -> float:
    """Vowels before the first consonant tell names apart, and so does a vowel more at the end."""
    if place == 0:
        return FIRST
    return LAST if place == last and len(sound) != len(instead) else 1.0


@lru_cache(maxsize=4096)
def _between(sound: str, instead: str) -> float:
    """What it costs to write some vowels as others, leaving out only as many as are too many."""
    if len(sound) < len(instead):
        return _between(instead, sound)
    if not sound:
        return 0.0
    kept = _swap(sound[0], instead[0]) + _between(sound[1:], instead[1:]) if instead else math.inf
    if len(sound) == len(instead):
        return kept
    return min(kept, LEFT_OUT.get(sound[0], OTHER_VOWEL) + _between(sound[1:], instead))


def _swap(sound: str, instead: str) -> float:
    return 0.0 if sound == instead else SWAPPED.get(frozenset((sound, instead)), OTHER_VOWEL)


def _told(differing: Sequence[tuple[str, str]]) -> str:
    """In what two spellings differ, in an analyst's words."""
    words = "; ".join(f"{one.title()}, {other.title()}" for one, other in differing)
    if all(DOUBLE.sub(r"\1", one) == DOUBLE.sub(r"\1", other) for one, other in differing):
        return f"the same but for doubled letters: {words}"
    if all(_heard(one)[0] == _heard(other)[0] for one, other in differing):
        return f"the same but for how vowels are written: {words}"
    return f"the same but for how sounds are written: {words}"
