"""JSON Lines: the exchange format, whole, so that another ledger can load it (docs/format.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from habeas.errors import BrokenPromise
from habeas.model import Claim, Decision, Matter, Ruling
from habeas.publishing.holdings import Cleared
from habeas.publishing.lines import conflict_lines, event_lines
from habeas.publishing.plain import escaped_json
from habeas.wire.acts import (
    ARRIVALS,
    DECISIONS,
    RULINGS,
    arrival_to_wire,
    decision_to_wire,
    ruling_to_wire,
)
from habeas.wire.claims import (
    AS_READ,
    CLAIMS,
    REPORTS,
    UNREAD,
    amended,
    claim_to_wire,
    read_report_to_wire,
    to_line,
    unread_to_wire,
)

EVENTS: Final = "events.jsonl"
CONFLICTS: Final = "conflicts.jsonl"


def write(cleared: Cleared, folder: Path) -> None:
    """Write the lines into the folder, a file a kind.

    Claims stand as people decided; those that were amended stand also as they were read, for a ledger that
    loads them decides the same again. Raises BrokenPromise where the two don't stand on one text.
    """
    for name, wires in _wires(cleared).items():
        with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(escaped_json(to_line(wire)) + "\n" for wire in wires)
    reckoned = cleared.holdings.reckoned
    (folder / EVENTS).write_text(event_lines(reckoned), encoding="utf-8", newline="\n")
    (folder / CONFLICTS).write_text(conflict_lines(reckoned), encoding="utf-8", newline="\n")


def _wires(cleared: Cleared) -> dict[str, Iterable[Mapping[str, Any]]]:
    holdings = cleared.holdings
    return {
        REPORTS: (
            read_report_to_wire(report, holdings.readers[report.id], _spans(cleared, report.id))
            for report in holdings.reports
        ),
        CLAIMS: map(claim_to_wire, holdings.claims),
        AS_READ: map(claim_to_wire, as_read(cleared)),
        UNREAD: (
            {**unread_to_wire(figure), "id": figure.id, "review": figure.review} for figure in holdings.unread
        ),
        DECISIONS: map(decision_to_wire, decisions(cleared)),
        RULINGS: map(ruling_to_wire, rulings(cleared)),
        ARRIVALS: map(arrival_to_wire, holdings.arrivals),
    }


def _spans(cleared: Cleared, report: str) -> list[tuple[int, int, str]]:
    return [(mask.start, mask.end, mask.why) for mask in cleared.masks.get(report, ())]


def as_read(cleared: Cleared) -> Iterator[Claim]:
    """The amended claims as they were read, of those that leave; each of them stands on the cleared text."""
    left = {claim.id: claim for claim in cleared.holdings.claims}
    for claim in cleared.holdings.as_read:
        if claim.id not in left:
            continue
        if claim.report != left[claim.id].report:
            raise BrokenPromise(f"{claim.id}: it stands on another text as read than as amended")
        yield claim


def decisions(cleared: Cleared) -> Iterator[Decision]:
    """The decisions on what leaves; not those that wait for a person, for nothing here bears them."""
    holdings, things = cleared.holdings, _things(cleared)
    read = {claim.id: claim for claim in (*holdings.claims, *holdings.as_read)}
    for decision in holdings.decisions:
        if decision.claim in things and _stands(decision, read):
            yield decision


def rulings(cleared: Cleared) -> Iterator[Ruling]:
    """The rulings on what leaves, and all on names."""
    things = _things(cleared)
    for ruling in cleared.holdings.rulings:
        if ruling.matter is Matter.NAME or {ruling.one, ruling.other} <= things:
            yield ruling


def _stands(decision: Decision, read: Mapping[str, Claim]) -> bool:
    if decision.amendment is None:
        return True
    try:
        amended(read[decision.claim], decision.amendment)
    except BrokenPromise:
        return False
    return True


def _things(cleared: Cleared) -> set[str]:
    """The ids of everything that leaves and that people can decide on."""
    holdings = cleared.holdings
    return {one.id for many in (holdings.claims, holdings.unread, holdings.reports) for one in many}
