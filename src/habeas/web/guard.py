"""What every request must pass and every answer carry, before and behind all routes (pure ASGI)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from habeas.ledger.visits import Access
from habeas.publishing.plain import plain
from habeas.web.access import LONGEST_OPENED, SAFE, Noting, Role

# Nothing but our own files, no script or style within a page, no frame around one.
CSP: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS: Final = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # To others nothing is told of where one comes from. Not "no-referrer": with it browsers send the forms of
    # our own pages with the origin "null", and the check of origins would refuse them.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
TWO_YEARS: Final = 2 * 365 * 24 * 3600
STATIC: Final = "/static/"
# A file of ours whose address changes with what it holds.
KEPT: Final = "public, max-age=31536000, immutable"
NEVER_KEPT: Final = "no-store"

WRONG_NAME: Final = (
    "This server doesn't go by that name. Whoever started it can allow it: habeas serve --allow-host NAME."
)
WRONG_ORIGIN: Final = "This didn't come from a page of this server, so nothing was done."

# A host as browsers write it: a name or an address, with or without a port.
HOST: Final = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(?P<port>\d{1,5}))?", re.A)


@dataclass(frozen=True, slots=True)
class Names:
    """Under which names this server is asked for, and whether its readers come over TLS."""

    hosts: Collection[str]
    tls: bool = False
    behind_proxy: bool = False  # then it, and nobody else, says from which address they come


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that isn't answered: the status, what is said, and what the access log is told."""

    status: int
    words: str
    why: str


class Guard:
    """Refuses requests for other hosts and forms from other pages; puts security's headers on every answer.

    The list of hosts is against DNS rebinding: a stranger's name that is made to lead to this machine. The
    check of origins is against forms on strangers' pages, which browsers send with the reader's cookie.
    """

    def __init__(self, app: ASGIApp, names: Names) -> None:
        self._app = app
        self._names = names
        self._hosts = frozenset(host.lower().strip("[]") for host in names.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] == "websocket":  # we have none, and no origin is checked for them
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = self._as_asked(scope)

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(scope, MutableHeaders(scope=message))
            await send(message)

        if (refusal := self._refusal(scope)) is not None:
            _note(scope, refusal)
            await PlainTextResponse(f"{refusal.words}\n", refusal.status)(scope, receive, dressed)
        else:
            await self._app(scope, receive, dressed)

    def _refusal(self, scope: Scope) -> Refusal | None:
        """Why this request isn't answered; None for one that is."""
        headers = Headers(scope=scope)
        if _host(headers) not in self._hosts:
            return Refusal(421, WRONG_NAME, f"host {headers.get('host', 'not told')}")
        if scope["method"] not in SAFE and not self._is_own(headers):
            return Refusal(403, WRONG_ORIGIN, f"origin {headers.get('origin', 'not told')}")
        return None

    def _is_own(self, headers: Headers) -> bool:
        """True where a form was sent from a page of ours: browsers always tell where from."""
        scheme = "https" if self._names.tls else "http"
        own = _origin(f"{scheme}://{headers['host']}")
        given = headers.getlist("origin")
        site = headers.get("sec-fetch-site", "same-origin")
        return len(given) == 1 and own is not None and _origin(given[0]) == own and site == "same-origin"

    def _dress(self, scope: Scope, headers: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        stays = scope["path"].startswith(STATIC) and scope["query_string"].startswith(b"v=")
        headers.setdefault("Cache-Control", KEPT if stays else NEVER_KEPT)
        if self._names.tls:
            headers.setdefault("Strict-Transport-Security", f"max-age={TWO_YEARS}")

    def _as_asked(self, scope: Scope) -> Scope:
        """The request as the reader sent it to the proxy: over TLS, from the address that it wrote last."""
        if not self._names.behind_proxy:
            return scope
        scope = {**scope, "scheme": "https" if self._names.tls else scope["scheme"]}
        said = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).rpartition(",")[2].strip()
        try:
            return {**scope, "client": (str(ipaddress.ip_address(said)), 0)}
        except ValueError:
            return scope


def _note(scope: Scope, refusal: Refusal) -> None:
    """Put the refusal down, when there is time: anyone can cause a flood of them."""
    logbook: Noting | None = getattr(scope["app"].state, "logbook", None)
    if logbook is None:
        return
    address = scope["client"][0] if scope["client"] else None
    opened = plain(f"refused: {refusal.why}")[:LONGEST_OPENED]
    at = datetime.now(UTC)
    logbook.note(Access(at, None, Role.ANYONE, scope["method"][:16], "-", opened, refusal.status, address))


def _host(headers: Headers) -> str | None:
    """The one host that is asked for, without its port; None where there isn't exactly one that can be."""
    given = headers.getlist("host")
    found = HOST.fullmatch(given[0].lower()) if len(given) == 1 else None
    return found["name"].strip("[]").rstrip(".") if found is not None else None


def _origin(address: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port of an origin; None for "null", and for what is none."""
    try:
        parts = urlsplit(address.lower())
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        return None
    return parts.scheme, parts.hostname, port
