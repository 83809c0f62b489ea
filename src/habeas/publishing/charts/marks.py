"""What a chart of the people held at a place draws: one mark a claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from habeas.reckoned import Days

MOST: Final = 200


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

    Where that is still too many: each year's, then the years' extremes alone, then the newest of these.
    """
    kept = newest_first(marks)
    steps: tuple[tuple[Callable[[Mark], Hashable], bool], ...] = (
        (lambda mark: (mark.days.last.year, mark.days.last.month), True),
        (lambda mark: mark.days.last.year, True),
        (lambda mark: mark.days.last.year, False),
    )
    for stretch, with_voices in steps:
        if len(kept) > most:
            kept = _telling(kept, stretch, with_voices=with_voices)
    return tuple(kept[:most])


def _telling(marks: Sequence[Mark], stretch: Callable[[Mark], Hashable], *, with_voices: bool) -> list[Mark]:
    """Of each stretch of time: the newest (of each voice), the lowest and the highest; newest first."""
    stretches: dict[Hashable, list[Mark]] = defaultdict(list)
    for mark in marks:
        stretches[stretch(mark)].append(mark)
    kept: set[str] = set()
    for found in stretches.values():
        newest = {mark.voice if with_voices else "": mark.claim for mark in reversed(found)}
        lowest = min(found, key=lambda mark: mark.level)
        highest = max(found, key=lambda mark: mark.top)
        kept |= {*newest.values(), lowest.claim, highest.claim}
    return [mark for mark in marks if mark.claim in kept]
