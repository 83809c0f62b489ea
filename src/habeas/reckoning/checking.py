"""A text of the user's own beside the ledger: which of its figures are supported, and by whose words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from habeas.model import Basis, ClaimType, Measure, Quantity
from habeas.reckoned import ConflictKind, Days, Finding, Known, Status, Testimony, Verdict
from habeas.reckoning.comparing import (
    bounds,
    can_agree,
    may_be_same,
    may_be_same_people,
    may_be_same_place,
    nations,
    people,
    same,
    same_people,
)
from habeas.reckoning.conflicts import conflicts
from habeas.reckoning.conflicts.wholes import is_whole
from habeas.reckoning.ways import kind_of

# Numbers that hold at a day, so that a later one takes their place.
CURRENT: Final = frozenset({Measure.STOCK, Measure.TOTAL, Measure.REMAINING, Measure.CAPACITY})
# What one number may be called in two reports: an event of "so far", a stock of what is left.
MEASURES: Final[Mapping[Measure, Measure]] = {
    Measure.TOTAL: Measure.FLOW,
    Measure.REMAINING: Measure.STOCK,
    Measure.VICTIMS: Measure.POPULATION,
}
MOST_NEAR: Final = 3
# How far a hedged figure of the draft may lie from the one that it is taken from: "more than 50" for 60.
ROUNDED: Final = 1.25
# From what is surest to what is least; a draft may be less sure than the claims, never surer.
SURENESS: Final = (Status.DONE, Status.UNDER_WAY, Status.PLANNED, Status.ALLEGED, None)


def check(draft: Iterable[Testimony], ledger: Iterable[Testimony]) -> list[Finding]:
    """What the ledger's claims say of each figure of a draft, in the order of the draft.

    Claims of the draft's own report, should the ledger hold it, support nothing.
    """
    figures = [one for one in draft if one.claim.quantity is not None]
    own = {one.report for one in figures}
    by_kind: dict[ClaimType, list[Testimony]] = defaultdict(list)
    for said in sorted({one.id: one for one in ledger}.values(), key=_order):
        if said.claim.quantity is not None and said.report not in own:
            by_kind[kind_of(said.claim)].append(said)
    ordered = sorted(figures, key=lambda one: (one.claim.anchor.start, one.claim.type, one.id))
    return [_finding(one, by_kind[kind_of(one.claim)]) for one in ordered]


def _finding(written: Testimony, ledger: Sequence[Testimony]) -> Finding:
    about = [said for said in ledger if _may_be_about_one(written, said)]
    support = [said for said in about if _supports(said, written) and not _denies(said, written)]
    later = _later(written, support, about)
    against = _against(written, support, about)
    apart = {one.id for one in (*support, *against, *later)}
    near = [said for said in about if said.id not in apart][-MOST_NEAR:]
    return Finding(
        draft=written,
        verdict=_verdict(support, against, later),
        support=tuple(support),
        against=tuple(against),
        later=tuple(later),
        near=() if support else tuple(near),
        lost=_lost(written, support),
    )


def _verdict(
    support: Sequence[Testimony], against: Sequence[Testimony], later: Sequence[Testimony]
) -> Verdict:
    if against:
        return Verdict.CONTRADICTED
    if not support:
        return Verdict.NOT_FOUND
    return Verdict.STALE if later else Verdict.SUPPORTED


# --- is it about the same thing ---


def _may_be_about_one(written: Testimony, said: Testimony) -> bool:
    """True where nothing that both say of people, places, days and kind of number sets them apart."""
    one, other = written.claim, said.claim
    if one.quantity is None or other.quantity is None or one.quantity.unit is not other.quantity.unit:
        return False
    return (
        _measure(written) is _measure(said)
        and may_be_same_people(one.group, other.group)
        and _are_placed_alike(written, said)
        and _may_be_of_one_time(written, said)
    )


def _measure(testimony: Testimony) -> Measure | None:
    measure = testimony.claim.measure
    return None if measure is None else MEASURES.get(measure, measure)


def _are_placed_alike(written: Testimony, said: Testimony) -> bool:
    """True where no slot parts them; a place that the draft names the claim must name too, in any slot."""
    slots = zip(_places(written), _places(said), strict=True)
    if not all(_may_be_one_place(one, other) for one, other in slots):
        return False
    if written.claim.type is ClaimType.HOLDING and not may_be_same(written.actor, said.actor):
        return False
    named = [place for place in _places(written) if place is not None]
    known = [place for place in _places(said) if place is not None]
    return not named or any(_may_be_one_place(one, other) for one in named for other in known)


def _may_be_one_place(one: Known | None, other: Known | None) -> bool:
    """True where both can be one place; "a camp in Syria" names none, and can be any that is there."""
    if may_be_same_place(one, other) or one is None or other is None:
        return True
    if not (one.somebody or other.somebody):
        return False
    ours, theirs = _surroundings(one), _surroundings(other)
    return not ours or not theirs or ours[0] in theirs or theirs[0] in ours


def _surroundings(place: Known) -> tuple[str, ...]:
    return place.within if place.somebody else place.around


def _places(testimony: Testimony) -> tuple[Known | None, Known | None, Known | None]:
    return testimony.place, testimony.origin, testimony.destination


def _may_be_of_one_time(written: Testimony, said: Testimony) -> bool:
    """True where the draft gives no day, or one that the claim can be about."""
    about = _about(said)
    return written.days is None or about is None or written.days.overlaps(about)


def _about(testimony: Testimony) -> Days | None:
    """The days that a claim is about; a number that holds at a day stands at the day on which it was said."""
    if testimony.days is not None or testimony.claim.measure not in CURRENT or testimony.stated is None:
        return testimony.days
    return Days(testimony.stated, testimony.stated)


# --- is it the same figure ---


def _supports(said: Testimony, written: Testimony) -> bool:
    """True where the claim has the draft's figure of the same people, or one from which it follows."""
    one, other = written.claim.quantity, said.claim.quantity
    if one is None or other is None or not _are_as_many(written, said):
        return False
    return _numbers(one) == _numbers(other) or _follows(one, other)


def _are_as_many(written: Testimony, said: Testimony) -> bool:
    """True where the draft doesn't give a figure to other kinds of people than the claim does."""
    one, other = written.claim.group, said.claim.group
    alike = not people(one) or not people(other) or people(one) == people(other)
    return alike and (not nations(one) or not nations(other) or nations(one) == nations(other))


def _numbers(quantity: Quantity) -> tuple[frozenset[int], Basis]:
    """The figure without its hedge; "dozens" is no figure that anybody counted."""
    ends = frozenset(end for end in (quantity.low, quantity.high) if end is not None)
    return ends, quantity.basis


def _follows(written: Quantity, said: Quantity) -> bool:
    """True where all that the claim allows lies within what the draft, with its hedge, allows."""
    if written.basis is Basis.CONVENTION or _hedge(written) == "":
        return False
    wide, narrow = bounds(written), bounds(said)
    low = wide.low is None or (narrow.low is not None and narrow.low >= wide.low)
    high = wide.high is None or (narrow.high is not None and narrow.high <= wide.high)
    return low and high and _is_near(written, said)


def _is_near(written: Quantity, said: Quantity) -> bool:
    """True where the claim's figure is such that the draft's could be a rounding of it.

    "At least 50" follows from 53, and from 5,000 as well: but then it is another figure.
    """
    ours, theirs = _ends(written), _ends(said)
    return bool(ours and theirs) and max(ours) * ROUNDED >= min(theirs) and max(theirs) * ROUNDED >= min(ours)


def _ends(quantity: Quantity) -> list[int]:
    return [end for end in (quantity.low, quantity.high) if end is not None]


def _hedge(quantity: Quantity) -> str:
    """How a figure is put: "" for one that is exact."""
    if quantity.basis is Basis.CONVENTION:
        return "only in words"
    if quantity.low is None:
        return "up to"
    if quantity.high is None:
        return "at least"
    if quantity.low != quantity.high:
        return "between two figures"
    return "about" if quantity.approx else ""


def _lost(written: Testimony, support: Sequence[Testimony]) -> tuple[str, ...]:
    """What the draft leaves out of every claim that supports it; nothing where one says it as it does."""
    losses = [_losses(written, said) for said in support]
    if not losses or () in losses:
        return ()
    return min(losses, key=lambda words: (len(words), words))


def _losses(written: Testimony, said: Testimony) -> tuple[str, ...]:
    one, other = written.claim.quantity, said.claim.quantity
    if one is None or other is None:
        return ()
    hedge = _hedge(other)
    unsure = () if hedge in ("", _hedge(one)) or _follows(one, other) else (hedge,)
    standing = said.status.value if said.status is not None else "supposed"
    return unsure if _is_as_sure(said.status, written.status) else (*unsure, standing)


def _is_as_sure(said: Status | None, written: Status | None) -> bool:
    if said not in SURENESS or written not in SURENESS:
        return True
    return SURENESS.index(said) <= SURENESS.index(written)


# --- what speaks against it ---


def _against(written: Testimony, support: Sequence[Testimony], about: Sequence[Testimony]) -> list[Testimony]:
    """Claims that can't be true beside the draft's: on one day, of the same people, in the same place.

    A draft that gives no day speaks of now: then the newest claims count, where none has the draft's figure.
    """
    denied = [said for said in about if _denies(said, written)]
    if written.days is not None:
        then = [said for said in about if _is_then(written.days, said)]
        return denied + _rivals(written, support, then)
    if support or written.claim.measure not in CURRENT:
        return denied
    return denied + _newest(_rivals(written, support, about))


def _later(written: Testimony, support: Sequence[Testimony], about: Sequence[Testimony]) -> list[Testimony]:
    """The newest claims with another figure, where the draft's is older; what says when is never stale."""
    last = max((day for said in support if (day := _day(said)) is not None), default=None)
    if written.days is not None or written.claim.measure not in CURRENT or last is None:
        return []
    after = [said for said in about if (day := _day(said)) is not None and day > last]
    return _newest(_rivals(written, support, after))


def _denies(said: Testimony, written: Testimony) -> bool:
    return said.status is Status.DENIED and written.status is not Status.DENIED and _supports(said, written)


def _is_then(days: Days, said: Testimony) -> bool:
    about = _about(said)
    return about is not None and days.overlaps(about)


def _newest(claims: Sequence[Testimony]) -> list[Testimony]:
    last = max((day for said in claims if (day := _day(said)) is not None), default=None)
    return [said for said in claims if _day(said) == last]


def _rivals(written: Testimony, support: Sequence[Testimony], claims: Iterable[Testimony]) -> list[Testimony]:
    """The claims that, of one day, can't be true beside the draft's.

    A report that has the draft's figure doesn't contradict it by another one. Of several figures of the same
    people in one report the greatest is of all of them.
    """
    supporting = {said.report for said in support}
    greatest: dict[str, Testimony] = {}
    for said in claims:
        if said.report not in supporting and _cant_both_be(written, said):
            before = greatest.setdefault(said.report, said)
            greatest[said.report] = max(before, said, key=lambda one: (_most(one), _order(one)))
    return sorted(greatest.values(), key=_order)


def _most(testimony: Testimony) -> int:
    quantity = testimony.claim.quantity
    return max(_ends(quantity), default=0) if quantity is not None else 0


def _cant_both_be(written: Testimony, said: Testimony) -> bool:
    one, other = written.claim, said.claim
    if one.quantity is None or other.quantity is None or can_agree(one.quantity, other.quantity):
        return False
    if not (is_whole(one) and is_whole(other) and _are_of_same_people(written, said)):
        return False
    return one.type is not ClaimType.HOLDING or _are_counts_apart(written, said)


def _are_of_same_people(written: Testimony, said: Testimony) -> bool:
    """True where both must be of the same people by their words: group, places and kind of number are one."""
    one, other = written.claim, said.claim
    slots = zip(_places(written), _places(said), strict=True)
    told = [(here, there) for here, there in slots if here is not None or there is not None]
    return (
        bool(told)
        and all(same(here, there) for here, there in told)
        and one.measure is other.measure
        and one.type is other.type
        and written.status is said.status
        and same_people(one.group, other.group)
    )


def _are_counts_apart(written: Testimony, said: Testimony) -> bool:
    """True where both counts of people held would contradict each other, were they of the claim's day."""
    about = _about(said)
    if about is None:
        return False
    then = replace(written, days=written.days or Days(about.last, about.last))
    return any(found.kind is ConflictKind.CONTRADICTION for found in conflicts((then, said)))


def _day(testimony: Testimony) -> date | None:
    about = _about(testimony)
    return about.last if about is not None else testimony.stated


def _order(testimony: Testimony) -> tuple[str, str, int, str]:
    day = _day(testimony)
    return (day.isoformat() if day else "", testimony.report, testimony.claim.anchor.start, testimony.id)
