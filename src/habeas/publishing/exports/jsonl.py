"""JSON Lines: claims, unread figures, events and conflicts."""

from __future__ import annotations

from pathlib import Path

from habeas.publishing.holdings import Cleared
from habeas.publishing.lines import claim_lines, conflict_lines, event_lines, unread_lines
from habeas.wire import CLAIMS, UNREAD


def write(cleared: Cleared, folder: Path) -> None:
    """Write the lines into the folder, a file a kind."""
    holdings = cleared.holdings
    lines = {
        CLAIMS: claim_lines(holdings.claims),
        UNREAD: unread_lines(holdings.unread),
        "events.jsonl": event_lines(holdings.reckoned),
        "conflicts.jsonl": conflict_lines(holdings.reckoned),
    }
    for name, text in lines.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
