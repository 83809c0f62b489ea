"""The two doors: of somebody alone on this machine, and of users who sign in."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from fastapi import Request, Response

from habeas.ledger import Ledger
from habeas.ledger.users import Role
from habeas.signing.signing_in import LASTS, UNUSED, new_token, token_hash
from habeas.web.access import Visitor

SIGN_IN: Final = "/sign-in"
# A session's last use is kept to the minute: then reading on costs no write.
SEEN_EVERY: Final = timedelta(minutes=1)
# For somebody alone the session ends with the server; the cookie must only outlast that.
ALONE_LASTS: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Cookie:
    """The session's cookie. `secure`: it leaves the browser over TLS alone, for this host and no other.

    Strict where nobody comes from elsewhere. With users it is Lax: a link in a mail must lead to its page. It
    changes nothing here, for all that changes something is a form, whose origin the guard checks.
    """

    secure: bool
    site: Literal["strict", "lax"]
    lasts: timedelta

    @property
    def name(self) -> str:
        """With `__Host-` browsers refuse it from anyone but this host itself."""
        return "__Host-habeas" if self.secure else "habeas"

    def give(self, response: Response, token: str) -> None:
        """Have the browser keep the token."""
        response.set_cookie(
            self.name,
            token,
            max_age=int(self.lasts.total_seconds()),
            path="/",
            secure=self.secure,
            httponly=True,
            samesite=self.site,
        )

    def take_back(self, response: Response) -> None:
        """Have the browser forget it."""
        response.delete_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite=self.site)

    def of(self, request: Request) -> str | None:
        """The token that a browser brings."""
        return request.cookies.get(self.name)


class OwnDoor:
    """For somebody alone on this machine: whoever has the address that was printed may do everything.

    The address's token is good once; the session that it is exchanged for is kept in memory.
    """

    way_in: Final = None

    def __init__(self, name: str, token: str, *, secure: bool) -> None:
        self.cookie = Cookie(secure, "strict", ALONE_LASTS)
        self._visitor = Visitor(name, Role.ADMIN)
        self._turn = threading.Lock()
        self._token: str | None = token_hash(token)
        self._session: str | None = None

    def enter(self, token: str) -> str | None:
        """A session's token for the address's, the first time that it is given."""
        with self._turn:
            if self._token is None or not secrets.compare_digest(self._token, token_hash(token)):
                return None
            session = new_token()
            self._token, self._session = None, token_hash(session)
            return session

    def visitor(self, request: Request) -> Visitor | None:
        """The one who came in by the printed address."""
        token = self.cookie.of(request)
        if token is None or self._session is None:
            return None
        return self._visitor if secrets.compare_digest(self._session, token_hash(token)) else None

    def leave(self) -> None:
        """End the session: the next one takes a new start, and its address."""
        with self._turn:
            self._session = None


class UsersDoor:
    """For users, who sign in. `saw` is told of a session that was used, not more often than it matters."""

    way_in: Final = SIGN_IN

    def __init__(self, ledger: Ledger, saw: Callable[[str, datetime], None], *, secure: bool) -> None:
        self.cookie = Cookie(secure, "lax", LASTS)
        self._ledger = ledger
        self._saw = saw

    def visitor(self, request: Request) -> Visitor | None:
        """Whose session the browser brings, in the role that they have now."""
        token = self.cookie.of(request)
        if token is None:
            return None
        hash_, now = token_hash(token), datetime.now(UTC)
        signed_in = self._ledger.visits.whose(hash_, now=now, unused=UNUSED)
        if signed_in is None:
            return None
        if now - signed_in.seen >= SEEN_EVERY:
            self._saw(hash_, now)
        return Visitor(signed_in.name, signed_in.role)
