"""What has changed since a day: what newer reports say, told beside what was said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from habeas.model import Claim, ClaimType, Report, Unread
from habeas.publishing import phrases
from habeas.publishing.brief.announced import Done
from habeas.publishing.brief.answered import answered
from habeas.publishing.brief.contradicted import contradicted
from habeas.publishing.brief.events import tell, told_by, what_and_when
from habeas.publishing.brief.happened import COURTS, EXPECTED, MOVES, by_type
from habeas.publishing.brief.held import by_place, place_key, place_name
from habeas.publishing.brief.news import Count, News, Retold, Since
from habeas.publishing.brief.page import Lines, Page, closed, section
from habeas.publishing.brief.positions import said_and_returned
from habeas.publishing.brief.saying import tell as tell_statement
from habeas.publishing.brief.sources import Told, sources
from habeas.publishing.brief.story import Story
from habeas.publishing.brief.unread import not_read
from habeas.publishing.happenings import happenings
from habeas.publishing.phrases import count
from habeas.publishing.statements import Key, Statement, last_day, order, whom
from habeas.reckoned import Reckoned, Status

HAPPENED: Final = {**MOVES, ClaimType.ATTACK: "Attacks", **COURTS}


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
    """What has changed since a day, as plain text, no line wider than `width` columns (at least 40).

    The rest is as for `brief`. `voices_of` counts those who stand behind some testimonies: a newer report
    that copies an older one confirms nothing.
    """
    page = Page(today, max(width, 40), fitting=tuple(fitting))
    news = News.of(Story.of(claims, reckoned, reports, states=states), since, voices_of)
    newer = [report for report in reports if since.is_new(report)]
    figures = [figure for figure in unread if since.is_new(figure.report)]
    parts = [_head(since, len(newer), len(reports) - len(newer), page, by_people=phrases.by_people(claims))]
    parts += [section(title, lines, page) for title, lines in _told(news, page).items()]
    parts.append(section(f"What could not be read ({len(figures)})", not_read(figures, page), page))
    listed = sources(Told.of(news.claims, figures), newer, reckoned.families, page)
    parts.append(section("Newer reports", listed, page))
    parts.append(section("Notes: the exact words", page.notes.lines(page.width), page))
    parts.append(_foot(news, len(figures), page))
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _told(news: News, page: Page) -> dict[str, Lines]:
    """The sections, in their order."""
    alone, beside = news.alone(), news.beside()
    return {
        "New: movements, attacks, courts": by_type(HAPPENED, *Status, None)(alone, page),
        "Announced before, reported as done now": _arrived(news, page),
        "Other or further figures than before": _further(news, page),
        "Told by another voice than before": _confirmed(news, page),
        "Newly contradicted": contradicted(beside, page),
        "People held, by place": _held(news, page),
        "Allegations and answers": answered(beside, page),
        "Positions, and returns": said_and_returned(alone, page),
    }


def _head(since: Since, newer: int, older: int, page: Page, *, by_people: str) -> Lines:
    chosen = page.text(f"Only what fits: {'; '.join(page.fitting)}.") if page.fitting else []
    return [
        *page.text(f"What has changed since {phrases.day(since.day)}".upper()),
        *chosen,
        "",
        *page.text(
            f"What reports published on that day or later say ({newer}), beside those from before ({older});"
            " a report without a day counts from the day on which it was added. All figures"
            " below: machine reading, unchecked. Each line says so again (·unchecked) until a person has"
            " reviewed it. Figures stand side by side as they were said; none are added up." + by_people
        ),
    ]


def _foot(news: News, unread: int, page: Page) -> Lines:
    said = f"{count(len(news.claims), 'claim')} of newer reports, {count(unread, 'figure')} unread."
    if again := sum(1 for retold in news.again if not retold.further and not retold.by_another_voice):
        said += f" Told again, with no other figure and by no other voice: {count(again, 'event')}."
    return page.text(f"{said} Machine reading, unchecked where no line says otherwise.")


# --- events that older reports told of ---


def _further(news: News, page: Page) -> Lines:
    """The figures from before beside those that the newer reports give."""
    found = {retold.event.id: retold for retold in news.again if retold.further}
    lines: Lines = []
    for happening in happenings(retold.event for retold in found.values()):
        for one in happening.and_parts():
            retold = found[one.event.id]
            lines += page.bullet(f"{what_and_when(one, page)}:")
            lines += told_by("before: ", retold.before, one, page)
            lines += told_by("now: ", retold.further, one, page)
            lines += _voices(retold, page)
    return lines


def _confirmed(news: News, page: Page) -> Lines:
    """The events of which a voice tells now that didn't before, with no other figure."""
    found = {one.event.id: one for one in news.again if one.by_another_voice and not one.further}
    lines: Lines = []
    for happening in happenings(retold.event for retold in found.values()):
        lines += tell(happening, news.all.reckoned, page)
        for one in happening.and_parts():
            lines += _voices(found[one.event.id], page)
    return lines


def _voices(retold: Retold, page: Page) -> Lines:
    before, now = phrases.behind(retold.voices_before), phrases.behind(retold.voices_now)
    said = (
        f"before: {before}; now: {now}" if retold.by_another_voice else f"no other voice than before: {now}"
    )
    return page.bullet(said, depth=1)


def _arrived(news: News, page: Page) -> Lines:
    """What older reports announced, with what newer ones report as done there."""
    new = {event.id for event in news.new}
    done = Done.of(happenings(news.new))
    lines: Lines = []
    for happening in news.all.happenings:
        if happening.event.status not in EXPECTED or happening.event.id in new:
            continue
        if beside := done.beside(happening, page, or_say_so=False):
            lines += [*tell(happening, news.all.reckoned, page), *beside]
    return lines


# --- people held ---


def _held(news: News, page: Page) -> Lines:
    """New figures, each beside the newest one from before that counts the same people in that place."""
    newer = {claim.id for claim in news.claims}
    before: dict[object, Claim] = {}
    for one in sorted((one.claim for one in news.all.reckoned.testimonies.values()), key=_age):
        if one.type is ClaimType.HOLDING and one.id not in newer:
            before[_counts(one, news.all.reckoned)] = one
    lines: Lines = []
    counted = [claim for claim in news.claims if claim.type is ClaimType.HOLDING and claim.quantity]
    for key, found in by_place(counted, news.all.reckoned):
        lines += page.text(place_name(found) if key else "Place not named")
        for statement in found:
            lines += tell_statement(statement, page)
            earlier = before.get(_counts(statement.lead, news.all.reckoned)) if key else None
            lines += (
                tell_statement(Statement((earlier,)), page, depth=1, prefix="before: ") if earlier else []
            )
        lines.append("")
    return closed(lines)


def _age(claim: Claim) -> tuple[date, Key]:
    return last_day(claim), order(claim)


def _counts(claim: Claim, reckoned: Reckoned) -> object:
    """What makes two figures count the same: place, people, and what is counted of them."""
    unit = claim.quantity.unit if claim.quantity else None
    return place_key(claim, reckoned), whom(claim), claim.measure, unit
