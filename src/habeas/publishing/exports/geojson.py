"""GeoJSON for maps: events and claims as points, by the coordinates that the lexicon has (RFC 7946).

What has no coordinates is a feature with a null geometry, which the RFC calls unlocated: nothing is put on a
map where nobody said it was. Longitude goes before latitude.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from habeas.cells import fit_cell
from habeas.model import Claim
from habeas.publishing.exports.around import Around, around
from habeas.publishing.exports.columns import Cell, Table
from habeas.publishing.exports.grounds import Ground
from habeas.publishing.exports.provenance import provenance_lines
from habeas.publishing.exports.tabled_claims import claims_table
from habeas.publishing.exports.tabled_reckoning import events_table
from habeas.publishing.happenings import settled
from habeas.publishing.holdings import Cleared
from habeas.reckoned import Event

# Where a thing stands that names several places: where it is, else where it leads to, else where it starts.
SLOTS: Final = ("place", "destination", "origin")
OF_ALL: Final = frozenset({"exported_by", "log_head", "as_of"})  # said once, of the whole file


def write(cleared: Cleared, folder: Path) -> None:
    """Write the events and the claims into the folder, a file each."""
    here = around(cleared)
    held = cleared.holdings
    events = (_event_ids(event) for event in held.reckoned.events)
    claims = (_claim_ids(claim) for claim in held.claims)
    for table, ids in ((events_table(here), events), (claims_table(here), claims)):
        (folder / f"{table.name}.geojson").write_text(
            _collection(table, ids, here), encoding="utf-8", newline="\n"
        )


def _collection(table: Table, ids: Iterable[dict[str, str]], here: Around) -> str:
    """A feature a line, so that two exports can be compared."""
    features = [
        json.dumps(feature, ensure_ascii=False, allow_nan=False) for feature in _features(table, ids, here)
    ]
    about = dict(provenance_lines(here.cleared))
    head = json.dumps({"type": "FeatureCollection", "name": table.name, "about": about}, ensure_ascii=False)
    return f'{head[:-1]}, "features": [\n' + ",\n".join(features) + "\n]}\n"


def _features(table: Table, ids: Iterable[dict[str, str]], here: Around) -> Iterator[dict[str, Any]]:
    for row, places in zip(table.rows, ids, strict=True):
        slot, ground = _stands(places, here.ground)
        told = {
            head.name: _plain(cell)
            for head, cell in zip(table.heads, row, strict=True)
            if head.name not in OF_ALL
        }
        where = {"stands_at": slot, "precision": ground.precision if ground is not None else None}
        yield {
            "type": "Feature",
            "id": told["id"],
            "geometry": _point(ground),
            "properties": {**told, **where},
        }


def _stands(
    places: dict[str, str], ground: Callable[[str], Ground | None]
) -> tuple[str | None, Ground | None]:
    """The first of its places that has coordinates, and which it is; else the first that is known."""
    known = [(slot, found) for slot in SLOTS if slot in places and (found := ground(places[slot]))]
    placed = (one for one in known if one[1].lat is not None)
    return next(placed, None) or next(iter(known), (None, None))


def _point(ground: Ground | None) -> dict[str, Any] | None:
    if ground is None or ground.lat is None or ground.lon is None:
        return None
    return {"type": "Point", "coordinates": [ground.lon, ground.lat]}


def _event_ids(event: Event) -> dict[str, str]:
    return {slot: known.id for slot in SLOTS if (known := settled(event, slot)) is not None}


def _claim_ids(claim: Claim) -> dict[str, str]:
    names = ((slot, getattr(claim, slot)) for slot in SLOTS)
    return {slot: name.id for slot, name in names if name is not None and name.id is not None}


def _plain(cell: Cell) -> object:
    """The cell as JSON: days and times as ISO 8601, lists as lists, words fit to be shown."""
    if isinstance(cell, tuple):
        return [fit_cell(one) for one in cell]
    if isinstance(cell, str):
        return fit_cell(cell)
    return cell if cell is None or isinstance(cell, bool | int | float) else cell.isoformat()
