"""Claims that can't all be true, side by side; none of them is called wrong."""

from __future__ import annotations

from habeas.model import Claim
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Block, Line, bullet
from habeas.publishing.brief.saying import CHARGES, charge, happening, one_line
from habeas.publishing.brief.story import Story
from habeas.publishing.statements import Statement
from habeas.reckoned import Conflict, ConflictKind


def contradicted(story: Story, page: Page) -> list[Block]:
    """Each set of claims that contradict one another, and why they do."""
    found = story.conflicts(ConflictKind.CONTRADICTION)
    return [Block((sides(conflict, claims, page),)) for conflict, claims in found]


def sides(conflict: Conflict, claims: list[Claim], page: Page) -> Line:
    """Why claims stand against one another, and each of them with its speaker and its words."""
    under = [
        one_line(
            Statement((claim,)), charge(claim) if claim.type in CHARGES else happening(claim, page), page
        )
        for claim in claims
    ]
    return bullet(conflict.why, end=":", under=under)
