"""Runs of words that may together be a name: "Abu Omar al-Shami", "Jordan Smith", "A.K."."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from habeas.publishing.clearance.cues import Role, called, role_of
from habeas.publishing.clearance.mentions import COORDINATE
from habeas.publishing.clearance.sorting import LONGEST_ACRONYM, NAMELIKE, Kind, Run, Sorted, caseless
from habeas.publishing.clearance.tagging import PERSON, is_everyday, small_words
from habeas.publishing.clearance.terms import Terms, noun, parts_of_word

LONGEST: Final = 7  # words
OWNERS: Final = frozenset({"his", "her", "their", "my", "our"})
OPENING: Final = frozenset({"al", "el", "van", "von", "de", "di", "da", "du", "del", "der", "zu", "af", "t"})


def runs_of(text: Sorted, terms: Terms) -> list[Run]:
    """Every run of a text, in order; none touches another."""
    return [*_capital_runs(text, terms), *_caseless_runs(text, terms)]


def _capital_runs(text: Sorted, terms: Terms) -> Iterator[Run]:
    at, free = 0, 0
    before: Run | None = None
    kin = False  # within "her children X, Y and Z"
    while at < len(text.words):
        kin = kin and (at == free or _goes_on(text, before, at))
        last = _end(text, at, terms)
        if last is None and (
            (kin and _is_single(text, at, terms, {Kind.PLACE, Kind.KNOWN, Kind.PLAIN}))
            or (_is_owned_child(text, at, terms) and _is_single(text, at, terms, {Kind.PLACE, Kind.KNOWN}))
        ):
            last = at
        if last is None:
            at += 1
            continue
        first = _widened(text, at, last, free, terms)
        kin = kin or _is_kins(text, first, terms)
        before = _run(text, first, last, terms)
        yield before
        at = free = last + 1


def _goes_on(text: Sorted, before: Run | None, at: int) -> bool:
    """True for the words of "and Z" behind X, and for Z."""
    if before is None or not text.words[at].capital:
        return before is not None and text.words[at].key in ("and", "or")
    between = text.text[text.words[before.last].stop : text.words[at].start]
    return COORDINATE.fullmatch(between) is not None


def _is_kins(text: Sorted, at: int, terms: Terms) -> bool:
    """True right behind a word for relatives or children: "her sons X", "the orphans X"."""
    if at == 0 or text.words[at - 1].sentence != text.words[at].sentence or text.words[at - 1].owner:
        return False
    near = text.gap(at).strip(" \"“‘'") in ("", ",", ":", "(")
    people = terms.kin | terms.children | terms.minors | terms.several_minors
    return near and (text.words[at - 1].key in people or noun(text.words[at - 1]) in people)


def _is_owned_child(text: Sorted, at: int, terms: Terms) -> bool:
    """ "Her two boys Finn", "X's sons: Jordan": whoever's children have a place's or a people's name."""
    if not (_is_kins(text, at, terms) and text.gap(at).strip(" :") == ""):
        return False
    ahead = text.words[max(0, at - 4) : at - 1]
    return any(
        word.sentence == text.words[at].sentence and (word.owner or word.key in OWNERS) for word in ahead
    )


def _is_single(text: Sorted, at: int, terms: Terms, kinds: Collection[Kind]) -> bool:
    """True for a word of these kinds that is printed as names are, with nothing that makes it a place's."""
    word = text.words[at]
    if text.kinds[at] not in kinds or not word.text.istitle() or word.owner or word.key in terms.never:
        return False
    return not _tail_follows(text, at, terms)


def _end(text: Sorted, at: int, terms: Terms) -> int | None:
    """The last word of the run that starts here; None where none does."""
    if not (_opens(text, at, terms) or _is_namesake(text, at, terms)):
        return None
    last, step = at, at + 1
    while step < len(text.words) and step - at < LONGEST and text.joined(step):
        if (
            text.kinds[step] in NAMELIKE
            or _closes(text, step, terms)
            or (step == at + 1 and _is_apposed_surname(text, step, terms))
        ):
            last = step
        elif text.kinds[step] is not Kind.PARTICLE:
            break
        step += 1
    return last


def _opens(text: Sorted, at: int, terms: Terms) -> bool:
    """True for the first word of a name: a name-like word, or "Abu", "bin", "al" before one."""
    if text.kinds[at] in NAMELIKE:
        return True
    if text.kinds[at] is not Kind.PARTICLE or not text.joined(at + 1):
        return False
    opener = text.words[at].key in terms.openers and text.words[at + 1].capital
    following = text.kinds[at + 1]
    if text.words[at].key not in terms.openers | OPENING and not text.words[at].capital:
        return False
    return (
        (opener and following is not Kind.ROLE)
        or (following in NAMELIKE and (len(text.words[at].text) > 1 or text.words[at].capital))
        or (following is Kind.PARTICLE and _opens(text, at + 1, terms))
    )


def _is_namesake(text: Sorted, at: int, terms: Terms) -> bool:
    """True for a place's name where it is somebody's: "Mr Roj", "Chad Baker", "a woman named Georgia"."""
    if text.kinds[at] is not Kind.PLACE:
        return False
    word = text.words[at]
    before = text.words[at - 1] if at else None
    if (
        before is not None
        and text.joined(at)
        and (noun(before) in terms.honorifics or before.key in {"umm", "abu", "oum"})
    ):
        return noun(before) not in terms.public and not _tail_follows(text, at, terms)
    follows = text.joined(at + 1)
    if word.key in terms.given_places and called(text, Run(at, at, (word.key,)), terms) is not None:
        return True
    if word.key in terms.given_places and _opens_names(text, at, terms):
        return True
    if word.key in terms.given_places and follows and not _placed(text, at, terms):
        if _is_apposed_surname(text, at + 1, terms):
            return True
        kind, following = text.kinds[at + 1], text.words[at + 1]
        if kind in (Kind.UNKNOWN, Kind.INITIALS):
            return True
        if kind is Kind.EVERYDAY:
            return PERSON in (text.tags[at].label, text.tags[at + 1].label) or following.key in terms.given
        if kind is Kind.PLACE and following.key in terms.given_places and not _placed(text, at, terms):
            return text.tags[at].label == PERSON
        return (
            kind is Kind.ROLE
            and following.capital
            and following.text[1:].islower()
            and text.tags[at].label == PERSON
        )
    return False


def _closes(text: Sorted, at: int, terms: Terms) -> bool:
    """True for a place's name or a role that ends somebody's: "Hassan Aleppo", "Chad Baker"."""
    if text.kinds[at] is Kind.PLACE:
        before = text.words[at - 1]
        name = text.kinds[at - 1] in NAMELIKE and (
            before.key in terms.given or text.tags[at - 1].label == PERSON
        )
        return (name or before.key in terms.openers) and not _tail_follows(text, at, terms)
    return (
        text.kinds[at] is Kind.ROLE
        and text.words[at].text[:1].isupper()
        and text.words[at - 1].key in terms.given_places
    )


def _opens_names(text: Sorted, at: int, terms: Terms) -> bool:
    """ "Sanaa, Huda and Mina": a place's name that people bear, first in a list of given names."""
    if at + 1 >= len(text.words) or not text.words[at].first or not text.words[at].capital:
        return False
    following = text.words[at + 1].key
    names = following == "and" or (following in terms.given and text.kinds[at + 1] is Kind.UNKNOWN)
    step = at + 2 if following == "and" else at + 1
    given = (
        step < len(text.words) and text.words[step].key in terms.given and text.kinds[step] is Kind.UNKNOWN
    )
    return (
        names and given and COORDINATE.fullmatch(text.gap(at + 1) if step == at + 1 else " and ") is not None
    )


def _is_apposed_surname(text: Sorted, at: int, terms: Terms) -> bool:
    """ "Jordan Paris, a teacher": two places' names, of which the words behind make one somebody's."""
    if text.kinds[at] is not Kind.PLACE or text.kinds[at - 1] is not Kind.PLACE:
        return False
    return role_of(text, Run(at - 1, at, (text.words[at].key,)), terms) in (Role.PRIVATE, Role.PERSON)


def _tail_follows(text: Sorted, at: int, terms: Terms) -> bool:
    """ "Raqqa prison", "Roj camp": the place's own name."""
    return text.joined(at + 1) and (
        text.words[at + 1].key in terms.tails or text.kinds[at + 1] is Kind.INSTITUTION
    )


def _placed(text: Sorted, at: int, terms: Terms) -> bool:
    return at > 0 and text.joined(at) and text.words[at - 1].key in terms.near


def _widened(text: Sorted, first: int, last: int, free: int, terms: Terms) -> int:
    """The run's first word, with a place's name or "Abu" before it that belongs to somebody's."""
    before = first - 1
    if before < free or not text.joined(first):
        return first
    if text.kinds[before] is Kind.PARTICLE and text.words[before].key in terms.openers:
        return before
    word = text.words[before]
    if text.kinds[before] is Kind.ACRONYM and _is_shouted(text.words[first].text):
        return before
    if (
        text.kinds[first] is Kind.INITIALS
        and text.kinds[before] is Kind.PLAIN
        and word.capital
        and len(word.key) > 2
    ):
        return before if word.key not in small_words() else first
    if text.kinds[before] is not Kind.PLACE or _placed(text, before, terms):
        return first
    single = before == 0 or text.kinds[before - 1] is not Kind.PLACE or not text.joined(before)
    if not single or word.text.isupper() or text.words[first].key in terms.place_openers:
        return first
    person = PERSON in {text.tags[at].label for at in range(before, last + 1)}
    named = text.words[first].key in terms.given or word.key in terms.given_places
    return before if named or person else first


def _is_shouted(word: str) -> bool:
    """ "KARATAŞ" behind "ŞEVKİ": a word too long for an abbreviation, so the short one before it is none."""
    return word.isupper() and len(word) > LONGEST_ACRONYM


def _run(text: Sorted, first: int, last: int, terms: Terms) -> Run:
    parts = tuple(
        part
        for at in range(first, last + 1)
        if text.words[at].key not in terms.particles
        for part in parts_of_word(text.words[at], terms)
    )
    return Run(first, last, parts or (text.words[last].key,))


def _caseless_runs(text: Sorted, terms: Terms) -> Iterator[Run]:
    """Given names and what follows them, in a text that has no capitals."""
    if not caseless(text.words):
        return
    last = -1
    for at, word in enumerate(text.words):
        if at <= last or word.capital or word.key not in terms.given or is_everyday(word.key):
            continue
        last = at
        while text.joined(last + 1) and not is_everyday(text.words[last + 1].key) and last - at < LONGEST:
            last += 1
        yield _run(text, at, last, terms)
