"""Where rules end: a small trained categorizer of figures and of telling words.

A figure of people that no rule reads, and a word that may tell an event without a figure, are described by
features of the parse, and a linear model (multinomial logistic regression) says what they tell, or
nothing. It is bound as the rules are: it sees only figures and words that stand in the report, and everything
else about its claims comes from the same code. `scripts/train_categorizer.py` trains it.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.lexicon.shape import Form, TriggerRow
from habeas.model import ClaimType, Unit, is_nationality
from habeas.reading.english import PLURALS
from habeas.reading.events import is_told
from habeas.reading.facts import FLOWS, Context, Fact, patient_of, stance_of
from habeas.reading.figures import ROOM_FOR, belongs_to_a_noun
from habeas.reading.grammar import clause_of, is_passive, objects, subjects, verb_above
from habeas.reading.people import People
from habeas.reading.places import preposition
from habeas.reading.scene import HELD_TAGS
from habeas.reading.triggers import Trigger

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

RULE: Final = "learned"
NOTHING: Final = "nothing"
WEIGHTS: Final = Path(__file__).with_name("learned.json")
UNGROUNDED: Final = 0.6  # the probability that a type needs of which no word stands near
ALIKE: Final = ({ClaimType.TRANSFER, ClaimType.REPATRIATION, ClaimType.RELEASE},)
OVERRULES: Final = 0.85  # the probability from which the model is heard against a rule
COURT: Final = {ClaimType.TRIAL, ClaimType.CONVICTION}
SHORTEST, PIECE = 60, 250  # words of a text that is asked for its topic, and of a piece of a long one
ASIDE: Final = {"about", "by", "for", "with"}
CORRECTS: Final = 0.6  # the same for the type that a loose rule has guessed from what stands near
NEAR: Final = 4  # words on each side of a figure or a word
WORDS: Final = {"VERB", "NOUN", "ADJ", "AUX"}


@dataclass(frozen=True)
class Model:
    """Weights by feature and label: `weights[feature][label]`, `bias[label]`; and how sure it must be."""

    labels: tuple[str, ...]
    bias: dict[str, float]
    weights: dict[str, dict[str, float]] = field(repr=False)
    least: float  # the probability below which nothing is said

    @cached_property
    def _table(self) -> tuple[dict[str, int], Any]:
        """The weights as rows, the bias first, and which feature's row is which."""
        import numpy as np  # noqa: PLC0415  slow to import

        rows = [self.bias, *self.weights.values()]
        table = np.array([[row.get(label, 0.0) for label in self.bias] for row in rows])
        return {feature: at for at, feature in enumerate(self.weights, 1)}, table

    def shares(self, features: Sequence[str]) -> dict[str, float]:
        """The probability of each label."""
        row_of, table = self._table
        rows = [0, *(row_of[feature] for feature in features if feature in row_of)]
        sums = dict(zip(self.bias, table[rows].sum(axis=0).tolist(), strict=True))
        top = max(sums.values())
        powers = {label: math.exp(value - top) for label, value in sums.items()}
        whole = sum(powers.values())
        return {label: power / whole for label, power in powers.items()}

    def says(self, features: Sequence[str]) -> ClaimType | None:
        """The likeliest type, where the model is sure enough of it; None where it tells nothing."""
        shares = self.shares(features)
        best = max((label for label in self.labels if label != NOTHING), key=lambda label: shares[label])
        return ClaimType(best) if shares[best] >= self.least else None


@cache
def load_models(path: Path = WEIGHTS) -> dict[str, Model]:
    """The models by what they are asked of: `figure`, `word`, `topic`; none where the file isn't there."""
    if not path.is_file():
        return {}
    kept = json.loads(path.read_text("utf8"))
    return {
        name: Model(tuple(one["labels"]), one["bias"], one["weights"], one["least"])
        for name, one in kept.items()
        if name != "material"
    }


def is_on_topic(text: str) -> bool:
    """False for a report that uses words of custody and is about something else: sport, markets, a storm.

    A text too short to tell is taken to be about custody; a long one is, where any of its pieces is.
    """
    model = load_models().get("topic")
    words = text.split()
    if model is None or len(words) < SHORTEST:
        return True
    pieces = max(1, round(len(words) / PIECE))
    size = -(-len(words) // pieces)
    return any(
        model.shares(topic_features(" ".join(words[at : at + size])))[NOTHING] < model.least
        for at in range(0, len(words), size)
    )


def topic_features(text: str) -> list[str]:
    """The words of a text, each once."""
    return sorted(set(re.findall(r"[a-z]{3,}", text.lower())))


def digest_of(material: Iterable[Path]) -> str:
    """A hash over the files that the models were trained on, names and bytes."""
    digest = hashlib.sha256()
    for path in sorted(material):
        digest.update(f"{path.name}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return f"sha256:{digest.hexdigest()}"


def weighed(context: Context, people: People, facts: list[Fact], beside: Sequence[ClaimType]) -> list[Fact]:
    """What rules and model together make of a figure; `beside` are the types of its neighbours.

    The model speaks where no rule does. Where one does, it is heard only when it is surer than OVERRULES:
    that the figure tells nothing of people held, or something else.
    """
    model = load_models().get("figure")
    if model is None or people.figure is None or len(facts) > 1:
        return facts
    if not facts and (people.modifies or people.head.dep_ == "poss"):
        return []  # "4,300 prisoners' relatives"
    shares = model.shares(figure_features(context, people, facts, beside))
    best = max((label for label in model.labels if label != NOTHING), key=lambda label: shares[label])
    kind = ClaimType(best)
    if facts:
        if shares[NOTHING] >= OVERRULES and facts[0].rule != ROOM_FOR:
            return []
        loose = facts[0].rule in {"nearest", "continued"}
        likely = kind if loose and shares[best] >= CORRECTS else None
        return [replace(fact, likely=likely) for fact in facts]
    grounded = _is_grounded(context, people, kind)
    prep = preposition(people.head)
    if not grounded and prep is not None and prep.lower_ in ASIDE:
        return []  # "after their release, the lawyers still speak for 300 detainees"
    least = model.least if grounded else UNGROUNDED
    if shares[best] < least or (people.unit is Unit.CASES and kind not in COURT) or belongs_to_a_noun(people):
        return []
    word = _telling_word(context, people, kind)
    return [Fact(kind, RULE, word, _trigger(context, word, kind), people, echo=people.bare)]


def _is_grounded(context: Context, people: People, kind: ClaimType) -> bool:
    """True where the sentence has a word of this type, not of other people, or goes on with a claim of it."""
    kinds = next((kinds for kinds in ALIKE if kind in kinds), {kind})
    told = [trigger for trigger in context.scene.triggers.values() if trigger.type in kinds]
    patients = [patient_of(context, trigger) for trigger in told]
    here = any(one is None or one is people or one.figure is not None for one in patients)
    near = context.scene.sentence.paragraph - context.story.last_paragraph <= 1
    return here or (near and any(claim.type in kinds for claim in context.story.last))


def learned_events(context: Context, told: set[int]) -> Iterator[Fact]:
    """Events without a figure in words that no rule has read; `told`: the offsets of those it has."""
    model = load_models().get("word")
    if model is None:
        return
    for token in candidates(context):
        if context.scene.sentence.start(token) in told:
            continue
        kind = model.says(word_features(context, token))
        if kind is None or kind is ClaimType.HOLDING or (kind in FLOWS and not is_told(token)):
            continue
        trigger = _trigger(context, token, kind)
        people = patient_of(context, trigger)
        if people is None or people.figure is None:
            yield Fact(kind, RULE, token, trigger, people, refers_back=people is None)


def candidates(context: Context) -> Iterator[Token]:
    """The words of a sentence that may tell an event: its verbs, and other words that the lexicon knows."""
    for token in context.scene.sentence.tokens:
        verb = token.pos_ == "VERB" and token.dep_ not in {"amod", "aux", "auxpass"}
        known = token.i in context.scene.triggers or stance_of(context, token) is not None
        if verb or (known and token.pos_ in WORDS):
            yield token


def _telling_word(context: Context, people: People, kind: ClaimType) -> Token:
    """The nearest word above the people that tells the type, else their verb, else they themselves."""
    above = [token for token in people.head.ancestors if token.i in context.scene.triggers]
    same = [token for token in above if context.scene.triggers[token.i].type is kind]
    return same[0] if same else (verb_above(people.head) or people.head)


def _trigger(context: Context, word: Token, kind: ClaimType) -> Trigger:
    """The word as a trigger of this type: the lexicon's own where it says the same, else one made here."""
    known = context.scene.triggers.get(word.i)
    if known is not None and known.type is kind:
        return known
    form = Form.VERB if word.pos_ in {"VERB", "AUX"} else Form.NOUN
    row = TriggerRow(word=word.lemma_.lower() or word.lower_, form=form, type=kind)
    return Trigger(row, word, word)


def figure_features(
    context: Context, people: People, facts: Sequence[Fact], beside: Sequence[ClaimType]
) -> list[str]:
    """What is known of a figure of people, and what the rules made of it, as names of features."""
    head, figure = people.head, people.figure
    verb = verb_above(head)
    kind, rule = (facts[0].type.value, facts[0].rule) if facts else ("none", "none")
    return [
        f"rule={kind}",
        f"rule-name={rule}",
        f"rule-says={kind}/{rule}",
        *_people_features(people),
        f"dep={head.dep_}",
        *(f"hedge={mark}" for mark in (_hedge(people),) if figure is not None),
        *_path(head),
        *_below(head),
        *(_verb_features(context, verb, head) if verb is not None else ("no-verb",)),
        *_triggers_near(context, head),
        *_windows(head),
        *_before(context),
        *(f"beside={kind}" for kind in sorted({*beside})),
        *_scene_features(context),
        *_prepositions(context, head),
    ]


def word_features(context: Context, token: Token) -> list[str]:
    """What is known of a word that may tell an event."""
    trigger = context.scene.triggers.get(token.i)
    stance = stance_of(context, token)
    credit = context.scene.credit_of(token)
    verb = token if token.pos_ in {"VERB", "AUX"} else verb_above(token)
    lemma = token.lemma_.lower()
    return [
        f"lemma={lemma}",
        f"pos={token.pos_}",
        f"dep={token.dep_}",
        f"lemma-dep={lemma}/{token.dep_}",
        *(
            (f"trigger={trigger.type}", f"trigger-dep={trigger.type}/{token.dep_}")
            if trigger is not None
            else ("no-trigger",)
        ),
        f"stance={stance}",
        f"credit={credit is not None}/{credit.alleged if credit is not None else ''}",
        f"speech={credit is not None and credit.cue.i == token.i}",
        *(_verb_features(context, verb, token) if verb is not None else ("no-verb",)),
        *_arguments(context, token),
        *_windows(token),
        *_triggers_near(context, token),
        *_before(context),
        *_scene_features(context),
        f"counted={counts_people(context, token)}",
    ]


def _people_features(people: People) -> Iterator[str]:
    yield f"noun={people.head.lemma_.lower() if not people.bare else '#'}"
    yield f"unit={people.unit}"
    for name in ("custody", "weak", "troops", "bare", "event"):
        if getattr(people, name):
            yield name
    for tag in people.tags:
        yield f"tag={'nation' if is_nationality(tag) else tag}"
    if people.figure is not None and people.figure.low is not None:
        yield f"size={len(str(people.figure.low))}"


def _hedge(people: People) -> str:
    figure = people.figure
    if figure is None or figure.low == figure.high:
        return "about" if figure is not None and figure.approx else "exact"
    return "low" if figure.high is None else "high" if figure.low is None else "range"


def _path(head: Token) -> Iterator[str]:
    """The words above the people, with how each hangs on the next."""
    node, steps = head, []
    for _ in range(4):
        if node.head == node:
            break
        steps.append(node.dep_ if node.dep_ != "prep" else f"prep-{node.lower_}")
        node = node.head
        yield f"above{len(steps)}={node.lemma_.lower()}"
        yield f"path={'>'.join(steps)}>{node.lemma_.lower()}"
        if node.pos_ in {"VERB", "AUX"}:
            yield f"verb-path={'>'.join(steps)}/{node.lemma_.lower()}"
            break


def _below(head: Token) -> Iterator[str]:
    for child in head.children:
        if child.dep_ in {"acl", "relcl", "appos", "prep", "amod", "det", "compound"}:
            yield f"child={child.dep_}/{child.lemma_.lower()}"


def _verb_features(context: Context, verb: Token, token: Token) -> Iterator[str]:
    """The verb, its frame, and who its subject and object are."""
    lemma = verb.lemma_.lower()
    voice = "passive" if is_passive(verb) else "active"
    yield f"verb={lemma}"
    yield f"verb-voice={lemma}/{voice}"
    yield f"tense={verb.tag_}"
    for child in verb.children:
        if child.dep_ in {"aux", "neg", "prt"}:
            yield f"{child.dep_}={child.lower_}"
        elif child.dep_ in {"dobj", "attr", "acomp", "xcomp", "ccomp", "oprd"} and child != token:
            yield f"{child.dep_}={child.lemma_.lower()}"
            yield f"{child.dep_}-of={lemma}/{_kind(context, child)}"
        elif child.dep_ == "prep":
            yield f"verb-prep={lemma}/{child.lower_}"
    for subject in subjects(verb)[:2]:
        if subject != token:
            yield f"subject={_kind(context, subject)}"
            yield f"subject-of={lemma}/{_kind(context, subject)}"
            yield f"subject-word={subject.lemma_.lower()}"
    root = clause_of(verb)
    if root.dep_ in {"relcl", "acl", "advcl", "ccomp", "conj"}:
        yield f"under={root.dep_}/{root.head.lemma_.lower()}"


def _arguments(context: Context, token: Token) -> Iterator[str]:
    if token.pos_ == "VERB":
        for child in objects(token)[:2]:
            yield f"object={_kind(context, child)}"
            yield f"object-word={child.lemma_.lower()}"
        for child in token.children:
            if child.dep_ in {"xcomp", "ccomp"}:
                trigger = context.scene.triggers.get(child.i)
                yield f"complement={trigger.type if trigger else child.pos_}"
            if child.dep_ == "prep":
                for inner in child.children:
                    yield f"prep={child.lower_}/{_kind(context, inner)}"
    else:
        for child in token.children:
            yield f"of-noun={child.dep_}/{child.lemma_.lower()}"
    if token.head != token:
        yield f"parent={token.dep_}/{token.head.lemma_.lower()}"


def _kind(context: Context, token: Token) -> str:
    """What kind of thing a noun names."""
    for people in context.scene.people:
        if people.head == token:
            held = people.custody or bool(people.tags & HELD_TAGS)
            return "counted" if people.figure is not None else ("held" if held else "people")
    if any(spot.head == token and spot.detains for spot in context.scene.spots):
        return "facility"
    if token.lower_ in PLURALS:
        return "they"
    mention = context.scene.mention_at(token)
    if mention is not None:
        return "body" if mention.actor is not None else "place"
    return token.pos_ if token.pos_ in {"PRON", "PROPN"} else f"other-{token.pos_}"


def _triggers_near(context: Context, token: Token) -> Iterator[str]:
    """The triggers before and after the word, nearest first, and whether they stand in its clause."""
    clause = {inner.i for inner in clause_of(token).subtree}
    ordered = sorted(context.scene.triggers.items(), key=lambda pair: abs(pair[0] - token.i))
    for side in ("left", "right"):
        near = [(i, trigger) for i, trigger in ordered if (i < token.i if side == "left" else i > token.i)]
        for i, trigger in near[:1]:
            here = "here" if i in clause else "there"
            yield f"{side}-trigger={trigger.type}/{here}"
            yield f"{side}-word={trigger.row.word}"
    for i, trigger in ordered:
        yield f"sentence-trigger={trigger.type}"
        if i in clause:
            yield f"clause-trigger={trigger.type}"


def _windows(token: Token) -> Iterator[str]:
    doc, start, end = token.doc, token.sent.start, token.sent.end
    for i in range(max(start, token.i - NEAR), min(end, token.i + NEAR + 1)):
        if i != token.i and not doc[i].is_punct and not doc[i].like_num:
            yield f"{'left' if i < token.i else 'right'}={doc[i].lemma_.lower()}"
    if token.i + 2 < end:
        yield f"next={doc[token.i + 1].lower_} {doc[token.i + 2].lower_}"
    if token.i - 2 >= start:
        yield f"last={doc[token.i - 2].lower_} {doc[token.i - 1].lower_}"


def _before(context: Context) -> Iterator[str]:
    """What the sentences before told."""
    story = context.story
    if not story.last:
        yield "first"
        return
    near = context.scene.sentence.paragraph - story.last_paragraph
    for kind in {claim.type for claim in story.last}:
        yield f"before={kind}"
        if near <= 1:
            yield f"just-before={kind}"
    yield f"last-told={story.last[-1].type}/{story.last[-1].modality}"


def _scene_features(context: Context) -> Iterator[str]:
    scene = context.scene
    tokens = [token for token in scene.sentence.tokens if not token.is_space]
    yield f"custody={scene.custody}"
    yield f"near={min(context.story.custody_ago, 5)}"
    yield f"told={min(context.story.told_ago, 5)}"
    yield f"facility={any(spot.detains for spot in scene.spots)}"
    yield f"opens={tokens[0].lower_}"
    yield f"length={min(len(tokens) // 10, 4)}"
    yield f"figures={min(len([one for one in scene.people if one.figure is not None]), 4)}"


def _prepositions(context: Context, head: Token) -> Iterator[str]:
    """The prepositions by which places stand in the clause, and the people's own."""
    clause = {inner.i for inner in clause_of(head).subtree}
    for spot in context.scene.spots:
        prep = preposition(spot.head)
        if prep is not None and prep.i in clause:
            yield f"place={prep.lower_}/{'facility' if spot.detains else 'place'}"
    own = preposition(head)
    if own is not None:
        yield f"own-prep={own.lower_}/{own.head.lemma_.lower()}"


def counts_people(context: Context, token: Token) -> bool:
    """True where a figure hangs on the word."""
    inside = {inner.i for inner in token.subtree}
    return any(people.figure is not None and people.head.i in inside for people in context.scene.people)
