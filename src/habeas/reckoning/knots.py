"""Knots: things connected by shared keys, directly or through others. What is in no knot has no say in it.

Two things that share a key needn't meet under it: each reaches so far there, and they meet where the two
reaches together are everything. A claim of a country in a year meets those of its camps on single days, which
don't meet one another under that key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Final

Keys = Mapping[int, int]  # the keys of one thing, as numbers, each with its reach there

# Bits: far enough in place, far enough in time. What has both meets everything under its key.
EVERYTHING: Final = 0b11
REACHES: Final = tuple(range(EVERYTHING + 1))


def number(key: str) -> int:
    """A key as the start of its hash, below 2**63; two that fall together only make a knot larger."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest()) >> 1


def everywhere(keys: Iterable[str]) -> Keys:
    """These keys, under each of which a thing meets everything."""
    return {number(key): EVERYTHING for key in keys}


def meeting(reach: int) -> tuple[int, ...]:
    """The reaches that meet this one."""
    return tuple(other for other in REACHES if reach | other == EVERYTHING)


def knots(keys: Mapping[str, Keys]) -> dict[str, str]:
    """Each thing that has a key, with the first (by id) of all things in its knot."""
    above = {thing: thing for thing in keys}

    def top(thing: str) -> str:
        while above[thing] != thing:
            above[thing] = above[above[thing]]
            thing = above[thing]
        return thing

    def join(one: str, other: str) -> None:
        low, high = sorted((top(one), top(other)))
        above[high] = low

    # Of each key and reach all that meet anything are one knot, so the first of them stands for all.
    met: dict[int, set[int]] = {}
    for held in keys.values():
        for key, reach in held.items():
            met.setdefault(key, set()).add(reach)
    first: dict[tuple[int, int], str] = {}
    for thing in sorted(keys):
        for key, reach in keys[thing].items():
            if reach == EVERYTHING or not met[key].isdisjoint(meeting(reach)):
                join(first.setdefault((key, reach), thing), thing)
    for key, reaches in met.items():
        for one, other in combinations(sorted(reaches), 2):
            if one | other == EVERYTHING:
                join(first[key, one], first[key, other])
    return {thing: top(thing) for thing in sorted(keys) if keys[thing]}
