"""One place: who is said to be held there over time, what came and went, what contradicts, the account."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Annotated, Final

from fastapi import HTTPException, Query

from habeas.errors import WrongUsage
from habeas.kept.places import Counted, KnownPlace, Near, counted_at, known_place, near
from habeas.kept.told import events_with
from habeas.ledger import Count, Shelved
from habeas.lexicon.gazetteer import gazetteer
from habeas.lexicon.shape import PlaceKind
from habeas.model import ClaimType
from habeas.publishing import phrases
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.saying import who_says
from habeas.publishing.charts.drawing import Drawing
from habeas.publishing.charts.marks import MOST, Mark, thinned
from habeas.publishing.charts.population import population_chart
from habeas.publishing.charts.told import Said, counts_everybody, is_of_people_held, mark, said
from habeas.publishing.happenings import settled
from habeas.publishing.plain import plain
from habeas.publishing.sheet import Sheet, sheet
from habeas.publishing.statements import answers_last, differ, side_by_side, statements
from habeas.reckoned import Account, Days, Event, Known, Reckoned, Testimony
from habeas.reckoning.accounts import account as drawn_up
from habeas.web.caching import Kept
from habeas.web.here import Here, Now
from habeas.web.listing import LENGTH
from habeas.web.pages.conflicts import Sides, sides_of
from habeas.web.pages.events import EventItem, event_item
from habeas.web.pages.places import NOT_FOR_PROGRAMS, Figure, PlaceRow, figure, rows
from habeas.web.rendering import PageRouter
from habeas.web.telling import ClaimLine, Run, claim_line, page_of, runs

router = PageRouter()

LOOKED_AT: Final = 400  # claims that the marks of a chart are chosen from
EVENTS: Final = 40
CONFLICTS: Final = 20
LED_BY: Final = 12  # statements that the newest of everybody, and what differs from it, are looked for in
# An account of so many claims takes a second at most, and is drawn up without being asked for; of so many it
# takes a few, and is drawn up where somebody asks, one at a time. Of more it is for the command line.
DRAWN_UNASKED: Final = 150
DRAWN: Final = 800

LEAVING: Final = frozenset(
    {ClaimType.RELEASE, ClaimType.ESCAPE, ClaimType.REPATRIATION, ClaimType.DEATH, ClaimType.EXECUTION}
)

_drawing_up: Final = Lock()
_kept_charts: Kept[Chart] = Kept(64)


# --- what is told of a place ---


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place to go to."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class About:
    """The place itself, and the places around it, the widest first."""

    id: str
    name: str
    kind: PlaceKind | None
    country: str | None
    around: tuple[PlaceName, ...]
    claims: int


@dataclass(frozen=True, slots=True)
class Group:
    """Statements of how many are held, the newest first; `differs` where they can't all be the number."""

    figures: tuple[Figure, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A line of the chart's table: what one claim says, and who says so."""

    said: Said
    who: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """All that claims say of how many are held at the place: the newest in words, a chart, its table.

    `number` is how many claims there are; where that is more than are looked at, `a_month` says how many of
    each month are. `shown` is how many have a mark, `left_out` how many more could have one, and aren't among
    the lines either; `looks` are the kinds of marks, for the key.
    """

    newest: Group | None
    lines: tuple[FigureLine, ...]
    number: Count
    a_month: int | None
    shown: int
    left_out: int
    checked: int
    looks: tuple[str, ...]
    first: date | None
    last: date | None
    drawing: Annotated[Drawing | None, NOT_FOR_PROGRAMS] = None


@dataclass(frozen=True, slots=True)
class Moves:
    """What came to the place, what left it, and what happened there, the newest first."""

    came: tuple[EventItem, ...]
    left: tuple[EventItem, ...]
    there: tuple[EventItem, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class AccountPart:
    """The account of the place over some days; without a sheet, `why_not` says why and `command` what to do.

    `by_claims` is how many claims it would be drawn up from, `alone` True where counts of the places around
    were left out of it.
    """

    first: date
    last: date
    command: str
    by_claims: Count
    sheet: Sheet | None = None
    conflicts: tuple[tuple[ClaimLine, ...], ...] = ()
    set_aside: tuple[ClaimLine, ...] = ()
    why_not: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A place: who is said to be held there, what came and went, what contradicts, and the account."""

    place: About
    held: Chart
    moves: Moves
    contradictions: tuple[Sides, ...]
    contradicted: Count
    account: AccountPart | None
    within: tuple[PlaceRow, ...]
    more_within: bool


@router.page("/places/{id}", "place.html", kept=True)
def place(
    here: Now,
    id: str,  # noqa: A002  as the address has it
    *,
    from_: Annotated[str, Query(alias="from", max_length=10)] = "",
    to: Annotated[str, Query(max_length=10)] = "",
) -> PlacePage:
    """One place, from the first claim to the newest."""
    known = known_place(here.desk, id)
    with here.desk.ledger.shelf() as shelf:
        events = shelf.page(Shelved.EVENT, [f"place:{id}"], limit=EVENTS)
        facets = [f"place:{id}", "kind:contradiction"]
        contrary = shelf.page(Shelved.CONFLICT, facets, limit=CONFLICTS).ids
        contradicted = shelf.count(Shelved.CONFLICT, facets)
        inner = shelf.page(Shelved.PLACE, [f"within:{id}"], limit=LENGTH)
    chart = _kept_charts.get(here.state(), id, lambda: _chart(here, known))
    days = _asked_days(from_, to, chart)
    return PlacePage(
        _about(here, known),
        chart,
        _moves(here, id, events.ids, more=events.next is not None),
        sides_of(here, contrary),
        contradicted,
        None if days is None else _account(here, known, days, asked=bool(from_ or to)),
        rows(here, inner.ids),
        inner.next is not None,
    )


def _about(here: Here, place: KnownPlace) -> About:
    table = gazetteer(here.desk.lexicon)
    around = (PlaceName(id_, table.name(id_) or id_) for id_ in reversed(place.around))
    return About(
        place.id,
        plain(place.name),
        place.kind,
        phrases.country(place.country) if place.country else None,
        tuple(around),
        place.claims,
    )


# --- who is said to be held there ---


def _chart(here: Here, place: KnownPlace) -> Chart:
    counted = counted_at(here.desk, place.id, most=LOOKED_AT)
    page = page_of(here.today, {one.id: one for one in counted.told})
    every = {one.id: _mark(one, counted, here.today) for one in counted.told}
    marks = thinned(filter(None, every.values()), MOST)
    drawn = {one.claim for one in marks}
    lines = [one for one in counted.told if one.id in drawn or every[one.id] is None]
    return Chart(
        _newest(counted, page),
        tuple(_line(one, counted, page) for one in lines),
        counted.number,
        counted.a_month,
        len(marks),
        len(every) - len(lines),
        sum(one.checked for one in marks),
        _looks(marks),
        min((one.days.first for one in marks), default=None),
        max((one.days.last for one in marks), default=None),
        population_chart(marks, place=plain(place.name)),
    )


def _mark(one: Testimony, counted: Counted, today: date) -> Mark | None:
    return mark(one, today=today, contradicted=one.id in counted.contradicted)


def _line(one: Testimony, counted: Counted, page: Page) -> FigureLine:
    line = said(one, today=page.today, contradicted=one.id in counted.contradicted)
    return FigureLine(line, runs(who_says(one.claim, page)))


def _newest(counted: Counted, page: Page) -> Group | None:
    """The newest statement of everybody held there, with those of its time that differ; else the newest."""
    groups = side_by_side(statements(one.claim for one in counted.told if is_of_people_held(one))[:LED_BY])
    everybody = (group for group in groups if any(counts_everybody(one.lead) for one in group))
    group = next(everybody, next(iter(groups), None))
    if group is None:
        return None
    return Group(tuple(figure(statement.lead, page) for statement in group), differ(group))


def _looks(marks: Sequence[Mark]) -> tuple[str, ...]:
    """The kinds of marks on a chart, in the order of its key."""
    kinds = {
        "exact": any(one.exact and not one.approx and not one.capacity for one in marks),
        "about": any(one.exact and one.approx and not one.capacity for one in marks),
        "between": any(not one.exact and not one.is_open for one in marks),
        "at least": any(one.high is None for one in marks),
        "up to": any(one.low is None for one in marks),
        "span": any(one.days.first < one.days.last for one in marks),
        "part": any(one.group for one in marks),
        "convention": any(one.convention for one in marks),
        "capacity": any(one.capacity for one in marks),
        "contradicted": any(one.contradicted for one in marks),
    }
    return tuple(kind for kind, there in kinds.items() if there)


# --- what happened ---


def _moves(here: Here, place: str, ids: Sequence[str], *, more: bool) -> Moves:
    reckoned = events_with(here.desk, ids)
    ways: dict[str, list[EventItem]] = {"came": [], "left": [], "there": []}
    page, by_id = page_of(here.today, reckoned.testimonies), {event.id: event for event in reckoned.events}
    for event in (by_id[id_] for id_ in ids if id_ in by_id):
        ways[_way(event, place)].append(event_item(event, reckoned, page))
    return Moves(tuple(ways["came"]), tuple(ways["left"]), tuple(ways["there"]), more)


def _way(event: Event, place: str) -> str:
    """Whether an event brought people to the place, took them away from it, or neither."""
    to, from_ = _is_in(settled(event, "destination"), place), _is_in(settled(event, "origin"), place)
    if to != from_:
        return "came" if to else "left"
    return "left" if event.type in LEAVING and not to else "there"


def _is_in(known: Known | None, place: str) -> bool:
    return known is not None and place in known.around


# --- the account ---


def _asked_days(from_: str, to: str, chart: Chart) -> Days | None:
    """The days that were asked for, else all that the chart shows. Raises WrongUsage."""
    first, last = _day(from_, "from") or chart.first, _day(to, "to") or chart.last
    if first is None or last is None:
        return None
    if last < first:
        raise WrongUsage(f"an account to {last} can't begin on {first}: swap the days")
    return Days(first, last)


def _day(words_: str, name: str) -> date | None:
    try:
        return date.fromisoformat(words_) if words_ else None
    except ValueError as error:
        raise WrongUsage(f"{name}: {words_!r} is no day: write it as 2024-03-18") from error


def _account(here: Here, place: KnownPlace, days: Days, *, asked: bool) -> AccountPart:
    found = near(here.desk, place, most=DRAWN if asked else DRAWN_UNASKED)
    part = AccountPart(days.first, days.last, _command(place, days), found.number, alone=found.alone)
    if found.told is None:
        return replace(part, why_not="too many" if asked or _is_beyond(found) else "not asked for")
    made = _drawn_up(found.told, place, days)
    page = page_of(here.today, found.told.testimonies)
    return replace(
        part,
        sheet=sheet(made),
        conflicts=tuple(_lines(one.claims, page) for one in made.conflicts),
        set_aside=_lines(made.set_aside, page),
    )


def _drawn_up(told: Reckoned, place: KnownPlace, days: Days) -> Account:
    few = len(told.testimonies) <= DRAWN_UNASKED
    if not few and not _drawing_up.acquire(blocking=False):
        raise HTTPException(503, "Another long account is being drawn up: ask again in a few seconds.")
    try:
        return drawn_up(told.testimonies.values(), told.events, place=place.id, days=days)
    finally:
        if not few:
            _drawing_up.release()


def _lines(ids: Iterable[str], page: Page) -> tuple[ClaimLine, ...]:
    claims = sorted((page.testimonies[id_].claim for id_ in ids), key=answers_last)
    return tuple(claim_line(claim, page) for claim in claims)


def _is_beyond(found: Near) -> bool:
    return found.number.more or found.number.number > DRAWN


def _command(place: KnownPlace, days: Days) -> str:
    return f"habeas account {shlex.quote(plain(place.name))} --from {days.first} --to {days.last}"
