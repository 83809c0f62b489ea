"""What a rule finds in one sentence, and when the people it found count as people in custody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from habeas.lexicon import Lexicon
from habeas.lexicon.shape import Needs, StanceRow
from habeas.model import Claim, ClaimType, Modality
from habeas.reading.english import ANSWERS, ASKING, CHARGING, LAWS, NOBODY, PLURALS
from habeas.reading.grammar import Link, is_passive, links, objects, subjects, verb_above
from habeas.reading.people import People
from habeas.reading.places import preposition
from habeas.reading.scene import HELD_TAGS, Scene, Story
from habeas.reading.triggers import Trigger

if TYPE_CHECKING:
    from habeas.reading.encoder import Seen
    from habeas.reading.tokens import Token


FLOWS: Final = frozenset(
    {
        ClaimType.CAPTURE, ClaimType.TRANSFER, ClaimType.REPATRIATION, ClaimType.RELEASE, ClaimType.ESCAPE,
        ClaimType.RECAPTURE, ClaimType.DEATH, ClaimType.TRIAL, ClaimType.CONVICTION, ClaimType.SENTENCE,
        ClaimType.EXECUTION,
    }
)  # fmt: skip


HOLDING_VERBS: Final = {"capture", "detain", "hold", "imprison", "seize", "take"}
TAKEOVER: Final = "takeover"  # the rule for places that change hands: nobody is moved
NEED_CUSTODY: Final = {ClaimType.SENTENCE, ClaimType.CONVICTION, ClaimType.DEATH}
BLOODY: Final = {ClaimType.ATTACK, ClaimType.ESCAPE, ClaimType.DEATH}
KEPT: Final = {"captivity", "custody", "detention", "jail", "prison"}
OF_THEM: Final = {" of whom", " of them"}
BESIDE: Final = {"around", "beside", "near", "opposite", "outside"}
TAKEN: Final = {ClaimType.CAPTURE, ClaimType.HOLDING}
TROOPS_WHEN: Final = {
    ClaimType.RELEASE,
    ClaimType.CAPTURE,
    ClaimType.REPATRIATION,
    ClaimType.TRANSFER,
    ClaimType.HOLDING,
}


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
    likely: ClaimType | None = None  # what the trained model is sure of, against the rule
    refers_back: bool = False  # "they", "them": the people of the sentence before
    echo: bool = False  # goes on with the event of the sentence before


@dataclass(frozen=True, slots=True)
class Context:
    """One sentence, what came before it, and the stances that the lexicon knows."""

    scene: Scene
    story: Story
    stances: dict[str, StanceRow]
    seen: Seen | None = None  # what the encoder makes of the report; None where the rules read alone

    @classmethod
    def stances_of(cls, lexicon: Lexicon) -> dict[str, StanceRow]:
        """Stance by word."""
        return {row.word: row for row in lexicon.stances}

    @property
    def custody_near(self) -> bool:
        """True where this sentence speaks of people held, or one of the two before it did or told of them."""
        return self.custody_within(2)

    def custody_within(self, sentences: int) -> bool:
        """The same, so many sentences back."""
        return self.scene.custody or min(self.story.custody_ago, self.story.told_ago) <= sentences


def fact_of(link: Link, people: People | None, rule: str) -> Fact:
    """The fact that a link tells, by the named rule."""
    trigger = link.trigger
    return Fact(trigger.type, rule, trigger.token, trigger, people, detail=trigger.row.detail)


def rule_name(kind: ClaimType, rule: str) -> str:
    """The name that a claim gives its rule: "release.governed"."""
    return f"{kind.value}.{rule}"


def counts(context: Context, people: People, link: Link) -> bool:
    """True where these people, with this trigger, are people in custody."""
    row, kind = link.trigger.row, link.trigger.type
    if people.unit.value == "cases":
        return kind in {ClaimType.TRIAL, ClaimType.CONVICTION}
    if people.event and kind in NEED_CUSTODY and not context.custody_near:
        return False
    if people.troops and kind is ClaimType.DEATH:
        return _in_an_attack(context)
    if people.troops:
        taken = any(child.dep_ == "acl" and child.lemma_ in HOLDING_VERBS for child in people.head.children)
        return (context.custody_near or taken) and kind in TROOPS_WHEN
    if kind is ClaimType.DEATH:
        return _died_in_custody(context, people)
    if kind is ClaimType.TRANSFER and own_citizens(people):
        return True
    if kind is ClaimType.ESCAPE and row.needs is Needs.CUSTODY and not people.bare:
        held = people.custody or bool(people.tags & HELD_TAGS)
        held = held or any(
            claim.type in TAKEN for claim in context.story.last
        )  # "six pupils fled within days"
        return held or any(spot.detains for spot in context.scene.spots)
    if row.needs is Needs.PEOPLE:
        ambiguous = people.weak and kind in {ClaimType.TRANSFER, ClaimType.RELEASE}
        return not ambiguous or row.strong or context.custody_near
    if row.needs is Needs.FACILITY:
        there = {"there", "it", "inside"} & {token.lower_ for token in context.scene.sentence.tokens}
        return any(spot.detains for spot in context.scene.spots) or (
            bool(there) and context.story.facility_ago <= 3
        )
    if people.tags == {"civilians"}:
        return context.scene.custody
    return bool(people.custody or people.tags & HELD_TAGS) or context.custody_near


def _in_an_attack(context: Context) -> bool:
    """Guards and soldiers who die in an attack on a place of detention, or in a riot or an escape there."""
    scene = context.scene
    told = {trigger.type for trigger in scene.triggers.values()}
    here = any(spot.detains for spot in scene.spots) and bool(told & {ClaimType.ATTACK, ClaimType.ESCAPE})
    return here or any(claim.type in {ClaimType.ATTACK, ClaimType.ESCAPE} for claim in context.story.last)


def own_citizens(people: People) -> bool:
    """ "231 of its citizens": a state's own people, whom it takes home."""
    owned = any(
        child.dep_ == "poss" and child.lower_ in {"its", "their", "our"} for child in people.head.children
    )
    return owned and people.head.lemma_.lower() in {"citizen", "national", "compatriot"}


def own_tags(fact: Fact) -> frozenset[str]:
    """The people's tags, without the country that they are brought home from."""
    people = fact.people
    if people is None:
        return frozenset()
    going_home = fact.type is ClaimType.REPATRIATION or own_citizens(people)
    return people.tags - people.whence if going_home else people.tags


def _is_of_the_held(scene: Scene, people: People) -> bool:
    """ "120 detainees, seven of whom died": some of people who are held by their noun."""
    figure = people.figure
    if figure is None or not people.bare:
        return False
    behind = scene.sentence.report.text[figure.end : figure.end + len(" of whom")].lower()
    return behind in OF_THEM and any(other.custody and other.head.i < people.head.i for other in scene.people)


def _died_in_custody(context: Context, people: People) -> bool:
    if _is_of_the_held(context.scene, people):
        return True
    if people.custody or (
        people.head.lemma_ in {"resident", "inhabitant", "occupant"} and context.story.facility is not None
    ):
        return True
    held = any(spot.detains and not _is_beside(spot.head) for spot in context.scene.spots) or any(
        token.lower_ in KEPT and not _is_beside(token) and token.dep_ not in {"compound", "nmod"}
        for token in context.scene.sentence.tokens
    )
    # Who is killed elsewhere in the fighting wasn't held; an attack or escape just told of carries on.
    told = any(claim.type in BLOODY for claim in context.story.last)
    return held or (told and context.story.custody_ago <= 1 and bool(people.tags & HELD_TAGS))


def _is_beside(place: Token) -> bool:
    """ "Killed 20 near the jail": nobody says that they were in it."""
    prep = preposition(place)
    return prep is not None and prep.lower_ in BESIDE


def patient_of(context: Context, trigger: Trigger) -> People | None:
    """The mention of people to whom the trigger happens."""
    for people in context.scene.people:
        for link in links(people.head, {trigger.token.i: trigger}):
            if link.fits and people.head.i != trigger.token.i:
                return people
    return None


def has_pronoun_patient(context: Context, trigger: Trigger) -> bool:
    """True where "they", "them" or the like, or a place emptied, stands in the patient's stead."""
    token = trigger.token
    if not trigger.is_verb:
        return False
    patients = (
        subjects(token)
        if trigger.row.patient.value == "subject" and not is_passive(token)
        else objects(token)
    )
    if any(patient.lower_ in PLURALS | NOBODY or _is_no_one(patient) for patient in patients):
        return context.custody_near
    if trigger.row.needs is Needs.FACILITY or trigger.type is ClaimType.TRANSFER:
        return (
            any(spot.head in patients and spot.detains for spot in context.scene.spots)
            and trigger.type is ClaimType.TRANSFER
        )
    return False


def _is_no_one(token: Token) -> bool:
    return token.lower_ == "one" and any(child.lower_ == "no" for child in token.children)


def first_people(context: Context, inside: list[Token]) -> People | None:
    """The first counted mention of people among these tokens, else the first mention of any that are held."""
    indexes = {token.i for token in inside}
    found = [people for people in context.scene.people if people.head.i in indexes]
    counted = next((people for people in found if people.figure is not None and not people.bare), None)
    return counted or next((people for people in found if people.plural), None)


def uncounted_people(context: Context, inside: list[Token]) -> People | None:
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


def anchor_token(fact: Fact) -> Token:
    """The token that the claim's identity hangs on."""
    return fact.people.head if fact.people is not None and fact.people.figure is not None else fact.word


def stance_of(context: Context, token: Token) -> str | None:
    """The stance that the token takes, alone or with its particle ("put off")."""
    row = stance_row(context, token)
    return row.stance if row is not None else None


def stance_row(context: Context, token: Token) -> StanceRow | None:
    """What the lexicon says of the token, alone or with its particle."""
    if token.pos_ not in {"VERB", "NOUN", "ADJ"}:
        return None
    lemma = token.lemma_.lower()
    beside = (child for child in token.children if child.dep_ == "prt" or child.i == token.i + 1)
    particle = next((child.lower_ for child in beside if child.dep_ in {"prt", "advmod"}), None)
    row = context.stances.get(f"{lemma} {particle}") if particle else None
    row = row or context.stances.get(lemma)
    if row is not None and row.stance == "position" and token.pos_ == "NOUN" and lemma not in STANCE_NOUNS:
        return None
    return row


STANCE_NOUNS: Final = {"refusal", "reluctance", "necessity", "request", "call", "demand", "appeal"}
GOVERNED: Final = {"xcomp", "ccomp", "dobj", "prep", "pobj", "acl", "conj", "pcomp", "relcl"}


def stance_over(context: Context, token: Token) -> Token | None:
    """The word of a position that governs the event: "refused to take back 20", "urged the return of 20"."""
    node = token
    for _ in range(5):
        if node.head == node:
            return None
        child, node = node, node.head
        row = stance_row(context, node)
        asks = row is not None and row.stance == "position" and not row.commits
        if asks and child.dep_ in GOVERNED:
            return node
        if node.pos_ == "VERB" and child.dep_ in {"advcl", "relcl"}:
            return None
    return None


def is_laid_down(context: Context) -> bool:
    """ "Under the law", "according to the constitution": what a law says ought to be done."""
    return any(
        token.dep_ == "pobj" and token.lemma_.lower() in LAWS and token.head.lower_ in {"under", "by", "to"}
        for token in context.scene.sentence.tokens
    )


def is_their_deed(context: Context, word: Token) -> bool:
    """ "Prisoners convicted of torture", "militants who committed war crimes": done by those held."""
    held = {one.head for one in context.scene.people if one.custody or one.tags & HELD_TAGS}
    verb = next((node for node in word.ancestors if node.lemma_ in CHARGING), None)
    if verb is None or word.dep_ in {"nsubj", "nsubjpass"}:
        return False
    own = subjects(verb) if verb.lemma_ in {"commit", "perpetrate"} else objects(verb)
    prep = next((node for node in (word, *word.ancestors) if node.head == verb), word)
    put = verb.lemma_ in {"commit", "perpetrate"} or prep.lower_ in {"of", "with", "for", "over"}
    return put and not held.isdisjoint(own)


def turned_down(verb: Token) -> str | None:
    """The answer or the asking that is rejected, where nothing was alleged: "rejected a petition"."""
    nouns = (child.lemma_.lower() for child in verb.children if child.dep_ == "dobj")
    return next((noun for noun in nouns if noun in ANSWERS | ASKING), None)


def ought(verb: Token) -> bool:
    """True for what somebody says should or must be done."""
    return any(child.dep_ == "aux" and child.lower_ in {"should", "must", "ought"} for child in verb.children)


def stance_taker(token: Token) -> Token | None:
    """Who takes the stance that the word tells."""
    if token.pos_ == "VERB":
        return next(iter(subjects(token)), None)
    owner = next((child for child in token.children if child.dep_ == "poss"), None)
    verb = verb_above(token)
    return owner or (next(iter(subjects(verb)), None) if verb is not None else None)
