"""A brief composed as a document, of what is cleared and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

from habeas import __version__
from habeas.lexicon import Lexicon
from habeas.lexicon.gazetteer import states
from habeas.model import Claim
from habeas.publishing import phrases
from habeas.publishing.brief.changes import changed
from habeas.publishing.brief.news import Count, Since
from habeas.publishing.brief.pieces import Brief, Part
from habeas.publishing.brief.sources import Beyond
from habeas.publishing.brief.story import Story
from habeas.publishing.brief.whole import whole
from habeas.publishing.charts.told import UNCHECKED
from habeas.publishing.documents.method import TITLE as METHOD_TITLE
from habeas.publishing.documents.method import method
from habeas.publishing.documents.pictures import MARKS, Shown, pictures
from habeas.publishing.documents.setting import Key, Setter
from habeas.publishing.documents.tree import Body, Document, Section, anchor, paragraph, shown
from habeas.publishing.documents.uncovered import TITLE as UNCOVERED_TITLE
from habeas.publishing.documents.uncovered import not_covered, withheld
from habeas.publishing.holdings import Cleared, Holdings
from habeas.reckoned import ConflictKind

NAMED: Final = "left in where an adult is proved, as somebody chose"
PICTURES: Final = "In pictures"
# What is said of printed lines, as it is true of a document's.
INSTEAD_OF_PRINTED: Final = {
    "(·unchecked)": f"(“{UNCHECKED}”)",
    "Numbers in square brackets": "The numbers of notes",
}


@dataclass(frozen=True, slots=True)
class Changes:
    """The day since which changes are told, and how those who stand behind testimonies are counted."""

    since: Since
    voices_of: Count


@dataclass(frozen=True, slots=True)
class Asked:
    """How a document is to be made.

    `passing` are the ids of the claims that were asked for, None for all. `beyond` counts the reports that
    were not (of a brief of changes the newer ones), by their language, and `older` the others.
    """

    today: date
    title: str = ""
    passing: Collection[str] | None = None
    changes: Changes | None = None
    beyond: Beyond = field(default_factory=dict)
    older: int = 0


def compose(cleared: Cleared, asked: Asked, lexicon: Lexicon) -> Document:
    """The document: the parts of the brief in their order, pictures, what isn't covered, method and notes."""
    holdings = cleared.holdings
    claims = [one for one in holdings.claims if asked.passing is None or one.id in asked.passing]
    told = _brief(claims, holdings, asked, lexicon)
    story = Story.of(claims, holdings.reckoned, holdings.reports)
    setter = Setter(dict(_anchors(holdings)))
    sections = [_section(part, setter, told.nothing) for part in told.parts]
    drawn = pictures(_shown(story, setter, asked.today), lexicon)
    if drawn:
        sections.insert(1, _titled(PICTURES, (paragraph(MARKS), *drawn)))
    lacking = not_covered(
        story, holdings.reports, lexicon, today=asked.today, narrowed=bool(holdings.chosen or asked.changes)
    )
    held_back = withheld(cleared.withheld, sum(map(len, cleared.masks.values())), setter.left_out)
    sections.append(_section(Part(UNCOVERED_TITLE, (*lacking, *held_back)), setter, told.nothing))
    sections.append(_titled(METHOD_TITLE, tuple(map(paragraph, method()))))
    return Document(
        title=shown(asked.title).strip() or told.title,
        about=told.title if asked.title else "",
        day=asked.today,
        facts=tuple(_facts(cleared, asked)),
        opening=tuple(_opening(cleared, told)),
        sections=tuple(sections),
        notes=setter.notes(),
        nothing=told.nothing,
        maker=f"habeas {__version__}",
    )


def _brief(claims: list[Claim], holdings: Holdings, asked: Asked, lexicon: Lexicon) -> Brief:
    tell = partial(
        whole if asked.changes is None else changed,
        claims,
        holdings.unread,
        holdings.reports,
        holdings.reckoned,
        today=asked.today,
        fitting=holdings.chosen,
        states=states(lexicon),
        beyond=asked.beyond,
    )
    if asked.changes is None:
        return tell()
    return tell(since=asked.changes.since, voices_of=asked.changes.voices_of, older=asked.older)


def _section(part: Part, setter: Setter, nothing: str) -> Section:
    return _titled(part.title, setter.part(part, nothing))


def _titled(title: str, body: tuple[Body, ...]) -> Section:
    return Section(title, anchor(title), body)


def _anchors(holdings: Holdings) -> Iterator[tuple[Key, int]]:
    """Where the figure starts in the words that each note holds."""
    for one in holdings.reckoned.testimonies.values():
        claim = one.claim
        yield (claim.report.id, claim.evidence), claim.anchor.start
    for figure in holdings.unread:
        yield (figure.report.id, (figure.evidence,)), figure.quantity.start


def _shown(story: Story, setter: Setter, today: date) -> Shown:
    ids = {claim.id for claim in story.claims}
    told = [one for id_, one in story.reckoned.testimonies.items() if id_ in ids]
    contradicted = frozenset(
        id_
        for one in story.reckoned.conflicts
        if one.kind is ConflictKind.CONTRADICTION
        for id_ in one.claims
    )
    return Shown(told, contradicted, lambda claim: setter.known(claim.report.id, claim.evidence), today)


def _opening(cleared: Cleared, told: Brief) -> Iterator[Body]:
    opening = told.opening
    for printed, here in INSTEAD_OF_PRINTED.items():
        opening = opening.replace(printed, here)
    yield paragraph(opening)
    yield paragraph(told.foot)
    if any(cleared.masks.values()) or cleared.withheld:
        yield paragraph(
            "Names were withheld, or claims: masked words stand as blocks (█), one for each character."
            f" “{UNCOVERED_TITLE}” says how much.",
            aside=True,
        )


def _facts(cleared: Cleared, asked: Asked) -> Iterator[tuple[str, str]]:
    """What one must know of a document before one reads it: its day, what it holds, and of which ledger."""
    holdings = cleared.holdings
    yield "As of", phrases.day(asked.today)
    yield "Asked for", shown("; ".join(holdings.chosen)) if holdings.chosen else "everything"
    if asked.changes is not None:
        yield "Changes since", phrases.day(asked.changes.since.day)
    yield "Names of private persons", NAMED if cleared.choice.names else "masked"
    yield "The log ends with", holdings.head or "nothing yet"
    yield "Made by", f"habeas {__version__}"
