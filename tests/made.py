"""Reports and claims made by hand, for tests of what comes after reading.

Places and people are invented.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from datetime import date

from habeas import Claim, Name, Period, Quantity, Reading, Report, Span, Unread
from habeas.model import Basis, ClaimType, Measure, Modality, Reason, Review, Unit

READER = "hand/1"


def report(
    text: str, *, name: str = "made.txt", outlet: str | None = "The Orlan Post", **fields: object
) -> Report:
    """A report of this text, published on 18 March 2024 if nothing else is said."""
    fields = {"published": date(2024, 3, 18), **fields}
    return Report(hashlib.sha256(f"{name}\n{text}".encode()).hexdigest(), name, text, outlet, **fields)


def span(of: Report, words: str) -> Span:
    """Where these words first stand in the report."""
    start = of.text.index(words)
    return of.span(start, start + len(words))


def name(of: Report, words: str | None, known_as: str | None = None) -> Name | None:
    """These words as a name."""
    return None if words is None else Name(span(of, words), known_as)


def quantity(
    of: Report,
    words: str,
    low: int | None,
    high: int | None,
    *,
    approx: bool = False,
    unit: Unit = Unit.PERSONS,
    basis: Basis = Basis.WORDS,
) -> Quantity:
    """These words as a quantity."""
    return Quantity(span(of, words), low, high, approx, unit, basis)


def claim(
    of: Report,
    kind: str,
    figure: Quantity | None = None,
    *,
    evidence: str | None = None,
    trigger: str | None = None,
    group: str = "",
    modality: str = "asserted",
    measure: str | None = None,
    period: tuple[str, date | None, date | None] | None = None,
    place: str | None = None,
    origin: str | None = None,
    destination: str | None = None,
    actor: str | None = None,
    speaker: str | None = None,
    **fields: object,
) -> Claim:
    """A claim of the report; names are words of its text, the evidence is all of it if none is given."""
    words = evidence or of.text
    said = span(of, words)
    if figure is not None and measure is None:
        measure = "stock" if kind == "holding" else "flow"
    return Claim(
        report=of,
        type=ClaimType(kind),
        trigger=span(of, trigger) if trigger else said,
        evidence=(said,),
        reader=READER,
        rule=f"{kind}.made",
        modality=Modality(modality),
        quantity=figure,
        measure=Measure(measure) if measure else None,
        group=frozenset(group.split()),
        place=name(of, place),
        origin=name(of, origin),
        destination=name(of, destination),
        actor=name(of, actor),
        speaker=name(of, speaker),
        period=Period(span(of, period[0]), period[1], period[2]) if period else None,
        **{"stated_on": of.published, **fields},
    )


def unread(of: Report, words: str, evidence: str | None = None, reason: Reason = Reason.NO_RULE) -> Unread:
    """These words as a figure that wasn't read."""
    return Unread(of, span(of, words), span(of, evidence or of.text), reason)


def reviewed(found: Claim, review: str) -> Claim:
    """The same claim as a person has reviewed it."""
    return dataclasses.replace(found, review=Review(review))


HELD = re.compile(r"(\d+) people are held in (\w+)")
DOUBTED = re.compile(r"(\d+) of somebody")


def read_by_hand(of: Report, lexicon: object) -> Reading:  # noqa: ARG001  a reader needs a lexicon
    """A reader for tests: "50 people are held in Orlan" is a claim, "50 of somebody" an unread figure."""
    claims = [
        claim(
            of,
            "holding",
            quantity(of, found[1], int(found[1]), int(found[1])),
            evidence=found[0],
            place=found[2],
            why=(f"figure “{found[1]}”", f"place “{found[2]}”"),
        )
        for found in HELD.finditer(of.text)
    ]
    doubted = [unread(of, found[1], found[0]) for found in DOUBTED.finditer(of.text)]
    return Reading(of, READER, tuple(claims), tuple(doubted))
