"""The masks of every report of an export: names found once hide their bearers everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from habeas.lexicon import Lexicon
from habeas.model import BLOCK, Claim, Report
from habeas.publishing.clearance.masking import UNSAFE, VIOLENCE, Sweep, blocked
from habeas.publishing.clearance.mentions import Mention
from habeas.publishing.clearance.persons import Beside, People, mentions_of, merged, people_of
from habeas.publishing.clearance.sorting import Sorted, sort_words
from habeas.publishing.clearance.tagging import is_everyday, small_words, tags_of
from habeas.publishing.clearance.terms import Terms, parts_of, terms
from habeas.publishing.clearance.violence import withheld_words
from habeas.publishing.clearance.words import Word, words_of
from habeas.publishing.holdings import Choice, Mask

ENGLISH: Final = (None, "en")
BYLINE: Final = re.compile(r"by\s+(?=[A-ZÀ-Þ])", re.I)
FEW_WORDS: Final = 40  # a shorter text doesn't tell its language
SMALL_SHARE: Final = 0.15  # of an English text's words, at least, are articles, pronouns and the like
PASSES: Final = 8  # each masks what the blocks of the one before bring to light; two or three do


@dataclass(slots=True)
class Found:
    """What was found in the reports of an export: their people, the masks, the texts as they leave."""

    terms: Terms
    sweep: Sweep
    people: dict[str, People] = field(default_factory=dict)
    masks: dict[str, tuple[Mask, ...]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def among(self, reports: Iterable[str]) -> Sweep:
        """The sweep for words about these reports."""
        return replace(self.sweep, here=merged(self.hidden(id_) for id_ in reports if id_ in self.people))

    def everybody(self) -> Sweep:
        """The sweep for words that may be about any report."""
        return self.among(self.people)

    def hidden(self, report: str) -> People:
        """The people of a report whose names don't leave, and the adults whose names may."""
        return self.sweep.of(self.people[report]).here


def find(
    reports: Sequence[Report], claims: Iterable[Claim], choice: Choice, lexicon: Lexicon, as_of: datetime
) -> Found:
    """The masks of these reports; `claims` are those that leave, whose places are known for such."""
    by_report: dict[str, list[Claim]] = {}
    for claim in claims:
        by_report.setdefault(claim.report.id, []).append(claim)
    known = terms(lexicon)
    found = Found(known, Sweep(known, People(), People(), choice.names))
    for report in reports:
        found.masks[report.id] = _masks_beside_names(report, by_report.get(report.id, ()), choice, lexicon)
        found.texts[report.id] = _apply(report, found)
        found.people[report.id] = People()
    beside = {report.id: _beside(report, by_report.get(report.id, ()), known, as_of) for report in reports}
    left: Sequence[Report] = reports
    for _ in range(PASSES):
        left = _pass(reports, left, beside, found)
        if not left:
            break
    return found


def _pass(
    reports: Sequence[Report], left: Sequence[Report], beside: Mapping[str, Beside], found: Found
) -> list[Report]:
    """Look through the reports that are left, and mask what they name in all of them; those that changed."""
    looked: dict[str, tuple[Sorted, list[Mention]]] = {}
    pieces = [(found.texts[report.id], words_of(found.texts[report.id])) for report in left]
    for report, (text, words), tags in zip(left, pieces, tags_of(pieces), strict=True):
        sorted_ = sort_words(text, words, tags, found.terms)
        mentions = mentions_of(sorted_, found.terms, beside[report.id])
        looked[report.id] = (sorted_, mentions)
        found.people[report.id] |= people_of(mentions, found.terms)
    before = found.sweep.whole
    whole = merged(map(found.hidden, found.people)).whole
    found.sweep = replace(found.sweep, whole=whole)
    new = _starts(whole.private - before.private)
    also = [
        report for report in reports if report.id not in looked and _may_hold(found.texts[report.id], new)
    ]
    return [
        report for report in (*left, *also) if _mask(report, looked.get(report.id), beside[report.id], found)
    ]


def _starts(names: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    """Names by their first parts."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        found.setdefault(name[0], []).append(name)
    return found


def _may_hold(text: str, names: Mapping[str, Sequence[tuple[str, ...]]]) -> bool:
    """True where all parts of one of these names are in a text; saves a closer look at most texts."""
    if not names:
        return False
    keys = {part for word in words_of(text) for part in word.key.split("-")}
    return any(keys.issuperset(name) for key in names.keys() & keys for name in names[key])


def _mask(report: Report, looked: tuple[Sorted, list[Mention]] | None, beside: Beside, found: Found) -> bool:
    """Mask what is found in a report; True where that changed it."""
    if looked is None:
        text = found.texts[report.id]
        words = words_of(text)
        sorted_ = sort_words(text, words, next(iter(tags_of([(text, words)]))), found.terms)
        looked = sorted_, mentions_of(sorted_, found.terms, beside)
    before = found.texts[report.id]
    new = found.sweep.of(found.people[report.id]).masks(*looked)
    fresh = [mask for mask in new if set(before[mask.start : mask.end]) - {BLOCK, "\n"}]
    if not fresh:
        return False
    found.masks[report.id] = tuple(sorted((*found.masks[report.id], *fresh), key=lambda mask: mask.start))
    found.texts[report.id] = _apply(report, found)
    return True


def _apply(report: Report, found: Found) -> str:
    return blocked(report.text, ((mask.start, mask.end) for mask in found.masks[report.id]))


def _beside(report: Report, claims: Iterable[Claim], known: Terms, as_of: datetime) -> Beside:
    """What is known of a report's places, from the claims, and its year."""
    names = (
        name
        for claim in claims
        for name in (claim.place, claim.origin, claim.destination)
        if name is not None
    )
    places = {parts_of(name.text, known.particles) for name in names if BLOCK not in name.text}
    year = report.published.year if report.published is not None else as_of.year
    body = report.outlet is not None and not is_somebodys(report.outlet)
    outlet = parts_of(report.outlet or "", known.particles) if body else ()
    return Beside(places=places, bodies={outlet} if outlet else (), year=year)


def _masks_beside_names(
    report: Report, claims: Sequence[Claim], choice: Choice, lexicon: Lexicon
) -> tuple[Mask, ...]:
    """Sentences that tell of sexual violence; the whole text in a language that can't be looked through."""
    words = words_of(report.text)
    if not is_english(report, words):
        return tuple(_unsafe(report.text, words, terms(lexicon)))
    return () if choice.sexual_violence else tuple(_violent(report.text, words, claims, lexicon))


def is_somebodys(outlet: str) -> bool:
    """True for "By X" and "X's notebook": what an outlet's name may be, and no body's."""
    owned = (word for word in words_of(outlet) if word.owner and word.capital)
    return BYLINE.match(outlet) is not None or any(not is_everyday(word.key) for word in owned)


def is_english(report: Report, words: Sequence[Word]) -> bool:
    """True for a text in which names can be found: said to be English, or with English's small words."""
    if report.language not in ENGLISH:
        return False
    lower = [word for word in words if word.text.islower() or word.text.istitle()]
    small = sum(word.key in small_words() for word in lower)
    latin = not words or sum(word.text[0].isascii() for word in words) > len(words) / 2
    return latin and (len(lower) < FEW_WORDS or small >= SMALL_SHARE * len(lower))


def _unsafe(text: str, words: Sequence[Word], known: Terms) -> Iterable[Mask]:
    at = 0
    while at < len(words):
        there = known.known(words, at, text)
        if there is not None:
            at += there.length
            continue
        if not words[at].text[0].isdigit():
            yield Mask(words[at].start, words[at].end, UNSAFE)
        at += 1


def _violent(text: str, words: Sequence[Word], claims: Sequence[Claim], lexicon: Lexicon) -> Iterable[Mask]:
    """The sentences with words of sexual violence, without the slots of claims that leave."""
    pattern = withheld_words(lexicon)
    spared = sorted(span for claim in claims for span in _slots(claim))
    first = 0
    for at in range(1, len(words) + 1):
        if at < len(words) and words[at].sentence == words[first].sentence:
            continue
        start, end = words[first].start, words[at - 1].stop
        if pattern.search(text, start, end):
            yield from _without(start, end, spared)
        first = at


def _slots(claim: Claim) -> Iterable[tuple[int, int]]:
    names = (claim.place, claim.origin, claim.destination, claim.actor, claim.speaker, *claim.via)
    spans = [name.span for name in names if name is not None]
    spans += [part.span for part in (claim.quantity, claim.period) if part is not None]
    return [(span.start, span.end) for span in (*spans, claim.trigger)]


def _without(start: int, end: int, spared: Sequence[tuple[int, int]]) -> Iterable[Mask]:
    for one, other in spared:
        if one < end and other > start:
            if one > start:
                yield Mask(start, one, VIOLENCE)
            start = max(start, other)
    if start < end:
        yield Mask(start, end, VIOLENCE)
