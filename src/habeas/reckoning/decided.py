"""What people decided, laid over what was read: pure, and the same in any order of the decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from habeas.errors import BrokenPromise
from habeas.model import Claim, Decision, Matter, Review, Ruling, Unread
from habeas.wire.claims import amended


@dataclass(frozen=True, slots=True)
class Decided:
    """Claims as they stand after what people decided.

    `claims` are those that count, `rejected` those that don't, both in the order in which the claims came.
    `queued` are decisions that wait for a person: no claim has their id any more, or their amendment doesn't
    stand on it any more.
    """

    claims: tuple[Claim, ...]
    rejected: tuple[Claim, ...]
    queued: tuple[Decision, ...]


def decided(claims: Iterable[Claim], decisions: Iterable[Decision]) -> Decided:
    """The claims with the last decision on each; one that was taken back leaves its claim as it was read."""
    last = last_decisions(decisions)
    reviewed, kept = [], set()
    for claim in claims:
        decision = last.get(claim.id)
        after = claim if decision is None else _reviewed(claim, decision)
        if after is not None:
            kept.add(claim.id)
        reviewed.append(claim if after is None else after)
    return Decided(
        claims=tuple(claim for claim in reviewed if claim.review is not Review.REJECTED),
        rejected=tuple(claim for claim in reviewed if claim.review is Review.REJECTED),
        queued=tuple(last[id_] for id_ in sorted(last.keys() - kept)),
    )


def reviewed(claims: Iterable[Claim], decisions: Iterable[Decision]) -> list[Claim]:
    """All of the claims, also those rejected, each as people decided, in the order in which they came."""
    claims = list(claims)
    after = decided(claims, decisions)
    by_id = {claim.id: claim for claim in (*after.claims, *after.rejected)}
    return [by_id[claim.id] for claim in claims]


def looked_at(figures: Iterable[Unread], decisions: Iterable[Decision]) -> list[Unread]:
    """The unread figures with what people said of them, in the order in which they came."""
    last = last_decisions(decisions)
    return [
        replace(figure, review=last[figure.id].verdict) if figure.id in last else figure for figure in figures
    ]


def last_decisions(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decision in force on each claim, by the claim's id; none where the last one takes back."""
    last: dict[str, Decision] = {}
    for decision in sorted(decisions, key=lambda one: one.moment):
        last[decision.claim] = decision
    return {id_: one for id_, one in last.items() if one.verdict is not Review.UNCHECKED}


def rulings_in_force(rulings: Iterable[Ruling]) -> list[Ruling]:
    """The last ruling on each pair, in order of the pairs; none where that one takes back.

    Of two rulings of one moment the one that parts counts: a false join hides people.
    """
    last: dict[tuple[Matter, str, str], Ruling] = {}
    for ruling in sorted(rulings, key=lambda one: (one.at, not one.together, one.by, one.withdrawn, one.why)):
        last[ruling.matter, ruling.one, ruling.other] = ruling
    return [last[pair] for pair in sorted(last) if not last[pair].withdrawn]


def _reviewed(claim: Claim, decision: Decision) -> Claim | None:
    """The claim as decided; None where an amendment, made for another reading, doesn't stand on this one."""
    if decision.amendment is None:
        return replace(claim, review=decision.verdict)
    try:
        return amended(claim, decision.amendment)
    except BrokenPromise:
        return None
