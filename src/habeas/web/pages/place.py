"""One place: who is said to be held there over time, what came and went, what contradicts, the account."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Final

from fastapi import Query

from habeas.errors import WrongUsage
from habeas.kept.places import Counted, KnownPlace, Near, counted_at, known_place, near
from habeas.kept.told import conflicts_with, events_with
from habeas.ledger.shelf import Count, Shelved
from habeas.lexicon.gazetteer import gazetteer
from habeas.lexicon.shape import PlaceKind
from habeas.model import ClaimType, Review
from habeas.publishing import phrases
from habeas.publishing.brief.events import what_and_when
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import in_words
from habeas.publishing.charts.drawing import Drawing
from habeas.publishing.charts.marks import MOST, Mark, thinned
from habeas.publishing.charts.population import population_chart
from habeas.publishing.charts.told import Said, counts_everybody, is_of_people_held, mark, said, words
from habeas.publishing.happenings import Happening, happenings, settled
from habeas.publishing.plain import plain
from habeas.publishing.sheet import Sheet, sheet
from habeas.publishing.statements import answers_last, differ, side_by_side, statements
from habeas.reckoned import Conflict, Days, Event, Known, Reckoned
from habeas.reckoning.accounts import account as drawn_up
from habeas.web.caching import Kept
from habeas.web.here import Here, Now
from habeas.web.pages.places import NOT_FOR_PROGRAMS, ON_A_PAGE, Figure, PlaceRow, key, rows, told
from habeas.web.rendering import PageRouter

router = PageRouter()

LOOKED_AT: Final = 400  # claims that the marks of a chart are chosen from
EVENTS: Final = 40
CONFLICTS: Final = 20
LED_BY: Final = 12  # statements that the newest of everybody, and what differs from it, are looked for in
DRAWN_UNASKED: Final = 200  # an account of no more claims is drawn up without being asked for
DRAWN: Final = 1_500  # of more claims it takes minutes: that is for the command line

LEAVING: Final = frozenset(
    {ClaimType.RELEASE, ClaimType.ESCAPE, ClaimType.REPATRIATION, ClaimType.DEATH, ClaimType.EXECUTION}
)

_kept_charts: Kept[Chart] = Kept(64)
_kept_pages: Kept[PlacePage] = Kept(128)


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
class Chart:
    """All that claims say of how many are held at the place: the newest in words, a chart, its table.

    `number` is how many claims there are; where that is more than are looked at, `a_month` says how many of
    each month are. `shown` is how many of these have a mark; `looks` are the kinds of marks, for the key.
    """

    newest: Group | None
    lines: tuple[Said, ...]
    number: Count
    a_month: int | None
    shown: int
    checked: int
    looks: tuple[str, ...]
    first: date | None
    last: date | None
    drawing: Annotated[Drawing | None, NOT_FOR_PROGRAMS] = None


@dataclass(frozen=True, slots=True)
class Happened:
    """An event at the place: its figures, each with a claim that gives it, and what happened when."""

    id: str
    figures: tuple[tuple[str, str], ...]  # words, claim
    what: str
    voices: str
    differs: bool
    review: Review


@dataclass(frozen=True, slots=True)
class Moves:
    """What came to the place, what left it, and what happened there, the newest first."""

    came: tuple[Happened, ...]
    left: tuple[Happened, ...]
    there: tuple[Happened, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One claim of a contradiction, in words."""

    claim: str
    words: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Claims that can't all be true, and why."""

    id: str
    why: str
    sides: tuple[Side, ...]


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
    conflicts: tuple[tuple[Side, ...], ...] = ()
    set_aside: tuple[Side, ...] = ()
    why_not: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A place: who is said to be held there, what came and went, what contradicts, and the account."""

    place: About
    held: Chart
    moves: Moves
    contradictions: tuple[Contradiction, ...]
    contradicted: Count
    account: AccountPart | None
    within: tuple[PlaceRow, ...]
    more_within: bool


@router.page("/places/{id}", "place.html")
def place(
    here: Now,
    id: str,  # noqa: A002  as the address has it
    *,
    from_: Annotated[str, Query(alias="from", max_length=10)] = "",
    to: Annotated[str, Query(max_length=10)] = "",
) -> PlacePage:
    """One place, from the first claim to the newest."""
    with here.desk.ledger.shelf() as shelf:
        version = shelf.version
    return _kept_pages.get(key(here, version, id, from_, to), lambda: _page(here, version, id, from_, to))


def _page(here: Here, version: int, id_: str, from_: str, to: str) -> PlacePage:
    known = known_place(here.desk, id_)
    with here.desk.ledger.shelf() as shelf:
        events = shelf.page(Shelved.EVENT, [f"place:{id_}"], limit=EVENTS)
        facets = [f"place:{id_}", "kind:contradiction"]
        contrary = shelf.page(Shelved.CONFLICT, facets, limit=CONFLICTS).ids
        contradicted = shelf.count(Shelved.CONFLICT, facets)
        inner = shelf.page(Shelved.PLACE, [f"within:{id_}"], limit=ON_A_PAGE)
    chart = _kept_charts.get(key(here, version, id_), lambda: _chart(here, known))
    days = _asked_days(from_, to, chart)
    return PlacePage(
        _about(here, known),
        chart,
        _moves(here, id_, events.ids, more=events.next is not None),
        _contradictions(here, contrary),
        contradicted,
        None if days is None else _account(here, known, days, asked=bool(from_ or to)),
        rows(here, version, inner.ids),
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
    found = [
        (one, mark(one, today=here.today, contradicted=one.id in counted.contradicted))
        for one in counted.told
    ]
    marks = thinned((mark_ for _, mark_ in found if mark_ is not None), MOST)
    days = [mark_.days for mark_ in marks]
    return Chart(
        _newest(counted, here.today),
        tuple(
            said(one, today=here.today, contradicted=one.id in counted.contradicted) for one in counted.told
        ),
        counted.number,
        counted.a_month,
        len(marks),
        sum(mark_.checked for mark_ in marks),
        _looks(marks),
        min((one.first for one in days), default=None),
        max((one.last for one in days), default=None),
        population_chart(marks, place=plain(place.name)),
    )


def _newest(counted: Counted, today: date) -> Group | None:
    """The newest statement of everybody held there, with those of its time that differ; else the newest."""
    held = [one for one in counted.told if one.claim.quantity is not None and is_of_people_held(one)]
    groups = side_by_side(statements(one.claim for one in held)[:LED_BY])
    everybody = (group for group in groups if any(counts_everybody(one.lead) for one in group))
    group = next(everybody, next(iter(groups), None))
    if group is None:
        return None
    return Group(tuple(told(statement.lead, today) for statement in group), differ(group))


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
    ways: dict[str, list[Happened]] = {"came": [], "left": [], "there": []}
    for happening in happenings(reckoned.events):
        ways[_way(happening.event, place)].append(_happened(happening, reckoned, here.today))
    return Moves(tuple(ways["came"]), tuple(ways["left"]), tuple(ways["there"]), more)


def _way(event: Event, place: str) -> str:
    """Whether an event brought people to the place, took them away from it, or neither."""
    to, from_ = _is_in(settled(event, "destination"), place), _is_in(settled(event, "origin"), place)
    if to != from_:
        return "came" if to else "left"
    return "left" if event.type in LEAVING and not to else "there"


def _is_in(known: Known | None, place: str) -> bool:
    return known is not None and place in known.around


def _happened(happening: Happening, reckoned: Reckoned, today: date) -> Happened:
    event, heard = happening.event, reckoned.voices.get(happening.event.id)
    reviews = {one.claim.review for one in event.testimonies}
    return Happened(
        event.id,
        tuple(
            (phrases.counted(telling.lead, telling.group), telling.lead.id) for telling in happening.figures
        ),
        " · ".join(map(in_words, what_and_when(happening, Page(today)))),
        phrases.behind(heard) if heard is not None else "",
        happening.differs,
        min(reviews, key=list(Review).index),
    )


# --- what contradicts ---


def _contradictions(here: Here, ids: Sequence[str]) -> tuple[Contradiction, ...]:
    found = conflicts_with(here.desk, ids)
    by_id = {one.id: one for one in found.conflicts}
    return tuple(_contradiction(by_id[id_], found, here.today) for id_ in ids if id_ in by_id)


def _contradiction(conflict: Conflict, reckoned: Reckoned, today: date) -> Contradiction:
    return Contradiction(conflict.id, plain(conflict.why), _sides(conflict.claims, reckoned, today))


def _sides(ids: Iterable[str], reckoned: Reckoned, today: date) -> tuple[Side, ...]:
    told = reckoned.testimonies
    claims = sorted((told[id_].claim for id_ in ids if id_ in told), key=answers_last)
    return tuple(Side(claim.id, words(claim, today=today)) for claim in claims)


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
    made = drawn_up(found.told.testimonies.values(), found.told.events, place=place.id, days=days)
    return replace(
        part,
        sheet=sheet(made),
        conflicts=tuple(_sides(one.claims, found.told, here.today) for one in made.conflicts),
        set_aside=_sides(made.set_aside, found.told, here.today),
    )


def _is_beyond(found: Near) -> bool:
    return found.number.more or found.number.number > DRAWN


def _command(place: KnownPlace, days: Days) -> str:
    return f"habeas account {shlex.quote(plain(place.name))} --from {days.first} --to {days.last}"
