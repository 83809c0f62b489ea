"""The access log's writer: a page that is read waits for no disk, and is put down within a second."""

from __future__ import annotations

import logging
import threading
from datetime import datetime
from types import TracebackType
from typing import Final, Self

from habeas.errors import LedgerFault
from habeas.ledger import Ledger
from habeas.ledger.visits import Access

log = logging.getLogger("habeas.web")

EVERY: Final = 1.0  # seconds


class Logbook:
    """Puts accesses down in the ledger, those that can wait together; a context: none is left at its end."""

    def __init__(self, ledger: Ledger) -> None:
        self._visits = ledger.visits
        # On media that can't be written to nothing is put down, and nobody but the reader's self is there.
        self._kept = not ledger.sealed
        self._waiting: list[Access] = []
        self._seen: dict[str, datetime] = {}
        self._guard = threading.Lock()  # of what waits
        self._turn = threading.Lock()  # of writing, so that what came first is put down first
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="access log", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._flush()

    def note(self, access: Access) -> None:
        """Put it down within a second."""
        with self._guard:
            self._waiting.append(access)

    def saw(self, token: str, at: datetime) -> None:
        """Put down within a second that this session (by its token's hash) was used."""
        with self._guard:
            self._seen[token] = at

    def write(self, access: Access) -> None:
        """Put it down now, with all that waits. Raises LedgerFault where that can't be."""
        self.note(access)
        self._flush()

    def _run(self) -> None:
        while not self._over.wait(EVERY):
            try:
                self._flush()
            except LedgerFault as fault:
                # It waits on, and is put down once the ledger can be written to again.
                log.error("the access log can't be written: %s", fault)

    def _flush(self) -> None:
        with self._turn:
            with self._guard:
                waiting, seen = self._waiting, self._seen
                self._waiting, self._seen = [], {}
            try:
                if self._kept and (waiting or seen):
                    self._visits.keep(waiting, seen)
            except LedgerFault:
                with self._guard:
                    self._waiting, self._seen = waiting + self._waiting, {**seen, **self._seen}
                raise
