"""What the words of a name stand for: a name of the lexicon, a new name, or nobody who is named.

"A spokesman of the SDF" speaks for the SDF, "the Kyrgyz foreign minister" for a ministry that the lexicon
lacks, "two officials" are somebody of one report. The words alone tell; what other reports say plays no part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from habeas.lexicon import Lexicon
from habeas.lexicon.gazetteer import HOLDS_PEOPLE, SORTS, CountryWord, Gazetteer, gazetteer, sorted_out
from habeas.lexicon.romanised import first_name_first, folded
from habeas.lexicon.vocabulary import SMALL, Vocabulary, is_plural, lemma, tokens_of, vocabulary
from habeas.reckoned import NameKind

DETERMINERS: Final = frozenset({"the", "a", "an"})
INDEFINITE: Final = frozenset({"a", "an"})
OF: Final = frozenset({"of", "for", "from", "with"})
IN: Final = frozenset({"in", "at", "within", "inside"})
LIES: Final = frozenset({"in", "at", "near", "outside", "inside", "within", "on"})
NAMED_BY: Final = frozenset({"of", "at"})
LONGEST_COUNTRY: Final = 4  # words
NO_TITLE: Final = frozenset(
    {"foreign", "interior", "defence", "justice", "prime", "vice", "deputy", "former", "then"}
)
OFFICE_OF: Final = {
    "minister": "ministry",
    "president": "presidency",
    "premier": "minister",
    "correction": "correctional",
}
IDLE: Final = frozenset({"affair", "affairs", "office", "national", "federal", "s"})
SEATS: Final = frozenset(
    {"ministry", "government", "authority", "court", "parliament", "presidency", "army", "military"}
)
SHORT: Final = "no name by itself: that of one report"
OF_SHORT: Final = "no name by itself: speaks for that of one report"
ALL_OF: Final = "all places of this sort in the country"
BODIES: Final = frozenset(
    {"council", "administration", "government", "authority", "ministry", "force", "army", "group"}
)
PLURAL_BODIES: Final = frozenset({"force", "authority", "nation"})
LAND: Final = frozenset({"territory", "soil", "side"})


@dataclass(frozen=True, slots=True)
class Wording:
    """What some words stand for.

    One of: `id`, of a name that the lexicon has; `core`, the folded words of a name that it lacks, with its
    `sort` (of place, or whose office it is); `short`, common nouns that only their report may complete ("the
    ministry"); or none of them, for somebody or somewhere unnamed. `person` speaks for it by name; `around`
    is the place that an unnamed or new place lies in.
    """

    id: str | None = None
    core: tuple[str, ...] = ()
    sort: str = ""
    shown: str = ""
    short: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    around: Wording | None = None
    score: float = 1.0
    reason: str = "no name: somebody of one report"

    @property
    def is_named(self) -> bool:
        """True for a name, known or new."""
        return self.id is not None or bool(self.core)


NOBODY: Final = Wording()


@lru_cache(maxsize=65536)
def wording(words: str, kind: NameKind, lexicon: Lexicon) -> Wording:
    """What these words stand for as the name of a place or a body."""
    table = gazetteer(lexicon)
    parser = _Places if kind is NameKind.PLACE else _Bodies
    return parser(table, vocabulary(lexicon)).read(" ".join(words.split()))


def body_of(id_: str, lexicon: Lexicon) -> str:
    """The country's code for the id of a state's government as a whole; any other id as it is.

    "Iraq", "Baghdad" and "the Iraqi government" say one thing of who speaks or holds.
    """
    return _governments(gazetteer(lexicon), vocabulary(lexicon)).get(id_, id_)


@dataclass(frozen=True, slots=True)
class _Parser:
    table: Gazetteer
    vocabulary: Vocabulary

    def country_in(self, tokens: Sequence[str]) -> tuple[CountryWord, list[str]] | None:
        """The one country that the words name, and the other words; None for none, or for several."""
        found: list[tuple[CountryWord, int, int]] = []
        start = 0
        while start < len(tokens):
            if not self.table.may_open_country(tokens[start]):
                start += 1
                continue
            span = next(
                (
                    (country, start, end)
                    for end in range(min(len(tokens), start + LONGEST_COUNTRY), start, -1)
                    if (country := self.table.country(" ".join(tokens[start:end]))) is not None
                ),
                None,
            )
            if span is not None:
                found.append(span)
            start = start + 1 if span is None else span[2]
        if len({country.code for country, _, _ in found}) != 1:
            return None
        rest = [token for place, token in enumerate(tokens) if not any(a <= place < b for _, a, b in found)]
        return found[0][0], rest

    def is_name(self, tokens: Sequence[str]) -> bool:
        """True where the words hold one that can only be part of a name, a country's aside."""
        country = self.country_in(tokens)
        if country is None:
            return self.vocabulary.names(tokens)
        rest = country[1]
        return self.vocabulary.names(rest if rest[:1] == list(tokens[:1]) else ["", *rest])

    def opens_nameless(self, tokens: Sequence[str]) -> bool:
        """ "Two officials", "his office", "31 December"."""
        first = tokens[0]
        return (
            lemma(first) in self.vocabulary.openers
            or first.casefold() in self.vocabulary.openers
            or first[0].isdigit()
            or all(lemma(token) in self.vocabulary.times | SMALL or token.isdigit() for token in tokens)
        )


class _Bodies(_Parser):
    """Reads the words of actors and speakers."""

    __slots__ = ()

    def read(self, words: str) -> Wording:
        """What these words stand for as the name of a body."""
        if (found := self._known(words)) is not None:
            return found
        tokens = tokens_of(first_name_first(words))
        definite = not tokens or tokens[0].casefold() not in INDEFINITE
        tokens = _undetermined(tokens)
        if not tokens or self.opens_nameless(tokens):
            return NOBODY
        found = self.named(tokens)
        return found if definite or found.is_named or found.reason != SHORT else NOBODY

    def named(self, tokens: Sequence[str]) -> Wording:
        """What these words, without article, stand for."""
        tokens = _undetermined(tokens)
        if not tokens:
            return NOBODY
        steps = (
            self._lexicon,
            self._office_of,
            self._servant,
            self._of_state,
            self._person_of,
            self._titled,
            self._people,
            self._described,
            self._near,
        )
        for step in steps:
            if (found := step(tokens)) is not None:
                return found
        if self.is_name(tokens):
            return _new(tokens)
        return self._short(tokens)

    def _known(self, words: str) -> Wording | None:
        """A body of the lexicon, or a country or its capital for the state."""
        if (id_ := self.table.exact(words, NameKind.BODY)) is not None:
            return Wording(self._state_or(id_), reason="the lexicon knows these words")
        country = self.table.country(words)
        if country is not None and not (country.people and words.split()[-1:] != [country.alias]):
            how = "the capital for its government" if country.capital else "the country for its state"
            return Wording(country.code, reason=how)
        return None

    def _state_or(self, id_: str) -> str:
        """The country's code for a state's government as a whole: Iraq, the Iraqi government, Baghdad."""
        return _governments(self.table, self.vocabulary).get(id_, id_)

    def _lexicon(self, tokens: Sequence[str]) -> Wording | None:
        return self._known(" ".join(tokens))

    def _near(self, tokens: Sequence[str]) -> Wording | None:
        found = self.table.nearest(" ".join(tokens), NameKind.BODY)
        return (
            None
            if found is None
            else Wording(self._state_or(found.id), score=found.score, reason=found.reason)
        )

    def _office_of(self, tokens: Sequence[str]) -> Wording | None:
        """ "The office of the UN envoy": whoever has it speaks."""
        if len(tokens) > 2 and lemma(tokens[0]) == "office" and tokens[1] == "of":
            return self.named(tokens[2:])
        return None

    def _servant(self, tokens: Sequence[str]) -> Wording | None:
        """ "A spokesman of the SDF", "SDF spokesman Farhad Shami", "an Iraqi security official"."""
        words = self.vocabulary
        for place, token in enumerate(tokens):
            office = lemma(token)
            if office not in words.offices:
                continue
            before, after = tokens[:place], tokens[place + 1 :]
            if office in words.own_voices:
                if (
                    after
                    and after[0] in OF | IN
                    and not self.is_name(tokens[: place + 1])
                    and office not in OFFICE_OF
                ):
                    return NOBODY
                continue
            if len(after) > 1 and after[0] in OF | IN and not self.is_name(before):
                return self._serves(after[1:], office, place=after[0] in IN)
            person = self._person(after)
            served = self._served(before, office)
            if served.is_named:
                return replace(served, person=person)
            return _new(_untitled(after, words)) if person else served
        return None

    def _serves(self, body: Sequence[str], office: str, *, place: bool) -> Wording:
        """Whom a spokesman of this body speaks for; nobody where it is only the place that he is in."""
        found = self.named(body)
        if place and (found.id is None or found.id in self.table.countries):
            institution = any(lemma(token) in self.vocabulary.bodies for token in body)
            if not institution:
                return NOBODY
        return self._spoken_for(found, office)

    def _served(self, before: Sequence[str], office: str) -> Wording:
        """Whom the words before "spokesman" name: a body, or the state of "an Iraqi security official"."""
        before = _undetermined(before)
        if not before:
            return NOBODY
        country = self.country_in(before)
        if country is not None and self._is_of_state(country[1]):
            if office not in self.vocabulary.servants:
                return NOBODY
            return self._spoken_for(Wording(country[0].code), office)
        found = self.named(before)
        if not found.is_named and not any(lemma(token) in self.vocabulary.bodies for token in before):
            return NOBODY
        return self._spoken_for(found, office)

    def _is_of_state(self, tokens: Sequence[str]) -> bool:
        """Words that say nothing of whom in the state: "security", "senior"."""
        loose = self.vocabulary.portfolios | self.vocabulary.adjectives | SMALL
        return all(lemma(token) in loose for token in tokens)

    def _spoken_for(self, found: Wording, office: str) -> Wording:
        if not found.is_named:
            return replace(found, reason=OF_SHORT) if found.short else found
        return replace(found, score=min(found.score, 0.95), reason=f"the {office} for the body that is named")

    def _of_state(self, tokens: Sequence[str]) -> Wording | None:
        """ "The Iraqi foreign ministry", "Iraq's Foreign Ministry", "the interior ministry in Islamabad"."""
        office = self.office(tokens)
        if office is None:
            return None
        country, key = office
        if set(key) <= self.vocabulary.rulers:
            return Wording(country, reason="the government for its state")
        known = _offices(self.table, self.vocabulary).get(office)
        if known is not None:
            return Wording(known, reason="the same office of the same state")
        shown = " ".join(tokens)
        return Wording(
            core=key, sort=country, shown=shown, reason="an office of a state, by country and task"
        )

    def office(self, tokens: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
        """The country whose office these words name, and the office's task and body, sorted."""
        found = self.country_in(tokens)
        if found is None:
            return None
        country, rest = found
        nouns = [noun for token in rest if (noun := lemma(token)) not in SMALL | IDLE | {"capital"}]
        offices = {OFFICE_OF.get(noun, noun) for noun in nouns}
        bodies = self.vocabulary.bodies | SEATS
        if not offices <= self.vocabulary.portfolios | bodies or not offices & bodies:
            return None
        if country.capital and not offices & SEATS:
            return None
        return country.code, tuple(sorted(offices))

    def _person_of(self, tokens: Sequence[str]) -> Wording | None:
        """ "Amjad Osman of the Syrian Democratic Council": he speaks for it, where the lexicon knows it."""
        place = next((place for place, token in enumerate(tokens) if token in OF), None)
        if place is None or not self._person(tokens[:place]):
            return None
        body = self.named(tokens[place + 1 :])
        person = _untitled(tokens[:place], self.vocabulary)
        if body.id is not None and body.id not in self.table.countries and len(person) > 1:
            return replace(self._spoken_for(body, "speaker"), person=folded(" ".join(person)))
        if len(person) < place:  # with a title it is a person whatever stands behind
            return _new(person)
        return None

    def _titled(self, tokens: Sequence[str]) -> Wording | None:
        """ "Judge Hasna Dulaimi", "Prime Minister Adel Abdul-Mahdi": a person."""
        person = _untitled(tokens, self.vocabulary)
        if len(person) == len(tokens):
            if (found := self.country_in(tokens)) is None or tokens[0] in found[1]:
                return None
            person = _untitled(found[1], self.vocabulary)  # "Iraqi Prime Minister Adel Abdul-Mahdi"
            if len(person) == len(found[1]):
                return None
        return _new(person) if self._person(person) else None

    def _person(self, tokens: Sequence[str]) -> tuple[str, ...]:
        """The folded name of the person whom these words, titles aside, name; () for none."""
        bare = _untitled(tokens, self.vocabulary)
        end = next(
            (place for place, token in enumerate(bare) if token.casefold() in OF | IN | {"who", "and"}),
            len(bare),
        )
        bare = bare[:end]
        if not bare or not all(_is_cased(token) for token in bare) or not self.is_name(["", *bare]):
            return ()
        return folded(" ".join(bare))

    def _people(self, tokens: Sequence[str]) -> Wording | None:
        """ "Inmates of Cerro Quemado", "relatives' groups in Osh": people who are many or not named."""
        place = next((place for place, token in enumerate(tokens) if place and token in OF | IN), None)
        if place is None or self.is_name(tokens[:place]):
            return None
        head = tokens[place - 1]
        return NOBODY if is_plural(head) or lemma(head) in self.vocabulary.people else None

    def _described(self, tokens: Sequence[str]) -> Wording | None:
        """ "Rights group Free Window": the words before the name that say what it is."""
        place = next((place for place, token in enumerate(tokens) if any(map(str.isupper, token))), 0)
        if (
            place == 0
            or any(token in SMALL for token in tokens[:place])
            or not self.is_name(["", *tokens[place:]])
        ):
            return None
        return self.named(tokens[place:])

    def _short(self, tokens: Sequence[str]) -> Wording:
        """Common nouns of a body, which the report may have named in full: "the justice ministry"."""
        nouns = tuple(lemma(token) for token in tokens)
        if is_plural(tokens[-1]) and nouns[-1] not in PLURAL_BODIES:
            return NOBODY
        if any(noun in self.vocabulary.bodies for noun in nouns):
            return Wording(short=nouns, shown=" ".join(tokens), reason=SHORT)
        return NOBODY


class _Places(_Parser):
    """Reads the words of places."""

    __slots__ = ()

    def read(self, words: str) -> Wording:
        """What these words stand for as the name of a place."""
        if (found := self._known(words)) is not None:
            return found
        first, comma, rest = words.partition(", ")
        if not comma or " and " in rest:
            return self.named(tokens_of(words))
        found = self.named(tokens_of(first))
        where = self.named(tokens_of(rest)) if found.id is None and found.around is None else NOWHERE
        return replace(found, around=where) if where.is_named else found

    def named(self, tokens: Sequence[str]) -> Wording:
        """What these words, without article, stand for."""
        tokens = _undetermined(tokens)
        if not tokens or self.opens_nameless(tokens):
            return NOWHERE
        if self._is_body(tokens) and self._known(" ".join(tokens)) is None:
            return NOWHERE
        for step in (self._lexicon, self._described, self._lying, self._of_country, self._near):
            if (found := step(tokens)) is not None:
                return found
        if self.is_name(tokens):
            return self._new_place(tokens)
        return NOWHERE

    def _known(self, words: str) -> Wording | None:
        if (id_ := self.table.exact(words, NameKind.PLACE)) is not None:
            return Wording(id_, reason="the lexicon knows these words")
        country = self.table.country(words)
        if country is None or country.people:
            return None
        return Wording(country.code, reason="the lexicon knows these words")

    def _lexicon(self, tokens: Sequence[str]) -> Wording | None:
        return self._known(" ".join(tokens))

    def _near(self, tokens: Sequence[str]) -> Wording | None:
        found = self.table.nearest(" ".join(tokens), NameKind.PLACE)
        return None if found is None else Wording(found.id, score=found.score, reason=found.reason)

    def _described(self, tokens: Sequence[str]) -> Wording | None:
        """ "The camp of Al-Rashwa", "a detention facility in Hasakah": a noun, and where it is."""
        place = next((place for place, token in enumerate(tokens) if token in LIES | NAMED_BY), None)
        if place in (None, 0) or place == len(tokens) - 1 or self.is_name(tokens[:place]):
            return None
        head, inner = tokens[:place], tokens[place + 1 :]
        sort = SORTS.get(lemma(head[-1]), "")
        where = self.named(inner)
        if is_plural(head[-1]) or not _is_one(head):
            return self._all_of(head, where)
        if sort in {"town", "governorate"} and tokens[place] == "of":
            return self._settled(inner, head[-1], where)
        if (
            tokens[place] in NAMED_BY
            and sort
            and where.is_named
            and not where.sort
            and not self._is_wide(where)
        ):
            end = next((end for end, token in enumerate(inner) if token in LIES), len(inner))
            called = [*inner[:end], head[-1]]
            return (
                self._lexicon(called)
                or self._near(called)
                or self._lying([*called, *inner[end:]])
                or self._new_place(called)
            )
        return replace(NOWHERE, around=where if where.is_named else None)

    def _settled(self, inner: Sequence[str], noun: str, where: Wording) -> Wording:
        """ "The town of Baysan", "the province of Hasakah"."""
        return self._lexicon([*inner, noun]) or self._near([*inner, noun]) or where

    def _all_of(self, head: Sequence[str], where: Wording) -> Wording:
        """ "The prisons of Iraq" are one place in all reports; those of anywhere smaller aren't."""
        sort = SORTS.get(lemma(head[-1]), "")
        if where.id in self.table.countries and sort in HOLDS_PEOPLE and _is_one(head[:-1]):
            core = (f"{sort}s",)
            return Wording(core=core, sort=where.id or "", shown=" ".join(head), around=where, reason=ALL_OF)
        return replace(NOWHERE, around=where if where.is_named else None)

    def _lying(self, tokens: Sequence[str]) -> Wording | None:
        """ "Wadi Hanun prison near Abha": the name, and where it is."""
        place = next((place for place, token in enumerate(tokens) if place and token in LIES), None)
        if place is None:
            return None
        where, found = self.named(tokens[place + 1 :]), self.named(tokens[:place])
        if found.core and found.around is None and where.is_named:
            return replace(found, around=where)
        return found if found.is_named else replace(found, around=where if where.is_named else None)

    def _of_country(self, tokens: Sequence[str]) -> Wording | None:
        """ "Iraqi prisons", "a Syrian camp", "the Iraqi capital", "Syrian territory"."""
        found = self.country_in(tokens)
        if found is None or self.is_name(tokens):
            return None
        country, rest = found
        where = Wording(country.code, reason="the country that is named")
        nouns = [lemma(token) for token in rest if lemma(token) not in SMALL]
        if nouns == ["capital"]:
            return self._capital(country.code)
        if len(nouns) == 1 and nouns[0] in LAND:
            return where
        if rest and is_plural(rest[-1]) and len(nouns) == 1:
            return self._all_of([rest[-1]], where)
        return replace(NOWHERE, around=where)

    def _capital(self, code: str) -> Wording:
        capitals = self.table.countries[code].capitals
        known = next((id_ for name in capitals if (id_ := self.table.exact(name, NameKind.PLACE))), code)
        return Wording(known, reason="the capital of the country that is named")

    def _is_body(self, tokens: Sequence[str]) -> bool:
        """ "A prison of the SDF": the words name a body, and no place."""
        words = " ".join(_undetermined(tokens))
        return self.table.exact(words, NameKind.BODY) is not None or lemma(tokens[-1]) in BODIES

    def _is_wide(self, where: Wording) -> bool:
        """A country, region or governorate: "a camp of Syria" is no camp's name."""
        place = self.table.places.get(where.id or "")
        return where.id in self.table.countries or (
            place is not None and place.kind in {"governorate", "region"}
        )

    def _new_place(self, tokens: Sequence[str]) -> Wording:
        core, sort = sorted_out(tokens)
        if not self.is_name(["", *core]):  # "Block C": a part of a place that isn't named
            return NOWHERE
        around = self._lexicon(core) if sort and sort != "town" else None
        return replace(
            _new(tokens), core=folded(" ".join(core)), sort="" if sort == "town" else sort, around=around
        )


@lru_cache(maxsize=8)
def _offices(table: Gazetteer, words: Vocabulary) -> Mapping[tuple[str, tuple[str, ...]], str]:
    """The lexicon's bodies of states, by country and task."""
    bodies = _Bodies(table, words)
    found: dict[tuple[str, tuple[str, ...]], str] = {}
    for id_, actor in table.actors.items():
        for alias in actor.aliases if actor.country is not None else ():
            office = bodies.office(tokens_of(alias))
            if office is not None and office[0] == actor.country:
                found.setdefault(office, id_)
    return found


@lru_cache(maxsize=8)
def _governments(table: Gazetteer, words: Vocabulary) -> Mapping[str, str]:
    """The codes of the states whose governments as a whole the lexicon has, by these bodies' ids."""
    offices = _offices(table, words)
    return {id_: country for (country, key), id_ in offices.items() if key == ("government",)}


NOWHERE: Final = Wording(reason="no name: somewhere of one report")


def _new(tokens: Sequence[str]) -> Wording:
    words = " ".join(tokens)
    return Wording(core=folded(words), shown=words, reason="a new name: the lexicon has none like it")


def _undetermined(tokens: Sequence[str]) -> list[str]:
    first = next(
        (place for place, token in enumerate(tokens) if token.casefold() not in DETERMINERS), len(tokens)
    )
    return list(tokens[first:])


def _untitled(tokens: Sequence[str], words: Vocabulary) -> list[str]:
    """The words without the titles before a person's name."""
    last = 0
    before = words.titles | words.portfolios | words.bodies | words.times
    for place, token in enumerate(tokens[:-1]):
        if (word := lemma(token)) not in before:
            break
        if word in words.titles - NO_TITLE:
            last = place + 1
    return list(tokens[last:])


def _is_cased(token: str) -> bool:
    """True for a word that may stand in a person's name: "Dulaimi", "al-Shami", "de"."""
    return any(letter.isupper() for letter in token) or token in {
        "de",
        "van",
        "bin",
        "ibn",
        "al",
        "el",
        "von",
        "der",
        "den",
        "abu",
    }


def _is_one(head: Sequence[str]) -> bool:
    return "and" not in head and "or" not in head
