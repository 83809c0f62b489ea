"""Who is to decide blind on which claim, and what they said: both only grow."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

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
    guard = _guard_postgresql if op.get_context().dialect.name == "postgresql" else _guard_sqlite
    guard()


def _guard_sqlite() -> None:
    for table in ONLY_GROWS:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no {act} in {table}'); END"
            )


def _guard_postgresql() -> None:
    for table in ONLY_GROWS:
        for name, act, each in (
            ("change", "UPDATE OR DELETE", "ROW"),
            ("truncate", "TRUNCATE", "STATEMENT"),
        ):
            op.execute(
                f"CREATE TRIGGER {table}_no_{name} BEFORE {act} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION only_grows()"
            )
