"""What is cleared, made by hand, for tests of what writes it and of what loads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from habeas.model import Reading
from habeas.publishing.exports import Form, writer_of
from habeas.publishing.holdings import Choice, Cleared, Holdings
from habeas.reckoned import Reckoned


def cleared(readings: Iterable[Reading], **more: object) -> Cleared:
    """These readings, of which nothing is masked, and nothing is reckoned; `more` are further holdings."""
    readings = list(readings)
    holdings = Holdings(
        reports=tuple(reading.report for reading in readings),
        readers={reading.report.id: reading.reader for reading in readings},
        claims=tuple(claim for reading in readings for claim in reading.claims),
        unread=tuple(figure for reading in readings for figure in reading.unread),
        reckoned=Reckoned(),
        decisions=(),
        rulings=(),
        arrivals=(),
        log=(),
        head=None,
        chosen=(),
        as_of=datetime(2026, 3, 5, tzinfo=UTC),
    )
    return Cleared(replace(holdings, **more), Choice(by="Mira Toll", why="a test"))


def write_exchange(folder: Path, readings: Iterable[Reading], document: Callable[[str], bytes]) -> None:
    """An exchange folder of these readings, with the documents' bytes as well."""
    readings = list(readings)
    (folder / "reports").mkdir(parents=True)
    writer_of(Form.JSONL)(cleared(readings), folder)
    for reading in readings:
        (folder / "reports" / reading.report.id).write_bytes(document(reading.report.id))
