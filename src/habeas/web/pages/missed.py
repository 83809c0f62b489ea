"""What the reader missed: words marked in a report become a claim, unread figures are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import Response

from habeas.claiming import figure_in, marked, paragraph_around
from habeas.deciding import Marked, Person, add_claim, decide
from habeas.errors import BrokenPromise, DecidedMeanwhile, LedgerFault, WrongUsage
from habeas.kept.opened import found
from habeas.kept.told import unread_with
from habeas.lexicon import Lexicon
from habeas.model import Decision, Report, Review, Span
from habeas.publishing import phrases
from habeas.publishing.context import Piece, around_words
from habeas.publishing.plain import plain
from habeas.reckoning.decided import last_decisions
from habeas.web.access import Role
from habeas.web.asking import Field, Fields, Slots, empty_fields
from habeas.web.here import Here, Now
from habeas.web.rendering import PageRouter, render
from habeas.web.telling import DecisionLine, ReportRef, decision_lines, report_ref

router = PageRouter()

# Of a paragraph so many characters stand before and after the words that were marked.
LONGEST_MARKED = 2_000  # code points
NO_CLAIMS = (
    "no figure of people in custody",
    "a date, an age or an address",
    "the same figure is a claim already",
    "a figure of something else",
)


@dataclass(frozen=True, slots=True)
class AddPage:
    """Words that somebody marked, in their context, and the fields of the claim that they make."""

    report: ReportRef
    start: int
    end: int
    pieces: tuple[Piece, ...]
    mark: str | None
    fields: tuple[Field, ...]
    lists: Mapping[str, tuple[str, ...]]
    why: str = ""
    fault: str | None = None


@router.page("/reports/{id}/add", "add_claim.html", needs=Role.REVIEWER)
def add_form(
    here: Now,
    id: str,  # noqa: A002
    start: Annotated[int, Query(ge=0)] = 0,
    end: Annotated[int, Query(ge=0)] = 0,
) -> AddPage:
    """The form for a claim that the reader missed. Raises BadSpan where no words are marked."""
    report = found(here.desk, id)
    words = _marked(report, start, end)
    return _add_page(here, report, words, _proposed(words, here.desk.lexicon))


def _marked(report: Report, start: int, end: int) -> Span:
    words = marked(report, start, end)
    if words.end - words.start > LONGEST_MARKED:
        raise WrongUsage("that is too much at once: mark the words of one claim, at best its figure")
    return words


def _proposed(words: Span, lexicon: Lexicon) -> dict[str, str]:
    """What can be read from the marked words."""
    figure = figure_in(words, lexicon)
    if figure is None:
        return {"type": "holding"}
    bounds = {"low": figure.low, "high": figure.high}
    shown = {name: "" if bound is None else str(bound) for name, bound in bounds.items()}
    approx = {"approx": "yes" if figure.approx else "no"}
    return {"type": "holding", "quantity": figure.span.text, **shown, **approx}


def _add_page(  # noqa: PLR0913  what stands on it
    here: Here,
    report: Report,
    words: Span,
    given: Mapping[str, str],
    *,
    why: str = "",
    fault: str | None = None,
) -> AddPage:
    return AddPage(
        report_ref(report),
        words.start,
        words.end,
        tuple(around_words(report, words, paragraph_around(report, words))),
        report.mark_at(words.start),
        empty_fields(given),
        Fields.of(here.desk, report).lists,
        why,
        fault,
    )


class Adds(Slots):
    """The form of a new claim."""

    start: int
    end: int
    why: str


@router.act("/reports/{id}/add")
def adds(here: Now, request: Request, id: str, form: Annotated[Adds, Form()]) -> str | Response:  # noqa: A002
    """Add the claim, and go to its page; where its words don't bear it, show what is wrong."""
    report = found(here.desk, id)
    words = _marked(report, form.start, form.end)
    try:
        where = Marked(report.id, words.start, words.end)
        added = add_claim(here.desk, where, form.filled(), Person.now(here.visitor.name, form.why))
    except (WrongUsage, BrokenPromise, LedgerFault) as fault:
        said = str(fault).removeprefix("--set ")
        page = _add_page(here, report, words, form.given, why=form.why, fault=said)
        return render(request, "add_claim.html", {"page": page}, status=422)
    return f"/claims/{added}"


# --- unread figures ---


@dataclass(frozen=True, slots=True)
class FigurePage:
    """One unread figure in its words, why it became no claim, and what people said of it."""

    id: str
    report: ReportRef
    start: int
    end: int
    figure: str
    pieces: tuple[Piece, ...]
    why: str
    reasons: tuple[str, ...]
    review: str
    decisions: tuple[DecisionLine, ...]
    decided: bool
    seen: int
    theirs: tuple[DecisionLine, ...] = ()


@router.page("/unread/{id}", "figure.html")
def figure(here: Now, id: str) -> FigurePage:  # noqa: A002
    """One unread figure. Raises LedgerFault where no newest reading has it."""
    return _figure_page(here, id)


def _figure_page(here: Here, id_: str, theirs: tuple[Decision, ...] = ()) -> FigurePage:
    seen = here.desk.ledger.height
    one = unread_with(here.desk, [id_]).get(id_)
    if one is None:
        raise LedgerFault(f"no newest reading has an unread figure {id_}: look among the unread figures")
    decisions = here.desk.ledger.decisions(id_)
    return FigurePage(
        id_,
        report_ref(one.report),
        one.quantity.start,
        one.quantity.end,
        plain(one.quantity.text),
        tuple(around_words(one.report, one.quantity, paragraph_around(one.report, one.quantity))),
        phrases.REASONS[one.reason],
        NO_CLAIMS,
        one.review.value,
        decision_lines(decisions),
        bool(last_decisions(decisions)),
        seen,
        decision_lines(theirs),
    )


@router.act("/unread/{id}/decide")
def resolves(  # noqa: PLR0913, PLR0917  a form
    here: Now,
    request: Request,
    id: str,  # noqa: A002
    verdict: Annotated[Review, Form()],
    seen: Annotated[int, Form()],
    why: Annotated[str, Form(max_length=1000)] = "",
    because: Annotated[str, Form(max_length=1000)] = "",
) -> str | Response:
    """Say that the figure holds no claim, that one can't tell, or take back what was said of it."""
    if verdict not in (Review.REJECTED, Review.UNSURE, Review.UNCHECKED):
        raise WrongUsage("an unread figure holds no claim, or it is added as one, or nobody can tell")
    reason = because.strip() or why.strip() or ("taken back" if verdict is Review.UNCHECKED else NO_CLAIMS[0])
    try:
        decide(here.desk, [id], verdict, Person.now(here.visitor.name, reason, seen=seen))
    except DecidedMeanwhile as faster:
        theirs = tuple(one for one in faster.theirs if isinstance(one, Decision))
        return render(request, "figure.html", {"page": _figure_page(here, id, theirs)}, status=409)
    return f"/unread/{id}"
