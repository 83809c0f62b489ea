"""What commands take in, and what they say became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import typer

from habeas.commands.opening import who
from habeas.commands.options import StatedOptions
from habeas.commands.terminal import complain, watched
from habeas.errors import WrongUsage

if TYPE_CHECKING:
    from habeas.intake import Found, Passed, Stated
    from habeas.pipeline import Desk, Failure, Outcome, Tally

INTERRUPTED: Final = 130


def files_in(paths: Sequence[Path]) -> Found:
    """What there is to read at these paths. Raises UnreadableReport where one isn't there."""
    from habeas.intake import find_files

    return find_files(paths)


def refuse_for_many(stated: StatedOptions, found: Found, addresses: Sequence[str] = ()) -> None:
    """Raise WrongUsage where what is stated of one report would be stated of many."""
    many, containers = len(found.files) + len(addresses), found.containers
    for option, value in (("--url", stated.url), ("--title", stated.title)):
        if value is not None and many > 1:
            raise WrongUsage(f"{option} is that of one report, and these are {many} files: add it alone")
        if value is not None and containers:
            raise WrongUsage(f"{option} is that of one report, and {containers[0]} can hold many")


class Asked(NamedTuple):
    """Addresses, and what becomes of each as it is fetched; of a feed, of each report that it leads to."""

    many: int
    outcomes: Iterable[Outcome | Failure]


_NOT_ASKED: Final = Asked(0, ())


def asking_for(
    addresses: Sequence[str], desk: Desk, stated: Stated | None, *, by: str, allow_private: bool, again: bool
) -> Asked:
    """Addresses to fetch, each as its outcome is asked for."""
    from habeas.capturing import Asking, capture_each
    from habeas.intake import Stated
    from habeas.intake.fetching import Fetcher

    fetcher = Fetcher(desk.settings.fetching, allow_private=allow_private)
    asking = Asking(fetcher, by, stated or Stated(), again)
    return Asked(len(addresses), capture_each(addresses, desk, asking))


def take_in(
    found: Found, desk: Desk, stated: Stated | None, asked: Asked = _NOT_ASKED, *, by: str | None = None
) -> Tally:
    """Process files and addresses; an interruption says what is done, and that nothing of it is lost."""
    from habeas.kept import reckon
    from habeas.pipeline import Tally
    from habeas.publishing.phrases import count
    from habeas.unpacking import process_each

    tally = Tally(skipped=found.skipped)
    # How many reports a container holds is known once it is taken apart.
    total = None if found.containers else len(found.files) + asked.many
    outcomes = chain(process_each(found.files, desk, by=who(by), stated=stated), asked.outcomes)
    try:
        for outcome in watched(outcomes, total=total, what="Reading"):
            note(outcome, tally)
        reckon(desk)
    except KeyboardInterrupt:
        of_all = (
            f"{count(tally.done, 'report')}"
            if total is None
            else f"{tally.done} of {total} {'reports' if asked.many else 'files'}"
        )
        complain(
            f"stopped after {of_all}; what was added stays: {summary(tally)}. The same add goes on from here"
        )
        raise typer.Exit(INTERRUPTED) from None
    return tally


def note(outcome: Outcome | Failure | Passed, tally: Tally) -> None:
    """Count what became of a report, and complain of what a person should know."""
    from habeas.pipeline import Failure, Outcome

    tally.note(outcome)
    if isinstance(outcome, Failure):
        complain(outcome.why)
    elif isinstance(outcome, Outcome) and outcome.stays:
        complain(_stays(outcome))


def _stays(outcome: Outcome) -> str:
    from habeas.publishing.phrases import joined

    what = f"its {joined([*outcome.stays])} stay{'s' if len(outcome.stays) == 1 else ''} as first stated"
    cure = "delete the home, or use another, to state that anew"
    return f"{outcome.name}: kept already; {what} ({cure})"


def summary(tally: Tally, *, what: str = "file", done: str = "added", known: str = "there already") -> str:
    """What was taken in, and what could not be: one line, without its end."""
    from habeas.publishing.phrases import count

    before = f" ({tally.known} {'was' if tally.known == 1 else 'were'} {known})" if tally.known else ""
    said = f"{done} {count(tally.new, 'report')}{before}: {count(tally.claims, 'claim')}"
    said += f", {count(tally.unread, 'figure')} unread"
    said += _not_read(tally)
    failed = f"; {count(tally.failed, what)} could not be read" if tally.failed else ""
    return said + failed + (f"; {tally.skipped} of unknown kinds skipped" if tally.skipped else "")


def _not_read(tally: Tally) -> str:
    from habeas.publishing.phrases import language

    found = [f"{number} in {language(code)}" for code, number in sorted(tally.languages.items())]
    return f"; not read: {', '.join(found)}" if found else ""
