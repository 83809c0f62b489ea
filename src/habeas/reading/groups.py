"""Who the people of a fact are: their own tags, and those that the sentence or the one before gives them."""

from __future__ import annotations

from habeas.model import ROLE_TAGS, is_nationality
from habeas.reading.english import POPULATION
from habeas.reading.facts import Context, Fact
from habeas.reading.grammar import subjects, verb_above
from habeas.reading.people import People
from habeas.reading.scene import Scene


def group_of(context: Context, fact: Fact) -> frozenset[str]:
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
    if people.event:
        inside = {token.i for token in people.head.subtree if token.i > people.head.i}
        return {tag for other in scene.people if other.head.i in inside for tag in other.tags}
    if people.bare and (named := _named_after(scene, people)):
        return named
    if people.bare and people.head.dep_ != "nsubj":
        return _counted_in_subject(scene, people)
    if not people.bare or verb.lemma_ != "be":
        return set()
    return {
        tag
        for other in scene.people
        if other.head.head == verb and other.head.dep_ == "attr" and other.figure is None
        for tag in other.tags
    }


def _named_after(scene: Scene, people: People) -> set[str]:
    """Who some of them are: "three of them women"."""
    after = people.head.doc[people.head.i + 1 : people.head.i + 3]
    if [token.lower_ for token in after] not in (["of", "them"], ["of", "whom"]):
        return set()
    near = (
        other for other in scene.people if other.figure is None and 3 <= other.head.i - people.head.i <= 5
    )
    return {tag for other in near for tag in other.tags}


def _counted_in_subject(scene: Scene, people: People) -> set[str]:
    """ "The number of prisoners has risen to 1,140": the people whom the subject counts."""
    verb = verb_above(people.head)
    counts = [] if verb is None else [noun for noun in subjects(verb) if noun.lemma_.lower() in POPULATION]
    inside = {token.i for noun in counts for token in noun.subtree}
    return {tag for other in scene.people if other.head.i in inside for tag in other.tags}


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
