"""The ledger that the tests of the web application look at: invented places, bodies and figures."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from habeas.kept import reckon
from habeas.model import Reading, Report
from habeas.pipeline import desk
from habeas.settings import Settings
from made import READER, claim, quantity, report, unread

MOVED: Final = (
    "On 16 March 2024, {figure} men were moved from Orlan camp to Bergen prison, the Harbour Agency said."
)
HELD: Final = "At least 700 people are held in Orlan camp, the Harbour Agency said."
UNREAD: Final = "Another 12 were mentioned in passing."
DENIED: Final = "The Ministry of Quays denied that prisoners were beaten in Bergen prison."
ALLEGED: Final = "The Lantern Group said that 30 prisoners were beaten in Bergen prison."
ARABIC: Final = "قالت وكالة الميناء إن 55 شخصا محتجزون في مخيم أورلان."


def make_home(home: Path) -> Path:
    """A home with these readings, reckoned; its vault holds each report's bytes, which are its text's."""
    with desk(Settings(home)) as here:
        for reading in readings():
            here.vault.put(reading.report.text.encode())
            here.ledger.append(reading.report, reading)
        reckon(here)
    return home


def readings() -> Iterator[Reading]:
    """Two reports of one transfer, a camp's count, an allegation and its denial, and Arabic."""
    yield _moved("post.txt", "The Orlan Post", "40", date(2024, 3, 17))
    yield _moved("daily.txt", "Bergen Daily", "60", date(2024, 3, 18))
    yield _held()
    yield _beaten()
    yield _arabic()


def _moved(filename: str, outlet: str, figure: str, published: date) -> Reading:
    words = MOVED.format(figure=figure)
    of = _report(f"{words}\n\nThe {outlet} wrote more.", filename, outlet=outlet, published=published)
    made = claim(
        of,
        "transfer",
        quantity(of, figure, int(figure), int(figure)),
        evidence=words,
        trigger="moved",
        group="men",
        origin="Orlan camp",
        destination="Bergen prison",
        speaker="the Harbour Agency",
        period=("On 16 March 2024", date(2024, 3, 16), date(2024, 3, 16)),
    )
    return Reading(of, READER, (made,))


def _held() -> Reading:
    of = _report(f"{HELD}\n\n{UNREAD}", "held.txt", published=date(2024, 3, 20), title="The camp of Orlan")
    made = claim(
        of,
        "holding",
        quantity(of, "At least 700", 700, None),
        evidence=HELD,
        trigger="held",
        place="Orlan camp",
        speaker="the Harbour Agency",
    )
    return Reading(of, READER, (made,), (unread(of, "12", UNREAD),))


def _beaten() -> Reading:
    of = _report(f"{ALLEGED}\n\n{DENIED}", "beaten.txt", published=date(2024, 3, 21), language="en")
    alleged = claim(
        of,
        "allegation",
        quantity(of, "30", 30, 30),
        evidence=ALLEGED,
        trigger="beaten",
        measure="victims",
        group="prisoners",
        modality="alleged",
        place="Bergen prison",
        speaker="The Lantern Group",
        detail="torture",
    )
    denied = claim(
        of,
        "denial",
        evidence=DENIED,
        trigger="denied that prisoners were beaten",
        group="prisoners",
        modality="denied",
        speaker="The Ministry of Quays",
        detail="torture",
    )
    return Reading(of, READER, (alleged, denied))


def _arabic() -> Reading:
    of = _report(ARABIC, "arabic.txt", published=date(2024, 3, 22), language="ar", outlet="مرفأ")
    made = claim(of, "holding", quantity(of, "55", 55, 55), evidence=ARABIC, place="مخيم أورلان")
    return Reading(of, READER, (made,))


def _report(text: str, filename: str, **fields: object) -> Report:
    """A report whose id is the hash of its bytes, as in a home that people use."""
    made = report(text, name=filename, **fields)
    return dataclasses.replace(made, id=hashlib.sha256(text.encode()).hexdigest())
