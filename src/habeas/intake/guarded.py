"""The guarded process: documents come from strangers, so their parsers run apart and within limits.

CPU, memory, time, output and file writing are limited for each document. Bytes go in and JSON comes back by
pipe; whatever else happens becomes one UnreadableReport, and the next document is read as if nothing had.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from io import FileIO
from typing import IO, Any, Final

from habeas.errors import UnreadableReport
from habeas.intake.child import FLOOD, most_bytes
from habeas.intake.parsed import Parsed, Rubbish, Unparsable, from_json
from habeas.settings import Limits

PARSERS: Final[Mapping[str, str]] = {
    "text": "habeas.intake.text:parse_text",
    "markdown": "habeas.intake.text:parse_markdown",
    "html": "habeas.intake.html:parse",
    "page": "habeas.intake.pages:parse",
    "feed": "habeas.intake.feeds:parse",
    "pdf": "habeas.intake.pdf:parse",
    "docx": "habeas.intake.docx:parse",
    "csv": "habeas.intake.tables:parse_csv",
    "lines": "habeas.intake.tables:parse_lines",
    "workbook": "habeas.intake.tables:parse_workbook",
    "mail": "habeas.intake.mail:parse",
}
_SET_UP: Final = "import json, sys; setup = json.loads(sys.argv[1]); sys.path[:] = setup['path']; "
_START: Final = "from habeas.intake.child import serve; serve(setup['limits'])"
# What a parser needs of the environment; passwords and keys that may stand there it doesn't.
_ENVIRONMENT: Final = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_LONGEST_HEAD: Final = 1000
DAMAGED: Final = "the file may be damaged or made to do harm; open it and save its text as a new document"


class Parsers:
    """One guarded process for many documents, started with the first and again after it was stopped.

    `parsers` gives for each kind of document the function that parses it, as "module:function".
    """

    def __init__(self, limits: Limits, *, parsers: Mapping[str, str] = PARSERS) -> None:
        self._limits = limits
        self._parsers = parsers
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stop: weakref.finalize[..., Parsers] | None = None

    def parse(self, data: bytes, kind: str, name: str) -> Parsed:
        """The document's text and what it states. Raises UnreadableReport(name, …)."""
        try:
            with self._lock:
                payload = self._answer(data, self._parsers[kind])
            parsed = from_json(payload)
        except Unparsable as fault:
            raise UnreadableReport(name, fault.why, fault.cure) from None
        except Rubbish as fault:
            raise UnreadableReport(name, f"made its parser answer nonsense ({fault})", DAMAGED) from fault
        if len(parsed.text) > self._limits.text_chars:
            raise UnreadableReport(name, "made its parser answer more than it may", DAMAGED)
        return parsed

    def close(self) -> None:
        """End the process, if one runs."""
        with self._lock:
            self._end()

    def _answer(self, data: bytes, parser: str) -> bytes:
        process = self._running()
        late = threading.Event()
        timer = threading.Timer(self._limits.wall_seconds, interrupt, (process, late))
        timer.start()
        sound = False
        try:
            ending, payload = _exchange(process, data, parser, most=most_bytes(self._limits))
            sound = True
        except OSError as fault:  # the pipe is closed: nobody is there any more
            self._end()
            raise self._silence(process.returncode, late) from fault
        finally:
            timer.cancel()
            timer.join()
            # A pipe that wasn't read to the end of an answer can't serve the next document.
            if not sound or late.is_set():
                self._end()
        if why := _why(ending, self._limits):
            raise Unparsable(why, DAMAGED)
        return payload

    def _silence(self, code: int, late: threading.Event) -> Unparsable:
        """Why no answer came from a process that ended with this code."""
        if late.is_set():
            return Unparsable(f"took longer than {self._limits.wall_seconds} s", DAMAGED)
        # Only its own start can fail with a code; a document can but kill it.
        if code > 0:
            return Unparsable("can't be read: the process that parses doesn't start", "install habeas again")
        return Unparsable("ended the process that was to parse it", DAMAGED)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            try:
                self._process = started(_START, {"limits": asdict(self._limits)})
            except OSError as fault:  # no memory, too many processes, or no right to start one
                raise Unparsable(
                    f"can't be read: the process that parses doesn't start ({fault.strerror})",
                    "end other programs, and try again",
                ) from fault
            self._stop = weakref.finalize(self, stop, self._process, os.getpid())
        return self._process

    def _end(self) -> None:
        if self._stop is not None:
            self._stop()
        self._process = None


@lru_cache(maxsize=4)
def _shared(limits: Limits, _pid: int) -> Parsers:
    return Parsers(limits)


def parsers(limits: Limits) -> Parsers:
    """The parsers that this process shares for these limits; they end with it."""
    # A fork of this process must not speak over the same pipes.
    return _shared(limits, os.getpid())


def started(
    start: str, setup: Mapping[str, Any], *, stdin: IO[bytes] | FileIO | int = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    """A guarded process that runs these lines, with `setup`; nothing else of this one goes to it."""
    setup = {**setup, "path": [place for place in sys.path if place]}
    return subprocess.Popen(  # noqa: S603  this interpreter, this package
        [sys.executable, "-I", "-B", "-X", "utf8", "-c", _SET_UP + start, json.dumps(setup)],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=os.sep,
        env={name: value for name in _ENVIRONMENT if (value := os.environ.get(name)) is not None},
        # Its own session: Ctrl-C reaches habeas alone, and all that a parser starts can be ended at once.
        start_new_session=True,
    )


def _exchange(
    process: subprocess.Popen[bytes], data: bytes, parser: str, *, most: int
) -> tuple[dict[str, Any], bytes]:
    jobs, answers = _pipes(process)
    jobs.write(json.dumps({"parser": parser, "size": len(data)}).encode() + b"\n")
    jobs.write(data)
    jobs.flush()
    try:
        head = json.loads(answers.readline(_LONGEST_HEAD))
        ending, size = dict(head), int(head["size"])
    except (ValueError, TypeError, KeyError) as fault:
        raise BrokenPipeError from fault
    payload = answers.read(size) if 0 <= size <= most else b""
    if len(payload) != size:
        raise BrokenPipeError
    return ending, payload


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise BrokenPipeError
    return process.stdin, process.stdout


def _why(ending: Mapping[str, Any], limits: Limits) -> str | None:
    """Why the fork that parsed the document ended without an answer; `None` if it gave one."""
    code = int(ending["code"])
    return "made its parser answer more than it may" if FLOOD in ending else why_ended(code, limits)


def why_ended(code: int, limits: Limits) -> str | None:
    """Why a process ended with this code; `None` if it ended well."""
    if code == -signal.SIGXCPU:
        return f"took more than {limits.cpu_seconds} s of CPU"
    if code == -signal.SIGKILL:
        return "had its parser stopped by the system, perhaps for want of memory"
    if code < 0:
        return f"made its parser crash ({signal.Signals(-code).name})"
    return "ended its parser without an answer" if code else None


def interrupt(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    """End a process that takes too long, and say so to those who wait for it."""
    late.set()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def stop(process: subprocess.Popen[bytes], owner: int) -> None:
    """End the process and whatever it started; safe to call again."""
    if os.getpid() != owner:
        return
    if process.returncode is None:
        # First all that it started, while its own number can't be anyone else's yet.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was still to be written has no reader
                pipe.close()
