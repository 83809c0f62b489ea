"""Reckoning in miniature, for tests of how it is kept: quick, and everything that touches is one.

Families share a figure, events a type and a place; two figures of one event, or of one place and day, are a
conflict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import pytest

from habeas.kept import stages, told
from habeas.model import Claim, Matter, Report, Ruling, Signature
from habeas.reckoned import (
    Conflict,
    ConflictKind,
    Event,
    Family,
    Status,
    Testimony,
    Voices,
)
from habeas.reckoning.events import Happenings
from habeas.reckoning.knots import EVERYTHING, everywhere
from habeas.reckoning.knots import knots as tied


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the toys reckon."""
    for module in (stages, told):
        monkeypatch.setattr(module, "signature", signature)
    monkeypatch.setattr(stages.families, "keys", family_keys)
    monkeypatch.setattr(stages.families, "families", families)
    monkeypatch.setattr(stages.families, "shared", lambda one, other: one.figures & other.figures or None)
    monkeypatch.setattr(told, "families", families)
    for name, function in (("asks", conflict_keys), ("offers", conflict_keys), ("found", found)):
        monkeypatch.setattr(stages.conflicts, name, function)
    monkeypatch.setattr(told, "conflicts", lambda claims, happened: settled(found(claims, happened)))
    monkeypatch.setattr(told, "settled", settled)
    monkeypatch.setattr(told, "voices", voices)
    monkeypatch.setattr(stages.events, "reaches", lambda one: dict.fromkeys(event_keys(one), EVERYTHING))
    monkeypatch.setattr(stages.events, "happenings", happenings)
    monkeypatch.setattr(stages.events, "bearing", bearing)
    monkeypatch.setattr(told, "events", events)


def knots(keys: Mapping[str, set[str]]) -> dict[str, str]:
    return tied({thing: everywhere(held) for thing, held in keys.items()})


def _rule(keys: Mapping[str, set[str]], rulings: Iterable[Ruling], matter: Matter) -> None:
    for ruling in rulings:
        if ruling.matter is matter and ruling.together:
            for thing in (ruling.one, ruling.other):
                keys.get(thing, set()).add(f"{ruling.one} {ruling.other}")


def signature(report: Report, claims: Iterable[Claim]) -> Signature:
    figures = frozenset(claim.anchor.text for claim in claims if int(claim.anchor.text) > 30)
    return Signature(report.id, report.published, report.outlet, figures=figures)


def family_keys(one: Signature) -> frozenset[str]:
    return one.figures


def families(signatures: Iterable[Signature], rulings: Iterable[Ruling] = ()) -> list[Family]:
    keys = {one.report: {one.report, *family_keys(one)} for one in signatures}
    _rule(keys, rulings, Matter.FAMILY)
    return [Family(f"f_{first}", tuple(reports)) for first, reports in _groups(keys)]


def event_keys(testimony: Testimony) -> frozenset[str]:
    place = testimony.destination
    return frozenset({f"{testimony.claim.type} {place.id}"} if place else ())


def events(testimonies: Iterable[Testimony], rulings: Iterable[Ruling] = ()) -> list[Event]:
    told = {one.id: one for one in testimonies if one.destination}
    keys = {id_: set(event_keys(one)) for id_, one in told.items()}
    _rule(keys, rulings, Matter.EVENT)
    return [
        Event(f"e_{first[2:]}", told[first].claim.type, Status.DONE, tuple(told[id_] for id_ in ids))
        for first, ids in _groups(keys)
    ]


def happenings(testimonies: Iterable[Testimony], rulings: Iterable[Ruling] = ()) -> Happenings:
    found = events(testimonies, rulings)
    return Happenings(found, {claim: min(one.claims) for one in found for claim in one.claims})


def bearing(new: Iterable[Testimony], others: Iterable[Testimony]) -> set[str]:
    keys = set().union(*map(event_keys, new))
    return {one.id for one in others if event_keys(one) & keys}


def conflict_keys(testimony: Testimony) -> frozenset[str]:
    place = testimony.destination
    return frozenset({f"{place.id} {testimony.days}"} if place else ())


def found(testimonies: Iterable[Testimony], happened: Iterable[Event]) -> Iterator[Conflict]:
    said: dict[str, list[Testimony]] = defaultdict(list)
    for one in testimonies:
        for key in conflict_keys(one):
            said[key].append(one)
    for near in said.values():
        for one in near:
            yield from _differing(one.id, [one], near)
    for event in happened:
        yield from _differing(event.id, event.testimonies, event.testimonies)


def settled(conflicts: Iterable[Conflict]) -> list[Conflict]:
    return [one for _, one in sorted({one.id: one for one in conflicts}.items())]


def _differing(anchor: str, ones: Iterable[Testimony], others: Iterable[Testimony]) -> Iterator[Conflict]:
    for one, other in product(ones, others):
        if one.id < other.id and one.claim.anchor.text != other.claim.anchor.text:
            ids = (one.id, other.id)
            yield Conflict("x_" + "_".join(ids), ConflictKind.CONTRADICTION, ids, "toy", anchor)


def voices(testimonies: Iterable[Testimony], family_of: Mapping[str, str]) -> Voices:
    reports = {one.report for one in testimonies}
    return Voices((), len({family_of[report] for report in reports}), len(reports))


def _groups(keys: Mapping[str, set[str]]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = defaultdict(list)
    for member, first in sorted(knots(keys).items()):
        found[first].append(member)
    return sorted(found.items())
