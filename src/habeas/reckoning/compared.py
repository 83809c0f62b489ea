"""Comparing claims two by two, where hundreds of them say the same: what says the same is compared once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from habeas.reckoned import Testimony
from habeas.reckoning.likeness import Likeness, content, is_one_source, likeness, loose_bar, strict_bar

# So much is kept in mind; what is compared at one time mostly says the same.
KEPT: Final = 100_000


class Compared:
    """How like claims (ids) are and what keeps them apart, as `likeness`, `strict_bar`, `loose_bar` say."""

    def __init__(self, told: Mapping[str, Testimony]) -> None:
        self._told = told
        numbers: dict[tuple[object, ...], int] = {}
        self._content = {id_: numbers.setdefault(content(one), len(numbers)) for id_, one in told.items()}
        self._like: dict[tuple[int, int, bool], Likeness] = {}
        self._bars: dict[tuple[int, int, bool], str | None] = {}

    def likeness(self, one: str, other: str) -> Likeness:
        """How likely both tell of one happening."""
        mine, theirs = self._told[one], self._told[other]
        if mine.report == theirs.report:
            return likeness(mine, theirs)
        key = (self._content[one], self._content[other], is_one_source(mine, theirs))
        if key not in self._like:
            if len(self._like) >= KEPT:
                self._like.clear()
            self._like[key] = likeness(mine, theirs)
        return self._like[key]

    def bar(self, one: str, other: str, *, loose: bool = False) -> str | None:
        """What keeps both from telling of one happening; `loose` where one is a part of a larger figure."""
        mine, theirs = self._told[one], self._told[other]
        compare = loose_bar if loose else strict_bar
        if mine.report == theirs.report:
            return compare(mine, theirs)
        key = (self._content[one], self._content[other], loose)
        if key not in self._bars:
            if len(self._bars) >= KEPT:
                self._bars.clear()
            self._bars[key] = compare(mine, theirs)
        return self._bars[key]
