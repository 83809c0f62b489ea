"""What an overview is narrowed to, and what of the shelf that leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from habeas.errors import WrongUsage
from habeas.ledger.shelf import Count, Shelf, Shelved
from habeas.model import ClaimType, is_group_tag

# What each kind can be narrowed by. An unread figure has no type, place, group or speaker: any may fit.
BY_CLAIM: Final = frozenset({"type", "place", "group", "speaker", "report"})
NARROWED: Final = {
    Shelved.CLAIM: BY_CLAIM,
    Shelved.EVENT: BY_CLAIM,
    Shelved.CONFLICT: BY_CLAIM,
    Shelved.UNREAD: frozenset({"report"}),
}
EVERY_DAY: Final[tuple[tuple[str, ...], ...]] = ((),)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which claims to tell of; None lets all pass.

    `place`, `speaker` and `report` are ids, `group` is one tag. `since` and `until` are days of which only
    the months count; what has no day is left out where either is given. `words` are looked for in the
    evidence and in names.
    """

    type: ClaimType | None = None
    place: str | None = None
    group: str | None = None
    speaker: str | None = None
    report: str | None = None
    since: date | None = None
    until: date | None = None
    words: str = ""

    def __post_init__(self) -> None:
        if self.group is not None and not is_group_tag(self.group):
            raise WrongUsage(f"{self.group!r} is no group; women, children, fighters, foreigners, TJ … are")
        if self.since is not None and self.until is not None and self.until < self.since:
            raise WrongUsage(f"until {self.until} comes before since {self.since}: swap them")

    @property
    def everything(self) -> bool:
        """True where nothing is narrowed."""
        return self == Asked()

    def facets(self, kind: Shelved) -> tuple[str, ...]:
        """What things of a kind must have, days apart."""
        named = {name: getattr(self, name) for name in sorted(NARROWED[kind])}
        return tuple(f"{name}:{value}" for name, value in named.items() if value is not None)


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a shelf fits: pages of it, and how many there are."""

    shelf: Shelf
    asked: Asked
    days: tuple[tuple[str, ...], ...] = EVERY_DAY

    @property
    def searched(self) -> bool:
        """True where words or days narrow it: then each look takes long."""
        return bool(self.asked.words) or self.days != EVERY_DAY

    @classmethod
    def of(cls, shelf: Shelf, asked: Asked) -> Choice:
        """What of this shelf was asked for."""
        if asked.since is None and asked.until is None:
            return cls(shelf, asked)
        return cls(shelf, asked, tuple((facet,) for facet in _months(shelf, asked)))

    def ids(self, kind: Shelved, *facets: str, limit: int) -> list[str]:
        """The newest so many that fit and have these facets."""
        found: list[str] = []
        for days in self.days:
            if len(found) < limit:
                wanted = (*facets, *self.asked.facets(kind), *days)
                page = self.shelf.page(kind, wanted, words=self.asked.words, limit=limit - len(found))
                found += page.ids
        return found

    def count(self, kind: Shelved, *facets: str) -> Count:
        """How many fit and have these facets."""
        counts = [
            self.shelf.count(kind, (*facets, *self.asked.facets(kind), *days), words=self.asked.words)
            for days in self.days
        ]
        return Count(sum(one.number for one in counts), any(one.more for one in counts))


def _months(shelf: Shelf, asked: Asked) -> Iterator[str]:
    """The facets of the months asked for that hold something, whole years as one, the newest first."""
    known = shelf.facets_named(Shelved.CLAIM, "month:", limit=MANY_MONTHS)
    known += shelf.facets_named(Shelved.UNREAD, "month:", limit=MANY_MONTHS)
    months = {name.removeprefix("month:") for name, held in known if held}
    first = f"{asked.since:%Y-%m}" if asked.since else ""
    last = f"{asked.until:%Y-%m}" if asked.until else "9999-12"
    passing = {month for month in months if first <= month <= last}
    told: set[str] = set()
    for month in sorted(passing, reverse=True):
        year = month[:4]
        if first <= f"{year}-01" and f"{year}-12" <= last:
            if year not in told:
                yield f"year:{year}"
            told.add(year)
        else:
            yield f"month:{month}"


MANY_MONTHS: Final = 5_000
