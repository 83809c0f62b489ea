"""Facts to claims: who, where, when, on whose word, and on which words of the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from habeas.lexicon import Lexicon
from habeas.model import (
    Basis,
    Claim,
    ClaimType,
    Modality,
    Name,
    Period,
    Quantity,
    Reading,
    Reason,
    Report,
    Span,
    Unread,
    claim_id,
)
from habeas.reading.dates import Calendar, When
from habeas.reading.english import DENYING
from habeas.reading.events import bare_events
from habeas.reading.facts import Context, Fact, anchor_token
from habeas.reading.gate import Gate
from habeas.reading.grammar import clause_of
from habeas.reading.groups import group_of
from habeas.reading.people import People
from habeas.reading.rules import figure_facts
from habeas.reading.scene import Scene, SceneReader, Story
from habeas.reading.sentences import paragraphs, parse, plain
from habeas.reading.settling import measure_of, settled_type
from habeas.reading.slots import slots_of
from habeas.reading.speakers import QUOTES, Credit
from habeas.reading.stances import stances
from habeas.reading.times import when_of

LONG: Final = 300  # code points; a longer sentence is cut to the clause that carries the claim


@dataclass(slots=True)
class Assembler:
    """Reads one report with one lexicon."""

    lexicon: Lexicon
    reader: str
    scenes: SceneReader
    gate: Gate

    def read(self, report: Report) -> Reading:
        """All claims and unread figures of the report, in order of their anchors."""
        if not (self.gate.opens(report) or self.scenes.names_the_field(report)) or report.language not in (
            None,
            self.lexicon.language,
        ):
            return Reading(report, self.reader)
        claims: dict[str, Claim] = {}
        unread: list[Unread] = []
        story = Story()
        table = Context.stances_of(self.lexicon)
        lines = list(self.gate.passes(paragraphs(report)))
        for number, scene in enumerate(self.scenes.read(parse(report, lines), report)):
            context = Context(scene, story, table)
            made = list(self._claims(context, unread))
            for claim in made:
                claims.setdefault(claim.id, claim)
            self._remember(context, made, number)
        ordered = sorted(claims.values(), key=lambda claim: (claim.anchor.start, claim.type))
        return Reading(report, self.reader, tuple(ordered), tuple(unread))

    def _claims(self, context: Context, unread: list[Unread]) -> Iterator[Claim]:
        told: set[tuple[ClaimType, int]] = set()
        taken: set[ClaimType] = set()
        for people, facts in figure_facts(context):
            if not facts and (doubt := _doubt(context, people)) is not None:
                unread.append(doubt)
            for fact in facts:
                told.add((fact.type, fact.word.i))
                claim = self._claim(context, fact)
                if claim is not None:
                    taken.add(claim.type)
                    yield claim
        stanced = list(stances(context))
        for fact in stanced:
            claim = self._claim(context, fact)
            if claim is not None and not (claim.type is ClaimType.POSITION and claim.type in taken):
                taken.add(claim.type)
                yield claim
        for fact in bare_events(context):
            if (fact.type, fact.word.i) in told:
                continue
            claim = self._claim(context, fact)
            if (
                claim is None
                or (claim.type in taken and claim.type is not ClaimType.TRANSFER)
                or _governed_by_stance(fact, stanced)
            ):
                continue
            taken.add(claim.type)
            yield claim

    def _claim(self, context: Context, fact: Fact) -> Claim | None:
        scene, story = context.scene, context.story
        sentence = scene.sentence
        report = sentence.report
        anchor = fact.people.figure if fact.people is not None else None
        word = sentence.span(fact.word, fact.word)
        quantity = _quantity(report, fact.people) if anchor is not None else None
        slots = slots_of(context, fact)
        kind = settled_type(fact, slots, context)
        credit = _credit(scene, fact, kind)
        speaker = _speaker(context, fact, credit)
        modality = self._modality(context, fact, kind, credit)
        if modality is Modality.DENIED and quantity is not None and kind is ClaimType.HOLDING:
            quantity = quantity if quantity.low else None
        actor = slots.actor
        if kind is ClaimType.DENIAL and actor is not None:
            speaker = actor
        when, said = when_of(scene, fact, kind, credit)
        if when is not None and modality is Modality.PLANNED:
            when = Calendar(report.published).ahead(plain(report.text), when)
        evidence = _evidence(scene, fact, word, quantity)
        part_of = _part_of(report, kind, fact)
        return Claim(
            report=report,
            type=kind,
            trigger=word,
            evidence=(evidence,),
            reader=self.reader,
            rule=f"{kind.value}.{fact.rule}",
            modality=modality,
            detail=fact.detail
            if kind.value == (fact.trigger.row.type if fact.trigger else kind.value)
            else None,
            quantity=quantity,
            measure=measure_of(scene, kind, fact, when) if quantity is not None else None,
            part_of=part_of,
            group=group_of(context, fact),
            place=slots.place,
            origin=slots.origin,
            destination=slots.destination,
            actor=actor,
            speaker=speaker,
            via=credit.via if credit is not None else (),
            period=_period(report, when, kind, speaker),
            stated_on=said or report.published,
            why=_why(fact, sentence.report, quantity, speaker, when),
        )

    def _modality(self, context: Context, fact: Fact, kind: ClaimType, credit: Credit | None) -> Modality:
        if fact.modality is not None and not fact.trigger:
            return fact.modality
        if kind is ClaimType.POSITION:
            return Modality.ASSERTED
        if kind is ClaimType.DENIAL:
            return Modality.DENIED
        read = self.scenes.modality.read(fact.trigger) if fact.trigger is not None else Modality.ASSERTED
        if kind is ClaimType.ALLEGATION:
            return read if read is Modality.HYPOTHETICAL else Modality.ALLEGED
        if kind in {ClaimType.HOLDING, ClaimType.ATTACK} and read in {Modality.ONGOING, Modality.PLANNED}:
            return read if read is Modality.PLANNED else Modality.ASSERTED
        if read is Modality.ASSERTED and credit is not None and credit.alleged:
            return Modality.ALLEGED
        return read

    def _remember(self, context: Context, made: list[Claim], number: int) -> None:
        scene, story = context.scene, context.story
        story.custody_ago = 0 if scene.custody else story.custody_ago + 1
        story.facility_ago += 1
        for spot in scene.spots:
            if spot.detains:
                story.facility_ago = 0
                story.facilities.add(spot.name.id or spot.name.text)
            if spot.detains and (spot.known or story.facility is None or not story.facility.known):
                story.facility = spot
                if spot.known:
                    break
        for credit in scene.credits:
            if credit.speaker is not None:
                story.voices.note(credit.speaker)
        text = plain(scene.sentence.tokens.text)
        if text.count(QUOTES) % 2:
            story.voices.quoting = not story.voices.quoting
        if made:
            story.last, story.last_paragraph, story.last_sentence = made, scene.sentence.paragraph, number


def _credit(scene: Scene, fact: Fact, kind: ClaimType) -> Credit | None:
    """Who is credited with the fact: of an allegation who alleges, not who denies it."""
    found = scene.credit_of(anchor_token(fact)) or scene.credit_of(fact.word)
    if kind is not ClaimType.ALLEGATION or (found is not None and found.cue.lemma_ not in DENYING):
        return found
    alleging = [credit for credit in scene.credits if credit.alleged and credit.cue.lemma_ not in DENYING]
    return alleging[0] if alleging else None


def _quantity(report: Report, people: People | None) -> Quantity | None:
    if people is None or people.figure is None:
        return None
    figure = people.figure
    span = report.span(figure.start, figure.end)
    return Quantity(span, figure.low, figure.high, figure.approx, people.unit, Basis(figure.basis))


def _governed_by_stance(fact: Fact, stanced: list[Fact]) -> bool:
    """True where a position already says what this event is about."""
    return any(
        one.type is ClaimType.POSITION
        and one.trigger is not None
        and fact.trigger is not None
        and one.trigger.token.i == fact.trigger.token.i
        for one in stanced
    )


def _speaker(context: Context, fact: Fact, credit: Credit | None) -> Name | None:
    story = context.story
    if credit is not None:
        return credit.speaker or story.voices.last
    if fact.type in {ClaimType.POSITION} and fact.actor is not None:
        return None
    if story.voices.quoting:
        return story.voices.last
    return None


def _period(report: Report, when: When | None, kind: ClaimType, speaker: Name | None) -> Period | None:
    if when is None:
        return None
    return Period(report.span(when.start, when.end), when.first, when.last)


def _evidence(scene: Scene, fact: Fact, word: Span, quantity: Quantity | None) -> Span:
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


def _part_of(report: Report, kind: ClaimType, fact: Fact) -> str | None:
    if fact.part_of_claim is not None:
        return fact.part_of_claim.id if fact.part_of_claim.type is kind else None
    if fact.part_of is None or fact.part_of.figure is None:
        return None
    figure = fact.part_of.figure
    return claim_id(report.id, kind, report.span(figure.start, figure.end))


def _doubt(context: Context, people: People) -> Unread | None:
    """A figure of people near words of custody that no rule could read."""
    figure = people.figure
    if figure is None or (not context.scene.custody and not (people.custody or people.tags)):
        return None
    if (
        people.bare
        or (people.weak and not context.scene.custody)
        or people.troops
        or people.unit.value == "cases"
    ):
        return None
    sentence = context.scene.sentence
    reason = Reason.NO_RULE if context.scene.triggers else Reason.NO_EVENT
    return Unread(sentence.report, sentence.report.span(figure.start, figure.end), sentence.trimmed(), reason)


def _why(
    fact: Fact, report: Report, quantity: Quantity | None, speaker: Name | None, when: When | None
) -> tuple[str, ...]:
    pieces = [f"word: {fact.word.text}"]
    if fact.trigger is not None:
        pieces.append(
            f"trigger: {fact.trigger.row.word} ({fact.trigger.row.form.value}, {fact.trigger.row.type})"
        )
    if fact.people is not None:
        pieces.append(f"people: {fact.people.head.text}")
    if quantity is not None:
        pieces.append(f"quantity: {quantity.span.text}")
    if speaker is not None:
        pieces.append(f"speaker: {speaker.text}")
    if when is not None:
        pieces.append(f"time: {report.text[when.start : when.end]}")
    return tuple(pieces)
