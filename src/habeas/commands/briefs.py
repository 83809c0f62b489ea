"""The brief: what the ledger says, with its sources, printed or written into a file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from habeas.commands.opening import chosen, desk_of, who
from habeas.commands.options import Filters, Home, Leaving, day, spread
from habeas.commands.terminal import WIDTH, say, width

if TYPE_CHECKING:
    from habeas.model import Claim, Report, Unread
    from habeas.pipeline import Desk


@spread
def brief(
    filters: Filters,
    leaving: Leaving,
    home: Home = None,
    today: Annotated[
        date | None,
        typer.Option(
            parser=day, metavar="YYYY-MM-DD", help="The day from which ages are reckoned; else today."
        ),
    ] = None,
    changes_since: Annotated[
        date | None,
        typer.Option(
            parser=day, metavar="YYYY-MM-DD", help="Only what reports of this day or later add or change."
        ),
    ] = None,
) -> None:
    """Print what the ledger says, every figure with its source; or write it into a file.

    Each has its hedge, its day, who says so, and a note with the exact words. Each event is told once, as
    soon as one of its claims passes the filters.

    A file leaves the machine: names of private persons are masked in it and claims of sexual violence
    withheld, unless you choose otherwise, and the log keeps who wrote it, when and why.

    \b
    Example:
      habeas brief --place al-Hol | less
      habeas brief --to brief.docx --reason "for the editors"
    """
    if (to := leaving.checked()) is not None:
        _write_brief(home, filters, leaving, to, today or utc_today(), changes_since)
        return
    with desk_of(home) as here:
        told = brief_of if changes_since is None else partial(_changes, since=changes_since)
        say(told(here, filters, today or utc_today()))


def brief_of(here: Desk, filters: Filters, today: date) -> str:
    """The brief of what passes the filters, as text for a terminal."""
    from habeas.kept import reckoned
    from habeas.publishing.brief import brief as told

    return told(*_found_in(here, filters), reckoned(here), today=today, **_page(here, filters))


def _changes(here: Desk, filters: Filters, today: date, *, since: date) -> str:
    from habeas.kept import reckoned
    from habeas.publishing.brief import Since, changes
    from habeas.reckoning.families import family_of
    from habeas.reckoning.voices import voices

    made, known = reckoned(here), Since(since, here.ledger.added())
    voices_of = partial(voices, family_of=family_of(made.families))
    found = _found_in(here, filters)
    return changes(*found, made, since=known, voices_of=voices_of, today=today, **_page(here, filters))


def _write_brief(
    home: Path | None,
    filters: Filters,
    leaving: Leaving,
    to: tuple[Path, str],
    today: date,
    changes_since: date | None,
) -> None:
    from habeas.briefing import Told, write_brief
    from habeas.exporting import Target, Wanted
    from habeas.publishing.holdings import Choice
    from habeas.publishing.phrases import count

    path, reason = to
    names, violence = bool(leaving.include_names), bool(leaving.include_sexual_violence)
    choice = Choice(names, violence, by=who(leaving.by), why=reason)
    told = Told(today, leaving.title or "", changes_since)
    with desk_of(home) as here:
        wanted = Wanted(chosen(here.ledger, filters), filters.in_words())
        left = write_brief(here, Target(path, bool(leaving.replace)), told, wanted, choice)
    held = left.holdings
    say(f"wrote {path}: {count(len(held.claims), 'claim')}, {count(len(held.unread), 'figure')} unread\n")
    for what, number in left.withheld.items():
        say(f"note: {number:,} {what}\n")


def _found_in(here: Desk, filters: Filters) -> tuple[list[Claim], list[Unread], list[Report]]:
    """The claims that pass the filters, as decided on, the unread figures that do, and all reports."""
    from habeas.reckoning.decided import looked_at, reviewed

    ledger, fitting = here.ledger, chosen(here.ledger, filters)
    decisions = ledger.decisions()
    claims = reviewed(ledger.claims(fitting), decisions)
    return claims, looked_at(ledger.unread(fitting), decisions), ledger.reports()


class _Page(TypedDict):
    width: int
    fitting: tuple[str, ...]
    states: dict[str, str]


def _page(here: Desk, filters: Filters) -> _Page:
    from habeas.lexicon.gazetteer import states

    return {"width": min(width(), WIDTH), "fitting": filters.in_words(), "states": states(here.lexicon)}


def utc_today() -> date:
    """The day that it is in Greenwich, as all times of a ledger are UTC."""
    return datetime.now(UTC).date()
