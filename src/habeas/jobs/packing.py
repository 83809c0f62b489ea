"""What a worker makes for whoever wants to take it: a brief, or an export as one file, cleared and logged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from habeas.briefing import Told, write_brief
from habeas.errors import HabeasError, LedgerFault
from habeas.exporting import Target, Wanted, export_packed
from habeas.jobs.outbox import Asked, Made
from habeas.jobs.reading import NotNow
from habeas.ledger.queries import EVERYTHING
from habeas.pipeline import Desk, desk
from habeas.publishing.exports import Form
from habeas.publishing.holdings import Choice, Cleared
from habeas.settings import Settings


@dataclass(frozen=True, slots=True)
class Pack:
    """What is wanted, and the folder in which it is to lie."""

    folder: Path
    asked: Asked


@dataclass(frozen=True, slots=True)
class Refused:
    """What can't be made, and why."""

    why: str


Packed = Made | Refused | NotNow


@contextmanager
def at_counter(settings: Settings) -> Iterator[Callable[[Pack], Packed]]:
    """Makes what is wanted of this home."""
    with desk(settings, create=False) as here:
        yield partial(do, desk=here)


def do(task: Pack, desk: Desk) -> Packed:
    """Make one thing; the log tells of it before its file has its name."""
    try:
        return _brief(task, desk) if task.asked.is_brief else _export(task, desk)
    except LedgerFault as fault:
        return NotNow(str(fault))
    except HabeasError as error:
        return Refused(str(error))
    except MemoryError:
        return Refused("takes more memory than there is for it: narrow the list, and ask for less at a time")


def _brief(task: Pack, desk: Desk) -> Made:
    asked, path = task.asked, task.folder / task.asked.file
    told = Told(asked.at.date(), asked.title, asked.changes_since)
    left = write_brief(desk, Target(path, replace=True), told, _wanted(asked), _choice(asked))
    with path.open("rb") as file:
        contents = hashlib.file_digest(file, "sha256").hexdigest()
    return _made(path, contents, left)


def _export(task: Pack, desk: Desk) -> Made:
    asked, path = task.asked, task.folder / task.asked.file
    left, contents = export_packed(desk, path, [Form(asked.form)], _wanted(asked), _choice(asked))
    return _made(path, contents, left)


def _wanted(asked: Asked) -> Wanted:
    return Wanted(asked.listing or EVERYTHING, asked.chosen, asked.base_url)


def _choice(asked: Asked) -> Choice:
    return Choice(asked.names, asked.sexual_violence, by=asked.by, why=asked.why)


def _made(path: Path, contents: str, left: Cleared) -> Made:
    held = left.holdings
    return Made(
        size=path.stat().st_size,
        contents=contents,
        claims=len(held.claims),
        unread=len(held.unread),
        reports=len(held.reports),
        held_back=tuple(f"{number:,} {what}" for what, number in left.withheld.items()),
    )
