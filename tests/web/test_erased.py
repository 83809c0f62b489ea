"""Pages of a home from which something was erased: the report says so, and all others go on."""

from __future__ import annotations

from pathlib import Path

import pytest
from newsroom import alone

from habeas.expunging import expunge_name, expunge_report
from habeas.ledger.erasing import Order
from habeas.pipeline import desk
from habeas.settings import Settings
from habeas.spelled import Spelled

ORDER = Order("Mira Toll", "the court of Orlan ordered it")
SAID = "by Mira Toll: the court of Orlan ordered it"
PAGES = (
    *("/", "/reports", "/claims", "/events", "/conflicts", "/unread", "/review", "/names", "/changes"),
    *("/places", "/speakers", "/agreement", "/jobs"),
)


@pytest.fixture
def erased(home: Path) -> tuple[Path, str, str]:
    """A home without one of its reports and without a name; the ids of the two reports."""
    with desk(Settings(home)) as here:
        gone, masked = (here.ledger.report(name) for name in ("post.txt", "held.txt"))
        expunge_report(here, gone, ORDER)
        expunge_name(here, Spelled(("Harbour Agency",)), ORDER)
    return home, gone.id, masked.id


@pytest.mark.parametrize("page", PAGES)
def test_every_list_goes_on(erased: tuple[Path, str, str], page: str) -> None:
    with alone(erased[0]) as client:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "Harbour Agency" not in answer.text
        assert "post.txt" not in answer.text


def test_the_page_of_an_erased_report_says_when_by_whom_and_why(erased: tuple[Path, str, str]) -> None:
    home, gone, _ = erased
    with alone(home) as client:
        answer = client.get(f"/reports/{gone}")
        assert answer.status_code == 404
        assert f"report {gone[:12]} was erased on" in answer.text
        assert SAID in answer.text


def test_a_report_without_a_name_is_read_and_has_no_original(erased: tuple[Path, str, str]) -> None:
    home, _, masked = erased
    with alone(home) as client:
        page = client.get(f"/reports/{masked}").text
        assert "The bytes were erased on" in page
        assert SAID in page
        assert "█" in page
        assert f"/reports/{masked}/original" not in page
        answer = client.get(f"/reports/{masked}/original")
        assert answer.status_code == 404
        assert SAID in answer.text
