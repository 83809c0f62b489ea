"""What the ledger says, on one page."""

from __future__ import annotations

from dataclasses import dataclass

from habeas.web.here import Now
from habeas.web.rendering import PageRouter

router = PageRouter()


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """How much the ledger holds."""

    reports: int
    claims: int
    unread: int


@router.page("/", "overview.html")
def overview(here: Now) -> OverviewPage:
    """What the ledger says."""
    stored = here.desk.ledger.stored()
    return OverviewPage(stored.reports, stored.claims, stored.unread)
