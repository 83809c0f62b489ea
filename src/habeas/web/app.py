"""The application: its routes put together, its files, and how errors are told."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from swagger_ui_bundle import swagger_ui_path

from habeas import __version__
from habeas.errors import HabeasError, LedgerFault
from habeas.kept import reckon
from habeas.pipeline import desk
from habeas.settings import Settings
from habeas.web.access import NotAllowed, Role, Visitor
from habeas.web.pages import ROUTERS
from habeas.web.rendering import render, wants_json

log = logging.getLogger("habeas.web")

TITLES: Final = {
    403: "Not allowed",
    404: "Not here",
    405: "That can't be done here",
    409: "Somebody was faster",
    413: "Too large",
    422: "That can't be meant",
    429: "Too often",
    500: "Something went wrong",
}


def make_app(settings: Settings) -> FastAPI:
    """The application that serves this home."""
    app = FastAPI(
        title="habeas",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan(settings),
    )
    app.state.visitor = Visitor("you", Role.ADMIN)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static/swagger", StaticFiles(directory=swagger_ui_path), name="swagger")
    app.mount("/static", StaticFiles(packages=[("habeas.web", "static")]), name="static")
    app.add_exception_handler(HabeasError, _told)
    app.add_exception_handler(HTTPException, _told)
    app.add_exception_handler(RequestValidationError, _told)
    app.add_exception_handler(Exception, _fault)
    return app


def _lifespan(settings: Settings) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with desk(settings) as opened:
            if not opened.ledger.sealed:
                reckon(opened)
            app.state.desk = opened
            yield

    return lifespan


async def _told(request: Request, error: Exception) -> Response:
    """An error that people can mend, in words."""
    return _answer(request, _status(error), _words(error))


async def _fault(request: Request, error: Exception) -> Response:
    """A fault of ours: logged under a number, which is all that is shown of it."""
    reference = secrets.token_hex(4)
    log.error("reference %s: %s %s", reference, request.method, request.url.path, exc_info=error)
    words = (
        f"This is a fault in habeas, reference {reference}; nothing was changed that isn't shown."
        " The server's own log has more under that number."
    )
    return _answer(request, 500, words)


def _status(error: Exception) -> int:
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, RequestValidationError):
        return 422
    if isinstance(error, NotAllowed):
        return 403
    return 404 if isinstance(error, LedgerFault) else 422


def _words(error: Exception) -> str:
    if isinstance(error, RequestValidationError):
        return "; ".join(f"{fault['loc'][-1]}: {fault['msg'].lower()}" for fault in error.errors())
    if isinstance(error, HTTPException):
        return (
            str(error.detail) if error.status_code != 404 else "There is no such page. Go by the links above."
        )
    return str(error)


def _answer(request: Request, status: int, words: str) -> Response:
    if wants_json(request) or request.url.path.endswith(".json"):
        return JSONResponse({"error": words}, status_code=status)
    title = TITLES.get(status, "Something is wrong")
    return render(request, "error.html", {"title": title, "words": words}, status=status)
