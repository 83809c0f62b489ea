"""The chain of custody: how reports came in, what left, what was erased; salts for that; timestamps."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from habeas.ledger.migrations.growing import guard

revision: Final = "0006"
down_revision: Final = "0005"

ONLY_GROWS: Final = ("arrivals", "departures", "erasures", "erased", "stamps")
# Rows that are there have no salt: their digests stay as they are.
SALTED: Final = ("reports", "claims", "unread", "decisions", "rulings", "opinions", "assignments")


def upgrade() -> None:
    """Make the tables and their guards, and the columns for what erasures leave."""
    _make_arrivals()
    _make_departures()
    _make_erasures()
    _make_stamps()
    for table in SALTED:
        for column in _for_erasure():
            op.add_column(table, column)
    op.add_column("log", sa.Column("remains", sa.String(64)))
    guard(ONLY_GROWS)


def _make_arrivals() -> None:
    op.create_table(
        "arrivals",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("report", sa.String(64), nullable=False),
        *(_words(name) for name in ("kind", "address")),
        sa.Column("carrier", sa.String(64), nullable=False),
        *(_words(name) for name in ("by", "at", "agent")),
        sa.Column("digest", sa.String(64), nullable=False),
        *_for_erasure(),
    )
    op.create_index("arrivals_by_report", "arrivals", ["report"])
    op.create_index("arrivals_by_address", "arrivals", ["address"])


def _make_departures() -> None:
    op.create_table(
        "departures",
        sa.Column("id", sa.Integer, primary_key=True),
        *(_words(name) for name in ("form", "chosen")),
        sa.Column("named", sa.Integer, nullable=False),
        sa.Column("contents", sa.String(64), nullable=False),
        *(_words(name) for name in ("by", "at", "why")),
        sa.Column("digest", sa.String(64), nullable=False),
        *_for_erasure(),
    )


def _make_stamps() -> None:
    op.create_table(
        "stamps",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("head", sa.String(64), nullable=False),
        *(_words(name) for name in ("address", "answer", "by", "at")),
        sa.Column("digest", sa.String(64), nullable=False),
        *_for_erasure(),
    )


def _make_erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer, primary_key=True),
        *(_words(name) for name in ("matter", "subject", "by", "at", "why")),
        *(sa.Column(name, sa.String(64), nullable=False) for name in ("contents", "digest")),
        *_for_erasure(),
    )
    op.create_table(
        "erased",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("erasure", sa.Integer, sa.ForeignKey("erasures.id"), nullable=False),
        *(_words(name) for name in ("place", "before", "after")),
    )
    op.create_index("erased_by_place", "erased", ["place"])
    op.create_table("unfinished", sa.Column("path", sa.Text, primary_key=True))


def _for_erasure() -> tuple[sa.Column[str], sa.Column[str]]:
    return sa.Column("salt", sa.String(32)), sa.Column("remains", sa.String(64))


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)
