"""What has changed since a day: newer reports beside older ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pytest

from habeas import Claim
from habeas.publishing.brief import Since, changes
from habeas.reckoned import Conflict, ConflictKind, Reckoned
from made import claim, quantity, report, unread
from reckoned_by_hand import alone, event, reckoned, voices_of

SINCE = date(2024, 4, 1)
OLD, NEW = date(2024, 3, 18), date(2024, 4, 9)
DAY = date(2024, 3, 14)
NEWS = (
    "NEW: MOVEMENTS, ATTACKS, COURTS",
    "ANNOUNCED BEFORE, REPORTED AS DONE NOW",
    "OTHER OR FURTHER FIGURES THAN BEFORE",
    "TOLD BY ANOTHER VOICE THAN BEFORE",
    "NEWLY CONTRADICTED",
    "PEOPLE HELD, BY PLACE",
    "ALLEGATIONS AND ANSWERS",
    "POSITIONS, AND RETURNS",
)


def told(known: Reckoned, *, added: dict[str, date] | None = None, **options: object) -> str:
    claims = [one.claim for one in known.testimonies.values()]
    reports = list({one.report.id: one.report for one in claims}.values())
    given = {"since": Since(SINCE, added or {}), "voices_of": voices_of, "width": 300, **options}
    return changes(claims, [], reports, known, today=date(2026, 3, 18), **given)


def section(text: str, heading: str) -> list[str]:
    body = text.split(f"\n\n{heading}\n\n")[1]
    return re.split(r"\n\n(?=[A-Z][A-Z ,:()0-9]+\n\n)", body)[0].split("\n")


def silent(text: str) -> set[str]:
    """The sections in which nothing is told."""
    return {heading for heading in NEWS if section(text, heading) == ["(nothing read)"]}


def freed(
    n: int,
    *,
    name: str,
    published: date | None,
    kind: str = "release",
    speaker: str | None = None,
    **fields: object,
) -> Claim:
    """A claim that n people were freed from Orlan on a Thursday."""
    by = f"{speaker}: " if speaker else ""
    said = report(f"{by}{n} from Orlan on Thursday.", name=name, published=published, outlet=name)
    figure = quantity(said, str(n), n, n)
    return claim(
        said, kind, figure, period=("on Thursday", DAY, DAY), origin="Orlan", speaker=speaker, **fields
    )


def test_an_event_that_only_newer_reports_tell_of_is_new() -> None:
    old, new = freed(50, name="a", published=OLD), freed(70, name="b", published=NEW)
    text = told(alone([old, new]))
    lines = section(text, NEWS[0])
    assert lines[:1] == ["Released"]
    assert [line[:22] for line in lines[1:]] == ["- 70 people released f"]
    assert silent(text) == set(NEWS[1:])
    assert "50 people" not in text
    assert text.startswith("WHAT HAS CHANGED SINCE 1 APRIL 2024\n")
    assert "or later say (1), beside those from before (1)" in text


@pytest.mark.parametrize(
    ("published", "added", "new"),
    [
        (SINCE, date(2023, 1, 1), True),
        (OLD, NEW, False),
        (None, NEW, True),
        (None, OLD, False),
        (None, None, False),
    ],
)
def test_a_report_counts_by_the_day_it_prints_else_by_that_on_which_it_was_added(
    published: date | None, added: date | None, new: bool
) -> None:
    one = freed(70, name="b", published=published)
    text = told(alone([one]), added={one.report.id: added} if added else {})
    assert (NEWS[0] not in silent(text)) is new
    assert ("1 claim of newer reports" in text) is new


def test_another_figure_stands_beside_that_from_before() -> None:
    known = reckoned([event(freed(50, name="a", published=OLD), freed(70, name="b", published=NEW))])
    text = told(known)
    assert section(text, NEWS[2]) == [
        "- released from Orlan · Thursday 14 March 2024:",
        "  - before: 50 people · a reports, no source named ·unchecked [1]",
        "  - now: 70 people · b reports, no source named ·unchecked [2]",
        "  - before: 1 report that names no source; now: 2 reports that name no source, in 2 reports",
    ]
    assert silent(text) == set(NEWS) - {NEWS[2]}


def test_the_same_figure_by_another_voice_confirms() -> None:
    claims = [
        freed(50, name="a", published=OLD, speaker="The guard"),
        freed(50, name="b", published=NEW, speaker="The watch"),
    ]
    text = told(reckoned([event(*claims)]))
    line, counted = section(text, NEWS[3])
    assert line.startswith("- 50 people released from Orlan · ")
    assert counted == "  - before: 1 voice; now: 2 voices, in 2 reports"
    assert silent(text) == set(NEWS) - {NEWS[3]}


def test_a_copy_confirms_nothing_and_is_counted() -> None:
    claims = [
        freed(50, name="a", published=OLD, speaker="The guard"),
        freed(50, name="b", published=NEW, speaker="The guard"),
    ]
    text = told(reckoned([event(*claims)]))
    assert silent(text) == set(NEWS)
    assert "Told again, with no other figure and by no other voice: 1 event." in text


def test_another_figure_by_the_same_voice_says_that_no_other_came() -> None:
    claims = [
        freed(50, name="a", published=OLD, speaker="The guard"),
        freed(70, name="b", published=NEW, speaker="The guard"),
    ]
    lines = section(told(reckoned([event(*claims)])), NEWS[2])
    assert lines[-1] == "  - no other voice than before: 1 voice, in 2 reports"


def test_what_was_announced_before_stands_beside_what_is_done_now() -> None:
    plan = freed(7000, name="a", published=OLD, modality="planned")
    done = freed(150, name="b", published=NEW)
    line, beside, arrived = section(told(alone([plan, done])), NEWS[1])
    assert line.startswith("- planned: 7,000 people released from Orlan · ")
    assert beside == "  - beside it, reported as done, each told above:"
    assert arrived.startswith("    - 150 people (Thursday 14 March 2024)")


@pytest.mark.parametrize(("days", "told_of"), [((OLD, NEW), True), ((OLD, OLD), False)])
def test_only_contradictions_with_a_newer_claim_are_new(days: Sequence[date], told_of: bool) -> None:
    claims = [freed(n, name=str(n), published=day) for n, day in zip((50, 70), days, strict=True)]
    ids = tuple(sorted(one.id for one in claims))
    conflict = Conflict("x_1", ConflictKind.CONTRADICTION, ids, "50 and 70 can't both be true")
    text = told(alone(claims, conflicts=(conflict,)))
    assert (NEWS[4] not in silent(text)) is told_of
    assert told_of is ("50 people" in text)


def held(n: int, *, published: date, group: str = "", place: str = "Orlan") -> Claim:
    said = report(f"{n} are held in {place}.", name=f"{n}.txt", published=published)
    return claim(said, "holding", quantity(said, str(n), n, n), group=group, place=place)


def test_a_new_figure_of_people_held_stands_beside_the_newest_from_before() -> None:
    known = alone(
        [
            held(900, published=date(2023, 1, 1)),
            held(800, published=OLD),
            held(30, published=OLD, group="children"),
            held(40, published=OLD, place="Veshka"),
            held(600, published=NEW),
        ]
    )
    heading, now, before = section(told(known), NEWS[5])
    assert heading == "Orlan"
    assert now.startswith("- 600 people held in Orlan · ")
    assert before.startswith("  - before: 800 people held in Orlan · stated 18 March 2024, 2 years old · ")


def test_a_new_answer_is_told_with_what_it_answers() -> None:
    first = report("The watch says Orlan beat people.", name="a", published=OLD)
    later = report("The warden rejects it.", name="b", published=NEW)
    alleged = claim(first, "allegation", modality="alleged", speaker="The watch", actor="Orlan")
    answer = claim(later, "denial", modality="denied", speaker="The warden")
    ids = tuple(sorted((alleged.id, answer.id)))
    contested = Conflict("x_1", ConflictKind.CONTESTED, ids, "one denies what the other says")
    lines = section(told(alone([alleged, answer], conflicts=(contested,))), NEWS[6])
    assert [line[:12] for line in lines] == ["Accused: Orl", "- alleged: “", "  - answer, "]


def test_only_unread_figures_of_newer_reports_are_told() -> None:
    said = [report(f"Some {n} went.", name=f"{n}.txt", published=day) for n, day in ((10, OLD), (20, NEW))]
    figures = [unread(one, one.name[:2]) for one in said]
    text = changes(
        [],
        figures,
        said,
        Reckoned(),
        since=Since(SINCE, {}),
        voices_of=voices_of,
        today=NEW,
        fitting=("text Some",),
    )
    assert "WHAT COULD NOT BE READ (1)" in text
    assert "“20”" in text
    assert "“10”" not in text
    assert "Only what fits: text Some." in text


def many() -> Reckoned:
    claims = [freed(n, name=f"Very long name {n}", published=OLD if n % 2 else NEW) for n in range(20, 40)]
    return reckoned([event(*claims[:7]), *(event(one) for one in claims[7:])])


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_asked(width: int) -> None:
    assert max(map(len, told(many(), width=width).split("\n"))) <= width


def test_the_order_of_what_is_given_changes_nothing() -> None:
    known = many()
    claims = [one.claim for one in known.testimonies.values()]
    reports = [one.report for one in claims]
    given = {"since": Since(SINCE, {}), "voices_of": voices_of, "today": NEW}
    first = changes(claims, [], reports, known, **given)
    turned = Reckoned(known.events[::-1], voices=known.voices, testimonies=known.testimonies)
    assert changes(claims[::-1], [], reports[::-1], turned, **given) == first
