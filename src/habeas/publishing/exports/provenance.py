"""Where an export comes from and how it is to be read, in words that every format carries along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from habeas import __version__
from habeas.model import Claim, Review
from habeas.publishing.holdings import Cleared
from habeas.publishing.phrases import REVIEWS, is_coded, reviews

# How to read the figures, for people who open the file and nothing else.
HOW_TO_READ: Final = (
    "A claim is what one passage of one report says; it is no fact established. Unless its review says"
    " otherwise it is a machine's reading that nobody has checked. Figures are never added up: “at least n”"
    " has a lower bound and no upper one, totals bound a running sum, copies of one report are one voice."
    " Zero is a figure; an empty cell is not zero. An allegation stands with its answer where one is known."
)


def review_state(claims: Sequence[Claim]) -> str:
    """Whether a person has checked these claims; of what nobody has, that it is a machine's reading."""
    said = reviews(claims)
    if not any(claim.review is Review.UNCHECKED and not is_coded(claim) for claim in claims):
        return said
    return f"machine reading, {said}" if said == REVIEWS[Review.UNCHECKED] else f"machine reading: {said}"


def provenance_lines(cleared: Cleared) -> list[tuple[str, str]]:
    """What it is, a name and a text each."""
    held, named = cleared.holdings, cleared.choice.names
    lines = [
        ("Written by", f"habeas {__version__}"),
        ("As of", f"{held.as_of.isoformat()} (UTC)"),
        ("Asked for", ", ".join(held.chosen) or "everything"),
        ("Hash of the ledger's log", held.head or "the log is empty"),
        ("Names of private persons", "included for proved adults" if named else "masked by blocks (█)"),
        ("How to read it", HOW_TO_READ),
    ]
    return lines + [(f"Withheld: {what}", f"{number:,}") for what, number in cleared.withheld.items()]
