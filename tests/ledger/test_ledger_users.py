"""Users: each change of them is kept and logged, what lets them in is replaced; verify finds alterations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from ledger_material import tamper

from habeas.errors import LedgerFault
from habeas.ledger import Ledger
from habeas.ledger.users import Change, Credentials, Role
from habeas.settings import Settings
from habeas.vault import Vault

NOW = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def with_users(ledger: Ledger) -> Ledger:
    """A ledger with an admin and a viewer."""
    ledger.users.add("Mira Toll", Role.ADMIN, "hash one", by="joen")
    ledger.users.add("Ada Quay", Role.VIEWER, "hash two", by="Mira Toll")
    return ledger


def begin(ledger: Ledger, token: str, name: str) -> None:
    ledger.visits.begin(token, name, now=NOW, ends=NOW + timedelta(hours=1))


def is_open(ledger: Ledger, token: str) -> bool:
    return ledger.visits.whose(token, now=NOW, unused=timedelta(hours=1)) is not None


def test_a_ledger_has_no_users_until_one_is_added(ledger: Ledger) -> None:
    assert not ledger.users.any()
    ledger.users.add("Mira Toll", Role.ADMIN, "hash", by="joen")
    assert ledger.users.any()


@pytest.mark.parametrize("name", ["Mira Toll", "mira toll", "MIRA  TOLL"])
def test_a_name_is_one_in_any_case(with_users: Ledger, name: str) -> None:
    assert with_users.users.known(name).role is Role.ADMIN
    with pytest.raises(LedgerFault, match="there is a user Mira Toll already; give another name"):
        with_users.users.add(name, Role.VIEWER, "hash", by="joen")


def test_what_a_user_was_stays(with_users: Ledger) -> None:
    users = with_users.users
    users.set_role("ada quay", Role.REVIEWER, by="Mira Toll")
    users.disable("Ada Quay", by="Mira Toll")
    users.enable("Ada Quay", by="joen")
    told = [(one.change, one.role, one.disabled, one.by) for one in users.history("ada quay")]
    assert told == [
        (Change.ADDED, Role.VIEWER, False, "Mira Toll"),
        (Change.ROLE, Role.REVIEWER, False, "Mira Toll"),
        (Change.DISABLED, Role.REVIEWER, True, "Mira Toll"),
        (Change.ENABLED, Role.REVIEWER, False, "joen"),
    ]
    assert [one.name for one in users.all()] == ["Ada Quay", "Mira Toll"]


def test_somebody_disabled_can_only_be_enabled_again(with_users: Ledger) -> None:
    with_users.users.disable("Ada Quay", by="Mira Toll")
    with pytest.raises(LedgerFault, match="there is a user Ada Quay already; enable Ada Quay again"):
        with_users.users.add("Ada Quay", Role.ADMIN, "hash", by="joen")


def test_nobody_is_changed_who_is_not_there(ledger: Ledger) -> None:
    acts = (
        lambda: ledger.users.disable("Ada Quay", by="joen"),
        lambda: ledger.users.set_role("Ada Quay", Role.ADMIN, by="joen"),
        lambda: ledger.users.set_password("Ada Quay", "hash", by="joen"),
        lambda: ledger.users.set_codes("Ada Quay", None, (), by="joen"),
    )
    for act in acts:
        with pytest.raises(LedgerFault, match="there is no user Ada Quay; habeas user list shows all"):
            act()
    assert ledger.log() == []


def test_each_change_is_logged_and_no_secret_is(with_users: Ledger, settings: Settings) -> None:
    with_users.users.set_password("Ada Quay", "hash three", by="Ada Quay")
    with_users.users.set_codes("Ada Quay", "SECRET", ["spare"], by="Ada Quay")
    told = [(entry.action, entry.subject, entry.by) for entry in with_users.log()]
    assert told == [
        ("user", "Mira Toll", "joen"),
        ("user", "Ada Quay", "Mira Toll"),
        ("user", "Ada Quay", "Ada Quay"),
        ("user", "Ada Quay", "Ada Quay"),
    ]
    assert "hash" not in str(with_users.log())
    assert with_users.verify(Vault(settings.vault)) == []


@pytest.mark.parametrize("act", ["disable", "set_password"])
def test_sessions_end(with_users: Ledger, act: str) -> None:
    begin(with_users, "hers", "Ada Quay")
    begin(with_users, "another's", "Mira Toll")
    if act == "disable":
        with_users.users.disable("ada quay", by="Mira Toll")
    else:
        with_users.users.set_password("ada quay", "hash three", by="Mira Toll")
    assert not is_open(with_users, "hers")
    assert is_open(with_users, "another's")


def test_a_session_that_was_ended_by_disabling_stays_ended(with_users: Ledger) -> None:
    begin(with_users, "hers", "Ada Quay")
    with_users.users.disable("Ada Quay", by="Mira Toll")
    with_users.users.enable("Ada Quay", by="Mira Toll")
    assert not is_open(with_users, "hers")


def test_only_the_last_password_is_kept(with_users: Ledger) -> None:
    with_users.users.set_password("Ada Quay", "hash three", by="Ada Quay")
    assert with_users.users.credentials("ada quay") == Credentials("hash three")
    assert with_users.users.credentials("nobody") is None


def test_a_step_is_used_once_and_none_before_it(with_users: Ledger) -> None:
    with_users.users.set_codes("Ada Quay", "SECRET", (), by="Ada Quay")
    used = [with_users.users.use_step("ada quay", step) for step in (7, 7, 6, 8)]
    assert used == [True, False, False, True]


def test_a_spare_code_is_used_once(with_users: Ledger) -> None:
    with_users.users.set_codes("Ada Quay", "SECRET", ["one", "two"], by="Ada Quay")
    used = [with_users.users.use_spare("ada quay", spare) for spare in ("one", "one", "three", "two")]
    assert used == [True, False, False, True]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE users SET role = 'admin' WHERE key = 'ada quay'", "the change 2 of user Ada Quay isn't as"),
        ("UPDATE users SET standing = 'odd' WHERE id = 2", "the change 2 of user Ada Quay isn't as"),
        (
            "UPDATE users SET at = '2031-01-01T00:00:00+00:00' WHERE id = 2",
            "log: no entry tells of the change",
        ),
        (
            "DELETE FROM users WHERE id = 2",
            "log: the ledger no longer holds, as it was, the change of user Ada",
        ),
        (
            "INSERT INTO users SELECT id + 7, key, name, role, standing, change, by, at, digest FROM users",
            "log: no entry tells of the change of user Mira Toll",
        ),
    ],
)
def test_verify_finds_who_made_themselves_something(
    with_users: Ledger, settings: Settings, statement: str, fault: str
) -> None:
    tamper(settings.ledger, statement)
    found = with_users.verify(Vault(settings.vault))
    assert [one for one in found if one.startswith(fault)], found


def test_an_altered_user_is_let_in_no_more(with_users: Ledger, settings: Settings) -> None:
    tamper(settings.ledger, "UPDATE users SET role = 'admin' WHERE key = 'ada quay'")
    with pytest.raises(LedgerFault, match="Ada Quay isn't as it was stored; run habeas verify"):
        with_users.users.find("Ada Quay")
    begin(with_users, "hers", "Ada Quay")
    with pytest.raises(LedgerFault, match="Ada Quay isn't as it was stored"):
        is_open(with_users, "hers")
