"""The demo: reports of the package, read into a fresh home, and what to try next."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from habeas.commands.briefs import brief_of, utc_today
from habeas.commands.opening import desk_of
from habeas.commands.options import Filters, NamedLexicon, folder
from habeas.commands.taken import files_in, summary, take_in
from habeas.commands.terminal import exit_if, say
from habeas.errors import WrongUsage


def demo(
    home: Annotated[
        Path | None,
        typer.Option(
            parser=folder,
            metavar="<path>",
            help="A new folder for it; else a temporary one.",
            show_default=False,
        ),
    ] = None,
    lexicon: NamedLexicon = None,
) -> None:
    """Read the bundled reports into a fresh home and print the brief.

    \b
    Example:
      habeas demo --home demo-home
    """
    from importlib.resources import as_file, files

    place = _fresh(home)
    with (
        as_file(files("habeas") / "demo" / "reports") as reports,
        desk_of(place, lexicon, create=True) as here,
    ):
        tally = take_in(files_in([reports]), here, None)
        say(brief_of(here, Filters(), utc_today()))
    say(f"\n{summary(tally)}\n{_try_next(place)}")
    exit_if(tally.failed)


def _fresh(home: Path | None) -> Path:
    """An empty folder for the demo: a new temporary one, or the one that was named."""
    if home is None:
        import tempfile

        return Path(tempfile.mkdtemp(prefix="habeas-demo-"))
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise WrongUsage(
            f"--home {home} isn't an empty folder: the demo needs one of its own; name a new folder"
        )
    return home


def _try_next(home: Path) -> str:
    where = f"--home {shlex.quote(str(home))}"
    return f"""
This demo's ledger is in {home}. To try next:
  habeas claims {where} --type transfer
  habeas claims {where} --place al-Hol --format jsonl
  habeas events {where} --type repatriation
  habeas conflicts {where}
  habeas unread {where}
  habeas serve {where}           the same in the browser
  habeas verify {where}
  habeas add {where} PATH|URL…   reports of your own
"""
