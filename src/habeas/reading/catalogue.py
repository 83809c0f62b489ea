"""Every rule by its name, with what it reads: the names that the `rule` of a claim ends with.

A rule's docstring is its documentation. A test holds every rule that makes a claim to this list.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from habeas.reading.events import abuse, attack, event, takeovers
from habeas.reading.figures import there_are
from habeas.reading.learned import RULE as LEARNED
from habeas.reading.learned import learned_events, weighed
from habeas.reading.precision import Judged, judgements
from habeas.reading.rules import FIGURE_RULES, LAST_RULES
from habeas.reading.stances import (
    accusation,
    condemnation,
    denial,
    no_such,
    ought_to,
    position,
    should,
    untrue,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the name that it gives its facts, what it reads, and how often it was right, by type."""

    name: str
    doc: str
    judged: dict[str, Judged]

    @property
    def gist(self) -> str:
        """The first sentence of what it reads, with its example."""
        return " ".join(self.doc.split("\n\n")[0].split())


# In the order in which a sentence is offered to them.
RULES: Final[tuple[tuple[str, tuple[Callable[..., object], ...]], ...]] = (
    # A rule for figures is called what its function is called: `room_for` is "room-for".
    *((rule.__name__.replace("_", "-"), (rule,)) for rule in (*FIGURE_RULES, there_are, *LAST_RULES)),
    ("condemned", (condemnation,)),
    ("denial", (denial,)),
    ("untrue", (untrue,)),
    ("no-such", (no_such,)),
    ("stance", (position,)),
    ("accusation", (accusation,)),
    ("should", (should,)),
    ("ought-to", (ought_to,)),
    ("takeover", (takeovers,)),
    ("attack", (attack,)),
    ("abuse", (abuse,)),
    ("event", (event,)),
    (LEARNED, (weighed, learned_events)),
)


def rules() -> Iterator[Rule]:
    """Every rule, with what was measured of it."""
    measured = judgements()
    for name, functions in RULES:
        judged = {rule: found for rule, found in sorted(measured.items()) if rule.split(".", 1)[1] == name}
        yield Rule(name, "\n\n".join(inspect.getdoc(function) or "" for function in functions), judged)
