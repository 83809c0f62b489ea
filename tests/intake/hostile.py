"""Parsers that do what no parser should, to be run in the guarded process only."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from habeas.intake.parsed import Parsed
from habeas.model import Mark

_SEEN: list[bytes] = []


def spin(_data: bytes) -> Parsed:
    """Use CPU for ever."""
    while True:
        pass


def sleep(_data: bytes) -> Parsed:
    """Do nothing for ever."""
    while True:
        time.sleep(60)


def hoard(_data: bytes) -> Parsed:
    """Ask for more and more memory."""
    hoarded = []
    while True:
        hoarded.append(bytes(2**26))


def flood(_data: bytes) -> Parsed:
    """Answer without end, past the check of a text's length."""
    while True:
        _write_everywhere(b"x" * 2**20)


def babble(_data: bytes) -> Parsed:
    """Answer what is no JSON, and end as if all were well."""
    _write_everywhere(b"{no answer")
    os._exit(0)


def forge(_data: bytes) -> Parsed:
    """Answer with a mark behind the end of the text."""
    return Parsed("Forty people.", (Mark(400, "page 1"),))


def forge_text(_data: bytes) -> Parsed:
    """Answer with text that can't be written down as UTF-8."""
    _write_everywhere(b'{"text": "a\\ud800b", "marks": [], "stated": {}}')
    os._exit(0)


def ramble(_data: bytes) -> Parsed:
    """Give more text than a document may hold."""
    return Parsed("x" * 300_000)


def crash(_data: bytes) -> Parsed:
    """Die as from a fault in native code."""
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def stop(_data: bytes) -> Parsed:
    """Die as when the system runs out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def leave(_data: bytes) -> Parsed:
    """End without an answer."""
    os._exit(3)


def murder(data: bytes) -> Parsed:
    """Kill the process that waits for this one, and stay, with the pipe open that the data names."""
    with suppress(OSError):
        os.open(data, os.O_WRONLY)
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)
    raise AssertionError


def stumble(_data: bytes) -> Parsed:
    """Fail as a parser does on bytes that its author never thought of."""
    raise KeyError("rId7")


def descend(data: bytes) -> Parsed:
    """Recurse without end."""
    return descend(data)


def chatter(_data: bytes) -> Parsed:
    """Print as libraries do, then answer well."""
    print("x" * 100_000)
    sys.stdout.flush()
    return Parsed("Forty people.")


def scribble(data: bytes) -> Parsed:
    """Try to write a file; say how that went."""
    try:
        Path(data.decode()).write_bytes(b"x")
    except OSError as fault:
        return Parsed(f"refused: {fault.strerror}")
    return Parsed("written")


def remember(data: bytes) -> Parsed:
    """Say how many documents this process has met."""
    _SEEN.append(data)
    return Parsed(f"document {len(_SEEN)}")


def tell(_data: bytes) -> Parsed:
    """Say which limits and which environment it runs in."""
    kinds = (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)
    bounds = [resource.getrlimit(kind)[0] for kind in kinds]
    return Parsed(f"{bounds} {sorted(os.environ)} {os.getpid()} {os.getppid()}")


def _write_everywhere(data: bytes) -> None:
    for pipe in range(256):
        with suppress(OSError):
            os.write(pipe, data)
