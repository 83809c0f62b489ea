"""A process of its own that adds reports, for the tests that kill it or run it beside another.

ledger_child.py HOME stop STEP     add report 2 and kill -9 itself before the STEP-th step of it
ledger_child.py HOME erase STEP    erase reports 1 and the name of report 2, killed before the STEP-th step
ledger_child.py HOME many FIRST LAST READER    add the reports FIRST to LAST, printing each once it is in
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from ledger_material import add, numbered_reading
from sqlalchemy import event
from sqlalchemy.engine import Engine

from habeas.ledger import Ledger, session
from habeas.ledger.erasing import Order
from habeas.ledger.session import Session
from habeas.settings import Settings
from habeas.spelled import Spelled


def stop(at: int, act: Callable[[], object]) -> None:
    """Do this, counting each statement, commit and change of a file as a step; print how many there were."""
    steps = count(1)

    def step(*_: object) -> None:
        if next(steps) == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def stepping(done: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*given: Any, **named: Any) -> Any:
            step()
            return done(*given, **named)

        return stepped

    event.listen(Engine, "before_cursor_execute", step)
    event.listen(Engine, "commit", step)
    Path.unlink = stepping(Path.unlink)  # type: ignore[method-assign]
    Session.wipe = stepping(Session.wipe)  # type: ignore[method-assign]
    session._empty_side_file = stepping(session._empty_side_file)
    act()
    print(next(steps) - 1, flush=True)


def erase(ledger: Ledger, home: Path) -> None:
    """Erase a report, then a name."""
    order = Order("Mira Toll", "asked to")
    ledger.expunge_report(numbered_reading(1).report.id, order)
    ledger.finish(home)
    ledger.expunge_name(Spelled(("Camp 2",)), order)
    ledger.finish(home)


def many(ledger: Ledger, first: int, last: int, reader: str) -> None:
    """Add numbered reports one after the other."""
    for number in range(first, last + 1):
        add(ledger, numbered_reading(number, reader))
        print(number, flush=True)


if __name__ == "__main__":
    home, job, *rest = sys.argv[1:]
    with Ledger.open(Settings(home=Path(home))) as opened:
        if job == "stop":
            stop(int(rest[0]), lambda: add(opened, numbered_reading(2)))
        elif job == "erase":
            stop(int(rest[0]), lambda: erase(opened, Path(home)))
        else:
            many(opened, int(rest[0]), int(rest[1]), rest[2])
