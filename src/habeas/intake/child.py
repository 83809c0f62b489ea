"""Inside the guarded process: it waits for jobs, and forks for each, so that every document meets a
parser that no document has touched before, and the limits count for it alone.

A job is a line of JSON and the document's bytes on standard input. The answer, on standard output, is a
line of JSON that says how the fork ended, and what the fork wrote. `guarded` is the other end.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, partial
from typing import Any, BinaryIO, Final

from habeas.intake.confined import confine
from habeas.intake.files import in_words
from habeas.intake.parsed import Parsed, Unparsable, fault_to_json, to_json
from habeas.settings import Limits

Parse = Callable[[bytes], Parsed]
FLOOD: Final = "flood"
_CHUNK: Final = 2**20
# The kernel ends a process that ignores the first signal so many seconds later.
_CPU_GRACE: Final = 2


def serve(limits: Mapping[str, int]) -> None:
    """Take jobs until standard input closes."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    jobs, answers = sys.stdin.buffer, only_for_answers(nowhere)
    bounds = Limits(**limits)
    limit(resource.RLIMIT_CORE, 0)
    confine()
    for line in iter(jobs.readline, b""):
        job = json.loads(line)
        data = jobs.read(job["size"])
        if len(data) < job["size"]:
            return
        ending, payload = _answered(job["parser"], data, bounds, nowhere)
        answers.write(json.dumps({**ending, "size": len(payload)}).encode() + b"\n" + payload)
        answers.flush()


def most_bytes(limits: Limits) -> int:
    """The longest answer that a document within its limits can give."""
    # A character takes at most six bytes in JSON; the rest is for marks and what is stated.
    return 6 * limits.text_chars + 2**20


def only_for_answers(nowhere: int) -> BinaryIO:
    """Standard output for the answers alone: what a parser prints goes nowhere, which is open as this."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(nowhere, 1)
    return answers


def _answered(parser: str, data: bytes, limits: Limits, nowhere: int) -> tuple[dict[str, Any], bytes]:
    try:
        parse = _parser(parser)
    except ImportError as fault:
        return {"code": 0}, fault_to_json(f"can't be read: {fault}", "install habeas again")
    return _in_a_fork(partial(_outcome, parse, data, limits), limits, nowhere)


@cache
def _parser(name: str) -> Parse:
    """The parser, made ready before the fork, so that each fork finds it so.

    A library builds much of what it needs with its first document; here that is the module's SAMPLE.
    """
    module_name, _, function = name.partition(":")
    module = importlib.import_module(module_name)
    parse: Parse = getattr(module, function)
    if sample := getattr(module, "SAMPLE", None):
        parse(sample)
    gc.freeze()  # what stays for ever needn't be looked through, and copied, in every fork
    return parse


def _in_a_fork(work: Callable[[], bytes], limits: Limits, nowhere: int) -> tuple[dict[str, Any], bytes]:
    receiver, sender = os.pipe()
    fork = os.fork()
    if fork == 0:
        os.close(receiver)
        _work(work, limits, sender, nowhere)
    os.close(sender)
    payload, most = bytearray(), most_bytes(limits)
    with os.fdopen(receiver, "rb", buffering=0) as answer:
        while len(payload) <= most and (piece := answer.read(_CHUNK)):
            payload += piece
    if len(payload) > most:
        os.kill(fork, signal.SIGKILL)
        os.waitpid(fork, 0)
        return {"code": 0, FLOOD: True}, b""
    _, status = os.waitpid(fork, 0)
    return {"code": os.waitstatus_to_exitcode(status)}, bytes(payload)


def _work(work: Callable[[], bytes], limits: Limits, sender: int, nowhere: int) -> None:
    """Parse in the fork, and end it whatever happens."""
    code = 1
    try:
        # The pipes belong to the process that waits: no parser may speak for another document.
        os.dup2(nowhere, 0)
        os.closerange(3, sender)
        os.closerange(sender + 1, 256)
        _confine(limits)
        with os.fdopen(sender, "wb") as answer:
            answer.write(work())
        code = 0
    finally:
        os._exit(code)


def _confine(limits: Limits) -> None:
    limit(resource.RLIMIT_CPU, limits.cpu_seconds, grace=_CPU_GRACE)
    limit(resource.RLIMIT_FSIZE, 0)
    limit_memory(limits)


def limit_memory(limits: Limits) -> None:
    """Let this process have no more memory than a document may take."""
    with suppress(ValueError, OSError):  # macOS knows this limit and refuses to set it
        limit(resource.RLIMIT_AS, limits.memory_bytes)


def limit(what: int, amount: int, *, grace: int = 0) -> None:
    """Let this process have no more of this, but so much for its last signal, nor raise that again."""
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        amount, grace = min(amount, hard), min(grace, hard - min(amount, hard))
    resource.setrlimit(what, (amount, amount + grace))


def explained(fault: Exception, limits: Limits) -> tuple[str, str]:
    """Why a parser failed, and what to try; it may have raised anything."""
    match fault:
        case Unparsable():
            return fault.why, fault.cure
        case MemoryError():
            return (
                f"needs more memory than {in_words(limits.memory_bytes)}",
                "split it into smaller documents",
            )
        case RecursionError():
            return "is nested too deeply to be parsed", "save its text as a new document"
    why = f"made its parser fail ({type(fault).__name__}: {fault})"
    return why[:300], "the file may be damaged; save its text as a new document"


def _outcome(parse: Parse, data: bytes, limits: Limits) -> bytes:
    try:
        parsed = parse(data)
        if len(parsed.text) > limits.text_chars:
            return fault_to_json(
                f"holds more than {limits.text_chars:,} characters of text", "split it into smaller documents"
            )
        return to_json(parsed)
    except Exception as fault:  # noqa: BLE001  parsers raise anything when the bytes are hostile or damaged
        return fault_to_json(*explained(fault, limits))
