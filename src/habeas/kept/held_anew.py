"""What is kept of reckoning, held against what claims and decisions give: verify looks at these alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from habeas.errors import LedgerFault
from habeas.kept.catching_up import is_reckoned, reckon, reckon_anew
from habeas.ledger import Ledger
from habeas.pipeline import Desk

_SHOWN: Final = 5


def differences(desk: Desk) -> list[str]:
    """Everything derived that isn't what reckoning makes now, one sentence each; the ledger isn't touched.

    All of it is made anew in a copy: that takes as long as reckoning a ledger's reports for the first time.
    """
    with desk.ledger.apart() as copy:
        beside = replace(desk, ledger=copy)
        try:
            found = list(_brought_up(beside))
        except LedgerFault as fault:
            return [str(fault)]
        before = _things(copy)
        reckon_anew(beside)
        found += _told(before, _things(copy))
    return found


def _brought_up(desk: Desk) -> Iterator[str]:
    """Reckon what came in since: the next command that shows it would."""
    if not is_reckoned(desk):
        reckon(desk)
    with desk.ledger.deriving() as derived:
        if derived.has_misfit_index():
            yield "the index of words isn't that of the words: lists are searched wrongly"


def _things(ledger: Ledger) -> Counter[tuple[str, bytes]]:
    with ledger.derived() as derived:
        return Counter(derived.things())


def _told(before: Counter[tuple[str, bytes]], after: Counter[tuple[str, bytes]]) -> Iterator[str]:
    other = sorted({what for what, _ in (before - after) + (after - before)})
    for what in other[:_SHOWN]:
        yield f"{what}: what is kept of it isn't what the claims and decisions give"
    if len(other) > _SHOWN:
        yield f"and {len(other) - _SHOWN:,} more things that are kept aren't"
