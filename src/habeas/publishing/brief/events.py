"""Happenings, each told once: its figures, its day, who stands behind it, and in what its claims differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from habeas.model import Claim, ClaimType, Unit
from habeas.publishing import phrases
from habeas.publishing.brief.page import Lines, Page
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


def tell(happening: Happening, reckoned: Reckoned, page: Page, *, depth: int = 0) -> Lines:
    """The event; under it what its claims differ in, and the events that tell of parts of its people."""
    lines = (_alone if len(happening.tellings) == 1 else _side_by_side)(happening, reckoned, page, depth)
    lines += _differing(happening.event, page, depth + 1)
    for part in happening.parts:
        lines += tell(part, reckoned, page, depth=depth + 1)
    return lines


def pointer(happening: Happening, page: Page) -> str:
    """An event that is told elsewhere, shortly: its figures as given, its day, the notes."""
    figures = "; ".join(
        f"{phrases.counted(one.lead, one.group)}{_so_far(one.lead)}"
        for one in happening.figures
        if one.status is happening.event.status
    )
    notes = _notes(happening.event.testimonies, page)
    review = phrases.reviews(one.claim for one in happening.event.testimonies)
    return f"{figures or 'no figure'} ({_when(happening.event, page)}) ·{review} {notes}"


def _so_far(claim: Claim) -> str:
    words = phrases.MEASURES[claim.measure] if claim.measure else ""
    return f" {words}" if words else ""


# --- one line, or one for each figure ---


def _alone(happening: Happening, reckoned: Reckoned, page: Page, depth: int) -> Lines:
    """An event of which all claims give one figure, or none: one line."""
    event, (telling,) = happening.event, happening.tellings
    said = f"{PREFIXES[event.status]}{_whom(telling, event)}"
    pieces = [said, _when(event, page), who(telling.testimonies), _behind(event, reckoned)]
    lines = page.bullet(_line(pieces, telling.testimonies, page), depth=depth)
    return lines + _called(telling, page, depth + 1) + _parts(telling, page, depth + 1)


def _side_by_side(happening: Happening, reckoned: Reckoned, page: Page, depth: int) -> Lines:
    """An event of which claims give several figures: who gives which."""
    event = happening.event
    pieces = [what_and_when(happening, page), _behind(event, reckoned)]
    pieces += ["the figures differ"] if happening.differs else []
    lines = page.bullet(f"{' · '.join(filter(None, pieces))}:", depth=depth)
    for telling in happening.tellings:
        lines += _telling(telling, happening, page, depth + 1)
        lines += _parts(telling, page, depth + 2)
    return lines


def what_and_when(happening: Happening, page: Page) -> str:
    """What happened, where and when, without a figure."""
    event = happening.event
    head = f"{PREFIXES[event.status]}{_common(happening)} {_where(event)}".rstrip()
    return f"{head} · {_when(event, page)}"


def told_by(prefix: str, testimonies: Sequence[Testimony], happening: Happening, page: Page) -> Lines:
    """What some of an event's testimonies say of it, each figure once, after a word of our own."""
    some = replace(happening.event, testimonies=tuple(testimonies))
    return [
        line
        for telling in tellings(some)
        for line in [*_telling(telling, happening, page, 1, prefix), *_parts(telling, page, 2)]
    ]


def _telling(telling: Telling, happening: Happening, page: Page, depth: int, prefix: str = "") -> Lines:
    pieces = [f"{prefix}{_figure(telling, happening)}", who(telling.testimonies)]
    lines = page.bullet(_line(pieces, telling.testimonies, page), depth=depth)
    return lines + _called(telling, page, depth + 1)


def _parts(telling: Telling, page: Page, depth: int) -> Lines:
    """The figures that break a figure down."""
    lines: Lines = []
    for part in telling.parts:
        pieces = [
            f"{phrases.counted(part.lead, part.group)} {phrases.verb(part.lead)}",
            who(part.testimonies),
        ]
        lines += page.bullet(_line(pieces, part.testimonies, page), depth=depth)
        lines += _called(part, page, depth + 1) + _parts(part, page, depth + 1)
    return lines


def _called(telling: Telling, page: Page, depth: int) -> Lines:
    """What those who give one figure call the people, where they don't all call them the same."""
    called: dict[str, list[Testimony]] = {}
    for one in telling.testimonies:
        unit = one.claim.quantity.unit if one.claim.quantity else Unit.PERSONS
        called.setdefault(phrases.people(one.claim.group, unit=unit), []).append(one)
    return _sides("called differently", called, page, depth) if len(called) > 1 else []


def _sides(what: str, found: Mapping[str, Sequence[Testimony]], page: Page, depth: int) -> Lines:
    """Different words side by side, each with its notes."""
    review = phrases.reviews(one.claim for testimonies in found.values() for one in testimonies)
    sides = (f"{words} {_notes(testimonies, page)}" for words, testimonies in found.items())
    return page.bullet(f"{what}: {'; '.join(sides)} ·{review}", depth=depth)


def _line(pieces: Iterable[str], testimonies: Sequence[Testimony], page: Page) -> str:
    review = phrases.reviews(one.claim for one in testimonies)
    return f"{' · '.join(filter(None, pieces))} ·{review} {_notes(testimonies, page)}"


def _notes(testimonies: Iterable[Testimony], page: Page) -> str:
    return page.notes.mark((one.claim.report, one.claim.evidence) for one in testimonies)


# --- what is said ---


def _whom(telling: Telling, event: Event) -> str:
    claim = telling.lead
    if claim.type is ClaimType.ATTACK and claim.quantity is None:
        said, none = "attack or riot", ""
    else:
        said = f"{phrases.counted(claim, telling.group)} {phrases.verb(claim)}"
        none = "" if claim.quantity else "(no figure)"
    return " ".join(filter(None, [said, _where(event), none]))


def _common(happening: Happening) -> str:
    """What is said of all the people of an event, without their number."""
    verbs = {phrases.verb(telling.lead) for telling in happening.tellings}
    if happening.event.type is ClaimType.ATTACK:
        return "attack or riot"
    return verbs.pop() if len(verbs) == 1 else phrases.DONE[happening.event.type]


def _figure(telling: Telling, happening: Happening) -> str:
    claim, verb = telling.lead, phrases.verb(telling.lead)
    apart = telling.status is not happening.event.status
    status = (PREFIXES[telling.status] or "done: ") if apart and telling.status is not None else ""
    besides = "" if verb == _common(happening) else f" {verb}"
    none = "" if claim.quantity else " (no figure)"
    return f"{status}{phrases.counted(claim, telling.group)}{besides}{none}"


def _where(event: Event) -> str:
    """Place, way and actor, in the words of the first claim that has what the event is taken to have."""
    slots = (("in", "place"), ("from", "origin"), ("to", "destination"), ("by", "actor"))
    found = ((word, _words(event, slot)) for word, slot in slots)
    return " ".join(f"{word} {words}" for word, words in found if words)


def _words(event: Event, slot: str) -> str | None:
    taken = settled(event, slot)
    if taken is None:
        return None
    named = (one for one in event.testimonies if getattr(one, slot) is not None)
    words = (plain(getattr(one.claim, slot).text) for one in named if getattr(one, slot).id == taken.id)
    return next(words, plain(taken.name))


def _when(event: Event, page: Page) -> str:
    if event.days is None:
        return phrases.when(event.testimonies[0].claim, today=page.today)
    first, last = event.days.first, event.days.last
    return phrases.weekday(first) if first == last else phrases.days(first, last)


def who(testimonies: Iterable[Testimony]) -> str:
    """Who says so, each once, by the words of the first; at most so many as `NAMED`."""
    found: dict[str, str] = {}
    for one in testimonies:
        key = one.speaker.id if one.speaker else phrases.who_says(one.claim)
        found.setdefault(key, phrases.who_says(one.claim))
    said = list(found.values())
    more = [f"{len(said) - NAMED} more"] if len(said) > NAMED else []
    return "; ".join(said[:NAMED] + more)


def _behind(event: Event, reckoned: Reckoned) -> str:
    """Who stands behind an event of several reports, counted; one of one report names them."""
    voices = reckoned.voices.get(event.id)
    return phrases.behind(voices) if voices is not None and voices.reports > 1 else ""


# --- in what the claims differ ---


def _known(slot: str) -> Callable[[Testimony], str | None]:
    def words(testimony: Testimony) -> str | None:
        known: Known | None = getattr(testimony, slot)
        return None if known is None else plain(known.name)

    return words


SLOTS: Final = {
    "type": Slot("what happened", lambda one: phrases.DONE[one.claim.type]),
    "detail": Slot("what happened, in detail", lambda one: one.claim.detail),
    "place": Slot("where", _known("place")),
    "origin": Slot("from where", _known("origin")),
    "destination": Slot("to where", _known("destination")),
    "actor": Slot("by whom", _known("actor")),
    "period": Slot("when", lambda one: phrases.days(one.days.first, one.days.last) if one.days else None),
}


def _differing(event: Event, page: Page, depth: int) -> Lines:
    """Each slot in which the claims differ, the words side by side; figures and people are told above."""
    lines: Lines = []
    for name in event.differing:
        slot = SLOTS.get(name)
        found: dict[str, list[Testimony]] = {}
        for one in event.testimonies:
            if slot is not None and (words := slot.words(one)):
                found.setdefault(words, []).append(one)
        if slot is not None and len(found) > 1:
            lines += _sides(f"told differently, {slot.told}", found, page, depth)
    return lines
