"""What reports don't cover, in words that conclude nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from habeas.lexicon.shape import PlaceKind
from habeas.model import Claim
from habeas.publishing import phrases
from habeas.publishing.brief.pieces import Lead, Line, Thing, Words, bullet, cited, spaced, words
from habeas.publishing.statements import last_day

OLD: Final = 183  # days: half a year
PLACES_OF_DETENTION: Final = (PlaceKind.CAMP, PlaceKind.PRISON, PlaceKind.FACILITY)
MOST_MONTHS: Final = 24


def old_counts(newest: Iterable[tuple[str, str, Claim]], today: date) -> Iterator[Line]:
    """Places (id, name) whose newest count is old, the longest ago last."""
    for place, name, claim in sorted(newest, key=lambda one: last_day(one[2]), reverse=True):
        day = last_day(claim)
        if (today - day).days > OLD and day != date.min:
            said = Words(f"no count since {phrases.day(day)}", Lead(Thing.CLAIM, claim.id))
            yield Line(((Words(name, Lead(Thing.PLACE, place)), Words(": "), said),), cited=cited([claim]))


def uncounted(place: str, name: str, events: str) -> Line:
    """A place without a count, of which so many events are told."""
    lead = words(name, Lead(Thing.PLACE, place))
    return bullet(spaced([lead, f"no count; the reports tell of {events} there"], ": "))


def unreported(months: Iterable[str], today: date) -> Iterator[Line]:
    """The stretches of whole months ("2024-03") without a report, up to now, the newest first."""
    known = {_number(month) for month in months}
    if not known:
        return
    stretches: list[tuple[int, int]] = []
    for month in range(min(known), today.year * 12 + today.month - 1):
        if month in known:
            continue
        if stretches and stretches[-1][1] == month - 1:
            stretches[-1] = (stretches[-1][0], month)
        else:
            stretches.append((month, month))
    for first, last in stretches[: -MOST_MONTHS - 1 : -1]:
        until = f" to {_month(last)}" if last != first else ""
        yield bullet(f"{_month(first)}{until}")


def _number(month: str) -> int:
    """A month, counted from the year 0."""
    year, of_year = month.split("-")
    return int(year) * 12 + int(of_year) - 1


def _month(number: int) -> str:
    return phrases.month(date(number // 12, number % 12 + 1, 1))
