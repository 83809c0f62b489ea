"""From what a person says on the command line to decisions and rulings that the ledger keeps."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import combinations, product
from typing import Any, Final

from habeas.amending import amendment, known_id
from habeas.claiming import claim_of, marked
from habeas.errors import LedgerFault, WrongUsage
from habeas.kept import reckon
from habeas.ledger import Blind, Ledger
from habeas.ledger.derived import Kind
from habeas.model import FIGURE, Assignment, Claim, Decision, Matter, Review, Ruling
from habeas.pipeline import Desk
from habeas.reckoned import NameKind
from habeas.reckoning.decided import decided, last_decisions, rulings_in_force
from habeas.reckoning.events import HAPPENINGS

HASH: Final = 4  # the fewest letters of an id, after its "c_", that are looked up


@dataclass(frozen=True, slots=True)
class Person:
    """Who decides, and why; time is taken once for all that is decided together.

    `seen` is the ledger's height when they looked at what they decide on: what others decided since stands in
    the way. None where nobody looked, as on the command line.
    """

    by: str
    why: str
    at: datetime
    seen: int | None = None

    @classmethod
    def now(cls, by: str, why: str, *, seen: int | None = None) -> Person:
        """Somebody who decides now."""
        if not by.strip() or not why.strip():
            raise WrongUsage("--by and --why: a decision needs a name and a reason")
        return cls(by, why, datetime.now(UTC), seen)

    def decides(self, claim: str, verdict: Review, slots: str | None = None) -> Decision:
        """A decision on a claim."""
        return Decision(claim, verdict, self.by, self.at, self.why, slots)

    def rules(self, matter: Matter, one: str, other: str, *, together: bool | None) -> Ruling:
        """A ruling on two things; with `together` None what was ruled on them is taken back."""
        if one == other:
            raise WrongUsage(f"{one} can't be beside itself: name two different things")
        low, high = sorted((one, other))
        return Ruling(matter, low, high, bool(together), self.by, self.at, self.why, together is None)


@dataclass(frozen=True, slots=True)
class Queue:
    """What people decided of claims that no newest reading has, or has in other words."""

    decisions: tuple[Decision, ...]
    rulings: tuple[Ruling, ...]

    def __len__(self) -> int:
        return len(self.decisions) + len(self.rulings)


def decide(desk: Desk, words: Iterable[str], verdict: Review, person: Person) -> list[str]:
    """Accept, reject, leave unsure or take back, claim for claim; their ids.

    An unread figure that is rejected holds no claim. Who accepts a claim that was amended accepts the
    amendment: it stays, now in this person's name. Raises LedgerFault as `claims_called`, DecidedMeanwhile
    where somebody decided since the person looked.
    """
    undo = verdict is Review.UNCHECKED
    ids = list(dict.fromkeys(id_ for word in words for id_ in _decided_on(desk, word, undo=undo)))
    if undo:
        _refuse_undecided(last_decisions(desk.ledger.decisions_on(ids)), ids)
    before = _amended_before(desk, ids, verdict)
    _keep(desk, [_decision(id_, verdict, before.get(id_), person) for id_ in ids], person)
    return ids


def _amended_before(desk: Desk, ids: Collection[str], verdict: Review) -> dict[str, str]:
    """The amendments in force on these claims, where this verdict lets them stand."""
    last = last_decisions(desk.ledger.decisions_on(ids)) if verdict is Review.ACCEPTED else {}
    return {id_: one.amendment for id_, one in last.items() if one.amendment is not None}


def _decided_on(desk: Desk, word: str, *, undo: bool) -> list[str]:
    """The claims, or the one unread figure, that are called so."""
    if word.startswith(FIGURE):
        return [word]
    return claims_called(desk, word, also=desk.ledger.decided_ids(_claim_prefix(word)) if undo else ())


def _decision(claim: str, verdict: Review, amended: str | None, person: Person) -> Decision:
    return person.decides(claim, verdict if amended is None else Review.AMENDED, amended)


def amend(desk: Desk, word: str, given: Sequence[str], person: Person) -> str:
    """Put the slots of one claim right, each "slot=words", beside those put right before; its id.

    Raises WrongUsage for slots that there aren't, BrokenPromise for words that the report doesn't have.
    """
    ids = claims_called(desk, word)
    if len(ids) != 1:
        raise WrongUsage(f"{word} has {len(ids)} claims: amend one at a time ({', '.join(ids)})")
    _keep(desk, [person.decides(ids[0], Review.AMENDED, _put_right(desk, ids[0], given))], person)
    return ids[0]


def _put_right(desk: Desk, claim: str, given: Sequence[str]) -> str:
    """The amendment that puts these slots right, beside those put right before."""
    (found,) = desk.ledger.claims_with([claim])
    now, before = _as_amended(found, desk.ledger)
    return _as_json({**before, **amendment(now, given, desk.lexicon)})


def _as_json(slots: Mapping[str, Any]) -> str:
    return json.dumps(slots, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Marked:
    """Words that somebody marked in a report, by their offsets (code points, the end exclusive)."""

    report: str
    start: int
    end: int


def add_claim(desk: Desk, where: Marked, given: Sequence[str], person: Person) -> str:
    """Add the claim that a report's reader missed, made of the words that somebody marked; its id.

    `given` are its slots, each "slot=words". It stands beside the newest reading, and unread figures in its
    words count as looked at. Raises as `amend`, LedgerFault where the report has that claim already.
    """
    report = desk.ledger.report(where.report)
    claim = claim_of(report, marked(report, where.start, where.end), given, desk.lexicon)
    figures = [one for one in desk.ledger.unread_of(report.id) if one.quantity.touches(claim.anchor)]
    read = replace(person, why=f"added as claim {claim.id}: {person.why}")
    added = desk.ledger.add(claim, person.by, [read.decides(one.id, Review.ACCEPTED) for one in figures])
    reckon(desk)
    return added.id


def assign(desk: Desk, claims: Iterable[str], reviewers: tuple[str, str], person: Person) -> None:
    """Ask two people to decide on claims (ids), neither seeing what the other says before both have.

    Raises BrokenPromise for one person twice, LedgerFault for claims that aren't there, or are with two.
    """
    one, other = sorted(reviewers)
    desk.ledger.assign(Assignment(id_, one, other, person.by, person.at, person.why) for id_ in claims)


def opine(
    desk: Desk, claim: str, verdict: Review, person: Person, *, given: Sequence[str] = ()
) -> Decision | None:
    """Keep what one of two people says of a claim on which they decide blind; `given` are slots put right.

    Gives the decision of both, once they agree. Raises as `amend`, and LedgerFault where the person isn't
    asked or both have said already.
    """
    if verdict is Review.AMENDED:
        opinion = person.decides(claim, verdict, _put_right(desk, claim, given))
    else:
        opinion = _decision(claim, verdict, _amended_before(desk, [claim], verdict).get(claim), person)
    made = desk.ledger.opine(opinion, joint)
    if made is not None:
        reckon(desk)
    return made


def joint(blind: Blind) -> Decision | None:
    """What two people decided blind, as one decision of both; None where they don't agree."""
    one, other = blind.opinions
    if (one.verdict, one.amendment) != (other.verdict, other.amendment):
        return None
    why = one.why if one.why == other.why else f"{one.by}: {one.why}; {other.by}: {other.why}"
    last = max(one.at, other.at)
    return Decision(one.claim, one.verdict, f"{one.by} and {other.by}", last, why, one.amendment)


def _as_amended(claim: Claim, ledger: Ledger) -> tuple[Claim, dict[str, Any]]:
    """The claim with the amendment in force, and its slots; none where it doesn't stand on this reading."""
    last = last_decisions(ledger.decisions_on([claim.id])).get(claim.id)
    if last is None or last.amendment is None:
        return claim, {}
    standing = decided([claim], [last])
    return (standing.claims[0], json.loads(last.amendment)) if not standing.queued else (claim, {})


@dataclass(frozen=True, slots=True)
class Things:
    """What a ruling is on, as a person calls it; `kind` is what names are of, None to find it out."""

    matter: Matter
    words: Sequence[str]
    kind: NameKind | None = None


def rule(desk: Desk, things: Things, person: Person, *, together: bool | None) -> int:
    """Rule that things are one (`together`), that they aren't, or (None) take back what was ruled.

    Of things that are one the first is paired with each other one, of things that aren't all are. Returns the
    number of pairs. Raises LedgerFault where the ledger has no such things, or nothing was ruled on them,
    WrongUsage for a thing beside itself.
    """
    matter, words = things.matter, things.words
    if matter is Matter.EVENT:
        ruled_on = _ruled_on(desk.ledger, matter) if together is None else ()
        groups = [claims_called(desk, word, also=ruled_on) for word in words]
        if together is not None:
            _refuse_states(desk, {id_ for group in groups for id_ in group})
    elif matter is Matter.NAME:
        groups = [[name] for name in _names_called(desk, words, things.kind)]
    else:
        groups = [[desk.ledger.report(word).id] for word in words]
    pairs = _pairs(groups, matter, desk.ledger, together=together)
    _keep(desk, [person.rules(matter, one, other, together=together) for one, other in pairs], person)
    return len(pairs)


def part(desk: Desk, some: Sequence[str], others: Sequence[str], person: Person) -> int:
    """Rule that each of some claims (ids) is of another event than each of the others; how many pairs."""
    acts = [person.rules(Matter.EVENT, one, other, together=False) for one, other in product(some, others)]
    _refuse_states(desk, {*some, *others})
    _keep(desk, acts, person)
    return len(acts)


def take_back(desk: Desk, matter: Matter, pair: tuple[str, str], person: Person) -> None:
    """Take back what was ruled of two things, as rulings call them. Raises LedgerFault where nothing was."""
    ruled = rulings_in_force(desk.ledger.rulings_on(pair))
    if not any((one.matter, {one.one, one.other}) == (matter, set(pair)) for one in ruled):
        raise LedgerFault("nobody has ruled on these: there is nothing to take back")
    _keep(desk, [person.rules(matter, *pair, together=None)], person)


def claims_called(desk: Desk, word: str, *, also: Iterable[str] = ()) -> list[str]:
    """The claim whose id starts so; for an event's id its claims, whichever of them it is named after.

    `also` are ids that may be meant where no newest reading has them. Raises LedgerFault where there is none,
    or more than one.
    """
    prefix = _claim_prefix(word)
    found = desk.ledger.claim_ids(prefix) or sorted(id_ for id_ in also if id_.startswith(prefix))
    if not found:
        raise LedgerFault(f"the ledger has no claim {word}; habeas claims --format jsonl shows their ids")
    if len(found) > 1:
        raise LedgerFault(
            f"{word} means more than one claim, such as {', '.join(found[:2])}; give more of it"
        )
    return _claims_of_event(desk, found[0], word) if word.startswith("e_") else found


def _claim_prefix(word: str) -> str:
    hash_ = word.removeprefix("c_").removeprefix("e_")
    if len(hash_) < HASH:
        raise LedgerFault(f"'{word}' is too little of an id: give {HASH} letters or more after its c_ or e_")
    return f"c_{hash_}"


def name_called(desk: Desk, word: str, kind: NameKind) -> str | None:
    """The name as rulings call it, "place:al-hol" or "body:the harbour agency"; None if no report has it."""
    id_ = known_id(word, kind, desk.lexicon)
    called = f"{kind}:{id_ or ' '.join(word.casefold().split())}"
    with desk.ledger.derived() as derived:
        return called if derived.reports_meaning(derived.tied([called])) else None


def queued(ledger: Ledger) -> Queue:
    """The decisions and rulings in force whose claims no newest reading has, or has in other words."""
    made = [one for one in ledger.decisions() if not one.claim.startswith(FIGURE)]
    last = last_decisions(made)
    rulings = [one for one in rulings_in_force(ledger.rulings()) if one.matter is Matter.EVENT]
    wanted = {*last, *(id_ for ruling in rulings for id_ in (ruling.one, ruling.other))}
    claims = ledger.claims_with(wanted)
    there = {claim.id for claim in claims}
    return Queue(
        decided(claims, last.values()).queued,
        tuple(ruling for ruling in rulings if not {ruling.one, ruling.other} <= there),
    )


def _claims_of_event(desk: Desk, claim: str, word: str) -> list[str]:
    reckon(desk)
    with desk.ledger.derived() as derived:
        found = [id_ for one in derived.made_with(Kind.EVENT, [claim]) for id_ in one.members]
    if not found:
        raise LedgerFault(
            f"there is no event {word}: its claim is rejected, or tells of no happening;"
            f" name claims instead ({claim})"
        )
    return found


def _ruled_on(ledger: Ledger, matter: Matter) -> list[str]:
    rulings = (one for one in rulings_in_force(ledger.rulings()) if one.matter is matter)
    return [thing for ruling in rulings for thing in (ruling.one, ruling.other)]


def _refuse_states(desk: Desk, ids: Collection[str]) -> None:
    """Refuse claims that no event can have, such as how many are held."""
    found = decided(desk.ledger.claims_with(ids), desk.ledger.decisions())
    for claim in (*found.claims, *found.rejected):
        if claim.type not in HAPPENINGS:
            raise WrongUsage(f"{claim.id} tells of no happening ({claim.type}): it is in no event")


def _refuse_undecided(last: Collection[str], ids: Iterable[str]) -> None:
    for id_ in ids:
        if id_ not in last:
            raise LedgerFault(f"nobody has decided on {id_}: there is nothing to take back")


def _pairs(
    groups: Sequence[Sequence[str]], matter: Matter, ledger: Ledger, *, together: bool | None
) -> list[tuple[str, str]]:
    """The pairs that a ruling on these is on; an event's claims are one group.

    A claim that is named beside its own event is set beside the others of it.
    """
    if together:
        first, *others = dict.fromkeys(thing for group in groups for thing in group)
        pairs = [(first, other) for other in others]
    else:
        across = (product(one, other) for one, other in combinations(groups, 2))
        pairs = list(dict.fromkeys((min(pair), max(pair)) for some in across for pair in some))
        pairs = [(one, other) for one, other in pairs if one != other]
    if not pairs:
        raise WrongUsage("a ruling is on two different things or more: name another one")
    if together is None:
        ruled = {(one.one, one.other) for one in rulings_in_force(ledger.rulings()) if one.matter is matter}
        pairs = [pair for pair in pairs if pair in ruled]
        if not pairs:
            raise LedgerFault("nobody has ruled on these: there is nothing to take back")
    return pairs


def _names_called(desk: Desk, words: Sequence[str], kind: NameKind | None) -> list[str]:
    """The names as rulings call them, all of places or all of bodies."""
    reckon(desk)
    found = {one: [name_called(desk, word, one) for word in words] for one in ([kind] if kind else NameKind)}
    for at, word in enumerate(words):
        if all(called[at] is None for called in found.values()):
            raise LedgerFault(
                f"no report of the ledger has the name '{word}'; habeas claims shows them as written"
            )
    complete = [[name for name in called if name] for called in found.values() if None not in called]
    if len(complete) != 1:
        raise WrongUsage(
            "names of places and of bodies are never one: say with --kind place or body which these are"
        )
    return complete[0]


def _keep(desk: Desk, acts: Sequence[Decision | Ruling], person: Person) -> None:
    desk.ledger.keep(acts, seen=person.seen)
    reckon(desk)
