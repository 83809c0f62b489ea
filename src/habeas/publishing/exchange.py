"""An exchange folder: readings with the texts and documents that they stand on, for another ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from habeas.model import Reading
from habeas.publishing.plain import escaped_json
from habeas.wire import (
    CLAIMS,
    DOCUMENTS,
    REPORTS,
    UNREAD,
    claim_to_wire,
    read_report_to_wire,
    to_line,
    unread_to_wire,
)


def write_exchange(folder: Path, readings: Iterable[Reading], document: Callable[[str], bytes]) -> None:
    """Write the readings, one a report, into a new folder; `document` gives the bytes under a SHA-256.

    Nothing is held back: what may leave is decided before. Raises OSError where the folder is there already,
    or can't be written to.
    """
    folder.mkdir(mode=0o700)
    (folder / DOCUMENTS).mkdir(mode=0o700)
    with ExitStack() as files:
        reports, claims, unread = (
            files.enter_context(_new(folder / name)) for name in (REPORTS, CLAIMS, UNREAD)
        )
        for reading in readings:
            (folder / DOCUMENTS / reading.report.id).write_bytes(document(reading.report.id))
            _write(reports, [to_line(read_report_to_wire(reading))])
            _write(claims, (to_line(claim_to_wire(claim)) for claim in reading.claims))
            _write(unread, (to_line(unread_to_wire(figure)) for figure in reading.unread))


def _new(path: Path) -> TextIO:
    return path.open("x", encoding="utf-8", newline="\n")


def _write(file: TextIO, lines: Iterable[str] | Iterator[str]) -> None:
    file.writelines(escaped_json(line) + "\n" for line in lines)
