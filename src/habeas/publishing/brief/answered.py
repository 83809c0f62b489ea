"""Allegations by who is accused, each with the answers that the reports give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

from habeas.model import Claim, ClaimType
from habeas.publishing.brief.contradicted import sides
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Block, Form, Line, text
from habeas.publishing.brief.saying import CHARGES, charge, one_line
from habeas.publishing.brief.story import Story
from habeas.publishing.plain import plain
from habeas.publishing.statements import Statement, name_key, order, statements
from habeas.reckoned import Conflict, ConflictKind

Contested = Sequence[tuple[Conflict, list[Claim]]]


def answered(story: Story, page: Page) -> list[Block]:
    """Allegations with their answers, by who is accused; then happenings that one says and another denies."""
    contested = story.conflicts(ConflictKind.CONTESTED)
    claims = _with_the_contested(story.of_types(CHARGES), contested)
    beside = Beside.of(claims, contested)
    accused: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.type is ClaimType.DENIAL and beside.denies_only_happenings(claim):
            continue  # told below, beside what it denies: nobody is accused there
        accused.setdefault(_accused(claim, beside), []).append(claim)
    by_name = sorted(accused.items(), key=lambda item: (not item[0], item[0]))
    blocks = [_contested(key, about, beside, page) for key, about in by_name]
    happened = (pair for pair in contested if not CHARGES.issuperset(claim.type for claim in pair[1]))
    return blocks + [Block((sides(conflict, between, page),)) for conflict, between in happened]


def _with_the_contested(claims: list[Claim], contested: Contested) -> list[Claim]:
    """The claims, and what they contest or is contested by them: neither is ever told alone."""
    told = {claim.id: claim for claim in claims}
    for _, between in contested:
        told |= {claim.id: claim for claim in between if claim.type in CHARGES}
    return sorted(told.values(), key=order)


@dataclass(frozen=True, slots=True)
class Beside:
    """Which allegations and answers stand beside a claim: those in its words, or contested with it."""

    by_report: dict[str, list[Claim]]
    by_contest: dict[str, list[Claim]]

    @classmethod
    def of(cls, claims: Sequence[Claim], contested: Contested) -> Self:
        """All of these claims, found by report and by the conflicts that they are in."""
        by_report: dict[str, list[Claim]] = {}
        for claim in claims:
            by_report.setdefault(claim.report.id, []).append(claim)
        by_contest: dict[str, list[Claim]] = {}
        for _, between in contested:
            for claim in between:
                by_contest.setdefault(claim.id, []).extend(between)
        return cls(by_report, by_contest)

    def denies_only_happenings(self, answer: Claim) -> bool:
        """True for the denial of an event, such as an escape, that answers no allegation."""
        return bool(self.by_contest.get(answer.id)) and not any(self.others(answer))

    def others(self, claim: Claim) -> Iterator[Claim]:
        """The answers that stand beside an allegation, the allegations beside an answer."""
        shared = (one for one in self.by_report.get(claim.report.id, ()) if _same_words(claim, one))
        for other in chain(shared, self.by_contest.get(claim.id, ())):
            if other.type in CHARGES and other.type is not claim.type:
                yield other


def _contested(key: str, about: list[Claim], beside: Beside, page: Page) -> Block:
    """Each allegation with the answers that stand beside it, then the other answers of the accused."""
    alleged = statements(claim for claim in about if claim.type is ClaimType.ALLEGATION)
    answers = statements(claim for claim in about if claim.type is ClaimType.DENIAL)
    name = next((plain(claim.actor.text) for claim in about if claim.actor), "")
    lines: list[Line] = []
    told: set[str] = set()
    for statement in alleged:
        theirs = {other.id for claim in statement.claims for other in beside.others(claim)}
        given = [one for one in answers if not theirs.isdisjoint(claim.id for claim in one.claims)]
        lines.append(_charge(statement, page, under=[_charge(one, page) for one in given]))
        told |= {one.lead.id for one in given}
    lines += [_charge(one, page) for one in answers if one.lead.id not in told]
    if not answers:
        lines.append(text(_unanswered(about, beside), form=Form.ASIDE))
    return Block(tuple(lines), f"Accused: {name}" if key else "Accused: not named")


def _unanswered(about: Iterable[Claim], beside: Beside) -> str:
    if any(beside.by_contest.get(claim.id) for claim in about):
        return "(for its denial see what is contested, below)"
    return "(no answer in these reports)"


def _charge(statement: Statement, page: Page, *, under: Iterable[Line] = ()) -> Line:
    return one_line(statement, charge(statement.lead), page, under=under)


def _accused(claim: Claim, beside: Beside) -> str:
    """Who is accused: by the allegation and its answer where they stand together, else by the claim alone."""
    alone = _named(claim)
    shared = next((key for other in beside.others(claim) if (key := _named(other))), "")
    return (alone or shared) if claim.type is ClaimType.ALLEGATION else (shared or alone)


def _named(claim: Claim) -> str:
    """The actor; of an answer without one, who answers."""
    answers = claim.type is ClaimType.DENIAL
    return name_key(claim.actor) or (name_key(claim.speaker) if answers else None) or ""


def _same_words(one: Claim, other: Claim) -> bool:
    return one.report.id == other.report.id and any(
        mine.touches(theirs) for mine in one.evidence for theirs in other.evidence
    )
