"""The ledger only grows: the database itself refuses UPDATE and DELETE."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing

import pytest
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from ledger_material import add, fill, listing, velm_reading
from sqlalchemy import insert

from habeas.errors import LedgerFault
from habeas.ledger import Ledger
from habeas.ledger.rows import report_row
from habeas.ledger.session import SCHEMA
from habeas.ledger.tables import DERIVED, PASSING, metadata, reports
from habeas.settings import Settings

TABLES = sorted(set(metadata.tables) - {table.name for table in (*DERIVED, *PASSING)})


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_rows_are_neither_changed_nor_deleted(settings: Settings, table: str, statement: str) -> None:
    with Ledger.open(settings) as ledger:
        fill(ledger)
        before = listing(ledger)
        column = metadata.tables[table].columns.keys()[-1]
        with (
            closing(sqlite3.connect(settings.ledger)) as connection,
            pytest.raises(
                sqlite3.IntegrityError, match=f"the ledger only grows: no (UPDATE|DELETE) in {table}"
            ),
        ):
            connection.execute(statement.format(table=table, column=column))
        assert listing(ledger) == before


def test_rows_are_not_replaced(ledger: Ledger) -> None:
    """OR REPLACE deletes the row in the way, which SQLite only tells triggers of when it is asked to."""
    add(ledger, velm_reading())
    replacing = insert(reports).prefix_with("OR REPLACE").values(report_row(velm_reading().report))
    with pytest.raises(LedgerFault, match="the ledger only grows: no DELETE in reports"):  # noqa: SIM117
        with ledger._session.writing() as connection:
            connection.execute(replacing)


@pytest.mark.parametrize("table", TABLES)
def test_postgresql_is_guarded_too(table: str) -> None:
    """The DDL that the migrations give there; running it needs a server."""
    config = Config()
    config.set_main_option("script_location", SCHEMA.scripts)
    ddl = io.StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": ddl}
    )
    with Operations.context(context):
        for script in reversed([*ScriptDirectory.from_config(config).walk_revisions()]):
            script.module.upgrade()
    assert f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}" in ddl.getvalue()
    assert f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}" in ddl.getvalue()
    assert "RAISE(ABORT" not in ddl.getvalue()
