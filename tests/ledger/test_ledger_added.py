"""What a person adds stands beside the newest reading, whatever is read later."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from ledger_material import add, ruling, velm_reading
from sqlalchemy import text

from habeas.errors import DecidedMeanwhile, LedgerFault
from habeas.ledger import Ledger
from habeas.ledger.queries import ClaimFilter
from habeas.model import ADDED, Claim, ClaimType, Decision, Matter, Reading, Review, added_by, figure_place
from habeas.settings import Settings
from habeas.vault import Vault

READING = velm_reading()
FIRST = READING.claims[0]


def missed(kind: ClaimType = ClaimType.ALLEGATION) -> Claim:
    """A claim on the first claim's words that no reading has."""
    return replace(FIRST, type=kind, reader=ADDED, rule="added")


def ids(ledger: Ledger) -> set[str]:
    return {claim.id for claim in ledger.claims()}


def test_an_added_claim_stands_beside_those_that_were_read(ledger: Ledger, settings: Settings) -> None:
    add(ledger, READING)
    added = ledger.add(missed(), "Mira  Toll")
    assert added.reader == "coded/added/1 by Mira Toll"
    assert added_by(added.reader) == "Mira Toll"
    assert ids(ledger) == {added.id, *(claim.id for claim in READING.claims)}
    assert added in ledger.claims_with([added.id, FIRST.id])
    assert ledger.stored().claims == len(READING.claims) + 1
    assert ledger.stored().unread == len(READING.unread)
    assert ledger.claim_ids(added.id[:6]) == [added.id]
    assert ledger.readers_of([READING.report.id]) == {READING.report.id: (READING.reader,)}
    assert next(iter(ledger.readings())) == READING
    assert ledger.add(missed(ClaimType.DENIAL), "Jon Ask").reader == "coded/added/2 by Jon Ask"
    assert [fault for fault in ledger.verify(Vault(settings.vault)) if "vault" not in fault] == []


def test_a_later_reading_takes_no_added_claim_away(ledger: Ledger) -> None:
    add(ledger, READING)
    added = ledger.add(missed(), "Mira Toll")
    later = Reading(READING.report, "rules/9", (replace(FIRST, reader="rules/9"),))
    add(ledger, later)
    assert ids(ledger) == {added.id, FIRST.id}
    with ledger.derived() as derived:
        assert {claim.id for claim in derived.claims_of([READING.report.id])} == {added.id, FIRST.id}
        assert set(derived.passing(ClaimFilter())) == {added.id, FIRST.id}
        assert derived.pending().readings.keys() == {READING.report.id}


def test_of_a_claim_that_a_later_reader_finds_too_the_persons_stays(ledger: Ledger) -> None:
    add(ledger, READING)
    added = ledger.add(missed(), "Mira Toll")
    again = replace(added, reader="rules/9", rule="found", detail="torture")
    add(ledger, Reading(READING.report, "rules/9", (again,)))
    assert ledger.claims() == [added]
    assert ledger.claims_with([added.id]) == [added]
    assert ledger.stored().claims == 1
    ledger.decide(added.id, Review.ACCEPTED, by="Jon Ask", why="seen")
    with ledger.derived() as derived:
        assert derived.claims_of([READING.report.id]) == [added]


def test_no_claim_is_added_twice(ledger: Ledger) -> None:
    add(ledger, READING)
    with pytest.raises(LedgerFault, match=f"is read as transfer already \\({FIRST.id}, by rules/1\\): amend"):
        ledger.add(replace(FIRST, reader=ADDED), "Mira Toll")
    ledger.add(missed(), "Mira Toll")
    with pytest.raises(LedgerFault, match="by Mira Toll"):
        ledger.add(missed(), "Jon Ask")
    assert ledger.stored().claims == len(READING.claims) + 1


def test_a_claim_and_what_is_decided_with_it_are_kept_together_or_not_at_all(ledger: Ledger) -> None:
    add(ledger, READING)
    beside = Decision("c_none", Review.ACCEPTED, "Mira Toll", datetime.now(UTC), "added")
    with pytest.raises(LedgerFault, match="no claim c_none"):
        ledger.add(missed(), "Mira Toll", [beside])
    assert ids(ledger) == {claim.id for claim in READING.claims}


# --- unread figures ---


def test_an_unread_figure_is_found_by_its_id_and_decided_on(ledger: Ledger) -> None:
    add(ledger, READING)
    (figure,) = READING.unread
    assert len(figure.id) == 22
    assert figure_place(figure.id) == (READING.report.id[:10], figure.quantity.start)
    assert ledger.unread_with([figure.id, "u_00", FIRST.id]) == [figure]
    assert ledger.unread_of(READING.report.id) == [figure]
    ledger.decide(figure.id, Review.REJECTED, by="Mira Toll", why="a year")
    assert [one.verdict for one in ledger.decisions_on([figure.id, FIRST.id])] == [Review.REJECTED]
    with ledger.deriving() as derived:
        assert derived.pending().readings.keys() == {READING.report.id}
    with pytest.raises(LedgerFault, match="no newest reading has an unread figure"):
        ledger.decide("u_00000000000000000000", Review.REJECTED, by="Mira Toll", why="seen")


# --- two people at once ---


def test_what_others_decided_since_one_looked_stands_in_the_way(ledger: Ledger) -> None:
    add(ledger, READING)
    first, second = (claim.id for claim in READING.claims[:2])
    seen = ledger.height
    theirs = ledger.decide(first, Review.REJECTED, by="Jon Ask", why="misread")
    mine = [Decision(id_, Review.ACCEPTED, "Mira Toll", datetime.now(UTC), "seen") for id_ in (second, first)]
    with pytest.raises(DecidedMeanwhile, match=f"Jon Ask decided on {first} at .* \\(misread\\)") as raised:
        ledger.keep(mine, seen=seen)
    assert raised.value.theirs == (theirs,)
    assert ledger.decisions() == [theirs]
    ledger.keep(mine[:1], seen=seen)
    ledger.keep(mine[1:], seen=ledger.height)
    assert [one.by for one in ledger.decisions_on([first])] == ["Jon Ask", "Mira Toll"]


def test_so_do_rulings_on_the_same_pair_and_on_no_other(ledger: Ledger) -> None:
    add(ledger, READING)
    seen = ledger.height
    ledger.keep([ruling("place:orsk prison", "place:velm", matter=Matter.NAME)])
    ledger.keep([ruling("place:orsk prison", "place:nyå", matter=Matter.NAME, by="Jon Ask")], seen=seen)
    apart = ruling("place:orsk prison", "place:velm", matter=Matter.NAME, by="Jon Ask", together=False)
    with pytest.raises(DecidedMeanwhile) as raised:
        ledger.keep([apart], seen=seen)
    assert [(one.by, one.subject) for one in raised.value.theirs] == [
        ("Mira Toll", "place:orsk prison place:velm")
    ]
    assert len(ledger.rulings()) == 2


def test_additions_are_recognised_in_sql_by_their_name_alone(ledger: Ledger) -> None:
    add(ledger, READING, replace_reader("coded/added+0a1b2c3d"))
    assert ledger.readers_of([READING.report.id])[READING.report.id][-1] == "coded/added+0a1b2c3d"
    with ledger._session.reading() as connection:
        names = connection.execute(text("SELECT reader FROM readings ORDER BY id")).scalars().all()
    assert [added_by(name) for name in names] == [None, None]


def replace_reader(reader: str) -> Reading:
    claims = tuple(replace(claim, reader=reader) for claim in READING.claims)
    return replace(READING, reader=reader, claims=claims)
