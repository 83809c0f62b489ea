"""Where a paragraph's own words begin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256

import pytest

from habeas.model import Reading, Report, Span
from habeas.reading.datelines import after_dateline

TOLD = "The army said that 40 detainees had been moved."


def line(text: str) -> Span:
    """A report's only paragraph."""
    return Report(sha256(text.encode()).hexdigest(), "made.txt", text).span(0, len(text))


@pytest.mark.parametrize(
    "dateline",
    [
        "ORLAN — ",
        "ORLAN, Kesh — ",
        "AIN-SALMA, Kesh (KP) -- ",
        "VESHKA, Kesh Region of Orlan— ",
        "ORLAN, 4 May - ",
        "ORLAN, Oct. 16 (Agency) – ",
        "Orlan (Kesh News) – ",
        "Orlan/Veshka, 3 March 2026 – ",
        "Orlan, KENA – ",
        "VESHKA, November 10. /KESS/. ",
        "VESHKA, Kesh, Saturday 8 October 2022: ",
        "ORLAN / VESHKA - ",
        "(Orlan) – ",
        "(Orlan, 3 March 2026) – ",
    ],
)
def test_a_dateline_is_passed_over(dateline: str) -> None:
    assert after_dateline(line(dateline + TOLD)) == len(dateline)


@pytest.mark.parametrize(
    "text",
    [
        TOLD,
        "Orlan Monitoring Group (OMG) – The group said that 40 detainees had been moved.",
        "Orlan (Kesh) – 40 detainees were moved.",
        "SOHR: Forty detainees were moved from Orlan.",
        "Unrest at Velmar prison – Forty detainees were moved.",
        "KESH – forty women, 12 children.",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert after_dateline(line(text)) == 0


@pytest.mark.parametrize("dateline", ["", "AL-HOL, Syria — ", "ROJ CAMP, Syria (KP) — "])
def test_where_a_report_was_written_is_no_slot_of_what_it_tells(
    dateline: str, read: Callable[[Report], Reading]
) -> None:
    text = f"{dateline}The Kesh army said on Wednesday that it had moved 40 detainees to Velmar prison."
    report = Report(sha256(text.encode()).hexdigest(), "made.txt", text, published=date(2026, 3, 5))
    (claim,) = read(report).claims
    assert (claim.origin, claim.place) == (None, None)
    assert claim.speaker is not None
    assert "army" in claim.speaker.text
    assert claim.evidence[0].start >= len(dateline)
