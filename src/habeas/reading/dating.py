"""What a report's claims hang together by: one happening told again, gone on with, or parted up.

A claim without words on time has the days of the happening that it plainly belongs to: its whole, the event
that it goes on with, the same people told of twice, "the transfer", "they", the blast in which they died.
What merely stands near another, a plan, a total and people who are held now have no days but their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from habeas.model import Claim, ClaimType, Measure, Modality, Name, Period, is_nationality
from habeas.reading.dates import SINCE, When
from habeas.reading.english import OTHER_TIMES, PART_OPENINGS, PLURALS, PORTIONS, VEHICLES, VIOLENT
from habeas.reading.facts import Context, Fact
from habeas.reading.grammar import clause_of, done_before, has_subject, objects, subjects, verb_above
from habeas.reading.people import People
from habeas.reading.scene import Scene
from habeas.reading.stamps import Paper, Stamp, paper_of
from habeas.reading.times import STATED, spoken_days

if TYPE_CHECKING:
    from habeas.reading.tokens import Token

DEFINITE: Final = {"the", "these", "those", "this", "that", "both", "all"}
POINTING: Final = PLURALS - {"others", "several", "some", "few", "many", "anyone", "everybody", "everyone"}
# "The group" opens the breakdown of a group of people, but may as well be an armed one.
OF_THEM: Final = tuple(words for words in PART_OPENINGS if not words.startswith("the "))
OTHERS: Final = {"another", "different", "second", "separate", "similar", "third"}
HEADING: Final = 140  # code points; a longer paragraph isn't a heading
LOOK_AHEAD: Final = 4  # paragraphs from a headline or a lead to the sentence that dates it
REACH: Final = 3  # paragraphs back to what "they" or "the prisoners" are
RECENT: Final = 7  # days before publication that a headline or a lead tells of
HEAD: Final = 2  # paragraphs: headline and lead
MANY: Final = 20  # people; a headline rounds off no fewer
ROUNDED: Final = 0.1  # of a number, by which it is rounded
FEW: Final = 10  # fewer people than this may be others, though the number is the same

# Types that tell of one happening in different words.
FAMILIES: Final = (
    frozenset({ClaimType.TRANSFER, ClaimType.REPATRIATION}),
    frozenset({ClaimType.TRIAL, ClaimType.CONVICTION, ClaimType.SENTENCE}),
    frozenset({ClaimType.ESCAPE, ClaimType.ATTACK}),
    *(
        frozenset({kind})
        for kind in (
            ClaimType.CAPTURE, ClaimType.RELEASE, ClaimType.RECAPTURE, ClaimType.DEATH, ClaimType.EXECUTION,
        )
    ),
)  # fmt: skip
HAPPENINGS: Final = frozenset(kind for family in FAMILIES for kind in family)
# People set free are brought away: "40 were released on Sunday. They were handed to elders."
MOVES: Final = frozenset({ClaimType.TRANSFER, ClaimType.REPATRIATION, ClaimType.RELEASE})
BREAKOUT: Final = frozenset({ClaimType.ESCAPE, ClaimType.ATTACK})
LEAD: Final = 3  # paragraphs of headline, byline and lead
# What goes on with a lead, by its types: vehicles and people that arrive, verdicts that a court gives.
GOING_ON: Final = (
    (frozenset({ClaimType.TRANSFER, ClaimType.REPATRIATION}), VEHICLES | PORTIONS | POINTING | {"returnee"}),
    (
        frozenset({ClaimType.TRIAL, ClaimType.CONVICTION, ClaimType.SENTENCE}),
        frozenset({"judgment", "ruling", "sentence", "trial", "verdict"}),
    ),
)
SAME: Final = {
    "deal",
    "exchange",
    "flight",
    "operation",
    "raid",
    "release",
    "sweep",
    "swap",
    "transfer",
    "trial",
}
HAPPENING: Final = {
    "event",
    "exchange",
    "handover",
    "incident",
    "move",
    "operation",
    "procedure",
    "process",
    "this",
}
DONE_AT_ONCE: Final = {"amnesty", "exchange", "operation", "raid", "swap", "sweep"}
BURSTING: Final = {"blow", "break", "burst", "detonate", "explode", "ram", "storm"}
TOLD: Final = {Modality.ASSERTED, Modality.ALLEGED}


class Tense(StrEnum):
    """How a clause stands in time."""

    PAST = "past"
    PERFECT = "perfect"
    BEFORE = "before"  # "had been moved": before something else that is past
    SAID = "said"  # the same in reported speech, where it may be no more than a past
    PRESENT = "present"
    FUTURE = "future"
    NONE = "none"


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """A claim, and how the words that make it point to others of the report."""

    claim: Claim
    paragraph: int
    sentence: int  # where it begins
    heading: bool
    tense: Tense
    points: bool  # "they", "the prisoners", "the 150 fighters", "the transfer"
    breakout: bool  # "died in the attack"
    answers: bool  # "in return, 369 prisoners were freed"
    elsewhen: bool  # "also", "earlier", "once": a time of its own
    goes_on: str | None  # the claim of the sentence before that it goes on with
    refers_to_subject: bool = False  # "it sentenced nine"
    did_first: frozenset[int] = frozenset()  # where the verbs begin of what the same ones did first

    @property
    def family(self) -> frozenset[ClaimType]:
        """The types that can tell of the same happening."""
        kind = self.claim.type
        return next((family for family in FAMILIES if kind in family), frozenset({kind}))

    @property
    def dates(self) -> bool:
        """True for a happening on days that the report names."""
        claim = self.claim
        done = claim.modality in TOLD | {Modality.ONGOING} and claim.measure is not Measure.TOTAL
        return done and claim.type in HAPPENINGS and claim.period is not None


def telling_of(context: Context, fact: Fact, claim: Claim) -> Telling:
    """How the claim's words point to the rest of the report."""
    scene = context.scene
    verb = clause_of(fact.word)
    clause = [token for token in verb.subtree if verb_above(token) == verb]
    before = _gone_on_with(context, claim) if fact.echo else None
    same = any(_is_the_same(token) for token in clause)
    return Telling(
        claim=claim,
        paragraph=scene.sentence.paragraph,
        sentence=scene.sentence.start(scene.sentence.tokens[0]),
        heading=_is_heading(scene.sentence.tokens.doc.text),
        tense=_tense(fact.word, reported=scene.credit_of(fact.word) is not None),
        points=_points(context, fact),
        answers=_answers(context),
        breakout=any(_is_violent(token) for token in clause),
        elsewhen=not same and any(token.lower_ in OTHER_TIMES or _is_another(token) for token in clause),
        goes_on=before.id if before is not None else None,
        did_first=frozenset(scene.sentence.start(first) for first in done_before(verb)),
        refers_to_subject=any(noun.lower_ in {"it", "they", "he", "she"} for noun in subjects(fact.word)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """A sentence that makes no claim but says when something happened."""

    paragraph: int
    sentence: int
    period: Period
    nouns: frozenset[str]  # who or what it tells of, where the report has told of them: "the group", "they"
    violent: bool
    happened: bool  # "this took place on Sunday": what the sentence before has told


def day_told(scene: Scene) -> Day | None:
    """The one day that the sentence's main clause, in the past, is set on."""
    root = next((token for token in scene.sentence.tokens if token.head == token), None)
    told = (
        next((child for child in root.children if child.dep_ == "ccomp"), root) if root is not None else None
    )
    if root is None or told is None or _of_verb(told) is not Tense.PAST:
        return None
    on = [when for when in scene.whens if _is_day_of(scene, when, told)]
    if len(on) > 1:  # the date that the report bears may open it
        on = [when for when in on if when.first != scene.sentence.report.published]
    if len(on) != 1 or on[0].first is None or on[0].last is None:
        return None
    named = [
        noun for noun in (*subjects(told), *objects(told)) if noun.lower_ in POINTING or _is_definite(noun)
    ]
    violent = any(token.lemma_.lower() in VIOLENT | BURSTING for token in told.subtree)
    return Day(
        paragraph=scene.sentence.paragraph,
        sentence=scene.sentence.start(scene.sentence.tokens[0]),
        period=Period(scene.sentence.report.span(on[0].start, on[0].end), on[0].first, on[0].last),
        nouns=frozenset(noun.lemma_.lower() for noun in named),
        violent=violent,
        happened=any(noun.lemma_.lower() in HAPPENING for noun in subjects(told)) and _took_place(told),
    )


def _took_place(verb: Token) -> bool:
    """ "Took place", "happened"."""
    placed = any(child.dep_ == "dobj" and child.lower_ == "place" for child in verb.children)
    return verb.lemma_ in {"happen", "occur"} or (verb.lemma_ == "take" and placed)


def _is_day_of(scene: Scene, when: When, verb: Token) -> bool:
    """True for a day, or a few, that hang on the verb with no other between."""
    if (
        when.first is None
        or when.last is None
        or (when.last - when.first).days > RECENT
        or when.lead == SINCE
    ):
        return False
    joined = {verb, *(other for other in verb.conjuncts if not has_subject(other))}
    return any(verb_above(token) in joined for token in scene.sentence.tokens_in(when.start, when.end))


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said something on a day that the report names."""

    speaker: Name
    day: Period


def statements_in(scene: Scene) -> Iterator[Statement]:
    """The sentence's statements with a day."""
    for speaker, when in spoken_days(scene):
        span = scene.sentence.report.span(when.start, when.end)
        yield Statement(speaker, Period(span, when.first, when.last))


def dated(
    tellings: list[Telling], stamps: list[Stamp], days: list[Day], statements: list[Statement]
) -> Iterator[Claim]:
    """The claims, each with the days of the happening or the statement that it belongs to."""
    paper = paper_of(tellings[0].claim.report) if tellings else None
    told = [_called_for(_on_the_day(_stamped(telling, stamps), days), paper) for telling in tellings]
    told = [_as_it_took_place(telling, told, days) for telling in told]
    told = [_in_the_statement(telling, statements) for telling in told]
    for index in reversed(range(len(told))):  # a headline can have from the lead what that has from below
        told[index] = _with(told[index], _from_below(told[index], told))
    known: list[Telling] = []
    for telling in told:
        known.append(_with(telling, _from_above(telling, known)))
    attacks = [telling for telling in known if telling.dates and telling.claim.type is ClaimType.ATTACK]
    known = [_with(telling, _in_the_attack(telling, attacks)) for telling in known]
    parts: dict[str, list[Telling]] = {}
    for telling in known:
        parts.setdefault(telling.claim.part_of or "", []).append(telling)
    for telling in known:
        yield _with(telling, _from_its_parts(telling, parts.get(telling.claim.id, []))).claim


def _stamped(telling: Telling, stamps: list[Stamp]) -> Telling:
    """An entry of a chronicle is of the day that heads it."""
    at = telling.claim.anchor.start
    stamp = next((stamp for stamp in stamps if stamp.start <= at < stamp.end), None)
    if stamp is None or not _undated(telling) or telling.elsewhen:
        return telling
    return replace(telling, claim=replace(telling.claim, period=stamp.period))


def _called_for(telling: Telling, paper: Paper | None) -> Telling:
    """What a body asks for in its own paper, it asks on the paper's day: "We urge all states to …"."""
    claim = telling.claim
    asks = claim.type is ClaimType.POSITION and claim.period is None and claim.speaker is None
    if paper is None or not asks or telling.tense is not Tense.PRESENT:
        return telling
    if claim.actor is not None and not paper.publisher.is_named(claim.actor):
        return telling
    return replace(telling, claim=replace(claim, period=paper.day))


def _in_the_statement(telling: Telling, statements: list[Statement]) -> Telling:
    """What a body asks for, or denies, in the only statement of its own that the report dates."""
    claim = telling.claim
    if claim.type not in STATED or claim.period is not None or telling.elsewhen:
        return telling
    if telling.tense not in {Tense.PAST, Tense.PRESENT}:
        return telling
    own = [one.day for one in statements if _is_by(claim, one)]
    if len({day.first for day in own}) != 1:
        return telling
    why = (*claim.why, f"time of: {own[0].span.text}")
    return replace(telling, claim=replace(claim, period=own[0], why=why))


def _is_by(claim: Claim, statement: Statement) -> bool:
    """True where the one who asks or denies is the one who spoke, by the same name or a part of it."""
    name, speaker = claim.actor or claim.speaker, statement.speaker
    if name is None or claim.modality is Modality.HYPOTHETICAL:
        return False
    if name.id is not None and speaker.id is not None:
        return name.id == speaker.id
    mine, theirs = name.text.lower(), speaker.text.lower()
    return mine in theirs or theirs in mine


def _on_the_day(telling: Telling, days: list[Day]) -> Telling:
    """The day that a sentence without a claim sets: the one before, or one that goes on with a lead."""
    if not _undated(telling) or telling.elsewhen or telling.tense is Tense.SAID:
        return telling
    day = next((day for day in reversed(days) if _set_before(telling, day)), None)
    day = day or next((day for day in days if _set_after(telling, day)), None)
    if day is None:
        return telling
    why = (*telling.claim.why, f"time of: {day.period.span.text}")
    return replace(telling, claim=replace(telling.claim, period=day.period, why=why))


def _as_it_took_place(telling: Telling, tellings: list[Telling], days: list[Day]) -> Telling:
    """ "Nine were freed from the jail. This took place on Sunday": the day of the sentence before."""
    if not _undated(telling) or telling.elsewhen:
        return telling
    for day in days:
        before = [other.sentence for other in tellings if other.sentence < day.sentence]
        near = 0 <= day.paragraph - telling.paragraph <= 1
        if day.happened and near and telling.sentence == max(before, default=-1):
            return replace(telling, claim=replace(telling.claim, period=day.period))
    return telling


def _set_before(telling: Telling, day: Day) -> bool:
    """ "The court sat on Monday. It sentenced nine"; who died or fled did so when the gate was blown up."""
    away = telling.paragraph - day.paragraph
    if day.sentence >= telling.sentence or telling.tense is not Tense.PAST or not 0 <= away <= LOOK_AHEAD:
        return False
    if day.violent and telling.claim.type in {ClaimType.DEATH, ClaimType.ESCAPE}:
        return True
    return away == 0 and telling.refers_to_subject


def _set_after(telling: Telling, day: Day) -> bool:
    """ "Kesh has brought home 17 women. The group landed on Wednesday": what went on is told with its day."""
    away = day.paragraph - telling.paragraph
    if day.sentence <= telling.sentence or not 0 <= away <= 1 or telling.paragraph > LEAD:
        return False
    family = next((words for words in GOING_ON if telling.claim.type in words[0]), None)
    return family is not None and bool(day.nouns & family[1])


def _with(telling: Telling, source: Telling | None) -> Telling:
    if source is None or source.claim.period is None or source.claim.period.first is None:
        return telling
    claim = telling.claim
    why = (*claim.why, f"time of: {source.claim.anchor.text}")
    return replace(telling, claim=replace(claim, period=source.claim.period, why=why))


# What a claim can have its days from


def _from_below(telling: Telling, tellings: list[Telling]) -> Telling | None:
    """A headline or a lead tells what a sentence soon after it dates."""
    if not _undated(telling) or telling.elsewhen or not _opens(telling, tellings):
        return None
    later = [
        other
        for other in tellings
        if _follows(telling, other)
        and other.dates
        and _is_recent(other)
        and other.claim.type in telling.family
    ]
    same = [other for other in later if _one_figure(telling, other) and _may_be_one(telling, other)]
    if same:
        return same[0]
    first = next(iter(later), None)
    if first is None or not _may_be_one(telling, first) or _counts_differ(telling, first):
        return None
    return first


def _follows(telling: Telling, other: Telling) -> bool:
    """True for a later paragraph, and for a sentence that points back at the lead."""
    if other.paragraph == telling.paragraph:
        return other.sentence > telling.sentence and other.points
    return telling.paragraph < other.paragraph <= telling.paragraph + LOOK_AHEAD


def _opens(telling: Telling, tellings: list[Telling]) -> bool:
    """True for a heading, and for the first paragraph that is none."""
    if telling.heading:
        return True
    lead = next((other.paragraph for other in tellings if not other.heading), None)
    return telling.paragraph == lead and telling.tense in {Tense.PAST, Tense.PERFECT, Tense.SAID}


def _from_above(telling: Telling, known: list[Telling]) -> Telling | None:
    """What the report has told before, nearest first."""
    if telling.claim.period is not None:
        return None
    if (whole := _whole(telling, known)) is not None:
        return whole
    if not _undated(telling):
        return None
    alike = [other for other in known if _may_be_one(telling, other) and not _is_of_a_site(other.claim)]
    family = [other for other in alike if other.claim.type in telling.family]
    moves = [other for other in alike if {telling.claim.type, other.claim.type} <= MOVES] or family
    return (
        _told_before(telling, moves)
        or _swapped(telling, known)
        or _pointed_at(telling, moves)
        or _in_one_breath(telling, family)
        or _some_of_those_freed(telling, moves)
        or _broken_out(telling, known)
    )


def _is_of_a_site(claim: Claim) -> bool:
    """ "Troops seized a prison": it changes hands, and nobody is moved."""
    return claim.type is ClaimType.TRANSFER and claim.quantity is None and not claim.group


def _whole(telling: Telling, known: list[Telling]) -> Telling | None:
    """The figure that it is a part of, or the event that it goes on with."""
    named = [name for name in (telling.claim.part_of, telling.goes_on) if name is not None]
    found = next((other for name in named for other in reversed(known) if other.claim.id == name), None)
    held = telling.claim.type is ClaimType.HOLDING
    if found is None or telling.claim.modality in {Modality.PLANNED, Modality.HYPOTHETICAL}:
        return None
    return None if held and telling.elsewhen else found


def _from_its_parts(telling: Telling, parts: list[Telling]) -> Telling | None:
    """The day of all of a whole's parts, where they add up to it."""
    if not parts or not _undated(telling) or telling.elsewhen:
        return None
    counts = [_exactly(other.claim) for other in parts]
    numbers = [number for number in counts if number is not None]
    whole = len(numbers) == len(parts) and sum(numbers) == _exactly(telling.claim)
    return _only(parts) if whole and all(other.dates for other in parts) else None


def _exactly(claim: Claim) -> int | None:
    """The number, where the words give just one."""
    quantity = claim.quantity
    sure = quantity is not None and not quantity.approx and quantity.low == quantity.high
    return quantity.low if quantity is not None and sure else None


def _told_before(telling: Telling, family: list[Telling]) -> Telling | None:
    """The same number of people, told of again."""
    quantity = telling.claim.quantity
    if quantity is None or not (telling.points or (quantity.low or 0) >= FEW):
        return None
    return _only([other for other in family if other.dates and _one_figure(telling, other)])


def _swapped(telling: Telling, known: list[Telling]) -> Telling | None:
    """The swap told of right before, of which this is one side's half."""
    halved = [other for other in known if is_half_of_swap(telling.claim, other.claim)]
    near = [
        other
        for other in halved
        if telling.paragraph - other.paragraph <= 1 and other.claim.period is not None
    ]
    return near[-1] if near and not telling.elsewhen else None


def _pointed_at(telling: Telling, family: list[Telling]) -> Telling | None:
    """What "they", "the prisoners" or "the transfer" is: the latest told of, near by."""
    if not (telling.points or telling.answers) or telling.elsewhen or telling.tense is Tense.SAID:
        return None
    near = [other for other in family if telling.paragraph - other.paragraph <= REACH]
    if not near or not near[-1].dates:
        return None
    return (
        near[-1] if telling.answers or telling.claim.quantity is None or _is_part(telling, near[-1]) else None
    )


def _in_one_breath(telling: Telling, family: list[Telling]) -> Telling | None:
    """The sentence before, of the same paragraph, told of the like in the same tense."""
    if telling.tense is not Tense.PAST or telling.elsewhen:
        return None
    before = [other for other in family if other.paragraph == telling.paragraph]
    if not before or not before[-1].dates or before[-1].tense not in {Tense.PAST, Tense.PERFECT}:
        return None
    return before[-1] if before[-1].claim.modality is telling.claim.modality else None


def _some_of_those_freed(telling: Telling, moves: list[Telling]) -> Telling | None:
    """ "On Sunday they released 123. Nine were taken to Kesh": then, as some of those set free."""
    found = _in_one_breath(telling, moves)
    return found if found is not None and _is_part(telling, found) else None


def _in_the_attack(telling: Telling, attacks: list[Telling]) -> Telling | None:
    """What attackers went on to do, and who died at the place that was attacked.

    "Gunmen stormed the jail on Friday, freeing 200 inmates." "Nineteen inmates were killed."
    """
    if not _undated(telling):
        return None
    of_it = [other for other in attacks if other.claim.trigger.start in telling.did_first]
    if of_it or telling.elsewhen or telling.claim.type is not ClaimType.DEATH:
        return _only(of_it)
    return _only([other for other in attacks if _is_there(telling.claim, other.claim)])


def _is_there(claim: Claim, attack: Claim) -> bool:
    """True where people died at the place that was attacked, told by the same name."""
    if claim.place is None or attack.place is None:
        return False
    same = claim.place.id is not None and claim.place.id == attack.place.id
    return same or claim.place.text.lower() == attack.place.text.lower()


def _broken_out(telling: Telling, known: list[Telling]) -> Telling | None:
    """The one attack or break-out that the report tells of: who escaped then, who died in it."""
    escaped = telling.claim.type is ClaimType.ESCAPE and telling.tense not in {Tense.PERFECT, Tense.SAID}
    if not (escaped or telling.breakout) or telling.elsewhen:
        return None
    told = [other for other in known if other.dates and other.claim.type in BREAKOUT]
    # An earlier break-out is told for comparison; what has just happened is what the report is about.
    return _only([other for other in told if _is_recent(other)] or told)


# What the words say


def _undated(telling: Telling) -> bool:
    """True for something that happened, is no running total, and has no words on time."""
    claim = telling.claim
    if claim.period is not None or claim.type not in HAPPENINGS or claim.measure is Measure.TOTAL:
        return False
    denied = claim.modality is Modality.DENIED and claim.quantity is not None and telling.tense is Tense.PAST
    return (claim.modality in TOLD or denied) and telling.tense not in {Tense.BEFORE, Tense.FUTURE}


def _only(found: list[Telling]) -> Telling | None:
    """The latest of them where all are of the same days."""
    days = {(one.claim.period.first, one.claim.period.last) for one in found if one.claim.period is not None}
    return found[-1] if len(days) == 1 else None


def _is_recent(telling: Telling) -> bool:
    published, period = telling.claim.report.published, telling.claim.period
    if published is None or period is None or period.last is None:
        return False
    return 0 <= (published - period.last).days <= RECENT


def _same_figure(a: Telling, b: Telling) -> bool:
    """The same number of the same unit."""
    one, other = a.claim.quantity, b.claim.quantity
    if one is None or other is None or one.unit is not other.unit:
        return False
    return (one.low or one.high) == (other.low or other.high)


def _one_figure(a: Telling, b: Telling) -> bool:
    """The same number, or what a headline or a lead makes of it: "over 150" of "at least 156"."""
    if _same_figure(a, b):
        return True
    one, other = a.claim.quantity, b.claim.quantity
    if one is None or other is None or one.unit is not other.unit or min(a.paragraph, b.paragraph) >= HEAD:
        return False
    if one.low is None or other.low is None or min(one.low, other.low) < MANY:
        return False
    hedged = one.approx or other.approx or one.high is None or other.high is None
    return hedged and abs(one.low - other.low) <= ROUNDED * max(one.low, other.low)


def _counts_differ(a: Telling, b: Telling) -> bool:
    """Two numbers of people, or of families, that aren't the same; so many families can be so many people."""
    one, other = a.claim.quantity, b.claim.quantity
    return one is not None and other is not None and one.unit is other.unit and not _same_figure(a, b)


def _is_part(telling: Telling, whole: Telling) -> bool:
    """True where so many can be some of those told of before."""
    part, all_ = telling.claim.quantity, whole.claim.quantity
    if part is None or all_ is None or part.low is None:
        return False
    return part.unit is all_.unit and (all_.high is None or part.low <= all_.high)


def _may_be_one(a: Telling, b: Telling) -> bool:
    """False where the two name different people, movers or places to which they are brought."""
    one, other = a.claim, b.claim
    nations = [{tag for tag in claim.group if is_nationality(tag)} for claim in (one, other)]
    apart = (
        a.sentence != b.sentence
    )  # within a sentence they stand side by side: "seven Iraqis and two Saudis"
    if apart and nations[0] and nations[1] and not nations[0] & nations[1]:
        return False
    if one.type is ClaimType.ATTACK and _differ(one.actor, other.actor):
        return False  # gunmen stormed the jail, and soldiers stormed it afterwards
    pairs = ((one.destination, other.destination), (one.origin, other.origin))
    return all(x is None or y is None or x.id is None or y.id is None or x.id == y.id for x, y in pairs)


def _differ(one: Name | None, other: Name | None) -> bool:
    """True for two names of which neither holds the other."""
    if one is None or other is None or (one.id is not None and one.id == other.id):
        return False
    return one.text.lower() not in other.text.lower() and other.text.lower() not in one.text.lower()


def is_half_of_swap(part: Claim, swap: Claim) -> bool:
    """ "The two sides exchanged 126 prisoners. The army let go 48": what one side gave, on no other day."""
    if not (part.type is swap.type is ClaimType.RELEASE) or swap.detail != "swap" or part.detail == "swap":
        return False
    mine, whole = part.quantity, swap.quantity
    if mine is None or whole is None or mine.low is None or part.modality is not swap.modality:
        return False
    fits = whole.high is None or mine.low <= whole.high
    return fits and (part.period is None or part.period == swap.period)


def _points(context: Context, fact: Fact) -> bool:
    """True where the people, or the event by its noun, are those that the report has told of."""
    words = " ".join(token.lower_ for token in context.scene.sentence.tokens[:6])
    if fact.refers_back or words.startswith(OF_THEM):
        return True
    if any(_is_the_same(token) for token in context.scene.sentence.tokens):
        return True
    people = fact.people
    if people is not None and (_is_definite(people.head) or _is_counted_definite(context, people)):
        return True
    token = fact.word
    if token.pos_ == "NOUN":
        return _is_definite(token)
    named = [*subjects(token), *objects(token)]
    return any(noun.lower_ in POINTING for noun in named)


def _is_the_same(token: Token) -> bool:
    """ "In the same exchange", "during the same operation", "under the amnesty"."""
    noun = token.head
    if noun.dep_ != "pobj":
        return False
    if token.lower_ == "same":
        return noun.lemma_.lower() in SAME
    within = noun.head.lower_ in {"during", "in", "under"} and noun.lemma_.lower() in DONE_AT_ONCE
    return within and token.lower_ in {"the", "this", "that"}


def _is_another(token: Token) -> bool:
    """ "In a second operation", "in a separate raid"."""
    noun, prep = token.head, token.head.head
    return token.lower_ in OTHERS and noun.dep_ == "pobj" and prep.lower_ in {"in", "during"}


def _answers(context: Context) -> bool:
    """ "In return, Israel freed 369 prisoners": the other half of a swap."""
    words = {(token.lower_, token.head.lower_) for token in context.scene.sentence.tokens}
    return bool({("exchange", "in"), ("return", "in")} & words)


def _is_definite(noun: Token) -> bool:
    if any(child.dep_ in {"relcl", "acl"} for child in noun.children):
        return False  # "the men who were taken in 2019": told by what follows
    return any(child.lower_ in DEFINITE and child.i < noun.i for child in noun.children)


def _is_counted_definite(context: Context, people: People) -> bool:
    """ "The nine", whatever the parse makes of them."""
    if people.figure is None:
        return False
    first = context.scene.first_of(people)
    return first.i > first.sent.start and first.nbor(-1).lower_ in {"the", "these", "those", "all"}


def _is_violent(token: Token) -> bool:
    """ "In the attack", "during the riot"."""
    prep = token.head
    return (
        token.lemma_.lower() in VIOLENT
        and prep.dep_ == "prep"
        and prep.lower_ in {"in", "during", "amid"}
        and any(child.lower_ in {"the", "this", "that"} for child in token.children)
    )


def _is_heading(paragraph: str) -> bool:
    return len(paragraph) <= HEADING and paragraph.rstrip()[-1:] not in set(".!?\"')]:;")


def _tense(word: Token, *, reported: bool) -> Tense:
    """The tense of the finite verb over the word; "had" in reported speech is "has" or a past."""
    node = word
    while True:
        if node.pos_ in {"VERB", "AUX"} and (tense := _of_verb(node)) is not Tense.NONE:
            return Tense.SAID if tense is Tense.BEFORE and reported else tense
        if node.head == node:
            return Tense.NONE
        node = node.head


def _of_verb(verb: Token) -> Tense:
    helpers = {child.lower_: child.tag_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if "MD" in helpers.values():
        return Tense.FUTURE
    if "had" in helpers:
        return Tense.BEFORE
    if {"has", "have", "'ve"} & helpers.keys():
        return Tense.PERFECT
    tags = {*helpers.values(), verb.tag_}
    if "VBD" in tags:
        return Tense.PAST
    return Tense.PRESENT if tags & {"VBZ", "VBP"} else Tense.NONE


def _gone_on_with(context: Context, claim: Claim) -> Claim | None:
    """The latest counted claim of the sentence before, of the same type."""
    told = (one for one in reversed(context.story.last) if one.quantity is not None)
    return next((one for one in told if one.type is claim.type), None)
