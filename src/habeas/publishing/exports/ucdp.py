"""Events in the columns of UCDP's Georeferenced Event Dataset, with its best, low and high estimates.

Only events in which somebody is said to have died, in the passage that tells of them. Who fought whom, and
whether it was organised violence at all (type_of_violence, dyads, sides), is a coder's to say. Sources, and
all that was decided: docs/exports.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from habeas.model import Claim, ClaimType
from habeas.publishing.exports.around import around
from habeas.publishing.exports.columns import Cell, Column, Kind, table
from habeas.publishing.exports.csv import write_csv
from habeas.publishing.exports.grounds import Ground, Precision
from habeas.publishing.exports.happened import Happened, happened, own_columns, sources, words
from habeas.publishing.holdings import Cleared
from habeas.publishing.phrases import country

Get = Callable[[Happened], Cell]

FILE: Final = "ucdp.csv"
TYPES: Final = frozenset({ClaimType.ATTACK, ClaimType.ESCAPE, ClaimType.CAPTURE, ClaimType.RECAPTURE})
# Last day of a span of so many days, and UCDP's date_prec for it (UCDP GED Codebook, "date_prec").
DATE_PRECISION: Final = ((1, 1), (6, 2), (7, 3), (31, 4))
BEYOND: Final = 5
WHERE_PRECISION: Final = {Precision.FACILITY: 1, Precision.TOWN: 1, Precision.REGION: 4}
CELLS_A_DEGREE: Final = 2  # PRIO-GRID: half a degree a cell, 720 in a row, the first at 90 S, 180 W
CELLS_A_ROW: Final = 720


def write(cleared: Cleared, folder: Path) -> None:
    """Write the events with deaths into the folder."""
    here = around(cleared)
    rows = [one for one in happened(here, TYPES) if best(one) > 0]
    made = table("ucdp", "", [*_columns(), *own_columns(here)], rows)
    write_csv(folder / FILE, made.heads, made.rows)


def best(one: Happened) -> int:
    """The best estimate: where reports differ and none is known to be better, the lower figure."""
    return min((_least(claim) for claim in one.deaths), default=0)


def low(one: Happened) -> int:
    """The lowest figure that is told."""
    return best(one)


def high(one: Happened) -> int:
    """The highest figure that is told; of "at least n" that is n, and habeas_deaths_bounds says so."""
    return max((_most(claim) for claim in one.deaths), default=0)


def _least(claim: Claim) -> int:
    quantity = claim.quantity
    return quantity.low if quantity is not None and quantity.low is not None else 0


def _most(claim: Claim) -> int:
    quantity = claim.quantity
    return quantity.high if quantity is not None and quantity.high is not None else _least(claim)


def _columns() -> Iterator[Column[Happened]]:
    """UCDP GED's columns, in its order; those that only UCDP can fill are left empty."""
    yield _text("id", lambda one: one.event.id)
    yield _empty("relid")
    yield _whole("year", lambda one: one.first.year)
    yield _empty("active_year")
    yield _text("code_status", lambda _: "Check deaths")
    yield from map(_empty, ("type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name"))
    yield from map(_empty, ("dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id"))
    yield from map(_empty, ("side_a", "side_b_dset_id", "side_b_new_id", "side_b"))
    yield _whole("number_of_sources", lambda one: len({claim.report.id for claim in one.claims}))
    yield _text("source_article", words)
    yield _text("source_office", sources)
    yield _text("source_date", _dates)
    yield _text("source_headline", _headlines)
    yield _empty("source_original")
    yield _whole("where_prec", lambda one: WHERE_PRECISION[one.ground.precision])
    yield _text("where_coordinates", lambda one: one.ground.town or one.ground.name)
    yield _text("where_description", lambda one: one.ground.name)
    yield _text("adm_1", lambda one: one.ground.region)
    yield _empty("adm_2")
    yield Column("latitude", Kind.NUMBER, "", lambda one: one.ground.lat)
    yield Column("longitude", Kind.NUMBER, "", lambda one: one.ground.lon)
    yield _text("geom_wkt", lambda one: _point(one.ground))
    yield _whole("priogrid_gid", lambda one: priogrid(one.ground))
    yield _text("country", lambda one: country(one.ground.country) if one.ground.country else None)
    yield from map(_empty, ("country_id", "region"))
    yield _whole("event_clarity", lambda _: 1)
    yield _whole("date_prec", lambda one: date_precision(one.length))
    yield Column("date_start", Kind.DAY, "", lambda one: one.first)
    yield Column("date_end", Kind.DAY, "", lambda one: one.last)
    yield from map(_empty, ("deaths_a", "deaths_b", "deaths_civilians"))
    yield _whole("deaths_unknown", best)
    yield _whole("best", best)
    yield _whole("high", high)
    yield _whole("low", low)
    yield from map(_empty, ("gwnoa", "gwnob"))


def date_precision(days: int) -> int:
    """UCDP's date_prec for an event on one of so many days."""
    return next((code for most, code in DATE_PRECISION if days <= most), BEYOND)


def priogrid(ground: Ground) -> int | None:
    """The cell of PRIO-GRID in which the place lies (Tollefsen et al. 2012)."""
    if ground.lat is None or ground.lon is None:
        return None
    row = int((ground.lat + 90) * CELLS_A_DEGREE)
    column = int((ground.lon + 180) * CELLS_A_DEGREE)
    return row * CELLS_A_ROW + column + 1


def _point(ground: Ground) -> str | None:
    return f"POINT ({ground.lon} {ground.lat})" if ground.lat is not None else None


def _dates(one: Happened) -> str:
    days = (claim.report.published for claim in one.claims)
    return "; ".join(dict.fromkeys(day.isoformat() for day in days if day is not None))


def _headlines(one: Happened) -> str:
    return "; ".join(dict.fromkeys(claim.report.title for claim in one.claims if claim.report.title))


def _text(name: str, get: Get) -> Column[Happened]:
    return Column(name, Kind.TEXT, "", get)


def _whole(name: str, get: Get) -> Column[Happened]:
    return Column(name, Kind.WHOLE, "", get)


def _empty(name: str) -> Column[Happened]:
    return Column(name, Kind.TEXT, "", lambda _: None)
