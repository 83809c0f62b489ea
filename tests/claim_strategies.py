"""Hypothesis strategies: texts of every kind of character, and claims that stand on them."""

from __future__ import annotations

import hashlib
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from habeas.model import (
    PEOPLE_TAGS,
    ROLE_TAGS,
    Basis,
    Claim,
    ClaimType,
    Extent,
    Mark,
    Measure,
    Modality,
    Name,
    Period,
    Quantity,
    Reason,
    Report,
    Review,
    Span,
    Unit,
    Unread,
)

# No time asserted: a machine that is busy is no fault of the code.
steady = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

# What breaks offsets that count bytes, UTF-16 units, letters as seen, or lines.
PIECES = (
    "e\u0301",  # a combining mark
    "\u0645\u0639\u062a\u0642\u0644\u064e",  # Arabic, with a vowel mark
    "\r\n",
    "\u2028",
    "\u2029",
    "\u0085",
    "\u00a0",
    "\U0001f469\u200d\U0001f467",  # one emoji, three code points
    "\u200f",
    '"',
    "\\u2028",
    "312 detainees",
    " ",
)

texts = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=3), min_size=1
).map("".join)
days = st.dates(min_value=date(1000, 1, 1))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report with some words in it."""
    text = draw(texts.filter(bool))
    starts = draw(st.lists(st.integers(0, len(text)), max_size=2))
    return Report(
        id=hashlib.sha256(text.encode()).hexdigest(),
        name=draw(texts),
        text=text,
        outlet=draw(st.none() | texts),
        title=draw(st.none() | texts),
        url=draw(st.none() | texts),
        published=draw(st.none() | days),
        language=draw(st.sampled_from([None, "en", "ar"])),
        extent=draw(st.sampled_from(Extent)),
        marks=tuple(Mark(start, f"page {start}") for start in sorted(starts)),
    )


@st.composite
def spans(draw: st.DrawFn, report: Report, within: Span | None = None) -> Span:
    """Any of the report's words, or of those within a span."""
    first, last = (within.start, within.end) if within else (0, len(report.text))
    start = draw(st.integers(first, last - 1))
    return report.span(start, draw(st.integers(start + 1, last)))


@st.composite
def quantities(draw: st.DrawFn, span: Span) -> Quantity:
    """Any bounds that a number can have."""
    low, high = sorted(draw(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9))))
    open_at = draw(st.sampled_from([None, "low", "high"]))
    return Quantity(
        span,
        None if open_at == "low" else low,
        None if open_at == "high" else high,
        draw(st.booleans()),
        draw(st.sampled_from(Unit)),
        draw(st.sampled_from(Basis)),
    )


@st.composite
def periods(draw: st.DrawFn, span: Span) -> Period:
    """Any period, resolved or not."""
    first, last = draw(st.just((None, None)) | st.tuples(days, days).map(sorted).map(tuple))
    return Period(span, first, last)


tags = st.sampled_from(sorted(PEOPLE_TAGS | ROLE_TAGS | {"foreigners"})) | st.text(
    st.characters(min_codepoint=65, max_codepoint=90), min_size=2, max_size=2
)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Any claim that can be built, on any report."""
    report = draw(reports())
    evidence = draw(st.lists(spans(report), min_size=1, max_size=3))
    names = st.builds(Name, spans(report), st.none() | texts)
    anchor = draw(spans(report, within=evidence[0]))
    counted = draw(st.booleans())
    return Claim(
        report=report,
        type=draw(st.sampled_from(ClaimType)),
        trigger=draw(spans(report)) if counted else anchor,
        evidence=tuple(evidence),
        reader=draw(texts),
        rule=draw(texts),
        modality=draw(st.sampled_from(Modality)),
        detail=draw(st.none() | texts),
        quantity=draw(quantities(anchor)) if counted else None,
        measure=draw(st.sampled_from(Measure)) if counted else None,
        part_of=draw(st.none() | texts),
        group=draw(st.frozensets(tags, max_size=4)),
        place=draw(st.none() | names),
        origin=draw(st.none() | names),
        destination=draw(st.none() | names),
        actor=draw(st.none() | names),
        speaker=draw(st.none() | names),
        via=tuple(draw(st.lists(names, max_size=2))),
        period=draw(st.none() | spans(report).flatmap(periods)),
        stated_on=draw(st.none() | days),
        precision=draw(st.none() | st.floats(0, 1)),
        review=draw(st.sampled_from(Review)),
    )


@st.composite
def unread_figures(draw: st.DrawFn) -> Unread:
    """Any unread figure that can be built, on any report."""
    report = draw(reports())
    evidence = draw(spans(report))
    return Unread(report, draw(spans(report, within=evidence)), evidence, draw(st.sampled_from(Reason)))
