"""What each state asked, refused and promised; beside it, whom it is reported to have taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from habeas.model import Claim, ClaimType, Modality, is_nationality
from habeas.publishing import phrases
from habeas.publishing.brief.events import pointer
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Block, Lead, Line, Piece, Thing, bullet, spaced
from habeas.publishing.brief.saying import counted, lead, one_line, quoted
from habeas.publishing.brief.story import Story
from habeas.publishing.happenings import Happening, settled
from habeas.publishing.plain import plain
from habeas.publishing.statements import Statement, statements
from habeas.reckoned import Event, Status

# How the report's verb begins, and what it comes to. The verb is printed beside it, as it is written.
STANDS: Final = {
    "Asked": (
        "ask", "urg", "call", "demand", "appeal", "request", "plead", "beg", "press", "encourag", "insist",
    ),
    "Refused, put off or opposed": (
        "refus", "declin", "hesita", "oppos", "resist", "put off", "reluctan", "unwilling", "slow", "object",
        "rul", "turn", "strip", "revok",
    ),
    "Promised or offered": ("promis", "pledg", "vow", "offer", "undert", "willing"),
}  # fmt: skip
OTHERWISE: Final = "Said otherwise"
NO_POSITION: Final = "No position was read."
NO_RETURN: Final = "No return to it was read."
BACK: Final = "Reported as brought back, each told above, not to be added up"
OTHERS: Final = "Others, and states that aren't named"


@dataclass(slots=True)
class Stand:
    """What one state said, and the returns to it."""

    said: list[Statement] = field(default_factory=list)
    returns: list[Happening] = field(default_factory=list)


def positions(story: Story, page: Page) -> list[Block]:
    """State by state, and what wasn't read of each; then those who are no state or aren't named."""
    return _told(story, page, or_say_so=True)


def said_and_returned(story: Story, page: Page) -> list[Block]:
    """The same, without a word on what wasn't read: for a story that isn't all there is."""
    return _told(story, page, or_say_so=False)


def _told(story: Story, page: Page, *, or_say_so: bool) -> list[Block]:
    stands, others = stands_of(story)
    blocks = [
        Block(
            tuple(_stand(stand, page, or_say_so=or_say_so)),
            phrases.country(state),
            Lead(Thing.COUNTRY, state),
        )
        for state, stand in stands.items()
    ]
    return blocks + ([Block(tuple(said_by(others, page)), OTHERS)] if others else [])


def stands_of(story: Story) -> tuple[dict[str, Stand], list[Statement]]:
    """What each state said and who came back to it, states by name; and what no state said."""
    stands: dict[str, Stand] = {}
    others: list[Statement] = []
    for statement in statements(story.of_types([ClaimType.POSITION])):
        state = _state(statement.lead, story)
        (stands.setdefault(state, Stand()).said if state else others).append(statement)
    for happening in story.events([ClaimType.REPATRIATION], Status.DONE):
        if state := _home(happening.event):
            stands.setdefault(state, Stand()).returns.append(happening)
    return dict(sorted(stands.items(), key=lambda item: phrases.country(item[0]))), others


def _state(claim: Claim, story: Story) -> str | None:
    """The state whose position it is: named itself, or by a body that speaks for it."""
    testimony = story.reckoned.testimonies.get(claim.id)
    settled = testimony and testimony.actor and testimony.actor.id
    named = settled or (claim.actor and claim.actor.id)
    if not named:
        return None
    return named if is_nationality(named) else story.states.get(named)


def _home(event: Event) -> str | None:
    """The state to which people were brought back."""
    destination = settled(event, "destination")
    around = destination.around if destination else ()
    return next((id_ for id_ in reversed(around) if is_nationality(id_)), None)


def _stand(stand: Stand, page: Page, *, or_say_so: bool) -> list[Line]:
    lines = stand_lines(stand, page)
    if or_say_so and not lines:
        lines.append(bullet(NO_POSITION))
    if stand.returns:
        lines.append(bullet(BACK, end=":", under=brought_back(stand, page)))
    elif or_say_so:
        lines.append(bullet(NO_RETURN))
    return lines


def stand_lines(stand: Stand, page: Page) -> list[Line]:
    """What a state said, by what it comes to."""
    lines: list[Line] = []
    for word in (*STANDS, OTHERWISE):
        if said := [statement for statement in stand.said if _comes_to(statement.lead) == word]:
            lines.append(bullet(word, end=":", under=said_by(said, page)))
    return lines


def brought_back(stand: Stand, page: Page) -> list[Line]:
    """The returns to a state, shortly."""
    return [pointer(one, page) for one in stand.returns]


def _comes_to(claim: Claim) -> str:
    """What a position comes to by its verb; what is only supposed or denied comes to neither."""
    verb = claim.trigger.text.casefold()
    if claim.modality is not Modality.ASSERTED:
        return OTHERWISE
    return next((word for word, stems in STANDS.items() if verb.startswith(stems)), OTHERWISE)


def said_by(found: Iterable[Statement], page: Page) -> list[Line]:
    """Whose word each of these is, and the word."""
    return [one_line(statement, _in_words(statement.lead), page) for statement in found]


def _in_words(claim: Claim) -> Piece:
    """Whose word it is and, shortened, the word itself, after the figure that it is about."""
    modality = phrases.MODALITIES[claim.modality]
    whose = plain(claim.actor.text) if claim.actor else ""
    verb = f"(“{plain(claim.trigger.text)}”)" if claim.trigger not in claim.evidence else ""
    about = spaced(["about", counted(claim, lead(claim))]) if claim.quantity else ()
    return spaced([spaced([f"{whose} {verb}".strip(), modality, about], ", "), quoted(claim)], ": ")
