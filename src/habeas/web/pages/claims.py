"""Claims: the list with its filters, and one claim with its words, its slots and what was decided of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import Depends

from habeas.errors import LedgerFault
from habeas.kept.told import around, shown
from habeas.ledger import Shelf, Shelved
from habeas.model import Claim, Name, Review
from habeas.publishing import phrases
from habeas.publishing.context import Piece, around_claim
from habeas.publishing.plain import plain
from habeas.reckoned import Conflict, Reckoned, Testimony
from habeas.web.here import Now
from habeas.web.listing import (
    REVIEWS,
    STATUSES,
    TYPES,
    Asked,
    Listed,
    Option,
    asked,
    listed,
    most_named,
    name_of,
    options,
    years,
)
from habeas.web.rendering import PageRouter
from habeas.web.telling import (
    ClaimLine,
    DecisionLine,
    Run,
    Told,
    claim_line,
    decision_lines,
    event_line,
    known_name,
    page_of,
)

router = PageRouter()

# Of a report's text so many characters stand before and after a claim's words on its page.


@dataclass(frozen=True, slots=True)
class ClaimFilters:
    """What claims are narrowed by: words of the lists, or ids; names of places and speakers are looked up."""

    type: str | None = None
    status: str | None = None
    modality: str | None = None
    place: str | None = None
    at: str | None = None
    held: str | None = None
    holder: str | None = None
    actor: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    report: str | None = None
    group: str | None = None
    review: str | None = None
    reader: str | None = None
    year: str | None = None
    month: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimOptions:
    """What can be chosen; `place` and `speaker` are what stands in these fields."""

    types: tuple[Option, ...]
    statuses: tuple[Option, ...]
    reviews: tuple[Option, ...]
    years: tuple[Option, ...]
    places: tuple[Option, ...]
    speakers: tuple[Option, ...]
    outlets: tuple[Option, ...]
    place: str | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """Claims, the newest first."""

    listed: Listed
    claims: tuple[ClaimLine, ...]
    options: ClaimOptions


@router.page("/claims", "claims.html", kept=True)
def claims(
    here: Now, filters: Annotated[ClaimFilters, Depends()], words: str = "", after: str | None = None
) -> ClaimsPage:
    """All claims, narrowed by what they are about, who says so, when, and words."""
    with here.desk.ledger.shelf() as shelf:
        wanted = asked(shelf, asdict(filters), words=words, after=after)
        ids, told = listed(shelf, Shelved.CLAIM, wanted)
        choices = _options(shelf, wanted)
    return ClaimsPage(told, _lines(here, ids), choices)


def _options(shelf: Shelf, wanted: Asked) -> ClaimOptions:
    chosen = wanted.chosen
    return ClaimOptions(
        options(TYPES),
        options(STATUSES),
        options(REVIEWS),
        years(shelf, Shelved.CLAIM),
        most_named(shelf, Shelved.PLACE),
        most_named(shelf, Shelved.SPEAKER),
        most_named(shelf, Shelved.OUTLET),
        name_of(shelf, Shelved.PLACE, chosen.get("place")),
        name_of(shelf, Shelved.SPEAKER, chosen.get("speaker")),
    )


def _lines(here: Now, ids: Sequence[str]) -> tuple[ClaimLine, ...]:
    """The lines of these claims, in this order."""
    found = shown(here.desk, ids)
    page = page_of(here.today, found.testimonies)
    return tuple(claim_line(found.claims[id_], page) for id_ in ids if id_ in found.claims)


# --- one claim ---


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that the claim says: in the report's words, as it is known, and why it is taken for that."""

    name: str
    words: str
    known: Run | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Against:
    """A contradiction, or what is contested, that the claim is in."""

    id: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim: what it says, in which words, what is made of it, and what people decided."""

    line: ClaimLine
    pieces: tuple[Piece, ...]
    mark: str | None
    slots: tuple[Slot, ...]
    event: Told | None
    event_id: str | None
    conflicts: tuple[Against, ...]
    decisions: tuple[DecisionLine, ...]
    copies: int
    reader: str
    rule: str
    precision: float | None
    coded: bool
    counts: bool


@router.page("/claims/{id}", "claim.html")
def claim(here: Now, id: str) -> ClaimPage:  # noqa: A002
    """One claim. Raises LedgerFault where no newest reading has it."""
    found = shown(here.desk, [id])
    if id not in found.claims:
        raise LedgerFault(f"no newest reading has a claim {id}: look for its words among the claims")
    one, testimony = found.claims[id], found.testimonies.get(id)
    near = around(here.desk, [id] if testimony is not None else [])
    page = page_of(here.today, {**near.testimonies, **found.testimonies})
    event = next((event for event in near.events if id in event.claims), None)
    return ClaimPage(
        claim_line(one, page),
        tuple(around_claim(one)),
        one.report.mark_at(one.anchor.start),
        tuple(_slots(one, testimony)),
        event_line(event, near, page) if event is not None else None,
        event.id if event is not None else None,
        tuple(_against(near.conflicts, id)),
        decision_lines(here.desk.ledger.decisions(id)),
        _copies(near, testimony),
        one.reader,
        one.rule,
        one.precision,
        phrases.is_coded(one),
        one.review is not Review.REJECTED,
    )


def _slots(one: Claim, told: Testimony | None) -> Iterator[Slot]:
    yield Slot("what happened", phrases.verb(one))
    yield Slot("how far it has come", phrases.MODALITIES[one.modality] or "said to be so")
    if one.quantity is not None:
        yield Slot("how many", plain(one.quantity.span.text), Run(phrases.figure(one.quantity)))
    if one.group:
        yield Slot("who", phrases.people(one.group))
    names = (
        *(("where", "place"), ("from where", "origin"), ("to where", "destination")),
        *(("by whom", "actor"), ("who says so", "speaker")),
    )
    for name, slot in names:
        yield from _named(name, getattr(one, slot), getattr(told, slot, None))
    yield from (Slot("by way of", plain(via.text)) for via in one.via)
    if one.period is not None:
        days = one.period.first is not None and one.period.last is not None
        resolved = phrases.days(one.period.first, one.period.last) if days else "which day isn't settled"  # type: ignore[arg-type]
        yield Slot("when", plain(one.period.span.text), Run(resolved))
    if one.stated_on is not None:
        yield Slot("stated on", phrases.day(one.stated_on))


def _named(name: str, said: Name | None, known: object) -> Iterator[Slot]:
    if said is not None:
        taken = known_name(known)  # type: ignore[arg-type]
        yield Slot(name, plain(said.text), taken, getattr(known, "reason", "") if taken is not None else "")


def _against(conflicts: Iterable[Conflict], claim_id: str) -> Iterator[Against]:
    for one in conflicts:
        if claim_id in one.claims:
            yield Against(one.id, one.kind.value, one.why)


def _copies(near: Reckoned, told: Testimony | None) -> int:
    """How many other reports copy the claim's report, or are copied by it."""
    families = (one for one in near.families if told is not None and told.report in one.reports)
    return max((len(one.reports) - 1 for one in families), default=0)
