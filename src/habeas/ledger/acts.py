"""What people decide, as it comes into the ledger: checked, kept and told of in the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, Table, insert, select

from habeas.errors import DecidedMeanwhile, LedgerFault
from habeas.ledger import log, rows
from habeas.ledger.found import found, unread_with_ids
from habeas.ledger.log import Action, Entry
from habeas.ledger.queries import is_added
from habeas.ledger.session import fetch, portions
from habeas.ledger.tables import (
    AssignmentColumns,
    DecisionColumns,
    claims,
    decisions,
    readings,
    reports,
    rulings,
)
from habeas.ledger.tables import log as entries
from habeas.model import FIGURE, Claim, Decision, Matter, Review, Ruling
from habeas.wire.claims import amended

About = TypeVar("About", DecisionColumns, AssignmentColumns)


def keep_act(connection: Connection, act: Decision | Ruling) -> None:
    """Keep what somebody decided or ruled. Raises LedgerFault where that is of nothing that is there."""
    if isinstance(act, Decision):
        keep_decision(connection, act)
    else:
        keep_ruling(connection, act)


def keep_decision(connection: Connection, decision: Decision) -> None:
    check(connection, decision)
    row = rows.decision_row(decision)
    connection.execute(insert(decisions).values(row))
    log.write_entry(connection, Entry(row["at"], row["by"], Action.DECIDE, row["claim"], row["digest"]))


def keep_ruling(connection: Connection, ruling: Ruling) -> None:
    for thing in (ruling.one, ruling.other):
        if ruling.matter is Matter.EVENT:
            claim_to_decide(connection, thing)
        elif ruling.matter is Matter.FAMILY and not _has_report(connection, thing):
            raise LedgerFault(f"the ledger has no report {thing}; habeas brief lists all reports")
    row = rows.ruling_row(ruling)
    connection.execute(insert(rulings).values(row))
    log.write_entry(connection, Entry(row["at"], row["by"], Action.DECIDE, ruling.subject, row["digest"]))


def refuse_decided(connection: Connection, acts: Sequence[Decision | Ruling], seen: int) -> None:
    """Raise DecidedMeanwhile where the log tells, after its `seen`-th entry, of acts on the same things."""
    query = select(entries.c.subject).where(entries.c.seq > seen, entries.c.action == Action.DECIDE.value)
    since = {subject for (subject,) in connection.execute(query)}
    if theirs := [_last_like(connection, act) for act in acts if act.subject in since]:
        raise DecidedMeanwhile(theirs)


def _last_like(connection: Connection, act: Decision | Ruling) -> Decision | Ruling:
    """The last act that is kept on the same thing."""
    if isinstance(act, Decision):
        *_, row = about(connection, decisions, [act.claim])
        return rows.decision_of(row)
    same = (rulings.c.matter == act.matter.value, rulings.c.one == act.one, rulings.c.other == act.other)
    (row,) = fetch(connection, select(rulings).where(*same).order_by(rulings.c.id.desc()).limit(1))
    return rows.ruling_of(row)


def check(connection: Connection, decision: Decision) -> None:
    """Refuse what is decided on nothing that is there, or an amendment that the report's words don't bear."""
    if decision.claim.startswith(FIGURE):
        if decision.verdict is not Review.UNCHECKED and not unread_with_ids(connection, [decision.claim]):
            raise LedgerFault(f"no newest reading has an unread figure {decision.claim}; see habeas unread")
        return
    claim = claim_to_decide(connection, decision.claim)
    if decision.amendment is not None:
        amended(claim, decision.amendment)


def claim_to_decide(connection: Connection, id_: str) -> Claim:
    """The newest reading's claim with this id, else an older one's; LedgerFault where there is none."""
    query = (
        select(readings.c.reader, readings.c.report)
        .join(claims, claims.c.reading == readings.c.id)
        .where(claims.c.id == id_)
        .order_by(is_added().desc(), readings.c.id.desc())
        .limit(1)
    )
    if (newest_one := connection.execute(query).first()) is None:
        raise LedgerFault(f"the ledger has no claim {id_}; habeas claims --format jsonl shows their ids")
    ((row, report),) = found(connection, claims, [claims.c.id == id_], newest_one.reader)
    return rows.claim_of(row, report)


def _has_report(connection: Connection, id_: str) -> bool:
    return connection.execute(select(reports.c.id).where(reports.c.id == id_)).first() is not None


def about(connection: Connection, table: Table[About], ids: Iterable[str]) -> Iterator[rows.Row]:
    """The rows on these claims or figures, oldest first."""
    for some in portions(sorted(set(ids))):
        yield from fetch(connection, select(table).where(table.c.claim.in_(some)).order_by(table.c.id))
