"""The stages of reckoning after names: families, events, conflicts, each around what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from habeas.kept.names import Told
from habeas.kept.stock import Stock
from habeas.kept.ties import remake, tie
from habeas.ledger.bodies import event_from_body, event_to_body, from_body, to_body
from habeas.ledger.derived import Kind
from habeas.linking.signatures import signature
from habeas.model import Claim, Matter, Signature
from habeas.reckoned import Event, Testimony
from habeas.reckoning import conflicts, events, families
from habeas.reckoning.knots import EVERYTHING, Keys


@dataclass(frozen=True, slots=True)
class Happened:
    """Events that were made anew, by id; and the claims that changed, or whose event now has other claims."""

    shifted: Mapping[str, Testimony]
    events: Mapping[str, Event]


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
    stirred = {event.id for event in found if before.get(event.id) != tuple(sorted(event.claims))}
    stirred |= before.keys() - made.keys()
    shifted = {id_ for event in found if event.id in stirred for id_ in event.claims}
    shifted |= {id_ for event in stirred for id_ in before.get(event, ()) if id_ in near}
    return Happened({**told, **{id_: near[id_] for id_ in shifted}}, {event.id: event for event in found})


def reckon_conflicts(stock: Stock, happened: Happened, gone: Iterable[str]) -> None:
    """Make anew the conflicts that these claims are, were or may be in; those of one event always meet."""
    derived, told = stock.derived, happened.shifted
    event_of = {id_: event.id for event in happened.events.values() for id_ in event.claims}
    keys = {
        id_: _all({*conflicts.keys(one), *([f"event {event_of[id_]}"] if id_ in event_of else [])})
        for id_, one in told.items()
    }
    tied = tie(derived, Kind.CONFLICT, keys, gone)
    near = {**stock.testimonies(tied.members.keys() - told.keys()), **told}
    kept = derived.made_with(Kind.EVENT, near.keys() - event_of.keys())
    known = [event_from_body(one.body, near) for one in kept]
    known += [happened.events[id_] for id_ in sorted({event_of[id_] for id_ in near if id_ in event_of})]
    found = conflicts.conflicts([near[id_] for id_ in tied.members], known)
    remake(derived, Kind.CONFLICT, tied, {one.id: (one.claims, to_body(one)) for one in found})


def _all(keys: Iterable[str]) -> Keys:
    return dict.fromkeys(keys, EVERYTHING)
