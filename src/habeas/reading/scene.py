"""What one sentence holds, and what the report has told so far."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final

from habeas.lexicon import Lexicon
from habeas.model import Claim, Name, Report, Span
from habeas.reading.dates import Calendar, When
from habeas.reading.english import COURTS, HELD_WORDS, SITE_WORDS, WITHIN
from habeas.reading.modality import ModalityReader
from habeas.reading.names import Mention, NameFinder, NameKind
from habeas.reading.numbers import Figure, FigureFinder
from habeas.reading.people import People, PeopleFinder
from habeas.reading.places import PlaceFinder, Spot, nicknames, preposition
from habeas.reading.sentences import Sentence, plain
from habeas.reading.speakers import Credit, SpeakerFinder
from habeas.reading.triggers import Trigger, TriggerFinder
from habeas.reading.voices import Publisher, Voices

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

OPENING: Final = 3  # sentences: the headline and the lead
HELD_TAGS: Final = {
    "detainees",
    "prisoners",
    "suspects",
    "fighters",
    "militants",
    "prisoners_of_war",
    "hostages",
}


@dataclass(frozen=True, eq=False)
class Scene:
    """A sentence with all its mentions; offsets are the report's."""

    sentence: Sentence
    figures: list[Figure]
    whens: list[When]
    mentions: list[Mention]
    people: list[People]
    triggers: dict[int, Trigger]
    spots: list[Spot]
    credits: list[Credit]
    opens: int = 0  # where its words begin after a dateline

    @cached_property
    def custody(self) -> bool:
        """True where something in the sentence says that people are held."""
        return (
            any(people.custody or (people.tags & HELD_TAGS and not people.troops) for people in self.people)
            or any(spot.detains for spot in self.spots)
            or any(token.lower_ in HELD_WORDS for token in self.sentence.tokens)
        )

    def first_of(self, people: People) -> Token:
        """The first token of the people's number, else of their noun."""
        if people.figure is None:
            return people.head
        tokens = self.sentence.tokens_in(people.figure.start, people.figure.end)
        return tokens[0] if tokens else people.head

    def mention_at(self, token: Token) -> Mention | None:
        """The known name that the token belongs to."""
        start = self.sentence.start(token)
        return next((mention for mention in self.mentions if mention.start <= start < mention.end), None)

    @property
    def swaps(self) -> bool:
        """True where the sentence tells of a swap."""
        return any(trigger.row.detail == "swap" for trigger in self.triggers.values())

    def is_state(self, name: Name) -> bool:
        """True where these words are a state's name."""
        inside = (mention for mention in self.mentions if name.span.start <= mention.start < name.span.end)
        return any(mention.of(NameKind.COUNTRY) is not None for mention in inside)

    def country_of(self, name: Name) -> str | None:
        """The country, as an ISO code, that a name within these words is or lies in."""
        span = name.span
        inside = (mention for mention in self.mentions if span.start <= mention.start < span.end)
        return next((mention.country for mention in inside if mention.country is not None), None)

    def credit_of(self, token: Token) -> Credit | None:
        """The narrowest credit that covers the token."""
        return next((credit for credit in self.credits if token.i in credit.covers), None)


@dataclass(slots=True)
class Story:
    """What earlier sentences of the report settled."""

    facility: Spot | None = None
    sites: dict[str, list[Name]] = field(
        default_factory=dict
    )  # named places of detention, each as often as told
    opening: set[str] = field(default_factory=set)  # those that the report opens with
    courts: dict[str, Name] = field(default_factory=dict)  # where courts sit
    countries: dict[str, Name] = field(default_factory=dict)  # by ISO code, where each was first named
    country: str | None = None  # the latest
    sentences: int = 0
    facility_ago: int = 99  # sentences since it was named
    speaker: Name | None = None  # the latest that a sentence credits
    swapped: bool = False  # a swap was told
    custody_ago: int = 99  # sentences since one that spoke of people held
    told_ago: int = 99  # sentences since one that made a claim
    last: list[Claim] = field(default_factory=list)  # claims of the latest sentence that made any
    last_paragraph: int = -9
    whole: Claim | None = None  # the latest that is no part of another

    def follow(self, scene: Scene, made: list[Claim]) -> None:
        """Take in a sentence that has been read, and the claims that it made."""
        self.custody_ago = 0 if scene.custody else self.custody_ago + 1
        self.swapped |= scene.swaps
        self.facility_ago += 1
        self._note_places(scene)
        for credit in scene.credits:
            self.speaker = credit.speaker or self.speaker
        self.told_ago = 0 if made else self.told_ago + 1
        if made:
            self.last, self.last_paragraph = made, scene.sentence.paragraph
            self.whole = next((claim for claim in reversed(made) if claim.part_of is None), self.whole)

    def _note_places(self, scene: Scene) -> None:
        self.sentences += 1
        self._note_countries(scene)
        for spot in scene.spots:
            prep = preposition(spot.head)
            if prep is not None and prep.lower_ in WITHIN and prep.head.lemma_.lower() in COURTS:
                self.courts.setdefault(spot.name.id or spot.name.text, spot.name)
        detaining = [spot for spot in scene.spots if spot.detains]
        if not detaining:
            return
        self.facility_ago = 0
        named = [spot for spot in detaining if spot.named]
        for spot in named:
            self.sites.setdefault(site_key(spot.name), []).append(spot.name)
            if self.sentences <= OPENING:
                self.opening.add(site_key(spot.name))
        if named:
            self.facility = named[0]
        elif self.facility is None or not self.facility.named:
            self.facility = detaining[-1]

    def _note_countries(self, scene: Scene) -> None:
        for mention in scene.mentions:
            self.country = mention.nationality or mention.country or self.country
            known = mention.of(NameKind.COUNTRY)
            if known is not None:
                span = scene.sentence.report.span(mention.start, mention.end)
                self.countries.setdefault(known.id, Name(span, known.id))

    def site_called(self, noun: str) -> Name | None:
        """What "the camp" stands for: the only place of detention named, or the only one of that noun."""
        if len(self.sites) == 1:
            return next(iter(self.sites.values()))[0]
        called = [names for names in self.sites.values() if any(noun in name.text.lower() for name in names)]
        return called[0][0] if len(called) == 1 else None

    @property
    def focus(self) -> Name | None:
        """The place of detention that the report is about: it opens with it, and names no other as often."""
        ranked = sorted(self.sites.items(), key=lambda site: -len(site[1]))
        if not ranked or ranked[0][0] not in self.opening:
            return None
        alone = len(ranked) == 1 or len(ranked[0][1]) >= 2 * len(ranked[1][1])
        return ranked[0][1][0] if alone else None


def site_key(name: Name) -> str:
    """The same for "Velmar prison", "Velmar Central Prison" and "Velmar"."""
    if name.id is not None:
        return name.id
    words: list[str] = [word for word in re.findall(r"[\w'-]+", name.text) if word[0].isupper()]
    own = [word for word in words if word.lower() not in SITE_WORDS]
    return (own or words or [name.text])[0].lower()


class SceneReader:
    """Finds all mentions of a sentence with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._figures = FigureFinder(lexicon)
        self._names = NameFinder(lexicon)
        self._people = PeopleFinder.of(lexicon)
        self._places = PlaceFinder.of(lexicon)
        self._triggers = TriggerFinder.of(lexicon)
        self._speakers = SpeakerFinder.of(lexicon)
        self.modality = ModalityReader.of(lexicon)

    def names_the_field(self, text: str) -> bool:
        """True where the text names a place of detention or an armed group that the lexicon knows."""
        return self._names.names_the_field(plain(text))

    def read(self, sentences: Iterator[Sentence], report: Report) -> Iterator[Scene]:
        """A scene for each sentence."""
        dates = list(Calendar(report.published).find(plain(report.text)))
        names = list(self._names.find(plain(report.text)))
        short = nicknames(plain(report.text), names)
        voices = Voices(Publisher.of(report))
        for _, together in groupby(sentences, key=lambda sentence: sentence.paragraph):
            paragraph = list(together)
            mentions = [_named_in(sentence, names) for sentence in paragraph]
            found = [self._speakers.find(*one) for one in zip(paragraph, mentions, strict=True)]
            credited = voices.hear(paragraph, found, mentions)
            for one in zip(paragraph, mentions, credited, strict=True):
                yield self._scene(*one, dates, short)

    def _scene(
        self,
        sentence: Sentence,
        mentions: list[Mention],
        credited: list[Credit],
        dates: list[When],
        short: frozenset[str],
    ) -> Scene:
        bounds = _bounds(sentence)
        dateline = _dateline(sentence)
        whens = [when for when in dates if bounds.start <= when.start < bounds.end and when.start >= dateline]
        figures = [
            figure
            for found in self._figures.find(plain(bounds.text))
            if not _within(figure := _shifted(found, bounds.start), whens)
        ]
        people = self._people.find(sentence, figures, [m for m in mentions if not _within_figure(m, figures)])
        triggers = self._triggers.find(sentence)
        named = {
            token.i
            for m in mentions
            if m.actor and not m.nationality
            for token in sentence.tokens_in(m.start, m.end)
        }
        return Scene(
            sentence=sentence,
            figures=figures,
            whens=whens,
            mentions=mentions,
            people=people,
            triggers={i: trigger for i, trigger in triggers.items() if i not in named},
            spots=self._places.find(sentence, mentions, short),
            credits=credited,
            opens=dateline,
        )


DATELINE: Final = re.compile(
    r"(?:[A-Z][\w.,' /-]{1,60}?\([^)\n]{2,40}\)\s*[-–—:]"  # BEIRUT, Oct. 16 (Agency) –
    r"|[A-Z][A-Z ,.'-]{3,40}(?:,\s[\w ,.]{2,30})?\s[–—-]{1,2}\s"  # GENEVA, 3 May —
    r"|\d{4}-\d\d-\d\d[\s:])"
)


def _dateline(sentence: Sentence) -> int:
    """Where the words after a dateline ("BEIRUT, Oct. 16 (Agency) –") begin; its date is the report's."""
    first = sentence.offsets[0]
    match = DATELINE.match(sentence.report.text, first)
    return match.end() if match else first


def _bounds(sentence: Sentence) -> Span:
    tokens = list(sentence.tokens)
    return sentence.span(tokens[0], tokens[-1])


def _named_in(sentence: Sentence, names: list[Mention]) -> list[Mention]:
    bounds = _bounds(sentence)
    return [mention for mention in names if bounds.start <= mention.start < bounds.end]


def _within(figure: Figure, whens: list[When]) -> bool:
    """True where the number is part of words on time."""
    return any(when.start <= figure.number_start and figure.number_end <= when.end for when in whens)


def _within_figure(mention: Mention, figures: list[Figure]) -> bool:
    return any(figure.start <= mention.start and mention.end <= figure.end for figure in figures)


def _shifted(figure: Figure, by: int) -> Figure:
    return Figure(
        figure.start + by, figure.end + by, figure.number_start + by, figure.number_end + by,
        figure.low, figure.high, figure.approx, figure.basis,
    )  # fmt: skip
