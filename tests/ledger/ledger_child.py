"""A process of its own that adds reports, for the tests that kill it or run it beside another.

ledger_child.py HOME stop STEP     add report 2 and kill -9 itself before the STEP-th step of it
ledger_child.py HOME many FIRST LAST READER    add the reports FIRST to LAST, printing each once it is in
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

from ledger_material import add, numbered_reading
from sqlalchemy import event
from sqlalchemy.engine import Engine

from habeas.ledger import Ledger
from habeas.settings import Settings


def stop(ledger: Ledger, at: int) -> None:
    """Add report 2, counting each statement and the commit as a step; print how many there were."""
    steps = count(1)

    def step(*_: object) -> None:
        if next(steps) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", step)
    event.listen(Engine, "commit", step)
    add(ledger, numbered_reading(2))
    print(next(steps) - 1, flush=True)


def many(ledger: Ledger, first: int, last: int, reader: str) -> None:
    """Add numbered reports one after the other."""
    for number in range(first, last + 1):
        add(ledger, numbered_reading(number, reader))
        print(number, flush=True)


if __name__ == "__main__":
    home, job, *rest = sys.argv[1:]
    with Ledger.open(Settings(home=Path(home))) as opened:
        if job == "stop":
            stop(opened, int(rest[0]))
        else:
            many(opened, int(rest[0]), int(rest[1]), rest[2])
