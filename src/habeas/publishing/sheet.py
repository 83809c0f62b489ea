"""An account as a balance sheet: who was there, who came and left, who is there, and what isn't covered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from habeas.publishing.accounts import held_in_words, moved_in_words, uncovered_in_words
from habeas.publishing.phrases import day
from habeas.reckoned import Account, Amount

_CLAIM: Final = re.compile(r"\b(c_[0-9a-f]{20})\b")


@dataclass(frozen=True, slots=True)
class Line:
    """One amount of the account: its bounds, None where open, and what they say in words."""

    name: str
    low: int | None
    high: int | None
    words: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a note; `claim` where they are a claim's id."""

    words: str
    claim: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A balance sheet: its five lines, what stands behind them, and what the contradictions cost."""

    lines: tuple[Line, ...]
    notes: tuple[tuple[Piece, ...], ...]
    conflicts: tuple[tuple[str, ...], ...]  # the ids of claims that can't all be true
    set_aside: tuple[str, ...]


def sheet(account: Account) -> Sheet:
    """The account as it is printed."""
    return Sheet(
        (
            _line(f"Held as {day(account.days.first)} began", account.opening, held_in_words),
            _line("Came in", account.came, moved_in_words),
            _line("Left", account.left, moved_in_words),
            _line(f"Held as {day(account.days.last)} ended", account.closing, held_in_words),
            _line("Not covered by any report", account.not_covered, uncovered_in_words),
        ),
        tuple(map(_pieces, account.notes)),
        tuple(conflict.claims for conflict in account.conflicts),
        account.set_aside,
    )


def _line(name: str, amount: Amount, words: Callable[[Amount], str]) -> Line:
    return Line(name, amount.low, amount.high, words(amount), amount != Amount(None, None))


def _pieces(note: str) -> tuple[Piece, ...]:
    """The note, the claims that it names apart, so that they can be links."""
    pieces = _CLAIM.split(note)
    return tuple(Piece(words, words if at % 2 else None) for at, words in enumerate(pieces) if words)
