"""Claims as reckoning sees them: with a status, settled days, and names that are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from habeas.model import Claim, Modality
from habeas.reckoned import Days, Known, NameKind, Status, Testimony
from habeas.reckoning.names import Names
from habeas.reckoning.voices import publisher

STATUSES: Final = {
    Modality.ASSERTED: Status.DONE,
    Modality.ONGOING: Status.UNDER_WAY,
    Modality.PLANNED: Status.PLANNED,
    Modality.ALLEGED: Status.ALLEGED,
    Modality.DENIED: Status.DENIED,
}
NO_BODIES: Final[Mapping[str, Known]] = MappingProxyType({})
NO_FAMILIES: Final[Mapping[str, str]] = MappingProxyType({})


def testimonies(
    claims: Iterable[Claim],
    names: Names,
    family_of: Mapping[str, str] = NO_FAMILIES,
    *,
    bodies: Mapping[str, Known] = NO_BODIES,
) -> list[Testimony]:
    """The claims, each with what its names are known as, in their order.

    `family_of` gives for a report's id the id of the family of its copies; `bodies` are those that publish
    documents of their own (`voices.publishers`).
    """
    return [
        testimony(claim, names, family_of.get(claim.report.id), publisher(claim.report.outlet, bodies))
        for claim in claims
    ]


def testimony(
    claim: Claim, names: Names, family: str | None = None, outlet: Known | None = None
) -> Testimony:
    """One claim, with what its names are known as."""
    return Testimony(
        claim=claim,
        status=STATUSES.get(claim.modality),
        days=settled_days(claim),
        stated=claim.stated_on or claim.report.published,
        place=names.known(claim.place, NameKind.PLACE, claim.report.id),
        origin=names.known(claim.origin, NameKind.PLACE, claim.report.id),
        destination=names.known(claim.destination, NameKind.PLACE, claim.report.id),
        actor=names.known(claim.actor, NameKind.BODY, claim.report.id),
        speaker=names.known(claim.speaker, NameKind.BODY, claim.report.id),
        family=family,
        outlet=outlet,
    )


def settled_days(claim: Claim) -> Days | None:
    """What the claim is about; None where its words do not settle it."""
    period = claim.period
    if period is None or period.first is None or period.last is None:
        return None
    return Days(period.first, period.last)
