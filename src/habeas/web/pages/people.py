"""For admins: who may sign in, and who opened what and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Form, Query, Request

from habeas.errors import WrongUsage
from habeas.ledger.users import Role
from habeas.web.access import opens
from habeas.web.here import Here, Now
from habeas.web.rendering import PageRouter

router = PageRouter()

Name = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One user; `change` is what was last changed about them, by whom and when."""

    name: str
    role: str
    disabled: bool
    codes: bool
    change: str
    by: str
    at: datetime
    is_you: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Every user there ever was, and the roles that they can have."""

    people: tuple[PersonLine, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One request; `name` is None where nobody was signed in, `route` the pattern of its address."""

    at: datetime
    name: str | None
    role: str
    method: str
    route: str
    opened: str | None
    status: int
    address: str | None


@dataclass(frozen=True, slots=True)
class AccessesPage:
    """A page of the access log, newest first; `next` is the key of the page after it."""

    accesses: tuple[AccessLine, ...]
    before: int | None
    next: int | None


@router.page("/people", "people.html", needs=Role.ADMIN)
def people(here: Now) -> PeoplePage:
    """Who may sign in."""
    roles = tuple(role.word for role in Role if role is not Role.ANYONE)
    return PeoplePage(tuple(_lines(here)), roles)


@router.page("/people/accesses", "accesses.html", needs=Role.ADMIN)
def accesses(here: Now, before: Annotated[int | None, Query(ge=1)] = None) -> AccessesPage:
    """Who opened what, and when."""
    page = here.desk.ledger.visits.accesses(before=before)
    lines = (
        AccessLine(
            one.at, one.name, one.role.word, one.method, one.route, one.opened, one.status, one.address
        )
        for one in page.accesses
    )
    return AccessesPage(tuple(lines), before, page.next)


@router.act("/people/disable", needs=Role.ADMIN)
def disables(here: Now, request: Request, name: Name) -> str:
    """Let somebody in no more, from now on."""
    _refuse_oneself(here, request, name)
    here.desk.ledger.users.disable(name, by=here.visitor.name)
    return "/people"


@router.act("/people/enable", needs=Role.ADMIN)
def enables(here: Now, request: Request, name: Name) -> str:
    """Let somebody in again."""
    _refuse_oneself(here, request, name)
    here.desk.ledger.users.enable(name, by=here.visitor.name)
    return "/people"


@router.act("/people/role", needs=Role.ADMIN)
def gives_role(here: Now, request: Request, name: Name, role: Name) -> str:
    """Give somebody another role, from their next request on."""
    _refuse_oneself(here, request, name)
    given = next((one for one in Role if one is not Role.ANYONE and one.word == role), None)
    if given is None:
        raise WrongUsage(f"{role!r} is no role: viewer, reviewer and admin are")
    here.desk.ledger.users.set_role(name, given, by=here.visitor.name)
    return "/people"


def _refuse_oneself(here: Here, request: Request, name: str) -> None:
    """An admin who locks themselves out would have to ask whoever has the machine."""
    opens(request, f"user {name}")
    user = here.desk.ledger.users.find(name)
    if user is not None and user.name == here.visitor.name:
        raise WrongUsage("that is you: ask another admin")


def _lines(here: Here) -> list[PersonLine]:
    users = here.desk.ledger.users
    with_codes = users.with_codes()
    return [
        PersonLine(
            user.name,
            user.role.word,
            user.disabled,
            user.name in with_codes,
            user.change.value,
            user.by,
            user.at,
            user.name == here.visitor.name,
        )
        for user in users.all()
    ]
