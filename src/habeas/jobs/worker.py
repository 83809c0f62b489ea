"""A worker: a process that holds the lexicon and the reading models, and does one task after the other."""

from __future__ import annotations

import gc
import multiprocessing as mp
import os
import resource
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Final, Generic, TypeVar

from habeas.errors import HabeasError
from habeas.settings import Settings

Task = TypeVar("Task")
Answer = TypeVar("Answer")
# What does a worker's tasks, in its process.
Hands = Callable[[Settings], AbstractContextManager[Callable[[Task], Answer]]]

# Spawned, not forked: the server has threads, and its memory isn't the worker's.
_SPAWN: Final = mp.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may cost a worker, and how long a worker waits for the next; times in seconds.

    A long report with a figure in each sentence takes minutes; nothing that should be read takes longer.
    """

    file_seconds: float = 1_200
    reckon_seconds: float = 7_200
    start_seconds: float = 300
    idle_seconds: float = 300
    memory_bytes: int = 4 * 2**30


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has all that it needs at hand."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """The worker can't be of use: the home can't be opened, and why."""

    why: str


class Worker(Generic[Task, Answer]):
    """One worker as its foreman sees it. `task` is what it does; None where it starts, or waits for work."""

    def __init__(self, settings: Settings, bounds: Bounds, hands: Hands[Task, Answer]) -> None:
        self._bounds = bounds
        self.line, other = _SPAWN.Pipe()
        self.process: SpawnProcess = _SPAWN.Process(
            target=work, args=(other, settings, bounds, hands), name="habeas-worker", daemon=True
        )
        self.task: Task | None = None
        self.ready = False
        self.since = time.monotonic()
        self.process.start()
        other.close()

    @property
    def free(self) -> bool:
        """True where it can be given a task."""
        return self.ready and self.task is None

    @property
    def seconds(self) -> float:
        """For how long it has been doing what it does."""
        return time.monotonic() - self.since

    def give(self, task: Task) -> None:
        """Let it do this; where it has ended, that is heard next."""
        self.task, self.since = task, time.monotonic()
        with suppress(OSError):
            self.line.send(task)

    def heard(self) -> Ready | Unfit | Answer | None:
        """What it said; None where it has ended without a word."""
        try:
            said: Ready | Unfit | Answer = self.line.recv()
        except (EOFError, OSError):
            return None
        self.ready, self.task, self.since = not isinstance(said, Unfit), None, time.monotonic()
        return said

    def end(self) -> int:
        """End it at once; the code that it ended with."""
        self.line.close()
        self.process.kill()
        self.process.join()
        code = self.process.exitcode or 0
        self.process.close()
        return code


def work(line: Connection, settings: Settings, bounds: Bounds, hands: Hands[Task, Answer]) -> None:
    """What a worker's process runs: tasks come, answers go, until nobody is at the other end."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit_memory(bounds)
    with suppress(EOFError, BrokenPipeError):
        try:
            with hands(settings) as do:
                line.send(Ready())
                while True:
                    line.send(do(line.recv()))
                    gc.collect()
        except HabeasError as error:
            line.send(Unfit(str(error)))


def _end_with_parent() -> None:
    """End at once when the server is gone, however it went: what isn't done yet is for the next to do."""
    parent = mp.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _limit_memory(bounds: Bounds) -> None:
    with suppress(ValueError, OSError):  # macOS knows this limit and doesn't hold to it
        resource.setrlimit(resource.RLIMIT_DATA, (bounds.memory_bytes, bounds.memory_bytes))
