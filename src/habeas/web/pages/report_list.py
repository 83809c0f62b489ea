"""All reports, narrowed by outlet, language, year and words, and how far each has been checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends

from habeas.ledger import Shelf, Shelved
from habeas.ledger.derived import Kind
from habeas.ledger.described import Described
from habeas.model import Extent
from habeas.pipeline import Desk
from habeas.publishing import phrases
from habeas.publishing.plain import plain
from habeas.web.here import Now
from habeas.web.listing import Listed, Option, asked, listed, most_named, options, years
from habeas.web.rendering import PageRouter

router = PageRouter()


@dataclass(frozen=True, slots=True)
class About:
    """A report without its text: what it is called, who published it, when, and in which language.

    `title` is what to call it: its title, else its file's name; `untitled` is True for the latter.
    """

    id: str
    name: str
    title: str
    untitled: bool
    outlet: str | None
    published: date | None
    language: str | None
    language_name: str | None
    url: str | None
    excerpt: bool


def about(report: Described) -> About:
    """What is told of this report."""
    title = plain(report.title) if report.title else ""
    return About(
        report.id,
        plain(report.name),
        title or plain(report.name),
        not title,
        plain(report.outlet) if report.outlet else None,
        report.published,
        report.language,
        phrases.language(report.language) if report.language else None,
        report.url,
        report.extent is Extent.EXCERPT,
    )


@dataclass(frozen=True, slots=True)
class ReportFilters:
    """What reports are narrowed by; `family` is "yes" for those that have copies."""

    outlet: str | None = None
    language: str | None = None
    year: str | None = None
    month: str | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What can be chosen."""

    outlets: tuple[Option, ...]
    languages: tuple[Option, ...]
    years: tuple[Option, ...]
    families: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in the list: its claims, how many of them wait to be checked, its unread figures.

    `family` is how many reports its family has, itself counted.
    """

    about: About
    claims: int
    to_check: int
    unread: int
    family: int


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """Reports, the newest first."""

    listed: Listed
    reports: tuple[ReportLine, ...]
    options: ReportOptions


@router.page("/reports", "reports.html", kept=True)
def reports(
    here: Now, filters: Annotated[ReportFilters, Depends()], words: str = "", after: str | None = None
) -> ReportsPage:
    """All reports, narrowed by outlet, language, year and words of their titles."""
    with here.desk.ledger.shelf() as shelf:
        wanted = asked(shelf, asdict(filters), words=words, after=after)
        ids, told = listed(shelf, Shelved.REPORT, wanted)
        return ReportsPage(told, _lines(ids, shelf, here.desk), _options(shelf))


def _options(shelf: Shelf) -> ReportOptions:
    languages = (
        name.removeprefix("language:") for name, _ in shelf.facets_named(Shelved.REPORT, "language:")
    )
    return ReportOptions(
        most_named(shelf, Shelved.OUTLET),
        tuple(Option(code, phrases.language(code)) for code in languages),
        years(shelf, Shelved.REPORT),
        options({"yes": "have copies"}),
    )


def _lines(ids: Sequence[str], shelf: Shelf, desk: Desk) -> tuple[ReportLine, ...]:
    known, families = desk.ledger.described(ids), _families(ids, desk)
    claims, to_check, unread = (
        _held(kind, ids, shelf) for kind in (Shelved.CLAIM, Shelved.QUEUE, Shelved.UNREAD)
    )
    return tuple(
        ReportLine(about(known[id_]), claims[id_], to_check[id_], unread[id_], families[id_])
        for id_ in ids
        if id_ in known
    )


def _held(kind: Shelved, ids: Iterable[str], shelf: Shelf) -> dict[str, int]:
    """How many things of a kind each report has."""
    facets = {id_: f"report:{id_}" for id_ in ids}
    held = shelf.held(kind, facets.values())
    return {id_: held.get(facet, 0) for id_, facet in facets.items()}


def _families(ids: Sequence[str], desk: Desk) -> dict[str, int]:
    """How many reports the family of each has."""
    with desk.ledger.derived() as derived:
        found = derived.made_with(Kind.FAMILY, ids)
    sizes = {report: len(one.members) for one in found for report in one.members}
    return {id_: sizes.get(id_, 1) for id_ in ids}
