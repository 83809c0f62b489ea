"""Facts to claims: who, where, when, on whose word, and on which words of the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from habeas.lexicon import Lexicon
from habeas.model import (
    ROLE_TAGS,
    Basis,
    Claim,
    ClaimType,
    Measure,
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
    is_nationality,
)
from habeas.reading.dates import Calendar, When
from habeas.reading.english import (
    DENYING,
    DESTINATION,
    LEFT,
    NO_ACTORS,
    ORIGIN,
    ROOM,
    SO_FAR,
    WITHIN,
)
from habeas.reading.gate import Gate
from habeas.reading.grammar import agents, clause_of, objects, subjects
from habeas.reading.names import NameKind
from habeas.reading.people import People
from habeas.reading.places import Spot, under
from habeas.reading.rules import FLOWS, Context, Fact, bare_events, figure_facts, stances
from habeas.reading.scene import Scene, SceneReader, Story
from habeas.reading.sentences import paragraphs, parse, plain
from habeas.reading.speakers import QUOTES, Credit, speaker_name

if TYPE_CHECKING:
    from spacy.tokens import Token

LEAVING: Final = {ClaimType.TRANSFER, ClaimType.REPATRIATION, ClaimType.RELEASE, ClaimType.ESCAPE}
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
        slots = _slots(context, fact)
        kind = _settled(fact, slots, context)
        credit = _credit(scene, fact, kind)
        speaker = _speaker(context, fact, credit)
        modality = self._modality(context, fact, kind, credit)
        if modality is Modality.DENIED and quantity is not None and kind is ClaimType.HOLDING:
            quantity = quantity if quantity.low else None
        actor = slots.actor
        if kind is ClaimType.DENIAL and actor is not None:
            speaker = actor
        when, said = _when(scene, fact, kind, credit)
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
            measure=_measure(scene, kind, fact, when) if quantity is not None else None,
            part_of=part_of,
            group=_group(context, fact),
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


@dataclass(frozen=True, slots=True)
class Slots:
    """The names that stand with a fact."""

    place: Name | None = None
    origin: Name | None = None
    destination: Name | None = None
    actor: Name | None = None


def anchor_token(fact: Fact) -> Token:
    """The token that the claim's identity hangs on."""
    return fact.people.head if fact.people is not None and fact.people.figure is not None else fact.word


def _quantity(report: Report, people: People | None) -> Quantity | None:
    if people is None or people.figure is None:
        return None
    figure = people.figure
    span = report.span(figure.start, figure.end)
    return Quantity(span, figure.low, figure.high, figure.approx, people.unit, Basis(figure.basis))


def _slots(context: Context, fact: Fact) -> Slots:
    scene = context.scene
    trigger = fact.trigger
    token = trigger.token if trigger is not None else fact.word
    last = trigger.last if trigger is not None else fact.word
    through = {people.head.i for people in scene.people} | {spot.head.i for spot in scene.spots}
    origin = next(under(scene.spots, token, last, ORIGIN, through), None)
    destination = next(under(scene.spots, token, last, DESTINATION, through), None)
    place = next(under(scene.spots, token, last, WITHIN, through), None)
    if origin is None and fact.type in LEAVING:
        origin = _left(scene, token)
    if fact.type is ClaimType.HOLDING and (place is None or not place.detains):
        place = _facility_of(context, fact) or place
    if fact.type is ClaimType.ATTACK:
        place = next((spot for spot in scene.spots if spot.detains), place)
    if origin is None and fact.type is ClaimType.ESCAPE and len(context.story.facilities) == 1:
        origin = context.story.facility
    actor = _actor(context, fact, token)
    to = destination.name if destination is not None else _receiver(scene, token, last)
    if (
        to is None
        and actor is not None
        and fact.rule not in {"stance", "should"}
        and _receives(fact, scene, actor)
    ):
        to = actor
    if fact.echo and context.story.last:
        before = context.story.last[-1]
        return Slots(
            place.name if place else before.place,
            origin.name if origin else before.origin,
            to or before.destination,
            actor or before.actor,
        )
    return Slots(place.name if place else None, origin.name if origin else None, to, actor)


def _receives(fact: Fact, scene: Scene, actor: Name) -> bool:
    """True where who acts takes people in: "had received about 2,000", a state that brings its citizens home."""
    if fact.trigger is not None and fact.trigger.row.word in {"receive", "take in", "take back", "accept"}:
        return True
    named = next(
        (mention for mention in scene.mentions if actor.span.start <= mention.start < actor.span.end), None
    )
    return (
        fact.type is ClaimType.REPATRIATION and named is not None and named.of(NameKind.COUNTRY) is not None
    )


def _left(scene: Scene, token: Token) -> Spot | None:
    """A place of detention that sends people away, or is emptied."""
    nouns = {noun.i for noun in (*subjects(token), *objects(token))} if token.pos_ == "VERB" else set()
    return next((spot for spot in scene.spots if spot.detains and spot.head.i in nouns), None)


def _facility_of(context: Context, fact: Fact) -> Spot | None:
    """The place of detention that the sentence is about, else the one that the report spoke of last."""
    near = [spot for spot in context.scene.spots if spot.detains]
    if near:
        return min(near, key=lambda spot: (not spot.known, abs(spot.head.i - anchor_token(fact).i)))
    points = {"it", "its", "there", "which", "inside"} & {
        token.lower_ for token in context.scene.sentence.tokens
    }
    if fact.rule in {"facility-has", "continued"} or (points and context.story.facility_ago <= 3):
        return context.story.facility
    return None


def _receiver(scene: Scene, token: Token, last: Token) -> Name | None:
    """A body that people are handed to: "handed over to Iraqi authorities"."""
    for prep in scene.sentence.tokens:
        if prep.lower_ != "to" or prep.dep_ not in {"prep", "dative"} or prep.head not in (token, last):
            continue
        target = next((child for child in prep.children if child.dep_ == "pobj"), None)
        if target is not None and (
            target.pos_ == "PROPN"
            or scene.mention_at(target) is not None
            or target.lemma_
            in {"authority", "custody", "delegation", "government", "official", "service", "force", "army"}
        ):
            return speaker_name(scene.sentence, target, scene.mentions)
    return None


def _actor(context: Context, fact: Fact, token: Token) -> Name | None:
    scene = context.scene
    people = fact.people.head.i if fact.people is not None else -1
    if fact.actor is not None:
        found = [fact.actor]
    elif fact.trigger is not None and fact.trigger.is_verb:
        found = agents(token) or ([] if fact.trigger.row.patient.value == "subject" else subjects(token))
    elif fact.trigger is not None:
        found = agents(token) + [child for child in token.children if child.dep_ == "poss"]
    else:
        found = subjects(token) if fact.rule == "holder-has" else []
    for noun in found:
        if noun.i == people or noun.pos_ not in {"NOUN", "PROPN", "PRON", "ADJ"} or noun.lower_ in NO_ACTORS:
            continue
        if noun.lower_ in {"they", "it", "he", "she", "who", "which", "that", "them"}:
            before = next(
                (claim.actor for claim in reversed(context.story.last) if claim.actor is not None), None
            )
            return before or context.story.voices.last
        if any(other.head.i == noun.i and other.figure is not None for other in scene.people):
            continue
        if any(spot.head.i == noun.i and spot.detains for spot in scene.spots):
            continue
        if any(other.head.i == noun.i for other in scene.people) and fact.type not in {ClaimType.ATTACK}:
            continue
        return speaker_name(scene.sentence, noun, scene.mentions)
    return None


def _settled(fact: Fact, slots: Slots, context: Context) -> ClaimType:
    """The type that the words around the trigger settle."""
    kind, scene = fact.type, context.scene
    words = {token.lower_ for token in scene.sentence.tokens}
    trigger = fact.trigger
    if trigger is None or fact.type in {ClaimType.POSITION, ClaimType.DENIAL}:
        return kind
    inside = {token.lower_ for token in trigger.token.subtree}
    word = trigger.row.word
    if kind is ClaimType.TRANSFER and _goes_home(fact, slots, inside):
        return ClaimType.REPATRIATION
    if word == "detain" and trigger.is_verb and _is_event(scene, trigger):
        return ClaimType.CAPTURE
    if word == "jail" and trigger.is_verb and {"years", "life", "months"} & inside:
        return ClaimType.SENTENCE
    if word == "give up" and trigger.is_verb and "themselves" in inside:
        return ClaimType.CAPTURE
    if word == "claim" and "lives" not in words:
        return ClaimType.POSITION
    if kind in FLOWS and (_stance_above(context, trigger.token) or fact.rule == "should"):
        return ClaimType.POSITION
    return kind


def _goes_home(fact: Fact, slots: Slots, inside: set[str]) -> bool:
    """People moved to the country whose nationals they are, or in so many words home."""
    if fact.trigger is not None and any(
        token.lower_ == "repatriation" and token.head.lower_ == "for" for token in fact.trigger.token.subtree
    ):
        return True
    if {"home", "homeland"} & inside or (
        {"countries", "country"} & inside and {"own", "home", "origin"} & inside
    ):
        return True
    codes = {tag for tag in (fact.people.tags if fact.people else ()) if is_nationality(tag)}
    to = slots.destination.id if slots.destination is not None else None
    if to is None or not is_nationality(to):
        return False
    # Women, children and families brought from camps to a state go to their own; men may be handed to another.
    relatives = bool(
        fact.people
        and fact.people.tags & {"women", "children", "families"}
        and not fact.people.tags & ROLE_TAGS
    )
    return to in codes or (relatives and not codes)


def _is_event(scene: Scene, trigger: object) -> bool:
    """ "Detained 20 people on Monday", "were detained during raids": an arrest, not a state."""
    token: Token = trigger.token  # type: ignore[attr-defined]
    if any(spot.detains for spot in scene.spots):
        return False
    active = any(child.dep_ == "dobj" for child in token.children)
    inside = {inner.lower_ for inner in token.subtree}
    return (active and token.tag_ in {"VBD", "VBN"}) or bool(
        {"raid", "raids", "protest", "protests", "operation", "operations", "sweep", "crackdown"} & inside
    )


def _stance_above(context: Context, token: Token) -> bool:
    """True where a position governs the event: "refused to take back 20", "urged the return of 20"."""
    node = token
    for _ in range(5):
        if node.head == node:
            return False
        child, node = node, node.head
        stance = context.stances.get(node.lemma_.lower())
        if (
            stance == "position"
            and node.pos_ in {"VERB", "ADJ", "NOUN"}
            and child.dep_
            in {"xcomp", "ccomp", "dobj", "prep", "pobj", "acl", "conj", "pcomp", "relcl", "advcl"}
        ):
            return True
        if stance == "position" and child.dep_ == "dobj":
            return True
        if node.pos_ in {"VERB"} and child.dep_ in {"advcl", "relcl"}:
            return False
    return False


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


def _when(
    scene: Scene, fact: Fact, kind: ClaimType, credit: Credit | None
) -> tuple[When | None, date | None]:
    """The words on time that are about the fact, and the day on which it was stated."""
    stated: date | None = None
    rest: list[When] = []
    for when in _in_segment(scene, fact):
        tokens = scene.sentence.tokens_in(when.start, when.end)
        if not tokens:
            continue
        verb = _verb_of(tokens[0])
        if credit is not None and verb is not None and verb.i == credit.cue.i and credit.cue.i != fact.word.i:
            stated = stated or (when.first if when.first == when.last else None)
        else:
            rest.append(when)
    if not rest:
        return None, stated
    own = [when for when in rest if _hangs_on(scene, when, fact)]
    if own:
        return min(own, key=lambda when: abs(when.start - scene.sentence.start(anchor_token(fact)))), stated
    free = [when for when in rest if not _hangs_on_other(scene, when, fact)]
    return (free[0] if free else None), stated


def _in_segment(scene: Scene, fact: Fact) -> list[When]:
    """The mentions of time in the fact's part of the sentence, where semicolons part it and that part has any."""
    tokens = list(scene.sentence.tokens)
    at = anchor_token(fact).i
    cuts = [token.i for token in tokens if token.text == ";"]
    first = max((cut for cut in cuts if cut < at), default=tokens[0].i - 1)
    last = min((cut for cut in cuts if cut > at), default=tokens[-1].i + 1)
    inside = [token for token in tokens if first < token.i < last]
    start, end = scene.sentence.start(inside[0]), scene.sentence.end(inside[-1])
    own = [when for when in scene.whens if start <= when.start < end]
    return own or scene.whens


def _verb_of(token: Token) -> Token | None:
    node = token
    while node.head != node:
        node = node.head
        if node.pos_ in {"VERB", "AUX"}:
            return node
    return None


def _chain(token: Token) -> Iterator[Token]:
    """The tokens above, up to and with the first verb."""
    for node in token.ancestors:
        yield node
        if node.pos_ in {"VERB", "AUX"}:
            return


def _hangs_on(scene: Scene, when: When, fact: Fact) -> bool:
    tokens = scene.sentence.tokens_in(when.start, when.end)
    chain = [node for token in tokens for node in _chain(token)]
    verb = clause_of(fact.word)
    return fact.word in chain or verb in chain or (fact.trigger is not None and fact.trigger.last in chain)


def _hangs_on_other(scene: Scene, when: When, fact: Fact) -> bool:
    tokens = scene.sentence.tokens_in(when.start, when.end)
    chain = [node for token in tokens for node in _chain(token)]
    return any(node.i in scene.triggers and node.i != fact.word.i for node in chain) or any(
        node.dep_ in {"relcl", "acl", "advcl"} for node in chain
    )


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


def _measure(scene: Scene, kind: ClaimType, fact: Fact, when: When | None) -> Measure:
    text = " " + " ".join(token.lower_ for token in scene.sentence.tokens if not token.is_punct) + " "
    words = {token.lower_ for token in scene.sentence.tokens}
    if kind in {ClaimType.ALLEGATION, ClaimType.DENIAL, ClaimType.POSITION}:
        return Measure.POPULATION
    near = {child.lower_ for child in anchor_token(fact).children}
    if near & LEFT or (kind is ClaimType.HOLDING and fact.word.lower_ in LEFT):
        return Measure.REMAINING
    if kind is ClaimType.HOLDING:
        return Measure.CAPACITY if words & ROOM else Measure.STOCK
    if (when is not None and when.lead == "since") or any(f" {mark} " in text for mark in SO_FAR):
        return Measure.TOTAL
    return Measure.FLOW


def _group(context: Context, fact: Fact) -> frozenset[str]:
    people = fact.people
    if people is None:
        return context.story.last[-1].group if fact.refers_back and context.story.last else frozenset()
    tags = set(people.tags) | _predicated(context.scene, people) | _mostly(context.scene, people)
    if fact.part_of is not None:
        tags |= {
            tag
            for tag in fact.part_of.tags
            if is_nationality(tag) and not any(is_nationality(own) for own in people.tags)
        }
    if people.bare and fact.part_of is None and fact.echo and context.story.last:
        tags |= context.story.last[-1].group
    if not tags and (people.bare or people.weak) and context.story.last and not is_first_in(context):
        tags |= context.story.last[-1].group & ROLE_TAGS
    if people.bare and not tags:
        tags |= _demonym_near(context.scene, people)
    return frozenset(tags or ({"detainees"} if people.custody else set()))


def is_first_in(context: Context) -> bool:
    """True where no claim stands in this paragraph or the one before it."""
    return context.scene.sentence.paragraph - context.story.last_paragraph > 1


def _predicated(scene: Scene, people: People) -> set[str]:
    """ "All 631 are Syrians": what the predicate says of a bare number."""
    verb = people.head.head
    if not people.bare or people.head.dep_ != "nsubj" or verb.lemma_ != "be":
        return set()
    return {
        tag
        for other in scene.people
        if other.head.head == verb and other.head.dep_ == "attr" and other.figure is None
        for tag in other.tags
    }


def _mostly(scene: Scene, people: People) -> set[str]:
    """ "Thousands of people, mostly Iraqis": the nationality of most of them."""
    for other in scene.people:
        if other.figure is None and other.head.i > people.head.i and other.head.i - people.head.i <= 5:
            between = {token.lower_ for token in people.head.doc[people.head.i + 1 : other.head.i]}
            if between & {"mostly", "mainly", "largely", "chiefly"}:
                return {tag for tag in other.tags if is_nationality(tag)}
    return set()


def _demonym_near(scene: Scene, people: People) -> set[str]:
    """ "Syrians next at 16,710": the nationality that stands nearest before a bare number."""
    start = scene.sentence.start(people.head)
    before = [mention for mention in scene.mentions if mention.nationality and 0 < start - mention.end <= 40]
    return {before[-1].nationality or ""} - {""} if before else set()


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
