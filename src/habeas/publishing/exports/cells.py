"""Cells of a spreadsheet that can't do anything: a report's words are shown, never run.

A cell that starts with = + - @ (or their full-width forms) is a formula to a spreadsheet, whatever the
file's quotes say; such a text gets an apostrophe before it, which loading takes away again. So does what
follows a semicolon within a text: where a country's lists are parted by semicolons, spreadsheets part a CSV
file's cells there too. (OWASP, "CSV Injection".)
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from habeas.publishing.exports.columns import Cell, Kind
from habeas.publishing.plain import BIDI, CONTROLS, INSTEAD, SURROGATES

TEXTS_PARTED: Final = "; "
CODES_PARTED: Final = " "
STARTS: Final = "=+\\-@＝＋－＠"

_BREAKS: Final = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
_UNFIT: Final = re.compile(f"[{CONTROLS}{BIDI}{SURROGATES}\ufffe\uffff]")
# Apostrophes that stand there already are counted in, so that taking one away gives back the text.
_TO_DEFUSE: Final = re.compile(f"(^|;)(?=[\\s']*[{STARTS}])")
_DEFUSED: Final = re.compile(f"(^|;)'(?=[\\s']*[{STARTS}])")


def fit_cell(text: str) -> str:
    """The text for a cell: each line break a blank, each control or bidirectional character U+FFFD.

    It keeps its length, so that words in cells are as long as their offsets say.
    """
    return _UNFIT.sub(INSTEAD, _BREAKS.sub(" ", text))


def defused(text: str) -> str:
    """The text as a cell of CSV, so that nothing in it can start a formula."""
    return _TO_DEFUSE.sub(r"\1'", text)


def as_was(cell: str) -> str:
    """The text of a cell that `defused` made."""
    return _DEFUSED.sub(r"\1", cell)


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
