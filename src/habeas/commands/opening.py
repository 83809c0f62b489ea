"""What commands open, what was asked of it, and who asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.commands.options import Filters
from habeas.errors import LedgerFault, UnreadableReport
from habeas.settings import settings

if TYPE_CHECKING:
    from habeas.ledger import ClaimFilter, Ledger
    from habeas.pipeline import Desk


@contextmanager
def ledger_of(home: Path | None, *, create: bool = False) -> Iterator[Ledger]:
    """The ledger of a home, which must be there unless it may be created."""
    from habeas.ledger import Ledger

    with Ledger.open(settings(home), create=create) as ledger:
        yield ledger


@contextmanager
def desk_of(home: Path | None, lexicon: Path | None = None, *, create: bool = False) -> Iterator[Desk]:
    """The desk of a home, which must be there unless it may be created."""
    from habeas.pipeline import desk

    with desk(settings(home, lexicon), create=create) as here:
        yield here


def chosen(ledger: Ledger, filters: Filters) -> ClaimFilter:
    """What was asked for. Raises LedgerFault for a report that isn't there: no claims would be an answer."""
    if filters.report is not None and not ledger.knows(filters.report):
        raise LedgerFault(f"--report {filters.report}: the ledger has no such report; habeas brief lists all")
    return filters.claim_filter()


def refuse_absent(path: Path) -> None:
    """Raise UnreadableReport where nothing is, before a home is made for it."""
    if not path.exists():
        from habeas.intake.files import printable

        raise UnreadableReport(printable(str(path)), "isn't there", "check the path")


def who(given: str | None) -> str:
    """Who does it: the name that was given, else the one that this machine knows."""
    from habeas.signing.people import own_name

    return given or own_name()
