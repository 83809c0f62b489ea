"""Claims as HXL, the Humanitarian Exchange Language: CSV with a row of hashtags under its names (HXL 1.1)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from habeas.publishing.exports.around import around
from habeas.publishing.exports.columns import Head
from habeas.publishing.exports.csv import write_csv
from habeas.publishing.exports.tabled_claims import claims_table
from habeas.publishing.holdings import Cleared

FILE: Final = "claims.hxl.csv"

# Which columns of the claims leave as HXL, in which order, and under which hashtag.
TAGS: Final = {
    "id": "#meta+id",
    "permalink": "#meta+url",
    "type": "#event+type",
    "detail": "#event+subtype",
    "modality": "#status+modality",
    "status": "#status+event",
    "review_state": "#status+review",
    "figure": "#description+figure",
    "bounds": "#description+bounds",
    "low": "#affected+num+min",
    "high": "#affected+num+max",
    "approx": "#indicator+approx",
    "unit": "#indicator+unit",
    "measure": "#indicator+measure",
    "group": "#affected+group+list",
    "people": "#description+people",
    "place_name": "#loc+name",
    "place_id": "#loc+code",
    "place_lat": "#geo+lat",
    "place_lon": "#geo+lon",
    "place_precision": "#geo+precision",
    "place_country": "#country+code+v_iso2",
    "origin_name": "#loc+origin+name",
    "destination_name": "#loc+dest+name",
    "actor_name": "#org+actor+name",
    "speaker_name": "#org+speaker+name",
    "start_date": "#date+start",
    "end_date": "#date+end",
    "stated_on": "#date+stated",
    "evidence": "#description+evidence",
    "event_id": "#event+id",
    "voices": "#indicator+voices+num",
    "answered_by": "#meta+answer+list",
    "answer": "#description+answer",
    "report_outlet": "#meta+source",
    "report_url": "#meta+source+url",
    "report_published": "#date+published",
    "report_id": "#meta+report+id",
    "exported_by": "#meta+version",
    "log_head": "#meta+log",
    "as_of": "#date+asof",
}


def write(cleared: Cleared, folder: Path) -> None:
    """Write the claims into the folder."""
    made = claims_table(around(cleared))
    at = {head.name: column for column, head in enumerate(made.heads)}
    heads = [Head(name, made.heads[at[name]].kind, "") for name in TAGS]
    rows = [[row[at[name]] for name in TAGS] for row in made.rows]
    # HXL's readers take a byte-order mark for a part of the first name.
    write_csv(folder / FILE, heads, rows, tags=[*TAGS.values()], encoding="utf-8")
