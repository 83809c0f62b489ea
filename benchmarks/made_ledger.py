"""Reports of a made ledger: stories told by several of them, populations counted again and again.

Each story is a happening, a count, an allegation or a position; each report tells two to four of them in
about eight claims, some of them without day, place, figure or speaker, some planned or denied, some broken
down; one report in five copies another. The shares are roughly those of the annotated reports. Places and
bodies are the lexicon's, a few of them in most reports, so that names and containment cost what they cost;
the figures are drawn, and say nothing of them.
"""

from __future__ import annotations

import calendar
import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Final, Generic, TypeVar

from families import Words

from habeas import Claim, Name, Period, Quantity, Reading, Report, Span
from habeas.lexicon import Lexicon
from habeas.lexicon.shape import PlaceKind
from habeas.model import ClaimType, Measure, Modality

READER: Final = "made/1"
FIRST: Final = date(2019, 1, 1)
DAYS: Final = 2800
OUTLETS: Final = 97
FILLED: Final = 8  # sentences beside those that hold a claim
RECENT: Final = 30  # stories, and reports, that are told again

# How often each type is told, of a hundred claims; and the word for it.
KINDS: Final = {
    ClaimType.HOLDING: (26, "held"),
    ClaimType.TRANSFER: (20, "moved"),
    ClaimType.REPATRIATION: (16, "repatriated"),
    ClaimType.RELEASE: (14, "released"),
    ClaimType.POSITION: (5, "needed at home"),
    ClaimType.ALLEGATION: (4, "beaten"),
    ClaimType.DENIAL: (2, "well treated"),
    ClaimType.ESCAPE: (4, "at large"),
    ClaimType.CAPTURE: (5, "arrested"),
    ClaimType.SENTENCE: (3, "sentenced"),
    ClaimType.DEATH: (3, "dead"),
}
MOVES: Final = frozenset({ClaimType.TRANSFER, ClaimType.REPATRIATION, ClaimType.RELEASE, ClaimType.ESCAPE})
MEASURES: Final = {
    ClaimType.HOLDING: Measure.STOCK,
    ClaimType.POSITION: Measure.POPULATION,
    ClaimType.ALLEGATION: Measure.VICTIMS,
    ClaimType.DENIAL: Measure.VICTIMS,
}
MODALITIES: Final = {
    Modality.ASSERTED: 82,
    Modality.PLANNED: 9,
    Modality.ONGOING: 4,
    Modality.ALLEGED: 3,
    Modality.DENIED: 2,
}
GROUPS: Final = ("", "women children", "children", "men", "IQ", "foreigners", "fighters", "TJ women children")

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Story:
    """One happening, count, allegation or position."""

    kind: ClaimType
    modality: Modality
    measure: Measure
    day: date
    place: tuple[str, str]  # id, name
    destination: tuple[str, str]
    body: tuple[str, str]
    number: int
    group: str


@dataclass(frozen=True, slots=True)
class Telling:
    """A story as one sentence tells it; a slot that is None isn't told. `part` breaks the one before down."""

    story: Story
    number: int | None
    hedge: str = ""
    when: tuple[str, date, date] | None = None
    place: tuple[str, str] | None = None
    destination: tuple[str, str] | None = None
    speaker: tuple[str, str] | None = None
    actor: tuple[str, str] | None = None
    group: str = ""
    part: bool = False


Draft = Sequence["Telling | str"]


class _Drawn(Generic[Thing]):
    """Draws things, the first most often (Zipf) unless weights are given."""

    def __init__(self, things: Sequence[Thing], weights: Sequence[float] | None = None) -> None:
        self._things = things
        self._weights = list(accumulate(weights or (1 / (rank + 1) for rank in range(len(things)))))

    def one(self, draw: random.Random) -> Thing:
        return draw.choices(self._things, cum_weights=self._weights)[0]


def claims(number: int, lexicon: Lexicon, *, seed: int = 1) -> list[Claim]:
    """So many claims, the same ones for the same seed."""
    return [claim for reading in readings(number, lexicon, seed=seed) for claim in reading.claims]


def readings(
    number: int, lexicon: Lexicon, *, seed: int = 1, stories: tuple[int, int] = (2, 4)
) -> Iterator[Reading]:
    """Readings that have so many claims together, each telling so many stories, from and to."""
    draw = random.Random(seed)  # noqa: S311  nothing secret is drawn
    left = number
    for serial, (day, draft) in enumerate(_drafts(lexicon, draw, stories)):
        reading = written(draft, f"{seed}-{serial}", day, outlet=f"Outlet {draw.randrange(OUTLETS)}")
        yield replace(reading, claims=reading.claims[:left])
        left -= len(reading.claims)
        if left <= 0:
            return


def stocks_of_one_camp(number: int, *, seed: int = 1) -> Iterator[Reading]:
    """So many counts of those held in one camp over years, each report with ten of one day and its parts."""
    draw = random.Random(seed)  # noqa: S311  nothing secret is drawn
    words = Words(draw)
    for serial in range(number // 10):
        day = FIRST + timedelta(days=draw.randrange(DAYS))
        draft = [_count(day, 60_000 - 20 * (day - FIRST).days + draw.randrange(-500, 500), draw)]
        for part in range(9):
            group = GROUPS[part % len(GROUPS)]
            draft.append(replace(draft[0], number=draw.randrange(50, 30_000), group=group, part=part < 3))
        yield written([*draft, *_filling(words)], f"camp {serial}", day, outlet=f"Outlet {serial % OUTLETS}")


def reports_of_one_event(number: int, *, seed: int = 1) -> Iterator[Reading]:
    """So many reports about one break-out, three claims in each; they don't agree on how many got out."""
    draw = random.Random(seed)  # noqa: S311  nothing secret is drawn
    words = Words(draw)
    day = date(2022, 1, 20)
    place, body = ("sinaa-prison", "Ghwayran prison"), ("sdf", "Syrian Democratic Forces")
    story = Story(ClaimType.ESCAPE, Modality.ASSERTED, Measure.FLOW, day, place, place, body, 200, "fighters")
    for serial in range(number):
        told = day + timedelta(days=draw.randrange(4))
        first = Telling(story, draw.choice((20, 90, 200, 210, 400, 800)), when=_on(day), place=place)
        draft = (
            replace(first, speaker=body if draw.random() < 0.4 else None),
            replace(first, when=None, hedge=draw.choice(("", "at least", "about"))),
            replace(first, place=None, number=None, group="fighters"),
        )
        yield written(
            [*draft, *_filling(words)], f"event {serial}", told, outlet=f"Outlet {serial % OUTLETS}"
        )


def _count(day: date, number: int, draw: random.Random) -> Telling:
    camp, body = ("al-hol", "al-Hol"), ("sdf", "Syrian Democratic Forces")
    story = Story(ClaimType.HOLDING, Modality.ASSERTED, Measure.STOCK, day, camp, camp, body, number, "")
    return Telling(story, number, when=_on(day) if draw.random() < 0.7 else None, place=camp)


# --- what is told ---


def _drafts(lexicon: Lexicon, draw: random.Random, many: tuple[int, int]) -> Iterator[tuple[date, Draft]]:
    """One report after the other: the day, and what it tells."""
    stories = _stories(lexicon, draw)
    words = Words(draw)
    waiting: list[Story] = []
    drafts: list[tuple[date, Draft]] = []
    while True:
        if drafts and draw.random() < 0.2:
            day, draft = drafts[draw.randrange(len(drafts))]
            yield day + timedelta(days=draw.randint(0, 2)), draft
            continue
        told = [
            waiting[draw.randrange(len(waiting))] if waiting and draw.random() < 0.6 else next(stories)
            for _ in range(draw.randint(*many))
        ]
        waiting = [*waiting[-RECENT:], *told]
        sentences = [*(telling for story in told for telling in _tellings(story, draw)), *_filling(words)]
        day = max(story.day for story in told[:1]) + timedelta(days=draw.randint(0, 2))
        drafts = [*drafts[-RECENT:], (day, sentences)]
        yield drafts[-1]


def _stories(lexicon: Lexicon, draw: random.Random) -> Iterator[Story]:
    sites = (PlaceKind.CAMP, PlaceKind.PRISON, PlaceKind.TOWN, PlaceKind.FACILITY)
    places = _Drawn(
        sorted(
            ((one.id, one.name) for one in lexicon.places if one.kind in sites), key=lambda _: draw.random()
        )
    )
    bodies = _Drawn(sorted(((one.id, one.name) for one in lexicon.actors), key=lambda _: draw.random()))
    kinds = _Drawn(list(KINDS), [weight for weight, _ in KINDS.values()])
    modalities = _Drawn(list(MODALITIES), list(MODALITIES.values()))
    homes = _Drawn(
        [("IQ", "Iraq"), ("SY", "Syria"), ("TJ", "Tajikistan"), ("FR", "France"), ("KZ", "Kazakhstan")]
    )
    # Stories come in waves: so many at a time happen within some days of one another.
    while True:
        wave = draw.randrange(DAYS)
        for _ in range(10):
            kind = kinds.one(draw)
            moved = Measure.TOTAL if draw.random() < 0.06 else Measure.FLOW
            yield Story(
                kind,
                modalities.one(draw),
                MEASURES.get(kind, moved),
                FIRST + timedelta(days=wave + draw.randrange(20)),
                places.one(draw),
                homes.one(draw) if kind is ClaimType.REPATRIATION else places.one(draw),
                bodies.one(draw),
                int(draw.lognormvariate(4.5, 1.5)) + 1,
                draw.choice(GROUPS),
            )


def _tellings(story: Story, draw: random.Random) -> Iterator[Telling]:
    """A story's sentences in one report: itself, told more or less fully, its parts, and it named again."""
    number = story.number if draw.random() < 0.85 else max(1, round(story.number * draw.uniform(0.8, 1.2)))
    moves = story.kind in MOVES
    first = Telling(
        story,
        number if draw.random() < 0.8 else None,
        hedge=draw.choices(("", "at least", "about"), (70, 18, 12))[0],
        when=_when(story.day, draw),
        place=story.place if draw.random() < (0.5 if moves else 0.75) else None,
        destination=story.destination if moves and draw.random() < 0.7 else None,
        speaker=story.body if draw.random() < 0.45 else None,
        actor=story.body if draw.random() < 0.3 else None,
        group=story.group if draw.random() < 0.7 else "",
    )
    yield first
    if first.number is not None and first.number > 3 and draw.random() < 0.25:
        some = draw.randrange(1, first.number)
        for group, part in (("women", some), ("children", first.number - some)):
            yield replace(first, number=part, group=group, hedge="", part=True)
    while draw.random() < 0.4:
        yield replace(first, number=None, when=None, place=None, destination=None)


def _when(day: date, draw: random.Random) -> tuple[str, date, date] | None:
    """The day; or none, the month or the year alone."""
    drawn = draw.random()
    if drawn < 0.5:
        return _on(day)
    if drawn < 0.6:
        last = calendar.monthrange(day.year, day.month)[1]
        return f"{day:%B %Y}", day.replace(day=1), day.replace(day=last)
    if drawn < 0.63:
        return f"{day.year}", date(day.year, 1, 1), date(day.year, 12, 31)
    return None


def _on(day: date) -> tuple[str, date, date]:
    return f"{day.day} {day:%B %Y}", day, day


def _filling(words: Words) -> Iterator[str]:
    for _ in range(FILLED):
        yield " ".join(words.some(16)) + "."


# --- words and claims ---


def written(draft: Draft, name: str, day: date, *, outlet: str) -> Reading:
    """The report that tells all this, with its claims."""
    lines, spots, at = [f"Report {name}."], list[dict[str, tuple[int, int]]](), len(f"Report {name}.\n")
    for told in draft:
        pieces = [("", told)] if isinstance(told, str) else list(_pieces(told))
        spots.append(dict(_spots(pieces, at)))
        lines.append("".join(words for _, words in pieces))
        at += len(lines[-1]) + 1
    text = "\n".join(lines) + "\n"
    report = Report(hashlib.sha256(text.encode()).hexdigest(), f"{name}.txt", text, outlet, published=day)
    return Reading(report, READER, tuple(_claims(report, draft, spots)), ())


def _pieces(told: Telling) -> Iterator[tuple[str, str]]:
    if told.speaker is not None:
        yield from (("speaker", told.speaker[1]), ("", " said that "))
    if told.hedge:
        yield "", f"{told.hedge} "
    yield ("", "people") if told.number is None else ("number", f"{told.number:,}")
    yield from (("", f" {told.group or 'people'} were "), ("trigger", KINDS[told.story.kind][1]))
    slots = (
        (" by ", "actor", told.actor and told.actor[1]),
        (" at ", "place", told.place and told.place[1]),
        (" to ", "destination", told.destination and told.destination[1]),
        (" on ", "when", told.when and told.when[0]),
    )
    for before, slot, words in slots:
        if words:
            yield from (("", before), (slot, words))
    yield "", "."


def _spots(pieces: Sequence[tuple[str, str]], at: int) -> Iterator[tuple[str, tuple[int, int]]]:
    yield "", (at, at + sum(len(words) for _, words in pieces))
    for slot, words in pieces:
        if slot:
            yield slot, (at, at + len(words))
        at += len(words)


def _claims(report: Report, draft: Draft, spots: Sequence[Mapping[str, tuple[int, int]]]) -> Iterator[Claim]:
    whole: str | None = None
    for told, where in zip(draft, spots, strict=True):
        if not isinstance(told, str):
            claim = _claim(report, told, where, whole if told.part else None)
            whole = whole if told.part else claim.id
            yield claim


def _claim(report: Report, told: Telling, spots: Mapping[str, tuple[int, int]], whole: str | None) -> Claim:
    story = told.story

    def span(slot: str) -> Span:
        return report.span(*spots[slot])

    def name(slot: str, known: tuple[str, str] | None) -> Name | None:
        return None if known is None else Name(span(slot), known[0])

    moves = story.kind in MOVES
    return Claim(
        report=report,
        type=story.kind,
        trigger=span("trigger"),
        evidence=(span(""),),
        reader=READER,
        rule="made",
        modality=story.modality,
        quantity=_quantity(told, span) if told.number is not None else None,
        measure=None if told.number is None else story.measure,
        part_of=whole,
        group=frozenset(told.group.split()),
        place=None if moves else name("place", told.place),
        origin=name("place", told.place) if moves else None,
        destination=name("destination", told.destination),
        actor=name("actor", told.actor),
        speaker=name("speaker", told.speaker),
        period=Period(span("when"), *told.when[1:]) if told.when is not None else None,
        stated_on=report.published,
    )


def _quantity(told: Telling, span: Callable[[str], Span]) -> Quantity:
    number = told.number or 0
    open_ = told.hedge == "at least"
    return Quantity(span("number"), number, None if open_ else number, approx=told.hedge == "about")
