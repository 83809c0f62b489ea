"""What an erasure takes out, in words for who ordered it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from habeas.expunging.home import Expunged
from habeas.ledger.erasing import Gone
from habeas.publishing.phrases import count, day

_COUNTED: Final = {
    "claims": "claim",
    "unread": "unread figure",
    "readings": "reading",
    "decisions": "decision",
    "opinions": "opinion",
    "assignments": "assignment",
    "rulings": "ruling",
    "arrivals": "arrival",
    "departures": "export's reason",
    "erasures": "erasure's reason",
    "log": "line of the log",
    "accesses": "access",
}
_LINES: Final = "lines of the log"


def lines(done: Expunged, *, name: bool) -> Iterator[str]:
    """What goes, a line each; with `name`, a name does, else a report."""
    gone = done.gone
    what = "the name, from" if name else "report"
    listed = ", ".join(gone.reports)
    yield f"{what} {count(len(gone.reports), 'report') + ': ' if name and listed else ''}{listed}".rstrip()
    if counted := ", ".join(_counted(gone)):
        yield f"{'words of ' if name else ''}{counted}"
    for path in gone.files:
        yield f"{path}{_why(path)}"
    for report in gone.bereft:
        yield f"note: {report} stays, without the container that it came in"
    for one in gone.departures:
        yield (
            f"note: {one.by} exported {one.form} on {day(one.at.date())} ({one.chosen}; {one.why}): "
            "whoever has that may still hold it, and has to be asked"
        )
    for word, number in done.alone.items():
        yield (
            f"note: “{word}” stands by itself {_times(number)} in these reports, and stays there: "
            f'add --also "{word}" if it means the same person'
        )
    for worker in done.workers:
        yield f"note: {worker} worked on this ledger, and stays named for what they did"
    for file in done.lexicon:
        yield f"note: {file} is yours and has the name: change it yourself"
    if done.why_not is not None:
        yield f"note: {done.why_not}; freed pages are wiped when habeas is next run"


def _counted(gone: Gone) -> Iterator[str]:
    for table, word in _COUNTED.items():
        if number := gone.rows.get(table, 0):
            yield f"{number:,} {_LINES}" if table == "log" and number > 1 else count(number, word)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number:,} times"


def _why(path: str) -> str:
    """Why a file of the home goes as well."""
    if path.startswith("inbox/"):
        return " (what the server keeps of the job that brought it)"
    return "" if path.startswith("vault/") else " (a copy of the ledger from before it was migrated)"
