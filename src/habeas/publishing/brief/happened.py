"""Movements, courts and attacks: events by how far they have come, and by what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from habeas.model import ClaimType
from habeas.publishing.brief.announced import Done
from habeas.publishing.brief.events import tell
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Block, Lead, Line, Thing
from habeas.publishing.brief.saying import told
from habeas.publishing.brief.story import Body, Story
from habeas.publishing.statements import statements
from habeas.reckoned import Status

MOVES: Final = {
    ClaimType.TRANSFER: "Moved or handed over",
    ClaimType.REPATRIATION: "Repatriated",
    ClaimType.RELEASE: "Released",
    ClaimType.CAPTURE: "Taken into custody",
    ClaimType.ESCAPE: "Out of custody in a break-out, as reported",
    ClaimType.RECAPTURE: "Taken back into custody",
    ClaimType.DEATH: "Deaths",
}
COURTS: Final = {
    ClaimType.TRIAL: "Before courts and investigators",
    ClaimType.CONVICTION: "Convicted",
    ClaimType.SENTENCE: "Sentenced",
    ClaimType.EXECUTION: "Executed",
}
ATTACKS: Final = {ClaimType.ATTACK: ""}
EXPECTED: Final = frozenset({Status.UNDER_WAY, Status.PLANNED})


def by_type(headings: Mapping[ClaimType, str], *statuses: Status | None) -> Body:
    """A section of what has come so far (None: what is only supposed), a heading for each type."""

    def body(story: Story, page: Page) -> list[Block]:
        done = Done.of(story.happenings) if not EXPECTED.isdisjoint(statuses) else None
        blocks: list[Block] = []
        for kind, heading in headings.items():
            found = [line for status in statuses for line in _told(story, kind, status, done, page)]
            if found:
                blocks.append(Block(tuple(found), heading, Lead(Thing.TYPE, kind.value)))
        return blocks

    return body


def _told(
    story: Story, kind: ClaimType, status: Status | None, done: Done | None, page: Page
) -> Iterator[Line]:
    for happening in story.events([kind], status) if status is not None else ():
        line = tell(happening, story.reckoned, page)
        beside = done.beside(happening, page) if done and status in EXPECTED else []
        yield replace(line, under=(*line.under, *beside))
    yield from told(statements(story.loose([kind], status)), page)
