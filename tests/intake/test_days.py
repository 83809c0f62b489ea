from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.intake.days import (
    publication_day,
    stated_day,
    states_only_a_day,
    unlikely_day,
    without_leading_iso,
)

LATEST = date(2026, 11, 30)


def read(*lines: str) -> str | None:
    day = publication_day(lines, latest=LATEST)
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2019-02-21", "2019-02-21"),
        ("2019-02-21    ", "2019-02-21"),
        ("2019-05-26 Three men sentenced in Varnholt", "2019-05-26"),
        ("2023-11-12 15:15:04 - Source: Varnholt Post", "2023-11-12"),
        ("2024-03-18T23:30:00+02:00", "2024-03-18"),
        ("2024-03-18T21:30:00.000Z", "2024-03-18"),
        ("2024/3/18", "2024-03-18"),
        ("Published 18/03/2024", "2024-03-18"),
        ("Published 18/03/2024 - 10:25", "2024-03-18"),
        ("Published 21.02.2019 12:20", "2019-02-21"),
        ("Published 21.02.2019 12:20 Modified 23.02.2019 12:23", "2019-02-21"),
        ("Published: 4.3.2019", "2019-03-04"),
        ("Posted on May 25, 2025 by Ida Holm", "2025-05-25"),
        ("Date: 26 May 2019", "2019-05-26"),
        ("**Date published:** 26 May 2019", "2019-05-26"),
        ("Updated on 25 May 2025", "2025-05-25"),
        ("Last updated: Sunday, 25 May 2025 10:00 GMT", "2025-05-25"),
        ("January 22, 2026 at 4:10 AM", "2026-01-22"),
        ("Jan. 22, 2026", "2026-01-22"),
        ("Sept 5, 2025 4:10 p.m. EST", "2025-09-05"),
        ("May 25, 2025", "2025-05-25"),
        ("26 May 2019", "2019-05-26"),
        ("26th of May, 2019", "2019-05-26"),
        ("Sunday 26 May 2019, 14:05 (UTC+03:00)", "2019-05-26"),
        ("26 May 2019, Sunday", "2019-05-26"),
        ("26-May-2019", "2019-05-26"),
        ("26 May 2019 | 4 min read", "2019-05-26"),
        ("26 May 2019 - Updated 27 May 2019", "2019-05-26"),
        ("(May 25, 2025)", "2025-05-25"),
        ("* May 25, 2025 *", "2025-05-25"),
        ("03/18/2024", "2024-03-18"),
        ("05/05/2024", "2024-05-05"),
        ("2/12/2026", "2026-02-12"),  # the other reading lies in the future
        ("VARNHOLT (18 March 2024) – The ministry of Ostmark said", "2024-03-18"),
        ("Varnholt, Ostmark, March 18, 2024 (VNA) — The ministry said", "2024-03-18"),
        ("VARNHOLT, 18 March 2024 -- The ministry of Ostmark said", "2024-03-18"),
    ],
)
def test_date_that_is_printed_as_one(line: str, day: str) -> None:
    assert read("Held in Ostmark", line, "Forty people are held.") == day


@pytest.mark.parametrize(
    "line",
    [
        "VARNHOLT, Oct. 16, (agency) - The ministry said",
        "VARNHOLT, Jan 21 (Agency) - The ministry said",
        "On 18 March 2024 forty people were held.",
        "18 March 2024 was the day on which forty people were held.",
        "18 March 2024: forty people held.",
        "March 2024",
        "Published in 2024",
        "Published 3 hours ago",
        "Published on 3 May 2019, the review counted forty people.",
        "Released 12 May 2024 from Eskeby after two years.",
        "Photo dated Feb. 20, 2019: men leave Eskeby. (VNA Photo)",
        "FILE PHOTO: Troops in Eskeby on January 21, 2026. VNA",
        "2019-03-01 to 2019-03-15",
        "2019-03-01/2019-03-15",
        "2019-03-01 – 2019-03-15",
        "03/04/2024",
        "Published 03/04/2024",
        "03-04-2024",
        "21.02.19",
        "31 June 2024",
        "2024-13-01",
        "1 December 2026",
        "3 March 1899",
        "12018-03-01",
        "Maybe 25, 2025",
    ],
)
def test_what_settles_no_date(line: str) -> None:
    assert read("Held in Ostmark", line, "Forty people are held.") is None


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        # a label beats a bare date, publication beats change
        (("2019-02-20", "Published 21.02.2019"), "2019-02-21"),
        (("Updated 23 May 2025", "21 May 2025"), "2025-05-21"),
        (("Updated 23 May 2025", "Published 21 May 2025"), "2025-05-21"),
        (("21 May 2025", "VARNHOLT (20 May 2025) – The ministry said"), "2025-05-21"),
        # a label on a line of its own
        (("Published", "21 May 2025"), "2025-05-21"),
        (("Updated on", "23 May 2025", "Published on", "21 May 2025"), "2025-05-21"),
        # another date of the head shows the order, or is one of the two readings
        (("Published 03/04/2024", "Modified 15/04/2024"), "2024-04-03"),
        (("Published 03/04/2024", "Modified 04/15/2024"), "2024-03-04"),
        (("Published 03/04/2024", "3 April 2024"), "2024-04-03"),
        (("Published 03/04/2024", "Updated 5 April 2024"), None),
        (("03/04/2024", "15/04/2024", "04/15/2024"), None),
        # dates that differ
        (("2025-05-25 WORLD", "May 25, 2025"), "2025-05-25"),
        (("2025-05-25 WORLD", "May 26, 2025"), "2025-05-25"),
        (("Held in Ostmark", "Who they are", "21 May 2025", "23 May 2025"), None),
        (("2019-01-03 Ten held", "2019-02-04 Ten more", "2019-03-05 All freed"), None),
        (("Published 21 May 2025", "Published 21 May 2025"), "2025-05-21"),
    ],
)
def test_dates_of_one_head(lines: tuple[str, ...], day: str | None) -> None:
    assert read(*lines) == day


@given(st.dates(date(1900, 1, 1), LATEST))
def test_every_day_is_read_in_every_form(day: date) -> None:
    forms = (
        "%Y-%m-%d",
        "%d %B %Y",
        "%B %d, %Y",
        "%d %b %Y",
        "%d.%m.%Y",
        "Published %d %B %Y",
        "%Y-%m-%dT10:00:00Z",
    )
    for form in forms:
        assert read("Held in Ostmark", day.strftime(form)) == day.isoformat(), form


@given(st.text(max_size=80))
def test_any_line_is_read_without_fault(line: str) -> None:
    publication_day([line, f"Published {line}", f"2024-01-0{line}"], header=line, latest=LATEST)
    assert without_leading_iso(line) in line


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("20240318", "2024-03-18"),
        ("Mon, 18 Mar 2024 10:00:00 GMT", "2024-03-18"),
        ("2024-03", None),
        ("03/04/2024", None),
        ("", None),
    ],
)
def test_day_of_a_value(words: str, day: str | None) -> None:
    assert stated_day(words, latest=LATEST) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("line", "only"),
    [
        ("2019-02-21  ", True),
        ("Published 21.02.2019 12:20", True),
        ("2019-02-21 Held", False),
        ("Held", False),
    ],
)
def test_line_that_is_only_a_date(line: str, only: bool) -> None:
    assert states_only_a_day(line) is only


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("2019-05-26 Three men", "Three men"),
        ("2023-11-12 15:15:04 - Source", "- Source"),
        ("2019-05-26", ""),
        ("Three men", "Three men"),
    ],
)
def test_leading_iso_date_goes(line: str, rest: str) -> None:
    assert without_leading_iso(line).strip() == rest


def test_a_report_is_published_between_1900_and_tomorrow() -> None:
    today = datetime.now(UTC).date()
    assert unlikely_day(date(1900, 1, 1)) is unlikely_day(today) is None
    assert "before 1900" in str(unlikely_day(date(1899, 12, 31)))
    # Two days on: one more than tomorrow, and none less if midnight passes right now.
    assert "in the future" in str(unlikely_day(today + timedelta(days=3)))
