"""Breakdowns that don't fit their whole: a part larger than it, disjoint parts that are too many together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from habeas.reckoned import Amount, Conflict, Status, Testimony
from habeas.reckoning.comparing import bounds, disjoint, exceeds
from habeas.reckoning.conflicts.found import VERBS, contradiction, counted, listed, sentence, where
from habeas.reckoning.conflicts.sums import too_many

# A plan or an allegation that doesn't add up contradicts nothing.
SAID_TO_BE_SO: Final = frozenset({Status.DONE, Status.UNDER_WAY})


def asks(testimony: Testimony) -> Iterator[str]:
    """A whole asks for its parts."""
    if testimony.claim.quantity is not None:
        yield f"part of {testimony.id}"


def offers(testimony: Testimony) -> Iterator[str]:
    """A part offers to be one of its whole."""
    if testimony.claim.quantity is not None and testimony.claim.part_of is not None:
        yield f"part of {testimony.claim.part_of}"


def contradictions(testimonies: Sequence[Testimony], *, conventions: bool) -> Iterator[Conflict]:
    """Each whole with a part that is more than it, or with parts that are more than it together."""
    claims = {testimony.id: testimony for testimony in testimonies}
    parts: defaultdict[str, list[Testimony]] = defaultdict(list)
    for testimony in testimonies:
        if testimony.claim.part_of is not None:
            parts[testimony.claim.part_of].append(testimony)
    for whole_id, some in parts.items():
        if (whole := claims.get(whole_id)) is not None:
            yield from _of_one(whole, some, conventions=conventions)


def _of_one(whole: Testimony, parts: Iterable[Testimony], *, conventions: bool) -> Iterator[Conflict]:
    most = _amount(whole, conventions=conventions)
    fit: list[tuple[int, Testimony]] = []
    for part in parts:
        least = _amount(part, conventions=conventions)
        if not _are_of_one_kind(part, whole) or least.low is None:
            continue
        if exceeds(least, most):
            yield contradiction(whole.id, (part, whole), _why([part], whole))
        elif least.low > 0:
            fit.append((least.low, part))
    if most.high is not None and (together := too_many(fit, most.high, apart=_are_apart)):
        yield contradiction(whole.id, [whole, *together], _why(together, whole))


def _amount(testimony: Testimony, *, conventions: bool) -> Amount:
    quantity = testimony.claim.quantity
    return Amount(None, None) if quantity is None else bounds(quantity, conventions=conventions)


def _are_of_one_kind(part: Testimony, whole: Testimony) -> bool:
    ours, theirs = part.claim, whole.claim
    return (
        part.status in SAID_TO_BE_SO
        and whole.status in SAID_TO_BE_SO
        and ours.measure is theirs.measure
        and ours.quantity is not None
        and theirs.quantity is not None
        and ours.quantity.unit is theirs.quantity.unit
    )


def _are_apart(one: Testimony, other: Testimony) -> bool:
    return disjoint(one.claim.group, other.claim.group)


def _why(parts: Sequence[Testimony], whole: Testimony) -> str:
    said = listed([counted(part) for part in parts])
    verb = VERBS.get(whole.claim.type, "")
    be = "is" if len(parts) == 1 else "are together"
    ending = sentence(counted(whole), verb, where(whole)).strip()
    return f"{said}, given as {'a part' if len(parts) == 1 else 'parts'} of {ending}, {be} more than that"
