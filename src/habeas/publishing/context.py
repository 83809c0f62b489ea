"""The words that something stands on, with what stands around them in the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from habeas.model import Claim, Report, Span
from habeas.publishing.paragraphs import end_of_fields
from habeas.publishing.plain import plain

# Of a report's text so many characters stand before and after the words.
CONTEXT: Final = 700


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the report: `kind` is "said" where a claim stands on them, "figure" for what it hangs on."""

    text: str
    kind: str


def around_claim(claim: Claim) -> Iterator[Piece]:
    """The claim's words with what stands around them, its figure (or trigger) apart."""
    text, anchor = claim.report.text, claim.anchor
    spans = sorted(claim.evidence)
    # Outlet, title and date above the text are told elsewhere.
    first = min(end_of_fields(text), spans[0].start)
    at, last = max(first, spans[0].start - CONTEXT), min(len(text), max(one.end for one in spans) + CONTEXT)
    for span in spans:
        if span.start > at:
            yield Piece(_between(text, at, span.start), "")
        start, end = max(at, span.start), max(at, span.end)
        cuts = [start, *sorted({min(max(start, one), end) for one in (anchor.start, anchor.end)}), end]
        for one, other in pairwise(cuts):
            if other > one:
                yield Piece(plain(text[one:other]), "figure" if anchor.start <= one < anchor.end else "said")
        at = end
    if last > at:
        yield Piece(_between(text, at, last), "")


def around_words(report: Report, words: Span, within: Span) -> Iterator[Piece]:
    """The words in their paragraph (`within`), or as much of it as there is room for."""
    start, end = max(within.start, words.start - CONTEXT), min(within.end, words.end + CONTEXT)
    cuts = ((start, words.start, ""), (words.start, words.end, "figure"), (words.end, end, ""))
    for one, other, kind in cuts:
        if other > one:
            yield Piece(plain(report.text[one:other]), kind)


def _between(text: str, start: int, end: int) -> str:
    """The words between two places; of very many, those at both ends."""
    if end - start <= 2 * CONTEXT:
        return plain(text[start:end])
    return f"{plain(text[start : start + CONTEXT])} … {plain(text[end - CONTEXT : end])}"
