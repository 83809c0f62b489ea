"""Users and the access log, which only grow; and what lets people in, which changes and goes."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"

ONLY_GROWS: Final = ("users", "accesses")


def upgrade() -> None:
    """Make the tables, then the guards of those that only grow."""
    _make_users()
    _make_accesses()
    _make_passing()
    guard = _guard_postgresql if op.get_context().dialect.name == "postgresql" else _guard_sqlite
    guard()


def _make_users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer, primary_key=True),
        *(_words(name) for name in ("key", "name", "role", "standing", "change", "by", "at")),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("users_by_key", "users", ["key"])


def _make_accesses() -> None:
    op.create_table(
        "accesses",
        sa.Column("id", sa.Integer, primary_key=True),
        _words("at"),
        sa.Column("name", sa.Text),
        *(_words(name) for name in ("role", "method", "route")),
        sa.Column("opened", sa.Text),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("address", sa.Text),
    )


def _make_passing() -> None:
    op.create_table(
        "credentials",
        sa.Column("key", sa.Text, primary_key=True),
        _words("password"),
        sa.Column("secret", sa.Text),
        sa.Column("step", sa.BigInteger),
        _words("spare"),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(64), primary_key=True),
        *(_words(name) for name in ("key", "began", "seen", "ends")),
    )
    op.create_index("sessions_by_key", "sessions", ["key"])
    op.create_table(
        "tries",
        sa.Column("who", sa.Text, primary_key=True),
        sa.Column("failed", sa.Integer, nullable=False),
        _words("last"),
    )


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _guard_sqlite() -> None:
    for table in ONLY_GROWS:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no {act} in {table}'); END"
            )


def _guard_postgresql() -> None:
    for table in ONLY_GROWS:
        for name, act, each in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {table}_no_{name} BEFORE {act} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION only_grows()"
            )
