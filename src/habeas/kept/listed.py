"""A list of the shelf as somebody narrowed it: the claims and the unread figures that it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from habeas.kept.facets import CLAIM, REPORT
from habeas.ledger.derived import Derived, Kind
from habeas.ledger.shelf import Shelf, Shelved

# Things that are asked for at one time.
_PART: Final = 5_000
# What unread figures are listed by as claims are. They have no type, place, group or speaker: any may fit.
_SHARED: Final = (REPORT, "outlet:", "year:", "month:")


@dataclass(frozen=True, slots=True)
class Listing:
    """Things of one kind that have all these facets, one of `any_of` where there are some, and the words."""

    kind: Shelved
    facets: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    words: str = ""


def claims_listed(derived: Derived, listing: Listing) -> set[str]:
    """The claims that a list leads to: those on it, or all of the events, conflicts or reports on it."""
    shelf, ids = derived.shelf, _listed(derived.shelf, listing)
    if listing.kind is Shelved.CLAIM:
        return set(ids)
    if listing.kind is Shelved.EVENT:
        # An event has the id of one of its claims.
        made = derived.made_with(Kind.EVENT, {f"c_{id_[2:]}" for id_ in ids})
        return {member for one in made for member in one.members}
    if listing.kind is Shelved.CONFLICT:
        facets = (facet for some in shelf.facets(Shelved.CONFLICT, ids).values() for facet in some)
        return {facet.removeprefix(CLAIM) for facet in facets if facet.startswith(CLAIM)}
    return set(_of_reports(shelf, Shelved.CLAIM, ids)) if listing.kind is Shelved.REPORT else set()


def unread_listed(derived: Derived, listing: Listing) -> set[str]:
    """The unread figures on a list, or those that could be on it for all that is known of them."""
    shelf = derived.shelf
    if listing.kind is Shelved.REPORT:
        return set(_of_reports(shelf, Shelved.UNREAD, _listed(shelf, listing)))
    if listing.kind is not Shelved.UNREAD:
        shared = tuple(facet for facet in listing.facets if facet.startswith(_SHARED))
        listing = replace(listing, kind=Shelved.UNREAD, facets=shared)
    return set(_listed(shelf, listing))


def _of_reports(shelf: Shelf, kind: Shelved, reports: Iterable[str]) -> Iterator[str]:
    for report in reports:
        yield from _listed(shelf, Listing(kind, (f"{REPORT}{report}",)))


def _listed(shelf: Shelf, listing: Listing) -> list[str]:
    """The ids of all things on the list, part after part."""
    narrowed = [(*listing.facets, one) for one in listing.any_of] or [listing.facets]
    return [id_ for facets in narrowed for id_ in _part_by_part(shelf, listing, facets)]


def _part_by_part(shelf: Shelf, listing: Listing, facets: tuple[str, ...]) -> Iterator[str]:
    after: str | None = None
    while True:
        part = shelf.page(listing.kind, facets, words=listing.words, after=after, limit=_PART)
        yield from part.ids
        if (after := part.next) is None:
            return
