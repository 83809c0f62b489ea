"""Events in ACLED's columns, with ACLED's coding of days, places and vague numbers of dead.

Only what ACLED has a type for: arrests, riots, clashes at places of detention, break-outs. Who is of which
kind (inter1, inter2) and whom ACLED calls the second actor is a coder's to say. Sources, and all that was
decided: docs/exports.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from habeas.model import Basis, ClaimType, Quantity
from habeas.publishing.exports.around import Around, around
from habeas.publishing.exports.columns import Cell, Column, Kind, table
from habeas.publishing.exports.csv import write_csv
from habeas.publishing.exports.grounds import Precision
from habeas.publishing.exports.happened import (
    Happened,
    country_number,
    figures,
    happened,
    own_columns,
    sources,
    words,
)
from habeas.publishing.exports.provenance import review_state
from habeas.publishing.happenings import settled
from habeas.publishing.holdings import Cleared
from habeas.publishing.phrases import country

Get = Callable[[Happened], Cell]

FILE: Final = "acled.csv"
RIOT: Final = "riot"

# ACLED's disorder type, event type and sub-event type (ACLED Codebook, 2024, "Event types").
ARRESTS: Final = ("Strategic developments", "Strategic developments", "Arrests")
OTHER: Final = ("Strategic developments", "Strategic developments", "Other")
RIOTS: Final = ("Demonstrations", "Riots", "Mob violence")
CLASH: Final = ("Political violence", "Battles", "Armed clash")
TYPES: Final = {
    ClaimType.CAPTURE: ARRESTS,
    ClaimType.RECAPTURE: ARRESTS,
    ClaimType.ESCAPE: OTHER,
    ClaimType.ATTACK: CLASH,
}

# "ACLED codes 10 for “tens”, 12 for “dozens”, 100 for “hundreds”, and so on" (ACLED, "How are injuries and
# fatalities recorded?"), and 3, or 10 in a war, where no number is known. Of several readings the lowest
# counts: "the most conservative estimate available" (ibid.).
VAGUE: Final = (
    ("hundreds of thousands", 100_000),
    ("tens of thousands", 10_000),
    ("several", 3),
    ("dozen", 12),
    ("score", 20),
    ("tens", 10),
    ("hundred", 100),
    ("thousand", 1_000),
)
OF_NUMBERS: Final = ("hundred", "thousand", "dozen")
WEEK: Final = 7
MONTH: Final = 31
NOTED: Final = 2_000  # characters of a note


def write(cleared: Cleared, folder: Path) -> None:
    """Write the events that ACLED has a type for into the folder."""
    here = around(cleared)
    rows = [one for one in happened(here, TYPES) if one.length <= MONTH]
    made = table("acled", "", [*_columns(here), *own_columns(here)], rows)
    write_csv(folder / FILE, made.heads, made.rows)


def _columns(here: Around) -> Iterator[Column[Happened]]:
    """ACLED's columns, in ACLED's order; those that only ACLED can fill are left empty."""
    yield _text("event_id_cnty", lambda one: one.event.id)
    yield Column("event_date", Kind.DAY, "", lambda one: one.middle)
    yield _whole("year", lambda one: one.middle.year)
    yield _whole("time_precision", lambda one: time_precision(one.length))
    yield _text("disorder_type", lambda one: _types(one)[0])
    yield _text("event_type", lambda one: _types(one)[1])
    yield _text("sub_event_type", lambda one: _types(one)[2])
    yield _text("actor1", _actor)
    yield from map(_empty, ("assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction"))
    yield _empty("civilian_targeting")
    yield _whole("iso", lambda one: country_number(one.ground.country))
    yield _empty("region")
    yield _text("country", lambda one: country(one.ground.country) if one.ground.country else None)
    yield _text("admin1", lambda one: one.ground.region)
    yield from map(_empty, ("admin2", "admin3"))
    yield _text("location", lambda one: one.ground.town or one.ground.name)
    yield Column("latitude", Kind.NUMBER, "", lambda one: one.ground.lat)
    yield Column("longitude", Kind.NUMBER, "", lambda one: one.ground.lon)
    yield _whole("geo_precision", lambda one: 3 if one.ground.precision is Precision.REGION else 1)
    yield _text("source", sources)
    yield _empty("source_scale")
    yield _text("notes", _notes)
    yield _whole("fatalities", fatalities)
    yield _empty("tags")
    yield _whole("timestamp", lambda _: int(here.cleared.holdings.as_of.timestamp()))


def time_precision(days: int) -> int:
    """ACLED's time precision: 1 the day is known, 2 the week, 3 the month."""
    return 1 if days == 1 else 2 if days <= WEEK else 3


def _types(one: Happened) -> tuple[str, str, str]:
    is_riot = any(claim.detail == RIOT for claim in one.claims)
    return RIOTS if is_riot else TYPES[one.event.type]


def _actor(one: Happened) -> str | None:
    if _types(one) is RIOTS:
        return "Rioters"
    known = settled(one.event, "actor")
    return known.name if known is not None else None


def _notes(one: Happened) -> str:
    told = f"{figures(one)}. {words(one)} [{review_state(one.claims)}]".removeprefix(". ")
    return told if len(told) <= NOTED else told[: NOTED - 1] + "…"


def fatalities(one: Happened) -> int:
    """The dead by ACLED's coding: of several figures the lowest, 0 where nobody is said to have died."""
    return min((coded(claim.quantity) for claim in one.deaths if claim.quantity is not None), default=0)


def coded(quantity: Quantity) -> int:
    """One figure by ACLED's coding; "up to n" says of nobody that they died."""
    if quantity.basis is Basis.CONVENTION:
        return _vague(quantity.span.text.casefold()) or quantity.low or 0
    return quantity.low if quantity.low is not None else 0


def _vague(said: str) -> int | None:
    """What ACLED codes for words like "dozens, if not hundreds": the lowest of what they name."""
    for phrase, number in VAGUE[:2]:
        if phrase in said:
            return number
    found = [number for word, number in VAGUE[2:] if word in said]
    # "Several hundred" is hundreds, not several.
    if any(word in said for word in OF_NUMBERS):
        found = [number for number in found if number != dict(VAGUE)["several"]]
    return min(found, default=None)


def _text(name: str, get: Get) -> Column[Happened]:
    return Column(name, Kind.TEXT, "", get)


def _whole(name: str, get: Get) -> Column[Happened]:
    return Column(name, Kind.WHOLE, "", get)


def _empty(name: str) -> Column[Happened]:
    return Column(name, Kind.TEXT, "", lambda _: None)
