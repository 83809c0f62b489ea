"""Reckoning in miniature, for tests of how it is kept: quick, and everything that touches is one.

Names are one where their first three letters are, named by the first of their spellings; families share a
figure; events a type and a place; conflicts are two figures of one event or of one place and day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pytest

from habeas.kept import names as kept_names
from habeas.kept import stages, told
from habeas.model import Claim, Matter, Name, Report, Ruling, Signature
from habeas.reckoned import (
    Conflict,
    ConflictKind,
    Event,
    Family,
    Known,
    NameKind,
    Status,
    Testimony,
    Voices,
)
from habeas.reckoning.knots import EVERYTHING
from habeas.reckoning.knots import knots as tied
from habeas.reckoning.names import Names, key_of, mentions


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the toys reckon."""
    for module in (stages, told):
        monkeypatch.setattr(module, "signature", signature)
    monkeypatch.setattr(kept_names, "names", names)
    monkeypatch.setattr(kept_names, "block", block)
    monkeypatch.setattr(told, "names", names)
    for name, keys, function in (
        ("families", family_keys, families),
        ("conflicts", conflict_keys, conflicts),
    ):
        module = getattr(stages, name)
        monkeypatch.setattr(module, "keys", keys)
        monkeypatch.setattr(module, name, function)
        monkeypatch.setattr(told, name, function)
    monkeypatch.setattr(told, "voices", voices)
    monkeypatch.setattr(stages.events, "reaches", lambda one: dict.fromkeys(event_keys(one), EVERYTHING))
    monkeypatch.setattr(stages.events, "events", events)
    monkeypatch.setattr(told, "events", events)


def knots(keys: Mapping[str, set[str]]) -> dict[str, str]:
    return tied({thing: dict.fromkeys(held, EVERYTHING) for thing, held in keys.items()})


def block(name: Name, kind: NameKind) -> str:
    return key_of(name, kind)[1][:3]


def names(claims: Iterable[Claim], lexicon: object, rulings: Iterable[Ruling] = ()) -> Names:  # noqa: ARG001
    spelled = {(kind, key_of(name, kind)[1], name.id is not None) for kind, name in mentions(claims)}
    keys = {
        (f"{kind}:{words}"): {f"{kind}:{words}", "" if known else f"{kind} {words[:3]}"} - {""}
        for kind, words, known in spelled
    }
    _rule(keys, rulings, Matter.NAME)
    first = knots(keys)
    return Names(
        {
            (kind, words): Known(kind, first[f"{kind}:{words}"], words, 1.0, "toy")
            for kind, words, _ in spelled
        }
    )


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


def conflict_keys(testimony: Testimony) -> frozenset[str]:
    place = testimony.destination
    return frozenset({f"{place.id} {testimony.days}"} if place else ())


def conflicts(testimonies: Iterable[Testimony], happened: Iterable[Event]) -> list[Conflict]:
    said: dict[str, list[Testimony]] = defaultdict(list)
    for one in testimonies:
        for key in conflict_keys(one):
            said[key].append(one)
    for event in happened:
        said[event.id] += event.testimonies
    found = {ids for some in said.values() for ids in _differing(some)}
    return [Conflict("x_" + "_".join(ids), ConflictKind.CONTRADICTION, ids, "toy") for ids in sorted(found)]


def _differing(told: Iterable[Testimony]) -> Iterator[tuple[str, ...]]:
    figures = {one.claim.anchor.text: one.id for one in sorted(told, key=lambda one: one.id)}
    if len(figures) > 1:
        yield tuple(sorted(figures.values()))


def voices(testimonies: Iterable[Testimony], family_of: Mapping[str, str]) -> Voices:
    reports = {one.report for one in testimonies}
    return Voices((), len({family_of[report] for report in reports}), len(reports))


def _groups(keys: Mapping[str, set[str]]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = defaultdict(list)
    for member, first in sorted(knots(keys).items()):
        found[first].append(member)
    return sorted(found.items())
