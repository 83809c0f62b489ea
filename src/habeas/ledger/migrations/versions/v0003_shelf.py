"""The shelf: everything that is listed, with what lists are narrowed by and searched for."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"


def upgrade() -> None:
    """Make the tables; and what is searched by, where the database has it."""
    op.create_table(
        "derived_shelf",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("rank", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("facets", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("kind", "n", name="derived_shelf_place"),
        sqlite_with_rowid=False,
    )
    op.create_index("derived_shelf_by_id", "derived_shelf", ["kind", "id"], unique=True)
    op.create_table(
        "derived_facet_names",
        sa.Column("facet", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("held", sa.Integer, nullable=False),
        sa.UniqueConstraint("kind", "name", name="derived_facet_names_once"),
    )
    op.create_table(
        "derived_facets",
        sa.Column("facet", sa.Integer, nullable=False),
        sa.Column("rank", sa.BigInteger, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("facet", "rank", "n", name="derived_facets_once"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "derived_searched",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("words", sa.Text, nullable=False),
    )
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE derived_words USING fts5(words, content='derived_searched', "
            "content_rowid='n', columnsize=0, prefix='3', tokenize='unicode61 remove_diacritics 0')"
        )
