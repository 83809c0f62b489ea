"""Which claims are seen otherwise because names are: of what came in, and of what shares names with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import chain

from habeas.kept.stock import Stock
from habeas.ledger.bodies import from_body, testimony_to_body, to_body
from habeas.ledger.derived import Derived, Kind
from habeas.model import Claim, Matter, Ruling
from habeas.reckoned import Known, Testimony
from habeas.reckoning.mentioned import Meant, Mention
from habeas.reckoning.names import Heard, Names, heard, known, ties
from habeas.reckoning.testimony import testimonies
from habeas.reckoning.voices import publishers


@dataclass(frozen=True, slots=True)
class Meaning:
    """A mention and what it means in its report: all that joining names hangs on."""

    mention: Mention
    meant: Meant


@dataclass(frozen=True, slots=True)
class Told:
    """The claims that are new or seen otherwise than before; and the ids of those that are gone."""

    testimonies: Mapping[str, Testimony]
    gone: Set[str]


def reckon_names(
    stock: Stock, touched: Mapping[str, list[Claim]], moved: Set[str], ruled: Iterable[Ruling]
) -> Told:
    """See anew the claims of these reports, of those moved to another family, and of changed names.

    What a name is known as hangs on what it means in its report, and on what other reports mean with which it
    is tied. So a report that wasn't touched is seen otherwise only where such a meaning is known otherwise.
    """
    derived = stock.derived
    found = heard(chain.from_iterable(touched.values()), stock.lexicon)
    renamed = _keep_meanings(stock, touched, found, ruled)
    near = (derived.reports_meaning(renamed) | moved) - touched.keys()
    again: dict[str, list[Claim]] = {report: list(claims) for report, claims in touched.items()}
    for claim in stock.claims_of(near):
        again.setdefault(claim.report.id, []).append(claim)
    found |= heard(chain.from_iterable(again[report] for report in near if report in again), stock.lexicon)
    ids = {key: _id(_body(key[1], one)) for key, one in found.items()}
    as_known = _known(stock, _ties(derived, set(ids.values())))
    names = Names({key: as_known[id_] for key, id_ in ids.items()})
    seen = testimonies(
        chain.from_iterable(again.values()),
        names,
        derived.groups_of(Kind.FAMILY, again),
        bodies=publishers(stock.lexicon),
    )
    return _told(derived, touched, {*again, *near}, seen)


def _keep_meanings(
    stock: Stock,
    touched: Iterable[str],
    found: Mapping[tuple[str, Mention], Heard],
    ruled: Iterable[Ruling],
) -> set[str]:
    """Keep what these reports mean by their names now; the meanings known as something else since."""
    derived, touched = stock.derived, set(touched)
    after: dict[str, dict[str, int]] = {report: {} for report in touched}
    new: dict[str, tuple[str, Iterable[str]]] = {}
    for (report, mention), one in found.items():
        body = _body(mention, one)
        after[report][_id(body)] = one.times
        new[_id(body)] = (body, ties(mention, one.meant))
    before = derived.mentions_of(touched)
    changed = {id_ for report in touched for id_ in _differing(before.get(report, {}), after[report])}
    near = _ties(derived, changed - new.keys()).union(*(new[id_][1] for id_ in changed & new.keys()))
    was = _known(stock, near)
    derived.add_meanings(new)
    derived.replace_mentions(after)
    now = _known(stock, near) if was else {}
    renamed = {id_ for id_ in now if was.get(id_) != now[id_]}
    # What was known before somebody ruled isn't kept: all that the ruling may bear on is looked at again.
    return renamed | derived.tied(thing for ruling in ruled for thing in (ruling.one, ruling.other))


def _differing(before: Mapping[str, int], after: Mapping[str, int]) -> set[str]:
    return {id_ for id_ in {*before, *after} if before.get(id_) != after.get(id_)}


def _known(stock: Stock, near: Iterable[str]) -> dict[str, Known]:
    """What all meanings with these ties, or tied with such, are known as by all reports together."""
    derived, rulings = stock.derived, stock.ruled.about(Matter.NAME)
    # Rulings part and join by the order in which they were made, so all of them are looked at together.
    ruled = {thing for ruling in rulings for thing in (ruling.one, ruling.other)}
    times = derived.times(derived.tied({*near, *ruled}))
    mentioned = {
        (id_, one.mention): Heard(one.meant, times[id_]) for id_, one in _meanings(derived, times).items()
    }
    return {id_: one for (id_, _), one in known(mentioned, stock.lexicon, rulings).items()}


def _ties(derived: Derived, ids: Iterable[str]) -> set[str]:
    return {tie for one in _meanings(derived, ids).values() for tie in ties(one.mention, one.meant)}


def _meanings(derived: Derived, ids: Iterable[str]) -> dict[str, Meaning]:
    return {id_: from_body(Meaning, body) for id_, body in derived.meanings(ids).items()}


def _body(mention: Mention, one: Heard) -> str:
    return to_body(Meaning(mention, one.meant))


def _id(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _told(
    derived: Derived, touched: Mapping[str, object], again: Iterable[str], seen: Iterable[Testimony]
) -> Told:
    """Keep the testimonies of these reports; claims of those touched may differ in more than names."""
    before, now = derived.claims_reckoned(again), {one.id: one for one in seen}
    bodies = {id_: testimony_to_body(one) for id_, one in now.items()}
    new = {id_: one for id_, one in now.items() if one.report in touched or before.get(id_) != bodies[id_]}
    gone = before.keys() - now.keys()
    derived.replace_testimonies({*gone, *new}, ((id_, one.report, bodies[id_]) for id_, one in new.items()))
    return Told(new, gone)
