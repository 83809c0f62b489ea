"""Cells of a spreadsheet that can't do anything: a report's words are shown, never run.

A cell that starts with = + - @ (or their full-width forms) is a formula to a spreadsheet, whatever the
file's quotes say; such a text gets an apostrophe before it, which loading takes away again. So does what
follows a semicolon within a text: where a country's lists are parted by semicolons, spreadsheets part a CSV
file's cells there too. (OWASP, "CSV Injection".)
"""

from __future__ import annotations

import re
from typing import Final

from habeas.unfit import BIDI, CONTROLS, INSTEAD, SURROGATES

TEXTS_PARTED: Final = "; "  # several texts in a cell
CODES_PARTED: Final = " "  # several ids, tags or offsets, which hold no blanks
PIECES_PARTED: Final = " … "  # the passages that carry a claim
UNNAMED: Final = "?"  # stands for the id of a name that the lexicon doesn't know, in a list of ids
STARTS: Final = "=+\\-@＝＋－＠"

# The tables that can be loaded again, and the folder of the texts beside them.
TABLES: Final = ("reports", "marks", "claims", "as-read", "unread", "decisions", "rulings")
TEXTS: Final = "texts"

_BREAKS: Final = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
_UNFIT: Final = re.compile(f"[{CONTROLS}{BIDI}{SURROGATES}\ufffe\uffff]")
# Apostrophes that stand there already are counted in, so that taking one away gives back the text.
_TO_DEFUSE: Final = re.compile(f"(^|;)(?=[\\s']*[{STARTS}])")
_DEFUSED: Final = re.compile(f"(^|;)'(?=[\\s']*[{STARTS}])")


def fit_cell(text: str) -> str:
    """The text for a cell: each line break a blank, each control or bidirectional character U+FFFD.

    It keeps its length, so that words in cells are as long as their offsets say.
    """
    # Most cells hold nothing of the sort, and exports have millions of them.
    return text if text.isprintable() else _UNFIT.sub(INSTEAD, _BREAKS.sub(" ", text))


def defused(text: str) -> str:
    """The text as a cell of CSV, so that nothing in it can start a formula."""
    if text[:1].isalnum() and ";" not in text:
        return text
    return _TO_DEFUSE.sub(r"\1'", text)


def as_was(cell: str) -> str:
    """The text of a cell that `defused` made."""
    return _DEFUSED.sub(r"\1", cell)


def at(start: int, end: int) -> str:
    """Where words stand, so that no spreadsheet takes it for a day or a time: "12..30"."""
    return f"{start}..{end}"


def from_at(cell: str) -> tuple[int, int]:
    """Where words stand, again. Raises ValueError for what `at` doesn't write."""
    start, parted, end = cell.partition("..")
    if not (parted and start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        raise ValueError(f"{cell[:40]!r} isn't written like 12..30")
    return int(start), int(end)
