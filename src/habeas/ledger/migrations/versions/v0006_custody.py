"""The chain of custody: how reports came in, and what left; both only grow."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from habeas.ledger.migrations.growing import guard

revision: Final = "0006"
down_revision: Final = "0005"

ONLY_GROWS: Final = ("arrivals", "departures")


def upgrade() -> None:
    """Make the tables and their guards."""
    op.create_table(
        "arrivals",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("report", sa.String(64), nullable=False),
        *(_words(name) for name in ("kind", "address")),
        sa.Column("carrier", sa.String(64), nullable=False),
        *(_words(name) for name in ("by", "at", "agent")),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("arrivals_by_report", "arrivals", ["report"])
    op.create_index("arrivals_by_address", "arrivals", ["address"])
    op.create_table(
        "departures",
        sa.Column("id", sa.Integer, primary_key=True),
        *(_words(name) for name in ("form", "chosen")),
        sa.Column("named", sa.Integer, nullable=False),
        sa.Column("contents", sa.String(64), nullable=False),
        *(_words(name) for name in ("by", "at", "why")),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    guard(ONLY_GROWS)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)
