"""What stands around a cleared claim: its event, who answers it, where its places are, its links."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from habeas import __version__
from habeas.lexicon import Actor
from habeas.model import Claim, ClaimType, Modality
from habeas.publishing.exports.grounds import Ground, Grounds, grounds
from habeas.publishing.holdings import Cleared
from habeas.publishing.statements import answers_last
from habeas.reckoned import Conflict, ConflictKind, Event, Testimony, Voices


@dataclass(frozen=True, slots=True)
class Around:
    """An export's claims by id, and what is known around each.

    `answers` and `against` are ids of claims, by claim; `bodies` the lexicon's, by id; `hashes` the SHA-256
    of each report's text in UTF-8.
    """

    cleared: Cleared
    claims: Mapping[str, Claim]
    events: Mapping[str, Event]
    answers: Mapping[str, tuple[str, ...]]
    against: Mapping[str, tuple[str, ...]]
    places: Grounds
    bodies: Mapping[str, Actor]
    hashes: Mapping[str, str]

    def event(self, claim: Claim) -> Event | None:
        """The event that the claim tells of; None for what is no happening, or was rejected."""
        return self.events.get(claim.id)

    def voices(self, event: Event | None) -> Voices | None:
        """Who stands behind an event."""
        return None if event is None else self.cleared.holdings.reckoned.voices.get(event.id)

    def testimony(self, claim: Claim) -> Testimony | None:
        """The claim as reckoning sees it."""
        return self.cleared.holdings.reckoned.testimonies.get(claim.id)

    def answered_by(self, claim: Claim) -> tuple[Claim, ...]:
        """The claims that answer what this one alleges."""
        return tuple(self.claims[id_] for id_ in self.answers.get(claim.id, ()))

    def ground(self, id_: str | None) -> Ground | None:
        """Where the place with this id is."""
        return self.places.get(id_)

    def link(self, path: str) -> str:
        """The address of a page of the web application, whole where the export was given its beginning."""
        return f"{self.cleared.base_url.rstrip('/')}/{path}" if self.cleared.base_url else path

    @property
    def version(self) -> str:
        """The habeas that wrote it."""
        return f"habeas {__version__}"


def around(cleared: Cleared) -> Around:
    """What stands around each claim of what is cleared."""
    held = cleared.holdings
    claims = {claim.id: claim for claim in held.claims}
    return Around(
        cleared,
        claims,
        {id_: event for event in held.reckoned.events for id_ in event.claims},
        _others(held.reckoned.conflicts, ConflictKind.CONTESTED, claims),
        _others(held.reckoned.conflicts, ConflictKind.CONTRADICTION, claims),
        grounds(cleared.gazetteer),
        {actor.id: actor for actor in cleared.gazetteer.actors} if cleared.gazetteer is not None else {},
        {report.id: hashlib.sha256(report.text.encode()).hexdigest() for report in held.reports},
    )


def is_answer(claim: Claim) -> bool:
    """True for a denial, and for a happening that is denied."""
    return claim.type is ClaimType.DENIAL or claim.modality is Modality.DENIED


def _others(
    conflicts: Iterable[Conflict], kind: ConflictKind, claims: Mapping[str, Claim]
) -> dict[str, tuple[str, ...]]:
    """For each claim in conflicts of this kind the others in them; of an allegation, those that answer it."""
    found: dict[str, dict[str, None]] = {}
    for conflict in conflicts:
        if conflict.kind is kind:
            for one, other in _pairs(conflict, claims):
                if kind is ConflictKind.CONTRADICTION or (is_answer(other) and not is_answer(one)):
                    found.setdefault(one.id, {})[other.id] = None
    return {id_: tuple(others) for id_, others in found.items()}


def _pairs(conflict: Conflict, claims: Mapping[str, Claim]) -> Iterator[tuple[Claim, Claim]]:
    known = sorted((claims[id_] for id_ in conflict.claims if id_ in claims), key=answers_last)
    for one in known:
        yield from ((one, other) for other in known if other is not one)
