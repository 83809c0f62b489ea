"""What stands around a run of words and tells whose name it is: an office, a role, kin, an age."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final

from habeas.publishing.clearance.ages import age_of
from habeas.publishing.clearance.sorting import Kind, Run, Sorted
from habeas.publishing.clearance.terms import Terms, noun

OPENING: Final = re.compile(r"\.?[\s\"'“‘«(\[]*")
COMMA: Final = re.compile(r"[\s\"'”’»)\]]*[,(\[–—-][\s\"'“‘«]*")
APPOSITION: Final = 14  # words
NEAR: Final = 60  # code points
VERBS: Final = frozenset({"VERB"})
LEADING: Final = frozenset(
    f"{verb}{end}"
    for verb in ("head", "lead", "chair", "command", "govern", "direct")
    for end in ("", "s", "ed")
) | {"led", "chaired", "presides", "presided"}
SERVING: Final = re.compile(
    r"\s+(?:is|was|has been|had been|served|serves|works|worked|became|acts|acted)"
    r"(?:\s+(?:as|now|then|also))?(?:\s+(?:the|a|an))?(?:\s+[\w'’-]+){0,3}\s+"
)
ALIAS: Final = re.compile(
    r"[\"'”’]?\s*,?\s*[(,–—-]?\s*(?:not (?:his|her|their) (?:real|own)? ?name|a pseudonym|name changed"
    r"|whose name|(?:his|her) name (?:was|has been) changed|not (?:his|her) real)"
)
CALLED: Final = re.compile(
    r"(?:\b(?:named|nicknamed|surnamed|dubbed|aka|a\.k\.a\.|alias|nom de guerre|pseudonym|kunya|née|nee)\b"
    r"|\b(?:known|identified|referred to|introduced \w+|described) (?:\w+ )?(?:only )?(?:as|by)"
    r"(?: (?:his|her|their|the) \w+)*|\bname (?:is|was|of)|\b(?:goes|went) by(?: the (?:nick)?name)?"
    r"|\bsigned(?=[\s,:]*[\"“‘'])"
    r"|\bcalled|call(?:s|ed)? (?:himself|herself|themselves)|\binitials?)[\s,:\"'“‘(]*$",
    re.I,
)
PLACE_CALLED: Final = re.compile(r"\b(\w+),?\s+(?:\w+\s+)?(?:named|called|known as)[\s\"'“‘]*$")


class Role(Enum):
    """What the words around a name make its bearer."""

    OFFICIAL = auto()
    PRIVATE = auto()
    PERSON = auto()  # a person, of whom nothing else is said


def role_of(text: Sorted, run: Run, terms: Terms) -> Role | None:
    """What the words around a run make its bearer; None where they say nothing."""
    for look in (_title, _before_comma, _behind, _copula, _named, _kin_of, _owned, _aged, _speaks):
        if (role := look(text, run, terms)) is not None:
            return role
    return None


def called(text: Sorted, run: Run, terms: Terms) -> Role | None:
    """What makes a place's name somebody's: "a woman named Georgia", "Georgia, 34,", "Sister Sofia"."""
    for look in (_named, _aged, _speaks):
        if (role := look(text, run, terms)) is not None:
            return role
    role = _title(text, run, terms) if text.joined(run.first) else None
    return None if role is Role.OFFICIAL else role


# ------------------------------------------------------------------------------------------- before


def _title(text: Sorted, run: Run, terms: Terms) -> Role | None:
    """ "Judge X", "the detainee X", "his brother X", "Mr X"."""
    at = run.first - 1
    if at < 0 or not _same_sentence(text, at, run.first) or not OPENING.fullmatch(text.gap(run.first)):
        return None
    word = text.words[at]
    if word.owner:
        return None
    if _is_office_of(text, at, terms):
        return Role.OFFICIAL
    chain = list(_titles(text, at, terms))
    offices = [place for place in chain if _is_office(text, place, terms, after=True)]
    if word.key in terms.weak and word.capital and _is_bodys(text, run, terms):
        return Role.OFFICIAL
    plural = noun(word) != word.key and not word.capital
    if offices and not plural:
        return Role.OFFICIAL
    if noun(word) in terms.private and word.key not in terms.honorifics:
        return Role.PRIVATE
    if noun(word) in terms.honorifics:
        return Role.PERSON if word.key not in terms.kin else Role.PRIVATE
    if noun(word) in terms.public and not plural:
        return Role.PRIVATE  # a weak office, or one of a private kind
    return None


def _is_bodys(text: Sorted, run: Run, terms: Terms) -> bool:
    """ "Speaker X of parliament"."""
    at = run.last + 1
    of = text.joined(at) and text.words[at].key == "of" and text.joined(at + 1)
    return of and any(word.key in terms.makers for word in text.words[at + 1 : at + 3])


def _is_office_of(text: Sorted, at: int, terms: Terms) -> bool:
    """ "Secretary of State X", "Minister of Justice X": an office whose task stands before the name."""
    while at > 1 and text.joined(at) and text.words[at].capital and not text.words[at].owner:
        if text.words[at - 1].key in ("of", "for") and text.joined(at - 1):
            return text.words[at - 2].capital and noun(text.words[at - 2]) in terms.public
        at -= 1
    return False


def _titles(text: Sorted, at: int, terms: Terms) -> Iterator[int]:
    """The titles that stand right before a name, from the last to the first."""
    yield at
    while text.joined(at) and noun(text.words[at]) in (terms.honorifics | terms.public | terms.portfolios):
        at -= 1
        if noun(text.words[at]) not in (terms.honorifics | terms.public | terms.portfolios):
            return
        yield at


def _is_office(text: Sorted, at: int, terms: Terms, *, after: bool = False) -> bool:
    """True where this noun is a public office, by the words before and behind it."""
    key = noun(text.words[at])
    around = [
        noun(text.words[place]) for place in range(max(0, at - 3), at) if _same_sentence(text, place, at)
    ]
    if key == "officer":
        return bool(terms.press.intersection(around[-1:]))
    if key == "member":
        following = [noun(word) for word in text.words[at + 1 : at + 3]]
        return "parliament" in around[-1:] or "parliament" in following or "congress" in following
    if key not in terms.public:
        return False
    if around and around[-1] in terms.qualifiers and text.joined(at):
        return False
    behind = [noun(word) for word in text.words[at + 1 : at + 4]]
    if behind[:1] == ["of"] and not terms.qualifiers.isdisjoint(
        behind[1:2] if behind[1:2] != ["the"] else behind[2:3]
    ):
        return False  # "director of the film"
    if key in terms.weak:
        behind = (
            []
            if after
            else [noun(word) for word in text.words[at + 1 : at + 5] if _same_sentence(text, at, at)]
        )
        return not terms.makers.isdisjoint((*around, *behind))
    return True


def _before_comma(text: Sorted, run: Run, terms: Terms) -> Role | None:
    """ "the spokesman of the council, X,", "her brother, X,", "Victim: X"."""
    gap = text.gap(run.first)
    if text.joined(run.last + 1) and terms.is_speech(text.words[run.last + 1]):
        return None  # "…, X said": the comma ends what is said
    if not (COMMA.fullmatch(gap) or gap.strip() == ":") or not _same_sentence(text, run.first - 1, run.first):
        return None
    heads: list[int] = []
    for at in range(run.first - 1, max(-1, run.first - 1 - APPOSITION), -1):
        if not _same_sentence(text, at, run.first) or text.tags[at].pos in VERBS | {"CCONJ", "SCONJ"}:
            break
        if at < run.first - 1 and re.search(r"[,:;()]", text.gap(at + 1)):
            break
        if _is_role(text, at, terms) and not text.words[at].owner:
            heads.append(at)
    if not heads or _is_plural(text, head := _head(text, heads)):
        return None
    return _judged(text, head, terms)


def _head(text: Sorted, heads: list[int]) -> int:
    """The first noun that doesn't only qualify the next: "guard" in "a prison guard of the director"."""
    ordered = sorted(heads)
    head = ordered[0]
    for at in ordered[1:]:
        if at == head + 1 and text.joined(at):
            head = at
    return head


def _is_role(text: Sorted, at: int, terms: Terms) -> bool:
    key = noun(text.words[at])
    known = text.kinds[at] in (Kind.KNOWN, Kind.PLACE, Kind.INSTITUTION)
    return key in terms.public or (not known and key in terms.private)


def _is_plural(text: Sorted, at: int) -> bool:
    return noun(text.words[at]) != text.words[at].key


def _judged(text: Sorted, at: int, terms: Terms) -> Role:
    return Role.OFFICIAL if _is_office(text, at, terms) else Role.PRIVATE


# ------------------------------------------------------------------------------------------- behind


def _behind(text: Sorted, run: Run, terms: Terms) -> Role | None:
    """ "X, the minister of justice", "X, 34, a teacher", "X (a guard)", "X, who heads the council"."""
    at = run.last + 1
    while at < len(text.words) and _same_sentence(text, run.last, at):
        if not COMMA.fullmatch(text.gap(at)):
            return None
        role, at = _apposition(text, at, terms)
        if role is not None or at < 0:
            return role
    return None


def _apposition(text: Sorted, at: int, terms: Terms) -> tuple[Role | None, int]:
    """What an apposition makes the name before it; and where the next starts, -1 for none."""
    word = text.words[at]
    if word.key in ("who", "whose", "whom"):
        heads = any(one.key in LEADING for one in text.words[at + 1 : at + 4])
        works = any(
            _is_office(text, place, terms)
            for place in range(at + 1, min(at + 9, len(text.words)))
            if _serves(text, at, place)
        )
        return (Role.OFFICIAL if heads or works else Role.PERSON), -1
    if word.key in ("of", "from", "in", "and", "or", "but", "with", "including"):
        return None, -1
    heads_: list[int] = []
    step = at
    while step < min(at + APPOSITION, len(text.words)) and text.words[step].sentence == word.sentence:
        if step > at and re.search(r"[,;:()]", text.gap(step)):
            break
        if text.tags[step].pos in VERBS and not _is_role(text, step, terms):
            break
        if heads_ and text.words[step].key in ("of", "for", "at", "in", "to", "with", "from", "who", "and"):
            break
        if _is_role(text, step, terms) and not text.words[step].owner:
            heads_.append(step)
        step += 1
    if heads_:
        return _judged(text, _head(text, heads_), terms), -1
    aged = word.text[:1].isdigit() or word.key in ("aged", "age", "then", "now")
    return None, (step if aged and step > at and step < len(text.words) else -1)


def _serves(text: Sorted, at: int, place: int) -> bool:
    """ "who was the minister", "who served as governor": no name and no comma in between."""
    between = text.text[text.words[at].stop : text.words[place].start]
    return SERVING.fullmatch(between) is not None and "," not in between


def _copula(text: Sorted, run: Run, terms: Terms) -> Role | None:
    """ "X is the minister of justice", "X served as governor", "X, then a teacher"."""
    at = run.last + 1
    if not text.joined(at) or text.words[at].key not in (
        "is",
        "was",
        "became",
        "remains",
        "serves",
        "served",
        "worked",
        "works",
    ):
        return None
    for step in range(at + 1, min(at + 7, len(text.words))):
        if not text.joined(step) or (text.tags[step].pos == "VERB" and not _is_role(text, step, terms)):
            return None
        if text.words[step].key in ("of", "for", "at", "in", "by", "with", "not", "no"):
            return None
        if (
            _is_role(text, step, terms)
            and not text.words[step].owner
            and not _is_role_next(text, step, terms)
        ):
            return _judged(text, step, terms)
    return None


def _is_role_next(text: Sorted, at: int, terms: Terms) -> bool:
    return text.joined(at + 1) and _is_role(text, at + 1, terms)


# ------------------------------------------------------------------------------------------- around


def _named(text: Sorted, run: Run, terms: Terms) -> Role | None:
    """ "a man named X", "known as X", "X (not his real name)"."""
    stop, start = text.words[run.last].stop, text.words[run.first].start
    if ALIAS.match(text.text[stop : stop + NEAR]):
        return Role.PRIVATE
    before = text.text[max(0, start - NEAR) : start]
    if CALLED.search(before) is None:
        return None
    place = PLACE_CALLED.search(before)
    return None if place and place[1].lower() in terms.heads | terms.tails else Role.PRIVATE


def _kin_of(text: Sorted, run: Run, terms: Terms) -> Role | None:
    """ "the mother of X", "the arrest of X", "lawyers for X"."""
    at = run.first - 1
    if at < 1 or not text.joined(run.first) or text.words[at].key not in ("of", "for", "against", "to"):
        return None
    head = noun(text.words[at - 1])
    kin = head in terms.kin and text.words[at].key in ("of", "to")
    affair = (
        head
        in (
            terms.affairs
            - {
                "account",
                "letter",
                "house",
                "home",
                "defence",
                "defense",
                "face",
                "age",
                "year",
                "life",
                "hand",
                "hands",
            }
        )
        and text.words[at].key == "of"
    )
    served = head in ("lawyer", "attorney", "charge", "case", "verdict", "sentence") and text.words[
        at
    ].key in ("for", "of", "against")
    return Role.PERSON if kin or affair or served else None


def _owned(text: Sorted, run: Run, terms: Terms) -> Role | None:
    """ "X's brother", "the X family", "the X brothers"."""
    at = run.last + 1
    if at >= len(text.words) or not _same_sentence(text, run.last, at):
        return None
    head = noun(text.words[at])
    if text.words[run.last].owner and text.gap(at).strip() == "":
        for step in range(at, min(at + 3, len(text.words))):
            if noun(text.words[step]) in terms.kin or text.words[step].key in terms.affairs:
                return Role.PERSON
    if text.joined(at) and (
        head in ("family", "clan")
        or text.words[at].key in ("brothers", "sisters", "siblings", "twins", "family")
    ):
        return Role.PERSON
    return None


def _aged(text: Sorted, run: Run, terms: Terms) -> Role | None:
    return Role.PERSON if age_of(text, run, terms) is not None else None


def _speaks(text: Sorted, run: Run, terms: Terms) -> Role | None:
    """ "X said he", "said X, who": only what no body would do."""
    at = run.last + 1
    if text.joined(at) and text.words[at].key in (
        "recalled",
        "recalls",
        "wept",
        "cried",
        "sobbed",
        "whispered",
        "remembered",
        "remembers",
        "smiled",
    ):
        return Role.PERSON
    if text.joined(at) and terms.is_speech(text.words[at]):
        following = [word.key for word in text.words[at + 1 : at + 3]]
        if following[:1] in (["he"], ["she"]) or following[:2] in (["that", "he"], ["that", "she"]):
            return Role.PERSON
    return None


def _same_sentence(text: Sorted, one: int, other: int) -> bool:
    inside = 0 <= one < len(text.words) and 0 <= other < len(text.words)
    return inside and text.words[one].sentence == text.words[other].sentence


def is_place(text: Sorted, run: Run, terms: Terms) -> bool:
    """True where the words around a run make it no person's name: "in X", "X prison", "the town of X"."""
    before, after = run.first - 1, run.last + 1
    if text.joined(after) and not text.words[run.last].owner:
        tail = text.words[after]
        if text.kinds[after] is Kind.INSTITUTION or tail.key in terms.tails:
            return True
    if not text.joined(run.first):
        return False
    word = text.words[before]
    if word.key == "of" and before and noun(text.words[before - 1]) in terms.heads:
        return True
    if word.capital and (
        text.kinds[before] is Kind.INSTITUTION
        and (word.key in terms.heads or word.key in ("operation", "radio", "hotel", "lake"))
    ):
        return True
    return word.key in terms.near and not text.words[run.last].owner
