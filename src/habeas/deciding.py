"""From what a person says on the command line to decisions and rulings that the ledger keeps."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations, product
from typing import Any, Final

from habeas.amending import amendment, known_id
from habeas.errors import LedgerFault, WrongUsage
from habeas.kept import reckon
from habeas.ledger import Ledger
from habeas.ledger.derived import Kind
from habeas.model import Claim, Decision, Matter, Review, Ruling
from habeas.pipeline import Desk
from habeas.reckoned import NameKind
from habeas.reckoning.decided import decided, last_decisions, rulings_in_force
from habeas.reckoning.events import HAPPENINGS

HASH: Final = 4  # the fewest letters of an id, after its "c_", that are looked up


@dataclass(frozen=True, slots=True)
class Person:
    """Who decides, and why; time is taken once for all that is decided together."""

    by: str
    why: str
    at: datetime

    @classmethod
    def now(cls, by: str, why: str) -> Person:
        """Somebody who decides now."""
        if not by.strip() or not why.strip():
            raise WrongUsage("--by and --why: a decision needs a name and a reason")
        return cls(by, why, datetime.now(UTC))

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
    """Accept, reject or take back, claim for claim; their ids. Raises LedgerFault as `claims_called`.

    Who accepts a claim that was amended accepts the amendment: it stays, now in this person's name.
    """
    last = last_decisions(desk.ledger.decisions())
    decided_on = last if verdict is Review.UNCHECKED else ()
    ids = list(dict.fromkeys(id_ for word in words for id_ in claims_called(desk, word, also=decided_on)))
    if verdict is Review.UNCHECKED:
        _refuse_undecided(last, ids)
    before = {id_: last[id_].amendment for id_ in ids if id_ in last} if verdict is Review.ACCEPTED else {}
    _keep(desk, [_decision(id_, verdict, before.get(id_), person) for id_ in ids])
    return ids


def _decision(claim: str, verdict: Review, amended: str | None, person: Person) -> Decision:
    return person.decides(claim, verdict if amended is None else Review.AMENDED, amended)


def amend(desk: Desk, word: str, given: Sequence[str], person: Person) -> str:
    """Put the slots of one claim right, each "slot=words", beside those put right before; its id.

    Raises WrongUsage for slots that there aren't, BrokenPromise for words that the report doesn't have.
    """
    ids = claims_called(desk, word)
    if len(ids) != 1:
        raise WrongUsage(f"{word} has {len(ids)} claims: amend one at a time ({', '.join(ids)})")
    (claim,) = desk.ledger.claims_with(ids)
    now, before = _as_amended(claim, desk.ledger)
    slots = {**before, **amendment(now, given, desk.lexicon)}
    _keep(
        desk,
        [person.decides(claim.id, Review.AMENDED, json.dumps(slots, ensure_ascii=False, sort_keys=True))],
    )
    return claim.id


def _as_amended(claim: Claim, ledger: Ledger) -> tuple[Claim, dict[str, Any]]:
    """The claim with the amendment in force, and its slots; none where it doesn't stand on this reading."""
    last = last_decisions(ledger.decisions()).get(claim.id)
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
    _keep(desk, [person.rules(matter, one, other, together=together) for one, other in pairs])
    return len(pairs)


def claims_called(desk: Desk, word: str, *, also: Iterable[str] = ()) -> list[str]:
    """The claim whose id starts so; for an event's id its claims, whichever of them it is named after.

    `also` are ids that may be meant where no newest reading has them. Raises LedgerFault where there is none,
    or more than one.
    """
    hash_ = word.removeprefix("c_").removeprefix("e_")
    if len(hash_) < HASH:
        raise LedgerFault(f"'{word}' is too little of an id: give {HASH} letters or more after its c_ or e_")
    found = desk.ledger.claim_ids(f"c_{hash_}") or sorted(id_ for id_ in also if id_.startswith(f"c_{hash_}"))
    if not found:
        raise LedgerFault(f"the ledger has no claim {word}; habeas claims --format jsonl shows their ids")
    if len(found) > 1:
        raise LedgerFault(
            f"{word} means more than one claim, such as {', '.join(found[:2])}; give more of it"
        )
    return _claims_of_event(desk, found[0], word) if word.startswith("e_") else found


def name_called(desk: Desk, word: str, kind: NameKind) -> str | None:
    """The name as rulings call it, "place:al-hol" or "body:the harbour agency"; None if no report has it."""
    id_ = known_id(word, kind, desk.lexicon)
    called = f"{kind}:{id_ or ' '.join(word.casefold().split())}"
    with desk.ledger.derived() as derived:
        return called if derived.reports_meaning(derived.tied([called])) else None


def queued(ledger: Ledger) -> Queue:
    """The decisions and rulings in force whose claims no newest reading has, or has in other words."""
    last = last_decisions(ledger.decisions())
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


def _keep(desk: Desk, acts: Sequence[Decision | Ruling]) -> None:
    desk.ledger.keep(acts)
    reckon(desk)
