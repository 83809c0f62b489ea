"""How well reports are read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from habeas.commands.options import NamedLexicon
from habeas.commands.terminal import complain, one_line, say, watched
from habeas.errors import WrongUsage
from habeas.settings import named_lexicon

if TYPE_CHECKING:
    from habeas.lexicon import Lexicon
    from habeas.model import Reading
    from habeas.scoring import GoldReport


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


def _readings(annotated: Sequence[GoldReport], texts: Path, words: Lexicon) -> Iterator[Reading]:
    from habeas.intake import Stated
    from habeas.pipeline import read_file

    for gold in watched(annotated, total=len(annotated), what="Reading"):
        # The annotators knew the day of publication, whether the text says it or not.
        yield read_file(texts / gold.document, words, stated=Stated(published=gold.published))
