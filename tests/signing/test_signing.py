"""Passwords, one-time codes, and signing in: who is let in, and that the refused learn nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import pyotp
import pytest
from argon2 import PasswordHasher, extract_parameters

from habeas.errors import SignInRefused, WrongUsage
from habeas.ledger import Ledger
from habeas.ledger.users import Role
from habeas.signing import codes, passwords
from habeas.signing.people import add_user, give_password
from habeas.signing.signing_in import Given, change_password, confirm, set_up_codes, sign_in, token_hash

NOW = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
PASSWORD = "seven grey herons"
ADDRESS = "192.0.2.7"
STEP = timedelta(seconds=codes.SECONDS)


@pytest.fixture
def ledger(ledger: Ledger) -> Iterator[Ledger]:
    """A ledger with a viewer."""
    add_user(ledger, "Ada Quay", Role.VIEWER, PASSWORD, by="joen")
    return ledger


def enter(
    ledger: Ledger,
    name: str = "Ada Quay",
    password: str = PASSWORD,
    code: str = "",
    *,
    address: str = ADDRESS,
    now: datetime = NOW,
) -> str:
    """The token of somebody who signs in."""
    return sign_in(ledger, Given(name, password, code, address), now=now)[1]


def refused(ledger: Ledger, name: str = "Ada Quay", **given: object) -> tuple[str, int]:
    """What somebody is told who isn't let in, and how long they must wait."""
    with pytest.raises(SignInRefused) as told:
        enter(ledger, name, **given)  # type: ignore[arg-type]
    return str(told.value), told.value.wait


# --- passwords ---


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("short words", "12 letters or more"),
        ("a" * 1025, "at most 1024"),
        ("abababababab", "too easily guessed"),
        ("My Ada  QUAY password", "too easily guessed"),
    ],
)
def test_a_weak_password_is_refused(ledger: Ledger, password: str, fault: str) -> None:
    for act in (
        lambda: passwords.refuse_weak(password, "Ada Quay"),
        lambda: give_password(ledger, "Ada Quay", password, by="joen"),
    ):
        with pytest.raises(WrongUsage, match=fault):
            act()
    assert enter(ledger)


@pytest.mark.parametrize("name", ["", " ", " Ada", "Ada\n", "a\u202eb", "Ada  Quay", "x" * 65])
def test_a_name_that_people_cannot_read_is_refused(ledger: Ledger, name: str) -> None:
    with pytest.raises(WrongUsage, match="name"):
        add_user(ledger, name, Role.VIEWER, PASSWORD, by="joen")


def test_a_password_fits_its_hash_alone() -> None:
    hash_ = passwords.hashed("sept h\u00e9rons gris")
    assert hash_.startswith("$argon2id$")
    assert passwords.fits(hash_, "sept he\u0301rons gris")
    assert not passwords.fits(hash_, "sept herons gris")
    assert not passwords.fits("no hash", PASSWORD)
    assert not passwords.fits(None, "nobody has this password")


def test_passwords_cost_what_rfc_9106_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    asked = extract_parameters(passwords._HASHER.hash("x"))
    assert (asked.time_cost, asked.memory_cost, asked.parallelism) == (3, 64 * 1024, 4)


# --- codes ---


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_good_for_about_now(steps: int, fits: bool) -> None:
    secret = codes.new_secret()
    code = pyotp.TOTP(secret).at(NOW + steps * STEP)
    found = codes.step_of(secret, code, NOW)
    assert found == (int(NOW.timestamp()) // 30 + steps if fits else None)


def test_a_code_is_read_as_people_write_it() -> None:
    secret = codes.new_secret()
    code = pyotp.TOTP(secret).at(NOW)
    arabic = "".join(chr(0x660 + int(digit)) for digit in code)
    for written in (f" {code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}", arabic):
        assert codes.step_of(secret, written, NOW) is not None
    for written in ("", "abc", "\u202e", code[:5], f"{code}0"):
        assert codes.step_of(secret, written, NOW) is None


def test_the_picture_is_an_image_and_nothing_is_fetched() -> None:
    picture = codes.picture(codes.new_secret(), "<Ada> & Quay")
    assert picture.startswith("data:image/svg+xml")


def test_a_secret_is_known_by_its_letters() -> None:
    assert codes.is_secret(codes.new_secret())
    assert not any(codes.is_secret(one) for one in ("", "A" * 31, "a" * 32, "A" * 32 + "\n", "1" * 32))


# --- signing in ---


def test_the_token_is_kept_as_a_hash_alone(ledger: Ledger) -> None:
    token = enter(ledger, "ada quay")
    with ledger._session.reading() as connection:
        kept = connection.exec_driver_sql("SELECT token FROM sessions").scalars().all()
    assert kept == [token_hash(token)]
    assert enter(ledger) != token


def test_the_refused_learn_nothing(ledger: Ledger) -> None:
    secret = codes.new_secret()
    add_user(ledger, "Mira Toll", Role.ADMIN, PASSWORD, by="joen")
    set_up_codes(ledger, ledger.users.known("Mira Toll"), secret, pyotp.TOTP(secret).at(NOW), now=NOW)
    add_user(ledger, "Joen Marsh", Role.ADMIN, PASSWORD, by="joen")
    ledger.users.disable("Joen Marsh", by="joen")
    told = {
        refused(ledger, "nobody"),
        refused(ledger, "", password=""),
        refused(ledger, password="seven grey heron"),
        refused(ledger, "Mira Toll"),
        refused(ledger, "Mira Toll", code="000000x"),
        refused(ledger, "Joen Marsh"),
        refused(ledger, "\u202e" * 500, password="x" * 5000, code="\u0660"),
    }
    assert len(told) == 1


def test_a_name_that_nobody_has_is_hashed_as_well(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    counted = Mock(wraps=hasher)
    monkeypatch.setattr(passwords, "_HASHER", counted)
    passwords._nobodys()
    ledger.users.disable("Ada Quay", by="joen")
    for name in ("nobody", "Ada Quay"):
        counted.verify.reset_mock()
        refused(ledger, name)
        assert counted.verify.call_count == 1


def test_delays_of_a_name_grow_and_end_with_the_right_password(ledger: Ledger) -> None:
    now, waited = NOW, []
    for _ in range(9):
        refused(ledger, password="wrong", now=now)
        wait = refused(ledger, now=now)[1] if len(waited) >= 4 else 0
        waited.append(wait)
        now += timedelta(seconds=wait)
    assert waited == [0, 0, 0, 0, 1, 2, 4, 8, 16]
    assert enter(ledger, now=now)
    assert refused(ledger, password="wrong", now=now)[1] == 0


def test_a_name_waits_at_most_five_minutes(ledger: Ledger) -> None:
    now = NOW
    for number in range(20):
        refused(ledger, password="wrong", now=now, address=f"192.0.2.{number}")
        now += timedelta(minutes=5)
    assert enter(ledger, now=now)


def test_a_name_that_nobody_has_waits_as_long(ledger: Ledger) -> None:
    for _ in range(5):
        refused(ledger, "nobody")
        refused(ledger, password="wrong", address="198.51.100.1")
    assert refused(ledger, "nobody") == refused(ledger)
    assert refused(ledger)[1] > 0


@pytest.mark.parametrize(
    ("addresses", "are_one"),
    [
        (["192.0.2.7", "192.0.2.7"], True),
        (["192.0.2.7", "::ffff:192.0.2.7"], True),
        (["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"], True),
        (["2001:db8:1:2::1", "2001:db8:1:3::1"], False),
        (["192.0.2.7", "192.0.2.8"], False),
        (["testclient", "testclient"], True),
    ],
)
def test_an_address_waits_whatever_name_it_gives(ledger: Ledger, addresses: list[str], are_one: bool) -> None:
    for number in range(20):
        refused(ledger, f"guess {number}", address=addresses[0])
    if are_one:
        assert refused(ledger, address=addresses[1])[1] == 1
    else:
        assert enter(ledger, address=addresses[1])


def test_many_tries_at_once_gain_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that come while the first is still looked at are counted before it is known to be wrong."""
    inner: list[int] = []

    def looks(*_: object) -> bool:
        if len(inner) < 8:
            inner.append(0)
            inner.append(refused(ledger, password="wrong")[1])
        return False

    monkeypatch.setattr(passwords, "fits", looks)
    refused(ledger, password="wrong")
    assert max(inner) > 0


# --- with codes ---


@pytest.fixture
def spare(ledger: Ledger) -> tuple[str, tuple[str, ...]]:
    """A secret that the viewer has set up ten steps ago, and their spare codes."""
    secret, then = codes.new_secret(), NOW - 10 * STEP
    made = set_up_codes(ledger, ledger.users.known("Ada Quay"), secret, pyotp.TOTP(secret).at(then), now=then)
    return secret, made


def test_a_code_is_good_once(ledger: Ledger, spare: tuple[str, tuple[str, ...]]) -> None:
    totp = pyotp.TOTP(spare[0])
    assert enter(ledger, code=totp.at(NOW))
    refused(ledger, code=totp.at(NOW))
    refused(ledger, code=totp.at(NOW - STEP))
    assert enter(ledger, code=totp.at(NOW + STEP), now=NOW + STEP)


def test_the_code_that_set_it_up_does_not_sign_in(ledger: Ledger) -> None:
    secret = codes.new_secret()
    code = pyotp.TOTP(secret).at(NOW)
    set_up_codes(ledger, ledger.users.known("Ada Quay"), secret, code, now=NOW)
    refused(ledger, code=code)


def test_a_wrong_password_uses_no_code(ledger: Ledger, spare: tuple[str, tuple[str, ...]]) -> None:
    code = pyotp.TOTP(spare[0]).at(NOW)
    refused(ledger, password="wrong", code=code)
    refused(ledger, password="wrong", code=spare[1][0])
    assert enter(ledger, code=code)
    assert enter(ledger, code=spare[1][0])


def test_a_spare_code_is_good_once(ledger: Ledger, spare: tuple[str, tuple[str, ...]]) -> None:
    assert len(set(spare[1])) == codes.SPARE
    assert enter(ledger, code=spare[1][3].upper().replace("-", " "))
    refused(ledger, code=spare[1][3])
    assert enter(ledger, code=spare[1][4])


def test_codes_are_set_up_with_a_code_that_fits(ledger: Ledger) -> None:
    secret = codes.new_secret()
    with pytest.raises(WrongUsage, match="that code doesn't fit"):
        set_up_codes(ledger, ledger.users.known("Ada Quay"), secret, "123", now=NOW)
    assert enter(ledger)


# --- one's own password ---


def test_a_password_is_changed_and_other_sessions_end(ledger: Ledger) -> None:
    user = ledger.users.known("Ada Quay")
    before = [enter(ledger), enter(ledger)]
    token = change_password(ledger, user, PASSWORD, "eight white storks", now=NOW)
    open_now = [
        ledger.visits.whose(token_hash(one), now=NOW, unused=timedelta(hours=2)) is not None
        for one in (*before, token)
    ]
    assert open_now == [False, False, True]
    refused(ledger)
    assert enter(ledger, password="eight white storks")


def test_the_present_password_is_asked_for_and_not_too_often(ledger: Ledger) -> None:
    user = ledger.users.known("Ada Quay")
    for _ in range(5):
        with pytest.raises(WrongUsage, match="isn't your present password"):
            change_password(ledger, user, "wrong", "eight white storks", now=NOW)
    with pytest.raises(SignInRefused, match="wait 1 second,"):
        confirm(ledger, user, PASSWORD, now=NOW)
    confirm(ledger, user, PASSWORD, now=NOW + timedelta(seconds=1))
