"""What a command says: on standard output, on standard error, and how wide."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Final, TextIO, TypeVar

import typer

from habeas.errors import HabeasError

if TYPE_CHECKING:
    from rich.console import RenderableType

Step = TypeVar("Step")

WIDTH: Final = 80


def say(text: str) -> None:
    """Words for people on standard output."""
    with _unbroken(sys.stdout):
        typer.echo(text, nl=False)


def say_lines(lines: str) -> None:
    """JSON Lines are UTF-8, whatever the terminal's encoding."""
    with _unbroken(sys.stdout):
        typer.echo(lines.encode(), nl=False)


def say_table(table: RenderableType) -> None:
    """A table on standard output, as wide as the terminal."""
    from rich.console import Console

    drawn = StringIO()
    shown = sys.stdout is not None and sys.stdout.isatty()  # none where a shell closed it (`>&-`)
    Console(file=drawn, width=width(), force_terminal=shown).print(table)
    say("".join(f"{line.rstrip()}\n" for line in drawn.getvalue().split("\n")[:-1]))


def complain(text: str) -> None:
    """Words on standard error, fit for a terminal: file names are strangers' words as well."""
    from habeas.publishing.plain import plain_lines

    with _unbroken(sys.stderr):
        typer.echo(f"habeas: {plain_lines(text)}", err=True)


def watched(steps: Iterable[Step], *, total: int | None, what: str) -> Iterator[Step]:
    """The steps, with a progress bar on standard error if that is a terminal; `total` None is not known."""
    from rich.console import Console
    from rich.progress import Progress

    shown = sys.stderr.isatty()
    with Progress(console=Console(stderr=True), transient=True, disable=not shown) as progress:
        task = progress.add_task(what, total=total)
        for step in steps:
            yield step
            progress.advance(task)


def one_line(text: str) -> str:
    """The text on one line, ended by a line feed, with nothing in it that a terminal obeys."""
    from habeas.publishing.plain import plain

    return plain(text) + "\n"


def exit_if(faults: int) -> None:
    """End with exit code 1 where the job found faults."""
    if faults:
        raise typer.Exit(1)


def width() -> int:
    """The terminal's width, 80 where standard output is none; COLUMNS goes before both."""
    return shutil.get_terminal_size((WIDTH, 24)).columns


@contextmanager
def _unbroken(stream: TextIO) -> Iterator[None]:
    """Nobody reads on (`| head`): print no more, without a word; the job, and its exit code, go on.

    Raises HabeasError where standard output can't be written to, as on a full disk.
    """
    try:
        yield
    except OSError as error:
        # What is still buffered would be written, and fail again, as Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            why = f"the output can't be written: {error.strerror} (it breaks off; mend that and run again)"
            raise HabeasError(why) from None
