"""Decisions that two people take without seeing each other's: who is asked, and what they said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert

from habeas.errors import BrokenPromise, LedgerFault
from habeas.ledger import log, rows
from habeas.ledger.acts import about, check, claim_to_decide, keep_decision
from habeas.ledger.log import Action, Entry
from habeas.ledger.tables import assignments, decisions, opinions
from habeas.model import Assignment, Decision, Review


@dataclass(frozen=True, slots=True)
class Blind:
    """A claim that two people decide on without seeing each other's opinion, and how far that has come.

    `opinions` are the last of each of the two, in their order, of those given since they were asked;
    `decided` are the decisions on the claim since.
    """

    assignment: Assignment
    opinions: tuple[Decision, ...] = ()
    decided: tuple[Decision, ...] = ()

    @property
    def complete(self) -> bool:
        """True once both have said what they think: before, neither is shown to anybody."""
        return len(self.opinions) == 2

    def waits_for(self, person: str) -> bool:
        """True where this person is asked, and can still say what they think."""
        return person in self.assignment.reviewers and not self.complete


def keep_opinion(
    connection: Connection, opinion: Decision, joint: Callable[[Blind], Decision | None]
) -> Decision | None:
    """Keep what one of the two says; where both have now, the decision that `joint` makes of it, too."""
    _refuse_opinion(opinion, blind_on(connection, [opinion.claim]).get(opinion.claim))
    check(connection, opinion)
    row = rows.decision_row(opinion)
    connection.execute(insert(opinions).values(row))
    log.write_entry(connection, Entry(row["at"], row["by"], Action.OPINE, row["claim"], row["digest"]))
    blind = blind_on(connection, [opinion.claim])[opinion.claim]
    decision = joint(blind) if blind.complete and not blind.decided else None
    if decision is not None:
        keep_decision(connection, decision)
    return decision


def keep_assignment(connection: Connection, assignment: Assignment) -> None:
    claim_to_decide(connection, assignment.claim)
    before = blind_on(connection, [assignment.claim]).get(assignment.claim)
    if before is not None and not before.complete:
        who = " and ".join(before.assignment.reviewers)
        raise LedgerFault(f"{assignment.claim} is with {who} already: they decide first")
    row = rows.assignment_row(assignment)
    connection.execute(insert(assignments).values(row))
    log.write_entry(connection, Entry(row["at"], row["by"], Action.ASSIGN, row["claim"], row["digest"]))


def _refuse_opinion(opinion: Decision, blind: Blind | None) -> None:
    if blind is None or opinion.by not in blind.assignment.reviewers:
        raise LedgerFault(f"{opinion.claim} isn't assigned to {opinion.by}")
    if blind.complete:
        raise LedgerFault(
            f"{opinion.claim}: both have said what they think; decide on it as on any other claim"
        )
    if opinion.verdict is Review.UNCHECKED:
        raise BrokenPromise(f"{opinion.claim}: an opinion says something; say unsure if you can't tell")


def blind_on(connection: Connection, ids: Iterable[str]) -> dict[str, Blind]:
    ids = list(ids)
    last = {row["claim"]: rows.assignment_of(row) for row in about(connection, assignments, ids)}
    said: dict[str, dict[str, Decision]] = {id_: {} for id_ in last}
    for opinion in map(rows.decision_of, about(connection, opinions, last)):
        if opinion.at >= last[opinion.claim].at:
            said[opinion.claim][opinion.by] = opinion
    decided: dict[str, list[Decision]] = {id_: [] for id_ in last}
    for decision in map(rows.decision_of, about(connection, decisions, last)):
        if decision.at >= last[decision.claim].at:
            decided[decision.claim].append(decision)
    return {
        id_: Blind(one, tuple(said[id_][by] for by in one.reviewers if by in said[id_]), tuple(decided[id_]))
        for id_, one in last.items()
    }
