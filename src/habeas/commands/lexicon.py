"""What the reader knows of words, places and actors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from habeas.commands.options import Format, FormatOption, Home, OwnLexicon
from habeas.commands.terminal import complain, one_line, say, say_lines, width
from habeas.errors import BadLexicon, HabeasError
from habeas.settings import settings

if TYPE_CHECKING:
    from habeas.publishing.known import RuleLine

app = typer.Typer(rich_markup_mode=None)


@app.callback()
def lexicon_group() -> None:
    """What the reader knows of words, places and actors.

    \b
    Example:
      habeas lexicon check
    """


@app.command()
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


@app.command()
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
