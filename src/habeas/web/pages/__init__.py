"""The pages, a module for each family of them: their contexts, and the routes that make these."""

from typing import Final

from habeas.web.pages import (
    adding,
    agreement,
    changes,
    claims,
    conflicts,
    describing,
    downloads,
    entering,
    events,
    missed,
    overview,
    people,
    place,
    places,
    report_list,
    reports,
    review,
    ruling,
    speakers,
    unread,
    you,
)
from habeas.web.rendering import PageRouter

ROUTERS: Final[tuple[PageRouter, ...]] = (
    overview.router,
    changes.router,
    places.router,
    place.router,
    events.router,
    claims.router,
    conflicts.router,
    speakers.router,
    report_list.router,
    reports.router,
    unread.router,
    review.router,
    missed.router,
    ruling.router,
    agreement.router,
    adding.router,
    downloads.router,
    entering.router,
    you.router,
    people.router,
    describing.router,
)

__all__ = ["ROUTERS"]
