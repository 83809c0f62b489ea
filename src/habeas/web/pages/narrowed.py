"""A list as a page shows it, narrowed by its address, as what is to leave: no filter is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from habeas.errors import WrongUsage
from habeas.kept import Listing
from habeas.ledger import Count, Shelf, Shelved
from habeas.overview.asked import Choice
from habeas.publishing.plain import plain
from habeas.web.here import Here
from habeas.web.listing import NAMED, Asked, asked
from habeas.web.pages.claims import ClaimFilters
from habeas.web.pages.conflicts import ConflictFilters
from habeas.web.pages.events import EventFilters
from habeas.web.pages.overview import Filters, asked_for
from habeas.web.pages.report_list import ReportFilters
from habeas.web.pages.unread import UnreadFilters

OVERVIEW: Final = "overview"
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A page with a list: what is on it, what narrows it, and what one and several things are called."""

    kind: Shelved
    filters: type[Any]
    one: str
    several: str


PAGES: Final = {
    "claims": Page(Shelved.CLAIM, ClaimFilters, "claim", "claims"),
    "events": Page(Shelved.EVENT, EventFilters, "event", "events"),
    "conflicts": Page(Shelved.CONFLICT, ConflictFilters, "set of claims", "contradictions"),
    "reports": Page(Shelved.REPORT, ReportFilters, "report", "reports"),
    "unread": Page(Shelved.UNREAD, UnreadFilters, "unread figure", "unread figures"),
    OVERVIEW: Page(Shelved.CLAIM, Filters, "claim", "claims"),
}
# Without filters these hold everything.
_WHOLE: Final = frozenset({OVERVIEW, "claims", "reports"})
# The filters whose values are ids that nobody can read.
_CALLED: Final = {**NAMED, "report": Shelved.REPORT}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a page lists: `listing` is None for all of the ledger; `chosen` says the filters in words.

    `count` is how many things are on the list; `unknown` are names that nothing has.
    """

    listing: Listing | None
    chosen: tuple[str, ...]
    count: Count
    unknown: tuple[str, ...] = ()


def narrowed(here: Here, name: str, given: Mapping[str, str]) -> Narrowed:
    """What the page of this name lists under these filters.

    Raises WrongUsage for a page that there isn't, and for a filter that it hasn't: left out, it would let
    more leave than was asked for.
    """
    page = PAGES.get(name)
    if page is None:
        raise WrongUsage(f"{plain(name)}: no list; {', '.join(PAGES)} are")
    kept = {key: value.strip() for key, value in given.items() if value.strip()}
    if strange := sorted(kept.keys() - _known(page)):
        raise WrongUsage(f"{plain(strange[0])}: {name} can't be narrowed by that; go back to the list")
    if any(len(value) > LONGEST for value in kept.values()):
        raise WrongUsage(f"a filter is longer than {LONGEST} letters; go back to the list, and shorten it")
    whole = not kept and name in _WHOLE
    with here.desk.ledger.shelf() as shelf:
        if name == OVERVIEW:
            return _of_overview(here, shelf, kept, whole=whole)
        return _of_list(shelf, page, kept, whole=whole)


def _known(page: Page) -> set[str]:
    names = getattr(page.filters, "model_fields", None) or {one.name for one in fields(page.filters)}
    return {*names, "words"}


def _of_list(shelf: Shelf, page: Page, given: Mapping[str, str], *, whole: bool) -> Narrowed:
    values = asdict(page.filters(**{name: value for name, value in given.items() if name != "words"}))
    wanted = asked(shelf, values, words=given.get("words", ""), after=None)
    listing = None if whole else Listing(page.kind, wanted.facets, words=wanted.words)
    count = shelf.count(page.kind, wanted.facets, words=wanted.words)
    among = () if page.kind is Shelved.CLAIM or whole else (f"listed among {page.several}",)
    return Narrowed(listing, among + _in_words(shelf, wanted), count, wanted.unknown)


def _in_words(shelf: Shelf, wanted: Asked) -> tuple[str, ...]:
    """The filters as people read them: "place Roj", also where the address has an id."""
    return tuple(
        f"{name} {_called(shelf, name, wanted.chosen.get(name, value))}"
        for name, value in wanted.given.items()
    )


def _of_overview(here: Here, shelf: Shelf, given: Mapping[str, str], *, whole: bool) -> Narrowed:
    wanted = asked_for(here, given)
    choice = Choice.of(shelf, wanted)
    # Days that no month of the ledger lies in leave nothing, not everything.
    days = tuple(facet for some in choice.days for facet in some) if choice.days else ("month:",)
    listing = None if whole else Listing(Shelved.CLAIM, wanted.facets(Shelved.CLAIM), days, wanted.words)
    ids = {"place": wanted.place, "speaker": wanted.speaker}
    chosen = tuple(f"{name} {_called(shelf, name, ids.get(name) or value)}" for name, value in given.items())
    return Narrowed(listing, chosen, choice.count(Shelved.CLAIM))


def _called(shelf: Shelf, name: str, value: str) -> str:
    kind = _CALLED.get(name)
    return plain(shelf.names(kind, [value]).get(value, value) if kind is not None else value)
