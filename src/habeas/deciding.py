"""From what a person says on the command line to decisions and rulings that the ledger keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations, pairwise, product
from typing import Final

from habeas.amending import amendment, known_id
from habeas.errors import LedgerFault, WrongUsage
from habeas.kept import reckon
from habeas.ledger import Ledger
from habeas.ledger.derived import Kind
from habeas.model import Decision, Matter, Review, Ruling
from habeas.pipeline import Desk
from habeas.reckoned import NameKind
from habeas.reckoning.decided import decided, last_decisions, rulings_in_force

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
    """Accept, reject or take back, claim for claim; their ids. Raises LedgerFault as `claims_called`."""
    ids = list(dict.fromkeys(id_ for word in words for id_ in claims_called(desk, word)))
    if verdict is Review.UNCHECKED:
        _refuse_undecided(desk.ledger, ids)
    _keep(desk, [person.decides(id_, verdict) for id_ in ids])
    return ids


def amend(desk: Desk, word: str, given: Sequence[str], person: Person) -> str:
    """Put the slots of one claim right, each "slot=words"; its id.

    Raises WrongUsage for slots that there aren't, BrokenPromise for words that the report doesn't have.
    """
    ids = claims_called(desk, word)
    if len(ids) != 1:
        raise WrongUsage(f"{word} has {len(ids)} claims: amend one at a time ({', '.join(ids)})")
    (claim,) = desk.ledger.claims_with(ids)
    _keep(desk, [person.decides(claim.id, Review.AMENDED, amendment(claim, given, desk.lexicon))])
    return claim.id


def rule_events(desk: Desk, words: Sequence[str], person: Person, *, together: bool | None) -> int:
    """Rule that claims tell of one event: the first with each other one; or that they don't: every pair.

    An event's id stands for all its claims. Returns the number of pairs.
    """
    groups = [claims_called(desk, word) for word in words]
    if together:
        first, *others = list(dict.fromkeys(id_ for group in groups for id_ in group))
        pairs = [(first, other) for other in others]
    else:
        across = (product(one, other) for one, other in combinations(groups, 2))
        pairs = list(dict.fromkeys(pair for some in across for pair in some))
    return _rule(desk, Matter.EVENT, pairs, person, together=together)


def rule_names(
    desk: Desk, words: Sequence[str], kind: NameKind | None, person: Person, *, together: bool | None
) -> int:
    """Rule that names are of one place or body, or that they aren't."""
    reckon(desk)
    kinds = [kind] if kind else list(NameKind)
    found = {one: [name_called(desk, word, one) for word in words] for one in kinds}
    complete = [one for one in kinds if None not in found[one]]
    if not complete:
        lacking = next(word for at, word in enumerate(words) if any(found[one][at] is None for one in kinds))
        raise LedgerFault(
            f"no report of the ledger has the name '{lacking}'; habeas claims shows names as written"
        )
    if len(complete) > 1:
        raise WrongUsage(
            "these are names of places and of bodies: say which with --kind place or --kind body"
        )
    named = [name for name in found[complete[0]] if name is not None]
    return _rule(desk, Matter.NAME, list(_pairs(named, together=together)), person, together=together)


def rule_reports(desk: Desk, words: Sequence[str], person: Person, *, together: bool | None) -> int:
    """Rule that reports copy one another, or that they don't."""
    ids = [desk.ledger.report(word).id for word in words]
    return _rule(desk, Matter.FAMILY, list(_pairs(ids, together=together)), person, together=together)


def claims_called(desk: Desk, word: str) -> list[str]:
    """The claim whose id starts so; for an event's id its claims, whichever of them it is named after.

    Raises LedgerFault where there is none, or more than one.
    """
    hash_ = word.removeprefix("c_").removeprefix("e_")
    found = desk.ledger.claim_ids(f"c_{hash_}") if len(hash_) >= HASH else []
    if not found:
        raise LedgerFault(f"the ledger has no claim {word}; habeas claims --format jsonl shows their ids")
    if len(found) > 1:
        raise LedgerFault(
            f"{word} means more than one claim, such as {', '.join(found[:2])}; give more of it"
        )
    return _claims_of_event(desk, found[0]) if word.startswith("e_") else found


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


def _claims_of_event(desk: Desk, claim: str) -> list[str]:
    reckon(desk)
    with desk.ledger.derived() as derived:
        return [id_ for one in derived.made_with(Kind.EVENT, [claim]) for id_ in one.members] or [claim]


def _refuse_undecided(ledger: Ledger, ids: Iterable[str]) -> None:
    last = last_decisions(ledger.decisions())
    for id_ in ids:
        if id_ not in last:
            raise LedgerFault(f"nobody has decided on {id_}: there is nothing to take back")


def _pairs(things: Sequence[str], *, together: bool | None) -> Iterator[tuple[str, str]]:
    return pairwise(things) if together else combinations(things, 2)


def _rule(
    desk: Desk,
    matter: Matter,
    pairs: Sequence[tuple[str, str]],
    person: Person,
    *,
    together: bool | None,
) -> int:
    if not pairs:
        raise WrongUsage("a ruling is on two things or more: name another one")
    in_force = {
        (one.one, one.other) for one in rulings_in_force(desk.ledger.rulings()) if one.matter is matter
    }
    if together is None:
        pairs = [pair for pair in pairs if tuple(sorted(pair)) in in_force]
        if not pairs:
            raise LedgerFault("nobody has ruled on these: there is nothing to take back")
    _keep(desk, [person.rules(matter, one, other, together=together) for one, other in pairs])
    return len(pairs)


def _keep(desk: Desk, acts: Sequence[Decision | Ruling]) -> None:
    desk.ledger.keep(acts)
    reckon(desk)
