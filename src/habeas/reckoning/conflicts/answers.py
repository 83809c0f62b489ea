"""Allegations beside what answers them, always shown together.

A denial answers the allegations near it. In one report, those beside it or about the same accused; of other
reports, those that nobody answers there, about the same accused and the same place or people, told in the
weeks before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from habeas.model import ClaimType
from habeas.reckoned import Conflict, Days, Known, Status, Testimony
from habeas.reckoning.comparing import HELD, is_in, may_be_same_people
from habeas.reckoning.conflicts.found import contested, day, sentence
from habeas.reckoning.conflicts.moves import months

# So many characters may stand between an allegation and what answers it: two or three sentences.
NEAR: Final = 400
# An answer in another report comes within weeks; one that is printed first can be told later.
WEEKS: Final = timedelta(days=28)
BEFORE: Final = timedelta(days=2)


def keys(testimony: Testimony) -> Iterator[str]:
    """The report, and each body that is accused or denies, with the months in which an answer can come."""
    if not _is_allegation(testimony) and not _is_denial(testimony):
        return
    yield f"said in {testimony.report}"
    told = _told(testimony)
    if told is not None:
        for body in _bodies(testimony):
            for month in months(Days(told - WEEKS, told + WEEKS)):
                yield f"accused {body} {month}"


def conflicts(testimonies: Iterable[Testimony]) -> Iterator[Conflict]:
    """Each allegation with each denial that answers it."""
    reports: defaultdict[str, list[Testimony]] = defaultdict(list)
    for testimony in testimonies:
        if _is_allegation(testimony) or _is_denial(testimony):
            reports[testimony.report].append(testimony)
    answered: set[str] = set()
    open_: list[Testimony] = []
    denials: list[Testimony] = []
    for told in reports.values():
        allegations = [one for one in told if _is_allegation(one)]
        for denial in filter(_is_denial, told):
            denials.append(denial)
            for one in _answered_at_home(denial, allegations):
                answered.add(one.id)
                yield contested(one, denial, _why(one, denial))
        open_ += allegations
    yield from _answered_elsewhere([one for one in open_ if one.id not in answered], denials)


def _is_allegation(testimony: Testimony) -> bool:
    """True for an allegation of abuse, and for anything else that is only alleged."""
    if testimony.claim.type is ClaimType.ALLEGATION:
        return True
    return testimony.status is Status.ALLEGED and testimony.claim.type is not ClaimType.DENIAL


def _is_denial(testimony: Testimony) -> bool:
    return testimony.claim.type is ClaimType.DENIAL


def _bodies(testimony: Testimony) -> set[str]:
    """Who is accused; of a denial, who denies."""
    said_by = testimony.speaker if _is_denial(testimony) else None
    return {body.id for body in (testimony.actor, said_by) if body is not None}


def _told(testimony: Testimony) -> date | None:
    return testimony.claim.report.published


# --- in one report ---


def _answered_at_home(denial: Testimony, allegations: Sequence[Testimony]) -> list[Testimony]:
    """The allegations beside the denial; if there are none, the last before it about the same accused."""
    near = [one for one in allegations if _gap(one, denial) <= NEAR and _can_answer(one, denial)]
    if near:
        return near
    before = [one for one in allegations if _bodies(one) & _bodies(denial) and _start(one) < _start(denial)]
    return sorted(before, key=lambda one: (_start(one), one.id))[-1:]


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
    by_body: defaultdict[tuple[str, str], list[Testimony]] = defaultdict(list)
    for denial in denials:
        if (told := _told(denial)) is not None:
            for body in _bodies(denial):
                by_body[body, f"{told:%Y-%m}"].append(denial)
    for one in allegations:
        told = _told(one)
        if told is None:
            continue
        near = {
            denial.id: denial
            for body in _bodies(one)
            for month in months(Days(told - BEFORE, told + WEEKS))
            for denial in by_body.get((body, month), ())
            if _answers(denial, one)
        }
        if near:
            denial = min(near.values(), key=lambda other: (_apart(one, other), other.id))
            yield contested(one, denial, _why(one, denial))


def _answers(denial: Testimony, allegation: Testimony) -> bool:
    told, answered = _told(allegation), _told(denial)
    return (
        told is not None
        and answered is not None
        and denial.report != allegation.report
        and told - BEFORE <= answered <= told + WEEKS
        and _are_related(allegation, denial)
    )


def _apart(one: Testimony, other: Testimony) -> int:
    told, answered = _told(one), _told(other)
    return abs((answered - told).days) if told is not None and answered is not None else 0


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
    told = _told(denial)
    if allegation.report == denial.report or told is None:
        return f"{alleged} {answer}, in the same report"
    return f"{alleged} {answer}, in another report, of {day(told)}"
