"""What a chart of the people held at a place draws: one mark a claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from habeas.reckoned import Days

MOST: Final = 200
# How marks are thinned out, until few enough are left: months, and whether each voice's newest stays.
STEPS: Final = ((1, True), (1, False), (3, True), (3, False), (12, True), (12, False))


@dataclass(frozen=True, slots=True)
class Mark:
    """One claim's figure of the people at a place, over the days that it is about.

    `low` and `high` are its bounds, None where it is open; one of them is known. `figure` is the number with
    its hedge, `words` all that is told of the claim where a reader points at it, `href` its page. `group` is
    empty where it counts everybody there, else it says whom ("women").
    """

    claim: str
    days: Days
    low: int | None
    high: int | None
    figure: str
    words: str
    href: str
    voice: str = ""
    group: str = ""
    approx: bool = False
    convention: bool = False  # its bounds rest on a convention: "thousands"
    capacity: bool = False  # room for people, not people
    contradicted: bool = False
    checked: bool = False  # a person has accepted or amended it

    @property
    def level(self) -> int:
        """The bound that the mark stands at: its lower one, for want of it the upper."""
        bound = self.low if self.low is not None else self.high
        return bound if bound is not None else 0

    @property
    def top(self) -> int:
        """The highest number that the mark shows."""
        return self.high if self.high is not None else self.level

    @property
    def exact(self) -> bool:
        """True where both bounds are one number."""
        return self.low == self.high

    @property
    def is_open(self) -> bool:
        """True for "at least" and "up to"."""
        return self.low is None or self.high is None


def newest_first(marks: Iterable[Mark]) -> list[Mark]:
    """By the last day that they are about; then by claim, so that the order is always the same."""
    return sorted(marks, key=lambda mark: (-mark.days.last.toordinal(), mark.claim))


def thinned(marks: Iterable[Mark], most: int = MOST) -> tuple[Mark, ...]:
    """The marks, newest first; of more than `most`, each month's newest of each voice and its extremes.

    Where that is still too many: each month's newest and its extremes, then the same of three months, then of
    a year, then the newest of these.
    """
    every = kept = newest_first(marks)
    for months, of_voices in STEPS:
        if len(kept) <= most:
            break
        kept = _telling(every, months, of_voices=of_voices)
    return tuple(kept[:most])


def _telling(marks: Sequence[Mark], months: int, *, of_voices: bool) -> list[Mark]:
    """Of each so many months: the newest (of each voice), the lowest and the highest; newest first."""
    stretches: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        stretches[(mark.days.last.year * 12 + mark.days.last.month - 1) // months].append(mark)
    kept: set[str] = set()
    for found in stretches.values():
        newest = {mark.voice if of_voices else "": mark.claim for mark in reversed(found)}
        lowest = min(found, key=lambda mark: mark.level)
        highest = max(found, key=lambda mark: mark.top)
        kept |= {*newest.values(), lowest.claim, highest.claim}
    return [mark for mark in marks if mark.claim in kept]
