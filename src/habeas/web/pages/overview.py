"""What the ledger says, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Final

from fastapi import Query, Request
from pydantic import BaseModel, Field

from habeas.errors import WrongUsage
from habeas.ledger.shelf import Count, Shelved
from habeas.model import FOREIGNERS, ClaimType, Review
from habeas.overview import Asked, Gaps, Part, Position, overview
from habeas.overview.whole import Counts, Told
from habeas.publishing import phrases
from habeas.publishing.brief.pieces import Lead, Thing
from habeas.publishing.plain import plain
from habeas.reckoned import Status
from habeas.web.caching import Kept
from habeas.web.here import Here, Now
from habeas.web.listing import called
from habeas.web.looks import moment, query
from habeas.web.noted import LineShown, NoteShown, SectionShown, Teller, ToldShown, anchor
from habeas.web.pages.changes import ChangesShown, changes_since_seen, day_of
from habeas.web.rendering import PageRouter
from habeas.web.seen import Seen

router = PageRouter()

LISTS: Final = {Shelved.EVENT: "/events", Shelved.CLAIM: "/claims", Shelved.UNREAD: "/unread"}
THINGS: Final = {Shelved.EVENT: "event", Shelved.CLAIM: "claim", Shelved.UNREAD: "figure"}
RETURNED: Final = {"type": ClaimType.REPATRIATION.value, "status": Status.DONE.value}
# The lists of all that some sections tell of.
ALL: Final[dict[str, tuple[str, str, dict[str, str]]]] = {
    "People held, by place": ("All statements on who is held", "/claims", {"type": "holding"}),
    "Contradicted": ("All contradictions", "/conflicts", {"kind": "contradiction"}),
    "Allegations and answers": ("All allegations", "/claims", {"type": "allegation"}),
}
UNCHECKED: Final = "machine reading, unchecked"
# What a page can be narrowed to, as people call it.
FILTERS: Final = {
    "type": "what happened",
    "place": "place",
    "group": "people",
    "speaker": "who says so",
    "report": "report",
    "since": "from",
    "until": "until",
    "words": "words",
}
NAMED: Final = {"place": Shelved.PLACE, "speaker": Shelved.SPEAKER, "report": Shelved.REPORT}


Text = Annotated[str, Field(max_length=200)]


class Filters(BaseModel):
    """What the page is narrowed to; days as 2024-03-18, of which only the months count."""

    type: Text = ""
    place: Text = ""  # an id, or words of a name
    group: Text = ""
    speaker: Text = ""
    report: Text = ""  # an id
    since: Text = ""
    until: Text = ""
    words: Text = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that the page is narrowed to, and the address without it."""

    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How many claims are in one state of review, in words, and where they are listed."""

    words: str
    state: str
    number: int
    more: bool
    href: str | None


@dataclass(frozen=True, slots=True)
class LeadingShown:
    """One of the figures that come first."""

    heading: str
    href: str | None
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True)
class PositionShown:
    """What one state said, and who is reported to have come back to it."""

    code: str
    country: str
    href: str | None
    said: tuple[LineShown, ...]
    returns: tuple[LineShown, ...]
    claims: int
    all_returns: str | None
    returns_href: str | None


@dataclass(frozen=True, slots=True)
class GapsShown:
    """What isn't covered."""

    places: tuple[LineShown, ...]
    months: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """What the ledger says: the figures that matter, then section by section, and the exact words.

    `since` is what changed since the visitor last marked it as seen (`seen`, a moment in words), None where
    they never did. `contradictions_then` is how many contradictions there were then.
    """

    today: date
    newest: date | None
    reports: int
    claims: Count
    checked: tuple[Checked, ...]
    unread: Count
    contradictions: Count
    log_head: str | None
    given: dict[str, str]
    chips: tuple[Chip, ...]
    leading: tuple[LeadingShown, ...]
    sections: tuple[SectionShown, ...]
    silent: tuple[str, ...]
    positions: tuple[PositionShown, ...]
    others: ToldShown | None
    gaps: GapsShown | None
    unread_told: tuple[ToldShown, ...]
    notes: tuple[NoteShown, ...]
    seen: str | None
    since: ChangesShown | None
    contradictions_then: int | None
    types: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]


_kept: Kept[OverviewPage] = Kept(32)


@router.page("/", "overview.html")
def show_overview(here: Now, request: Request, filters: Annotated[Filters, Query()]) -> OverviewPage:
    """What the ledger says: every figure with its hedge, its day, who says so and its exact words."""
    given = {name: value.strip() for name, value in filters.model_dump().items() if value.strip()}
    page = _kept.get(here.state(), tuple(given.items()), lambda: _overview(here, given))
    return _with_news(page, here, Seen.of(request, here.visitor))


# --- what was asked for ---


def asked_for(here: Here, given: Mapping[str, str]) -> Asked:
    """The filters of an address. Raises WrongUsage for one that can't be meant."""
    return Asked(
        type=_type(given.get("type", "")),
        place=_id_of(here, Shelved.PLACE, given.get("place")),
        group=given.get("group"),
        speaker=_id_of(here, Shelved.SPEAKER, given.get("speaker")),
        report=given.get("report"),
        since=day_of("since", given.get("since", "")),
        until=day_of("until", given.get("until", "")),
        words=given.get("words", ""),
    )


def _type(name: str) -> ClaimType | None:
    if name and name not in set(ClaimType):
        raise WrongUsage(f"type={name}: no type; {', '.join(ClaimType)} are")
    return ClaimType(name) if name else None


def _id_of(here: Here, kind: Shelved, name: str | None) -> str | None:
    """The id of a place or speaker, also by its name; what nothing is called stays, and nothing fits."""
    if name is None:
        return None
    with here.desk.ledger.shelf() as shelf:
        return called(shelf, kind, name) or name


def _groups(given: str | None) -> tuple[tuple[str, str], ...]:
    """The people that can be chosen; a country's nationals only by the address."""
    tags = [*phrases.PEOPLE, *phrases.ROLES, *phrases.LABELS, FOREIGNERS]
    return tuple((tag, tag.replace("_", " ")) for tag in dict.fromkeys([*tags, *([given] if given else [])]))


def _chips(here: Here, given: dict[str, str], asked: Asked) -> tuple[Chip, ...]:
    said = {name: f"{FILTERS[name]}: {value}" for name, value in given.items()}
    with here.desk.ledger.shelf() as shelf:
        for name, kind in NAMED.items():
            id_ = getattr(asked, name)
            if id_ is not None and (known := shelf.names(kind, [id_]).get(id_)):
                said[name] = f"{FILTERS[name]}: {plain(known)}"
    return tuple(Chip(plain(words), query(given, **{name: None}) or "/") for name, words in said.items())


# --- the page ---


def _overview(here: Here, given: dict[str, str]) -> OverviewPage:
    asked = asked_for(here, given)
    made = overview(here.desk, asked, today=here.today)
    teller = Teller(made.linked)
    leading = tuple(
        LeadingShown(plain(one.heading), teller.href(one.about), teller.lines(one.lines))
        for one in made.leading
    )
    sections = tuple(_section(one, teller, given) for one in made.parts if one.told)
    positions = tuple(_position(one, teller, given) for one in made.positions)
    others = _told(made.others, teller, given) if made.others else None
    gaps = _gaps(made.gaps, teller) if made.gaps is not None else None
    unread = tuple(_told(told, teller, given) for told in made.unread)
    return OverviewPage(
        today=made.today,
        newest=made.counts.newest,
        reports=made.counts.reports.number,
        claims=made.counts.claims,
        checked=tuple(_checked(made.counts, given)),
        unread=made.counts.unread,
        contradictions=made.counts.contradictions,
        log_head=here.desk.ledger.log_head(),
        given=given,
        chips=_chips(here, given, asked),
        leading=leading,
        sections=sections,
        silent=tuple(part.title for part in made.parts if not part.told),
        positions=positions,
        others=others,
        gaps=gaps,
        unread_told=unread,
        notes=teller.notes(),
        seen=None,
        since=None,
        contradictions_then=None,
        types=tuple((kind.value, kind.value) for kind in ClaimType),
        groups=_groups(given.get("group")),
    )


def _gaps(made: Gaps, teller: Teller) -> GapsShown:
    return GapsShown(teller.lines(made.places), teller.lines(made.months))


def _checked(counts: Counts, given: dict[str, str]) -> Iterator[Checked]:
    """How many claims nobody has checked, then how those came out that somebody has."""
    for review, found in counts.by_review.items():
        if found.number or review is Review.UNCHECKED:
            words = UNCHECKED if review is Review.UNCHECKED else review.value
            href = _list("/claims", given, review=review.value)
            yield Checked(words, review.value, found.number, found.more, href)


def _list(path: str, given: dict[str, str], **narrowed: str) -> str | None:
    """The list of what is told; None where the list can't be narrowed to the same days."""
    return None if {"since", "until"} & given.keys() else path + query(given, **narrowed)


def _section(part: Part, teller: Teller, given: dict[str, str]) -> SectionShown:
    told = tuple(_told(one, teller, given) for one in part.told)
    words, path, narrowed = ALL.get(part.title, (None, "", {}))
    href = _list(path, given, **narrowed) if words and "type" not in given else None
    return SectionShown(anchor(part.title), part.title, told, words, href)


def _told(told: Told, teller: Teller, given: dict[str, str]) -> ToldShown:
    href = _list(LISTS[told.kind], given, **dict(told.listed)) if told.listed else None
    all_ = _how_many(told.all, THINGS[told.kind]) if told.all is not None else None
    return ToldShown(teller.block(told.block), all_, href)


def _how_many(all_: Count, word: str) -> str:
    return f"{'more than ' if all_.more else ''}{phrases.count(all_.number, word)}"


def _position(one: Position, teller: Teller, given: dict[str, str]) -> PositionShown:
    narrowed = {**RETURNED, "place": one.country}
    return PositionShown(
        one.country,
        phrases.country(one.country),
        teller.href(Lead(Thing.PLACE, one.country)),
        teller.lines(one.said),
        teller.lines(one.returns),
        one.claims,
        _how_many(one.all_returns, "event") if one.all_returns else None,
        _list("/events", given, **narrowed) if one.all_returns and "place" not in given else None,
    )


def _with_news(page: OverviewPage, here: Here, seen: Seen | None) -> OverviewPage:
    """The page for one visitor: with what changed since they last marked all as seen."""
    if seen is None:
        return page
    news = changes_since_seen(here, seen)
    return replace(page, seen=moment(seen.at), since=news.changes, contradictions_then=seen.contradictions)
