"""Decisions lie beside the readings, each with an author, a time and a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from ledger_material import add, listing, velm_reading

from habeas.errors import BrokenPromise, LedgerFault
from habeas.ledger import Ledger
from habeas.model import Decision, Review

CLAIM = velm_reading().claims[0].id


def test_a_decision_is_kept_beside_the_claim(ledger: Ledger) -> None:
    add(ledger, velm_reading())
    claims = ledger.claims()
    rejected = ledger.decide(CLAIM, Review.REJECTED, by="Mira Toll", why="the agency took it back")
    amended = ledger.decide(
        CLAIM, Review.AMENDED, by="Jon Ask", why="a typing error", amendment='{"detail": null}'
    )
    assert ledger.decisions() == [rejected, amended]
    assert ledger.decisions(CLAIM) == [rejected, amended]
    assert ledger.decisions("c_other") == []
    assert ledger.claims() == claims
    assert rejected.at.utcoffset() == timedelta(0)
    told = [(entry.action, entry.subject, entry.by) for entry in ledger.log()[1:]]
    assert told == [("decide", CLAIM, "Mira Toll"), ("decide", CLAIM, "Jon Ask")]
    assert ledger.stored().decisions == 2


def test_a_decision_on_no_claim_is_refused(ledger: Ledger) -> None:
    add(ledger, velm_reading())
    before = listing(ledger)
    with pytest.raises(LedgerFault, match="the ledger has no claim c_other"):
        ledger.decide("c_other", Review.ACCEPTED, by="Mira Toll", why="seen")
    assert listing(ledger) == before
    assert len(ledger.log()) == 1


NOW = datetime(2031, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"verdict": Review.UNCHECKED}, "must accept, reject or amend"),
        ({"by": " "}, "needs a name and a reason"),
        ({"why": ""}, "needs a name and a reason"),
        ({"at": NOW.replace(tzinfo=None)}, "time is in UTC"),
        ({"at": NOW.astimezone(timezone(timedelta(hours=3)))}, "time is in UTC"),
        ({"verdict": Review.AMENDED}, "an amendment goes with"),
        ({"amendment": "{}"}, "an amendment goes with"),
    ],
)
def test_a_decision_without_its_parts_is_refused(changes: dict[str, Any], fault: str) -> None:
    parts = {
        "claim": CLAIM,
        "verdict": Review.ACCEPTED,
        "by": "Mira Toll",
        "at": NOW,
        "why": "seen",
        **changes,
    }
    with pytest.raises(BrokenPromise, match=fault):
        Decision(**parts)
