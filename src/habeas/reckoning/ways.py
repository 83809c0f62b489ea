"""Where people were and came, what happened to them in broad terms, and the months of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from habeas.model import Claim, ClaimType
from habeas.reckoned import Days, Known, Testimony

# Two words for people who are moved: home, or to another place.
KINDS: Final = {ClaimType.REPATRIATION: ClaimType.TRANSFER}


def kind_of(claim: Claim) -> ClaimType:
    """What happened, people brought home and people moved elsewhere taken together."""
    return KINDS.get(claim.type, claim.type)


def left(testimony: Testimony) -> Known | None:
    """Where people were before."""
    return testimony.origin or testimony.place


def ends(testimony: Testimony) -> tuple[tuple[str, Known | None], ...]:
    """Where people came, and where they were before."""
    return ("to", testimony.destination), ("from", left(testimony))


def months(days: Days) -> Iterator[str]:
    """The months that these days touch."""
    first, last = (moment.year * 12 + moment.month - 1 for moment in (days.first, days.last))
    return (f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1))


def month(moment: date) -> str:
    """The month of a day, as `months` writes it."""
    return f"{moment.year:04}-{moment.month:02}"


def shifted(moment: date, by: timedelta) -> date:
    """A day so much later or earlier, where the calendar has it, else the calendar's end."""
    try:
        return moment + by
    except OverflowError:
        return date.max if by > timedelta(0) else date.min
