"""People held, by place: statements, the newest first, never added up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from habeas.model import Claim, ClaimType
from habeas.publishing.brief.page import Page
from habeas.publishing.brief.pieces import Block, Lead, text
from habeas.publishing.brief.saying import told
from habeas.publishing.brief.story import Story
from habeas.publishing.phrases import count
from habeas.publishing.plain import plain
from habeas.publishing.statements import Statement, name_key, statements
from habeas.reckoned import Reckoned


def held(story: Story, page: Page) -> list[Block]:
    """What is said of who is held, by place; claims without a figure are counted."""
    claims = story.of_types([ClaimType.HOLDING])
    counted = [claim for claim in claims if claim.quantity is not None]
    blocks = [
        Block(tuple(told(found, page)), place_heading(key, found), place_lead(found, page))
        for key, found in by_place(counted, story.reckoned)
    ]
    if without := len(claims) - len(counted):
        said = f"{count(without, 'more statement')} that people are held: no figure."
        blocks.append(Block((text(said),)))
    return blocks


def by_place(counted: Iterable[Claim], reckoned: Reckoned) -> list[tuple[str, list[Statement]]]:
    """The statements of each place, places by name, what names none at the end."""
    places: dict[str, list[Statement]] = {}
    for statement in statements(counted):
        places.setdefault(place_key(statement.lead, reckoned), []).append(statement)
    return sorted(places.items(), key=lambda item: (not item[0], place_name(item[1]).casefold()))


def place_key(claim: Claim, reckoned: Reckoned) -> str:
    """What makes two places one: what reckoning takes them for, else their words; empty for none."""
    testimony = reckoned.testimonies.get(claim.id)
    if testimony is not None and testimony.place is not None:
        return testimony.place.id
    return name_key(claim.place) or ""


def place_name(found: Sequence[Statement]) -> str:
    """What the newest statement of a place calls it."""
    place = found[0].lead.place
    return plain(place.text) if place else ""


def place_heading(key: str, found: Sequence[Statement]) -> str:
    """What stands over the statements of a place, or of none."""
    return place_name(found) if key else "Place not named"


def place_lead(found: Sequence[Statement], page: Page) -> Lead | None:
    """Where the place of these statements leads."""
    return page.lead(found[0].lead.id, "place")
