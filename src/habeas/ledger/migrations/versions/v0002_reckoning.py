"""Rulings on pairs, which only grow; and the tables of what is derived, which come and go."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from habeas.ledger.migrations.growing import guard

revision: Final = "0002"
down_revision: Final = "0001"


def upgrade() -> None:
    """Make the rulings and their guards, then the derived tables."""
    _make_rulings()
    guard(["rulings"])
    _make_derived_findings()
    _make_derived_names()
    _make_derived_groups()


def _make_rulings() -> None:
    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer, primary_key=True),
        *(_words(name) for name in ("matter", "one", "other", "verdict", "by", "at", "why")),
        sa.Column("digest", sa.String(64), nullable=False),
    )


def _make_derived_findings() -> None:
    op.create_table("derived_state", sa.Column("name", sa.Text, primary_key=True), _words("value"))
    op.create_table(
        "derived_reports",
        sa.Column("report", sa.String(64), primary_key=True),
        sa.Column("reading", sa.Integer, nullable=False),
        _words("signature"),
    )
    op.create_table(
        "derived_claims",
        sa.Column("claim", sa.String(22), primary_key=True),
        sa.Column("report", sa.String(64), nullable=False),
        _words("testimony"),
    )
    op.create_index("derived_claims_by_report", "derived_claims", ["report"])


def _make_derived_names() -> None:
    op.create_table("derived_meanings", sa.Column("meaning", sa.String(64), primary_key=True), _words("body"))
    op.create_table(
        "derived_ties",
        _words("tie"),
        sa.Column("meaning", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("tie", "meaning", name="derived_ties_once"),
    )
    op.create_index("derived_ties_by_meaning", "derived_ties", ["meaning"])
    op.create_table(
        "derived_mentions",
        sa.Column("report", sa.String(64), nullable=False),
        sa.Column("meaning", sa.String(64), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("report", "meaning", name="derived_mentions_once"),
    )
    op.create_index("derived_mentions_by_meaning", "derived_mentions", ["meaning"])


def _make_derived_groups() -> None:
    op.create_table(
        "derived_keys",
        _words("kind"),
        sa.Column("key", sa.BigInteger, nullable=False),
        _words("member"),
        sa.Column("reach", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", "member", name="derived_keys_once"),
        sqlite_with_rowid=False,
    )
    op.create_index("derived_keys_by_member", "derived_keys", ["kind", "member"])
    _make_kinds("derived_knots", ("member", "knot"), once=("member",))
    op.create_index("derived_knots_by_knot", "derived_knots", ["kind", "knot"])
    _make_kinds("derived_values", ("id", "knot", "body"), once=("id",))
    op.create_index("derived_values_by_knot", "derived_values", ["kind", "knot"])
    _make_kinds("derived_members", ("member", "id"), once=("member", "id"))
    op.create_index("derived_members_by_id", "derived_members", ["kind", "id"])


def _make_kinds(table: str, columns: tuple[str, ...], *, once: tuple[str, ...]) -> None:
    op.create_table(
        table,
        _words("kind"),
        *map(_words, columns),
        sa.PrimaryKeyConstraint("kind", *once, name=f"{table}_once"),
    )


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)
