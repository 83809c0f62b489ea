"""What of a ledger is told on one page: some of each sort, all of it counted; what isn't covered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

import pytest

from habeas.errors import WrongUsage
from habeas.ledger.shelf import Shelved
from habeas.model import ClaimType, Reading
from habeas.overview import Asked, Overview, gaps, overview
from habeas.overview.asked import Choice
from habeas.overview.choosing import MOST_CHARGES, MOST_DONE
from habeas.pipeline import Desk
from habeas.publishing.brief.pieces import Line, in_words
from made import READER, claim, quantity, report

Fill = Callable[[Iterable[Reading]], Desk]

TODAY = date(2026, 3, 18)
CAMP, PRISON = "al-Hol camp", "Ghwayran prison"


def moved(day: date, number: int = 40, *, published: date | None = None) -> Reading:
    """So many were moved on a day, as a report of the next one says."""
    of = report(
        f"On {day}, {number} men were moved from {CAMP} to {PRISON}, guards said.",
        name=f"{day}-{number}.txt",
        published=published or day + timedelta(days=1),
    )
    found = claim(
        of,
        "transfer",
        quantity(of, str(number), number, number),
        trigger="moved",
        origin=CAMP,
        destination=PRISON,
        speaker="guards",
        period=(f"On {day}", day, day),
    )
    return Reading(of, READER, (found,))


def held(day: date, number: int, place: str = CAMP) -> Reading:
    of = report(f"{number} people are held in {place}.", name=f"held-{day}-{number}.txt", published=day)
    figure = quantity(of, str(number), number, number)
    return Reading(of, READER, (claim(of, "holding", figure, place=place),))


def beaten(day: date, *, denied: bool) -> Reading:
    said = f"The Harbour Agency {'denied' if denied else 'said'} that prisoners were beaten in {PRISON}."
    of = report(said, name=f"{said[:30]}-{day}.txt", published=day)
    kind, modality = ("denial", "denied") if denied else ("allegation", "alleged")
    actor = {"speaker": "The Harbour Agency"} if denied else {"actor": "The Harbour Agency"}
    fields = {"trigger": "beaten", "group": "prisoners", "detail": "torture", "place": PRISON}
    return Reading(of, READER, (claim(of, kind, modality=modality, **fields, **actor),))


def told(line: Line) -> Iterator[str]:
    yield " · ".join(map(in_words, line.pieces))
    for under in line.under:
        yield from told(under)


def part(made: Overview, title: str) -> list[str]:
    (found,) = (one for one in made.parts if one.title == title)
    return [words for one in found.told for line in one.block.lines for words in told(line)]


def test_of_each_sort_the_newest_are_told_and_all_are_counted(fill: Fill) -> None:
    days = [date(2024, month, 3) for month in range(1, 13)]
    here = fill(moved(day, 10 + n) for n, day in enumerate(days))
    made = overview(here, Asked(), today=TODAY)
    lines = part(made, "Movements done")
    assert [line.split()[0] for line in lines] == [str(21 - n) for n in range(MOST_DONE)]
    (done,) = (one for one in made.parts if one.title == "Movements done")
    (block,) = done.told
    assert block.all is not None
    assert (block.all.number, dict(block.listed)) == (12, {"type": "transfer", "status": "done"})


def test_an_allegation_brings_its_answer_however_old_that_is(fill: Fill) -> None:
    newest = date(2024, 3, 30)
    alleged = [beaten(newest - timedelta(days=n), denied=False) for n in range(MOST_CHARGES)]
    here = fill([*alleged, beaten(newest - timedelta(days=20), denied=True)])
    lines = part(overview(here, Asked(), today=TODAY), "Allegations and answers")
    assert any(line.startswith("answer, denied") for line in lines)


@pytest.mark.parametrize(
    ("since", "until", "facets"),
    [
        (None, date(2023, 12, 31), [("year:2023",)]),
        (date(2024, 2, 10), None, [("month:2024-03",), ("month:2024-02",)]),
        (date(2023, 1, 1), date(2024, 2, 28), [("month:2024-02",), ("year:2023",)]),
        (date(2026, 1, 1), None, []),
    ],
)
def test_days_are_looked_for_by_month_and_by_whole_year(
    fill: Fill, since: date | None, until: date | None, facets: list[tuple[str]]
) -> None:
    here = fill(held(day, n + 1) for n, day in enumerate((date(2023, 5, 1), *LATER)))
    with here.ledger.shelf() as shelf:
        choice = Choice.of(shelf, Asked(since=since, until=until))
        assert list(choice.days) == facets
        assert choice.count(Shelved.CLAIM).number == len(choice.ids(Shelved.CLAIM, limit=50))


LATER = (date(2024, 2, 3), date(2024, 2, 4), date(2024, 3, 5))


def test_what_is_asked_for_is_told_and_nothing_else(fill: Fill) -> None:
    here = fill([moved(date(2024, 1, 3)), held(date(2024, 2, 3), 700), held(date(2024, 2, 4), 5, PRISON)])
    narrowed = overview(here, Asked(type=ClaimType.HOLDING, place="al-hol"), today=TODAY)
    assert [one.title for one in narrowed.parts if one.told] == ["People held, by place"]
    assert [line.split()[0] for line in part(narrowed, "People held, by place")] == ["700"]
    searched = overview(here, Asked(words="moved"), today=TODAY)
    assert [one.title for one in searched.parts if one.told] == ["Movements done"]
    assert searched.gaps is None


@pytest.mark.parametrize(
    "asked", [{"group": "nobody"}, {"since": date(2024, 3, 1), "until": date(2024, 2, 1)}]
)
def test_what_cant_be_meant_is_refused(asked: dict[str, object]) -> None:
    with pytest.raises(WrongUsage):
        Asked(**asked)  # type: ignore[arg-type]


def test_gaps_name_what_is_old_what_is_uncounted_and_months_without_a_report(fill: Fill) -> None:
    here = fill([held(date(2025, 1, 15), 700), moved(date(2025, 3, 3), published=date(2025, 3, 4))])
    found = gaps(here, today=TODAY)
    assert [words for line in found.places for words in told(line)] == [
        "al-Hol: no count since 15 January 2025",
        "al-Sina'a prison: no count; the reports tell of 1 event there",
    ]
    assert [words for line in found.months for words in told(line)] == [
        "April 2025 to February 2026",
        "February 2025",
    ]


def test_a_count_of_late_is_no_gap(fill: Fill) -> None:
    assert gaps(fill([held(TODAY - timedelta(days=30), 700)]), today=TODAY).places == ()


def test_the_first_figures_are_of_places_of_detention(fill: Fill) -> None:
    here = fill([held(date(2025, 1, 15), 700), *(held(date(2025, 2, n), n, "Iraq") for n in range(1, 6))])
    made = overview(here, Asked(), today=TODAY)
    assert [one.heading for one in made.leading] == ["al-Hol", "Iraq"]
