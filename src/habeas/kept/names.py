"""Which claims are seen otherwise because names are: of what came in, and of what shares names with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import chain

from habeas.kept.stock import Stock
from habeas.ledger.bodies import testimony_to_body
from habeas.ledger.derived import Derived, Kind
from habeas.model import Claim, Matter, Name, Ruling, Span
from habeas.reckoned import NameKind, Testimony
from habeas.reckoning.names import block, key_of, mentions, names
from habeas.reckoning.testimony import testimonies
from habeas.reckoning.voices import publishers

Spelling = tuple[str, str]  # a block, and a spelling in it


@dataclass(frozen=True, slots=True)
class Told:
    """The claims that are new or seen otherwise than before; and the ids of those that are gone."""

    testimonies: Mapping[str, Testimony]
    gone: Set[str]


def reckon_names(
    stock: Stock, touched: Mapping[str, list[Claim]], moved: Set[str], ruled: Iterable[Ruling]
) -> Told:
    """See anew the claims of these reports, of those moved to another family, and of changed names.

    A name hangs on the spellings in its block, and on its own report. So a report that wasn't touched is seen
    otherwise only where a block has other spellings than before, or somebody ruled on its names.
    """
    derived, rulings = stock.derived, stock.ruled.about(Matter.NAME)
    after = {report: _spellings(claims) for report, claims in touched.items()}
    shifted = _shifted(derived, after) | {one for ruling in ruled for one in _ruled_blocks(ruling)}
    derived.replace_spellings(after)
    near = (derived.reports_spelling(_closed(shifted, rulings)) | moved) - touched.keys()
    again = {**touched, **_by_report(stock.claims_of(near))}
    seen = list(chain.from_iterable(again.values()))
    # Of every other spelling that has a say, one report: names hang on which there are, not on how many.
    blocks = _closed({name_block for name_block, _ in _spellings(seen)}, rulings)
    company = {report for _, report in derived.spelled(blocks).values()} - again.keys()
    known = names([*seen, *stock.claims_of(company)], stock.lexicon, rulings)
    family_of = derived.groups_of(Kind.FAMILY, again)
    return _told(
        derived, touched, again, testimonies(seen, known, family_of, bodies=publishers(stock.lexicon))
    )


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


def _spellings(claims: Iterable[Claim]) -> set[Spelling]:
    """The names of the claims, each once under what a ruling calls it, once in its block if it has one."""
    return {one for kind, name in mentions(claims) for one in _spelled(kind, name)}


def _spelled(kind: NameKind, name: Name) -> Iterator[Spelling]:
    yield f"{kind}:{key_of(name, kind)[1]}", ""
    if name.id is None and (shared := block(name, kind)):
        yield f"{kind} {shared}", name.text


def _ruled_blocks(ruling: Ruling) -> Iterator[str]:
    """Where the names that a ruling is on are found."""
    for thing in (ruling.one, ruling.other):
        kind, words = thing.split(":", 1)
        yield thing
        yield from (
            name_block for name_block, _ in _spelled(NameKind(kind), Name(Span(0, len(words), words)))
        )


def _shifted(derived: Derived, after: Mapping[str, set[Spelling]]) -> set[str]:
    """The blocks that have other spellings than before, now that these reports have these."""
    before = Counter(chain.from_iterable(derived.spellings_of(after).values()))
    now = Counter(chain.from_iterable(after.values()))
    number = derived.spelled({name_block for name_block, _ in chain(before, now)})
    return {
        one[0]
        for one in {*before, *now}
        if (number.get(one, (0, ""))[0] > 0) != (number.get(one, (0, ""))[0] - before[one] + now[one] > 0)
    }


def _closed(blocks: set[str], rulings: Iterable[Ruling]) -> set[str]:
    """The blocks, and those that rulings tie to them, directly or through others."""
    tied = [set(_ruled_blocks(ruling)) for ruling in rulings]
    found, grown = set(blocks), True
    while grown:
        near = set().union(*(some for some in tied if not some.isdisjoint(found)))
        grown = not near <= found
        found |= near
    return found


def _by_report(claims: Iterable[Claim]) -> Mapping[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.report.id].append(claim)
    return found
