"""How far somebody has seen what came in: kept in their browser, under their name."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Self

from fastapi import Request, Response

from habeas.web.access import Visitor

COOKIE: Final = "seen"
FOR: Final = 400 * 24 * 3600  # seconds; browsers keep no cookie longer
MOMENT: Final = "%Y%m%d%H%M"
_SHAPE: Final = re.compile(r"([0-9]{1,12})\.([0-9]{1,9})\.([0-9]{12})\.([0-9a-f]{16})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Seen:
    """The log's last entry that somebody has seen, how many contradictions there were, and when that was."""

    entry: int
    contradictions: int
    at: datetime

    @classmethod
    def of(cls, request: Request, visitor: Visitor) -> Self | None:
        """What this browser keeps for this visitor; None where it keeps nothing that can be read."""
        found = _SHAPE.fullmatch(request.cookies.get(COOKIE, ""))
        if found is None or found[4] != _whose(visitor):
            return None
        try:
            at = datetime.strptime(found[3], MOMENT).replace(tzinfo=UTC)
        except ValueError:
            return None
        return cls(int(found[1]), int(found[2]), at)

    def keep(self, response: Response, request: Request, visitor: Visitor) -> None:
        """Have the browser keep it."""
        value = f"{self.entry}.{self.contradictions}.{self.at.strftime(MOMENT)}.{_whose(visitor)}"
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, value, max_age=FOR, httponly=True, samesite="strict", secure=secure)


def _whose(visitor: Visitor) -> str:
    return hashlib.sha256(visitor.name.encode()).hexdigest()[:16]
