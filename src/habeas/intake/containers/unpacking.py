"""Taking a container apart in a process of its own, piece by piece: never all of it in memory."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from io import FileIO
from pathlib import Path
from typing import BinaryIO, Final, cast

from habeas.errors import UnreadableReport
from habeas.intake.containers.frames import read_piece
from habeas.intake.containers.members import Piece, Refused
from habeas.intake.files import CONTAINERS, check_file, ending, unopened
from habeas.intake.guarded import DAMAGED, interrupt, started, stop, why_ended
from habeas.intake.parsed import Rubbish
from habeas.settings import Limits

_START: Final = "from habeas.intake.containers.unpacker import serve; serve(setup['kind'], setup['limits'])"
_LAST_SECONDS: Final = 5  # for a process that has said its last


def container_kind(path: Path) -> str | None:
    """The kind of container that the file's name says it is; None for a document."""
    return CONTAINERS.get(ending(path.name))


def unpack(path: Path, shown: str, limits: Limits) -> Iterator[Piece]:
    """What is in the container, in order; what can't be taken out is a piece, too, and the others go on.

    Raises UnreadableReport where the file can't be opened, or is too large.
    """
    check_file(path, shown, replace(limits, file_bytes=limits.container_bytes))
    try:
        container = path.open("rb", buffering=0)  # the other process begins where this one has read to
    except OSError as fault:
        raise unopened(path, shown, fault) from fault
    kind = CONTAINERS[ending(path.name)]
    with container:
        if not container.read(1):
            raise UnreadableReport(shown, "is empty", "get the container again")
        yield from _pieces(container, kind, shown, limits)


def _pieces(container: FileIO, kind: str, shown: str, limits: Limits) -> Iterator[Piece]:
    container.seek(0)
    setup = {"kind": kind, "limits": asdict(limits)}
    try:
        process = started(_START, setup, stdin=container)
    except OSError as fault:  # no memory, too many processes, or no right to start one
        why = f"can't be read: the process that unpacks doesn't start ({fault.strerror})"
        raise UnreadableReport(shown, why, "end other programs, and try again") from fault
    late = threading.Event()
    try:
        while True:
            with _in_time(process, late, limits):
                piece = read_piece(cast("BinaryIO", process.stdout), limits)
            if piece is None:
                return
            yield piece
    except Rubbish as fault:
        yield Refused("", f"made its parser answer nonsense ({fault})", DAMAGED)
    except (EOFError, OSError):
        yield Refused("", _ending(process, late, limits), DAMAGED)
    finally:
        stop(process, os.getpid())


@contextmanager
def _in_time(process: subprocess.Popen[bytes], late: threading.Event, limits: Limits) -> Iterator[None]:
    """End the process where the next piece doesn't come in time."""
    timer = threading.Timer(limits.wall_seconds, interrupt, (process, late))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def _ending(process: subprocess.Popen[bytes], late: threading.Event, limits: Limits) -> str:
    """Why no more came."""
    if late.is_set():
        return f"took longer than {limits.wall_seconds} s"
    with suppress(subprocess.TimeoutExpired):
        process.wait(_LAST_SECONDS)
    return why_ended(process.returncode or 0, limits) or "ended its parser without an answer"
