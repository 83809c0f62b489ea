"""Names of places, bodies, countries and nationalities that the lexicon knows, where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from habeas.lexicon import Lexicon
from habeas.lexicon.shape import PlaceKind
from habeas.reading.english import NAME_OPENERS, QUARTERS, SITE_WORDS

LONGEST_OPENER: Final = 8  # code points of a name's first word and the space after it
DETAINING_SORTS: Final = frozenset({PlaceKind.CAMP, PlaceKind.PRISON, PlaceKind.FACILITY})
AFTER: Final = re.compile(r"\s+([A-Za-z]+)")


class NameKind(StrEnum):
    """What a known name names."""

    PLACE = "place"
    ACTOR = "actor"
    COUNTRY = "country"
    CAPITAL = "capital"  # the town; in news English also its government
    DEMONYM = "demonym"


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that a name can name. `sort` is the place's or body's kind."""

    id: str
    kind: NameKind
    sort: str
    country: str | None = None  # ISO code of the country that a place lies in


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name at its offsets; a name may name several things ("Damascus")."""

    start: int
    end: int
    known: tuple[Known, ...]

    def of(self, *kinds: NameKind) -> Known | None:
        """What it names of these kinds, if anything."""
        return next((known for kind in kinds for known in self.known if known.kind is kind), None)

    @property
    def place(self) -> Known | None:
        """The place that it names, countries and capitals among them."""
        return self.of(NameKind.PLACE, NameKind.COUNTRY, NameKind.CAPITAL)

    @property
    def actor(self) -> Known | None:
        """The body that it names; a state goes by its country's or capital's name."""
        return self.of(NameKind.ACTOR, NameKind.COUNTRY, NameKind.CAPITAL)

    @property
    def country(self) -> str | None:
        """The ISO code of the country that it names or lies in."""
        return next((known.country for known in self.known if known.country is not None), None)

    @property
    def nationality(self) -> str | None:
        """The ISO code, where the name is a nationality."""
        known = self.of(NameKind.DEMONYM)
        return known.id if known else None

    @property
    def detains(self) -> bool:
        """True for a named camp, prison or other place of detention."""
        return any(known.kind is NameKind.PLACE and known.sort in DETAINING_SORTS for known in self.known)

    @property
    def armed_group(self) -> bool:
        """True for an armed group whose "members" are people held, in this field."""
        return any(known.kind is NameKind.ACTOR and known.sort == "armed-group" for known in self.known)


class NameFinder:
    """Finds the lexicon's names, the longest where several begin at one place."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._known: dict[str, list[tuple[str, Known]]] = {}
        for alias, known in _names(lexicon):
            entry = self._known.setdefault(_folded(alias), [])
            if (alias, known) not in entry:
                entry.append((alias, known))
        self._folded = list(self._known)
        self._automaton = AhoCorasick(self._folded, matchkind=MatchKind.LeftmostLongest)
        self._field = AhoCorasick(
            [
                alias
                for alias, entry in self._known.items()
                if any(_is_of_the_field(Mention(0, 1, (known,))) for _, known in entry)
            ]
        )

    def names_the_field(self, text: str) -> bool:
        """True where the text names a place of detention or an armed group that the lexicon knows."""
        haystack = _folded(text)
        found = self._field.find_matches_as_indexes(haystack, overlapping=True)
        # Few texts hold any such words, and in most of those they are part of others ("crisis").
        if not any(_whole(haystack, start, end) for _, start, end in found):
            return False
        return any(_is_of_the_field(mention) for mention in self.find(text))

    def find(self, text: str) -> Iterator[Mention]:
        """Every known name in the text, in order, none within another."""
        haystack = _folded(text)
        if len(haystack) != len(text):  # a letter that folds to two: offsets would drift
            haystack = "".join(one if len(one := _folded(letter)) == 1 else letter for letter in text)
        position = 0
        for index, start, end in self._automaton.find_matches_as_indexes(haystack, overlapping=False):
            if start < position or not _whole(text, start, end) or _ends_another(text, start):
                continue
            known = tuple(
                known
                for alias, known in self._known[self._folded[index]]
                if _written(alias, text[start:end], known) and not _is_quarter(alias, known, text, end)
            )
            if known:
                position = end
                yield Mention(start, end, known)


def _is_of_the_field(mention: Mention) -> bool:
    return mention.detains or mention.armed_group


def _names(lexicon: Lexicon) -> Iterator[tuple[str, Known]]:
    within = {place.id: place.within for place in lexicon.places}
    for place in lexicon.places:
        for alias in (place.name, *place.aliases):
            yield alias, Known(place.id, NameKind.PLACE, place.kind, _country_of(place.id, within))
    for actor in lexicon.actors:
        for alias in (actor.name, *actor.aliases):
            yield alias, Known(actor.id, NameKind.ACTOR, actor.kind)
    for country in lexicon.countries:
        for alias in (country.name, *country.aliases):
            yield alias, Known(country.code, NameKind.COUNTRY, "country", country.code)
        for capital in country.capitals:
            yield capital, Known(country.code, NameKind.CAPITAL, "state", country.code)
        for demonym in country.demonyms:
            yield demonym, Known(country.code, NameKind.DEMONYM, "nationality")


def _country_of(place: str, within: dict[str, str | None]) -> str | None:
    """The country at the end of the places that hold this one."""
    above = within.get(place)
    while above in within:
        above = within[above]
    return above


def _folded(text: str) -> str:
    return text.lower().replace("’", "'").replace("‘", "'")


def _whole(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() or after.isalnum() or "_" in (before, after))


def _ends_another(text: str, start: int) -> bool:
    """ "Umm Dhiban" isn't Dhiban, nor "Tel Hasakah" Hasakah: the word before opens another place's name."""
    before = text[max(0, start - LONGEST_OPENER) : start].split(" ")
    return len(before) > 1 and before[-1] == "" and before[-2] in NAME_OPENERS


def _is_quarter(alias: str, known: Known, text: str, end: int) -> bool:
    """ "The Velmar neighbourhood": the prison that goes by the name alone stands in it, or by it."""
    if known.sort not in DETAINING_SORTS or SITE_WORDS & set(alias.lower().split()):
        return False
    after = AFTER.match(text, end)
    return after is not None and after[1].lower() in QUARTERS


def _written(alias: str, words: str, known: Known) -> bool:
    """An alias in capitals is met only by capitals; a nationality begins with one; names hold one."""
    if alias.isupper():
        return words.isupper()
    if known.kind in {NameKind.DEMONYM, NameKind.COUNTRY, NameKind.CAPITAL}:
        return words[0].isupper()
    return any(letter.isupper() for letter in words) or alias.islower()
