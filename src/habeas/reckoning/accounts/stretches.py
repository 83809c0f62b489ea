"""Time cut into stretches, so that what is sure to lie in one of them needn't be told by the day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from habeas.reckoned import Days

BEGINNING = date.min
END = date.max


class Stretches:
    """All time, cut where these days begin and after they end; a stretch is told by its place in order."""

    def __init__(self, days: Iterable[Days]) -> None:
        cuts = {at for one in days for at in (one.first.toordinal(), one.last.toordinal() + 1)}
        self._cuts = sorted({BEGINNING.toordinal(), *(at for at in cuts if at <= END.toordinal())})

    def sharing(self, first: date, last: date) -> range:
        """The stretches that share a day with these."""
        low = bisect_right(self._cuts, first.toordinal()) - 1
        return range(low, bisect_right(self._cuts, last.toordinal()))

    def before(self, day: date) -> range:
        """The stretches that end before a day on which one begins."""
        return range(bisect_right(self._cuts, day.toordinal()) - 1)
