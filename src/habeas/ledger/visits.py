"""Visits: sessions, tries at signing in, and who opened what and when. The last is kept for good."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from habeas.ledger.rows import Row
from habeas.ledger.session import Session, fetch
from habeas.ledger.tables import accesses, sessions, tries
from habeas.ledger.users import Role, key_of, user_called

# Failed tries that are older than this are forgotten.
REMEMBERED: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose session it is, their role now, and when it was last used."""

    name: str
    role: Role
    seen: datetime


@dataclass(frozen=True, slots=True)
class Tries:
    """How often in a row signing in failed, and when it last did."""

    failed: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Access:
    """One request: who asked (None: nobody signed in), for what, from where, and how it was answered.

    `route` is the pattern of the address, `opened` what stood in its place, as in "report 3f…".
    """

    at: datetime
    name: str | None
    role: Role
    method: str
    route: str
    opened: str | None
    status: int
    address: str | None


@dataclass(frozen=True, slots=True)
class Accesses:
    """A page of the access log, newest first; `next` is what to ask for older ones with, None at the end."""

    accesses: tuple[Access, ...]
    next: int | None


class Visits:
    """Sessions, tries and accesses of a ledger; each method is a transaction of its own."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- sessions; a token is always given as its hash ---

    def begin(self, token: str, name: str, *, now: datetime, ends: datetime) -> None:
        """Begin a session of this user; sessions that are over are swept out."""
        times = {"began": stamp(now), "seen": stamp(now), "ends": stamp(ends)}
        with self._session.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.ends <= stamp(now)))
            connection.execute(insert(sessions).values(token=token, key=key_of(name), **times))

    def whose(self, token: str, *, now: datetime, unused: timedelta) -> SignedIn | None:
        """Whose session this is: None if it is over, unused for too long, or its user is disabled.

        Raises AlteredRow, a LedgerFault, for a user who was changed behind the ledger's back.
        """
        query = (
            select(sessions.c.key, sessions.c.seen)
            .where(sessions.c.token == token)
            .where(sessions.c.ends > stamp(now), sessions.c.seen > stamp(now - unused))
        )
        with self._session.reading() as connection:
            session = connection.execute(query).first()
            user = user_called(connection, session.key) if session is not None else None
        if session is None or user is None or user.disabled:
            return None
        return SignedIn(user.name, user.role, datetime.fromisoformat(session.seen))

    def end(self, token: str) -> None:
        """End a session."""
        with self._session.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.token == token))

    # --- tries ---

    def attempt(self, delays: Mapping[str, Callable[[int], timedelta]], *, now: datetime) -> timedelta:
        """Count a try of each of these as failed, until `forgive` says otherwise, or refuse it.

        `delays` gives for each how long to wait after so many failures. Returns how long there is still to
        wait; zero where the try may go on. Counted before it is made, so that many at once gain nothing.
        """
        with self._session.writing() as connection:
            connection.execute(delete(tries).where(tries.c.last < stamp(now - REMEMBERED)))
            before = _tries(connection, list(delays))
            waits = [one.last + delays[who](one.failed) - now for who, one in before.items()]
            if (wait := max(waits, default=timedelta(0))) > timedelta(0):
                return wait
            for who in delays:
                _count(connection, who, before.get(who), now)
        return timedelta(0)

    def forgive(self, name: str, address: str | None = None) -> None:
        """It went well: forget their name's failures, and of the address's this one."""
        one_less = update(tries).where(tries.c.who == address, tries.c.failed > 0)
        with self._session.writing() as connection:
            connection.execute(delete(tries).where(tries.c.who == name))
            if address is not None:
                connection.execute(one_less.values(failed=tries.c.failed - 1))

    # --- the access log ---

    def keep(self, new: Sequence[Access], seen: Mapping[str, datetime] | None = None) -> None:
        """Put these requests down, and when these sessions (by token) were last used."""
        with self._session.writing() as connection:
            if new:
                connection.execute(insert(accesses), [_row(one) for one in new])
            for token, at in (seen or {}).items():
                connection.execute(update(sessions).where(sessions.c.token == token).values(seen=stamp(at)))

    def accesses(self, *, before: int | None = None, limit: int = 50) -> Accesses:
        """A page of the access log, newest first, or what comes before the key `before`."""
        query = select(accesses).order_by(accesses.c.id.desc()).limit(limit + 1)
        if before is not None:
            query = query.where(accesses.c.id < before)
        with self._session.reading() as connection:
            rows = list(fetch(connection, query))
        found = tuple(_access(row) for row in rows[:limit])
        return Accesses(found, rows[limit - 1]["id"] if len(rows) > limit else None)


def stamp(at: datetime) -> str:
    """A time as it is kept: to the millisecond, so that later times sort behind earlier ones."""
    return at.isoformat(timespec="milliseconds")


def _tries(connection: Connection, who: Sequence[str]) -> dict[str, Tries]:
    rows = fetch(connection, select(tries).where(tries.c.who.in_(who)))
    return {row["who"]: Tries(row["failed"], datetime.fromisoformat(row["last"])) for row in rows}


def _count(connection: Connection, who: str, before: Tries | None, now: datetime) -> None:
    if before is None:
        connection.execute(insert(tries).values(who=who, failed=1, last=stamp(now)))
    else:
        values = {"failed": before.failed + 1, "last": stamp(now)}
        connection.execute(update(tries).where(tries.c.who == who).values(values))


def _row(access: Access) -> dict[str, Any]:
    return {**asdict(access), "at": stamp(access.at), "role": access.role.word}


def _access(row: Row) -> Access:
    values = {key: row[key] for key in row if key != "id"}
    return Access(**{**values, "at": datetime.fromisoformat(row["at"]), "role": Role[row["role"].upper()]})
