"""The lexicon's names, looked up by the words of a report: exactly, or by spellings that are near.

An exact look-up ignores case, accents, apostrophes and Arabic articles. A near one goes through the skeleton
of consonants (`romanised`), so that it costs the same however long the lexicon is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from habeas.lexicon import Lexicon
from habeas.lexicon.names import Actor, Place
from habeas.lexicon.romanised import (
    NEARLY,
    Resemblance,
    folded,
    may_slip,
    resemblance,
    skeleton,
    slipped,
    slips,
)
from habeas.lexicon.shape import ActorKind, PlaceKind
from habeas.lexicon.vocabulary import is_plural, lemma, tokens_of
from habeas.reckoned import NameKind

NEAR: Final = 0.8  # a name of the lexicon that is less alike than this is another
SHORTEST_NEAR: Final = 5  # letters; Houla is near to Hole, and neither is the other
CLEAR: Final = 0.1  # by how much the best must be more alike than the second

# What a place noun says of a place: two of one sort may be one place, two of different sorts never are.
SORTS: Final = {
    **dict.fromkeys(("prison", "jail", "gaol", "penitentiary"), "prison"),
    **dict.fromkeys(("town", "city", "village"), "town"),
    **dict.fromkeys(("governorate", "province"), "governorate"),
    **{
        noun: noun
        for noun in (
            "camp",
            "centre",
            "facility",
            "reformatory",
            "colony",
            "base",
            "barracks",
            "airport",
            "airfield",
            "crossing",
            "bridge",
            "checkpoint",
            "hospital",
            "school",
            "district",
            "subdistrict",
            "state",
            "region",
            "annex",
            "branch",
            "headquarters",
            "court",
            "border",
        )
    },
}
DETAINS: Final = frozenset({"detention", "holding", "internment"})
ROOMS: Final = frozenset({"centre", "facility", "prison", "site"})
# A place of the lexicon may be called by the noun for its kind, even where its spellings lack it.
OWN_SORT: Final = {
    PlaceKind.CAMP: "camp",
    PlaceKind.PRISON: "prison",
    PlaceKind.FACILITY: "prison",
    PlaceKind.TOWN: "town",
    PlaceKind.GOVERNORATE: "governorate",
    PlaceKind.BASE: "base",
    PlaceKind.CROSSING: "crossing",
}
HOLDS_PEOPLE: Final = frozenset({"prison", "camp"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name of the lexicon that some words may stand for, how alike the spellings are, and why."""

    id: str
    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Spelling:
    id: str
    alias: str
    words: tuple[str, ...]
    sorts: frozenset[str]  # of place nouns that a text may call it by; "" for none


@dataclass(frozen=True, slots=True)
class CountryWord:
    """A country's name, what its people are called, or its capital."""

    code: str
    alias: str
    capital: bool = False
    people: bool = False


class Gazetteer:
    """Places, bodies and countries of one lexicon, found by their spellings."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.places = {place.id: place for place in lexicon.places}
        self.actors = {actor.id: actor for actor in lexicon.actors}
        self.countries = {country.code: country for country in lexicon.countries}
        self._exact: dict[tuple[NameKind, tuple[str, ...]], list[_Spelling]] = {}
        self._near: dict[tuple[NameKind, str], list[_Spelling]] = {}
        self._slipped: dict[tuple[NameKind, str], list[_Spelling]] = {}
        self._country_words: dict[tuple[str, ...], list[CountryWord]] = {}
        for place in lexicon.places:
            self._add(NameKind.PLACE, (_place_spelling(place, alias) for alias in place.aliases))
        for actor in lexicon.actors:
            self._add(NameKind.BODY, (_body_spelling(actor, alias) for alias in actor.aliases))
        for country in lexicon.countries:
            for word in (
                *(CountryWord(country.code, alias) for alias in country.aliases),
                *(CountryWord(country.code, capital, capital=True) for capital in country.capitals),
                *(CountryWord(country.code, demonym, people=True) for demonym in country.demonyms),
            ):
                self._country_words.setdefault(folded(word.alias), []).append(word)
        self._first_words = frozenset(words[0] for words in self._country_words)

    def name(self, id_: str) -> str | None:
        """The name to show for an id of the lexicon or a country's code; None for any other."""
        for table in (self.places, self.actors, self.countries):
            if (named := table.get(id_)) is not None:
                return named.name
        return None

    def around(self, place: str) -> tuple[str, ...]:
        """The ids of the places around a place, the nearest first, its country's code last."""
        found: list[str] = []
        step = self.places[place].within if place in self.places else None
        while step is not None and step not in found:
            found.append(step)
            step = self.places[step].within if step in self.places else None
        return tuple(found)

    def exact(self, words: str, kind: NameKind) -> str | None:
        """The id of the one name of the lexicon that these are the words of."""
        spelt = [one for one in self._exact.get((kind, folded(words)), ()) if _printed(one.alias, words)]
        closest = [one for one in spelt if one.alias.casefold() == words.casefold()] or spelt
        ids = {one.id for one in closest}
        return ids.pop() if len(ids) == 1 else None

    def may_open_country(self, word: str) -> bool:
        """True for the first word of a country's name, its people's or its capital's."""
        return not self._first_words.isdisjoint(folded(_owner(word))[:1])

    def country(self, words: str) -> CountryWord | None:
        """The country that these words name, by its people or its capital too."""
        bare = _owner(words)
        return next(
            (one for one in self._country_words.get(folded(bare), ()) if _printed(one.alias, bare)), None
        )

    def near(self, words: str, kind: NameKind) -> tuple[Candidate, ...]:
        """The names of the lexicon that these words are near to, the nearest first."""
        core, sort = _cored(words, kind)
        found: dict[str, tuple[float, str, str]] = {}
        for one in self._nearby(core, kind):
            if (
                sort in one.sorts
                and (alike := _alike(core, one.words)) is not None
                and _printed(one.alias, words)
            ):
                told = f"near to “{one.alias}”: {alike.reason}" if alike.score < 1 else f"as “{one.alias}”"
                found[one.id] = max(found.get(one.id, (0.0, "", "")), (alike.score, told, one.alias))
        ranked = sorted(found.items(), key=lambda pair: (-pair[1][0], pair[0]))
        return tuple(Candidate(id_, self.name(id_) or id_, score, told) for id_, (score, told, _) in ranked)

    def nearest(self, words: str, kind: NameKind) -> Candidate | None:
        """The one name that these words are near to; None where none is near enough, or two are."""
        found = self.near(words, kind)
        letters = sum(map(len, _cored(words, kind)[0]))
        if not found or found[0].score < (NEAR if letters >= SHORTEST_NEAR else NEARLY):
            return None
        doubted = len(found) > 1 and found[0].score - found[1].score < CLEAR
        return None if doubted else found[0]

    def _nearby(self, core: tuple[str, ...], kind: NameKind) -> Iterator[_Spelling]:
        """The spellings that have the same consonants, or for a long name all of them but one."""
        bones = skeleton(core)
        yield from self._near.get((kind, bones), ())
        for left in slips(bones) if may_slip(core) else ():
            yield from self._slipped.get((kind, left), ())

    def _add(self, kind: NameKind, spelt: Iterable[_Spelling]) -> None:
        for one in spelt:
            self._exact.setdefault((kind, folded(one.alias)), []).append(one)
            if not one.alias.isupper() and one.words:  # letters that stand for words are looked up exactly
                bones = skeleton(one.words)
                self._near.setdefault((kind, bones), []).append(one)
                for left in slips(bones) if may_slip(one.words) else ():
                    self._slipped.setdefault((kind, left), []).append(one)


@lru_cache(maxsize=8)
def gazetteer(lexicon: Lexicon) -> Gazetteer:
    """The look-up of this lexicon, made once."""
    return Gazetteer(lexicon)


def candidates(words: str, kind: NameKind, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """The names of the lexicon that some words may stand for, the likeliest first, with reasons."""
    table = gazetteer(lexicon)
    known = table.exact(words, kind)
    if known is not None:
        return (Candidate(known, table.name(known) or known, 1.0, "the lexicon knows these words"),)
    return table.near(words, kind)


def sorted_out(tokens: Sequence[str]) -> tuple[list[str], str]:
    """The words of a place's name without the noun for what it is, and that noun's sort ("" for none)."""
    for rest, noun in _without_nouns(tokens):
        sort = SORTS.get(lemma(noun))
        if sort is not None and rest and not is_plural(noun):
            if lemma(rest[-1]) in DETAINS and sort in ROOMS | {"camp"} and len(rest) > 1:
                return rest[:-1], "prison" if sort in ROOMS else sort
            return rest, sort
    return list(tokens), ""


def _without_nouns(tokens: Sequence[str]) -> Iterator[tuple[list[str], str]]:
    if tokens:
        yield list(tokens[:-1]), tokens[-1]
        yield list(tokens[1:]), tokens[0]


def _place_spelling(place: Place, alias: str) -> _Spelling:
    core, sort = sorted_out(tokens_of(alias))
    sorts = {sort}
    if not sort or sort == OWN_SORT.get(place.kind):
        sorts.add(OWN_SORT.get(place.kind, ""))
    return _Spelling(place.id, alias, folded(" ".join(core)), frozenset(sorts))


def _body_spelling(actor: Actor, alias: str) -> _Spelling:
    return _Spelling(actor.id, alias, folded(alias), frozenset({""}))


def _cored(words: str, kind: NameKind) -> tuple[tuple[str, ...], str]:
    if kind is NameKind.BODY:
        return folded(words), ""
    core, sort = sorted_out(tokens_of(words))
    return folded(" ".join(core)), sort


def _owner(words: str) -> str:
    """The words without a possessive."""
    return words.removesuffix("'s").removesuffix("’s").rstrip("'’")


def _alike(ones: tuple[str, ...], others: tuple[str, ...]) -> Resemblance | None:
    return resemblance(ones, others) or slipped(ones, others)


def _printed(alias: str, words: str) -> bool:
    """True where the words have the capital letters that the alias needs: "IS" is not "is"."""
    if alias.isupper():
        return words.isupper()
    return alias.islower() or any(letter.isupper() for letter in words)


def states(lexicon: Lexicon) -> dict[str, str]:
    """The state that each of its bodies speaks for: a country's code by the body's id."""
    bodies = (actor for actor in lexicon.actors if actor.kind is ActorKind.STATE)
    return {actor.id: actor.country for actor in bodies if actor.country}
