"""One statement, one line: what is said, when, who says so, whether it is checked, and the notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from habeas.model import Claim, ClaimType, Name
from habeas.publishing import phrases
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import (
    Column,
    Lead,
    Line,
    Piece,
    Thing,
    Words,
    bullet,
    cited,
    listed,
    spaced,
    words,
)
from habeas.publishing.plain import clipped, plain
from habeas.publishing.statements import Statement, differ, newest_first, side_by_side

# What is told by its words, and not by what happened to how many.
CHARGES: Final = frozenset({ClaimType.ALLEGATION, ClaimType.DENIAL})
QUOTED: Final = 110
DIFFER: Final = "Figures for one place and time that differ; they may count different people"


def tell(statement: Statement, page: Page, *, prefix: str = "") -> Line:
    """The statement, and under it the statements that break its figure down."""
    said = (*words(prefix), *happening(statement.lead, page))
    return one_line(statement, said, page, under=[tell(part, page) for part in statement.parts])


def one_line(statement: Statement, what: Piece, page: Page, *, under: Iterable[Line] = ()) -> Line:
    """What is said, when, who says so, in how many reports, whether it is checked, and the notes."""
    when = phrases.when(statement.lead, today=page.today)
    pieces = [what, words(when, column=Column.WHEN), _who(statement, page)]
    if statement.reports > 1:
        pieces.append(words(f"in {statement.reports} reports"))
    review = phrases.reviews(statement.claims)
    return Line(tuple(pieces), review, cited(statement.claims), under=tuple(under))


def _who(statement: Statement, page: Page) -> Piece:
    return listed(who_says(claim, page) for claim in statement.claims)


def who_says(claim: Claim, page: Page) -> Piece:
    """Who says so: the speaker, or the report that credits nobody."""
    before, name, after = phrases.says(claim)
    speaker = page.lead(claim.id, "speaker")
    to = speaker if claim.speaker is not None else Lead(Thing.REPORT, claim.report.id)
    return Words(before, column=Column.WHO), Words(name, to), Words(after)


def happening(claim: Claim, page: Page) -> Piece:
    """What is said of whom, where and by whom, in the claim's modality."""
    modality = phrases.MODALITIES[claim.modality]
    if claim.type is ClaimType.ATTACK and claim.quantity is None:
        whom, figure = words("attack or riot", lead(claim)), ""
    else:
        whom = (*counted(claim, lead(claim)), Words(f" {phrases.verb(claim)}"))
        figure = "" if claim.quantity else "(no figure)"
    actor = spaced(["by", _name(claim, "actor", page)]) if claim.actor else ()
    said = spaced([whom, where(claim, page), actor, figure])
    return (Words(f"{modality}: "), *said) if modality else said


def counted(claim: Claim, to: Lead, group: frozenset[str] | None = None) -> Piece:
    """The figure, which leads somewhere, and whom it counts; without one, the people lead there."""
    people = phrases.whom(claim, group)
    if claim.quantity is None:
        return words(people, to)
    return Words(phrases.figure(claim.quantity), to, figure=True), Words(f" {people}")


def lead(claim: Claim) -> Lead:
    """To the claim's own page."""
    return Lead(Thing.CLAIM, claim.id)


def where(claim: Claim, page: Page) -> Piece:
    """Place, and the way from origin to destination, each leading to its place."""
    slots = (("in", "place"), ("from", "origin"), ("to", "destination"))
    named = ((word, slot) for word, slot in slots if getattr(claim, slot) is not None)
    return spaced(spaced([word, _name(claim, slot, page)]) for word, slot in named)


def _name(claim: Claim, slot: str, page: Page) -> Piece:
    name: Name = getattr(claim, slot)
    return words(plain(name.text), page.lead(claim.id, slot))


def charge(claim: Claim) -> Piece:
    """What is alleged, or what is answered, in its own words after the figure."""
    victims = phrases.MEASURES[claim.measure] if claim.measure else ""
    about = spaced([counted(claim, lead(claim)), victims]) if claim.quantity else ()
    said = "answer, denied" if claim.type is ClaimType.DENIAL else "alleged"
    return (Words(f"{said}: "), *spaced([about, quoted(claim)], ", "))


def quoted(claim: Claim) -> Piece:
    """The claim's own words, shortened."""
    said = clipped(" … ".join(span.text for span in claim.evidence), QUOTED)
    return words(f"“{said}”", lead(claim))


def told(found: Iterable[Statement], page: Page) -> list[Line]:
    """The statements, those of the same people, place and days together where their figures differ."""
    lines: list[Line] = []
    for group in side_by_side(newest_first(found)):
        apart = [tell(statement, page) for statement in group]
        lines += [bullet(DIFFER, end=":", under=apart)] if differ(group) else apart
    return lines
