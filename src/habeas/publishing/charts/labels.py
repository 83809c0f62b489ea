"""Words set beside marks so that none lies on another: the first that are asked for go first.

Positions are in the units of the drawing, which are pixels at its own size; y grows downwards. Widths are
estimated, since nothing here knows the reader's typeface: a little too wide is better than two words as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# Shares of the type size, of the common sans serifs.
NARROW: Final = frozenset("ijlftr.,:;'’‘|!()[] ")
WIDE: Final = frozenset("mwMWQOGCDHNU@%—“”")
NARROW_SHARE: Final = 0.34
WIDE_SHARE: Final = 0.84
SHARE: Final = 0.62
GAP: Final = 3.0
# A mark's label keeps to its side of these: right of it, left, above, below, then the corners.
SIDES: Final = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))


class Anchor(StrEnum):
    """Which end of the words stands at their position (SVG's text-anchor)."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """True where both share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """True where the other lies inside."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words for what is at x, y, and how far that reaches to each side."""

    key: str
    words: str
    x: float
    y: float
    reach: float


@dataclass(frozen=True, slots=True)
class Label:
    """Words at their place; y is their base line."""

    key: str
    words: str
    x: float
    y: float
    anchor: Anchor


def around(x: float, y: float, reach: float) -> Box:
    """The box of what is at x, y and reaches so far."""
    return Box(x - reach, y - reach, x + reach, y + reach)


def width(words: str, size: float) -> float:
    """About how wide the words are in type of this size."""
    return size * sum(
        NARROW_SHARE if letter in NARROW else WIDE_SHARE if letter in WIDE else SHARE for letter in words
    )


def labels(
    wanted: Iterable[Wanted], *, frame: Box, taken: Iterable[Box] = (), size: float, most: int
) -> list[Label]:
    """At most so many of the labels, in their order, each where it meets no other and nothing taken."""
    full, placed = [*taken], list[Label]()
    for one in wanted:
        if len(placed) == most:
            break
        fitting = (
            (label, box)
            for label, box in _tried(one, size)
            if frame.holds(box) and not any(box.meets(other) for other in full)
        )
        if (found := next(fitting, None)) is not None:
            placed.append(found[0])
            full.append(found[1])
    return placed


def _tried(one: Wanted, size: float) -> Iterator[tuple[Label, Box]]:
    for across, down in SIDES:
        yield _beside(one, across, down, size)


def _beside(one: Wanted, across: int, down: int, size: float) -> tuple[Label, Box]:
    """The label on one side, and its box; a capital is about 0.72 of the type size, a line 1.2."""
    wide = width(one.words, size)
    # Corners lie nearer: what the words keep clear of is round.
    reach = (one.reach + GAP) * (0.8 if across and down else 1.0)
    x = one.x + across * reach
    middle = one.y + down * (reach + 0.55 * size)
    left = x - (0.0, wide, wide / 2)[(1, -1, 0).index(across)]
    anchor = (Anchor.START, Anchor.END, Anchor.MIDDLE)[(1, -1, 0).index(across)]
    box = Box(left - GAP / 2, middle - 0.6 * size, left + wide + GAP / 2, middle + 0.6 * size)
    return Label(one.key, one.words, x, middle + 0.36 * size, anchor), box
