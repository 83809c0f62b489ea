"""The pages, a module for each family of them: their contexts, and the routes that make these."""

from typing import Final

from habeas.web.pages import changes, claims, conflicts, describing, events, overview, speakers, unread
from habeas.web.rendering import PageRouter

ROUTERS: Final[tuple[PageRouter, ...]] = (
    overview.router,
    changes.router,
    claims.router,
    events.router,
    conflicts.router,
    speakers.router,
    unread.router,
    describing.router,
)

__all__ = ["ROUTERS"]
