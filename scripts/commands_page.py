"""Prints docs/commands.md: the --help of every command, as it is (`make docs`)."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

import typer

from habeas import cli

INTRODUCTION = """\
# The commands

Each command's own help, made by `make docs`.

Exit codes: 0 done; 1 the job found a fault (a report unreadable, a check failed); 2 wrong usage;
130 interrupted. Errors are lines on standard error that begin with `habeas:`; only what a command is asked
for goes to standard output. In folders, files of unknown kinds are skipped and counted, no fault; a named
file of an unknown kind is one. `add` of a report that is kept already exits with 0, also where options now
state its date or outlet otherwise: they stay as first stated, and a line on standard error says so. A fault
in habeas itself on one report is told in one line and keeps no other report out; exit code 1. Whoever stops
reading the output (`| head`) changes no exit code.
"""


def commands() -> Iterator[str]:
    """The words that call each command: "add", "lexicon check"; a group's own where it does something."""
    for name, command in typer.main.get_command(cli.app).commands.items():  # type: ignore[attr-defined]
        parts = getattr(command, "commands", None)
        if parts is None or command.invoke_without_command:
            yield name
        yield from (f"{name} {part}" for part in parts or ())


def help_of(command: str) -> str:
    """What `habeas COMMAND --help` prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        cli.main([*command.split(), "--help"])
    return printed.getvalue()


def page() -> str:
    """The whole page, as Markdown."""
    sections = (f"## habeas {command}\n\n```text\n{help_of(command)}```\n" for command in commands())
    return "\n".join([INTRODUCTION, *sections])


if __name__ == "__main__":
    print(page(), end="")
