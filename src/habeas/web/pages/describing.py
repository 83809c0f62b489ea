"""For programmers: what every page gives as JSON, described by OpenAPI."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import JSONResponse

from habeas.web.access import Role
from habeas.web.rendering import PageRouter

router = PageRouter()


@dataclass(frozen=True, slots=True)
class DocsPage:
    """Where the description is."""

    openapi: str


@router.page("/docs", "docs.html")
def docs() -> DocsPage:
    """The JSON of every page, to be tried in the browser."""
    return DocsPage("/openapi.json")


@router.bare("/openapi.json", needs=Role.VIEWER)
def openapi(request: Request) -> JSONResponse:
    """The OpenAPI description."""
    return JSONResponse(request.app.openapi())
