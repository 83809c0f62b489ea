"""The last stage of reckoning: what changed is put on the shelf anew, with all that is listed by it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Final

from habeas.kept import facets
from habeas.kept.names import Told
from habeas.kept.stages import Contrary, Copied, Happened
from habeas.kept.stock import Stock
from habeas.ledger.bodies import from_body
from habeas.ledger.derived import Kind
from habeas.ledger.filing import Entry
from habeas.ledger.session import portions
from habeas.ledger.shelf import Shelved
from habeas.model import Claim
from habeas.reckoned import Conflict, ConflictKind, Family, Known, NameKind, Testimony
from habeas.reckoning.conflicts import settled
from habeas.reckoning.voices import speaker_of

AT_ONCE: Final = 5_000  # claims, figures or reports


@dataclass(slots=True)
class Seen:
    """The names that claims were seen with, and the facets that more or fewer of them have now."""

    places: dict[str, Known] = field(default_factory=dict)
    speakers: dict[str, Known] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)

    def note(self, told: Iterable[Testimony]) -> None:
        """See these claims' names."""
        for one in told:
            self.places |= {known.id: known for known in facets.places_of([one])}
            speaker = speaker_of(one)
            if speaker is not None:
                self.speakers[speaker.id] = speaker


@dataclass(frozen=True, slots=True)
class Changed:
    """What the stages before made anew."""

    touched: Collection[str]
    rejected: Collection[Claim]
    copied: Copied
    told: Told
    happened: Happened
    contrary: Contrary


def reckon_shelf(stock: Stock, changed: Changed) -> None:
    """Put what changed on the shelf: as if all of it were."""
    _shelve_events(stock, changed.happened)
    stirred = _shelve_conflicts(stock, changed)
    seen = Seen()
    _shelve_reports(stock, {*changed.touched, *changed.copied.near}, seen)
    told = {
        **stock.testimonies(stirred - changed.told.testimonies.keys()),
        **changed.told.testimonies,
        **{claim.id: facets.as_read(claim, stock.lexicon) for claim in changed.rejected},
    }
    _take_gone(stock, changed.touched, told.keys(), seen)
    _shelve_claims(stock, told.values(), seen)
    _shelve_unread(stock, changed.touched)
    _shelve_names(stock, seen)
    stock.derived.filing.done()


def _shelve_events(stock: Stock, happened: Happened) -> None:
    filing = stock.derived.filing
    filing.take(Shelved.EVENT, happened.ended)
    filing.put(Shelved.EVENT, map(facets.event_entry, happened.events.values()))


def _shelve_conflicts(stock: Stock, changed: Changed) -> set[str]:
    """Shelve the conflicts that changed, or whose claims did; the claims now in others than before."""
    filing, other = stock.derived.filing, changed.contrary.changed
    near = _conflicts_near(stock, changed, other)
    told = stock.testimonies({id_ for one in near for id_ in one.claims})
    before = stock.derived.shelf.facets(Shelved.CONFLICT, {one.id for one in (*other, *near)})
    now = {one.id: one for one in _smallest(stock, near)}
    filing.take(Shelved.CONFLICT, before.keys() - now.keys())
    filing.put(
        Shelved.CONFLICT,
        (facets.conflict_entry(one, [told[id_] for id_ in one.claims]) for one in now.values()),
    )
    members = {one.id: one.claims for one in (*other, *near)}
    return {id_ for one in before.keys() ^ now.keys() for id_ in members[one]}


def _conflicts_near(stock: Stock, changed: Changed, other: Iterable[Conflict]) -> list[Conflict]:
    """The conflicts that there are now of those that changed, that hold one, or that have a changed claim."""
    told = changed.told.testimonies.keys() | changed.told.gone
    sets = {frozenset(one.claims) for one in other}
    found = [
        from_body(Conflict, made.body)
        for made in stock.derived.made_with(Kind.CONFLICT, {*told, *(id_ for some in sets for id_ in some)})
    ]
    by_claim: dict[str, list[frozenset[str]]] = {}
    for some in sets:
        by_claim.setdefault(min(some), []).append(some)
    return [
        one
        for one in found
        if not told.isdisjoint(one.claims)
        or any(some <= set(one.claims) for id_ in one.claims for some in by_claim.get(id_, ()))
    ]


def _smallest(stock: Stock, near: Collection[Conflict]) -> Iterator[Conflict]:
    """Those of the conflicts that hold no smaller one."""
    wanted = {one.id for one in near}
    claims = {id_ for one in near for id_ in one.claims}
    beside = (from_body(Conflict, made.body) for made in stock.derived.made_with(Kind.CONFLICT, claims))
    within = (one for one in beside if claims.issuperset(one.claims))
    return (one for one in settled(within) if one.id in wanted)


def _shelve_reports(stock: Stock, ids: Collection[str], seen: Seen) -> None:
    filing, derived = stock.derived.filing, stock.derived
    for some in portions(sorted(ids), AT_ONCE):
        copied = {
            id_
            for made in derived.made_with(Kind.FAMILY, some)
            if len(made.members) > 1
            for id_ in from_body(Family, made.body).reports
        }
        seen.changed |= filing.put(
            Shelved.REPORT,
            (facets.report_entry(one, copied=one.id in copied) for one in derived.reports(some)),
        )


def _shelve_claims(stock: Stock, told: Iterable[Testimony], seen: Seen) -> None:
    """Put claims in their places, those of one day together: they are written together."""
    filing = stock.derived.filing
    for some in portions(sorted(told, key=_day), AT_ONCE):
        seen.note(some)
        entries = {one.id: facets.claim_entry(one) for one in some}
        contradicted = _contradicted(stock, entries.keys())
        queued = {
            one.id: facets.queue_entry(one, entries[one.id], contradicted=one.id in contradicted)
            for one in some
            if facets.is_queued(one.claim)
        }
        filing.take(Shelved.QUEUE, entries.keys() - queued.keys())
        seen.changed |= filing.put(Shelved.CLAIM, entries.values())
        filing.put(Shelved.QUEUE, queued.values())


def _take_gone(stock: Stock, reports: Iterable[str], kept: Collection[str], seen: Seen) -> None:
    """Take off what these reports had and have no more."""
    filing = stock.derived.filing
    listed = filing.with_facets(Shelved.CLAIM, (f"report:{id_}" for id_ in reports))
    gone = listed.difference(kept)
    filing.take(Shelved.QUEUE, gone)
    seen.changed |= filing.take(Shelved.CLAIM, gone)


def _day(told: Testimony) -> tuple[str, str, int]:
    day = told.stated
    return day.isoformat() if day else "", told.report, told.claim.anchor.start


def _contradicted(stock: Stock, ids: Collection[str]) -> Set[str]:
    """Those of the claims that a contradiction on the shelf has."""
    made = stock.derived.made_with(Kind.CONFLICT, ids)
    found = {one.id: from_body(Conflict, one.body) for one in made}
    listed = stock.derived.shelf.facets(Shelved.CONFLICT, {one.id for one in found.values()})
    contradictions = {id_ for id_, some in listed.items() if f"kind:{ConflictKind.CONTRADICTION}" in some}
    return {id_ for one in found.values() if one.id in contradictions for id_ in one.claims}


def _shelve_unread(stock: Stock, reports: Collection[str]) -> None:
    filing = stock.derived.filing
    for some in portions(sorted(reports), AT_ONCE):
        figures = stock.figures_of(some)
        entries = {figure.id: facets.unread_entry(figure) for figure in figures}
        listed = filing.with_facets(Shelved.UNREAD, (f"report:{id_}" for id_ in some))
        filing.take(Shelved.UNREAD, listed - entries.keys())
        filing.put(Shelved.UNREAD, entries.values())


def _shelve_names(stock: Stock, seen: Seen) -> None:
    """Shelve the places, speakers and outlets that were seen, or that more or fewer claims have now."""
    _shelve_known(stock, Shelved.PLACE, NameKind.PLACE, seen.changed, seen.places)
    _shelve_known(stock, Shelved.SPEAKER, NameKind.BODY, seen.changed, seen.speakers)
    filing, shelf = stock.derived.filing, stock.derived.shelf
    outlets = _ids(seen.changed, Shelved.OUTLET)
    published = shelf.held(Shelved.REPORT, (f"outlet:{name}" for name in outlets))
    claims = shelf.weights(Shelved.OUTLET, outlets)
    kept = {name for name in outlets if published.get(f"outlet:{name}")}
    filing.take(Shelved.OUTLET, outlets - kept)
    filing.put(Shelved.OUTLET, (facets.outlet_entry(name, claims[name]) for name in sorted(kept)))


def _shelve_known(
    stock: Stock, kind: Shelved, of: NameKind, changed: Iterable[str], seen: Mapping[str, Known]
) -> None:
    """Shelve what claims name, and what lies around it if the lexicon has a name for it."""
    filing, shelf = stock.derived.filing, stock.derived.shelf
    naming = "names" if kind is Shelved.PLACE else kind.value
    for some in portions(sorted(_ids(changed, kind) | seen.keys())):
        claims = shelf.weights(kind, some)
        named = shelf.held(Shelved.CLAIM, (f"{naming}:{id_}" for id_ in some))
        before = filing.entries(kind, some)
        now: list[Entry] = []
        for id_ in filter(claims.get, some):
            lexical = facets.of_lexicon(id_, of, stock.lexicon)
            names = named.get(f"{naming}:{id_}", 0) > 0
            if lexical is not None or (names and id_ in seen):
                known = lexical or seen[id_]
                now.append(facets.known_entry(known, claims[id_], named=names, lexicon=stock.lexicon))
            elif names and id_ in before:
                now.append(facets.weighed_anew(before[id_], claims[id_]))
        filing.take(kind, set(some) - {one.id for one in now})
        filing.put(kind, now)


def _ids(changed: Iterable[str], kind: Shelved) -> set[str]:
    start = f"{kind}:"
    return {facet.removeprefix(start) for facet in changed if facet.startswith(start)}
