"""Whose names a text has: private persons, minors among them, and office holders; in doubt, private."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from habeas.publishing.clearance.cues import Role, is_place, role_of
from habeas.publishing.clearance.mentions import Mention, Standing, are_coordinate
from habeas.publishing.clearance.minors import with_ages
from habeas.publishing.clearance.runs import runs_of
from habeas.publishing.clearance.sorting import Kind, Run, Sorted
from habeas.publishing.clearance.tagging import PERSON
from habeas.publishing.clearance.terms import Terms, noun

# Between a name and its verb: "X has written", "X never spoke".
HELPING: Final = frozenset(
    {"has", "had", "have", "also", "later", "then", "once", "never", "often", "still", "twice"}
)
ELIDED: Final = re.compile(r"[dDO]['’][A-ZÀ-Þ]")  # "d'Almeida", "O'Rourke"
NO_PERSON: Final = frozenset(
    {
        "GPE",
        "LOC",
        "FAC",
        "NORP",
        "ORG",
        "PRODUCT",
        "EVENT",
        "LANGUAGE",
        "LAW",
        "WORK_OF_ART",
        "DATE",
        "MONEY",
    }
)


@dataclass(frozen=True, slots=True)
class People:
    """The names found in some texts, each the parts that it is known by, in their order.

    `private` are those that are masked, minors among them; `adults` those of whom it is proved.
    """

    private: frozenset[tuple[str, ...]] = frozenset()
    minors: frozenset[tuple[str, ...]] = frozenset()
    officials: frozenset[tuple[str, ...]] = frozenset()
    adults: frozenset[tuple[str, ...]] = frozenset()

    def __or__(self, other: People) -> People:
        return merged((self, other))

    @property
    def unproved(self) -> People:
        """The same without the private names that an adult is proved to bear."""
        return replace(self, private=frozenset(name for name in self.private if not self.is_adult(name)))

    def is_adult(self, name: tuple[str, ...]) -> bool:
        """True for an adult's name, for parts of it, and for one with more parts; never for a minor's."""
        parts = set(name)
        return name not in self.minors and any(
            parts <= set(adult) or (len(adult) > 1 and parts > set(adult)) for adult in self.adults
        )

    @property
    def whole(self) -> People:
        """Those of the private names that have two parts and more, and so mean one person in any text."""
        return People(_whole(self.private), _whole(self.minors), adults=_whole(self.adults))


def _whole(names: Iterable[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    return frozenset(name for name in names if len(name) > 1)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside a text: parts of the names of places, outlets and office holders, and its year."""

    places: Collection[tuple[str, ...]] = ()
    bodies: Collection[tuple[str, ...]] = ()
    officials: Collection[tuple[str, ...]] = ()
    year: int | None = None


def mentions_of(text: Sorted, terms: Terms, beside: Beside) -> list[Mention]:
    """Every run of a text with its standing, as the whole text tells."""
    first = [_mention(text, run, terms, beside) for run in runs_of(text, terms)]
    listed = _listed(text, first, terms)
    settled = _settled(text, listed, {*terms.officials, *beside.officials})
    return with_ages(text, settled, terms, beside.year)


def people_of(mentions: Iterable[Mention], terms: Terms) -> People:
    """The names that these mentions give."""
    mentions = list(mentions)
    private = {one.run.parts for one in mentions if one.is_private}
    minors = {one.run.parts for one in mentions if one.minor}
    officials = {one.run.parts for one in mentions if one.standing is Standing.OFFICIAL}
    adults = {one.run.parts for one in mentions if one.adult} | terms.hidden_adults
    young = minors | terms.hidden_minors
    return People(
        frozenset(private | young | {*terms.hidden}),
        frozenset(young),
        frozenset(officials),
        frozenset(adults - young),
    )


# ------------------------------------------------------------------------------------------- one run


def _mention(text: Sorted, run: Run, terms: Terms, beside: Beside) -> Mention:
    role = role_of(text, run, terms)
    if any(_within(parts, run.parts) for parts in terms.hidden):
        return Mention(run, Standing.SURE, Role.PRIVATE)
    if run.parts in terms.officials:
        return Mention(run, Standing.OFFICIAL, Role.OFFICIAL)
    if role is Role.OFFICIAL:
        return Mention(run, Standing.OFFICIAL, role)
    if role is not None:
        return Mention(run, Standing.SURE, role)
    if any(_within(run.parts, name) for name in beside.bodies):
        return Mention(run, Standing.NOBODY)
    return Mention(run, _standing(text, run, terms, beside.places))


def _standing(text: Sorted, run: Run, terms: Terms, places: Collection[tuple[str, ...]]) -> Standing:
    """How surely a run is a person's name by what it is made of and where it stands."""
    words = text.words[run.first : run.last + 1]
    kinds = text.kinds[run.first : run.last + 1]
    labels = {tag.label for tag in text.tags[run.first : run.last + 1]}
    given = [
        word
        for word, kind in zip(words, kinds, strict=True)
        if word.key.split("-")[0] in terms.given and kind is not Kind.PLACE
    ]
    placed = is_place(text, run, terms)
    if Kind.FOREIGN in kinds:
        return Standing.SURE
    if placed and not (given and (run.length > 1 or PERSON in labels) and not _proper_tail(text, run)):
        return Standing.NOBODY
    if words[0].key in terms.place_openers and words[0].key not in terms.given and run.length > 1:
        return Standing.NOBODY
    if given or words[0].key in terms.openers or Kind.INITIALS in kinds or ELIDED.match(words[0].text):
        return Standing.LIKELY
    if run.parts in places:
        return Standing.NOBODY
    if PERSON in labels:
        return Standing.LIKELY
    if all(kind in (Kind.EVERYDAY, Kind.PARTICLE) for kind in kinds):
        return Standing.DOUBTED if _at_speech(text, run, terms) and run.length > 1 else Standing.UNSURE_NOBODY
    if _of_the(text, run, terms) or _before_place(text, run):
        return Standing.UNSURE_NOBODY
    if (
        run.length == 1
        and labels <= NO_PERSON
        and not _at_speech(text, run, terms)
        and not _acts(text, run, terms)
    ):
        return Standing.UNSURE_NOBODY
    return Standing.DOUBTED


def _proper_tail(text: Sorted, run: Run) -> bool:
    """ "Ahmad Karim Hospital": what follows has a capital, too, and makes it the name of a house."""
    at = run.last + 1
    return text.joined(at) and text.words[at].capital and text.kinds[at] is Kind.INSTITUTION


def _at_speech(text: Sorted, run: Run, terms: Terms) -> bool:
    after, before = run.last + 1, run.first - 1
    while text.joined(after) and text.words[after].key in HELPING:
        after += 1
    behind = text.joined(after) and terms.is_speech(text.words[after])
    ahead = before >= 0 and text.joined(run.first) and terms.is_speech(text.words[before])
    inserted = (
        after < len(text.words) and text.gap(after).strip() == "," and terms.is_speech(text.words[after])
    )
    return behind or ahead or inserted


def _acts(text: Sorted, run: Run, terms: Terms) -> bool:
    """ "Tetiana keeps", "it was Tetiana who": what places don't do, other than to hold people."""
    at = run.last + 1
    if not text.joined(at):
        return False
    verb = text.tags[at].pos == "VERB" and text.words[at].key not in terms.having
    return verb or text.words[at].key == "who"


def _of_the(text: Sorted, run: Run, terms: Terms) -> bool:
    """ "The Velmar ceasefire": no person has an article."""
    at = run.first - 1
    following = run.last + 1
    family = text.joined(following) and text.words[following].key in terms.affairs
    return at >= 0 and text.joined(run.first) and text.words[at].key == "the" and not family


def _before_place(text: Sorted, run: Run) -> bool:
    """ "Velmar, Syria": a town and what it lies in."""
    at = run.last + 1
    inside = at < len(text.words) and text.words[at].sentence == text.words[run.last].sentence
    return (
        inside
        and run.length == 1
        and text.gap(at).strip() == ","
        and text.kinds[at] is Kind.PLACE
        and not text.words[at].owner
    )


# ------------------------------------------------------------------------------------------- all runs


def _listed(text: Sorted, mentions: Sequence[Mention], terms: Terms) -> list[Mention]:
    """What lists tell: names beside places are places, names behind "Judges X and" are judges."""
    found: list[Mention] = []
    office = False  # within "Judges X, Y and Z"
    for mention in mentions:
        before = found[-1] if found else None
        if before is None or not are_coordinate(text, before.run, mention.run):
            office = False
            found.append(mention)
            continue
        opens = text.words[before.run.first].first and before.run.length == 1
        if opens and before.standing is Standing.UNSURE_NOBODY and mention.standing is Standing.LIKELY:
            found[-1] = Mention(before.run, Standing.DOUBTED)  # "Trinh and Bao"
        office = office or (before.role is Role.OFFICIAL and _has_plural_title(text, before.run, terms))
        found.append(_beside(before, mention, office=office))
    return found


def _has_plural_title(text: Sorted, run: Run, terms: Terms) -> bool:
    title = text.words[run.first - 1] if run.first else None
    return title is not None and noun(title) in terms.public and noun(title) != title.key and title.capital


def _beside(before: Mention, mention: Mention, *, office: bool) -> Mention:
    """What a mention is, in a list behind another."""
    if office and mention.role in (None, Role.PERSON):
        return Mention(mention.run, Standing.OFFICIAL, Role.OFFICIAL)
    doubted = mention.standing is Standing.DOUBTED and mention.run.length == 1
    if before.standing <= Standing.UNSURE_NOBODY and doubted:
        return Mention(mention.run, Standing.UNSURE_NOBODY)
    person = Standing.LIKELY <= before.standing < Standing.OFFICIAL
    if person and mention.standing is Standing.UNSURE_NOBODY:
        return Mention(mention.run, Standing.DOUBTED)
    return mention


def _settled(text: Sorted, mentions: Sequence[Mention], known: Collection[tuple[str, ...]]) -> list[Mention]:
    """Each mention as the other mentions of its name have it: a surname is whose the whole name is."""
    officials = {one.run.parts for one in mentions if one.standing is Standing.OFFICIAL} | set(known)
    surely = {
        one.run.parts
        for one in mentions
        if Standing.LIKELY <= one.standing < Standing.OFFICIAL and not _is_officials(one, officials)
    }
    private_parts = {part for parts in surely for part in parts}
    nobody = {one.run.parts for one in mentions if one.standing is Standing.NOBODY} - surely
    here = {one.run.parts for one in mentions if one.standing is Standing.OFFICIAL}
    found = []
    for number, mention in enumerate(mentions):
        parts = mention.run.parts
        if mention.standing is Standing.OFFICIAL:
            found.append(mention)
        elif _is_privates_fellow(text, mentions, number, officials) and not _is_officials(mention, here):
            found.append(Mention(mention.run, max(mention.standing, Standing.LIKELY), Role.PERSON))
        elif _is_officials(mention, officials) and not (len(parts) == 1 and parts[0] in private_parts):
            found.append(Mention(mention.run, Standing.OFFICIAL, Role.OFFICIAL))
        elif mention.standing < Standing.LIKELY and any(_within(parts, name) for name in surely):
            found.append(Mention(mention.run, Standing.LIKELY))
        elif mention.standing is Standing.DOUBTED and parts in nobody:
            found.append(Mention(mention.run, Standing.UNSURE_NOBODY))
        else:
            found.append(mention)
    return found


def _is_privates_fellow(
    text: Sorted, mentions: Sequence[Mention], number: int, officials: Collection[tuple[str, ...]]
) -> bool:
    """True for "Hussein" in "Ali and Hussein": an office holder's surname beside a private person's."""
    mention = mentions[number]
    if mention.run.length > 1 or not Standing.DOUBTED <= mention.standing < Standing.OFFICIAL:
        return False
    for one, other in ((number - 1, number), (number, number + 1)):
        if one < 0 or other >= len(mentions):
            continue
        fellow = mentions[one if other == number else other]
        private = Standing.LIKELY <= fellow.standing < Standing.OFFICIAL and fellow.run.length == 1
        if private and are_coordinate(text, mentions[one].run, mentions[other].run):
            return not _is_officials(fellow, officials)
    return False


def _is_officials(mention: Mention, officials: Iterable[tuple[str, ...]]) -> bool:
    """True where these are parts of an office holder's name, and nothing makes them a private person's."""
    parts = mention.run.parts
    return mention.role is not Role.PRIVATE and any(
        _within(parts, name) and parts[-1] == name[-1] for name in officials
    )


def _within(parts: Sequence[str], name: Sequence[str]) -> bool:
    """True where all parts are among the name's."""
    return set(parts) <= set(name)


def merged(found: Iterable[People]) -> People:
    """The people of several texts together."""
    found = tuple(found)
    return People(
        *(frozenset().union(*(getattr(people, field.name) for people in found)) for field in fields(People))
    )
