"""The names that stand with a fact: where, from where, to where, and who acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from habeas.lexicon.shape import Patient
from habeas.model import ROLE_TAGS, ClaimType, Name, is_nationality
from habeas.reading.asides import known_voice
from habeas.reading.english import (
    ACCUSING,
    BODIES,
    COURTS,
    DESTINATION,
    LOOSE_FACILITIES,
    NO_ACTORS,
    ORIGIN,
    PARTING,
    PORTIONS,
    PUTTING,
    RAIDS,
    RULERS,
    SETTLEMENTS,
    SHORT_FORMS,
    TITLES,
    VEHICLES,
    WITHIN,
)
from habeas.reading.facts import TAKEOVER, Context, Fact, anchor_token, own_citizens, own_tags
from habeas.reading.grammar import (
    agents,
    clause_of,
    done_before,
    has_subject,
    is_passive,
    objects,
    subjects,
    verb_above,
)
from habeas.reading.keeping import keeper_of
from habeas.reading.people import RELATIVES
from habeas.reading.places import FARTHEST, Spot, preposition, under
from habeas.reading.scene import Scene
from habeas.reading.sharing import share_of
from habeas.reading.speakers import speaker_name
from habeas.reading.triggers import Trigger

if TYPE_CHECKING:
    from habeas.reading.tokens import Token


INMATES: Final = {"detainee", "guard", "inmate", "interrogator", "jailer", "prisoner", "warden"}
LEAVE: Final = {"leave", "depart", "set out"}
HAPPENINGS: Final = {
    ClaimType.CAPTURE, ClaimType.RECAPTURE, ClaimType.DEATH, ClaimType.EXECUTION, ClaimType.TRIAL,
    ClaimType.CONVICTION, ClaimType.SENTENCE, ClaimType.RELEASE,
}  # fmt: skip
VERDICTS: Final = {ClaimType.TRIAL, ClaimType.CONVICTION, ClaimType.SENTENCE}
ABUSES: Final = {ClaimType.ALLEGATION, ClaimType.DENIAL}
HOMELANDS: Final = {"country", "home country", "homeland", "own country"}
LOADING: Final = {"board", "collect", "load", "put"}
LIVING: Final = {"be", "find", "live", "remain", "stay"}
# Nobody goes anywhere: "handed down terms to six".
UNMOVED: Final = {
    ClaimType.TRIAL, ClaimType.CONVICTION, ClaimType.SENTENCE, ClaimType.EXECUTION, ClaimType.DEATH,
    ClaimType.ATTACK, ClaimType.ALLEGATION,
}  # fmt: skip
STANCES: Final = {ClaimType.POSITION, ClaimType.DENIAL}
LEAVING: Final = {ClaimType.TRANSFER, ClaimType.REPATRIATION, ClaimType.RELEASE, ClaimType.ESCAPE}


@dataclass(frozen=True, slots=True)
class Slots:
    """The names that stand with a fact."""

    place: Name | None = None
    origin: Name | None = None
    destination: Name | None = None
    actor: Name | None = None


def slots_of(context: Context, fact: Fact) -> Slots:
    """The fact's names; what the sentence leaves open stays open, but for an event that goes on."""
    trigger = fact.trigger
    if trigger is not None and trigger.row.word == "detain" and trigger.is_verb:
        arrested = is_arrest(context.scene, trigger)
        fact = replace(fact, type=ClaimType.CAPTURE) if arrested else fact
    own = _own_slots(context, fact)
    if not fact.echo or not context.story.last:
        return own
    before = context.story.last[-1]
    return Slots(
        own.place or before.place,
        own.origin or before.origin,
        own.destination or before.destination,
        own.actor or before.actor,
    )


def _own_slots(context: Context, fact: Fact) -> Slots:
    token = fact.trigger.token if fact.trigger is not None else fact.word
    actor = _actor(context, fact, token)
    receives = fact.trigger is not None and fact.trigger.row.receives
    origin = _origin(context, fact, token)
    moves = fact.type not in UNMOVED and fact.rule != TAKEOVER
    destination = _destination(context.scene, fact, token, actor) if moves else None
    place = _place(context, fact)
    if fact.trigger is not None and fact.trigger.row.arrives:
        destination, place = destination or place, None
    if fact.type is ClaimType.EXECUTION and place is None and actor is not None:
        place = actor if context.scene.is_state(actor) else None  # a state puts to death on its own soil
    ends = [name for name in (origin, destination) if name is not None]
    if place is not None and any(place == end or _is_of_the_end(context.scene, place, end) for end in ends):
        place = None
    if fact.type is ClaimType.HOLDING and actor is None:
        actor = keeper_of(context.scene, place)
    own = destination == actor and receives and fact.type is ClaimType.TRANSFER
    return Slots(
        _resolved(context, place),
        _resolved(context, origin),
        _resolved(context, destination, fact),
        None if own else actor,
    )


def _is_of_the_end(scene: Scene, place: Name, end: Name) -> bool:
    """ "Left for Velmar camp in Kesh": where the camp is, not where they left."""
    between = scene.sentence.report.text[end.span.end : place.span.start].lower().split()
    return not end.text.islower() and between in [[word] for word in WITHIN]


def is_arrest(scene: Scene, trigger: Trigger) -> bool:
    """An arrest, not a state: "detained 20 people", "have been detained since May"."""
    token = trigger.token
    if any(spot.detains for spot in under(scene.spots, token, trigger.last, WITHIN, set())):
        return False
    if any(child.dep_ == "dobj" for child in token.children):
        return True
    words = {child.lower_ for child in token.children if child.dep_ in {"aux", "auxpass"}}
    inside = {inner.lower_ for inner in token.subtree}
    if {"have", "has", "had"} & words:
        return bool(inside & {"since", "past", "far"})
    first, last = scene.sentence.start(token.left_edge), scene.sentence.end(token.right_edge)
    dated = any(first <= when.start < last for when in scene.whens)
    done = bool(words & {"was", "were"}) or not words  # "nine suspects detained by commandos"
    return bool(inside & RAIDS) or (done and (dated or bool(agents(token))))


def _resolved(context: Context, name: Name | None, fact: Fact | None = None) -> Name | None:
    """ "The camp", "the country": the one that the report has named; else the words themselves.

    With the fact, "their home country" is that of the people.
    """
    if name is None or name.id is not None:
        return name
    home = _home_of(context, fact) if fact is not None and name.text.lower() in HOMELANDS else None
    if home is not None:
        return home
    if not _is_definite(context.scene, name):
        return name
    word = name.text.lower().removeprefix("same ")
    if word in SHORT_FORMS:
        return _site_before(context, name, word) or context.story.site_called(word, context.scene) or name
    if word in SETTLEMENTS:
        return _town_before(context, name) or name
    return _country_before(context, name) or name if word in {"country", "kingdom"} else name


def _home_of(context: Context, fact: Fact) -> Name | None:
    """The country whose nationals all of them are, by its name where the report has it."""
    codes = {tag for tag in own_tags(fact) if is_nationality(tag)}
    if len(codes) != 1:
        return None
    (code,) = codes
    own = next((spot.name for spot in context.scene.spots if spot.name.id == code), None)
    return own or context.story.countries.get(code)


def _site_before(context: Context, name: Name, noun: str) -> Name | None:
    """The one place of detention of that noun that the sentence itself has named."""
    own = {
        spot.name.span: spot.name
        for spot in context.scene.spots
        if spot.detains and spot.named and spot.name.span.end <= name.span.start
    }
    called = [one for one in own.values() if noun in one.text.lower() or noun in LOOSE_FACILITIES]
    return called[0] if len(called) == 1 else None


def _town_before(context: Context, name: Name) -> Name | None:
    """The town that was named last, in this sentence or before it."""
    own = [
        spot.name
        for spot in context.scene.spots
        if spot.named and not spot.detains and spot.name.span.end <= name.span.start
    ]
    return own[-1] if own else context.story.town


def _is_definite(scene: Scene, name: Name) -> bool:
    before = scene.sentence.report.text[: name.span.start].split()[-1:]
    return before in (["the"], ["The"], ["this"], ["that"])


def _country_before(context: Context, name: Name) -> Name | None:
    """The country that was spoken of last, by its name where the report has it."""
    spoken = [mention for mention in context.scene.mentions if mention.end <= name.span.start]
    codes = [code for mention in spoken if (code := mention.nationality or mention.country) is not None]
    code = codes[-1] if codes else context.story.country
    return context.story.countries.get(code) if code is not None else None


def _hanging(scene: Scene, fact: Fact, words: frozenset[str]) -> Spot | None:
    """The first place that hangs on the fact's word by one of these prepositions."""
    token = fact.trigger.token if fact.trigger is not None else fact.word
    last = fact.trigger.last if fact.trigger is not None else fact.word
    through = {people.head.i for people in scene.people} | {agent.i for agent in agents(token)}
    if words is not WITHIN:  # "from prisons in Syria to Iraq"; but the place of prisons isn't the event's
        through |= {spot.head.i for spot in scene.spots} | _carriers(scene)
    found = next(under(scene.spots, token, last, words, through), None)
    if found is not None or words is WITHIN or fact.type not in LEAVING:
        return found
    legs = (
        under(scene.spots, verb, verb, words, through) for verb in (*_legs(token), *_told_of(scene, fact))
    )
    return next((spot for leg in legs for spot in leg), None)


def _told_of(scene: Scene, fact: Fact) -> Iterator[Token]:
    """What a relative clause says that happened to them: "the move was of 150, who were taken to Velmar"."""
    for child in fact.people.head.children if fact.people is not None else ():
        trigger = scene.triggers.get(child.i)
        if child.dep_ in {"relcl", "acl"} and trigger is not None and trigger.type in LEAVING:
            yield child


def _carriers(scene: Scene) -> set[int]:
    """Vehicles, batches and what they carry: "a flight from Erbil carrying 29 women"."""
    return {
        token.i
        for token in scene.sentence.tokens
        if token.lemma_.lower() in VEHICLES | PORTIONS
        or (token.dep_ == "acl" and token.head.lemma_.lower() in VEHICLES)
    }


def _legs(verb: Token) -> Iterator[Token]:
    """The way's other verbs: "came from a jail and were brought to Iraq", "finished moving them to Iraq"."""
    if verb.dep_ == "xcomp":
        yield verb.head
    above = verb_above(verb) if verb.tag_ == "VBG" and verb.dep_ in {"acl", "advcl"} else None
    if above is not None and any(noun.lemma_ in VEHICLES for noun in subjects(above)):
        yield above  # "a flight from Velmar took off carrying 40"
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not has_subject(verb):
        yield verb.head
    yield from (child for child in verb.children if child.dep_ == "conj" and not has_subject(child))


def _beside_people(scene: Scene, fact: Fact, words: frozenset[str]) -> Spot | None:
    """The place in the people's own phrase: "96 from one prison, 40 from another"."""
    if fact.people is None:
        return None
    own = {fact.people.head.i, scene.first_of(fact.people).i}
    for spot in scene.spots:
        prep = preposition(spot.head)
        if (
            prep is not None
            and prep.lower_ in words
            and prep.head.i in own
            and not _is_nationality(fact, spot)
        ):
            return spot
    return None


def _is_nationality(fact: Fact, spot: Spot) -> bool:
    """ "Migrants from Niger": the country that they are of."""
    return spot.name.id in own_tags(fact)


def _place(context: Context, fact: Fact) -> Name | None:
    if (own := _of_the_number(context.scene, fact)) is not None:
        return own.name
    place = _hanging(context.scene, fact, WITHIN)
    if place is not None and place.head.lemma_ == "border" and _is_across(place):
        place = None  # "driven across the border"
    if fact.type is ClaimType.HOLDING and not (
        place is not None and _is_their_own(context.scene, fact, place)
    ):
        place = _facility_of(context, fact, place) or place
    if fact.type is ClaimType.ATTACK or fact.rule == TAKEOVER:
        place = next((spot for spot in context.scene.spots if spot.detains), place)
    if place is None and fact.type in ABUSES:
        place = _kept_in(context.scene, fact)
    if place is None and fact.type in HAPPENINGS | ABUSES | {ClaimType.TRANSFER, ClaimType.HOLDING}:
        place = _scene_of(context.scene, fact)
    if place is None and fact.type is ClaimType.CAPTURE:
        taken = _hanging(context.scene, fact, ORIGIN)  # "abducted from a school"
        place = taken if taken is not None and not context.scene.is_state(taken.name) else None
        place = place or _beside_people(context.scene, fact, frozenset({"of"})) or _raided(context.scene)
    place = place or _where(context.scene, fact) or _first_done(context.scene, fact)
    if place is not None:
        return place.name
    if fact.type is ClaimType.DEATH and (site := _just_named(context, fact)) is not None:
        return site
    return _setting(context, fact) or _ill_treated_in(context, fact)


def _raided(scene: Scene) -> Spot | None:
    """ "In two days of raids on farms around Velmar": the sentence's only place that was raided."""
    hit = [
        spot
        for spot in scene.spots
        if (prep := preposition(spot.head)) is not None
        and prep.lower_ in {"on", "of", "in", "at"}
        and prep.head.lower_ in RAIDS
    ]
    return hit[0] if len(hit) == 1 else None


def _where(scene: Scene, fact: Fact) -> Spot | None:
    """What "where" stands for: "Block C, where some 600 men are kept"."""
    clause = clause_of(fact.word)
    if clause.dep_ != "relcl" or not any(child.lower_ == "where" for child in clause.children):
        return None
    return next((spot for spot in scene.spots if clause.head in (spot.head, *_named_by(scene, spot))), None)


def _named_by(scene: Scene, spot: Spot) -> list[Token]:
    return scene.sentence.tokens_in(spot.name.span.start, spot.name.span.end)


def _got_out_where(scene: Scene, fact: Fact) -> Spot | None:
    """ "Seized a prison in the town of Velmar, where 20 escaped": the prison, else the town."""
    town = _where(scene, fact) if fact.type is ClaimType.ESCAPE else None
    if town is None or town.detains:
        return town
    near = [spot for spot in scene.spots if spot.detains and 0 < town.head.i - spot.head.i <= FARTHEST]
    return near[-1] if near else town


def _first_done(scene: Scene, fact: Fact) -> Spot | None:
    """Where those who take people did what came first: "stopped a bus at Velmar and marched off 38"."""
    if fact.type not in {ClaimType.CAPTURE, ClaimType.RECAPTURE, ClaimType.DEATH}:
        return None
    for verb in done_before(clause_of(fact.word)):
        told = scene.triggers.get(verb.i)
        if told is not None and told.type in LEAVING | {ClaimType.HOLDING}:
            return None
        near = [spot for spot in scene.spots if _is_done_at(spot, verb)]
        if near:
            return next((spot for spot in near if _is_placed(spot)), near[0])
    return None


def _is_done_at(spot: Spot, verb: Token) -> bool:
    """ "Stopped a bus at Velmar", "stormed the village of Velmar"."""
    prep = preposition(spot.head)
    if prep is None:
        return spot.head.head == verb and spot.head.dep_ in {"dobj", "nsubjpass"}
    return prep.lower_ in WITHIN and verb_above(prep) == verb


def _setting(context: Context, fact: Fact) -> Name | None:
    """Where the sentence before set what goes on here: "Gunmen attacked Velmar. They took 40 women"."""
    scene, story = context.scene, context.story
    if fact.type is not ClaimType.CAPTURE or scene.spots or story.setting is None:
        return None
    if PARTING & {token.lower_ for token in scene.sentence.tokens}:
        return None
    if any(claim.type is ClaimType.HOLDING and claim.place == story.setting for claim in story.last):
        return None  # "300 are held in Velmar prison. Police arrested 12": somewhere else
    away = scene.sentence.paragraph - story.setting_paragraph
    earlier = any(child.dep_ == "aux" and child.lower_ == "had" for child in fact.word.children)
    done = fact.word.tag_ == "VBD" or is_passive(fact.word) or earlier
    return story.setting if done and (away == 0 or (away == 1 and earlier)) else None


def _just_named(context: Context, fact: Fact) -> Name | None:
    """The place of detention that the paragraph has named: where people died or got out of."""
    scene, story = context.scene, context.story
    near = story.facility is not None and story.facility_paragraph == scene.sentence.paragraph
    if (
        not near
        or story.facility is None
        or scene.spots
        or fact.type not in {ClaimType.DEATH, ClaimType.ESCAPE}
    ):
        return None
    if PARTING & {token.lower_ for token in scene.sentence.tokens}:
        return None
    return story.facility.name


def _ill_treated_in(context: Context, fact: Fact) -> Name | None:
    """Guards and prisoners, spoken of right after the report's only place of detention, are of it."""
    scene, story = context.scene, context.story
    inside = INMATES & {token.lemma_.lower() for token in scene.sentence.tokens}
    elsewhere = any(spot.detains for spot in scene.spots)
    if fact.type is not ClaimType.ALLEGATION or elsewhere or not inside or len(story.sites) != 1:
        return None
    return next(iter(story.sites.values()))[0] if story.facility_ago <= 3 else None


def _of_the_number(scene: Scene, fact: Fact) -> Spot | None:
    """ "9,000 men are held in Velmar and 2,000 in Lomna": a number that follows another has its own place."""
    placed = fact.type in HAPPENINGS | {ClaimType.HOLDING} and fact.people is not None and fact.people.bare
    return _beside_people(scene, fact, WITHIN) if placed else None


def _is_their_own(scene: Scene, fact: Fact, place: Spot) -> bool:
    """A place of detention by its name or as "the camp"; a town or province where the clause has no other."""
    if place.detains:
        return place.named or _is_short(scene, place)
    clause = clause_of(fact.word)
    inside = [spot for spot in scene.spots if spot.detains and clause_of(spot.head) == clause]
    return place.named and not inside and not any(spot.head == fact.word for spot in scene.spots)


def _is_short(scene: Scene, spot: Spot) -> bool:
    """ "The camp": the one that the report has named."""
    return spot.name.text.lower() in SHORT_FORMS and _is_definite(scene, spot.name)


def _is_across(spot: Spot) -> bool:
    prep = preposition(spot.head)
    return prep is not None and prep.lower_ == "across"


def _scene_of(scene: Scene, fact: Fact) -> Spot | None:
    """Where it happened, said of the clause, its raid or riot, or whoever did it: "a court in Baghdad"."""
    clause = clause_of(fact.word)
    acting = subjects(clause) if clause.pos_ == "VERB" else []
    last = {spot.head.i for spot in scene.spots if _is_of(spot, acting) and fact.word not in acting}
    # "Police in Kesh" may have acted elsewhere.
    for spot in sorted(scene.spots, key=lambda spot: spot.head.i in last):
        prep = preposition(spot.head)
        took_place = fact.word in acting and prep is not None and prep.head == clause
        if prep is None or (fact.type is ClaimType.TRANSFER and not (prep.head in acting or took_place)):
            continue
        before = prep.nbor(-1) if prep.i > prep.sent.start else prep.head
        raided = prep.lower_ in {"on", "of", "around"} and {prep.head.lower_, before.lower_} & RAIDS
        if (prep.lower_ in WITHIN or raided) and _reaches(scene, fact, prep, clause):
            return spot
    if fact.type in {ClaimType.DEATH, ClaimType.EXECUTION}:
        near = [spot for spot in scene.spots if spot.detains]
        return near[0] if len(near) == 1 else None
    return None


def _is_of(spot: Spot, nouns: list[Token]) -> bool:
    prep = preposition(spot.head)
    return prep is not None and prep.head in nouns


def _reaches(scene: Scene, fact: Fact, prep: Token, clause: Token) -> bool:
    """True where the way up from a preposition to the clause leads over no other clause and no other people.

    What a court speaks of happened elsewhere: there only the court's own place counts, or the verdict's.
    """
    others = {people.head.i for people in scene.people if people is not fact.people}
    for node in prep.ancestors:
        if node == clause:
            return True
        if node.i in others or node.pos_ in {"VERB", "AUX"} or node.lower_ in ORIGIN | DESTINATION:
            return False
        if fact.type not in ABUSES and node.lemma_.lower() in RULERS:
            return False
        if fact.type in VERDICTS and node.pos_ == "ADP" and not _is_court_phrase(node):
            return False
    return False


def _is_court_phrase(prep: Token) -> bool:
    """ "By a court": who tried them."""
    return any(child.lemma_.lower() in COURTS for child in prep.children)


def _origin(context: Context, fact: Fact, token: Token) -> Name | None:
    """Where people are moved or get away from: said with "from", or the place that they are people of."""
    if fact.type not in LEAVING or fact.rule == TAKEOVER:
        return None
    scene = context.scene
    spot = (
        _beside_people(scene, fact, ORIGIN)
        or share_of(scene, fact, ORIGIN)
        or _hanging(scene, fact, ORIGIN)
        or _got_out_where(scene, fact)
        or _left(scene, fact, token)
        or _kept_in(scene, fact)
    )
    if spot is not None and _is_nationality(fact, spot):
        spot = None
    if spot is None:
        spot = _from_there(context, token)
    there = not any(other.detains for other in scene.spots)
    if spot is None and fact.type is ClaimType.ESCAPE and there and len(context.story.sites) == 1:
        spot = context.story.facility
    if spot is None and fact.type is ClaimType.ESCAPE:
        return _just_named(context, fact)
    return spot.name if spot is not None else None


def _from_there(context: Context, token: Token) -> Spot | None:
    """ "96 were taken from there", "put on lorries there": the place of detention named just before."""
    if not any(_is_from_there(child) for verb in (token, *_legs(token)) for child in verb.children):
        return None
    before = [spot for spot in context.scene.spots if spot.detains and spot.head.i < token.i]
    if before:
        return before[-1]
    return context.story.facility if context.story.facility_ago <= 2 else None


def _is_from_there(child: Token) -> bool:
    if child.lower_ == "there" and child.dep_ == "advmod":
        return child.head.lemma_ in LOADING
    inner = [word.lower_ for word in child.children]
    return child.lower_ == "from" and inner == ["there"]


def _left(scene: Scene, fact: Fact, token: Token) -> Spot | None:
    """A place that people leave, a place of detention that sends them away, is emptied, or whose they are."""
    if fact.trigger is not None and fact.trigger.row.receives:
        return None
    nouns = {noun.i for noun in (*subjects(token), *objects(token))} if token.pos_ == "VERB" else set()
    leaves = fact.trigger is not None and fact.trigger.row.word in LEAVE
    for spot in scene.spots:
        prep = preposition(spot.head)
        theirs = fact.people is not None and prep is not None and prep.head == fact.people.head
        if spot.detains and (spot.head.i in nouns or (theirs and prep is not None and prep.lower_ == "of")):
            return spot
        if leaves and spot.head.head == token and spot.head.dep_ == "dobj":
            return spot
    return None


def _kept_in(scene: Scene, fact: Fact) -> Spot | None:
    """The place of detention that the people were in: "12 women held in Roj camp were sent home"."""
    token = fact.trigger.token if fact.trigger is not None else fact.word
    for spot in scene.spots:
        prep = preposition(spot.head)
        if prep is None or prep.lower_ not in WITHIN:
            continue
        if not spot.detains and not (_is_placed(spot) and _holds(scene, prep.head, prep)):
            continue  # "40,000 of its nationals detained in Kesh"
        if _says_where(scene, fact, prep) or (token.dep_ == "conj" and _holds(scene, token.head, prep)):
            return spot
    return None


def _holds(scene: Scene, verb: Token, prep: Token) -> bool:
    """ "The girls were held in the camp and have been freed": the verb before says where they were."""
    trigger = scene.triggers.get(verb.i)
    return trigger is not None and trigger.type is ClaimType.HOLDING and prep.head == verb


def _says_where(scene: Scene, fact: Fact, prep: Token) -> bool:
    """True where the preposition hangs on the people, at most over a word that they are held or live."""
    for node in prep.ancestors:
        if fact.people is not None and node.i == fact.people.head.i:
            return True
        trigger = scene.triggers.get(node.i)
        held = trigger is not None and trigger.type is ClaimType.HOLDING
        if not held and node.lemma_ not in LIVING and node.pos_ != "ADJ" and node.dep_ != "oprd":
            return False
    return False


def _destination(scene: Scene, fact: Fact, token: Token, actor: Name | None) -> Name | None:
    """Where to, or to whom; a state that takes its own home is the destination itself."""
    last = fact.trigger.last if fact.trigger is not None else fact.word
    leaves = fact.trigger is not None and fact.trigger.row.word in LEAVE
    words = DESTINATION | {"for"} if leaves else DESTINATION
    spot = _beside_people(scene, fact, words) or share_of(scene, fact, words)
    spot = spot or _hanging(scene, fact, words) or _put_in(scene, fact, token)
    if spot is not None:
        return spot.name
    if (receiver := _receiver(scene, token, last)) is not None:
        return receiver
    if fact.trigger is not None and fact.trigger.row.receives:
        taking = {noun.i for noun in subjects(token)}
        place = next((spot for spot in scene.spots if spot.head.i in taking), None)
        return place.name if place is not None else actor
    return actor if actor is not None and _brings_home(fact, scene, actor) else None


def _put_in(scene: Scene, fact: Fact, token: Token) -> Spot | None:
    """ "Taken from their mothers and placed in military prisons": where people are put is where they go."""
    if fact.type not in {ClaimType.TRANSFER, ClaimType.REPATRIATION}:
        return None
    verbs = {verb.i for verb in (token, *_legs(token)) if verb.lemma_ in PUTTING}
    for spot in scene.spots:
        prep = preposition(spot.head)
        if prep is not None and prep.lower_ in WITHIN and prep.head.i in verbs:
            return spot
    return None


def _brings_home(fact: Fact, scene: Scene, actor: Name) -> bool:
    """True for a state that brings people home: its own, or women and children not said to be another's."""
    people = fact.people
    relatives = people is not None and bool(people.tags & RELATIVES) and not people.tags & ROLE_TAGS
    own = people is not None and (relatives or own_citizens(people))
    moves = fact.type is ClaimType.REPATRIATION or (fact.type is ClaimType.TRANSFER and own)
    if not moves or fact.rule in {"stance", "should"} or _sends(fact):
        return False
    codes = {tag for tag in own_tags(fact) if is_nationality(tag)}
    return scene.is_state(actor) and (not codes or scene.country_of(actor) in codes)


def _facility_of(context: Context, fact: Fact, place: Spot | None) -> Spot | None:
    """The place of detention that the sentence is about, else the one that the report spoke of last."""
    scene = context.scene
    near = [spot for spot in scene.spots if spot.detains and not _goes_by(scene, fact, spot)]
    if own := [spot for spot in near if spot.head == fact.word]:
        return own[0]
    if near:
        at = anchor_token(fact).i
        found = min(
            near,
            key=lambda spot: (not spot.known, not spot.named, not _is_placed(spot), abs(spot.head.i - at)),
        )
        if _is_placed(found) or _is_short(context.scene, found):
            return found
        return _around(context.scene, found) or found
    if place is not None:
        return None
    points = {"it", "its", "there", "which", "inside"} & {
        token.lower_ for token in context.scene.sentence.tokens
    }
    acting = {noun.lemma_.lower() for noun in subjects(fact.word)} & LOOSE_FACILITIES
    going_on = fact.rule == "continued" and not any(claim.place for claim in context.story.last)
    if fact.rule == "facility-has" or going_on or ((points or acting) and context.story.facility_ago <= 3):
        return context.story.facility
    return None


def _around(scene: Scene, facility: Spot) -> Spot | None:
    """ "Prisons that the army guards in the north-east": the named place in their phrase."""
    inside = {token.i for token in facility.head.subtree if token.i > facility.head.i}
    return next((spot for spot in scene.spots if spot.head.i in inside and _is_placed(spot)), None)


def _sends(fact: Fact) -> bool:
    """ "Iran sent back 2,300", "Pakistan expelled 1,100": they leave the state that acts."""
    word = fact.trigger.row.word if fact.trigger is not None else ""
    return fact.detail == "deportation" or word.startswith("send")


def _goes_by(scene: Scene, fact: Fact, spot: Spot) -> bool:
    """True for a place that others are taken to or from: "11 were held, the others sent to Velmar jail"."""
    prep = preposition(spot.head)
    if prep is None or prep.lower_ not in ORIGIN | DESTINATION or spot.head.is_ancestor(fact.word):
        return False  # "moved to Roj, which has 2,500 residents"
    return prep.head.i in scene.triggers and prep.head != fact.word


def _is_placed(spot: Spot) -> bool:
    """ "The jail in Hasakah": its words name where it is."""
    return any(letter.isupper() for letter in spot.name.text)


def _receiver(scene: Scene, token: Token, last: Token) -> Name | None:
    """A body that people are handed to: "handed over to Iraqi authorities"."""
    for prep in scene.sentence.tokens:
        if prep.lower_ != "to" or prep.dep_ not in {"prep", "dative"} or prep.head not in (token, last):
            continue
        target = next((child for child in prep.children if child.dep_ == "pobj"), None)
        if target is not None and (
            target.pos_ == "PROPN" or scene.mention_at(target) is not None or target.lemma_ in BODIES
        ):
            return _sent_from(scene, target) or speaker_name(scene.sentence, target, scene.mentions)
    return None


def _sent_from(scene: Scene, receiver: Token) -> Name | None:
    """The country whose delegation receives people: "a delegation from Tajikistan"."""
    for spot in scene.spots:
        prep = preposition(spot.head)
        if prep is not None and prep.head == receiver and prep.lower_ == "from" and scene.is_state(spot.name):
            return spot.name
    return None


def _actor(context: Context, fact: Fact, token: Token) -> Name | None:
    """Who holds, moves, tries, attacks, is accused or takes the position."""
    for noun in _acting(context.scene, fact, token):
        if noun.lower_ in {"they", "it", "he", "she", "who", "which", "that", "them"}:
            own = (one for one in context.scene.credits if one.who == noun)
            credit = next(own, None) or context.scene.credit_of(noun)
            alone = (
                credit is not None and noun.lower_ == "they" and not _are_several(context.scene, credit.who)
            )
            if alone and fact.type is ClaimType.ALLEGATION:
                return None  # "they beat us, said Mira Sand"
            if (
                credit is not None
                and credit.speaker is not None
                and noun.lower_ in {"it", "they", "he", "she"}
            ):
                return credit.speaker  # "the army said that it had moved 20"
            told = (claim.actor for claim in reversed(context.story.last) if claim.actor is not None)
            return next(told, None) or context.story.speaker
        if _may_act(context.scene, fact, noun):
            return speaker_name(context.scene.sentence, noun, context.scene.mentions)
    return None


def _are_several(scene: Scene, who: Token) -> bool:
    """True for those whom "they" may mean: several people, or a body."""
    body = who.lemma_.lower() in BODIES or scene.mention_at(who) is not None
    return who.tag_ in {"NNS", "NNPS"} or body


def _acting(scene: Scene, fact: Fact, token: Token) -> list[Token]:
    if fact.actor is not None:
        return [fact.actor]
    under_accusation = token.dep_ == "pcomp" or fact.type is ClaimType.ALLEGATION
    if under_accusation and (accused := _accused(token)) is not None:
        return [accused]
    if fact.trigger is None:
        return subjects(token) if fact.rule == "holder-has" else []
    if not fact.trigger.is_verb:
        return agents(token) + [child for child in token.children if child.dep_ == "poss"]
    suffers = fact.trigger.row.patient is Patient.SUBJECT or is_passive(token)
    return agents(token) or ([] if suffers else subjects(_done_by(scene, token)))


def _done_by(scene: Scene, token: Token) -> Token:
    """ "The army took nine, the union said, raising the number to 53": it is the army that raised it."""
    spoken = token.dep_ == "advcl" and not has_subject(token) and token.i > token.head.i
    if not spoken or token.head not in [credit.cue for credit in scene.credits]:
        return token
    return next((child for child in token.head.children if child.dep_ == "ccomp"), token)


def _accused(token: Token) -> Token | None:
    """Who is accused, where the word stands under "accuse"."""
    verb = next((node for node in token.ancestors if node.lemma_ in ACCUSING), None)
    if verb is None:
        return None
    return next((child for child in verb.children if child.dep_ == "dobj"), None)


def _may_act(scene: Scene, fact: Fact, noun: Token) -> bool:
    """False for the people themselves, counted people, vehicles, places and words for anybody."""
    if fact.people is not None and noun.i == fact.people.head.i:
        return False
    if noun.pos_ not in {"NOUN", "PROPN", "ADJ"} or noun.lower_ in NO_ACTORS or noun.lemma_ in VEHICLES:
        return False
    speaks = fact.type in STANCES and known_voice(noun)  # "lawyers urged", "the commission called on"
    if not (speaks or _is_body(scene, noun)):
        return False
    if any(other.head.i == noun.i and (other.figure is not None or other.weak) for other in scene.people):
        return False
    return not any(spot.head.i == noun.i and spot.detains for spot in scene.spots)


def _is_body(scene: Scene, noun: Token) -> bool:
    """True for a name, a body, an office or armed people; a number, an aim or a wing doesn't act."""
    armed = any(
        one.head == noun and (one.troops or one.tags & {"fighters", "militants"}) for one in scene.people
    )
    lemma = noun.lemma_.lower()
    return noun.pos_ == "PROPN" or scene.mention_at(noun) is not None or lemma in BODIES | TITLES or armed
