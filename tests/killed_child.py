"""Commands to be killed: a process that imports everything once, then forks for each command that it is told.

A line of JSON in: {"arguments": […], "folder": "…", "after": seconds or null}. It runs the command in a group
of its own, kills that with -9 after so long, and prints {"code": …, "took": …, "out": "…"}; the code is -9
for a command that was killed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from contextlib import redirect_stdout, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

from habeas import cli, lexicon, pipeline
from habeas.ledger import Ledger
from habeas.settings import Settings
from made import READER, read_by_hand, report


def warm_up() -> None:
    """Load what takes long, once for all, by an export; the reader is the one made for tests."""
    known = lexicon.load_lexicon()
    pipeline.read_report = read_by_hand
    pipeline.reader_name = lambda _: READER
    pipeline.load_lexicon = lambda **_: known
    with TemporaryDirectory() as folder, redirect_stdout(sys.stderr), suppress(SystemExit):
        with Ledger.open(Settings(Path(folder))) as ledger:
            one = report("50 people are held in Orlan, Joen Marsh, a teacher, said.")
            ledger.append(one, read_by_hand(one, None))
        cli.main(["export", f"{folder}/out", "--format", "jsonl", "--reason", "to be warm", "--home", folder])


def run(arguments: list[str], folder: str, after: float | None) -> dict[str, Any]:
    """Run one command in a process of its own, and kill it after so many seconds."""
    with TemporaryFile() as out:
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            _command(arguments, folder, out.fileno())
        with suppress(OSError):
            os.setpgid(child, child)
        if after is not None:
            time.sleep(after)
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        took = time.monotonic() - began
        out.seek(0)
        said = out.read().decode()
    return {"code": os.waitstatus_to_exitcode(status), "took": took, "out": said}


def _command(arguments: list[str], folder: str, out: int) -> None:
    os.setpgid(0, 0)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.chdir(folder)
    code = 1
    try:
        cli.main(arguments)
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    warm_up()
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(run(asked["arguments"], asked["folder"], asked["after"])), flush=True)
