"""What pages tell alike: words and where they lead, lines of claims and events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import zip_longest
from typing import Final
from urllib.parse import quote

from habeas.model import Claim, ClaimType, Decision, Report
from habeas.publishing import phrases
from habeas.publishing.brief import events as telling_events
from habeas.publishing.brief import saying
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Cited, Lead, Line, Piece, Thing, Words
from habeas.publishing.happenings import Happening, tellings
from habeas.publishing.plain import clipped, plain
from habeas.reckoned import Event, Known, NameKind, Reckoned, Testimony
from habeas.web.asking import changed

# Of a claim's words so many characters stand in a list; all of them stand on its own page.
LISTED: Final = 320
ADDRESSES: Final = {
    Thing.CLAIM: "/claims/",
    Thing.EVENT: "/events/",
    Thing.PLACE: "/places/",
    Thing.COUNTRY: "/places/",
    Thing.BODY: "/speakers/",
    Thing.REPORT: "/reports/",
    Thing.TYPE: "/claims?type=",
    Thing.REASON: "/unread?reason=",
}


@dataclass(frozen=True, slots=True)
class Run:
    """Some words, and the address that they lead to."""

    text: str
    to: str | None = None


@dataclass(frozen=True, slots=True)
class ReportRef:
    """A report by what one calls it."""

    id: str
    title: str
    outlet: str
    published: date | None
    language: str | None


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim in a list: what is said, when, who says so, in which words, and whether it is checked."""

    id: str
    type: ClaimType
    said: tuple[Run, ...]
    when: str
    who: tuple[Run, ...]
    words: str
    review: str
    checked: str
    report: ReportRef


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What somebody decided, and why; `slots` are those put right."""

    verdict: str
    by: str
    at: datetime
    why: str
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A line as the brief has it: its pieces, whether it is checked, its claims, and what stands under it."""

    pieces: tuple[tuple[Run, ...], ...]
    review: str
    under: tuple[Told, ...] = ()


def address(lead: Lead) -> str:
    """Where what words lead to is."""
    return ADDRESSES[lead.thing] + quote(lead.id, safe="")


def runs(piece: Piece) -> tuple[Run, ...]:
    """The words of a piece, with their addresses; without numbers of notes and the blanks before these."""
    said = [
        replace(one, text=one.text.rstrip()) if isinstance(following, Cited) else one
        for one, following in zip_longest(piece, piece[1:])
        if isinstance(one, Words)
    ]
    return tuple(Run(one.text, address(one.to) if one.to is not None else None) for one in said if one.text)


def told(line: Line) -> Told:
    """A line for a page."""
    return Told(tuple(runs(piece) for piece in line.pieces), line.review, tuple(map(told, line.under)))


def report_ref(report: Report) -> ReportRef:
    """What one calls a report."""
    return ReportRef(
        report.id,
        plain(report.title or report.name),
        phrases.outlet(report),
        report.published,
        report.language,
    )


def claim_line(claim: Claim, page: Page) -> ClaimLine:
    """A claim in a list."""
    said = saying.charge(claim) if claim.type in saying.CHARGES else saying.happening(claim, page)
    return ClaimLine(
        claim.id,
        claim.type,
        runs(said),
        phrases.when(claim, today=page.today),
        runs(saying.who_says(claim, page)),
        clipped(" … ".join(span.text for span in claim.evidence), LISTED),
        claim.review.value,
        phrases.review(claim),
        report_ref(claim.report),
    )


def event_line(event: Event, reckoned: Reckoned, page: Page) -> Told:
    """An event in a list, in one line or one for each figure."""
    return told(telling_events.tell(Happening(event, tellings(event)), reckoned, page))


def decision_lines(made: Sequence[Decision]) -> tuple[DecisionLine, ...]:
    """What was decided, the newest first."""
    ordered = sorted(made, key=lambda one: one.at, reverse=True)
    return tuple(
        DecisionLine(one.verdict.value, plain(one.by), one.at, plain(one.why), changed(one.amendment))
        for one in ordered
    )


def page_of(today: date, testimonies: Mapping[str, Testimony]) -> Page:
    """What lines are worded by."""
    return Page(today, testimonies=testimonies)


def known_name(known: Known | None) -> Run | None:
    """A name as it is known, leading to its page."""
    if known is None:
        return None
    thing = Thing.PLACE if known.kind is NameKind.PLACE else Thing.BODY
    return Run(plain(known.name), None if known.somebody else address(Lead(thing, known.id)))
