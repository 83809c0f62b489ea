"""The foreman: starts workers when there is work, gives them tasks, and notes what becomes of each.

It runs in a thread of the server, which never holds the reading models itself. What it knows stands in the
journals; when the server is killed, the next one's foreman goes on from there.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Final

from habeas.errors import LedgerFault, WrongUsage
from habeas.jobs.board import Board, Place, waited
from habeas.jobs.inbox import Inbox
from habeas.jobs.reading import Answer, Leads, NotNow, Read, Reckon, Task, at_desk
from habeas.jobs.worker import Bounds, Hands, Ready, Unfit, Worker
from habeas.pipeline import Failure, Outcome
from habeas.settings import Settings

log = logging.getLogger("habeas.jobs")

# How often, in seconds, the inbox is looked into.
TICK: Final = 0.25
# Reports of a large job can be read on the pages before the whole job is through.
RECKON_EVERY: Final = 60.0
# A reckoning that ends its worker so often is given up; what came in stays in the ledger for the next.
MOST_RECKONED: Final = 3
_LATER: Final = 5.0
_LAST_WORDS: Final = 3.0
_SMALLER: Final = "split it into smaller documents"


@contextmanager
def running(
    settings: Settings,
    *,
    workers: int = 1,
    bounds: Bounds | None = None,
    hands: Hands[Task, Answer] = at_desk,
) -> Iterator[None]:
    """Jobs of this home are worked on meanwhile, by so many workers at most, no more than there are cores.

    Where another process works on them, this waits until that ends. On leaving, what is being read is put
    back to be read at the next start. `hands` gives a worker what does its tasks.
    """
    most = max(1, min(workers, os.cpu_count() or 1))
    foreman = Foreman(settings, most=most, bounds=bounds or Bounds(), hands=hands)
    thread = threading.Thread(target=foreman.run, name="habeas-jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        foreman.stop()
        thread.join()


class Foreman:
    """Sees to it that what is in the inbox is read."""

    def __init__(self, settings: Settings, *, most: int, bounds: Bounds, hands: Hands[Task, Answer]) -> None:
        self._settings, self._most, self._bounds, self._hands = settings, most, bounds, hands
        self._inbox = Inbox(settings)
        self._stopping = threading.Event()
        self._told = ""

    def stop(self) -> None:
        """Let `run` come to its end."""
        self._stopping.set()

    def run(self) -> None:
        """Work until `stop`; a fault of the disk ends a shift, and the next begins from the journals."""
        # Workers that this thread starts inherit it: who stops the server with a signal to all of its
        # processes mustn't end one in the middle of a file, which would count as that file's fault.
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
        while not self._stopping.is_set():
            try:
                with self._inbox.at_work() as mine:
                    if mine:
                        self._inbox.sweep()
                        self._shift()
            except (OSError, LedgerFault) as fault:
                self._tell(f"{self._inbox.folder}: no report can be read for now: {fault}")
            self._stopping.wait(_LATER)

    def _tell(self, words: str) -> None:
        """Put a fault into the server's log, once as long as it stays the same."""
        if words != self._told:
            log.error("%s", words)
        self._told = words

    def _shift(self) -> None:
        shift = Shift(Board(self._inbox), self._settings, self._most, self._bounds, self._hands)
        try:
            while not self._stopping.is_set():
                shift.turn()
                if shift.is_empty:
                    self._stopping.wait(TICK)
            shift.put_back()
        finally:
            shift.send_home()


class Shift:
    """The workers of one shift, and what each does."""

    def __init__(
        self, board: Board, settings: Settings, most: int, bounds: Bounds, hands: Hands[Task, Answer]
    ) -> None:
        self._board = board
        self._most, self._bounds = most, bounds
        self._settings, self._hands = settings, hands
        self._reads: dict[Worker[Task, Answer], Place] = {}
        self._workers: list[Worker[Task, Answer]] = []
        self._no_worker_before = 0.0
        self._false_starts = 0
        self._reckoning = Reckoning()

    @property
    def is_empty(self) -> bool:
        """True where no worker is there."""
        return not self._workers

    def turn(self) -> None:
        """Look what came, hand it out, hear what was done."""
        self._board.look()
        self._hand_out()
        for worker in _with_news(self._workers, TICK):
            self._hear(worker)
        for worker in [one for one in self._workers if one.seconds > self._patience(one)]:
            self._lose(worker, late=True)

    def put_back(self) -> None:
        """Hear those who are just done, and let what the others do wait for the next shift."""
        until = time.monotonic() + _LAST_WORDS
        while self._reads and (left := until - time.monotonic()) > 0:
            for worker in [
                one for one in self._reads if one.line in wait([w.line for w in self._reads], left)
            ]:
                self._hear(worker)
        for place in self._reads.values():
            self._board.put_back(place)
        self._reads.clear()

    def send_home(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _hand_out(self) -> None:
        while (reckon := self._reckon_now()) | ((place := self._board.next()) is not None):
            worker = next((one for one in self._workers if one.free), None)
            if worker is None:
                self._call_another()
                return
            if reckon:
                self._board.reckoning(self._reckoning.begin(self._board.all_read()))
                worker.give(Reckon())
            elif place is not None:
                self._reads[worker] = place
                worker.give(self._board.begin(place))

    def _reckon_now(self) -> bool:
        return self._reckoning.is_due(waiting=bool(self._board.all_read()))

    def _call_another(self) -> None:
        starting = any(not worker.ready for worker in self._workers)
        if not starting and len(self._workers) < self._most and time.monotonic() >= self._no_worker_before:
            self._workers.append(Worker(self._settings, self._bounds, self._hands))

    def _hear(self, worker: Worker[Task, Answer]) -> None:
        task = worker.task
        said = worker.heard()
        if said is None:
            self._lose(worker)
        elif isinstance(said, Unfit):
            self._let_go(worker)
            self._false_start(said.why)
        elif isinstance(said, Ready):
            self._false_starts = 0
        elif isinstance(task, Read):
            self._note_read(self._reads.pop(worker), said)
        else:
            self._note_reckoned(said)

    def _note_read(self, place: Place, said: Answer) -> None:
        if isinstance(said, Outcome):
            self._board.done(place, said)
            self._reckoning.more |= said.new
        elif isinstance(said, Failure):
            self._board.refused(place, said)
        elif isinstance(said, Leads):
            self._note_leads(place, said)
        elif isinstance(said, NotNow):
            self._board.put_back(place, said.why)

    def _note_leads(self, place: Place, said: Leads) -> None:
        try:
            self._board.leads(place, said)
        except WrongUsage as fault:
            self._board.put_back(place, str(fault))

    def _note_reckoned(self, said: Answer) -> None:
        if isinstance(said, NotNow):
            for id_ in self._reckoning.put_off():
                self._board.hold(id_, said.why)
        else:
            self._board.end(self._reckoning.end())

    def _lose(self, worker: Worker[Task, Answer], *, late: bool = False) -> None:
        """A worker that ended without a word, or took too long: what it did has failed; others go on."""
        task, ready = worker.task, worker.ready
        self._let_go(worker)
        if isinstance(task, Read):
            self._board.failed(self._reads.pop(worker), self._why_lost(late=late))
        elif isinstance(task, Reckon):
            self._give_up_reckoning()
        elif not ready:
            self._false_start("the process that reads doesn't start; the server's own log may say why")

    def _let_go(self, worker: Worker[Task, Answer]) -> None:
        self._workers.remove(worker)
        worker.end()

    def _why_lost(self, *, late: bool) -> str:
        if late:
            minutes = self._bounds.file_seconds / 60
            return f"takes longer than {minutes:g} minutes to read ({_SMALLER})"
        return f"ended the process that was reading it, perhaps for want of memory ({_SMALLER})"

    def _give_up_reckoning(self) -> None:
        ids = self._reckoning.put_off()
        if self._reckoning.failed >= MOST_RECKONED:
            self._reckoning.end()
            why = "the reports are in, but what they say together couldn't be worked out: run habeas brief"
            self._board.end(ids, why)

    def _false_start(self, why: str) -> None:
        self._false_starts += 1
        self._no_worker_before = time.monotonic() + waited(self._false_starts)
        self._board.hold_all(why)

    def _patience(self, worker: Worker[Task, Answer]) -> float:
        if not worker.ready:
            return self._bounds.start_seconds
        if worker.task is None:
            return self._bounds.idle_seconds
        return self._bounds.file_seconds if isinstance(worker.task, Read) else self._bounds.reckon_seconds


def _with_news(workers: Iterable[Worker[Task, Answer]], seconds: float) -> list[Worker[Task, Answer]]:
    """Those who said something, or ended; waits so long for the first, and not at all for nobody."""
    among = list(workers)
    lines = wait([worker.line for worker in among], seconds) if among else []
    return [worker for worker in among if worker.line in lines]


class Reckoning:
    """When to put what came in together with what was there, one at a time; which jobs end with it."""

    def __init__(self) -> None:
        self.more = False
        self.failed = 0
        self._under_way: list[str] | None = None
        self._last = time.monotonic()
        self._not_before = 0.0

    def is_due(self, *, waiting: bool) -> bool:
        """True where it should begin: jobs wait for it, or the last was a while ago and more came in."""
        now = time.monotonic()
        if self._under_way is not None or now < self._not_before:
            return False
        return waiting or (self.more and now - self._last > RECKON_EVERY)

    def begin(self, ids: list[str]) -> list[str]:
        """It begins; these jobs end with it."""
        self._under_way, self.more = ids, False
        return ids

    def end(self) -> list[str]:
        """It is done; the jobs that end with it."""
        ids = self._under_way or []
        self._under_way, self._last, self.failed = None, time.monotonic(), 0
        return ids

    def put_off(self) -> list[str]:
        """It couldn't be done; the jobs that wait on."""
        ids = self._under_way or []
        self._under_way, self.more, self.failed = None, True, self.failed + 1
        self._not_before = time.monotonic() + waited(self.failed)
        return ids
