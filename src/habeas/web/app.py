"""The application: its routes put together, its files, and how errors are told."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp
from swagger_ui_bundle import swagger_ui_path

from habeas import __version__
from habeas.errors import DecidedMeanwhile, HabeasError, LedgerFault, OutOfReach, SignInRefused
from habeas.kept import reckon
from habeas.ledger import Ledger, Sizing
from habeas.pipeline import desk
from habeas.settings import Settings
from habeas.web.access import NOBODY, NotAllowed, NotSignedIn, recognise, refuse_undeclared, visitor
from habeas.web.doors import OwnDoor, UsersDoor
from habeas.web.guard import Guard, Names
from habeas.web.logbook import Logbook
from habeas.web.looks import STATIC
from habeas.web.pages import ROUTERS
from habeas.web.rendering import SEE_OTHER, render, wants_json
from habeas.web.serving import Manner

log = logging.getLogger("habeas.web")

# So many pages are made at once: more would only wait for one another. A page has at most two connections to
# the ledger, each with little of it in memory.
THREADS: Final = 12
SIZING: Final = Sizing(cache=8, connections=2 * THREADS + 4)
TITLES: Final = {
    401: "Nobody is signed in",
    403: "Not allowed",
    404: "Not here",
    405: "That can't be done here",
    409: "Somebody was faster",
    413: "Too large",
    422: "That can't be meant",
    429: "Too often",
    500: "Something went wrong",
    503: "Not now",
}


class Guarded(FastAPI):
    """An application whose guard stands outside all else, so that errors too carry its headers."""

    names: Names

    def build_middleware_stack(self) -> ASGIApp:
        """The application's own, within the guard."""
        return Guard(super().build_middleware_stack(), self.names)


def make_app(settings: Settings, manner: Manner | None = None) -> FastAPI:
    """The application that serves this home; without a `manner`, to whoever has its token on this machine.

    Raises Undeclared for a route that doesn't say which role it needs.
    """
    manner = manner or Manner()
    app = Guarded(
        title="habeas",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan(settings, manner),
    )
    app.names = manner.names
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static/swagger", StaticFiles(directory=swagger_ui_path), name="swagger")
    app.mount("/static", StaticFiles(packages=[*STATIC]), name="static")
    app.add_exception_handler(HabeasError, _told)
    app.add_exception_handler(HTTPException, _told)
    app.add_exception_handler(RequestValidationError, _told)
    app.add_exception_handler(Exception, _fault)
    refuse_undeclared(app)
    return app


def _lifespan(settings: Settings, manner: Manner) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        with desk(settings, sizing=SIZING) as opened:
            if not opened.ledger.sealed:
                reckon(opened)
            app.state.desk = opened
            app.state.logbook = logbook = Logbook(opened.ledger)
            app.state.door = _door(opened.ledger, manner, logbook)
            with logbook:
                yield

    return lifespan


def _door(ledger: Ledger, manner: Manner, logbook: Logbook) -> OwnDoor | UsersDoor:
    if ledger.users.any():
        return UsersDoor(ledger, logbook.saw, secure=manner.names.tls)
    return OwnDoor(manner.by, manner.token, secure=manner.names.tls)


async def _told(request: Request, error: Exception) -> Response:
    """An error that people can mend, in words."""
    if isinstance(error, NotSignedIn) and error.way_in and request.method == "GET" and not _is_json(request):
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{error.way_in}?{urlencode({'next': here})}", status_code=SEE_OTHER)
    if visitor(request) is NOBODY:  # where there is no page, no gate has asked who it is
        await recognise(request)
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
    if isinstance(error, NotSignedIn):
        return 401
    if isinstance(error, NotAllowed):
        return 403
    if isinstance(error, SignInRefused):
        return 429
    if isinstance(error, DecidedMeanwhile):
        return 409
    if isinstance(error, OutOfReach):
        return 503
    return 404 if isinstance(error, LedgerFault) else 422


def _words(error: Exception) -> str:
    if isinstance(error, RequestValidationError):
        return "; ".join(f"{fault['loc'][-1]}: {fault['msg'].lower()}" for fault in error.errors())
    if isinstance(error, HTTPException):
        return (
            str(error.detail) if error.status_code != 404 else "There is no such page. Go by the links above."
        )
    return str(error)


def _is_json(request: Request) -> bool:
    return wants_json(request) or request.url.path.endswith(".json")


def _answer(request: Request, status: int, words: str) -> Response:
    if _is_json(request):
        return JSONResponse({"error": words}, status_code=status)
    title = TITLES.get(status, "Something is wrong")
    return render(request, "error.html", {"title": title, "words": words}, status=status)
