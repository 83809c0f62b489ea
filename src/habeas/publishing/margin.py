"""What stands in the margin of a report: each claim in one line, each unread figure with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from habeas.model import Claim, Review, Unread
from habeas.publishing import phrases
from habeas.publishing.plain import plain


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a note; a `name` stands as in the report, and may be written in the other direction."""

    words: str
    name: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a claim: its figure, the rest of what was read, when, who says so, whether it is checked.

    `figure` is None where the claim gives none, `when` where its words name no time. `before` holds what
    goes before the figure: "planned: ".
    """

    claim: str
    number: int
    before: str
    figure: str | None
    said: tuple[Piece, ...]
    when: str | None
    who: tuple[Piece, ...]
    review: Review
    checked: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A note on an unread figure: its words, and why no claim was made of it."""

    figure: str
    number: int
    start: int  # of the sentence that it stands in
    end: int
    words: str
    reason: str


def note(claim: Claim, number: int, *, today: date) -> Note:
    """The note on a claim."""
    modality = phrases.MODALITIES[claim.modality]
    names = [claim.place, claim.origin, claim.destination, claim.actor]
    actor = f"by {plain(claim.actor.text)}" if claim.actor else ""
    said = " ".join(filter(None, [phrases.whom(claim), phrases.verb(claim), phrases.where(claim), actor]))
    before, speaker, after = phrases.says(claim)
    return Note(
        claim.id,
        number,
        f"{modality}: " if modality else "",
        phrases.figure(claim.quantity) if claim.quantity else None,
        tuple(_pieces(said, [plain(name.text) for name in names if name is not None])),
        phrases.when(claim, today=today) if claim.period else None,
        (Piece(before), Piece(speaker, name=True), Piece(after)),
        claim.review,
        phrases.review(claim),
    )


def _pieces(words: str, names: Iterable[str]) -> Iterator[Piece]:
    """The words with these names, which stand in them in this order, apart."""
    for name in names:
        before, found, words = words.partition(name)
        if before:
            yield Piece(before)
        if found:
            yield Piece(found, name=True)
    if words:
        yield Piece(words)


def doubt(figure: Unread, number: int) -> Doubt:
    """The note on an unread figure."""
    return Doubt(
        figure.id,
        number,
        figure.evidence.start,
        figure.evidence.end,
        plain(figure.quantity.text),
        phrases.REASONS[figure.reason] + phrases.read_by_person(figure),
    )
