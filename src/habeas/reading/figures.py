"""Rules for figures: what happened to the people that a number counts.

Each rule is a function with a name and a docstring; `rules.py` says in which order they are asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from habeas.lexicon.shape import Patient
from habeas.model import Claim, ClaimType, Modality, Unit
from habeas.reading.english import (
    AREAS,
    AWAITED,
    DEAD,
    HAVING,
    INHABITED,
    INTENTIONS,
    LIGHT,
    PARTS,
    PLURALS,
    POPULATION,
    PORTIONS,
    ROOM,
    ROOM_VERBS,
    SUPPORT,
    VEHICLES,
    WHOLES,
)
from habeas.reading.facts import FLOWS, Context, Fact, counts, fact_of
from habeas.reading.grammar import (
    SUBJECTS,
    Link,
    Role,
    has_subject,
    is_definite,
    is_passive,
    links,
    objects,
    subjects,
    verb_above,
)
from habeas.reading.people import People
from habeas.reading.places import Spot, preposition
from habeas.reading.scene import Story
from habeas.reading.triggers import Trigger

if TYPE_CHECKING:
    from habeas.reading.tokens import Token


ROOM_FOR: Final = "room-for"
REACH: Final = 14  # tokens between people and a trigger that the parse doesn't tie to them
STOPS: Final = {";", ":", "."}
PLACES: Final = {"beds", "places", "room", "space"}
TERMS: Final = {"year", "month", "life", "term", "sentence"}  # what a court gives
CONTRASTS: Final = {"whereas", "while"}
PENALTIES: Final = TERMS | {"death", "imprisonment", "jail", "prison"}
WITHIN: Final = {"in", "at", "inside", "within", "across"}
FINITE: Final = {"VBD", "VBZ", "VBP", "MD"}


def governed(context: Context, people: People) -> Iterator[Fact]:
    """A trigger governs the people by the parse: "released 20 women", "the return of 20"."""
    found = [
        link
        for link in links(people.head, context.scene.triggers)
        if link.fits and not _goes_abroad(context, people, link) and counts(context, people, link)
    ]
    if people.bare and _has_own_verb(people, found):
        return
    if context.scene.part_of(people) is not None:  # "60 of the 182 held": what is told of the 60 isn't of all
        found = [link for link in found if _describes(link, people)]
    itself = [link for link in found if link.trigger.token.i == people.head.i]
    if itself:  # "12 deaths" tells by itself, "12 escapees" only where nothing else does
        found = itself if people.event else [link for link in found if link not in itself] or itself
    for link in _most_telling(found, people):
        yield fact_of(link, people, "governed")


def _has_own_verb(people: People, found: list[Link]) -> bool:
    """ "800 arrested and 120 killed": the second number has a verb of its own, which is no trigger here."""
    own = [child for child in people.head.children if child.dep_ == "acl" and child.tag_ == "VBN"]
    return bool(own) and not any(link.trigger.token in own for link in found)


def went_away(context: Context, people: People) -> bool:
    """ "13,000 who left Kesh": people who left a place that holds nobody, whatever else is told near them."""
    return any(_goes_abroad(context, people, link) for link in links(people.head, context.scene.triggers))


def _goes_abroad(context: Context, people: People, link: Link) -> bool:
    """ "Fled the country": no escape from custody. "Left the town": no transfer where nobody is held."""
    free = link.trigger.row.word == "leave" and not (context.scene.custody or people.custody)
    if not link.trigger.is_verb or not (free or link.trigger.type is ClaimType.ESCAPE):
        return False
    left = [child for child in link.trigger.token.children if child.dep_ == "dobj"]
    detains = {spot.head.i: spot.detains for spot in context.scene.spots}
    return any(not detains.get(noun.i, not (_is_area(noun) or noun.pos_ == "PROPN")) for noun in left)


def _is_area(noun: Token) -> bool:
    return noun.lower_ in AREAS


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
    """True for a participle or relative clause of the people's own noun, or of their whole."""
    token = link.trigger.token
    if token.dep_ == "pobj" and people.head in token.ancestors:
        return True  # "the handover of 23 of the arrested"
    while token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"}:
        token = token.head
    return token.dep_ in {"acl", "relcl"} and token.head.i >= people.head.i


def _dated_or_placed(link: Link) -> bool:
    return any(
        child.dep_ == "prep" and child.lower_ in {"in", "on", "during", "at", "after", "from"}
        for child in link.trigger.token.children
    )


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
    verb = _own_verb(people.head)
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
    tells = verb.lemma_ in {"be", "count"}  # "it counts 40 dead": whoever speaks
    return subject.lower_ in {"it", "which"} and known and not tells and _facility_topic(context)


def _tells_holding(story: Story) -> bool:
    """True where the sentence before told how many are held."""
    return bool(story.last) and story.last[-1].type is ClaimType.HOLDING


def _facility_topic(context: Context) -> bool:
    """True where "it" can be the place of detention that the report spoke of last."""
    return context.story.facility_ago <= 2


def holder_has(_context: Context, people: People) -> Iterator[Fact]:
    """Somebody has people who are captives by their noun: "has over 10,000 captured fighters"."""
    verb = _own_verb(people.head)
    if (
        verb is not None
        and verb.lemma_ == "have"
        and people.head.dep_ == "dobj"
        and people.custody
        and not people.weak
    ):
        yield Fact(ClaimType.HOLDING, "holder-has", verb, people=people)


def room_for(context: Context, people: People) -> Iterator[Fact]:
    """Places, not people: "a prison built for 400 inmates", "with a capacity of 900", "can hold 5,000"."""
    if not (context.scene.custody or context.story.facility_ago <= 2):
        return
    for node in people.head.ancestors:
        if _gives_room(context, node):
            yield Fact(ClaimType.HOLDING, ROOM_FOR, node, people=people)
            return
        if node.pos_ in {"VERB", "AUX"}:
            return


def _gives_room(context: Context, node: Token) -> bool:
    words = {child.lower_ for child in node.children}
    if node.lemma_ in ROOM_VERBS and node.pos_ == "VERB":
        return "for" in words
    if node.lower_ == "for" and node.i > node.sent.start and node.nbor(-1).lower_ in PLACES:
        return True  # "jails with room for 6,000"
    meant = node.head.lemma_ in ROOM_VERBS | {"suppose", "able"} and node.dep_ != "conj"
    if meant and node.lemma_ in {"hold", "house", "accommodate"}:
        return True  # "built to hold 40,000", not "was built for 400 but held 990"
    if node.lemma_ in {"hold", "house", "accommodate"} and words & {"can", "could"}:
        return any(_is_facility(context, node, subject) for subject in subjects(node))
    named = {child.lemma_ for child in node.children if child.dep_ in SUBJECTS} | {node.lemma_}
    return "capacity" in named


def captives_counted(context: Context, people: People) -> Iterator[Fact]:
    """A count of captives by their noun: "put the number of captives at around 2,000"."""
    verb = _own_verb(people.head)
    if verb is None or not people.bare or verb.lemma_ not in HAVING | {"put", "place", "estimate"}:
        return
    counts_of = [noun for noun in verb.children if noun.lemma_.lower() in POPULATION]
    inside = {token.i for noun in counts_of for token in noun.subtree}
    told = any(one.dep_ in {"acl", "relcl"} for noun in counts_of for one in noun.subtree)
    if not told and any(other.custody and other.head.i in inside for other in context.scene.people):
        yield Fact(ClaimType.HOLDING, "captives-counted", verb, people=people)


def home_to(context: Context, people: People) -> Iterator[Fact]:
    """A place of detention is home to so many: "the camp is home to 40,000"."""
    prep = preposition(people.head)
    known = context.story.facility is not None or any(spot.detains for spot in context.scene.spots)
    if known and prep is not None and prep.lower_ == "to" and prep.head.lower_ == "home":
        yield Fact(ClaimType.HOLDING, "home-to", prep.head, people=people)


def given_years(context: Context, people: People) -> Iterator[Fact]:
    """A term without the word "sentence": "two more got 15 years each", "… to death and 94 to life"."""
    if (before := _sentenced_before(context, people)) is not None:
        yield Fact(ClaimType.SENTENCE, "given-years", people.head, before, people)
        return
    verb = _own_verb(people.head)
    if verb is None or verb.lemma_ not in SUPPORT - {"serve"} or not context.custody_near:
        return
    if people.head.lemma_ in TERMS:
        return
    if any(child.dep_ == "dobj" and child.lemma_ in TERMS for child in verb.children):
        yield Fact(ClaimType.SENTENCE, "given-years", verb, people=people)


def _sentenced_before(context: Context, people: People) -> Trigger | None:
    """The verb that "and 94 to life imprisonment" goes on with."""
    after = people.head.doc[people.head.i + 1 : min(people.head.i + 5, people.head.sent.end)]
    to_a_term = (
        bool(after) and after[0].lower_ == "to" and any(one.lemma_.lower() in PENALTIES for one in after)
    )
    if not (people.bare and to_a_term):
        return None
    told = (trigger for i, trigger in context.scene.triggers.items() if i < people.head.i and trigger.is_verb)
    last = max(told, key=lambda trigger: trigger.token.i, default=None)
    return last if last is not None and last.type is ClaimType.SENTENCE else None


def in_facility(context: Context, people: People) -> Iterator[Fact]:
    """People in a place of detention, and nothing else said of them: "thousands of children in camps"."""
    for noun in (people.head, *(token for token in people.head.conjuncts if token.i > people.head.i)):
        spot = _standing_in(context, noun)
        if spot is not None:
            yield Fact(ClaimType.HOLDING, "in-facility", spot.head, people=people)
            return
    verb = _own_verb(people.head)
    if existing := list(there_are(context, people)):
        yield from existing
        return
    if verb is None or verb.lemma_ not in {"be", "remain", "live", "stay", "reside", "exist"}:
        return
    if _standing_in(context, verb) is not None:
        yield Fact(ClaimType.HOLDING, "in-facility", verb, people=people)


def _standing_in(context: Context, token: Token) -> Spot | None:
    """The place of detention that a noun or a verb stands in: "children in camps", "remain at the prison"."""
    for spot in context.scene.spots:
        prep = preposition(spot.head)
        if spot.detains and prep is not None and prep.head == token and prep.lower_ in WITHIN:
            return spot
    return None


def there_are(_context: Context, people: People) -> Iterator[Fact]:
    """People who are captives by their noun are said to exist: "there are 19,000 detainees"."""
    verb = _own_verb(people.head)
    if verb is not None and people.custody and _exists(verb, people):
        yield Fact(ClaimType.HOLDING, "there-are", verb, people=people)


def _exists(verb: Token, people: People) -> bool:
    there = any(child.dep_ == "expl" for child in verb.children)
    return there and verb.lemma_ == "be" and verb == people.head.head


def nearest(context: Context, people: People) -> Iterator[Fact]:
    """The parse ties the people to nothing, and a trigger stands beside them with nothing between."""
    if not context.custody_near or people.troops or belongs_to_a_noun(people):
        return
    if context.scene.part_of(people) is not None or said_dead(people):
        return
    for trigger in (_trigger_after(context, people), _trigger_before(context, people)):
        if trigger is not None:
            link = Link(trigger, Role.OBJECT, direct=False)
            if counts(context, people, link) and not _goes_abroad(context, people, link):
                yield fact_of(link, people, "nearest")
            return


def said_dead(people: People) -> bool:
    """ "Of whom 34 are believed dead": what stands near tells of the living."""
    verb = verb_above(people.head)
    return verb is not None and any(child.lower_ in DEAD for child in verb.children)


def is_whole_of_a_part(people: People) -> bool:
    """ "Half of the 300", "two of the 300": what is told of the part isn't told of the 300."""
    prep = preposition(people.head)
    of = prep is not None and prep.lower_ == "of" and prep.head.lower_ not in WHOLES
    return of and is_definite(people.head)


def belongs_to_a_noun(people: People) -> bool:
    """People who only say whose something is: "the bodies of 909 fallen", "lawyers for 17 of them"."""
    prep = preposition(people.head)
    return is_whole_of_a_part(people) or (
        prep is not None
        and prep.lower_ in {"of", "for"}
        and prep.head.pos_ == "NOUN"
        and prep.head.lemma_.lower() not in PORTIONS
        and prep.head.lower_ not in PORTIONS
        and prep.head.tag_ != "VBG"
    )


def _trigger_after(context: Context, people: People) -> Trigger | None:
    """The verb that follows: "20 women … were released", "20 men … escaped"."""
    for token in people.head.doc[people.head.i + 1 : min(people.head.i + REACH, people.head.sent.end)]:
        trigger = context.scene.triggers.get(token.i)
        if trigger is not None and trigger.is_verb:
            active = trigger.row.patient is not Patient.OBJECT
            return trigger if active or is_passive(token) else None
        if _parts(context, people, token):
            return None
    return None


def _parts(context: Context, people: People, token: Token) -> bool:
    """True where people and trigger can't belong together across this token, such as other people's noun."""
    other = any(
        one.figure is not None and one.head == token and one.unit is people.unit
        for one in context.scene.people
    )
    between = {one.lower_ for one in people.head.doc[people.head.i + 1 : token.i]}
    joined = token in people.head.conjuncts or bool(between & PARTS)
    return (
        (other and not joined) or token.text in STOPS or (token.tag_ in FINITE and token.lemma_ not in LIGHT)
    )


def _trigger_before(context: Context, people: People) -> Trigger | None:
    """The verb that precedes: "released … 20 women"."""
    first = min(people.head.left_edge.i, context.scene.first_of(people).i)
    of = first > people.head.sent.start and people.head.doc[first - 1].lower_ == "of"
    own = verb_above(people.head)
    for token in reversed(people.head.doc[max(first - REACH, people.head.sent.start) : first]):
        trigger = context.scene.triggers.get(token.i)
        if trigger is not None and not trigger.is_verb and of and first - token.i <= 6:
            return trigger  # "the return last month of 34 children"
        if token.dep_ == "amod":
            continue
        if token.lower_ in CONTRASTS:  # "of those arrested, 1,519 are civilians, while 155 are soldiers"
            return None
        if trigger is not None and trigger.is_verb:
            inverted = is_passive(token) and not has_subject(token)  # "were evacuated 331 people"
            takes = trigger.row.patient is not Patient.SUBJECT and (not is_passive(token) or inverted)
            return trigger if takes else None
        if token == own and people.head in objects(token) and token.lemma_ not in LIGHT:
            return None  # "was freeing thousands, and seeking 832 people": another verb's
        if token.text in STOPS or (token.tag_ in FINITE and token.lemma_ not in LIGHT):
            return None
    return None


def continued(context: Context, people: People) -> Iterator[Fact]:
    """A sentence that tells no event goes on with the one before: "They were 17 women and 41 children"."""
    before = _event_before(context, people)
    if (
        before is None
        or _of_the_dead(context, people)
        or people.event
        or people.troops
        or _aside(people)
        or _anaphoric(people)
        or belongs_to_a_noun(people)
    ):
        return
    if any(trigger.is_verb and trigger.type in FLOWS for trigger in context.scene.triggers.values()):
        return
    if {token.lemma_.lower() for token in context.scene.sentence.tokens} & ROOM:
        return
    verb = _own_verb(people.head)
    planned = verb is not None and (verb.lemma_ in AWAITED or _is_plan(verb))
    if verb is None or _predicates(verb, people):
        yield Fact(
            before.type,
            "continued",
            people.head,
            people=people,
            modality=Modality.PLANNED if planned else before.modality,
            detail=before.detail,
            echo=True,
        )


def _event_before(context: Context, people: People) -> Claim | None:
    """The latest counted event of this paragraph or the one before it, counted in the same unit."""
    story = context.story
    if context.scene.sentence.paragraph - story.last_paragraph > 1:
        return None
    kinds = FLOWS | {ClaimType.HOLDING}
    told = (claim for claim in reversed(story.last) if claim.quantity is not None and claim.type in kinds)
    before = next(told, None)
    same = before is not None and before.quantity is not None and before.quantity.unit is people.unit
    return before if same else None


def _predicates(verb: Token, people: People) -> bool:
    """True where the clause says who or how many they were, not something about one of them or of others."""
    if people.bare and _is_subject_of_be(people.head):
        return True
    if verb.lemma_ in AWAITED:
        verb = next((child for child in verb.children if child.dep_ == "xcomp"), verb)
    if verb.lemma_ not in LIGHT | HAVING | AWAITED:
        return False
    if people.head in subjects(verb):
        return verb.lemma_ != "be" or people.bare or _has_predicate(verb)
    return all(_is_many(noun) for noun in subjects(verb))


def _is_subject_of_be(number: Token) -> bool:
    """ "467 are Iraqis and 984 are Arabs": a subject, though the parser may join it to the noun before."""
    return number.i + 1 < number.sent.end and number.nbor(1).lemma_ == "be"


def _is_many(noun: Token) -> bool:
    """True for words that stand for the people told of: "they", "the total", "the group", a plural."""
    counts = noun.lemma_.lower() in POPULATION | INTENTIONS | PORTIONS | VEHICLES or noun.lower_ in PLURALS
    event = noun.tag_ in {"NNS", "NNPS"} or noun.lower_ in {"it", "which"}
    superlative = any(child.tag_ == "JJS" for child in noun.children) or noun.tag_ == "JJS"
    return (counts or event) and not superlative


def _aside(people: People) -> bool:
    """People in a phrase beside what is told: "an assault by 100 fighters", "near 300 prisoners"."""
    prep = preposition(people.head)
    return prep is not None and not people.bare and prep.lower_ not in {"of", "to", "at", "including", "with"}


def _of_the_dead(context: Context, people: People) -> bool:
    """ "Dead in custody since May: 12", in a list of other things."""
    number = context.scene.first_of(people)
    tokens = [token for token in context.scene.sentence.tokens if token.i < number.i]
    return bool(tokens) and tokens[-1].text == ":" and any(token.lower_ in DEAD for token in tokens)


def _is_plan(verb: Token) -> bool:
    """ "The plan had been for nearly 7,000"."""
    return any(noun.lemma_.lower() in INTENTIONS for noun in subjects(verb))


def _has_predicate(verb: Token) -> bool:
    """ "They were 17 women", not "175 children are in hospital"."""
    return any(child.dep_ in {"attr", "expl"} for child in verb.children)


def _anaphoric(people: People) -> bool:
    """ "The three": people already counted."""
    return people.bare and any(child.lower_ in {"the", "these", "those"} for child in people.head.children)


def _own_verb(token: Token) -> Token | None:
    """The verb that people stand under, unless another noun is between: "the fate of the sons of 50 men"."""
    verb = verb_above(token)
    for node in token.ancestors:
        if node == verb:
            return verb
        if (
            node.dep_ == "pobj"
            and node.head.lower_ == "of"
            and node.pos_ == "NOUN"
            and node.lemma_ not in POPULATION
        ):
            return None
    return verb
