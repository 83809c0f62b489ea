"""FollowTheMoney entities for Aleph and its kin: events, bodies, places, reports; never a person.

One entity a line. Whoever counts people makes no file on one: actors become entities only where the lexicon
has them, which holds bodies and no private person (docs/exports.md). The model is FollowTheMoney's own, of
which `data/ftm.json` has what is used here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from habeas.cells import fit_cell
from habeas.errors import BrokenPromise
from habeas.lexicon import Actor
from habeas.lexicon.shape import ActorKind
from habeas.model import Claim, Report
from habeas.publishing.exports.around import Around, around
from habeas.publishing.exports.grounds import Ground
from habeas.publishing.exports.provenance import review_state
from habeas.publishing.happenings import settled, tellings
from habeas.publishing.holdings import Cleared
from habeas.publishing.phrases import (
    MODALITIES,
    behind,
    counted,
    country,
    days,
    outlet,
    verb,
    where,
    who_says,
)
from habeas.publishing.plain import clipped, plain
from habeas.reckoned import Event, Status
from habeas.wire.claims import to_lines

Entity = dict[str, Any]
Values = dict[str, Sequence[str | None]]

FILE: Final = "entities.ftm.json"
MODEL: Final = "ftm.json"
PREFIX: Final = "habeas-"
PUBLIC: Final = frozenset({ActorKind.STATE, ActorKind.COURT})
PLACES: Final = ("place", "origin", "destination")


def write(cleared: Cleared, folder: Path) -> None:
    """Write the entities into the folder, each after those that it leads to."""
    (folder / FILE).write_text(to_lines(entities(cleared)), encoding="utf-8", newline="\n")


def entities(cleared: Cleared) -> Iterator[Entity]:
    """Reports, places, bodies, events, and each claim that tells of no event as an event of its own.

    Raises BrokenPromise for what isn't in FollowTheMoney's model: a fault of ours.
    """
    here = around(cleared)
    held = cleared.holdings
    alone = [claim for claim in held.claims if here.event(claim) is None]
    yield from map(_report, held.reports)
    yield from _places(held.reckoned.events, alone, here)
    yield from _bodies(held.reckoned.events, alone, here)
    yield from (_event(event, here) for event in held.reckoned.events)
    yield from (_claim(claim, here) for claim in alone)


def _report(report: Report) -> Entity:
    return _entity(
        "Article",
        report.id,
        name=[report.title or report.name],
        title=[report.title],
        fileName=[report.name],
        sourceUrl=[report.url],
        publishedAt=[report.published.isoformat() if report.published else None],
        publisher=[report.outlet],
    )


# --- places and bodies ---


def _places(events: Iterable[Event], claims: Iterable[Claim], here: Around) -> Iterator[Entity]:
    ids = {known.id for event in events for slot in PLACES if (known := settled(event, slot)) is not None}
    names = (getattr(claim, slot) for claim in claims for slot in PLACES)
    ids |= {name.id for name in names if name is not None and name.id is not None}
    for id_ in sorted(ids):
        if (ground := here.ground(id_)) is not None:
            yield _address(ground)


def _address(ground: Ground) -> Entity:
    whole = dict.fromkeys((ground.name, ground.town, ground.region, _country_name(ground)))
    return _entity(
        "Address",
        f"place-{ground.id}",
        name=[ground.name],
        full=[", ".join(filter(None, whole))],
        city=[ground.town],
        region=[ground.region],
        country=_codes(ground.country),
        latitude=[None if ground.lat is None else str(ground.lat)],
        longitude=[None if ground.lon is None else str(ground.lon)],
        remarks=[f"coordinates: those of the {ground.precision}" if ground.lat is not None else None],
    )


def _country_name(ground: Ground) -> str | None:
    return country(ground.country) if ground.country is not None else None


def _bodies(events: Iterable[Event], claims: Iterable[Claim], here: Around) -> Iterator[Entity]:
    known = (settled(event, "actor") for event in events)
    ids = {one.id for one in known if one is not None}
    ids |= {claim.actor.id for claim in claims if claim.actor is not None and claim.actor.id is not None}
    for id_ in sorted(ids):
        if id_ in here.bodies:
            yield _body(here.bodies[id_])
        elif (ground := here.ground(id_)) is not None and _is_country(ground):
            yield _entity("PublicBody", _body_id(id_), name=[ground.name], country=_codes(id_))


def _body(actor: Actor) -> Entity:
    schema = "PublicBody" if actor.kind in PUBLIC else "Organization"
    return _entity(
        schema,
        _body_id(actor.id),
        name=[actor.name],
        country=_codes(actor.country),
        classification=[actor.kind.value.replace("-", " ")],
    )


def _body_id(id_: str) -> str:
    return f"body-{id_}"


def _is_body(id_: str | None, here: Around) -> bool:
    ground = here.ground(id_)
    return id_ in here.bodies or (ground is not None and _is_country(ground))


def _is_country(ground: Ground) -> bool:
    return ground.id == ground.country


# --- events ---


def _event(event: Event, here: Around) -> Entity:
    claims = [one.claim for one in event.testimonies]
    voices = here.voices(event)
    figures = [telling.lead for telling in tellings(event) if telling.lead.quantity is not None]
    status = "" if event.status is Status.DONE else f"{event.status.value}: "
    lead = figures[0] if figures else claims[0]
    when = f", {days(event.days.first, event.days.last)}" if event.days is not None else ""
    places = [known.id for slot in PLACES if (known := settled(event, slot)) is not None]
    actor = settled(event, "actor")
    return _entity(
        "Event",
        event.id,
        name=[f"{status}{counted(lead)} {verb(lead)} {where(lead)}".rstrip() + when],
        startDate=[event.days.first.isoformat() if event.days is not None else None],
        endDate=[event.days.last.isoformat() if event.days is not None else None],
        summary=["; ".join(dict.fromkeys(map(counted, figures))) or None],
        description=_words(claims),
        notes=[review_state(claims), behind(voices) if voices is not None else None, *_answers(claims, here)],
        keywords=[event.type, event.status],
        recordId=[event.id],
        **_links(
            here.link(f"events/{event.id}"), claims, places, actor.id if actor is not None else None, here
        ),
    )


def _claim(claim: Claim, here: Around) -> Entity:
    """A claim that tells of no happening: how many are held, an allegation, an answer, a position."""
    period = claim.period
    said = MODALITIES[claim.modality].split(" (")[0]
    status = f"{said}: " if said else ""
    places = [
        name.id for slot in PLACES if (name := getattr(claim, slot)) is not None and name.id is not None
    ]
    stated = claim.stated_on or claim.report.published
    return _entity(
        "Event",
        claim.id,
        name=[f"{status}{counted(claim)} {verb(claim)} {where(claim)}".rstrip()],
        startDate=[period.first.isoformat() if period is not None and period.first is not None else None],
        endDate=[period.last.isoformat() if period is not None and period.last is not None else None],
        date=[stated.isoformat() if stated is not None else None],
        summary=[counted(claim) if claim.quantity is not None else None],
        description=_words([claim]),
        notes=[review_state([claim]), *_answers([claim], here)],
        keywords=[claim.type, claim.modality],
        recordId=[claim.id],
        **_links(
            here.link(f"claims/{claim.id}"),
            [claim],
            places,
            claim.actor.id if claim.actor is not None else None,
            here,
        ),
    )


def _words(claims: Sequence[Claim]) -> list[str]:
    told = ((claim, " … ".join(span.text for span in claim.evidence)) for claim in claims)
    return list(
        dict.fromkeys(f"{who_says(claim)} ({outlet(claim.report)}): “{words}”" for claim, words in told)
    )


def _answers(claims: Sequence[Claim], here: Around) -> list[str]:
    answers = {answer.id: answer for claim in claims for answer in here.answered_by(claim)}
    return [f"answered: {words}" for words in _words(list(answers.values()))]


def _links(
    link: str, claims: Sequence[Claim], places: Sequence[str], actor: str | None, here: Around
) -> Values:
    """The other entities that it leads to: its reports, its places, and who acts."""
    grounds = [ground for id_ in dict.fromkeys(places) if (ground := here.ground(id_)) is not None]
    return {
        "proof": [f"{PREFIX}{id_}" for id_ in dict.fromkeys(claim.report.id for claim in claims)],
        "addressEntity": [f"{PREFIX}place-{ground.id}" for ground in grounds],
        "location": [ground.name for ground in grounds],
        "country": [code for ground in grounds for code in _codes(ground.country)],
        "involved": [f"{PREFIX}{_body_id(actor)}" if actor is not None and _is_body(actor, here) else None],
        "sourceUrl": [link if link.startswith("http") else None],
    }


# --- by the model ---


def _codes(code: str | None) -> list[str]:
    """A country as FollowTheMoney has it: its ISO code in small letters."""
    return [] if code is None else [code.lower()]


def _entity(schema: str, id_: str, **values: Sequence[str | None]) -> Entity:
    """An entity of this schema; values that are None are left out, those that are too long are cut."""
    allowed = model()[schema]["properties"]
    properties: dict[str, list[str]] = {}
    for name, given in values.items():
        if name not in allowed:
            raise BrokenPromise(f"FollowTheMoney's {schema} has no {name}")
        longest = int(allowed[name]["maxLength"])
        kept = [_fit(value, longest) for value in given if value is not None and plain(value)]
        if kept:
            properties[name] = list(dict.fromkeys(kept))
    return {"id": f"{PREFIX}{id_}", "schema": schema, "properties": properties}


def _fit(value: str, longest: int) -> str:
    # It folds blanks as well: FollowTheMoney's own cleaning does, and wouldn't take the value otherwise.
    return clipped(fit_cell(value), longest)


@cache
def model() -> dict[str, Any]:
    """The schemata of FollowTheMoney's model that are used here: what each is, requires and may hold."""
    text = files("habeas.publishing").joinpath("data", MODEL).read_text(encoding="utf-8")
    schemata: dict[str, Any] = json.loads(text)["schemata"]
    return schemata
