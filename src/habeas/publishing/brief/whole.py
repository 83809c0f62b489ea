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
from habeas.publishing.brief.page import Page, printed
from habeas.publishing.brief.pieces import Brief, Part
from habeas.publishing.brief.positions import positions
from habeas.publishing.brief.sources import Beyond, Told, sources
from habeas.publishing.brief.story import Body, Story
from habeas.publishing.brief.unread import not_read
from habeas.publishing.phrases import count
from habeas.reckoned import Reckoned, Status


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the brief: its heading, what stands under it, and of events how far they have come.

    `table` is True where its lines say of whom what happened, when, and who says so.
    """

    title: str
    body: Body
    status: str | None = None
    table: bool = False


def _moves(title: str, status: Status | None) -> Section:
    return Section(title, by_type(MOVES, status), status.value if status else SUPPOSED, table=True)


SUPPOSED: Final = "supposed"
SECTIONS: Final = (
    Section("People held, by place", held, table=True),
    _moves("Movements done", Status.DONE),
    _moves("Movements under way", Status.UNDER_WAY),
    _moves("Movements planned", Status.PLANNED),
    _moves("Movements alleged", Status.ALLEGED),
    _moves("Movements denied", Status.DENIED),
    _moves("Movements only supposed", None),
    Section("Attacks", by_type(ATTACKS, *Status, None), table=True),
    Section("Courts", by_type(COURTS, *Status, None), table=True),
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
    """The whole brief as plain text, no line wider than `width` columns (at least 40); else as `whole`."""
    told = whole(claims, unread, reports, reckoned, today=today, fitting=fitting, states=states)
    return printed(told, width=width)


def whole(  # noqa: PLR0913  what is told, and how
    claims: Sequence[Claim],
    unread: Sequence[Unread],
    reports: Sequence[Report],
    reckoned: Reckoned,
    *,
    today: date,
    fitting: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
    beyond: Beyond | None = None,
) -> Brief:
    """The whole brief, as values.

    Ages are reckoned from `today`. Claims that a person has rejected are left out, and counted. `fitting`
    says what claims and figures were chosen by ("place Roj"); `reports` are all of the ledger all the same,
    or `beyond` counts the others. `reckoned` is made of all its claims, and an event is told whole where one
    of its claims fits. `states` names the state that a body speaks for: its country's code, by the body's id.
    """
    page = Page(today, tuple(fitting), reckoned.testimonies)
    story = Story.of(claims, reckoned, reports, states=states)
    told = Told.of(claims, unread, beyond)
    parts = [Part(one.title, tuple(one.body(story, page)), one.table) for one in SECTIONS]
    title = f"What could not be read ({phrases.looked_at(unread)})"
    parts.append(Part(title, tuple(not_read(unread, page))))
    listed = sources(told, reports, reckoned.families, page)
    parts.append(Part("Reports that fit" if fitting else "Reports read", tuple(listed)))
    return Brief(
        title=f"What the ledger says, {phrases.day(page.today)}",
        chosen=page.chosen,
        opening=f"{UNCHECKED}{phrases.by_people(story.claims)}",
        parts=tuple(parts),
        foot=_foot(claims, story, unread, page, told.all(reports)),
        nothing=page.nothing,
    )


def _foot(claims: Sequence[Claim], story: Story, unread: Sequence[Unread], page: Page, reports: int) -> str:
    looked_at = sum(figure.review is not Review.UNCHECKED for figure in unread)
    said = f"{count(len(claims), 'claim')}, {count(len(unread), 'figure')} unread"
    said += f" ({looked_at} looked at), " if looked_at else ", "
    said += f"{'of ' if page.fitting else ''}{count(reports, 'report')}."
    said += " Machine reading, unchecked where no line says otherwise."
    if rejected := len(claims) - len(story.claims):
        said += f" Left out, rejected on review: {count(rejected, 'claim')}."
    return said
