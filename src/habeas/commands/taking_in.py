"""The way in: reports are added, read, loaded and read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from habeas.commands.opening import desk_of, refuse_absent, who
from habeas.commands.options import (
    Again,
    AllowPrivate,
    ByWhom,
    Files,
    Home,
    NamedLexicon,
    OwnLexicon,
    Sources,
    StatedOptions,
    spread,
)
from habeas.commands.taken import asking_for, files_in, note, refuse_for_many, summary, take_in
from habeas.commands.terminal import complain, exit_if, one_line, say, say_lines, watched
from habeas.errors import Unloadable, WrongUsage
from habeas.settings import named_lexicon, settings

if TYPE_CHECKING:
    from habeas.loading import Loaded
    from habeas.model import Reading
    from habeas.settings import Settings

Step = TypeVar("Step")
MOST_FAULTS: Final = 100


@spread
def add(
    sources: Sources,
    stated: StatedOptions,
    allow_private: AllowPrivate = False,
    again: Again = False,
    by: ByWhom = None,
    home: Home = None,
    lexicon: OwnLexicon = None,
) -> None:
    """Take reports in, read them, and add their claims to the ledger.

    What a report states of itself goes before the options here, these before a reports.csv in its folder. An
    address is fetched once, and the whole exchange with its server is kept; of a feed each report that it
    leads to is fetched. docs/custody.md tells what is refused, and why.

    \b
    Example:
      habeas add reports/ --outlet "The Example Times" --published 2024-03-18
      habeas add https://example.org/moved.html https://example.org/feed.xml
    """
    from habeas.intake.fetching import parted

    paths, addresses = parted(sources)
    found, given = files_in(paths), stated.stated()
    refuse_for_many(stated, found, addresses)
    with desk_of(home, lexicon, create=True) as here:
        asked = asking_for(addresses, here, given, by=who(by), allow_private=allow_private, again=again)
        tally = take_in(found, here, given, asked, by=by)
    say(summary(tally, what="report" if addresses else "file") + "\n")
    exit_if(tally.failed)


@spread
def read(
    paths: Files,
    stated: StatedOptions,
    unread: Annotated[bool, typer.Option("--unread", help="Print the unread figures instead.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Print, for people, what each rule used.")] = False,
    lexicon: NamedLexicon = None,
) -> None:
    """Print the claims of reports as JSON Lines; touches no ledger.

    \b
    Example:
      habeas read report.txt --published 2024-03-18 > claims.jsonl
    """
    from habeas.lexicon import load_lexicon
    from habeas.pipeline import Failure
    from habeas.unpacking import read_each

    if unread and why:
        raise WrongUsage("--unread and --why ask for two different things: give one of them")
    found, given = files_in(paths), stated.stated()
    refuse_for_many(stated, found)
    failed = 0
    for reading in read_each(found.files, load_lexicon(own=named_lexicon(lexicon)), stated=given):
        if isinstance(reading, Failure):
            failed += 1
            complain(reading.why)
        else:
            _print_reading(reading, unread=unread, why=why)
    exit_if(failed)


def load(
    path: Annotated[
        Path,
        typer.Argument(metavar="FOLDER|FILE", help="Exchange folder, bag, archive or coded claims."),
    ],
    by: ByWhom = None,
    identity: Annotated[
        Path | None, typer.Option("--identity", metavar="FILE", help="Your key, for an encrypted archive.")
    ] = None,
    home: Home = None,
    lexicon: OwnLexicon = None,
) -> None:
    """Load what was read or coded elsewhere: all of it, or nothing.

    An exchange folder or a bag holds reports, claims and what people decided. A file (.csv, .xlsx, .ods,
    .jsonl) holds a claim a row, each with the quote that it stands on. docs/format.md describes them. An
    archive (.habeas) becomes a home of its own.

    \b
    Example:
      habeas load coded.xlsx
    """
    from habeas.intake.archives import is_archive
    from habeas.kept import reckon
    from habeas.loading import load as take

    def watch(steps: Iterable[Step], total: int, what: str) -> Iterator[Step]:
        return watched(steps, total=total, what=what)

    refuse_absent(path)
    if is_archive(path):
        _restore(path, identity, settings(home))
        return
    if identity is not None:
        raise WrongUsage("--identity goes with an encrypted archive")
    with desk_of(home, lexicon, create=True) as here:
        try:
            loaded = take(path, here, by=who(by), watch=watch)
        except Unloadable as error:
            _complain_of_each(error.faults)
            raise typer.Exit(error.exit_code) from None
        reckon(here)
    say(_load_summary(loaded))


def _restore(path: Path, identity: Path | None, where: Settings) -> None:
    from habeas.archiving import restore
    from habeas.intake.archives import identities_in
    from habeas.publishing.phrases import count

    restored = restore(path, where, identities_in(identity) if identity is not None else ())
    say(f"restored {count(restored.reports, 'report')} into {where.home}; log ends with {restored.head}\n")
    for fault in restored.faults:
        say(one_line(f"as it was archived: {fault}"))
    exit_if(len(restored.faults))


def reread(home: Home = None, lexicon: OwnLexicon = None) -> None:
    """Read all reports again with the present reader.

    The readings that are there stay; the new ones go beside them. An edited lexicon makes another reader.
    Events, conflicts and lists are made anew from all claims and decisions.

    \b
    Example:
      habeas reread --home habeas-data
    """
    from habeas.kept import reckon_anew
    from habeas.pipeline import Tally
    from habeas.pipeline import reread as read_again

    tally = Tally()
    with desk_of(home, lexicon) as here:
        for outcome in watched(read_again(here), total=len(here.ledger.reports()), what="Reading again"):
            note(outcome, tally)
        reckon_anew(here)
    say(summary(tally, done="read again", known="read by this reader before") + "\n")
    exit_if(tally.failed)


def _print_reading(reading: Reading, *, unread: bool, why: bool) -> None:
    from habeas.publishing.lines import claim_lines, reasons, unread_lines
    from habeas.publishing.phrases import not_read

    if not why and (foreign := not_read(reading.report)):
        complain(f"{reading.report.name}: {foreign}")
    if why:
        say(reasons(reading))
    else:
        say_lines(unread_lines(reading.unread) if unread else claim_lines(reading.claims))


def _complain_of_each(faults: Sequence[str]) -> None:
    """Every fault, but no more than anybody would read."""
    for fault in faults[:MOST_FAULTS]:
        complain(fault)
    if (more := len(faults) - MOST_FAULTS) > 0:
        complain(f"and {more:,} more")
    complain("nothing was loaded")


def _load_summary(loaded: Loaded) -> str:
    from habeas.publishing.phrases import count

    before = (
        f" ({loaded.known:,} {'was' if loaded.known == 1 else 'were'} there already)" if loaded.known else ""
    )
    unread = f", {count(loaded.unread, 'figure')} unread" if loaded.unread else ""
    reports = count(len(loaded.reports), "report")
    return f"loaded {count(loaded.claims, 'claim')} from {reports}{before}{unread}\n"
