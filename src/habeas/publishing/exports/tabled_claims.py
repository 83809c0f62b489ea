"""The columns of claims, which CSV, workbooks and Parquet share.

Named as the claim's fields on the wire are, flattened: `place` are the words, `place_start` and `place_end`
their offsets (code points in the report's text, the end exclusive), `place_id` the lexicon's id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, Literal, TypeVar

from habeas.cells import PIECES_PARTED, UNNAMED, at
from habeas.model import Claim, Name, Quantity, Report, Span
from habeas.publishing.exports.around import Around
from habeas.publishing.exports.columns import Cell, Column, Kind, Table, table
from habeas.publishing.exports.grounds import Ground
from habeas.publishing.exports.jsonl import as_read
from habeas.publishing.exports.provenance import review_state
from habeas.publishing.phrases import bounds, figure, hedge, outlet, verb, who_says
from habeas.publishing.phrases import whom as whom_in_words
from habeas.reckoned import Known, Voices

Slot = Literal["place", "origin", "destination", "actor", "speaker"]
T = TypeVar("T")
ClaimColumn = Column[Claim]
Get = Callable[[Claim], Cell]

PLACES: Final[tuple[Slot, ...]] = ("place", "origin", "destination")
BODIES: Final[tuple[Slot, ...]] = ("actor", "speaker")
# What people are told of each slot.
SLOTS: Final[dict[Slot, str]] = {
    "place": "the place",
    "origin": "where people are moved from",
    "destination": "where people are moved to",
    "actor": "who holds, moves, tries, is accused, denies or takes the position",
    "speaker": "who says so; empty where the outlet itself does",
}


def claims_table(here: Around) -> Table:
    """Every claim, a row each."""
    gist = "One claim a row: what one passage of one report says about people in custody."
    return table("claims", gist, [*_columns(here)], here.cleared.holdings.claims)


def as_read_table(here: Around) -> Table:
    """The claims that people amended, as they were read."""
    gist = "One claim a row that a person has amended since (sheet claims), as it was read."
    return table("as-read", gist, [*_columns(here)], [*as_read(here.cleared)])


def _columns(here: Around) -> Iterator[ClaimColumn]:
    yield from _what(here)
    yield from _quantity()
    yield from _people()
    yield from _words()
    for place in PLACES:
        yield from _place(place, here)
    for body in BODIES:
        yield from _name(body, here)
    yield from _via()
    yield from _days()
    yield from _around(here)
    yield from _reading()
    yield from report_columns(_report_of, here)
    yield from provenance(here)


def _what(here: Around) -> Iterator[ClaimColumn]:
    yield _text("id", "the claim's id; it outlives another reading of its report", lambda claim: claim.id)
    yield _text("type", "what is said of the people: docs/annotation.md", lambda claim: claim.type)
    yield _text("detail", "a controlled word under the type", lambda claim: claim.detail)
    yield _text(
        "modality",
        "whether the passage says that it is so (asserted), will be (planned), may be, or is not (denied)",
        lambda claim: claim.modality,
    )
    yield _text(
        "status",
        "how far a happening has come, by this claim; empty for what is none",
        lambda claim: _status(claim, here),
    )
    yield _text(
        "review_state",
        "whether anybody has checked it: a machine reading is unchecked until a person has reviewed it",
        lambda claim: review_state([claim]),
    )
    yield _text("says", "what is said of the people, in words", verb)


def _status(claim: Claim, here: Around) -> Cell:
    testimony = here.testimony(claim) if here.event(claim) is not None else None
    return testimony.status if testimony is not None else None


def _quantity() -> Iterator[ClaimColumn]:
    yield from _span(
        "quantity",
        "the figure's words, hedge included",
        lambda claim: claim.quantity.span if claim.quantity is not None else None,
    )
    yield _of_quantity("figure", Kind.TEXT, "the figure with its hedge", figure)
    yield _of_quantity(
        "bounds",
        Kind.TEXT,
        "what kind of bounds: at least, at most, between, about, exactly",
        lambda quantity: bounds(quantity.low, quantity.high, approx=quantity.approx),
    )
    yield _of_quantity(
        "low", Kind.WHOLE, "lower bound; empty where it is open (up to)", lambda quantity: quantity.low
    )
    yield _of_quantity(
        "high",
        Kind.WHOLE,
        "upper bound; empty where it is open (at least): the number is never low then",
        lambda quantity: quantity.high,
    )
    yield _of_quantity(
        "approx", Kind.FLAG, "true where the words blur it: about, nearly", lambda quantity: quantity.approx
    )
    yield _of_quantity("hedge", Kind.TEXT, "what stands before the figure, in words", hedge)
    yield _of_quantity("unit", Kind.TEXT, "what is counted", lambda quantity: quantity.unit)
    yield _of_quantity(
        "basis",
        Kind.TEXT,
        "words: the report's words give the bounds; convention: “dozens”, “thousands”",
        lambda quantity: quantity.basis,
    )
    yield _text(
        "measure",
        "stock (held now), flow (in this event), total (so far; never add these up), remaining, capacity,"
        " population, victims",
        lambda claim: claim.measure,
    )
    yield _text("part_of", "the claim whose figure this one breaks down", lambda claim: claim.part_of)


def _people() -> Iterator[ClaimColumn]:
    yield _codes(
        "group", "who the people are: tags of docs/annotation.md", lambda claim: tuple(sorted(claim.group))
    )
    yield _text("people", "the same in words; labels are a speaker's, and quoted", whom_in_words)


def _place(slot: Slot, here: Around) -> Iterator[ClaimColumn]:
    yield from _name(slot, here)
    yield _number(f"{slot}_lat", "its latitude, degrees (WGS 84)", _ground(slot, here, lambda it: it.lat))
    yield _number(f"{slot}_lon", "its longitude, degrees (WGS 84)", _ground(slot, here, lambda it: it.lon))
    yield _text(
        f"{slot}_precision",
        "what the coordinates are those of: the facility, or its town; a region and a country have none",
        _ground(slot, here, lambda it: it.precision),
    )
    yield _text(f"{slot}_country", "its country (ISO 3166)", _ground(slot, here, lambda it: it.country))


def _ground(slot: Slot, here: Around, part: Callable[[Ground], Cell]) -> Get:
    def get(claim: Claim) -> Cell:
        name = _named(claim, slot)
        ground = here.ground(name.id) if name is not None else None
        return part(ground) if ground is not None else None

    return get


def _name(slot: Slot, here: Around) -> Iterator[ClaimColumn]:
    yield from _span(
        slot,
        f"{SLOTS[slot]}; as written",
        lambda claim: name.span if (name := _named(claim, slot)) is not None else None,
    )
    yield _text(
        f"{slot}_id",
        "its id in the lexicon; empty where it isn't known there",
        lambda claim: name.id if (name := _named(claim, slot)) is not None else None,
    )
    yield _text(f"{slot}_name", "what it is taken to be", lambda claim: _known_name(claim, slot, here))


def _named(claim: Claim, slot: Slot) -> Name | None:
    name: Name | None = getattr(claim, slot)
    return name


def _known_name(claim: Claim, slot: Slot, here: Around) -> Cell:
    testimony = here.testimony(claim)
    known: Known | None = getattr(testimony, slot) if testimony is not None else None
    return known.name if known is not None else None


def _via() -> Iterator[ClaimColumn]:
    yield Column(
        "via",
        Kind.TEXTS,
        "those who pass on what the speaker said",
        lambda claim: tuple(name.text for name in claim.via),
    )
    yield _codes(
        "via_at",
        "where each is written",
        lambda claim: tuple(at(name.span.start, name.span.end) for name in claim.via),
    )
    yield _codes(
        "via_ids",
        f"their ids in the lexicon, {UNNAMED} for those that it doesn't know",
        lambda claim: tuple(name.id or UNNAMED for name in claim.via),
    )


def _days() -> Iterator[ClaimColumn]:
    yield from _span(
        "period",
        "the words on time",
        lambda claim: claim.period.span if claim.period is not None else None,
    )
    yield Column(
        "start_date",
        Kind.DAY,
        "the first day that it is about; empty where the words don't settle it",
        lambda claim: claim.period.first if claim.period is not None else None,
    )
    yield Column(
        "end_date",
        Kind.DAY,
        "the last day that it is about",
        lambda claim: claim.period.last if claim.period is not None else None,
    )
    yield Column("stated_on", Kind.DAY, "the day on which it was said", lambda claim: claim.stated_on)


def _words() -> Iterator[ClaimColumn]:
    yield _text(
        "evidence",
        "the passages that carry the claim, a … between them; masked words are blocks",
        lambda claim: PIECES_PARTED.join(span.text for span in claim.evidence),
    )
    yield _codes(
        "evidence_at",
        "where they stand: first code point..end in the report's text (texts/)",
        lambda claim: tuple(at(span.start, span.end) for span in claim.evidence),
    )
    yield _text(
        "evidence_page",
        "page or paragraph of the document",
        lambda claim: claim.report.mark_at(claim.anchor.start),
    )
    yield _text("said_by", "who says so, in words", who_says)


def _around(here: Around) -> Iterator[ClaimColumn]:
    yield _text(
        "permalink", "the claim's page in the web application", lambda claim: here.link(f"claims/{claim.id}")
    )
    yield _text("event_id", "the event that it tells of", lambda claim: _event_id(claim, here))
    yield from voice_columns(partial(_voices, here))
    yield _codes(
        "answered_by",
        "ids of the claims that answer what is alleged; each is a row of its own",
        lambda claim: tuple(one.id for one in here.answered_by(claim)),
    )
    yield Column(
        "answer",
        Kind.TEXTS,
        "the answers, in words",
        lambda claim: tuple(map(_answer, here.answered_by(claim))),
    )
    yield _codes(
        "contradicts",
        "ids of the claims that can't all be true beside this one",
        lambda claim: here.against.get(claim.id, ()),
    )


def _voices(here: Around, claim: Claim) -> Voices | None:
    return here.voices(here.event(claim))


def _event_id(claim: Claim, here: Around) -> Cell:
    event = here.event(claim)
    return event.id if event is not None else None


def _answer(claim: Claim) -> str:
    words = " … ".join(span.text for span in claim.evidence)
    return f"{who_says(claim)}: “{words}”"


def voice_columns(of: Callable[[T], Voices | None]) -> Iterator[Column[T]]:
    """Who stands behind an event: copies and outlets that quote one speaker are one voice."""

    def part(get: Callable[[Voices], Cell]) -> Callable[[T], Cell]:
        def cell(thing: T) -> Cell:
            voices = of(thing)
            return get(voices) if voices is not None else None

        return cell

    yield Column(
        "voices",
        Kind.WHOLE,
        "how many named voices stand behind the event; copies are one",
        part(lambda it: len(it.named)),
    )
    yield Column("voices_named", Kind.TEXTS, "their names", part(lambda it: it.named))
    yield Column(
        "voices_uncredited",
        Kind.WHOLE,
        "how many reports of it name no source",
        part(lambda it: it.uncredited),
    )
    yield Column(
        "voices_reports", Kind.WHOLE, "in how many reports, copies as well", part(lambda it: it.reports)
    )


def _reading() -> Iterator[ClaimColumn]:
    yield _text("review", "what a person said of it, as one word", lambda claim: claim.review)
    yield _text(
        "reader", "who read it: rules/… is the machine, coded/… are people", lambda claim: claim.reader
    )
    yield _text("rule", "the rule that read it", lambda claim: claim.rule)
    yield _number(
        "precision",
        "what share of this rule's claims was right on annotated reports, 0 to 1; empty under 20 of them",
        lambda claim: claim.precision,
    )
    yield from _span("trigger", "the word that made the rule read it", lambda claim: claim.trigger)


def _report_of(claim: Claim) -> Report:
    return claim.report


def report_columns(of: Callable[[T], Report], here: Around) -> Iterator[Column[T]]:
    """The report that a thing stands in."""
    yield Column("report_id", Kind.TEXT, "SHA-256 of the document's bytes", lambda it: of(it).id)
    yield Column("report_name", Kind.TEXT, "the document's file name", lambda it: of(it).name)
    yield Column("report_outlet", Kind.TEXT, "who published it", lambda it: outlet(of(it)))
    yield Column("report_title", Kind.TEXT, "its title", lambda it: of(it).title)
    yield Column("report_url", Kind.TEXT, "its address", lambda it: of(it).url)
    yield Column("report_published", Kind.DAY, "the day that the outlet prints", lambda it: of(it).published)
    yield Column(
        "report_permalink",
        Kind.TEXT,
        "its page in the web application",
        lambda it: here.link(f"reports/{of(it).id}"),
    )
    yield Column(
        "text_sha256",
        Kind.TEXT,
        "SHA-256 of the text that the offsets count in, as it leaves (texts/)",
        lambda it: here.hashes[of(it).id],
    )


def provenance(here: Around) -> Iterator[Column[object]]:
    """Where the row comes from."""
    held = here.cleared.holdings
    yield Column("exported_by", Kind.TEXT, "the habeas that wrote this", lambda _: here.version)
    yield Column("log_head", Kind.TEXT, "the hash of the ledger's log as it was", lambda _: held.head)
    yield Column("as_of", Kind.TIME, "when it was gathered (UTC)", lambda _: held.as_of)


# --- kinds of columns ---


def _text(name: str, meaning: str, get: Get) -> ClaimColumn:
    return Column(name, Kind.TEXT, meaning, get)


def _codes(name: str, meaning: str, get: Get) -> ClaimColumn:
    return Column(name, Kind.CODES, meaning, get)


def _number(name: str, meaning: str, get: Get) -> ClaimColumn:
    return Column(name, Kind.NUMBER, meaning, get)


def _span(name: str, meaning: str, of: Callable[[Claim], Span | None]) -> Iterator[ClaimColumn]:
    """The words, and where they stand in the report's text."""

    def part(get: Callable[[Span], Cell]) -> Get:
        return lambda claim: get(span) if (span := of(claim)) is not None else None

    yield Column(name, Kind.TEXT, meaning, part(lambda span: span.text))
    yield Column(f"{name}_start", Kind.WHOLE, "offset of its first code point", part(lambda span: span.start))
    yield Column(f"{name}_end", Kind.WHOLE, "offset after its last code point", part(lambda span: span.end))


def _of_quantity(name: str, kind: Kind, meaning: str, get: Callable[[Quantity], Cell]) -> ClaimColumn:
    return Column(
        name, kind, meaning, lambda claim: get(claim.quantity) if claim.quantity is not None else None
    )
