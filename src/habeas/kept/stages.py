"""The stages of reckoning after names: families, events, conflicts, each around what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from habeas.kept.names import Told
from habeas.kept.stock import Stock
from habeas.kept.ties import Tie, remake
from habeas.ledger.bodies import event_to_body, from_body, to_body
from habeas.ledger.derived import Derived, Kind, Made
from habeas.linking.signatures import signature
from habeas.model import Claim, Matter, Ruling, Signature
from habeas.reckoned import Conflict, Event, Testimony
from habeas.reckoning import conflicts, events, families
from habeas.reckoning.knots import Keys, everywhere, knots, meeting, number


@dataclass(frozen=True, slots=True)
class Happened:
    """The claims that changed; the events that have one of them, or others than before; those no more."""

    told: Mapping[str, Testimony]
    events: Mapping[str, Event]
    ended: Set[str]


@dataclass(frozen=True, slots=True)
class Copied:
    """The signatures of the reports that were touched; the reports that are in another family now.

    `near` are the reports whose family may have other members than before.
    """

    signatures: Mapping[str, Signature]
    moved: Set[str]
    near: Set[str]


@dataclass(frozen=True, slots=True)
class Contrary:
    """The conflicts, as found from their anchors, that are there now and weren't before, or the other way."""

    changed: Sequence[Conflict]


def reckon_families(stock: Stock, touched: Mapping[str, list[Claim]]) -> Copied:
    """Make anew the families that these reports are or were in, and those of reports that they copy.

    Whether two reports are copies is asked of the two alone, so that a shared key ties nothing yet.
    """
    derived = stock.derived
    made = {report.id: signature(report, touched[report.id]) for report in derived.reports(touched)}
    keys = {id_: everywhere(families.keys(one)) for id_, one in made.items()}
    alike = _alike(derived, made, keys)
    derived.replace_keys(Kind.FAMILY, keys)
    ruled = stock.ruled.keys(Matter.FAMILY)
    partners = {
        thing
        for one in stock.ruled.about(Matter.FAMILY)
        for thing in (one.one, one.other)
        if {one.one, one.other} & made.keys()
    }
    near = derived.knots_of(Kind.FAMILY, {*made, *alike, *partners})
    kept = _signatures(derived, near.keys() - made.keys())
    found = families.families([*made.values(), *kept.values()], stock.ruled.about(Matter.FAMILY))
    # Reports that were ruled apart may part a family: where they went hangs on one another.
    ties = {id_: {**everywhere([one.id]), **ruled.get(id_, {})} for one in found for id_ in one.reports}
    tied = Tie(knots(ties), frozenset(near.values()))
    derived.replace_knots(Kind.FAMILY, tied.members, tied.members)
    before = remake(derived, Kind.FAMILY, tied, {one.id: (one.reports, to_body(one)) for one in found})
    was_in = {report: id_ for id_, reports in before.items() for report in reports}
    moved = {id_ for one in found for id_ in one.reports if was_in.get(id_) != one.id}
    return Copied(made, moved, {*was_in, *tied.members})


def _alike(derived: Derived, made: Mapping[str, Signature], keys: Mapping[str, Keys]) -> set[str]:
    """The reports that weren't touched and are copies of one that was."""
    by_key: dict[int, set[str]] = defaultdict(set)
    for id_, some in keys.items():
        for key in some:
            by_key[key].add(id_)
    sharing: dict[str, set[str]] = defaultdict(set)
    for other, key in derived.holders(Kind.FAMILY, by_key):
        if other not in made:
            sharing[other] |= by_key[key]
    return {
        id_
        for id_, one in _signatures(derived, sharing).items()
        if any(families.shared(one, made[other]) is not None for other in sharing[id_])
    }


def _signatures(derived: Derived, report_ids: Iterable[str]) -> dict[str, Signature]:
    return {id_: from_body(Signature, body) for id_, body in derived.signatures(report_ids).items()}


def reckon_events(stock: Stock, new: Told) -> Happened:
    """Make anew the events that these claims tell of, told of or may tell of.

    Whether two claims are like enough is asked of the two alone, so that a shared key ties nothing yet.
    """
    told, ruled = new.testimonies, stock.ruled.about(Matter.EVENT)
    derived, reaches = stock.derived, {id_: _reaches(one) for id_, one in told.items()}
    before = _knots_near(stock, new, reaches, ruled)
    near = {**stock.testimonies(before.keys() - told.keys() - new.gone), **told}
    found = events.happenings(near.values(), ruled)
    derived.replace_keys(Kind.EVENT, {**reaches, **_no_keys(new.gone)})
    derived.replace_knots(Kind.EVENT, {*told, *new.gone}, found.knots)
    made = {event.id: (event.claims, event_to_body(event)) for event in found.events}
    was = remake(derived, Kind.EVENT, Tie(found.knots, frozenset(before.values())), made)
    stirred = {
        event.id: event
        for event in found.events
        if was.get(event.id) != tuple(sorted(event.claims)) or not told.keys().isdisjoint(event.claims)
    }
    return Happened(told, stirred, was.keys() - made.keys())


def _knots_near(
    stock: Stock, new: Told, reaches: Mapping[str, Keys], ruled: Iterable[Ruling]
) -> Mapping[str, str]:
    """The claims, with their knots, of all knots that the new claims are in now or were in."""
    told = new.testimonies
    keys = {(key, meeting(reach)) for held in reaches.values() for key, reach in held.items()}
    met = stock.derived.meeting(Kind.EVENT, keys) - told.keys() - new.gone
    near = events.bearing(told.values(), stock.testimonies(met).values())
    partners = {
        thing for one in ruled for thing in (one.one, one.other) if {one.one, one.other} & told.keys()
    }
    return stock.derived.knots_of(Kind.EVENT, {*told, *new.gone, *near, *partners})


def reckon_conflicts(stock: Stock, happened: Happened, gone: Set[str]) -> Contrary:
    """Find anew the conflicts from these claims and events, and from claims that ask for what they offer."""
    derived, told = stock.derived, happened.told
    offers = {id_: everywhere(conflicts.offers(one)) for id_, one in told.items()}
    asks = {id_: everywhere(conflicts.asks(one)) for id_, one in told.items()}
    stirred = _keys(offers) | _keys(derived.keys_of(Kind.OFFERS, {*told, *gone}))
    looking = ({id_ for id_, _ in derived.holders(Kind.ASKS, stirred)} | asks.keys()) - gone
    asked = _keys(asks) | _keys(derived.keys_of(Kind.ASKS, looking - told.keys()))
    near = looking | {id_ for id_, _ in derived.holders(Kind.OFFERS, asked)} - gone
    derived.replace_keys(Kind.OFFERS, {**offers, **_no_keys(gone)})
    derived.replace_keys(Kind.ASKS, {**asks, **_no_keys(gone)})
    known = {**told, **stock.testimonies(near - told.keys())}
    found = conflicts.found((known[id_] for id_ in near), happened.events.values())
    anchors = {*looking, *happened.events, *happened.ended, *gone}
    made = [
        Made(f"{one.anchor} {one.id}", one.anchor, one.claims, to_body(one))
        for one in found
        if one.anchor in anchors
    ]
    before = derived.made_in(Kind.CONFLICT, anchors)
    now = {one.id: one for one in made}
    derived.remake(Kind.CONFLICT, (one.id for one in before), now.values())
    was, is_now = ({one.body for one in some} for some in (before, now.values()))
    return Contrary([from_body(Conflict, body) for body in sorted(was ^ is_now)])


def _keys(held: Mapping[str, Keys]) -> set[int]:
    return {key for keys in held.values() for key in keys}


def _no_keys(gone: Iterable[str]) -> dict[str, Keys]:
    return {id_: {} for id_ in gone}


def _reaches(testimony: Testimony) -> Keys:
    return {number(key): reach for key, reach in events.reaches(testimony).items()}
