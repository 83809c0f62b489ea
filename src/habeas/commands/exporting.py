"""What leaves as files for others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from habeas.commands.opening import chosen, desk_of, who
from habeas.commands.options import ByWhom, Filters, Home, OwnLexicon, Reason, spread, web_base
from habeas.commands.terminal import say
from habeas.errors import WrongUsage
from habeas.publishing.exports.forms import Form

if TYPE_CHECKING:
    from habeas.publishing.holdings import Choice


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
    from habeas.publishing.holdings import Choice
    from habeas.publishing.phrases import count

    choice = Choice(include_names, include_sexual_violence, by=who(by), why=reason)
    if Form.ARCHIVE in format_:
        _archive(target, format_, filters, choice, encrypt_to or (), (home, lexicon))
        return
    if encrypt_to:
        raise WrongUsage("--encrypt-to goes with --format archive")
    with desk_of(home, lexicon) as here:
        chosen(here.ledger, filters)
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
    where: tuple[Path | None, Path | None],
) -> None:
    from habeas.archiving import archive
    from habeas.publishing.exports.archive import recipients_of
    from habeas.publishing.phrases import count

    if len(set(forms)) > 1 or filters.in_words():
        raise WrongUsage("an archive holds everything, in one file: no filters, no other format beside it")
    recipients = recipients_of(keys)
    with desk_of(*where) as here:
        made = archive(here, target, choice, recipients)
    say(f"archived {count(made.files, 'file')} in {target}; its SHA-256 is {made.sha256}\n")
    if not recipients:
        say("note: whoever has this file can read all of it, unless it is encrypted (--encrypt-to)\n")
