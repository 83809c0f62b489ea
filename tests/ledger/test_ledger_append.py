"""Adding: twice, in any order, again by a newer reader; what comes out is what went in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from ledger_material import add, dolm_reading, listing, numbered_reading, sund_reading, velm_reading

from habeas.errors import LedgerFault
from habeas.ledger import Ledger, Stored, log
from habeas.model import Reading
from habeas.settings import Settings

# Apart from their reports' ids, only where their words stand tells these apart.
UNDATED = tuple(numbered_reading(number) for number in (2, 3, 10, 200))
READINGS = (velm_reading(), sund_reading(), dolm_reading(), numbered_reading(1))


def test_what_comes_out_is_what_went_in(ledger: Ledger) -> None:
    add(ledger, *READINGS)
    assert ledger.reports() == sorted((reading.report for reading in READINGS), key=lambda report: report.id)
    assert set(ledger.claims()) == {claim for reading in READINGS for claim in reading.claims}
    assert set(ledger.unread()) == {figure for reading in READINGS for figure in reading.unread}
    assert ledger.readers() == [("rules/1", 4)]
    assert ledger.stored() == Stored(reports=4, readings=4, claims=5, unread=3, decisions=0)


def test_the_day_on_which_a_report_was_added_stays_when_it_is_read_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = velm_reading()
    for reader, at in (("rules/1", "2024-03-18T23:59:59+00:00"), ("rules/2", "2026-01-02T00:00:00+00:00")):
        monkeypatch.setattr(log, "now", lambda at=at: datetime.fromisoformat(at))
        claims = tuple(replace(claim, reader=reader) for claim in reading.claims)
        ledger.append(reading.report, replace(reading, reader=reader, claims=claims))
    assert ledger.added() == {reading.report.id: date(2024, 3, 18)}


def test_claims_are_in_order_of_day_report_and_place_in_the_text(ledger: Ledger) -> None:
    add(ledger, *READINGS, *UNDATED)
    keys = [
        (str(claim.report.published or ""), claim.report.id, claim.anchor.start) for claim in ledger.claims()
    ]
    assert keys == sorted(keys)
    assert len(keys) == 9


def test_adding_twice_changes_nothing(ledger: Ledger) -> None:
    assert add(ledger, *READINGS) == [True] * 4
    before = listing(ledger)
    assert add(ledger, *READINGS, velm_reading()) == [False] * 5
    assert listing(ledger) == before
    assert len(ledger.log()) == 4


def test_the_same_bytes_under_another_name_change_nothing(ledger: Ledger) -> None:
    add(ledger, sund_reading())
    before = listing(ledger)
    renamed = replace(sund_reading().report, name="copy.txt", outlet="Another Courier")
    assert ledger.append(renamed, Reading(renamed, "rules/1")) is False
    assert listing(ledger) == before


@hypothesis_settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations((*READINGS, *UNDATED, velm_reading(), sund_reading())))
def test_the_order_of_adding_changes_nothing(new_home: Callable[[], Settings], order: list[Reading]) -> None:
    with Ledger.open(new_home()) as ordered, Ledger.open(new_home()) as shuffled:
        add(ordered, *READINGS, *UNDATED)
        add(shuffled, *order)
        assert listing(shuffled) == listing(ordered)


@pytest.mark.parametrize("reports", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_the_order_of_rereading_changes_nothing(new_home: Callable[[], Settings], reports: list[int]) -> None:
    make = (velm_reading, sund_reading, dolm_reading)
    with Ledger.open(new_home()) as ordered, Ledger.open(new_home()) as shuffled:
        add(ordered, *(read(reader) for read in make for reader in ("rules/1", "rules/2")))
        add(shuffled, *(read() for read in make), *(make[number]("rules/2") for number in reports))
        assert listing(shuffled) == listing(ordered)


def test_a_newer_reading_goes_beside_the_old_one(ledger: Ledger) -> None:
    old, newer = velm_reading("rules/1"), velm_reading("rules/2")
    newer = replace(newer, claims=newer.claims[:1])
    add(ledger, old, sund_reading())
    assert ledger.has(old.report.id)
    assert not ledger.has(old.report.id, "rules/2")
    assert add(ledger, newer) == [True]
    assert ledger.has(old.report.id, "rules/2")
    velm = [claim for claim in ledger.claims() if claim.report.name == "velm.txt"]
    assert velm == list(newer.claims)
    assert set(ledger.claims(reader="rules/1")) == {*old.claims, *sund_reading().claims}
    assert ledger.unread(reader="rules/2") == list(newer.unread)
    assert ledger.claims(reader="rules/3") == []
    assert ledger.readers() == [("rules/1", 2), ("rules/2", 1)]
    assert ledger.stored() == Stored(reports=2, readings=3, claims=2, unread=1, decisions=0)


@pytest.mark.parametrize(
    "changes",
    [{"text": "other words"}, {"published": date(2031, 3, 9)}, {"language": "fr"}],
)
def test_a_report_kept_otherwise_is_not_read_over(ledger: Ledger, changes: dict[str, Any]) -> None:
    add(ledger, velm_reading())
    before = listing(ledger)
    changed = replace(velm_reading().report, **changes)
    with pytest.raises(LedgerFault, match=r"velm\.txt: kept already .* habeas reread"):
        ledger.append(changed, Reading(changed, "rules/2"))
    assert listing(ledger) == before


def test_a_newer_reading_takes_the_description_that_is_kept(ledger: Ledger) -> None:
    add(ledger, velm_reading())
    renamed = replace(velm_reading().report, name="again.txt", outlet=None)
    assert ledger.append(renamed, Reading(renamed, "rules/2")) is True
    assert [report.name for report in ledger.reports()] == ["velm.txt"]


def test_a_reading_of_another_report_is_refused(ledger: Ledger) -> None:
    with pytest.raises(LedgerFault, match=r"velm\.txt: the reading is of another report \(sund\.txt\)"):
        ledger.append(velm_reading().report, sund_reading())
    assert ledger.reports() == []


def test_a_report_is_found_by_the_start_of_its_id_or_by_its_name(ledger: Ledger) -> None:
    add(ledger, *READINGS)
    wanted = sund_reading().report
    for given_as in (wanted.id, wanted.id[:9], wanted.id[:9].upper(), "sund.txt"):
        assert ledger.report(given_as) == wanted


@pytest.mark.parametrize(
    ("asked", "fault"), [("", "more than one report"), ("%", "no report '%'"), ("zz", "no report 'zz'")]
)
def test_a_report_that_is_not_one_is_refused(ledger: Ledger, asked: str, fault: str) -> None:
    add(ledger, *READINGS)
    with pytest.raises(LedgerFault, match=fault):
        ledger.report(asked)


def test_words_of_every_kind_come_out_unchanged(ledger: Ledger) -> None:
    text = (
        "e\u0301 \u0645\u0639\u062a\u0642\u0644 \r\n\u2028\u00a0\U0001f469\u200d\U0001f467 \x00 \u0085'\"\\ 5"
    )
    source = replace(velm_reading().report, id="a" * 64, text=text, marks=())
    add(ledger, Reading(source, "rules/1"))
    assert ledger.reports() == [source]


def test_the_log_tells_of_each_reading(ledger: Ledger) -> None:
    add(ledger, velm_reading(), sund_reading(), velm_reading("rules/2"))
    told = [(entry.action, entry.subject, entry.by) for entry in ledger.log()]
    velm, sund = velm_reading().report.id, sund_reading().report.id
    assert told == [("read", velm, "rules/1"), ("read", sund, "rules/1"), ("read", velm, "rules/2")]
