"""Workers for tests: they make what the reason asks for. A module of its own, for processes to import."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from habeas.jobs.outbox import Made
from habeas.jobs.packing import Pack, Packed, Refused
from habeas.settings import Settings


@contextmanager
def obedient(settings: Settings) -> Iterator[Callable[[Pack], Packed]]:
    """A worker that obeys."""

    def do(task: Pack) -> Packed:
        order = task.asked.why
        if order == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if order == "hang":
            time.sleep(600)
        while order == "hang until told" and not (settings.home / "go").exists():
            time.sleep(0.05)
        if order == "refuse":
            return Refused("no room for it")
        return Made(size=3, contents="a" * 64, claims=1, unread=0, reports=1, held_back=())

    yield do
