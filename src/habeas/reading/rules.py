"""The rules: each finds, in one sentence, what is said of people in custody, and on which words.

A rule is a function with a name and a docstring; the order in `FIGURE_RULES` is the order in which a
figure is offered to them, and the first that knows what happened to the people takes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from habeas.lexicon import Lexicon
from habeas.lexicon.shape import Needs, Patient
from habeas.model import Claim, ClaimType, Modality, Unit
from habeas.reading.english import (
    ALLEGED,
    AWAITED,
    CARRYING,
    HAVING,
    INHABITED,
    INTENTIONS,
    LIGHT,
    PART_BEFORE,
    PART_OPENINGS,
    PLURALS,
    POPULATION,
    STEPS_OF,
    TAKING,
    TELLING,
)
from habeas.reading.grammar import (
    PASSIVE_SUBJECTS,
    SUBJECTS,
    Link,
    Role,
    has_subject,
    is_passive,
    links,
    objects,
    subjects,
)
from habeas.reading.people import People
from habeas.reading.places import preposition
from habeas.reading.scene import HELD_TAGS, Scene, Story
from habeas.reading.triggers import Trigger

if TYPE_CHECKING:
    from spacy.tokens import Token

FLOWS: Final = frozenset(
    {
        ClaimType.CAPTURE, ClaimType.TRANSFER, ClaimType.REPATRIATION, ClaimType.RELEASE, ClaimType.ESCAPE,
        ClaimType.RECAPTURE, ClaimType.DEATH, ClaimType.TRIAL, ClaimType.CONVICTION, ClaimType.SENTENCE, ClaimType.EXECUTION,
    }
)  # fmt: skip
SINGLE: Final = {"he", "she", "him", "her", "i", "who"}
REACH: Final = 14  # tokens between people and a trigger that the parse doesn't tie to them
STOPS: Final = {";", ":", "."}
FINITE: Final = {"VBD", "VBZ", "VBP", "MD"}


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """What a rule found: a type, the word that tells it, and the people, if the words name them."""

    type: ClaimType
    rule: str
    word: Token
    trigger: Trigger | None = None
    people: People | None = None
    part_of: People | None = None
    part_of_claim: Claim | None = None  # the whole stands in the sentence before
    modality: Modality | None = None
    detail: str | None = None
    actor: Token | None = None  # where the rule knows who acts, accuses or takes the position
    refers_back: bool = False  # "they", "them": the people of the sentence before
    echo: bool = False  # goes on with the event of the sentence before


@dataclass(frozen=True, slots=True)
class Context:
    """One sentence, what came before it, and the stances that the lexicon knows."""

    scene: Scene
    story: Story
    stances: dict[str, str]

    @classmethod
    def stances_of(cls, lexicon: Lexicon) -> dict[str, str]:
        """Stance by word."""
        return {row.word: row.stance for row in lexicon.stances}

    @property
    def custody_near(self) -> bool:
        """True where this sentence or one of the two before it speaks of people held."""
        return self.scene.custody or self.story.custody_ago <= 2


# --- figures -----------------------------------------------------------------------------------------


def governed(context: Context, people: People) -> Iterator[Fact]:
    """A trigger governs the people by the parse: "released 20 women", "20 women held in", "the return of 20"."""
    found = [
        link
        for link in links(people.head, context.scene.triggers)
        if link.fits and _counts(context, people, link)
    ]
    beyond = [link for link in found if link.trigger.token.i != people.head.i]  # not "escapees" itself
    found = beyond or found
    for link in _most_telling(found, people):
        yield _fact(context, link, people, "governed")


def facility_with(context: Context, people: People) -> Iterator[Fact]:
    """A place of detention with so many: "the largest camp, with over 43,000 detainees"."""
    prep = preposition(people.head)
    if prep is None or prep.lower_ != "with" or people.unit is Unit.CASES:
        return
    node = prep.head
    spots = {spot.head.i for spot in context.scene.spots if spot.detains}
    named = {node.i} | (
        {child.i for child in node.children if child.dep_ in SUBJECTS | {"attr"}}
        if node.pos_ in {"VERB", "AUX"}
        else set()
    )
    if named & spots:
        yield Fact(ClaimType.HOLDING, "facility-with", prep, people=people)


def facility_has(context: Context, people: People) -> Iterator[Fact]:
    """A place of detention has, counts, numbers so many: "the camp has 2,500 residents", "it held 300"."""
    verb = _verb_above(people.head)
    if verb is None or verb.lemma_ not in HAVING:
        return
    if people.unit is Unit.CASES:
        return
    if any(_is_facility(context, verb, subject) for subject in subjects(verb)):
        yield Fact(ClaimType.HOLDING, "facility-has", verb, people=people)


def _is_facility(context: Context, verb: Token, subject: Token) -> bool:
    """True where the subject is a place of detention, a word that stands for one, or its population."""
    spots = [spot for spot in context.scene.spots if spot.detains]
    if any(spot.head.i == subject.i for spot in spots):
        return verb.lemma_ != "be"
    relative = any(child.lower_ == "which" and child.dep_ in SUBJECTS for child in verb.children)
    if relative and any(0 < verb.i - spot.head.i <= 14 for spot in spots):
        return True
    within = any(subject.left_edge.i <= spot.head.i <= subject.right_edge.i for spot in spots)
    known = within or context.story.facility is not None
    if subject.lemma_.lower() in INHABITED:
        return known
    if subject.lemma_.lower() in POPULATION:
        owned = any(child.lower_ in {"its", "their"} for child in subject.children)
        return within or (owned and known) or (known and _tells_holding(context.story))
    return subject.lower_ in {"it", "which"} and known and verb.lemma_ != "be" and _facility_topic(context)


def _tells_holding(story: Story) -> bool:
    """True where the sentence before told how many are held."""
    return bool(story.last) and story.last[-1].type is ClaimType.HOLDING


def _facility_topic(context: Context) -> bool:
    """True where "it" can be the place of detention that the report spoke of last."""
    return context.story.facility_ago <= 2


def holder_has(context: Context, people: People) -> Iterator[Fact]:
    """Somebody has people who are captives by the noun or its participle: "has over 10,000 captured fighters"."""
    verb = _verb_above(people.head)
    if (
        verb is not None
        and verb.lemma_ == "have"
        and people.head.dep_ == "dobj"
        and people.custody
        and not people.weak
    ):
        yield Fact(ClaimType.HOLDING, "holder-has", verb, people=people)


def in_facility(context: Context, people: People) -> Iterator[Fact]:
    """People in a place of detention, and nothing else said of them: "thousands of children in camps"."""
    for noun in (people.head, *(token for token in people.head.conjuncts if token.i > people.head.i)):
        for spot in context.scene.spots:
            prep = preposition(spot.head)
            if (
                spot.detains
                and prep is not None
                and prep.head == noun
                and prep.lower_ in {"in", "at", "inside", "within", "across"}
            ):
                yield Fact(ClaimType.HOLDING, "in-facility", spot.head, people=people)
                return
    verb = _verb_above(people.head)
    if verb is None or verb.lemma_ not in {"be", "remain", "live", "stay", "reside", "exist"}:
        return
    for spot in context.scene.spots:
        prep = preposition(spot.head)
        if (
            spot.detains
            and prep is not None
            and prep.head == verb
            and prep.lower_ in {"in", "at", "inside", "within", "across"}
        ):
            yield Fact(ClaimType.HOLDING, "in-facility", verb, people=people)
            return


def described(context: Context, people: People) -> Iterator[Fact]:
    """A participle before the noun is all that is said: "the 5,700 transferred detainees", "23 freed hostages"."""
    for child in people.head.children:
        trigger = context.scene.triggers.get(child.i)
        if (
            child.i < people.head.i
            and child.dep_ == "amod"
            and trigger is not None
            and trigger.is_verb
            and trigger.row.patient.value != "subject"
        ):
            yield _fact(context, Link(trigger, Role.OBJECT, direct=True), people, "described")
            return


def nearest(context: Context, people: People) -> Iterator[Fact]:
    """The parse ties the people to nothing, and a trigger stands beside them with nothing between."""
    if not context.custody_near or people.troops:
        return
    for trigger in (_trigger_after(context, people), _trigger_before(context, people)):
        if trigger is not None and _counts(context, people, Link(trigger, Role.OBJECT, direct=False)):
            yield _fact(context, Link(trigger, Role.OBJECT, direct=False), people, "nearest")
            return


def _trigger_after(context: Context, people: People) -> Trigger | None:
    """The verb that follows: "20 women … were released", "20 men … escaped"."""
    for token in people.head.doc[people.head.i + 1 : min(people.head.i + REACH, people.head.sent.end)]:
        trigger = context.scene.triggers.get(token.i)
        if trigger is not None and trigger.is_verb:
            active = trigger.row.patient is not Patient.OBJECT
            return trigger if active or is_passive(token) else None
        if token.text in STOPS or (token.tag_ in FINITE and token.lemma_ not in LIGHT):
            return None
    return None


def _trigger_before(context: Context, people: People) -> Trigger | None:
    """The verb that precedes: "released … 20 women"."""
    first = people.head.left_edge.i
    of = first > people.head.sent.start and people.head.doc[first - 1].lower_ == "of"
    for token in reversed(people.head.doc[max(first - REACH, people.head.sent.start) : first]):
        trigger = context.scene.triggers.get(token.i)
        if trigger is not None and not trigger.is_verb and of and first - token.i <= 6:
            return trigger  # "the return last month of 34 children"
        if token.dep_ == "amod":
            continue
        if trigger is not None and trigger.is_verb:
            inverted = is_passive(token) and not has_subject(token)  # "were evacuated 331 people"
            takes = trigger.row.patient is not Patient.SUBJECT and (not is_passive(token) or inverted)
            return trigger if takes else None
        if token.text in STOPS or (token.tag_ in FINITE and token.lemma_ not in LIGHT):
            return None
    return None


def continued(context: Context, people: People) -> Iterator[Fact]:
    """A sentence that tells no event itself goes on with the one before: "They were 17 women and 41 children"."""
    story = context.story
    if not story.last or context.scene.sentence.paragraph - story.last_paragraph > 1:
        return
    if (
        people.troops
        or (people.head.dep_ == "pobj" and people.weak and not people.bare)
        or _anaphoric(people)
    ):
        return
    verb = _verb_above(people.head)
    planned = verb is not None and verb.lemma_ in AWAITED
    if verb is not None and planned:
        verb = next((child for child in verb.children if child.dep_ == "xcomp"), verb)
    if verb is not None and verb.lemma_ not in LIGHT | HAVING | AWAITED:
        return
    if any(trigger.is_verb and trigger.type in FLOWS for trigger in context.scene.triggers.values()):
        return
    before = next(
        (
            claim
            for claim in reversed(story.last)
            if claim.quantity is not None and claim.type in FLOWS | {ClaimType.HOLDING}
        ),
        None,
    )
    if before is not None and before.quantity is not None and before.quantity.unit == people.unit:
        yield Fact(
            before.type,
            "continued",
            people.head,
            people=people,
            modality=Modality.PLANNED if planned else before.modality,
            detail=before.detail,
            echo=True,
        )


def _anaphoric(people: People) -> bool:
    """ "The three": people already counted."""
    return people.bare and any(child.lower_ in {"the", "these", "those"} for child in people.head.children)


FigureRule = Callable[[Context, People], Iterator[Fact]]
FIGURE_RULES: Final[tuple[FigureRule, ...]] = (governed, facility_with, facility_has, holder_has, in_facility)
# Asked only for people who are no part of others that a rule above has read.
LAST_RULES: Final[tuple[FigureRule, ...]] = (nearest, described, continued)


def figure_facts(context: Context) -> Iterator[tuple[People, list[Fact]]]:
    """Each counted mention of people, with what the rules make of it."""
    counted = [people for people in context.scene.people if people.figure is not None]
    found = {people.head.i: _first_of(FIGURE_RULES, context, people) for people in counted}
    for index, people in enumerate(counted):
        whole = _whole_of(context, people, counted[:index])
        facts = found[people.head.i]
        if not facts and whole is not None:
            facts = [replace(fact, people=people, part_of=None) for fact in found[whole.head.i]]
        facts = found[people.head.i] = facts or _first_of(LAST_RULES, context, people)
        if whole is not None:
            facts = [replace(fact, part_of=whole) for fact in facts]
        elif (before := _whole_before(context)) is not None:
            facts = [replace(fact, part_of_claim=before) if fact.echo else fact for fact in facts]
        yield people, facts


def _whole_before(context: Context) -> Claim | None:
    """ "Of these, 467 are Iraqis", "The group included 156 children": the figure told in the sentence before."""
    words = " ".join(token.lower_ for token in context.scene.sentence.tokens[:6])
    if not words.startswith(PART_OPENINGS) or not context.story.last:
        return None
    counted = [claim for claim in context.story.last if claim.quantity is not None and claim.part_of is None]
    return counted[-1] if counted else None


def _first_of(rules: tuple[FigureRule, ...], context: Context, people: People) -> list[Fact]:
    """What the first rule that knows anything makes of these people."""
    return next((facts for rule in rules if (facts := list(rule(context, people)))), [])


# --- events without a figure -------------------------------------------------------------------------


def bare_events(context: Context) -> Iterator[Fact]:
    """Something happens to people whom no number counts: "the last residents were bused out", "a prison was stormed"."""
    for trigger in context.scene.triggers.values():
        if trigger.type is ClaimType.ATTACK:
            if _hits_facility(context, trigger) and not _wished(context, trigger.token):
                yield Fact(ClaimType.ATTACK, "attack", trigger.token, trigger, detail=trigger.row.detail)
        elif trigger.type is ClaimType.ALLEGATION:
            if _is_alleged(context, trigger):
                yield Fact(
                    ClaimType.ALLEGATION,
                    "abuse",
                    trigger.token,
                    trigger,
                    _patient(context, trigger),
                    detail=trigger.row.detail,
                )
        elif is_told(trigger.token) and (fact := _event(context, trigger)) is not None:
            yield fact


def _event(context: Context, trigger: Trigger) -> Fact | None:
    """What happened to uncounted people, where the patient is several people held, or stands for them."""
    people = _patient(context, trigger)
    link = Link(trigger, Role.OBJECT, direct=True)
    if people is None:
        if trigger.type is ClaimType.HOLDING or not (
            _pronoun_patient(context, trigger) or _speaks_alone(context, trigger)
        ):
            return None
        return replace(_fact(context, link, None, "event"), refers_back=True)
    if people.figure is not None or not people.plural or not _counts(context, people, link):
        return None
    if trigger.type is ClaimType.HOLDING and not (
        is_passive(trigger.token) and any(spot.detains for spot in context.scene.spots)
    ):
        return None
    return _fact(context, link, people, "event")


def is_told(token: Token) -> bool:
    """True where the trigger heads what the sentence tells, not a purpose, a condition or an aside."""
    node = token
    while node.head != node:
        if node.pos_ in {"VERB", "AUX"} and _is_condition(node):
            return False
        onward = _told_by(node)
        if onward is None:
            return False
        node = onward
    return True


def _told_by(node: Token) -> Token | None:
    """The next token up, where what the node tells is told by it too."""
    parent, dep, lemma = node.head, node.dep_, node.head.lemma_.lower()
    if dep in {"ccomp", "conj", "parataxis"}:
        return parent
    if dep == "xcomp":
        return parent if lemma in TELLING or parent.pos_ == "ADJ" else None
    if dep == "pcomp":
        return (
            parent.head if parent.head.lemma_ in {"accuse", "suspect", "process", "start", "plan"} else None
        )
    if dep == "acl":
        return parent if lemma in INTENTIONS else None
    if node.pos_ in {"NOUN", "PROPN"} and parent.pos_ in {"VERB", "AUX"}:
        negated = any(child.dep_ == "neg" for child in parent.children)
        carries = lemma in CARRYING and not negated
        return parent if carries and dep in {"nsubj", "nsubjpass", "dobj"} else None
    if dep in {"pobj", "prep"}:
        return parent if lemma in STEPS_OF or parent.pos_ == "ADP" else None
    return parent if dep in {"acomp", "oprd"} else None


def _is_condition(verb: Token) -> bool:
    return any(
        child.dep_ == "mark" and child.lower_ in {"if", "unless", "whether"} for child in verb.children
    )


def _is_alleged(context: Context, trigger: Trigger) -> bool:
    """True for abuse of people held that somebody alleges or the report states, not for a word in passing."""
    if not context.custody_near:
        return False
    credit = context.scene.credit_of(trigger.token)
    if credit is not None and credit.cue.lemma_ not in {"deny", "reject", "dismiss"}:
        return True
    return is_told(trigger.token) and (trigger.is_verb or credit is not None)


def _wished(context: Context, token: Token) -> bool:
    """True where a position governs the word: "demanded an investigation of the raid"."""
    return any(
        context.stances.get(node.lemma_.lower()) == "position" and node.pos_ == "VERB"
        for node in token.ancestors
    )


def stances(context: Context) -> Iterator[Fact]:
    """A state or body urges, refuses, asks or pledges something about people held, or denies an allegation."""
    for token in context.scene.sentence.tokens:
        stance = _stance_of(context, token)
        if stance is None or any(
            child.dep_ == "mark" and child.lower_ in {"if", "unless"} for child in token.children
        ):
            continue
        inside = _complement(token)
        if stance == "denial" and any(_is_abuse(context, inner) for inner in inside):
            people = _first_people(context, inside)
            yield Fact(
                ClaimType.DENIAL,
                "denial",
                token,
                None,
                people,
                modality=Modality.DENIED,
                actor=_stance_taker(token),
            )
        elif stance == "position" and _has_taker(token) and _about_people(context, inside):
            people = _uncounted(context, inside)
            about = next(
                (context.scene.triggers[inner.i] for inner in inside if inner.i in context.scene.triggers),
                None,
            )
            yield Fact(
                ClaimType.POSITION,
                "stance",
                token,
                about,
                people,
                modality=Modality.ASSERTED,
                actor=_stance_taker(token),
            )
        elif (
            stance == "allegation"
            and context.custody_near
            and any(_is_abuse(context, inner) for inner in inside)
        ):
            people = _first_people(context, inside)
            yield Fact(
                ClaimType.ALLEGATION,
                "accusation",
                token,
                None,
                people,
                modality=Modality.ALLEGED,
                actor=_accused(token),
            )
    yield from _should(context)


def _should(context: Context) -> Iterator[Fact]:
    """ "Argued that countries should repatriate their citizens": what somebody says ought to be done."""
    for trigger in context.scene.triggers.values():
        token = trigger.token
        if (
            trigger.is_verb
            and trigger.type in FLOWS | {ClaimType.HOLDING}
            and any(child.dep_ == "aux" and child.lower_ in {"should", "must"} for child in token.children)
        ):
            credit = context.scene.credit_of(token)
            if (
                credit is not None
                and context.custody_near
                and (_patient(context, trigger) is not None or _pronoun_patient(context, trigger))
            ):
                people = _patient(context, trigger)
                if people is None or people.figure is None:
                    yield Fact(
                        ClaimType.POSITION,
                        "should",
                        token,
                        trigger,
                        people,
                        modality=Modality.ASSERTED,
                        actor=None,
                    )


def _stance_of(context: Context, token: Token) -> str | None:
    """The stance that the token takes, alone or with its particle ("put off")."""
    if token.pos_ not in {"VERB", "NOUN", "ADJ"}:
        return None
    lemma = token.lemma_.lower()
    particle = next((child.lower_ for child in token.children if child.dep_ == "prt"), None)
    stance = context.stances.get(f"{lemma} {particle}") if particle else None
    stance = stance or context.stances.get(lemma)
    nouns = {"refusal", "reluctance", "necessity", "request", "call", "demand", "appeal"}
    return None if token.pos_ == "NOUN" and stance == "position" and lemma not in nouns else stance


def _complement(token: Token) -> list[Token]:
    """What the word governs: its objects and clauses, not what is said beside them."""
    kinds = {"xcomp", "ccomp", "dobj", "prep", "dative", "acl", "oprd", "pcomp", "nmod"}
    return [inner for child in token.children if child.dep_ in kinds for inner in child.subtree]


def _is_abuse(context: Context, token: Token) -> bool:
    trigger = context.scene.triggers.get(token.i)
    return token.lemma_.lower() in ALLEGED or (trigger is not None and trigger.type is ClaimType.ALLEGATION)


def _has_taker(token: Token) -> bool:
    if token.pos_ != "VERB":
        return True
    return bool(subjects(token)) and not (is_passive(token) and token.dep_ != "acl")


# --- helpers -----------------------------------------------------------------------------------------


def _fact(context: Context, link: Link, people: People | None, rule: str) -> Fact:
    trigger = link.trigger
    return Fact(trigger.type, rule, trigger.token, trigger, people, detail=trigger.row.detail)


def _counts(context: Context, people: People, link: Link) -> bool:
    """True where these people, with this trigger, are people in custody."""
    row, kind = link.trigger.row, link.trigger.type
    if people.unit.value == "cases":
        return kind in {ClaimType.TRIAL, ClaimType.CONVICTION}
    if people.troops:
        return (
            kind
            in {
                ClaimType.RELEASE,
                ClaimType.CAPTURE,
                ClaimType.REPATRIATION,
                ClaimType.TRANSFER,
                ClaimType.HOLDING,
            }
            and context.custody_near
            and kind is not ClaimType.HOLDING
        )
    if kind is ClaimType.DEATH:
        return _died_in_custody(context, people)
    if row.needs is Needs.PEOPLE:
        return not people.weak or kind is not ClaimType.TRANSFER or row.strong or context.custody_near
    if row.needs is Needs.FACILITY:
        there = {"there", "it", "inside"} & {token.lower_ for token in context.scene.sentence.tokens}
        return any(spot.detains for spot in context.scene.spots) or (
            bool(there) and context.story.facility_ago <= 3
        )
    if people.tags == {"civilians"}:
        return context.scene.custody
    return bool(people.custody or people.tags & HELD_TAGS) or context.custody_near


def _died_in_custody(context: Context, people: People) -> bool:
    if people.custody or (
        people.head.lemma_ in {"resident", "inhabitant", "occupant"} and context.story.facility is not None
    ):
        return True
    held = any(spot.detains for spot in context.scene.spots) or any(
        token.lower_ in {"custody", "captivity", "detention", "prison", "jail"}
        for token in context.scene.sentence.tokens
    )
    return held or (context.story.custody_ago <= 1 and bool(people.tags & HELD_TAGS))


def _most_telling(found: list[Link], people: People) -> list[Link]:
    """What happened outweighs where the people were held when it happened; each type once."""
    kinds: dict[ClaimType, Link] = {}
    main = [link for link in found if not _describes(link, people)]
    for link in main or found:
        kinds.setdefault(link.trigger.type, link)
    if main and all(kind is ClaimType.HOLDING for kind in kinds):
        for link in found:
            if _describes(link, people) and _dated_or_placed(link):
                kinds.setdefault(link.trigger.type, link)
        return list(kinds.values())
    flows = [link for kind, link in kinds.items() if kind is not ClaimType.HOLDING]
    return flows or list(kinds.values())


def _describes(link: Link, people: People) -> bool:
    """True for a participle or relative clause of the people's own noun."""
    token = link.trigger.token
    while token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"}:
        token = token.head
    return token.dep_ in {"acl", "relcl"} and token.head.i >= people.head.i


def _dated_or_placed(link: Link) -> bool:
    return any(
        child.dep_ == "prep" and child.lower_ in {"in", "on", "during", "at", "after", "from"}
        for child in link.trigger.token.children
    )


def _verb_above(token: Token) -> Token | None:
    node = token
    while node.head != node:
        node = node.head
        if node.pos_ in {"VERB", "AUX"}:
            return node
        if (
            node.dep_ == "pobj"
            and node.head.lower_ in {"of"}
            and node.pos_ == "NOUN"
            and node.lemma_ not in POPULATION
        ):
            return None
    return None


def _has_its(noun: Token) -> bool:
    return any(
        child.lower_ in {"its", "the"} and noun.lemma_.lower() in POPULATION for child in noun.children
    )


def _whole_of(context: Context, people: People, before: list[People]) -> People | None:
    """The mention that this one breaks down: "104 citizens, including 31 women", "of whom nine"."""
    wholes = [other for other in before if other.figure is not None]
    if not wholes or people.figure is None:
        return None
    sentence = context.scene.sentence
    text = sentence.report.text
    nearest = wholes[-1]
    after = text[people.figure.end : people.figure.end + 9].lower().lstrip()
    if text[max(0, people.figure.start - 9) : people.figure.start].lower().strip() in {
        "of whom",
        "of them",
        "of these",
        "of those",
    }:
        return wholes[0] if len(wholes) > 1 and _listed_with(nearest, people) else nearest
    if after.startswith(("of them", "of whom", "of these", "of those")):
        return wholes[0] if len(wholes) > 1 and _listed_with(nearest, people) else nearest
    for whole in reversed(wholes):
        assert whole.figure is not None  # noqa: S101  kept by the filter above
        between = text[whole.figure.end : people.figure.start].lower()
        if (
            any(
                f" {mark}" in between.replace(",", " ") or (mark == ":" and ":" in between)
                for mark in PART_BEFORE
            )
            and ";" not in between
            and "another" not in between
            and "further" not in between
        ):
            total = _total(whole)
            if total is None or people.figure.low is None or people.figure.low <= total:
                return whole
    return None


def _listed_with(a: People, b: People) -> bool:
    return b.head in a.head.conjuncts


def _total(people: People) -> int | None:
    return people.figure.high if people.figure is not None else None


def _patient(context: Context, trigger: Trigger) -> People | None:
    """The mention of people to whom the trigger happens."""
    for people in context.scene.people:
        for link in links(people.head, {trigger.token.i: trigger}):
            if link.fits and people.head.i != trigger.token.i:
                return people
    return None


def _pronoun_patient(context: Context, trigger: Trigger) -> bool:
    """True where "they", "them" or the like, or a place emptied, stands in the patient's stead."""
    token = trigger.token
    if not trigger.is_verb:
        return False
    patients = (
        subjects(token)
        if trigger.row.patient.value == "subject" and not is_passive(token)
        else objects(token)
    )
    if any(patient.lower_ in PLURALS for patient in patients):
        return context.custody_near
    if trigger.row.needs is Needs.FACILITY or trigger.type is ClaimType.TRANSFER:
        return (
            any(spot.head in patients and spot.detains for spot in context.scene.spots)
            and trigger.type is ClaimType.TRANSFER
        )
    return False


def _speaks_alone(context: Context, trigger: Trigger) -> bool:
    """A noun that needs no patient: "a mass escape from a prison", "the prison break"."""
    return (
        trigger.type is ClaimType.ESCAPE
        and not trigger.is_verb
        and (
            trigger.row.word != "escape"
            or any(spot.detains for spot in context.scene.spots)
            or context.story.custody_ago <= 1
        )
    )


def _hits_facility(context: Context, trigger: Trigger) -> bool:
    """True where the attack is on, at or in a place of detention."""
    token = trigger.token
    for spot in context.scene.spots:
        if not spot.detains:
            continue
        prep = preposition(spot.head)
        if trigger.is_verb and spot.head in objects(token):
            return True
        if (
            prep is not None
            and prep.lower_ in {"on", "at", "against", "in", "inside", "of"}
            and (prep.head == token or (trigger.is_verb and prep.head == token))
        ):
            return True
        if spot.head.head == token and spot.head.dep_ in {"compound", "nmod", "poss"}:
            return True
    if not trigger.is_verb:
        return any(
            child.lower_ in {"prison", "jail", "camp"} for child in token.children if child.dep_ == "compound"
        )
    return trigger.row.word in {"riot", "mutiny"} and context.custody_near


def _first_people(context: Context, inside: list[Token]) -> People | None:
    """The first counted mention of people among these tokens, else the first mention of any that are held."""
    indexes = {token.i for token in inside}
    found = [people for people in context.scene.people if people.head.i in indexes]
    counted = next((people for people in found if people.figure is not None and not people.bare), None)
    return counted or next((people for people in found if people.plural), None)


def _uncounted(context: Context, inside: list[Token]) -> People | None:
    """The first mention of people that no number counts; a counted one is read by the rules for figures."""
    indexes = {token.i for token in inside}
    return next(
        (
            people
            for people in context.scene.people
            if people.head.i in indexes and people.figure is None and people.plural
        ),
        None,
    )


def _about_people(context: Context, inside: list[Token]) -> bool:
    """True where the position is about people held: their return, trial, release, the camps that hold them."""
    if not context.custody_near:
        return any(
            (trigger := context.scene.triggers.get(token.i)) is not None and trigger.row.strong
            for token in inside
        )
    indexes = {token.i for token in inside}
    if any(i in indexes and trigger.type in FLOWS for i, trigger in context.scene.triggers.items()):
        return True
    people = any(one.head.i in indexes for one in context.scene.people) or any(
        token.lower_ in {"them", "camps", "prisons"} for token in inside
    )
    return people and any(token.lemma_ in TAKING for token in inside)


def _stance_taker(token: Token) -> Token | None:
    if token.pos_ == "VERB":
        found = subjects(token)
        return found[0] if found else None
    for child in token.children:
        if child.dep_ == "poss":
            return child
    verb = next((node for node in token.ancestors if node.pos_ in {"VERB", "AUX"}), None)
    found = subjects(verb) if verb is not None else []
    return found[0] if found else None


def _accused(token: Token) -> Token | None:
    return (
        next((child for child in token.children if child.dep_ == "dobj"), None)
        if token.pos_ == "VERB"
        else None
    )


__all__ = [
    "FIGURE_RULES",
    "FLOWS",
    "PASSIVE_SUBJECTS",
    "SUBJECTS",
    "Context",
    "Fact",
    "bare_events",
    "figure_facts",
    "stances",
]
