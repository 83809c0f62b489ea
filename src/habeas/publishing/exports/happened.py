"""What datasets of violent events ask of ours: what happened, when and where, and how many died in it.

Deaths are an event's only where one passage tells of both: nothing is put together across reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import pycountry

from habeas.model import Claim, ClaimType, Modality, Review, Unit
from habeas.publishing.exports.around import Around
from habeas.publishing.exports.columns import Cell, Column, Kind
from habeas.publishing.exports.grounds import Ground, Precision
from habeas.publishing.exports.provenance import review_state
from habeas.publishing.happenings import settled, tellings
from habeas.publishing.phrases import bounds, counted, outlet, who_says
from habeas.reckoned import Event, Status

PLACED: Final = frozenset({Precision.FACILITY, Precision.TOWN, Precision.REGION})


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that is said to have happened, on known days at a known place; `deaths` are claims."""

    event: Event
    first: date
    last: date
    ground: Ground
    deaths: tuple[Claim, ...]

    @property
    def length(self) -> int:
        """How many days it may have happened on."""
        return (self.last - self.first).days + 1

    @property
    def middle(self) -> date:
        """The day in the middle of them, the earlier of two."""
        return self.first + timedelta(days=(self.length - 1) // 2)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What it stands on."""
        return tuple(one.claim for one in self.event.testimonies)


def happened(here: Around, types: Iterable[ClaimType]) -> Iterator[Happened]:
    """The events of these types that are done, on known days, at known places; no running totals."""
    wanted, dead = frozenset(types), _dead(here)
    for event in here.cleared.holdings.reckoned.events:
        ground = _ground(event, here)
        if event.type not in wanted or event.status is not Status.DONE or event.total:
            continue
        if event.days is not None and ground is not None and ground.precision in PLACED:
            yield Happened(event, event.days.first, event.days.last, ground, _deaths(event, dead))


def _ground(event: Event, here: Around) -> Ground | None:
    known = (settled(event, slot) for slot in ("place", "origin"))
    return next((found for one in known if one is not None and (found := here.ground(one.id))), None)


def _dead(here: Around) -> Mapping[str, Sequence[Claim]]:
    """The claims that count dead, by report (id)."""
    found: dict[str, list[Claim]] = {}
    for claim in filter(_counts_dead, here.claims.values()):
        found.setdefault(claim.report.id, []).append(claim)
    return found


def _deaths(event: Event, dead: Mapping[str, Sequence[Claim]]) -> tuple[Claim, ...]:
    """The deaths that are told of in a passage which tells of the event, each once."""
    passages = [(one.claim.report.id, span) for one in event.testimonies for span in one.claim.evidence]
    found = {
        claim.id: claim
        for report, span in passages
        for claim in dead.get(report, ())
        if any(span.touches(own) for own in claim.evidence)
    }
    return tuple(found.values())


def _counts_dead(claim: Claim) -> bool:
    return (
        claim.type is ClaimType.DEATH
        and claim.modality is Modality.ASSERTED
        and claim.review is not Review.REJECTED
        and claim.part_of is None
        and claim.quantity is not None
        and claim.quantity.unit is Unit.PERSONS
    )


def country_number(code: str | None) -> int | None:
    """ISO 3166-1's number of a country."""
    found = pycountry.countries.get(alpha_2=code) if code else None
    return int(found.numeric) if found is not None else None


def figures(one: Happened) -> str:
    """What is counted in it, with hedges."""
    leads = (telling.lead for telling in tellings(one.event) if telling.lead.quantity is not None)
    return "; ".join(dict.fromkeys(map(counted, leads)))


def words(one: Happened) -> str:
    """Who says what, word for word."""
    return " ".join(
        dict.fromkeys(
            f"{who_says(claim)}: “{' … '.join(span.text for span in claim.evidence)}”" for claim in one.claims
        )
    )


def sources(one: Happened) -> str:
    """Who published it, each once."""
    return "; ".join(dict.fromkeys(outlet(claim.report) for claim in one.claims))


def own_columns(here: Around) -> list[Column[Happened]]:
    """What the dataset's columns can't hold: bounds, claims, whether they are checked, where they lead."""

    def deaths(one: Happened) -> list[Claim]:
        return [claim for claim in one.deaths if claim.quantity is not None]

    def bound(one: Happened) -> Cell:
        return tuple(
            bounds(claim.quantity.low, claim.quantity.high, approx=claim.quantity.approx)
            for claim in deaths(one)
            if claim.quantity is not None
        )

    return [
        Column("habeas_event", Kind.TEXT, "the event's id in habeas", lambda one: one.event.id),
        Column("habeas_permalink", Kind.TEXT, "its page", lambda one: here.link(f"events/{one.event.id}")),
        Column("habeas_figures", Kind.TEXT, "what is counted in it, with hedges", figures),
        Column(
            "habeas_deaths",
            Kind.TEXTS,
            "the figures of the dead as they were said; the coding beside it is the dataset's convention",
            lambda one: tuple(map(counted, deaths(one))),
        ),
        Column("habeas_deaths_bounds", Kind.TEXTS, "what kind of bounds each has", bound),
        Column(
            "habeas_deaths_claims", Kind.CODES, "their claims", lambda one: tuple(it.id for it in deaths(one))
        ),
        Column(
            "habeas_review", Kind.TEXT, "whether its claims are checked", lambda one: review_state(one.claims)
        ),
        Column("habeas_claims", Kind.CODES, "ids of its claims", lambda one: one.event.claims),
        Column(
            "habeas_log_head", Kind.TEXT, "the hash of the ledger's log", lambda _: here.cleared.holdings.head
        ),
    ]
