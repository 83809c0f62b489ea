"""Every command, as glue. What a command needs is imported in it: `habeas --help` answers at once."""

from __future__ import annotations

import json
import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple, TypedDict, TypeVar

import typer

from habeas import __version__
from habeas.errors import BadLexicon, HabeasError, LedgerFault, Unloadable, UnreadableReport, WrongUsage
from habeas.model import FIGURE, Matter, Review, Unit, is_group_tag
from habeas.options import (
    Again,
    AllowPrivate,
    AuthorityRoots,
    By,
    ByWhom,
    Claims,
    Copies,
    Files,
    Filters,
    Format,
    FormatOption,
    From,
    Home,
    Leaving,
    Named,
    NamedLexicon,
    NameOf,
    OwnLexicon,
    PasswordStdin,
    Reason,
    RoleGiven,
    Sources,
    StatedOptions,
    To,
    Undo,
    Whom,
    Why,
    day,
    folder,
    spread,
    web_base,
)
from habeas.publishing.exports.forms import Form
from habeas.reckoned import NameKind
from habeas.settings import named_lexicon, settings
from habeas.terminal import WIDTH, complain, one_line, say, say_lines, say_table, watched, width

if TYPE_CHECKING:
    from habeas.intake import Found, Passed, Stated
    from habeas.ledger import ClaimFilter, Ledger
    from habeas.lexicon import Lexicon
    from habeas.loading import Loaded
    from habeas.model import Claim, Reading, Report, Unread
    from habeas.pipeline import Desk, Failure, Outcome, Tally
    from habeas.publishing.holdings import Choice
    from habeas.publishing.known import RuleLine
    from habeas.reckoned import Days, Event, Reckoned, Testimony
    from habeas.scoring import GoldReport
    from habeas.settings import Settings

Step = TypeVar("Step")

INTERRUPTED: Final = 130
# The acts that the log tells of.
ACTS: Final = ("read", "decide", "assign", "opine", "arrive", "export", "stamp", "expunge", "user")
MOST_FAULTS: Final = 100

app = typer.Typer(
    name="habeas",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
lexicon_app = typer.Typer(rich_markup_mode=None)
app.add_typer(lexicon_app, name="lexicon")
decide_app = typer.Typer(rich_markup_mode=None)
app.add_typer(decide_app, name="decide")
user_app = typer.Typer(rich_markup_mode=None)
app.add_typer(user_app, name="user")


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


# --- the way in ---


@app.command()
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

    from habeas.pipeline import desk

    place = _fresh(home)
    with as_file(files("habeas") / "demo" / "reports") as reports, desk(settings(place, lexicon)) as here:
        tally = _take_in(_found([reports]), here, None)
        say(_brief(here, Filters(), _today()))
    say(f"\n{_summary(tally)}\n{_try_next(place)}")
    _exit_if(tally.failed)


@app.command()
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
    from habeas.pipeline import desk

    paths, addresses = parted(sources)
    found, given = _found(paths), stated.stated()
    _refuse_for_many(stated, found, addresses)
    with desk(settings(home, lexicon)) as here:
        asked = _asked(addresses, here, given, by=_by(by), allow_private=allow_private, again=again)
        tally = _take_in(found, here, given, asked, by=by)
    say(_summary(tally, what="report" if addresses else "file") + "\n")
    _exit_if(tally.failed)


@app.command()
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
    found, given = _found(paths), stated.stated()
    _refuse_for_many(stated, found)
    failed = 0
    for reading in read_each(found.files, load_lexicon(own=named_lexicon(lexicon)), stated=given):
        if isinstance(reading, Failure):
            failed += 1
            complain(reading.why)
        else:
            _print_reading(reading, unread=unread, why=why)
    _exit_if(failed)


@app.command()
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
    from habeas.loading import load as take
    from habeas.pipeline import desk

    def watch(steps: Iterable[Step], total: int, what: str) -> Iterator[Step]:
        return watched(steps, total=total, what=what)

    _refuse_absent(path)
    if is_archive(path):
        _restore(path, identity, settings(home))
        return
    if identity is not None:
        raise WrongUsage("--identity goes with an encrypted archive")
    with desk(settings(home, lexicon)) as here:
        try:
            loaded = take(path, here, by=_by(by), watch=watch)
        except Unloadable as error:
            _complain_of_each(error.faults)
            raise typer.Exit(error.exit_code) from None
        _reckon(here)
    say(_load_summary(loaded))


def _restore(path: Path, identity: Path | None, where: Settings) -> None:
    from habeas.archiving import restore
    from habeas.intake.archives import identities_in
    from habeas.publishing.phrases import count

    restored = restore(path, where, identities_in(identity) if identity is not None else ())
    say(f"restored {count(restored.reports, 'report')} into {where.home}; log ends with {restored.head}\n")
    for fault in restored.faults:
        say(one_line(f"as it was archived: {fault}"))
    _exit_if(len(restored.faults))


@app.command()
def reread(home: Home = None, lexicon: OwnLexicon = None) -> None:
    """Read all reports again with the present reader.

    The readings that are there stay; the new ones go beside them. An edited lexicon makes another reader.

    \b
    Example:
      habeas reread --home habeas-data
    """
    from habeas.pipeline import Tally, desk
    from habeas.pipeline import reread as read_again

    tally = Tally()
    with desk(settings(home, lexicon), create=False) as here:
        for outcome in watched(read_again(here), total=len(here.ledger.reports()), what="Reading again"):
            _note(outcome, tally)
        _reckon(here)
    say(_summary(tally, done="read again", known="read by this reader before") + "\n")
    _exit_if(tally.failed)


# --- what the ledger says ---


@app.command()
@spread
def claims(filters: Filters, home: Home = None, format_: FormatOption = Format.TABLE) -> None:
    """Print the claims of the ledger, as people decided on them.

    They are a machine reading, unchecked where no person has reviewed it. Those rejected are shown too, and
    say so. Filters look at the claims as they were read.

    \b
    Example:
      habeas claims --type transfer --place Hasakah --since 2026-01-01
    """
    from habeas.publishing.lines import claim_lines
    from habeas.publishing.tables import claims_table
    from habeas.reckoning.decided import reviewed

    with _ledger(home) as ledger:
        found = reviewed(ledger.claims(_chosen(ledger, filters)), ledger.decisions())
    if format_ is Format.JSONL:
        say_lines(claim_lines(found))
    else:
        say_table(claims_table(found, width=width()))


@app.command()
@spread
def unread(filters: Filters, home: Home = None, format_: FormatOption = Format.TABLE) -> None:
    """Print the figures about people in custody that weren't read.

    They have no type, place, group or speaker: those filters let all of them pass.

    \b
    Example:
      habeas unread --report 002.txt
    """
    from habeas.publishing.lines import unread_lines
    from habeas.publishing.tables import unread_table
    from habeas.reckoning.decided import looked_at

    with _ledger(home) as ledger:
        found = looked_at(ledger.unread(_chosen(ledger, filters)), ledger.decisions())
    if format_ is Format.JSONL:
        say_lines(unread_lines(found))
    else:
        say_table(unread_table(found, width=width()))


@app.command()
@spread
def events(filters: Filters, home: Home = None, format_: FormatOption = Format.TABLE) -> None:
    """Print the happenings that the claims tell of, each once, and why claims were joined or not.

    An event is printed whole where one of its claims passes the filters.

    \b
    Example:
      habeas events --type repatriation --place Tajikistan --format jsonl
    """
    from habeas.publishing.lines import event_lines
    from habeas.publishing.reckoned_tables import events_table

    with _desk(home) as here:
        found = _reckoned(here, filters)
    if format_ is Format.JSONL:
        say_lines(event_lines(found))
    else:
        say_table(events_table(found, width=width()))


@app.command()
@spread
def conflicts(filters: Filters, home: Home = None, format_: FormatOption = Format.TABLE) -> None:
    """Print the claims that can't all be true, and allegations with their denials.

    None of them is called wrong. A set is printed whole where one of its claims passes the filters.

    \b
    Example:
      habeas conflicts --place al-Hol
    """
    from habeas.publishing.lines import conflict_lines
    from habeas.publishing.reckoned_tables import conflicts_table

    with _desk(home) as here:
        found = _reckoned(here, filters)
    if format_ is Format.JSONL:
        say_lines(conflict_lines(found))
    else:
        say_table(conflicts_table(found, width=width()))


@app.command()
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
        _write_brief(home, filters, leaving, to, today or _today(), changes_since)
        return
    with _desk(home) as here:
        told = _brief if changes_since is None else partial(_changes, since=changes_since)
        say(told(here, filters, today or _today()))


# --- what people decide ---


@decide_app.callback(invoke_without_command=True)
def decide(
    context: typer.Context,
    home: Home = None,
    queued: Annotated[
        bool, typer.Option("--queued", help="List decisions that no claim of the newest readings fits.")
    ] = False,
) -> None:
    """Decide on claims, events, names and copies.

    What you decide is kept beside the machine's reading, with your name and reason, and can be taken back.

    \b
    Example:
      habeas decide reject c_1f2e --by Mira --why "the agency took it back"
    """
    from habeas import deciding
    from habeas.publishing.decided import queue_lines

    if context.invoked_subcommand is not None:
        if queued:
            raise WrongUsage(f"--queued lists decisions: leave out {context.invoked_subcommand}, or --queued")
        # A home named before the verb is the verb's; one that is named after it goes before.
        context.default_map = (
            {verb: {"home": home} for verb in (context.invoked_subcommand,)} if home else None
        )
        return
    if not queued:
        raise WrongUsage(
            "decide needs a word more: accept, reject, amend, unsure, … (habeas decide --help lists them)"
        )
    with _ledger(home) as ledger:
        waiting = deciding.queued(ledger)
    say("".join(map(one_line, queue_lines(waiting.decisions, waiting.rulings))))


@decide_app.command()
def accept(claims: Claims, by: By, why: Why, home: Home = None, lexicon: OwnLexicon = None) -> None:
    """Say that claims are as their reports have them, or as they were put right.

    \b
    Example:
      habeas decide accept c_1f2e c_90ab --by Mira --why "read the report"
    """
    _decide(claims, Review.ACCEPTED, (by, why), (home, lexicon))


@decide_app.command()
def reject(claims: Claims, by: By, why: Why, home: Home = None, lexicon: OwnLexicon = None) -> None:
    """Take claims out of all that is reckoned; they stay in the ledger and say that they are rejected.

    An unread figure (u_…) that is rejected holds no claim.

    \b
    Example:
      habeas decide reject c_1f2e --by Mira --why "it is of another camp"
    """
    _decide(claims, Review.REJECTED, (by, why), (home, lexicon))


@decide_app.command()
def unsure(claims: Claims, by: By, why: Why, home: Home = None, lexicon: OwnLexicon = None) -> None:
    """Say that you looked at claims and can't tell; they count as unchecked, and say so.

    \b
    Example:
      habeas decide unsure c_1f2e --by Mira --why "both are possible"
    """
    _decide(claims, Review.UNSURE, (by, why), (home, lexicon))


@decide_app.command()
def undo(claims: Claims, by: By, why: Why, home: Home = None, lexicon: OwnLexicon = None) -> None:
    """Take back what was decided on claims; they are unchecked again.

    \b
    Example:
      habeas decide undo c_1f2e --by Mira --why "I meant another claim"
    """
    _decide(claims, Review.UNCHECKED, (by, why), (home, lexicon))


@decide_app.command()
def amend(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="Its id, or the start of it.")],
    by: By,
    why: Why,
    slots: Annotated[
        list[str], typer.Option("--set", metavar="SLOT=WORDS", help="A slot, and words that the report has.")
    ],
    home: Home = None,
    lexicon: OwnLexicon = None,
) -> None:
    """Put slots of a claim right, in words that stand in its report; the claim keeps its id.

    Slots: place, origin, destination, actor, speaker; quantity, low, high, approx, unit; type, modality,
    measure, detail; group; when (words on time) and period (its days); stated_on. "none" empties one. What
    was put right before stays, unless it is set anew.

    \b
    Example:
      habeas decide amend c_1f2e --set place=al-Hol --by Mira --why misread
    """
    from habeas import deciding
    from habeas.pipeline import desk

    with desk(settings(home, lexicon), create=False) as here:
        amended = deciding.amend(here, claim, slots, deciding.Person.now(by, why))
    say(f"amended {amended}\n")


@decide_app.command()
def merge(
    claims: Claims, by: By, why: Why, undo: Undo = False, home: Home = None, lexicon: OwnLexicon = None
) -> None:
    """Say that claims, or events, are one event.

    \b
    Example:
      habeas decide merge c_1f2e c_90ab --by Mira --why "one convoy"
    """
    _rule(Matter.EVENT, claims, (by, why), (home, lexicon), together=None if undo else True)


@decide_app.command()
def split(
    claims: Claims, by: By, why: Why, undo: Undo = False, home: Home = None, lexicon: OwnLexicon = None
) -> None:
    """Say that claims, or events, are not one event; a claim beside its own event leaves it.

    \b
    Example:
      habeas decide split c_1f2e c_90ab --by Mira --why "a week apart"
    """
    _rule(Matter.EVENT, claims, (by, why), (home, lexicon), together=None if undo else False)


@decide_app.command()
def same(
    names: Named,
    by: By,
    why: Why,
    kind: NameOf = None,
    undo: Undo = False,
    home: Home = None,
    lexicon: OwnLexicon = None,
) -> None:
    """Say that names are of one place, or of one body.

    \b
    Example:
      habeas decide same al-Hol "Hol camp" --by Mira --why "the same camp"
    """
    _rule(Matter.NAME, names, (by, why), (home, lexicon), together=None if undo else True, kind=kind)


@decide_app.command("not-same")
def not_same(
    names: Named,
    by: By,
    why: Why,
    kind: NameOf = None,
    undo: Undo = False,
    home: Home = None,
    lexicon: OwnLexicon = None,
) -> None:
    """Say that names are not of one place, or of one body.

    \b
    Example:
      habeas decide not-same Orlan Orlane --by Mira --why "two towns"
    """
    _rule(Matter.NAME, names, (by, why), (home, lexicon), together=None if undo else False, kind=kind)


@decide_app.command()
def copy(
    reports: Copies, by: By, why: Why, undo: Undo = False, home: Home = None, lexicon: OwnLexicon = None
) -> None:
    """Say that reports copy one another, so that they are one voice.

    \b
    Example:
      habeas decide copy 002.txt 007.txt --by Mira --why "one agency's story"
    """
    _rule(Matter.FAMILY, reports, (by, why), (home, lexicon), together=None if undo else True)


@decide_app.command("not-copy")
def not_copy(
    reports: Copies, by: By, why: Why, undo: Undo = False, home: Home = None, lexicon: OwnLexicon = None
) -> None:
    """Say that reports do not copy one another.

    \b
    Example:
      habeas decide not-copy 002.txt 007.txt --by Mira --why "each was there"
    """
    _rule(Matter.FAMILY, reports, (by, why), (home, lexicon), together=None if undo else False)


@app.command()
def account(
    from_: From,
    to: To,
    place: Annotated[
        str | None, typer.Argument(metavar="[PLACE]", help="A place, by any of its names or its id.")
    ] = None,
    holder: Annotated[str | None, typer.Option(help="Who holds the people, by name or id.")] = None,
    group: Annotated[
        list[str] | None, typer.Option(help="A group tag: women, children, TJ …; may be given again.")
    ] = None,
    unit: Annotated[
        Unit, typer.Option(help="What is counted; persons and families never mix.")
    ] = Unit.PERSONS,
    conventions: Annotated[
        bool, typer.Option("--conventions", help="Let “dozens” and the like bind, as 24 or more.")
    ] = False,
    home: Home = None,
    lexicon: OwnLexicon = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Draw up the account of the people held in a place, or by a holder.

    Opening, in, out, closing, and what the reports leave uncovered: each the range that the claims allow.

    \b
    Example:
      habeas account al-Hol --from 2019 --to 2026 --group children
    """
    from habeas.pipeline import desk
    from habeas.publishing.accounts import account_lines, account_text
    from habeas.reckoned import NameKind
    from habeas.reckoning.accounts import account as drawn_up
    from habeas.reckoning.accounts.asking import asked_name

    days, tags = _account_days(from_, to), _group_tags(group or [])
    if place is None and holder is None:
        raise WrongUsage("an account is of a place, of a --holder, or of both: name one of them")
    with desk(settings(home, lexicon), create=False) as here:
        told, happened = _testimonies(here)
    words = here.lexicon
    where = None if place is None else asked_name(place, NameKind.PLACE, told, words)
    who = None if holder is None else asked_name(holder, NameKind.BODY, told, words)
    found = drawn_up(
        told,
        happened,
        place=None if where is None else where.id,
        holder=None if who is None else who.id,
        group=tags,
        days=days,
        unit=unit,
        conventions=conventions,
    )
    if format_ is Format.JSONL:
        say_lines(account_lines([found]))
    else:
        title = ", held by ".join(name.name for name in (where, who) if name is not None)
        title = f"held by {title}" if where is None else title
        say(account_text(found, title=title, unit=unit, width=width()))


@app.command()
def registers(
    place: Annotated[
        str | None,
        typer.Argument(metavar="[PLACE]", help="A place, by any of its names or its id; else all."),
    ] = None,
    home: Home = None,
    lexicon: OwnLexicon = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Set what reports tell of each place beside what an official register has to hold.

    The items are those of Article 17(3) of the Convention on enforced disappearance. How many claims speak to
    each; what nobody reports is worth asking the holder about.

    \b
    Example:
      habeas registers al-Hol
    """
    from habeas.pipeline import desk
    from habeas.publishing.registers import register_lines, registers_table
    from habeas.publishing.registers import registers as drawn_up
    from habeas.reckoned import NameKind
    from habeas.reckoning.accounts.asking import asked_name

    with desk(settings(home, lexicon), create=False) as here:
        told, _ = _testimonies(here)
    where = None if place is None else asked_name(place, NameKind.PLACE, told, here.lexicon)
    found = drawn_up(told, None if where is None else where.id)
    if format_ is Format.JSONL:
        say_lines(register_lines(found))
    else:
        say_table(registers_table(found))


# --- checks ---


@app.command("check")
def check_draft(
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help="A text of your own.")],
    home: Home = None,
    lexicon: OwnLexicon = None,
    published: Annotated[
        date | None, typer.Option(parser=day, metavar="YYYY-MM-DD", help="The day that the draft speaks of.")
    ] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Set each figure of a text of your own beside the ledger; nothing is kept.

    Says of each: supported, by which claims and voices, on which words, and whether a hedge got lost;
    contradicted; stale, where a newer figure exists; or not found. Exits with 1 unless all figures that
    were read are supported as they stand; those that weren't read are listed, to be checked by hand.

    \b
    Example:
      habeas check draft.docx
    """
    from habeas.drafts import check_draft as checked
    from habeas.intake import Stated
    from habeas.pipeline import desk
    from habeas.publishing.checked import finding_lines, findings_text
    from habeas.publishing.phrases import not_read

    stated = Stated(published=published) if published is not None else None
    with desk(settings(home, lexicon), create=False) as here:
        found = checked(draft, here, stated=stated)
    if format_ is Format.JSONL:
        say_lines(finding_lines(found.findings, found.unread))
    else:
        say(findings_text(found.findings, found.unread, width=width()))
    if foreign := not_read(found.report):
        complain(f"{found.report.name}: {foreign}")
    _exit_if(found.unsupported + bool(foreign))


@app.command()
def verify(
    bag: Annotated[
        Path | None, typer.Argument(metavar="[BAG]", help="A bag that somebody sent; else the home.")
    ] = None,
    head: Annotated[
        str | None, typer.Option("--head", metavar="HASH", help="An end of the log that was noted elsewhere.")
    ] = None,
    tsa_cert: AuthorityRoots = None,
    home: Home = None,
) -> None:
    """Recompute the hashes, words, digests, log and timestamps of a home, or of a bag.

    Prints what is not as it was stored, and exits with 1. With --head it also says whether the log still
    holds the line that it ended with once, and how many came since. A bag needs no home: it is checked on a
    machine that never saw its ledger.

    \b
    Example:
      habeas verify --home habeas-data
    """
    if bag is not None:
        _verify_bag(bag, head)
        return
    from habeas.custody import held
    from habeas.deciding import queued
    from habeas.publishing.phrases import count
    from habeas.stamping import check
    from habeas.stamping.timestamps import read_roots
    from habeas.vault import Vault

    roots, vault = read_roots(tsa_cert), Vault(settings(home).vault)
    with _ledger(home) as ledger:
        faults, notes, stored, length = ledger.verify(vault), [*vault.notes()], ledger.stored(), ledger.height
        erased = [] if faults else ledger.erasures()
        ends, waiting = ledger.log_head(), 0 if faults else len(queued(ledger))
        noted = None if head is None else held(ledger.log_lines(), head)
        stamps = [] if faults else check(ledger, roots=roots)
    if head is not None and noted is None:
        faults.append(f"log: no line of it has the hash {head.strip()}: it was cut off, or made anew")
    faults += [one.in_words for one in stamps if one.fault is not None]
    for fault in faults:
        say(one_line(fault))
    for note in notes:
        say(one_line(f"note: {note}"))
    _exit_if(len(faults))
    entries = f"{length:,} log {'entry' if length == 1 else 'entries'}"
    say(f"sound: {count(stored.reports, 'report')}, {count(stored.claims, 'claim')}, {entries}\n")
    if erased:
        told = Counter(erasure.matter.value for erasure in erased)
        say(f"{', '.join(count(number, matter) for matter, number in told.items())} erased (lawfully)\n")
    if waiting:
        say(f"note: {count(waiting, 'decision')} waiting for a person: habeas decide --queued\n")
    if noted is not None:
        came = count(noted.since, "line")
        say(f"the log has what you noted: line {noted.line.seq}, of {noted.line.at}; {came} came since\n")
    for stamp in stamps:
        say(one_line(stamp.in_words))
    if ends is not None:
        say(f"log ends with {ends}\n(note it elsewhere to see later that nothing was cut off)\n")


@app.command()
def log(
    action: Annotated[
        str | None, typer.Option(metavar="ACT", help=f"Only acts of one kind: {', '.join(ACTS)}.")
    ] = None,
    home: Home = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Print what was done to the ledger, by whom and when; of what left or was erased, also why.

    \b
    Example:
      habeas log --action export
    """
    from habeas.publishing.logged import log_lines, log_text

    if action is not None and action not in ACTS:
        raise WrongUsage(f"--action {action}: no act; one of {', '.join(ACTS)}")
    with _ledger(home) as ledger:
        found = [line for line in ledger.log_lines() if action in (None, line.action)]
        left, erased = ledger.departures(), ledger.erasures()
    if format_ is Format.JSONL:
        say_lines(log_lines(found, left, erased))
    else:
        say(log_text(found, left, erased, width=width()))


@app.command()
def stamp(
    tsa: Annotated[
        str | None, typer.Option("--tsa", metavar="URL", help="Ask the timestamp authority at this address.")
    ] = None,
    query: Annotated[
        Path | None, typer.Option(metavar="FILE.tsq", help="Write what to ask, for another machine to send.")
    ] = None,
    response: Annotated[
        Path | None, typer.Option(metavar="FILE.tsr", help="Take the answer that another machine got.")
    ] = None,
    tsa_cert: AuthorityRoots = None,
    by: ByWhom = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="The authority is in this machine's own network.")
    ] = False,
    home: Home = None,
) -> None:
    """Have an authority state that the log's end was there by now (RFC 3161).

    Only a hash leaves. The answer is checked and kept with the log, and verify checks it again. Without a
    network write the query into a file, let another machine send it, and bring the answer back.

    \b
    Example:
      habeas stamp --tsa https://tsa.example.org/tsr
    """
    from habeas.intake.fetching import post
    from habeas.stamping import Stamping, write_query
    from habeas.stamping.timestamps import QUERY_TYPE, read_roots

    if [tsa, query, response].count(None) != 2:
        raise WrongUsage("give one of --tsa, --query and --response")
    roots = read_roots(tsa_cert)
    with _ledger(home) as ledger:
        if query is not None:
            line = write_query(ledger, query)
            say(f"wrote what to ask of line {line.seq} to {query}; take the answer with --response\n")
            return
        if response is not None:
            said = Stamping(ledger, _by(by), roots).take_response(response)
        elif tsa is not None:
            send = partial(post, tsa, media_type=QUERY_TYPE, allow_private=allow_private)
            said = Stamping(ledger, _by(by), roots).ask(tsa, send)
    say(one_line(f"stamped by {said.authority} at {said.at:%Y-%m-%d %H:%M:%S} UTC: {said.hash}"))


def _verify_bag(bag: Path, head: str | None) -> None:
    from habeas.bag_checking import check_bag
    from habeas.publishing.phrases import count

    _refuse_absent(bag)
    found = check_bag(bag, head=head, limits=settings().limits)
    for fault in found.faults:
        say(one_line(fault))
    _exit_if(len(found.faults))
    logged = count(found.lines, "log line")
    masked = f" ({found.withheld:,} with words withheld, taken on their hash)" if found.withheld else ""
    say(f"sound: {count(found.reports, 'report')}, {count(found.claims, 'claim')}, {logged}{masked}\n")
    if found.after is not None:
        say(f"the log has this head at {found.asked_at}; {count(found.after, 'line')} came after it\n")
    elif head is not None:
        say("this is the very bag that was noted\n")
    else:
        say(f"log ends with {found.head}; the bag's own hash is {found.seal}\n")
        say("(a bag can be written anew whole: give one of these as it was noted elsewhere with --head)\n")


@app.command()
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
    from habeas.pipeline import desk

    what = wanted(report, name, also or [])
    order = Order(by=by, why=reason, with_container=with_container)
    with desk(settings(home, lexicon), create=False) as here:
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
    _exit_if(done is not None and done.why_not is not None)


# --- what leaves ---


@app.command()
@spread
def export(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder; of an archive, a new file.")],
    filters: Filters,
    reason: Reason,
    format_: Annotated[
        list[Form], typer.Option("--format", metavar="FORMAT", help=f"One or more of {', '.join(Form)}.")
    ],
    by: ByWhom = None,
    include_names: Annotated[
        bool,
        typer.Option(
            "--include-names", help="Leave names of adults in; those of minors, or of unknown age, never."
        ),
    ] = False,
    include_sexual_violence: Annotated[
        bool, typer.Option("--include-sexual-violence", help="Leave claims of sexual violence in.")
    ] = False,
    base_url: Annotated[
        str,
        typer.Option(
            parser=web_base,
            metavar="URL",
            help="Where your readers find the web application, for links to it.",
        ),
    ] = "",
    encrypt_to: Annotated[
        list[str] | None,
        typer.Option("--encrypt-to", metavar="KEY", help="Who alone can open the archive: age1…, ssh-…"),
    ] = None,
    home: Home = None,
    lexicon: OwnLexicon = None,
) -> None:
    """Write claims, events and what else the ledger says into files for others.

    Names of private persons are masked, claims of sexual violence withheld, unless you choose otherwise;
    docs/clearance.md says what leaves, docs/exports.md what each format is for. Filters look at claims; an
    event comes whole, an allegation with its answer. The log keeps who exported what, when and why.

    \b
    Example:
      habeas export for-print --format csv --reason "the yearly report"
    """
    from habeas.exporting import Wanted
    from habeas.exporting import export as let_out
    from habeas.pipeline import desk
    from habeas.publishing.holdings import Choice
    from habeas.publishing.phrases import count

    choice = Choice(include_names, include_sexual_violence, by=_by(by), why=reason)
    if Form.ARCHIVE in format_:
        _archive(target, format_, filters, choice, encrypt_to or (), settings(home, lexicon))
        return
    if encrypt_to:
        raise WrongUsage("--encrypt-to goes with --format archive")
    with desk(settings(home, lexicon), create=False) as here:
        _chosen(here.ledger, filters)
        wanted = Wanted(filters.claim_filter(), filters.in_words(), base_url)
        left = let_out(here, target, [*dict.fromkeys(format_)], wanted, choice)
    if Form.BAG in format_:
        from habeas.publishing.exports.bag import contents

        say(f"the bag's own hash is {contents(target)}: note it, or send it by another way than the bag\n")
    held = left.holdings
    say(
        f"exported {count(len(held.claims), 'claim')} from {count(len(held.reports), 'report')} to {target}\n"
    )
    for what, number in left.withheld.items():
        say(f"note: {number:,} {what}\n")


def _archive(
    target: Path,
    forms: Sequence[Form],
    filters: Filters,
    choice: Choice,
    keys: Sequence[str],
    where: Settings,
) -> None:
    from habeas.archiving import archive
    from habeas.pipeline import desk
    from habeas.publishing.exports.archive import recipients_of
    from habeas.publishing.phrases import count

    if len(set(forms)) > 1 or filters.in_words():
        raise WrongUsage("an archive holds everything, in one file: no filters, no other format beside it")
    recipients = recipients_of(keys)
    with desk(where, create=False) as here:
        made = archive(here, target, choice, recipients)
    say(f"archived {count(made.files, 'file')} in {target}; its SHA-256 is {made.sha256}\n")
    if not recipients:
        say("note: whoever has this file can read all of it, unless it is encrypted (--encrypt-to)\n")


# --- the browser ---


@app.command()
def serve(
    home: Home = None,
    lexicon: OwnLexicon = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="PORT", min=0, max=65535, help="The port; 0: any free one.")
    ] = 8765,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Your name beside your decisions; else the system's.")
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name under which readers come, such as ledger.example.org."),
    ] = None,
    tls_in_front: Annotated[
        bool, typer.Option("--tls-in-front", help="A proxy before it does TLS, and says who comes.")
    ] = False,
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Do TLS with this certificate (PEM).")
    ] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="The certificate's key (PEM).")] = None,
    without_tls: Annotated[
        bool, typer.Option("--without-tls", help="Serve others in the clear: the network is encrypted.")
    ] = False,
    workers: Annotated[
        int, typer.Option(min=1, metavar="N", help="How many processes read what is added, at most.")
    ] = 1,
) -> None:
    """Read, check and decide in a browser.

    Without users it serves this machine alone, and lets one browser in, with the address that it prints. To
    serve others add users first (habeas user add); docs/web.md tells how.

    \b
    Example:
      habeas serve --home habeas-data
    """
    from habeas.web.serving import Asked
    from habeas.web.serving import serve as serve_home

    asked = Asked(
        host=host,
        port=port,
        allowed=tuple(allow_host or ()),
        by=by,
        tls_in_front=tls_in_front,
        without_tls=without_tls,
        certificate=certificate,
        key=key,
        workers=workers,
    )
    serve_home(settings(home, lexicon), asked, lambda words: say(f"{words}\n"))


@user_app.callback()
def user_group() -> None:
    """Say who may sign in where habeas serves others.

    \b
    Example:
      habeas user add "Mira Toll" --role reviewer
    """


@user_app.command("add")
def user_add(
    name: Whom,
    role: Annotated[RoleGiven, typer.Option(help="What they may do.")] = RoleGiven.VIEWER,
    by: ByWhom = None,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Add a user. Their name stands beside all that they decide.

    A viewer reads; a reviewer decides and adds reports too; an admin sees who opened what, and lets others
    in or out. The password is asked for, or taken from standard input; it is never an option.

    \b
    Example:
      habeas user add "Mira Toll" --role reviewer
    """
    from habeas.ledger import Ledger
    from habeas.ledger.users import Role
    from habeas.signing.people import add_user, refuse_odd

    refuse_odd(name)
    with Ledger.open(settings(home)) as ledger:
        add_user(ledger, name, Role[role.name], _password(stdin=password_stdin), by=_by(by))
    say(one_line(f"added {name}, {role}"))


@user_app.command("list")
def user_list(home: Home = None) -> None:
    """Print who may sign in, and what was last changed about them.

    \b
    Example:
      habeas user list
    """
    with _ledger(home) as ledger:
        for user in ledger.users.all():
            what = "disabled" if user.disabled else user.role.word
            changed = f"{user.change} by {user.by}, {user.at:%Y-%m-%d %H:%M} UTC"
            say(one_line(f"{user.name}: {what} ({changed})"))


@user_app.command("disable")
def user_disable(name: Whom, by: ByWhom = None, home: Home = None) -> None:
    """Let a user in no more, and end their sessions. What they decided stays.

    \b
    Example:
      habeas user disable "Mira Toll"
    """
    with _ledger(home) as ledger:
        say(one_line(f"disabled {ledger.users.disable(name, by=_by(by)).name}"))


@user_app.command("enable")
def user_enable(name: Whom, by: ByWhom = None, home: Home = None) -> None:
    """Let a user in again who was disabled.

    \b
    Example:
      habeas user enable "Mira Toll"
    """
    with _ledger(home) as ledger:
        user = ledger.users.enable(name, by=_by(by))
        say(one_line(f"enabled {user.name}, {user.role.word}"))


@user_app.command("role")
def user_role(
    name: Whom,
    role: Annotated[RoleGiven, typer.Argument(metavar="ROLE", help="viewer, reviewer or admin.")],
    by: ByWhom = None,
    home: Home = None,
) -> None:
    """Give a user another role, from their next click on.

    \b
    Example:
      habeas user role "Mira Toll" admin
    """
    from habeas.ledger.users import Role

    with _ledger(home) as ledger:
        user = ledger.users.set_role(name, Role[role.name], by=_by(by))
        say(one_line(f"{user.name} is now {user.role.word}"))


@user_app.command("password")
def user_password(
    name: Whom,
    by: ByWhom = None,
    password_stdin: PasswordStdin = False,
    drop_codes: Annotated[
        bool, typer.Option("--drop-codes", help="Ask them for no one-time codes: their phone is lost.")
    ] = False,
    home: Home = None,
) -> None:
    """Give a user another password, and end their sessions.

    \b
    Example:
      habeas user password "Mira Toll"
    """
    from habeas.signing.people import give_password

    with _ledger(home) as ledger:
        user = ledger.users.known(name)
        give_password(ledger, user.name, _password(stdin=password_stdin), by=_by(by))
        if drop_codes:
            ledger.users.set_codes(user.name, None, (), by=_by(by))
    say(one_line(f"{user.name} has a new password, and is signed out everywhere"))


@app.command()
def score(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of annotated reports, one JSON each.")],
    texts: Annotated[Path | None, typer.Option(help="Folder of their texts; else GOLD.")] = None,
    floors: Annotated[Path | None, typer.Option(help="Exit 1 where a floor in this file is missed.")] = None,
    set_floors: Annotated[
        bool, typer.Option("--set-floors", help="Write these figures to --floors.")
    ] = False,
    lower: Annotated[bool, typer.Option("--lower", help="Let --set-floors lower a floor.")] = False,
    errors: Annotated[int, typer.Option(min=0, help="List so many disagreements.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")] = False,
    lexicon: NamedLexicon = None,
) -> None:
    """Read annotated reports and say how well they are read.

    \b
    Example:
      habeas score gold/ --floors floors.json --errors 20
    """
    from habeas import scoring
    from habeas.lexicon import load_lexicon

    if floors is None and (set_floors or lower):
        raise WrongUsage("--set-floors and --lower need --floors FILE, the file that holds them")
    if lower and not set_floors:
        raise WrongUsage("--lower lets --set-floors lower a floor: give both, or neither")
    annotated, words = scoring.load_gold(gold), load_lexicon(own=named_lexicon(lexicon))
    found = scoring.score(zip(annotated, _readings(annotated, texts or gold, words), strict=True))
    say(json.dumps(found.overview()) + "\n" if as_json else scoring.summary(found))
    for disagreement in found.disagreements[:errors]:
        say(one_line(disagreement))
    if floors is not None:
        corpus = scoring.corpus_digest(gold, texts or gold)
        if set_floors:
            for change in scoring.set_floors(floors, found, corpus, lower=lower):
                complain(f"accepted by --lower: {change}")
        else:
            scoring.hold_floors(floors, found, corpus)


@lexicon_app.callback()
def lexicon_group() -> None:
    """What the reader knows of words, places and actors.

    \b
    Example:
      habeas lexicon check
    """


@lexicon_app.command()
def check(home: Home = None, lexicon: OwnLexicon = None) -> None:
    """Check every file of the lexicon, one's own among them.

    Prints all faults, each with file and line, and exits with 1.

    \b
    Example:
      habeas lexicon check --lexicon my-lexicon
    """
    from habeas.lexicon import load_lexicon
    from habeas.lexicon.lookup import every_entry
    from habeas.publishing.known import own_summary

    own = settings(home, lexicon).own_lexicon
    try:
        words = load_lexicon(own=own)
    except BadLexicon as error:
        for fault in error.faults:
            complain(fault)
        raise typer.Exit(error.exit_code) from None
    counts = (
        f"{len(found)} {what}"
        for what, found in (
            ("places", words.places),
            ("actors", words.actors),
            ("countries", words.countries),
            ("triggers", words.triggers),
        )
    )
    say(f"sound: {', '.join(counts)}\n")
    if own is not None:
        say(own_summary(every_entry(words.language, own)) or one_line(f"{own}: adds nothing yet"))


@lexicon_app.command()
def show(
    word: Annotated[
        str | None, typer.Argument(metavar="[WORD]", help="A word, a name, an id, or a rule's name.")
    ] = None,
    home: Home = None,
    lexicon: OwnLexicon = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what the reader knows: of one word, or its files and rules.

    Case and accents make no difference. Where nothing is known, near spellings are named; exit code 1.

    \b
    Example:
      habeas lexicon show "al-Hol"
    """
    from habeas.lexicon import load_lexicon
    from habeas.lexicon.lookup import every_entry, look_up, near
    from habeas.publishing import known as told

    own = settings(home, lexicon).own_lexicon
    words = load_lexicon(own=own)
    entries, rules = every_entry(words.language, own), _rules()
    if word is None:
        if format_ is Format.TABLE:
            say(told.overview_text(entries, rules, width=width()))
        else:
            say_lines(told.overview_lines(entries, rules))
        return
    found, meant = look_up(word, words, entries), [rule for rule in rules if rule.is_called(word)]
    if not (found.entries or found.names or meant):
        like = near(word, words, entries, (rule.name for rule in rules))
        hint = f"near to it: {', '.join(like)}" if like else "docs/lexicon.md says how to add it"
        raise HabeasError(f"the lexicon knows nothing of '{word}'; {hint}")
    if format_ is Format.TABLE:
        say(told.known_text(found, meant, word, words, width=width()))
    else:
        say_lines(told.known_lines(found, meant, words))


# --- what the commands share ---


def _decide(
    words: Sequence[str], verdict: Review, person: tuple[str, str], where: tuple[Path | None, Path | None]
) -> None:
    from habeas import deciding
    from habeas.pipeline import desk
    from habeas.publishing.phrases import count

    with desk(settings(*where), create=False) as here:
        done = deciding.decide(here, words, verdict, deciding.Person.now(*person))
    verbs = {Review.UNCHECKED: "taken back what was decided on", Review.UNSURE: "left unsure"}
    said = verbs.get(verdict, verdict.value)
    what = "figure" if done[0].startswith(FIGURE) else "claim"
    say(f"{said} {count(len(done), what)}: {', '.join(done)}\n")


def _rule(
    matter: Matter,
    words: Sequence[str],
    person: tuple[str, str],
    where: tuple[Path | None, Path | None],
    *,
    together: bool | None,
    kind: NameKind | None = None,
) -> None:
    from habeas import deciding
    from habeas.pipeline import desk
    from habeas.publishing.phrases import count

    signed = deciding.Person.now(*person)
    with desk(settings(*where), create=False) as here:
        number = deciding.rule(here, deciding.Things(matter, words, kind), signed, together=together)
    what = {Matter.EVENT: "one event", Matter.NAME: "one name", Matter.FAMILY: "copies"}[matter]
    said = {True: f"kept: {what}", False: f"kept: not {what}", None: "taken back"}[together]
    say(f"{said} ({count(number, 'pair')})\n")


def _reckon(here: Desk) -> None:
    from habeas.kept import reckon

    reckon(here)


def _rules() -> list[RuleLine]:
    from habeas.publishing.known import RuleLine
    from habeas.reading.catalogue import rules

    return [
        RuleLine(
            rule.name,
            rule.gist,
            rule.doc,
            tuple((name, one.share, one.right, one.judged) for name, one in rule.judged.items()),
        )
        for rule in rules()
    ]


@contextmanager
def _ledger(home: Path | None) -> Iterator[Ledger]:
    """The ledger of a home, which must be there."""
    from habeas.ledger import Ledger

    with Ledger.open(settings(home), create=False) as ledger:
        yield ledger


@contextmanager
def _desk(home: Path | None) -> Iterator[Desk]:
    """The desk of a home, which must be there."""
    from habeas.pipeline import desk

    with desk(settings(home), create=False) as here:
        yield here


def _found(paths: Sequence[Path]) -> Found:
    from habeas.intake import find_files

    return find_files(paths)


def _refuse_absent(path: Path) -> None:
    """Before a home is made for what isn't there."""
    if not path.exists():
        from habeas.intake.files import printable

        raise UnreadableReport(printable(str(path)), "isn't there", "check the path")


def _complain_of_each(faults: Sequence[str]) -> None:
    """Every fault, but no more than anybody would read."""
    for fault in faults[:MOST_FAULTS]:
        complain(fault)
    if (more := len(faults) - MOST_FAULTS) > 0:
        complain(f"and {more:,} more")
    complain("nothing was loaded")


def _refuse_for_many(stated: StatedOptions, found: Found, addresses: Sequence[str] = ()) -> None:
    many, containers = len(found.files) + len(addresses), found.containers
    for option, value in (("--url", stated.url), ("--title", stated.title)):
        if value is not None and many > 1:
            raise WrongUsage(f"{option} is that of one report, and these are {many} files: add it alone")
        if value is not None and containers:
            raise WrongUsage(f"{option} is that of one report, and {containers[0]} can hold many")


class _Asked(NamedTuple):
    """Addresses, and what becomes of each as it is fetched; of a feed, of each report that it leads to."""

    many: int
    outcomes: Iterable[Outcome | Failure]


_NOT_ASKED: Final = _Asked(0, ())


def _asked(
    addresses: Sequence[str], desk: Desk, stated: Stated | None, *, by: str, allow_private: bool, again: bool
) -> _Asked:
    from habeas.capturing import Asking, capture_each
    from habeas.intake import Stated
    from habeas.intake.fetching import Fetcher

    fetcher = Fetcher(desk.settings.fetching, allow_private=allow_private)
    asking = Asking(fetcher, by, stated or Stated(), again)
    return _Asked(len(addresses), capture_each(addresses, desk, asking))


def _take_in(
    found: Found, desk: Desk, stated: Stated | None, asked: _Asked = _NOT_ASKED, *, by: str | None = None
) -> Tally:
    """Process files and addresses; an interruption says what is done, and that nothing of it is lost."""
    from habeas.pipeline import Tally
    from habeas.publishing.phrases import count
    from habeas.unpacking import process_each

    tally = Tally(skipped=found.skipped)
    # How many reports a container holds is known once it is taken apart.
    total = None if found.containers else len(found.files) + asked.many
    outcomes = chain(process_each(found.files, desk, by=_by(by), stated=stated), asked.outcomes)
    try:
        for outcome in watched(outcomes, total=total, what="Reading"):
            _note(outcome, tally)
        _reckon(desk)
    except KeyboardInterrupt:
        of_all = (
            f"{count(tally.done, 'report')}"
            if total is None
            else f"{tally.done} of {total} {'reports' if asked.many else 'files'}"
        )
        complain(
            f"stopped after {of_all}; what was added stays: {_summary(tally)}. The same add goes on from here"
        )
        raise typer.Exit(INTERRUPTED) from None
    return tally


def _note(outcome: Outcome | Failure | Passed, tally: Tally) -> None:
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


def _print_reading(reading: Reading, *, unread: bool, why: bool) -> None:
    from habeas.publishing.lines import claim_lines, reasons, unread_lines
    from habeas.publishing.phrases import not_read

    if not why and (foreign := not_read(reading.report)):
        complain(f"{reading.report.name}: {foreign}")
    if why:
        say(reasons(reading))
    else:
        say_lines(unread_lines(reading.unread) if unread else claim_lines(reading.claims))


def _readings(annotated: Sequence[GoldReport], texts: Path, words: Lexicon) -> Iterator[Reading]:
    from habeas.intake import Stated
    from habeas.pipeline import read_file

    for gold in watched(annotated, total=len(annotated), what="Reading"):
        # The annotators knew the day of publication, whether the text says it or not.
        yield read_file(texts / gold.document, words, stated=Stated(published=gold.published))


def _brief(here: Desk, filters: Filters, today: date) -> str:
    from habeas.kept import reckoned
    from habeas.publishing.brief import brief as told

    return told(*_found_in(here, filters), reckoned(here), today=today, **_page(here, filters))


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
    choice = Choice(names, violence, by=_by(leaving.by), why=reason)
    told = Told(today, leaving.title or "", changes_since)
    with _desk(home) as here:
        wanted = Wanted(_chosen(here.ledger, filters), filters.in_words())
        left = write_brief(here, Target(path, bool(leaving.replace)), told, wanted, choice)
    held = left.holdings
    say(f"wrote {path}: {count(len(held.claims), 'claim')}, {count(len(held.unread), 'figure')} unread\n")
    for what, number in left.withheld.items():
        say(f"note: {number:,} {what}\n")


def _changes(here: Desk, filters: Filters, today: date, *, since: date) -> str:
    from habeas.kept import reckoned
    from habeas.publishing.brief import Since, changes
    from habeas.reckoning.families import family_of
    from habeas.reckoning.voices import voices

    made, known = reckoned(here), Since(since, here.ledger.added())
    voices_of = partial(voices, family_of=family_of(made.families))
    found = _found_in(here, filters)
    return changes(*found, made, since=known, voices_of=voices_of, today=today, **_page(here, filters))


def _found_in(here: Desk, filters: Filters) -> tuple[list[Claim], list[Unread], list[Report]]:
    """The claims that pass the filters, as decided on, the unread figures that do, and all reports."""
    from habeas.reckoning.decided import looked_at, reviewed

    ledger, chosen = here.ledger, _chosen(here.ledger, filters)
    decisions = ledger.decisions()
    claims = reviewed(ledger.claims(chosen), decisions)
    return claims, looked_at(ledger.unread(chosen), decisions), ledger.reports()


class _Page(TypedDict):
    width: int
    fitting: tuple[str, ...]
    states: dict[str, str]


def _page(here: Desk, filters: Filters) -> _Page:
    from habeas.lexicon.gazetteer import states

    return {"width": min(width(), WIDTH), "fitting": filters.in_words(), "states": states(here.lexicon)}


def _reckoned(here: Desk, filters: Filters) -> Reckoned:
    """The events and conflicts that a claim which passes the filters is in, each whole."""
    from habeas.kept import reckoned

    wanted = {claim.id for claim in here.ledger.claims(_chosen(here.ledger, filters))}
    return reckoned(here, filters.claim_filter()).about(wanted)


def _testimonies(here: Desk) -> tuple[list[Testimony], list[Event]]:
    """The claims of a home as reckoning sees them, and the happenings that they tell of."""
    from habeas.kept import reckoned

    found = reckoned(here)
    return [*found.testimonies.values()], [*found.events]


def _account_days(first: date, last: date) -> Days:
    from habeas.reckoned import Days

    if last < first:
        raise WrongUsage(f"--to {last} comes before --from {first}: swap them")
    return Days(first, last)


def _group_tags(tags: Sequence[str]) -> frozenset[str]:
    found = frozenset(tag for one in tags for tag in one.replace(",", " ").split())
    if strange := sorted(tag for tag in found if not is_group_tag(tag)):
        raise WrongUsage(f"--group {strange[0]}: no group; women, children, fighters, foreigners, TJ … are")
    return found


def _chosen(ledger: Ledger, filters: Filters) -> ClaimFilter:
    """What was asked for; a report that isn't there is an error, not an answer without claims."""
    if filters.report is not None and not ledger.knows(filters.report):
        raise LedgerFault(f"--report {filters.report}: the ledger has no such report; habeas brief lists all")
    return filters.claim_filter()


def _today() -> date:
    return datetime.now(UTC).date()


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


def _password(*, stdin: bool) -> str:
    """A password, from a prompt (twice) or the first line of standard input."""
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True)
    return asked


def _confirm(question: str, *, yes: bool) -> None:
    """Ask before what can't be undone. Raises WrongUsage where nobody is there to be asked."""
    if yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise WrongUsage("--yes: nobody is here to be asked; give it to go ahead. Nothing was erased")
    if not typer.confirm(question, err=True):
        raise HabeasError("nothing was erased")


def _by(given: str | None) -> str:
    """Who does it: the name that was given, else the one that this machine knows."""
    from habeas.signing.people import own_name

    return given or own_name()


# --- words and streams ---


def _summary(tally: Tally, *, what: str = "file", done: str = "added", known: str = "there already") -> str:
    from habeas.publishing.phrases import count

    before = f" ({tally.known} {'was' if tally.known == 1 else 'were'} {known})" if tally.known else ""
    said = f"{done} {count(tally.new, 'report')}{before}: {count(tally.claims, 'claim')}"
    said += f", {count(tally.unread, 'figure')} unread"
    said += _not_read(tally)
    failed = f"; {count(tally.failed, what)} could not be read" if tally.failed else ""
    return said + failed + (f"; {tally.skipped} of unknown kinds skipped" if tally.skipped else "")


def _load_summary(loaded: Loaded) -> str:
    from habeas.publishing.phrases import count

    before = (
        f" ({loaded.known:,} {'was' if loaded.known == 1 else 'were'} there already)" if loaded.known else ""
    )
    unread = f", {count(loaded.unread, 'figure')} unread" if loaded.unread else ""
    reports = count(len(loaded.reports), "report")
    return f"loaded {count(loaded.claims, 'claim')} from {reports}{before}{unread}\n"


def _not_read(tally: Tally) -> str:
    from habeas.publishing.phrases import language

    found = [f"{number} in {language(code)}" for code, number in sorted(tally.languages.items())]
    return f"; not read: {', '.join(found)}" if found else ""


def _exit_if(faults: int) -> None:
    if faults:
        raise typer.Exit(1)


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
