"""A ledger of many counts at invented places: what the pages of places are looked at and tested with.

The places stand in an own lexicon, with coordinates in Norway; people, bodies and figures are invented.
"""

from __future__ import annotations

import dataclasses
import hashlib
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from habeas.kept import reckon
from habeas.model import Basis, Claim, Reading, Report
from habeas.pipeline import desk
from habeas.settings import Settings
from made import READER, claim, quantity, report

LEXICON: Final = """\
- {id: skarland, name: Skarland region, kind: region, within: "NO", source: made}
- {id: nordvik, name: Nordvik, kind: town, within: skarland, lat: 67.3, lon: 15.2, source: made}
- {id: orlan-camp, name: Orlan camp, kind: camp, within: skarland, lat: 66.4, lon: 13.4, source: made}
- {id: ustholm-camp, name: Ustholm camp, kind: camp, within: skarland, lat: 65.2, lon: 13.0, source: made}
- {id: quay-prison, name: Quay prison, kind: prison, within: nordvik, source: made}
- {id: harbour-prison, name: Harbour prison, kind: prison, within: nordvik, source: made}
- {id: old-mill-prison, name: Old Mill prison, kind: prison, within: nordvik, source: made}
- {id: fellside-camp, name: Fellside camp, kind: camp, within: "NO", lat: 62.1, lon: 10.0, source: made}
- {id: stonegate-prison, name: Stonegate prison, kind: prison, within: "NO", lat: 63, lon: 10.5, source: made}
- {id: bergsund-prison, name: Bergsund prison, kind: prison, within: "NO", lat: 61.0, lon: 6.2, source: made}
"""

AGENCY: Final = "the Harbour Agency"
GROUP: Final = "the Lantern Group"
MINISTRY: Final = "the Ministry of Quays"
POST: Final = "the Orlan Post"
SPEAKERS: Final = (AGENCY, GROUP, MINISTRY, POST)
APPROX: Final[dict[str, object]] = {"approx": True}
VAGUE: Final[dict[str, object]] = {"basis": Basis.CONVENTION}
# Day, place, speaker, the figure's words, its bounds, and what else the claim has.
Row = tuple[str, str, str | None, str, int | None, int | None, dict[str, object]]
COUNTS: Final[tuple[Row, ...]] = (
    ("2018-12-04", "Orlan camp", AGENCY, "9,500", 9500, 9500, {}),
    ("2019-02-20", "Orlan camp", GROUP, "About 38,000", 38000, 38000, APPROX),
    ("2019-04-18", "Orlan camp", AGENCY, "At least 73,000", 73000, None, {}),
    ("2019-09-02", "Orlan camp", MINISTRY, "68,600", 68600, 68600, {}),
    ("2020-03-11", "Orlan camp", AGENCY, "Between 64,000 and 66,000", 64000, 66000, {}),
    ("2020-10-05", "Orlan camp", None, "Tens of thousands of", 20000, 99000, VAGUE),
    ("2021-01-21", "Orlan camp", GROUP, "Up to 62,000", None, 62000, {}),
    ("2021-06-30", "Orlan camp", GROUP, "17,200", 17200, 17200, {"group": "women"}),
    ("2021-06-30", "Orlan camp", GROUP, "About 40,000", 40000, 40000, {"group": "children"} | APPROX),
    ("2021-12-12", "Orlan camp", MINISTRY, "40,000", 40000, 40000, {"measure": "capacity"}),
    ("2022-02-01", "Orlan camp", AGENCY, "56,800", 56800, 56800, {}),
    ("2022-02-01", "Orlan camp", MINISTRY, "49,000", 49000, 49000, {}),
    ("2022-11-15", "Orlan camp", AGENCY, "53,400", 53400, 53400, {}),
    ("2023-05-23", "Orlan camp", POST, "At least 50,000", 50000, None, {}),
    ("2023-10-09", "Orlan camp", AGENCY, "47,900", 47900, 47900, {}),
    ("2024-02-14", "Orlan camp", GROUP, "Between 42,000 and 46,000", 42000, 46000, {}),
    ("2024-07-07", "Orlan camp", AGENCY, "41,300", 41300, 41300, {}),
    ("2025-01-29", "Orlan camp", AGENCY, "39,900", 39900, 39900, {}),
    ("2025-04-16", "Orlan camp", MINISTRY, "37,200", 37200, 37200, {}),
    ("2025-08-30", "Orlan camp", AGENCY, "About 27,000", 27000, 27000, APPROX),
    ("2025-09-04", "Orlan camp", None, "5,000", 5000, 5000, {"modality": "denied"}),
    ("2024-05-05", "Ustholm camp", AGENCY, "2,600", 2600, 2600, {}),
    ("2025-05-05", "Ustholm camp", AGENCY, "At least 2,100", 2100, None, {}),
    ("2025-03-01", "Quay prison", MINISTRY, "4,500", 4500, 4500, {}),
    ("2025-03-02", "Harbour prison", GROUP, "Between 700 and 1,100", 700, 1100, {}),
    ("2025-03-03", "Old Mill prison", GROUP, "Up to 400", None, 400, {}),
    ("2025-06-01", "Fellside camp", POST, "At least 8,000", 8000, None, {}),
    ("2025-06-02", "Stonegate prison", POST, "About 1,300", 1300, 1300, APPROX),
    ("2025-06-03", "Bergsund prison", None, "12", 12, 12, {}),
    ("2025-07-01", "Skarland region", AGENCY, "At least 50,000", 50000, None, {}),
)  # fmt: skip
MOVED: Final = "On {day}, {figure} people were moved from {origin} to {destination}, the Harbour Agency said."


def make_places_home(home: Path, *, more: int = 0) -> Path:
    """A home with these readings, reckoned; `more` further counts at Orlan camp, one a day."""
    (home / "lexicon").mkdir(parents=True)
    (home / "lexicon" / "places.yml").write_text(LEXICON, "utf-8")
    with desk(Settings(home)) as here:
        for reading in (*readings(), *_further(more)):
            here.vault.put(reading.report.text.encode())
            here.ledger.append(reading.report, reading)
        reckon(here)
    return home


def readings() -> Iterator[Reading]:
    """A report for each of the counts, and some transfers between the places."""
    for number, row in enumerate(COUNTS):
        yield _counted(number, row)
    yield _moved("at least 150", 150, None, "Orlan camp", "Quay prison", date(2024, 8, 2))
    yield _moved("1,200", 1200, 1200, "Orlan camp", "Ustholm camp", date(2024, 4, 2))
    yield _moved("40", 40, 40, "Ustholm camp", "Orlan camp", date(2025, 2, 10))


def _further(more: int) -> Iterator[Reading]:
    for number in range(more):
        day = date(2019, 1, 1) + timedelta(days=number * 2000 // max(more, 1))
        count = 40_000 + number * 7919 % 9000
        speaker = SPEAKERS[number % len(SPEAKERS)]
        yield _counted(
            1000 + number, (day.isoformat(), "Orlan camp", speaker, f"{count:,}", count, count, {})
        )


def _counted(number: int, row: Row) -> Reading:
    day, place, speaker, figure, low, high, besides = row
    more = dict(besides)
    by = f", {speaker} said" if speaker else ""
    said = f"{figure} {more.get('group', 'people')} are held in {place}{by}."
    of = _report(f"{said}\n\nReport {number}.", number, date.fromisoformat(day))
    given = {name: more.pop(name) for name in ("approx", "basis") if name in more}
    counted = quantity(of, figure, low, high, **given)
    made = claim(of, "holding", counted, evidence=said, place=place, speaker=speaker, **more)
    return Reading(of, READER, (made,))


def _moved(figure: str, low: int, high: int | None, origin: str, destination: str, day: date) -> Reading:
    told = f"{day.day} {day:%B %Y}"
    said = MOVED.format(day=told, figure=figure, origin=origin, destination=destination)
    of = _report(said, 500 + day.toordinal(), day)
    made: Claim = claim(
        of,
        "transfer",
        quantity(of, figure, low, high),
        origin=origin,
        destination=destination,
        speaker="the Harbour Agency",
        period=(told, day, day),
    )
    return Reading(of, READER, (made,))


def _report(text: str, number: int, published: date) -> Report:
    """A report whose id is the hash of its bytes, as in a home that people use."""
    outlet = ("The Orlan Post", "Bergen Daily", "Fjord Wire")[number % 3]
    made = report(text, name=f"{number}.txt", outlet=outlet, published=published)
    return dataclasses.replace(made, id=hashlib.sha256(text.encode()).hexdigest())


if __name__ == "__main__":
    make_places_home(Path(sys.argv[1]), more=int(sys.argv[2]) if len(sys.argv) > 2 else 0)
