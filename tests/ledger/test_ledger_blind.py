"""Two people decide on a claim, neither seeing the other's opinion before both have given theirs."""

from __future__ import annotations

import pytest
from ledger_material import add, assignment, opinion, velm_reading
from sqlalchemy import text

from habeas.errors import BrokenPromise, LedgerFault
from habeas.ledger import Blind, Ledger
from habeas.model import Decision, Review
from habeas.settings import Settings
from habeas.vault import Vault

READING = velm_reading()
CLAIM, OTHER = (claim.id for claim in READING.claims[:2])


def of_both(blind: Blind) -> Decision | None:
    one, other = blind.opinions
    return opinion(one.claim, "both", one.verdict) if one.verdict is other.verdict else None


@pytest.fixture
def asked(ledger: Ledger) -> Ledger:
    """A ledger in which Jon Ask and Mira Toll are asked about two claims."""
    add(ledger, READING)
    ledger.assign([assignment(CLAIM), assignment(OTHER)])
    return ledger


def test_opinions_become_a_decision_once_both_agree(asked: Ledger, settings: Settings) -> None:
    assert asked.opine(opinion(CLAIM, "Mira Toll"), of_both) is None
    assert asked.decisions() == []
    assert asked.blind([CLAIM])[CLAIM].waits_for("Jon Ask")
    made = asked.opine(opinion(CLAIM, "Jon Ask"), of_both)
    assert asked.decisions() == [made]
    blind = asked.blind([CLAIM])[CLAIM]
    assert [one.by for one in blind.opinions] == ["Jon Ask", "Mira Toll"]
    assert (blind.complete, blind.decided) == (True, (made,))
    assert [entry.action for entry in asked.log()[1:]] == ["assign", "assign", "opine", "opine", "decide"]
    assert [fault for fault in asked.verify(Vault(settings.vault)) if "vault" not in fault] == []


def test_those_who_differ_decide_nothing(asked: Ledger) -> None:
    asked.opine(opinion(CLAIM, "Mira Toll"), of_both)
    assert asked.opine(opinion(CLAIM, "Jon Ask", "rejected"), of_both) is None
    assert asked.decisions() == []
    assert asked.blind([CLAIM])[CLAIM].complete
    assert {one.assignment.claim for one in asked.assigned(to="Jon Ask")} == {CLAIM, OTHER}
    assert asked.assigned(to="Ada Lund") == []


def test_what_somebody_else_decided_meanwhile_stays(asked: Ledger) -> None:
    asked.opine(opinion(CLAIM, "Mira Toll"), of_both)
    theirs = asked.decide(CLAIM, Review.REJECTED, by="Ada Lund", why="known to be false")
    assert asked.opine(opinion(CLAIM, "Jon Ask"), of_both) is None
    assert asked.decisions() == [theirs]


def test_one_can_think_again_until_both_have_said(asked: Ledger) -> None:
    asked.opine(opinion(CLAIM, "Mira Toll", "rejected"), of_both)
    asked.opine(opinion(CLAIM, "Mira Toll"), of_both)
    assert asked.opine(opinion(CLAIM, "Jon Ask"), of_both) is not None
    with pytest.raises(LedgerFault, match="both have said"):
        asked.opine(opinion(CLAIM, "Mira Toll", "unsure"), of_both)


def test_who_is_not_asked_has_no_say(asked: Ledger) -> None:
    with pytest.raises(LedgerFault, match="isn't assigned to Ada Lund"):
        asked.opine(opinion(CLAIM, "Ada Lund"), of_both)
    with pytest.raises(BrokenPromise, match="an opinion says something"):
        asked.opine(opinion(CLAIM, "Jon Ask", "unchecked"), of_both)
    with pytest.raises(BrokenPromise, match="can't change reader"):
        asked.opine(opinion(CLAIM, "Jon Ask", "amended", amendment='{"reader": "me"}'), of_both)


def test_a_claim_is_with_two_people_at_a_time(asked: Ledger) -> None:
    with pytest.raises(LedgerFault, match="is with Jon Ask and Mira Toll already"):
        asked.assign([assignment(CLAIM, "Ada Lund", "Jon Ask")])
    with pytest.raises(LedgerFault, match="no claim c_none"):
        asked.assign([assignment("c_none")])
    with pytest.raises(BrokenPromise, match="two different people"):
        assignment(CLAIM, "Jon Ask", "Jon Ask")
    for by in ("Jon Ask", "Mira Toll"):
        asked.opine(opinion(CLAIM, by), of_both)
    asked.assign([assignment(CLAIM, "Ada Lund", "Jon Ask")])
    assert asked.blind([CLAIM])[CLAIM].opinions == ()


@pytest.mark.parametrize(("table", "called"), [("opinions", "decision 1"), ("assignments", "assignment 1")])
def test_what_was_altered_is_found(asked: Ledger, settings: Settings, table: str, called: str) -> None:
    asked.opine(opinion(CLAIM, "Jon Ask"), of_both)
    with asked._session.writing() as connection:
        connection.execute(text(f"DROP TRIGGER {table}_no_update"))
        connection.execute(text(f"UPDATE {table} SET why = 'other' WHERE id = 1"))  # noqa: S608
    faults = asked.verify(Vault(settings.vault))
    assert any(fault.startswith(f"{called} o") and "isn't as it was stored" in fault for fault in faults)
