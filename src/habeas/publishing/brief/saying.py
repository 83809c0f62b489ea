"""One statement, one line: what is said, when, who says so, whether it is checked, and the notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from habeas.model import Claim, ClaimType
from habeas.publishing import phrases
from habeas.publishing.brief.page import Lines, Page
from habeas.publishing.plain import clipped, plain
from habeas.publishing.statements import Statement, differ, newest_first, side_by_side

# What is told by its words, and not by what happened to how many.
CHARGES: Final = frozenset({ClaimType.ALLEGATION, ClaimType.DENIAL})
QUOTED: Final = 110


def tell(statement: Statement, page: Page, *, depth: int = 0, prefix: str = "") -> Lines:
    """The statement, and under it the statements that break its figure down."""
    said = f"{prefix}{happening(statement.lead)}"
    lines = page.bullet(one_line(statement, said, page), depth=depth)
    for part in statement.parts:
        lines += tell(part, page, depth=depth + 1)
    return lines


def one_line(statement: Statement, what: str, page: Page) -> str:
    """What is said, when, who says so, in how many reports, whether it is checked, and the notes."""
    pieces = [what, phrases.when(statement.lead, today=page.today), _who(statement)]
    if statement.reports > 1:
        pieces.append(f"in {statement.reports} reports")
    review = phrases.reviews(statement.claims)
    notes = page.notes.mark((claim.report, claim.evidence) for claim in statement.claims)
    return f"{' · '.join(pieces)} ·{review} {notes}"


def _who(statement: Statement) -> str:
    return "; ".join(dict.fromkeys(map(phrases.who_says, statement.claims)))


def happening(claim: Claim) -> str:
    """What is said of whom, where and by whom, in the claim's modality."""
    modality = phrases.MODALITIES[claim.modality]
    if claim.type is ClaimType.ATTACK and claim.quantity is None:
        whom, figure = "attack or riot", ""
    else:
        whom = f"{phrases.counted(claim)} {phrases.verb(claim)}"
        figure = "" if claim.quantity else "(no figure)"
    where = phrases.where(claim)
    actor = f"by {plain(claim.actor.text)}" if claim.actor else ""
    said = " ".join(filter(None, [whom, where, actor, figure]))
    return f"{modality}: {said}" if modality else said


def charge(claim: Claim) -> str:
    """What is alleged, or what is answered, in its own words after the figure."""
    words = clipped(" … ".join(span.text for span in claim.evidence), QUOTED)
    victims = phrases.MEASURES[claim.measure] if claim.measure else ""
    about = " ".join(filter(None, [phrases.counted(claim), victims])) if claim.quantity else ""
    said = "answer, denied" if claim.type is ClaimType.DENIAL else "alleged"
    return f"{said}: {', '.join(filter(None, [about, f'“{words}”']))}"


def told(found: Iterable[Statement], page: Page) -> Lines:
    """The statements, those of the same people, place and days together where their figures differ."""
    lines: Lines = []
    for group in side_by_side(newest_first(found)):
        apart = differ(group)
        if apart:
            lines += page.bullet(
                "Figures for one place and time that differ; they may count different people:"
            )
        for statement in group:
            lines += tell(statement, page, depth=int(apart))
    return lines
