"""Small accounts by trying every world of whole people: slow, and right by being plain.

Days are whole numbers. Counts stand at noon, on other days than movements that are told of by themselves. A
world says how many were held at each count, how many each movement moved, and how many moved besides, at any
time, of whom only totals tell. A broken claim binds nothing; only worlds that break the fewest count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

BEGINNING = -50
MOST = 14  # nobody is told to count so many people
Range = tuple[int, int] | None


@dataclass(frozen=True)
class Count:
    day: int
    low: int
    high: int


@dataclass(frozen=True)
class Move:
    way: int  # 1 in, -1 out
    day: float
    low: int
    high: int


@dataclass(frozen=True)
class Total:
    """Of those who left, from a day, else from the beginning, to a day."""

    day: int
    low: int
    high: int
    start: int = BEGINNING

    def tells_of(self, day: float) -> bool:
        return self.start <= day < self.day + 1


Told = Count | Move | Total


@dataclass(frozen=True)
class Numbers:
    opening: int | None
    came: int | None
    left: int | None
    closing: int | None
    gap: int | None
    is_short: bool  # more left than there were


def ranges(told: list[Told], first: int, last: int) -> tuple[list[Range], bool, frozenset[Told]]:
    """Ranges of opening, in, out, closing and gap; whether fewer than nobody stay; what is set aside."""
    for broken in range(len(told) + 1):
        ways = [
            (frozenset(away), numbers)
            for away in combinations(told, broken)
            for numbers in worlds(told, frozenset(away), first, last)
        ]
        if ways:
            seen = {numbers for _, numbers in ways}
            names = ("opening", "came", "left", "closing", "gap")
            negative = any(one.is_short for one in seen)
            found = [_range([getattr(one, name) for one in seen]) for name in names]
            return found, negative, frozenset.intersection(*(away for away, _ in ways))
    raise AssertionError("to break every claim leaves a world")


def _range(values: list[int | None]) -> Range:
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if known else None


def worlds(told: list[Told], broken: frozenset[Told], first: int, last: int) -> Iterator[Numbers]:
    """Every world in which all claims hold but the broken ones."""
    moves = [one for one in told if isinstance(one, Move)]
    totals = [one for one in told if isinstance(one, Total)]
    opened, closed = (nearest(told, day) for day in (first, last))
    held = {one.day: range(MOST) for one in told if isinstance(one, Count)}
    for one in told:
        if isinstance(one, Count) and one not in broken:
            kept = held[one.day]
            held[one.day] = range(max(kept.start, one.low), min(kept.stop, one.high + 1))
    if not all(held.values()):
        return
    matter = sorted({day for day in (opened, closed) if day is not None})
    moved = [range(MOST) if one in broken else range(one.low, one.high + 1) for one in moves]
    sides = _sides(told, first, last)
    most = max((one.high for one in totals), default=0)
    for flows, besides in product(product(*moved), _shared(most, len(sides))):
        more = (Move(-1, day, 0, 0) for day in sides)
        all_moves = [*zip(moves, flows, strict=True), *zip(more, besides, strict=True)]
        if not all(_is_kept(one, all_moves) for one in totals if one not in broken):
            continue
        for people in product(*(held[day] for day in matter)):
            stood = dict(zip(matter, people, strict=True))
            yield _numbers(stood, all_moves, (opened, closed), (first, last), _told_ways(told, first, last))


def _shared(most: int, among: int) -> Iterator[tuple[int, ...]]:
    """Every way to share out no more than so many people."""
    yield from (each for each in product(range(most + 1), repeat=among) if sum(each) <= most)


def _told_ways(told: list[Told], first: int, last: int) -> frozenset[int]:
    """The ways in which some are told to have moved in these days, perhaps by a total alone."""
    moves = {one.way for one in told if isinstance(one, Move) and first <= one.day <= last}
    return frozenset(
        moves | {-1 for one in told if isinstance(one, Total) and one.day >= first and one.start <= last}
    )


def nearest(told: list[Told], day: int) -> int | None:
    return max((one.day for one in told if isinstance(one, Count) and one.day <= day), default=None)


def _sides(told: list[Told], first: int, last: int) -> list[float]:
    """A time between any two days that matter, on which some may have left of whom only totals tell."""
    totals = [one for one in told if isinstance(one, Total)]
    stands = [at for one in told if isinstance(one, Count) for at in (one.day, one.day + 0.6)]
    bounds = (at for one in totals for at in (one.start, one.day + 1))
    ends = sorted({BEGINNING, first, last + 1, *stands, *bounds})
    return [day for day in ends if any(one.tells_of(day) for one in totals)]


def _is_kept(total: Total, moves: list[tuple[Move, int]]) -> bool:
    return (
        total.low
        <= sum(many for move, many in moves if move.way < 0 and total.tells_of(move.day))
        <= total.high
    )


def _numbers(
    stood: dict[int, int],
    moves: list[tuple[Move, int]],
    since: tuple[int | None, int | None],
    days: tuple[int, int],
    ways: frozenset[int],
) -> Numbers:
    def balance(day: int | None, until: int) -> int | None:
        if day is None:
            return None
        noon = day + 0.5
        since = sum(move.way * many for move, many in moves if noon <= move.day < until)
        return stood[day] + since - sum(move.way * many for move, many in moves if until <= move.day < noon)

    def moved(way: int) -> int | None:
        here = (many for move, many in moves if move.way == way and days[0] <= move.day <= days[1])
        return sum(here) if way in ways else None

    began, ended = balance(since[0], days[0]), balance(since[1], days[1] + 1)
    opening, closing = (None if one is None else max(one, 0) for one in (began, ended))
    came, left = moved(1), moved(-1)
    gap = None if opening is None or closing is None else closing - opening - (came or 0) + (left or 0)
    return Numbers(opening, came, left, closing, gap, min(began or 0, ended or 0) < 0)
