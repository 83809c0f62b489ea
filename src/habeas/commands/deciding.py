"""What people decide on claims, events, names and copies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from habeas.commands.opening import desk_of, ledger_of
from habeas.commands.options import By, Claims, Copies, Home, Named, NameOf, OwnLexicon, Undo, Why
from habeas.commands.terminal import one_line, say
from habeas.errors import WrongUsage
from habeas.model import FIGURE, Matter, Review
from habeas.reckoned import NameKind

app = typer.Typer(rich_markup_mode=None)


@app.callback(invoke_without_command=True)
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
    with ledger_of(home) as ledger:
        waiting = deciding.queued(ledger)
    say("".join(map(one_line, queue_lines(waiting.decisions, waiting.rulings))))


@app.command()
def accept(claims: Claims, by: By, why: Why, home: Home = None, lexicon: OwnLexicon = None) -> None:
    """Say that claims are as their reports have them, or as they were put right.

    \b
    Example:
      habeas decide accept c_1f2e c_90ab --by Mira --why "read the report"
    """
    _decide(claims, Review.ACCEPTED, (by, why), (home, lexicon))


@app.command()
def reject(claims: Claims, by: By, why: Why, home: Home = None, lexicon: OwnLexicon = None) -> None:
    """Take claims out of all that is reckoned; they stay in the ledger and say that they are rejected.

    An unread figure (u_…) that is rejected holds no claim.

    \b
    Example:
      habeas decide reject c_1f2e --by Mira --why "it is of another camp"
    """
    _decide(claims, Review.REJECTED, (by, why), (home, lexicon))


@app.command()
def unsure(claims: Claims, by: By, why: Why, home: Home = None, lexicon: OwnLexicon = None) -> None:
    """Say that you looked at claims and can't tell; they count as unchecked, and say so.

    \b
    Example:
      habeas decide unsure c_1f2e --by Mira --why "both are possible"
    """
    _decide(claims, Review.UNSURE, (by, why), (home, lexicon))


@app.command()
def undo(claims: Claims, by: By, why: Why, home: Home = None, lexicon: OwnLexicon = None) -> None:
    """Take back what was decided on claims; they are unchecked again.

    \b
    Example:
      habeas decide undo c_1f2e --by Mira --why "I meant another claim"
    """
    _decide(claims, Review.UNCHECKED, (by, why), (home, lexicon))


@app.command()
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

    with desk_of(home, lexicon) as here:
        amended = deciding.amend(here, claim, slots, deciding.Person.now(by, why))
    say(f"amended {amended}\n")


@app.command()
def merge(
    claims: Claims, by: By, why: Why, undo: Undo = False, home: Home = None, lexicon: OwnLexicon = None
) -> None:
    """Say that claims, or events, are one event.

    \b
    Example:
      habeas decide merge c_1f2e c_90ab --by Mira --why "one convoy"
    """
    _rule(Matter.EVENT, claims, (by, why), (home, lexicon), together=None if undo else True)


@app.command()
def split(
    claims: Claims, by: By, why: Why, undo: Undo = False, home: Home = None, lexicon: OwnLexicon = None
) -> None:
    """Say that claims, or events, are not one event; a claim beside its own event leaves it.

    \b
    Example:
      habeas decide split c_1f2e c_90ab --by Mira --why "a week apart"
    """
    _rule(Matter.EVENT, claims, (by, why), (home, lexicon), together=None if undo else False)


@app.command()
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


@app.command("not-same")
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


@app.command()
def copy(
    reports: Copies, by: By, why: Why, undo: Undo = False, home: Home = None, lexicon: OwnLexicon = None
) -> None:
    """Say that reports copy one another, so that they are one voice.

    \b
    Example:
      habeas decide copy 002.txt 007.txt --by Mira --why "one agency's story"
    """
    _rule(Matter.FAMILY, reports, (by, why), (home, lexicon), together=None if undo else True)


@app.command("not-copy")
def not_copy(
    reports: Copies, by: By, why: Why, undo: Undo = False, home: Home = None, lexicon: OwnLexicon = None
) -> None:
    """Say that reports do not copy one another.

    \b
    Example:
      habeas decide not-copy 002.txt 007.txt --by Mira --why "each was there"
    """
    _rule(Matter.FAMILY, reports, (by, why), (home, lexicon), together=None if undo else False)


def _decide(
    words: Sequence[str], verdict: Review, person: tuple[str, str], where: tuple[Path | None, Path | None]
) -> None:
    from habeas import deciding
    from habeas.publishing.phrases import count

    with desk_of(*where) as here:
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
    from habeas.publishing.phrases import count

    signed = deciding.Person.now(*person)
    with desk_of(*where) as here:
        number = deciding.rule(here, deciding.Things(matter, words, kind), signed, together=together)
    what = {Matter.EVENT: "one event", Matter.NAME: "one name", Matter.FAMILY: "copies"}[matter]
    said = {True: f"kept: {what}", False: f"kept: not {what}", None: "taken back"}[together]
    say(f"{said} ({count(number, 'pair')})\n")
