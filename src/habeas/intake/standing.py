"""Where words that somebody gives stand in a report: whole words and whole numbers only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from habeas.model import Report, Span

_IN_WORD: Final = re.compile(r"\w")
_IN_NUMBER_BEFORE: Final = re.compile(r"\d[.,]")
_IN_NUMBER_BEHIND: Final = re.compile(r"[.,]\d|\s?%")


def standing(words: str, report: Report, *, any_case: bool = False) -> Iterator[Span]:
    """Where these words stand in the report, whole: "50" isn't in "150", "1,500" or "50%".

    Each run of white space in them stands for any other; with `any_case` a letter for itself in any case.
    """
    pieces = words.split()
    if not any_case and (len(pieces) == 1 or words in report.text):
        places = _places(words, report.text)
    else:
        pattern = re.compile(r"\s+".join(map(re.escape, pieces)), re.I if any_case else 0)
        places = (match.span() for match in pattern.finditer(report.text))
    for start, end in places:
        if _is_whole(report.text, start, end):
            yield report.span(start, end)


def _places(words: str, text: str) -> Iterator[tuple[int, int]]:
    # No pattern is compiled: a large table has another figure in every row.
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def _is_whole(text: str, start: int, end: int) -> bool:
    """True where neither a word nor a number goes on before or behind."""
    opens, closes = text[start], text[end - 1]
    if opens.isalnum() and (_IN_WORD.match(text, start - 1) if start else None):
        return False
    if opens.isdigit() and start > 1 and _IN_NUMBER_BEFORE.match(text, start - 2):
        return False
    if closes.isalnum() and _IN_WORD.match(text, end):
        return False
    return not (closes.isdigit() and _IN_NUMBER_BEHIND.match(text, end))
