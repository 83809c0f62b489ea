"""Review: the queue, and one claim a screen with its words, its slots and what to decide of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Final
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from habeas.deciding import Person, amend, decide, opine
from habeas.errors import BrokenPromise, DecidedMeanwhile, LedgerFault, WrongUsage
from habeas.kept.told import around, shown
from habeas.ledger import Blind, Count, Shelved
from habeas.model import Decision, Review
from habeas.publishing.context import Piece, around_claim
from habeas.publishing.plain import plain
from habeas.reckoning.decided import last_decisions
from habeas.web.access import Role
from habeas.web.asking import Field, Fields, Slots, fields_of
from habeas.web.here import Here, Now
from habeas.web.listing import REVIEWS, TYPES, Listed, Option, asked, listed, most_named, name_of, options
from habeas.web.rendering import SEE_OTHER, PageRouter, render, wants_json
from habeas.web.telling import ClaimLine, DecisionLine, claim_line, decision_lines, page_of

router = PageRouter()

WHY: Final = {
    "contradiction": "contradicts another claim",
    "brief": "its figure stands in the brief",
    "doubtful": "such readings are often wrong",
}
# What a decision's reason is where nobody gives another.
USUAL: Final = {
    Review.ACCEPTED: "as the report has it",
    Review.REJECTED: "the report doesn't say this",
    Review.AMENDED: "misread",
    Review.UNSURE: "the words leave it open",
}
REASONS: Final = (
    "about other people, or another place",
    "about another day",
    "told by another speaker",
    "not about people in custody",
    "the same as another claim of this report",
)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the queue is narrowed by."""

    type: str | None = None
    place: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    report: str | None = None
    review: str | None = None
    why: str | None = None

    @property
    def given(self) -> dict[str, str]:
        """What is narrowed by, for an address."""
        return {name: value for name, value in asdict(self).items() if value}


Narrow = Annotated[Narrowed, Depends()]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Claims that nobody has decided on, those that matter most first."""

    listed: Listed
    claims: tuple[ClaimLine, ...]
    why: tuple[Option, ...]
    left: Count
    all: Count
    types: tuple[Option, ...]
    reviews: tuple[Option, ...]
    places: tuple[Option, ...]
    place: str | None
    blind: int

    @property
    def done(self) -> int:
        """How many of all claims are decided on."""
        return max(0, self.all.number - self.left.number)


@router.page("/review", "review_queue.html", needs=Role.REVIEWER)
def queue(here: Now, filters: Narrow, after: str | None = None) -> QueuePage:
    """What is left to be checked, by what matters: contradictions, figures of the brief, doubts."""
    with here.desk.ledger.shelf() as shelf:
        wanted = asked(shelf, asdict(filters), words="", after=after)
        ids, told = listed(shelf, Shelved.QUEUE, wanted)
        counts = shelf.count(Shelved.QUEUE), shelf.count(Shelved.CLAIM)
        places = most_named(shelf, Shelved.PLACE)
        chosen = wanted.chosen
        place = name_of(shelf, Shelved.PLACE, chosen.get("place"))
    found = shown(here.desk, ids)
    page = page_of(here.today, found.testimonies)
    lines = tuple(claim_line(found.claims[id_], page) for id_ in ids if id_ in found.claims)
    reviews = {one: REVIEWS[one] for one in (Review.UNCHECKED.value, Review.UNSURE.value)}
    waiting = sum(one.waits_for(here.visitor.name) for one in _assigned(here))
    return QueuePage(
        told,
        lines,
        options(WHY),
        *counts,
        options(TYPES),
        options(reviews),
        places,
        place,
        waiting,
    )


def _assigned(here: Here) -> Sequence[Blind]:
    return here.desk.ledger.assigned(to=here.visitor.name)


@router.page("/review/next", "review_queue.html", needs=Role.REVIEWER)
def next_claim(
    here: Now, filters: Narrow, after: str | None = None, done: str | None = None, back: str | None = None
) -> QueuePage | Response:
    """The next claim of the queue; the queue itself where there is none."""
    with here.desk.ledger.shelf() as shelf:
        wanted = asked(shelf, asdict(filters), words="", after=after)
        ids = shelf.page(Shelved.QUEUE, wanted.facets, after=after, limit=1).ids
    if ids:
        more = {**filters.given, "after": after, "done": done, "back": back}
        return RedirectResponse(review_address(ids[0], more), status_code=SEE_OTHER)
    return RedirectResponse(f"/review?{urlencode(filters.given)}" if filters.given else "/review", SEE_OTHER)


def review_address(id_: str, more: Mapping[str, str | None]) -> str:
    """Where a claim is reviewed, as a part of the queue."""
    kept = {name: value for name, value in more.items() if value}
    return f"/claims/{id_}/review" + (f"?{urlencode(kept)}" if kept else "")


# --- one claim ---


@dataclass(frozen=True, slots=True)
class Linked:
    """Something that the claim is in, and what it is about."""

    to: str
    words: str


@dataclass(frozen=True, slots=True)
class Done:
    """What was just decided on the claim before, so that it can be taken back."""

    id: str
    verdict: str
    said: str
    seen: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One claim to decide on: its words, its slots, who decided what, and where to go next.

    `seen` is how far the ledger had come when this was shown. `theirs` is what somebody decided meanwhile,
    `mine` what the visitor wants, `fault` what is wrong with the fields.
    """

    line: ClaimLine
    pieces: tuple[Piece, ...]
    mark: str | None
    fields: tuple[Field, ...]
    lists: Mapping[str, tuple[str, ...]]
    decisions: tuple[DecisionLine, ...]
    decided: bool
    linked: tuple[Linked, ...]
    usual: Mapping[str, str]
    reasons: tuple[str, ...]
    blind: bool
    seen: int
    left: Count
    next: str
    back: str | None
    given: Mapping[str, str]
    after: str | None
    done: Done | None = None
    theirs: tuple[DecisionLine, ...] = ()
    mine: str | None = None
    why: str = ""
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """How the visitor came: what the queue is narrowed by, the key and the claim before this one."""

    filters: Narrowed
    after: str | None = None
    back: str | None = None
    done: str | None = None


@router.page("/claims/{id}/review", "review.html", needs=Role.REVIEWER)
def review(  # noqa: PLR0913, PLR0917  an address
    here: Now,
    id: str,  # noqa: A002
    filters: Narrow,
    after: str | None = None,
    back: str | None = None,
    done: str | None = None,
) -> ReviewPage:
    """One claim to decide on. Raises LedgerFault where no newest reading has it."""
    return _page(here, id, Way(filters, after, back, done))


@dataclass(frozen=True, slots=True)
class Tried:
    """What the visitor wanted to decide and couldn't: in which words, and why not."""

    mine: str
    why: str
    given: Mapping[str, str]
    theirs: tuple[Decision, ...] = ()
    fault: str | None = None


def _page(here: Here, id_: str, way: Way, tried: Tried | None = None) -> ReviewPage:
    seen = here.desk.ledger.height  # before the rest: what comes in meanwhile must stand in the way
    found = shown(here.desk, [id_])
    if id_ not in found.claims:
        raise LedgerFault(f"no newest reading has a claim {id_}: look for its words among the claims")
    claim = found.claims[id_]
    blind = _is_blind(here, id_)
    decisions = [] if blind else here.desk.ledger.decisions(id_)
    fields = Fields.of(here.desk, claim.report)
    left, key = _place(here, id_, way)
    return ReviewPage(
        claim_line(claim, page_of(here.today, found.testimonies)),
        tuple(around_claim(claim)),
        claim.report.mark_at(claim.anchor.start),
        fields_of(claim, tried.given if tried is not None else {}),
        fields.lists,
        decision_lines(decisions),
        bool(last_decisions(decisions)),
        tuple(_linked(here, id_)),
        {verdict.value: why for verdict, why in USUAL.items()},
        REASONS,
        blind,
        seen,
        left,
        f"/review/next?{urlencode({**way.filters.given, **({'after': key} if key else {}), 'back': id_})}",
        review_address(way.back, way.filters.given) if way.back else None,
        way.filters.given,
        key,
        _done(here, way.done, seen) if way.done else None,
        decision_lines(tried.theirs) if tried is not None else (),
        tried.mine if tried is not None else None,
        tried.why if tried is not None else "",
        tried.fault if tried is not None else None,
    )


def _is_blind(here: Here, id_: str) -> bool:
    """True where the visitor is one of two who decide on this claim without seeing each other's opinion."""
    blind = here.desk.ledger.blind([id_]).get(id_)
    return blind is not None and blind.waits_for(here.visitor.name)


def _place(here: Here, id_: str, way: Way) -> tuple[Count, str | None]:
    """How many claims are left in this queue, and the key of what comes after this claim; None: the first."""
    with here.desk.ledger.shelf() as shelf:
        wanted = asked(shelf, asdict(way.filters), words="", after=way.after)
        part = shelf.page(Shelved.QUEUE, wanted.facets, after=way.after, limit=1)
        left = shelf.count(Shelved.QUEUE, wanted.facets)
        return left, part.next if part.ids == (id_,) else way.after


def _linked(here: Here, id_: str) -> Iterator[Linked]:
    """The event that the claim tells of, and what contradicts it."""
    near = around(here.desk, [id_])
    for event in near.events:
        if id_ in event.claims:
            others = len(event.claims) - 1
            yield Linked(f"/events/{event.id}", f"the event that it tells of ({others} other claims)")
    for conflict in near.conflicts:
        if id_ in conflict.claims:
            yield Linked(f"/conflicts/{conflict.id}", conflict.why)


def _done(here: Here, id_: str, seen: int) -> Done | None:
    last = last_decisions(here.desk.ledger.decisions(id_)).get(id_)
    found = shown(here.desk, [id_]).claims.get(id_)
    if last is None or found is None or last.by != here.visitor.name:
        return None
    return Done(id_, last.verdict.value, plain(found.anchor.text), seen)


# --- what is sent ---


class Decides(Slots):
    """The form of one claim: the verdict, the reason, the slots as they stand in the fields."""

    verdict: Review
    why: str = ""
    because: str = ""
    seen: int
    after: str = ""
    narrowed: str = ""


@router.act("/claims/{id}/decide")
def decides(here: Now, request: Request, id: str, form: Annotated[Decides, Form()]) -> str | Response:  # noqa: A002
    """Decide on the claim, then go on to the next one; where somebody was faster, show what they decided."""
    way = Way(narrowed_of(form.narrowed), form.after or None)
    why = form.because.strip() or form.why.strip() or USUAL.get(form.verdict, "")
    try:
        _decide(here, id, form, Person.now(here.visitor.name, why, seen=form.seen))
    except DecidedMeanwhile as faster:
        theirs = tuple(one for one in faster.theirs if isinstance(one, Decision))
        if all(one.by == here.visitor.name and one.verdict is form.verdict for one in theirs):
            return _onward(way, id)  # the same form, sent twice
        tried = Tried(form.verdict.value, why, form.given, theirs)
        return _again(request, _page(here, id, way, tried), status=409)
    except (WrongUsage, BrokenPromise) as fault:
        tried = Tried(form.verdict.value, why, form.given, fault=str(fault).removeprefix("--set "))
        return _again(request, _page(here, id, way, tried), status=422)
    return _onward(way, id)


def _decide(here: Here, id_: str, form: Decides, person: Person) -> None:
    claim = shown(here.desk, [id_]).claims.get(id_)
    given = form.changes(claim) if claim is not None and form.verdict is Review.AMENDED else []
    if form.verdict is Review.AMENDED and not given:
        raise WrongUsage("no field is changed: change what was misread, or accept the claim")
    if _is_blind(here, id_):
        opine(here.desk, id_, form.verdict, person, given=given)
    elif form.verdict is Review.AMENDED:
        amend(here.desk, id_, given, person)
    else:
        decide(here.desk, [id_], form.verdict, person)


def narrowed_of(words: str) -> Narrowed:
    """The filters again, as a form brings them: "type=transfer&place=roj"."""
    known = Narrowed.__dataclass_fields__
    return Narrowed(**{name: value for name, value in parse_qsl(words) if name in known})


def _onward(way: Way, id_: str) -> str:
    kept = {**way.filters.given, **({"after": way.after} if way.after else {}), "done": id_, "back": id_}
    return f"/review/next?{urlencode(kept)}"


def _again(request: Request, page: ReviewPage, *, status: int) -> Response:
    if wants_json(request):
        raise LedgerFault(page.fault or "somebody decided meanwhile")
    return render(request, "review.html", {"page": page}, status=status)


class TakesBack(Slots):
    """The form that takes a decision back."""

    seen: int
    why: str = ""


@router.act("/claims/{id}/undo")
def takes_back(here: Now, request: Request, id: str, form: Annotated[TakesBack, Form()]) -> str | Response:  # noqa: A002
    """Take back what was decided on the claim: it is unchecked again."""
    why = form.why.strip() or "taken back"
    try:
        decide(here.desk, [id], Review.UNCHECKED, Person.now(here.visitor.name, why, seen=form.seen))
    except DecidedMeanwhile as faster:
        theirs = tuple(one for one in faster.theirs if isinstance(one, Decision))
        tried = Tried(Review.UNCHECKED.value, why, {}, theirs)
        return _again(request, _page(here, id, Way(Narrowed()), tried), status=409)
    return f"/claims/{id}/review"
