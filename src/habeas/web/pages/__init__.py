"""The pages, a module for each family of them: their contexts, and the routes that make these."""

from typing import Final

from habeas.web.pages import changes, describing, overview
from habeas.web.rendering import PageRouter

ROUTERS: Final[tuple[PageRouter, ...]] = (overview.router, changes.router, describing.router)

__all__ = ["ROUTERS"]
