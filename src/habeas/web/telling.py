"""What pages tell alike: words and where they lead, lines of claims and events, lists and their filters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Final
from urllib.parse import quote

from habeas.ledger import Count, Shelf, Shelved
from habeas.model import Claim, ClaimType, Report, Review
from habeas.publishing import phrases
from habeas.publishing.brief import events as telling_events
from habeas.publishing.brief import saying
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Cited, Lead, Line, Piece, Thing, Words
from habeas.publishing.happenings import Happening, tellings
from habeas.publishing.plain import clipped, plain
from habeas.reckoned import Event, Known, NameKind, Reckoned, Testimony
from habeas.web.caching import Kept

# Of a claim's words so many characters stand in a list; all of them stand on its own page.
LISTED: Final = 320
# Things of a list that one page has.
LENGTH: Final = 50
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
ARTICLE: Final = re.compile(r"^the\s+", re.IGNORECASE)  # names are shown without it
TYPES: Final = {kind.value: kind.value for kind in ClaimType}
STATUSES: Final = {
    "done": "said to be so",
    "under way": "under way",
    "planned": "planned",
    "alleged": "alleged",
    "denied": "denied",
    "supposed": "only supposed",
}
REVIEWS: Final = {
    one.value: "nobody has checked it" if one is Review.UNCHECKED else one.value for one in Review
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


def page_of(today: date, testimonies: Mapping[str, Testimony]) -> Page:
    """What lines are worded by."""
    return Page(today, testimonies=testimonies)


# --- lists, and the filters that narrow them ---


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, and its words."""

    value: str
    words: str


# What can be chosen, by ledger and its version: it changes only with what is reckoned.
_KEPT: Final[Kept[tuple[Option, ...]]] = Kept(64)


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of a list: how many there are in all, the key of the next part, and what was asked for.

    `given` are the filters as they stand in the address; `ranked` is False where what was added last comes
    first, because very many things have the words. `unknown` are names that nothing has.
    """

    count: Count
    next: str | None
    given: Mapping[str, str]
    after: str | None
    ranked: bool
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants listed: filters by name and as facets, words, and the key of a part."""

    given: Mapping[str, str]
    words: str
    after: str | None
    facets: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def asked(
    shelf: Shelf,
    given: Mapping[str, str | None],
    *,
    words: str,
    after: str | None,
    names: Mapping[str, Shelved],
) -> Asked:
    """The filters that are given; a name for an id (`names`) is looked up in the list of its kind."""
    kept = {name: value.strip() for name, value in given.items() if value and value.strip()}
    unknown, facets = [], []
    for name, value in kept.items():
        id_ = called(shelf, names[name], value) if name in names else value
        if id_ is None:
            unknown.append(value)
        facets.append(f"{name}:{id_ if id_ is not None else value}")
    shown = {**kept, **({"words": words.strip()} if words.strip() else {})}
    return Asked(shown, words, after, tuple(facets), tuple(unknown))


def called(shelf: Shelf, kind: Shelved, name: str) -> str | None:
    """The id of the place, speaker or outlet called so, or with this id; of several what most claims have."""
    if shelf.names(kind, [name]):
        return name
    found = shelf.page(kind, words=ARTICLE.sub("", name), limit=20).ids
    names = shelf.names(kind, found)
    exact = [id_ for id_ in found if names[id_].casefold() == name.casefold()]
    return next(iter([*exact, *found]), None)


def listed(shelf: Shelf, kind: Shelved, wanted: Asked) -> tuple[tuple[str, ...], Listed]:
    """The ids of one part of the list, and what is told of the list."""
    part = shelf.page(kind, wanted.facets, words=wanted.words, after=wanted.after, limit=LENGTH)
    count = shelf.count(kind, wanted.facets, words=wanted.words)
    return part.ids, Listed(count, part.next, wanted.given, wanted.after, part.ranked, wanted.unknown)


def years(shelf: Shelf, kind: Shelved) -> tuple[Option, ...]:
    """The years that there is anything of, the latest first."""

    def make() -> tuple[Option, ...]:
        found = (name.removeprefix("year:") for name, _ in shelf.facets_named(kind, "year:"))
        return tuple(Option(year, year) for year in sorted(found, reverse=True))

    return _KEPT.get((shelf.ledger, shelf.version, kind, "years"), make)


def most_named(shelf: Shelf, kind: Shelved, *, limit: int = 100) -> tuple[Option, ...]:
    """Those that most claims have, to be offered while somebody types."""

    def make() -> tuple[Option, ...]:
        ids = shelf.page(kind, limit=limit).ids
        names = shelf.names(kind, ids)
        return tuple(Option(id_, names[id_]) for id_ in ids)

    return _KEPT.get((shelf.ledger, shelf.version, kind, limit), make)


def options(words: Mapping[str, str]) -> tuple[Option, ...]:
    """The values of a filter that are always the same."""
    return tuple(Option(value, said) for value, said in words.items())


def name_of(shelf: Shelf, kind: Shelved, id_: str | None) -> str | None:
    """The name to show for an id that somebody filters by; the id where that name leads elsewhere."""
    if id_ is None:
        return None
    name = shelf.names(kind, [id_]).get(id_, id_)
    return name if called(shelf, kind, name) == id_ else id_


def known_name(known: Known | None) -> Run | None:
    """A name as it is known, leading to its page."""
    if known is None:
        return None
    thing = Thing.PLACE if known.kind is NameKind.PLACE else Thing.BODY
    return Run(plain(known.name), None if known.somebody else address(Lead(thing, known.id)))
