"""The words of the report that carry a claim: the sentence, or of a long one its clause."""

from __future__ import annotations

from typing import Final

from habeas.model import Quantity, Span
from habeas.reading.facts import Fact
from habeas.reading.grammar import clause_of
from habeas.reading.scene import Scene

LONG: Final = 300  # code points; a longer sentence is cut to the clause that carries the claim


def evidence_of(scene: Scene, fact: Fact, word: Span, quantity: Quantity | None) -> Span:
    """The sentence, or of a long one the clause that holds trigger and quantity."""
    whole = scene.sentence.trimmed()
    if whole.end - whole.start <= LONG:
        return whole
    points = [word, *([quantity.span] if quantity else [])]
    first, last = min(span.start for span in points), max(span.end for span in points)
    clause = clause_of(fact.word)
    tokens = [token for token in clause.subtree if not token.is_space]
    start, end = min(first, scene.sentence.start(tokens[0])), max(last, scene.sentence.end(tokens[-1]))
    if end - start <= LONG:
        return scene.sentence.report.span(start, end)
    return _around(scene, first, last)


def _around(scene: Scene, first: int, last: int) -> Span:
    """Words around the anchor, cut at commas and the like where they are near."""
    whole, text = scene.sentence.trimmed(), scene.sentence.report.text
    room = max(0, (LONG - (last - first)) // 2)
    start, end = max(whole.start, first - room), min(whole.end, last + room)
    while start > whole.start and text[start - 1] not in " ,;:":
        start += 1
    while end < whole.end and end > last and text[end - 1] not in ",;:.":
        end -= 1
    start = min(start + len(text[start:first]) - len(text[start:first].lstrip(" ,;:")), first)
    return scene.sentence.report.span(start, max(end, last))
