"""Allegations beside what answers them, always shown together.

A denial answers the allegations near it. In one report, those beside it or about the same accused; of other
reports, those that nobody answers there, about the same accused and the same place or people, told in the
weeks before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from habeas.model import ClaimType
from habeas.reckoned import Conflict, Days, Known, Status, Testimony
from habeas.reckoning.comparing import HELD, is_in, may_be_same_people
from habeas.reckoning.conflicts.found import contested, day, sentence
from habeas.reckoning.ways import month, months, shifted

# So many characters may stand between an allegation and what answers it: two or three sentences.
NEAR: Final = 400
# An answer in another report comes within weeks; one that is printed first can be told later.
WEEKS: Final = timedelta(days=28)
BEFORE: Final = timedelta(days=2)


def asks(testimony: Testimony) -> Iterator[str]:
    """An allegation asks for all that its report alleges and denies, and for later words of the accused."""
    if _is_allegation(testimony):
        yield f"said in {testimony.report}"
        if (told := testimony.claim.report.published) is not None:
            for body in sorted(_bodies(testimony)):
                for then in months(Days(shifted(told, -BEFORE), shifted(told, WEEKS))):
                    yield f"denied by {body} {then}"


def offers(testimony: Testimony) -> Iterator[str]:
    """Both offer themselves to their report, a denial also to all that its speaker is accused of then."""
    if _is_allegation(testimony) or _is_denial(testimony):
        yield f"said in {testimony.report}"
    told = testimony.claim.report.published
    if _is_denial(testimony) and told is not None:
        for body in sorted(_bodies(testimony)):
            yield f"denied by {body} {month(told)}"


def conflicts(testimonies: Iterable[Testimony]) -> Iterator[Conflict]:
    """Each allegation with each denial that answers it."""
    reports: defaultdict[str, _Told] = defaultdict(_Told)
    denials: list[Testimony] = []
    for testimony in testimonies:
        if _is_allegation(testimony):
            reports[testimony.report].allegations.append(testimony)
        elif _is_denial(testimony):
            reports[testimony.report].denials.append(testimony)
            denials.append(testimony)
    silent: list[Testimony] = []
    for told in reports.values():
        answered = set()
        for one, denial in told.pairs():
            answered.add(one.id)
            yield contested(one.id, (one, denial), _why(one, denial))
        silent += [one for one in told.allegations if one.id not in answered]
    yield from _answered_elsewhere(silent, denials)


def _is_allegation(testimony: Testimony) -> bool:
    """True for an allegation of abuse, and for anything else that is only alleged."""
    if testimony.claim.type is ClaimType.ALLEGATION:
        return True
    return testimony.status is Status.ALLEGED and not _is_denial(testimony)


def _is_denial(testimony: Testimony) -> bool:
    return testimony.claim.type is ClaimType.DENIAL


def _bodies(testimony: Testimony) -> set[str]:
    """Who is accused; of a denial, who denies."""
    said_by = testimony.speaker if _is_denial(testimony) else None
    return {body.id for body in (testimony.actor, said_by) if body is not None}


# --- in one report ---


class _Told:
    """What one report alleges and denies."""

    def __init__(self) -> None:
        self.allegations: list[Testimony] = []
        self.denials: list[Testimony] = []

    def pairs(self) -> Iterator[tuple[Testimony, Testimony]]:
        """Each denial with the allegations beside it; if there are none, with the last of its speaker."""
        if not self.denials:
            return
        stretches, accused = self._stretches(), self._accused()
        for denial in self.denials:
            around = {one.id: one for number in _stretches_of(denial) for one in stretches.get(number, ())}
            near = [one for one in around.values() if _gap(one, denial) <= NEAR and _can_answer(one, denial)]
            for one in near or _last_before(denial, accused):
                yield one, denial

    def _stretches(self) -> dict[int, list[Testimony]]:
        """The allegations by the stretches of the text that they are in or next to."""
        found: defaultdict[int, list[Testimony]] = defaultdict(list)
        for one in self.allegations:
            for number in {near for own in _stretches_of(one) for near in (own - 1, own, own + 1)}:
                found[number].append(one)
        return found

    def _accused(self) -> dict[str, list[tuple[int, str, Testimony]]]:
        """The allegations of each body, in the order of the text."""
        found: defaultdict[str, list[tuple[int, str, Testimony]]] = defaultdict(list)
        for one in self.allegations:
            for body in _bodies(one):
                found[body].append((_start(one), one.id, one))
        return {body: sorted(some, key=lambda told: told[:2]) for body, some in found.items()}


def _stretches_of(testimony: Testimony) -> set[int]:
    return {
        number
        for span in testimony.claim.evidence
        for number in range(span.start // NEAR, span.end // NEAR + 1)
    }


def _last_before(denial: Testimony, accused: dict[str, list[tuple[int, str, Testimony]]]) -> list[Testimony]:
    before = [
        told[at - 1]
        for body in _bodies(denial)
        if (told := accused.get(body))
        and (at := bisect_left(told, (_start(denial),), key=lambda one: one[:1]))
    ]
    return [max(before, key=lambda told: told[:2])[2]] if before else []


def _can_answer(allegation: Testimony, denial: Testimony) -> bool:
    """True unless both are of different bodies that the lexicon knows; "the ministry" can be any."""
    accused, denies = _bodies(allegation), _bodies(denial)
    if _gap(allegation, denial) == 0 or accused & denies:
        return True
    return not accused or not denies or any(body.startswith("n_") for body in accused | denies)


def _start(testimony: Testimony) -> int:
    return min(span.start for span in testimony.claim.evidence)


def _gap(one: Testimony, other: Testimony) -> int:
    """How many characters lie between two claims of one report; 0 where they share words."""
    return min(
        max(0, there.start - here.end, here.start - there.end)
        for here in one.claim.evidence
        for there in other.claim.evidence
    )


# --- in another report ---


def _answered_elsewhere(allegations: Iterable[Testimony], denials: Iterable[Testimony]) -> Iterator[Conflict]:
    """Each allegation that its own report leaves unanswered, with the answer that comes first after it."""
    told: defaultdict[str, list[Testimony]] = defaultdict(list)
    for denial in denials:
        for key in offers(denial):
            told[key].append(denial)
    for one in allegations:
        answers = {
            denial.id: (days, denial)
            for key in asks(one)
            for denial in told.get(key, ())
            if (days := _days_after(one, denial)) is not None and _are_related(one, denial)
        }
        if answers:
            _, denial = min(answers.values(), key=lambda answer: (abs(answer[0]), answer[1].id))
            yield contested(one.id, (one, denial), _why(one, denial))


def _days_after(allegation: Testimony, denial: Testimony) -> int | None:
    """How many days later another report prints the denial; None where it can't answer the allegation."""
    first, then = allegation.claim.report.published, denial.claim.report.published
    if first is None or then is None or denial.report == allegation.report:
        return None
    return (then - first).days if -BEFORE <= then - first <= WEEKS else None


def _are_related(one: Testimony, other: Testimony) -> bool:
    """True where both are about one place, or, where a place isn't given, about the same people."""
    here, there = _place(one), _place(other)
    if here is not None and there is not None:
        return is_in(here, there) or is_in(there, here)
    named = (one.claim.group & other.claim.group) - HELD
    return bool(named) and may_be_same_people(one.claim.group, other.claim.group)


def _place(testimony: Testimony) -> Known | None:
    return testimony.place or testimony.origin


def _why(allegation: Testimony, denial: Testimony) -> str:
    place, denies = _place(allegation), denial.speaker or denial.actor
    alleged = sentence(
        "what is alleged",
        f"of {allegation.actor.name}" if allegation.actor is not None else "",
        f"in {place.name}" if place is not None else "",
    )
    answer = sentence("is denied", f"by {denies.name}" if denies is not None else "")
    told: date | None = denial.claim.report.published
    if allegation.report == denial.report or told is None:
        return f"{alleged} {answer}, in the same report"
    return f"{alleged} {answer}, in another report, of {day(told)}"
