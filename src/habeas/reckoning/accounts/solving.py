"""Solves a system: which claims can't all be true, and what range is left to each sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil, floor, inf, prod
from typing import Final

from habeas.reckoned import Amount
from habeas.reckoning.accounts.conflicts import Group, Settlement, settle
from habeas.reckoning.accounts.programs import Broken, Program, Range
from habeas.reckoning.accounts.system import Row, System, Terms, components

# The solver calls a row kept that is missed by a ten-millionth; numbers of people are whole.
WHOLE: Final = 1e-4
# So many worlds are tried one by one; beyond, each group of conflicts is settled by itself.
MOST_WORLDS: Final = 64


@dataclass(frozen=True, slots=True)
class Solution:
    """The range of each sum asked for, irreducible sets of claims in conflict, those broken in every optimum.

    `complete` is False where conflicts can be settled in so many ways that the ranges hold more than those.
    """

    ranges: tuple[Amount, ...]
    conflicts: tuple[tuple[str, ...], ...] = ()
    set_aside: tuple[str, ...] = ()
    complete: bool = True


def solve(system: System, sums: Sequence[Terms]) -> Solution:
    """The range of each sum over all worlds that break the least weight of claims."""
    solved = [_solve(at, rows, sums) for at, rows in components(system) if _matters(at, rows, sums)]
    return Solution(
        tuple(_whole([part.ranges[place] for part in solved]) for place in range(len(sums))),
        tuple(sorted({found for part in solved for found in part.conflicts})),
        tuple(sorted({claim for part in solved for claim in part.set_aside})),
        all(part.complete for part in solved),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    ranges: tuple[Range, ...]
    conflicts: tuple[tuple[str, ...], ...]
    set_aside: tuple[str, ...]
    complete: bool


def _matters(at: Sequence[int], rows: Sequence[Row], sums: Sequence[Terms]) -> bool:
    return any(row.claims for row in rows) or any(one in terms for terms in sums for one in at)


def _whole(ranges: Sequence[Range]) -> Amount:
    low = sum(one[0] for one in ranges)
    highs = [one[1] for one in ranges]
    known = [high for high in highs if high is not None]
    high = floor(sum(known) + WHOLE) if len(known) == len(highs) else None
    return Amount(None if low == -inf else ceil(low - WHOLE), high)


def _solve(at: Sequence[int], rows: Sequence[Row], sums: Sequence[Terms]) -> _Part:
    if len(at) == 1 and (bounds := _bounds(rows)) is not None:
        return _Part(tuple(_times(bounds, terms.get(at[0], 0.0)) for terms in sums), (), (), True)
    program = Program(at, rows)
    settlement = settle(program)
    here = [{one: terms[one] for one in at if one in terms} for terms in sums]
    groups = settlement.groups
    return _Part(
        tuple(_range(program, terms, settlement) for terms in here),
        tuple(tuple(sorted(set(_claims(rows, core)))) for group in groups for core in group.cores),
        tuple(claim for group in groups for claim in _claims(rows, group.always)),
        settlement.complete,
    )


def _claims(rows: Sequence[Row], broken: Iterable[int]) -> list[str]:
    return [claim for one in sorted(broken) for claim in rows[one].claims]


def _range(program: Program, terms: Terms, settlement: Settlement) -> Range:
    """The range of a sum over all lightest ways of settling the conflicts."""
    groups = settlement.groups
    if prod(len(group.ways) for group in groups) <= MOST_WORLDS:
        return _hull(program, terms, [_every(ways) for ways in product(*(group.ways for group in groups))])
    around = [_hull(program, terms, _ways_among(group, groups)) for group in groups]
    highs = [high for _, high in around if high is not None]
    return max(low for low, _ in around), min(highs, default=None)


def _ways_among(group: Group, groups: Sequence[Group]) -> list[Broken]:
    """The ways of one group, in worlds where nothing that the others doubt needs to hold."""
    others = _every(other.doubted for other in groups if other is not group)
    return [way | others for way in group.ways]


def _every(broken: Iterable[Broken]) -> Broken:
    return frozenset[int]().union(*broken)


def _hull(program: Program, terms: Terms, worlds: Sequence[Broken]) -> Range:
    """The range of a sum over all these worlds; those that can't be are none."""
    ranges = [found for world in worlds if (found := program.range(terms, world)) is not None]
    highs = [high for _, high in ranges]
    known = [high for high in highs if high is not None]
    low = min((low for low, _ in ranges), default=-inf)
    return low, max(known) if known and len(known) == len(highs) else None


def _bounds(rows: Sequence[Row]) -> Range | None:
    """What the rows of a single unknown allow it; None where that is nothing, or needs more than a glance."""
    if any(by != 1.0 for row in rows for by in row.terms.values()):
        return None
    low = max((row.low for row in rows if row.low is not None), default=0.0)
    high = min((row.high for row in rows if row.high is not None), default=None)
    return None if high is not None and high < max(low, 0.0) else (max(low, 0.0), high)


def _times(bounds: Range, factor: float) -> Range:
    low, high = bounds
    if factor == 0:
        return 0.0, 0.0
    if factor > 0:
        return factor * low, None if high is None else factor * high
    return -inf if high is None else factor * high, factor * low
