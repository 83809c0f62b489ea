"""Who the people of a fact are: their own tags, and those that the sentence or the one before gives them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from habeas.model import FOREIGNERS, ROLE_TAGS, ClaimType, is_nationality
from habeas.reading.english import ABDUCTING, BELONGING, FOREIGN, PARTING, POPULATION, PORTIONS, SUSPECTING
from habeas.reading.facts import Context, Fact, own_tags
from habeas.reading.grammar import objects, subjects, verb_above
from habeas.reading.names import Mention, NameKind
from habeas.reading.people import RELATIVES, People
from habeas.reading.scene import Scene

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

LABEL: Final = 4  # tokens of a label, its colon among them
OWN: Final = {"citizen", "compatriot", "national", "serviceman", "soldier", "troop"}  # a state's own
MORE: Final = {"additional", "another", "extra", "further", "more", "other"}
MOSTLY: Final = {"mostly", "mainly", "largely", "chiefly", "most"}


def group_of(context: Context, fact: Fact) -> frozenset[str]:
    """The tags of the fact's people, by their own words and by those around them."""
    people = fact.people
    if people is None:
        whole = context.story.whole
        return whole.group if fact.refers_back and whole is not None else frozenset()
    if (same := context.scene.same_as(people)) is not None:
        return group_of(context, replace(fact, people=same)) | people.tags
    before = context.story.last[-1].group if context.story.last else frozenset()
    tags = own_tags(fact) | _predicated(context.scene, people) | _mostly(context.scene, people)
    tags |= _by_allegiance(context.scene, fact, people) | _taken_hostage(fact, people)
    tags |= _owned(context.scene, fact, people) | _held_as(context.scene, people)
    tags |= _of_both_sides(context.scene, fact, tags)
    labelled = _labelled(context.scene, people)
    if fact.part_of is not None:
        tags |= {
            tag
            for tag in fact.part_of.tags
            if is_nationality(tag) and not any(is_nationality(own) for own in people.tags)
        }
    if people.bare and fact.part_of is None and fact.echo:
        tags |= before & ROLE_TAGS if labelled or is_further(context.scene, people) else before
    tags |= labelled
    elsewhere = PARTING & {token.lower_ for token in context.scene.sentence.tokens}
    if not tags and (people.bare or people.weak) and not is_first_in(context) and not elsewhere:
        tags |= _roles_before(context, people)
    if people.bare and not tags:
        tags |= _demonym_near(context.scene, people)
    return frozenset(tags or ({"detainees"} if people.custody else set()))


def is_further(scene: Scene, people: People) -> bool:
    """ "Two more", "another 300": others than those told of."""
    near = [child for head in (people.head, scene.first_of(people)) for child in head.children]
    return any(child.lower_ in MORE and not _compares(child) for child in near)


def _compares(token: Token) -> bool:
    """ "More than 700"."""
    return token.i + 1 < token.sent.end and token.nbor(1).lower_ == "than"


def _roles_before(context: Context, people: People) -> frozenset[str]:
    """The roles of the people told of last, where they are enough to have these among them."""
    for claim in reversed(context.story.last):
        high = claim.quantity.high if claim.quantity is not None else None
        low = people.figure.low if people.figure is not None else None
        if high is None or low is None or low <= high:
            return claim.group & ROLE_TAGS
    return frozenset()


def _labelled(scene: Scene, people: People) -> set[str]:
    """ "Syrians: 1,406", "of them, women: 1,105": the people whom a list's number counts."""
    number = scene.first_of(people)
    if not people.bare or number.i <= number.sent.start or number.nbor(-1).text != ":":
        return set()
    first = max(number.i - LABEL, number.sent.start)
    tags = {tag for other in scene.people if first <= other.head.i < number.i for tag in other.tags}
    foreign = any(token.lower_ in FOREIGN for token in number.doc[first : number.i])
    return tags | ({FOREIGNERS} if foreign else set())


def _by_allegiance(scene: Scene, fact: Fact, people: People) -> set[str]:
    """Whose people they are said to be: "nine people for belonging to Islamic State", "linked to Daesh"."""
    heads = {people.head} | ({fact.trigger.token} if fact.trigger is not None else set())
    kin = bool(people.tags & RELATIVES)
    others = {
        other.head for other in scene.people if other.figure is not None or (kin and _has_others(other))
    } - heads
    for token in scene.sentence.tokens:
        mention = scene.mention_at(token)
        if mention is None or not mention.armed_group:
            continue
        way = _way_up(token, heads, others)
        if way & SUSPECTING and token.i > people.head.i:  # "ISIS-linked families" are suspected of nothing
            return {"suspects"}
        if way & BELONGING:
            return {"militants"}
    return set()


def _has_others(people: People) -> bool:
    """ "Wives and children of members": they are others than those whom they are of."""
    return people.head.dep_ == "pobj" and people.head.head.lower_ == "of"


def _way_up(token: Token, heads: set[Token], others: set[Token]) -> set[str]:
    """The lemmas between a name and the people or what happens to them; none where it doesn't lead there, or
    leads to other people first."""
    way: set[str] = set()
    for node in token.ancestors:
        if node in heads:
            return way
        if node in others:
            return set()
        way.add(node.lemma_.lower())
    return set()


def _held_as(scene: Scene, people: People) -> set[str]:
    """ "Are held as prisoners of war", "kept as hostages": what they are held as."""
    verb = verb_above(people.head)
    head = people.head.head.head if people.head.dep_ == "pobj" else people.head  # "thousands of people"
    if verb is None or not people.weak or head not in objects(verb) + subjects(verb):
        return set()
    inner = [verb, *(child for child in verb.children if child.dep_ == "xcomp")]
    roles = [
        child for node in inner for child in node.children if child.dep_ == "prep" and child.lower_ == "as"
    ]
    named = {noun for prep in roles for noun in prep.children}
    return {tag for other in scene.people if other.head in named for tag in other.tags & ROLE_TAGS}


def _owned(scene: Scene, fact: Fact, people: People) -> set[str]:
    """ "Iraq's own citizens", "Russia got back 303 of its soldiers"; "take their nationals": foreigners."""
    owner = next((child for child in people.head.children if child.dep_ == "poss"), None)
    if (
        owner is None
        or people.head.lemma_.lower() not in OWN
        or any(is_nationality(tag) for tag in people.tags)
    ):
        return set()
    if owner.lower_ in {"their", "its", "our"}:
        if fact.type is ClaimType.POSITION and owner.lower_ == "their":
            return {FOREIGNERS}
        verb = verb_above(people.head)
        owners = subjects(verb) if verb is not None and owner.lower_ == "its" else []
    else:
        owners = [owner]
    named = [mention for noun in owners if (mention := scene.mention_at(noun)) is not None]
    states = [mention.of(NameKind.COUNTRY, NameKind.CAPITAL) for mention in named]
    return {state.id for state in states if state is not None}


def _of_both_sides(scene: Scene, fact: Fact, tags: frozenset[str]) -> set[str]:
    """ "Keshia and Ostrana each freed 95 in the swap": people of both states."""
    if fact.type is not ClaimType.RELEASE or any(is_nationality(tag) for tag in tags) or not scene.swaps:
        return set()
    for token in scene.sentence.tokens:
        sides = [_state_of(scene, one) for one in (token, *token.conjuncts)]
        if len(sides) == 2 and None not in sides:
            return {side for side in sides if side is not None}
    return set()


def _state_of(scene: Scene, token: Token) -> str | None:
    mention = scene.mention_at(token)
    state = mention.of(NameKind.COUNTRY, NameKind.CAPITAL) if mention is not None else None
    return state.id if state is not None else None


def _taken_hostage(fact: Fact, people: People) -> set[str]:
    """Civilians who are abducted are hostages."""
    clauses = [child for child in people.head.children if child.dep_ in {"acl", "relcl", "amod"}]
    abducted = any(clause.lemma_.lower() in ABDUCTING for clause in clauses) or (
        fact.trigger is not None and fact.trigger.row.word in ABDUCTING
    )
    return {"hostages"} if abducted and not people.tags & ROLE_TAGS - {"civilians"} else set()


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
    if people.bare and (said := _said_after(scene, people)):
        return said
    if people.bare and people.head.dep_ != "nsubj":
        return _counted_in_subject(scene, people)
    if not (people.bare or people.head.pos_ == "NUM") or verb.lemma_ != "be":
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


def _said_after(scene: Scene, people: People) -> set[str]:
    """ "Of them 35 were children": who they are, right after the verb."""
    tokens = scene.sentence.tokens
    after = [token for token in tokens if people.head.i < token.i <= people.head.i + 4]
    if not after or after[0].lemma_ != "be":
        return set()
    last = {token.i for token in after}
    return {
        tag for other in scene.people if other.head.i in last and other.figure is None for tag in other.tags
    }


def _counted_in_subject(scene: Scene, people: People) -> set[str]:
    """ "The number of prisoners has risen to 1,140": the people whom the verb's subject or object counts."""
    verb = verb_above(people.head)
    nouns = [] if verb is None else [*subjects(verb), *objects(verb)]
    counts = [noun for noun in nouns if noun.lemma_.lower() in POPULATION]
    inside = {token.i for noun in counts for token in noun.subtree}
    return {tag for other in scene.people if other.head.i in inside for tag in other.tags}


def _mostly(scene: Scene, people: People) -> set[str]:
    """ "Thousands of people, mostly Iraqis", "most of them women and children": what most of them are."""
    if not people.weak:
        return set()
    for other in scene.people:
        if other.figure is None and other.head.i > people.head.i and other.head.i - people.head.i <= 5:
            between = {token.lower_ for token in people.head.doc[people.head.i + 1 : other.head.i]}
            if between & MOSTLY:
                return {tag for tag in other.tags if tag not in ROLE_TAGS}
    return set()


def _demonym_near(scene: Scene, people: People) -> set[str]:
    """ "Syrians next at 16,710": the nationality that stands nearest before a bare number."""
    if any(child.dep_ == "prep" and child.lower_ in {"from", "of"} for child in people.head.children):
        return set()  # "467 Iraqis and 710 from other states"
    start = scene.sentence.start(people.head)
    before = [
        mention
        for mention in scene.mentions
        if mention.nationality and 0 < start - mention.end <= 40 and not _is_of_a_thing(scene, mention)
    ]
    return {before[-1].nationality or ""} - {""} if before else set()


def _is_of_a_thing(scene: Scene, mention: Mention) -> bool:
    """ "Karvanian prisons": the nationality of no people."""
    tokens = scene.sentence.tokens_in(mention.start, mention.end)
    last = tokens[-1] if tokens else None
    if last is None or last.dep_ not in {"amod", "compound", "nmod"} or last.head.i < last.i:
        return False
    counts = last.head.lemma_.lower() in POPULATION | PORTIONS
    return not counts and all(one.head != last.head for one in scene.people)
