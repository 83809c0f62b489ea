"""Linear programs over numbers of people, solved by HiGHS, of which rows can be broken and mended again."""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np

from habeas.reckoning.accounts.system import Row, Terms

Broken = frozenset[int]  # rows, by their place
Range = tuple[float, float | None]  # None is open; the lower end may be minus infinity


def solver() -> highspy.Highs:
    """A silent solver that gives one input one output."""
    made = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("presolve", "off")):
        made.setOptionValue(option, value)
    return made


def add_row(to: highspy.Highs, terms: Terms, low: float | None, high: float | None) -> None:
    """Add a row over columns by their place; None is open."""
    at = np.fromiter(terms.keys(), dtype=np.int32, count=len(terms))
    by = np.fromiter(terms.values(), dtype=np.float64, count=len(terms))
    to.addRow(*_ends(low, high), len(terms), at, by)


def _ends(low: float | None, high: float | None) -> tuple[float, float]:
    return -highspy.kHighsInf if low is None else low, highspy.kHighsInf if high is None else high


class Program:
    """The rows of one component; any of those that claims stand behind can be broken and mended again."""

    def __init__(self, at: Sequence[int], rows: Sequence[Row]) -> None:
        self.rows = rows
        self.breakable = frozenset(place for place, row in enumerate(rows) if row.claims)
        self._place = {one: place for place, one in enumerate(at)}
        self._broken: Broken = frozenset()
        self._solver = solver()
        for _ in at:
            self._solver.addCol(0.0, 0.0, highspy.kHighsInf, 0, [], [])
        for row in rows:
            add_row(self._solver, {self._place[one]: by for one, by in row.terms.items()}, row.low, row.high)

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

    def range(self, terms: Terms, broken: Broken) -> Range | None:
        """The least and the most that the terms come to while all rows but these hold; None if they can't."""
        if not terms:
            return 0.0, 0.0
        if not self.is_possible(broken):
            return None
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
            self._solver.changeRowBounds(one, *_ends(low, high))
        self._broken = broken

    def _run(self) -> highspy.HighsModelStatus:
        self._solver.run()
        return self._solver.getModelStatus()
