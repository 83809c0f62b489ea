"""What has changed in the ledger: since a day, or since somebody last marked all of it as seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response

from habeas.errors import WrongUsage
from habeas.ledger.shelf import Shelved
from habeas.model import Report
from habeas.overview import Looked, changed_since, look
from habeas.overview.links import leads_of, linked
from habeas.overview.looked import Decided
from habeas.publishing import phrases
from habeas.publishing.plain import plain
from habeas.reckoned import ConflictKind
from habeas.web.access import Role
from habeas.web.caching import Kept
from habeas.web.here import Here, Now
from habeas.web.looks import moment
from habeas.web.noted import NoteShown, SectionShown, Teller, ToldShown, anchor
from habeas.web.rendering import SEE_OTHER, PageRouter
from habeas.web.seen import Seen

router = PageRouter()

CONTRADICTIONS: Final = f"kind:{ConflictKind.CONTRADICTION}"
ONE_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report that came in."""

    id: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """What somebody decided."""

    by: str
    at: str
    verdict: str
    why: str
    href: str | None


@dataclass(frozen=True, slots=True)
class ChangesShown:
    """What came in, counted, with what is told of it."""

    reports: tuple[ReportShown, ...]
    number: int
    claims: int
    new_events: int
    events: int
    contradictions: int
    decided: int
    decisions: tuple[DecisionShown, ...]
    more: bool

    @property
    def nothing(self) -> bool:
        """True where nothing came in."""
        return not self.number and not self.decided


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What has changed since a day, or since the visitor last marked all as seen."""

    since: str
    day: date | None
    seen: str | None
    changes: ChangesShown
    sections: tuple[SectionShown, ...]
    silent: tuple[str, ...]
    notes: tuple[NoteShown, ...]


_kept: Kept[ChangesPage] = Kept(64)


@router.page("/changes", "changes.html")
def show_changes(
    here: Now, request: Request, since: Annotated[str, Query(max_length=40)] = ""
) -> ChangesPage:
    """What newer reports say beside older ones: since a day, else since all was last marked as seen."""
    seen = Seen.of(request, here.visitor)
    if since or seen is None:
        day = day_of("since", since) or here.today - ONE_WEEK
        return _kept.get(here.state(), ("day", day, seen), lambda: _since_day(here, day, seen))
    return changes_since_seen(here, seen)


@router.act("/seen", needs=Role.VIEWER)
def mark_as_seen(here: Now, request: Request) -> Response:
    """All that is there now has been seen by this visitor."""
    with here.desk.ledger.shelf() as shelf:
        contradictions = shelf.count(Shelved.CONFLICT, [CONTRADICTIONS]).number
    response = RedirectResponse("/", status_code=SEE_OTHER)
    seen = Seen(here.desk.ledger.log_length(), contradictions, datetime.now(UTC))
    seen.keep(response, request, here.visitor)
    return response


def day_of(name: str, value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise WrongUsage(f"{name}={value}: no day; write it as 2024-03-18") from None


def changes_since_seen(here: Here, seen: Seen) -> ChangesPage:
    """What came in since this visitor marked all as seen, without their own decisions."""
    asked = ("seen", seen.entry, here.visitor.name)
    return _kept.get(here.state(), asked, lambda: _since_seen(here, seen))


def _since_seen(here: Here, seen: Seen) -> ChangesPage:
    looked = look(here.desk, after=seen.entry, me=here.visitor.name, today=here.today)
    return _changes_page(here, looked, seen, None, moment(seen.at))


def _since_day(here: Here, day: date, seen: Seen | None) -> ChangesPage:
    looked = changed_since(here.desk, day, today=here.today)
    return _changes_page(here, looked, seen, day, phrases.day(day))


def _changes_page(here: Here, looked: Looked, seen: Seen | None, day: date | None, since: str) -> ChangesPage:
    lines = (line for blocks in looked.sections.values() for block in blocks for line in block.lines)
    headings = (block.about for blocks in looked.sections.values() for block in blocks if block.about)
    teller = Teller(linked(here.desk, [*leads_of(lines), *headings]))
    sections = tuple(
        SectionShown(
            anchor(title), title, tuple(ToldShown(teller.block(block), None, None) for block in blocks)
        )
        for title, blocks in looked.sections.items()
        if blocks
    )
    silent = tuple(title for title, blocks in looked.sections.items() if not blocks)
    seen_at = moment(seen.at) if seen is not None else None
    return ChangesPage(since, day, seen_at, _changes(looked), sections, silent, teller.notes())


def _changes(looked: Looked) -> ChangesShown:
    return ChangesShown(
        reports=tuple(_report(report) for report in looked.reports),
        number=looked.number,
        claims=looked.claims,
        new_events=looked.new_events,
        events=looked.events,
        contradictions=looked.contradictions,
        decided=looked.decided,
        decisions=tuple(_decision(one) for one in looked.decisions),
        more=looked.more,
    )


def _report(report: Report) -> ReportShown:
    source = f"{phrases.outlet(report)}, {phrases.published(report)}"
    return ReportShown(report.id, plain(report.title or report.name), source)


def _decision(decided: Decided) -> DecisionShown:
    entry, decision = decided.act.entry, decided.decision
    subject = entry.subject
    return DecisionShown(
        plain(entry.by),
        moment(datetime.fromisoformat(entry.at)),
        decision.verdict.value if decision is not None else "ruled on",
        plain(decision.why) if decision is not None else "",
        f"/claims/{quote(subject, safe='')}" if " " not in subject else None,
    )
