"""The pages, a module for each family of them: their contexts, and the routes that make these."""

from typing import Final

from habeas.web.pages import describing, entering, overview, people, you
from habeas.web.rendering import PageRouter

ROUTERS: Final[tuple[PageRouter, ...]] = (
    overview.router,
    describing.router,
    entering.router,
    you.router,
    people.router,
)

__all__ = ["ROUTERS"]
