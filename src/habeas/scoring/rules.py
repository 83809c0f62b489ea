"""How often each rule is right: its claims that find an annotation, among all of its claims that are judged.

A claim that finds an optional annotation is neither right nor wrong, and isn't judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from habeas.model import Reading
from habeas.scoring.gold import GoldReport
from habeas.scoring.match import match


def by_rule(pairs: Iterable[tuple[GoldReport, Reading]]) -> dict[str, dict[str, int]]:
    """Of each rule, by the name that its claims give it, how many claims were judged and how many right."""
    right: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    for gold, reading in pairs:
        found = match(reading.claims, gold)
        for index, claim in enumerate(reading.claims):
            if index in found and gold.claims[found[index]].optional:
                continue
            judged[claim.rule] += 1
            right[claim.rule] += index in found
    return {rule: {"right": right[rule], "judged": judged[rule]} for rule in sorted(judged)}
