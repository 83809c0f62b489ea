"""What a quantity's words allow in the arithmetic, and how a figure is told in a note."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from habeas.model import Basis, Quantity
from habeas.reckoning.comparing import bounds


@dataclass(frozen=True, slots=True, order=True)
class Bounds:
    """At least `low`, and at most `high` where that isn't open."""

    low: int
    high: int | None

    def meets(self, other: Bounds) -> bool:
        """True where some number is within both."""
        return not _below(self.high, other.low) and not _below(other.high, self.low)


ANY: Final = Bounds(0, None)


def _below(high: int | None, low: int) -> bool:
    return high is not None and high < low


def bounds_of(quantity: Quantity | None, *, conventions: bool) -> Bounds:
    """The numbers that a quantity allows; any number for none, or for a convention that isn't asked for."""
    if quantity is None or (quantity.basis is Basis.CONVENTION and not conventions):
        return ANY
    allowed = bounds(quantity, conventions=conventions)
    return Bounds(allowed.low or 0, allowed.high)


def common(all_bounds: Iterable[Bounds]) -> Bounds:
    """What all allow; where nothing is allowed by all of them, the widest that one of them does."""
    every = sorted(set(all_bounds), key=lambda one: (one.low, one.high is None, one.high or 0))
    low, high = max(one.low for one in every), least(one.high for one in every)
    if _below(high, low):
        return hull(every)
    return Bounds(low, high)


def hull(all_bounds: Iterable[Bounds]) -> Bounds:
    """The narrowest bounds that hold all of these."""
    every = list(all_bounds)
    return Bounds(min(one.low for one in every), most(one.high for one in every))


def least(highs: Iterable[int | None]) -> int | None:
    """The lowest upper bound; None is open."""
    return min((high for high in highs if high is not None), default=None)


def most(highs: Iterable[int | None]) -> int | None:
    """The highest upper bound; None is open."""
    known = list(highs)
    return None if any(high is None for high in known) else max(high for high in known if high is not None)


# --- in words ---


def told(quantity: Quantity) -> str:
    """The figure with its hedge: "about 7,000", "at least 300"; a convention's own words, quoted."""
    if quantity.basis is Basis.CONVENTION:
        return f"“{quantity.span.text}”"
    about = "about " if quantity.approx else ""
    low, high = quantity.low, quantity.high
    if low is None:
        return f"up to {about}{high:,}"
    if high is None:
        return f"at least {about}{low:,}"
    return f"{about}{low:,}" if low == high else f"between {about}{low:,} and {high:,}"


def told_day(day: date) -> str:
    """A day in words, as in "Thursday 12 February 2026"."""
    return f"{calendar.day_name[day.weekday()]} {day.day} {calendar.month_name[day.month]} {day.year}"


def told_days(first: date, last: date) -> str:
    """A day, or a first and last day, in words."""
    return told_day(first) if first == last else f"{told_day(first)} to {told_day(last)}"


def counted(number: int, word: str, plural: str | None = None) -> str:
    """A number and what it counts, as in "1 report", "4 reports"."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"
