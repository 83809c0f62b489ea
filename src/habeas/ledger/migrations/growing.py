"""The guards that let a table only grow, as every migration that makes such a table sets them."""

from __future__ import annotations

from collections.abc import Iterable

from alembic import op


def guard(tables: Iterable[str]) -> None:
    """Refuse every change and deletion in these tables.

    PostgreSQL calls `only_grows`, which revision 0001 made.
    """
    guarded = _guard_postgresql if op.get_context().dialect.name == "postgresql" else _guard_sqlite
    for table in tables:
        guarded(table)


def _guard_sqlite(table: str) -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'the ledger only grows: no {act} in {table}'); END"
        )


def _guard_postgresql(table: str) -> None:
    for name, act, each in (("change", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {act} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION only_grows()"
        )
