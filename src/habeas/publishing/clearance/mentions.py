"""A run of words and whose name it is taken for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from habeas.publishing.clearance.cues import Role
from habeas.publishing.clearance.sorting import Run, Sorted

COORDINATE: Final = re.compile(r"\s*(?:,|,?\s*(?:and|or|&))\s*")


class Standing(IntEnum):
    """How surely a run is a private person's name; from `DOUBTED` on it is masked."""

    NOBODY = 0  # a place's or a body's
    UNSURE_NOBODY = 1  # taken for such by what it is made of alone
    DOUBTED = 2  # nothing tells
    LIKELY = 3
    SURE = 4
    OFFICIAL = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """A run of words, whose name it is taken for, and what the text tells of its bearer's age."""

    run: Run
    standing: Standing
    role: Role | None = None
    minor: bool = False
    adult: bool = False  # the text proves it: nothing else lets a private name leave by choice

    @property
    def is_private(self) -> bool:
        """True where it is masked."""
        return Standing.DOUBTED <= self.standing < Standing.OFFICIAL


def are_coordinate(text: Sorted, one: Run, other: Run) -> bool:
    """True for the neighbours in "X, Y and Z"."""
    between = text.text[text.words[one.last].stop : text.words[other.first].start]
    return COORDINATE.fullmatch(between) is not None
