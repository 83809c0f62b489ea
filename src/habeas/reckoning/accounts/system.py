"""What claims demand of numbers of people, as linear rows: some may be broken, none is called wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

Terms = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Row:
    """The sum of `terms` is at least `low` and at most `high`; None is open.

    `claims` are those that say so. Without any the row holds of numbers of people whatever is said.
    """

    terms: Terms
    low: float | None
    high: float | None
    claims: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(slots=True)
class System:
    """Unknown numbers of people, none of them below zero, and what is demanded of them."""

    unknowns: int = 0
    rows: list[Row] = field(default_factory=list)

    def unknown(self) -> int:
        """One more unknown."""
        self.unknowns += 1
        return self.unknowns - 1

    def demand(
        self,
        terms: Terms,
        low: float | None,
        high: float | None,
        claims: tuple[str, ...] = (),
        weight: float = 1.0,
    ) -> None:
        """Demand that the sum of the terms lies between these; nothing where both are open."""
        if low is not None or high is not None:
            self.rows.append(Row({at: by for at, by in terms.items() if by}, low, high, claims, weight))


def total(parts: Iterable[tuple[float, Terms]]) -> dict[int, float]:
    """The sum of these terms, each times its factor."""
    found: dict[int, float] = {}
    for factor, terms in parts:
        for at, by in terms.items():
            found[at] = found.get(at, 0.0) + factor * by
    return {at: by for at, by in sorted(found.items()) if by}


def components(system: System) -> Iterator[tuple[list[int], list[Row]]]:
    """The unknowns that rows connect, and those rows: what is true in one of them is nothing to another."""
    parent = list(range(system.unknowns))
    for row in system.rows:
        ends = [_root(parent, at) for at in row.terms]
        for end in ends[1:]:
            parent[_root(parent, end)] = _root(parent, ends[0])
    members: dict[int, list[int]] = {}
    for at in range(system.unknowns):
        members.setdefault(_root(parent, at), []).append(at)
    rows: dict[int, list[Row]] = {}
    for row in system.rows:
        if row.terms:
            rows.setdefault(_root(parent, min(row.terms)), []).append(row)
    yield from ((members[root], rows.get(root, [])) for root in sorted(members))


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at
