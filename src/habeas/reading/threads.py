"""What one claim takes over from another: the happenings of a report, and which claims go on with them.

A claim that breaks down, repeats or continues an earlier one takes from it the places and the people that
its own words leave open. What belongs to another happening (another state's, other people's, another
year's) keeps its slots empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from habeas.model import (
    FOREIGNERS,
    ROLE_TAGS,
    Claim,
    ClaimType,
    Measure,
    Modality,
    Name,
    Span,
    is_nationality,
)
from habeas.reading.dating import Telling, is_half_of_swap
from habeas.reading.english import CONTINUING, HELD_WORDS, ORIGIN, PARTING, PLURALS, PORTIONS, VEHICLES
from habeas.reading.facts import Fact
from habeas.reading.grammar import clause_of
from habeas.reading.groups import is_further
from habeas.reading.places import Spot, preposition
from habeas.reading.scene import Scene, Story, site_key

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

MOVES: Final = frozenset({ClaimType.TRANSFER, ClaimType.REPATRIATION})
BREAKS: Final = frozenset({ClaimType.ESCAPE, ClaimType.ATTACK, ClaimType.DEATH})
COURT: Final = frozenset({ClaimType.TRIAL, ClaimType.CONVICTION, ClaimType.SENTENCE})
FAMILIES: Final = (
    MOVES,
    BREAKS,
    COURT,
    frozenset({ClaimType.RELEASE}),
    frozenset({ClaimType.CAPTURE}),
    frozenset({ClaimType.HOLDING}),
)
BY_TYPE: Final = {
    **dict.fromkeys((ClaimType.CAPTURE, ClaimType.RELEASE, ClaimType.HOLDING), frozenset({"detainees"})),
    **dict.fromkeys((ClaimType.ALLEGATION, ClaimType.DENIAL, ClaimType.DEATH), frozenset({"detainees"})),
    **dict.fromkeys((ClaimType.SENTENCE, ClaimType.EXECUTION), frozenset({"prisoners"})),
    **dict.fromkeys((ClaimType.ESCAPE, ClaimType.RECAPTURE), frozenset({"prisoners"})),
    **dict.fromkeys((ClaimType.TRIAL, ClaimType.CONVICTION), frozenset({"suspects"})),
}
# Whom a report that tells of nobody else is about, and the types in which people of whom no more is said are
# these.
SUBJECTS: Final = {
    "hostages": (
        frozenset({"hostages"}),
        frozenset(
            {ClaimType.RELEASE, ClaimType.DEATH, ClaimType.ESCAPE, ClaimType.HOLDING, ClaimType.CAPTURE}
        ),
    ),
    "migrants": (
        frozenset({"civilians", "migrants"}),
        frozenset(set(ClaimType) - {ClaimType.ATTACK, ClaimType.POSITION}),
    ),
    "prisoners_of_war": (
        frozenset({"prisoners_of_war"}),
        frozenset({ClaimType.RELEASE, ClaimType.HOLDING, ClaimType.ALLEGATION}),
    ),
}
STANCES: Final = {"stance", "should"}
LIVING: Final = {"house", "live", "remain", "shelter", "stay"}
LARGE: Final = 10  # a figure so large names its happening; a smaller one only near by
NEAR: Final = 1  # paragraphs
RECENT: Final = 60  # days before publication
HEAD: Final = 2  # paragraphs that a headline or lead fills
# Claims to look back and ahead for more: of hundreds of figures, those further off tell of others.
REACH: Final = 200
Places = dict[str, Name | None]


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with the fact and the sentence that it was made from."""

    claim: Claim
    fact: Fact
    scene: Scene
    telling: Telling  # how it points to the rest of the report in time
    countries: dict[Span, str] = field(default_factory=dict)  # that the report's claims name
    words: frozenset[str] = field(init=False)  # of its sentence

    def __post_init__(self) -> None:
        words = frozenset(token.lower_ for token in self.scene.sentence.tokens)
        object.__setattr__(self, "words", words)

    @property
    def paragraph(self) -> int:
        """The paragraph that it stands in."""
        return self.scene.sentence.paragraph


def carried_over(told: list[Told], story: Story) -> list[Claim]:
    """The claims, in order, with what the report settles elsewhere."""
    countries = _countries(told)
    told = [replace(one, countries=countries) for one in told]
    done: list[Told] = []
    for one in told:
        filled = _on_the_way(_there(one, done), story)
        for before in _sources(one, done):
            if _continues(filled, before):
                filled = _filled(filled, before)
        done.append(filled)
    done = [_completed(one, done[place + 1 : place + 1 + REACH]) for place, one in enumerate(done)]
    placed = [_at_the_focus(_in_the_one_place(one, done, story), done, story) for one in done]
    known: list[Told] = []
    for one in placed:
        known.append(_described(_answered(_of_the_subject(one, known), known)))
    return [one.claim for one in known]


def _sources(one: Told, before: list[Told]) -> list[Told]:
    """The claims that one may take from: those of its own type first, the nearest first."""
    near = before[: -REACH - 1 : -1]
    kind = one.claim.type
    return [other for other in near if other.claim.type is kind] + [
        other for other in near if other.claim.type is not kind
    ]


def _completed(headline: Told, after: list[Told]) -> Told:
    """A claim with what its sentence says after it; a headline or lead with a later telling of its figure."""
    for later in after:
        part = headline.claim.part_of == later.claim.id  # "17 women and 45 children, in total 62"
        if part or (later.scene is headline.scene and _told_together(headline, later)):
            headline = _filled(headline, later)
        if headline.paragraph < HEAD and _same_figure(headline, later) and not are_parted(headline, later):
            headline = _filled(headline, later)
    return headline


def _told_together(one: Told, other: Told) -> bool:
    """True for two figures of one word, neither part of the other: "34 children and 15 mothers"."""
    beside = one.fact.word == other.fact.word and not _is_part(other, one) and not other.fact.part_of
    pieces = ":" in one.scene.sentence.tokens.text  # "eight: five from Velmar, three from Kesh"
    return beside and not pieces and not are_parted(one, other)


def _continues(later: Told, earlier: Told) -> bool:
    """True where a claim breaks down, repeats or goes on with an earlier one."""
    if _is_part(later, earlier) or _are_listed(later, earlier):
        return True
    if are_parted(later, earlier):
        return False
    if is_half_of_swap(later.claim, earlier.claim):
        return later.paragraph - earlier.paragraph <= NEAR
    if later.fact.echo or later.fact.refers_back or _is_theirs(later):
        near = later.paragraph - earlier.paragraph <= NEAR
        return near and (not later.fact.echo or not _is_portion(earlier))
    if not _one_family(later, earlier):
        return False
    if later.scene is earlier.scene:
        told_as_one = later.fact.word == earlier.fact.word
        return told_as_one or (later.claim.type is earlier.claim.type and later.claim.type not in MOVES)
    if _same_figure(later, earlier):
        return True
    if _is_portion(earlier) or later.claim.type is ClaimType.HOLDING or _is_larger(later, earlier):
        return False
    return _points_back(later) or _goes_on(later) or _is_among(later, earlier)


def _are_listed(later: Told, earlier: Told) -> bool:
    """Two entries of a list by nationality or kind: what is true of the whole list is true of both."""
    entries = later.fact.echo and earlier.fact.echo and later.scene is not earlier.scene
    return entries and 0 <= later.paragraph - earlier.paragraph <= NEAR


def _is_theirs(told: Told) -> bool:
    """ "Their transfer, in batches of 50": of those told of before."""
    return any(child.dep_ == "poss" and child.lower_ == "their" for child in told.fact.word.children)


def _is_portion(told: Told) -> bool:
    """True for a figure that is part of another: "of those moved, 148 …", "the nine, seven Iraqis, …"."""
    people = told.fact.people
    others = {one.head.i for one in told.scene.people if one.figure is not None and one is not people}
    listed = people is not None and people.head.dep_ in {"appos", "conj"} and people.head.head.i in others
    return told.fact.part_of is not None or told.claim.part_of is not None or listed or _opens_part(told)


def _is_larger(part: Told, whole: Told) -> bool:
    """ "Of those freed, 70 went home" tells of none of four who were freed."""
    mine, theirs = part.claim.quantity, whole.claim.quantity
    if not _points_back(part) or _is_total(part) or mine is None or theirs is None:
        return False
    return mine.low is not None and theirs.high is not None and mine.low > theirs.high


def _opens_part(told: Told) -> bool:
    first = [token.lower_ for token in told.scene.sentence.tokens[:2]]
    return first[:1] == ["of"] or first[:2] in (["among", "them"], ["among", "those"])


def _is_among(later: Told, earlier: Told) -> bool:
    """One state's people of several states': "Germans and Danes were flown out. Denmark brought home 14"."""
    nations = _nations(earlier.claim.group)
    actor = _acting_state(later)
    own = later.countries.get(actor.span) if actor is not None else None
    return len(nations) > 1 and (own in nations or bool(_nations(later.claim.group) & nations))


def _one_family(a: Told, b: Told) -> bool:
    return any(a.claim.type in family and b.claim.type in family for family in FAMILIES)


def _is_part(later: Told, earlier: Told) -> bool:
    """True for a figure that breaks the earlier one down."""
    whole = later.fact.part_of
    inside = whole is not None and later.scene is earlier.scene and whole is earlier.fact.people
    return inside or (later.claim.part_of is not None and later.claim.part_of == earlier.claim.id)


def _same_figure(a: Told, b: Told) -> bool:
    """True where both tell one figure of people: a large one anywhere, a small one near by."""
    mine, theirs = a.claim.quantity, b.claim.quantity
    if mine is None or theirs is None or not _one_family(a, b) or a.scene is b.scene:
        return False
    if any(one.fact.people and is_further(one.scene, one.fact.people) for one in (a, b)):
        return False
    if (mine.low, mine.high, mine.unit) != (theirs.low, theirs.high, theirs.unit):
        return False
    return (mine.low or mine.high or 0) >= LARGE or abs(a.paragraph - b.paragraph) <= NEAR


def _points_back(told: Told) -> bool:
    """ "The batch", "the 148", "those moved": people whom the report has told of already."""
    people = told.fact.people
    heads = [people.head, told.scene.first_of(people)] if people is not None else []
    if people is not None and people.bare and people.head.lower_ in PLURALS:
        return True
    near = [child for head in heads for child in head.children]
    if any(child.lower_ in {"the", "these", "those"} for child in near):
        return True
    return any(_is_back(token) for token in told.scene.sentence.tokens[:8])


def _is_back(token: Token) -> bool:
    """ "Of those moved", "the convoy"."""
    if token.lower_ in {"those", "them", "these"}:
        return token.dep_ == "pobj" and token.head.lower_ in {"of", "among", "with"}
    definite = any(child.lower_ in {"the", "this"} for child in token.children)
    return definite and token.lemma_.lower() in PORTIONS | VEHICLES


def _goes_on(told: Told) -> bool:
    """ "Another 300", "15 women followed", "so far": the same happening goes on."""
    return bool({token.lemma_.lower() for token in told.scene.sentence.tokens} & CONTINUING)


def are_parted(a: Told, b: Told) -> bool:
    """True where something says that these are two happenings."""
    mine, theirs = a.claim, b.claim
    if PARTING & (a.words | b.words) or Modality.DENIED in {mine.modality, theirs.modality}:
        return True
    nations, others = _nations(mine.group), _nations(theirs.group)
    if nations and others and not nations & others:
        return True
    pairs = [(mine.destination, theirs.destination), (mine.origin, theirs.origin), (mine.place, theirs.place)]
    if any(_elsewhere(a, first, second) for first, second in pairs):
        return True
    return _elsewhere(a, _acting_state(a), _acting_state(b))


def _countries(told: list[Told]) -> dict[Span, str]:
    """The country of each place and body that the claims name, where it is known."""
    names = [
        (one.scene.country_of(name), name)
        for one in told
        for name in (one.claim.place, one.claim.origin, one.claim.destination, one.claim.actor)
        if name is not None
    ]
    return {name.span: country for country, name in names if country is not None}


def _elsewhere(told: Told, mine: Name | None, theirs: Name | None) -> bool:
    """True for names that lie in two countries."""
    if mine is None or theirs is None:
        return False
    if mine.text in theirs.text or theirs.text in mine.text:  # "Germany and Denmark"
        return False
    first, second = told.countries.get(mine.span), told.countries.get(theirs.span)
    return first is not None and second is not None and first != second


def _acting_state(told: Told) -> Name | None:
    actor = told.claim.actor
    return actor if actor is not None and told.scene.is_state(actor) else None


def _there(one: Told, before: list[Told]) -> Told:
    """ "They had been moved there", "nine died there": the place of what was told before."""
    claim = one.claim
    slot = "destination" if claim.type in MOVES else "place"
    clause = clause_of(one.fact.word)
    adverbs = (child for node in (one.fact.word, clause) for child in node.children)
    points = any(child.lower_ == "there" and child.dep_ == "advmod" for child in adverbs)
    if not points or not before or getattr(claim, slot) is not None:
        return one
    last = before[-1].claim
    place = last.place or last.destination or last.origin
    if place is None or one.paragraph - before[-1].paragraph > NEAR:
        return one
    return replace(one, claim=_with(claim, slot, place))


def _on_the_way(one: Told, story: Story) -> Told:
    """ "The batch was brought to Velmar", "2,317 received so far": from where all are said to have come."""
    claim, trigger = one.claim, one.fact.trigger
    received = trigger is not None and trigger.row.receives
    if claim.type not in MOVES or claim.origin is not None or not (received or _points_back(one)):
        return one
    route = next(iter(story.routes.values())) if len(story.routes) == 1 else None
    if route is None or _used(claim, route) or claim.modality is Modality.DENIED:
        return one
    return replace(one, claim=replace(claim, origin=route))


def _with(claim: Claim, slot: str, name: Name) -> Claim:
    if slot == "origin":
        return replace(claim, origin=name)
    return replace(claim, destination=name) if slot == "destination" else replace(claim, place=name)


def _nations(tags: frozenset[str]) -> set[str]:
    return {tag for tag in tags if is_nationality(tag)}


def _filled(claim: Told, source: Told) -> Told:
    """The claim with the places and people that it leaves open and the other gives."""
    mine, part = claim.claim, _is_part(claim, source)
    given = _places_for(mine, source.claim)
    if not part and not _is_told_again(claim, source):
        given = _roughly(claim, source, given)
    if any(child.lower_ == "where" for child in claim.fact.word.children):
        given = {}  # "nobody said where they were being taken"
    taken = {slot for slot in given if getattr(mine, slot) is None and not _used(mine, given[slot])}
    filled = replace(
        mine,
        place=given["place"] if "place" in taken else mine.place,
        origin=given["origin"] if "origin" in taken else mine.origin,
        destination=given["destination"] if "destination" in taken else mine.destination,
        group=_group(claim, source, part=part),
    )
    return replace(claim, claim=filled)


def _is_told_again(later: Told, earlier: Told) -> bool:
    """True for the same happening; False where one of its kind follows it."""
    again = later.fact.echo or later.fact.refers_back or later.scene is earlier.scene
    again = again or _is_theirs(later) or is_half_of_swap(later.claim, earlier.claim)
    return again or _same_figure(later, earlier) or (_points_back(later) and not _is_total(later))


def _is_total(told: Told) -> bool:
    return told.claim.measure is Measure.TOTAL


def _roughly(claim: Told, source: Told, given: Places) -> Places:
    """What a further happening of the kind shares: the way of a move; a running total, no building."""
    if claim.claim.type not in MOVES:
        return {}
    buildings = {spot.name.span for spot in source.scene.spots if spot.detains}
    rough: Places = {
        slot: name for slot, name in given.items() if name is not None and name.span not in buildings
    }
    return rough if _is_total(claim) else given


def _used(claim: Claim, name: Name | None) -> bool:
    """True for a place that the claim names in another slot."""
    own = (claim.place, claim.origin, claim.destination)
    return name is None or any(one is not None and site_key(one) == site_key(name) for one in own)


def _places_for(mine: Claim, theirs: Claim) -> Places:
    """What another claim's places are to this one: where people got out is where they died."""
    site = theirs.origin if theirs.type is ClaimType.ESCAPE else theirs.place
    if mine.type is ClaimType.ESCAPE:
        return {"origin": site}
    if mine.type in MOVES and theirs.type is ClaimType.HOLDING:
        return {"origin": theirs.place}
    if mine.type is ClaimType.RELEASE and theirs.type in MOVES:
        return {"origin": theirs.origin}
    if mine.type is ClaimType.REPATRIATION and theirs.type is ClaimType.TRANSFER:
        return {"origin": theirs.origin}  # who went home didn't go where others were moved to
    if mine.type in MOVES and theirs.type in MOVES:
        return {"origin": theirs.origin, "destination": theirs.destination}
    if mine.type is theirs.type is ClaimType.RELEASE:
        return {"place": theirs.place, "origin": theirs.origin, "destination": theirs.destination}
    if mine.type is theirs.type or any({mine.type, theirs.type} <= family for family in (BREAKS, COURT)):
        return {"place": site}
    return {}


def _group(claim: Told, source: Told, *, part: bool) -> frozenset[str]:
    """The people's tags, with those kinds of tags that the words leave open."""
    own, theirs, people = claim.claim.group, source.claim.group, claim.fact.people
    guards = people is not None and people.troops and claim.claim.type is ClaimType.DEATH
    if guards or ClaimType.ATTACK in {claim.claim.type, source.claim.type}:
        return own
    if _are_listed(claim, source):
        return own if own & ROLE_TAGS or _kinds(own) else own | theirs & ROLE_TAGS
    if people is not None and not (part or people.bare or people.weak or people.event):
        return own
    same = part or people is None or claim.fact.echo or _same_figure(claim, source) or _points_back(claim)
    tags = set(own)
    if same and not any(is_nationality(tag) or tag == FOREIGNERS for tag in own):
        tags |= {tag for tag in theirs if is_nationality(tag) or tag == FOREIGNERS}
    if not own & ROLE_TAGS and not _kinds(own):
        tags |= theirs & ROLE_TAGS
    named = people is not None and not people.bare and not part
    if same and not named and not _kinds(own):
        tags |= _kinds(theirs)
    return frozenset(tags)


def _kinds(tags: frozenset[str]) -> set[str]:
    """The tags that say what kind of people: women, children and so on."""
    return {tag for tag in tags if not is_nationality(tag) and tag not in ROLE_TAGS and tag != FOREIGNERS}


def _opened_with(claim: Claim, story: Story) -> Name | None:
    """The only place of detention that the report opens with, of what has just happened."""
    published, first = claim.report.published, claim.period.first if claim.period is not None else None
    if published is not None and first is not None and (published - first).days > RECENT:
        return None
    return story.opened_with


def _in_the_one_place(one: Told, told: list[Told], story: Story) -> Told:
    """An escape, a riot or deaths stand in the one place of all that the report tells, or has just told."""
    claim = one.claim
    slot = "origin" if claim.type is ClaimType.ESCAPE else "place"
    if claim.type not in BREAKS or getattr(claim, slot) is not None or PARTING & one.words:
        return one
    if any(spot.detains for spot in one.scene.spots):
        return one
    others = [other for other in told if other.claim.type in BREAKS and not _far_apart(claim, other.claim)]
    near = [other for other in others if other.paragraph == one.paragraph]
    site = _only_site(near) or _opened_with(claim, story) or _only_site(others)
    return one if site is None else replace(one, claim=_with(claim, slot, site))


def _only_site(told: list[Told]) -> Name | None:
    """The one place of these claims; None for several."""
    sites = {site_key(site): site for one in told for site in _sites(one.claim)}
    return next(iter(sites.values())) if len(sites) == 1 else None


def _caught_there(one: Told, told: list[Told], focus: Name | None) -> Told:
    """All captures that a report places are in the place that it is about: so are the others."""
    captures = [other.claim for other in told if other.claim.type is ClaimType.CAPTURE]
    places = {site_key(claim.place) for claim in captures if claim.place is not None}
    if focus is None or one.claim.place is not None or places != {site_key(focus)} or one.scene.spots:
        return one
    return replace(one, claim=replace(one.claim, place=focus))


def _at_the_focus(one: Told, told: list[Told], story: Story) -> Told:
    """People leave the place that the report is about, and are tried where the report's only court sits."""
    claim = one.claim
    if PARTING & one.words or claim.modality is Modality.DENIED:
        return one
    if claim.type in COURT and claim.place is None and claim.measure in {None, Measure.FLOW}:
        court = next(iter(story.courts.values())) if len(story.courts) == 1 else None
        return one if one.scene.spots else replace(one, claim=replace(claim, place=court))
    if (source := _had_been_held(one, story)) is not None:
        return replace(one, claim=replace(claim, origin=source))
    focus = story.focus
    if claim.type is ClaimType.CAPTURE:
        return _caught_there(one, told, focus)
    if claim.type not in MOVES or claim.origin is not None or focus is None or one.fact.rule in STANCES:
        return one
    bound_there = any(
        other.claim.destination is not None and site_key(other.claim.destination) == site_key(focus)
        for other in told
    )
    states = [
        name for name in (claim.destination, claim.actor) if name is not None and one.scene.is_state(name)
    ]
    if bound_there or states or any(_is_from(spot) for spot in one.scene.spots):
        return one
    return replace(one, claim=replace(claim, origin=focus))


def _had_been_held(one: Told, story: Story) -> Name | None:
    """Where the next sentences say that those moved had been: "They had been kept at Tel Velmar"."""
    claim = one.claim
    if claim.type not in MOVES or claim.origin is not None or claim.modality is not Modality.ASSERTED:
        return None
    if _is_total(one) or any(_is_from(spot) for spot in one.scene.spots):
        return None
    near = [name for paragraph, name in story.before if 0 <= paragraph - one.paragraph <= 2]
    again = [name for paragraph, name in story.before if paragraph == one.paragraph and _points_back(one)]
    places = {site_key(name): name for name in near or again}
    return next(iter(places.values())) if len(places) == 1 else None


def _is_from(spot: Spot) -> bool:
    prep = preposition(spot.head)
    return prep is not None and prep.lower_ in ORIGIN


def _sites(claim: Claim) -> Iterator[Name]:
    site = claim.origin if claim.type is ClaimType.ESCAPE else claim.place
    if site is not None:
        yield site


def _far_apart(a: Claim, b: Claim) -> bool:
    """True for claims of different years."""
    days = [claim.period.first for claim in (a, b) if claim.period is not None and claim.period.first]
    return len(days) == 2 and abs((days[0] - days[1]).days) > 60


def _of_the_subject(one: Told, before: list[Told]) -> Told:
    """ "Twelve more were freed": hostages, migrants, where the report tells of no others."""
    claim, people = one.claim, one.fact.people
    captive = bool({"captive", "captives", "captivity"} & one.words)
    vague = captive or people is None or people.bare or people.weak or claim.group == {"detainees"}
    if not vague or claim.group & (ROLE_TAGS - {"civilians", "detainees"}):
        return one
    roles = {tag for other in before for tag in other.claim.group & ROLE_TAGS} - {"civilians", "detainees"}
    subject = SUBJECTS.get(next(iter(roles))) if len(roles) == 1 else None
    if subject is None or claim.type not in subject[1]:
        return one
    return replace(one, claim=replace(claim, group=claim.group - {"detainees"} | subject[0]))


def _answered(one: Told, before: list[Told]) -> Told:
    """A denial is about the people of whom the abuse is alleged."""
    if one.claim.type is not ClaimType.DENIAL or one.fact.people is not None:
        return one
    near = (other for other in reversed(before) if one.paragraph - other.paragraph <= NEAR)
    alleged = next((other.claim for other in near if other.claim.type is ClaimType.ALLEGATION), None)
    if alleged is None or not alleged.group:
        return one
    return replace(one, claim=replace(one.claim, group=alleged.group))


def _described(one: Told) -> Told:
    """The claim with what its type says: a state brings home its own, who is tried is a suspect."""
    claim, people = one.claim, one.fact.people
    tags = set(claim.group)
    state = _acting_state(one)
    home = claim.type is ClaimType.REPATRIATION and state is not None and state == claim.destination
    if home and state is not None and FOREIGNERS not in tags and not _nations(claim.group):
        tags.add(one.countries[state.span])
    vague = people is None or people.bare or (people.weak and not people.troops)
    if not tags and vague and _is_custody(one):
        tags |= BY_TYPE.get(claim.type, frozenset())
    if "migrants" in tags:  # the annotation guide: migrants held are civilians too
        tags.add("civilians")
    return replace(one, claim=replace(claim, group=frozenset(tags)))


def _is_custody(one: Told) -> bool:
    """False for people of a camp of whom nobody says that they are detained."""
    if one.claim.type is ClaimType.DEATH:
        return bool(one.words & HELD_WORDS)
    if one.claim.type is not ClaimType.HOLDING:
        return True
    trigger, place = one.fact.trigger, one.claim.place
    held = trigger is not None and trigger.row.word not in LIVING
    return held and not (place is not None and "camp" in place.text.lower())
