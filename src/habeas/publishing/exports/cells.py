"""The cells of our tables as words."""

from __future__ import annotations

from datetime import date

from habeas.cells import CODES_PARTED, TEXTS_PARTED, fit_cell
from habeas.publishing.exports.columns import Cell, Kind


def in_words(cell: Cell, kind: Kind) -> str:
    """The cell as one text, fit to be shown; "" for an empty one."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):  # a time is one, too
        return cell.isoformat()
    if isinstance(cell, tuple):
        return fit_cell((CODES_PARTED if kind is Kind.CODES else TEXTS_PARTED).join(cell))
    return fit_cell(str(cell))
