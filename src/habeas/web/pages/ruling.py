"""What people rule of two things: one event or two, one name or two, copies or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import Form, Request
from fastapi.responses import Response

from habeas.deciding import Person, Things, part, rule, take_back
from habeas.errors import DecidedMeanwhile, LedgerFault, WrongUsage
from habeas.kept.opened import opened
from habeas.kept.told import around, events_with
from habeas.ledger import Shelved
from habeas.ledger.described import Described
from habeas.model import Matter, Ruling
from habeas.publishing.plain import plain
from habeas.reckoned import NameKind
from habeas.reckoning.decided import rulings_in_force
from habeas.web.access import Role
from habeas.web.here import Here, Now
from habeas.web.listing import Option, most_named
from habeas.web.pages.events import EventItem, items
from habeas.web.rendering import PageRouter, render
from habeas.web.telling import ClaimLine, ReportRef, claim_line, page_of, report_ref

router = PageRouter()

# Events that are offered to be merged with, and rulings that are listed.
OFFERED: Final = 10
LISTED: Final = 100
Why = Annotated[str, Form(min_length=1, max_length=1000)]


@dataclass(frozen=True, slots=True)
class RulingLine:
    """What somebody ruled of two things, and why."""

    matter: str
    one: str
    other: str
    said: str
    by: str
    at: datetime
    why: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class DecideEventPage:
    """An event's claims, to be split; other events, to be merged with; and what was ruled before."""

    item: EventItem
    claims: tuple[ClaimLine, ...]
    words: str
    others: tuple[EventItem, ...]
    rulings: tuple[RulingLine, ...]
    seen: int
    theirs: tuple[RulingLine, ...] = ()


@router.page("/events/{id}/decide", "decide_event.html", needs=Role.REVIEWER)
def decide_event(here: Now, id: str, words: str = "") -> DecideEventPage:  # noqa: A002
    """Merge this event with another one, or split it. Raises LedgerFault where there is none."""
    return _event_page(here, id, words)


def _event_page(here: Here, id_: str, words: str = "", theirs: Sequence[Ruling] = ()) -> DecideEventPage:
    seen = here.desk.ledger.height
    claim = f"c_{id_.removeprefix('e_')}"
    near = around(here.desk, [claim])
    event = next((one for one in near.events if claim in one.claims), None)
    if event is None:
        raise LedgerFault(f"there is no event {id_}: its claim was rejected, or tells of no happening")
    page = page_of(here.today, near.testimonies)
    others = [one for one in _found(here, words) if one != event.id] if words.strip() else []
    return DecideEventPage(
        next(iter(items(here, [event.id]))),
        tuple(claim_line(one.claim, page) for one in event.testimonies),
        words,
        items(here, others[:OFFERED]),
        tuple(_rulings(here.desk.ledger.rulings_on(event.claims))),
        seen,
        tuple(_rulings(theirs)),
    )


def _found(here: Here, words: str) -> list[str]:
    """The events that have these words, or the one that has this id."""
    if words.strip().startswith("e_"):
        return [one.id for one in events_with(here.desk, [words.strip()]).events]
    with here.desk.ledger.shelf() as shelf:
        return list(shelf.page(Shelved.EVENT, words=words, limit=OFFERED + 1).ids)


def _rulings(made: Sequence[Ruling]) -> Iterator[RulingLine]:
    """Rulings, the newest first; of each pair the last one is in force."""
    standing = set(rulings_in_force(made))
    said = {
        Matter.EVENT: ("one event", "not one event"),
        Matter.NAME: ("one name", "not one name"),
        Matter.FAMILY: ("copies", "no copies"),
    }
    for one in sorted(made, key=lambda ruling: ruling.at, reverse=True)[:LISTED]:
        words = "taken back" if one.withdrawn else said[one.matter][not one.together]
        yield RulingLine(
            one.matter.value,
            one.one,
            one.other,
            words,
            plain(one.by),
            one.at,
            plain(one.why),
            one in standing,
        )


@router.act("/events/{id}/merge")
def merges(  # noqa: PLR0913, PLR0917  a form
    here: Now,
    request: Request,
    id: str,  # noqa: A002
    other: Annotated[str, Form()],
    why: Why,
    seen: Annotated[int, Form()],
) -> str | Response:
    """Rule that two events are one."""
    person = Person.now(here.visitor.name, why, seen=seen)
    try:
        rule(here.desk, Things(Matter.EVENT, [id, other]), person, together=True)
    except DecidedMeanwhile as faster:
        return _meanwhile(here, request, id, faster)
    return f"/events/{id}"


@router.act("/events/{id}/split")
def splits(  # noqa: PLR0913, PLR0917  a form
    here: Now,
    request: Request,
    id: str,  # noqa: A002
    why: Why,
    seen: Annotated[int, Form()],
    claim: Annotated[list[str], Form()] = [],  # noqa: B006  a form's default
) -> str | Response:
    """Rule that the claims that were ticked are of another event than the rest."""
    near = around(here.desk, [f"c_{id.removeprefix('e_')}"])
    event = next((one for one in near.events if set(claim) & set(one.claims)), None)
    if event is None or set(claim) >= set(event.claims):
        raise WrongUsage("tick the claims that tell of something else, and leave at least one")
    rest = [one for one in event.claims if one not in claim]
    try:
        part(here.desk, claim, rest, Person.now(here.visitor.name, why, seen=seen))
    except DecidedMeanwhile as faster:
        return _meanwhile(here, request, id, faster)
    return f"/events/{rest[0].replace('c_', 'e_', 1)}"


def _meanwhile(here: Here, request: Request, id_: str, faster: DecidedMeanwhile) -> Response:
    theirs = [one for one in faster.theirs if isinstance(one, Ruling)]
    page = _event_page(here, id_, theirs=theirs)
    return render(request, "decide_event.html", {"page": page}, status=409)


@router.act("/rulings/undo")
def takes_back_ruling(  # noqa: PLR0913, PLR0917  a form
    here: Now,
    matter: Annotated[Matter, Form()],
    one: Annotated[str, Form()],
    other: Annotated[str, Form()],
    seen: Annotated[int, Form()],
    why: Annotated[str, Form(max_length=1000)] = "",
) -> str:
    """Take back what was ruled of two things."""
    person = Person.now(here.visitor.name, why.strip() or "taken back", seen=seen)
    take_back(here.desk, matter, (one, other), person)
    if matter is Matter.EVENT:
        return f"/claims/{one}"
    return "/names" if matter is Matter.NAME else f"/reports/{one}/copies"


# --- names ---


@dataclass(frozen=True, slots=True)
class NamesPage:
    """Two names to be ruled one or two, names to choose from, and what was ruled before."""

    kind: str
    one: str
    other: str
    names: tuple[Option, ...]
    rulings: tuple[RulingLine, ...]
    seen: int


@router.page("/names", "names.html", needs=Role.REVIEWER)
def names(here: Now, kind: NameKind = NameKind.PLACE, one: str = "", other: str = "") -> NamesPage:
    """Which names are of one place, or of one body."""
    ledger = here.desk.ledger
    made = [ruling for ruling in ledger.rulings() if ruling.matter is Matter.NAME]
    with ledger.shelf() as shelf:
        listed = Shelved.PLACE if kind is NameKind.PLACE else Shelved.SPEAKER
        known = most_named(shelf, listed)
    return NamesPage(kind.value, one, other, known, tuple(_rulings(made)), ledger.height)


@router.act("/names")
def rules_names(  # noqa: PLR0913, PLR0917  a form
    here: Now,
    kind: Annotated[NameKind, Form()],
    one: Annotated[str, Form(min_length=1, max_length=200)],
    other: Annotated[str, Form(min_length=1, max_length=200)],
    together: Annotated[bool, Form()],
    why: Why,
    seen: Annotated[int, Form()],
) -> str:
    """Rule that two names are of one place or body, or that they aren't."""
    person = Person.now(here.visitor.name, why, seen=seen)
    rule(here.desk, Things(Matter.NAME, [one, other], kind), person, together=together)
    return f"/names?kind={kind.value}"


# --- copies ---


@dataclass(frozen=True, slots=True)
class CopiesPage:
    """A report, those that copy it or are copied by it, and what was ruled of them."""

    report: ReportRef
    copies: tuple[ReportRef, ...]
    rulings: tuple[RulingLine, ...]
    seen: int


@router.page("/reports/{id}/copies", "copies.html", needs=Role.REVIEWER)
def copies(here: Now, id: str) -> CopiesPage:  # noqa: A002
    """Which reports copy this one, to be ruled otherwise."""
    seen = here.desk.ledger.height
    found = opened(here.desk, id)
    made = here.desk.ledger.rulings_on([found.report.id])
    return CopiesPage(report_ref(found.report), tuple(map(_copy, found.copies)), tuple(_rulings(made)), seen)


def _copy(one: Described) -> ReportRef:
    outlet = plain(one.outlet) if one.outlet else f"the file {plain(one.name)}"
    return ReportRef(one.id, plain(one.title or one.name), outlet, one.published, one.language)


@router.act("/reports/{id}/copies")
def rules_copies(  # noqa: PLR0913, PLR0917  a form
    here: Now,
    id: str,  # noqa: A002
    other: Annotated[str, Form(min_length=1, max_length=200)],
    together: Annotated[bool, Form()],
    why: Why,
    seen: Annotated[int, Form()],
) -> str:
    """Rule that two reports copy one another, or that they don't."""
    person = Person.now(here.visitor.name, why, seen=seen)
    rule(here.desk, Things(Matter.FAMILY, [id, other]), person, together=together)
    return f"/reports/{id}/copies"
