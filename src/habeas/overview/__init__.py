"""The overview: what a ledger says on one page, however much it holds."""

from habeas.overview.asked import Asked
from habeas.overview.gaps import Gaps, gaps
from habeas.overview.looked import Looked, changed_since, look
from habeas.overview.whole import Overview, Part, Position, overview

__all__ = [
    "Asked",
    "Gaps",
    "Looked",
    "Overview",
    "Part",
    "Position",
    "changed_since",
    "gaps",
    "look",
    "overview",
]
