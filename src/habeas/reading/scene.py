"""What one sentence holds, and what the report has told so far."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final

from habeas.lexicon import Lexicon
from habeas.lexicon.shape import PlaceKind
from habeas.model import Claim, ClaimType, Name, Report, Span
from habeas.reading.dates import Calendar, When
from habeas.reading.english import (
    COURTS,
    HELD_WORDS,
    LOOSE_FACILITIES,
    PLURALS,
    RAIDS,
    SHARES,
    SITE_WORDS,
    WITHIN,
)
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

TOWN_OF: Final = re.compile(r"\b(?:town|city|village|district|province) of ")
OWN_WORD: Final = re.compile(r"[\w'-]*[A-Z][\w'-]*")
NAME_RUN: Final = re.compile(r"[\w'-]*[A-Z][\w'-]*(?: [\w'-]*[A-Z][\w'-]*)*")
STAYING: Final = {"be", "detain", "hold", "house", "intern", "jail", "keep", "live", "imprison", "stay"}
OF_A_WHOLE: Final = re.compile(
    r"(?P<part>[\w,.-]+)\s+(?:out\s+)?of\s+(?:the\s+|these\s+|those\s+|its\s+|their\s+|[\w-]+['’]s\s+)?$",
    re.I,
)
BEFORE: Final = 60  # code points of "half of Karvania's", before a whole
WIDE: Final = {"country", "state", PlaceKind.REGION, PlaceKind.GOVERNORATE}
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

    @cached_property
    def custody(self) -> bool:
        """True where something in the sentence says that people are held."""
        return (
            any(people.custody or (people.tags & HELD_TAGS and not people.troops) for people in self.people)
            or any(spot.detains for spot in self.spots)
            or any(trigger.row.strong for trigger in self.triggers.values())
            or any(token.lower_ in HELD_WORDS for token in self.sentence.tokens)
        )

    def first_of(self, people: People) -> Token:
        """The first token of the people's number, else of their noun."""
        if people.figure is None:
            return people.head
        tokens = self.sentence.tokens_in(people.figure.start, people.figure.end)
        return tokens[0] if tokens else people.head

    def part_of(self, people: People) -> Span | None:
        """The figure or share of which these people are the whole: "60 of the 182", "half of the 300"."""
        if people.figure is None:
            return None
        text, first = self.sentence.report.text, self.sentence.start(self.sentence.tokens[0])
        match = OF_A_WHOLE.search(text, max(first, people.figure.start - BEFORE), people.figure.start)
        if match is None:
            return None
        counted = any(figure.end == match.end("part") for figure in self.figures)
        share = match["part"].lower() in SHARES
        return self.sentence.report.span(*match.span("part")) if counted or share else None

    def same_as(self, people: People) -> People | None:
        """The same people, counted before in another unit: "3,200 families, equivalent to 12,500 people"."""
        return next((other for other in self.people if other.head is people.same_as), None)

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
    town: Name | None = None  # the latest that has a name
    setting: Name | None = None  # where the latest sentence with a place says that things happened
    setting_paragraph: int = -9
    routes: dict[str, Name] = field(default_factory=dict)  # whence people are said to come
    countries: dict[str, Name] = field(default_factory=dict)  # by ISO code, where each was first named
    country: str | None = None  # the latest
    sentences: int = 0
    facility_ago: int = 99  # sentences since it was named
    facility_paragraph: int = -9
    latest: list[Name] = field(default_factory=list)  # those that the latest sentence with any has named
    before: list[tuple[int, Name]] = field(default_factory=list)  # where, by paragraph, people had been
    speaker: Name | None = None  # the latest that a sentence credits
    swapped: bool = False  # a swap was told
    custody_ago: int = 99  # sentences since one that spoke of people held
    told_ago: int = 99  # sentences since one that made a claim
    last: list[Claim] = field(default_factory=list)  # claims of the latest sentence that made any
    last_paragraph: int = -9
    homebound: set[str] = field(default_factory=set)  # tags of those of whom it was told that they go home
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
        self.homebound |= {
            tag for claim in made if claim.type is ClaimType.REPATRIATION for tag in claim.group
        }
        if made:
            self.last, self.last_paragraph = made, scene.sentence.paragraph
            self.whole = next((claim for claim in reversed(made) if claim.part_of is None), self.whole)

    def _note_places(self, scene: Scene) -> None:
        self.sentences += 1
        self._note_countries(scene)
        self._note_courts(scene)
        self._note_setting(scene)
        detaining = [spot for spot in scene.spots if spot.detains or _is_held_at(scene, spot)]
        if not detaining:
            return
        self.facility_ago, self.facility_paragraph = 0, scene.sentence.paragraph
        named = [spot for spot in detaining if spot.named or _is_located(scene, spot)]
        for spot in named:
            self.sites.setdefault(site_key(spot.name), []).append(spot.name)
            if self.sentences <= OPENING:
                self.opening.add(site_key(spot.name))
        if named:
            self.facility = named[0]
            self.latest = [spot.name for spot in named]
        elif self.facility is None or not self.facility.named:
            self.facility = detaining[-1]

    def _note_courts(self, scene: Scene) -> None:
        for spot in scene.spots:
            prep = preposition(spot.head)
            sits = prep is not None and prep.lower_ in WITHIN and prep.head.lemma_.lower() in COURTS
            if sits and _has_own_name(scene, spot):
                self.courts.setdefault(spot.name.id or spot.name.text, spot.name)

    def _note_setting(self, scene: Scene) -> None:
        """The one town or site at which the sentence sets what it tells."""
        towns = [spot for spot in scene.spots if _has_own_name(scene, spot) and not scene.is_state(spot.name)]
        if towns:
            self.town = next((spot.name for spot in reversed(towns) if not spot.detains), self.town)
        for spot in scene.spots:
            if _is_come_from(spot):
                self.routes.setdefault(site_key(spot.name), spot.name)
        had_been = [spot for spot in scene.spots if _had_been_at(spot)]
        self.before += [(scene.sentence.paragraph, spot.name) for spot in had_been]
        at = [spot for spot in towns if _is_setting(scene, spot)]
        at = [spot for spot in at if not any(_is_around(scene, spot, inner) for inner in at)]
        if len(at) == 1:
            self.setting, self.setting_paragraph = at[0].name, scene.sentence.paragraph

    def _note_countries(self, scene: Scene) -> None:
        for mention in scene.mentions:
            self.country = mention.nationality or mention.country or self.country
            known = mention.of(NameKind.COUNTRY)
            if known is not None:
                span = scene.sentence.report.span(mention.start, mention.end)
                self.countries.setdefault(known.id, Name(span, known.id))

    def site_called(self, noun: str, scene: Scene) -> Name | None:
        """What "the camp" stands for: the only place, the only one of that noun, or the latest."""
        if len(self.sites) == 1:
            return next(iter(self.sites.values()))[0]
        called = [names for names in self.sites.values() if any(noun in name.text.lower() for name in names)]
        bare = [names for names in self.sites.values() if not any(_has_site_word(name) for name in names)]
        found = called or bare  # "Tel Velmar", told of as a place where people live under guard
        return found[0][0] if len(found) == 1 else self._latest_called(noun, scene)

    def _latest_called(self, noun: str, scene: Scene) -> Name | None:
        """The one of that noun that has just been named: "Velmar prison … Inmates set fire to the prison"."""
        if scene.sentence.paragraph - self.facility_paragraph > 1:
            return None
        called = [name for name in self.latest if noun in name.text.lower() or noun in LOOSE_FACILITIES]
        return called[0] if len({site_key(name) for name in called}) == 1 else None

    @property
    def opened_with(self) -> Name | None:
        """The only place of detention that the report opens with."""
        return self.sites[next(iter(self.opening))][0] if len(self.opening) == 1 else None

    @property
    def focus(self) -> Name | None:
        """The place of detention that the report is about: it opens with it, and names no other as often."""
        ranked = sorted(self.sites.items(), key=lambda site: -len(site[1]))
        if not ranked or ranked[0][0] not in self.opening:
            return None
        alone = len(ranked) == 1 or len(ranked[0][1]) >= 2 * len(ranked[1][1])
        return ranked[0][1][0] if alone else None


def site_key(name: Name) -> str:
    """The same for "Velmar prison", "Velmar Central Prison", "prison in the town of Velmar" and "Velmar"."""
    if name.id is not None:
        return name.id
    text = TOWN_OF.split(name.text)[-1]
    runs = [OWN_WORD.findall(run) for run in NAME_RUN.findall(text)]
    own = [[word for word in run if word.lower() not in SITE_WORDS] for run in runs]
    return " ".join(next((run for run in own if run), [name.text])).lower()


def _has_site_word(name: Name) -> bool:
    return any(word in SITE_WORDS for word in name.text.lower().split())


def _has_own_name(scene: Scene, spot: Spot) -> bool:
    """True for a place whose words hold a name, and not only a nationality."""
    span = spot.name.span
    return any(
        token.pos_ == "PROPN" and ((mention := scene.mention_at(token)) is None or mention.place is not None)
        for token in scene.sentence.tokens_in(span.start, span.end)
    )


def _is_located(scene: Scene, spot: Spot) -> bool:
    """One prison, told by its town: "a prison in the town of Velmar"; not by its country or region."""
    span = spot.name.span
    around = [mention for mention in scene.mentions if span.start <= mention.start < span.end]
    wide = any(_is_wide(mention) for mention in around)
    return spot.head.tag_ in {"NN", "NNP"} and _has_own_name(scene, spot) and not wide


def _is_around(scene: Scene, spot: Spot, inner: Spot) -> bool:
    """ "Velmar camp in Kesh province": the province only says where the camp is, whatever the parse."""
    prep = preposition(spot.head)
    if prep is None or prep.i == prep.sent.start:
        return False
    return prep.head == inner.head or scene.sentence.end(prep.nbor(-1)) == inner.name.span.end


def _is_wide(mention: Mention) -> bool:
    """True for a country or a region; a capital is a town as well: "Ostrana prison"."""
    place = mention.place
    return place is not None and place.sort in WIDE and place.kind is not NameKind.CAPITAL


def _is_held_at(scene: Scene, spot: Spot) -> bool:
    """A place unknown that people are said to be held at: "they were kept at Tel Velmar, a former school"."""
    prep = preposition(spot.head)
    if not spot.known and spot.named and _had_been_at(spot):
        return True
    if spot.known or not spot.named or prep is None or prep.lower_ not in {"at", "in", "inside"}:
        return False
    held = scene.triggers.get(prep.head.i)
    return held is not None and held.type is ClaimType.HOLDING and held.row.word != "detain"


def _is_come_from(spot: Spot) -> bool:
    """ "A batch of detainees coming from the northern districts"."""
    prep = preposition(spot.head)
    if prep is None or prep.lower_ != "from" or spot.name.text.islower():
        return False
    return prep.head.lower_ == "coming" or prep.head.lemma_ == "arrive"  # "64 come from Kesh" are Keshians


def _had_been_at(spot: Spot) -> bool:
    """ "They had been kept at Tel Velmar", "all had lived in the camp": where those told of come from."""
    prep = preposition(spot.head)
    if prep is None or prep.lower_ not in {"at", "in", "inside"} or prep.head.lemma_ not in STAYING:
        return False
    verb = prep.head
    earlier = any(child.dep_ == "aux" and child.lower_ == "had" for child in verb.children)
    who = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    told = any(
        noun.lower_ in PLURALS or any(child.lower_ in {"the", "all"} for child in noun.children)
        for noun in who
    )
    return earlier and told and verb.dep_ == "ROOT"


def _is_setting(scene: Scene, spot: Spot) -> bool:
    """True for the place of a clause, of a raid or riot, of what was raided, or whence people were taken."""
    prep = preposition(spot.head)
    if prep is None:
        return spot.head.dep_ in {"dobj", "nsubjpass"}
    taken = scene.triggers.get(prep.head.i)
    if prep.lower_ == "from" and taken is not None:
        return taken.type is ClaimType.CAPTURE
    return prep.lower_ in WITHIN | {"around", "on"} or prep.head.lemma_.lower() in RAIDS


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
        whens = [when for when in dates if bounds.start <= when.start < bounds.end]
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
        )


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
