"""Visits: sessions and their ends, tries and their delays, and the access log page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from habeas.ledger import Ledger
from habeas.ledger.users import Role
from habeas.ledger.visits import Access
from habeas.settings import Settings

NOW = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def ledger(ledger: Ledger) -> Ledger:
    """A ledger with a viewer, whose session's token is "hers"."""
    ledger.users.add("Ada Quay", Role.VIEWER, "hash", by="joen")
    ledger.visits.begin("hers", "ada quay", now=NOW, ends=NOW + 12 * HOUR)
    return ledger


def whose(ledger: Ledger, token: str = "hers", now: datetime = NOW) -> tuple[str, Role] | None:
    found = ledger.visits.whose(token, now=now, unused=2 * HOUR)
    return (found.name, found.role) if found is not None else None


def test_a_session_is_of_its_user_in_the_role_of_now(ledger: Ledger) -> None:
    assert whose(ledger) == ("Ada Quay", Role.VIEWER)
    ledger.users.set_role("Ada Quay", Role.ADMIN, by="joen")
    assert whose(ledger) == ("Ada Quay", Role.ADMIN)
    assert whose(ledger, "another's") is None


@pytest.mark.parametrize(
    ("hours", "seen", "is_open"),
    [
        (1.9, (), True),
        (2, (), False),
        (3, (1.5,), True),
        (11.9, (2, 4, 6, 8, 10), True),
        (12, (11.5,), False),
    ],
)
def test_a_session_ends_by_itself(
    ledger: Ledger, hours: float, seen: tuple[float, ...], is_open: bool
) -> None:
    for one in seen:
        ledger.visits.keep([], {"hers": NOW + one * HOUR})
    assert (whose(ledger, now=NOW + hours * HOUR) is not None) is is_open


def test_a_session_is_ended(ledger: Ledger) -> None:
    ledger.visits.begin("another's", "Ada Quay", now=NOW, ends=NOW + HOUR)
    ledger.visits.end("hers")
    assert whose(ledger) is None
    assert whose(ledger, "another's") is not None


def test_sessions_that_are_over_are_swept_out(ledger: Ledger) -> None:
    later = NOW + 13 * HOUR
    ledger.visits.begin("new", "Ada Quay", now=later, ends=later + HOUR)
    with ledger._session.reading() as connection:
        tokens = connection.exec_driver_sql("SELECT token FROM sessions").scalars().all()
    assert tokens == ["new"]


def doubling(failed: int) -> timedelta:
    return SECOND * 2**failed


def never(_: int) -> timedelta:
    return timedelta(0)


def test_tries_are_counted_before_they_are_made(ledger: Ledger) -> None:
    delays: dict[str, Callable[[int], timedelta]] = {"name:x": doubling}
    waits = [
        ledger.visits.attempt(delays, now=NOW + at * SECOND).total_seconds() for at in (0, 0, 1, 2, 5, 6)
    ]
    # 2 s after the first failure, 4 s after the second; what is refused counts for nothing.
    assert waits == [0, 2, 1, 0, 1, 0]


def test_the_longer_delay_counts_and_each_is_of_its_own(ledger: Ledger) -> None:
    assert ledger.visits.attempt({"name:x": never, "address:y": doubling}, now=NOW) == timedelta(0)
    assert ledger.visits.attempt({"name:z": never, "address:y": doubling}, now=NOW) == 2 * SECOND
    assert ledger.visits.attempt({"name:x": never, "address:w": doubling}, now=NOW) == timedelta(0)


def test_who_signs_in_is_forgiven_but_not_their_address(ledger: Ledger) -> None:
    both: dict[str, Callable[[int], timedelta]] = {"name:x": never, "address:y": never}
    for _ in range(3):
        ledger.visits.attempt(both, now=NOW)
    ledger.visits.forgive("name:x", "address:y")
    assert ledger.visits.attempt({"name:x": doubling}, now=NOW) == timedelta(0)
    assert ledger.visits.attempt({"address:y": doubling}, now=NOW) == 4 * SECOND


def test_a_delay_outlasts_a_restart_and_is_forgotten_in_a_day(ledger: Ledger, settings: Settings) -> None:
    ledger.visits.attempt({"name:x": lambda _: 9 * 24 * HOUR}, now=NOW)
    with Ledger.open(settings) as again:
        assert again.visits.attempt({"name:x": lambda _: 9 * 24 * HOUR}, now=NOW + HOUR) > timedelta(0)
        assert again.visits.attempt({"name:x": lambda _: 9 * 24 * HOUR}, now=NOW + 25 * HOUR) == timedelta(0)


def access(number: int) -> Access:
    return Access(
        at=NOW + number * SECOND,
        name="Ada Quay" if number % 2 else None,
        role=Role.VIEWER if number % 2 else Role.ANYONE,
        method="GET",
        route="/reports/{report}",
        opened=f"report {number}",
        status=200,
        address="192.0.2.7",
    )


def test_the_access_log_is_read_page_by_page(ledger: Ledger) -> None:
    kept = [access(number) for number in range(7)]
    ledger.visits.keep(kept[:3])
    ledger.visits.keep(kept[3:])
    found, before = [], None
    for expected in (3, 3, 1):
        page = ledger.visits.accesses(before=before, limit=3)
        assert len(page.accesses) == expected
        found += page.accesses
        before = page.next
    assert before is None
    assert found == kept[::-1]
