"""The overview whole: the figures that matter, then section by section, in the lines of the brief."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from habeas.ledger.shelf import Count, Shelved
from habeas.lexicon.gazetteer import states
from habeas.model import ClaimType, Reason, Review, Unread
from habeas.overview.asked import Asked, Choice
from habeas.overview.choosing import MOST_PLACES, Chosen, choose, count_held, count_returns, known
from habeas.overview.gaps import Gaps, gaps
from habeas.overview.leading import LAST, Leading, Ranks, leading
from habeas.overview.links import leads_of, linked
from habeas.pipeline import Desk
from habeas.publishing import phrases
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Block, Lead, Line, Thing
from habeas.publishing.brief.positions import OTHERS, Stand, brought_back, said_by, stand_lines, stands_of
from habeas.publishing.brief.story import Story
from habeas.publishing.brief.uncovered import PLACES_OF_DETENTION
from habeas.publishing.brief.unread import not_read
from habeas.publishing.brief.whole import SECTIONS, Section
from habeas.reckoned import ConflictKind, Status

POSITIONS: Final = "Positions"
MOST_LINES: Final = 12  # of one block
DETENTION: Final = frozenset(f"kind:{kind}" for kind in PLACES_OF_DETENTION)


@dataclass(frozen=True, slots=True)
class Told:
    """A block of a section as it is shown: at most so many lines, and how much there is in the ledger.

    `listed` is what the list of all of it is narrowed to; empty where there is no such list.
    """

    block: Block
    all: Count | None = None
    kind: Shelved = Shelved.EVENT
    listed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the overview."""

    title: str
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """What one state said, and who is reported to have come back to it."""

    country: str
    said: tuple[Line, ...]
    returns: tuple[Line, ...]
    claims: int
    all_returns: Count | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much fits; of its claims how many have been checked and how that came out. All reports count."""

    claims: Count
    by_review: Mapping[Review, Count]
    contradictions: Count
    unread: Count
    reports: Count
    newest: date | None  # report


@dataclass(frozen=True, slots=True)
class Overview:
    """What a ledger says: values that a page is made from."""

    today: date
    counts: Counts
    leading: tuple[Leading, ...]
    parts: tuple[Part, ...]
    positions: tuple[Position, ...]
    others: Told | None
    gaps: Gaps | None  # None where the overview is narrowed
    unread: tuple[Told, ...]
    linked: frozenset[Lead] = frozenset()  # the names among all these lines that have pages of their own


def overview(desk: Desk, asked: Asked, *, today: date) -> Overview:
    """What of the ledger fits, as it was last reckoned: nothing is reckoned first.

    Takes some hundred look-ups on the shelf and loads at most about two thousand claims.
    """
    with desk.ledger.shelf() as shelf:
        choice = Choice.of(shelf, asked)
        chosen, counts = choose(choice), _counts(choice)
    found = known(desk, chosen)
    claims = (one.claim for one in found.testimonies.values())
    story = Story.of(claims, found, (), states=states(desk.lexicon))
    page = Page(today, () if asked.everything else ("what was asked for",), found.testimonies)
    ranks = _ranks(desk, story)
    stands, _ = stands_of(story)
    with desk.ledger.shelf() as shelf:
        choice = Choice.of(shelf, asked)
        if not choice.searched:
            chosen.held, chosen.returns = count_held(choice, ranks), count_returns(choice, stands)
    positions, others = _positions(story, page, chosen)
    made = Overview(
        today,
        replace(counts, newest=_newest(desk)),
        tuple(leading(story, page, ranks)),
        tuple(_part(one, story, page, chosen, ranks) for one in SECTIONS if one.title != POSITIONS),
        positions,
        others,
        gaps(desk, today=today) if asked.everything else None,
        tuple(_unread(unread_with(desk, chosen.unread), chosen, page)),
    )
    return replace(made, linked=linked(desk, _leads(made)))


def _counts(choice: Choice) -> Counts:
    words = choice.asked.words
    return Counts(
        choice.count(Shelved.CLAIM),
        # Of what has some words, counting those that somebody checked takes many times as long as all else.
        {review: choice.count(Shelved.CLAIM, f"review:{review}") for review in Review if not words},
        choice.count(Shelved.CONFLICT, f"kind:{ConflictKind.CONTRADICTION}"),
        choice.count(Shelved.UNREAD),
        choice.shelf.count(Shelved.REPORT),
        None,
    )


def _newest(desk: Desk) -> date | None:
    """The day of the newest report."""
    with desk.ledger.derived() as derived:
        newest = derived.reports(derived.shelf.page(Shelved.REPORT, limit=1).ids)
    return newest[0].published if newest else None


def _ranks(desk: Desk, story: Story) -> dict[str, tuple[bool, int]]:
    """What places come by: those of detention first, those with the most claims first."""
    places = {one.place.id for one in story.reckoned.testimonies.values() if one.place is not None}
    with desk.ledger.shelf() as shelf:
        weights, facets = shelf.weights(Shelved.PLACE, places), shelf.facets(Shelved.PLACE, places)
    return {id_: (DETENTION.isdisjoint(facets.get(id_, ())), -weight) for id_, weight in weights.items()}


def unread_with(desk: Desk, ids: Sequence[str]) -> list[Unread]:
    """The unread figures of these ids."""
    with desk.ledger.derived() as derived:
        facets = derived.shelf.facets(Shelved.UNREAD, ids).values()
        reports = {
            one.removeprefix("report:") for some in facets for one in some if one.startswith("report:")
        }
        return [figure for figure in derived.unread_of(reports) if figure.id in set(ids)]


# --- section by section ---


def _part(section: Section, story: Story, page: Page, chosen: Chosen, ranks: Ranks) -> Part:
    blocks = section.body(story, page)
    if section.title == SECTIONS[0].title:
        blocks.sort(key=lambda block: ranks.get(block.about.id, LAST) if block.about else LAST)
        blocks = blocks[:MOST_PLACES]
    return Part(section.title, tuple(_told(block, section, chosen) for block in blocks))


def _told(block: Block, section: Section, chosen: Chosen) -> Told:
    """The block, not longer than a page bears, and how much there is of its sort."""
    short = replace(block, lines=block.lines[:MOST_LINES])
    about = block.about
    if about is None:
        return Told(short)
    if about.thing is Thing.PLACE:
        listed = (("type", ClaimType.HOLDING.value), ("at", about.id))
        return Told(short, chosen.held.get(about.id), Shelved.CLAIM, listed)
    if about.thing is Thing.TYPE:
        return _of_type(short, ClaimType(about.id), section.status, chosen)
    return Told(short)


def _of_type(block: Block, kind: ClaimType, status: str | None, chosen: Chosen) -> Told:
    listed = (("type", kind.value), *((("status", status),) if status else ()))
    if status is not None:
        of = Shelved.CLAIM if status not in set(Status) else Shelved.EVENT
        return Told(block, chosen.count(kind, status), of, listed)
    if chosen.searched:
        return Told(block, listed=listed)
    counts = [one for status in Status if (one := chosen.count(kind, status)) is not None]
    return Told(
        block, Count(sum(one.number for one in counts), any(one.more for one in counts)), listed=listed
    )


def _unread(figures: Sequence[Unread], chosen: Chosen, page: Page) -> Iterator[Told]:
    for block in not_read(figures, page):
        if block.about is None:
            yield Told(block)
        else:
            reason = Reason(block.about.id)
            short = replace(block, heading=phrases.REASONS[reason])
            yield Told(short, chosen.count("unread", reason), Shelved.UNREAD, (("reason", reason.value),))


def _positions(story: Story, page: Page, chosen: Chosen) -> tuple[tuple[Position, ...], Told | None]:
    """State by state; then those who are no state, or aren't named."""
    stands, others = stands_of(story)
    rows = tuple(
        Position(
            country,
            tuple(stand_lines(stand, page)),
            tuple(brought_back(stand, page)[:MOST_LINES]),
            len(set(_claims_of(stand))),
            chosen.returns.get(country),
        )
        for country, stand in stands.items()
    )
    if not others:
        return rows, None
    block = Block(tuple(said_by(others, page)[:MOST_LINES]), OTHERS)
    return rows, Told(block, chosen.count(ClaimType.POSITION), Shelved.CLAIM, (("type", "position"),))


def _claims_of(stand: Stand) -> Iterator[str]:
    for statement in stand.said:
        yield from (claim.id for claim in statement.claims)
    for happening in stand.returns:
        yield from happening.event.claims


# --- names that have pages ---


def _leads(made: Overview) -> Iterator[Lead]:
    """What all words of the overview lead to."""
    yield from leads_of(_all_lines(made))
    yield from (Lead(Thing.PLACE, one.country) for one in made.positions)
    for about in (*(one.block.about for one in _all_told(made)), *(one.about for one in made.leading)):
        if about is not None:
            yield about


def _all_lines(made: Overview) -> Iterator[Line]:
    for first in made.leading:
        yield from first.lines
    for one in _all_told(made):
        yield from one.block.lines
    for position in made.positions:
        yield from (*position.said, *position.returns)
    if made.gaps is not None:
        yield from made.gaps.places


def _all_told(made: Overview) -> Iterator[Told]:
    for part in made.parts:
        yield from part.told
    yield from made.unread
    if made.others is not None:
        yield made.others
