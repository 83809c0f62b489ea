"""Unread figures: figures near words of custody that became no claim, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Annotated, Final

from fastapi import Depends

from habeas.kept.told import unread_with
from habeas.ledger import Shelved
from habeas.model import Reason, Unread
from habeas.publishing import phrases
from habeas.publishing.plain import plain
from habeas.web.here import Now
from habeas.web.listing import Listed, Option, asked, listed, most_named, options, years
from habeas.web.rendering import PageRouter
from habeas.web.telling import ReportRef, report_ref

router = PageRouter()

REASONS: Final = {reason.value: phrases.REASONS[reason] for reason in Reason}
# Of the words around a figure so many characters stand on each side of it.
AROUND: Final = 200


@dataclass(frozen=True, slots=True)
class UnreadFilters:
    """What unread figures are narrowed by."""

    reason: str | None = None
    outlet: str | None = None
    report: str | None = None
    review: str | None = None
    year: str | None = None
    month: str | None = None


@dataclass(frozen=True, slots=True)
class UnreadOptions:
    """What can be chosen."""

    reasons: tuple[Option, ...]
    outlets: tuple[Option, ...]
    years: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """One figure in its words, and why it became no claim."""

    id: str
    before: str
    figure: str
    after: str
    reason: str
    why: str
    start: int
    end: int
    report: ReportRef
    review: str


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """Unread figures, those of the newest reports first."""

    listed: Listed
    figures: tuple[UnreadLine, ...]
    options: UnreadOptions


@router.page("/unread", "unread.html", kept=True)
def unread(
    here: Now, filters: Annotated[UnreadFilters, Depends()], words: str = "", after: str | None = None
) -> UnreadPage:
    """All figures that weren't read, narrowed by why, where they stand, and words."""
    with here.desk.ledger.shelf() as shelf:
        wanted = asked(shelf, asdict(filters), words=words, after=after)
        ids, told = listed(shelf, Shelved.UNREAD, wanted)
        choices = UnreadOptions(
            options(REASONS),
            most_named(shelf, Shelved.OUTLET),
            years(shelf, Shelved.UNREAD),
        )
    figures = unread_with(here.desk, ids)
    return UnreadPage(told, tuple(_line(figures[id_]) for id_ in ids if id_ in figures), choices)


def _line(figure: Unread) -> UnreadLine:
    before, after = _around(figure)
    return UnreadLine(
        figure.id,
        before,
        plain(figure.quantity.text),
        after,
        figure.reason.value,
        phrases.REASONS[figure.reason],
        figure.quantity.start,
        figure.quantity.end,
        report_ref(figure.report),
        {"rejected": "no claim", "accepted": "claim added"}.get(figure.review.value, figure.review.value),
    )


def _around(figure: Unread) -> Iterator[str]:
    """The words before and after the figure, shortened; blanks beside it are kept."""
    said, at = figure.evidence.text, figure.quantity.start - figure.evidence.start
    before, after = said[:at], said[at + len(figure.quantity.text) :]
    yield ("… " if len(before) > AROUND else "") + _kept(before[-AROUND:])
    yield _kept(after[:AROUND]) + (" …" if len(after) > AROUND else "")


def _kept(words: str) -> str:
    first, last = words[:1].isspace(), words[-1:].isspace()
    return f"{' ' * first}{plain(words)}{' ' * (last and bool(words.strip()))}"
