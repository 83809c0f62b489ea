"""Events and conflicts as tables for a terminal, each with the claims and the words that it stands on."""

from __future__ import annotations

from itertools import chain

from rich.console import Group
from rich.table import Table
from rich.text import Text

from habeas.model import Claim
from habeas.publishing.happenings import Happening, happenings, settled
from habeas.publishing.phrases import LABELS, behind, figure_as_said, when_briefly
from habeas.publishing.plain import plain, wrapped
from habeas.publishing.statements import answers_last
from habeas.publishing.tables import CLAIM_COLUMNS, UNCHECKED, claim_cells, empty_table, row_of, stands_on
from habeas.reckoned import Conflict, Event, Reckoned


def events_table(reckoned: Reckoned, *, width: int = 80) -> Group:
    """One row an event, the newest first; below it why its claims were joined, and each claim's words."""
    parts: list[Table | Text] = [empty_table(CLAIM_COLUMNS, width)]
    for happening in chain.from_iterable(one.and_parts() for one in happenings(reckoned.events)):
        event = happening.event
        parts.append(row_of(CLAIM_COLUMNS, _cells(happening, reckoned), width))
        lines = [line for words in _notes(event) for line in wrapped(words, width=width, first="  ")]
        # Several claims may stand on one sentence: it is shown once.
        quoted = dict.fromkeys(tuple(stands_on(one.claim, width)) for one in event.testimonies)
        lines += chain.from_iterable(quoted)
        parts.append(Text("\n".join([*lines, ""])))
    return _closed(parts)


def conflicts_table(reckoned: Reckoned, *, width: int = 80) -> Group:
    """Each set of claims under what sets them against one another: a row a claim, below it its words."""
    parts: list[Table | Text] = [empty_table(CLAIM_COLUMNS, width)]
    for conflict in reckoned.conflicts:
        parts.append(Text("\n".join(wrapped(f"{conflict.kind}: {conflict.why}", width=width))))
        for claim in _claims(conflict, reckoned):
            parts.append(row_of(CLAIM_COLUMNS, claim_cells(claim), width))
            parts.append(Text("\n".join([*stands_on(claim, width), ""])))
    return _closed(parts)


def _closed(parts: list[Table | Text]) -> Group:
    return Group(*parts, *([Text(UNCHECKED)] if len(parts) > 1 else []))


def _claims(conflict: Conflict, reckoned: Reckoned) -> list[Claim]:
    known = reckoned.testimonies
    return sorted((known[id_].claim for id_ in conflict.claims if id_ in known), key=answers_last)


def _notes(event: Event) -> list[str]:
    differing = [f"told differently: {', '.join(event.differing)}"] if event.differing else []
    return [event.id, *differing, *dict.fromkeys(event.why)]


def _cells(happening: Happening, reckoned: Reckoned) -> tuple[str, ...]:
    event = happening.event
    figures = (telling.lead.quantity for telling in happening.figures)
    voices = reckoned.voices.get(event.id)
    groups = dict.fromkeys(_group(telling.group) for telling in happening.tellings)
    return (
        "; ".join(dict.fromkeys(figure_as_said(figure) for figure in figures if figure)) or "–",
        f"{event.type.value}{', total' if event.total else ''}, {event.status.value}",
        "; ".join(filter(None, groups)) or "–",
        _where(event),
        _when(event),
        behind(voices) if voices is not None else "–",
    )


def _group(group: frozenset[str]) -> str:
    return ", ".join(f"“{tag}”" if tag in LABELS else tag for tag in sorted(group))


def _where(event: Event) -> str:
    slots = (("", "place"), ("from ", "origin"), ("→ ", "destination"))
    found = ((word, settled(event, slot)) for word, slot in slots)
    return " ".join(f"{word}{plain(known.name)}" for word, known in found if known is not None) or "–"


def _when(event: Event) -> str:
    if event.days is None:
        return when_briefly(event.testimonies[0].claim)
    return " to ".join(dict.fromkeys((event.days.first.isoformat(), event.days.last.isoformat())))
