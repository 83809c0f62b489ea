"""Claims of who is held at a place, as the marks of its chart and the lines of the table under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from habeas.lexicon.shape import PlaceKind
from habeas.model import ROLE_TAGS, Basis, Claim, Measure, Review, Unit
from habeas.publishing import phrases
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import in_words
from habeas.publishing.brief.saying import happening
from habeas.publishing.charts.map import Spot
from habeas.publishing.charts.marks import Mark
from habeas.publishing.plain import plain
from habeas.reckoned import Days, Status, Testimony

COUNTED: Final = frozenset({Measure.STOCK, Measure.REMAINING, Measure.CAPACITY})
STANDING: Final = frozenset({Status.DONE, Status.UNDER_WAY})
CHECKED: Final = frozenset({Review.ACCEPTED, Review.AMENDED})
A_PART: Final = "a part of them"
UNCHECKED: Final = f"machine reading, {phrases.REVIEWS[Review.UNCHECKED]}"

# A circle in the middle of a land would say that people are held there.
LANDS: Final = frozenset({PlaceKind.GOVERNORATE, PlaceKind.REGION, PlaceKind.COUNTRY})

# Why a figure of people held isn't on the chart; docs and pages show these words.
SUPPOSED: Final = "supposed"
NO_DAY: Final = "no day is known"
NOT_PEOPLE: Final = "no number of people"


class Place(Protocol):
    """A place as the lexicon has it; degrees (WGS 84), None where they aren't known."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> PlaceKind | None: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Said:
    """What one claim says of the people at a place; `not_drawn` is why the chart lacks it, if it does."""

    claim: str
    figure: str
    whom: str
    when: str
    review: str
    day: date | None
    low: int | None
    high: int | None
    contradicted: bool
    not_drawn: str = ""


def said(told: Testimony, *, today: date, contradicted: bool) -> Said:
    """The claim as a line of the table."""
    claim, quantity = told.claim, told.claim.quantity
    days = _days(told)
    return Said(
        claim.id,
        _figure(claim),
        _whom(claim),
        phrases.when(claim, today=today),
        claim.review.value,
        None if days is None else days.last,
        None if quantity is None else quantity.low,
        None if quantity is None else quantity.high,
        contradicted,
        _not_drawn(told),
    )


def mark(told: Testimony, *, today: date, contradicted: bool) -> Mark | None:
    """The claim as a mark; None where its figure can't be, or must not be, on the chart."""
    claim, quantity, days = told.claim, told.claim.quantity, _days(told)
    if quantity is None or days is None or _not_drawn(told):
        return None
    speaker = told.speaker or told.outlet
    return Mark(
        claim.id,
        days,
        quantity.low,
        quantity.high,
        _short(claim),
        words(claim, today=today),
        f"/claims/{claim.id}",
        voice=speaker.id if speaker is not None else told.family or told.report,
        group=_part(claim),
        approx=quantity.approx,
        convention=quantity.basis is Basis.CONVENTION,
        capacity=claim.measure is Measure.CAPACITY,
        contradicted=contradicted,
        checked=claim.review in CHECKED,
    )


def spot(claim: Claim, place: Place, *, href: str, today: date) -> Spot | None:
    """The place with the claim's figure, for the map; None without a figure, or where it is a land."""
    quantity = claim.quantity
    if place.lat is None or place.lon is None or place.kind in LANDS or quantity is None:
        return None
    return Spot(
        place.id,
        plain(place.name),
        place.lat,
        place.lon,
        quantity.low,
        quantity.high,
        words(claim, today=today),
        href,
        quantity.approx,
    )


def is_of_people_held(told: Testimony) -> bool:
    """True for a number of people said to be held there: no room for people, no plan, nothing denied."""
    return not _not_drawn(told) and told.claim.measure is not Measure.CAPACITY


def counts_everybody(claim: Claim) -> bool:
    """True where the figure isn't of a part of those held at a place."""
    return _part(claim) == ""


def words(claim: Claim, *, today: date) -> str:
    """All that is told of a claim where one points at it: what, when, who says so, whether it is checked."""
    said_ = in_words(happening(claim, Page(today)))
    pieces = (said_, phrases.when(claim, today=today), phrases.who_says(claim), checked(claim))
    return " · ".join(pieces)


def checked(claim: Claim) -> str:
    """Whether a person has checked the claim, in words that can stand alone."""
    state = phrases.review(claim)
    return UNCHECKED if state == phrases.REVIEWS[Review.UNCHECKED] else state


def _days(told: Testimony) -> Days | None:
    """The days that it is about; where its words settle none, the day on which it was said."""
    if told.days is not None:
        return told.days
    return None if told.stated is None else Days(told.stated, told.stated)


def _not_drawn(told: Testimony) -> str:
    quantity = told.claim.quantity
    if quantity is None or quantity.unit is not Unit.PERSONS or told.claim.measure not in COUNTED:
        return NOT_PEOPLE
    if told.status not in STANDING:
        return told.status.value if told.status is not None else SUPPOSED
    return NO_DAY if _days(told) is None else ""


def _short(claim: Claim) -> str:
    """The figure for a mark's label: of "thousands" the words, whose bounds the mark shows."""
    assert claim.quantity is not None  # noqa: S101  the caller has seen to it
    if claim.quantity.basis is Basis.CONVENTION:
        return f"“{plain(claim.quantity.span.text)}”"
    return phrases.figure(claim.quantity)


def _figure(claim: Claim) -> str:
    """The figure with its hedge, and before it whether it is only alleged, planned, supposed or denied."""
    figure = phrases.figure(claim.quantity) if claim.quantity is not None else "no figure"
    modality = phrases.MODALITIES[claim.modality]
    return f"{modality}: {figure}" if modality else figure


def _whom(claim: Claim) -> str:
    capacity = phrases.MEASURES[claim.measure] if claim.measure is not None else ""
    unit = claim.quantity.unit if claim.quantity is not None else Unit.PERSONS
    people = phrases.people(
        claim.group, unit=unit, one=claim.quantity is not None and claim.quantity.high == 1
    )
    return ", ".join(filter(None, (people, capacity)))


def _part(claim: Claim) -> str:
    """Whom it counts, where that isn't everybody held at the place."""
    if claim.group <= ROLE_TAGS:
        return A_PART if claim.part_of is not None else ""
    return phrases.people(claim.group - ROLE_TAGS)
