"""Which claims tell of one happening, and why.

Claims that are like enough (likeness.py) are joined, the likest first, unless something keeps any two of
those that would come together apart. A part goes with the whole that it breaks down, and what a person has
ruled goes before both. A false join hides people, so doubt keeps claims apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import chain, combinations, product
from typing import Final, NamedTuple

from habeas.model import ClaimType, Matter, Measure, Ruling, Unit
from habeas.reckoned import Days, Event, Known, Status, Testimony
from habeas.reckoning.compared import Compared
from habeas.reckoning.comparing import nations
from habeas.reckoning.decided import rulings_in_force
from habeas.reckoning.figures import figures
from habeas.reckoning.forest import Forest
from habeas.reckoning.knots import REACHES
from habeas.reckoning.likeness import (
    DAY,
    MONTH,
    PRECISE,
    YEAR,
    Likeness,
    is_bare,
    is_one_source,
    is_total,
    likeness,
    loose_bar,
    may_be_part,
)
from habeas.reckoning.ways import kind_of, shifted

HAPPENINGS: Final = frozenset(ClaimType) - {
    ClaimType.HOLDING,
    ClaimType.ALLEGATION,
    ClaimType.DENIAL,
    ClaimType.POSITION,
}
MEASURES: Final = (None, Measure.FLOW, Measure.TOTAL, Measure.VICTIMS)
SLOTS: Final = ("place", "origin", "destination", "actor")
# So many near misses are told with an event.
NEAR: Final = 5

# Points that don't tell two likenesses apart.
AS_LIKE: Final = 0.25

Pair = tuple[str, str]
_Like = tuple[str, str, Likeness]  # two claims, and how they are like enough
_Miss = tuple[str, str, str]  # two claims, and what keeps them apart


def is_happening(testimony: Testimony) -> bool:
    """True for a claim of something that happens, and not of people held or of words about them."""
    claim = testimony.claim
    return claim.type in HAPPENINGS and claim.measure in MEASURES and testimony.status is not None


def keys(testimony: Testimony) -> frozenset[str]:
    """What two claims must share, directly or through others, to be one event; empty for no happening."""
    return frozenset(meeting.key for meeting in _meetings(testimony))


def reaches(testimony: Testimony) -> dict[str, int]:
    """The same keys, each with how far the claim reaches under it (`knots.py`): in where, and in when."""
    return {one.key: one.where + 2 * one.when for one in _meetings(testimony)}


class _Meeting(NamedTuple):
    """A key under which a claim may meet another. Of two that meet, one must be exact in where, one in when.

    A claim of al-Hol meets one of Syria as a whole under Syria, but no claim of another camp there.
    """

    key: str
    where: bool = True
    when: bool = True


def _meetings(testimony: Testimony) -> Iterator[_Meeting]:
    if not is_happening(testimony):
        return
    what = f"{kind_of(testimony.claim)}|{testimony.status}|{is_total(testimony)}"
    yield _Meeting(f"{what}|{testimony.family or testimony.report}")
    times = dict(_times(testimony))
    for place, where in dict(_grounds(testimony)).items():
        for time, when in times.items():
            yield _Meeting(f"{what}|{place}|{time}", where, when)


def _grounds(testimony: Testimony) -> Iterator[tuple[str, bool]]:
    """What the claim could share with another: a place, what is around it, by whom, how many, of whom."""
    places = [place for place in (testimony.place, testimony.origin, testimony.destination) if place]
    for place in places:
        yield from ((around, False) for around in place.within)
    for place in places:
        yield place.id, True
    if testimony.actor is not None:
        yield f"by {testimony.actor.id}", True
    quantity = testimony.claim.quantity
    if quantity is not None:
        yield f"of {quantity.low} {quantity.high} {quantity.unit}", True
    if not places or quantity is None:
        yield from ((f"of {nation}", True) for nation in nations(testimony.claim.group))


def _times(testimony: Testimony) -> Iterator[tuple[str, bool]]:
    """When the claim could meet another: in months and, where its days are settled, on days."""
    days = testimony.days
    exact = days is not None and days.last - days.first <= PRECISE
    if days is None and testimony.stated is not None:
        days = Days(shifted(testimony.stated, -MONTH), shifted(testimony.stated, DAY))
    if days is None:
        yield "undated", True
        return
    short, long = days.last - days.first <= 2 * MONTH, days.last - days.first > YEAR
    if long:
        yield f"{days.first}/{days.last}", True
    else:
        yield from ((f"{day:%Y}", not short) for day in (days.first, days.last))
    if short:
        middle = days.first + (days.last - days.first) / 2
        months = (shifted(days.first, -DAY), days.first, middle, shifted(days.last, DAY))
        yield from ((f"{day:%Y-%m}", not exact) for day in months)
    if exact:
        # A day more at one end alone: then two claims share a key if they are a day apart, not two.
        yield from (
            (f"{shifted(days.first, day * DAY)}", True) for day in range((days.last - days.first).days + 2)
        )


@dataclass(frozen=True, slots=True)
class Happenings:
    """What some claims tell of; and each claim's knot: no claim outside it has a say in the claim's event."""

    events: Sequence[Event]
    knots: Mapping[str, str]


def events(testimonies: Iterable[Testimony], rulings: Iterable[Ruling] = ()) -> list[Event]:
    """The happenings that these claims tell of, in order of their ids."""
    return list(happenings(testimonies, rulings).events)


def happenings(testimonies: Iterable[Testimony], rulings: Iterable[Ruling] = ()) -> Happenings:
    """The same, with the knots: claims that are like enough or belong together, at once or through others."""
    told = {one.id: one for one in sorted(filter(is_happening, testimonies), key=_order)}
    ruled, compared = _Ruled.of(rulings), Compared(told)
    likest, forced = _likest(told, compared), list(_forced(told, ruled))
    forest = Forest(told)
    for one, other, _ in chain(likest, forced):
        forest.join(one, other)
    return Happenings(
        sorted(_joined(told, compared, ruled, likest, forced), key=lambda event: event.id),
        {claim: group[0] for group in forest.groups() for claim in group},
    )


def bearing(new: Iterable[Testimony], others: Iterable[Testimony]) -> set[str]:
    """Those of the others (ids) that are of one knot with a new claim by what the two say."""
    if not (others := list(others)):
        return set()
    met: _Met = {}
    for one in new:
        for meeting in _meetings(one):
            met.setdefault(meeting.key, []).append((meeting, one))
    return {other.id for other in others if any(_bears_on(one, other) for one in _met_by(other, met))}


_Met = dict[str, list[tuple[_Meeting, Testimony]]]


def _met_by(other: Testimony, met: _Met) -> Iterator[Testimony]:
    """Those that this claim meets, each once."""
    found: dict[str, Testimony] = {}
    for mine in _meetings(other):
        for theirs, one in met.get(mine.key, ()):
            if (mine.where or theirs.where) and (mine.when or theirs.when):
                found[one.id] = one
    yield from found.values()


def _bears_on(one: Testimony, other: Testimony) -> bool:
    part = one.claim.part_of == other.id or other.claim.part_of == one.id
    return part or likeness(one, other).enough


def _order(testimony: Testimony) -> tuple[str, str, int, str]:
    claim = testimony.claim
    published = claim.report.published.isoformat() if claim.report.published else "9999"
    return published, claim.report.id, claim.anchor.start, claim.type.value


@dataclass(frozen=True, slots=True)
class _Ruled:
    """What people ruled of pairs of claims."""

    together: frozenset[Pair]
    apart: frozenset[Pair]

    @classmethod
    def of(cls, rulings: Iterable[Ruling]) -> _Ruled:
        """Those in force."""
        last = [one for one in rulings_in_force(rulings) if one.matter is Matter.EVENT]
        together = frozenset((one.one, one.other) for one in last if one.together)
        return cls(together, frozenset((one.one, one.other) for one in last) - together)


@dataclass(slots=True, eq=False)
class _Knot:
    """Claims that have come together; of those that give a figure, one of each, and those that give a part.

    `bars` is what kept other knots apart from it, each with how many claims both had when that was found.
    """

    claims: list[str]
    counts: dict[_Count, Testimony]
    parts: set[_Count]
    bars: dict[_Knot, tuple[int, str]] = field(default_factory=dict)


# A figure and of whom it is: claims that agree in them are parts of the same wholes.
_Count = tuple[Unit, int | None, int | None, frozenset[str], bool]


def _count(testimony: Testimony) -> _Count | None:
    quantity = testimony.claim.quantity
    if quantity is None:
        return None
    is_part = testimony.claim.part_of is not None
    return quantity.unit, quantity.low, quantity.high, testimony.claim.group, is_part


class _Knots:
    """The knots of all claims so far."""

    def __init__(self, told: Mapping[str, Testimony]) -> None:
        self._knot = {claim: self._alone(claim, one) for claim, one in told.items()}

    def _alone(self, claim: str, testimony: Testimony) -> _Knot:
        count = _count(testimony)
        if count is None:
            return _Knot([claim], {}, set())
        return _Knot([claim], {count: testimony}, {count} if testimony.claim.part_of is not None else set())

    def of(self, claim: str) -> _Knot:
        return self._knot[claim]

    def tie(self, one: str, other: str) -> None:
        mine, theirs = self._knot[one], self._knot[other]
        if mine is theirs:
            return
        mine.parts |= theirs.parts | _parts(mine, theirs) | _parts(theirs, mine)
        mine.counts |= theirs.counts
        mine.claims += theirs.claims
        for claim in theirs.claims:
            self._knot[claim] = mine

    def all(self) -> Iterable[_Knot]:
        return dict.fromkeys(self._knot.values())


def _parts(of: _Knot, within: _Knot) -> set[_Count]:
    """The figures of the one knot that count some of the people whom a claim of the other counts."""
    return {
        count
        for count, one in of.counts.items()
        if count not in of.parts and any(may_be_part(one, other) for other in within.counts.values())
    }


class _Whys:
    """What joined claims, and what kept others apart that were near, in words."""

    def __init__(self, told: Mapping[str, Testimony]) -> None:
        self._told = told
        self._joined: dict[str, list[str]] = {}
        self._apart: dict[str, list[str]] = {}

    def note(self, claim: str, why: str) -> None:
        """Why this claim was joined to another."""
        self._joined.setdefault(claim, []).append(why)

    def miss(self, one: str, other: str, bar: str) -> None:
        """What kept these two apart."""
        for claim, near in ((one, other), (other, one)):
            where = self._told[near].claim.report.name
            self._apart.setdefault(claim, []).append(
                f"kept apart from {_figure(self._told[near])} in {where}: {bar}"
            )

    def of(self, members: Iterable[Testimony]) -> list[str]:
        """All that joined these members, and the nearest misses, each once."""
        claims = [member.id for member in members]
        joined = [line for claim in claims for line in self._joined.get(claim, ())]
        apart = [line for claim in claims for line in self._apart.get(claim, ())]
        return [*dict.fromkeys(joined), *list(dict.fromkeys(apart))[:NEAR]]


def _joined(
    told: Mapping[str, Testimony],
    compared: Compared,
    ruled: _Ruled,
    likest: Sequence[_Like],
    forced: Sequence[tuple[str, str, str]],
) -> Iterator[Event]:
    knots, whys, near = _Knots(told), _Whys(told), list[_Miss]()
    for one, other, why in forced:
        knots.tie(one, other)
        whys.note(one, why)
    torn = _torn(likest, told, compared)
    for one, other, like in likest:
        if knots.of(one) is knots.of(other):
            continue
        if (
            bar := like.bar
            or torn.get((one, other))
            or _kept_apart(knots.of(one), knots.of(other), told, compared, ruled)
        ):
            near.append((one, other, bar))
            continue
        knots.tie(one, other)
        whys.note(one, _why(told[one], told[other], like))
    for one, other, bar in near:
        if knots.of(one) is not knots.of(other):
            whys.miss(one, other, bar)
    for knot in knots.all():
        members = sorted((told[claim] for claim in knot.claims), key=_order)
        yield _event(members, whys.of(members))


def _forced(told: Mapping[str, Testimony], ruled: _Ruled) -> Iterator[tuple[str, str, str]]:
    """Pairs that belong together whatever they share: a person said so, or one breaks the other down."""
    for one, other in sorted(ruled.together):
        if one in told and other in told:
            yield one, other, "joined: a reviewer ruled so"
    for part in told.values():
        whole = told.get(part.claim.part_of or "")
        if whole is None or loose_bar(part, whole) or _pair(part.id, whole.id) in ruled.apart:
            continue
        yield whole.id, part.id, f"joined: {_figure(part)} is a part of {_figure(whole)}"


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _likest(told: Mapping[str, Testimony], compared: Compared) -> list[_Like]:
    """The pairs that are like enough, the likest first, barred ones too."""
    ids = list(told)
    pairs = ((ids[one], ids[other]) for one, other in _pairs(list(told.values())))
    found = ((one, other, compared.likeness(one, other)) for one, other in pairs)
    like = [pair for pair in found if pair[2].enough]
    return sorted(like, key=lambda pair: (-pair[2].points, pair[0], pair[1]))


def _torn(likest: Sequence[_Like], told: Mapping[str, Testimony], compared: Compared) -> dict[Pair, str]:
    """Pairs of which one claim is as like a third, where that can't be one with the other: a guess."""
    like: defaultdict[str, defaultdict[float, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one, other, how in likest:
        if how.bar is None:
            like[one][how.points].add(other)
            like[other][how.points].add(one)
    barred, torn = _Barred(compared), dict[Pair, str]()
    for one, other, how in likest:
        if how.bar is not None:
            continue
        for mine, theirs in ((one, other), (other, one)):
            if is_one_source(told[one], told[other]) and not is_bare(told[mine]):
                continue
            rivals = (some for points, some in like[mine].items() if abs(points - how.points) < AS_LIKE)
            if any(barred.any_of(some, theirs) for some in rivals):
                torn[one, other] = f"{_figure(told[mine])} could as well be another"
    return torn


class _Barred:
    """Which claims can't be one with which; asked of each two once."""

    def __init__(self, compared: Compared) -> None:
        self._compared = compared
        self._barred: defaultdict[str, set[str]] = defaultdict(set)
        self._free: defaultdict[str, set[str]] = defaultdict(set)

    def any_of(self, claims: Set[str], other: str) -> bool:
        """True where one of the claims can't be one with the other."""
        barred, free = self._barred[other], self._free[other]
        if not barred.isdisjoint(claims):
            return True
        for claim in claims - free:
            if claim != other and self._compared.bar(claim, other):
                barred.add(claim)
                return True
            free.add(claim)
        return False


def _pairs(testimonies: Sequence[Testimony]) -> Iterator[tuple[int, int]]:
    """Each two claims that meet, once, by their numbers in the sequence."""
    met: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, testimony in enumerate(testimonies):
        for key, reach in reaches(testimony).items():
            met[key].append((number, reach))
    # Of two numbers one number, since of these there are millions.
    seen: set[int] = set()
    for there in met.values():
        for one, other in _meeting_pairs(there) if len(there) > 1 else ():
            pair = min(one, other) * len(testimonies) + max(one, other)
            if pair not in seen:
                seen.add(pair)
                yield one, other


def _meeting_pairs(there: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    rough, where, when, exact = ([number for number, its in there if its == reach] for reach in REACHES)
    yield from combinations(exact, 2)
    yield from product(exact, chain(where, when, rough))
    yield from product(where, when)


def _kept_apart(
    mine: _Knot, theirs: _Knot, told: Mapping[str, Testimony], compared: Compared, ruled: _Ruled
) -> str | None:
    """What keeps any two of those that would come together apart."""
    both = len(mine.claims) + len(theirs.claims)
    before, bar = mine.bars.get(theirs) or theirs.bars.get(mine) or (0, None)
    if before == both:
        return bar
    bar = _bar(mine, theirs, told, compared, ruled)
    if bar is not None:
        mine.bars[theirs] = both, bar
    return bar


def _bar(
    mine: _Knot, theirs: _Knot, told: Mapping[str, Testimony], compared: Compared, ruled: _Ruled
) -> str | None:
    # Whom a part counts may be others than another part counts.
    parts = {claim for knot in (mine, theirs) for claim in knot.claims if _count(told[claim]) in knot.parts}
    for one, other in product(mine.claims, theirs.claims):
        if ruled.apart and _pair(one, other) in ruled.apart:
            return "a reviewer ruled so"
        if why := compared.bar(one, other, loose=one in parts or other in parts):
            return why
    return None


def _why(one: Testimony, other: Testimony, like: Likeness) -> str:
    return f"joined {_figure(one)} and {_figure(other)}: {', '.join(dict.fromkeys(like.shared))}"


def _figure(testimony: Testimony) -> str:
    quantity = testimony.claim.quantity
    return f"“{(quantity.span if quantity else testimony.claim.trigger).text}”"


# --- what the claims of one happening say together ---


def _event(members: Sequence[Testimony], why: Sequence[str]) -> Event:
    counted = figures(members)
    slots = {slot: _chosen([found for one in members if (found := getattr(one, slot))]) for slot in SLOTS}
    return Event(
        id=f"e_{members[0].id[2:]}",
        type=Counter(one.claim.type for one in members).most_common(1)[0][0],
        status=_status(members),
        testimonies=tuple(members),
        figures=counted,
        **slots,
        days=_days(members),
        total=is_total(members[0]),
        differing=tuple(_differing(members, all(figure.agreed for figure in counted))),
        why=tuple(why),
    )


def _status(members: Sequence[Testimony]) -> Status:
    """The status that all share; a reviewer's merge may bring two together: the furthest come counts."""
    order = tuple(Status)
    return min((one.status for one in members if one.status is not None), key=order.index)


def _chosen(found: Sequence[Known]) -> Known | None:
    """The most exact of the names that most claims agree with; of equal ones the first by id."""
    if not found:
        return None

    def agreeing(name: Known) -> int:
        return sum(other.is_or_holds(name) for other in found)

    return min(found, key=lambda name: (-agreeing(name), -len(name.within), name.id))


def _days(members: Sequence[Testimony]) -> Days | None:
    """The days that all dated claims share; where they share none, from the first to the last."""
    dated = [one.days for one in members if one.days is not None]
    if not dated:
        return None
    first, last = max(days.first for days in dated), min(days.last for days in dated)
    if first <= last:
        return Days(first, last)
    return Days(min(days.first for days in dated), max(days.last for days in dated))


def _differing(members: Sequence[Testimony], agreed: bool) -> Iterator[str]:
    """The slots in which two members don't agree."""
    if not agreed:
        yield "quantity"
    for slot in SLOTS:
        named = {known.id: known for one in members if (known := getattr(one, slot)) is not None}
        if any(
            not (one.is_or_holds(other) or other.is_or_holds(one))
            for one, other in combinations(named.values(), 2)
        ):
            yield slot
    dated = [one.days for one in members if one.days is not None]
    if any(not one.overlaps(other) for one, other in combinations(dated, 2)):
        yield "period"
    if len({one.claim.type for one in members}) > 1:
        yield "type"
