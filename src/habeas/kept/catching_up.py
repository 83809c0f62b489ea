"""Bringing what is derived up to what the ledger holds.

What came in is asked of the ledger, never told: a run that is stopped leaves what it hadn't done to the next.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from habeas.kept.names import reckon_names
from habeas.kept.shelving import Changed, reckon_shelf
from habeas.kept.stages import reckon_conflicts, reckon_events, reckon_families
from habeas.kept.stock import Stock
from habeas.ledger.bodies import to_body
from habeas.ledger.derived import Pending
from habeas.lexicon import Lexicon
from habeas.linking.signatures import METHOD
from habeas.model import Claim
from habeas.pipeline import Desk

# Raised whenever reckoning makes something else of the same claims: then all is made again.
VERSION: Final = "3"


def reckon(desk: Desk) -> int:
    """Reckon what was read or decided since it was last done; how many reports that touched.

    With another version of reckoning, or another lexicon, all is made again.
    """
    if is_reckoned(desk):
        return 0
    with _undisturbed(), desk.ledger.deriving() as derived:
        if derived.version != version(desk.lexicon):
            derived.start_over(version(desk.lexicon))
        pending = derived.pending()
        _reckon(Stock.of(derived, desk.lexicon), pending)
    return len(pending.readings)


def reckon_anew(desk: Desk) -> int:
    """Throw away what is kept of reckoning, and reckon everything; how many reports that touched."""
    with desk.ledger.deriving() as derived:
        derived.start_over("")
    return reckon(desk)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No search for garbage meanwhile: values hold no cycles, and it takes an eighth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def is_reckoned(desk: Desk) -> bool:
    """True where nothing came in since all was last reckoned by this version."""
    with desk.ledger.derived() as derived:
        return derived.version == version(desk.lexicon) and derived.up_to_date


def version(lexicon: Lexicon) -> str:
    """What reckoning hangs on beside claims and decisions."""
    return f"{VERSION}+{METHOD}+{lexicon.digest}"


def _reckon(stock: Stock, pending: Pending) -> None:
    touched: dict[str, list[Claim]] = {report: [] for report in pending.readings}
    after = stock.decided(stock.derived.claims_of(touched))
    for claim in after.claims:
        touched[claim.report.id].append(claim)
    copied = reckon_families(stock, touched)
    told = reckon_names(stock, touched, copied.moved, pending.names)
    happened = reckon_events(stock, told)
    contrary = reckon_conflicts(stock, happened, told.gone)
    reckon_shelf(stock, Changed(touched, after.rejected, copied, told, happened, contrary))
    stock.derived.done(pending, {report: to_body(one) for report, one in copied.signatures.items()})
