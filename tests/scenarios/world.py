"""From a scenario to reports and claims: each claim gets a sentence of its report that holds its words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final

from habeas import Claim, Name, Period, Quantity, Report, Span
from habeas.lexicon import Lexicon, load_lexicon
from habeas.model import Decision, Matter, Measure, Ruling
from habeas.reading.names import NameFinder
from habeas.wire.claims import claim_to_wire
from scenarios.shape import NAMES, Decided, Ruled, Said, Scenario, Told, days_of

Spanning = Callable[[str, str], Span]

READER: Final = "hand/1"
BY: Final = "A. Reviewer"
WHY: Final = "read both"
FIRST: Final = datetime(2026, 3, 1, 9, tzinfo=UTC)
BEFORE: Final = {
    "place": "at ",
    "origin": "from ",
    "destination": "to ",
    "actor": "by ",
    "speaker": "according to ",
}


@dataclass(frozen=True, slots=True)
class World:
    """A scenario's reports and claims by label."""

    scenario: Scenario
    reports: Mapping[str, Report]
    claims: Mapping[str, Claim]

    def labels(self, ids: Iterable[str]) -> list[str]:
        """The labels of claims, sorted; an unknown id stays as it is."""
        known = {claim.id: label for label, claim in self.claims.items()}
        return sorted(known.get(one, one) for one in ids)

    def rulings(self) -> list[Ruling]:
        """What the reviewer ruled, a minute apart."""
        return [self._ruling(ruled, minute) for minute, ruled in enumerate(self.scenario.rulings)]

    def _ruling(self, ruled: Ruled, minute: int) -> Ruling:
        if ruled.event is not None:
            matter, pair = Matter.EVENT, [self.claims[label].id for label in ruled.event]
        elif ruled.family is not None:
            matter, pair = Matter.FAMILY, [self.reports[label].id for label in ruled.family]
        else:
            matter, pair = Matter.NAME, list(ruled.name or ())
        one, other = sorted(pair)
        return Ruling(matter, one, other, ruled.together, BY, FIRST + timedelta(minutes=minute), WHY)

    def decisions(self) -> list[Decision]:
        """What the reviewer decided of single claims, a minute apart."""
        return [
            Decision(
                claim=self.claims[one.claim].id,
                verdict=one.verdict,
                by=BY,
                at=FIRST + timedelta(minutes=minute),
                why=WHY,
                amendment=self._amendment(one),
            )
            for minute, one in enumerate(self.scenario.decisions)
        ]

    def _amendment(self, decided: Decided) -> str | None:
        if decided.amendment is None:
            return None
        slots = dict(decided.amendment)
        bounds = {slot: slots.pop(slot) for slot in ("low", "high") if slot in slots}
        if bounds:
            quantity = claim_to_wire(self.claims[decided.claim])["quantity"]
            assert quantity is not None, f"{decided.claim} has no quantity to amend"
            slots["quantity"] = {**quantity, **bounds}
        return json.dumps(slots)


def world(scenario: Scenario) -> World:
    """The scenario's reports and claims; raises ValueError where words aren't in a text that is given."""
    drafts = {label: _draft(scenario, label) for label in scenario.reports}
    reports = {label: _report(scenario, label, drafts) for label in scenario.reports}
    claims: dict[str, Claim] = {}
    for label in sorted(scenario.claims, key=lambda label: scenario.claims[label].part_of is not None):
        claims[label] = _claim(scenario, label, reports, drafts, claims)
    return World(scenario, reports, {label: claims[label] for label in scenario.claims})


@cache
def lexicon() -> Lexicon:
    """The package's lexicon, read once."""
    return load_lexicon()


@cache
def known_as(words: str, kind: str) -> str | None:
    """The lexicon's id of a name of this slot, as the reader would give it, if it has one."""
    bare = words.removeprefix("the ")
    for mention in _finder().find(bare):
        if (mention.start, mention.end) == (0, len(bare)):
            known = mention.actor if kind in {"actor", "speaker"} else mention.place
            return known.id if known is not None else None
    return None


@cache
def _finder() -> NameFinder:
    return NameFinder(lexicon())


# --- texts ---


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is being put together, and where in it each claim's sentence and words stand."""

    text: str
    sentences: Mapping[str, tuple[int, int]]
    words: Mapping[tuple[str, str], tuple[int, int]]  # by label and slot


def _draft(scenario: Scenario, report: str) -> Draft:
    told = scenario.reports[report]
    labels = [label for label in scenario.claims if scenario.report_of(label) == report]
    if told.text is not None or told.copy_of is not None:
        return Draft(_whole_text(scenario, told), {}, {})
    text = ""
    sentences: dict[str, tuple[int, int]] = {}
    words: dict[tuple[str, str], tuple[int, int]] = {}
    for group in _sharing(scenario, labels):
        start = len(text)
        for label in group:
            for slot, piece in _pieces(label, scenario.claims[label]):
                if slot is not None:
                    words[label, slot] = len(text), len(text) + len(piece)
                text += piece
            text += ", "
        text = text.removesuffix(", ") + "."
        sentences |= dict.fromkeys(group, (start, len(text)))
        text += "\n"
    return Draft(text or f"Nothing is said of people held ({report}).\n", sentences, words)


def _whole_text(scenario: Scenario, told: Told) -> str:
    source = told if told.copy_of is None else scenario.reports[told.copy_of]
    return f"{told.opening}{told.text or source.text or ''}{told.ending}"


def _sharing(scenario: Scenario, labels: list[str]) -> Iterator[list[str]]:
    """The report's claims, those together that share a sentence (`part_of`, `beside`)."""
    home: dict[str, str] = {}
    for label in labels:
        said = scenario.claims[label]
        beside = said.beside or said.part_of
        home[label] = home.get(beside, label) if beside in labels and beside is not None else label
    for label in labels:
        if home[label] == label:
            yield [other for other in labels if home[other] == label]


def _pieces(label: str, said: Said) -> Iterator[tuple[str | None, str]]:
    """The claim as words of a sentence, each with the slot that it fills."""
    if said.words is not None:
        yield "words", said.words
        yield None, " " + " ".join(said.group) + " "
    yield None, f"({label}) "
    yield "trigger", said.type.value
    yield None, f" {said.modality.value}"
    for slot in NAMES:
        if (name := getattr(said, slot)) is not None:
            yield None, " " + BEFORE[slot]
            yield slot, name
    if said.when is not None or said.days is not None:
        yield None, " "
        yield "when", said.when or f"in {said.days}"


def _report(scenario: Scenario, label: str, drafts: Mapping[str, Draft]) -> Report:
    told, text = scenario.reports[label], drafts[label].text
    digest = hashlib.sha256(f"{scenario.name}\n{label}\n{text}".encode()).hexdigest()
    return Report(digest, f"{label}.txt", text, told.outlet, published=told.published, language="en")


# --- claims ---


def _claim(
    scenario: Scenario,
    label: str,
    reports: Mapping[str, Report],
    drafts: Mapping[str, Draft],
    claims: Mapping[str, Claim],
) -> Claim:
    said, home = scenario.claims[label], scenario.report_of(label)
    report, draft = reports[home], drafts[home]
    sentence = draft.sentences.get(label) or _found(report, said.quote or report.text)

    def span(slot: str, words: str) -> Span:
        start, end = draft.words.get((label, slot)) or _found(report, words, sentence)
        return report.span(start, end)

    low, high = said.bounds
    quantity = None
    if said.words is not None:
        quantity = Quantity(span("words", said.words), low, high, said.approx, said.unit, said.basis)
    return Claim(
        report=report,
        type=said.type,
        trigger=span("trigger", said.type.value) if draft.sentences else report.span(*sentence),
        evidence=(report.span(*sentence),),
        reader=READER,
        rule=f"{said.type}.made",
        modality=said.modality,
        detail=said.detail,
        quantity=quantity,
        measure=_measure(said),
        part_of=claims[said.part_of].id if said.part_of is not None else None,
        group=frozenset(said.group),
        period=_period(said, span),
        stated_on=said.stated or scenario.reports[home].published,
        place=_name("place", said.place, span),
        origin=_name("origin", said.origin, span),
        destination=_name("destination", said.destination, span),
        actor=_name("actor", said.actor, span),
        speaker=_name("speaker", said.speaker, span),
    )


def _found(report: Report, words: str, within: tuple[int, int] | None = None) -> tuple[int, int]:
    start, end = within or (0, len(report.text))
    at = report.text.find(words, start, end)
    if at < 0:
        raise ValueError(f"{words!r} isn't in the text of {report.name}")
    return at, at + len(words)


def _measure(said: Said) -> Measure | None:
    if said.words is None or said.measure is not None:
        return said.measure
    return Measure.STOCK if said.type == "holding" else Measure.FLOW


def _name(slot: str, words: str | None, span: Spanning) -> Name | None:
    return None if words is None else Name(span(slot, words), known_as(words, slot))


def _period(said: Said, span: Spanning) -> Period | None:
    words = said.when or (f"in {said.days}" if said.days is not None else None)
    if words is None:
        return None
    days = days_of(said.days) if said.days is not None else None
    first: date | None = days.first if days is not None else None
    return Period(span("when", words), first, days.last if days is not None else None)
