"""Pages: one typed context each, shown as HTML and given as JSON."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from threading import Semaphore
from types import UnionType
from typing import Any, Final, TypeVar, get_args, get_type_hints

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import TypeAdapter

from habeas.web.access import NOBODY, GatedRoute, Role, visitor
from habeas.web.access import needs as needing
from habeas.web.caching import Kept
from habeas.web.here import Here
from habeas.web.looks import environment

Handler = TypeVar("Handler", bound=Callable[..., Any])

HTML: Final = "text/html"
JSON: Final = "application/json"
SEE_OTHER: Final = 303
# How large a form without files may be: far more than anybody writes.
FORM_BYTES: Final = 2**20

_contexts: Kept[Any] = Kept(64)
# So many contexts are made at once; what is kept is given without waiting. One interpreter makes them all:
# with more at once each takes the longer, and all of them more memory.
_turns: Final = Semaphore(3)


class PageRouter(APIRouter):
    """Routes that each say which role they need: none is served without."""

    def __init__(self, *, prefix: str = "") -> None:
        super().__init__(prefix=prefix, route_class=GatedRoute, max_body_size=FORM_BYTES)

    def page(
        self, path: str, template: str, *, needs: Role = Role.VIEWER, kept: bool = False
    ) -> Callable[[Handler], Handler]:
        """A page: the function returns its context, which is rendered, or given as JSON.

        JSON is at the path with ".json" added, and at the path itself for whoever accepts JSON before HTML.
        With `kept` the context hangs on the ledger, the day and what is asked for alone, whoever asks, and is
        kept until one of these changes.
        """

        def decorate(handler: Handler) -> Handler:
            context = _context(get_type_hints(handler)["return"])
            allowed = needing(needs)
            make = _in_turn(handler)
            if kept:
                make = _kept(make)
            self.add_api_route(
                json_path(path),
                allowed(_with_request(handler, _as_json(make, context))),
                response_model=context,
                name=f"{handler.__name__}_json",
            )
            self.add_api_route(
                path,
                allowed(_with_request(handler, _as_page(make, template, context))),
                response_class=HTMLResponse,
                include_in_schema=False,
                name=handler.__name__,
            )
            return handler

        return decorate

    def act(
        self, path: str, *, needs: Role = Role.REVIEWER, most_bytes: int = FORM_BYTES
    ) -> Callable[[Handler], Handler]:
        """A form that was sent: the function does what it asks, and returns the address to go to.

        `most_bytes` is how large the form may be with the files in it; a larger one isn't read.
        """

        def decorate(handler: Handler) -> Handler:
            self.add_api_route(
                path,
                needing(needs)(_with_request(handler, _as_redirect(handler))),
                methods=["POST"],
                response_class=RedirectResponse,
                status_code=SEE_OTHER,
                include_in_schema=False,
                name=handler.__name__,
                max_body_size=most_bytes,
            )
            return handler

        return decorate

    def bare(self, path: str, *, needs: Role = Role.VIEWER) -> Callable[[Handler], Handler]:
        """What is neither page nor form, such as a file: the function returns the response itself."""

        def decorate(handler: Handler) -> Handler:
            self.add_api_route(
                path,
                needing(needs)(handler),
                response_class=Response,
                include_in_schema=False,
            )
            return handler

        return decorate


def _context(returned: Any) -> Any:
    """The context's type, of a function that may also answer with a response, such as a redirect."""
    given = [one for one in get_args(returned) if one is not Response]
    return given[0] if isinstance(returned, UnionType) and len(given) == 1 else returned


def json_path(path: str) -> str:
    """Where a page's context is given as JSON."""
    return "/overview.json" if path == "/" else f"{path}.json"


def render(
    request: Request, template: str, values: Mapping[str, object], *, status: int = 200
) -> HTMLResponse:
    """A template with these values, and what every page shows: who is signed in, where one is."""
    frame = {"request": request, "visitor": visitor(request), "here_path": request.url.path, "Role": Role}
    text = environment().get_template(template).render(**frame, **values)
    return HTMLResponse(text, status_code=status)


def wants_json(request: Request) -> bool:
    """True where JSON is accepted before HTML."""
    accepted = request.headers.get("accept", "")
    return JSON in accepted and (HTML not in accepted or accepted.index(JSON) < accepted.index(HTML))


def _kept(handler: Callable[..., Any]) -> Callable[..., Any]:
    """The same, its contexts kept; made for nobody, since anybody may be shown them."""

    def make(here: Here, **asked: Hashable) -> Any:
        anybodys = replace(here, visitor=NOBODY)
        return _contexts.get(
            here.state(), (handler, *sorted(asked.items())), lambda: handler(here=anybodys, **asked)
        )

    return make


def _in_turn(handler: Callable[..., Any]) -> Callable[..., Any]:
    """The same, once it has its turn."""

    def make(**asked: Any) -> Any:
        with _turns:
            return handler(**asked)

    return make


def _as_json(handler: Callable[..., Any], context: Any) -> Callable[..., Response]:
    def answer(request: Request, /, **values: Any) -> Response:  # noqa: ARG001  every route has it
        return _json(context, handler(**values))

    return answer


def _as_page(handler: Callable[..., Any], template: str, context: Any) -> Callable[..., Response]:
    def answer(request: Request, /, **values: Any) -> Response:
        made = handler(**values)
        if isinstance(made, Response):  # such as a redirect from an id that has changed
            return made
        return _json(context, made) if wants_json(request) else render(request, template, {"page": made})

    return answer


def _as_redirect(handler: Callable[..., Any]) -> Callable[..., Response]:
    def answer(request: Request, /, **values: Any) -> Response:  # noqa: ARG001  every route has it
        made = handler(**values)
        return made if isinstance(made, Response) else RedirectResponse(made, status_code=SEE_OTHER)

    return answer


def _json(context: Any, made: Any) -> Response:
    return (
        made if isinstance(made, Response) else Response(_adapter(context).dump_json(made), media_type=JSON)
    )


@functools.cache
def _adapter(context: Any) -> TypeAdapter[Any]:
    return TypeAdapter(context)


def _with_request(handler: Callable[..., Any], answer: Callable[..., Response]) -> Callable[..., Response]:
    """The answer, with the parameters of the handler for FastAPI to find, and the request before them."""
    hints = get_type_hints(handler, include_extras=True)
    taken = [
        one.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, one in inspect.signature(handler).parameters.items()
        if name != "request"
    ]
    first = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    passes_on = "request" in hints

    def route(request: Request, **values: Any) -> Response:
        return answer(request, **({**values, "request": request} if passes_on else values))

    route.__signature__ = inspect.Signature([first, *taken])  # type: ignore[attr-defined]
    route.__doc__ = handler.__doc__
    route.__name__ = getattr(handler, "__name__", "route")
    return route
