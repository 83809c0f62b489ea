"""Each filter: what it lets pass, and what it must not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from ledger_material import add, dolm_reading, sund_reading, velm_reading

from habeas.errors import WrongUsage
from habeas.ledger import ClaimFilter, Ledger
from habeas.model import ClaimType
from habeas.settings import Settings

VELM = velm_reading().report.id


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A transfer and a holding (velm), a trial (sund) and a repatriation (dolm)."""
    with Ledger.open(Settings(home=tmp_path_factory.mktemp("filled"))) as ledger:
        add(ledger, velm_reading(), sund_reading(), dolm_reading())
        yield ledger


@pytest.mark.parametrize(
    ("wanted", "types"),
    [
        ({}, "trial repatriation transfer holding"),
        ({"type": ClaimType.TRIAL}, "trial"),
        ({"type": ClaimType.ESCAPE}, ""),
        # place: origin, destination and place; a part of the words in any case, or the id
        ({"place": "orsk"}, "transfer holding"),
        ({"place": "VELM"}, "transfer"),
        ({"place": "orsk prison"}, "transfer holding"),  # a non-breaking space is a space
        ({"place": "xx.orsk"}, "transfer holding"),
        ({"place": "XX.VELM"}, "transfer"),
        ({"place": "xx."}, ""),  # a part of an id is no id
        ({"place": "Orsk Prison XX"}, ""),
        ({"place": "velm orsk"}, ""),  # no match runs from one name into the next
        ({"place": "sund_jail"}, "trial"),
        ({"place": "sund%"}, ""),  # % and _ stand for themselves
        ({"place": "s_nd"}, ""),
        ({"speaker": "HARBOUR"}, "transfer"),
        ({"speaker": "org.harbour"}, "transfer"),
        ({"speaker": "court of ny\u00c5"}, "trial"),
        ({"speaker": "court of nya\u030a"}, "trial"),  # however the accent is coded
        ({"speaker": "orsk"}, ""),
        ({"group": "women"}, "transfer"),
        ({"group": "TJ"}, "transfer"),
        ({"group": "men"}, ""),  # no part of "women"
        ({"group": "detainees"}, "holding"),
        # days: the period, else the day it was stated; a claim with neither is left out
        ({"since": date(2031, 3, 4)}, "trial holding"),
        ({"since": date(2031, 3, 3)}, "trial transfer holding"),
        ({"until": date(2031, 3, 3)}, "transfer"),
        ({"until": date(2031, 3, 4)}, "transfer holding"),
        ({"since": date(2031, 4, 30)}, "trial"),
        ({"since": date(2031, 5, 1)}, ""),
        ({"until": date(2031, 4, 1), "since": date(2031, 3, 5)}, "trial"),
        ({"until": date(2030, 1, 1)}, ""),
        ({"text": "AT LEAST 312"}, "holding"),
        ({"text": "100%"}, "trial"),
        ({"text": "1_0"}, ""),
        ({"text": "moved  from\n"}, "transfer"),
        ({"text": "mentioned"}, ""),  # the report says so, no claim's evidence does
        ({"report": VELM[:10]}, "transfer holding"),
        ({"report": "dolm.txt"}, "repatriation"),
        ({"report": "dolm"}, ""),
        ({"type": ClaimType.TRANSFER, "place": "orsk", "group": "women", "text": "40"}, "transfer"),
        ({"type": ClaimType.HOLDING, "group": "children"}, ""),
    ],
)  # fmt: skip
def test_claims_that_pass(filled: Ledger, wanted: dict[str, Any], types: str) -> None:
    assert [claim.type.value for claim in filled.claims(ClaimFilter(**wanted))] == types.split()


@pytest.mark.parametrize(
    ("wanted", "figures"),
    [
        ({}, "Some 9"),
        ({"text": "sick"}, "Some"),
        ({"report": "velm.txt"}, "9"),
        ({"since": date(2031, 2, 1)}, "9"),
        ({"until": date(2031, 2, 1)}, "Some"),
        # what an unread figure doesn't have can't rule it out
        ({"type": ClaimType.TRIAL, "place": "Orsk", "group": "women", "speaker": "Court"}, "Some 9"),
    ],
)  # fmt: skip
def test_unread_figures_that_pass(filled: Ledger, wanted: dict[str, Any], figures: str) -> None:
    assert [figure.quantity.text for figure in filled.unread(ClaimFilter(**wanted))] == figures.split()


def test_filters_go_with_a_reader(filled: Ledger) -> None:
    assert len(filled.claims(ClaimFilter(place="orsk"), reader="rules/1")) == 2
    assert filled.claims(ClaimFilter(place="orsk"), reader="rules/2") == []


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        ({"group": "woman"}, "'woman' is no group"),
        ({"group": "tj"}, "'tj' is no group"),
        ({"since": date(2031, 3, 2), "until": date(2031, 3, 1)}, "until 2031-03-01 comes before since"),
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_meant(wanted: dict[str, Any], fault: str) -> None:
    with pytest.raises(WrongUsage, match=fault):
        ClaimFilter(**wanted)
