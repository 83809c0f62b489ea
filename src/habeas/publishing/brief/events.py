"""Happenings, each told once: its figures, its day, who stands behind it, and in what its claims differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from habeas.model import Claim, ClaimType, Unit
from habeas.publishing import phrases
from habeas.publishing.brief.page import Page, lead_to
from habeas.publishing.brief.pieces import (
    Cited,
    Column,
    Lead,
    Line,
    Piece,
    Thing,
    Words,
    bullet,
    cited,
    filled,
    spaced,
    words,
)
from habeas.publishing.brief.saying import counted, lead, who_says
from habeas.publishing.happenings import Happening, Telling, settled, tellings
from habeas.publishing.plain import plain
from habeas.reckoned import Event, Known, Reckoned, Status, Testimony

# So many are named; the notes name all.
NAMED: Final = 4
PREFIXES: Final = {
    Status.DONE: "",
    Status.UNDER_WAY: "under way: ",
    Status.PLANNED: "planned: ",
    Status.ALLEGED: "alleged: ",
    Status.DENIED: "denied: ",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """What claims of one event may differ in: its name, how it is told, and what a claim has there."""

    told: str
    words: Callable[[Testimony], str | None]


def tell(happening: Happening, reckoned: Reckoned, page: Page) -> Line:
    """The event; under it what its claims differ in, and the events that tell of parts of its people."""
    line = (_alone if len(happening.tellings) == 1 else _side_by_side)(happening, reckoned, page)
    parts = (tell(part, reckoned, page) for part in happening.parts)
    return replace(line, under=(*line.under, *_differing(happening.event), *parts))


def pointer(happening: Happening, page: Page) -> Line:
    """An event that is told elsewhere, shortly: its figures as given, its day, the notes."""
    event = happening.event
    figures = spaced(
        (
            spaced([counted(one.lead, _event(event), one.group), _so_far(one.lead)])
            for one in happening.figures
            if one.status is event.status
        ),
        "; ",
    )
    said: Piece = (*(figures or words("no figure", _event(event))), Words(f" ({_when(event, page)})"))
    return _line([said], event.testimonies)


def _event(event: Event) -> Lead:
    return Lead(Thing.EVENT, event.id)


def _so_far(claim: Claim) -> str:
    return phrases.MEASURES[claim.measure] if claim.measure else ""


# --- one line, or one for each figure ---


def _alone(happening: Happening, reckoned: Reckoned, page: Page) -> Line:
    """An event of which all claims give one figure, or none: one line."""
    event, (telling,) = happening.event, happening.tellings
    said = (Words(PREFIXES[event.status]), *_whom(telling, event))
    pieces = [
        said,
        words(_when(event, page), column=Column.WHEN),
        who(telling.testimonies, page),
        _behind(event, reckoned),
    ]
    return _line(pieces, telling.testimonies, under=[*_called(telling), *_parts(telling, page)])


def _side_by_side(happening: Happening, reckoned: Reckoned, page: Page) -> Line:
    """An event of which claims give several figures: who gives which."""
    told = what_and_when(happening, page)
    differ = words("the figures differ", column=Column.WHO) if happening.differs else ()
    besides = [_behind(happening.event, reckoned), differ]
    under = [_telling(telling, happening, page) for telling in happening.tellings]
    return bullet(*told, *besides, end=":", under=under)


def what_and_when(happening: Happening, page: Page) -> tuple[Piece, Piece]:
    """What happened and where, without a figure; and when."""
    event = happening.event
    head = spaced([words(f"{PREFIXES[event.status]}{_common(happening)}", _event(event)), _where(event)])
    return head, words(_when(event, page), column=Column.WHEN)


def told_by(prefix: str, testimonies: Sequence[Testimony], happening: Happening, page: Page) -> list[Line]:
    """What some of an event's testimonies say of it, each figure once, after a word of our own."""
    some = replace(happening.event, testimonies=tuple(testimonies))
    return [_telling(telling, happening, page, prefix) for telling in tellings(some)]


def _telling(telling: Telling, happening: Happening, page: Page, prefix: str = "") -> Line:
    pieces = [(Words(prefix), *_figure(telling, happening)), who(telling.testimonies, page)]
    return _line(pieces, telling.testimonies, under=[*_called(telling), *_parts(telling, page)])


def _parts(telling: Telling, page: Page) -> list[Line]:
    """The figures that break a figure down."""
    return [_part(part, page) for part in telling.parts]


def _part(part: Telling, page: Page) -> Line:
    figure = (*counted(part.lead, lead(part.lead), part.group), Words(f" {phrases.verb(part.lead)}"))
    pieces = [figure, who(part.testimonies, page)]
    return _line(pieces, part.testimonies, under=[*_called(part), *_parts(part, page)])


def _called(telling: Telling) -> list[Line]:
    """What those who give one figure call the people, where they don't all call them the same."""
    called: dict[str, list[Testimony]] = {}
    for one in telling.testimonies:
        unit = one.claim.quantity.unit if one.claim.quantity else Unit.PERSONS
        called.setdefault(phrases.people(one.claim.group, unit=unit), []).append(one)
    return [_sides("called differently", called)] if len(called) > 1 else []


def _sides(what: str, found: Mapping[str, Sequence[Testimony]]) -> Line:
    """Different words side by side, each with its notes."""
    review = phrases.reviews(one.claim for testimonies in found.values() for one in testimonies)
    sides = ((Words(f"{said} "), _notes(testimonies)) for said, testimonies in found.items())
    return Line(((Words(f"{what}: "), *spaced(sides, "; ")),), review)


def _line(pieces: Iterable[Piece], testimonies: Sequence[Testimony], *, under: Iterable[Line] = ()) -> Line:
    review = phrases.reviews(one.claim for one in testimonies)
    return Line(tuple(filled(pieces)), review, _notes(testimonies), under=tuple(under))


def _notes(testimonies: Iterable[Testimony]) -> Cited:
    return cited(one.claim for one in testimonies)


# --- what is said ---


def _whom(telling: Telling, event: Event) -> Piece:
    claim = telling.lead
    if claim.type is ClaimType.ATTACK and claim.quantity is None:
        said, none = words("attack or riot", _event(event)), ""
    else:
        said = (*counted(claim, _event(event), telling.group), Words(f" {phrases.verb(claim)}"))
        none = "" if claim.quantity else "(no figure)"
    return spaced([said, _where(event), none])


def _common(happening: Happening) -> str:
    """What is said of all the people of an event, without their number."""
    verbs = {phrases.verb(telling.lead) for telling in happening.tellings}
    if happening.event.type is ClaimType.ATTACK:
        return "attack or riot"
    return verbs.pop() if len(verbs) == 1 else phrases.DONE[happening.event.type]


def _figure(telling: Telling, happening: Happening) -> Piece:
    claim, verb = telling.lead, phrases.verb(telling.lead)
    apart = telling.status is not happening.event.status
    status = (PREFIXES[telling.status] or "done: ") if apart and telling.status is not None else ""
    besides = "" if verb == _common(happening) else f" {verb}"
    none = "" if claim.quantity else " (no figure)"
    return Words(status), *counted(claim, lead(claim), telling.group), Words(f"{besides}{none}")


def _where(event: Event) -> Piece:
    """Place, way and actor, in the words of the first claim that has what the event is taken to have."""
    slots = (("in", "place"), ("from", "origin"), ("to", "destination"), ("by", "actor"))
    found = ((word, _name(event, slot)) for word, slot in slots)
    return spaced(spaced([word, name]) for word, name in found if name)


def _name(event: Event, slot: str) -> Piece:
    taken = settled(event, slot)
    if taken is None:
        return ()
    named = (one for one in event.testimonies if getattr(one, slot) is not None)
    said = (plain(getattr(one.claim, slot).text) for one in named if getattr(one, slot).id == taken.id)
    return words(next(said, plain(taken.name)), lead_to(taken))


def _when(event: Event, page: Page) -> str:
    if event.days is None:
        return phrases.when(event.testimonies[0].claim, today=page.today)
    first, last = event.days.first, event.days.last
    return phrases.weekday(first) if first == last else phrases.days(first, last)


def who(testimonies: Iterable[Testimony], page: Page) -> Piece:
    """Who says so, each once, by the words of the first; at most so many as `NAMED`."""
    found: dict[str, Piece] = {}
    for one in testimonies:
        key = one.speaker.id if one.speaker else phrases.who_says(one.claim)
        found.setdefault(key, who_says(one.claim, page))
    said = list(found.values())
    more = [words(f"{len(said) - NAMED} more")] if len(said) > NAMED else []
    return spaced(said[:NAMED] + more, "; ")


def _behind(event: Event, reckoned: Reckoned) -> Piece:
    """Who stands behind an event of several reports, counted; one of one report names them."""
    voices = reckoned.voices.get(event.id)
    if voices is None or voices.reports < 2:
        return ()
    return words(phrases.behind(voices), column=Column.WHO)


# --- in what the claims differ ---


def _known(slot: str) -> Callable[[Testimony], str | None]:
    def named(testimony: Testimony) -> str | None:
        known: Known | None = getattr(testimony, slot)
        return None if known is None else plain(known.name)

    return named


SLOTS: Final = {
    "type": Slot("what happened", lambda one: phrases.DONE[one.claim.type]),
    "detail": Slot("what happened, in detail", lambda one: one.claim.detail),
    "place": Slot("where", _known("place")),
    "origin": Slot("from where", _known("origin")),
    "destination": Slot("to where", _known("destination")),
    "actor": Slot("by whom", _known("actor")),
    "period": Slot("when", lambda one: phrases.days(one.days.first, one.days.last) if one.days else None),
}


def _differing(event: Event) -> list[Line]:
    """Each slot in which the claims differ, the words side by side; figures and people are told above."""
    lines: list[Line] = []
    for name in event.differing:
        slot = SLOTS.get(name)
        found: dict[str, list[Testimony]] = {}
        for one in event.testimonies:
            if slot is not None and (said := slot.words(one)):
                found.setdefault(said, []).append(one)
        if slot is not None and len(found) > 1:
            lines.append(_sides(f"told differently, {slot.told}", found))
    return lines
