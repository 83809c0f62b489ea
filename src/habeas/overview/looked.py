"""What has come in since somebody last looked, or since a day: newer reports beside older, and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Final

from habeas.kept.told import around, testimonies_with
from habeas.ledger.log import Act, Action
from habeas.ledger.shelf import Shelf, Shelved
from habeas.lexicon.gazetteer import states
from habeas.model import ClaimType, Decision, Report
from habeas.overview.choosing import together
from habeas.pipeline import Desk
from habeas.publishing.brief.changes import news_told
from habeas.publishing.brief.news import Newer, News, Since
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Block
from habeas.publishing.brief.story import Story
from habeas.reckoned import ConflictKind, Reckoned, Testimony
from habeas.reckoning.families import family_of
from habeas.reckoning.voices import voices

MOST_ACTS: Final = 5_000
MOST_REPORTS: Final = 30
MOST_CLAIMS: Final = 200
MOST_DECISIONS: Final = 20
MOST_BEFORE: Final = 8
MONTHS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided of a claim; `decision` is None for a ruling on two things."""

    act: Act
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Added:
    """Reports that were added since, by id."""

    ids: frozenset[str]

    def is_new(self, report: Report) -> bool:
        """True for one of them."""
        return report.id in self.ids


@dataclass(frozen=True, slots=True)
class Looked:
    """What is new: reports, their sections as in the brief of changes, and what was decided.

    `reports` are those told of, of `number` in all; `claims` what was read in them; `new_events` they alone
    tell of, `events` have gained claims by them. `more` is True where there is more than was looked at.
    """

    reports: tuple[Report, ...]
    number: int
    claims: int
    new_events: int
    events: int
    contradictions: int
    sections: Mapping[str, Sequence[Block]]
    decisions: tuple[Decided, ...]
    decided: int
    more: bool


def look(desk: Desk, *, after: int, me: str, today: date) -> Looked:
    """What came into the log after this entry, decisions of this person left out."""
    acts = desk.ledger.acts(after=after, limit=MOST_ACTS)
    read = list(dict.fromkeys(act.entry.subject for act in acts if act.entry.action == Action.READ))
    decided = [act for act in acts if act.entry.action == Action.DECIDE and act.entry.by != me]
    made = _told(desk, _reports(desk, read[-MOST_REPORTS:]), Added(frozenset(read)), today)
    return replace(
        made,
        number=len(read),
        decisions=_decisions(desk, decided),
        decided=len(decided),
        more=len(acts) == MOST_ACTS,
    )


def changed_since(desk: Desk, day: date, *, today: date) -> Looked:
    """What reports published on this day or later say, as `habeas brief --changes-since` tells it.

    A report that prints no day counts from the day on which it was added.
    """
    acts = desk.ledger.acts(since=day, limit=MOST_ACTS)
    added = {act.entry.subject: day for act in acts if act.entry.action == Action.READ}
    with desk.ledger.shelf() as shelf:
        newest = _published_since(shelf, day)
    asked = Since(day, added)
    found = _reports(desk, dict.fromkeys([*newest[:MOST_REPORTS], *list(added)[-MOST_REPORTS:]]))
    new = [report for report in found if asked.is_new(report)]
    decided = [act for act in acts if act.entry.action == Action.DECIDE]
    return replace(
        _told(desk, new, asked, today),
        decisions=_decisions(desk, decided),
        decided=len(decided),
        more=len(newest) > MOST_REPORTS or len(acts) == MOST_ACTS,
    )


def _published_since(shelf: Shelf, day: date) -> list[str]:
    """Reports of this day's month or later, the newest first, one more than are told of."""
    months = sorted(
        (name for name, held in shelf.facets_named(Shelved.REPORT, "month:", limit=MONTHS) if held)
    )
    found: list[str] = []
    for month in reversed(months):
        if month >= f"month:{day:%Y-%m}" and len(found) <= MOST_REPORTS:
            found += shelf.page(Shelved.REPORT, [month], limit=MOST_REPORTS + 1).ids
    return found


def _reports(desk: Desk, ids: Iterable[str]) -> list[Report]:
    """These reports, the newest first."""
    with desk.ledger.derived() as derived:
        found = derived.reports(ids)
    return sorted(found, key=lambda one: (one.published or date.min, one.id), reverse=True)


def _told(desk: Desk, reports: Sequence[Report], newer: Newer, today: date) -> Looked:
    with desk.ledger.shelf() as shelf:
        counts = shelf.held(Shelved.CLAIM, (f"report:{report.id}" for report in reports))
        claims = list(islice(_claims(shelf, reports), MOST_CLAIMS))
    found = around(desk, claims)
    found = together(found, Reckoned(testimonies=_held_before(desk, found)))
    told = (one.claim for one in found.testimonies.values())
    story = Story.of(told, found, (), states=states(desk.lexicon))
    family = family_of(found.families)
    news = News.of(story, newer, partial(voices, family_of=family))
    contrary = (one for one in news.beside().reckoned.conflicts if one.kind is ConflictKind.CONTRADICTION)
    return Looked(
        reports=tuple(reports),
        number=len(reports),
        claims=sum(counts.values()),
        new_events=len(news.new),
        events=len(news.again),
        contradictions=sum(1 for _ in contrary),
        sections=news_told(news, Page(today, (), found.testimonies)),
        decisions=(),
        decided=0,
        more=sum(counts.values()) > MOST_CLAIMS,
    )


def _claims(shelf: Shelf, reports: Iterable[Report]) -> Iterator[str]:
    for report in reports:
        yield from shelf.page(Shelved.CLAIM, [f"report:{report.id}"], limit=MOST_CLAIMS).ids


def _held_before(desk: Desk, found: Reckoned) -> dict[str, Testimony]:
    """What else is said of who is held in the places of which these claims say so: some are from before."""
    holding = (one for one in found.testimonies.values() if one.claim.type is ClaimType.HOLDING)
    places = sorted({one.place.id for one in holding if one.place is not None})
    with desk.ledger.shelf() as shelf:
        facets = ([f"type:{ClaimType.HOLDING}", f"names:{place}"] for place in places)
        claims = [id_ for one in facets for id_ in shelf.page(Shelved.CLAIM, one, limit=MOST_BEFORE).ids]
    return testimonies_with(desk, claims)


def _decisions(desk: Desk, acts: Sequence[Act]) -> tuple[Decided, ...]:
    """The newest of these, each with what was decided."""
    return tuple(_decided(desk, act) for act in reversed(acts[-MOST_DECISIONS:]))


def _decided(desk: Desk, act: Act) -> Decided:
    made = desk.ledger.decisions(act.entry.subject) if " " not in act.entry.subject else []
    at = datetime.fromisoformat(act.entry.at)
    return Decided(act, next((one for one in made if one.by == act.entry.by and one.at == at), None))
