"""What the ledger says, in words: every figure with its hedge, its day, its speaker and its note.

Nothing is added up, and nothing is concluded: events and statements stand side by side, in the words of
phrases.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from habeas.model import Claim, Report, Review, Unread
from habeas.publishing import phrases
from habeas.publishing.brief.answered import answered
from habeas.publishing.brief.contradicted import contradicted
from habeas.publishing.brief.happened import ATTACKS, COURTS, MOVES, by_type
from habeas.publishing.brief.held import held
from habeas.publishing.brief.page import Lines, Page, Paper
from habeas.publishing.brief.positions import positions
from habeas.publishing.brief.sources import Told, sources
from habeas.publishing.brief.story import Body, Story
from habeas.publishing.brief.unread import not_read
from habeas.publishing.phrases import count
from habeas.reckoned import Reckoned, Status


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief: its heading, what stands under it, and of events how far they have come."""

    title: str
    body: Body
    status: str | None = None


def _moves(title: str, status: Status | None) -> Section:
    return Section(title, by_type(MOVES, status), status.value if status else SUPPOSED)


SUPPOSED: Final = "supposed"
SECTIONS: Final = (
    Section("People held, by place", held),
    _moves("Movements done", Status.DONE),
    _moves("Movements under way", Status.UNDER_WAY),
    _moves("Movements planned", Status.PLANNED),
    _moves("Movements alleged", Status.ALLEGED),
    _moves("Movements denied", Status.DENIED),
    _moves("Movements only supposed", None),
    Section("Attacks", by_type(ATTACKS, *Status, None)),
    Section("Courts", by_type(COURTS, *Status, None)),
    Section("Contradicted", contradicted),
    Section("Allegations and answers", answered),
    Section("Positions", positions),
)
UNCHECKED: Final = (
    "All figures below: machine reading, unchecked. Each line says so again (·unchecked) until a"
    " person has reviewed it. Figures stand side by side as they were said; none are added up."
    " Reports that tell of one event are told as one; copies and quoted speakers count as one voice."
    " Numbers in square brackets lead to the exact words, at the end."
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
    paper = Paper(max(width, 40))
    page = Page(today, tuple(fitting), reckoned.testimonies)
    story = Story.of(claims, reckoned, reports, states=states)
    parts = [_head(page, paper, by_people=phrases.by_people(story.claims))]
    parts += [paper.section(one.title, one.body(story, page), page) for one in SECTIONS]
    title = f"What could not be read ({phrases.looked_at(unread)})"
    parts.append(paper.section(title, not_read(unread, page), page))
    listed = sources(Told.of(claims, unread), reports, reckoned.families, page)
    parts.append(paper.section("Reports that fit" if fitting else "Reports read", listed, page))
    notes = paper.notes.lines(paper.width) or [page.nothing]
    parts.append(["Notes: the exact words".upper(), "", *notes])
    parts.append(paper.text(_foot(claims, story, unread, page)))
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _head(page: Page, paper: Paper, *, by_people: str) -> Lines:
    chosen = paper.text(f"Only what fits: {'; '.join(page.fitting)}.") if page.fitting else []
    said = f"{UNCHECKED}{by_people}"
    return [f"WHAT THE LEDGER SAYS, {phrases.day(page.today)}".upper(), *chosen, "", *paper.text(said)]


def _foot(claims: Sequence[Claim], story: Story, unread: Sequence[Unread], page: Page) -> str:
    looked_at = sum(figure.review is not Review.UNCHECKED for figure in unread)
    said = f"{count(len(claims), 'claim')}, {count(len(unread), 'figure')} unread"
    said += f" ({looked_at} looked at), " if looked_at else ", "
    said += f"{'of ' if page.fitting else ''}{count(len(story.reports), 'report')}."
    said += " Machine reading, unchecked where no line says otherwise."
    if rejected := len(claims) - len(story.claims):
        said += f" Left out, rejected on review: {count(rejected, 'claim')}."
    return said
