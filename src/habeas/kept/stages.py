"""The stages of reckoning after names: families, events, conflicts, each around what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from habeas.kept.names import Told
from habeas.kept.stock import Stock
from habeas.kept.ties import remake, tie
from habeas.ledger.bodies import event_to_body, from_body, to_body
from habeas.ledger.derived import Kind, Made
from habeas.linking.signatures import signature
from habeas.model import Claim, Matter, Signature
from habeas.reckoned import Event, Testimony
from habeas.reckoning import conflicts, events, families
from habeas.reckoning.knots import EVERYTHING, Keys


@dataclass(frozen=True, slots=True)
class Happened:
    """The claims that changed; the events that have one of them, or others than before; those no more."""

    told: Mapping[str, Testimony]
    events: Mapping[str, Event]
    ended: Set[str]


@dataclass(frozen=True, slots=True)
class Copied:
    """The signatures of the reports that were touched; and the reports that are in another family now."""

    signatures: Mapping[str, Signature]
    moved: Set[str]


def reckon_families(stock: Stock, touched: Mapping[str, list[Claim]]) -> Copied:
    """Make anew the families that these reports are, were or may be in."""
    derived, ruled = stock.derived, stock.ruled.keys(Matter.FAMILY)
    made = {report.id: signature(report, touched[report.id]) for report in derived.reports(touched)}
    keys = {id_: {**_all({id_, *families.keys(one)}), **ruled.get(id_, {})} for id_, one in made.items()}
    tied = tie(derived, Kind.FAMILY, keys, ())
    kept = derived.signatures(tied.members.keys() - made.keys())
    near = [made[id_] if id_ in made else from_body(Signature, kept[id_]) for id_ in tied.members]
    found = families.families(near, stock.ruled.about(Matter.FAMILY))
    before = remake(derived, Kind.FAMILY, tied, {one.id: (one.reports, to_body(one)) for one in found})
    was_in = {report: id_ for id_, reports in before.items() for report in reports}
    return Copied(made, {id_ for one in found for id_ in one.reports if was_in.get(id_) != one.id})


def reckon_events(stock: Stock, new: Told) -> Happened:
    """Make anew the events that these claims tell of, told of or may tell of."""
    told, ruled = new.testimonies, stock.ruled.keys(Matter.EVENT)
    keys = {id_: {**events.reaches(one), **ruled.get(id_, {})} for id_, one in told.items()}
    tied = tie(stock.derived, Kind.EVENT, keys, new.gone)
    near = {**stock.testimonies(tied.members.keys() - told.keys()), **told}
    found = events.events((near[id_] for id_ in tied.members), stock.ruled.about(Matter.EVENT))
    made = {event.id: (event.claims, event_to_body(event)) for event in found}
    before = remake(stock.derived, Kind.EVENT, tied, made)
    stirred = {
        event.id: event
        for event in found
        if before.get(event.id) != tuple(sorted(event.claims)) or not told.keys().isdisjoint(event.claims)
    }
    return Happened(told, stirred, before.keys() - made.keys())


def reckon_conflicts(stock: Stock, happened: Happened, gone: Set[str]) -> None:
    """Find anew the conflicts from these claims and events, and from claims that ask for what they offer."""
    derived, told = stock.derived, happened.told
    offered = derived.keys_of(Kind.OFFERS, {*told, *gone})
    offers = {id_: conflicts.offers(one) for id_, one in told.items()}
    asks = {id_: conflicts.asks(one) for id_, one in told.items()}
    nothing: dict[str, frozenset[str]] = dict.fromkeys(gone, frozenset())
    for kind, keys in ((Kind.OFFERS, offers), (Kind.ASKS, asks)):
        derived.replace_keys(kind, {id_: _all(some) for id_, some in {**keys, **nothing}.items()})
    stirred = {key for some in (*offered.values(), *offers.values()) for key in some}
    looking = derived.members_with(Kind.ASKS, stirred) | asks.keys()
    asked = {key for some in derived.keys_of(Kind.ASKS, looking).values() for key in some}
    near = looking | derived.members_with(Kind.OFFERS, asked)
    known = {**told, **stock.testimonies(near - told.keys())}
    found = conflicts.found((known[id_] for id_ in near), happened.events.values())
    anchors = {*looking, *happened.events, *happened.ended, *gone}
    made = [
        Made(f"{one.anchor} {one.id}", one.anchor, one.claims, to_body(one))
        for one in found
        if one.anchor in anchors
    ]
    before = derived.made_in(Kind.CONFLICT, anchors)
    derived.remake(Kind.CONFLICT, (one.id for one in before), {one.id: one for one in made}.values())


def _all(keys: Iterable[str]) -> Keys:
    return dict.fromkeys(keys, EVERYTHING)
