"""An account from claims: the balance is drawn up, solved, and told with what stands behind it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from habeas.model import Unit
from habeas.reckoned import Account, Amount, Conflict, ConflictKind, Days, Event, Testimony
from habeas.reckoning.accounts.balance import Balance, balance
from habeas.reckoning.accounts.counts import Count, counts, is_count, order
from habeas.reckoning.accounts.handovers import handovers, passed_on
from habeas.reckoning.accounts.movements import Movement, movements
from habeas.reckoning.accounts.population import Asked, places_around
from habeas.reckoning.accounts.solving import Solution, solve
from habeas.reckoning.accounts.system import Terms, total
from habeas.reckoning.accounts.wording import Behind, notes

UNKNOWN: Final = Amount(None, None)
NOBODY: Final = Amount(0, 0)
WHY: Final = "they can't all be true of the people held, or moved, in this account"


def account(  # noqa: PLR0913  what an account is of, and how it is drawn up, are options
    testimonies: Iterable[Testimony],
    events: Iterable[Event],
    *,
    place: str | None = None,
    holder: str | None = None,
    group: frozenset[str] = frozenset(),
    days: Days,
    unit: Unit = Unit.PERSONS,
    conventions: bool = False,
    weights: Mapping[str, float] | None = None,
) -> Account:
    """The account of the people held in a place, by a holder, or both, over these days, ends included.

    `place` and `holder` are ids of names, `group` tags. Numbers count `unit`. Bounds that rest on a
    convention ("dozens") bind only where `conventions` asks for them. Each figure weighs 1 but those of
    claims that a named person gave another weight, by claim id. The order of claims makes no difference.
    """
    told, happened = sorted(testimonies, key=lambda one: one.id), sorted(events, key=lambda one: one.id)
    asked = Asked(place, holder, group, days, unit, places_around(place, told, happened), conventions)
    held, moved = _claimed(told, happened, asked)
    drawn = balance(held, moved, asked, weights or {})
    solved = solve(drawn.system, _sums(drawn))
    opening, came, left, closing, not_covered = _amounts(drawn, solved)
    return Account(
        place,
        holder,
        group,
        days,
        opening,
        came,
        left,
        closing,
        not_covered,
        solved.set_aside,
        tuple(map(_conflict, solved.conflicts)),
        notes(Behind(asked, drawn, held, moved, told, solved)),
    )


def _claimed(
    testimonies: Sequence[Testimony], events: Sequence[Event], asked: Asked
) -> tuple[list[Count], list[Movement]]:
    """The counts and movements of the asked people; with them what passes with a place that changes hands."""

    def held_there(days: Days) -> Amount:
        everybody = replace(asked, holder=None, days=days)
        drawn = balance(*_claimed(testimonies, events, everybody), everybody, {})
        return _amounts(drawn, solve(drawn.system, _sums(drawn)))[3]

    held, moved = counts(testimonies, asked), movements(events, asked, _held_in(testimonies, asked.holder))
    for movement, further in passed_on(handovers(events, testimonies, asked), held_there):
        moved.append(movement)
        held += further
    return sorted(held, key=order), sorted(moved, key=lambda one: (one.event.id, one.way))


def _held_in(testimonies: Iterable[Testimony], holder: str | None) -> frozenset[str]:
    """The places where a body is said to hold people."""
    counting = (one for one in testimonies if holder is not None and is_count(one) and one.place is not None)
    return frozenset(one.place.id for one in counting if one.place and one.actor and one.actor.id == holder)


# --- what is asked of the balance ---


def _sums(drawn: Balance) -> Sequence[Terms]:
    """Opening, in, out, closing; what isn't covered; and the same where more left than were counted."""
    opening, came = drawn.opening or {}, drawn.came or {}
    left, closing = drawn.left or {}, drawn.closing or {}
    gap = total([(1.0, closing), (-1.0, opening), (-1.0, came), (1.0, left)])
    return [opening, came, left, closing, gap, total([(1.0, gap), (-1.0, closing)])]


def _amounts(drawn: Balance, solved: Solution) -> tuple[Amount, Amount, Amount, Amount, Amount]:
    opening, came, left, closing, gap, gap_from_none = solved.ranges
    known = drawn.opening is not None and drawn.closing is not None
    return (
        _people(opening) if drawn.opening is not None else UNKNOWN,
        came if drawn.came is not None else UNKNOWN,
        left if drawn.left is not None else UNKNOWN,
        _people(closing) if drawn.closing is not None else UNKNOWN,
        (_gap(closing, gap, gap_from_none) if known else UNKNOWN),
    )


def _people(amount: Amount) -> Amount:
    """Nobody is held where more left than were counted: the rest isn't covered."""
    return Amount(max(amount.low or 0, 0), None if amount.high is None else max(amount.high, 0))


def _gap(closing: Amount, gap: Amount, gap_from_none: Amount) -> Amount:
    """What isn't covered: closing, less opening and in, and out, where closing is no fewer than nobody."""
    if closing.low is not None and closing.low >= 0:
        return gap
    lows = [low for low in (gap.low, gap_from_none.low) if low is not None]
    highs = [gap.high, gap_from_none.high]
    return Amount(
        max(lows, default=None), None if None in highs else max(high for high in highs if high is not None)
    )


def _conflict(claims: tuple[str, ...]) -> Conflict:
    digest = hashlib.sha256("\n".join(claims).encode()).hexdigest()
    return Conflict(f"x_{digest[:20]}", ConflictKind.CONTRADICTION, claims, WHY)
