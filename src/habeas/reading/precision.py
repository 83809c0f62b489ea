"""How often each rule was right on annotated reports, as `scripts/rule_precision.py` has measured it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

MEASURED: Final = Path(__file__).with_name("precision.json")
# With fewer judged claims a share says more about chance than about the rule.
ENOUGH: Final = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """How many claims of a rule were judged, and how many of these were right."""

    right: int = 0
    judged: int = 0

    @property
    def share(self) -> float | None:
        """The share that was right, to two places; None where too few were judged."""
        return round(self.right / self.judged, 2) if self.judged >= ENOUGH else None


@cache
def judgements(file: Path = MEASURED) -> Mapping[str, Judged]:
    """What was measured, by the rule's name as a claim gives it; nothing where the file isn't there."""
    if not file.is_file():
        return {}
    return {rule: Judged(**counted) for rule, counted in json.loads(file.read_text("utf-8")).items()}


def precision_of(rule: str) -> float | None:
    """The share of this rule's claims that was right; None where too few were judged."""
    return judgements().get(rule, Judged()).share
