"""Every command, gathered under `habeas`; what each does is in `habeas.commands`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated

import typer

from habeas import __version__
from habeas.commands import deciding, lexicon, users
from habeas.commands.accounts import account, registers
from habeas.commands.asking import check, claims, conflicts, events, unread
from habeas.commands.briefs import brief
from habeas.commands.demo import demo
from habeas.commands.erasing import expunge
from habeas.commands.exporting import export
from habeas.commands.keeping import log, stamp, verify
from habeas.commands.scoring import score
from habeas.commands.serving import serve
from habeas.commands.taken import INTERRUPTED
from habeas.commands.taking_in import add, load, read, reread
from habeas.commands.terminal import complain
from habeas.errors import HabeasError

app = typer.Typer(
    name="habeas",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; an error that people can mend is one line on standard error, and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app(arguments, prog_name="habeas")
    except HabeasError as error:
        complain(str(error))
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:  # before a command began: from there on typer sees to it
        complain("stopped")
        raise SystemExit(INTERRUPTED) from None


@app.callback(invoke_without_command=True)
def habeas(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Read public reports on conflict-related detention into an accountable ledger of cited claims.

    \b
    Example:
      habeas demo
    """
    if version:
        typer.echo(f"habeas {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


# The help lists them in this order: the way in, what the ledger says, checks, what leaves, the browser.
for command in (
    *(demo, add, read, load, reread),
    *(claims, unread, events, conflicts, brief, account, registers, check),
    *(verify, log, stamp, expunge),
    *(export, serve, score),
):
    app.command()(command)
for group, name in ((lexicon.app, "lexicon"), (deciding.app, "decide"), (users.app, "user")):
    app.add_typer(group, name=name)
