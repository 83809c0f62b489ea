"""Disjoint sets of ids that are joined two by two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Forest:
    """Sets of ids, each id alone at first (union by size, paths halved: Tarjan, 1975)."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._above = {one: one for one in ids}
        self._size = dict.fromkeys(self._above, 1)

    def root(self, one: str) -> str:
        """An id that stands for the set; only for comparing, since it depends on the order of joining."""
        above = self._above
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    def joined(self, one: str, other: str) -> bool:
        """True where both are in one set."""
        return self.root(one) == self.root(other)

    def join(self, one: str, other: str) -> None:
        """Make one set of the two ids' sets."""
        low, high = sorted((self.root(one), self.root(other)), key=self._size.__getitem__)
        if low != high:
            self._above[low] = high
            self._size[high] += self._size[low]

    def groups(self) -> list[list[str]]:
        """The sets, sorted, and in order of their first ids."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in sorted(self._above):
            found[self.root(one)].append(one)
        return list(found.values())
