"""What every page is made from: the desk, who asks, and the day."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Depends, Request

from habeas.pipeline import Desk
from habeas.web.access import Visitor, visitor


@dataclass(frozen=True, slots=True)
class Here:
    """One request's view: the desk of the home that is served, who asks, and today (UTC)."""

    desk: Desk
    visitor: Visitor
    today: date

    def state(self) -> Hashable:
        """What everything kept hangs on: the home, the state of its ledger, and the day, as ages are told."""
        return self.desk.settings.home, self.desk.ledger.state(), self.today


def here(request: Request) -> Here:
    """The same, for FastAPI to give to a page."""
    return Here(request.app.state.desk, visitor(request), datetime.now(UTC).date())


# What a page's function names its first parameter's type: `def claims(here: Now, …) -> ClaimsPage`.
Now = Annotated[Here, Depends(here)]
