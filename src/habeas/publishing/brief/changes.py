"""What has changed since a day: what newer reports say, told beside what was said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from habeas.model import Claim, ClaimType, Report, Unread
from habeas.publishing import phrases
from habeas.publishing.brief.announced import Done
from habeas.publishing.brief.answered import answered
from habeas.publishing.brief.contradicted import contradicted
from habeas.publishing.brief.events import tell, told_by, what_and_when
from habeas.publishing.brief.happened import COURTS, EXPECTED, MOVES, by_type
from habeas.publishing.brief.held import by_place, place_heading, place_key, place_lead
from habeas.publishing.brief.news import Count, News, Retold, Since
from habeas.publishing.brief.page import Page, printed
from habeas.publishing.brief.pieces import Block, Brief, Line, Part, bullet
from habeas.publishing.brief.positions import said_and_returned
from habeas.publishing.brief.saying import tell as tell_statement
from habeas.publishing.brief.sources import Beyond, Told, sources
from habeas.publishing.brief.story import Story
from habeas.publishing.brief.unread import not_read
from habeas.publishing.happenings import Happening, happenings
from habeas.publishing.phrases import count
from habeas.publishing.statements import Key, Statement, last_day, order, whom
from habeas.reckoned import Reckoned, Status

HAPPENED: Final = {**MOVES, ClaimType.ATTACK: "Attacks", **COURTS}
NEW: Final = "New: movements, attacks, courts"
HELD: Final = "People held, by place"
TABLES: Final = frozenset({NEW, HELD})


def changes(  # noqa: PLR0913  what is told, and how
    claims: Sequence[Claim],
    unread: Sequence[Unread],
    reports: Sequence[Report],
    reckoned: Reckoned,
    *,
    since: Since,
    voices_of: Count,
    today: date,
    width: int = 80,
    fitting: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
) -> str:
    """What has changed since a day, as plain text, no line wider than `width` columns; else as `changed`."""
    told = changed(
        claims,
        unread,
        reports,
        reckoned,
        since=since,
        voices_of=voices_of,
        today=today,
        fitting=fitting,
        states=states,
    )
    return printed(told, width=width)


def changed(  # noqa: PLR0913  what is told, and how
    claims: Sequence[Claim],
    unread: Sequence[Unread],
    reports: Sequence[Report],
    reckoned: Reckoned,
    *,
    since: Since,
    voices_of: Count,
    today: date,
    fitting: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
    beyond: Beyond | None = None,
    older: int = 0,
) -> Brief:
    """What has changed since a day, as values; the rest is as for `whole`.

    `voices_of` counts those who stand behind some testimonies: a newer report that copies an older one
    confirms nothing. `beyond` counts newer reports that aren't among `reports`, and `older` the others.
    """
    page = Page(today, tuple(fitting), reckoned.testimonies)
    news = News.of(Story.of(claims, reckoned, reports, states=states), since, voices_of)
    newer = [report for report in reports if since.is_new(report)]
    figures = [figure for figure in unread if since.is_new(figure.report)]
    counted, told = Told.of(news.claims, figures, beyond), news_told(news, page)
    parts = [Part(title, tuple(blocks), title in TABLES) for title, blocks in told.items()]
    parts.append(Part(f"What could not be read ({len(figures)})", tuple(not_read(figures, page))))
    listed = sources(counted, newer, reckoned.families, page)
    parts.append(Part("Newer reports", tuple(listed)))
    return Brief(
        title=f"What has changed since {phrases.day(since.day)}",
        chosen=page.chosen,
        opening=_opening(counted.all(newer), len(reports) - len(newer) + older) + phrases.by_people(claims),
        parts=tuple(parts),
        foot=_foot(news, len(figures)),
        nothing=page.nothing,
    )


def news_told(news: News, page: Page) -> dict[str, list[Block]]:
    """The sections, in their order."""
    alone, beside = news.alone(), news.beside()
    return {
        NEW: by_type(HAPPENED, *Status, None)(alone, page),
        "Announced before, reported as done now": _arrived(news, page),
        "Other or further figures than before": _further(news, page),
        "Told by another voice than before": _confirmed(news, page),
        "Newly contradicted": contradicted(beside, page),
        HELD: _held(news, page),
        "Allegations and answers": answered(beside, page),
        "Positions, and returns": said_and_returned(alone, page),
    }


def _opening(newer: int, older: int) -> str:
    return (
        f"What reports published on that day or later say ({newer}), beside those from before ({older});"
        " a report without a day counts from the day on which it was added. All figures"
        " below: machine reading, unchecked. Each line says so again (·unchecked) until a person has"
        " reviewed it. Figures stand side by side as they were said; none are added up."
    )


def _foot(news: News, unread: int) -> str:
    said = f"{count(len(news.claims), 'claim')} of newer reports, {count(unread, 'figure')} unread."
    if again := sum(1 for retold in news.again if not retold.further and not retold.by_another_voice):
        said += f" Told again, with no other figure and by no other voice: {count(again, 'event')}."
    return f"{said} Machine reading, unchecked where no line says otherwise."


# --- events that older reports told of ---


def _further(news: News, page: Page) -> list[Block]:
    """The figures from before beside those that the newer reports give."""
    found = {retold.event.id: retold for retold in news.again if retold.further}
    told = happenings(retold.event for retold in found.values())
    return _block(_now(found[one.event.id], one, page) for of in told for one in of.and_parts())


def _now(retold: Retold, happening: Happening, page: Page) -> Line:
    before = told_by("before: ", retold.before, happening, page)
    now = told_by("now: ", retold.further, happening, page)
    return bullet(*what_and_when(happening, page), end=":", under=[*before, *now, _voices(retold)])


def _confirmed(news: News, page: Page) -> list[Block]:
    """The events of which a voice tells now that didn't before, with no other figure."""
    found = {one.event.id: one for one in news.again if one.by_another_voice and not one.further}
    lines: list[Line] = []
    for happening in happenings(retold.event for retold in found.values()):
        line = tell(happening, news.all.reckoned, page)
        voices = (_voices(found[one.event.id]) for one in happening.and_parts())
        lines.append(replace(line, under=(*line.under, *voices)))
    return _block(lines)


def _voices(retold: Retold) -> Line:
    before, now = phrases.behind(retold.voices_before), phrases.behind(retold.voices_now)
    return bullet(
        f"before: {before}; now: {now}" if retold.by_another_voice else f"no other voice than before: {now}"
    )


def _arrived(news: News, page: Page) -> list[Block]:
    """What older reports announced, with what newer ones report as done there."""
    new = {event.id for event in news.new}
    done = Done.of(happenings(news.new))
    lines: list[Line] = []
    for happening in news.all.happenings:
        if happening.event.status not in EXPECTED or happening.event.id in new:
            continue
        if beside := done.beside(happening, page, or_say_so=False):
            line = tell(happening, news.all.reckoned, page)
            lines.append(replace(line, under=(*line.under, *beside)))
    return _block(lines)


def _block(lines: Iterable[Line]) -> list[Block]:
    return [Block(found)] if (found := tuple(lines)) else []


# --- people held ---


def _held(news: News, page: Page) -> list[Block]:
    """New figures, each beside the newest one from before that counts the same people in that place."""
    before = _before(news)
    counted = [claim for claim in news.claims if claim.type is ClaimType.HOLDING and claim.quantity]
    blocks: list[Block] = []
    for key, found in by_place(counted, news.all.reckoned):
        lines: list[Line] = []
        for statement in found:
            line = tell_statement(statement, page)
            earlier = before.get(_counts(statement.lead, news.all.reckoned)) if key else None
            beside = [tell_statement(Statement((earlier,)), page, prefix="before: ")] if earlier else []
            lines.append(replace(line, under=(*line.under, *beside)))
        blocks.append(Block(tuple(lines), place_heading(key, found), place_lead(found, page)))
    return blocks


def _before(news: News) -> dict[object, Claim]:
    """The newest figure from before of each people in each place."""
    newer = {claim.id for claim in news.claims}
    found: dict[object, Claim] = {}
    for one in sorted((one.claim for one in news.all.reckoned.testimonies.values()), key=_age):
        if one.type is ClaimType.HOLDING and one.id not in newer:
            found[_counts(one, news.all.reckoned)] = one
    return found


def _age(claim: Claim) -> tuple[date, Key]:
    return last_day(claim), order(claim)


def _counts(claim: Claim, reckoned: Reckoned) -> object:
    """What makes two figures count the same: place, people, and what is counted of them."""
    unit = claim.quantity.unit if claim.quantity else None
    return place_key(claim, reckoned), whom(claim), claim.measure, unit
