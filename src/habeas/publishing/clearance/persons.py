"""Whose names a text has: private persons, minors among them, and office holders; in doubt, private."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from habeas.publishing.clearance.cues import BORN, GROWN, Role, age_of, is_place, role_of, years_in
from habeas.publishing.clearance.runs import runs_of
from habeas.publishing.clearance.sorting import Kind, Run, Sorted
from habeas.publishing.clearance.tagging import PERSON
from habeas.publishing.clearance.terms import Terms, noun

SHORTEST: Final = 2  # letters in a part of a name that stands for the whole
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
NEAR_MINOR: Final = 12  # words between "children" and the names of a list of them
PRONOUNS: Final = frozenset({"he", "she", "his", "her"})
NAMES_ALL: Final = re.compile(r"\b(?:named|called|identified|names?|including|among them|:)\b|:", re.I)


class Standing(IntEnum):
    """How surely a run is somebody's name; `NOBODY` is a place's, a body's or none."""

    NOBODY = 0
    UNSURE_NOBODY = 1  # only the model or the lack of cues says so
    DOUBTED = 2  # nothing tells
    LIKELY = 3
    SURE = 4
    OFFICIAL = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """A run of words, whose name it is taken for, and whether it is that of a minor."""

    run: Run
    standing: Standing
    role: Role | None = None
    minor: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """The names found in some texts, each the parts that it is known by, in their order."""

    private: frozenset[tuple[str, ...]] = frozenset()
    minors: frozenset[tuple[str, ...]] = frozenset()
    officials: frozenset[tuple[str, ...]] = frozenset()

    def __or__(self, other: People) -> People:
        return People(
            self.private | other.private, self.minors | other.minors, self.officials | other.officials
        )

    @property
    def young(self) -> People:
        """Only the minors."""
        return People(self.minors, self.minors, self.officials)

    @property
    def whole(self) -> People:
        """Those of the private names that have two parts and more, and so mean one person in any text."""
        return People(_whole(self.private), _whole(self.minors))


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
    settled = _settled(listed, {*terms.officials, *beside.officials})
    year = beside.year
    return _with_minors(text, settled, terms, year)


def people_of(mentions: Iterable[Mention], terms: Terms) -> People:
    """The names that these mentions give."""
    mentions = list(mentions)
    private = {one.run.parts for one in mentions if Standing.DOUBTED <= one.standing < Standing.OFFICIAL}
    minors = {one.run.parts for one in mentions if one.minor}
    officials = {one.run.parts for one in mentions if one.standing is Standing.OFFICIAL}
    hidden = {parts for parts, _ in terms.hidden}
    return People(
        frozenset(private | minors | hidden),
        frozenset(minors | {parts for parts, minor in terms.hidden if minor}),
        frozenset(officials),
    )


# ------------------------------------------------------------------------------------------- one run


def _mention(text: Sorted, run: Run, terms: Terms, beside: Beside) -> Mention:
    role = role_of(text, run, terms)
    if any(_within(parts, run.parts) for parts, _ in terms.hidden):
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
    if words[0].key in terms.place_openers and words[0].key not in terms.given and not given:
        return Standing.NOBODY
    if given or words[0].key in terms.openers or Kind.INITIALS in kinds:
        return Standing.LIKELY
    if run.parts in places:
        return Standing.NOBODY
    if PERSON in labels:
        return Standing.LIKELY
    if all(kind in (Kind.EVERYDAY, Kind.PARTICLE) for kind in kinds):
        return Standing.DOUBTED if _at_speech(text, run, terms) and run.length > 1 else Standing.UNSURE_NOBODY
    if _of_the(text, run, terms) or _before_place(text, run):
        return Standing.UNSURE_NOBODY
    if run.length == 1 and labels <= NO_PERSON and not _at_speech(text, run, terms):
        return Standing.UNSURE_NOBODY
    return Standing.DOUBTED


def _proper_tail(text: Sorted, run: Run) -> bool:
    """ "Ahmad Karim Hospital": what follows has a capital, too, and makes it the name of a house."""
    at = run.last + 1
    return text.joined(at) and text.words[at].capital and text.kinds[at] is Kind.INSTITUTION


def _at_speech(text: Sorted, run: Run, terms: Terms) -> bool:
    after, before = run.last + 1, run.first - 1
    behind = text.joined(after) and terms.is_speech(text.words[after])
    ahead = before >= 0 and text.joined(run.first) and terms.is_speech(text.words[before])
    inserted = (
        after < len(text.words) and text.gap(after).strip() == "," and terms.is_speech(text.words[after])
    )
    return behind or ahead or inserted


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
    for mention in mentions:
        before = found[-1] if found else None
        if before is not None and _coordinate(text, before.run, mention.run):
            title = text.words[before.run.first - 1] if before.run.first else None
            plural = (
                title is not None
                and noun(title) in terms.public
                and noun(title) != title.key
                and title.capital
            )
            if before.role is Role.OFFICIAL and plural and mention.role in (None, Role.PERSON):
                mention = Mention(mention.run, Standing.OFFICIAL, Role.OFFICIAL)
            elif (
                before.standing is Standing.NOBODY
                and mention.standing is Standing.DOUBTED
                and mention.run.length == 1
            ):
                mention = Mention(mention.run, Standing.UNSURE_NOBODY)
            elif before.role in (Role.PRIVATE, Role.PERSON) and mention.standing is Standing.UNSURE_NOBODY:
                mention = Mention(mention.run, Standing.DOUBTED)
        found.append(mention)
    return found


def _coordinate(text: Sorted, one: Run, other: Run) -> bool:
    between = text.text[text.words[one.last].stop : text.words[other.first].start]
    return bool(re.fullmatch(r"\s*(?:,|,?\s*(?:and|or|&))\s*", between))


def _settled(mentions: Sequence[Mention], known: Collection[tuple[str, ...]]) -> list[Mention]:
    """Each mention as the other mentions of its name have it: a surname is whose the whole name is."""
    officials = {one.run.parts for one in mentions if one.standing is Standing.OFFICIAL} | set(known)
    surely = {
        one.run.parts
        for one in mentions
        if Standing.LIKELY <= one.standing < Standing.OFFICIAL and not _is_officials(one, officials)
    }
    private_parts = {part for parts in surely for part in parts}
    nobody = {one.run.parts for one in mentions if one.standing is Standing.NOBODY} - surely
    found = []
    for mention in mentions:
        parts = mention.run.parts
        if mention.standing is Standing.OFFICIAL:
            found.append(mention)
        elif _is_officials(mention, officials) and not (len(parts) == 1 and parts[0] in private_parts):
            found.append(Mention(mention.run, Standing.OFFICIAL, Role.OFFICIAL))
        elif mention.standing < Standing.LIKELY and any(_within(parts, name) for name in surely):
            found.append(Mention(mention.run, Standing.LIKELY))
        elif mention.standing is Standing.DOUBTED and parts in nobody:
            found.append(Mention(mention.run, Standing.UNSURE_NOBODY))
        else:
            found.append(mention)
    return found


def _is_officials(mention: Mention, officials: Iterable[tuple[str, ...]]) -> bool:
    """True where these are parts of an office holder's name, and nothing makes them a private person's."""
    return mention.role is not Role.PRIVATE and any(_within(mention.run.parts, name) for name in officials)


def _within(parts: Sequence[str], name: Sequence[str]) -> bool:
    """True where all parts are among the name's."""
    return set(parts) <= set(name)


# ------------------------------------------------------------------------------------------- minors


def _with_minors(text: Sorted, mentions: Sequence[Mention], terms: Terms, year: int | None) -> list[Mention]:
    by_sentence: dict[int, list[int]] = {}
    for number, mention in enumerate(mentions):
        by_sentence.setdefault(text.words[mention.run.first].sentence, []).append(number)
    young: set[int] = set()
    for sentence, words in _sentences(text):
        here = [
            number
            for number in by_sentence.get(sentence, ())
            if mentions[number].standing >= Standing.UNSURE_NOBODY
        ]
        young.update(_young(text, words, [(number, mentions[number]) for number in here], terms, year))
        before = by_sentence.get(sentence - 1, []) if not here and _goes_on(text, words) else []
        if before and _says_young(text, words, terms, year):
            young.update(number for number in before if _is_private(mentions[number]))
    parts = {mentions[number].run.parts for number in young}
    return [
        Mention(one.run, Standing.SURE, Role.PRIVATE, minor=True)
        if number in young or (one.run.parts in parts and one.standing is not Standing.OFFICIAL)
        else one
        for number, one in enumerate(mentions)
    ]


def _is_private(mention: Mention) -> bool:
    return Standing.DOUBTED <= mention.standing < Standing.OFFICIAL


def _sentences(text: Sorted) -> Iterator[tuple[int, range]]:
    first = 0
    for at in range(1, len(text.words) + 1):
        if at == len(text.words) or text.words[at].sentence != text.words[first].sentence:
            yield text.words[first].sentence, range(first, at)
            first = at


def _goes_on(text: Sorted, words: range) -> bool:
    """True for a sentence about those whom the one before it names: "She was 11 then"."""
    return any(text.words[at].key in PRONOUNS for at in words[:4])


def _says_young(text: Sorted, words: range, terms: Terms, year: int | None) -> bool:
    """True where a sentence says of one person that they are under 18."""
    said = text.text[text.words[words[0]].start : text.words[words[-1]].stop]
    if any(years < GROWN for years in years_in(said + ".", terms)):
        return True
    if year is not None and any(year - int(match["year"]) < GROWN for match in BORN.finditer(said)):
        return True
    return any(_single_minor(text, at, terms) for at in words)


def _single_minor(text: Sorted, at: int, terms: Terms) -> bool:
    """ "A boy", "the schoolgirl", "underage", not "child protection" nor "children"."""
    word = text.words[at]
    if noun(word) not in terms.minors and word.key not in terms.minors:
        return False
    if word.key in terms.several_minors and word.key not in terms.minors:
        return False
    following = text.words[at + 1].key if text.joined(at + 1) else ""
    return following not in (
        "protection",
        "rights",
        "welfare",
        "labour",
        "labor",
        "abuse",
        "marriage",
        "marriages",
        "court",
        "bench",
        "prison",
        "detention",
        "centre",
        "center",
        "soldiers",
        "care",
        "psychologist",
        "delegate",
    )


def _young(
    text: Sorted, words: range, here: Sequence[tuple[int, Mention]], terms: Terms, year: int | None
) -> Iterator[int]:
    """The mentions of a sentence that are minors'."""
    for number, mention in here:
        age = age_of(text, mention.run, terms)
        direct = age is not None and age < GROWN
        if direct or _called_minor(text, mention.run, terms):
            yield number
    private = [(number, one) for number, one in here if _is_private(one)]
    if not private:
        return
    if _says_young(text, words, terms, year):
        yield from (number for number, _ in private)
        return
    for at in words:
        if text.words[at].key not in terms.several_minors:
            continue
        for number, mention in private:
            if 0 < mention.run.first - at <= NEAR_MINOR and _listing(text, at, mention.run):
                yield number
        yield from _list_on(text, at, private)


def _listing(text: Sorted, at: int, run: Run) -> bool:
    """ "Three children: X, Y", "the boys, named X and Y", "her children X and Y"."""
    between = text.text[text.words[at].stop : text.words[run.first].start]
    return not between.strip(" ,\"'“‘(") or bool(NAMES_ALL.search(between))


def _list_on(text: Sorted, at: int, private: Sequence[tuple[int, Mention]]) -> Iterator[int]:
    """Those that go on a list of children's names."""
    last: Mention | None = None
    for number, mention in private:
        if mention.run.first < at:
            continue
        if last is None and mention.run.first - at <= NEAR_MINOR and _listing(text, at, mention.run):
            last = mention
        elif last is not None and _coordinate(text, last.run, mention.run):
            last = mention
            yield number


def _called_minor(text: Sorted, run: Run, terms: Terms) -> bool:
    """ "The boy X", "schoolgirl X", right before the name."""
    at = run.first - 1
    return at >= 0 and text.joined(run.first) and _single_minor(text, at, terms)


def merged(found: Mapping[str, People]) -> People:
    """The people of all texts together."""
    total = People()
    for people in found.values():
        total = total | people
    return total
