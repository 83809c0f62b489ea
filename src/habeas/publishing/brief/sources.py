"""The reports that stand behind a brief, and those in which nothing was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from habeas.model import Claim, Report, Unread
from habeas.publishing import phrases
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Block, Lead, Line, Thing, Words, bullet, text
from habeas.publishing.phrases import count
from habeas.publishing.plain import plain
from habeas.reckoned import Family

# How many reports of each stated language there are that nothing is told from.
Beyond = Mapping[str | None, int]


@dataclass(frozen=True, slots=True)
class Told:
    """How many claims and unread figures each report has, by its id.

    `beyond` counts the reports of the ledger that aren't at hand, by their language.
    """

    claims: Counter[str]
    unread: Counter[str]
    beyond: Beyond

    @classmethod
    def of(cls, claims: Iterable[Claim], unread: Iterable[Unread], beyond: Beyond | None = None) -> Told:
        """Counted once, for the list of reports and what stands under it."""
        return cls(
            Counter(claim.report.id for claim in claims),
            Counter(figure.report.id for figure in unread),
            beyond or {},
        )

    def all(self, reports: Sequence[Report]) -> int:
        """How many reports the ledger has, if these are those at hand."""
        return len(reports) + sum(self.beyond.values())

    def __contains__(self, report: Report) -> bool:
        return report.id in self.claims or report.id in self.unread

    def line(self, report: Report) -> str:
        """What the report says, counted; or that it isn't in a language that is read."""
        if report not in self and (why := phrases.not_read(report)):
            return why
        return f"{count(self.claims[report.id], 'claim')}, {self.unread[report.id]} unread"


def sources(told: Told, reports: Sequence[Report], families: Sequence[Family], page: Page) -> list[Block]:
    """The reports with what each says, which copy one another, and how many say nothing."""
    listed = [report for report in reports if report in told] if page.fitting else reports
    by_day = sorted(listed, key=lambda one: (one.published or date.min, one.id))
    lines = [_source(report, told) for report in by_day]
    said = (_fit if page.fitting else _silent)(told, reports)
    lines += [text(_sentence(said))] if said else []
    return [Block((*lines, *_copies({report.id: report for report in listed}, families)))]


def _source(report: Report, told: Told) -> Line:
    named = (
        Words(phrases.outlet(report), Lead(Thing.REPORT, report.id)),
        Words(f", {phrases.published(report)}"),
    )
    return bullet(named, report.name, told.line(report), report.id[:8])


def _copies(listed: dict[str, Report], families: Sequence[Family]) -> Iterator[Line]:
    """Which of these reports copy one another, the earliest first, and what they quote differently."""
    for family in families:
        if len(family.reports) > 1 and not listed.keys().isdisjoint(family.reports):
            names = [plain(listed[id_].name) for id_ in family.reports if id_ in listed]
            more = len(family.reports) - len(names)
            said = phrases.joined([*names, *([count(more, "report") + " that isn't listed"] if more else [])])
            worded = (
                bullet(f"worded differently: “{plain(one)}” and “{plain(other)}”")
                for one, other in family.reworded
            )
            yield text(f"Copies of one another, the earliest first, one voice: {said}.", under=worded)


def _sentence(said: Sequence[str]) -> str:
    words = "; ".join(said)
    return f"{words[0].upper()}{words[1:]}."


def _fit(told: Told, reports: Sequence[Report]) -> list[str]:
    """How many of all reports say something that was asked for, and which could not say it."""
    fit = sum(1 for report in reports if report.id in told.claims)
    maybe = sum(1 for report in reports if report in told) - fit
    says = f"{fit or 'none'} {'says' if fit < 2 else 'say'} something that fits"
    said = [f"Of {count(told.all(reports), 'report')}, {says}"]
    if maybe:
        said.append(f"{maybe} {'has' if maybe == 1 else 'have'} only unread figures, which might fit")
    return said + _foreign(told, reports)


def _silent(told: Told, reports: Sequence[Report]) -> list[str]:
    """In how many reports nothing was read, and how many could not be read at all."""
    quiet = [report for report in reports if report not in told and not phrases.not_read(report)]
    said = f"In {len(quiet)} of {len(reports)} nothing about people in custody was read"
    return ([said] if quiet else []) + _foreign(told, reports)


def _foreign(told: Told, reports: Sequence[Report]) -> list[str]:
    found = Counter(phrases.not_read(report) for report in reports if report not in told)
    for code, number in told.beyond.items():
        found[phrases.unread_language(code)] += number
    return [f"{why} ({count(number, 'report')})" for why, number in sorted(found.items()) if why]
