"""Allegations by who is accused, each with the answers that the reports give."""

from __future__ import annotations

from collections.abc import Sequence

from habeas.model import Claim, ClaimType
from habeas.publishing import phrases
from habeas.publishing.brief.page import Lines, Page, closed
from habeas.publishing.brief.saying import one_line
from habeas.publishing.plain import clipped, plain
from habeas.publishing.statements import Statement, name_key, statements

QUOTED = 110


def answered(claims: list[Claim], page: Page) -> Lines:
    """Allegations by who is accused, each with the answers that the reports give."""
    by_report: dict[str, list[Claim]] = {}
    for claim in claims:
        by_report.setdefault(claim.report.id, []).append(claim)
    accused: dict[str, list[Claim]] = {}
    for claim in claims:
        accused.setdefault(_accused(claim, by_report[claim.report.id]), []).append(claim)
    lines: Lines = []
    for key, about in sorted(accused.items(), key=lambda item: (not item[0], item[0])):
        lines += [*_contested(key, about, page), ""]
    return closed(lines)


def _contested(key: str, about: list[Claim], page: Page) -> Lines:
    """Each allegation with the answers that share its words, then the other answers of the accused."""
    alleged = statements(claim for claim in about if claim.type is ClaimType.ALLEGATION)
    answers = statements(claim for claim in about if claim.type is ClaimType.DENIAL)
    name = next((plain(claim.actor.text) for claim in about if claim.actor), "")
    lines = page.text(f"Accused: {name}" if key else "Accused: not named")
    for statement in alleged:
        lines += page.bullet(one_line(statement, f"alleged: {_charge(statement.lead)}", page))
        for answer in [answer for answer in answers if _answers(answer, statement)]:
            lines += _answer(answer, page, depth=1)
            answers.remove(answer)
    for answer in answers:
        lines += _answer(answer, page, depth=0)
    answered = any(claim.type is ClaimType.DENIAL for claim in about)
    return lines if answered else [*lines, *page.text("(no answer in these reports)", depth=1)]


def _answer(answer: Statement, page: Page, *, depth: int) -> Lines:
    return page.bullet(one_line(answer, f"answer, denied: {_charge(answer.lead)}", page), depth=depth)


def _answers(answer: Statement, alleged: Statement) -> bool:
    return any(_same_words(one, other) for one in answer.claims for other in alleged.claims)


def _charge(claim: Claim) -> str:
    words = clipped(" … ".join(span.text for span in claim.evidence), QUOTED)
    victims = phrases.MEASURES[claim.measure] if claim.measure else ""
    about = " ".join(filter(None, [phrases.counted(claim), victims])) if claim.quantity else ""
    return f"{about}, “{words}”" if about else f"“{words}”"


def _accused(claim: Claim, beside: Sequence[Claim]) -> str:
    """Who is accused: by the allegation and its answer in the same words, else by the claim alone.

    `beside` are the allegations and answers of the claim's report.
    """
    alone = _named(claim)
    near = (other for other in beside if other.type is not claim.type and _same_words(claim, other))
    shared = next((key for other in near if (key := _named(other))), "")
    return (alone or shared) if claim.type is ClaimType.ALLEGATION else (shared or alone)


def _named(claim: Claim) -> str:
    """The actor; of an answer without one, who answers."""
    answers = claim.type is ClaimType.DENIAL
    return name_key(claim.actor) or (name_key(claim.speaker) if answers else None) or ""


def _same_words(one: Claim, other: Claim) -> bool:
    return one.report.id == other.report.id and any(
        mine.touches(theirs) for mine in one.evidence for theirs in other.evidence
    )
