"""Signing in: a name, a password and a one-time code for a session's token, with growing delays.

Whatever was wrong, the answer is the same, and takes as long. Who is refused learns neither whether there is
such a user, nor whether the password was right.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from habeas.errors import SignInRefused, WrongUsage
from habeas.ledger import Ledger
from habeas.ledger.users import Credentials, User, key_of
from habeas.signing import codes, passwords

# A session is over twelve hours after it began: a day's work; or after two hours without a page.
LASTS: Final = timedelta(hours=12)
UNUSED: Final = timedelta(hours=2)

# Of names and addresses that aren't any, no more is kept.
LONGEST: Final = 64


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave who wants to be let in, and the address that they came from."""

    name: str
    password: str
    code: str
    address: str


def sign_in(ledger: Ledger, given: Given, *, now: datetime) -> tuple[User, str]:
    """The user and the token of a new session of theirs. Raises SignInRefused."""
    name, address = f"name:{key_of(given.name)[:LONGEST]}", f"address:{_network(given.address)}"
    wait = ledger.visits.attempt({name: _of_a_name, address: _of_an_address}, now=now)
    if wait > timedelta(0):
        raise SignInRefused(math.ceil(wait.total_seconds()))
    user = ledger.users.find(given.name)
    known = ledger.users.credentials(given.name)
    right = passwords.fits(known.password if known else None, given.password)
    if not right or user is None or user.disabled or not _code_fits(ledger, given, known, now):
        raise SignInRefused
    ledger.visits.forgive(name, address)
    return user, begin(ledger, user, now=now)


def begin(ledger: Ledger, user: User, *, now: datetime) -> str:
    """The token of a new session; only its hash is kept."""
    token = new_token()
    ledger.visits.begin(token_hash(token), user.name, now=now, ends=now + LASTS)
    return token


def change_password(ledger: Ledger, user: User, before: str, after: str, *, now: datetime) -> str:
    """Change somebody's own password; their sessions end, and this is the token of a new one.

    Raises WrongUsage where the password before isn't right, or the one after won't do.
    """
    confirm(ledger, user, before, now=now)
    passwords.refuse_weak(after, user.name)
    ledger.users.set_password(user.name, passwords.hashed(after), by=user.name)
    return begin(ledger, user, now=now)


def confirm(ledger: Ledger, user: User, password: str, *, now: datetime) -> None:
    """Ask for the password again before something that a session left open mustn't do.

    Raises WrongUsage where it isn't right, SignInRefused where it was wrong too often.
    """
    name = f"name:{key_of(user.name)}"
    wait = ledger.visits.attempt({name: _of_a_name}, now=now)
    if wait > timedelta(0):
        raise SignInRefused(math.ceil(wait.total_seconds()))
    known = ledger.users.credentials(user.name)
    if not passwords.fits(known.password if known else None, password):
        raise WrongUsage("that isn't your present password: nothing was changed")
    ledger.visits.forgive(name)


def set_up_codes(ledger: Ledger, user: User, secret: str, code: str, *, now: datetime) -> tuple[str, ...]:
    """Ask for codes of this secret from now on, which the code shows that a phone has; the spare codes.

    Raises WrongUsage where the code isn't the secret's.
    """
    step = codes.step_of(secret, code, now)
    if step is None:
        raise WrongUsage(
            "that code doesn't fit: take the newest one; if none fits, set the phone's clock by the network"
        )
    spare = codes.new_spare()
    ledger.users.set_codes(user.name, secret, [codes.spare_hash(one) for one in spare], by=user.name)
    ledger.users.use_step(user.name, step)
    return spare


def new_token() -> str:
    """A token that can't be guessed: 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token; it is random, so that a plain hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()


def _code_fits(ledger: Ledger, given: Given, known: Credentials | None, now: datetime) -> bool:
    """True where no code is asked for, or it is right; then it is used, and never right again."""
    if known is None or known.secret is None:
        return True
    if (step := codes.step_of(known.secret, given.code, now)) is not None:
        return ledger.users.use_step(given.name, step)
    spare = codes.spare_hash(given.code)
    return spare in known.spare and ledger.users.use_spare(given.name, spare)


def _growing(free: int, longest: timedelta) -> Callable[[int], timedelta]:
    """How long to wait after so many failures: nothing after the first, then 1 s, 2 s, 4 s … to `longest`."""

    def wait(failed: int) -> timedelta:
        over = failed - free
        return timedelta(0) if over < 0 else min(longest, timedelta(seconds=2 ** min(over, 20)))

    return wait


# A name waits no longer than this, so that strangers who try it can't keep its owner out for long; at one try
# in five minutes, guessing goes nowhere.
_of_a_name: Final = _growing(free=5, longest=timedelta(minutes=5))
# An office comes from one address: more tries of it are free, and one that goes on waits longer.
_of_an_address: Final = _growing(free=20, longest=timedelta(minutes=15))


def _network(address: str) -> str:
    """The address; of IPv6 the /64, for each customer has that many addresses to come from."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address[:LONGEST]
    if isinstance(ip, ipaddress.IPv6Address):
        mapped = ip.ipv4_mapped
        return str(mapped or ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
