"""One report: the reader with its marked text, copies beside each other, the original bytes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import Query
from fastapi.responses import RedirectResponse, Response

from habeas.errors import LedgerFault
from habeas.kept.opened import Opened, found, opened
from habeas.ledger.described import Described
from habeas.model import Claim, Decision, Report, Review
from habeas.publishing import phrases
from habeas.publishing.compared import Beside, Row, Side, beside
from habeas.publishing.margin import Doubt, Note, doubt, note
from habeas.publishing.marked import Marked, Segment, marked
from habeas.publishing.paragraphs import Direction, Paragraph, Portion, direction_of, portion_at, written
from habeas.publishing.plain import plain
from habeas.web.here import Now
from habeas.web.pages.report_list import About, about
from habeas.web.rendering import PageRouter

router = PageRouter()

# Decisions that a report's own page lists; all of a claim's are on the claim's page.
DECISIONS: Final = 50
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME: Final = 80


# --- the reader ---


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the text in its marked segments, and the notes that stand beside it."""

    paragraph: Paragraph
    segments: tuple[Segment, ...]
    notes: tuple[Note | Doubt, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """How far people have come with a report's claims."""

    claims: int
    checked: int
    unread: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on one of the report's claims; `number` is that of the claim's note."""

    decision: Decision
    number: int | None


@dataclass(frozen=True, slots=True)
class Copy:
    """Another report of the family, and what the two share."""

    about: About
    why: str | None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report, as far as one page shows it, with what was read from it marked.

    `not_read` says that its language isn't read, if it isn't; `erased` when, by whom and why its bytes were
    erased, if they were. `numbers` are those of the notes that stand here; `rejected` the claims among them
    that don't count, `without_figure` those that give none.
    `further` is where the notes go on that this page has no room for, `left_out` how many there are.
    """

    about: About
    not_read: str
    erased: str
    portion: Portion
    direction: Direction | None
    lines: tuple[Line, ...]
    numbers: Mapping[str, int]
    rejected: frozenset[str]
    without_figure: frozenset[str]
    left_out: int
    further: int | None
    progress: Checked
    readers: tuple[str, ...]
    copies: tuple[Copy, ...]
    decisions: tuple[Decided, ...]
    older_decisions: int


@router.page("/reports/{id}", "report.html")
def report(here: Now, id: str, at: Annotated[int, Query(ge=0)] = 0) -> ReportPage:  # noqa: A002
    """A report's text with what was read from it marked; `at` is the offset to show."""
    known = opened(here.desk, id)
    shown = marked(known.report, known.claims, known.unread, portion_at(known.report.text, at), at=at)
    erasure = here.desk.ledger.erasure_of(known.report.id)
    erased = "" if erasure is None else erasure.in_words
    return _report_page(known, shown, erased, today=here.today)


@router.bare("/reports/{id}/claims/{claim}")
def words_of_claim(here: Now, id: str, claim: str) -> Response:  # noqa: A002
    """To the words of one claim, whichever portion of a long report they stand in."""
    for one in opened(here.desk, id).claims:
        if one.id == claim:
            return RedirectResponse(address_of_words(one))
    raise LedgerFault(f"the report {id[:12]} has no claim {claim}: look for it among all claims")


def address_of_words(claim: Claim) -> str:
    """Where a claim's words stand: its report, the portion of a long one, and the words in it."""
    text, start = claim.report.text, claim.anchor.start
    portion = f"?at={start}" if portion_at(text, start).of > 1 else ""
    return f"/reports/{claim.report.id}{portion}#{claim.id}"


def _report_page(known: Opened, shown: Marked, erased: str, *, today: date) -> ReportPage:
    newest_first = sorted(known.decisions, key=lambda one: one.at, reverse=True)
    numbers = shown.numbers
    here = {*(claim.id for claim in shown.claims), *(figure.id for figure in shown.unread)}
    return ReportPage(
        about(Described.of(known.report)),
        phrases.not_read(known.report),
        erased,
        shown.portion,
        written(known.report.language) or direction_of(known.report.text[:2000]),
        _lines(shown, today=today),
        {name: numbers[name] for name in here},
        frozenset(claim.id for claim in shown.claims if claim.review is Review.REJECTED),
        frozenset(claim.id for claim in shown.claims if claim.quantity is None),
        shown.left_out,
        _further(shown),
        _progress(known),
        known.readers,
        _copies(known),
        tuple(Decided(one, numbers.get(one.claim)) for one in newest_first[:DECISIONS]),
        max(0, len(newest_first) - DECISIONS),
    )


def _lines(shown: Marked, *, today: date) -> tuple[Line, ...]:
    notes: dict[str, Note | Doubt] = {
        claim.id: note(claim, shown.numbers[claim.id], today=today) for claim in shown.claims
    }
    for figure in shown.unread:
        notes[figure.id] = doubt(figure, shown.numbers[figure.id])
    return tuple(
        Line(
            one.paragraph,
            one.segments,
            tuple(notes[name] for name in sorted(one.notes, key=shown.numbers.__getitem__)),
        )
        for one in shown.paragraphs
    )


def _further(shown: Marked) -> int | None:
    """Where notes that are left out go on behind the last that is shown."""
    starts = [claim.anchor.start for claim in shown.claims]
    return max(starts) + 1 if shown.left_out and starts else None


def _progress(known: Opened) -> Checked:
    checked = sum(claim.review not in (Review.UNCHECKED, Review.UNSURE) for claim in known.claims)
    return Checked(len(known.claims), checked, len(known.unread))


def _copies(known: Opened) -> tuple[Copy, ...]:
    why = known.family.why if known.family is not None else ()
    return tuple(
        Copy(about(one), next((words for words in why if plain(one.name) in words), None))
        for one in known.copies
    )


# --- copies beside each other ---


@dataclass(frozen=True, slots=True)
class BesidePage:
    """Two reports of one family beside each other; `others` are the further ones of it."""

    one: About
    other: About
    directions: tuple[Direction | None, Direction | None]
    beside: Beside
    changes: bool
    same: int
    others: tuple[About, ...]


@router.page("/reports/{id}/beside/{other}", "beside.html")
def reports_beside(here: Now, id: str, other: str, changes: bool = False) -> BesidePage:  # noqa: A002
    """Two reports beside each other, with what differs marked; with `changes`, only that."""
    first, second = opened(here.desk, id), found(here.desk, other)
    theirs = opened(here.desk, second.id)
    family = first.family if first.family is not None and second.id in first.family.reports else None
    compared = beside(_side(first), _side(theirs), family.reworded if family is not None else ())
    same = sum(row.same for row in compared.rows)
    return BesidePage(
        about(Described.of(first.report)),
        about(Described.of(second)),
        (_direction(first.report), _direction(second)),
        _changed(compared) if changes else compared,
        changes,
        same,
        tuple(about(one) for one in first.copies if one.id != second.id),
    )


def _side(known: Opened) -> Side:
    figures = (claim.quantity.span for claim in known.claims if claim.quantity is not None)
    return Side(known.report, tuple(figures))


def _direction(of: Report) -> Direction | None:
    return written(of.language) or direction_of(of.text[:2000])


def _changed(compared: Beside) -> Beside:
    rows: Iterable[Row] = (row for row in compared.rows if not row.same)
    return Beside(tuple(rows), compared.reworded, compared.shared, compared.cut)


# --- the original ---


@router.bare("/reports/{id}/original")
def original(here: Now, id: str) -> Response:  # noqa: A002
    """The bytes as they came, to be kept and never shown: their hash is taken again on the way out."""
    known = found(here.desk, id)
    if (erasure := here.desk.ledger.erasure_of(known.id)) is not None:
        raise LedgerFault(f"{known.name}: its bytes were {erasure.in_words}")
    data = here.desk.vault.get(known.id)
    digest = base64.b64encode(bytes.fromhex(known.id)).decode()
    return Response(
        data,
        media_type="application/octet-stream",
        headers={
            "content-disposition": f'attachment; filename="{safe_name(known)}"',
            "content-security-policy": "default-src 'none'; sandbox",
            "x-content-type-options": "nosniff",
            "cache-control": "no-store",
            "repr-digest": f"sha-256=:{digest}:",  # RFC 9530
        },
    )


def safe_name(of: Report) -> str:
    """A file's name that no system takes for anything else: the start of its hash, then its own name."""
    name = _UNSAFE.sub("_", of.name.rsplit("/", 1)[-1].rsplit("\\", 1)[-1])
    return f"{of.id[:12]}-{name[-_LONGEST_NAME:].lstrip('._-') or 'report'}"
