"""What the claims add up to: accounts, and what registers have to hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from habeas.commands.opening import desk_of
from habeas.commands.options import Format, FormatOption, From, Home, OwnLexicon, To
from habeas.commands.terminal import say, say_lines, say_table, width
from habeas.errors import WrongUsage
from habeas.model import Unit, is_group_tag

if TYPE_CHECKING:
    from habeas.pipeline import Desk
    from habeas.reckoned import Days, Event, Testimony


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
    from habeas.publishing.accounts import account_lines, account_text
    from habeas.reckoned import NameKind
    from habeas.reckoning.accounts import account as drawn_up
    from habeas.reckoning.accounts.asking import asked_name

    days, tags = _account_days(from_, to), _group_tags(group or [])
    if place is None and holder is None:
        raise WrongUsage("an account is of a place, of a --holder, or of both: name one of them")
    with desk_of(home, lexicon) as here:
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
    from habeas.publishing.registers import register_lines, registers_table
    from habeas.publishing.registers import registers as drawn_up
    from habeas.reckoned import NameKind
    from habeas.reckoning.accounts.asking import asked_name

    with desk_of(home, lexicon) as here:
        told, _ = _testimonies(here)
    where = None if place is None else asked_name(place, NameKind.PLACE, told, here.lexicon)
    found = drawn_up(told, None if where is None else where.id)
    if format_ is Format.JSONL:
        say_lines(register_lines(found))
    else:
        say_table(registers_table(found))


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
