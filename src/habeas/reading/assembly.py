"""Facts to claims: who, where, when, on whose word, and on which words of the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
    Unit,
    Unread,
    claim_id,
)
from habeas.reading.dates import Calendar, When
from habeas.reading.dating import Day, Statement, dated, day_told, statements_in, telling_of
from habeas.reading.encoder import Encoder, Seen
from habeas.reading.english import DENYING
from habeas.reading.events import bare_events
from habeas.reading.evidence import evidence_of
from habeas.reading.facts import FLOWS, Context, Fact, anchor_token, rule_name, stance_over, stance_taker
from habeas.reading.gate import Gate
from habeas.reading.groups import group_of
from habeas.reading.learned import RULE as LEARNED
from habeas.reading.learned import is_doubted, learned_events, weighed
from habeas.reading.people import People
from habeas.reading.pointing import MOVING, pointed
from habeas.reading.precision import precision_of
from habeas.reading.rules import figure_facts
from habeas.reading.scene import Scene, SceneReader, Story
from habeas.reading.sentences import paragraphs, parse, plain
from habeas.reading.settling import detail_of, measure_of, settled_type
from habeas.reading.slots import slots_of
from habeas.reading.speakers import Credit
from habeas.reading.stamps import stamps_of
from habeas.reading.stances import stances
from habeas.reading.threads import Told, carried_over
from habeas.reading.times import of_promise, when_of
from habeas.reading.topic import is_fiction, is_on_topic
from habeas.reading.weights import Model
from habeas.reading.wholes import with_wholes

TOPIC: Final = 5  # sentences for which a report that spoke of people held is still about them


@dataclass(slots=True)
class Assembler:
    """Reads one report with one lexicon."""

    lexicon: Lexicon
    reader: str
    scenes: SceneReader
    gate: Gate
    models: Mapping[str, Model]  # by what they are asked of; without any, the rules read alone
    encoder: Encoder | None

    def read(self, report: Report) -> Reading:
        """All claims and unread figures of the report, in order of their anchors."""
        if not self._can_read(report):
            return Reading(report, self.reader)
        told: dict[str, Told] = {}
        unread: list[Unread] = []
        story = Story()
        days: list[Day] = []
        statements: list[Statement] = []
        scenes: list[Scene] = []
        seen: Seen | None = None
        for context, made in self.scenes_of(report, story, unread):
            scenes.append(context.scene)
            statements += statements_in(context.scene)
            seen = context.seen
            if not made and (day := day_told(context.scene)) is not None:
                days.append(day)
            for one in made:
                told.setdefault(one.claim.id, one)
        ordered = sorted(told.values(), key=lambda one: (one.claim.anchor.start, one.claim.type))
        placed = {claim.id: claim for claim in carried_over(with_wholes(ordered), story)}
        tellings = [replace(one.telling, claim=placed[name]) for name, one in told.items()]
        done = list(dated(tellings, stamps_of(report), days, statements))
        if seen is not None:
            done = pointed(done, told, scenes, seen)
        claims = sorted(done, key=lambda claim: (claim.anchor.start, claim.type))
        return Reading(report, self.reader, tuple(claims), tuple(unread))

    def scenes_of(
        self, report: Report, story: Story, unread: list[Unread]
    ) -> Iterator[tuple[Context, list[Told]]]:
        """Each sentence that may hold a claim, and what it tells; unread figures go into `unread`."""
        table = Context.stances_of(self.lexicon)
        lines = list(self.gate.passes(paragraphs(report), self.scenes.names_the_field))
        seen = self.encoder.read(lines, report.text) if self.encoder is not None else None
        for scene in self.scenes.read(parse(report, lines), report):
            context = Context(scene, story, table, seen)
            made = list(self._claims(context, unread))
            yield context, made
            story.follow(scene, [one.claim for one in made])

    def _can_read(self, report: Report) -> bool:
        """True for a report in the lexicon's language (or an unstated one) that speaks of people held."""
        known = report.language in (None, self.lexicon.language)
        opens = known and (self.gate.opens(report) or self.scenes.names_the_field(report.text))
        return opens and is_on_topic(self.models.get("topic"), report.text)

    def _claims(self, context: Context, unread: list[Unread]) -> Iterator[Told]:
        """The sentence's claims: figures first, then stances, then events that neither has told."""
        if is_fiction(context.scene):
            return
        made: list[Told] = []
        told: set[tuple[ClaimType, int]] = set()
        words = self.models.get("word")
        stanced = [fact for fact in stances(context) if not is_doubted(words, context, fact)]
        taken = {fact.people.head.i for fact in stanced if fact.people is not None}
        counted = list(figure_facts(context))
        beside = [fact.type for _, facts in counted for fact in facts]
        for people, known in counted:
            others = [kind for kind in beside if kind not in {fact.type for fact in known}]
            facts = (
                []
                if not known and people.head.i in taken
                else weighed(self.models.get("figure"), context, people, known, others)
            )
            if not facts and people.head.i not in taken and (doubt := _doubt(context, people)) is not None:
                unread.append(doubt)
            told |= {(fact.type, fact.word.i) for fact in facts}
            made += [self._told(context, fact) for fact in facts]
        for fact in stanced:
            one = self._told(context, fact)
            if one.claim.type is not ClaimType.POSITION or not _has_type(made, one.claim.type):
                made.append(one)
        for fact in bare_events(context):
            said = (fact.type, fact.word.i) in told or _governed_by_stance(fact, stanced)
            if said or is_doubted(words, context, fact):
                continue
            one = self._told(context, fact)
            if one.claim.type is ClaimType.TRANSFER or not _has_type(made, one.claim.type):
                made.append(one)
        for fact in learned_events(words, context, {one.claim.trigger.start for one in made}):
            one = self._told(context, fact)
            if not (_has_type(made, one.claim.type) or _said_already(made, one)):
                made.append(one)
        yield from made

    def _told(self, context: Context, fact: Fact) -> Told:
        claim = self._claim(context, fact)
        return Told(claim, fact, context.scene, telling_of(context, fact, claim))

    def _claim(self, context: Context, told: Fact) -> Claim:
        """The fact with everything that the report says around it."""
        scene, fact = context.scene, _with_taker(context, told)
        report = scene.sentence.report
        word = scene.sentence.span(fact.word, fact.word)
        quantity = _quantity(report, fact.people)
        slots = slots_of(context, fact)
        settled = settled_type(fact, slots, context)
        kind = settled if settled is ClaimType.DENIAL else fact.likely or settled
        rule = rule_name(kind, fact.rule if kind is settled else LEARNED)
        credit = _credit(scene, fact, kind)
        if kind is ClaimType.DENIAL and fact.actor is None:  # "nobody was beaten, the ministry said"
            slots = replace(slots, actor=_speaker(context, fact, credit))
        speaker = slots.actor if kind is ClaimType.DENIAL else _speaker(context, fact, credit)
        modality = self._modality(fact, kind, credit)
        when, said = when_of(scene, fact, kind, credit)
        if when is not None and modality in {Modality.PLANNED, Modality.HYPOTHETICAL}:
            promised = modality is Modality.PLANNED and of_promise(scene, when, fact)
            when = None if promised else Calendar(report.published).ahead(plain(report.text), when)
        return Claim(
            report=report,
            type=kind,
            trigger=word,
            evidence=(evidence_of(scene, fact, word, quantity),),
            reader=self.reader,
            rule=rule,
            precision=precision_of(rule),
            modality=modality,
            detail=detail_of(fact, kind),
            quantity=quantity,
            measure=measure_of(scene, kind, fact, modality, when) if quantity is not None else None,
            part_of=_part_of(report, kind, fact),
            group=group_of(context, fact),
            place=slots.place,
            origin=slots.origin if kind in MOVING else None,
            destination=slots.destination if kind in MOVING else None,
            actor=slots.actor,
            speaker=speaker,
            via=_via(scene, credit),
            period=_period(report, when),
            stated_on=said or report.published,
            why=_why(fact, report, quantity, speaker, when),
        )

    def _modality(self, fact: Fact, kind: ClaimType, credit: Credit | None) -> Modality:
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


def _credit(scene: Scene, fact: Fact, kind: ClaimType) -> Credit | None:
    """Who is credited with the fact: of an allegation who alleges, not who denies it."""
    found = scene.credit_of(anchor_token(fact)) or scene.credit_of(fact.word)
    if kind is not ClaimType.ALLEGATION or (found is not None and found.cue.lemma_ not in DENYING):
        return found
    alleging = [credit for credit in scene.credits if credit.alleged and credit.cue.lemma_ not in DENYING]
    return alleging[0] if alleging else None


def _via(scene: Scene, credit: Credit | None) -> tuple[Name, ...]:
    """Who passes on what the speaker says: those who tell of the telling, and the paper that was told."""
    if credit is None or credit.carried:
        return ()
    wider = [one for one in scene.credits if one is not credit and one.covers > credit.covers]
    names = [*credit.via, *(one.speaker for one in wider if one.speaker is not None)]
    return tuple(name for name in names if credit.speaker is None or name.text != credit.speaker.text)


def _quantity(report: Report, people: People | None) -> Quantity | None:
    if people is None or people.figure is None:
        return None
    figure = people.figure
    span = report.span(figure.start, figure.end)
    return Quantity(span, figure.low, figure.high, figure.approx, people.unit, Basis(figure.basis))


def _period(report: Report, when: When | None) -> Period | None:
    """The days of the fact's own words; `dating` gives the others theirs."""
    return Period(report.span(when.start, when.end), when.first, when.last) if when is not None else None


def _with_taker(context: Context, fact: Fact) -> Fact:
    """An event that a position governs is its taker's: "Denmark refuses to take back 12 women"."""
    over = stance_over(context, fact.trigger.token) if fact.trigger is not None else None
    if over is None or fact.actor is not None or fact.type not in FLOWS:
        return fact
    return replace(fact, actor=stance_taker(over))


def _said_already(made: list[Told], one: Told) -> bool:
    """True for "denied" and "plans" where the sentence's event is read as denied, or as planned."""
    says = {ClaimType.DENIAL: Modality.DENIED, ClaimType.POSITION: Modality.PLANNED}.get(one.claim.type)
    return any(other.claim.modality is says for other in made)


def _has_type(made: list[Told], kind: ClaimType) -> bool:
    return any(one.claim.type is kind for one in made)


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
    """Who says so: whom the report credits; what breaks an earlier figure down stands on the same word."""
    if credit is not None:
        return credit.speaker
    before = fact.part_of_claim or (context.story.last[-1] if fact.echo and context.story.last else None)
    return before.speaker if before is not None else None


def _part_of(report: Report, kind: ClaimType, fact: Fact) -> str | None:
    if fact.part_of_claim is not None:
        return fact.part_of_claim.id if fact.part_of_claim.type is kind else None
    if fact.part_of is None or fact.part_of.figure is None:
        return None
    figure = fact.part_of.figure
    return claim_id(report.id, kind, report.span(figure.start, figure.end))


def _doubt(context: Context, people: People) -> Unread | None:
    """A figure of people near words of custody that no rule could read, and why."""
    figure = people.figure
    held = context.custody_within(TOPIC) or (not people.weak and bool(people.custody or people.tags))
    if figure is None or not held or people.troops or people.unit is Unit.CASES:
        return None
    if people.bare:
        reason = Reason.UNCLEAR_COUNT
    else:
        reason = Reason.NO_RULE if context.scene.triggers else Reason.NO_EVENT
    sentence = context.scene.sentence
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
