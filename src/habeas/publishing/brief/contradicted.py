"""Claims that can't all be true, side by side; none of them is called wrong."""

from __future__ import annotations

from habeas.model import Claim
from habeas.publishing.brief.page import Lines, Page, closed
from habeas.publishing.brief.saying import CHARGES, charge, happening, one_line
from habeas.publishing.brief.story import Story
from habeas.publishing.statements import Statement
from habeas.reckoned import Conflict, ConflictKind


def contradicted(story: Story, page: Page) -> Lines:
    """Each set of claims that contradict one another, and why they do."""
    lines: Lines = []
    for conflict, claims in story.conflicts(ConflictKind.CONTRADICTION):
        lines += [*sides(conflict, claims, page), ""]
    return closed(lines)


def sides(conflict: Conflict, claims: list[Claim], page: Page) -> Lines:
    """Why claims stand against one another, and each of them with its speaker and its words."""
    lines = page.bullet(f"{conflict.why}:")
    for claim in claims:
        said = charge(claim) if claim.type in CHARGES else happening(claim)
        lines += page.bullet(one_line(Statement((claim,)), said, page), depth=1)
    return lines
