"""Disjoint parts that are together more than their whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Part = TypeVar("Part")


def too_many(
    parts: Iterable[tuple[int, Part]], high: int, *, apart: Callable[[Part, Part], bool]
) -> list[Part]:
    """Some of the parts, all of them apart from one another, that are at least one more than `high` together.

    Each part comes with the least that it is, none more than `high` by itself. The greatest are taken first,
    so that without any one of those returned the others fit. Empty where they fit, or where nothing shows
    that they are apart.
    """
    taken: list[Part] = []
    total = 0
    for low, part in sorted(parts, key=lambda pair: -pair[0]):
        if all(apart(part, other) for other in taken):
            taken.append(part)
            total += low
            if total > high:
                return taken
    return []
