"""Inside the guarded process for one container: it comes by standard input, its pieces go out by the other.

The process is bound as those of the parsers are, and ends with its container. `unpacking` is the other end.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Mapping

from habeas.intake.child import limit, limit_memory, only_for_answers
from habeas.intake.confined import confine
from habeas.intake.containers.frames import write_end, write_piece
from habeas.intake.containers.opening import pieces
from habeas.settings import Limits


def serve(kind: str, limits: Mapping[str, int]) -> None:
    """Write down each piece of the container."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    container, answers = sys.stdin.buffer, only_for_answers(nowhere)
    bounds = Limits(**limits)
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, 0)
    limit_memory(bounds)
    confine()
    _grant(bounds)
    for piece in pieces(container, kind, bounds):
        write_piece(piece, answers)
        answers.flush()
        _grant(bounds)
    write_end(answers)


def _grant(limits: Limits) -> None:
    """As much CPU for the next piece as for one document."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    due = int(spent.ru_utime + spent.ru_stime) + limits.cpu_seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (due if hard == resource.RLIM_INFINITY else min(due, hard), hard))
