"""Solves a system: which claims can't all be true, and what range is left to each sum.

Claims are broken by the implicit hitting set method (Chandrasekaran, Karp, Moreno-Centeno and Vempala 2013,
known from MaxHS): find an irreducible set that can't be true, break the lightest claims that hit every set
found so far, and look again. HiGHS solves the linear programs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

import highspy
import numpy as np

from habeas.reckoned import Amount
from habeas.reckoning.accounts.system import Row, System, Terms, components

Broken = frozenset[int]

# HiGHS calls a row kept that is missed by 1e-7; numbers of people are whole.
WHOLE: Final = 1e-4
# So many ways of settling the conflicts of one component are followed; beyond, any doubted one may be false.
MOST_WAYS: Final = 64


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


Range = tuple[float, float | None]


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
    return Amount(None if low == -highspy.kHighsInf else ceil(low - WHOLE), high)


def _solve(at: Sequence[int], rows: Sequence[Row], sums: Sequence[Terms]) -> _Part:
    if len(at) == 1 and (bounds := _bounds(rows)) is not None:
        return _Part(tuple(_times(bounds, terms.get(at[0], 0.0)) for terms in sums), (), (), True)
    program = _Program(at, rows)
    cores, ways, complete = _settle(program)
    here = [{one: terms[one] for one in at if one in terms} for terms in sums]
    doubted = frozenset(one for core in cores for one in core)
    worlds = ways if complete else [doubted]
    return _Part(
        tuple(_hull([program.range(terms, world) for world in worlds]) for terms in here),
        tuple(tuple(sorted({claim for one in core for claim in rows[one].claims})) for core in cores),
        _claims(rows, frozenset.intersection(*ways) if complete else _always(program, cores, ways[0])),
        complete,
    )


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
    return -highspy.kHighsInf if high is None else factor * high, factor * low


def _claims(rows: Sequence[Row], broken: Broken) -> tuple[str, ...]:
    return tuple(claim for one in broken for claim in rows[one].claims)


def _hull(ranges: Sequence[Range]) -> Range:
    highs = [high for _, high in ranges]
    known = [high for high in highs if high is not None]
    return min(low for low, _ in ranges), max(known) if len(known) == len(highs) else None


# --- which claims can't all be true ---


def _settle(program: _Program) -> tuple[list[Broken], list[Broken], bool]:
    """The irreducible conflicts found, the lightest ways to settle them, and whether these are all ways."""
    cores: list[Broken] = []
    first = _lightest(program, cores)
    if not first:  # nothing conflicts
        return cores, [frozenset()], True
    least, ways = program.weight(first), [first]
    while len(ways) < MOST_WAYS:
        further = _lightest(program, cores, besides=ways)
        if further is None or program.weight(further) > least + WHOLE:
            return cores, ways, True
        ways.append(further)
    return cores, ways, False


def _always(program: _Program, cores: list[Broken], way: Broken) -> Broken:
    """Those of one way of settling that are broken in every other: to keep one would cost more."""
    least = program.weight(way)
    found = set()
    for one in sorted(way):
        other = _lightest(program, cores, keep=frozenset({one}))
        if other is None or program.weight(other) > least + WHOLE:
            found.add(one)
    return frozenset(found)


def _lightest(
    program: _Program, cores: list[Broken], *, besides: Sequence[Broken] = (), keep: Broken = frozenset()
) -> Broken | None:
    """The lightest rows whose breaking leaves the others possible, not one of `besides`, none of `keep`.

    Conflicts met on the way are added to `cores`.
    """
    while (way := _hitting(program, cores, besides, keep)) is not None:
        if program.is_possible(way):
            return way
        core = _core(program, way)
        if core in cores:
            return None  # only a fault of rounding leads here
        cores.append(core)
    return None


def _core(program: _Program, broken: Broken) -> Broken:
    """An irreducible set of the rows that can't hold together, none of them broken already."""
    core = program.suspects(broken)
    for one in sorted(core, reverse=True):
        if not program.is_possible(program.breakable - (core - {one})):
            core -= {one}
    return core


def _hitting(
    program: _Program, cores: list[Broken], besides: Sequence[Broken], keep: Broken
) -> Broken | None:
    """The lightest rows of which each core holds one; of several, always the same."""
    rows = sorted(frozenset().union(*cores) - keep)
    if not cores:
        return frozenset() if not besides else None
    place = {one: at for at, one in enumerate(rows)}
    solver = _solver()
    for one in rows:
        solver.addCol(program.rows[one].weight, 0.0, 1.0, 0, [], [])
        solver.changeColIntegrality(place[one], highspy.HighsVarType.kInteger)
    for core in cores:
        _add(solver, {place[one]: 1.0 for one in sorted(core - keep)}, 1.0, None)
    for way in besides:
        _add(solver, {place[one]: 1.0 for one in sorted(way) if one in place}, None, len(way) - 1.0)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    values = solver.getSolution().col_value
    return frozenset(one for one in rows if values[place[one]] > 0.5)


# --- linear programs ---


def _solver() -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("presolve", "off")):
        solver.setOptionValue(option, value)
    return solver


def _add(solver: highspy.Highs, terms: Terms, low: float | None, high: float | None) -> None:
    bounds = (-highspy.kHighsInf if low is None else low, highspy.kHighsInf if high is None else high)
    at = np.fromiter(terms.keys(), dtype=np.int32, count=len(terms))
    by = np.fromiter(terms.values(), dtype=np.float64, count=len(terms))
    solver.addRow(*bounds, len(terms), at, by)


class _Program:
    """The rows of one component; any of those that claims stand behind can be broken and mended again."""

    def __init__(self, at: Sequence[int], rows: Sequence[Row]) -> None:
        self.rows = rows
        self.breakable = frozenset(place for place, row in enumerate(rows) if row.claims)
        self._place = {one: place for place, one in enumerate(at)}
        self._broken: Broken = frozenset()
        self._solver = _solver()
        for _ in at:
            self._solver.addCol(0.0, 0.0, highspy.kHighsInf, 0, [], [])
        for row in rows:
            _add(self._solver, {self._place[one]: by for one, by in row.terms.items()}, row.low, row.high)

    def weight(self, broken: Broken) -> float:
        """The weight of these rows."""
        return sum(self.rows[one].weight for one in broken)

    def is_possible(self, broken: Broken) -> bool:
        """True where some numbers keep every row but these."""
        self._break(broken)
        self._aim({})
        return self._run() == highspy.HighsModelStatus.kOptimal

    def suspects(self, broken: Broken) -> Broken:
        """Rows that can't hold together; by the solver's proof few, though perhaps not the fewest."""
        self.is_possible(broken)
        kept = self.breakable - broken
        _, has, ray = self._solver.getDualRay()  # type: ignore[attr-defined]
        named = frozenset(one for one in kept if has and abs(ray[one]) > 1e-9)
        return named if named and not self.is_possible(self.breakable - named) else kept

    def range(self, terms: Terms, broken: Broken) -> Range:
        """The least and the most that the terms come to while all rows but these hold; None is open."""
        if not terms:
            return 0.0, 0.0
        self._break(broken)
        least, most = (self._best(terms, sign) for sign in (1.0, -1.0))
        return -highspy.kHighsInf if least is None else least, None if most is None else -most

    def _best(self, terms: Terms, sign: float) -> float | None:
        self._aim({at: sign * by for at, by in terms.items()})
        if self._run() != highspy.HighsModelStatus.kOptimal:
            return None
        return float(self._solver.getInfo().objective_function_value)

    def _aim(self, terms: Terms) -> None:
        costs = np.zeros(len(self._place))
        for at, by in terms.items():
            costs[self._place[at]] = by
        self._solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def _break(self, broken: Broken) -> None:
        for one in sorted(broken ^ self._broken):
            row = self.rows[one]
            low, high = (None, None) if one in broken else (row.low, row.high)
            self._solver.changeRowBounds(
                one, -highspy.kHighsInf if low is None else low, highspy.kHighsInf if high is None else high
            )
        self._broken = broken

    def _run(self) -> highspy.HighsModelStatus:
        self._solver.run()
        return self._solver.getModelStatus()
