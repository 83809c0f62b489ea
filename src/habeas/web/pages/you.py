"""One's own account: its password, and one-time codes from a phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from habeas.errors import LedgerFault, WrongUsage
from habeas.ledger.users import User
from habeas.signing import codes
from habeas.signing.passwords import SHORTEST
from habeas.signing.signing_in import change_password, confirm, set_up_codes
from habeas.web.access import Role
from habeas.web.doors import UsersDoor
from habeas.web.here import Here, Now
from habeas.web.rendering import SEE_OTHER, PageRouter, render

router = PageRouter()

Words = Annotated[str, Form(max_length=2048)]

DONE = {
    "password": "Your password is changed. Everywhere else you are signed out.",
    "codes-off": "Codes are no longer asked for.",
}


@dataclass(frozen=True, slots=True)
class YouPage:
    """Who is signed in; `users` is false for somebody alone on this machine, who has no password here."""

    name: str
    role: str
    users: bool
    codes: bool
    spare_left: int
    shortest: int
    done: str | None


@dataclass(frozen=True, slots=True)
class CodesPage:
    """A new secret for one-time codes, as a picture for a phone and in letters (in fours, to be copied)."""

    secret: str
    letters: str
    picture: str


@dataclass(frozen=True, slots=True)
class SparePage:
    """Codes that are shown once, to be written down."""

    spare: tuple[str, ...]


@router.page("/you", "you.html")
def you(here: Now, request: Request, done: str = "") -> YouPage:
    """Who you are here, and what lets you in."""
    users = isinstance(request.app.state.door, UsersDoor)
    known = here.desk.ledger.users.credentials(here.visitor.name) if users else None
    return YouPage(
        here.visitor.name,
        here.visitor.role.word,
        users,
        codes=known is not None and known.secret is not None,
        spare_left=len(known.spare) if known is not None else 0,
        shortest=SHORTEST,
        done=DONE.get(done),
    )


@router.act("/you/password", needs=Role.VIEWER)
def changes_password(
    here: Now, request: Request, before: Words = "", after: Words = "", again: Words = ""
) -> Response:
    """Change one's own password: other sessions end, this one goes on under a new token."""
    if after != again:
        raise WrongUsage("the new password isn't the same both times: nothing was changed")
    user = _you(here)
    token = change_password(here.desk.ledger, user, before, after, now=datetime.now(UTC))
    answer = RedirectResponse("/you?done=password", status_code=SEE_OTHER)
    request.app.state.door.cookie.give(answer, token)
    return answer


@router.page("/you/codes", "codes.html")
def codes_page(here: Now) -> CodesPage:
    """Set up one-time codes."""
    user = _you(here)
    secret = codes.new_secret()
    letters = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return CodesPage(secret, letters, codes.picture(secret, user.name))


@router.act("/you/codes", needs=Role.VIEWER)
def sets_up_codes(
    here: Now, request: Request, secret: Words = "", code: Words = "", password: Words = ""
) -> Response:
    """Ask for codes of this secret from now on; shows, once, those that stand in when the phone is gone."""
    user, now = _you(here), datetime.now(UTC)
    if not codes.is_secret(secret):
        raise WrongUsage("that is no secret that this page gave out: open the page again")
    confirm(here.desk.ledger, user, password, now=now)
    spare = set_up_codes(here.desk.ledger, user, secret, code, now=now)
    return render(request, "spare.html", {"page": SparePage(spare)})


@router.act("/you/codes/off", needs=Role.VIEWER)
def turns_codes_off(here: Now, password: Words = "") -> str:
    """Ask for no codes any more."""
    user = _you(here)
    confirm(here.desk.ledger, user, password, now=datetime.now(UTC))
    here.desk.ledger.users.set_codes(user.name, None, (), by=user.name)
    return "/you?done=codes-off"


def _you(here: Here) -> User:
    user = here.desk.ledger.users.find(here.visitor.name)
    if user is None:
        raise LedgerFault("you are alone with this home, without a password; habeas user add makes users")
    return user
