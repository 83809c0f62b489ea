"""What is found, as JSON Lines for programs; and for people what each rule used."""

from __future__ import annotations

from collections.abc import Iterable

from habeas.model import Claim, Reading, Unread
from habeas.publishing.phrases import not_read
from habeas.publishing.plain import escaped_json, plain, wrapped
from habeas.reckoned import Reckoned
from habeas.wire.claims import claim_to_wire, to_lines, unread_to_wire
from habeas.wire.reckoned import conflict_to_wire, event_to_wire


def claim_lines(claims: Iterable[Claim]) -> str:
    """The claims in the exchange format, each line ended by a line feed."""
    return escaped_json(to_lines(map(claim_to_wire, claims)))


def unread_lines(unread: Iterable[Unread]) -> str:
    """The unread figures in the exchange format, with their ids and what people said of them, a line each."""
    return escaped_json(
        to_lines({**unread_to_wire(figure), "id": figure.id, "review": figure.review} for figure in unread)
    )


def event_lines(reckoned: Reckoned) -> str:
    """The events, each with those who stand behind it, each line ended by a line feed."""
    wires = (event_to_wire(event, reckoned.voices[event.id]) for event in reckoned.events)
    return escaped_json(to_lines(wires))


def conflict_lines(reckoned: Reckoned) -> str:
    """The conflicts, each line ended by a line feed."""
    return escaped_json(to_lines(map(conflict_to_wire, reckoned.conflicts)))


def reasons(reading: Reading, *, width: int = 80) -> str:
    """For each claim of a reading: its type and rule, the words, and the pieces that the rule used."""
    name = plain(reading.report.name)
    told = ["\n".join(_reasons(claim, name, width)) for claim in reading.claims]
    return "".join(f"{text}\n\n" for text in told) or f"{name}: {not_read(reading.report) or 'no claims'}\n\n"


def _reasons(claim: Claim, name: str, width: int) -> list[str]:
    words = " … ".join(span.text for span in claim.evidence)
    lines = wrapped(f"{name} · {claim.id} · {claim.type}, by {claim.rule} ({claim.reader})", width=width)
    lines += wrapped(f"“{words}”", width=width, first="  ")
    for piece in claim.why:
        lines += wrapped(piece, width=width, first="  - ")
    return lines
