"""Knots: things connected by shared keys, directly or through others. What is in no knot has no say in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def knots(keys: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Each thing that has a key, with the first (by id) of all things in its knot."""
    above = {thing: thing for thing in keys}

    def top(thing: str) -> str:
        while above[thing] != thing:
            above[thing] = above[above[thing]]
            thing = above[thing]
        return thing

    holder: dict[str, str] = {}
    for thing in sorted(keys):
        for key in keys[thing]:
            one, other = sorted((top(holder.setdefault(key, thing)), top(thing)))
            above[other] = one
    return {thing: top(thing) for thing in sorted(keys) if keys[thing]}
