"""Parsers that do what no parser should, to be run in the guarded process only."""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
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
    """Kill the process that waits for this one, and stay, with a lock on the file that the data names."""
    with suppress(OSError):
        fcntl.flock(os.open(data, os.O_RDONLY), fcntl.LOCK_EX)
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


def dial(data: bytes) -> Parsed:
    """Try to connect to the port that the data names; say how that went."""
    try:
        with socket.create_connection(("127.0.0.1", int(data)), timeout=2):
            return Parsed("connected")
    except OSError as fault:
        return Parsed(f"refused: {fault.strerror}")


def dial_in_c(data: bytes) -> Parsed:
    """The same through the C library, of which Python knows nothing."""
    libc = ctypes.CDLL(None, use_errno=True)
    if (opened := libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)) < 0:
        return Parsed(f"refused: {os.strerror(ctypes.get_errno())}")
    address = (
        struct.pack("=H", socket.AF_INET) + struct.pack("!H", int(data)) + bytes([127, 0, 0, 1]) + bytes(8)
    )
    return Parsed("refused" if libc.connect(opened, address, len(address)) else "connected")


def dial_from_a_thread(data: bytes) -> Parsed:
    """The same from a thread and, further on, a process of its own."""
    said: list[Parsed] = []
    thread = threading.Thread(target=lambda: said.append(dial_in_c(data)))
    thread.start()
    thread.join()
    return said[0]


def start(_data: bytes) -> Parsed:
    """Try to start a program; say how that went."""
    try:
        subprocess.run(["/bin/true"], check=False)
    except OSError as fault:
        return Parsed(f"refused: {fault.strerror}")
    return Parsed("started")


def start_in_c(_data: bytes) -> Parsed:
    """The same through the C library, in the place of this process."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.execv(b"/bin/true", (ctypes.c_char_p * 2)(b"true", None))
    return Parsed(f"refused: {os.strerror(ctypes.get_errno())}")


def empty(data: bytes) -> Parsed:
    """Try to cut the file that the data names down to nothing; say how that went."""
    try:
        os.close(os.open(data, os.O_WRONLY | os.O_TRUNC))
    except OSError as fault:
        return Parsed(f"refused: {fault.strerror}")
    return Parsed("emptied")


def remove(data: bytes) -> Parsed:
    """Try to remove the file that the data names; say how that went."""
    try:
        Path(os.fsdecode(data)).unlink()
    except OSError as fault:
        return Parsed(f"refused: {fault.strerror}")
    return Parsed("removed")


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
