"""People held, by place: statements, the newest first, never added up."""

from __future__ import annotations

from collections.abc import Sequence

from habeas.model import Claim, ClaimType
from habeas.publishing.brief.page import Lines, Page, closed
from habeas.publishing.brief.saying import told
from habeas.publishing.brief.story import Story
from habeas.publishing.phrases import count
from habeas.publishing.plain import plain
from habeas.publishing.statements import Statement, name_key, statements
from habeas.reckoned import Reckoned


def held(story: Story, page: Page) -> Lines:
    """What is said of who is held, by place; claims without a figure are counted."""
    claims = story.of_types([ClaimType.HOLDING])
    counted = [claim for claim in claims if claim.quantity is not None]
    places: dict[str, list[Statement]] = {}
    for statement in statements(counted):
        places.setdefault(_key(statement.lead, story.reckoned), []).append(statement)
    lines: Lines = []
    for key, found in sorted(places.items(), key=lambda item: (not item[0], _place(item[1]).casefold())):
        lines += [*page.text(_place(found) if key else "Place not named"), *told(found, page), ""]
    if without := len(claims) - len(counted):
        lines += page.text(f"{count(without, 'more statement')} that people are held: no figure.")
    return closed(lines)


def _key(claim: Claim, reckoned: Reckoned) -> str:
    """What makes two places one: what reckoning takes them for, else their words; empty for none."""
    testimony = reckoned.testimonies.get(claim.id)
    if testimony is not None and testimony.place is not None:
        return testimony.place.id
    return name_key(claim.place) or ""


def _place(found: Sequence[Statement]) -> str:
    place = found[0].lead.place
    return plain(place.text) if place else ""
