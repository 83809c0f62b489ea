"""What stands around a run of words and tells whose name it is: an office, a role, kin, an age."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final

from habeas.publishing.clearance.sorting import Kind, Run, Sorted
from habeas.publishing.clearance.terms import Terms, noun

GROWN: Final = 18
OLDEST: Final = 120
OPENING: Final = re.compile(r"[\s\"'“‘«(\[]*")
COMMA: Final = re.compile(r"[\s\"'”’»)\]]*[,(\[–—-][\s\"'“‘«]*")
APPOSITION: Final = 14  # words
VERBS: Final = frozenset({"VERB", "AUX"})
HEADING_VERBS: Final = frozenset(
    {
        "head",
        "heads",
        "headed",
        "lead",
        "leads",
        "led",
        "chair",
        "chairs",
        "chaired",
        "command",
        "commands",
        "commanded",
        "govern",
        "governs",
        "governed",
        "directs",
        "directed",
        "presides",
        "presided",
    }
)
AGE_AFTER: Final = re.compile(
    r"[\"'”’»]?\s*(?:,\s*(?:(?:now|then|only|just|aged|age|about|around)\s+)*|\(\s*(?:aged?\s+)?)(\d{1,3})(?:\s*(?:years?|yrs?)\s*(?:old|of age))?\s*(?=[,;.)\]—–!?]|$|\s+(?:and|from|who|was|is|were|told|said)\b)"
)
AGE_WORDS: Final = re.compile(
    r"[\"'”’»]?\s*[,(]?\s*(?:(?:who|he|she)\s+)?(?:(?:is|was|are|were|turned|turns|became|being|aged|age|at|now|only|just|then|an?|the|about|barely|not yet|not even)\s+)*"
    r"(\d{1,3}|[a-z]+(?:-[a-z]+)?)[\s-](?P<unit>years?|months?|weeks?|days?)[\s-](?:old|of age)\b",
    re.I,
)
AGED: Final = re.compile(
    r"[\"'”’»]?\s*[,(]?\s*(?:(?:who|he|she)\s+)?(?:(?:is|was|were|are|now|then)\s+)?(?:aged|age|at the age of|at age|of age|turned|turns)\s+(?P<n>\d{1,3}|[a-z]+)\b(?!\s*(?:others|people|men|women|%))",
    re.I,
)
WAS: Final = re.compile(
    r"\s+(?:is|was|had been|has been|are|were)\s+(?:only |just |about |then |now |barely )*(?P<n>\d{1,2}|[a-z]+)(?=\s*(?:[,.;)]|$|when\b|at the time\b|years? old\b|and\b|then\b|now\b))",
    re.I,
)
BORN: Final = re.compile(r"\bborn\b[^.;]{0,30}?\b(?P<year>(?:19|20)\d\d)\b", re.I)


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
    """What makes a place's name somebody's: "a woman named Georgia", "Georgia, 34,", "Sister Sofia said she"."""
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
    chain = list(_titles(text, at, terms))
    offices = [place for place in chain if _is_office(text, place, terms, after=True)]
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
    """The first of the nouns that doesn't only qualify the next: "guard" of "a prison guard of the director"."""
    ordered = sorted(heads)
    head = ordered[0]
    for at in ordered[1:]:
        if at == head + 1 and text.joined(at):
            head = at
    return head


def _is_role(text: Sorted, at: int, terms: Terms) -> bool:
    key = noun(text.words[at])
    known = text.kinds[at] in (Kind.KNOWN, Kind.PLACE, Kind.INSTITUTION)
    return not known and (key in terms.public or key in terms.private)


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
    """What an apposition that starts here makes the name before it; and where the next starts, -1 for none."""
    word = text.words[at]
    if word.key in ("who", "whose", "whom"):
        heads = any(one.key in HEADING_VERBS for one in text.words[at + 1 : at + 4])
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
    return (
        bool(
            re.fullmatch(
                r"\s+(?:is|was|has been|had been|served|serves|works|worked|became|acts|acted)(?:\s+(?:as|now|then|also))?(?:\s+(?:the|a|an))?(?:\s+[\w'’-]+){0,3}\s+",
                between,
            )
        )
        and "," not in between
    )


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
    behind = text.text[text.words[run.last].stop : text.words[run.last].stop + 60]
    if re.match(
        r"[\"'”’]?\s*,?\s*[(,–—-]?\s*(?:not (?:his|her|their) (?:real|own)? ?name|a pseudonym|name changed|whose name|(?:his|her) name (?:was|has been) changed|not (?:his|her) real)",
        behind,
    ):
        return Role.PRIVATE
    before = text.text[max(0, text.words[run.first].start - 60) : text.words[run.first].start]
    if re.search(
        r"(?:\b(?:named|nicknamed|surnamed|dubbed|aka|a\.k\.a\.|alias|nom de guerre|pseudonym|kunya|née|nee)\b|\b(?:known|identified|referred to|introduced \w+|described) (?:\w+ )?(?:only )?(?:as|by)(?: (?:his|her|their|the) \w+)*|\bname (?:is|was|of)|\b(?:goes|went) by(?: the (?:nick)?name)?|\bcalled|calls? (?:himself|herself)|\binitials?)[\s,:\"'“‘(]*$",
        before,
        re.I,
    ):
        place = re.search(r"\b(\w+),?\s+(?:\w+\s+)?(?:named|called|known as)[\s\"'“‘]*$", before)
        if place and place[1].lower() in terms.heads | terms.tails:
            return None
        return Role.PRIVATE
    return None


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


def age_of(text: Sorted, run: Run, terms: Terms) -> int | None:
    """The age in years that stands right beside a name; None for none."""
    behind = text.text[text.words[run.last].stop : text.words[run.last].stop + 80].split("\n\n")[0]
    for pattern in (AGE_AFTER, AGE_WORDS, AGED, WAS):
        if match := pattern.match(behind):
            unit = match.groupdict().get("unit") or "year"
            years = _years(match["n"] if "n" in match.groupdict() else match[1], terms)
            if years is not None:
                return 0 if not unit.lower().startswith("year") else years
    before = text.text[max(0, text.words[run.first].start - 60) : text.words[run.first].start]
    match = re.search(
        r"(?P<n>\d{1,3}|[A-Za-z]+(?:-[a-z]+)?)[\s-](?P<unit>year|month|week|day)s?[\s-]old[\s,\"“']+(?:[\w-]+\s+){0,2}[\"“']?$",
        before,
    )
    if match and (years := _years(match["n"], terms)) is not None:
        return years if match["unit"] == "year" else 0
    return None


def years_in(words: str, terms: Terms) -> list[int]:
    """Every age that some words give: "14-year-old", "aged six", "15 years old", "six months old"."""
    found = []
    for match in re.finditer(
        r"\b(?P<n>\d{1,3}|[a-z]+(?:-[a-z]+)?)[\s-](?P<unit>year|month|week|day)s?[\s-](?:old|of age)\b",
        words,
        re.I,
    ):
        if (years := _years(match["n"], terms)) is not None:
            found.append(years if match["unit"].lower() == "year" else 0)
    for match in re.finditer(
        r"\b(?:aged?|age of|turned|under(?: the age of)?)\s+(?:just |only )?(?P<n>\d{1,2}|[a-z]+)\b",
        words,
        re.I,
    ):
        if (years := _years(match["n"], terms)) is not None:
            found.append(years - (1 if match[0].lower().startswith("under") else 0))
    for match in re.finditer(
        r"\b(?:he|she|who)\s+(?:is|was|were)\s+(?:only |just |then |now |still |barely )*(?P<n>\d{1,2}|[a-z]+)(?=\s*(?:[,.;)]|$|when\b|at the time\b|and\b|then\b))",
        words,
        re.I,
    ):
        if (years := _years(match["n"], terms)) is not None:
            found.append(years)
    return found


def _years(words: str, terms: Terms) -> int | None:
    if words.isdigit():
        return int(words) if int(words) <= OLDEST else None
    parts = [terms.numbers.get(part) for part in words.casefold().split("-")]
    values = [value for value in parts if value is not None]
    return sum(values) if values and len(values) == len(parts) and sum(values) <= OLDEST else None


def _same_sentence(text: Sorted, one: int, other: int) -> bool:
    inside = 0 <= one < len(text.words) and 0 <= other < len(text.words)
    return inside and text.words[one].sentence == text.words[other].sentence


def is_place(text: Sorted, run: Run, terms: Terms) -> bool:
    """True where the words around a run make it a place's or a body's name: "in X", "X prison", "the town of X"."""
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
