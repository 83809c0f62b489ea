"""Everything that is cleared as tables: CSV, workbooks and Parquet write the same ones."""

from __future__ import annotations

from habeas.publishing.exports.around import around
from habeas.publishing.exports.columns import Table
from habeas.publishing.exports.tabled_claims import as_read_table, claims_table
from habeas.publishing.exports.tabled_reckoning import conflicts_table, events_table, figures_table
from habeas.publishing.exports.tabled_reports import (
    decisions_table,
    marks_table,
    reports_table,
    rulings_table,
    unread_table,
)
from habeas.publishing.holdings import Cleared


def tables(cleared: Cleared) -> tuple[Table, ...]:
    """The tables of what is cleared; each is there, also where it has no row."""
    here = around(cleared)
    made = (
        *(claims_table, events_table, figures_table, conflicts_table),
        *(unread_table, reports_table, marks_table, as_read_table, decisions_table, rulings_table),
    )
    return tuple(make(here) for make in made)
