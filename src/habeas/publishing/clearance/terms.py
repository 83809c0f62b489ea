"""What the lexicon knows, as clearance looks it up: names that aren't people's, offices, roles, kin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from habeas.lexicon import Lexicon
from habeas.lexicon.shape import SpeechKind
from habeas.lexicon.vocabulary import Vocabulary, lemma, vocabulary
from habeas.publishing.clearance.words import Word, key_of, words_of

PLACE: Final = "place"
BODY: Final = "body"
PEOPLE: Final = "people"
FORMER: Final = re.compile(r"^(?:then|ex|former|now|acting|deputy|vice|co)-(?=\w)")
IRREGULAR: Final = {
    "said": "say",
    "told": "tell",
    "wrote": "write",
    "written": "write",
    "spoken": "speak",
    "spoke": "speak",
    "testified": "testify",
    "denied": "deny",
    "recalls": "recall",
    "thinks": "think",
    "thought": "think",
    "asks": "ask",
    "sobbed": "sob",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Words of a text that the lexicon knows as a place, a body or a people."""

    kind: str
    length: int  # words


class Terms:
    """The lists of one lexicon, gathered for look-ups by key."""

    def __init__(self, lexicon: Lexicon) -> None:
        naming = lexicon.naming
        self.naming = naming
        self.vocabulary: Vocabulary = vocabulary(lexicon)
        nouns = lexicon.persons | lexicon.words.witnesses | {row.word for row in lexicon.groups}
        self.public = _keys(naming.public_offices) | _keys(naming.office_titles)
        self.weak = _keys(naming.weak_offices)
        self.makers = _keys(naming.office_makers)
        self.qualifiers = _keys(naming.private_qualifiers)
        self.press = _keys(naming.press_offices)
        self.kin = _keys(naming.kin)
        self.minors = _keys(naming.minors)
        self.several_minors = _keys(naming.several_minors)
        self.children = _keys(naming.children_of_somebody)
        self.small_ones = _keys(naming.small_ones)
        self.grown = _keys(naming.grown_people)
        self.callings = _keys(naming.adult_callings)
        self.learners = self.small_ones | _keys(naming.learners)
        self.childhood = _childhood(naming.childhood_words, naming.young_ordinals)
        self.honorifics = _keys(naming.honorifics)
        self.private = (
            _keys(naming.private_roles) | _keys(nouns) | self.kin | self.minors | self.grown
        ) - self.public
        self.naming_words = _keys(naming.naming_words)
        self.affairs = _keys(naming.affair_nouns)
        self.openers = _keys(naming.person_openers)
        self.particles = _keys(naming.name_particles)
        self.given = _keys(naming.given_names)
        self.given_places = _keys(naming.given_names_of_places)
        self.never = (
            _keys(naming.never_persons) | _keys(lexicon.words.time_words) | _keys(naming.capitalised_words)
        )
        self.institutions = (
            _keys(naming.institution_words)
            | _keys(lexicon.words.place_nouns)
            | _keys(lexicon.words.state_bodies)
        )
        self.portfolios = _keys(lexicon.words.state_portfolios)
        self.tails = _keys(naming.place_tails)
        self.heads = _keys(naming.place_heads)
        self.having = frozenset(
            key_of(form)
            for verb in lexicon.words.having_verbs
            for form in (verb, f"{verb}s", f"{verb}ed", f"{verb}d")
        ) | {"is", "was", "are", "were", "has", "had", "will", "would", "held", "fell", "grew", "stood"}
        self.near = _keys(naming.place_prepositions_of_names)
        self.place_openers = _keys(naming.place_openers) | _keys(lexicon.words.name_openers) - self.openers
        self.speech = frozenset(key_of(row.word) for row in lexicon.speech if row.kind is SpeechKind.VERB) | {
            "say",
            "tell",
            "recall",
            "write",
            "speak",
            "ask",
            "think",
            "sob",
            "whisper",
            "cry",
            "weep",
            "smile",
            "remember",
            "tweet",
        }
        self.numbers = {key_of(row.word): row.value for row in lexicon.numbers if row.value is not None}
        self._phrases = _phrases(lexicon)
        self.officials = tuple(parts_of(row.name, self.particles) for row in lexicon.public)
        self.hidden = tuple(parts_of(row.name, self.particles) for row in lexicon.private)
        self.hidden_minors = _names((row.name for row in lexicon.private if row.minor), self.particles)
        self.hidden_adults = _names((row.name for row in lexicon.private if row.adult), self.particles)

    def known(self, words: Sequence[Word], at: int, text: str) -> Known | None:
        """The longest name of a place, body or people that starts with this word."""
        for keys, kind, shape in self._phrases.get(words[at].key, ()):
            last = at + len(keys) - 1
            if last < len(words) and all(words[at + step].key == key for step, key in enumerate(keys)):
                printed = text[words[at].start : words[last].end]
                if _is_printed(shape, printed) and "\n\n" not in printed:
                    return Known(kind, len(keys))
        return None

    def is_speech(self, word: Word) -> bool:
        """True for a form of a verb of speech."""
        key = IRREGULAR.get(word.key, word.key)
        return key in self.speech or any(
            key.removesuffix(end) + stem in self.speech
            for end, stem in (("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ing", ""), ("ied", "y"))
            if key.endswith(end)
        )


@lru_cache(maxsize=4)
def terms(lexicon: Lexicon) -> Terms:
    """The lists of this lexicon, gathered once."""
    return Terms(lexicon)


def noun(word: Word) -> str:
    """The word as a singular noun, without what says since when: "ex-minister", "then-governor"."""
    return FORMER.sub("", key_of(lemma(word.key)))


@lru_cache(maxsize=65536)
def _parts(key: str, particles: frozenset[str]) -> tuple[str, ...]:
    parts = tuple(part for part in key.split("-") if part)
    kept = tuple(part for part in parts if part not in particles)
    return kept or parts


def parts_of_word(word: Word, terms_: Terms) -> tuple[str, ...]:
    """The parts of one word of a name that stand for it alone: "al-Shami" is "shami"."""
    return _parts(word.key, terms_.particles)


def parts_of(name: str, particles: frozenset[str]) -> tuple[str, ...]:
    """The parts of a name, its small words left out."""
    found = [part for word in words_of(name) for part in _parts(word.key, particles)]
    return tuple(part for part in found if part not in particles) or tuple(found)


def _names(names: Iterable[str], particles: frozenset[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(parts_of(name, particles) for name in names)


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(key_of, words))


def _childhood(phrases: Iterable[str], ordinals: Iterable[str]) -> re.Pattern[str]:
    """Any of these phrases, and "sixth grade", "her 13th birthday"."""
    said = "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))
    counted = "|".join(sorted(map(re.escape, ordinals), key=len, reverse=True))
    numbered = rf"(?:{counted})[\s-](?:birthday|grade|graders?)|in (?:grade|class|year) (?:\d{{1,2}}|[a-z]+)"
    return re.compile(rf"\b(?:{said}|{numbered})\b", re.I)


def _phrases(lexicon: Lexicon) -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """The lexicon's names by the key of their first word, the longest first."""
    found: dict[str, dict[tuple[tuple[str, ...], str], tuple[str, str]]] = {}
    for kind, names in (
        (PEOPLE, (name for country in lexicon.countries for name in country.demonyms)),
        (BODY, (name for actor in lexicon.actors for name in actor.aliases)),
        (PLACE, (name for country in lexicon.countries for name in (*country.aliases, *country.capitals))),
        (PLACE, (name for place in lexicon.places for name in place.aliases)),
    ):
        for name in names:
            keys = tuple(word.key for word in words_of(name))
            if keys:
                found.setdefault(keys[0], {})[keys, _shape(name)] = (kind, _shape(name))
    return {
        first: sorted(
            ((keys, kind, shape) for (keys, _), (kind, shape) in names.items()), key=lambda one: -len(one[0])
        )
        for first, names in found.items()
    }


def _shape(name: str) -> str:
    """How a name's letters are: all capitals, some, or none."""
    return "capitals" if name.isupper() else "lower" if name.islower() else "mixed"


def _is_printed(shape: str, words: str) -> bool:
    return words.isupper() if shape == "capitals" else shape == "lower" or not words.islower()
