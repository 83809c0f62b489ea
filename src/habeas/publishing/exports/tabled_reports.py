"""The columns of reports, of figures that couldn't be read, and of what people decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from habeas.cells import at
from habeas.custody import Arrival
from habeas.model import Decision, Mark, Report, Ruling, Unread
from habeas.publishing.exports.around import Around
from habeas.publishing.exports.columns import Column, Kind, Table, table
from habeas.publishing.exports.jsonl import decisions, rulings
from habeas.publishing.exports.tabled_claims import provenance, report_columns
from habeas.publishing.phrases import FIGURES, REASONS
from habeas.publishing.plain import escaped_json

NOT_LOOKED_AT = "machine reading, unchecked"


def unread_table(here: Around) -> Table:
    """Every figure about people in custody that no rule could read, a row each."""
    gist = "One figure a row that the machine couldn't read: it counts somebody, and isn't among the claims."
    return table("unread", gist, [*_unread_columns(here)], here.cleared.holdings.unread)


def _unread_columns(here: Around) -> Iterator[Column[Unread]]:
    yield Column("id", Kind.TEXT, "the figure's id", lambda figure: figure.id)
    yield Column("quantity", Kind.TEXT, "the figure's words", lambda figure: figure.quantity.text)
    yield Column(
        "quantity_start", Kind.WHOLE, "offset of its first code point", lambda figure: figure.quantity.start
    )
    yield Column(
        "quantity_end", Kind.WHOLE, "offset after its last code point", lambda figure: figure.quantity.end
    )
    yield Column("evidence", Kind.TEXT, "the passage", lambda figure: figure.evidence.text)
    yield Column(
        "evidence_start", Kind.WHOLE, "offset of its first code point", lambda figure: figure.evidence.start
    )
    yield Column(
        "evidence_end", Kind.WHOLE, "offset after its last code point", lambda figure: figure.evidence.end
    )
    yield Column("reason", Kind.TEXT, "why it became no claim: docs/reasons.md", lambda figure: figure.reason)
    yield Column("reason_in_words", Kind.TEXT, "the same in words", lambda figure: REASONS[figure.reason])
    yield Column("review", Kind.TEXT, "what a person said of it, as one word", lambda figure: figure.review)
    yield Column(
        "review_state",
        Kind.TEXT,
        "the same in words",
        lambda figure: FIGURES.get(figure.review, NOT_LOOKED_AT),
    )
    yield from report_columns(_report_of, here)
    yield from provenance(here)


def _report_of(figure: Unread) -> Report:
    return figure.report


# --- reports ---


def reports_table(here: Around) -> Table:
    """Every report, a row each."""
    gist = "One report a row. Its text, as it leaves, is texts/ID.txt beside the CSV files."
    return table("reports", gist, [*_report_columns(here)], here.cleared.holdings.reports)


def _report_columns(here: Around) -> Iterator[Column[Report]]:
    held = here.cleared.holdings
    claims = Counter(claim.report.id for claim in held.claims)
    unread = Counter(figure.report.id for figure in held.unread)
    masks = here.cleared.masks
    yield Column("id", Kind.TEXT, "SHA-256 of the document's bytes", lambda report: report.id)
    yield Column(
        "permalink",
        Kind.TEXT,
        "its page in the web application",
        lambda report: here.link(f"reports/{report.id}"),
    )
    yield Column("name", Kind.TEXT, "the document's file name", lambda report: report.name)
    yield Column(
        "outlet", Kind.TEXT, "who published it; empty where it isn't known", lambda report: report.outlet
    )
    yield Column("title", Kind.TEXT, "its title", lambda report: report.title)
    yield Column("url", Kind.TEXT, "its address", lambda report: report.url)
    yield Column("published", Kind.DAY, "the day that the outlet prints", lambda report: report.published)
    yield Column("language", Kind.TEXT, "its language, as a code", lambda report: report.language)
    yield Column(
        "extent", Kind.TEXT, "full, or excerpt where the text is a part of it", lambda report: report.extent
    )
    yield Column(
        "reader", Kind.TEXT, "who read it: the newest reading", lambda report: held.readers.get(report.id)
    )
    yield Column(
        "text_sha256", Kind.TEXT, "SHA-256 of its text as it leaves", lambda report: here.hashes[report.id]
    )
    yield Column("characters", Kind.WHOLE, "code points in its text", lambda report: len(report.text))
    yield Column(
        "masked",
        Kind.WHOLE,
        "how many names in it are masked by blocks",
        lambda report: len(masks.get(report.id, ())),
    )
    yield Column(
        "masked_at",
        Kind.CODES,
        "where they stand: first code point..end",
        lambda report: tuple(at(mask.start, mask.end) for mask in masks.get(report.id, ())),
    )
    yield Column("claims", Kind.WHOLE, "how many of its claims are here", lambda report: claims[report.id])
    yield Column(
        "unread", Kind.WHOLE, "how many of its figures couldn't be read", lambda report: unread[report.id]
    )
    yield from _arrival_columns(here)
    yield from provenance(here)


def marks_table(here: Around) -> Table:
    """Where the pages and paragraphs of the documents start in the texts, a row each."""
    gist = "One page or paragraph a row: where it starts in its report's text."
    columns: list[Column[tuple[Report, Mark]]] = [
        Column("report_id", Kind.TEXT, "the report", lambda pair: pair[0].id),
        Column("start", Kind.WHOLE, "offset of its first code point", lambda pair: pair[1].start),
        Column("label", Kind.TEXT, "which page or paragraph it is", lambda pair: pair[1].label),
    ]
    pairs = [(report, mark) for report in here.cleared.holdings.reports for mark in report.marks]
    return table("marks", gist, columns, pairs)


def _arrival_columns(here: Around) -> Iterator[Column[Report]]:
    """How it came in first; empty for a file of its own."""
    first: dict[str, Arrival] = {}
    for arrival in here.cleared.holdings.arrivals:
        first.setdefault(arrival.report, arrival)
    yield Column(
        "arrived_as",
        Kind.TEXT,
        "fetched from an address, member of a container, or text alone; empty for a file of its own",
        lambda report: first[report.id].kind if report.id in first else None,
    )
    yield Column(
        "arrived_from",
        Kind.TEXT,
        "the address, or its path in the container",
        lambda report: first[report.id].address if report.id in first else None,
    )
    yield Column(
        "arrived_at",
        Kind.TIME,
        "when (UTC)",
        lambda report: first[report.id].at if report.id in first else None,
    )
    yield Column(
        "carrier",
        Kind.TEXT,
        "SHA-256 of what it was taken out of",
        lambda report: first[report.id].carrier if report.id in first else None,
    )


# --- decisions ---


def decisions_table(here: Around) -> Table:
    """What people decided about claims and unread figures, a row each."""
    gist = "One decision a row: what a person ruled about a claim or an unread figure; the latest counts."
    columns: list[Column[Decision]] = [
        Column("claim", Kind.TEXT, "the claim, or the unread figure", lambda it: it.claim),
        Column(
            "verdict",
            Kind.TEXT,
            "accepted, rejected, amended, unsure, or unchecked again",
            lambda it: it.verdict,
        ),
        Column("by", Kind.TEXT, "who", lambda it: it.by),
        Column("at", Kind.TIME, "when (UTC)", lambda it: it.at),
        Column("why", Kind.TEXT, "why", lambda it: it.why),
        Column("amendment", Kind.TEXT, "the slots as the person has them (JSON)", _amendment),
    ]
    return table("decisions", gist, columns, [*decisions(here.cleared)])


def _amendment(decision: Decision) -> str | None:
    # Its words are a report's: escaped they survive the cell, as JSON they stay what they are.
    return escaped_json(decision.amendment) if decision.amendment is not None else None


def rulings_table(here: Around) -> Table:
    """What people ruled of two things, a row each."""
    gist = "One ruling a row: two claims are one event or two, two names one or two, a report copies another."
    columns: list[Column[Ruling]] = [
        Column("matter", Kind.TEXT, "event, name or family (of copies)", lambda it: it.matter),
        Column("one", Kind.TEXT, "the one", lambda it: it.one),
        Column("other", Kind.TEXT, "the other", lambda it: it.other),
        Column("together", Kind.FLAG, "true: they are one", lambda it: it.together),
        Column("withdrawn", Kind.FLAG, "true: nothing is ruled of them any more", lambda it: it.withdrawn),
        Column("by", Kind.TEXT, "who", lambda it: it.by),
        Column("at", Kind.TIME, "when (UTC)", lambda it: it.at),
        Column("why", Kind.TEXT, "why", lambda it: it.why),
    ]
    return table("rulings", gist, columns, [*rulings(here.cleared)])
