"""Makes what people asked to take with them: one thing after the other, in a process of its own.

It runs in a thread of the server. What it knows stands in the outbox; when the server is killed, the next one
goes on from there.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import wait
from typing import Final

from habeas.errors import LedgerFault
from habeas.jobs.board import MOST_BEGUN, MOST_PUT_BACK, waited
from habeas.jobs.outbox import Made, Outbox, Parcel, Stage, Stand
from habeas.jobs.packing import Pack, Packed, Refused, at_counter
from habeas.jobs.worker import Bounds, Hands, Ready, Unfit, Worker
from habeas.settings import Settings

log = logging.getLogger("habeas.jobs")

# How often, in seconds, the outbox is looked into.
TICK: Final = 0.25
# How often, in seconds, what lay there for too long is looked for.
SWEEP_EVERY: Final = 60.0
_LATER: Final = 5.0


@contextmanager
def despatching(
    settings: Settings, *, bounds: Bounds | None = None, hands: Hands[Pack, Packed] = at_counter
) -> Iterator[None]:
    """What is asked for is made meanwhile. On leaving, what isn't ready is left to the next start."""
    despatch = Despatch(settings, bounds=bounds or Bounds(), hands=hands)
    thread = threading.Thread(target=despatch.run, name="habeas-despatch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        despatch.stop()
        thread.join()


class Despatch:
    """Sees to it that what is in the outbox is made, by one worker at most."""

    def __init__(self, settings: Settings, *, bounds: Bounds, hands: Hands[Pack, Packed]) -> None:
        self._settings, self._bounds, self._hands = settings, bounds, hands
        self._outbox = Outbox(settings)
        self._stopping = threading.Event()
        self._worker: Worker[Pack, Packed] | None = None
        self._making: Parcel | None = None
        self._not_before = 0.0
        self._sweep_at = 0.0

    def stop(self) -> None:
        """Let `run` come to its end."""
        self._stopping.set()

    def run(self) -> None:
        """Work until `stop`; a fault of the disk ends a shift, and the next begins from what lies there."""
        # As the foreman of reading does: a worker must not end by a signal that means the server.
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
        while not self._stopping.is_set():
            try:
                with self._outbox.at_work() as mine:
                    if mine:
                        self._shift()
            except (OSError, LedgerFault) as fault:
                log.error("%s: nothing can be made for now: %s", self._outbox.folder, fault)
            self._stopping.wait(_LATER)

    def _shift(self) -> None:
        self._begin_again()
        try:
            while not self._stopping.is_set():
                self._turn()
        finally:
            self._let_go()

    def _begin_again(self) -> None:
        """Of what was being made when the server ended."""
        for parcel in self._outbox.parcels():
            if parcel.stand.stage is Stage.MAKING:
                self._put_back(parcel, "the server ended while it was being made", most=MOST_BEGUN)

    def _turn(self) -> None:
        self._sweep()
        if self._worker is None:
            self._call()
        elif wait([self._worker.line], TICK):
            self._hear(self._worker)
        elif self._worker.seconds > self._patience(self._worker):
            self._lose(late=True)
        elif self._worker.free:
            self._give(self._worker)

    def _sweep(self) -> None:
        if (now := time.monotonic()) >= self._sweep_at:
            self._outbox.sweep()
            self._sweep_at = now + SWEEP_EVERY

    def _call(self) -> None:
        """Have a worker where there is something to do for one."""
        if time.monotonic() >= self._not_before and self._next() is not None:
            self._worker = Worker(self._settings, self._bounds, self._hands)
        else:
            self._stopping.wait(TICK)

    def _next(self) -> Parcel | None:
        return next((one for one in self._outbox.parcels() if one.stand.stage is Stage.WAITING), None)

    def _give(self, worker: Worker[Pack, Packed]) -> None:
        parcel = self._next() if time.monotonic() >= self._not_before else None
        if parcel is not None:
            begun = Stand(stage=Stage.MAKING, at=datetime.now(UTC), begun=parcel.stand.begun + 1)
            self._outbox.note(parcel.id, begun)
            self._making = replace(parcel, stand=begun)
            worker.give(Pack(self._outbox.path(parcel).parent, parcel.asked))

    def _hear(self, worker: Worker[Pack, Packed]) -> None:
        said = worker.heard()
        if said is None:
            self._lose()
        elif isinstance(said, Unfit):
            self._let_go()
            self._later(1)
            log.error("nothing can be made for now: %s", said.why)
        elif not isinstance(said, Ready) and (parcel := self._making) is not None:
            self._making = None
            self._note(parcel, said)

    def _note(self, parcel: Parcel, said: Packed) -> None:
        if isinstance(said, Made):
            self._end(parcel, Stand(stage=Stage.READY, at=datetime.now(UTC), made=said))
        elif isinstance(said, Refused):
            self._fail(parcel, said.why)
        else:
            self._later(parcel.stand.begun)
            self._put_back(parcel, said.why, most=MOST_PUT_BACK)

    def _put_back(self, parcel: Parcel, why: str, *, most: int) -> None:
        begun = parcel.stand.begun
        if begun >= most:
            self._fail(parcel, f"{why} (tried {begun} times)")
        else:
            self._end(parcel, Stand(stage=Stage.WAITING, at=datetime.now(UTC), begun=begun, why=why))

    def _fail(self, parcel: Parcel, why: str) -> None:
        self._end(parcel, Stand(stage=Stage.FAILED, at=datetime.now(UTC), why=why))

    def _end(self, parcel: Parcel, stand: Stand) -> None:
        with suppress(LedgerFault):  # who asked for it has deleted it meanwhile
            self._outbox.note(parcel.id, stand)

    def _lose(self, *, late: bool = False) -> None:
        """The worker ended without a word, or took too long: what it made has failed."""
        if (parcel := self._making) is not None:
            hours = self._bounds.reckon_seconds / 3600
            late_why = f"took longer than {hours:g} hours"
            why = late_why if late else "ended the process that made it, perhaps for want of memory"
            self._fail(parcel, f"{why}: narrow the list, and ask for less at a time")
        elif self._worker is not None and not self._worker.ready:
            self._later(1)
            log.error("nothing can be made for now: the process that makes it doesn't start")
        self._let_go()

    def _let_go(self) -> None:
        if self._worker is not None:
            self._worker.end()
        self._worker = self._making = None

    def _later(self, times: int) -> None:
        self._not_before = time.monotonic() + waited(times)

    def _patience(self, worker: Worker[Pack, Packed]) -> float:
        if not worker.ready:
            return self._bounds.start_seconds
        return self._bounds.idle_seconds if worker.task is None else self._bounds.reckon_seconds
