"""Claims of a made ledger: stories told by several reports, populations counted again and again.

Each story is one happening (a day, a place, a figure) told by one to six reports, some of which copy
another; each report tells up to four stories and counts some population. Places and bodies are the
lexicon's, so that names and containment cost what they cost; the figures are drawn, and say nothing of them.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from habeas import Claim, Name, Period, Quantity, Report, Span
from habeas.lexicon import Lexicon
from habeas.lexicon.shape import PlaceKind
from habeas.model import ClaimType, Measure, Modality

KINDS = (
    (ClaimType.TRANSFER, "moved"),
    (ClaimType.REPATRIATION, "repatriated"),
    (ClaimType.RELEASE, "released"),
    (ClaimType.CAPTURE, "arrested"),
    (ClaimType.ESCAPE, "escaped"),
    (ClaimType.SENTENCE, "sentenced"),
    (ClaimType.DEATH, "died"),
)
GROUPS = ((), ("women", "children"), ("men",), ("IQ",), ("foreigners",), ("fighters",))
FIRST = date(2019, 1, 1)
DAYS = 2800
# A claim in so many is a count of those held.
COUNTS = 4


@dataclass(frozen=True, slots=True)
class Story:
    """One happening, or one population on one day."""

    kind: ClaimType
    verb: str
    day: date
    place: str
    place_name: str
    number: int
    group: tuple[str, ...]
    speaker: str | None
    speaker_name: str


def claims(number: int, lexicon: Lexicon, *, seed: int = 1) -> list[Claim]:
    """So many claims, the same ones for the same seed."""
    draw = random.Random(seed)  # noqa: S311  nothing secret is drawn
    told: list[Claim] = []
    for report in _reports(lexicon, draw):
        told += report
        if len(told) >= number:
            return told[:number]
    return told


def _reports(lexicon: Lexicon, draw: random.Random) -> Iterator[list[Claim]]:
    """The claims of one report after the other."""
    sites = [
        place for place in lexicon.places if place.kind in (PlaceKind.CAMP, PlaceKind.PRISON, PlaceKind.TOWN)
    ]
    bodies = list(lexicon.actors)
    waiting: list[Story] = []
    serial = 0
    while True:
        stories = []
        for _ in range(draw.randint(1, 4)):
            if waiting and draw.random() < 0.6:
                stories.append(waiting[draw.randrange(len(waiting))])
            else:
                place, body = draw.choice(sites), draw.choice(bodies)
                kind, verb = draw.choice(KINDS)
                if draw.randrange(COUNTS) == 0:
                    kind, verb = ClaimType.HOLDING, "held"
                named = draw.random() < 0.7
                story = Story(
                    kind,
                    verb,
                    FIRST + timedelta(days=draw.randrange(DAYS)),
                    place.id,
                    place.name,
                    draw.randint(2, 900),
                    draw.choice(GROUPS),
                    body.id if named else None,
                    body.name,
                )
                stories.append(story)
                waiting = [*waiting[-40:], story]
        serial += 1
        yield _report(stories, serial, draw)


def _report(stories: Sequence[Story], serial: int, draw: random.Random) -> list[Claim]:
    day = max(story.day for story in stories) + timedelta(days=draw.randint(0, 2))
    lines = []
    for story in stories:
        said = f"{story.speaker_name} said that " if story.speaker else ""
        lines.append(
            f"{said}{story.number} people were {story.verb} in {story.place_name} on {story.day.isoformat()}."
        )
    text = f"Report {serial}.\n" + "\n".join(lines) + "\n"
    report = Report(
        hashlib.sha256(text.encode()).hexdigest(),
        f"{serial}.txt",
        text,
        f"Outlet {serial % 97}",
        published=day,
    )
    return [_claim(report, line, story, draw) for line, story in zip(lines, stories, strict=True)]


def _claim(report: Report, line: str, story: Story, draw: random.Random) -> Claim:
    start = report.text.index(line)

    def span(words: str) -> Span:
        at = report.text.index(words, start)
        return report.span(at, at + len(words))

    moves = story.kind in (ClaimType.TRANSFER, ClaimType.REPATRIATION, ClaimType.RELEASE, ClaimType.ESCAPE)
    place = Name(span(story.place_name), story.place)
    return Claim(
        report=report,
        type=story.kind,
        trigger=span(story.verb),
        evidence=(report.span(start, start + len(line)),),
        reader="made/1",
        rule="made",
        modality=Modality.PLANNED if draw.random() < 0.1 else Modality.ASSERTED,
        quantity=Quantity(span(str(story.number)), story.number, story.number),
        measure=Measure.STOCK if story.kind is ClaimType.HOLDING else Measure.FLOW,
        group=frozenset(story.group),
        place=None if moves else place,
        origin=place if moves else None,
        speaker=Name(span(story.speaker_name), story.speaker) if story.speaker else None,
        period=Period(span(story.day.isoformat()), story.day, story.day),
        stated_on=report.published,
    )
