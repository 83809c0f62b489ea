"""The first ledger: its tables, and the guards that let them only grow."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from habeas.ledger.migrations.growing import guard

revision: Final = "0001"
down_revision: Final = None

ONLY_GROWS: Final = ("reports", "readings", "claims", "unread", "decisions", "log")


def upgrade() -> None:
    """Make the tables, then their guards."""
    _make_reports()
    _make_findings()
    _make_records()
    _make_refusal()
    guard(ONLY_GROWS)


def _make_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("published", sa.String(10)),
        sa.Column("language", sa.Text),
        sa.Column("extent", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("marks", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "readings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("report", sa.String(64), sa.ForeignKey("reports.id"), nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("report", "reader", name="readings_once"),
    )


def _make_findings() -> None:
    op.create_table(
        "claims",
        *_finding_columns(),
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("modality", sa.Text, nullable=False),
        sa.Column("first_day", sa.String(10)),
        sa.Column("last_day", sa.String(10)),
        sa.Column("stated_on", sa.String(10)),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("place_ids", sa.Text, nullable=False),
        sa.Column("place_words", sa.Text, nullable=False),
        sa.Column("speaker_ids", sa.Text, nullable=False),
        sa.Column("speaker_words", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reading", "position", name="claims_place"),
        sa.UniqueConstraint("reading", "id", name="claims_once"),
    )
    op.create_index("claims_by_id", "claims", ["id"])
    op.create_table(
        "unread",
        *_finding_columns(),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("reading", "position", name="unread_place"),
    )


def _finding_columns() -> tuple[sa.Column[int] | sa.Column[str], ...]:
    return (
        sa.Column("reading", sa.Integer, sa.ForeignKey("readings.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("anchor_start", sa.Integer, nullable=False),
        sa.Column("evidence_words", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )


def _make_records() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("claim", sa.String(22), nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("amendment", sa.Text),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_index("decisions_by_claim", "decisions", ["claim"])
    op.create_table(
        "log",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )


def _make_refusal() -> None:
    """What PostgreSQL's guards call; SQLite's say it themselves."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'the ledger only grows: no % in %', TG_OP, TG_TABLE_NAME; END $$"
        )
