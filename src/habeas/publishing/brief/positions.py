"""What states and bodies ask, refuse and promise, in their words."""

from __future__ import annotations

from habeas.model import Claim
from habeas.publishing import phrases
from habeas.publishing.brief.page import Lines, Page
from habeas.publishing.brief.saying import one_line
from habeas.publishing.plain import clipped, plain
from habeas.publishing.statements import statements

QUOTED = 110


def positions(claims: list[Claim], page: Page) -> Lines:
    return [
        line
        for statement in statements(claims)
        for line in page.bullet(one_line(statement, _in_words(statement.lead), page))
    ]


def _in_words(claim: Claim) -> str:
    """Whose word it is and, shortened, the word itself, after the figure that it is about."""
    modality = phrases.MODALITIES[claim.modality]
    whose = plain(claim.actor.text) if claim.actor else ""
    about = f"about {phrases.counted(claim)}" if claim.quantity else ""
    words = clipped(" … ".join(span.text for span in claim.evidence), QUOTED)
    head = ", ".join(filter(None, [whose, modality, about]))
    return f"{head}: “{words}”" if head else f"“{words}”"
