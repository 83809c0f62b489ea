"""Who is to decide blind on which claim, and what they said: both only grow."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from habeas.ledger.migrations.growing import guard

revision: Final = "0005"
down_revision: Final = "0004"

ONLY_GROWS: Final = ("assignments", "opinions")


def upgrade() -> None:
    """Make the two tables and their guards."""
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim", sa.String(22), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("one", "other", "by", "at", "why")),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("assignments_by_claim", "assignments", ["claim"])
    op.create_table(
        "opinions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim", sa.String(22), nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("amendment", sa.Text),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("by", "at", "why")),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("opinions_by_claim", "opinions", ["claim"])
    guard(ONLY_GROWS)
