"""One report as it is opened to be read: its claims as people decided, and the reports that it copies."""

from __future__ import annotations

from dataclasses import dataclass

from habeas.errors import LedgerFault
from habeas.ledger.bodies import from_body
from habeas.ledger.derived import Kind
from habeas.ledger.described import Described
from habeas.model import Claim, Decision, Report, Unread
from habeas.pipeline import Desk
from habeas.reckoned import Family
from habeas.reckoning.decided import looked_at, reviewed


@dataclass(frozen=True, slots=True)
class Opened:
    """A report with what its newest reading found, rejected claims as well, and what was decided of these.

    `copies` are the other reports of its family, in the family's order.
    """

    report: Report
    claims: tuple[Claim, ...]
    unread: tuple[Unread, ...]
    decisions: tuple[Decision, ...]
    readers: tuple[str, ...]
    family: Family | None
    copies: tuple[Described, ...]


def opened(desk: Desk, id_or_prefix: str) -> Opened:
    """The report whose id starts so. Raises LedgerFault where there is none, or more than one."""
    report = found(desk, id_or_prefix)
    with desk.ledger.derived() as derived:
        claims = derived.claims_of([report.id])
        unread = derived.unread_of([report.id])
        decisions = derived.decisions_on([*(one.id for one in claims), *(one.id for one in unread)])
        families = [from_body(Family, one.body) for one in derived.made_with(Kind.FAMILY, [report.id])]
        family = next(iter(families), None)
        others = [id_ for id_ in family.reports if id_ != report.id] if family is not None else []
    copies = desk.ledger.described(others)
    return Opened(
        report,
        tuple(reviewed(claims, decisions)),
        tuple(looked_at(unread, decisions)),
        tuple(decisions),
        desk.ledger.readers_of([report.id]).get(report.id, ()),
        family,
        tuple(copies[id_] for id_ in others),
    )


def found(desk: Desk, id_or_prefix: str) -> Report:
    """The report with this id, found at once; else the one whose id starts so. Raises LedgerFault."""
    with desk.ledger.derived() as derived:
        if known := derived.reports([id_or_prefix]):
            return known[0]
    report = desk.ledger.report(id_or_prefix)
    if not report.id.startswith(id_or_prefix):
        raise LedgerFault(f"the ledger has no report {id_or_prefix!r}: an address takes an id, not a name")
    return report
