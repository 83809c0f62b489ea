"""Users: who may read, review and administer. What they are is kept with all its changes, and logged.

What lets them in, a password's hash and the secret of their one-time codes, is kept apart and replaced.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from habeas.errors import LedgerFault
from habeas.ledger import log
from habeas.ledger.log import Action, Entry
from habeas.ledger.rows import AlteredRow, Row, digest_of, fold
from habeas.ledger.session import Session, fetch
from habeas.ledger.tables import credentials, sessions, tries, users

DISABLED: Final = "disabled"
ACTIVE: Final = "active"


class Role(IntEnum):
    """What a person may do; each may do what those before may."""

    ANYONE = 0  # nobody need be signed in: the sign-in page, style sheets
    VIEWER = 1
    REVIEWER = 2
    ADMIN = 3

    @property
    def word(self) -> str:
        """The role as people write it."""
        return self.name.lower()


class Change(StrEnum):
    """What was changed about a user."""

    ADDED = "added"
    ROLE = "role"
    DISABLED = "disabled"
    ENABLED = "enabled"
    PASSWORD = "password"  # noqa: S105  the word, not one
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class User:
    """A user as they are since the last change of them; when that was, what it was, and who made it."""

    name: str
    role: Role
    disabled: bool
    change: Change
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Credentials:
    """What lets a user in; `step` is of the last one-time code used, `spare` hashes of codes good once."""

    password: str
    secret: str | None = None
    step: int | None = None
    spare: tuple[str, ...] = ()


def key_of(name: str) -> str:
    """A name as names are compared: without regard to case."""
    return fold(name)


class Users:
    """The users of a ledger; each method is a transaction of its own."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[User]:
        """Every user there ever was, by name."""
        last = select(func.max(users.c.id)).group_by(users.c.key)
        with self._session.reading() as connection:
            rows = fetch(connection, select(users).where(users.c.id.in_(last)).order_by(users.c.key))
            return [user_of(row) for row in rows]

    def any(self) -> bool:
        """True once somebody was added, even if all are disabled since."""
        with self._session.reading() as connection:
            return connection.execute(select(users.c.id).limit(1)).first() is not None

    def find(self, name: str) -> User | None:
        """The user of this name, in any case."""
        with self._session.reading() as connection:
            return user_called(connection, name)

    def known(self, name: str) -> User:
        """The user of this name, in any case. Raises LedgerFault where there is none."""
        with self._session.reading() as connection:
            return _known(connection, name)

    def history(self, name: str) -> list[User]:
        """What this user was after each change, oldest first."""
        query = select(users).where(users.c.key == key_of(name)).order_by(users.c.id)
        with self._session.reading() as connection:
            return [user_of(row) for row in fetch(connection, query)]

    def credentials(self, name: str) -> Credentials | None:
        """What lets this user in."""
        with self._session.reading() as connection:
            return _credentials(connection, name)

    def with_codes(self) -> frozenset[str]:
        """The names of those who are asked for one-time codes."""
        query = select(users.c.name).join(credentials, credentials.c.key == users.c.key)
        with self._session.reading() as connection:
            found = connection.execute(query.where(credentials.c.secret.is_not(None)))
            return frozenset(name for (name,) in found)

    def add(self, name: str, role: Role, password: str, *, by: str) -> User:
        """Add a user; `password` is its hash. Raises LedgerFault where there is one of that name."""
        with self._session.writing() as connection:
            if (known := user_called(connection, name)) is not None:
                cure = f"enable {known.name} again" if known.disabled else "give another name"
                raise LedgerFault(f"there is a user {known.name} already; {cure}")
            values = {"key": key_of(name), "password": password, "spare": "[]"}
            connection.execute(insert(credentials).values(values))
            return _keep(connection, User(name, role, False, Change.ADDED, by, log.now()))

    def set_role(self, name: str, role: Role, *, by: str) -> User:
        """Give a user another role, from their next request on. Raises LedgerFault for an unknown name."""
        with self._session.writing() as connection:
            user = _known(connection, name)
            return _keep(connection, replace(user, role=role, change=Change.ROLE, by=by, at=log.now()))

    def disable(self, name: str, *, by: str) -> User:
        """Let a user in no more, and end their sessions. Raises LedgerFault for an unknown name."""
        with self._session.writing() as connection:
            user = _known(connection, name)
            _end_sessions(connection, name)
            changed = replace(user, disabled=True, change=Change.DISABLED, by=by, at=log.now())
            return _keep(connection, changed)

    def enable(self, name: str, *, by: str) -> User:
        """Let a user in again. Raises LedgerFault for an unknown name."""
        with self._session.writing() as connection:
            user = _known(connection, name)
            changed = replace(user, disabled=False, change=Change.ENABLED, by=by, at=log.now())
            return _keep(connection, changed)

    def set_password(self, name: str, password: str, *, by: str) -> User:
        """Give a user another password (its hash) and end their sessions; delays of their name end too.

        Raises LedgerFault for an unknown name.
        """
        with self._session.writing() as connection:
            user = _known(connection, name)
            _end_sessions(connection, name)
            connection.execute(delete(tries).where(tries.c.who == f"name:{key_of(name)}"))
            _set(connection, name, password=password)
            return _keep(connection, replace(user, change=Change.PASSWORD, by=by, at=log.now()))

    def set_codes(self, name: str, secret: str | None, spare: Iterable[str], *, by: str) -> User:
        """Ask this user for one-time codes of this secret from now on, or (None) for none.

        `spare` are the hashes of codes that stand in for one each. Raises LedgerFault for an unknown name.
        """
        with self._session.writing() as connection:
            user = _known(connection, name)
            _set(connection, name, secret=secret, step=None, spare=json.dumps(list(spare)))
            return _keep(connection, replace(user, change=Change.CODES, by=by, at=log.now()))

    def use_step(self, name: str, step: int) -> bool:
        """Use the one-time code of this step; False where it, or a later one, was used before."""
        unused = or_(credentials.c.step.is_(None), credentials.c.step < step)
        query = update(credentials).where(credentials.c.key == key_of(name), unused).values(step=step)
        with self._session.writing() as connection:
            return connection.execute(query).rowcount == 1

    def use_spare(self, name: str, spare: str) -> bool:
        """Use the code that stands in with this hash; False where there is none, or it was used before."""
        with self._session.writing() as connection:
            known = _credentials(connection, name)
            if known is None or spare not in known.spare:
                return False
            left = [one for one in known.spare if one != spare]
            _set(connection, name, spare=json.dumps(left))
            return True


def user_called(connection: Connection, name: str) -> User | None:
    """The user of this name, in any case; raises AlteredRow."""
    query = select(users).where(users.c.key == key_of(name)).order_by(users.c.id.desc()).limit(1)
    return next((user_of(row) for row in fetch(connection, query)), None)


def user_of(row: Row) -> User:
    """The user that a row tells of; raises AlteredRow."""
    contents = {key: row[key] for key in row if key not in {"id", "digest"}}
    fault = AlteredRow(f"the change {row['id']} of user {row['name']} isn't as it was stored")
    if row["digest"] != digest_of(contents):
        raise fault
    try:
        return User(
            row["name"],
            Role[row["role"].upper()],
            {DISABLED: True, ACTIVE: False}[row["standing"]],
            Change(row["change"]),
            row["by"],
            datetime.fromisoformat(row["at"]),
        )
    except (ValueError, LookupError) as misfit:
        raise fault from misfit


def _row(user: User) -> dict[str, Any]:
    row = {
        "key": key_of(user.name),
        "name": user.name,
        "role": user.role.word,
        "standing": DISABLED if user.disabled else ACTIVE,
        "change": user.change.value,
        "by": user.by,
        "at": user.at.isoformat(),
    }
    return {**row, "digest": digest_of(row)}


def _keep(connection: Connection, user: User) -> User:
    """Put the user down as they are now, and in the log."""
    row = _row(user)
    connection.execute(insert(users).values(row))
    log.write_entry(connection, Entry(row["at"], row["by"], Action.USER, row["name"], row["digest"]))
    return user


def _known(connection: Connection, name: str) -> User:
    if (user := user_called(connection, name)) is None:
        raise LedgerFault(f"there is no user {name}; habeas user list shows all")
    return user


def _credentials(connection: Connection, name: str) -> Credentials | None:
    query = select(credentials).where(credentials.c.key == key_of(name))
    for row in fetch(connection, query):
        return Credentials(row["password"], row["secret"], row["step"], tuple(json.loads(row["spare"])))
    return None


def _set(connection: Connection, name: str, **values: str | int | None) -> None:
    connection.execute(update(credentials).where(credentials.c.key == key_of(name)).values(**values))


def _end_sessions(connection: Connection, name: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.key == key_of(name)))
