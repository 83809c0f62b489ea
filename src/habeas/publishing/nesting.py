"""Parts under their wholes, whatever it is that has them; a circle of parts is no nest."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def by_whole(wholes: Mapping[Key, Key | None]) -> dict[Key | None, list[Key]]:
    """The parts of each whole, in the order given; under None what is a part of nothing.

    `wholes` names the whole of each thing. What would be a part of itself is a part of nothing.
    """
    found: dict[Key | None, list[Key]] = {}
    for key, whole in wholes.items():
        found.setdefault(None if _goes_round(key, wholes) else whole, []).append(key)
    return found


def _goes_round(start: Key, wholes: Mapping[Key, Key | None]) -> bool:
    seen = {start}
    key = wholes[start]
    while key is not None and key not in seen:
        seen.add(key)
        key = wholes[key]
    return key == start
