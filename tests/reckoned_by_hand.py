"""What reckoning would make of claims made by hand, put together by hand: the tests say what is joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from habeas.model import Claim, Modality, Name, Review
from habeas.publishing.statements import order
from habeas.reckoned import Days, Event, Known, NameKind, Reckoned, Status, Testimony, Voices

STATUSES = {
    Modality.ASSERTED: Status.DONE,
    Modality.ONGOING: Status.UNDER_WAY,
    Modality.PLANNED: Status.PLANNED,
    Modality.ALLEGED: Status.ALLEGED,
    Modality.DENIED: Status.DENIED,
}
NO_HAPPENING = {"holding", "allegation", "denial", "position"}


def known(name: Name | None, kind: NameKind = NameKind.PLACE) -> Known | None:
    """A name known by its id, else by its words."""
    return (
        None if name is None else Known(kind, name.id or f"n_{name.text.casefold()}", name.text, 1.0, "made")
    )


def as_testimony(claim: Claim, **fields: object) -> Testimony:
    """The claim as reckoning sees it; `fields` go before what is made of it."""
    period = claim.period
    dated = period is not None and period.first is not None and period.last is not None
    made: dict[str, object] = {
        "claim": claim,
        "status": STATUSES.get(claim.modality),
        "days": Days(period.first, period.last) if dated else None,
        "stated": claim.stated_on or claim.report.published,
        **{slot: known(getattr(claim, slot)) for slot in ("place", "origin", "destination")},
        **{slot: known(getattr(claim, slot), NameKind.BODY) for slot in ("actor", "speaker")},
    }
    return Testimony(**{**made, **fields})


def event(*testimonies: Testimony | Claim, **fields: object) -> Event:
    """One event that these tell of, with the slots of the first that has them."""
    found = [one if isinstance(one, Testimony) else as_testimony(one) for one in testimonies]
    found.sort(key=lambda one: order(one.claim))
    first = found[0]
    made: dict[str, object] = {"id": "e_" + first.id[2:], "type": first.claim.type, "status": first.status}
    made |= {"testimonies": tuple(found)}
    for slot in ("place", "origin", "destination", "actor", "days"):
        made[slot] = next((value for one in found if (value := getattr(one, slot)) is not None), None)
    return Event(**{**made, **fields})


def voices_of(testimonies: Iterable[Testimony]) -> Voices:
    """Each speaker a voice, each report without one a family."""
    found = list(testimonies)
    named = {one.speaker.id: one.speaker.name for one in found if one.speaker is not None}
    unnamed = {one.report for one in found if one.speaker is None}
    return Voices(tuple(sorted(named.values())), len(unnamed), len({one.report for one in found}))


def reckoned(events: Iterable[Event], claims: Sequence[Claim] = (), **fields: object) -> Reckoned:
    """These events, and testimonies of their claims and of others."""
    events = tuple(events)
    found = {one.id: one for of in events for one in of.testimonies}
    found |= {claim.id: as_testimony(claim) for claim in claims if claim.id not in found}
    return Reckoned(
        events, voices={of.id: voices_of(of.testimonies) for of in events}, testimonies=found, **fields
    )


def alone(claims: Sequence[Claim], **fields: object) -> Reckoned:
    """Each of the claims that tell of a happening an event of its own."""
    kept = [claim for claim in claims if claim.review is not Review.REJECTED]
    happened = [one for one in kept if one.type not in NO_HAPPENING and one.modality in STATUSES]
    return reckoned(map(event, happened), kept, **fields)
