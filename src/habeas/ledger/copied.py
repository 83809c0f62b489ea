"""The ledger's file as one consistent copy, for an archive; and a copy from a stranger, looked at first."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from habeas.errors import LedgerFault
from habeas.ledger.session import BUSY_SECONDS, Session, in_words, open_session

# What lets people in, and who opened what from where: no part of the evidence, and it doesn't travel.
_LEFT_OUT: Final = ("credentials", "sessions", "tries", "accesses")
_HELD: Final = "SELECT id FROM reports UNION SELECT carrier FROM arrivals WHERE carrier <> ''"


def copy_to(session: Session, path: Path) -> frozenset[str]:
    """Copy the ledger into a new file, as it is at one moment; the SHA-256 of all bytes that it stands on.

    Passwords, sessions and the log of accesses are left out, and no page of the file keeps them. Raises
    LedgerFault where it can't be written.
    """
    with in_words(path):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with (
            closing(sqlite3.connect(session.path, timeout=BUSY_SECONDS)) as source,
            closing(sqlite3.connect(path, isolation_level=None)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without others beside it
            _leave_out(copy)
            return frozenset(sha for (sha,) in copy.execute(_HELD))


def _leave_out(copy: sqlite3.Connection) -> None:
    guards = _guards_of(copy, _LEFT_OUT)
    copy.execute("BEGIN")
    for name in guards:
        copy.execute(f"DROP TRIGGER {name}")
    for table in _LEFT_OUT:
        copy.execute(f"DELETE FROM {table}")  # noqa: S608  names of ours
    for statement in guards.values():
        copy.execute(statement)
    copy.execute("COMMIT")
    copy.execute("VACUUM")  # writes the file anew, without the pages that held them


def _guards_of(copy: sqlite3.Connection, tables: tuple[str, ...]) -> dict[str, str]:
    """The statements that make the triggers of these tables, by the triggers' names."""
    found = copy.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: statement for name, table, statement in found if table in tables}


def settle_in(path: Path) -> None:
    """Bring a copy of a ledger to where this habeas works with it, migrated where it is older.

    Raises LedgerFault for what is no ledger, for one of a newer habeas, and for one with tables or triggers
    that no ledger has: a stranger's file could do what it likes.
    """
    open_session(path, create=False).close()
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "ledger.sqlite"
        open_session(fresh, create=True).close()
        strange = _shape_of(path) ^ _shape_of(fresh)
    if strange:
        names = ", ".join(sorted({name for name, _ in strange})[:3])
        raise LedgerFault(f"this isn't made as a ledger is ({names}); don't open it by other means")
    with in_words(path), closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode = WAL")
    for backup in path.parent.glob(f"{path.name}.before-*"):
        backup.unlink()  # the archive itself is the copy from before


def _shape_of(path: Path) -> set[tuple[str, str]]:
    """What makes a ledger's tables, indexes and triggers: each one's name and statement."""
    with in_words(path), closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master")
        return {(str(name), " ".join(str(statement).split())) for name, statement in found}
