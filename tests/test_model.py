"""The constructors keep the promises: what the report doesn't say can't be built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claim_strategies import claims, reports, spans, steady, texts, unread_figures
from habeas.errors import BadClaim, BadPeriod, BadQuantity, BadSpan, BrokenPromise, HabeasError
from habeas.model import (
    Claim,
    ClaimType,
    Mark,
    Measure,
    Modality,
    Name,
    Period,
    Quantity,
    Reading,
    Reason,
    Report,
    Review,
    Span,
    Unread,
    is_group_tag,
)


def bare(report: Report, evidence: Span, **slots: Any) -> Claim:
    """A claim with this evidence, its trigger unless something else is given."""
    parts = {"trigger": evidence, "reader": "rules/1", "rule": "holding.held", **slots}
    return Claim(report=report, type=ClaimType.HOLDING, evidence=(evidence,), **parts)


# --- spans ---


@steady
@given(st.data())
def test_any_slice_is_in_its_text(data: st.DataObject) -> None:
    report = data.draw(reports())
    span = data.draw(spans(report))
    assert span.is_in(report.text)
    assert report.text[: span.start] + span.text + report.text[span.end :] == report.text


@steady
@given(texts, st.integers(-3, 40), st.integers(-3, 40))
def test_a_span_is_as_long_as_its_words(text: str, start: int, end: int) -> None:
    fits = 0 <= start < end and len(text) == end - start
    if fits:
        assert Span(start, end, text).text == text
    else:
        with pytest.raises(BadSpan):
            Span(start, end, text)


def other(start: int, end: int) -> Span:
    return Span(start, end, "x" * (end - start))


@pytest.mark.parametrize(
    ("start", "end", "held", "touched"),
    [
        (5, 10, True, True),
        (6, 9, True, True),
        (5, 6, True, True),
        (4, 10, False, True),
        (5, 11, False, True),
        (0, 20, False, True),
        (9, 12, False, True),
        (10, 12, False, False),  # ends are exclusive
        (3, 5, False, False),
    ],
)
def test_span_arithmetic(start: int, end: int, held: bool, touched: bool) -> None:
    span = other(5, 10)
    assert span.holds(other(start, end)) is held
    assert span.touches(other(start, end)) is touched
    assert other(start, end).touches(span) is touched


@steady
@given(*[st.integers(0, 9), st.integers(1, 4)] * 2)
def test_span_arithmetic_is_that_of_sets(start: int, length: int, start_2: int, length_2: int) -> None:
    span, span_2 = other(start, start + length), other(start_2, start_2 + length_2)
    one, two = set(range(span.start, span.end)), set(range(span_2.start, span_2.end))
    assert span.holds(span_2) == (two <= one)
    assert span.touches(span_2) == bool(one & two)


# --- evidence ---


@steady
@given(st.data())
def test_any_slice_of_a_report_can_be_evidence(data: st.DataObject) -> None:
    report = data.draw(reports())
    evidence = data.draw(spans(report))
    assert bare(report, evidence).evidence == (evidence,)


ALTERED: tuple[Callable[[Span], Span], ...] = (
    lambda span: Span(span.start + 1, span.end + 1, span.text),
    lambda span: Span(span.start - 1, span.end - 1, span.text),
    lambda span: Span(span.start, span.end + 1, span.text + " "),
    lambda span: Span(span.start, span.end, span.text[:-1] + "\ufffd"),
    lambda span: Span(span.start, span.end, span.text.swapcase()),
    lambda span: Span(span.start, span.end, span.text[::-1]),
    lambda span: Span(span.start, span.end, span.text.replace("\u00a0", " ").replace("\u2028", "\n")),
)


@pytest.mark.parametrize("alter", ALTERED)
@steady
@given(data=st.data())
def test_an_altered_slice_cannot_be_evidence(alter: Callable[[Span], Span], data: st.DataObject) -> None:
    report = data.draw(reports())
    evidence = data.draw(spans(report))
    try:
        altered = alter(evidence)
    except BadSpan:
        return  # it is no span at all
    if report.text[altered.start : altered.end] == altered.text:
        # Nothing to alter, or "aa" moved by one in "aaa": it is the report's again.
        assert bare(report, altered).evidence == (altered,)
        return
    with pytest.raises(BadClaim, match="isn't what"):
        bare(report, altered)
    with pytest.raises(BadClaim, match="isn't what"):
        Unread(report, altered, altered, Reason.NO_RULE)


@steady
@given(
    st.data(),
    st.sampled_from(["place", "origin", "destination", "actor", "speaker", "via", "trigger", "period"]),
)
def test_every_slot_is_the_reports_words(data: st.DataObject, slot: str) -> None:
    report = data.draw(reports())
    span = data.draw(spans(report))
    invented = Span(span.start, span.end, "".join(chr(ord(mark) ^ 1) for mark in span.text))
    value = {"via": (Name(invented),), "trigger": invented, "period": Period(invented, None, None)}.get(
        slot, Name(invented)
    )
    with pytest.raises(BadClaim, match="isn't what"):
        bare(report, span, **{slot: value})


def test_a_claim_needs_evidence() -> None:
    with pytest.raises(BadClaim, match=r"a\.txt has no evidence"):
        replace(bare(REPORT, REPORT.span(0, 4)), evidence=())


# --- quantities ---


@steady
@given(st.data())
def test_a_quantity_outside_the_evidence_is_refused(data: st.DataObject) -> None:
    report = data.draw(reports())
    evidence, counted = data.draw(spans(report)), data.draw(spans(report))
    slots = {"quantity": Quantity(counted, 3, 3), "measure": Measure.STOCK}
    if evidence.start <= counted.start and counted.end <= evidence.end:
        assert bare(report, evidence, **slots).anchor == counted
    else:
        with pytest.raises(BadClaim, match="lies outside the evidence"):
            bare(report, evidence, **slots)


@steady
@given(st.data())
def test_a_trigger_outside_the_evidence_is_no_anchor(data: st.DataObject) -> None:
    report = data.draw(reports())
    evidence, trigger = data.draw(spans(report)), data.draw(spans(report))
    if evidence.start <= trigger.start and trigger.end <= evidence.end:
        assert bare(report, evidence, trigger=trigger).anchor == trigger
    else:
        with pytest.raises(BadClaim, match="lies outside the evidence"):
            bare(report, evidence, trigger=trigger)


REPORT = Report(id="a" * 64, name="a.txt", text="Camp Dorn held 40 people, 9 of them ill.")
FORTY = REPORT.span(15, 17)

bounds = st.none() | st.integers(-5, 10**7)


@steady
@given(bounds, bounds)
def test_bounds_that_no_number_can_have(low: int | None, high: int | None) -> None:
    negative = any(bound is not None and bound < 0 for bound in (low, high))
    crossed = low is not None and high is not None and high < low
    if (low is None and high is None) or negative or crossed:
        with pytest.raises(BadQuantity, match="'40'"):
            Quantity(FORTY, low, high)
    else:
        assert (Quantity(FORTY, low, high).low, Quantity(FORTY, low, high).high) == (low, high)


def test_zero_is_a_figure() -> None:
    assert Quantity(FORTY, 0, 0) != Quantity(FORTY, None, 0)


@pytest.mark.parametrize("slots", [{"quantity": Quantity(FORTY, 40, 40)}, {"measure": Measure.STOCK}])
def test_quantity_and_measure_go_together(slots: dict[str, Any]) -> None:
    with pytest.raises(BadClaim, match="needs a quantity and a measure, or neither"):
        bare(REPORT, REPORT.span(0, 25), **slots)


def test_an_unread_figure_lies_in_its_evidence() -> None:
    with pytest.raises(BadClaim, match="'40' lies outside its evidence"):
        Unread(REPORT, FORTY, REPORT.span(0, 16), Reason.NO_RULE)


# --- periods ---


@steady
@given(st.dates(max_value=date(9000, 1, 1)), st.integers(1, 4000))
def test_a_period_does_not_end_before_it_starts(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    assert Period(FORTY, first, last).last == last
    assert Period(FORTY, first, first).last == first
    with pytest.raises(BadPeriod, match="can't end on"):
        Period(FORTY, last, first)


@pytest.mark.parametrize("days_given", [(date(2031, 1, 1), None), (None, date(2031, 1, 1))])
def test_a_period_has_both_days_or_neither(days_given: tuple[date | None, date | None]) -> None:
    with pytest.raises(BadPeriod, match="both its days or neither"):
        Period(FORTY, *days_given)


# --- groups, precision ---


@pytest.mark.parametrize("tag", ["women", "detainees", "foreigners", "TJ", "prisoners_of_war"])
def test_a_tag_of_the_guide(tag: str) -> None:
    assert is_group_tag(tag)


@pytest.mark.parametrize("tag", ["", "woman", "tj", "TJK", "\u0422\u0416", "T1", "Women"])
def test_a_tag_that_is_none(tag: str) -> None:
    assert not is_group_tag(tag)
    with pytest.raises(BadClaim, match="unknown group tags"):
        bare(REPORT, REPORT.span(0, 25), group=frozenset({tag, "women"}))


@pytest.mark.parametrize("precision", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_precision_is_a_share(precision: float) -> None:
    with pytest.raises(BadClaim, match="can't have a precision"):
        bare(REPORT, REPORT.span(0, 25), precision=precision)


# --- identity ---


@steady
@given(claims(), claims())
def test_an_id_depends_on_report_type_and_anchor_only(claim: Claim, model: Claim) -> None:
    changed = replace(
        claim,
        report=replace(
            claim.report, name="b.txt", outlet=model.report.outlet, published=model.report.published
        ),
        reader=model.reader,
        rule=model.rule,
        modality=Modality.DENIED,
        detail=model.detail,
        part_of=model.part_of,
        group=model.group,
        place=None,
        speaker=None,
        via=(),
        period=None,
        stated_on=model.stated_on,
        precision=model.precision,
        review=model.review,
        evidence=(claim.report.span(0, len(claim.report.text)),),
    )
    assert changed.id == claim.id
    if claim.quantity is not None:
        assert replace(changed, trigger=claim.anchor).id == claim.id
        assert replace(changed, quantity=replace(claim.quantity, low=None, high=1)).id == claim.id


@steady
@given(claims())
def test_an_id_changes_with_report_type_and_anchor(claim: Claim) -> None:
    other_type = next(kind for kind in ClaimType if kind is not claim.type)
    assert replace(claim, type=other_type).id != claim.id
    assert replace(claim, report=replace(claim.report, id="b" * 64)).id != claim.id
    wider = replace(claim, evidence=(claim.report.span(0, len(claim.report.text)),))
    if claim.anchor != wider.evidence[0]:
        assert replace(wider, quantity=None, measure=None, trigger=wider.evidence[0]).id != claim.id


def test_an_id_stays_the_same_for_good() -> None:
    """Decisions hang on ids: a changed recipe would cut them all off."""
    claim = bare(REPORT, REPORT.span(0, 25), quantity=Quantity(FORTY, 40, 40), measure=Measure.STOCK)
    assert claim.id == "c_72270c9019553154249d"


@steady
@given(claims())
def test_why_is_no_part_of_what_a_claim_says(claim: Claim) -> None:
    assert replace(claim, why=("the lexicon",)) == claim


# --- reports and readings ---


@pytest.mark.parametrize("slot", ["text", "name", "outlet", "title", "url", "language"])
def test_half_a_character_is_refused(slot: str) -> None:
    parts: dict[str, Any] = {"id": "a" * 64, "name": "a.txt", "text": "words", slot: "caf\udce9"}
    with pytest.raises(BadSpan, match="holds half a character"):
        Report(**parts)


@pytest.mark.parametrize(
    ("offset", "label"), [(0, None), (4, None), (5, "page 1"), (14, "page 1"), (15, "page 2"), (99, "page 2")]
)
def test_a_mark_holds_until_the_next(offset: int, label: str | None) -> None:
    marked = replace(REPORT, marks=(Mark(5, "page 1"), Mark(15, "page 2")))
    assert marked.mark_at(offset) == label


@steady
@given(unread_figures())
def test_a_reading_holds_words_of_one_report(figure: Unread) -> None:
    assert Reading(figure.report, "rules/1", unread=(figure,)).unread == (figure,)
    with pytest.raises(BadClaim, match="can't hold words of another report"):
        Reading(REPORT, "rules/1", unread=(figure,))


def test_a_reading_is_one_readers_and_tells_claims_apart() -> None:
    claim = bare(REPORT, REPORT.span(0, 25))
    assert Reading(REPORT, "rules/1", (claim,)).claims == (claim,)
    with pytest.raises(BadClaim, match="was read by rules/1, not by rules/2"):
        Reading(REPORT, "rules/2", (claim,))
    with pytest.raises(BadClaim, match="is read as holding twice"):
        Reading(REPORT, "rules/1", (claim, replace(claim, review=Review.ACCEPTED)))


@pytest.mark.parametrize("error", [BadSpan, BadQuantity, BadPeriod, BadClaim])
def test_each_refusal_is_a_broken_promise(error: type[HabeasError]) -> None:
    assert issubclass(error, BrokenPromise)
    assert error.exit_code == 1
