"""Which of the names in an overview have pages of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from habeas.ledger.shelf import Shelved
from habeas.pipeline import Desk
from habeas.publishing.brief.pieces import Cited, Lead, Line, Thing


def linked(desk: Desk, leads: Iterable[Lead]) -> frozenset[Lead]:
    """Those of the places and bodies that are listed, and so have a page."""
    wanted = set(leads)
    with desk.ledger.shelf() as shelf:
        return frozenset(
            Lead(thing, id_)
            for thing, kind in ((Thing.PLACE, Shelved.PLACE), (Thing.BODY, Shelved.SPEAKER))
            for id_ in shelf.names(kind, {lead.id for lead in wanted if lead.thing is thing})
        )


def leads_of(lines: Iterable[Line]) -> Iterator[Lead]:
    """What the words of lines lead to, with all that stands under them."""
    for line in lines:
        for piece in line.pieces:
            yield from (run.to for run in piece if not isinstance(run, Cited) and run.to is not None)
        yield from leads_of(line.under)
