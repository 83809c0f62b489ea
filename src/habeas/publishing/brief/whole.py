"""What the ledger says, in words: every figure with its hedge, its day, its speaker and its note.

Nothing is added up, and nothing is concluded: events and statements stand side by side, in the words of
phrases.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from habeas.model import Claim, Report, Review, Unread
from habeas.publishing import phrases
from habeas.publishing.brief.answered import answered
from habeas.publishing.brief.contradicted import contradicted
from habeas.publishing.brief.happened import ATTACKS, COURTS, MOVES, by_type
from habeas.publishing.brief.held import held
from habeas.publishing.brief.page import Lines, Page, section
from habeas.publishing.brief.positions import positions
from habeas.publishing.brief.sources import Told, sources
from habeas.publishing.brief.story import Body, Story
from habeas.publishing.brief.unread import not_read
from habeas.publishing.phrases import count
from habeas.reckoned import Reckoned, Status

SECTIONS: Final[tuple[tuple[str, Body], ...]] = (
    ("People held, by place", held),
    ("Movements done", by_type(MOVES, Status.DONE)),
    ("Movements under way", by_type(MOVES, Status.UNDER_WAY)),
    ("Movements planned", by_type(MOVES, Status.PLANNED)),
    ("Movements alleged", by_type(MOVES, Status.ALLEGED)),
    ("Movements denied", by_type(MOVES, Status.DENIED)),
    ("Movements only supposed", by_type(MOVES, None)),
    ("Attacks", by_type(ATTACKS, *Status, None)),
    ("Courts", by_type(COURTS, *Status, None)),
    ("Contradicted", contradicted),
    ("Allegations and answers", answered),
    ("Positions", positions),
)


def brief(  # noqa: PLR0913  what is told, and how
    claims: Sequence[Claim],
    unread: Sequence[Unread],
    reports: Sequence[Report],
    reckoned: Reckoned,
    *,
    today: date,
    width: int = 80,
    fitting: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
) -> str:
    """The whole brief as plain text, no line wider than `width` columns (at least 40).

    Ages are reckoned from `today`. Claims that a person has rejected are left out, and counted. `fitting`
    says what claims and figures were chosen by ("place Roj"); `reports` are all of the ledger all the same,
    `reckoned` is made of all its claims, and an event is told whole where one of its claims fits. `states`
    names the state that a body speaks for: its country's code, by the body's id.
    """
    page = Page(today, max(width, 40), fitting=tuple(fitting))
    story = Story.of(claims, reckoned, reports, states=states)
    parts = [_head(page, by_people=phrases.by_people(story.claims))]
    parts += [section(title, body(story, page), page) for title, body in SECTIONS]
    parts.append(
        section(f"What could not be read ({phrases.looked_at(unread)})", not_read(unread, page), page)
    )
    listed = "Reports that fit" if fitting else "Reports read"
    parts.append(section(listed, sources(Told.of(claims, unread), reports, reckoned.families, page), page))
    parts.append(section("Notes: the exact words", page.notes.lines(page.width), page))
    parts.append(_foot(claims, story, unread, page))
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _head(page: Page, *, by_people: str) -> Lines:
    chosen = page.text(f"Only what fits: {'; '.join(page.fitting)}.") if page.fitting else []
    return [
        f"WHAT THE LEDGER SAYS, {phrases.day(page.today)}".upper(),
        *chosen,
        "",
        *page.text(
            "All figures below: machine reading, unchecked. Each line says so again (·unchecked) until a"
            " person has reviewed it. Figures stand side by side as they were said; none are added up."
            " Reports that tell of one event are told as one; copies and quoted speakers count as one voice."
            " Numbers in square brackets lead to the exact words, at the end." + by_people
        ),
    ]


def _foot(claims: Sequence[Claim], story: Story, unread: Sequence[Unread], page: Page) -> Lines:
    looked_at = sum(figure.review is not Review.UNCHECKED for figure in unread)
    said = f"{count(len(claims), 'claim')}, {count(len(unread), 'figure')} unread"
    said += f" ({looked_at} looked at), " if looked_at else ", "
    said += f"{'of ' if page.fitting else ''}{count(len(story.reports), 'report')}."
    said += " Machine reading, unchecked where no line says otherwise."
    if rejected := len(claims) - len(story.claims):
        said += f" Left out, rejected on review: {count(rejected, 'claim')}."
    return page.text(said)
