"""Who may do what: roles, and the one place where they are checked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from fastapi import Request

from habeas.errors import HabeasError


class Role(IntEnum):
    """What a person may do; each may do what those before may."""

    ANYONE = 0  # nobody need be signed in: the sign-in page, style sheets
    VIEWER = 1
    REVIEWER = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: a name to be kept with what they decide, and their role."""

    name: str
    role: Role


class NotAllowed(HabeasError):
    """Somebody asked for what their role doesn't allow."""

    def __init__(self, needs: Role) -> None:
        self.needs = needs
        super().__init__(f"this takes a {needs.name.lower()}: ask whoever looks after this habeas")


def visitor(request: Request) -> Visitor:
    """Who asks."""
    known: Visitor = request.app.state.visitor
    return known


class Needs:
    """A dependency of every route: refuses whoever's role is too low. Raises NotAllowed."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def __call__(self, request: Request) -> None:
        """Let the request pass, or not."""
        if visitor(request).role < self.role:
            raise NotAllowed(self.role)
