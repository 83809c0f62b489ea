"""Users and the access log, which only grow; and what lets people in, which changes and goes."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from habeas.ledger.migrations.growing import guard

revision: Final = "0004"
down_revision: Final = "0003"

ONLY_GROWS: Final = ("users", "accesses")


def upgrade() -> None:
    """Make the tables, then the guards of those that only grow."""
    _make_users()
    _make_accesses()
    _make_passing()
    guard(ONLY_GROWS)


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
