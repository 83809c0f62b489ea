"""What newer reports bring beside older ones: events of their own, other figures, other voices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from habeas.model import Claim, Report
from habeas.publishing.brief.story import Story
from habeas.publishing.happenings import Telling, tellings
from habeas.reckoned import Event, Testimony, Voices

Count = Callable[[Iterable[Testimony]], Voices]


class Newer(Protocol):
    """Which reports are new."""

    def is_new(self, report: Report) -> bool:
        """True for a new one."""
        ...


@dataclass(frozen=True, slots=True)
class Since:
    """A day, and the days on which reports were added (by id), for those that print none of their own."""

    day: date
    added: Mapping[str, date]

    def is_new(self, report: Report) -> bool:
        """True for a report of that day or later."""
        return self.has(report.id, report.published)

    def has(self, id_: str, published: date | None) -> bool:
        """The same of a report by its id, and the day that it prints."""
        dated = published or self.added.get(id_)
        return dated is not None and dated >= self.day


@dataclass(frozen=True, slots=True)
class Retold:
    """An event of older reports that newer ones tell of: what was said before, what they add, who says so.

    `further` are the newer testimonies with a figure, or with people, that no older one gives.
    """

    event: Event
    before: tuple[Testimony, ...]
    further: tuple[Testimony, ...]
    voices_before: Voices
    voices_now: Voices

    @classmethod
    def of(cls, event: Event, since: Newer, voices_of: Count) -> Retold:
        """What newer reports add to an event."""
        before = tuple(one for one in event.testimonies if not since.is_new(one.claim.report))
        known = {one.id for one in before}
        further = tuple(
            one
            for telling in _flat(tellings(event))
            if telling.lead.quantity is not None and known.isdisjoint(one.id for one in telling.testimonies)
            for one in telling.testimonies
        )
        return cls(event, before, further, voices_of(before), voices_of(event.testimonies))

    @property
    def by_another_voice(self) -> bool:
        """True where a voice tells of it that didn't before; a copy is none."""
        return _number(self.voices_now) > _number(self.voices_before)


@dataclass(frozen=True, slots=True)
class News:
    """The claims of newer reports, the events that they alone tell of, and those that they tell again."""

    claims: tuple[Claim, ...]
    new: tuple[Event, ...]
    again: tuple[Retold, ...]
    all: Story

    @classmethod
    def of(cls, story: Story, since: Newer, voices_of: Count) -> News:
        """The news in a story."""
        claims = tuple(claim for claim in story.claims if since.is_new(claim.report))
        about = story.reckoned.about({claim.id for claim in claims}).events
        new = tuple(event for event in about if all(since.is_new(report) for report in _reports(event)))
        ids = {event.id for event in new}
        again = (Retold.of(event, since, voices_of) for event in about if event.id not in ids)
        return cls(claims, new, tuple(again), story)

    def beside(self) -> Story:
        """The claims of the newer reports, and every event and conflict that they are in."""
        return Story.of(self.claims, self.all.reckoned, self.all.reports, states=self.all.states)

    def alone(self) -> Story:
        """What the newer reports alone tell."""
        again = {claim for retold in self.again for claim in retold.event.claims}
        claims = [claim for claim in self.claims if claim.id not in again]
        only = replace(self.all.reckoned, events=self.new)
        return Story.of(claims, only, self.all.reports, states=self.all.states)


def _reports(event: Event) -> Iterator[Report]:
    return (one.claim.report for one in event.testimonies)


def _flat(found: Iterable[Telling]) -> Iterator[Telling]:
    for telling in found:
        yield telling
        yield from _flat(telling.parts)


def _number(voices: Voices) -> int:
    return len(voices.named) + voices.uncredited
