"""Workers for tests: they do with a file what the file says. A module of its own, for processes to import."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from habeas import pipeline
from habeas.errors import LedgerFault
from habeas.jobs import reading
from habeas.jobs.reading import Answer, Done, NotNow, Read, Task, Work
from habeas.pipeline import Failure, Outcome
from habeas.settings import Settings
from made import READER, read_by_hand


@contextmanager
def obedient(settings: Settings) -> Iterator[Work]:
    """A worker that obeys; what it read is noted in the home, a line a file."""

    def do(task: Task) -> Answer:
        if not isinstance(task, Read):
            return Done()
        order = task.path.read_text("utf-8")
        with (settings.home / "begun").open("a") as begun:
            begun.write(f"{task.name} {os.getpid()} {'again' if task.again else 'first'}\n")
        return obeyed(order, task, settings)

    yield do


def obeyed(order: str, task: Read, settings: Settings) -> Answer:
    if order == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "hang" and not (settings.home / "go").exists():
        time.sleep(600)
    while order == "hang until told" and not (settings.home / "go").exists():
        time.sleep(0.05)
    if order == "eat":
        return Failure(task.path, str(len(bytearray(2**32))))
    if order == "fail":
        return Failure(task.path, f"{task.name}: isn't a PDF (get it again)")
    if order == "busy" and not (settings.home / "go").exists():
        return NotNow("another habeas is still writing")
    return Outcome(task.name, "a" * 64, 3, 1, new=order != "known")


@contextmanager
def by_hand(settings: Settings) -> Iterator[Work]:
    """A worker at the real desk, with a reader made for tests; names are resolved to this machine."""

    def resolve(_host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))]

    pipeline.read_report = read_by_hand  # type: ignore[attr-defined]
    pipeline.reader_name = lambda _: READER  # type: ignore[attr-defined]
    pipeline.load_lexicon = lambda **_: None  # type: ignore[attr-defined]
    reading.reckon = lambda _: None  # type: ignore[attr-defined]
    socket.getaddrinfo = resolve  # type: ignore[assignment]
    with reading.at_desk(settings) as work:
        yield work


@contextmanager
def unfit(settings: Settings) -> Iterator[Work]:
    """A worker that finds no ledger that it can open."""
    raise LedgerFault(f"{settings.home.name}: a newer habeas wrote this ledger")
    yield


@contextmanager
def clumsy(settings: Settings) -> Iterator[Work]:
    """A worker that dies while it reckons."""

    def do(task: Task) -> Answer:
        if not isinstance(task, Read):
            os.kill(os.getpid(), signal.SIGKILL)
        return obeyed("", task, settings) if isinstance(task, Read) else Done()

    yield do
