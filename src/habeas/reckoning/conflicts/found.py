"""Conflicts as values, their ids, and their words.

A label for people ("fighters") is a speaker's word and stands in quotation marks.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Final

from habeas.model import FOREIGNERS, Basis, ClaimType, Quantity, Unit, is_nationality
from habeas.reckoned import Conflict, ConflictKind, Days, Known, Testimony
from habeas.reckoning.comparing import LABELS

NOT_BOTH: Final = "can't both be true"
VERBS: Final = {
    ClaimType.HOLDING: "held",
    ClaimType.CAPTURE: "taken into custody",
    ClaimType.TRANSFER: "moved or handed over",
    ClaimType.REPATRIATION: "repatriated",
    ClaimType.RELEASE: "released",
    ClaimType.ESCAPE: "got out",
    ClaimType.RECAPTURE: "taken back into custody",
    ClaimType.ATTACK: "in an attack or a riot",
    ClaimType.DEATH: "died",
    ClaimType.TRIAL: "before a court or under investigation",
    ClaimType.CONVICTION: "convicted",
    ClaimType.SENTENCE: "sentenced",
    ClaimType.EXECUTION: "executed",
}


def contradiction(anchor: str, claims: Iterable[Testimony], why: str) -> Conflict:
    """A contradiction of these claims, found from one of them or from the event that they tell of."""
    return _conflict(ConflictKind.CONTRADICTION, anchor, claims, why)


def contested(anchor: str, claims: Iterable[Testimony], why: str) -> Conflict:
    """A claim and what answers it, found from one of them."""
    return _conflict(ConflictKind.CONTESTED, anchor, claims, why)


def _conflict(kind: ConflictKind, anchor: str, claims: Iterable[Testimony], why: str) -> Conflict:
    """A conflict of these claims; its id hangs on its kind and on which claims they are."""
    ids = tuple(sorted(claim.id for claim in claims))
    digest = hashlib.sha256("\n".join((kind.value, *ids)).encode()).hexdigest()[:20]
    return Conflict(f"x_{digest}", kind, ids, why, anchor)


def counted(claim: Testimony) -> str:
    """The figure and whom it counts: "at least 43,000 women and children"."""
    quantity = claim.claim.quantity
    people = who(claim.claim.group)
    if quantity is None:
        return people or "people"
    unit = "" if quantity.unit is Unit.PERSONS else quantity.unit.value
    what = people if people == unit else sentence(unit, people)
    of = "of" if what and quantity.basis is Basis.CONVENTION and quantity.span.text.endswith("s") else ""
    return sentence(figure(quantity), of, what)


def figure(quantity: Quantity) -> str:
    """The number with its hedge: "at least 300", "about 50", "at most 7"; "dozens" in its own words."""
    if quantity.basis is Basis.CONVENTION:
        return f"“{' '.join(quantity.span.text.split())}”"
    about = "about " if quantity.approx else ""
    low, high = quantity.low, quantity.high
    if low is None:
        return f"at most {about}{high:,}"
    if high is None:
        return f"at least {about}{low:,}"
    return f"{about}{low:,}" if low == high else f"between {about}{low:,} and {high:,}"


def who(group: frozenset[str]) -> str:
    """Who the people are: "women and children (TJ)"; empty where no more is said than that they are held."""
    nations = [tag for tag in sorted(group) if is_nationality(tag) or tag == FOREIGNERS]
    tags = [tag for tag in sorted(group - {"detainees"}) if tag not in nations]
    said = [f"“{tag}”" if tag in LABELS else tag.replace("_", " ") for tag in tags]
    return " ".join(filter(None, (listed(said), f"({', '.join(nations)})" if nations else "")))


def listed(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def where(claim: Testimony) -> str:
    """Place, and the way from origin to destination; who holds them where no place is given."""
    names = (("in", claim.place), ("from", claim.origin), ("to", claim.destination))
    said = " ".join(f"{word} {name.name}" for word, name in names if name is not None)
    return said or by(claim.actor)


def by(body: Known | None) -> str:
    """ "by SDF"; nothing where nobody is named."""
    return f"by {body.name}" if body is not None else ""


def on(days: Days | None) -> str:
    """ "on 18 March 2024", "from 1 to 7 March 2024"; nothing where no day is known."""
    if days is None:
        return ""
    if days.first == days.last:
        return f"on {day(days.first)}"
    return f"from {day(days.first)} to {day(days.last)}"


def day(moment: date) -> str:
    """A day in words: "3 May 2024"."""
    return f"{moment.day} {calendar.month_name[moment.month]} {moment.year}"


def sentence(*words: str) -> str:
    """The words that there are, one space apart."""
    return " ".join(filter(None, words))
