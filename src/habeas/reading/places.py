"""Places: known names, and phrases for places of detention ("a jail in the north")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from habeas.lexicon import Lexicon
from habeas.model import Name, Span
from habeas.reading.dates import MONTHS, WEEKDAYS
from habeas.reading.english import (
    AREAS,
    BODIES,
    DETAINING,
    KEEPING,
    NAMING,
    RAIDING,
    SETTLEMENTS,
    SHORT_FORMS,
    SITE_WORDS,
    SPEAKING_BODIES,
    WITHIN,
)
from habeas.reading.grammar import is_name_after_to, verb_above
from habeas.reading.names import Mention
from habeas.reading.sentences import Sentence
from habeas.reading.triggers import NOUNLIKE

if TYPE_CHECKING:
    from habeas.reading.tokens import Token


SHORTEST: Final = 4  # letters of a name
SITE: Final = re.compile(
    r"((?:[A-Z][\w'-]+ (?:(?:al|el)-)?)+)"
    r"(?:[a-z-]+ )?(?:[Pp]rison|[Jj]ail|[Cc]amp|[Pp]enitentiary|[Rr]eformatory"
    r"|[Dd]etention (?:[Cc]ent(?:re|er)|[Cc]amp|[Ff]acility))\b"
)
DWELLERS: Final = {"resident", "inhabitant", "villager", "native"}
PARTS_OF_SITES: Final = {"block", "branch", "ward", "wing"}
TERMS: Final = {"year", "month", "life", "term", "sentence", "time", "day"}
OPENERS: Final = {"the", "a", "an", "its", "their", "this", "that", "these", "those"}
PLACED: Final = {"in", "at", "of", "near", "around", "outside"}  # what ties a place to the place around it
# What a place lies on: "a prison on the outskirts of Velmar".
EDGES: Final = {"bank", "border", "coast", "edge", "island", "outskirt", "outskirts"}
FARTHEST: Final = 6  # tokens to the next name of a phrase


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A place where it stands: the head of its phrase, the words, and the known place if there is one."""

    head: Token
    name: Name
    detains: bool
    known: bool
    named: bool = True  # False: "prisons", "a Syrian camp", "the jail in Hasakah"


@dataclass(frozen=True, slots=True)
class PlaceFinder:
    """Finds phrases that name a place or a place of detention."""

    words: frozenset[str] = field(repr=False)  # the last words of nouns for places of detention
    openings: dict[str, frozenset[str]] = field(repr=False)  # of those that are none alone, what precedes

    @classmethod
    def of(cls, lexicon: Lexicon) -> PlaceFinder:
        """A finder with the lexicon's nouns for places of detention, by their last word."""
        forms = {form for row in lexicon.facilities for form in (row.word, row.plural or row.word + "s")}
        longer = [form.rpartition(" ") for form in forms if " " in form]
        openings = {
            last: frozenset(before for before, _, other in longer if other == last)
            for _, _, last in longer
            if last not in forms
        }
        return cls(frozenset(form.split()[-1] for form in forms), openings)

    def find(self, sentence: Sentence, mentions: list[Mention], short: frozenset[str]) -> list[Spot]:
        """The sentence's places by the head of their phrase, in order."""
        named = {token.i: m for m in mentions for token in sentence.tokens_in(m.start, m.end)}
        spots: list[Spot] = []
        told: list[Mention] = []
        taken: set[int] = set()
        for token in sentence.tokens:
            if (mention := named.get(token.i)) is not None and mention in told:
                continue  # "camp at Akhtarin": one name, one place
            spot = None if token.i in taken else self._spot(sentence, token, named)
            if spot is not None and mention is not None and mention.place is not None:
                told.append(mention)
            free = token.i not in taken and token.i not in named and not is_name_after_to(token)
            if spot is None and free:
                spot = _called(sentence, token, short)
            if spot is not None:
                spots.append(spot)
                span = spot.name.span
                taken.update(
                    inner.i
                    for inner in sentence.tokens_in(span.start, span.end)
                    if inner.i <= spot.head.i or _is_joined_on(inner)
                )
        return [_with_its_kind(spot, spots) for spot in spots if not _tells_kind(spot, spots)]

    def _spot(self, sentence: Sentence, token: Token, named: dict[int, Mention]) -> Spot | None:
        """The place whose phrase the token heads or begins."""
        if self.is_facility(token):
            return _facility(sentence, token, named)
        mention = named.get(token.i)
        known = mention.place if mention is not None else None
        if mention is not None and known is not None:
            tokens = sentence.tokens_in(mention.start, mention.end)
            if self._describes_facility(tokens[-1]):
                return None  # "al-Hol camp": the camp's own phrase holds the name
            span = sentence.report.span(mention.start, mention.end)
            return Spot(_phrase_head(tokens), Name(span, known.id), mention.detains, known=True)
        inside = mention is not None and not mention.nationality and token.i > _first(sentence, mention)
        raided = token.dep_ in {"dobj", "nsubjpass"} and token.head.lemma_ in RAIDING
        if (
            (token.dep_ == "pobj" or (raided and _is_area(token)))
            and (mention is None or inside)
            and (_names_a_place(token) or _is_area(token))
        ):
            span = _phrase(sentence, token) if _is_area(token) else _whole_name(sentence, token)
            return Spot(token, Name(span), detains=False, known=False, named=not _is_area(token))
        return None

    def _describes_facility(self, token: Token) -> bool:
        before = token.dep_ in {"compound", "nmod", "amod"} and token.head.i > token.i
        return before and self.is_facility(token.head)

    def _has_opening(self, token: Token) -> bool:
        """ "Correctional institution", "observation house"; a house alone detains nobody."""
        before = " ".join(inner.lower_ for inner in token.doc[max(0, token.i - 2) : token.i])
        return any(before.endswith(opening) for opening in self.openings[token.lower_])

    def is_facility(self, token: Token) -> bool:
        """True for a noun that names a place of detention, and not one that describes another noun."""
        if token.lower_ not in self.words or token.pos_ not in {"NOUN", "PROPN"}:
            return False
        if token.lower_ in self.openings and not self._has_opening(token):
            return False
        if token.dep_ in {"compound", "nmod"} and token.head.i > token.i and token.head.lower_ in self.words:
            return False  # the noun after it is the place: "prison camps"
        bare = not any(True for _ in token.children)
        if bare and token.dep_ == "pobj" and token.head.lower_ == "in" and token.head.head.lemma_ in TERMS:
            return False  # "15 years in prison"
        describes = token.dep_ in {"compound", "nmod"} and token.head.i > token.i
        if describes and token.head.lower_ not in self.words and token.head.lower_ not in NOUNLIKE:
            return False
        if token.lower_ in {
            "centre",
            "center",
            "centres",
            "centers",
            "facility",
            "facilities",
            "site",
            "sites",
            "annex",
            "cell",
            "cells",
        }:
            before = {child.lower_ for child in token.subtree if child.i < token.i}
            definite = (
                any(child.lower_ in {"the", "this", "that"} for child in token.children)
                and "facilit" in token.lower_
            )
            return bool(before & DETAINING) or definite
        if token.lower_ in {"camp", "camps"}:
            return not any(
                child.lower_ in {"training", "military", "boot", "summer", "base", "army", "refugee"}
                for child in token.children
            )
        return True


def _kind_of(spot: Spot, spots: list[Spot]) -> Spot | None:
    """The phrase that says what kind of place a name is: "Ain Salma, a tented camp near the border"."""
    return next((kind for kind in spots if _is_kind(kind, spot)), None) if spot.named else None


def _is_kind(kind: Spot, spot: Spot) -> bool:
    """True for a nameless place of detention set beside a name, before it or after it."""
    if kind.detains and not kind.named and spot.head.dep_ == "appos" and spot.head.head == kind.head:
        return spot.detains  # "a notorious jail, the Velmar prison"
    node = kind.head
    if node.dep_ == "pobj" and node.head.lower_ == "of" and node.head.head.dep_ == "appos":
        # "Velmar, the largest of its jails"
        return kind.detains and not kind.named and node.head.head.head == spot.head
    beside = kind.head.dep_ == "appos" and kind.head.head.i in {spot.head.i, spot.head.head.i}
    article = any(child.lower_ in {"a", "an", "the"} for child in kind.head.children)
    after = kind.head.i > spot.head.i and kind.head.left_edge.i - spot.head.i <= FARTHEST
    return beside and article and after and kind.detains and not kind.named


def _tells_kind(kind: Spot, spots: list[Spot]) -> bool:
    return any(spot.named and _is_kind(kind, spot) for spot in spots)


def _with_its_kind(spot: Spot, spots: list[Spot]) -> Spot:
    """The place that its apposition makes a place of detention."""
    return spot if spot.detains or _kind_of(spot, spots) is None else replace(spot, detains=True)


def nicknames(text: str, names: list[Mention]) -> frozenset[str]:
    """Names of places of detention without their noun: "Ain Barad", where it has "Ain Barad prison"."""
    taken = {text[mention.start : mention.end] for mention in names}
    found: set[str] = set()
    for match in SITE.finditer(text):
        words = match[1].split()
        while words and words[0].lower() in OPENERS | SITE_WORDS:
            words = words[1:]
        while words and words[-1].lower() in SITE_WORDS:
            words = words[:-1]
        own = " ".join(words)
        if len(own) >= SHORTEST and own not in taken and not any(word in taken for word in words):
            found.add(own)
    return frozenset(found)


def _called(sentence: Sentence, token: Token, short: frozenset[str]) -> Spot | None:
    """A place of detention by its bare name, where it acts or is stood at: "Ain Barad holds 1,150 men"."""
    for name in sorted(short, key=lambda own: (-len(own), own)):
        words = name.replace("-", " - ").split()
        tokens = list(token.doc[token.i : token.i + len(words)])
        if [inner.text for inner in tokens] != words:
            continue
        head = _phrase_head(tokens)
        prep = preposition(head) if head.dep_ not in {"compound", "nmod"} else None
        stood_at = prep is not None and prep.lower_ in {"at", "from", "inside", "of", "outside", "to"}
        if head.dep_ in {"nsubj", "nsubjpass"} or stood_at:
            return Spot(head, Name(sentence.span(tokens[0], tokens[-1])), detains=True, known=False)
    return None


def _first(sentence: Sentence, mention: Mention) -> int:
    return sentence.tokens_in(mention.start, mention.end)[0].i


def _names_a_place(token: Token) -> bool:
    """A capitalised noun that the lexicon doesn't know, after "in" or the like; no body, no speaker."""
    if token.head.lower_ == "of" and token.head.head.lemma_.lower() in DWELLERS:
        return token.pos_ == "PROPN"
    calendar = token.lower_ in MONTHS or token.lower_ in WEEKDAYS
    body = token.lower_ in BODIES | SPEAKING_BODIES or token.head.head.lower_ == "according"
    taken_for_common = token.tag_ == "NN" and token.text[:1].isupper() and token.head.lower_ in WITHIN
    named = token.pos_ == "PROPN" or taken_for_common  # the parser has no tag for every town
    return named and token.head.lower_ in NAMING and not calendar and not body


def _is_area(token: Token) -> bool:
    if token.lower_ in PARTS_OF_SITES and any(child.lower_ == "of" for child in token.children):
        return False  # "a block of Velmar prison": the prison is the place
    if (
        token.lemma_.lower() == "facility"
    ):  # "army-run facilities", "to a new facility", not "under Kesh's control"
        held = any(child.lower_ == "under" for child in token.children)
        moved_to = token.head.lower_ in {"into", "to"} and not held
        return moved_to or any(child.lower_ in KEEPING for child in token.children)
    if token.lower_ == "state":  # "in Gezira state", not "by the state"
        return any(child.dep_ in {"compound", "nmod"} and child.pos_ == "PROPN" for child in token.children)
    return token.lower_ in AREAS or token.lemma_.lower() in AREAS


def _facility(sentence: Sentence, token: Token, named: dict[int, Mention]) -> Spot:
    mention = next(
        (
            m
            for inner in token.subtree
            if inner.i <= token.i and (m := named.get(inner.i)) is not None and m.place and m.detains
        ),
        None,
    )
    span = _phrase(sentence, token)
    return Spot(
        token,
        Name(span, mention.place.id if mention and mention.place else None),
        detains=True,
        known=mention is not None,
        named=mention is not None
        or _name_of(token) is not None
        or any(_is_own_name(inner, token, named) for inner in token.subtree),
    )


def _is_own_name(inner: Token, head: Token, named: dict[int, Mention]) -> bool:
    """True for a word of the place's own name, not of the country or town that it is in."""
    own = inner.i <= head.i or (inner.head == head and inner.dep_ == "appos")
    return own and inner.pos_ == "PROPN" and inner.i not in named and inner.lower_ not in SITE_WORDS


def _whole_name(sentence: Sentence, token: Token) -> Span:
    """The name's phrase, with what the parser parts from it at a hyphen: "Sabkhat al-Tin"."""
    span = _phrase(sentence, token)
    last = sentence.tokens_in(span.start, span.end)[-1]
    while (
        not last.whitespace_
        and last.i + 2 < len(last.doc)
        and last.nbor(1).text == "-"
        and not last.nbor(1).whitespace_
        and last.nbor(2).text[:1].isupper()
    ):
        last = last.nbor(2)
    return sentence.report.span(span.start, max(span.end, sentence.span(last, last).end))


def _is_joined_on(token: Token) -> bool:
    """A hyphen within a word, and what follows it."""
    hyphen = token if token.text == "-" else token.nbor(-1) if token.i > token.sent.start else token
    return hyphen.text == "-" and not hyphen.whitespace_


def _phrase_head(tokens: list[Token]) -> Token:
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside), tokens[-1])


def _phrase(sentence: Sentence, head: Token) -> Span:
    """The noun's phrase without its article, with the names that follow it ("a jail in Hasakah, Syria")."""
    left = [
        child
        for child in head.children
        if child.i < head.i and child.dep_ in {"amod", "compound", "nmod", "poss", "nummod"}
    ]
    first = head
    for child in left:
        edge = child.left_edge
        if edge.i < first.i:
            first = edge
    first = _name_of(head) or first
    while first.i < head.i and first.lower_ in OPENERS:
        first = first.nbor(1)
    last = _last_of(head)
    inside = [token.text for token in head.doc[first.i : last.i + 1]]
    opened = first.i > head.sent.start and first.nbor(-1).text == '"' and inside.count('"') == 1
    return sentence.span(first.nbor(-1) if opened else first, last)  # "the "Velmar" prison"


def _last_of(head: Token) -> Token:
    """Where a place's phrase ends: with the places around it, step by step, and what it is a place for."""
    last = head
    for child in head.children:
        if child.i > last.i and child.dep_ in {"appos", "npadvmod"} and _is_beside(last, child):
            last = child
    beside = next(
        (child for child in head.children if child.dep_ == "conj" and _is_joined(last, child)), None
    )
    if beside is not None:
        last = _last_of(beside)
    named = any(child.pos_ == "PROPN" and child.i < head.i for child in head.children)
    ties = PLACED if named or head.pos_ == "PROPN" else PLACED | {"for"}
    after = next((child for child in head.children if child.dep_ == "prep" and child.i == last.i + 1), None)
    after = after or _parted_from(head, last)
    if after is None or after.lower_ not in ties | {"on"}:
        return last
    target = next((inner for inner in after.children if inner.dep_ == "pobj"), None)
    if after.lower_ == "on" and (target is None or target.lemma_.lower() not in EDGES):
        return last
    if target is None or target.pos_ not in {"PROPN", "NOUN"} or target.i - head.i > FARTHEST:
        return last
    return last if _is_time(target) else _last_of(target)


def _parted_from(head: Token, last: Token) -> Token | None:
    """ "Stormed a prison in Kesh": what the parser hangs on the verb says where the prison is."""
    own = any(child.pos_ == "PROPN" and child.i < head.i for child in head.children)
    if own or head.lower_ not in SHORT_FORMS or last != head or last.i + 2 >= head.sent.end:
        return None
    prep = last.nbor(1)
    if prep.dep_ != "prep" or prep.lower_ not in {"in", "near"} or prep.head != verb_above(head):
        return None
    places = [child for child in prep.children if child.dep_ == "pobj"]
    named = any(word.pos_ == "PROPN" for place in places for word in (place, *place.children))
    return prep if named or any(place.lower_ in SETTLEMENTS for place in places) else None


def _is_beside(last: Token, name: Token) -> bool:
    """ "Hasakah, Syria": a name after a comma says where the one before it is."""
    comma = name.left_edge.i == last.i + 2 and last.nbor(1).text == ","
    named = last.pos_ == "PROPN" or last.lower_ in SETTLEMENTS | {"capital"}  # "the capital, Velmar"
    return comma and named and name.pos_ == "PROPN"


def _is_joined(last: Token, noun: Token) -> bool:
    """ "Prisons and jails in Syria": two common nouns for one kind of place."""
    counted = any(child.dep_ == "nummod" for child in noun.children)  # "in Velmar and 40 soldiers": people
    joined = not counted and noun.left_edge.i == last.i + 2 and last.nbor(1).lower_ in {"and", "or"}
    return joined and last.tag_ == noun.tag_ == "NNS"


def _is_time(noun: Token) -> bool:
    return noun.lower_ in MONTHS or noun.lower_ in WEEKDAYS or noun.lemma_ in TERMS


def under(
    spots: list[Spot], trigger: Token, last: Token, words: frozenset[str], through: set[int]
) -> Iterator[Spot]:
    """The places that hang on the trigger by one of these words, directly or through people and places."""
    for spot in spots:
        prep = preposition(spot.head)
        if prep is None or not _is_one_of(prep, words):
            continue
        node = prep
        while node.head != node:
            node = node.head
            if node.i in (trigger.i, last.i):
                yield spot
                break
            if is_name_after_to(node):
                continue
            if node.i not in through and node.pos_ not in {"ADP", "PART", "ADV", "SCONJ"}:
                break


def _name_of(head: Token) -> Token | None:
    """The name after "to" that the parser takes for a verb: the head of a known name, or before its noun."""
    if is_name_after_to(head):
        return head
    beside = head.dep_ == "dobj" and head.head.i == head.i - 1
    return head.head if beside and is_name_after_to(head.head) else None


def _is_one_of(prep: Token, words: frozenset[str]) -> bool:
    out = prep.i > prep.sent.start and prep.nbor(-1).lower_ == "out"  # "let out of jails"
    if prep.lower_ == "of" and (out or prep.head.lower_ == "out"):
        return "from" in words
    return prep.lower_ in words


def preposition(head: Token) -> Token | None:
    """The preposition that governs a noun, through conjuncts and appositions."""
    if (name := _name_of(head)) is not None:
        return name.nbor(-1)
    node = head
    while node.dep_ in {"conj", "appos", "compound", "nmod"} and node.head != node:
        node = node.head
    if node.dep_ != "pobj" or node.head.pos_ not in {"ADP", "SCONJ", "PART", "ADV"}:
        return None
    of_several = node.head.lower_ == "of" and node.head.head.lower_ in {"one", "two", "several", "some"}
    counted = node.head.head
    return counted.head if of_several and counted.dep_ == "pobj" else node.head  # "from one of the jails"
