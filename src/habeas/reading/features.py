"""What the trained models see of a figure of people, and of a word that may tell an event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from habeas.model import ClaimType, is_nationality
from habeas.reading.english import PLURALS
from habeas.reading.facts import Context, Fact, stance_of
from habeas.reading.grammar import clause_of, is_passive, objects, subjects, verb_above
from habeas.reading.people import People
from habeas.reading.places import preposition
from habeas.reading.scene import HELD_TAGS

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

NEAR: Final = 4  # words on each side of a figure or a word


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
