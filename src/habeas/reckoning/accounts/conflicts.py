"""Which rows of a program can't hold together, and the lightest ways to settle that by breaking some.

This is the implicit hitting set method (Chandrasekaran, Karp, Moreno-Centeno and Vempala 2013, known from
MaxHS): find irreducible sets of rows that can't hold, break the lightest rows that hit every one, look again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import highspy

from habeas.reckoning.accounts.programs import Broken, Program, add_row, solver

# So many ways of settling conflicts that touch one another are followed, and so many conflicts of a program.
MOST_WAYS: Final = 32
MOST_CORES: Final = 300
SAME_WEIGHT: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Group:
    """Conflicts that share rows, and the lightest ways to settle them; `always` is broken in each."""

    cores: tuple[Broken, ...]
    ways: tuple[Broken, ...]
    always: Broken

    @property
    def doubted(self) -> Broken:
        """Every row of the conflicts."""
        return frozenset[int]().union(*self.cores)


@dataclass(frozen=True, slots=True)
class Settlement:
    """The conflicts of a program in groups that can be settled one by one.

    `complete` is False where they are too many to follow: then the one way is to break all that is doubted.
    """

    groups: tuple[Group, ...]
    complete: bool = True


def settle(program: Program) -> Settlement:
    """The conflicts of a program, and every lightest way to settle them."""
    cores: list[Broken] = []
    while len(cores) <= MOST_CORES:
        grouped = _grouped(cores)
        firsts = [_hitting(program, group) or frozenset() for group in grouped]
        found = _cores(program, frozenset[int]().union(*firsts))
        if not found:
            groups, found = _all_ways(program, grouped, firsts)
            if not found:
                return Settlement(tuple(groups))
        cores += [core for core in found if core not in cores]
    return _surrender(program, cores)


def _all_ways(
    program: Program, grouped: Sequence[list[Broken]], firsts: Sequence[Broken]
) -> tuple[list[Group], list[Broken]]:
    """The lightest ways of each group; and the conflicts, not known yet, in which some of them end."""
    groups, found = [], []
    for cores, first in zip(grouped, firsts, strict=True):
        others = frozenset[int]().union(*(way for way in firsts if way is not first))
        ways = _ways(program, cores, first)
        found += [core for way in ways for core in _cores(program, way | others)[:1]]
        always = frozenset.intersection(*ways)
        if len(ways) == MOST_WAYS:
            always = frozenset(one for one in always if _is_always(program, cores, one, first))
        groups.append(Group(tuple(cores), tuple(ways), always))
    return groups, found


def _surrender(program: Program, cores: list[Broken]) -> Settlement:
    doubted = frozenset[int]().union(*cores)
    doubted = doubted.union(*_cores(program, doubted))
    return Settlement((Group(tuple(cores), (doubted,), frozenset()),), complete=False)


# --- irreducible conflicts ---


def _cores(program: Program, broken: Broken) -> list[Broken]:
    """Irreducible conflicts that are left when some rows are broken, no two of them sharing a row."""
    found: list[Broken] = []
    while not program.is_possible(broken.union(*found)):
        found.append(_core(program, broken.union(*found)))
    return found


def _core(program: Program, broken: Broken) -> Broken:
    """An irreducible set of rows that can't hold together, none of them broken already."""
    core = program.suspects(broken)
    for one in sorted(core, reverse=True):
        if not program.is_possible(program.breakable - (core - {one})):
            core -= {one}
    return core


def _grouped(cores: Sequence[Broken]) -> list[list[Broken]]:
    """The conflicts, those that share rows together; in order of their first rows."""
    groups: list[tuple[Broken, list[Broken]]] = []
    for core in sorted(cores, key=sorted):
        near = [group for group in groups if group[0] & core]
        rows = core.union(*(one for one, _ in near))
        members = [core, *(one for _, cores_ in near for one in cores_)]
        groups = [*(group for group in groups if not group[0] & core), (rows, members)]
    return [sorted(members, key=sorted) for _, members in sorted(groups, key=lambda group: sorted(group[0]))]


# --- hitting sets ---


def _ways(program: Program, cores: Sequence[Broken], first: Broken) -> list[Broken]:
    """The lightest rows that hit every conflict, in all ways up to a limit."""
    if len(cores) == 1:
        alone = [frozenset({one}) for one in sorted(cores[0])]
        return [way for way in alone if program.weight(way) <= program.weight(first) + SAME_WEIGHT][
            :MOST_WAYS
        ]
    ways = [first]
    while len(ways) < MOST_WAYS:
        further = _hitting(program, cores, besides=ways)
        if further is None or program.weight(further) > program.weight(first) + SAME_WEIGHT:
            break
        ways.append(further)
    return ways


def _is_always(program: Program, cores: Sequence[Broken], one: int, first: Broken) -> bool:
    """True for a row that costs more to keep."""
    kept = _hitting(program, cores, keep=one)
    return kept is None or program.weight(kept) > program.weight(first) + SAME_WEIGHT


def _hitting(
    program: Program, cores: Sequence[Broken], *, besides: Iterable[Broken] = (), keep: int | None = None
) -> Broken | None:
    """The lightest rows of which each conflict holds one; None where none are left to choose."""
    if len(cores) == 1 and keep is None and not besides:
        return frozenset({min(sorted(cores[0]), key=lambda one: program.rows[one].weight)})
    rows = sorted(frozenset[int]().union(*cores) - {keep})
    place = {one: at for at, one in enumerate(rows)}
    chosen = solver()
    for one in rows:
        chosen.addCol(program.rows[one].weight, 0.0, 1.0, 0, [], [])
        chosen.changeColIntegrality(place[one], highspy.HighsVarType.kInteger)
    for core in cores:
        add_row(chosen, {place[one]: 1.0 for one in sorted(core - {keep})}, 1.0, None)
    for way in besides:
        add_row(chosen, {place[one]: 1.0 for one in sorted(way)}, None, len(way) - 1.0)
    chosen.run()
    if chosen.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    values = chosen.getSolution().col_value
    return frozenset(one for one in rows if values[place[one]] > 0.5)
