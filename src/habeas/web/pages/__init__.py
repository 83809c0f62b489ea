"""The pages, a module for each family of them: their contexts, and the routes that make these."""

from typing import Final

from habeas.web.pages import (
    adding,
    claims,
    conflicts,
    describing,
    entering,
    events,
    overview,
    people,
    report_list,
    reports,
    speakers,
    unread,
    you,
)
from habeas.web.rendering import PageRouter

ROUTERS: Final[tuple[PageRouter, ...]] = (
    overview.router,
    events.router,
    claims.router,
    conflicts.router,
    speakers.router,
    report_list.router,
    reports.router,
    unread.router,
    adding.router,
    entering.router,
    you.router,
    people.router,
    describing.router,
)

__all__ = ["ROUTERS"]
