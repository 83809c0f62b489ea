"""Options that several commands share, declared once.

A group of options is a frozen dataclass. A command takes one as a parameter, and `spread` shows
typer the group's fields as options of the command.
"""

from __future__ import annotations

import functools
import inspect
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from habeas.errors import WrongUsage
from habeas.model import ClaimType
from habeas.reckoned import NameKind

if TYPE_CHECKING:
    from habeas.intake import Stated
    from habeas.ledger import ClaimFilter


class Format(StrEnum):
    """How claims are printed: for people, or for programs."""

    TABLE = "table"
    JSONL = "jsonl"


def day(text: str) -> date:
    """A day from the command line, ISO 8601."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day: write it like 2024-03-18") from None


def first_day(text: str) -> date:
    """The first day of a year, a month or a day from the command line."""
    return _days(text)[0]


def last_day(text: str) -> date:
    """The last day of a year, a month or a day from the command line."""
    return _days(text)[1]


def _days(text: str) -> tuple[date, date]:
    year, month, single = (int(part) if part else None for part in _parts(text))
    try:
        first = date(year or 0, month or 1, single or 1)
        last = single or monthrange(first.year, month or 12)[1]
        return first, date(first.year, month or 12, last)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is in no calendar: write it like 2024-03-18") from None


def _parts(text: str) -> tuple[str, ...]:
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text, re.A)
    if found is None:
        raise typer.BadParameter(f"{text!r} is no day: write it like 2024-03-18, 2024-03 or 2024")
    return found.groups("")


def web_base(text: str) -> str:
    """The address of a web application from the command line; "" where none is given."""
    if text and not re.fullmatch(r"https?://[^\s<>\"'?#]+", text):
        raise typer.BadParameter(f"{text!r} is no address: write it like https://ledger.example.org")
    return text


def folder(text: str) -> Path | None:
    """A folder from the command line; an unset variable of the shell ("") names none."""
    return Path(text) if text else None


Home = Annotated[
    Path | None,
    typer.Option(
        parser=folder,
        metavar="<path>",
        help="Folder of vault and ledger; else HABEAS_HOME, else ./habeas-data.",
        show_default=False,
    ),
]
OwnLexicon = Annotated[
    Path | None,
    typer.Option(
        "--lexicon",
        parser=folder,
        metavar="<path>",
        help="Folder of additions to the lexicon; else HABEAS_LEXICON, else the home's folder lexicon.",
        show_default=False,
    ),
]
NamedLexicon = Annotated[
    Path | None,
    typer.Option(
        "--lexicon",
        parser=folder,
        metavar="<path>",
        help="Folder of additions to the lexicon; else HABEAS_LEXICON, else none.",
        show_default=False,
    ),
]
Files = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="Files, containers (.zip, .mbox, .warc), folders.")
]
Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH|URL",
        help="Files, containers of files (.zip, .mbox, .warc), folders; addresses of pages or feeds.",
    ),
]
AllowPrivate = Annotated[
    bool,
    typer.Option(
        "--allow-private", help="Fetch from this machine and its own network, too: http://10.0.0.5/."
    ),
]
Again = Annotated[bool, typer.Option("--again", help="Fetch anew what came from the same address before.")]
From = Annotated[
    date,
    typer.Option("--from", parser=first_day, metavar="DAY", help="First day: 2019, 2024-03 or 2024-03-18."),
]
To = Annotated[
    date,
    typer.Option("--to", parser=last_day, metavar="DAY", help="Last day: 2026, 2024-03 or 2024-03-18."),
]
Claims = Annotated[
    list[str],
    typer.Argument(metavar="CLAIM", help="Ids of claims, or their starts; e_… for all claims of an event."),
]
Named = Annotated[list[str], typer.Argument(metavar="NAME", help="Names as reports write them, or ids.")]
Copies = Annotated[
    list[str], typer.Argument(metavar="REPORT", help="Names of reports, or the starts of their ids.")
]
NameOf = Annotated[NameKind | None, typer.Option("--kind", help="What the names are of; else found out.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason.")]
Whom = Annotated[str, typer.Argument(metavar="NAME", help="The user's name.")]
ByWhom = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who does it; else your name on this machine.")
]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Take the password from standard input, not from a prompt.")
]
AuthorityRoots = Annotated[
    Path | None,
    typer.Option(
        "--tsa-cert", metavar="PEM", help="Certificates that timestamps must lead to, as you trust them."
    ),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; the log keeps it.")]
Undo = Annotated[bool, typer.Option("--undo", help="Take back what was ruled on these.")]
FormatOption = Annotated[Format, typer.Option("--format", help="For people or for programs.")]


class RoleGiven(StrEnum):
    """The roles that a user can be given."""

    VIEWER = "viewer"  # reads all of it
    REVIEWER = "reviewer"  # decides, and adds reports
    ADMIN = "admin"  # sees who opened what, and lets others in


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedOptions:
    """What the command line says of reports that don't say it themselves."""

    outlet: Annotated[str | None, typer.Option(help="Who published it.")] = None
    url: Annotated[str | None, typer.Option(help="Its address.")] = None
    title: Annotated[str | None, typer.Option(help="Its title.")] = None
    published: Annotated[
        date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="The day it was published.")
    ] = None
    language: Annotated[str | None, typer.Option(help="Its language, as in: en, ar.")] = None

    def stated(self) -> Stated | None:
        """The same for intake; None where no option was given. Raises WrongUsage as `checked` does."""
        from habeas.intake import Stated, checked  # its parsers are slow to import

        given = checked(Stated(**{name: getattr(self, name) for name in self.__slots__}))
        return None if given == Stated() else given


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which claims to show."""

    type: Annotated[
        ClaimType | None, typer.Option(metavar="TYPE", help=f"One of {', '.join(ClaimType)}.")
    ] = None
    place: Annotated[str | None, typer.Option(help="Part of a place's name, or its id.")] = None
    group: Annotated[str | None, typer.Option(help="A group tag: women, children, detainees, TJ …")] = None
    speaker: Annotated[str | None, typer.Option(help="Part of a speaker's name, or its id.")] = None
    since: Annotated[
        date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="About this day or later.")
    ] = None
    until: Annotated[
        date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="About this day or earlier.")
    ] = None
    text: Annotated[str | None, typer.Option(help="Words in the evidence.")] = None
    report: Annotated[str | None, typer.Option(help="A report's name, or the start of its id.")] = None

    def claim_filter(self) -> ClaimFilter:
        """The same for the ledger."""
        from habeas.ledger import ClaimFilter  # SQLAlchemy is slow to import

        return ClaimFilter(**{name: getattr(self, name) for name in self.__slots__})

    def in_words(self) -> tuple[str, ...]:
        """What was asked for, as in: "place Roj", "since 2024-03-18"."""
        given = ((name, getattr(self, name)) for name in self.__slots__)
        return tuple(f"{name} {value}" for name, value in given if value is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Into which file, why, and what goes along that is masked or withheld otherwise."""

    to_file: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help="Write it into this file: .html, .md, .docx or .pdf."),
    ] = None
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="With --to: why; the log keeps it.")
    ] = None
    by: ByWhom = None
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="With --to: the document's title.")] = None
    replace: Annotated[
        bool | None, typer.Option("--replace", help="With --to: replace a file of that name.")
    ] = None
    include_names: Annotated[
        bool | None,
        typer.Option(
            "--include-names", help="With --to: leave names of adults in; minors' and unknown ages' never."
        ),
    ] = None
    include_sexual_violence: Annotated[
        bool | None,
        typer.Option("--include-sexual-violence", help="With --to: leave claims of sexual violence in."),
    ] = None

    def checked(self) -> tuple[Path, str] | None:
        """The file and the reason, None where nothing is to leave. Raises WrongUsage for one alone."""
        if self.to_file is None:
            given = [name for name in self.__slots__ if getattr(self, name) is not None]
            if given:
                raise WrongUsage(
                    f"--{given[0].replace('_', '-')} is for a file: add --to FILE, or leave it out"
                )
            return None
        if not (self.reason or "").strip():
            raise WrongUsage(f"--to {self.to_file} needs --reason: why it leaves; the log keeps it")
        return self.to_file, self.reason or ""


GROUPS = (StatedOptions, Filters, Leaving)


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the fields of its option groups in the place of the groups."""
    hints = get_type_hints(command, include_extras=True)
    groups = {name: kind for name, kind in hints.items() if kind in GROUPS}
    fields = {name: get_type_hints(kind, include_extras=True) for name, kind in groups.items()}

    @functools.wraps(command)
    def spread_command(**values: Any) -> None:
        for name, kind in groups.items():
            values[name] = kind(**{field: values.pop(field) for field in fields[name]})
        command(**values)

    parameters = [
        parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in inspect.signature(command).parameters.items()
        if name not in groups
    ]
    parameters += [
        inspect.Parameter(field, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=hint)
        for options in fields.values()
        for field, hint in options.items()
    ]
    spread_command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    spread_command.__annotations__ = {one.name: one.annotation for one in parameters}
    return spread_command
