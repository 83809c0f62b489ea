"""What the ledger says: claims, unread figures, events, conflicts, and of a draft's figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from habeas.commands.opening import chosen, desk_of, ledger_of
from habeas.commands.options import Filters, Format, FormatOption, Home, OwnLexicon, day, spread
from habeas.commands.terminal import complain, exit_if, say, say_lines, say_table, width

if TYPE_CHECKING:
    from habeas.pipeline import Desk
    from habeas.reckoned import Reckoned


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

    with ledger_of(home) as ledger:
        found = reviewed(ledger.claims(chosen(ledger, filters)), ledger.decisions())
    if format_ is Format.JSONL:
        say_lines(claim_lines(found))
    else:
        say_table(claims_table(found, width=width()))


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

    with ledger_of(home) as ledger:
        found = looked_at(ledger.unread(chosen(ledger, filters)), ledger.decisions())
    if format_ is Format.JSONL:
        say_lines(unread_lines(found))
    else:
        say_table(unread_table(found, width=width()))


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

    with desk_of(home) as here:
        found = _reckoned(here, filters)
    if format_ is Format.JSONL:
        say_lines(event_lines(found))
    else:
        say_table(events_table(found, width=width()))


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

    with desk_of(home) as here:
        found = _reckoned(here, filters)
    if format_ is Format.JSONL:
        say_lines(conflict_lines(found))
    else:
        say_table(conflicts_table(found, width=width()))


def check(
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
    from habeas.drafts import check_draft
    from habeas.intake import Stated
    from habeas.publishing.checked import finding_lines, findings_text
    from habeas.publishing.phrases import not_read

    stated = Stated(published=published) if published is not None else None
    with desk_of(home, lexicon) as here:
        found = check_draft(draft, here, stated=stated)
    if format_ is Format.JSONL:
        say_lines(finding_lines(found.findings, found.unread))
    else:
        say(findings_text(found.findings, found.unread, width=width()))
    if foreign := not_read(found.report):
        complain(f"{found.report.name}: {foreign}")
    exit_if(found.unsupported + bool(foreign))


def _reckoned(here: Desk, filters: Filters) -> Reckoned:
    """The events and conflicts that a claim which passes the filters is in, each whole."""
    from habeas.kept import reckoned

    wanted = {claim.id for claim in here.ledger.claims(chosen(here.ledger, filters))}
    return reckoned(here, filters.claim_filter()).about(wanted)
