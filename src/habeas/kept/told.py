"""What is derived, as values: of the whole ledger, or around the claims that pass a filter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from habeas.kept.catching_up import is_reckoned, reckon
from habeas.kept.facets import CLAIM
from habeas.kept.stock import Ruled, Stock
from habeas.ledger import ClaimFilter
from habeas.ledger.bodies import event_from_body, from_body, testimony_from_body
from habeas.ledger.derived import Kind, Made
from habeas.ledger.queries import EVERYTHING
from habeas.ledger.shelf import Shelved
from habeas.lexicon import Lexicon
from habeas.linking.signatures import signature
from habeas.model import Claim, Matter, Report, Unread
from habeas.pipeline import Desk
from habeas.reckoned import Conflict, Event, Family, Reckoned, Testimony
from habeas.reckoning.conflicts import conflicts, settled
from habeas.reckoning.decided import looked_at
from habeas.reckoning.events import events
from habeas.reckoning.families import families, family_of
from habeas.reckoning.names import names
from habeas.reckoning.testimony import testimonies
from habeas.reckoning.voices import publishers, voices


def reckoned(desk: Desk, filter: ClaimFilter = EVERYTHING) -> Reckoned:  # noqa: A002
    """What reckoning makes of the claims that pass, and of all that share an event or a conflict with them.

    What came in since it was last done is reckoned first; of a home that can't be written to, all of it, each
    time. Filters look at the claims as they were read.
    """
    if desk.ledger.sealed and not is_reckoned(desk):
        return _afresh(desk).about({claim.id for claim in desk.ledger.claims(filter)})
    reckon(desk)
    with desk.ledger.derived() as derived:
        stock = Stock.of(derived, desk.lexicon)
        return _around(stock, derived.passing(filter), derived.report_ids() if filter == EVERYTHING else ())


def around(desk: Desk, claims: Iterable[str]) -> Reckoned:
    """What is kept of these claims, and of all that share an event or a conflict with them.

    For one page of a list: nothing is reckoned first, and of decisions only those on these claims are read.
    """
    with desk.ledger.derived() as derived:
        return _around(Stock.of(derived, desk.lexicon), claims, ())


@dataclass(frozen=True, slots=True)
class Shown:
    """Claims as people decided, also those rejected; and as reckoning sees those that count, by id."""

    claims: Mapping[str, Claim]
    testimonies: Mapping[str, Testimony]


def shown(desk: Desk, ids: Iterable[str]) -> Shown:
    """These claims, of those that a newest reading has."""
    with desk.ledger.derived() as derived:
        after = Stock.of(derived, desk.lexicon).decided(derived.claims(ids))
        bodies = derived.testimonies(claim.id for claim in after.claims)
    return Shown(
        {claim.id: claim for claim in (*after.claims, *after.rejected)},
        {
            claim.id: testimony_from_body(claim, bodies[claim.id])
            for claim in after.claims
            if claim.id in bodies
        },
    )


def unread_with(desk: Desk, ids: Iterable[str]) -> dict[str, Unread]:
    """These unread figures, of those that a newest reading has, by id."""
    ids = list(ids)
    figures = looked_at(desk.ledger.unread_with(ids), desk.ledger.decisions_on(ids))
    return {figure.id: figure for figure in figures}


def testimonies_with(desk: Desk, claims: Iterable[str]) -> dict[str, Testimony]:
    """These claims as reckoning sees them, of those that count, by id."""
    with desk.ledger.derived() as derived:
        return Stock.of(derived, desk.lexicon).testimonies(claims)


def claims_with(desk: Desk, ids: Iterable[str]) -> dict[str, Claim]:
    """These claims as people decided, also those rejected, by id; of those that there are."""
    with desk.ledger.derived() as derived:
        after = Stock.of(derived, desk.lexicon).decided(derived.claims(ids))
        return {claim.id: claim for claim in (*after.claims, *after.rejected)}


def events_with(desk: Desk, ids: Iterable[str]) -> Reckoned:
    """These events, whole, with their claims, families and voices; without conflicts.

    An id is an event's, or made of any of its claims' ("e_" for "c_"): an event that has changed is found
    by the id that it had.
    """
    with desk.ledger.derived() as derived:
        stock = Stock.of(derived, desk.lexicon)
        return _happened(stock, derived.made_with(Kind.EVENT, {f"c_{id_[2:]}" for id_ in ids}), ())


def conflicts_with(desk: Desk, ids: Iterable[str]) -> Reckoned:
    """These conflicts, with their claims and the events that those are in."""
    with desk.ledger.derived() as derived:
        stock = Stock.of(derived, desk.lexicon)
        contrary = _conflicts_called(stock, ids)
        claims = {id_ for one in contrary for id_ in one.claims}
        return _happened(stock, derived.made_with(Kind.EVENT, claims), contrary)


def opposed(desk: Desk, ids: Iterable[str]) -> Reckoned:
    """These conflicts with their claims; without the events that those are in, and without families."""
    with desk.ledger.derived() as derived:
        stock = Stock.of(derived, desk.lexicon)
        contrary = _conflicts_called(stock, ids)
        return bundle(stock.testimonies(id_ for one in contrary for id_ in one.claims), (), contrary, ())


def with_conflicts(desk: Desk, claims: Iterable[str]) -> Reckoned:
    """These claims and the conflicts that they are in; without others' claims, events and families."""
    with desk.ledger.derived() as derived:
        stock, wanted = Stock.of(derived, desk.lexicon), set(claims)
        contrary = (one for one in _conflicts_near(stock, wanted) if not wanted.isdisjoint(one.claims))
        return bundle(stock.testimonies(wanted), (), contrary, ())


def _conflicts_called(stock: Stock, ids: Iterable[str]) -> list[Conflict]:
    """The conflicts of these ids, of those that are on the shelf."""
    listed = stock.derived.shelf.facets(Shelved.CONFLICT, ids)
    claims = {
        facet.removeprefix(CLAIM) for some in listed.values() for facet in some if facet.startswith(CLAIM)
    }
    found = (from_body(Conflict, made.body) for made in stock.derived.made_with(Kind.CONFLICT, claims))
    return settled(one for one in found if one.id in listed)


def _happened(stock: Stock, happened: Iterable[Made], contrary: Collection[Conflict]) -> Reckoned:
    happened = list(happened)
    wanted = {id_ for one in happened for id_ in one.members}
    told = stock.testimonies(wanted.union(*(one.claims for one in contrary)))
    families = stock.derived.made_with(Kind.FAMILY, {one.report for one in told.values()})
    return bundle(
        told,
        [event_from_body(one.body, told) for one in happened],
        contrary,
        [from_body(Family, one.body) for one in families],
    )


def _around(stock: Stock, ids: Iterable[str], reports: Iterable[str]) -> Reckoned:
    """What is kept of these reports and claims, and of those that they share an event or a conflict with."""
    wanted = set(ids)
    contrary = [one for one in _conflicts_near(stock, wanted) if not wanted.isdisjoint(one.claims)]
    wanted |= {id_ for one in contrary for id_ in one.claims}
    happened = stock.derived.made_with(Kind.EVENT, wanted)
    told = stock.testimonies(wanted.union(*(one.members for one in happened)))
    families = stock.derived.made_with(Kind.FAMILY, {*reports, *(one.report for one in told.values())})
    return bundle(
        told,
        [event_from_body(one.body, told) for one in happened],
        contrary,
        [from_body(Family, one.body) for one in families],
    )


def _conflicts_near(stock: Stock, ids: Iterable[str]) -> list[Conflict]:
    """All conflicts with one of these claims, and those that overlap these: only the smallest count."""
    first = stock.derived.made_with(Kind.CONFLICT, ids)
    all_near = stock.derived.made_with(Kind.CONFLICT, {id_ for one in first for id_ in one.members})
    return settled(from_body(Conflict, one.body) for one in all_near)


def _afresh(desk: Desk) -> Reckoned:
    ledger = desk.ledger
    ruled = Ruled.of(ledger.decisions(), ledger.rulings())
    return reckoned_afresh(ledger.reports(), ledger.claims(), ruled, desk.lexicon)


def reckoned_afresh(
    reports: Iterable[Report], read: Iterable[Claim], ruled: Ruled, lexicon: Lexicon
) -> Reckoned:
    """What reckoning makes of these reports and claims, nothing of it kept: what keeping must equal."""
    claims = ruled.claims(read)
    of_report: dict[str, list[Claim]] = {}
    for claim in claims:
        of_report.setdefault(claim.report.id, []).append(claim)
    signatures = [signature(report, of_report.get(report.id, ())) for report in reports]
    alike = families(signatures, ruled.about(Matter.FAMILY))
    known = names(claims, lexicon, ruled.about(Matter.NAME))
    told = testimonies(claims, known, family_of(alike), bodies=publishers(lexicon))
    happened = events(told, ruled.about(Matter.EVENT))
    return bundle(
        {testimony.id: testimony for testimony in told},
        happened,
        conflicts(told, happened),
        alike,
    )


def bundle(
    told: Mapping[str, Testimony],
    happened: Iterable[Event],
    contrary: Iterable[Conflict],
    alike: Iterable[Family],
) -> Reckoned:
    """All of it in one value, in order of ids, with the voices behind each event."""
    happened, alike = sorted(happened, key=lambda one: one.id), sorted(alike, key=lambda one: one.id)
    of_report = family_of(alike)
    return Reckoned(
        events=tuple(happened),
        conflicts=tuple(sorted(contrary, key=lambda one: one.id)),
        families=tuple(alike),
        voices={event.id: voices(event.testimonies, of_report) for event in happened},
        testimonies=dict(sorted(told.items())),
    )
