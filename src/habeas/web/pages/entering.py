"""Coming in and going out: the printed address, the sign-in page, signing out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from habeas.errors import SignInRefused
from habeas.signing.signing_in import Given, sign_in, token_hash
from habeas.web.access import NOBODY, Role, Visitor, visitor
from habeas.web.doors import SIGN_IN, OwnDoor, UsersDoor
from habeas.web.here import Now
from habeas.web.rendering import SEE_OTHER, PageRouter, render

router = PageRouter()

LONGEST: Final = 2048
Words = Annotated[str, Field(max_length=LONGEST)]


class SignInForm(BaseModel):
    """What the sign-in page's form sends."""

    name: Words = ""
    password: Words = ""
    code: Words = ""
    next: Words = "/"


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Where to go on to, the name that was given before, and why that didn't do."""

    next: str = "/"
    name: str = ""
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class UsedPage:
    """The printed address was used before, or is an older one."""

    users: bool


@router.bare("/enter", needs=Role.ANYONE)
def enter(request: Request, token: str = "") -> Response:
    """Exchange the printed address's token, once, for a session."""
    door: OwnDoor | UsersDoor = request.app.state.door
    session = door.enter(token) if isinstance(door, OwnDoor) else None
    if isinstance(door, UsersDoor) or (session is None and visitor(request) is not NOBODY):
        return RedirectResponse("/", status_code=SEE_OTHER)
    if session is None:
        return render(request, "used.html", {"page": UsedPage(users=False)}, status=403)
    answer = RedirectResponse("/", status_code=SEE_OTHER)
    door.cookie.give(answer, session)
    return answer


@router.page(SIGN_IN, "sign_in.html", needs=Role.ANYONE)
def sign_in_page(request: Request, next: str = "/") -> SignInPage | Response:  # noqa: A002  as in the address
    """Where users sign in."""
    if visitor(request) is not NOBODY or isinstance(request.app.state.door, OwnDoor):
        return RedirectResponse(own_address(next), status_code=SEE_OTHER)
    return SignInPage(own_address(next))


@router.act(SIGN_IN, needs=Role.ANYONE)
def signs_in(here: Now, request: Request, form: Annotated[SignInForm, Form()]) -> Response:
    """Sign in: a new session, never one that the browser brought along."""
    door: OwnDoor | UsersDoor = request.app.state.door
    page = own_address(form.next)
    if isinstance(door, OwnDoor):
        return RedirectResponse(page, status_code=SEE_OTHER)
    address = request.client.host if request.client is not None else ""
    try:
        given = Given(form.name, form.password, form.code, address)
        user, token = sign_in(here.desk.ledger, given, now=datetime.now(UTC))
    except SignInRefused as refused:
        return _again(request, SignInPage(page, form.name, str(refused)), refused.wait)
    _end(request, here)
    request.state.visitor = Visitor(user.name, user.role)
    answer = RedirectResponse(page, status_code=SEE_OTHER)
    door.cookie.give(answer, token)
    return answer


@router.act("/sign-out", needs=Role.VIEWER)
def signs_out(here: Now, request: Request) -> Response:
    """End this session, here and on the server."""
    door: OwnDoor | UsersDoor = request.app.state.door
    if isinstance(door, OwnDoor):
        door.leave()
    else:
        _end(request, here)
    answer = RedirectResponse("/", status_code=SEE_OTHER)
    door.cookie.take_back(answer)
    return answer


def own_address(address: str) -> str:
    """The address if it is one of our pages, else the first page: signing in must lead nowhere else."""
    own = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if own and address.isprintable() and len(address) <= LONGEST else "/"


def _again(request: Request, page: SignInPage, wait: int) -> Response:
    answer = render(request, "sign_in.html", {"page": page}, status=429 if wait else 401)
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer


def _end(request: Request, here: Now) -> None:
    if (token := request.app.state.door.cookie.of(request)) is not None:
        here.desk.ledger.visits.end(token_hash(token))
