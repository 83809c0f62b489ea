"""Decisions lie beside the readings, each with an author, a time and a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from ledger_material import add, listing, ruling, sund_reading, velm_reading

from habeas.errors import BrokenPromise, LedgerFault
from habeas.ledger import Ledger
from habeas.model import Decision, Matter, Review

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


def test_a_decision_is_taken_back_by_a_later_one(ledger: Ledger) -> None:
    add(ledger, velm_reading())
    ledger.decide(CLAIM, Review.ACCEPTED, by="Mira Toll", why="seen")
    ledger.decide(CLAIM, Review.UNCHECKED, by="Mira Toll", why="the wrong claim")
    first, second = ledger.decisions(CLAIM)
    assert (first.verdict, second.verdict) == (Review.ACCEPTED, Review.UNCHECKED)
    assert first.at < second.at


@pytest.mark.parametrize(
    ("amendment", "fault"),
    [
        ('{"place": {"text": "Orlan", "start": 0, "end": 5, "id": null}}', "isn't what velm.txt says"),
        ('{"quantity": {"text": "312", "start": 0, "end": 9}}', "no amendment|can't stand"),
        ('{"reader": "me"}', "an amendment can't change reader"),
        ('{"type": "holiday"}', "no amendment in the exchange format"),
        ("[1]", "an amendment can't change 1|no amendment"),
        ("{", "no amendment in the exchange format"),
    ],
)
def test_an_amendment_that_breaks_a_promise_is_refused(ledger: Ledger, amendment: str, fault: str) -> None:
    add(ledger, velm_reading())
    with pytest.raises(BrokenPromise, match=fault):
        ledger.decide(CLAIM, Review.AMENDED, by="Mira Toll", why="seen", amendment=amendment)
    assert ledger.decisions() == []


def test_a_ruling_is_kept_and_logged(ledger: Ledger) -> None:
    add(ledger, velm_reading(), sund_reading())
    rulings = [
        ruling(velm_reading().claims[0].id, sund_reading().claims[0].id),
        ruling(velm_reading().report.id, sund_reading().report.id, matter=Matter.FAMILY, together=False),
        ruling("place:orsk prison", "place:velm", matter=Matter.NAME, together=False, withdrawn=True),
    ]
    ledger.keep(rulings)
    assert ledger.rulings() == rulings
    assert [entry.subject for entry in ledger.log()[2:]] == [f"{one.one} {one.other}" for one in rulings]
    assert ledger.stored().rulings == 3


@pytest.mark.parametrize("matter", [Matter.EVENT, Matter.FAMILY])
def test_decisions_are_kept_together_or_not_at_all(ledger: Ledger, matter: Matter) -> None:
    add(ledger, velm_reading())
    seen = Decision(CLAIM, Review.ACCEPTED, "Mira Toll", NOW, "seen")
    with pytest.raises(LedgerFault, match=r"the ledger has no (claim|report) "):
        ledger.keep([seen, ruling(CLAIM, "zzz", matter=matter)])
    assert ledger.decisions() == []
    assert len(ledger.log()) == 1


NOW = datetime(2031, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
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
