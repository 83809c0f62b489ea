"""Passwords: what one must be, and its argon2id hash."""

from __future__ import annotations

import functools
import threading
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from habeas.errors import WrongUsage
from habeas.ledger.users import key_of

# NIST SP 800-63B: long, rather than of many kinds of letters; and a bound on what is hashed.
SHORTEST: Final = 12
LONGEST: Final = 1024
# A password made of so few letters ("aaaaaaaaaaaa", "121212121212") is guessed early.
FEWEST_LETTERS: Final = 5

# argon2id with RFC 9106's second choice of costs: 64 MiB, three passes.
_HASHER: Final = PasswordHasher()
# One at a time: as many at once as people send would take 64 MiB each.
_TURN: Final = threading.Lock()


def refuse_weak(password: str, name: str) -> None:
    """Raise WrongUsage for a password that is too easily guessed, saying what one must be."""
    if len(password) < SHORTEST:
        raise WrongUsage(f"a password has {SHORTEST} letters or more: three or four words are easy to keep")
    if len(password) > LONGEST:
        raise WrongUsage(f"a password has at most {LONGEST} letters")
    if len(set(password)) < FEWEST_LETTERS or key_of(name) in key_of(password):
        raise WrongUsage("this password is too easily guessed: take three or four words, and not your name")


def hashed(password: str) -> str:
    """The password's argon2id hash, with its salt and costs."""
    with _TURN:
        return _HASHER.hash(_spelt(password))


def fits(hash_: str | None, password: str) -> bool:
    """True where the password is the one that was hashed; as slow where there is none (None)."""
    against = hash_ if hash_ is not None else _nobodys()
    try:
        with _TURN:
            return _HASHER.verify(against, _spelt(password[: LONGEST + 1])) and hash_ is not None
    except (VerificationError, InvalidHashError):
        return False


def _spelt(password: str) -> str:
    """One spelling of what keyboards write differently: NFKC, as NIST SP 800-63B asks."""
    return unicodedata.normalize("NFKC", password)


@functools.cache
def _nobodys() -> str:
    """A hash that a try for a name that nobody has is held against, so that it takes as long."""
    return hashed("nobody has this password")
