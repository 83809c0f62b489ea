"""How likely two claims tell of one happening: points for what they share, and what keeps them apart.

A point is roughly the weight of one specific thing in common (a camp, a day). The points were set by hand on
annotated reports; `JOIN_AT` is where two claims of different reports are taken for one happening. What a bar
names keeps two claims apart whatever else they share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from habeas.model import FOREIGNERS, Basis, ClaimType, Measure, Quantity, Unit
from habeas.reckoned import Days, Known, NameKind, Status, Testimony
from habeas.reckoning.comparing import (
    TOLERANCE,
    bounds,
    can_agree,
    disjoint,
    exceeds,
    may_be_same_people,
    nations,
    people,
)
from habeas.reckoning.ways import kind_of, shifted

JOIN_AT: Final = 3.0
# Two claims of one report, or of copies of it, tell of one happening more readily than others.
ONE_REPORT: Final = 1.5
# A report that tells again of a happening need not name its day, place and figure again.
BARE: Final = 1.0

# Of these each report has its own count, however far apart: nobody stood at the gate and counted.
UNCOUNTED: Final = (ClaimType.ESCAPE, ClaimType.ATTACK, ClaimType.DEATH)
# A prison breaks open once in a few days, while convoys leave a camp again and again.
SELDOM: Final = (ClaimType.ESCAPE, ClaimType.ATTACK, ClaimType.RECAPTURE, ClaimType.EXECUTION)
# What a state does as one: its country pins a happening of one day down.
OF_STATES: Final = (ClaimType.EXECUTION, ClaimType.REPATRIATION)
# How far apart two counts of one happening may be before they are two happenings.
FARTHEST: Final = 1.5
# "More than a hundred" and 109 may be one count; "at least 192" and "more than 1,500" can both be true, but
# hardly of one thing.
FARTHEST_OPEN: Final = 2.0

# Members of a family, on average over those counted together: returns from camps have three to five.
LARGEST_FAMILY: Final = 15

DAY: Final = timedelta(days=1)
# Two agencies count a day apart; a night's events have two days.
SLACK: Final = DAY
PRECISE: Final = timedelta(days=3)
MONTH: Final = timedelta(days=31)
YEAR: Final = timedelta(days=366)
NEWS: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Points; where they are enough, what they are for, and what keeps the two apart, if anything does."""

    points: float
    shared: tuple[str, ...] = ()
    bar: str | None = None

    @property
    def enough(self) -> bool:
        """True where they share enough, whether something keeps them apart or not."""
        return self.points >= JOIN_AT

    @property
    def joins(self) -> bool:
        """True where the two may be taken for one happening."""
        return self.bar is None and self.points >= JOIN_AT


def _kind(testimony: Testimony) -> ClaimType:
    return kind_of(testimony.claim)


def is_total(testimony: Testimony) -> bool:
    """True for a running total: it counts more than one happening."""
    return testimony.claim.measure is Measure.TOTAL


def likeness(one: Testimony, other: Testimony) -> Likeness:
    """How likely both tell of one happening."""
    points, shared = 0.0, list[str]()
    for more, what in _parts(one, other):
        points += more
        if more > 0:
            shared.append(what)
    if points < JOIN_AT:
        return Likeness(points)
    return Likeness(points, tuple(shared), strict_bar(one, other))


def strict_bar(one: Testimony, other: Testimony) -> str | None:
    """What keeps two claims from telling of one happening; None where nothing does."""
    if _kind(one) is not _kind(other):
        return f"one tells of a {one.claim.type}, the other of a {other.claim.type}"
    if one.status is not other.status:
        return f"one is {one.status}, the other {other.status}"
    if is_total(one) is not is_total(other):
        return "one is a total so far, the other isn't"
    if is_handover(one) is not is_handover(other):
        return "one tells of a place that changes hands, the other of people"
    return _time_bar(one, other) or _place_bar(one, other) or _people_bar(one, other)


def content(testimony: Testimony) -> tuple[object, ...]:
    """All that two claims of different reports are compared by, beside whether their reports are copies."""
    claim, quantity = testimony.claim, testimony.claim.quantity
    counted = quantity and (
        quantity.span.text,
        quantity.low,
        quantity.high,
        quantity.approx,
        quantity.unit,
        quantity.basis,
    )
    said = (claim.type, claim.detail, claim.measure, claim.group, claim.period is None)
    names = (testimony.place, testimony.origin, testimony.destination, testimony.actor, testimony.speaker)
    return counted, said, names, testimony.status, testimony.days, testimony.stated


def is_bare(testimony: Testimony) -> bool:
    """True for a claim without figure, day, people and named place: what it tells of was named before."""
    claim = testimony.claim
    if claim.quantity is not None or claim.period is not None or nations(claim.group):
        return False
    return all(place.somebody for place in _named(testimony))


def is_handover(testimony: Testimony) -> bool:
    """True for a place that passes from one holder to another, with whoever is in it."""
    claim = testimony.claim
    return (
        claim.type is ClaimType.TRANSFER and claim.quantity is None and not claim.group and bool(claim.place)
    )


def loose_bar(one: Testimony, other: Testimony) -> str | None:
    """The same where one is a part of a larger figure: it may count others than another part does."""
    if any(ask(one) is not ask(other) for ask in (_kind, is_total)) or one.status is not other.status:
        return "not of one kind"
    return _time_bar(one, other) or _place_bar(one, other)


def is_one_source(one: Testimony, other: Testimony) -> bool:
    """True where one report says both, or one copies the other."""
    return one.report == other.report or (one.family is not None and one.family == other.family)


# --- time ---


def _time_bar(one: Testimony, other: Testimony) -> str | None:
    mine, theirs = one.days, other.days
    near = mine if one.report == other.report or mine is None else _widened(mine)
    if near and theirs and not near.overlaps(theirs):
        return f"different days ({_said(mine or near)}, {_said(theirs)})"
    if is_total(one) and mine and theirs and abs(mine.last - theirs.last) > SLACK:
        return f"totals as of different days ({mine.last}, {theirs.last})"
    for dated, said in ((mine, other.stated), (theirs, one.stated)):
        if dated and said and dated.first > said + SLACK and one.status is Status.DONE:
            return f"told on {said}, before {_said(dated)}"
    return None


def _widened(days: Days) -> Days:
    return Days(shifted(days.first, -SLACK), shifted(days.last, SLACK))


def _said(days: Days) -> str:
    return str(days.first) if days.first == days.last else f"{days.first} to {days.last}"


def _time(one: Testimony, other: Testimony) -> tuple[float, str]:
    mine, theirs = one.days, other.days
    if mine and theirs:
        return _dated(mine, theirs, alone=one.report == other.report)
    if mine is None and theirs is None:
        return _undated(one, other)
    dated, undated = (one, other) if mine else (other, one)
    return _half_dated(dated, undated)


def _dated(mine: Days, theirs: Days, *, alone: bool) -> tuple[float, str]:
    spans = sorted((mine.last - mine.first, theirs.last - theirs.first))
    if spans[1] <= PRECISE:
        return _precise(mine, theirs, alone=alone), "same day" if mine.overlaps(theirs) else "a day apart"
    if mine == theirs and spans[1] <= MONTH:
        return 1.5, "same days"
    if spans[1] <= MONTH:
        return 1.0, "days that overlap"
    return 0.5, "years that overlap"


def _precise(mine: Days, theirs: Days, *, alone: bool) -> float:
    if not mine.overlaps(theirs):
        return 1.0
    if mine == theirs:
        return 2.0
    if abs((mine.last - mine.first) - (theirs.last - theirs.first)) <= DAY:
        return 1.75  # a night has two days
    # Where one report gives three days and one of them, it means two things.
    return 1.0 if alone else 1.5


def _undated(one: Testimony, other: Testimony) -> tuple[float, str]:
    if is_one_source(one, other):
        return 0.5, "no day given"
    if one.stated and other.stated:
        gap = abs(one.stated - other.stated)
        if gap <= NEWS:
            return 1.0, "told within days of one another"
        if gap <= MONTH:
            return 0.25, "told within a month"
    return 0.0, ""


def _half_dated(dated: Testimony, undated: Testimony) -> tuple[float, str]:
    if dated.days is None or undated.stated is None:
        return (0.5, "one of them undated") if is_one_source(dated, undated) else (0.0, "")
    gap = undated.stated - dated.days.last
    if is_one_source(dated, undated):
        # What a report gives no day is its news; a day long past is that of something it recalls.
        long = dated.days.last - dated.days.first > MONTH
        return (-1.0, "") if long or gap > MONTH else (0.5, "one of them undated")
    if -SLACK <= gap <= NEWS:
        return 1.0, "told within days of it"
    return (0.25, "told within a month of it") if DAY < gap <= MONTH else (0.0, "")


# --- places ---

# The points of a country that both name.
COUNTRY: Final = 0.75
SLOTS: Final = ("place", "origin", "destination")


def _place_bar(one: Testimony, other: Testimony) -> str | None:
    for slot in SLOTS:
        mine, theirs = getattr(one, slot), getattr(other, slot)
        if mine and theirs and _elsewhere(mine, theirs) and not (slot != "place" and _each(one, other)):
            return f"different {slot}s ({mine.name}, {theirs.name})"
    return None


def _elsewhere(mine: Known, theirs: Known) -> bool:
    """True for two places of which neither can hold the other; an unknown one may be anywhere."""
    if not (_located(mine) and _located(theirs)):
        return False
    return not (mine.is_or_holds(theirs) or theirs.is_or_holds(mine))


def _located(place: Known) -> bool:
    return not place.id.startswith("n_")


def _places(one: Testimony, other: Testimony) -> Iterator[tuple[float, str]]:
    for slot in SLOTS:
        mine, theirs = getattr(one, slot), getattr(other, slot)
        if mine and theirs:
            points, what = _place_points(mine, theirs)
            # To which country people are sent home says more than where a camp lies.
            types = (one.claim.type, other.claim.type)
            home = slot == "destination" and points == COUNTRY and ClaimType.REPATRIATION in types
            yield (points + 0.25 if home else points), what
    if (one.place is None) is not (other.place is None):
        yield from _across(one, other)
    if one.claim.type in SELDOM and _meet(one, other):
        yield 0.5, f"{one.claim.type} there"


def _meet(one: Testimony, other: Testimony) -> bool:
    """True where both name a place that is no country, or one country on one day."""
    mine, theirs = ({place.id for place in _named(told)} for told in (one, other))
    here = {place.id for place in _named(one) if _is_country(place)}
    exact = (mine - here) & theirs
    if exact or one.days is None or other.days is None:
        return bool(exact)
    longest = max(one.days.last - one.days.first, other.days.last - other.days.first)
    return bool(mine & theirs) and longest <= PRECISE


def _across(one: Testimony, other: Testimony) -> Iterator[tuple[float, str]]:
    """What one report calls the place is another's origin or destination."""
    for mine, them in ((one, other), (other, one)):
        place = mine.place
        if place is not None and them.place is None:
            ends = [end for end in (them.origin, them.destination) if end is not None]
            yield max([_place_points(place, end) for end in ends] + [(0.0, "")])


def _place_points(mine: Known, theirs: Known) -> tuple[float, str]:
    if mine.id == theirs.id:
        return (COUNTRY if _is_country(mine) else 1.5), mine.name
    if mine.is_or_holds(theirs) or theirs.is_or_holds(mine):
        inner = theirs if mine.is_or_holds(theirs) else mine
        outer = mine if inner is theirs else theirs
        return (0.5 if _is_country(outer) else 1.0), f"{inner.name} in {outer.name}"
    # A name that no list knows may be a known place's other name, but hardly if it is a name at all.
    unlike = not (_located(mine) and _located(theirs)) and not (mine.somebody or theirs.somebody)
    return (-1.0 if unlike else 0.0), ""


def _is_country(place: Known) -> bool:
    return len(place.id) == 2 and place.id.isupper()


# --- people and figures ---

# Labels that aren't given to just anybody who is held.
TELLING_ROLES: Final = frozenset({"hostages", "prisoners_of_war", "migrants"})


def _people_bar(one: Testimony, other: Testimony) -> str | None:
    mine, theirs = one.claim.group, other.claim.group
    if (
        nations(mine)
        and nations(theirs)
        and disjoint(nations(mine), nations(theirs))
        and not _each(one, other)
    ):
        return "people of different countries"
    if not disjoint(mine, theirs) and not may_be_same_people(mine, theirs):
        return f"different people ({', '.join(sorted(mine))}; {', '.join(sorted(theirs))})"
    return _figure_bar(one, other)


def _each(one: Testimony, other: Testimony) -> bool:
    """True for both sides of an exchange, which frees as many of each and sends each home."""
    mine, theirs = one.claim.quantity, other.claim.quantity
    if _kind(one) is not ClaimType.RELEASE or mine is None or theirs is None:
        return False
    if (mine.low, mine.high) != (theirs.low, theirs.high):
        return False
    soldiers = "prisoners_of_war" in one.claim.group & other.claim.group
    return one.report == other.report or soldiers or "swap" in (one.claim.detail, other.claim.detail)


def _figure_bar(one: Testimony, other: Testimony) -> str | None:
    mine, theirs = one.claim.quantity, other.claim.quantity
    if mine is None or theirs is None:
        return None
    if mine.unit is not theirs.unit:
        return None if _fit_in(mine, theirs) and _fit_in(theirs, mine) else _figures_said(mine, theirs)
    if counts_same(one, other):
        if _can_be_one(mine, theirs) and _times_apart(mine, theirs) <= FARTHEST_OPEN:
            return None
        return None if _may_differ(one, other, mine, theirs) else _figures_said(mine, theirs)
    if counts_some(one, other):
        return _part_bar(mine, theirs)
    if counts_some(other, one):
        return _part_bar(theirs, mine)
    return None


def _fit_in(families: Quantity, persons: Quantity) -> bool:
    """False where so many families can't have so many members."""
    if (families.unit, persons.unit) != (Unit.FAMILIES, Unit.PERSONS):
        return True
    return _number(families) <= _number(persons) <= LARGEST_FAMILY * _number(families)


def _can_be_one(mine: Quantity, theirs: Quantity) -> bool:
    """True for figures that agree, and for a rounded one beside the exact: "nearly 680" for 681."""
    rounded = (mine.approx or theirs.approx) and _times_apart(mine, theirs) <= 1 + TOLERANCE
    return rounded or can_agree(mine, theirs)


def counts_same(one: Testimony, other: Testimony) -> bool:
    """True where both count the same kinds of people of the same countries, by whatever label."""
    mine, theirs = one.claim.group, other.claim.group
    return people(mine) == people(theirs) and nations(mine) == nations(theirs)


def counts_some(one: Testimony, other: Testimony) -> bool:
    """True where the first counts some of the people that the second does: the women among them."""
    kinds, among = people(one.claim.group), people(other.claim.group)
    within = not among or (bool(kinds) and kinds <= among)
    return not counts_same(one, other) and within and _of_nations(one, other, said=True)


def _of_nations(one: Testimony, other: Testimony, *, said: bool = False) -> bool:
    """True where the first's countries are among the second's; unless `said`, one without any may be too."""
    mine, theirs = nations(one.claim.group), nations(other.claim.group)
    if not theirs or FOREIGNERS in theirs:
        return True
    return mine <= theirs and (bool(mine) or not said)


def may_be_part(one: Testimony, other: Testimony) -> bool:
    """True where the first can be some of those whom the second counts: fewer, and of a narrower group."""
    mine, theirs = one.claim.quantity, other.claim.quantity
    if mine is None or theirs is None or mine.unit is not theirs.unit or counts_same(one, other):
        return False
    if disjoint(one.claim.group, other.claim.group) or _number(mine) >= _number(theirs):
        return False
    return _of_nations(one, other)


def _may_differ(one: Testimony, other: Testimony, mine: Quantity, theirs: Quantity) -> bool:
    """True where two counts can be of one happening though they contradict each other.

    One voice doesn't give two counts of one thing; and day and place must pin the happening down.
    """
    if one.report == other.report and (None in (one.speaker, other.speaker) or one.speaker == other.speaker):
        return False
    if not _pinned(one, other):
        return False
    return one.claim.type in UNCOUNTED or _times_apart(mine, theirs) <= FARTHEST


def _pinned(one: Testimony, other: Testimony) -> bool:
    """True where both have one place that is exact enough, and one day or one report."""
    if one.report != other.report:
        if one.days is None or other.days is None:
            return False
        if max(one.days.last - one.days.first, other.days.last - other.days.first) > PRECISE:
            return False
    if one.claim.type in OF_STATES and one.days is not None and other.days is not None:
        return bool({_country(place) for place in _named(one)} & {_country(place) for place in _named(other)})
    mine = {place.id for place in _named(one) if not _is_country(place)}
    return not mine.isdisjoint(place.id for place in _named(other))


def _country(place: Known) -> str:
    return place.around[-1]


def _named(testimony: Testimony) -> list[Known]:
    places = (testimony.place, testimony.origin, testimony.destination)
    return [place for place in places if place is not None]


def _times_apart(mine: Quantity, theirs: Quantity) -> float:
    """How many times one number is the other; a convention's bound ("hundreds") is no number."""
    if Basis.CONVENTION in (mine.basis, theirs.basis) and can_agree(mine, theirs):
        return 1.0
    less, more = sorted((_number(mine), _number(theirs)))
    return more / less if less else float(more > 0) * FARTHEST_OPEN * 2


def _number(quantity: Quantity) -> int:
    """The number that the words give, whatever bound it is."""
    return quantity.low if quantity.low is not None else quantity.high or 0


def _part_bar(part: Quantity, whole: Quantity) -> str | None:
    if exceeds(bounds(part), bounds(whole)):
        return f"{part.span.text} can't be among {whole.span.text}"
    return None


def _figures_said(mine: Quantity, theirs: Quantity) -> str:
    return f"figures too far apart ({mine.span.text}, {theirs.span.text})"


def _figure(one: Testimony, other: Testimony) -> tuple[float, str]:
    mine, theirs = one.claim.quantity, other.claim.quantity
    if mine is None or theirs is None or mine.unit is not theirs.unit:
        return 0.0, ""
    if disjoint(one.claim.group, other.claim.group):
        return 0.0, ""
    if (mine.low, mine.high) == (theirs.low, theirs.high):
        told = (
            f"{mine.span.text} = {theirs.span.text}" if mine.span.text != theirs.span.text else mine.span.text
        )
        return _rarity(mine), told
    if counts_same(one, other) and _can_be_one(mine, theirs):
        return 0.5, f"{mine.span.text} and {theirs.span.text} can both be true"
    return 0.0, ""


def _rarity(quantity: Quantity) -> float:
    """A number that many reports could hold by chance weighs less than one that hardly two would."""
    number = quantity.low if quantity.low is not None else quantity.high
    if number is None or number < 10:
        return 0.5
    digits = str(number).rstrip("0")
    return 1.5 if len(digits) > 1 else 1.0


def _people(one: Testimony, other: Testimony) -> Iterator[tuple[float, str]]:
    mine, theirs = one.claim.group, other.claim.group
    if nations(mine) & nations(theirs):
        yield 0.5, "people of one country"
    if people(mine) and people(mine) == people(theirs):
        yield 0.25, "people of one kind"
    if mine & theirs & TELLING_ROLES:
        yield 0.25, ", ".join(sorted(tag.replace("_", " ") for tag in mine & theirs & TELLING_ROLES))
    if disjoint(mine, theirs) and not _one_breath(one, other):
        yield -1.0, "different people"


def _one_breath(one: Testimony, other: Testimony) -> bool:
    """True where one passage tells of both."""
    return one.report == other.report and any(
        here.touches(there) for here in one.claim.evidence for there in other.claim.evidence
    )


def _bodies(one: Testimony, other: Testimony) -> Iterator[tuple[float, str]]:
    for slot, points in (("actor", 0.5), ("speaker", 0.5)):
        mine, theirs = getattr(one, slot), getattr(other, slot)
        if mine and theirs and mine.id == theirs.id and mine.kind is NameKind.BODY:
            yield points, f"{slot} {mine.name}"


def _parts(one: Testimony, other: Testimony) -> Iterator[tuple[float, str]]:
    """Points and what they are for."""
    if is_one_source(one, other):
        yield ONE_REPORT, "one report" if one.report == other.report else "copies of one report"
        if is_bare(one) or is_bare(other):
            yield BARE, "named before"
    yield _time(one, other)
    yield from _places(one, other)
    yield _figure(one, other)
    yield from _people(one, other)
    if one.claim.type is not other.claim.type:
        yield -0.5, "different words for it"
    yield from _bodies(one, other)
