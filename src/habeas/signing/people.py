"""Adding users, and giving them new passwords."""

from __future__ import annotations

import getpass
from typing import Final

from habeas.errors import WrongUsage
from habeas.ledger import Ledger
from habeas.ledger.users import Role, User
from habeas.signing import passwords

LONGEST_NAME: Final = 64


def add_user(ledger: Ledger, name: str, role: Role, password: str, *, by: str) -> User:
    """Add somebody who may sign in from now on.

    Raises WrongUsage for a name or a password that won't do, LedgerFault for a name that is there already.
    """
    refuse_odd(name)
    passwords.refuse_weak(password, name)
    return ledger.users.add(name, role, passwords.hashed(password), by=by)


def give_password(ledger: Ledger, name: str, password: str, *, by: str) -> User:
    """Give a user another password; their sessions end.

    Raises WrongUsage for a password that won't do, LedgerFault for an unknown name.
    """
    passwords.refuse_weak(password, name)
    return ledger.users.set_password(name, passwords.hashed(password), by=by)


def own_name() -> str:
    """The name of whoever is signed in on this machine, as the system has it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # such as in a container that knows no names
        return "you"


def refuse_odd(name: str) -> None:
    """A name stands beside decisions for good: raise WrongUsage for one that people can't read."""
    if not name.strip() or name != " ".join(name.split()) or not name.isprintable():
        raise WrongUsage(f"{name!r} is no name: give one of letters, without spaces around it")
    if len(name) > LONGEST_NAME:
        raise WrongUsage(f"a name has at most {LONGEST_NAME} letters")
