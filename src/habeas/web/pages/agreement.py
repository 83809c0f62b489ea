"""Blind double review: claims that two people decide on without seeing each other, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Form

from habeas.deciding import Person, assign
from habeas.errors import WrongUsage
from habeas.kept.told import shown
from habeas.ledger import Blind, Shelved
from habeas.ledger.users import Role as UserRole
from habeas.reckoning.agreement import Agreement, Said, figures, verdicts
from habeas.reckoning.decided import last_decisions
from habeas.web.access import Role
from habeas.web.here import Here, Now
from habeas.web.rendering import PageRouter
from habeas.web.telling import ClaimLine, DecisionLine, claim_line, decision_lines, page_of

router = PageRouter()

MOST_ASSIGNED: Final = 200
# Claims listed of each sort.
LISTED: Final = 50


@dataclass(frozen=True, slots=True)
class Differing:
    """A claim on which the two don't agree, with what each says; a third decides."""

    line: ClaimLine
    opinions: tuple[DecisionLine, ...]


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """How far blind review has come, how far people agree, and what waits for whom.

    What one of two has said is nowhere in it before the other has.
    """

    assigned: int
    complete: int
    verdicts: Agreement
    figures: Agreement
    yours: tuple[ClaimLine, ...]
    yours_in_all: int
    differing: tuple[Differing, ...]
    differing_in_all: int
    people: tuple[str, ...]


@router.page("/agreement", "agreement.html", needs=Role.REVIEWER)
def agreement(here: Now) -> AgreementPage:
    """Blind double review: Krippendorff's alpha, what waits for you, and what waits for a third."""
    assigned = here.desk.ledger.assigned()
    complete = [one for one in assigned if one.complete]
    yours = [one for one in assigned if one.waits_for(here.visitor.name)]
    open_ = [one for one in complete if not last_decisions(one.decided)]
    found = shown(here.desk, [one.assignment.claim for one in assigned])
    said = _said(here, complete)
    page = page_of(here.today, found.testimonies)
    lines = {id_: claim_line(claim, page) for id_, claim in found.claims.items()}
    return AgreementPage(
        len(assigned),
        len(complete),
        verdicts(said),
        figures(said),
        tuple(_lines(yours[:LISTED], lines)),
        len(yours),
        tuple(
            Differing(lines[one.assignment.claim], decision_lines(one.opinions))
            for one in open_[:LISTED]
            if one.assignment.claim in lines
        ),
        len(open_),
        tuple(_people(here)),
    )


def _said(here: Here, complete: Sequence[Blind]) -> list[Said]:
    """What both said, of claims as they were read."""
    ids = [one.assignment.claim for one in complete]
    read = {claim.id: claim for claim in here.desk.ledger.claims_with(ids)}
    return [
        Said(read[one.assignment.claim], one.opinions) for one in complete if one.assignment.claim in read
    ]


def _lines(some: Sequence[Blind], lines: dict[str, ClaimLine]) -> list[ClaimLine]:
    return [lines[one.assignment.claim] for one in some if one.assignment.claim in lines]


def _people(here: Here) -> list[str]:
    """Who may be asked: all reviewers that can sign in."""
    users = here.desk.ledger.users.all()
    return [user.name for user in users if not user.disabled and user.role >= UserRole.REVIEWER]


@router.act("/agreement/assign")
def assigns(
    here: Now,
    number: Annotated[int, Form(ge=1, le=MOST_ASSIGNED)],
    one: Annotated[str, Form(max_length=200)],
    other: Annotated[str, Form(max_length=200)],
    why: Annotated[str, Form(max_length=1000)] = "",
) -> str:
    """Ask two people to decide on the first claims of the queue that aren't with two people yet."""
    known = _people(here)
    for name in (one, other):
        if name not in known:
            raise WrongUsage(f"{name!r} is no reviewer who can sign in: habeas user add lets people in")
    person = Person.now(here.visitor.name, why.strip() or "blind double review")
    assign(here.desk, _first(here, number), (one, other), person)
    return "/agreement"


def _first(here: Here, number: int) -> list[str]:
    """So many claims of the queue that nobody was asked about yet, in the queue's order."""
    asked = {one.assignment.claim for one in here.desk.ledger.assigned()}
    found: list[str] = []
    after = None
    with here.desk.ledger.shelf() as shelf:
        while len(found) < number:
            part = shelf.page(Shelved.QUEUE, after=after)
            found += [id_ for id_ in part.ids if id_ not in asked]
            after = part.next
            if after is None:
                break
    if not found:
        raise WrongUsage("no claim of the queue is left to be asked about")
    return found[:number]
