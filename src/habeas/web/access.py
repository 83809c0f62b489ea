"""Who may do what: each route says which role it needs, and one place checks it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol, TypeVar

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from habeas.errors import HabeasError
from habeas.ledger.users import Role
from habeas.ledger.visits import Access

__all__ = ["NOBODY", "Door", "GatedRoute", "NotAllowed", "NotSignedIn", "Role", "Visitor", "needs", "visitor"]

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

NEED: Final = "__needs__"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# What was opened is told in so many letters: an address may be made as long as its sender likes.
LONGEST_OPENED: Final = 300


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: a name to be kept with what they decide, and their role."""

    name: str
    role: Role


NOBODY: Final = Visitor("", Role.ANYONE)


class NotAllowed(HabeasError):
    """Somebody asked for what their role doesn't allow."""

    def __init__(self, needs: Role) -> None:
        self.needs = needs
        super().__init__(f"this takes the role {needs.word}: ask whoever looks after this habeas")


class NotSignedIn(HabeasError):
    """Nobody is signed in; `way_in` is where one signs in, None where that is no page."""

    def __init__(self, way_in: str | None) -> None:
        self.way_in = way_in
        super().__init__(
            "sign in first"
            if way_in
            else "open the address that habeas serve printed; it lets one browser in, once. For another "
            "address, stop habeas serve and start it again"
        )


class Undeclared(TypeError):
    """A route that doesn't say whom it is for: a fault of ours, found before anything is served."""


class Door(Protocol):
    """Who comes in, and where one is sent who doesn't."""

    way_in: str | None

    def visitor(self, request: Request) -> Visitor | None:
        """Who asks, by what their browser brings; None for nobody known."""


class Noting(Protocol):
    """Where accesses are put down."""

    def note(self, access: Access) -> None:
        """Put it down within a second."""

    def write(self, access: Access) -> None:
        """Put it down before going on."""


def needs(role: Role) -> Callable[[Endpoint], Endpoint]:
    """Declare the role that a route needs, on the function that answers it."""

    def declare(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, NEED, role)
        return endpoint

    return declare


async def recognise(request: Request) -> Visitor:
    """Find out who asks, and remember it for this request."""
    door: Door = request.app.state.door
    asking = await run_in_threadpool(door.visitor, request) or NOBODY
    request.state.visitor = asking
    return asking


def visitor(request: Request) -> Visitor:
    """Who asks, as was found out; nobody where it wasn't, as when something broke before."""
    known: Visitor = getattr(request.state, "visitor", NOBODY)
    return known


def opens(request: Request, what: str) -> None:
    """Say for the access log what this request opened, where its address doesn't: "export 2024-03"."""
    request.state.opened = what


@dataclass(frozen=True, slots=True)
class Declared:
    """A route as it declares itself; `needs` is None where it doesn't."""

    path: str
    methods: frozenset[str]
    needs: Role | None


def declared(app: FastAPI) -> Iterator[Declared]:
    """Every route of the application. Files that are shipped with habeas are for anyone."""
    for found in iter_route_contexts(app.routes):
        route = found.original_route
        if isinstance(route, GatedRoute):
            yield Declared(route.path, frozenset(route.methods or ()), getattr(route.endpoint, NEED, None))
        else:
            open_to_all = isinstance(route, Mount) and isinstance(route.app, StaticFiles)
            methods = frozenset(getattr(route, "methods", None) or {"GET"})
            yield Declared(found.path or str(route), methods, Role.ANYONE if open_to_all else None)


def refuse_undeclared(app: FastAPI) -> None:
    """Raise Undeclared for the first route that doesn't say which role it needs."""
    for route in declared(app):
        if route.needs is None:
            raise Undeclared(f"{route.path} doesn't say which role it needs: use a PageRouter")


class GatedRoute(APIRoute):
    """A route behind the gate: nothing of a request is read before it is known who asks."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request pass, or raise NotSignedIn or NotAllowed; put down how it was answered."""
        await _pass(self, scope, receive, send, super().handle)


async def _pass(
    route: APIRoute,
    scope: Scope,
    receive: Receive,
    send: Send,
    answer: Callable[[Scope, Receive, Send], Awaitable[None]],
) -> None:
    """The one place where roles are checked."""
    request = Request(scope)
    need: Role | None = getattr(route.endpoint, NEED, None)
    if need is None:
        raise Undeclared(route.path)
    asking = await recognise(request)
    passage = _Passage(request, route.path_format, asking)
    if asking.role < need:
        await passage.refused()
        raise NotSignedIn(request.app.state.door.way_in) if asking is NOBODY else NotAllowed(need)
    await passage.watched(answer, receive, send)


class _Passage:
    """One request on its way through the gate, to be put down once."""

    def __init__(self, request: Request, route: str, asking: Visitor) -> None:
        self.request, self.route, self.asking = request, route, asking
        self.log: Noting = request.app.state.logbook
        self.told = False

    async def refused(self) -> None:
        """Nobody's requests cost no write of their own: anyone could send a flood of them."""
        if self.asking is NOBODY:
            self.log.note(self._access(401))
        else:
            await run_in_threadpool(self.log.write, self._access(403))

    async def watched(self, answer: ASGIApp, receive: Receive, send: Send) -> None:
        """Answer; the access is put down when it is known how, before a byte of a download leaves."""

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start" and not self.told:
                await self._tell(message["status"], Headers(raw=message["headers"]))
            await send(message)

        try:
            await answer(self.request.scope, receive, tell)
        finally:
            if not self.told:  # it failed, and somebody further out answers
                await self._tell(500, Headers())

    async def _tell(self, status: int, headers: Headers) -> None:
        self.told = True
        acts = self.request.method not in SAFE
        downloads = headers.get("content-disposition", "").startswith("attachment")
        signs_in = acts and self.asking is NOBODY
        if (acts and not (signs_in and status >= 400)) or downloads:
            await run_in_threadpool(self.log.write, self._access(status))
        else:
            self.log.note(self._access(status))

    def _access(self, status: int) -> Access:
        # Whoever signed in or out with this request is told of, not who they were before.
        who = visitor(self.request)
        address = self.request.client
        return Access(
            at=datetime.now(UTC),
            name=who.name or None,
            role=who.role,
            method=self.request.method,
            route=self.route,
            opened=self._opened(),
            status=status,
            address=address.host if address is not None else None,
        )

    def _opened(self) -> str | None:
        """What stood in the places of the route's pattern, as in "report 3f…"."""
        parts = (f"{name} {value}" for name, value in self.request.path_params.items())
        opened = getattr(self.request.state, "opened", None) or ", ".join(parts)
        return opened[:LONGEST_OPENED] or None
