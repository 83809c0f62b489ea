"""What a thing is listed by: its facets, its rank and the words that find it.

Facets are a word for what they say, a colon and what they say of it, such as "place:al-hol". "place:" is of
every place that a claim names and of those around it, "at:" of the place itself and those around it, "names:"
of the places that it names and no others, "held:" of a place itself where a claim counts people held there.
A claim that somebody rejected is listed by what its reader made of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Final

from habeas.ledger.filing import Entry
from habeas.lexicon import Actor, Lexicon, Place
from habeas.lexicon.gazetteer import gazetteer
from habeas.lexicon.shape import ActorKind, PlaceKind
from habeas.model import (
    ROLE_TAGS,
    Claim,
    ClaimType,
    Measure,
    Name,
    Report,
    Review,
    Unit,
    Unread,
    is_nationality,
)
from habeas.reckoned import Conflict, Event, Known, NameKind, Status, Testimony
from habeas.reckoning.mentioned import GIVEN
from habeas.reckoning.testimony import STATUSES, settled_days
from habeas.reckoning.voices import speaker_of, voices

# A rank is the day, then (16 bits) which report, then (11 bits) how far into its text: claims of one report
# stay together and in its order. Six bytes, as SQLite stores it.
REPORT_BITS: Final = 16
PLACE_BITS: Final = 11
LAST_PLACE: Final = (1 << PLACE_BITS) - 1
DAY_BITS: Final = 20
TIE_BITS: Final = REPORT_BITS + PLACE_BITS
MANY_VOICES: Final = 3
LONGEST_WORDS: Final = 5_000  # code points of what an event or a conflict is searched by
SURE: Final = 0.8  # a reading that is right less often than this is looked at before others
QUEUED_BY: Final = frozenset(
    {"type", "status", "place", "speaker", "group", "report", "outlet", "review", "reader", "year"}
)
REPORT: Final = "report:"
CLAIM: Final = "claim:"  # the facets that say which claims a conflict has
NOT_SO: Final = frozenset({Status.DENIED, Status.PLANNED, None})
MOVED_OR_HELD: Final = frozenset({Measure.STOCK, Measure.FLOW})


def claim_entry(told: Testimony) -> Entry:
    """A claim on the shelf."""
    claim, day = told.claim, _day_of(told)
    named = (told.place, told.origin, told.destination)
    facets = chain(
        (f"type:{claim.type}", f"status:{_status(told)}", f"modality:{claim.modality}"),
        (f"place:{id_}" for one in _known(named) for id_ in one.around),
        (f"names:{one.id}" for one in _known(named)),
        (f"at:{id_}" for one in _known([told.place]) for id_ in one.around),
        (f"held:{one.id}" for one in _known([told.place]) if is_count_of_held(told)),
        (f"holder:{one.id}" for one in _known([told.actor]) if claim.type is ClaimType.HOLDING),
        (f"actor:{one.id}" for one in _known([told.actor])),
        (f"speaker:{one.id}" for one in _known([speaker_of(told)])),
        (f"group:{tag}" for tag in claim.group),
        ("whole:yes",) if claim.part_of is None and claim.group <= ROLE_TAGS else (),
        (f"review:{claim.review}", f"reader:{claim.reader}"),
        _of_report(claim.report),
        _of_day(day),
    )
    words = [*(span.text for span in claim.evidence), claim.report.title or "", *_names([told])]
    rank = _rank(day, claim.report, claim.anchor.start)
    return Entry(claim.id, rank, frozenset(facets), "\n".join(words))


def is_queued(claim: Claim) -> bool:
    """True for a claim that nobody has decided on, or somebody couldn't."""
    return claim.review in (Review.UNCHECKED, Review.UNSURE)


def queue_entry(told: Testimony, listed: Entry, *, contradicted: bool) -> Entry:
    """A claim in the queue of those to be checked; `listed` as it is listed among all claims.

    What matters most comes first: what contradicts another claim (4), a figure that the brief shows (2), a
    reading that is right in less than 80 of 100 cases, or nobody knows in how many (1). These are added up;
    of equals the newest comes first.
    """
    claim = told.claim
    doubtful = claim.precision is None or claim.precision < SURE
    shown = _is_in_the_brief(told)
    score = 4 * contradicted + 2 * shown + doubtful
    why = {"contradiction": contradicted, "brief": shown, "doubtful": doubtful}
    facets = {one for one in listed.facets if one.partition(":")[0] in QUEUED_BY}
    facets |= {f"why:{word}" for word, holds in why.items() if holds}
    return Entry(claim.id, score << (DAY_BITS + TIE_BITS) | listed.rank, frozenset(facets))


def is_count_of_held(told: Testimony) -> bool:
    """True for a figure of people said to be held, now or then: not denied, planned, supposed or rejected."""
    claim = told.claim
    return (
        claim.type is ClaimType.HOLDING
        and claim.measure is Measure.STOCK
        and claim.quantity is not None
        and claim.quantity.unit is Unit.PERSONS
        and told.status not in NOT_SO
        and claim.review is not Review.REJECTED
    )


def _is_in_the_brief(told: Testimony) -> bool:
    claim = told.claim
    counts = claim.quantity is not None and claim.quantity.unit is Unit.PERSONS
    somewhere = any(one is not None for one in (told.place, told.origin, told.destination))
    return counts and claim.measure in MOVED_OR_HELD and (somewhere or told.status is Status.DONE)


def unread_entry(figure: Unread) -> Entry:
    """An unread figure on the shelf."""
    report = figure.report
    facets = {f"reason:{figure.reason}", f"review:{figure.review}"}
    facets |= {*_of_report(report), *_of_day(report.published)}
    words = "\n".join((figure.evidence.text, report.title or ""))
    return Entry(figure.id, _rank(report.published, report, figure.quantity.start), frozenset(facets), words)


def report_entry(report: Report, *, copied: bool) -> Entry:
    """A report on the shelf; `copied` where its family has other reports."""
    facets = {*({f"outlet:{report.outlet}"} if report.outlet else ()), *_of_day(report.published)}
    facets |= {f"language:{report.language}"} if report.language else set()
    facets |= {"family:yes"} if copied else set()
    shown = report.title or report.name
    words = "\n".join((shown, report.name, report.outlet or ""))
    return Entry(report.id, _tied(report.published, report.id), frozenset(facets), words, shown)


def event_entry(event: Event) -> Entry:
    """An event on the shelf, by what any of its claims says; "voices:3+" for three voices and more."""
    told = event.testimonies
    family_of = {one.report: one.family or one.report for one in told}
    heard = voices(told, family_of)
    number = len(heard.named) + heard.uncredited
    differs = bool(event.differing) or not all(figure.agreed for figure in event.figures)
    day = event.days.last if event.days is not None else _newest(told)
    facets = {
        f"type:{event.type}",
        f"status:{event.status}",
        f"voices:{number}" if number < MANY_VOICES else f"voices:{MANY_VOICES}+",
        *({"differs:yes"} if differs else ()),
        *_of_day(day),
        *_of_all(told),
    }
    return Entry(event.id, _tied(day, event.id), frozenset(facets), _searched(told))


def conflict_entry(conflict: Conflict, told: Sequence[Testimony]) -> Entry:
    """A contradiction, or what is contested, on the shelf, by its newest claim's day."""
    day = _newest(told)
    facets = {
        f"kind:{conflict.kind}",
        *(f"{CLAIM}{id_}" for id_ in conflict.claims),
        *(f"type:{one.claim.type}" for one in told),
        *_of_day(day),
        *_of_all(told),
    }
    return Entry(conflict.id, _tied(day, conflict.id), frozenset(facets), _searched(told))


def known_entry(known: Known, claims: int, *, named: bool, lexicon: Lexicon) -> Entry:
    """A place, or somebody who is credited; `named` where a claim names it, not only a place in it."""
    facets = {"named:yes"} if named and not known.somebody else set[str]()
    table = gazetteer(lexicon)
    row = table.places.get(known.id) if known.kind is NameKind.PLACE else table.actors.get(known.id)
    country = table.countries.get(known.id)
    if row is not None:
        facets.add(f"kind:{row.kind}")
    elif country is not None:
        facets.add(f"kind:{PlaceKind.COUNTRY if known.kind is NameKind.PLACE else ActorKind.STATE}")
    facets |= {f"within:{id_}" for id_ in known.within}
    facets |= {f"country:{id_}" for id_ in _countries(known, row)}
    spelt = (*(row.aliases if row is not None else ()), *(country.aliases if country is not None else ()))
    words = "\n".join(dict.fromkeys((known.name, *spelt)))
    return Entry(known.id, _weight(claims, known.id), frozenset(facets), words, known.name)


def _countries(known: Known, row: Place | Actor | None) -> Iterator[str]:
    """The country that a place lies in, or that a body is of; a country is its own."""
    found = row.country if isinstance(row, Actor) else known.around[-1]
    if found is not None and is_nationality(found):
        yield found


def weighed_anew(entry: Entry, claims: int) -> Entry:
    """What stood on the shelf, with so many claims now."""
    return replace(entry, rank=_weight(claims, entry.id))


def outlet_entry(name: str, claims: int) -> Entry:
    """An outlet on the shelf; its id is its name."""
    return Entry(name, _weight(claims, name), frozenset(), name, name)


def as_read(claim: Claim, lexicon: Lexicon) -> Testimony:
    """A claim that doesn't count, known by what its reader knew it by."""

    def known(name: Name | None, kind: NameKind) -> Known | None:
        return None if name is None or name.id is None else of_lexicon(name.id, kind, lexicon)

    return Testimony(
        claim,
        STATUSES.get(claim.modality),
        settled_days(claim),
        claim.stated_on or claim.report.published,
        known(claim.place, NameKind.PLACE),
        known(claim.origin, NameKind.PLACE),
        known(claim.destination, NameKind.PLACE),
        known(claim.actor, NameKind.BODY),
        known(claim.speaker, NameKind.BODY),
    )


def of_lexicon(id_: str, kind: NameKind, lexicon: Lexicon) -> Known | None:
    """What the lexicon has by this id; None where it has nothing."""
    table = gazetteer(lexicon)
    name = table.name(id_)
    around = table.around(id_) if kind is NameKind.PLACE else ()
    return None if name is None else Known(kind, id_, name, 1.0, GIVEN, around)


def places_of(told: Iterable[Testimony]) -> Iterator[Known]:
    """The places that claims name."""
    return (known for one in told for known in _known((one.place, one.origin, one.destination)))


# --- facets ---


def _known(names: Iterable[Known | None]) -> Iterator[Known]:
    return (one for one in names if one is not None)


def _status(told: Testimony) -> str:
    return "supposed" if told.status is None else told.status.value


def _of_report(report: Report) -> Iterator[str]:
    yield f"{REPORT}{report.id}"
    if report.outlet:
        yield f"outlet:{report.outlet}"


def _of_day(day: date | None) -> Iterator[str]:
    if day is not None:
        yield f"year:{day:%Y}"
        yield f"month:{day:%Y-%m}"


def _of_all(told: Collection[Testimony]) -> Iterator[str]:
    """What an event or a conflict is listed by because one of its claims is."""
    for one in told:
        yield from (f"place:{id_}" for known in places_of([one]) for id_ in known.around)
        yield from (f"actor:{known.id}" for known in _known([one.actor]))
        yield from (f"speaker:{known.id}" for known in _known([speaker_of(one)]))
        yield from (f"group:{tag}" for tag in one.claim.group)
        yield f"review:{one.claim.review}"
        yield from _of_report(one.claim.report)


# --- ranks ---


def _day_of(told: Testimony) -> date | None:
    return told.days.last if told.days is not None else told.stated


def _newest(told: Iterable[Testimony]) -> date | None:
    return max((day for one in told if (day := _day_of(one)) is not None), default=None)


def _rank(day: date | None, report: Report, start: int) -> int:
    which = int(report.id[:4], 16) << PLACE_BITS
    place = start * LAST_PLACE // len(report.text)
    return (day.toordinal() if day else 0) << TIE_BITS | which | LAST_PLACE - place


def _tied(day: date | None, id_: str) -> int:
    return (day.toordinal() if day else 0) << TIE_BITS | _bits(id_)


def _bits(id_: str) -> int:
    return int.from_bytes(hashlib.sha256(id_.encode()).digest()[:4]) >> (32 - TIE_BITS)


def _weight(claims: int, id_: str) -> int:
    return claims << TIE_BITS | _bits(id_)


# --- words ---


def _names(told: Iterable[Testimony]) -> Iterator[str]:
    for one in told:
        names = (one.place, one.origin, one.destination, one.actor, one.speaker)
        yield from (known.name for known in _known(names))


def _searched(told: Sequence[Testimony]) -> str:
    said = (span.text for one in told for span in one.claim.evidence)
    return "\n".join(dict.fromkeys((*_names(told), *said)))[:LONGEST_WORDS]
