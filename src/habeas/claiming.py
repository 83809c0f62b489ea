"""From words that a person marked in a report to a claim that its reader missed, in any script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from habeas.amending import amendment
from habeas.errors import BadSpan, WrongUsage
from habeas.lexicon import Lexicon
from habeas.model import ADDED, Claim, ClaimType, Quantity, Report, Span
from habeas.reading.numbers import FigureFinder
from habeas.reading.sentences import paragraphs
from habeas.wire.claims import claim_from_wire, claim_to_wire

RULE: Final = "added"

# Where a sentence ends, in Latin, Arabic, Urdu, Devanagari and Chinese script; "U.S. officials" goes on.
_ENDS: Final = re.compile(r"(?<![A-Z])[.!?؟۔।。！？]+[\"”’»)\]]*(?=\s)")
_BOUNDS: Final = ("low", "high")


def marked(report: Report, start: int, end: int) -> Span:
    """The words between two offsets (code points), no white space around them. Raises BadSpan for none."""
    if not 0 <= start < end <= len(report.text) or not (words := report.text[start:end]).strip():
        raise BadSpan(f"{report.name} has no words between {start} and {end}: mark them in its text")
    return report.span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def claim_of(report: Report, words: Span, given: Sequence[str], lexicon: Lexicon) -> Claim:
    """The claim that a person makes of marked words, its slots each "slot=words" as in an amendment.

    The words are its trigger; they are its quantity's words too where bounds are given and no other words for
    it are. The evidence are the sentences around them and around the quantity. Raises as `amendment` does.
    """
    slots = {slot.partition("=")[0].strip() for slot in given}
    if "type" not in slots:
        raise WrongUsage("say what the words tell of: type=holding, transfer, … (see docs/format.md)")
    if "quantity" not in slots and not slots.isdisjoint(_BOUNDS):
        given = [*given, f"quantity={words.text}"]
    bare = Claim(
        report=report,
        type=ClaimType.HOLDING,
        trigger=words,
        evidence=(sentence_around(report, words),),
        reader=ADDED,
        rule=RULE,
        stated_on=report.published,
    )
    wire = {**claim_to_wire(bare), **amendment(bare, given, lexicon)}
    if wire["quantity"]:
        place = Span(wire["quantity"]["start"], wire["quantity"]["end"], wire["quantity"]["text"])
        wire["evidence"] = [
            {"text": one.text, "start": one.start, "end": one.end} for one in _evidence(bare, place)
        ]
    return claim_from_wire(wire, report)  # type: ignore[arg-type]  # checked by the constructors


def figure_in(words: Span, lexicon: Lexicon) -> Quantity | None:
    """The one figure that stands in marked words; None where they have none that can be read, or several."""
    found = list(FigureFinder(lexicon).find(words.text))
    if len(found) != 1:
        return None
    (one,) = found
    span = Span(words.start + one.start, words.start + one.end, words.text[one.start : one.end])
    return Quantity(span, one.low, one.high, one.approx, basis=one.basis)


def sentence_around(report: Report, words: Span) -> Span:
    """The sentences that the words stand in, within their paragraphs."""
    whole = paragraph_around(report, words)
    ends = [whole.start + match.end() for match in _ENDS.finditer(whole.text)]
    start = max((end for end in ends if end <= words.start), default=whole.start)
    end = min((end for end in ends if end >= words.end), default=whole.end)
    return marked(report, start, end)


def paragraph_around(report: Report, words: Span) -> Span:
    """The paragraphs that the words stand in, from the first one's start to the last one's end."""
    near = [one for one in paragraphs(report) if one.touches(words)]
    start = min(one.start for one in (*near, words))
    return report.span(start, max(one.end for one in (*near, words)))


def _evidence(claim: Claim, place: Span) -> Iterable[Span]:
    """The claim's evidence, and that of its figure where this stands elsewhere."""
    (around,) = claim.evidence
    return (around,) if around.holds(place) else sorted((around, sentence_around(claim.report, place)))
