"""What a brief tells: the claims that fit, and what reckoning makes of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from habeas.model import Claim, ClaimType, Modality, Report, Review
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Block
from habeas.publishing.happenings import Happening, happenings
from habeas.publishing.statements import answers_last, order
from habeas.reckoned import Conflict, ConflictKind, Reckoned, Status

STATUSES: Final = {
    Modality.ASSERTED: Status.DONE,
    Modality.ONGOING: Status.UNDER_WAY,
    Modality.PLANNED: Status.PLANNED,
    Modality.ALLEGED: Status.ALLEGED,
    Modality.DENIED: Status.DENIED,
}


@dataclass(frozen=True, slots=True)
class Story:
    """The claims to be told, in their order, and the events and conflicts that they are in, each whole.

    `loose_claims` are in no event. `states` names the state that a body speaks for: its country's code, by
    the body's id.
    """

    claims: tuple[Claim, ...]
    reckoned: Reckoned
    happenings: tuple[Happening, ...]
    reports: Sequence[Report]
    states: Mapping[str, str]
    loose_claims: tuple[Claim, ...]

    @classmethod
    def of(
        cls,
        claims: Iterable[Claim],
        reckoned: Reckoned,
        reports: Sequence[Report],
        *,
        states: Mapping[str, str] | None = None,
    ) -> Self:
        """The story of these claims, without those that a person has rejected."""
        kept = sorted((claim for claim in claims if claim.review is not Review.REJECTED), key=order)
        about = reckoned.about({claim.id for claim in kept})
        told = {claim for event in about.events for claim in event.claims}
        loose = tuple(claim for claim in kept if claim.id not in told)
        return cls(tuple(kept), about, tuple(happenings(about.events)), reports, states or {}, loose)

    def of_types(self, types: Collection[ClaimType]) -> list[Claim]:
        """The claims of these types."""
        return [claim for claim in self.claims if claim.type in types]

    def events(self, types: Collection[ClaimType], status: Status) -> list[Happening]:
        """The events of these types that have come so far."""
        return [one for one in self.happenings if one.event.type in types and one.event.status is status]

    def loose(self, types: Collection[ClaimType], status: Status | None) -> list[Claim]:
        """The claims of these types that are in no event, such as all that is only supposed."""
        return [
            claim
            for claim in self.loose_claims
            if claim.type in types and STATUSES.get(claim.modality) is status
        ]

    def conflicts(self, kind: ConflictKind) -> list[tuple[Conflict, list[Claim]]]:
        """The conflicts of this kind with their claims in order, those with the newest claims first."""
        known = self.reckoned.testimonies
        found = [
            (one, sorted((known[id_].claim for id_ in one.claims if id_ in known), key=answers_last))
            for one in self.reckoned.conflicts
            if one.kind is kind
        ]
        found.sort(key=lambda pair: pair[0].id)
        return sorted(found, key=lambda pair: max(map(order, pair[1]), default=()), reverse=True)


Body = Callable[[Story, Page], list[Block]]
