"""What the law asks to be erased."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Annotated

import typer

from habeas.commands.opening import desk_of
from habeas.commands.options import By, Home, OwnLexicon, Reason
from habeas.commands.terminal import complain, exit_if, one_line, say
from habeas.errors import HabeasError, WrongUsage


def expunge(
    report: Annotated[
        str | None, typer.Argument(metavar="[REPORT]", help="A report's name, or the start of its id.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="A full name instead, wherever it stands.")
    ] = None,
    also: Annotated[
        list[str] | None, typer.Option("--also", metavar="NAME", help="Another spelling of that name.")
    ] = None,
    *,
    by: By,
    reason: Reason,
    with_container: Annotated[
        bool, typer.Option("--with-container", help="Even where other reports came in the same file.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask first.")] = False,
    home: Home = None,
    lexicon: OwnLexicon = None,
) -> None:
    """Erase a report, or one name everywhere, for good, as the law may ask.

    Bytes, text and words go, also from older copies of the ledger; who erased when and why stays, so that
    verify still holds. It can't be undone, and exports are out of its reach: docs/custody.md says what stays.

    \b
    Example:
      habeas expunge 002.txt --by "Mira Toll" --reason "its outlet withdrew it"
      habeas expunge --name "Sela Marn" --by "Mira Toll" --reason "she asked"
    """
    from habeas.expunging import erase, wanted
    from habeas.expunging.told import lines
    from habeas.ledger.erasing import Order

    what = wanted(report, name, also or [])
    order = Order(by=by, why=reason, with_container=with_container)
    with desk_of(home, lexicon) as here:
        trial = erase(here, what, replace(order, trial=True))
        if trial is None:
            say("nothing here has this name: nothing was erased\n")
            return
        for line in lines(trial, name=name is not None):
            say(one_line(line))
        if dry_run:
            say("nothing was erased: this is what would go\n")
            return
        _confirm("Erase this for good?", yes=yes)
        done = erase(here, what, order)
    if done is not None and done.why_not is not None:
        complain(f"{done.why_not}: what was freed in the file is wiped when habeas is next run")
    say("erased\n")
    exit_if(done is not None and done.why_not is not None)


def _confirm(question: str, *, yes: bool) -> None:
    """Ask before what can't be undone. Raises WrongUsage where nobody is there to be asked."""
    if yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise WrongUsage("--yes: nobody is here to be asked; give it to go ahead. Nothing was erased")
    if not typer.confirm(question, err=True):
        raise HabeasError("nothing was erased")
